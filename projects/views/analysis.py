"""Graphs and tables: one question, one filter, and the answer as a page or a picture."""

from dataclasses import replace
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.formats import date_format
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from partners.models import User
from partners.requests import SignedInRequest
from projects.analysis import Note, Table, in_words, notes, on_drafts, on_restricted, pairs_of, plural, quoted
from projects.analysis.plain import unnamed
from projects.charts import ROOMS, Plan, asked_shape
from projects.charts.picture import Busy, Words, drawn_once
from projects.charts.screen import on_screen
from projects.charts.timeline import Timeline
from projects.filters import tidy
from projects.reading import read
from projects.responses import attached, refused

TYPES = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}


@require_safe
def analysis(request: SignedInRequest) -> HttpResponse:
    query = tidy(request.GET)
    here = f"{request.path}?{query.urlencode()}" if query else request.path
    if query != request.GET and not request.htmx:
        return redirect(here)

    with read(query, request.user) as found:
        pictured = found.pictured()
        parts = {"notes": notes(found.table, found.narrowed), "pairs": pairs_of(found.table, request.user)}
        found.form.offer(found.table, found.answer.source)

    context = {
        **parts,
        "chips": found.narrowed.chips,
        "past": found.past,
        "form": found.form,
        "filter": found.narrowed,
        "table": found.table,
        "question": found.question,
        "problems": pictured.problems,
        "plan": pictured.plan,
        "screen": on_screen(pictured.plan) if pictured.plan else None,
        "query": found.query,
    }
    response = render(request, "projects/analysis.html", context)
    if request.htmx:
        response["HX-Push-Url"] = here
    return response


@require_safe
def analysis_picture(request: SignedInRequest, kind: str) -> HttpResponseBase:
    return picture_of(request, request.GET, request.user, kind)


def picture_of(
    request: HttpRequest, query: QueryDict, user: User, kind: str, *, is_elsewhere: bool = False
) -> HttpResponseBase:
    """What this person would see, drawn only when it has changed since the browser got it: drawing takes long.
    Elsewhere it does not tell where the report is built: strangers cannot go there, and what is asked is not for them.
    """
    shape, unknown = asked_shape(query)
    with read(query, user) as found:
        pictured = found.pictured(ROOMS[shape])
        table, content = found.table, pictured.plan
        own = quoted(table, found.narrowed)
        if isinstance(content, Timeline):
            own = [*on_restricted(table, found.narrowed), *on_drafts(found.narrowed)]
        own = unnamed(own) if is_elsewhere else own
        words = around(table, content, own, found.query)
    if problems := [*pictured.problems, *unknown]:
        return refused(problems)

    if is_elsewhere:
        words = replace(words, address="")
    etag = f'"{sha256(repr((content, words, kind, shape)).encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            drawing = drawn_once(etag, content, words, kind, shape)
        except Busy:
            return busy()
        response = attached(drawing, TYPES[kind], file_name(table, kind, form_of(table, shape)))
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


# -- Parts -------------------------------------------------------------------------------------------------------------
def busy() -> HttpResponse:
    text = "Other pictures are being drawn. Try again in some seconds."
    response = HttpResponse(text, status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = "5"
    response["Cache-Control"] = "no-store"
    return response


def file_name(table: Table, kind: str, told: str = "") -> str:
    """`told`: what else it is, as two pictures of one table are, or of what its notes would tell."""
    return f"adam-{slugify(table.question.title)}{'-' + told if told else ''}-{table.question.day}.{kind}"


def form_of(table: Table, shape: str) -> str:
    """A map, a time line and bars of one table are different files, and so are their shapes."""
    asked = table.question.picture.replace("auto", ""), shape.replace("wide", "")
    return "-".join(filter(None, asked))


def around(table: Table, content: Plan | None, said: list[Note], query: str) -> Words:
    day = date_format(table.question.day, "j F Y")
    return Words(
        title=content.title if content else table.question.title,
        scope=f"{' · '.join(table.scope) or 'All projects'}: {plural(table.total.projects, 'project')}",
        source=f"Source: ADAM ({settings.BASE_URL}), as reported by the partners, {day}",
        address=f"{settings.BASE_URL}{reverse('projects:analysis')}?{query}",
        notes=(*map(in_words, said), *(content.remarks if content else ())),
    )
