"""The units in which quantities are stated."""

import numpy as np

from partners.models import User
from projects.models import ActivityType, Project

from .columns import Source, source_of
from .dimensions import NONE
from .entities import ENTITIES
from .measures import ACTIVITY
from .tables import Question

NAMED = 12  # in the sentence about a unit that nobody uses


def in_use(source: Source | None) -> dict[str, int]:
    """With the number of activities that state a quantity in it; the most used first."""
    if source is None:
        return {}
    names, codes = source.read({"things": ENTITIES[ACTIVITY].wanted})["things"].keys["unit"]
    numbers = dict(zip(names, np.bincount(codes, minlength=len(names)).tolist(), strict=True))
    used = [(unit, number) for unit, number in numbers.items() if number and unit != NONE]
    return dict(sorted(used, key=lambda one: (-one[1], one[0])))


def unheard_of(question: Question, user: User) -> list[str]:
    """A sentence where neither a project that the person may see nor a kind of activity has this unit."""
    unit = question.unit
    if not unit or any(unit in kind.units for kind in ActivityType.objects.all()):
        return []
    used = in_use(source_of(Project.objects.visible_to(user)))
    if unit in used:
        return []
    choices = f"Choose one of {', '.join(list(used)[:NAMED])}." if used else "No quantity is stated yet."
    return [f"Unit: “{unit}” is not used here. {choices}"]
