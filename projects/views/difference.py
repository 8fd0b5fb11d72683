"""What changed between two days: the table, and the projects behind a change, as a page and as files."""

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from partners.requests import SignedInRequest
from projects.analysis import address
from projects.analysis.days import DAYS, Compared, Days
from projects.analysis.difference import Place
from projects.analysis.past import RULE
from projects.exports.text import csv_response
from projects.filters import tidy
from projects.models import Project
from projects.reading import compare
from projects.responses import refused

CAUSES_SHOWN = 100


@require_safe
def analysis_difference(request: SignedInRequest) -> HttpResponse:
    query = tidy(request.GET)
    if query != request.GET:
        return redirect(f"{request.path}?{query.urlencode()}" if query else request.path)

    asked = compare(query, request.user, CAUSES_SHOWN)
    question, days, narrowed, found = asked.question, asked.days, asked.narrowed, asked.found

    place = query.get("row"), query.get("column")
    complete = address(question, narrowed)
    context = {
        "question": question,
        "days": days,
        "problems": asked.problems,
        "scope": [chip.text for chip in narrowed.chips],
        "hidden": [(name, value) for name, values in complete.lists() for value in values],
        "query": complete.urlencode(),
        "files": with_days(complete, days, place).urlencode(),
        "base": with_days(complete, days).urlencode(),
        "found": found,
        "place": found and found.explanation.change.place != (None, None),
        "names": found.difference.names(found.explanation.change.place) if found else (),
        "rule": RULE,
        "linked": readable(request, found) if found else (),
    }
    return render(request, "projects/difference.html", context)


@require_safe
def difference_csv(request: SignedInRequest) -> HttpResponseBase:
    """A line for each figure; the totals have no row or no column."""
    found, days, refusal = for_file(request, 0)
    if found is None:
        return refusal
    both = found.difference
    rows, columns = both.question.rows.label, both.question.columns
    header = [rows, *([columns.label] if columns else []), days.start, days.end, "Change"]
    lines = []
    for change in both.every:
        row, column = (name or "Total" for name in both.names(change.place))
        lines.append([row, *([column] if columns else []), change.old, change.new, change.by])
    return csv_response(file_name("difference", found, days), header, lines)


@require_safe
def causes_csv(request: SignedInRequest) -> HttpResponseBase:
    """A line for each project that has to do with the change of the total, or of the figure asked for."""
    found, days, refusal = for_file(request)
    if found is None:
        return refusal
    header = ["Number", "Title", "Lead partner", "Why", "What changed", "Change"]
    lines: list[list[object]] = [
        [one.project.number, one.project.title, one.project.partner, one.why.label, ", ".join(one.fields), one.by]
        for one in found.explanation.causes
    ]
    if found.explanation.rounding:
        lines.append(["", "Rounding", "", "", "", found.explanation.rounding])
    return csv_response(file_name("changes", found, days), header, lines)


# -- Parts -------------------------------------------------------------------------------------------------------------
def for_file(request: SignedInRequest, most: int | None = None) -> tuple[Compared | None, Days, HttpResponse]:
    """A file cannot say what was left out, so a query that is not understood is refused."""
    asked = compare(request.GET, request.user, most)
    problems = asked.problems
    if not asked.found and not problems:
        problems = ["From: say from which day on, such as from=2026-03-31."]
    if problems:
        return None, asked.days, refused(problems)
    return asked.found, asked.days, HttpResponse()


def with_days(query: QueryDict, days: Days, place: Place = (None, None)) -> QueryDict:
    kept = query.copy()
    for name, value in zip((*DAYS, "row", "column"), (days.start, days.end, *place), strict=True):
        if value:
            kept[name] = str(value)
    return kept


def readable(request: SignedInRequest, found: Compared) -> set[int]:
    """The projects that still have a page."""
    ids = [one.project.pk for one in found.explanation.causes]
    return set(Project.objects.readable_by(request.user).filter(pk__in=ids).values_list("pk", flat=True))


def file_name(what: str, found: Compared, days: Days) -> str:
    return f"adam-{what}-{slugify(found.difference.question.title)}-{days.start}-{days.end}.csv"
