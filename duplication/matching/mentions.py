"""Days and sums that the texts of a project name. Reports of one work tell when it was agreed on and what it costs, in
whatever other words; nothing else of two texts is as seldom the same by chance.
"""

import re
from calendar import month_name
from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import floor, log10

from .apart import MONTHS
from .levels import Level, levels
from .records import Day, Record
from .text import LONGEST, YEAR, fold

LAST_DAY = 31
AROUND = 24  # characters before a year in which its month stands, and perhaps its day
ORDINAL = "(?:st|nd|rd|th|er|o)?"  # folded: º is an o
MONTH_BEFORE = re.compile(  # the end of what stands before a year: 12 September, September 12, 12 de septiembre de
    rf"(?:\b(\d\d?){ORDINAL} (?:of |de )?)?\b([^\W\d_]{{3,10}})\.?(?: (\d\d?){ORDINAL})?,?(?: of| de)? $"
)

SEPARATED = r"\d{1,3}(?:[ ,.'’\u00a0\u202f]\d{3}){1,4}"  # thousands from one another
SIZES = {  # what a number may be of, folded, with its endings
    1e3: r"thousand|mil(?:le)?|тыс(?:яч[аи]?)?",
    1e6: r"millions?|millon(?:es)?|mln|mio|млн|миллион(?:а|ов)?",
    1e9: r"billions?|milliards?|bn|млрд|миллиард(?:а|ов)?",
}
NUMBER = re.compile(
    rf"(?=\d)(?<![\w.,])(?:({SEPARATED})(?:[.,]\d\d?)?(?!\d)|(\d{{1,15}})(?:[.,](\d{{1,15}}))?)"
    rf"(?:[\s-]?(?:{'|'.join(f'({words})' for words in SIZES.values())})\b)?"
)
THOUSANDTHS = re.compile(r"[^.]+\.\d{3}")  # before a size: 1.250 million
DIGIT = re.compile(r"\d")
LEAST = 1_000  # of a sum: smaller numbers count other things
FIGURES = 3  # significant ones by which sums are compared

DAY_NAMED = levels(
    same="The texts of both name the same day.",
    month="The texts of both name the same month.",
    different="Their texts name different days or months.",
)
SUM_NAMED = levels(same="The text of one names a sum that is about the budget of the other.")


def day_named(first: Record, second: Record) -> Level | None:
    if not first.days_named or not second.days_named:
        return None
    if whole_days(first, second):
        return DAY_NAMED["same"]
    return DAY_NAMED["month" if months(first) & months(second) else "different"]


def day_in_words(first: Record, second: Record, level: Level) -> Level:
    if level.name != "same":
        return level
    year, month, day = min(whole_days(first, second))
    return replace(level, sentence=f"The texts of both name {day} {month_name[month]} {year}.")


def whole_days(first: Record, second: Record) -> list[Day]:
    """Those that both name."""
    return [one for one in first.days_named & second.days_named if one[2]]


def months(record: Record) -> set[tuple[int, int]]:
    return {(year, month) for year, month, _ in record.days_named}


def days_in(*texts: str) -> frozenset[Day]:
    """What stands in words before a year; the day is 0 where a text names a month alone."""
    return frozenset([day for text in texts for day in days_of(text[:LONGEST])])


def days_of(text: str) -> Iterator[Day]:
    for year in YEAR.finditer(text):
        start, end = year.span()
        before = MONTH_BEFORE.search(fold(text[max(0, start - AROUND) : start]))
        if before and (month := MONTHS.get(before[2])) and not text[end : end + 1].isalnum():
            day = int(before[1] or before[3] or 0)
            yield int(year[0]), month, day if day <= LAST_DAY else 0


def sum_named(first: Record, second: Record) -> Level | None:
    both = (first, second), (second, first)
    is_named = any(one.sums_named and one.sums_named & budget(other) for one, other in both)
    return SUM_NAMED["same"] if is_named else None


def budget(record: Record) -> frozenset[int]:
    """In its own currency, and in US dollars."""
    return as_figures({value for value in (record.amount, record.stated and record.stated[1]) if value})


def sums_in(*texts: str) -> frozenset[int]:
    """In whatever currency; years are none."""
    told = [text for text in texts if DIGIT.search(text, 0, LONGEST)]  # as few do
    return as_figures([value for text in told for value in numbers_of(text[:LONGEST])]) if told else frozenset()


def numbers_of(text: str) -> Iterator[float]:
    for number in NUMBER.finditer(fold(text)):
        separated, whole, part, *sizes = number.groups()
        size = next((factor for factor, found in zip(SIZES, sizes, strict=True) if found), None)
        if separated and size and THOUSANDTHS.fullmatch(separated):
            value = float(re.sub(r"[^\d.]", "", separated))
        elif separated:
            value = float(re.sub(r"\D", "", separated))
        elif size or not YEAR.fullmatch(whole):
            value = float(f"{whole}.{part or 0}")
        else:
            continue
        yield value * (size or 1)


def as_figures(values: Iterable[float]) -> frozenset[int]:
    whole = [round(value) for value in values]
    return frozenset([round(value, FIGURES - 1 - floor(log10(value))) for value in whole if value >= LEAST])
