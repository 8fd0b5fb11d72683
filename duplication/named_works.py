"""Who does already, at the town that a title names, the thing that it names: told while there is little but the title.

In whatever language: things are those of the glossary, towns those of the register of places. What has ended is left
out, unless days are typed that it shares.
"""

from collections.abc import Container, Mapping

from django.utils import timezone

from duplication.likeness import Finding
from duplication.matching import index, registry
from duplication.matching.blocking import keys
from duplication.matching.comparison import Names, compare
from duplication.matching.kinds import APART, Kind, contradicts
from duplication.matching.records import Record
from duplication.matching.scoring import Calibration, score
from duplication.matching.works import Town, registered_towns, things_in, town_called
from duplication.successions import Told
from partners.models import User
from projects.checks import Draft
from projects.models import Activity, Place, Project

MOST = 500  # projects at one town whose titles are read, the latest first


def named_works(
    draft: Draft, user: User, mine: Record, found: Container[int], calibration: Calibration
) -> dict[int, Told]:
    """Of other partners, since one's own are known, and without those that are found already."""
    done, towns = things_in(draft.title), registered_towns(draft.title, draft.countries)
    if not done or not towns:
        return {}
    places = places_called(towns)
    titles = others_at(draft, user, places, works={(town, thing) for _, town in towns for thing in done})
    about = {id: things for id, title in titles if id not in found and (things := done & things_in(title))}
    told = {}
    for id, theirs in registry.records(about).items():
        if (place := place_of_both(towns, places, theirs)) and is_possible(mine, theirs):
            said = f"Perhaps the same work: {min(about[id])} at {place}."
            told[id] = said, finding(mine, theirs, calibration)
    return told


def places_called(towns: frozenset[Town]) -> dict[int, str]:
    """The places of the register with these names: a town, its airport, its port."""
    every = Place.objects.filter(country__in={country for country, _ in towns}).values_list("pk", "country", "name")
    return {pk: name for pk, country, name in every if (country, town_called(name)) in towns}


def others_at(
    draft: Draft, user: User, places: Mapping[int, str], works: set[tuple[str, str]]
) -> list[tuple[int, str]]:
    """Projects there that the person may see, or whose title names one of the works, with their titles."""
    owner = draft.project_id or 0
    named = index.candidates({owner: keys(Record(works=frozenset(works)))})[owner]
    there = Project.places.through.objects.filter(place__in=places).values("project_id")
    doing = Activity.objects.filter(place__in=places).values("project_id")
    every = there.union(doing, Project.objects.filter(pk__in=named).order_by().values("pk"))
    others = Project.objects.filter(pk__in=every, published_at__isnull=False).exclude(pk=owner)
    if not draft.start:
        others = others.exclude(end__lt=timezone.localdate())
    others = others.visible_to(user).exclude(partner=draft.partner_id).order_by("-pk")
    return list(others.values_list("pk", "title")[:MOST])


def place_of_both(towns: frozenset[Town], places: Mapping[int, str], theirs: Record) -> str:
    """The place that both name, or that the other states; empty where it is neither."""
    if stated := theirs.sites & places.keys():
        return places[min(stated)]
    both = towns & registered_towns(theirs.title.raw, theirs.countries)
    return next((name for name in places.values() if any(town == town_called(name) for _, town in both)), "")


def is_possible(mine: Record, theirs: Record) -> bool:
    names = Names(mine, theirs)
    return not contradicts(names, "country", "place", "name", "series") and names.get("period") not in APART


def finding(mine: Record, theirs: Record, calibration: Calibration) -> Finding:
    evidence = score(compare(mine, theirs), calibration, Kind.SAME_WORK)
    return Finding(Kind.SAME_WORK, evidence, same_partner=False)
