"""The register taken along: which columns, in which order and format; small files at once."""

from collections.abc import Callable, Iterator
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from partners.requests import SignedInRequest
from partners.text import thousands
from projects.exports.about import about
from projects.exports.columns import COLUMNS, GROUPS, USUAL, Column
from projects.exports.formats import FORMATS, Format, csv_of, json_of
from projects.exports.making import TooMany, ask
from projects.exports.reading import ids_of, pieces
from projects.exports.recipe import Recipe, recipe_of
from projects.exports.text import streamed
from projects.filters import tidy
from projects.models import Export
from projects.models.saved_search import LONGEST_QUERY
from projects.responses import refused
from projects.search.facets import Facets
from projects.search.order import options

PREVIEWED = 3  # projects


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: SignedInRequest) -> HttpResponseBase:
    """The recipe of a file, changed by the form's buttons; each state has its address."""
    if request.method == "POST" and is_too_long(request.POST.get("query", "")):
        text = "This choice is too long for an address, so it was not used. Choose fewer filters, then export them."
        messages.error(request, text)
        return redirect("projects:export")
    recipe, said = posted(request) if request.method == "POST" else (recipe_of(request.GET, request.user), {})
    with recipe.seen():
        total, first = Facets(recipe.narrowed).total, previewed(recipe)
    if request.POST.get("make") in FORMATS and total:
        return made(request, recipe, FORMATS[request.POST["make"]], total)

    address = address_of("export", recipe)
    is_tidy = request.method != "POST" and (tidy(request.GET) == QueryDict(recipe.query) or recipe.problems)
    if not request.htmx and not is_tidy:
        return redirect(address)

    response = render(request, "projects/export.html", {**on_the_page(request, recipe, total, first), **said})
    if request.htmx:
        response["HX-Push-Url"] = address
    return response


def previewed(recipe: Recipe) -> list[list[Any]]:
    first = list(recipe.projects.values_list("pk", flat=True)[:PREVIEWED])
    rows = next(pieces(first, recipe.columns, recipe.narrowed.user), [])
    return [[column.cell(row) for column in recipe.columns] for row in rows]


def on_the_page(request: SignedInRequest, recipe: Recipe, total: int, first: list[list[Any]]) -> dict[str, Any]:
    groups = [(group.label, [column for column in group.columns if column not in recipe.columns]) for group in GROUPS]
    return {
        "recipe": recipe,
        "total": total,
        "groups": [(label, columns) for label, columns in groups if columns],
        "all_groups": GROUPS,
        "formats": FORMATS.values(),
        "is_usual": recipe.columns == USUAL,
        "at_once": settings.EXPORT_ROWS,
        "has_files": Export.objects.of(request.user).exists(),
        "sorts": options(recipe.sort, asked=False),
        "preview": first,
    }


@require_safe
def export_csv(request: SignedInRequest) -> HttpResponseBase:
    return as_lines(request, FORMATS["csv"], csv_of)


@require_safe
def export_json(request: SignedInRequest) -> HttpResponseBase:
    return as_lines(request, FORMATS["jsonl"], json_of)


@require_safe
def export_workbook(request: SignedInRequest) -> HttpResponseBase:
    recipe = recipe_of(request.GET, request.user)
    return refused(recipe.problems) if recipe.problems else as_a_whole(request, recipe, FORMATS["xlsx"])


# -- Parts -------------------------------------------------------------------------------------------------------------
def as_a_whole(request: SignedInRequest, recipe: Recipe, kind: Format) -> HttpResponseBase:
    """What is not begun to be sent before it is complete: a workbook, or a file of a past day, which lasts for one
    transaction. A large one is left to the worker.
    """
    with recipe.seen():
        ids = ids_of(recipe.projects)
        if len(ids) > settings.EXPORT_ROWS:
            text = (
                f"A file of {thousands(len(ids))} projects takes a while. Choose {kind.label} here: it is made for you."
            )
            messages.info(request, text)
            return redirect(address_of("export", recipe))
        file = TemporaryFile()  # noqa: SIM115 - the response closes it
        rows, words = pieces(ids, recipe.columns, request.user), about(recipe, request.user, len(ids))
        kind.write(file, recipe.columns, rows, words)
    file.seek(0)
    name = recipe.file_name(kind.name)
    response = FileResponse(file, as_attachment=True, filename=name, content_type=kind.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def as_lines(request: SignedInRequest, kind: Format, lines: Callable[..., Iterator[str]]) -> HttpResponseBase:
    """Sent while it is read, however long it is."""
    recipe = recipe_of(request.GET, request.user)
    if recipe.problems:
        return refused(recipe.problems)
    if recipe.past:
        return as_a_whole(request, recipe, kind)
    rows = pieces(ids_of(recipe.projects), recipe.columns, request.user)
    return streamed(recipe.file_name(kind.name), kind.content_type, lines(recipe.columns, rows))


def posted(request: SignedInRequest) -> tuple[Recipe, dict[str, str]]:
    """The recipe as the form's button leaves it; for the page what that changed, and where the keyboard goes on."""
    query = QueryDict(request.POST.get("query", ""), mutable=True)
    for name in {"column", "sort"} & request.POST.keys():
        query.setlist(name, request.POST.getlist(name))
    recipe = recipe_of(query, request.user)
    if request.POST.get("act") == "usual":
        return recipe.having(USUAL), {"said": "The usual columns are chosen."}
    if request.POST.get("act") == "all":
        return recipe.having([*recipe.columns, *COLUMNS.values()]), {"said": "All columns are chosen."}
    added = [COLUMNS[name] for name in request.POST.getlist("add") if name in COLUMNS]
    recipe = recipe.having([*recipe.columns, *added])
    move, _, name = request.POST.get("move", "").partition(":")
    if name in COLUMNS:
        changed = recipe.moved(move, COLUMNS[name])
        return changed, moved_in_words(recipe, changed, COLUMNS[name])
    return recipe, {"said": f"Added: {', '.join(column.label for column in added)}." if added else ""}


def is_too_long(query: str) -> bool:
    """As written, and as an address writes it: of that each letter may take nine."""
    return len(query) > LONGEST_QUERY or len(QueryDict(query).urlencode()) > LONGEST_QUERY


def moved_in_words(recipe: Recipe, changed: Recipe, column: Column) -> dict[str, str]:
    if column in changed.columns:
        place = f"{changed.columns.index(column) + 1} of {len(changed.columns)}"
        return {"said": f"{column.label} is column {place}."}
    at = min(recipe.columns.index(column), len(changed.columns) - 1) if column in recipe.columns else 0
    return {"said": f"{column.label} is taken out.", "goes_on": changed.columns[at].name}


def made(request: SignedInRequest, recipe: Recipe, kind: Format, total: int) -> HttpResponse:
    """At once, or by the worker where it takes a while."""
    if total <= settings.EXPORT_ROWS:
        return redirect(address_of(f"export_{kind.name}", recipe))
    try:
        return redirect(ask(recipe, kind, request.user, total))
    except TooMany as reason:
        messages.error(request, str(reason))
        return redirect("projects:exports")


def address_of(name: str, recipe: Recipe) -> str:
    return f"{reverse(f'projects:{name}')}?{recipe.query}".removesuffix("?")
