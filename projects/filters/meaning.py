"""What each name of the query string means."""

from functools import cached_property, reduce
from operator import or_
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from partners.models import Partner, User
from projects import checks
from projects.behind import behind
from projects.models import (
    Activity,
    Contribution,
    Document,
    Participation,
    Project,
    ProjectWords,
    Recipient,
    Theme,
)
from projects.search.asked import Asked, asked

from .lacking import MISSING

Projects = QuerySet[Project]


class Meaning(django_filters.FilterSet):
    """Of filters for one person; what was understood of them stands in `cleaned`."""

    user: User
    cleaned: dict[str, Any]

    def search(self, projects: Projects, name: str, value: str) -> Projects:
        """All that is written of a project, a part of one of its numbers or of one that the person could read before
        it was merged into it, or a document that he or she may see.
        """
        return projects.filter(pk__in=self.worded(value))

    def worded(self, text: str, *, with_documents: bool = False) -> QuerySet[Any, Any]:
        """Ids of the projects that are found by these words, some perhaps twice, and perhaps some that are not the
        person's to see; in those that are, only documents that are too. With documents: their ids beside, or 0.
        """
        question = self.asked if text == self.cleaned.get("q") else asked(text)
        itself, document = ([Value(0)], ["pk"]) if with_documents else ([], [])
        words = ProjectWords.objects.order_by()
        found = words.filter(words=question.query).values_list("project", *itself)
        if number := question.number:
            numbered = words.filter(numbers__contains=number.upper()).values_list("project", *itself)
            merged = Project.objects.readable_by(self.user).filter(merged_into__isnull=False).order_by()
            closed = merged.filter(words__numbers__contains=number.upper()).values_list("merged_into", *itself)
            found = found.union(numbered, closed, all=True)
        documents = Document.objects.shown_to(self.user).filter(words__words=question.query).order_by()
        return found.union(documents.values_list("project", *document), all=True)

    @cached_property
    def asked(self) -> Asked:
        """What was typed into the search box, as it was understood."""
        return asked(self.cleaned.get("q", ""))

    def in_countries(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return with_any(projects, Recipient, country__in=value)

    def in_regions(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return with_any(projects, Recipient, country__region__in=value)

    def of_partners(self, projects: Projects, name: str, value: list[str]) -> Projects:
        partners = list(Partner.objects.filter(code__in=value).values_list("pk", flat=True))
        contributing = Contribution.objects.filter(partner__in=partners).values("project")
        return projects.filter(Q(partner__in=partners) | Q(pk__in=contributing))

    def on_themes(self, projects: Projects, name: str, value: list[str]) -> Projects:
        themes = list(Theme.objects.below(value).values_list("pk", flat=True))
        return with_any(projects, Project.themes.through, theme__in=themes)

    def with_status(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return projects.filter(status__in=value)

    def active_in(self, projects: Projects, name: str, value: int) -> Projects:
        return projects.active_in(value)

    def with_activity(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return with_any(projects, Activity, type__in=value)

    def under_pillars(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return with_any(projects, Project.themes.through, theme__pillars__overlap=value)

    def implemented_by(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return with_any(projects, Participation, role=Participation.Role.IMPLEMENTING, organization__in=value)

    def for_beneficiaries(self, projects: Projects, name: str, value: list[str]) -> Projects:
        named = Participation.objects.filter(role=Participation.Role.BENEFICIARY, organization__kind__in=value)
        served = Activity.objects.filter(beneficiary__kind__in=value)
        return projects.filter(Q(pk__in=named.values("project")) | Q(pk__in=served.values("project")))

    def with_oda(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return projects.filter(oda__in=value)

    def with_visibility(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return projects.filter(visibility__in=value)

    def started_in(self, projects: Projects, name: str, value: int) -> Projects:
        return projects.filter(start__year=value)

    def active_from(self, projects: Projects, name: str, value: int) -> Projects:
        return projects.filter(Q(end__year__gte=value) | Q(end__isnull=True, start__isnull=False))

    def active_until(self, projects: Projects, name: str, value: int) -> Projects:
        return projects.filter(Q(start__year__lte=value) | Q(start__isnull=True, end__isnull=False))

    def lacking(self, projects: Projects, name: str, value: list[str]) -> Projects:
        """Projects in which all of these are left empty."""
        return projects.filter(*(MISSING[part][1] for part in value))

    def only_stale(self, projects: Projects, name: str, value: bool) -> Projects:
        return projects.stale() if value else projects

    def only_alerted(self, projects: Projects, name: str, value: bool) -> Projects:
        return projects.filter(pk__in=checks.alerted_finder(self.user)) if value else projects

    def only_mine(self, projects: Projects, name: str, value: bool) -> Projects:
        return projects.filter(partner__in=self.user.own_partners) if value else projects

    def only_drafts(self, projects: Projects, name: str, value: bool) -> Projects:
        return projects.filter(published_at__isnull=True) if value else projects

    def led_by(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return projects.filter(partner__in=list(Partner.objects.filter(code__in=value).values_list("pk", flat=True)))

    def at_places(self, projects: Projects, name: str, value: list[str]) -> Projects:
        """Those of which it is a place, or which do something there."""
        there = Activity.objects.filter(place__in=value).values("project")
        named = Project.places.through.objects.filter(place__in=value).values("project")
        return projects.filter(Q(pk__in=named) | Q(pk__in=there))

    def on_sub_themes(self, projects: Projects, name: str, value: list[str]) -> Projects:
        """Exactly these: a main theme without what is below it."""
        return with_any(projects, Project.themes.through, theme__in=value)

    def with_roles(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return projects.filter(self._any_of("involved", [f"role:{role}" for role in value]))

    def counted_in(self, projects: Projects, name: str, value: list[str]) -> Projects:
        """With a quantity in one of these units."""
        return projects.filter(self._any_of("activity", [f"unit:{unit}" for unit in value]))

    def with_one_activity(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return projects.filter(behind("activity", value))

    def with_one_partner(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return projects.filter(behind("involved", value))

    def being_members(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return projects.filter(behind("member", value))

    def _any_of(self, name: str, terms: list[str]) -> Q:
        return reduce(or_, (behind(name, [one]) for one in terms))

    def only_others(self, projects: Projects, name: str, value: bool) -> Projects:
        return projects.exclude(partner__in=self.user.own_partners) if value else projects

    def only_overdue(self, projects: Projects, name: str, value: bool) -> Projects:
        return projects.overdue() if value else projects

    def only_active(self, projects: Projects, name: str, value: bool) -> Projects:
        return projects.active() if value else projects

    def counted_once(self, projects: Projects, name: str, value: bool) -> Projects:
        """Of a project that several partners report one record, as net totals count it."""
        return projects.once() if value else projects

    def only_published(self, projects: Projects, name: str, value: bool) -> Projects:
        return projects.filter(published_at__isnull=False) if value else projects


def with_any(projects: Projects, part: Any, **conditions: Any) -> Projects:
    """Projects with at least one such part, each once."""
    return projects.filter(Exists(part.objects.filter(project=OuterRef("pk"), **conditions)))
