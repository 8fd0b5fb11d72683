"""Who is told that an alert goes, or comes back, of which a partner has said something already.

Of the others nobody need hear: what was asked is asked no more, and what comes back otherwise than it went asks anew.
"""

from collections.abc import Collection

from duplication.models import Alert, Position
from duplication.presentation.alerts import AlertView
from duplication.presentation.withdrawals import AGAIN, CHANGED
from partners.models import User
from partners.notifications import HELD

from .telling import Telling, tell
from .verdicts import speaking_for
from .words import Words, paragraphs, projects, titles


def tell_of_turns(turned: Collection[Alert]) -> None:
    """Both sides and the coordinators. The mail waits some minutes: who goes back and forth makes one of it."""
    if not turned:
        return
    said = Position.objects.in_force().filter(alert__in=turned).values("alert")
    answered = list(Alert.objects.filter(pk__in=said).select_related("first", "second"))
    if not answered:
        return
    people, coordinators = speaking_for(answered), list(User.objects.coordinators())
    tellings = []
    for alert in answered:
        sides = {alert.first.partner_id, alert.second.partner_id}
        heard = {*coordinators, *(user for side in sides for user in people.get(side, ()))}
        key = f"turn:{alert.pk}:{alert.checked_at:%Y%m%d%H%M%S%f}"
        tellings.append(Telling(alert, "position", key, list(heard), worded=words))
    tell(tellings, held=HELD)


def words(view: AlertView) -> Words:
    if view.alert.withdrawn_at:
        text = f"{CHANGED} What was said is kept. Nothing is asked of you."
        return f"Withdrawn: {titles(view)}", paragraphs(text, projects(view))
    return f"Open again: {titles(view)}", paragraphs(f"{AGAIN} What was said before holds.", projects(view))
