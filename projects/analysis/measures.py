"""What can be counted: each measure with its unit, how it is written, and what its parts have to do with its totals."""

from dataclasses import dataclass
from decimal import Decimal

from partners.text import SPACE, thousands

PROJECT, ACTIVITY, PART = "project", "activity", "part"  # what is counted; a part is a partner's role in a project

Value = int | Decimal | None  # None: there is no such figure, as of unlike units together


@dataclass(frozen=True, slots=True)
class Measure:
    """`adds_up`: without projects in several members, the parts have the total as their sum; money always does."""

    name: str
    label: str
    unit: str  # in files; of quantities, the question says which
    kind: str  # "count", "money", "quantity" or "months"
    of: str = PROJECT
    places: int = 0  # decimals that are kept
    adds_up: bool = True

    @property
    def is_divided(self) -> bool:
        """Whether what belongs to several members is divided among them, so that sums always agree."""
        return self.kind in {"money", "quantity"}

    def shown(self, value: Value) -> str:
        """The figure as a table writes it: whole dollars, quantities and months with decimals only where there are."""
        if value is None:
            return "–"
        if self.kind in {"quantity", "months"} and value != int(value):
            return f"{Decimal(value).normalize():,f}".replace(",", SPACE)
        return thousands(round(value))

    def worded(self, value: Value, unit: str = "") -> str:
        """The figure with its unit: US$ 1 200, 3 projects, 18.5 months."""
        if value is None:
            return "no figure"
        if self.kind == "money":
            return f"US${SPACE}{self.shown(value)}"
        noun = {"project": "projects", "activity": "activities"}.get(self.of, "partners")
        noun = {"quantity": unit, "months": "months"}.get(self.kind, noun)
        if value == 1:
            noun = {"activities": "activity", "projects": "project", "partners": "partner", "months": "month"}.get(
                noun, noun
            )
        return f"{self.shown(value)} {noun}".rstrip()


ALL = [
    Measure("projects", "Number of projects", "projects", "count"),
    Measure("activities", "Number of activities", "activities", "count", ACTIVITY),
    Measure("quantity", "Quantity of one unit", "", "quantity", ACTIVITY, 2),
    Measure("budget", "Budget in US dollars", "USD", "money", PROJECT, 2),
    Measure("duration", "Duration in months (median)", "months", "months", PROJECT, 1, adds_up=False),
    Measure("partners", "Number of partners", "partners", "count", PART, adds_up=False),
]
MEASURES = {measure.name: measure for measure in ALL}
