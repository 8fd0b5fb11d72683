"""CSV as a stream: constant memory however many rows, and safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse

from projects.models import Participation, Project
from projects.models.project import ProjectQuerySet

FORMULA = tuple("=+-@＝＋－＠")  # what a spreadsheet would take for the beginning of a formula, also after space
CHUNK = 500
COLUMNS = [
    "Number", "Title", "Lead partner", "Countries", "Themes", "Status", "Start", "End", "Budget (US$)",
    "Amounts as stated", "Contributors", "Implementing organizations", "Beneficiary organizations", "ODA", "Visible to",
    "Objective", "Published", "Confirmed", "Address",
]  # fmt: skip


def defused(cell: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers and dates stay."""
    if cell is None:
        return ""
    if isinstance(cell, int | float | Decimal):
        return cell
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell)
    return f"'{text}" if text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(FORMULA) else text


class _Line:
    """What csv.writer writes into: hands the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(header: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow([defused(cell) for cell in header])  # the mark by which Excel knows UTF-8
    for row in rows:
        yield writer.writerow([defused(cell) for cell in row])


def csv_response(name: str, header: Iterable[object], rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def project_rows(projects: ProjectQuerySet, request: HttpRequest) -> Iterator[list[object]]:
    """One row a project, in the order of COLUMNS, read in chunks."""
    related = ("countries", "themes", "contributions__partner", "participations__organization")
    complete = projects.with_budget().select_related("partner").prefetch_related(*related)
    for project in complete.iterator(chunk_size=CHUNK):
        yield [
            project.number,
            project.title,
            project.partner.name,
            joined(project.countries.all()),
            "; ".join(f"{theme.code} {theme.name}" for theme in project.themes.all()),
            project.get_status_display(),
            project.start,
            project.end,
            project.budget,  # type: ignore[attr-defined]
            joined(f"{c.currency} {c.amount}" for c in project.contributions.all()),
            joined({c.partner.name: c for c in project.contributions.all()}),
            joined(bodies(project, Participation.Role.IMPLEMENTING)),
            joined(bodies(project, Participation.Role.BENEFICIARY)),
            project.get_oda_display(),
            project.get_visibility_display(),
            project.objective,
            project.published_at or "draft",
            project.confirmed_at,
            request.build_absolute_uri(reverse("projects:detail", args=[project.pk])),
        ]


def bodies(project: Project, role: str) -> list[object]:
    return [part.organization for part in project.participations.all() if part.role == role]


def joined(items: Iterable[object]) -> str:
    return "; ".join(str(item) for item in items)
