"""What the checks say of a merge as it was chosen, in sentences, before anything is changed."""

from copy import copy
from typing import Any

from django.core.exceptions import ValidationError

from projects.languages import language_name
from projects.models import Project

from .choosing import FieldChoice, Merging

TEXTS = ("title", "objective")  # the first that is chosen says in which language the project is
NO_COUNTRY = "A published project needs a country. Tick at least one."
UNSTATED = "und"


def with_fields(merging: Merging, project: Project) -> Project:
    """The project, with what was chosen of the other."""
    for choice in merging.fields:
        if choice.takes_other:
            column: Any = Project._meta.get_field(choice.name)
            setattr(project, choice.name, column.to_python(choice.value))
    return project


def refused(merging: Merging) -> list[str]:
    """All at once; empty when the two can be merged so."""
    found = []
    if any(part.table.name == "country" and not part.result for part in merging.parts):
        found.append(NO_COUNTRY)
    try:
        with_fields(merging, copy(merging.kept)).full_clean()
    except ValidationError as error:
        found += error.messages
    return found


def other_language(merging: Merging) -> str:
    """A sentence where the text that stays is of one project and the language said of it that of the other."""
    chosen: dict[str, FieldChoice] = {choice.name: choice for choice in merging.fields}
    text = next((chosen[name] for name in TEXTS if name in chosen), None)
    if text is None or "language" not in chosen or text.takes_other == chosen["language"].takes_other:
        return ""
    if UNSTATED in (merging.kept.language, merging.other.language):
        return ""
    whose, stays = merging.other if text.takes_other else merging.kept, chosen["language"].result
    written = f"The {text.label.lower()} of {whose.number} is in {language_name(whose.language)}"
    return f"{written}, and the language that stays is {stays}."
