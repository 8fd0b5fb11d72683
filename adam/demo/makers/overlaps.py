"""Alerts and what is said of them."""

from typing import Any

from adam.demo.makers.what import file_of
from adam.demo.makers.who import NUMBERS, make_user
from duplication.models import Alert, Attachment, Calibration, Contact, Message, Position, Verdict
from duplication.review.deciding import decide
from partners.models import Partner, User
from projects.models import (
    Project,
)

CONTRIBUTIONS = [
    {"field": "title", "level": "similar", "weight": 5.0, "sentence": "The titles use nearly the same words."},
    {"field": "countries", "level": "same", "weight": 1.5, "sentence": "Both work in Tajikistan."},
    {"field": "amount", "level": "far", "weight": -0.5, "sentence": "The budgets differ widely."},
]


def make_calibration(**fields: Any) -> Calibration:
    defaults: dict[str, Any] = {"name": f"Calibration {next(NUMBERS)}", "table": {}, "accepted_at": None}
    return Calibration.objects.create(**{**defaults, **fields})


def make_alert(first: Project, second: Project, *, kind: str = Alert.Kind.SAME_WORK, **fields: Any) -> Alert:
    """The pair is put in order: the earlier recorded project is the first."""
    first, second = sorted((first, second), key=lambda project: project.pk)
    defaults = {"match_weight": 6.0, "probability": 0.98, "contributions": CONTRIBUTIONS}
    if "calibration" not in fields:
        defaults["calibration"] = Calibration.objects.first() or make_calibration()
    return Alert.objects.create(first=first, second=second, kind=kind, **{**defaults, **fields})


def make_position(alert: Alert, author: User, partner: Partner | None = None, **fields: Any) -> Position:
    """What a focal point says; the partner is the author's own unless named."""
    defaults = {"stance": Position.Stance.OVERLAPPING, "partner": partner or author.partner}
    return Position.objects.create(alert=alert, author=author, **{**defaults, **fields})


def make_verdict(alert: Alert, decided_by: User | None = None, **fields: Any) -> Verdict:
    """A later one takes the place of the one that stands."""
    defaults = {"outcome": Verdict.Outcome.NOT_OVERLAP, "reason": Verdict.Reason.PLACE}
    decided_by = decided_by or make_user(User.Role.COORDINATOR)
    return decide(Verdict(alert=alert, decided_by=decided_by, **{**defaults, **fields}))


def make_message(alert: Alert, author: User, partner: Partner | None = None, **fields: Any) -> Message:
    """What a focal point writes for the own partner unless another is named, or a coordinator for none."""
    by = None if author.is_coordinator else partner or author.partner
    return Message.objects.create(alert=alert, author=author, **{"partner": by, "text": "Shall we speak?", **fields})


def make_attachment(
    message: Message, content: bytes = b"%PDF-1.4 timetable", *, name: str = "timetable.pdf", **fields: Any
) -> Attachment:
    return Attachment.objects.create(message=message, **file_of(content, name, fields))


def make_contact(alert: Alert, asked_by: User, **fields: Any) -> Contact:
    """Asked for by the person's partner, of the partner of the other project."""
    sides = {alert.first.partner, alert.second.partner}
    asked_for = asked_by.partner
    (asked_of,) = sides - {asked_for}
    people = {"asked_for": asked_for, "asked_of": asked_of, "asked_by": asked_by}
    return Contact.objects.create(alert=alert, **{**people, **fields})
