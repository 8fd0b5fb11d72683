"""Bodies of the register that may be one, each pair with the reason: for a coordinator, who merges them or says no.

Every name is read once and put beside those with the same beginnings of words, so the time grows with the register.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from django.db import connection
from rapidfuzz import fuzz

from partners.models import Country, NotTheSame, Organization
from partners.naming import SMALL_WORDS, STATE_WORDS, WEAK, Countries, liked, likeness
from partners.text import fold

SHOWN = 200
BEGINNING = 3  # letters of a word: who errs in those is not found here
CROWD = 300  # names alike in their beginnings; more tell nothing
SHARED = "The same name or acronym."
EXACT = """
    SELECT a.id, b.id FROM partners_organization a
    JOIN partners_organization b ON lower(a.acronym) = lower(b.acronym) AND a.acronym <> '' AND a.id < b.id
    WHERE a.country_id = b.country_id OR a.country_id IS NULL OR b.country_id IS NULL
    UNION
    SELECT least(l.organization_id, b.id), greatest(l.organization_id, b.id) FROM partners_organizationalias l
    JOIN partners_organization b ON b.name_key = l.name_key AND b.id <> l.organization_id"""

Pair = tuple[int, int]


class Body(NamedTuple):
    pk: int
    name: str
    country: str | None
    kind: str


def pairs() -> list[tuple[int, int, str]]:
    """The most alike first."""
    known = set(NotTheSame.objects.values_list("first", "second"))
    found = dict.fromkeys(exact(), (1.0, SHARED))
    for pair, share, why in alike():
        found.setdefault(pair, (share, why))
    ranked = sorted((pair for pair in found if pair not in known), key=lambda pair: (-found[pair][0], pair))
    return [(*pair, found[pair][1]) for pair in ranked[:SHOWN]]


def exact() -> list[Pair]:
    with connection.cursor() as cursor:
        cursor.execute(EXACT)
        return cursor.fetchall()


def alike() -> Iterator[tuple[Pair, float, str]]:
    """By their names, in one country or none, and not of two kinds."""
    countries = Countries.all()
    homes = {iso2: frozenset(fold(name).split()) for iso2, name in Country.objects.values_list("iso2", "name")}
    groups: dict[tuple[str, ...], list[Body]] = defaultdict(list)
    for pk, name, *row in Organization.objects.order_by("pk").values_list("pk", "name_key", "country", "kind"):
        body = Body(pk, " ".join(countries.named(name.split())), *row)
        if beginnings := telling_beginnings(body.name, countries.words):
            groups[beginnings].append(body)
    for group in groups.values():
        for one, other in combinations(group[:CROWD], 2):
            if fits(one, other):
                home = homes.get(one.country or other.country or "", frozenset())
                if why := likeness(one.name.split(), other.name.split(), home, countries.words):
                    yield (one.pk, other.pk), fuzz.ratio(one.name, other.name) / 100, why


def telling_beginnings(name: str, countries: frozenset[str]) -> tuple[str, ...]:
    words = {word for word in name.split() if not tells_little(word)} - countries
    return tuple(sorted({word[:BEGINNING] for word in words}))


@lru_cache(maxsize=50_000)
def tells_little(word: str) -> bool:
    """A word that every second body has, also when it is misspelt."""
    return word in SMALL_WORDS or word in STATE_WORDS or liked(word, WEAK)


def fits(one: Body, other: Body) -> bool:
    kinds = {one.kind, other.kind} - {Organization.Kind.OTHER}
    homes = {one.country, other.country} - {None}
    return len(kinds) < 2 and len(homes) < 2
