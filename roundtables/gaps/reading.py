"""From a query string to the gap map, its picture and its notes.

What is done is counted by the register's filter and the counting of graphs, so that a cell's figures are those of the
list behind it; of the register's filters those apply that ask of countries, themes, partners and activities.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode

from partners.models import User
from projects.analysis import DIMENSIONS, MEASURES, Question, answer, in_words, notes
from projects.analysis.past import Past, past_of
from projects.charts.atlas import AreaMap
from projects.charts.heat import Heat
from projects.charts.room import SCREEN, Room
from projects.confirming import still_called
from projects.filters import Chip, CountedFilter, tidy

from .cells import GapMap, gap_map
from .overlaps import are_told, open_alerts
from .picture import area_map, heat_map
from .wording import asked_notes, silence

COLUMNS = {"theme": "Themes", "sub_theme": "Sub-themes", "activity_type": "Kinds of activity"}
PICTURES = {"heat": "Heat map", "map": "Map of countries"}
FILTERS = ("country", "region", "theme", "pillar", "partner", "activity_type")
ACTIVE = {"active": ["1"]}
ENDED = {"overdue": ["1"]}  # what is called so still
OWN = ("columns", "picture")


@dataclass
class Reading:
    """`problems` say what was left out; all queries have been made when the day that is looked at ends."""

    columns: str
    picture: str
    past: Past
    narrowed: CountedFilter
    map: GapMap
    notes: list[str]
    problems: list[str]
    ended: int  # still called running on the day, though their end has passed
    own: QueryDict  # the query as it was understood, but for the day

    @property
    def day(self) -> date:
        return self.past.day or timezone.localdate()

    @property
    def query(self) -> str:
        """The complete and tidy query of this very map."""
        said = self.own.copy()
        if self.past.day:
            said["as_of"] = self.past.day.isoformat()
        return said.urlencode()

    @property
    def ended_register(self) -> str:
        """The query of the list of those that have ended."""
        kept = {name: values for name, values in self.own.lists() if name not in OWN}
        day = {"as_of": self.past.day.isoformat()} if self.past.day else {}
        return urlencode({**kept, **ENDED, **day}, doseq=True)

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters in use, and the address without each; what is always asked of projects is none."""

        def without(chip: Chip) -> str:
            kept = tidy(QueryDict(chip.query), ACTIVE)
            for name in (*OWN, "as_of"):
                if value := QueryDict(self.query).get(name):
                    kept[name] = value
            return kept.urlencode()

        return [replace(chip, query=without(chip)) for chip in self.narrowed.chips if chip.name in FILTERS]

    def drawn(self, room: Room = SCREEN) -> Heat | AreaMap:
        draw = area_map if self.picture == "map" else heat_map
        return draw(self.map, self.query, room)


@contextmanager
def read(query: QueryDict, user: User) -> Iterator[Reading]:
    """As this person may see it, on the day that is asked for."""
    past = past_of(query)
    columns, picture, problems = chosen(past.query)
    own = tidy(past.query, {name for name in past.query if name not in FILTERS})
    with past.seen_by(user):
        narrowed = CountedFilter(with_these(own, ACTIVE), user=user)
        question = Question(
            DIMENSIONS["country"], replace(DIMENSIONS[columns], column_limit=0), MEASURES["budget"], as_of=past.day
        )
        table = answer(question, narrowed)
        alerts = open_alerts(user) if not past and are_told(columns, narrowed.cleaned) else {}
        found = gap_map(table, columns, user, narrowed.cleaned, alerts)
        texts = [
            *asked_notes(columns, narrowed.cleaned, past.day),
            *silence(found),
            *map(in_words, notes(table, narrowed)),
        ]
        own = tidy(narrowed.understood, ACTIVE)
        ended = CountedFilter(with_these(own, ENDED), user=user).qs.count()
        texts += [f"{still_called(ended)}. They are not counted here."] if ended else []
        for name, value in (("columns", columns), ("picture", picture)):
            if value != USUAL[name]:
                own[name] = value  # merged as a dictionary, a text would be a list of letters
        all_problems = [*past.problems, *problems, *narrowed.problems]
        yield Reading(columns, picture, past, narrowed, found, texts, all_problems, ended, own)


def with_these(query: QueryDict, values: dict[str, list[str]]) -> QueryDict:
    kept = query.copy()
    for name, several in values.items():
        kept.setlist(name, several)
    return kept


USUAL = {"columns": "theme", "picture": "heat"}


def chosen(query: QueryDict) -> tuple[str, str, list[str]]:
    values, problems = [], []
    for name, allowed in (("columns", COLUMNS), ("picture", PICTURES)):
        value = query.get(name, "").strip().lower() or USUAL[name]
        if value not in allowed:
            problems.append(
                f"{name.capitalize()}: “{value[:40]}” is not known here, so {USUAL[name]} is shown. "
                f"Choose one of {', '.join(allowed)}."
            )
            value = USUAL[name]
        values.append(value)
    return values[0], values[1], problems
