"""How a value of the content is read on paper, and in which direction what people wrote runs."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from roundtables.pack.content import Column, Entered, Link, Several, Table, Value
from roundtables.pack.language import Language

NOTHING = "–"
RIGHT_TO_LEFT = {"R", "AL"}


def words_of(value: Value, language: Language, column: Column | None = None) -> str:
    """As plain words."""
    if value is None:
        return NOTHING if column and column.kind != "text" else ""
    if isinstance(value, Entered):
        return value.text
    if isinstance(value, Link):
        return words_of(value.text, language)
    if isinstance(value, Several):
        return "\n".join(words_of(line, language) for line in value.lines)
    if isinstance(value, date):
        return language.short_day(value)
    if isinstance(value, int | Decimal):
        is_in_thousands = column is not None and column.kind == "thousands"
        return language.number(round(value / 1000 if is_in_thousands else value))
    return value


def lines_of(value: Value) -> tuple[Value, ...]:
    return value.lines if isinstance(value, Several) else (value,)


# -- Widths ------------------------------------------------------------------------------------------------------------
PAPER, MARGINS = 17.0, 0.3  # centimetres: of a table, and of what a cell keeps free
WIDEST = 4.5  # of a column for one word alone: an address may break
ROOM, WHOLE = (
    105,
    14,
)  # signs of a line over all columns; lines of a table that is never cut: more leave holes
BREAKS = re.compile(r"[ \t\n]+")  # not the spaces within a number, where no line ends
BOLD = 1.08  # times as long, in a head
BROAD = set("жмфшщыюЖМФШЩЫЮwmWM@%")


def widths_of(table: Table, language: Language) -> list[float]:
    """In centimetres, as the columns ask, but no narrower than their longest word is long."""
    asked = [column.width for column in table.columns]
    least = [min(WIDEST, longest(table, at, language) + MARGINS) for at in range(len(asked))]
    found = [PAPER * part / sum(asked) for part in asked]
    lacking = sum(max(0, need - width) for need, width in zip(least, found, strict=True))
    spare = sum(max(0, width - need) for need, width in zip(least, found, strict=True))
    if not lacking or lacking > spare:
        return found
    return [
        need if width < need else width - (width - need) * lacking / spare
        for need, width in zip(least, found, strict=True)
    ]


def longest(table: Table, at: int, language: Language) -> float:
    column = table.columns[at]
    rows = [*table.on_paper, *([table.total] if table.total else [])]
    said = [words_of(row[at], language, column) for row in rows]
    head = max((length(word) * BOLD for word in BREAKS.split(column.label)), default=0)
    return max(head, *(length(word) for text in said for word in BREAKS.split(text)), 0)


def length(word: str) -> float:
    """In centimetres at the size of tables, roughly, and rather too long than too short."""
    return sum(
        0.24 if sign in BROAD else 0.2 if sign.isupper() else 0.185 if sign > "\u0400" else 0.16 for sign in word
    )


def fits_a_page(table: Table, language: Language) -> bool:
    """Short enough to move to the next page as a whole."""
    widths, lines = widths_of(table, language), 2
    for row in table.on_paper:
        lines += max(
            sum(1 + int(len(words_of(line, language)) / (ROOM * width / PAPER)) for line in lines_of(value))
            for value, width in zip(row, widths, strict=True)
        )
    return lines <= WHOLE


def runs_right_to_left(text: str) -> bool:
    """By its first letter that has a direction."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in RIGHT_TO_LEFT:
            return True
        if kind == "L":
            return False
    return False
