"""What the link of a mail still asks of its person: a position, an answer to a request for contact or to a message.

Its mail knows nothing of what came later, so neither does the page that it opens: who is forwarded the link reads there
no more than the mail said.
"""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from duplication.models import Alert, Contact, Message
from duplication.models.review import PositionQuerySet
from duplication.review import positions
from duplication.review.contacts import Standing
from partners.models import User

USED = "Log in to say something else, or to write in the alert."
DECIDED = "The alert is decided, so nothing is answered from its mails any more. Log in to write in it."
OWN_MAIL = timedelta(minutes=1)  # within which the mail of a message is made
ENDED = "Whom it was sent to does not speak for one of the two partners any more."


def known(made: datetime) -> datetime:
    """Before this all was known that its mail tells: the link has whole seconds."""
    return made + timedelta(seconds=1)


def over(alert: Alert, user: User) -> str:
    """Why the person can say nothing here any more; empty while he or she can. Here nobody sees a verdict, so it
    closes what a verdict leaves open to who sees it.
    """
    if not Alert.objects.visible_to(user).answerable_by(user).filter(pk=alert.pk).exists():
        return ENDED
    if why := positions.closed(alert):
        return f"{capfirst(why)}. Its page says more."
    return DECIDED if alert.verdicts.standing().exists() else ""


def closed(alert: Alert, user: User) -> str:
    """Why no position is asked of the person any more: of who speaks for both, one is until each has answered."""
    return over(alert, user) or ("" if own(alert, user).unsaid(alert, alert.sides_of(user)) else used(alert, user))


def used(alert: Alert, user: User) -> str:
    """For whom the person has said what and when, without the words, which are read by who is logged in."""
    latest = {one.partner_id: one for one in own(alert, user).select_related("partner").order_by("pk")}
    said = [
        f"You have answered already, for {one.partner} on {day_of(one.created_at)}: {one.get_stance_display()}."
        for one in latest.values()
    ]
    return " ".join([*said, USED])


def wrote_since(alert: Alert, user: User, made: datetime) -> str:
    last = alert.messages.filter(author=user, created_at__gt=made).last()
    return f"You have written in the alert since this mail was sent, last on {day_of(last.created_at)}." if last else ""


def answered_since(alert: Alert, user: User, made: datetime) -> str:
    """The request for contact."""
    now = Q(accepted_at__gt=made) | Q(declined_at__gt=made)
    answered = alert.contacts.filter(now, answered_by=user).last()
    if answered is None or (at := answered.accepted_at or answered.declined_at) is None:
        return ""
    said = "yes" if answered.accepted_at else "not now"
    return f"You have answered the request for contact on {day_of(at)}: {said}."


def done_since(alert: Alert, user: User, made: datetime) -> list[str]:
    """What else the person has done there since the link was made, in sentences: of that nothing is asked here."""
    return list(filter(None, [answered_since(alert, user, made), wrote_since(alert, user, made)]))


def day_of(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i")


def own(alert: Alert, user: User) -> PositionQuerySet:
    """What the person has said of it: by mail, once for each partner."""
    said: PositionQuerySet = alert.positions.in_force().filter(author=user)
    return said


def request_in(now: Standing, made: datetime) -> Contact | None:
    """What the person is to answer, if it was asked when the link was made."""
    return now.latest if now.latest and now.may_answer and now.latest.asked_at < known(made) else None


def message_in(alert: Alert, user: User, made: datetime) -> Message | None:
    """What others wrote when the link was made, by which it is told, until the person writes: once with each link."""
    if over(alert, user):
        return None
    sides = alert.sides_of(user)
    by_own = Q(partner__in=sides) if len(sides) == 1 else Q(author=user)
    its_own = alert.messages.filter(~by_own, created_at__gt=made - OWN_MAIL, created_at__lt=known(made))
    told: Message | None = its_own.last()
    return told if told and not alert.messages.filter(author=user, pk__gt=told.pk).exists() else None
