"""A record in, the keys under which it is found out. Two projects that share no key are never compared.

A key is a word, a pair of neighbouring words or a combination of fields, hashed to 64 bits. Its weight says how much it
counts among the keys of one candidate; how rare the key is counts besides, and keys that too many projects share are
left out, both by the query that looks them up.
"""

from collections.abc import Collection, Iterator, Mapping
from hashlib import blake2b
from itertools import pairwise, product
from math import floor, log10
from struct import unpack

from .records import Record
from .substance import named
from .text import COMMON
from .whereabouts import named_in
from .works import named_besides

TITLE_WORDS = 14
DESCRIPTION_WORDS = 22
COUNTRY_WORDS = 14  # of these, that count within a country too
OPENING_WORDS = 12  # of a description, where it often says what another calls the title

Keys = dict[int, float]


def keys(record: Record) -> Keys:
    """Signed 64-bit hashes with their weights."""
    weights: dict[str, float] = {}
    for weight, some in spelled(record):
        weights |= dict.fromkeys(some, weight)
    digests = b"".join([digest(parts) for parts in weights])
    return dict(zip(unpack(f">{len(weights)}q", digests), weights.values(), strict=True))


def keys_of(records: Mapping[int, Record]) -> dict[int, Keys]:
    return {id: keys(record) for id, record in records.items()}


def hashed(parts: str) -> int:
    """The same number on every machine; eight bytes, so that two different keys practically never meet."""
    return int.from_bytes(digest(parts), "big", signed=True)


def digest(parts: str) -> bytes:
    return blake2b(parts.encode(), digest_size=8).digest()


def spelled(record: Record) -> Iterator[tuple[float, list[str]]]:
    """What one person would search for to find another's report of the same work. Of what is told twice the second
    weight counts, which is the higher one.
    """
    title, description = record.title.stems, record.description.stems
    first, rare_in_it = title[:TITLE_WORDS], record.description.rare
    rare = [word for word in description if word in rare_in_it][:DESCRIPTION_WORDS]
    yield 0.36, [f"word {word}" for word in rare]
    yield 0.5, [f"word {word}" for word in first]
    yield 0.5, [f"word {word}" for word in rare if word in title]
    yield 0.25, [f"words {one} {other}" for one, other in pairwise(description[:OPENING_WORDS])]
    yield 0.5, [f"words {one} {other}" for one, other in pairwise(first)]
    bodies = named(record.implementers)
    for country in record.countries or named_in(record.title, record.description):
        yield from spelled_in(country, record, first, rare[:COUNTRY_WORDS], bodies)
    currency, amount = record.stated or ("USD", record.amount or 0.0)
    if amount > 0:
        yield 0.6, [f"{currency} {round(amount)}"]
        if record.start and not record.countries:  # in two languages nothing else may be shared
            yield 0.7, [f"{currency} {round(amount)} from {record.start}"]
    yield 0.25, [f"by {body} {purpose}" for body, purpose in product(bodies, record.purposes)]
    if record.start:
        yield 4.0, [f"by {body} from {record.start}" for body in bodies]
    if record.receivers or record.sites:
        types = record.activity_types or {""}
        yield 1.2, [f"body {body} {activity_type}" for body, activity_type in product(record.receivers, types)]
        yield 1.2, [f"site {site} {activity_type}" for site, activity_type in product(record.sites, types)]
        yield 1.0, [f"body {body}" for body in record.receivers]
        yield 1.0, [f"site {site}" for site in record.sites]
    yield 1.0, [f"town {town}" for town, _ in record.works]
    yield 1.2, [f"work {town} {thing}" for town, thing in record.works]
    yield 3.0, [f"number {identifier}" for identifier in record.identifiers]


def spelled_in(
    country: str, record: Record, title: list[str], rare: list[str], bodies: Collection[str]
) -> Iterator[tuple[float, list[str]]]:
    """The same within a country."""
    yield 0.3, [f"in {country} {word}" for word in rare]
    yield 0.6, [f"in {country} {word}" for word in title]
    yield 0.8, [f"in {country} {word}" for word in title if word in COMMON]
    yield 0.7, [f"by {country} {body}" for body in bodies]
    yield 0.7, [f"theme {country} {theme}" for theme in record.themes]
    if record.things:  # said once more of all: what two titles share counts from the second rarest on
        besides = named_besides(record.title.folded)
        yield 0.7, [f"things {country} {' '.join(sorted(record.things))}"]
        yield 0.7, [f"thing {country} {thing}" for thing in record.things]
        yield 0.7, [f"thing {country} {thing} {also}" for thing, also in product(record.things, besides)]
    yield 0.8, [f"purpose {country} {purpose}" for purpose in record.purposes]
    currency, amount = ("USD", record.amount) if record.amount else record.stated or ("", 0.0)
    if amount > 0:
        yield 0.3, [f"{currency} {country} {rounded(amount)}"]
    if record.start:
        yield 0.7, [f"from {country} {record.start}"]


def rounded(amount: float) -> int:
    """Two significant figures."""
    return round(amount, 1 - floor(log10(amount)))  # type: ignore[return-value]
