"""Courses and missions of several partners for the same people in the same weeks: to be merged, or held one after the
other. Courses in, hints out; nothing here reads the database.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ADJACENT = timedelta(days=7)  # between the end of one and the beginning of the next
TRAINING, MISSION = "training", "mission"


@dataclass(frozen=True, slots=True)
class Course:
    """A training or a mission of one project. Of the beneficiary either the body is known, or its kind, or neither."""

    pk: int
    kind: str
    project: int
    partner: str  # name of the lead partner
    start: date
    end: date
    country: str = ""  # name
    body: str = ""
    body_kind: str = ""  # in words
    themes: frozenset[str] = frozenset()  # names of main themes


@dataclass(frozen=True, slots=True)
class Hint:
    courses: tuple[Course, ...]
    sentence: str
    is_over: bool

    @property
    def start(self) -> date:
        return min(one.start for one in self.courses)


def hints(courses: Iterable[Course], today: date) -> list[Hint]:
    """Those of more partners first; the same courses are told of once, by what ties them most closely. Of what is over
    nothing is asked any more.
    """
    found: dict[frozenset[int], Hint] = {}
    groups: dict[tuple[str, ...], list[Course]] = defaultdict(list)
    for one in courses:
        for tie in ties(one):
            groups[tie].append(one)
    for tie, group in sorted(groups.items(), key=lambda item: item[0]):
        for run in runs(group):
            told = frozenset(one.pk for one in run)
            if len({one.partner for one in run}) > 1 and not any(told <= known for known in found):
                is_over = max(one.end for one in run) < today
                found[told] = Hint(tuple(run), sentence(tie, run, is_over), is_over)
    return sorted(found.values(), key=lambda hint: (-len({one.partner for one in hint.courses}), hint.start))


def ties(one: Course) -> Iterator[tuple[str, ...]]:
    """What it can share with another, the closest first in the order of letters."""
    if one.kind == MISSION:
        if one.country:
            yield "c", one.kind, one.country
        return
    if one.body:
        yield "a", one.kind, one.body
    if one.body_kind and one.country:
        for theme in one.themes:
            yield "b", one.kind, one.body_kind, one.country, theme


def runs(group: list[Course]) -> Iterator[list[Course]]:
    """Courses that overlap, or of which the next begins within a week of the end of those before."""
    run: list[Course] = []
    for one in sorted(group, key=lambda one: (one.start, one.end, one.pk)):
        if run and one.start - max(before.end for before in run) > ADJACENT:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def sentence(tie: tuple[str, ...], run: list[Course], is_over: bool) -> str:
    partners = listed(sorted({one.partner for one in run}))
    when = period(min(one.start for one in run), max(one.end for one in run))
    train, send = ("trained", "sent") if is_over else ("train", "send")
    match tie[0]:
        case "a":
            done, asked = f"{train} {tie[2]}", "one course for all, or one after the other?"
        case "b":
            kind = tie[2][:1].lower() + tie[2][1:]
            done, asked = f"{train} the same kind of body in {tie[3]} ({kind}; {tie[4]})", "could they join up?"
        case _:
            done, asked = f"{send} missions to {tie[2]}", "could one go for all?"
    return f"{partners} {done} {when}." if is_over else f"{partners} {done} {when}: {asked}"


def listed(names: list[str]) -> str:
    """Japan; France and Japan; France, Germany and Japan."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def period(start: date, end: date) -> str:
    """In May 2026; from 28 April to 15 May 2026."""
    if (start.year, start.month) == (end.year, end.month):
        return f"in {start:%B %Y}"
    first = f"{start.day} {start:%B}" + (f" {start.year}" if start.year != end.year else "")
    return f"from {first} to {end.day} {end:%B %Y}"
