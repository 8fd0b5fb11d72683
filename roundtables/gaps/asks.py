"""What is asked for: recommendations that are not finished, and open needs, each with where and of what it asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from partners.models import Country, User
from projects import clock
from projects.history.past import end_of
from projects.models import Theme
from roundtables.models import Need, Recommendation

RECOMMENDATION, NEED = "recommendation", "need"


@dataclass(frozen=True, slots=True)
class Ask:
    """An empty set says that it names none: it asks for all of them."""

    kind: str
    pk: int
    countries: frozenset[str]
    themes: frozenset[str]
    activity_types: frozenset[str] = frozenset()


def asks(user: User, chosen: Mapping[str, Any], there: set[str]) -> list[Ask]:
    """As of the day that is looked at, within these filters of the register, for these countries if there are any."""
    return [*recommendations(user, chosen, there), *needs(user, chosen, there)]


def recommendations(user: User, chosen: Mapping[str, Any], there: set[str]) -> list[Ask]:
    """Three queries. They name no kind of activity, and are asked of everybody: neither that filter nor the partner's
    takes any away.
    """
    recorded, day = Recommendation.objects.visible_to(user), clock.today()
    is_past = day < timezone.localdate()
    found = recorded.made_by(day).unfinished(until=end_of(day)) if is_past else recorded.unfinished()
    if pillars := chosen.get("pillar"):
        found = found.under_pillars(pillars)
    if themes := chosen.get("theme"):
        linked = Recommendation.themes.through.objects.filter(recommendation=OuterRef("pk"))
        found = found.filter(Exists(linked.filter(theme__in=Theme.objects.below(themes))))
    if there:
        linked_to = Recommendation.countries.through.objects.filter(recommendation=OuterRef("pk"))
        found = found.filter(Exists(linked_to.filter(country__in=there)))
    ids = list(found.order_by().values_list("pk", flat=True))
    countries = grouped(Recommendation.countries.through.objects.filter(recommendation__in=ids), "country_id")
    named = grouped(Recommendation.themes.through.objects.filter(recommendation__in=ids), "theme_id")
    return [Ask(RECOMMENDATION, pk, frozenset(countries.get(pk, ())), frozenset(named.get(pk, ()))) for pk in ids]


def needs(user: User, chosen: Mapping[str, Any], there: set[str]) -> list[Ask]:
    """One query. One that names no kind of activity asks for any."""
    found = Need.objects.visible_to(user).open_on(clock.today())
    if pillars := chosen.get("pillar"):
        found = found.filter(theme__pillars__overlap=pillars)
    if themes := chosen.get("theme"):
        found = found.filter(theme__in=Theme.objects.below(themes))
    if there:
        found = found.filter(country__in=there)
    if types := chosen.get("activity_type"):
        found = found.filter(Q(activity_type__in=types) | Q(activity_type=None))
    rows = found.order_by("pk").values_list("pk", "country", "theme", "activity_type")
    return [
        Ask(NEED, pk, frozenset({country}), frozenset({theme}), frozenset({kind} if kind else ()))
        for pk, country, theme, kind in rows
    ]


def wanted_countries(chosen: Mapping[str, Any]) -> set[str]:
    """Those of the filters of country and region; empty where any will do."""
    countries, regions = chosen.get("country"), chosen.get("region")
    if not regions:
        return set(countries or ())
    there = set(Country.objects.filter(region__in=regions).values_list("pk", flat=True))
    return (there & set(countries) if countries else there) or {""}


def grouped(rows: Any, name: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for pk, code in rows.values_list("recommendation_id", name):
        found.setdefault(pk, []).append(code)
    return found


def parents() -> dict[str, str]:
    """Each theme's main theme; a main theme is its own."""
    return {code: parent or code for code, parent in Theme.objects.values_list("code", "parent")}


def within(codes: Iterable[str], chosen: Iterable[str], main: Mapping[str, str]) -> set[str]:
    """Of these themes those that are chosen or below a chosen one; all where none is chosen."""
    wanted = set(chosen)
    return {code for code in codes if not wanted or code in wanted or main.get(code) in wanted}
