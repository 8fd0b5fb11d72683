"""What queries tell of projects, as columns in memory. Each column comes as one long text, which is read ten times as
fast as a row for each of 100,000 projects.

A web process keeps the columns of the whole register in step with it, as its search does, and a question then picks the
rows of its projects. Those of a past day are those of today, corrected by the projects that were changed since. In a
transaction that has written, and in a process without a register, the same queries are asked of these projects only.
"""

# ruff: noqa: S608 - the SQL is put together from texts of this package and of Django's queries

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection

from projects.history.looking import STOOD, Looking, looking
from projects.models.project import ProjectQuerySet
from projects.search import register as registers

from .dimensions import NONE, PICKED, Dimension, Scope, Sql, picked_from

Numbers = np.ndarray[Any, Any]  # one-dimensional


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query of rows about the projects of `picked`: each with its `project`, with keys and with numbers. What
    `is_passing` is asked by few, and not kept.
    """

    query: Sql
    keys: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    is_passing: bool = False

    @property
    def name(self) -> tuple[str, str]:
        return self.query[0], repr(self.query[1])

    @property
    def columns(self) -> list[str]:
        """In the order in which they are read."""
        keys = [f"json_agg(COALESCE({name}::text, '{NONE}'))::text" for name in self.keys]
        numbers = [f"string_agg(COALESCE({name}::text, 'nan'), ' ')" for name in self.numbers]
        return ["string_agg(project::text, ' ')", *keys, *numbers]


def members_of(dimension: Dimension, scope: Scope) -> Wanted:
    assert dimension.members is not None  # noqa: S101 - periods are no query

    def query(scope: Scope) -> Sql:
        sql, parameters = of(scope)
        return f"SELECT m.id AS project, m.key, COALESCE(m.weight, 1) AS weight FROM ({sql}) m", parameters

    of, usual = dimension.members, Scope()
    asked = query(Scope(scope.kept))
    return Wanted(asked, ("key",), ("weight",), is_passing=bool(scope.kept) and asked != query(usual))


class Coded(NamedTuple):
    names: list[str]
    codes: Numbers  # of each row the place of its name


@dataclass(frozen=True, slots=True)
class Rows:
    """In the order of their projects, of which `at` is the place among all that are meant; NaN is no number."""

    at: Numbers
    keys: dict[str, Coded]
    numbers: dict[str, Numbers]

    def only(self, chosen: Numbers) -> "Rows":
        return Rows(
            self.at[chosen],
            {name: Coded(one.names, one.codes[chosen]) for name, one in self.keys.items()},
            {name: column[chosen] for name, column in self.numbers.items()},
        )


@dataclass(frozen=True, slots=True)
class Source:
    """The projects that are asked about, and what can be read of them: once, however often it is asked for."""

    picked: Sql  # these projects, and perhaps others
    ids: Numbers  # ascending
    register: "registers.Register | None" = None
    flags: Numbers | None = None  # which of all that are kept, or of the greater source's, projects they are
    looking: Looking | None = None  # back to a past day
    greater: "Source | None" = None  # of which they are a part
    known: dict[tuple[str, str], Rows] = field(default_factory=dict)

    def read(self, wanted: Mapping[str, Wanted]) -> dict[str, Rows]:
        new = {one.name: one for one in wanted.values() if one.name not in self.known}
        kept = [one for one in new.values() if (self.register or self.greater) and not one.is_passing]
        now = [one for one in new.values() if one not in kept]
        self.known.update(zip([one.name for one in kept], map(self._mine, self._kept(kept)), strict=True))
        self.known.update(zip([one.name for one in now], read(self.picked, now, self.ids), strict=True))
        return {name: self.known[one.name] for name, one in wanted.items()}

    def has(self, projects: Numbers) -> Numbers:
        return places(self.ids, projects)[1]

    def without(self, projects: Sequence[int]) -> "Source":
        """Some others must be left."""
        stay = ~np.isin(self.ids, projects)
        flags = self.flags if self.flags is None else self.flags.copy()
        if flags is not None:
            flags[flags] = stay
        return Source(self.picked, self.ids[stay], self.register, flags, self.looking, self.greater)

    def _kept(self, wanted: list[Wanted]) -> list[Rows]:
        register, back = self.register, self.looking
        if self.greater:
            return list(self.greater.read({str(at): one for at, one in enumerate(wanted)}).values())
        if register is None:
            return []
        return [past_rows(register, one, back) if back else kept_rows(register, one) for one in wanted]

    def _mine(self, rows: Rows) -> Rows:
        assert self.flags is not None  # noqa: S101 - then nothing is kept
        if len(self.ids) == len(self.flags):
            return rows
        place = np.cumsum(self.flags) - 1
        mine = rows.only(self.flags[rows.at])
        return replace(mine, at=place[mine.at])


def source_of(projects: ProjectQuerySet) -> Source | None:
    """None where there is no project."""
    try:
        sql, parameters = picked_from(projects)
    except EmptyResultSet:
        return None
    picked = (sql, list(parameters))
    back, greater = looking(), _greater.get()
    register = back.register if back else registers.shared()
    ids = np.sort(registers.ids_of(projects.order_by().values("pk")))
    if register is not None:
        every = all_ids(register, back)
        flags = flags_of(every, ids)
        ids = every[flags]
        source = Source(picked, ids, register, flags, back)
    elif greater is not None and places(greater.ids, ids)[1].all():
        source = Source(picked, ids, None, flags_of(greater.ids, ids), None, greater)
    else:
        source = Source(picked, ids)
    return source if ids.size else None


def all_ids(register: "registers.Register", back: Looking | None) -> Numbers:
    """Ascending. Projects deleted since a past day are among those that were changed."""
    if back is None or flags_of(back.changed, register.ids).all():
        return register.ids
    return np.union1d(register.ids, back.changed)


def flags_of(ids: Numbers, some: Numbers) -> Numbers:
    """Which of the ids they are; one that is none of them, as it came this moment, is left out."""
    flags = np.zeros(len(ids), dtype=bool)
    if len(ids):
        at, there = places(ids, some)
        flags[at[there]] = True
    return flags


_greater: ContextVar[Source | None] = ContextVar("greater", default=None)


@contextmanager
def read_once(projects: ProjectQuerySet, usual: Sequence[Wanted] = ()) -> Iterator[None]:
    """What is asked inside of some of these projects is picked from columns of all of them, for as long as this lasts:
    for many questions in a process without a register, or of a past day. What most of them ask for is read at once.
    """
    source = source_of(projects)
    if source and not source.register:
        source.read({str(at): one for at, one in enumerate(usual)})
    token = _greater.set(source)
    try:
        yield
    finally:
        _greater.reset(token)


# -- Kept --------------------------------------------------------------------------------------------------------------
def kept_rows(register: "registers.Register", wanted: Wanted) -> Rows:
    """Of all projects: read once, and later only of those that were changed."""
    step, kept = len(register.changes), register.columns
    known, rows = kept.get(wanted.name, (-1, None))
    if known == step and rows is not None:
        register.keep(wanted.name, step, rows)
        return rows
    if rows is None or known > step:  # another one has seen more meanwhile
        [rows] = read((f"SELECT {PICKED} FROM projects_project", []), [wanted], register.ids)
    else:
        changed = set[int]().union(*register.changes[known:])
        rows = renewed(rows, wanted, register.ids, sorted(changed))
    if known <= step:
        register.keep(wanted.name, step, rows)
    return rows


def past_rows(register: "registers.Register", wanted: Wanted, back: Looking) -> Rows:
    """Those of today, corrected by what was changed since. Who may see what is asked elsewhere, so they are kept."""
    step, ids = len(register.changes), all_ids(register, back)
    known, rows = register.pasts.get((back.end, wanted.name), (-1, None))
    if known == step and rows is not None:
        register.keep_past(back.end, wanted.name, step, rows)
        return rows
    if rows is None or known > step:
        with back.at_today():
            rows = kept_rows(register, wanted)
        rows = replace(rows, at=places(ids, register.ids)[0][rows.at])
        changed = back.changed.tolist()
    else:
        changed = sorted(set[int]().union(*register.changes[known:]))
    rows = renewed(rows, wanted, ids, changed, STOOD)
    if known <= step:
        register.keep_past(back.end, wanted.name, step, rows)
    return rows


def renewed(rows: Rows, wanted: Wanted, ids: Numbers, changed: list[int], table: str = "projects_project") -> Rows:
    """With these projects as they are now, or were then."""
    if not changed:
        return rows
    [new] = read((f"SELECT {PICKED} FROM {table} WHERE id = ANY(%s::bigint[])", [changed]), [wanted], ids)
    is_new = flags_of(ids, np.array(changed))
    return added(rows.only(~is_new[rows.at]), new)


def added(old: Rows, new: Rows) -> Rows:
    at = np.concatenate([old.at, new.at])
    keys = {name: joined(old.keys[name], new.keys[name]) for name in old.keys}
    numbers = {name: np.concatenate([old.numbers[name], new.numbers[name]]) for name in old.numbers}
    return in_order(Rows(at, keys, numbers))


def joined(old: Coded, new: Coded) -> Coded:
    names = list(dict.fromkeys([*old.names, *new.names]))
    moved = np.array([names.index(name) for name in new.names], dtype=old.codes.dtype)
    return Coded(names, np.concatenate([old.codes, moved[new.codes]]))


# -- Out of the database -----------------------------------------------------------------------------------------------
def read(picked: Sql, wanted: Sequence[Wanted], ids: Numbers) -> list[Rows]:
    """One statement, whatever is wanted."""
    if not wanted:
        return []
    sql, parameters = picked
    width = max(len(one.columns) for one in wanted)
    parts, values = [], [*parameters]
    for at, one in enumerate(wanted):
        columns = one.columns + ["NULL"] * (width - len(one.columns))
        parts.append(f"SELECT {at}, {', '.join(columns)} FROM ({one.query[0]}) AS rows")
        values += one.query[1]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH picked ({PICKED}) AS ({sql}) {' UNION ALL '.join(parts)}", values)
        found = {at: columns for at, *columns in cursor}
    return [rows_of(one, found[at], ids) for at, one in enumerate(wanted)]


def rows_of(wanted: Wanted, columns: Sequence[str | None], ids: Numbers) -> Rows:
    """A project that is not among these, as it came this moment, is left out."""
    projects, keys, numbers = registers.whole(columns[0]), columns[1:], columns[1 + len(wanted.keys) :]
    at, there = places(ids, projects)
    rows = Rows(
        at,
        {name: coded(text) for name, text in zip(wanted.keys, keys, strict=False)},
        {name: real(text) for name, text in zip(wanted.numbers, numbers, strict=False)},
    )
    return in_order(rows if there.all() else rows.only(there))


def places(ids: Numbers, wanted: Numbers) -> tuple[Numbers, Numbers]:
    """Where they stand among the ids, and whether they do."""
    at = np.searchsorted(ids, wanted).clip(max=len(ids) - 1)
    return at, ids[at] == wanted


def in_order(rows: Rows) -> Rows:
    if np.any(rows.at[1:] < rows.at[:-1]):
        rows = rows.only(np.argsort(rows.at, kind="stable"))
    return replace(
        rows,
        at=rows.at.astype(np.int32),
        numbers={name: compact(column) for name, column in rows.numbers.items()},
    )


def in_places(rows: Rows, size: int) -> Rows:
    """One row for each place, of what has one row at most."""
    numbers = {}
    for name, column in rows.numbers.items():
        numbers[name] = np.full(size, np.nan)
        numbers[name][rows.at] = column
    return Rows(np.arange(size), {}, numbers)


def compact(column: Numbers) -> Numbers:
    """What is the same in all rows takes no room."""
    return np.broadcast_to(column[0], column.shape) if column.size and (column == column[0]).all() else column


def coded(text: str | None) -> Coded:
    every = json.loads(text or "[]")
    names = list(dict.fromkeys(every))
    place = {name: at for at, name in enumerate(names)}
    return Coded(names, np.fromiter(map(place.__getitem__, every), dtype=np.int32, count=len(every)))


def real(text: str | None) -> Numbers:
    return np.fromstring(text or "", dtype=np.float64, sep=" ")
