"""What the next meeting will ask, on the first page, by role: each number with the list behind it."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from adam.agreed import overview
from adam.panels import Panel, Row
from adam.templatetags.adam_ui import thousands
from duplication.models import Alert
from partners.models import Partner, User
from partners.text import day_in_words
from projects import confirming
from roundtables.models import Need, Recommendation, RoundTable

Ask = tuple[str, str, int]  # words, address, number


def next_meeting(user: User) -> RoundTable | None:
    """The next one the person's partner takes part in, or of which nobody is listed yet; for others any."""
    coming = RoundTable.objects.visible_to(user).filter(end__gte=timezone.localdate())
    if user.own_partners and not user.sees_everything:
        coming = coming.filter(Q(participants__in=user.own_partners) | Q(participants=None)).distinct()
    return coming.select_related("series").order_by("start", "pk").first()


def asked_next(user: User) -> list[Panel]:
    """Nothing when no meeting is planned, or all is done."""
    meeting = next_meeting(user)
    if meeting is None:
        return []
    asked = [Row(text, url, tag=thousands(number)) for text, url, number in asks(user, meeting) if number]
    title = f"What the meeting of {day_in_words(meeting.start)} will ask"
    first = Row(str(meeting), meeting.get_absolute_url(), " · ".join(filter(None, [meeting.focus, meeting.city])))
    return [Panel(title, [first, *asked], len(asked) + 1, "", False)] if asked else []


def asks(user: User, meeting: RoundTable) -> Iterable[Ask]:
    if user.is_coordinator:
        return for_coordinators(user, meeting)
    return for_partner(user) if user.is_focal_point else for_readers(user, meeting)


def for_partner(user: User) -> Iterable[Ask]:
    unfinished = Recommendation.objects.visible_to(user).unfinished().addressed_to(user.writes_for)
    alerts = Alert.objects.visible_to(user).awaiting(user)
    needs = Need.objects.visible_to(user).open().filter(country__partner__in=user.writes_for)
    yield "Recommendations you are to act on, not finished", overview(mine="act"), unfinished.count()
    yield "Alerts that wait for your answer", reverse("alerts:list"), alerts.count()
    yield "Records to confirm", reverse("projects:portfolio"), confirming.to_confirm(user).count()
    yield "What your country still needs", f"{reverse('roundtables:needs')}?state=open&mine=1", needs.count()


def for_coordinators(user: User, meeting: RoundTable) -> Iterable[Ask]:
    recommended = Recommendation.objects.visible_to(user)
    yield from of_series(user, meeting)
    yield "Reports to assess", overview(state="to_assess"), recommended.to_assess().count()
    yield "Recommendations overdue", overview(state="overdue"), recommended.overdue().count()
    yield "Open alerts", reverse("alerts:list"), Alert.objects.visible_to(user).open().count()


def for_readers(user: User, meeting: RoundTable) -> Iterable[Ask]:
    """What those who answer for something will be asked; of a partner, first what it is to act on."""
    recommended = Recommendation.objects.visible_to(user)
    for partner in Partner.objects.filter(pk__in=user.own_partners):
        acting = recommended.unfinished().addressed_to([partner.pk]).count()
        address = overview(addressee=partner.code, state="unfinished")
        yield f"Recommendations {partner} is to act on, not finished", address, acting
    yield from of_series(user, meeting)
    yield "Recommendations overdue", overview(state="overdue"), recommended.overdue().count()


def of_series(user: User, meeting: RoundTable) -> Iterable[Ask]:
    if meeting.series_id:
        same = Recommendation.objects.visible_to(user).unfinished().filter(round_table__series=meeting.series_id)
        board = f"{reverse('roundtables:board')}?series={meeting.series_id}"
        yield "Unfinished recommendations of its series", board, same.count()
