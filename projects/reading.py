"""The one way from a query string to its figures: for pages, files, the dashboard and what is shown elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.http import QueryDict

from partners.models import User
from projects.analysis import Question, Table, address, asked
from projects.analysis.answers import Answer, answered
from projects.analysis.days import Compared, Days, compared, days_of
from projects.analysis.past import Past, past_of
from projects.analysis.questions import QuestionForm
from projects.charts import Plan, chosen, plan
from projects.charts.room import SCREEN, Room
from projects.filters import CountedFilter, ProjectFilter


@dataclass(frozen=True, slots=True)
class Reading:
    """`problems` say what was left out: a page shows them, a file, which cannot, is refused."""

    past: Past
    question: Question
    form: QuestionForm
    narrowed: CountedFilter
    answer: Answer
    problems: list[str]

    @property
    def table(self) -> Table:
        return self.answer.table

    @property
    def query(self) -> str:
        return address(self.question, self.narrowed).urlencode()

    def pictured(self, room: Room = SCREEN) -> "Pictured":
        form, unfit = chosen(self.table)
        return Pictured(plan(self.table, form, self.narrowed.qs, room), [*self.problems, *unfit])


@dataclass(frozen=True, slots=True)
class Pictured:
    plan: Plan | None
    problems: list[str]  # of the reading too


@dataclass(frozen=True, slots=True)
class Comparison:
    """Of two days; `found` is None until a day to begin with is stated."""

    days: Days
    question: Question
    narrowed: CountedFilter
    found: Compared | None
    problems: list[str]


@contextmanager
def read(query: QueryDict, user: User, like: ProjectFilter | None = None) -> Iterator[Reading]:
    """As this person may see it; all that is read inside is of the day that is asked for. Names are those of the
    filter that it is `like`, where a page has several.
    """
    past = past_of(query)
    question, form, problems = asked(past.query)
    with past.seen_by(user):
        narrowed = CountedFilter(past.query, user=user)
        if like:
            narrowed.named_like(like)
        found = answered(question, narrowed)
        problems = [*past.problems, *problems, *found.table.problems, *narrowed.problems]
        yield Reading(past, question, form, narrowed, found, problems)


def compare(query: QueryDict, user: User, most: int | None = None) -> Comparison:
    """What changed between the two days of the query, of the figure in `row` and `column` or of the total; by so many
    projects at most.
    """
    days = days_of(query)
    question, _, problems = asked(days.query)
    place = query.get("row") or None, query.get("column") or None
    found = compared(question, days.query, user, days.start, days.past_end, place, most) if days.start else None
    narrowed = found.narrowed if found else CountedFilter(days.query, user=user)
    return Comparison(days, question, narrowed, found, [*days.problems, *problems, *narrowed.problems])
