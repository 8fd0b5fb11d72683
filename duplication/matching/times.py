"""When two records work, and whether they ask for the same people at once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .levels import Level, levels
from .records import Activity, Record

WEEKS = timedelta(days=60)  # an activity longer than this is a programme, not a course that can clash
MONTH = timedelta(days=31)
YEAR = timedelta(days=366)
LATEST = date.max - YEAR  # start of which a year after is a day still
TRAINING = frozenset({"A01", "A02", "A03", "A04", "A11", "A12"})  # what people have to be present at


TIMING = levels(clash="The same people or unit, in the same weeks.")


@dataclass(frozen=True, slots=True)
class Course:
    """Somebody is to be present, from one day to another."""

    body: int
    start: date
    end: date

    def clashes(self, other: "Course") -> bool:
        return self.body == other.body and self.start <= other.end and other.start <= self.end


def courses(record: Record) -> list[Course]:
    """Of an activity that does not say for whom, or when, the project's only body counts, or its days."""
    [body] = record.beneficiaries if len(record.beneficiaries) == 1 else [None]
    found = []
    for one in record.activities:
        of, (start, end) = one.beneficiary or body, days_of(one, record)
        if one.type in TRAINING and of is not None and start and end and end - start <= WEEKS:
            found.append(Course(of, start, end))
    return found


def days_of(activity: Activity, record: Record) -> tuple[date | None, date | None]:
    return (activity.start, activity.end) if activity.start or activity.end else (record.start, record.end)


def timing(first: Record, second: Record) -> Level | None:
    """Speaks only when it finds a clash: most activities have no dates."""
    return TIMING["clash"] if next(clashing(first, second), None) else None


def clashing(first: Record, second: Record) -> Iterator[tuple[Course, Course]]:
    others = courses(second)
    return ((one, other) for one in courses(first) for other in others if one.clashes(other))


def clash_in_words(first: Record, second: Record, level: Level) -> Level:
    """With the dates of the first two activities that clash, the earlier one first; and when the last clash ends."""
    pairs = [sorted((one.start, one.end) for one in pair) for pair in clashing(first, second)]
    (start, end), (other_start, other_end) = min(pairs)
    days = (min(end, other_end) - max(start, other_start)).days + 1
    until = max(min(end, other_end) for (_, end), (_, other_end) in pairs)
    both = f"{written(start)} to {written(end)}, and {written(other_start)} to {written(other_end)}"
    together = f"{days} days in common" if days > 1 else "one day in common"
    return replace(level, sentence=f"{level.sentence[:-1]}: {both}, {together}.", until=until)


def written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


PERIOD = levels(
    same="Their periods are the same.",
    overlap="Their periods overlap for the most part.",
    touch="Their periods overlap a little.",
    follow="One follows the other.",
    apart="Years lie between them.",
)


def period(first: Record, second: Record) -> Level | None:
    start, end = span(first)
    other_start, other_end = span(second)
    if start is None or end is None or other_start is None or other_end is None:
        return None
    together = min(end, other_end) - max(start, other_start)
    if together < timedelta(0):
        if not is_past(first, second) and not is_past(second, first):
            return None
        return PERIOD["follow" if -together <= YEAR else "apart"]
    if abs(start - other_start) <= MONTH and abs(end - other_end) <= MONTH:
        return PERIOD["same"]
    shorter = min(end - start, other_end - other_start)
    return PERIOD["overlap" if together >= shorter / 2 and together >= MONTH else "touch"]


def period_in_words(first: Record, second: Record, level: Level) -> Level:
    """Of periods that overlap how much of which, unless what the level says is so of both."""
    if level.name not in {"same", "overlap", "touch"}:
        return level
    (start, end), (other_start, other_end) = whole_span(first), whole_span(second)
    if level.name == "same":
        is_so = (start, end) == (other_start, other_end)
        return level if is_so else replace(level, sentence="Their periods are the same but for a month or less.")
    shorter, longer = sorted((end - start, other_end - other_start))
    together = min(end, other_end) - max(start, other_start)
    if (level.name == "overlap" and together >= longer / 2) or (level.name == "touch" and together < shorter / 2):
        return level
    some, whole, most = (in_months(time) for time in (together, shorter, longer))
    every = "All" if together == shorter else "Nearly all"
    part = f"{every} {whole}" if some == whole else f"{some} of the {whole}"
    return replace(level, sentence=f"{part} of the shorter period are within the {most} of the longer.")


def whole_span(record: Record) -> tuple[date, date]:
    start, end = span(record)
    if start is None or end is None:
        raise ValueError("only what has a period can overlap")
    return start, end


def in_months(time: timedelta) -> str:
    """Of a period from its first day to its last."""
    days = time.days + 1
    months = round(days / 30.4375)
    return f"{months} months" if months > 1 else f"{days} days"


START = levels(
    same="They start on the same day.",
    month="They start within a month.",
    near="They start within three months.",
    half="They start within half a year.",
    year="They start within a year.",
    two="They start one to two years apart.",
    three="They start two to three years apart.",
    five="They start three to five years apart.",
    different="They start more than five years apart.",
)
DAYS_APART = {"same": 0, "month": 31, "near": 92, "half": 184, "year": 366, "two": 731, "three": 1096, "five": 1827}


def start(first: Record, second: Record) -> Level | None:
    if first.start is None or second.start is None:
        return None
    gap = abs((first.start - second.start).days)
    return START[next((name for name, days in DAYS_APART.items() if gap <= days), "different")]


def is_past(first: Record, second: Record) -> bool:
    """Whether the first ended before the second began; of one that states no end nobody knows."""
    return bool(first.start and first.end and second.start and first.end < second.start)


def span(record: Record) -> tuple[date | None, date | None]:
    """The period of the project; a missing end is taken as a year after the start."""
    if record.start and not record.end:
        return record.start, min(record.start, LATEST) + YEAR
    return record.start, record.end
