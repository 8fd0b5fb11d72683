"""Files of projects, made piece by piece as their owner may see them."""

from array import array
from collections.abc import Iterator
from typing import BinaryIO

from django.http import QueryDict
from django.urls import reverse

from partners.text import plural
from projects.models import Export

from .about import about
from .columns import Row
from .formats import FORMATS, Format
from .makers import Noted, Refused, Told, Written
from .reading import PIECE, ids_of, pieces
from .recipe import Recipe, columns_of, recipe_of


class OfProjects:
    def write(self, export: Export, file: BinaryIO, noted: Noted) -> Written:
        user = export.owner
        recipe = recipe_of(export.query, user)
        if recipe.problems:
            raise Refused(f"The choice is no longer understood. {recipe.problems[0]}"[:250])
        if recipe.past:
            number = write_past(file, FORMATS[export.format], recipe)
            Export.objects.filter(pk=export.pk).update(total=number)
            noted(number)
        else:
            ids = ids_of(recipe.projects)
            Export.objects.filter(pk=export.pk).update(total=len(ids))
            rows = steps(export, ids, recipe, noted)
            FORMATS[export.format].write(file, recipe.columns, rows, about(recipe, user, len(ids)))
        return Written(recipe.file_name(export.format))

    def told(self, export: Export) -> Told:
        columns, _ = columns_of(QueryDict(export.query))
        label = FORMATS[export.format].label
        of = f"{plural(export.total, 'project')}"
        number = plural(len(columns), "column")
        return Told(
            title=f"{of} as {label}",
            lead=f"{export.scope}, {number}.",
            meta=f"{label}, {of}, {number}",
            label=label,
            content_type=FORMATS[export.format].content_type,
            counted="projects",
            again=reverse("projects:export"),
            fields={"query": export.query, "make": export.format},
            other=f"{reverse('projects:export')}?{export.query}",
            other_label="Choose other columns",
        )


def write_past(file: BinaryIO, kind: Format, recipe: Recipe) -> int:
    """How many projects there were. Nothing can be noted meanwhile: a past day lasts for one transaction that reads."""
    with recipe.seen():
        ids = ids_of(recipe.projects)
        user = recipe.narrowed.user
        kind.write(file, recipe.columns, pieces(ids, recipe.columns, user), about(recipe, user, len(ids)))
    return len(ids)


def steps(export: Export, ids: "array[int]", recipe: Recipe, noted: Noted) -> Iterator[list[Row]]:
    """The pieces; with each it is noted how far it is."""
    for number, piece in enumerate(pieces(ids, recipe.columns, export.owner)):
        yield piece
        noted(min((number + 1) * PIECE, len(ids)))
