"""Meetings, recommendations and what came of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from adam.demo.makers.what import file_of
from adam.demo.makers.who import NUMBERS
from partners.models import Country, User
from projects.models import (
    Project,
    Theme,
)
from projects.models.report import new_key
from roundtables.models import (
    Attendance,
    CalendarKey,
    Consideration,
    FollowUp,
    MeetingDocument,
    Recommendation,
    RoundTable,
    Series,
)
from roundtables.models.calendar import hashed


def make_round_table(**fields: Any) -> RoundTable:
    """A working group in Vienna last year, on its own day."""
    day = date(timezone.localdate().year - 1, 1, 1) + timedelta(days=next(NUMBERS) % 360)
    defaults = {
        "kind": RoundTable.Kind.EXPERT_WORKING_GROUP,
        "start": day,
        "end": day,
        "city": "Vienna",
        "country_id": "AT",
        "focus": "Precursors",
    }
    return RoundTable.objects.create(**{**defaults, **fields})


def make_series(name: str = "Northern route") -> Series:
    return Series.objects.get_or_create(name=name)[0]


def make_attendance(meeting: RoundTable, name: str = "The chair", role: str = "delegate", **fields: Any) -> Attendance:
    return Attendance.objects.create(round_table=meeting, name=name, role=role, **fields)


def make_recommendation(
    round_table: RoundTable | None = None,
    *,
    countries: Sequence[str] = ("TJ",),
    themes: Sequence[str] = ("T1.1",),
    projects: Sequence[Project] = (),
    **fields: Any,
) -> Recommendation:
    table = round_table or make_round_table()
    defaults = {"number": table.recommendations.count() + 1, "text": "Promote border liaison offices"}
    recommendation = Recommendation.objects.create(round_table=table, **{**defaults, **fields})
    recommendation.countries.set(Country.objects.filter(pk__in=countries))
    recommendation.themes.set(Theme.objects.filter(pk__in=themes))
    recommendation.projects.set(projects)
    return recommendation


def make_consideration(recommendation: Recommendation, author: User, **fields: Any) -> Consideration:
    """At a later meeting, which carries it over unless the fields say otherwise."""
    later = fields.pop("round_table", None) or make_round_table(start=date(2026, 5, 4), end=date(2026, 5, 5))
    defaults = {"decision": Consideration.Decision.CARRIED, "author": author}
    return Consideration.objects.create(recommendation=recommendation, round_table=later, **{**defaults, **fields})


def make_follow_up(recommendation: Recommendation, author: User, **fields: Any) -> FollowUp:
    defaults = {"progress": FollowUp.Progress.IN_PROGRESS, "text": "Two offices were opened."}
    return FollowUp.objects.create(recommendation=recommendation, author=author, **{**defaults, **fields})


def make_calendar_key(owner: User, key: str = "", **fields: Any) -> CalendarKey:
    """With a key that nobody knows unless one is given."""
    defaults = {"name": "Outlook at work", "key_hash": hashed(key or new_key())}
    return CalendarKey.objects.create(owner=owner, **{**defaults, **fields})


def make_meeting_document(
    round_table: RoundTable, content: bytes = b"%PDF-1.4 agenda", *, name: str = "agenda.pdf", **fields: Any
) -> MeetingDocument:
    return MeetingDocument.objects.create(round_table=round_table, **file_of(content, name, fields))
