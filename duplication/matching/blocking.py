"""A record in, the keys under which it is found out. Two projects that share no key are never compared.

A key is a word, a pair of neighbouring words or a combination of fields, hashed to 64 bits. Its weight says how much it
counts among the keys of one candidate; how rare the key is counts besides, and keys that too many projects share are
left out, both by the query that looks them up.
"""

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from itertools import pairwise, product
from math import floor, log10

from .records import Record
from .substance import named
from .text import COMMON, STOP_WORDS, Text, stem
from .whereabouts import named_in
from .works import named_besides

TITLE_WORDS = 14
DESCRIPTION_WORDS = 22
COUNTRY_WORDS = 14  # of these, that count within a country too
OPENING_WORDS = 12  # of a description, where it often says what another calls the title

Keys = dict[int, float]


def keys(record: Record) -> Keys:
    """Signed 64-bit hashes with their weights."""
    weights: Keys = {}
    for weight, parts in spelled(record):
        key = hashed(parts)
        if weight > weights.get(key, 0.0):
            weights[key] = weight
    return weights


def keys_of(records: Mapping[int, Record]) -> dict[int, Keys]:
    return {id: keys(record) for id, record in records.items()}


def hashed(parts: str) -> int:
    """The same number on every machine; eight bytes, so that two different keys practically never meet."""
    return int.from_bytes(blake2b(parts.encode(), digest_size=8).digest(), "big", signed=True)


def spelled(record: Record) -> Iterator[tuple[float, str]]:
    """What one person would search for to find another's report of the same work."""
    title = ordered(record.title)[:TITLE_WORDS]
    description = ordered(record.description)
    rare = [word for word in description if word in record.description.rare][:DESCRIPTION_WORDS]
    bodies, countries = named(record.implementers), record.countries or named_in(record.title, record.description)
    stated = record.stated or ("USD", record.amount or 0.0)
    in_dollars = ("USD", record.amount) if record.amount else stated
    for word in dict.fromkeys(title + rare):
        yield 0.5 if word in record.title.words else 0.36, f"word {word}"
    for weight, words in ((0.5, title), (0.25, description[:OPENING_WORDS])):
        yield from ((weight, f"words {one} {other}") for one, other in pairwise(words))
    for country in countries:
        yield from ((0.8 if word in COMMON else 0.6, f"in {country} {word}") for word in title)
        yield from ((0.3, f"in {country} {word}") for word in rare[:COUNTRY_WORDS])
        yield from ((0.7, f"by {country} {body}") for body in bodies)
        yield from ((0.7, f"theme {country} {theme}") for theme in record.themes)
        if record.things:  # said once more of all: what two titles share counts from the second rarest on
            yield 0.7, f"things {country} {' '.join(sorted(record.things))}"
        for thing in record.things:
            yield 0.7, f"thing {country} {thing}"
            yield from ((0.7, f"thing {country} {thing} {besides}") for besides in named_besides(record.title.folded))
        yield from ((0.8, f"purpose {country} {purpose}") for purpose in record.purposes)
        if in_dollars[1] > 0:
            yield 0.3, f"{in_dollars[0]} {country} {rounded(in_dollars[1])}"
        if record.start:
            yield 0.7, f"from {country} {record.start}"
    if stated[1] > 0:
        yield 0.6, f"{stated[0]} {round(stated[1])}"
    yield from ((0.25, f"by {body} {purpose}") for body, purpose in product(bodies, record.purposes))
    if record.start:
        yield from ((4.0, f"by {body} from {record.start}") for body in bodies)
    for body, activity_type in product(record.receivers, record.activity_types or {""}):
        yield 1.2, f"body {body} {activity_type}"
    for site, activity_type in product(record.sites, record.activity_types or {""}):
        yield 1.2, f"site {site} {activity_type}"
    yield from ((1.0, f"body {body}") for body in record.receivers)
    yield from ((1.0, f"site {site}") for site in record.sites)
    for town, thing in record.works:
        yield from ((1.0, f"town {town}"), (1.2, f"work {town} {thing}"))
    yield from ((3.0, f"number {identifier}") for identifier in record.identifiers)


def ordered(text: Text) -> list[str]:
    """The words of a text in their order, each once."""
    return list(dict.fromkeys(stem(token) for token in text.folded.split() if token not in STOP_WORDS))


def rounded(amount: float) -> int:
    """Two significant figures."""
    return round(amount, 1 - floor(log10(amount)))  # type: ignore[return-value]
