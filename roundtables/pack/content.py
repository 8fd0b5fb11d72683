"""What a pack consists of, whatever it is drawn as: plain data, complete when the register has been asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Entered:
    """What somebody wrote: shown as it is, in its own direction."""

    text: str
    language: str = ""  # where it is known


@dataclass(frozen=True, slots=True)
class Link:
    """`text` may be what somebody wrote."""

    text: str | Entered
    url: str


@dataclass(frozen=True, slots=True)
class Several:
    """Lines of one cell; all but the first are small."""

    lines: "tuple[Value, ...]"


Value = str | int | Decimal | date | Entered | Link | Several | None


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    kind: str = "text"  # "text", "number", "money" (US dollars), "thousands" (of them, on paper), "year" or "day"
    width: float = 1.0  # in parts of the table

    @property
    def is_number(self) -> bool:
        return self.kind in {"number", "money", "thousands", "year"}


@dataclass(frozen=True, slots=True)
class Grid:
    columns: tuple[Column, ...]
    rows: "tuple[tuple[Value, ...], ...]"


@dataclass(frozen=True, slots=True)
class Table:
    """On paper the first `shown` rows; in the workbook all of them. Tables of one `sheet` lie on one sheet there, each
    row with its `part`.
    """

    sheet: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] = ()
    shown: int = 40
    beyond: str = ""  # what is said of the rows that are not on paper
    cut: str = ""  # and of those that are not in the workbook either
    part: str = ""
    part_label: str = ""
    workbook: "Grid | None" = None  # where a cell on paper holds several things

    @property
    def grid(self) -> "Grid":
        """As the workbook has it: one thing a column, so that it can be sorted and filtered."""
        return self.workbook or Grid(self.columns, self.rows)

    @property
    def on_paper(self) -> tuple[tuple[Value, ...], ...]:
        return self.rows[: self.shown]


@dataclass(frozen=True, slots=True)
class Text:
    words: str
    tone: str = ""  # "soft" for what is beside the matter, "notice" for what must not be missed


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple[Value, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what belongs to them."""

    lines: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    png: bytes
    caption: str
    alternative: str  # what it shows, for who does not see it


Block = Table | Text | Listing | Facts | Picture


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    blocks: tuple[Block, ...] = ()
    sections: "tuple[Section, ...]" = ()

    def tables(self) -> Iterator[Table]:
        yield from (block for block in self.blocks if isinstance(block, Table))
        for section in self.sections:
            yield from section.tables()


@dataclass(frozen=True, slots=True)
class Pack:
    title: str
    over: str  # "Meeting pack"
    language: str
    day: date  # of the data
    made: str  # "Made on … by …"
    whose: str  # in a few letters, for the name of a file: "everybody", "coordinators" or "personal"
    audience: str  # what is shown, and to whom it may be given
    cover: Facts
    picture: Picture | None  # of the cover
    figures: tuple[tuple[str, str], ...]  # value and label
    sections: tuple[Section, ...]
    notes: tuple[tuple[str, str], ...]  # for the sheet of notes
    phrases: dict[str, str] = field(default_factory=dict)  # what the writers say themselves

    def tables(self) -> Iterator[Table]:
        for section in self.sections:
            yield from section.tables()
