"""Places by what somebody types, and positions as people write them.

The gazetteer that comes with ADAM (fixtures/places.csv) is good to about 0.1 degree, some ten kilometres; a province is
marked by one point in it, mostly its seat.
"""

import re
from collections.abc import Collection
from decimal import ROUND_HALF_UP, Decimal

from django.contrib.postgres.search import TrigramWordSimilarity
from django.core.exceptions import ValidationError
from django.db.models import Q
from rapidfuzz import fuzz

from partners.models import Country
from partners.text import fold
from projects.models import Place

SHOWN = 10
SHORTEST = 2
CANDIDATES = 300
SPELLED_ALIKE = 80  # of 100
MISSPELT = 0.4  # word similarity of trigrams: one wrong letter of seven
NUMBER = r"\d{1,3}(?:[.,]\d+)?"
MINUTES = rf"({NUMBER})\s*[′'’]\s*(?:({NUMBER})\s*(?:″|\"|''|”)\s*)?"
HALF = rf"([NSEWnsew])?\s*([+-]?{NUMBER})\s*(?:°\s*(?:{MINUTES})?)?([NSEWnsew])?"
POSITION = re.compile(rf"\s*{HALF}\s*[,;/ ]\s*{HALF}\s*")
EXAMPLE = "Write latitude and longitude, such as 34.12, 71.09 or 34°07′N 71°05′E."


# -- While the name is written -----------------------------------------------------------------------------------------
def suggestions(typed: str, countries: Collection[str] = ()) -> list[Place]:
    """The best places for what is typed: those in the given countries first. Words may name the country too."""
    words = fold(typed).split()
    if len("".join(words)) < SHORTEST:
        return []
    begun = Q()
    for word in words:
        begun &= (
            Q(name_key__startswith=word)
            | Q(name_key__contains=f" {word}")
            | Q(other_keys__contains=f"\n{word}")
            | Q(other_keys__contains=f" {word}")
            | Q(country__name__istartswith=word)
        )
    places = Place.objects.with_twins().select_related("country")
    found = list(places.filter(begun).filter(country__in=countries)[:CANDIDATES]) if countries else []
    found += places.filter(begun)[:CANDIDATES]
    if len(found) < SHOWN and len(typed) > 3:
        alike = places.annotate(alike=TrigramWordSimilarity(" ".join(words), "name_key"))
        found += alike.filter(alike__gte=MISSPELT).order_by("-alike")[:SHOWN]
    text = " ".join(words)

    def rank(place: Place) -> tuple[bool, bool, float, str]:
        begins = place.name_key.startswith(text) or f"\n{text}" in place.other_keys
        alike = max(fuzz.partial_ratio(text, key) for key in (place.name_key, *place.other_keys.splitlines()))
        return place.country_id not in countries, not begins, -alike, place.name_key

    return sorted({place.pk: place for place in found}.values(), key=rank)[:SHOWN]


def near_places(name: str, country: Country | None, limit: int = 5) -> list[Place]:
    """Places of the country, or of any, whose name differs by the spelling only."""
    key = fold(name)
    places = Place.objects.select_related("country").filter(name_key__trigram_similar=key)
    if country:
        places = places.filter(country=country)
    near = [(fuzz.ratio(key, place.name_key), place) for place in places[:CANDIDATES]]
    numbers = set(re.findall(r"\d+", key))
    best = [
        (likeness, place)
        for likeness, place in near
        if likeness >= SPELLED_ALIKE and set(re.findall(r"\d+", place.name_key)) == numbers
    ]
    return [place for _, place in sorted(best, key=lambda pair: -pair[0])][:limit]


# -- Positions ---------------------------------------------------------------------------------------------------------
def position(text: str) -> tuple[Decimal, Decimal]:
    """Latitude and longitude in degrees. Raises ValidationError with a sentence."""
    found = POSITION.fullmatch(text)
    if not found or re.fullmatch(r"\s*\d+,\d+\s*", text):  # one number with a decimal comma, not two
        raise ValidationError(EXAMPLE)
    parts = found.groups()
    first, second = degrees(parts[:5]), degrees(parts[5:])
    letters = [(part[0] or part[4] or "").upper() for part in (parts[:5], parts[5:])]
    if letters[0] in {"E", "W"} or letters[1] in {"N", "S"}:
        first, second = second, first
    if abs(first) > 90:
        raise ValidationError(f"A latitude lies between -90 and 90, and {first.normalize():f} does not. {EXAMPLE}")
    if abs(second) > 180:
        raise ValidationError(f"A longitude lies between -180 and 180, and {second.normalize():f} does not. {EXAMPLE}")
    return first, second


def degrees(half: tuple[str | None, ...]) -> Decimal:
    """One of the two: letter, degrees, minutes, seconds, letter."""
    before, whole, minutes, seconds, after = half
    if before and after:
        raise ValidationError(EXAMPLE)
    value, minute, second = (Decimal((part or "0").replace(",", ".")) for part in (whole, minutes, seconds))
    if minute >= 60 or second >= 60:
        raise ValidationError("Minutes and seconds are less than 60.")
    value = abs(value) + minute / 60 + second / 3600
    south_or_west = (before or after or "").upper() in {"S", "W"} or (whole or "").startswith("-")
    return (-value if south_or_west else value).quantize(Decimal("0.00001"), ROUND_HALF_UP)
