"""A question about the register, and its answer as a table."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils import timezone
from numpy.typing import ArrayLike

from .dimensions import Dimension, Years
from .measures import ACTIVITY, Measure, Value
from .totals import GROSS, IN_TITLE, TOTALS, Taken

USUAL = ""  # order of rows: their own where they have one, else the largest first


@dataclass(frozen=True, slots=True)
class Question:
    """Everything but the filter: `names` says it as an address does."""

    rows: Dimension
    columns: Dimension | None
    measure: Measure
    totals: str = GROSS  # "gross", "net" or "cofunding"
    unit: str = ""  # of quantities, where the unit is no axis
    shares: str = "none"  # per cent of the "row", the "column" or the "total"
    order: str = USUAL  # "own", "label", "total", or the key of a column, the largest first
    picture: str = "auto"
    as_of: date | None = None

    @property
    def is_money(self) -> bool:
        return self.measure.kind == "money"

    @property
    def title(self) -> str:
        what = {
            "projects": "Projects",
            "activities": "Activities",
            "quantity": f"Quantity ({self.unit})" if self.unit else "Quantities",
            "duration": "Median duration in months",
            "partners": "Partners",
        }.get(self.measure.name, self.measure.label)
        by = " and ".join(d.label if d.label == "ODA" else d.label[0].lower() + d.label[1:] for d in self.axes)
        return f"{what} by {by}{IN_TITLE[self.totals]}"

    @property
    def counted(self) -> str:
        """How totals are counted, where it is not as usual."""
        return "" if self.totals == GROSS else TOTALS[self.totals]

    @property
    def axes(self) -> list[Dimension]:
        return [self.rows, self.columns] if self.columns else [self.rows]

    @property
    def day(self) -> date:
        """Of which the figures are."""
        return self.as_of or timezone.localdate()

    @property
    def is_past(self) -> bool:
        return self.day < timezone.localdate()

    @property
    def by_unit(self) -> bool:
        """Whether unlike units stand side by side, whose quantities have no sum."""
        return self.measure.kind == "quantity" and any(d.name == "unit" for d in self.axes)

    @property
    def is_refined(self) -> bool:
        """Whether it asks for more than a figure by one or two dimensions."""
        return self.measure.kind == "quantity" or bool(self.names.keys() & {"totals", "shares", "order"})

    @property
    def unit_in_words(self) -> str:
        return self.unit if self.measure.kind == "quantity" else self.measure.unit

    @property
    def nothing(self) -> str:
        """What an empty answer says."""
        if self.measure.kind == "quantity":
            return f"No quantity in {self.unit} is stated" if self.unit else "No quantity is stated"
        return "No activity matches" if self.measure.of == ACTIVITY else "No project matches"

    @property
    def names(self) -> dict[str, str]:
        """The complete question; what is usual is left out, but for what was counted by what."""
        said = {
            "rows": self.rows.name,
            "columns": self.columns.name if self.columns else "none",
            "measure": self.measure.name,
        }
        usual = {"totals": GROSS, "shares": "none", "order": USUAL, "picture": "auto"}
        said |= {name: value for name in usual if (value := getattr(self, name)) != usual[name]}
        return said | ({"as_of": self.as_of.isoformat()} if self.as_of else {})


@dataclass(frozen=True, slots=True)
class Member:
    key: str
    label: str
    query: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of None is no figure: unlike units together, or a median of nothing."""

    value: Value = 0
    projects: int = 0
    query: str | None = None
    share: Decimal | None = None  # per cent with one decimal, where shares were asked for


@dataclass(frozen=True, slots=True)
class Table:
    """`cells[r][c]`; without a second dimension there is one column, which repeats the row totals.

    Each member, cell and total carries the query string that lists exactly the projects behind it in the register, or
    None where the register has no such filter.
    """

    question: Question
    rows: list[Member]
    columns: list[Member]
    cells: list[list[Cell]]
    row_totals: list[Cell]
    column_totals: list[Cell]
    total: Cell
    stated: int  # projects that state what is measured: a budget in US dollars, both dates, a quantity
    within: Years | None = None
    years: Years | None = None
    scope: list[str] = field(default_factory=list)  # the filters in words
    taken: tuple[Taken, ...] = ()  # what net totals leave out
    taken_together: Value = 0
    problems: list[str] = field(default_factory=list)
    counted: ArrayLike = field(default=(), compare=False, repr=False)  # ids, of several activities several times
    largest: tuple[int, Decimal] | None = None  # the project that makes more than half of the money, and how much

    @property
    def lines(self) -> Iterable[tuple[Member, list[Cell], Cell]]:
        return zip(self.rows, self.cells, self.row_totals, strict=True)

    @property
    def parts_exceed_total(self) -> bool:
        """Whether something stands in several rows or columns; the totals have it once."""
        return sum(map(self._size, self.row_totals)) > self._size(self.total) or any(
            sum(map(self._size, cells)) > self._size(total) for _, cells, total in self.lines
        )

    @property
    def base(self) -> int:
        """What the shares of the last row or column are of, where something counts in several; else 0."""
        shares = self.question.shares
        if shares == "none" or self.question.measure.is_divided or not self.parts_exceed_total:
            return 0
        cells = {"row": self.column_totals, "column": self.row_totals}.get(shares)
        return sum(int(cell.value or 0) for cell in cells or [cell for line in self.cells for cell in line])

    def _size(self, cell: Cell) -> int:
        return int(cell.value or 0) if self.question.measure.kind == "count" else cell.projects
