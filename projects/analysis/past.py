"""The day that a query asks for: `as_of=2026-03-31` shows the register as it stood at the end of that day."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format

from partners.models import User
from projects.history.past import first_day, seen_from

EARLIEST = date(1900, 1, 1)
OF_TODAY = {  # filters that read what is kept of today only, and why
    "q": "Search: words are looked for in the texts of today, so “{}” is left out. Other filters work for a past day.",
    "alerts": "With open alerts: alerts are those of today, so this is left out for a past day.",
}
RULE = (
    "Rebuilt from the history of every project: what you could see on that day, and may see today. "
    "Projects that were restricted or taken back to a draft since are left out; those merged since count as they did. "
    "Dollar values are those recorded then; names of partners, countries and themes are those of today."
)


@dataclass(frozen=True, slots=True)
class Past:
    """`day` is None for today. `query` is without what is no day and what cannot be asked of one; `problems` say what
    that was.
    """

    day: date | None
    query: QueryDict
    problems: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return self.day is not None

    def seen_by(self, user: User) -> AbstractContextManager[None]:
        """All that is read inside is as of the day."""
        return seen_from(self.day, user)

    @property
    def rule(self) -> str:
        """What the figures of that day are, for whoever quotes them."""
        return RULE if self.day else ""

    def emptiness(self, user: User) -> str:
        """Why nothing is there; only for a day on which nothing is."""
        first = first_day(user) if self.day else None
        if first and self.day and self.day < first:
            return f"The first project was recorded on {told(first)}. Choose that day or a later one."
        return ""


def past_of(query: QueryDict, name: str = "as_of") -> Past:
    day, problem = stated_day(query.get(name, ""))
    if day is None or day == timezone.localdate():
        return Past(None, without(query, name) if problem else query, [problem] if problem else [])
    problems = [text.format(query[one][:60]) for one, text in OF_TODAY.items() if query.get(one)]
    return Past(day, without(query, *OF_TODAY) if problems else query, problems)


def stated_day(text: str, instead: str = "the figures are those of today") -> tuple[date | None, str]:
    """A day until today, or what is wrong with it and what is shown instead."""
    if not (text := text.strip()):
        return None, ""
    today = timezone.localdate()
    try:
        day = parse_date(text)
    except ValueError:  # well written, but in no calendar
        day = None
    if day is None or day < EARLIEST:
        said = f"Day: “{text[:40]}” is not a day, so {instead}."
        return None, f"{said} Write year, month and day, such as {today:%Y-%m-%d}."
    if day > today:
        return None, f"Day: {told(day)} is still to come, so {instead}."
    return day, ""


def without(query: QueryDict, *names: str) -> QueryDict:
    kept = query.copy()
    for name in names:
        kept.pop(name, None)
    return kept


def told(day: date) -> str:
    return date_format(day, "j F Y")
