"""The list behind the board, a row for each recommendation, for spreadsheets."""

from collections.abc import Iterator
from typing import BinaryIO

from django.conf import settings
from django.db.models import Count, Prefetch
from django.utils import timezone
from xlsxwriter import Workbook

from partners.models import Pillar, User
from projects.exports.parts import Field
from projects.exports.workbook import OPTIONS, About, Sheet, write_notes
from roundtables.answering import answers_for
from roundtables.following.filters import BoardFilter
from roundtables.models import FollowUp, Recommendation, RecommendationQuerySet
from roundtables.templatetags.roundtables import addressed_to

PIECE = 500  # recommendations read at a time
HEADER = [
    Field("meeting", "Meeting", 34),
    Field("start", "Began on", 12),
    Field("number", "Number", 8),
    Field("text", "Recommendation", 70),
    Field("state", "State", 14),
    Field("due_on", "Due on", 12),
    Field("priority", "Priority", 10),
    Field("pillars", "Pillars", 22),
    Field("themes", "Themes", 30),
    Field("countries", "For", 24),
    Field("addressees", "Addressed to", 30),
    Field("endorsed_on", "Endorsed on", 12),
    Field("reported_by", "Reported by", 24),
    Field("reported_on", "Last report on", 12),
    Field("report", "Last report", 50),
    Field("assessed_on", "Last assessed on", 12),
    Field("assessment", "Last assessment", 50),
    Field("successor", "In its place", 34),
    Field("projects", "Projects that answer", 10),
    Field("url", "Address", 40),
]


def rows_of(found: RecommendationQuerySet, user: User) -> Iterator[list[object]]:
    """The latest meeting first; of projects those that the person may see are counted."""
    seen = answers_for(user).order_by().values("pk")
    answers = dict(
        Recommendation.projects.through.objects.filter(project__in=seen)
        .values_list("recommendation")
        .annotate(number=Count("pk"))
    )
    entries = FollowUp.objects.select_related("partner", "successor__round_table")
    related = ("themes", "countries", "addressed_partners", "addressed_organizations", Prefetch("follow_ups", entries))
    ordered = found.with_state().select_related("round_table").order_by("-round_table__start", "round_table", "number")
    for one in ordered.prefetch_related(*related).iterator(chunk_size=PIECE):
        yield row_of(one, answers.get(one.pk, 0))


def row_of(one: Recommendation, answers: int) -> list[object]:
    entries = list(one.follow_ups.all())
    reports = [entry for entry in entries if not entry.is_assessment]
    report = reports[-1] if reports else None
    assessment = next((entry for entry in reversed(entries) if entry.is_assessment), None)
    return [
        str(one.round_table),
        one.round_table.start,
        one.number,
        one.text,
        one.state.label,
        one.due_on,
        one.get_priority_display(),
        ", ".join(Pillar(code).label for code in one.pillars),
        ", ".join(str(theme) for theme in one.themes.all()),
        ", ".join(str(country) for country in one.countries.all()),
        addressed_to(one),
        one.endorsed_on,
        ", ".join(dict.fromkeys(str(entry.partner) for entry in reports)),
        timezone.localdate(report.created_at) if report else None,
        f"{report.partner}: {report.get_progress_display()}. {report.text}" if report else "",
        timezone.localdate(assessment.created_at) if assessment else None,
        f"{assessment.get_progress_display()}. {assessment.text}" if assessment else "",
        f"{assessment.successor.number}, {assessment.successor.round_table}"
        if assessment and assessment.successor
        else "",
        answers,
        f"{settings.BASE_URL}{one.get_absolute_url()}",
    ]


def write_workbook(file: BinaryIO, narrowed: BoardFilter, user: User) -> None:
    with Workbook(file, OPTIONS) as workbook:
        sheet = Sheet(workbook, "Recommendations", HEADER)
        number = 0
        for row in rows_of(narrowed.qs, user):
            sheet.add(row)
            number += 1
        sheet.close()
        write_notes(workbook, About("Recommendations and what came of them", notes(narrowed, user, number)))


def notes(narrowed: BoardFilter, user: User, number: int) -> list[tuple[str, object]]:
    fields = narrowed.form.fields
    chosen = [
        (str(fields[name].label), dict(getattr(fields[name], "choices", [])).get(value, value))
        for name, value in narrowed.form.cleaned_data.items()
        if value and name != "by"
    ]
    return [
        ("Made on", timezone.localdate()),
        ("Made for", str(user)),
        ("Recommendations", number),
        *chosen,
        ("State", "Derived: implemented or superseded once coordinators say so, else overdue after the due date."),
        ("Projects", "Those that this person may see."),
    ]
