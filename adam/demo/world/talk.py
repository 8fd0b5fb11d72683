"""What some partners write to each other about open alerts, and who asks for contact over a restricted project."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q

from adam.demo.world import sheets
from duplication.models import Alert, Attachment, Contact, Message, Position
from duplication.review.contacts import ask
from partners.models import User
from projects.documents import store_one
from projects.models import Project

ALERTS = 3
MEETING = [
    "Good morning. We see the same posts in both projects. Could you tell us which deliveries are still to come?",
    "Two of the four. The enclosed timetable says when. We could leave the last one out if yours covers it.",
    "Thank you. Then we keep ours for the second half of the year and say so in the project.",
]
TIMETABLE = ["First delivery: done.", "Second delivery: done.", "Third delivery: spring.", "Fourth delivery: autumn."]
ADVICE = "Please agree on one list of what is delivered where before the next working group, and enclose it here."
REQUEST = "We plan work in the same country and on the same theme. Could we compare our plans?"


def write(accounts: dict[str, User]) -> None:
    """Two conversations, and a request for contact about a project that is restricted for it."""
    own, other = accounts["focal-point"], accounts["other-focal-point"]
    between = open_alerts(own, other)
    if len(between) < ALERTS:
        return
    discuss(between[0], own, other)
    advise(between[1], accounts["coordinator"])
    ask_for_contact(between[-1], own, other)


def open_alerts(own: User, other: User) -> list[Alert]:
    """Between the partners of the two people, over projects open to all; the strongest first."""
    there = Q(first__partner=own.partner, second__partner=other.partner)
    back = Q(first__partner=other.partner, second__partner=own.partner)
    everybody = Project.Visibility.ALL_PARTNERS
    shown = Alert.objects.open().filter(there | back, first__visibility=everybody, second__visibility=everybody)
    return list(shown.select_related("first", "second"))


def discuss(alert: Alert, own: User, other: User) -> None:
    """Question, answer with a file and a position, and what came of it."""
    said = [
        Message.objects.create(alert=alert, author=author, partner=author.partner, text=text)
        for author, text in zip([own, other, own], MEETING, strict=True)
    ]
    plan = SimpleUploadedFile("timetable.pdf", sheets.pdf("Timetable of deliveries", TIMETABLE))
    store_one(plan, model=Attachment, user=other, message=said[1])
    stance = Position.Stance.OVERLAPPING
    Position.objects.create(alert=alert, author=other, partner_id=other.partner_id or 0, stance=stance)


def advise(alert: Alert, coordinator: User) -> None:
    Message.objects.create(alert=alert, author=coordinator, text=ADVICE)


def ask_for_contact(alert: Alert, own: User, other: User) -> None:
    """The other partner keeps its project to itself, so the first one sees its country and theme only."""
    theirs = alert.first if alert.first.partner_id == other.partner_id else alert.second
    Project.objects.filter(pk=theirs.pk).update(visibility=Project.Visibility.RESTRICTED)
    if own.partner and other.partner:
        ask(Contact(alert=alert, words=REQUEST), own.partner, other.partner, own)
