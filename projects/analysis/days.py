"""A question asked of two days: `from=2026-03-31&to=2026-06-30`, and why its answers differ."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.http import QueryDict
from django.utils import timezone

from partners.models import User
from projects.filters import CountedFilter
from projects.history.past import end_of, looking_back, seen_from
from projects.search.register import ids_of

from .answers import answered
from .difference import Difference, Place, difference
from .explaining import Explanation, amounts, causes, counting, differing, divided, grouped, reasons, seen
from .notes import Note, on_drafts, on_drafts_left_out, on_restricted
from .past import OF_TODAY, stated_day, told, without
from .tables import Question

DAYS = ("from", "to")


@dataclass(frozen=True, slots=True)
class Days:
    """From the end of one day to the end of another, or to now; `query` asks the question, `problems` say what is
    wrong with the days.
    """

    start: date | None
    end: date
    query: QueryDict
    problems: list[str]

    @property
    def past_end(self) -> date | None:
        return self.end if self.end < timezone.localdate() else None


@dataclass(frozen=True, slots=True)
class Compared:
    difference: Difference
    explanation: Explanation
    narrowed: CountedFilter
    notes: list[Note]


def days_of(query: QueryDict) -> Days:
    today = timezone.localdate()
    start, wrong_start = stated_day(query.get("from", ""), "nothing is compared")
    end, wrong_end = stated_day(query.get("to", ""), "today stands in its place")
    wrong = {"From": wrong_start, "To": wrong_end}
    problems = [f"{name}, {text[0].lower()}{text[1:]}" for name, text in wrong.items() if text]
    if start and start >= (end or today):
        problems.append(f"From: {told(start)} is not before {told(end or today)}. Choose an earlier day to begin with.")
        start = None
    problems += [text.format(query[one][:60]) for one, text in OF_TODAY.items() if query.get(one)]
    return Days(start, end or today, without(query, *OF_TODAY, *DAYS, "as_of", "shares"), problems)


def compared(
    question: Question,
    query: QueryDict,
    user: User,
    start: date,
    end: date | None,
    wanted: Place,
    most: int | None = None,
) -> Compared:
    """The whole table, and the figure that is wanted explained, by so many projects at most; where there is no such
    figure, the total.
    """
    with seen_from(end, user):
        narrowed = CountedFilter(query, user=user)
        new = answered(question, narrowed)
        notes = [*on_restricted(new.table, narrowed), *on_drafts(narrowed), *on_drafts_left_out(narrowed)]
        drafts = narrowed.counts_drafts
    with looking_back(start, user):
        old = answered(question, CountedFilter(query, user=user), like=new)
        both = difference(old.table, new.table)
        change = both.at(wanted if wanted in both.labels else (None, None))
        by = differing(*(amounts(question.measure, one.placed, change.place) for one in (old, new)))
        parts = divided(question.measure, change, by)
        shown = parts.projects[:most]
        then = ids_of(counting(user, with_drafts=drafts).values("pk"))
        known = shown[np.isin(shown, then)]
        before = seen(known, user, compared=known, with_drafts=drafts)
    with seen_from(end, user):
        count = counting(user, with_drafts=drafts)
        now, late = (ids_of(rows.values("pk")) for rows in (count, count.exclude(published_at__lt=end_of(start))))
        after = seen(shown, user, compared=known, with_drafts=drafts)
        why = reasons(parts.projects, then, now, late, user)
    found = causes(parts, why, before, after, most)
    explanation = Explanation(change, found, parts.projects.size, grouped(parts, why), parts.rest)
    return Compared(both, explanation, narrowed, notes)
