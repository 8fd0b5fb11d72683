"""Graphs and tables: one question, one filter, and the answer as a page or a picture."""

from hashlib import sha256

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.formats import date_format
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from partners.requests import SignedInRequest
from projects.analysis import Table, address, answer, asked, notes, pairs_of, plural, remarks
from projects.charts import Bars, Lines, plan
from projects.charts.picture import Words, drawn
from projects.charts.screen import bar_picture, line_picture
from projects.filters import ProjectFilter, tidy

TYPES = {"png": "image/png", "svg": "image/svg+xml"}


@require_safe
def analysis(request: SignedInRequest) -> HttpResponse:
    query = tidy(request.GET)
    here = f"{request.path}?{query.urlencode()}" if query else request.path
    if query != request.GET and not request.htmx:
        return redirect(here)

    question, form, problems = asked(request.GET)
    narrowed = ProjectFilter(request.GET, request=request)
    table = answer(question, narrowed)
    form.offer(table)
    content = plan(table)

    context = {
        "form": form,
        "filter": narrowed,
        "table": table,
        "question": question,
        "problems": [*problems, *table.problems, *narrowed.problems],
        "notes": notes(table, narrowed),
        "pairs": pairs_of(table),
        "plan": content,
        "bars": bar_picture(content) if isinstance(content, Bars) else None,
        "lines": line_picture(content) if content and not isinstance(content, Bars) else None,
        "query": address(question, narrowed).urlencode(),
    }
    response = render(request, "projects/analysis.html", context)
    if request.htmx:
        response["HX-Push-Url"] = here
    return response


def analysis_picture(request: SignedInRequest, kind: str) -> HttpResponseBase:
    """Drawn only when it has changed since the browser got it: drawing takes longer than counting."""
    table, refusal = figures(request)
    if table is None:
        return refusal

    content = plan(table)
    words = around(table, content)
    etag = f'"{sha256(repr((content, words, kind)).encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(drawn(content, words, kind), content_type=TYPES[kind])
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


# -- Parts -------------------------------------------------------------------------------------------------------------
def figures(request: SignedInRequest) -> tuple[Table | None, HttpResponse]:
    """The table; or, as a file cannot say what was left out, a refusal of a query that is not understood."""
    question, _, problems = asked(request.GET)
    narrowed = ProjectFilter(request.GET, request=request)
    table = answer(question, narrowed)
    if problems := [*problems, *table.problems, *narrowed.problems]:
        return None, HttpResponse("\n".join(problems), status=400, content_type="text/plain; charset=utf-8")
    return table, HttpResponse()


def file_name(table: Table, kind: str) -> str:
    return f"adam-{slugify(table.question.title)}-{timezone.localdate()}.{kind}"


def around(table: Table, content: Bars | Lines | None) -> Words:
    day = date_format(timezone.localdate(), "j F Y")
    return Words(
        title=table.question.title,
        scope=f"{' · '.join(table.scope) or 'All projects'}: {plural(table.total.projects, 'project')}",
        source=f"Source: ADAM ({settings.BASE_URL}), as reported by the partners, {day}",
        notes=(*(note.text for note in remarks(table)), *(content.remarks if content else ())),
    )
