"""The board of recommendations, and its list to take along."""

from io import BytesIO

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partners.requests import SignedInRequest
from projects.exports.formats import FORMATS
from projects.exports.text import csv_response
from projects.responses import attached, refused
from roundtables.following.board import columns
from roundtables.following.filters import BoardFilter
from roundtables.following.listing import HEADER, rows_of, write_workbook


@require_safe
def board(request: SignedInRequest) -> HttpResponse:
    narrowed = BoardFilter(request.GET, user=request.user)
    found = columns(narrowed, request.GET)
    context = {
        "filter": narrowed,
        "columns": found,
        "total": sum(column.total for column in found),
        "to_assess": narrowed.qs.to_assess().count(),
        "query": narrowed.understood.urlencode(),
        "may_write": request.user.is_coordinator,
    }
    return render(request, "roundtables/board.html", context)


@require_safe
def board_csv(request: SignedInRequest) -> HttpResponseBase:
    narrowed = BoardFilter(request.GET, user=request.user)
    if narrowed.wrong:
        return refused(narrowed.wrong)
    return csv_response(file_name("csv"), [field.label for field in HEADER], list(rows_of(narrowed.qs, request.user)))


@require_safe
def board_workbook(request: SignedInRequest) -> HttpResponseBase:
    narrowed = BoardFilter(request.GET, user=request.user)
    if narrowed.wrong:
        return refused(narrowed.wrong)
    file = BytesIO()
    write_workbook(file, narrowed, request.user)
    return attached(file.getvalue(), FORMATS["xlsx"].content_type, file_name("xlsx"))


def file_name(suffix: str) -> str:
    return f"adam-recommendations-{timezone.localdate()}.{suffix}"
