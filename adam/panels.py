"""The lists on the first page: a panel holds the first rows of a queryset, each put in words by one small function."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.text import Truncator, capfirst
from django.utils.timesince import timesince
from django_tasks_db.models import DBTaskResult

from adam.templatetags.adam_ui import thousands
from duplication.models import Alert
from duplication.queue.ordering import Listed
from partners.models import HandOver, Invitation, Partner, User
from partners.text import day_in_words, plural
from projects.models import KeptForm, Project, SavedSearch
from projects.models.project import ProjectQuerySet
from roundtables.models import Recommendation, RecommendationQuerySet

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Row:
    text: str
    url: str = ""
    meta: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """`total` counts all, `rows` holds the first. An urgent one waits for this person."""

    title: str
    rows: list[Row]
    total: int
    url: str
    urgent: bool
    more: str = ""  # words of the link, where it leads to something else than the list that is counted
    always: bool = False  # the link is shown even when all rows are


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    value: str
    url: str = ""
    warn: bool = False
    note: str = ""
    note_url: str = ""


def panel(
    title: str,
    found: QuerySet[Any] | Listed,
    row: Callable[[Any], Row],
    url: str = "",
    *,
    urgent: bool = False,
    more: str = "",
    always: bool = False,
) -> Panel:
    return Panel(title, [row(item) for item in found[:SHOWN]], found.count(), url, urgent, more, always)


def listed(**filters: Any) -> str:
    """Address of the project list under these filters."""
    return f"{reverse('projects:list')}?{urlencode(filters, doseq=True)}"


def analysed(**question: Any) -> str:
    """Address of the graphs and tables with this question and these filters."""
    return f"{reverse('projects:analysis')}?{urlencode(question, doseq=True)}"


# -- Projects ----------------------------------------------------------------------------------------------------------
def project_row(project: Project, tag: str = "") -> Row:
    parts = [project.number, str(project.partner), project.years]
    return Row(project.title, project.get_absolute_url(), " · ".join(filter(None, parts)), tag)


def kept_row(left: KeptForm) -> Row:
    """A form that was left; its address shows it as it was."""
    at = date_format(timezone.localtime(left.kept_at), "H:i, j F")
    return Row(str(left), left.get_absolute_url(), f"{capfirst(left.listed_as)} · {at}")


def unsaved(user: User) -> tuple[str, QuerySet[KeptForm], Callable[[KeptForm], Row], str]:
    return "Typed and not yet saved", KeptForm.objects.visible_to(user), kept_row, reverse("projects:unsaved")


def to_confirm(project: Project) -> Row:
    if project.confirmed_at is None:
        return project_row(project, "never confirmed")
    return project_row(project, f"confirmed {date_format(project.confirmed_at, 'F Y')}")


def ended(project: Project) -> Row:
    return project_row(project, f"ended {date_format(project.end, 'F Y') if project.end else ''}")


def latest(projects: ProjectQuerySet, title: str = "New in the register", **filters: object) -> Panel:
    found = projects.select_related("partner").recently_changed()
    return panel(title, found, project_row, listed(**filters))


def saved_searches(user: User) -> Panel:
    found = SavedSearch.objects.visible_to(user)
    return panel(
        "Saved searches", found, lambda one: Row(one.name, one.get_absolute_url()), reverse("projects:searches")
    )


def themes(projects: QuerySet[Project], title: str, **filters: object) -> Panel:
    """How many of the projects are on each main theme, the commonest first; what is below a theme counts with it, as
    in the lists that these numbers lead to.
    """
    named = Project.themes.through.objects.filter(project__in=projects.order_by().values("pk"))
    main = {name: Coalesce(f"theme__parent__{name}", f"theme__{name}") for name in ("code", "name")}
    found = named.values(**main).annotate(number=Count("project", distinct=True)).order_by("-number", "code")

    def row(theme: dict[str, Any]) -> Row:
        return Row(theme["name"], listed(theme=theme["code"], **filters), tag=thousands(theme["number"]))

    return panel(title, found, row, analysed(rows="theme", **filters), more="See all themes")


# -- Alerts ------------------------------------------------------------------------------------------------------------
def with_sides(alerts: QuerySet[Alert], user: User) -> QuerySet[Alert]:
    """With both projects, and which of them the person may read."""
    read = Project.objects.readable_by(user)
    reads = {f"reads_{side}": Exists(read.filter(pk=OuterRef(side))) for side in ("first", "second")}
    return alerts.select_related("first__partner", "second__partner").annotate(**reads)


def alert_row(user: User) -> Callable[[Any], Row]:
    """Both projects; who is of one side, and does not see everything, reads its own first, and the other as far as it
    may be read.
    """

    def row(alert: Any) -> Row:
        sides = {alert.first: alert.reads_first, alert.second: alert.reads_second}
        partners = [] if user.sees_everything else user.own_partners
        own = [project for project in sides if project.partner_id in partners]
        others = [called(project, is_read) for project, is_read in sides.items() if project not in own]
        title = " and ".join(f"{project.number} {Truncator(project.title).chars(70)}" for project in own or sides)
        is_new = timezone.localdate(alert.raised_at) == timezone.localdate()
        waits = "since today" if is_new else f"for {timesince(alert.raised_at, depth=1)}"
        told = [f"with {other}" for other in others] if own else []
        answers = getattr(alert, "answers", None)
        said = "" if answers is None else plural(answers, "answer") if answers else "no answers"
        return Row(title, alert.get_absolute_url(), " · ".join([alert.case_words, *told, waits]), said)

    return row


def called(project: Project, is_read: bool) -> str:
    if not is_read:
        return "a project that was withdrawn to a draft" if project.is_kept_back else "a restricted project"
    return f"{Truncator(project.title).chars(70)} ({project.partner})"


# -- Recommendations, partners, people, jobs ---------------------------------------------------------------------------
def open_recommendations(user: User) -> RecommendationQuerySet:
    waiting = Recommendation.objects.visible_to(user).unfinished()
    return waiting.select_related("round_table").order_by("-round_table__start", "number")


def recommendation_row(recommendation: Recommendation) -> Row:
    state = recommendation.state.label.lower()
    if recommendation.state == Recommendation.State.OVERDUE:
        state = f"was due {day_in_words(recommendation.due_on) if recommendation.due_on else ''}"
    meeting = str(recommendation.round_table)
    return Row(Truncator(recommendation.text).chars(140), recommendation.get_absolute_url(), meeting, state)


def partner_row(partner: Partner) -> Row:
    return Row(partner.name, partner.get_absolute_url(), partner.get_kind_display())


def fading_row(partner: Any) -> Row:
    return Row(
        partner.name,
        listed(lead=partner.code, stale=1),
        f"of {thousands(partner.running)} running",
        thousands(partner.stale),
    )


def unowned_row(partner: Any) -> Row:
    """Of partners with the `number` of their projects."""
    return Row(partner.name, partner.get_absolute_url(), tag=plural(partner.number, "project"))


def hand_over_row(handed: HandOver) -> Row:
    since = f"from {handed.outgoing}, since {day_in_words(handed.day)}"
    return Row(f"The portfolio of {handed.partner}", handed.get_absolute_url(), since)


def invitation_row(invitation: Invitation) -> Row:
    who = " · ".join(filter(None, [invitation.get_role_display(), str(invitation.partner or "")]))
    return Row(invitation.email, meta=who, tag=f"until {date_format(invitation.expires_at, 'j F')}")


def job_row(result: DBTaskResult) -> Row:
    error = (result.traceback or "").strip().rpartition("\n")[2]
    return Row(result.task_path, meta=Truncator(error).chars(160), tag=date_format(result.finished_at, "j F, H:i"))
