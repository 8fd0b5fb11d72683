"""Offered while somebody types into a search box: projects by title or number, organizations, countries, themes.

The last word counts as the beginning of one. Unranked and few, so that an answer takes milliseconds; only what the
person may see.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from operator import attrgetter

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.http import urlencode

from partners.models import Country, Organization, User
from partners.text import fold
from projects.models import Activity, Participation, Project, Theme

from .asked import PARTING, TsQuery

SHORTEST = 2  # letters from which on something is offered
PROJECTS, OTHERS = 6, 3
LOOKED_AT = 40  # projects with such a title, of which those that begin with it come first
BODIES_LOOKED_AT = 100  # organizations with such a name, of which those are offered that the person meets in a project
WORD = re.compile(r"\w+")
folded = lru_cache(1_000)(fold)  # of the same names with every letter that is typed


@dataclass(frozen=True, slots=True)
class Suggestion:
    kind: str
    text: str
    meta: str
    url: str


def suggestions(text: str, user: User) -> list[Suggestion]:
    words = WORD.findall(fold(text.translate(PARTING)))[:6]
    if len("".join(words)) < SHORTEST:
        return []
    return [*_names(words, user), *_organizations(words, user), *_projects(words, user)]


def _projects(words: list[str], user: User) -> Iterator[Suggestion]:
    *complete, last = words
    beginning = TsQuery(" & ".join([*(f"'{word}'" for word in complete), f"'{last}':*"]))
    visible = Project.objects.visible_to(user).filter(words__heading=beginning).order_by()
    found = list(visible.select_related("partner").defer("objective")[:LOOKED_AT])
    found.sort(key=attrgetter("updated_at", "pk"), reverse=True)
    found.sort(key=lambda one: not fold(one.title).startswith(" ".join(words)))
    for project in found[:PROJECTS]:
        meta = " · ".join(filter(None, [project.number, str(project.partner), project.years]))
        yield Suggestion("Project", project.title, meta, project.get_absolute_url())


def _organizations(words: list[str], user: User) -> Iterator[Suggestion]:
    """Those that take part in something the person sees."""
    typed = " ".join(words)
    named = Q(name_key__startswith=typed) | Q(name_key__contains=f" {typed}") | Q(acronym__iexact=typed)
    known = Organization.objects.filter(named | Q(aliases__name_key__startswith=typed)).order_by().distinct()
    ids = list(known.values_list("pk", flat=True)[:BODIES_LOOKED_AT])
    visible = Project.objects.visible_to(user).order_by()
    taking_part = Participation.objects.filter(organization=OuterRef("pk"), project__in=visible)
    served = Activity.objects.filter(beneficiary=OuterRef("pk"), project__in=visible)
    found = Organization.objects.filter(Exists(taking_part) | Exists(served), pk__in=ids).order_by("name")
    for body in found[:OTHERS]:
        yield Suggestion("Organization", str(body), body.get_kind_display(), listed(q=f'"{body.name}"'))


def _names(words: list[str], user: User) -> Iterator[Suggestion]:
    """Countries and themes, of which the register knows few: each word begins a word of the name."""
    known = Country.objects.values_list("pk", "name", "former_names", "other_names")
    countries = ((pk, " ".join([name, *former, *other]), name) for pk, name, former, other in known)
    for code, _, name in islice(_begun(countries, words), OTHERS):
        yield Suggestion("Country", name, "", listed(country=code))
    themes = ((pk, name, f"{pk} {name}") for pk, name in Theme.objects.values_list("pk", "name"))
    for code, _, name in islice(_begun(themes, words), OTHERS):
        yield Suggestion("Theme", name, "", listed(theme=code))


def _begun(rows: Iterable[tuple[str, str, str]], words: list[str]) -> Iterator[tuple[str, str, str]]:
    for row in rows:
        parts = folded(row[1]).split()
        if all(any(part.startswith(word) for part in parts) for word in words):
            yield row


def listed(**query: str) -> str:
    return f"{reverse('projects:list')}?{urlencode(query)}"
