"""One of the two projects of an alert, as this person may see it.

Of a project that the person may not see, only countries and themes: no title, partner, money or date. Of a draft not
even these: it is its own partner's alone.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef

from partners.models import User
from projects.models import Project
from projects.models.merge import kept_of

from .stake import Budget, with_sums

HIDDEN_PARTNER = "The other partner"
HIDDEN_PROJECT = "A restricted project"
HIDDEN_DRAFT = "A project that was withdrawn to a draft"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two projects. `project` is None when the person may not see it."""

    pk: int
    project: Project | None
    is_own: bool
    countries: tuple[str, ...]
    themes: tuple[str, ...]
    is_opened: bool = False  # by contact: shown on the page of the alert, and nowhere else
    is_draft: bool = False  # of another partner, so that nothing is told of it
    kept_id: int | None = None  # the project that it was merged into, at last
    kept: Project | None = None  # that project, where the person may see it

    @property
    def is_hidden(self) -> bool:
        return self.project is None

    @property
    def title(self) -> str:
        return self.project.title if self.project else HIDDEN_DRAFT if self.is_draft else HIDDEN_PROJECT

    @property
    def number(self) -> str:
        return self.project.number if self.project else ""

    @property
    def name(self) -> str:
        """How the project is called within a sentence."""
        return self.project.number if self.project else self.title[:1].lower() + self.title[1:]

    @property
    def partner(self) -> str:
        return self.project.partner.name if self.project else HIDDEN_PARTNER

    @property
    def url(self) -> str:
        return self.project.get_absolute_url() if self.project and not self.is_opened else ""

    @property
    def years(self) -> str:
        return self.project.years if self.project else ""

    @property
    def today(self) -> Project | None:
        """The project that its record is today; None when the person may not see that."""
        return self.kept if self.kept_id else self.project

    @property
    def budget(self) -> Budget | None:
        """Of the record today; None when the person may not see it."""
        return Budget.of(self.today) if self.today else None

    @property
    def meta(self) -> str:
        """Who, where, when; of a hidden project where and on what, of a hidden draft nothing."""
        if self.is_draft:
            return ""
        countries = ", ".join(self.countries) or "no country stated"
        if self.project is None:
            return " · ".join(filter(None, [countries, ", ".join(self.themes)]))
        return " · ".join(filter(None, [self.partner, countries, self.years]))


def sides_of(project_ids: Iterable[int], user: User, opened: Collection[int]) -> dict[int, Side]:
    seen = Project.objects.readable_by(user).filter(pk=OuterRef("pk"))
    projects = with_sums(Project.objects.filter(pk__in=project_ids).annotate(is_seen=Exists(seen)))
    found = list(projects.select_related("partner").prefetch_related("countries", "themes"))
    kept_ids = kept_of([project.pk for project in found if project.merged_into_id])
    visible = with_sums(Project.objects.visible_to(user).filter(pk__in=kept_ids.values()))
    kept = {project.pk: project for project in visible} if kept_ids else {}
    return {
        project.pk: replace(
            side_of(project, project.is_seen, user, opened),  # type: ignore[attr-defined]
            kept_id=kept_ids.get(project.pk),
            kept=kept.get(kept_ids.get(project.pk, 0)),
        )
        for project in found
    }


def side_of(project: Project, is_seen: bool, user: User, opened: Collection[int]) -> Side:
    is_own = project.partner_id in user.own_partners
    if project.is_kept_back and not is_seen:
        return Side(project.pk, None, is_own, (), (), is_draft=True)
    return Side(
        pk=project.pk,
        project=project if is_seen or project.pk in opened else None,
        is_own=is_own,
        countries=tuple(country.name for country in project.countries.all()),
        themes=tuple(theme.name for theme in project.themes.all()),
        is_opened=not is_seen and project.pk in opened,
    )
