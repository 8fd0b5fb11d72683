"""Who is told of a message, and of each step of a request for contact: each in words for what he or she may see."""

from django.db.models import Q

from duplication.models import Assignment, Contact, Message
from duplication.presentation.alerts import AlertView
from duplication.presentation.sides import HIDDEN_PARTNER
from partners.models import User
from partners.text import plural

from .telling import Telling, tell
from .words import CLOSED, capital, paragraphs, projects, quoted, titles

STEPS = {  # subject and text
    "ask": (
        "{who} asks for contact: {about}",
        "{who} asks to open the two projects to the focal points of both partners, in this alert only. "
        "Please open the alert and say yes, or not now.",
    ),
    "accept": (
        "{who} says yes to contact: {about}",
        "Both projects, and whom to write to, are in the alert: log in to see them. Either side may close them again "
        "at any time.",
    ),
    "decline": (
        "{who} says not now to contact: {about}",
        "{who} prefers not to open its project now. You can still write to each other in the alert, and the "
        "coordinators see both projects.",
    ),
    "take_back": (
        "{who} takes back its request for contact: {about}",
        "Nothing was opened. You can still write to each other in the alert.",
    ),
    "end": (
        "{who} ends contact: {about}",
        CLOSED,
    ),
}


def tell_of_message(message: Message) -> None:
    """The other partner's focal points, or both partners'; of the coordinators who sees to it or has written."""
    alert = message.alert
    partners = {alert.first.partner_id, alert.second.partner_id} - {message.partner_id}
    part = Q(pk__in=alert.messages.values("author")) | Q(
        pk__in=Assignment.objects.filter(alert=alert).values("coordinator")
    )
    coordinators = User.objects.coordinators().filter(part).distinct()
    people = (User.objects.focal_points_of(*partners) | coordinators).exclude(pk=message.author_id)
    files = message.attachments.count()

    def worded(view: AlertView) -> tuple[str, str]:
        who = name_in(view, message.partner_id) if message.partner_id else "A coordinator"
        enclosed = f"With {plural(files, 'file')}." if files else ""
        return f"{who} writes on {titles(view)}", paragraphs(quoted(message.text), enclosed, projects(view))

    key = f"message:{message.pk}"
    tell([Telling(alert, "message", key, list(people), message.author_id, worded, asks=True)])


def tell_of_contact(contact: Contact, step: str) -> None:
    """The side that did not take this step: "ask", "accept", "decline" or "end"."""
    by = contact.ended_for_id if step == "end" else contact.asked_for_id if step == "ask" else contact.asked_of_id
    (other,) = {contact.asked_for_id, contact.asked_of_id} - {by}
    said = contact.words if step == "ask" else contact.reply if step in {"accept", "decline"} else ""

    def worded(view: AlertView) -> tuple[str, str]:
        subject, text = STEPS["take_back" if step == "end" and contact.accepted_at is None else step]
        where = {"who": name_in(view, by), "about": titles(view)}
        return capital(subject.format(**where)), paragraphs(capital(text.format(**where)), quoted(said), projects(view))

    people = list(User.objects.focal_points_of(other))
    key = f"contact:{contact.pk}:{step}"
    tell([Telling(contact.alert, "contact", key, people, worded=worded, asks=step == "ask")])


def name_in(view: AlertView, partner: int | None) -> str:
    names = {side.project.partner_id: side.partner for side in view.sides if side.project}
    return names.get(partner or 0, HIDDEN_PARTNER)
