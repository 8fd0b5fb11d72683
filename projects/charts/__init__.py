"""Pictures of a table: in which form (choice), what of it (plan), on the page (screen) and as a file (picture)."""

from .bars import Bars
from .choice import asked_shape, chosen
from .lines import Line, Lines
from .plan import Plan, plan
from .room import ROOMS
from .values import Unit

__all__ = [
    "ROOMS",
    "Bars",
    "Line",
    "Lines",
    "Plan",
    "Unit",
    "asked_shape",
    "chosen",
    "plan",
]
