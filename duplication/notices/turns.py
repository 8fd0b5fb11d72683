"""Who is told that an alert goes, or comes back: all who have a part in it where a partner has said something already,
else who was asked. What was not mailed yet asks no more, and asks again where the alert comes back as it went.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping

from duplication.models import Alert, Position
from duplication.presentation.alerts import AlertView
from duplication.presentation.withdrawals import AGAIN, CHANGED
from partners.models import Notification, User
from partners.models.notification import NotificationQuerySet
from partners.notifications import HELD, call_off, call_off_rows, not_under_way, put_back

from .asking import WITHDRAWN, ask_again, ask_no_longer, asking, done_asking, still_asking
from .telling import Telling, tell
from .verdicts import BACK, HEARD, TURN, speaking_for
from .words import Words, paragraphs, projects, titles

MERGED = "One of the two was merged into another project, so there is nothing left to compare."


def turn_what_asks(gone: Collection[Alert], back: Collection[Alert]) -> None:
    """What stands in the lists of those who were asked, and waits for their mail."""
    if gone:
        rows = still_asking(gone)
        keys = set(rows.values_list("key", flat=True))
        ask_no_longer(rows, WITHDRAWN)
        call_off(keys)
    if back:
        rows = done_asking(back, WITHDRAWN)
        keys = set(rows.values_list("key", flat=True))
        ask_again(rows, WITHDRAWN)
        put_back(Notification.objects.filter(key__in=keys), HELD)


def tell_of_turns(turned: Collection[Alert]) -> None:
    """The mail waits some minutes: a turn back within them calls off the mails of both, which stay on the site."""
    if not turned:
        return
    said = set(Position.objects.in_force().filter(alert__in=turned).values_list("alert", flat=True))
    asked = heard_of_asking(turned)
    found = [alert.pk for alert in turned if alert.pk in said or alert.get_absolute_url() in asked]
    alerts = list(Alert.objects.filter(pk__in=found).select_related("first", "second")) if found else []
    if not alerts:
        return
    people, coordinators = speaking_for(alerts), list(User.objects.coordinators())
    tellings = []
    for alert in alerts:
        sides = {alert.first.partner_id, alert.second.partner_id}
        parted = {user for side in sides for user in people.get(side, ())}
        concerned = {user for user in parted if user.pk in asked[alert.get_absolute_url()]}
        heard = {*coordinators, *parted} if alert.pk in said else concerned
        key = f"{key_of(alert, is_gone=alert.withdrawn_at is not None)}{alert.checked_at:%Y%m%d%H%M%S%f}"
        tellings.append(Telling(alert, "position", key, list(heard), worded=words))
    opposite = opposite_waiting(alerts)
    tell(tellings, held=HELD)
    call_each_other_off(opposite, Notification.objects.filter(key__in=[one.key for one in tellings]))


def opposite_waiting(alerts: Collection[Alert]) -> dict[tuple[str, int], int]:
    """By page and person the row of the turn that was told last, where it is the opposite of this one, its mail waits
    still, and nobody has read it here.
    """
    pages = {alert.get_absolute_url(): key_of(alert, is_gone=alert.withdrawn_at is None) for alert in alerts}
    turns = Notification.objects.filter(url__in=pages, key__startswith=TURN)
    last = turns.order_by("url", "user_id", "-pk").distinct("url", "user_id")
    waiting = not_under_way(
        turns.unread().filter(pk__in=[row.pk for row in last], due_at__isnull=False, mailed_at=None)
    )
    return {(row.url, row.user_id): row.pk for row in waiting if row.key.startswith(pages[row.url])}


def call_each_other_off(opposite: Mapping[tuple[str, int], int], told: NotificationQuerySet) -> None:
    rows = {(page, user): row for row, page, user in told.values_list("pk", "url", "user")}
    both = [pk for one, before in opposite.items() if one in rows for pk in (before, rows[one])]
    call_off_rows(Notification.objects.filter(pk__in=both))


def key_of(alert: Alert, *, is_gone: bool) -> str:
    return f"{TURN}{alert.pk}{':gone:' if is_gone else BACK}"


def call_off_withdrawals(back: Collection[Alert]) -> None:
    """Of those that come back with other evidence it is told that alone: not in the same mail that they went."""
    pages = [alert.get_absolute_url() for alert in back]
    if pages:
        gone = Notification.objects.filter(url__in=pages, key__startswith=TURN, key__contains=":gone:")
        call_off_rows(gone.filter(due_at__isnull=False))


def heard_of_asking(alerts: Collection[Alert]) -> dict[str, set[int]]:
    """By page, who was asked and has heard of it, here or in a mail."""
    by_page: dict[str, set[int]] = defaultdict(set)
    for page, user in asking(alerts).filter(HEARD).values_list("url", "user"):
        by_page[page].add(user)
    return by_page


def words(view: AlertView) -> Words:
    holds = any(answer.given for answer in view.answers)
    if view.alert.withdrawn_at:
        kept = "What was said is kept. " if holds else ""
        text = f"{MERGED if view.closed else CHANGED} {kept}Nothing is asked of you."
        return f"Withdrawn: {titles(view)}", paragraphs(text, projects(view))
    text = f"{AGAIN} What was said before holds." if holds else AGAIN
    return f"Open again: {titles(view)}", paragraphs(text, projects(view))
