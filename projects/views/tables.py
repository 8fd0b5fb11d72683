"""A table of figures to take along: for spreadsheets, for programs, with the notes that belong to it."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.conf import settings
from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from partners.models import User
from partners.requests import SignedInRequest
from projects.analysis import (
    Cell,
    Dimension,
    Member,
    Pair,
    Pairs,
    Question,
    Table,
    address,
    in_words,
    notes,
    on_restricted,
    pairs_of,
)
from projects.exports.about import asked_for
from projects.exports.formats import FORMATS
from projects.exports.tables import header_with_shares, rows_of, write_table
from projects.exports.text import csv_response, json_line
from projects.exports.workbook import About
from projects.filters import ProjectFilter
from projects.reading import read
from projects.responses import attached, refused
from projects.views.analysis import file_name

EVERY_PAIR = 10_000


@require_safe
def analysis_csv(request: SignedInRequest) -> HttpResponseBase:
    """First column: the rows' names; last column and last row: the totals."""
    with read(request.GET, request.user) as found:
        if found.problems:
            return refused(found.problems)
        told = "with-restricted" if on_restricted(found.table, found.narrowed) else ""
        return csv_response(file_name(found.table, "csv", told), header_with_shares(found.table), rows_of(found.table))


@require_safe
def analysis_workbook(request: SignedInRequest) -> HttpResponseBase:
    with read(request.GET, request.user) as found:
        if found.problems:
            return refused(found.problems)
        file, pairs = BytesIO(), pairs_of(found.table, request.user, EVERY_PAIR)
        write_table(file, found.table, about(request.user, found.table, found.narrowed, pairs), pairs)
    return attached(file.getvalue(), FORMATS["xlsx"].content_type, file_name(found.table, "xlsx"))


@require_safe
def analysis_json(request: SignedInRequest) -> HttpResponseBase:
    """What each name means stands in the help."""
    with read(request.GET, request.user) as found:
        if found.problems:
            return refused(found.problems)
        text = json_line(content(request.user, found.table, found.narrowed))
    return attached(text.encode(), "application/json", file_name(found.table, "json"))


# -- Parts -------------------------------------------------------------------------------------------------------------
def content(user: User, table: Table, narrowed: ProjectFilter) -> dict[str, Any]:
    question, pairs = table.question, pairs_of(table, user, EVERY_PAIR)
    return {
        "title": question.title,
        "question": question.names,
        "measure": question.measure.name,
        "unit": question.unit_in_words,
        "as_of": question.day,
        "filter": table.scope,
        "address": address_of(question, narrowed),
        "rows": axis(question.rows, table.rows),
        "columns": axis(question.columns, table.columns) if question.columns else None,
        **numbers(table),
        "notes": [in_words(note) for note in notes(table, narrowed)],
        "pairs": [as_object(pair) for pair in pairs.shown] if pairs else [],
    }


def numbers(table: Table) -> dict[str, Any]:
    """Figures, the projects behind them, and shares where they were asked for; null where there is no figure."""
    found: dict[str, Any] = {
        "cells": [[cell.value for cell in line] for line in table.cells],
        "row_totals": [cell.value for cell in table.row_totals],
        "column_totals": [cell.value for cell in table.column_totals],
        "total": table.total.value,
        "projects": {
            "cells": [[cell.projects for cell in line] for line in table.cells],
            "row_totals": [cell.projects for cell in table.row_totals],
            "column_totals": [cell.projects for cell in table.column_totals],
            "total": table.total.projects,
        },
    }
    if table.question.shares != "none":
        found["shares"] = {
            "of": table.question.shares,
            "cells": [[cell.share for cell in line] for line in table.cells],
            "row_totals": shares(table.row_totals),
            "column_totals": shares(table.column_totals),
        }
    return found


def shares(cells: Sequence[Cell]) -> list[Any]:
    return [cell.share for cell in cells]


def axis(dimension: Dimension, members: Sequence[Member]) -> dict[str, Any]:
    """`register` is the address that lists the projects of a member."""
    register = settings.BASE_URL + reverse("projects:list")
    named = [
        {"key": one.key, "label": one.label, "register": None if one.query is None else f"{register}?{one.query}"}
        for one in members
    ]
    return {"name": dimension.name, "label": dimension.label, "members": named}


def as_object(pair: Pair) -> dict[str, Any]:
    return {
        "counted_in": {"id": pair.kept.pk, "number": pair.kept.number, "partner": pair.kept.partner.code},
        "not_counted_in": {"id": pair.project.pk, "number": pair.project.number, "partner": pair.project.partner.code},
        "giver": pair.giver.code if pair.giver else None,
        "usd": pair.amount,
        "own_alert": pair.own_alert.text if pair.own_alert else None,
    }


def about(user: User, table: Table, narrowed: ProjectFilter, pairs: Pairs | None) -> About:
    question = table.question
    lines: list[tuple[str, object]] = [
        ("Which projects", " · ".join(table.scope) or "All projects"),
        ("Projects", table.total.projects),
        ("Figure", f"{question.measure.label}{f', {question.unit}' if question.unit else ''}"),
        *asked_for(user, question.day),
        ("Source", f"ADAM, as reported by the partners: {address_of(question, narrowed)}"),
    ]
    lines += [("How to read it" if not at else "", in_words(note)) for at, note in enumerate(notes(table, narrowed))]
    if pairs and pairs.number:
        lines.append(("Counted once", f"{pairs.number} pairs: see the sheet of that name."))
    return About(question.title, lines)


def address_of(question: Question, narrowed: ProjectFilter) -> str:
    return f"{settings.BASE_URL}{reverse('projects:analysis')}?{address(question, narrowed).urlencode()}"
