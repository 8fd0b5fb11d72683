"""What was agreed, on the first page: recommendations to report on, reports to assess, what the next meeting asks."""

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from adam import panels
from adam.panels import Panel, Row, panel
from adam.templatetags.adam_ui import thousands
from duplication.models import Alert
from partners.models import User
from partners.text import day_in_words
from projects import confirming
from projects.models import Project, Recipient
from roundtables.models import Need, Recommendation, RoundTable


def overview(**filters: str | int) -> str:
    """Address of the list of recommendations under these filters."""
    return f"{reverse('roundtables:recommendations')}?{urlencode(filters)}"


def soonest(found: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    return found.select_related("round_table").order_by(F("due_on").asc(nulls_last=True), "pk")


def to_report(user: User) -> Panel:
    """Addressed to a partner the person speaks for: due soon or overdue, or nothing was said of it yet."""
    found = soonest(Recommendation.objects.visible_to(user).unheard(user.writes_for))
    return panel("Recommendations to report on", found, report_row, overview(mine="report"), urgent=True)


def addressed(user: User) -> Panel:
    found = panels.open_recommendations(user).addressed_to(user.writes_for)
    return panel("Recommendations addressed to you", found, panels.recommendation_row, overview(mine="act"))


def report_row(one: Recommendation) -> Row:
    shown = panels.recommendation_row(one)
    due = one.due_on and one.state != Recommendation.State.OVERDUE
    tag = f"due {day_in_words(one.due_on)}" if due and one.due_on else shown.tag
    return Row(shown.text, reverse("roundtables:follow_up", args=[one.pk]), shown.meta, tag)


def to_assess(user: User) -> Panel:
    found = soonest(Recommendation.objects.visible_to(user).to_assess())
    return panel("Reports to assess", found, assess_row, overview(state="to_assess"), urgent=True)


def assess_row(one: Recommendation) -> Row:
    shown = panels.recommendation_row(one)
    return Row(shown.text, reverse("roundtables:assess", args=[one.pk]), shown.meta, shown.tag)


def needs(user: User) -> list[Panel]:
    """What the person's own country still needs, and what countries need in which the own partner is active."""
    found = Need.objects.visible_to(user).open().select_related("country", "theme")
    every = f"{reverse('roundtables:needs')}?state=open"
    if user.is_coordinator:
        return [panel("Needs, the latest first", found, need_row, every, always=True)]
    own = found.filter(country__partner__in=user.own_partners)
    active = Recipient.objects.filter(
        project__partner__in=user.own_partners,
        project__published_at__isnull=False,
        project__status__in=Project.RUNNING,
    )
    there = found.filter(country__in=active.order_by().values("country"))
    others = there.exclude(country__partner__in=user.own_partners)
    return [
        panel("What your country needs", own, need_row, f"{every}&mine=1", always=True),
        panel("Needs where your partner is active", others, need_row, every, more="See all open needs", always=True),
    ]


def need_row(need: Need) -> Row:
    return Row(
        need.title,
        need.get_absolute_url(),
        f"{need.country} · {need.theme.name}",
        f"from {day_in_words(need.start)}" if need.start else "",
    )


def next_meeting(user: User) -> RoundTable | None:
    """The next one the person's partner takes part in, or of which nobody is listed yet; for others any."""
    coming = RoundTable.objects.visible_to(user).filter(end__gte=timezone.localdate())
    if not user.sees_everything:
        coming = coming.filter(Q(participants__in=user.own_partners) | Q(participants=None)).distinct()
    return coming.select_related("series").order_by("start", "pk").first()


def asked_next(user: User) -> list[Panel]:
    """What the next meeting will ask of the person; nothing when no meeting is planned, or all is done."""
    meeting = next_meeting(user)
    if meeting is None:
        return []
    rows = for_coordinators(user, meeting) if user.is_coordinator else for_partner(user)
    asked = [Row(text, url, tag=thousands(number)) for text, url, number in rows if number]
    title = f"What the meeting of {day_in_words(meeting.start)} will ask"
    first = Row(str(meeting), meeting.get_absolute_url(), " · ".join(filter(None, [meeting.focus, meeting.city])))
    return [Panel(title, [first, *asked], len(asked) + 1, "", False)] if asked else []


def for_partner(user: User) -> list[tuple[str, str, int]]:
    unfinished = Recommendation.objects.visible_to(user).unfinished().addressed_to(user.writes_for)
    alerts = Alert.objects.visible_to(user).awaiting(user)
    return [
        ("Recommendations you are to act on, not finished", overview(mine="act"), unfinished.count()),
        ("Alerts that wait for your answer", reverse("alerts:list"), alerts.count()),
        ("Records to confirm", reverse("projects:portfolio"), confirming.to_confirm(user).count()),
    ]


def for_coordinators(user: User, meeting: RoundTable) -> list[tuple[str, str, int]]:
    recommended = Recommendation.objects.visible_to(user)
    same = recommended.unfinished().filter(round_table__series=meeting.series) if meeting.series else None
    board = reverse("roundtables:board")
    return [
        (
            "Unfinished recommendations of its series",
            f"{board}?series={meeting.series_id}",
            same.count() if same else 0,
        ),
        ("Reports to assess", overview(state="to_assess"), recommended.to_assess().count()),
        ("Recommendations overdue", overview(state="overdue"), recommended.overdue().count()),
        ("Open alerts", reverse("alerts:list"), Alert.objects.visible_to(user).open().count()),
    ]
