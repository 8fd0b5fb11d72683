"""Graphs and tables: one question, one filter, and the answer as a page or a picture."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
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
from projects.analysis import Table, address, answer, asked, notes, pairs_of, plural, remarks
from projects.analysis.past import past_of
from projects.charts import ROOMS, Plan, asked_shape, chosen, plan
from projects.charts.picture import Busy, Words, drawn_once
from projects.charts.screen import on_screen
from projects.charts.timeline import Timeline
from projects.filters import ProjectFilter, tidy

FileView = Callable[..., HttpResponseBase]
TYPES = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}


@require_safe
def analysis(request: SignedInRequest) -> HttpResponse:
    query = tidy(request.GET)
    here = f"{request.path}?{query.urlencode()}" if query else request.path
    if query != request.GET and not request.htmx:
        return redirect(here)

    past = past_of(request.GET)
    question, form, problems = asked(past.query)
    with past.seen_by(request.user):
        narrowed = ProjectFilter(past.query, request=request)
        table = answer(question, narrowed)
        picture, unfit = chosen(table)
        content = plan(table, picture, narrowed.qs)
        read = {"notes": notes(table, narrowed), "pairs": pairs_of(table), "chips": narrowed.chips}
    form.offer(table)

    context = {
        **read,
        "past": past,
        "form": form,
        "filter": narrowed,
        "table": table,
        "question": question,
        "problems": [*problems, *unfit, *table.problems, *narrowed.problems],
        "plan": content,
        "screen": on_screen(content) if content else None,
        "query": address(question, narrowed).urlencode(),
    }
    response = render(request, "projects/analysis.html", context)
    if request.htmx:
        response["HX-Push-Url"] = here
    return response


def of_its_day(view: FileView) -> FileView:
    """All that a file says is of the day that its address asks for."""

    @wraps(view)
    def read(request: SignedInRequest) -> HttpResponseBase:
        past = past_of(request.GET)
        if past.problems:
            return refused(past.problems)
        with past.seen_by(request.user):
            return view(request)

    return read


def analysis_picture(request: SignedInRequest, kind: str) -> HttpResponseBase:
    return picture_of(request, request.GET, request.user, kind)


def picture_of(
    request: HttpRequest, query: QueryDict, user: User, kind: str, *, is_elsewhere: bool = False
) -> HttpResponseBase:
    """What this person would see, drawn only when it has changed since the browser got it: drawing takes long.
    Elsewhere it does not tell where the report is built: strangers cannot go there, and what is asked is not for them.
    """
    past, (shape, unknown) = past_of(query), asked_shape(query)
    with past.seen_by(user):
        narrowed = ProjectFilter(past.query, user=user)
        table, refusal = figures_of(past.query, narrowed)
        if table is None:
            return refusal
        picture, unfit = chosen(table)
        content = plan(table, picture, narrowed.qs, ROOMS[shape])
    if problems := [*past.problems, *unfit, *unknown]:
        return refused(problems)

    words = around(table, content, address(table.question, narrowed).urlencode())
    if is_elsewhere:
        words = replace(words, address="")
    etag = f'"{sha256(repr((content, words, kind, shape)).encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            drawing = drawn_once(etag, content, words, kind, shape)
        except Busy:
            return busy()
        response = HttpResponse(drawing, content_type=TYPES[kind])
        response["Content-Disposition"] = f'attachment; filename="{file_name(table, kind)}"'
        response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def analysis_png(request: SignedInRequest) -> HttpResponseBase:
    return analysis_picture(request, "png")


@require_safe
def analysis_svg(request: SignedInRequest) -> HttpResponseBase:
    return analysis_picture(request, "svg")


@require_safe
def analysis_pdf(request: SignedInRequest) -> HttpResponseBase:
    return analysis_picture(request, "pdf")


# -- Parts -------------------------------------------------------------------------------------------------------------
def figures(request: SignedInRequest) -> tuple[Table | None, HttpResponse]:
    return figures_of(request.GET, ProjectFilter(request.GET, request=request))


def figures_of(query: QueryDict, narrowed: ProjectFilter) -> tuple[Table | None, HttpResponse]:
    """The table; or, as a file cannot say what was left out, a refusal of a query that is not understood."""
    question, _, problems = asked(query)
    table = answer(question, narrowed)
    if problems := [*problems, *table.problems, *narrowed.problems]:
        return None, refused(problems)
    return table, HttpResponse()


def busy() -> HttpResponse:
    text = "Other pictures are being drawn. Try again in some seconds."
    response = HttpResponse(text, status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = "5"
    response["Cache-Control"] = "no-store"
    return response


def refused(problems: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(problems), status=400, content_type="text/plain; charset=utf-8")


def file_name(table: Table, kind: str) -> str:
    return f"adam-{slugify(table.question.title)}-{table.question.day}.{kind}"


def around(table: Table, content: Plan | None, query: str) -> Words:
    day = date_format(table.question.day, "j F Y")
    counted = () if isinstance(content, Timeline) else (note.text for note in remarks(table))
    return Words(
        title=content.title if content else table.question.title,
        scope=f"{' · '.join(table.scope) or 'All projects'}: {plural(table.total.projects, 'project')}",
        source=f"Source: ADAM ({settings.BASE_URL}), as reported by the partners, {day}",
        address=f"{settings.BASE_URL}{reverse('projects:analysis')}?{query}",
        notes=(*counted, *(content.remarks if content else ())),
    )
