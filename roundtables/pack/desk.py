"""Where the parts of one pack are worked out: for whom, about what, in which language, as of which day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from duplication.models import Alert
from duplication.queue.ordering import in_order
from partners.addresses import absolute
from partners.models import Country, User
from partners.text import fold
from projects.analysis import Table, answer, asked
from projects.analysis.totals import GROSS, NET
from projects.filters import ProjectFilter
from projects.history.past import end_of
from projects.models import Theme
from projects.models.project import ProjectQuerySet
from roundtables.answering import answers_for
from roundtables.models import Consideration, FollowUp, Recommendation

from .content import Link, Listing
from .language import Language
from .subject import Subject, recommendations_of

ACTIVE = {"active": "1"}  # of the projects, as the filter of the register says it


@dataclass
class Desk:
    """Read once for all parts. Inside `seen_from(day, user)` for a past day."""

    subject: Subject
    user: User
    language: Language
    day: date
    is_past: bool = False

    # -- The register --------------------------------------------------------------------------------------------------
    @cached_property
    def narrowed(self) -> ProjectFilter:
        return ProjectFilter(self.query_dict(), user=self.user)

    @property
    def projects(self) -> ProjectQuerySet:
        found: ProjectQuerySet = self.narrowed.qs
        return found

    @property
    def active(self) -> ProjectQuerySet:
        """Planned or running on the day."""
        return self.projects.active()

    @cached_property
    def ended(self) -> tuple[Listing, ...]:
        """What is not active, though its status says so still: told where active projects are."""
        number = self.projects.overdue().count()
        said = self.language.count("ended_n", number)
        return (Listing((Link(said, self.register(overdue="1")),)),) if number else ()

    def query_dict(self, **more: Any) -> QueryDict:
        return query_of(self.subject, **more)

    def figures(self, *, totals: str = GROSS, measure: str = "projects", columns: str = "none", **more: Any) -> Table:
        """The answer to a question of the graphs about these projects."""
        query = self.query_dict(totals=totals, measure=measure, columns=columns, **more)
        question, _, _ = asked(query)
        return answer(question, ProjectFilter(query, user=self.user))

    @cached_property
    def net_by_status(self) -> Table:
        """Money and projects by status, each project once; in columns what the money is divided by."""
        return self.figures(rows="status", columns=self.subject.divided_by, measure="budget", totals=NET)

    @property
    def open_alerts(self) -> QuerySet[Alert]:
        """Those about one of these projects, the strongest first."""
        these = self.projects.order_by().values("pk")
        about = Alert.objects.visible_to(self.user).filter(Q(first__in=these) | Q(second__in=these))
        return in_order(about.open(), "strength", self.user)

    @cached_property
    def number_of_alerts(self) -> int:
        return self.open_alerts.count()

    def register(self, **more: Any) -> str:
        """Address of the list of these projects."""
        return self.address_of("projects:list", **more)

    def analysis(self, **question: Any) -> str:
        return self.address_of("projects:analysis", **question)

    def address_of(self, name: str, **more: Any) -> str:
        said = {**self.subject.query, **more, **({"as_of": self.day.isoformat()} if self.is_past else {})}
        return absolute(f"{reverse(name)}?{urlencode(said, doseq=True)}")

    def rows_beyond(self, phrase: str, number: int, *, paper: int, workbook: int) -> tuple[str, str]:
        """What a table says of its rows that are not on paper, and of those that are in no file."""
        cut = self.language.say("cut", n=self.language.number(number), first=workbook) if number > workbook else ""
        return cut or (self.language.count(phrase, number - paper) if number > paper else ""), cut

    # -- What was agreed -----------------------------------------------------------------------------------------------
    @property
    def until(self) -> datetime | None:
        """The first moment after the past day."""
        return end_of(self.day) if self.is_past else None

    @cached_property
    def recommendations(self) -> list[Recommendation]:
        """With state, all that the parts say of them, and the projects that answer, as far as they may be seen."""
        found = recommendations_of(self.subject, self.user)
        if self.is_past:
            found = found.made_by(self.day)
        return [as_on(self.day, one) for one in complete(found, self.user, self.until)]

    # -- Names ---------------------------------------------------------------------------------------------------------
    def country_names(self, codes: Collection[str]) -> list[str]:
        known = Country.objects.filter(pk__in=codes).values_list("pk", "name")
        return sorted((self.language.name("country", code, name) for code, name in known), key=fold)

    def theme_names(self, codes: Collection[str]) -> list[str]:
        known = Theme.objects.filter(pk__in=codes).order_by("pk").values_list("pk", "name")
        return [self.language.name("theme", code, name) for code, name in known]


def query_of(subject: Subject, **more: Any) -> QueryDict:
    """Which projects, as the filters of the register read it."""
    return QueryDict(urlencode({**subject.query, **more}, doseq=True))


def as_on(day: date, one: Any) -> Any:
    """As it read on the day: what was replaced since is put back, so that of today it reads as everywhere else. Adds
    `taken_up`, what meetings made of it until then, and `other_words`, its translations by language.
    """
    decided = list(one.considerations.all())
    one.taken_up = [entry for entry in decided if was_decided(day, entry)]
    one.other_words = {each.language: each.text for each in one.translations.all()}
    for entry in reversed(decided):
        if was_decided(day, entry):
            continue
        if entry.replaced_text:
            one.text, one.other_words = entry.replaced_text, entry.replaced_translations
        if entry.due_changed:
            one.due_on = entry.replaced_due_on
    if one.endorsed_on and one.endorsed_on > day:
        one.endorsed_on = one.endorsed_at = None
    return one


def was_decided(day: date, entry: Consideration) -> bool:
    """The meeting had begun, or it was recorded ahead of the meeting, as its pages show at once."""
    return min(entry.round_table.start, timezone.localdate(entry.created_at)) <= day


def complete(found: Any, user: User, until: datetime | None) -> Any:
    entries = FollowUp.objects.select_related("partner")
    if until:
        entries = entries.filter(created_at__lt=until)
    answers = answers_for(user).select_related("partner").order_by("partner__name", "pk")
    return (
        found.with_state(until)
        .select_related("round_table")
        .prefetch_related(
            "countries",
            "themes",
            "addressed_partners",
            "addressed_organizations",
            "translations",
            "considerations__round_table",
            Prefetch("follow_ups", entries),
            Prefetch("projects", answers, to_attr="answers"),
        )
        .order_by("-round_table__start", "round_table", "number")
    )
