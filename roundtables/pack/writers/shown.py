"""How a value of the content is read on paper, and in which direction what people wrote runs."""

import unicodedata
from datetime import date
from decimal import Decimal

from roundtables.pack.content import Column, Entered, Link, Several, Value
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


def runs_right_to_left(text: str) -> bool:
    """By its first letter that has a direction."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in RIGHT_TO_LEFT:
            return True
        if kind == "L":
            return False
    return False
