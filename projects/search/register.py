"""The register as counts need it: for each member of each dimension, the projects in it as the bits of one number.

Counting a filter's choices is then "and" and counting bits, microseconds each, where PostgreSQL would group 100,000
projects for every list of choices. A process reads the register once and from then on only the projects that were
changed, which the database marks; what a person may see comes from `visible_to`, never from here.
"""

# ruff: noqa: S608 - the SQL is put together from texts of this package and of the analysis

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import DatabaseError, connection
from django.db.models import QuerySet

from partners.models import User
from projects.analysis import dimensions
from projects.history.looking import has_only_looked
from projects.models import Project

logger = logging.getLogger(__name__)

Bits = int  # bit n stands for the project in slot n
Numbers = np.ndarray[Any, Any]

LONGEST_KEPT = 24 * 3600  # seconds after which all is read anew, meanwhile the old one serves
MOST_CHANGED, MOST_OF_ALL = 2_000, 8  # with more changes than this, or than an eighth, reading all is quicker
VIEWERS = 600  # sets of visible and of readable projects kept
MOST_KEPT, MOST_PAST = 60, 24  # columns of today and of past days that are kept
MOST_DAYS = 3  # past days, each a whole register: 100 MB of a million projects
KEEPING = threading.Lock()
STEPS = 1_000  # changes kept for the viewers that have not taken them into account

THEMES = """
    SELECT p.id, unnest(ARRAY[t.code, t.parent_id]) AS key FROM picked p
    JOIN projects_project_themes pt ON pt.project_id = p.id JOIN projects_theme t ON t.code = pt.theme_id"""
DIMENSIONS = {
    "all": "SELECT p.id, '' AS key FROM picked p",
    "country": "SELECT p.id, r.country_id AS key FROM picked p JOIN projects_recipient r ON r.project_id = p.id",
    "region": "SELECT p.id, c.region AS key FROM picked p JOIN projects_recipient r ON r.project_id = p.id"
    " JOIN partners_country c ON c.iso2 = r.country_id",
    "partner": dimensions.PARTNERS,
    "draft": "SELECT p.id, 'on' AS key FROM picked p WHERE p.published_at IS NULL",
    "theme": THEMES,
    "pillar": dimensions.PILLARS,
    "status": dimensions.STATUSES,
    "activity_type": dimensions.ACTIVITY_TYPES,
    "beneficiary_kind": dimensions.BENEFICIARY_KINDS,
    "oda": dimensions.ODA,
    "visibility": "SELECT p.id, p.visibility AS key FROM picked p",
    "start_year": dimensions.START_YEARS,
    "end_year": 'SELECT p.id, extract(year FROM p."end")::int::text AS key FROM picked p',
    "lead": "SELECT p.id, p.partner_id::text AS key FROM picked p",
    "budget": "SELECT c.project_id AS id, (sum(c.usd) * 100)::bigint::text AS key FROM picked p"
    " JOIN projects_contribution c ON c.project_id = p.id WHERE c.usd IS NOT NULL GROUP BY c.project_id",
    "unrated": "SELECT p.id, '' AS key FROM picked p JOIN projects_contribution ON project_id = p.id WHERE usd IS NULL",
    # the moment at which a published, running project was confirmed last
    "confirmed": "SELECT p.id, (COALESCE(extract(epoch FROM p.confirmed_at), 0) * 1000000)::bigint::text AS key"
    f" FROM picked p WHERE p.published_at IS NOT NULL AND p.status IN {tuple(one.value for one in Project.RUNNING)}",
    "updated": "SELECT p.id, (extract(epoch FROM p.updated_at) * 1000000)::bigint::text AS key FROM picked p",
}
COLUMNS = 'id, partner_id, status, oda, visibility, start, "end", published_at, confirmed_at, updated_at'
MEASURES = ("lead", "budget", "confirmed", "updated")  # read as numbers, one for each project
STATE = """
SELECT pg_current_snapshot()::text, pg_current_xact_id_if_assigned()::text,
    EXISTS (SELECT FROM projects_projectchange
        WHERE transaction = pg_current_xact_id_if_assigned()::text::bigint),
    ARRAY(SELECT DISTINCT project_id FROM projects_projectchange, (SELECT %s::pg_snapshot AS known) kept
        WHERE transaction >= pg_snapshot_xmin(known)::text::bigint
        AND NOT pg_visible_in_snapshot(transaction::text::xid8, known) LIMIT %s)
"""


@dataclass(frozen=True, slots=True)
class Register:
    ids: Numbers  # of the projects, ascending; the slot is the position
    members: dict[str, dict[str, Bits]]
    measures: dict[str, Numbers]  # lead partner, cents, microseconds since 1970; NaN where there is none
    snapshot: str  # of the database: what it does not see may have been read or not
    read_at: float
    changes: tuple[frozenset[int], ...] = ()  # what was read anew, step by step
    viewers: dict[Any, tuple[int, Bits]] = field(default_factory=dict)  # steps taken into account, visible projects
    orders: dict[str, Numbers] = field(default_factory=dict)  # slots in an order, once it was asked for
    columns: dict[Any, tuple[int, Any]] = field(default_factory=dict)  # of analyses, with the steps as of viewers
    pasts: dict[tuple[datetime, Any], tuple[int, Any]] = field(default_factory=dict)  # the same of past days

    @property
    def everything(self) -> Bits:
        return self.members["all"].get("", 0)

    @property
    def is_worn(self) -> bool:
        return time.monotonic() > self.read_at + LONGEST_KEPT

    def keep(self, name: Any, step: int, rows: Any) -> None:
        hold(self.columns, MOST_KEPT, name, step, rows)

    def keep_past(self, end: datetime, what: Any, step: int, rows: Any) -> None:
        """With what else there is of the days that were looked at last."""
        hold(self.pasts, MOST_PAST, (end, what), step, rows)
        with KEEPING:
            days = dict.fromkeys(day for day, _ in reversed(self.pasts))
            for day in list(days)[MOST_DAYS:]:
                for name in [one for one in self.pasts if one[0] == day]:
                    del self.pasts[name]

    @property
    def most_changed(self) -> int:
        return max(MOST_CHANGED, len(self.ids) // MOST_OF_ALL)

    def bits(self, ids: Numbers) -> Bits:
        if not len(self.ids) or not len(ids):
            return 0
        slots = np.searchsorted(self.ids, ids).clip(max=len(self.ids) - 1)
        slots = slots[self.ids[slots] == ids]  # a project may have come since
        flags = np.zeros(len(self.ids), dtype=bool)
        flags[slots] = True
        return packed(flags) & self.everything

    def flags(self, bits: Bits) -> Numbers:
        read = np.frombuffer(bits.to_bytes(len(self.ids) // 8 + 1, "little"), dtype=np.uint8)
        return np.unpackbits(read, count=len(self.ids), bitorder="little").astype(bool)

    def found(self, projects: QuerySet[Any, Any]) -> Bits:
        """The projects of a query whose first column is their id."""
        return self.bits(ids_of(projects))

    def among(self, bits: Bits, ids: Numbers) -> Numbers:
        """For each id whether it is one of these projects."""
        return np.isin(ids, self.ids[self.flags(bits)])

    def measured(self, by: str, ids: Numbers) -> Numbers:
        """Of each of these projects; NaN of one that is not there."""
        column, there = np.full(ids.shape, np.nan), np.isin(ids, self.ids)
        column[there] = self.measures[by][np.searchsorted(self.ids, ids[there])]
        return column

    def visible_to(self, user: User) -> Bits:
        return self._seen_by(user, "visible", Project.objects.visible_to)

    def readable_by(self, user: User) -> Bits:
        return self._seen_by(user, "readable", Project.objects.readable_by)

    def _seen_by(self, user: User, how: str, finder: Callable[[User], QuerySet[Project]]) -> Bits:
        """Read once for people who see the same, and later only for the projects that were changed."""
        key, step = (how, user.sees_everything, user.own_partners), len(self.changes)
        known, bits = self.viewers.get(key, (-1, 0))
        if known < step:
            seen = finder(user).order_by().values("pk")
            if known < 0:
                bits = self.found(seen)
            else:
                changed = set[int]().union(*self.changes[known:])
                bits = bits & ~self.bits(np.array(sorted(changed))) | self.found(seen.filter(pk__in=changed))
            if len(self.viewers) >= VIEWERS:
                self.viewers.clear()
            self.viewers[key] = (step, bits)
        return bits & self.everything

    def in_order(self, bits: Bits, by: str, *, rising: bool = False) -> Numbers:
        """Ids of the projects by a measure, the greatest first or last, those without one at the end; among equals the
        last entered first.
        """
        if (name := f"{by} rising" if rising else by) not in self.orders:
            measure = self.measures[by]
            self.orders[name] = np.lexsort((-self.ids, measure if rising else -measure))
        order = self.orders[name]
        return self.ids[order[self.flags(bits)[order]]]

    def latest_first(self, bits: Bits) -> Numbers:
        return self.in_order(bits, "updated")


def hold(kept: dict[Any, tuple[int, Any]], most: int, name: Any, step: int, rows: Any) -> None:
    """As the one used last; what was used least lately goes. Web threads share what is kept."""
    with KEEPING:
        kept.pop(name, None)
        while len(kept) >= most:
            kept.pop(next(iter(kept)))
        kept[name] = step, rows


def packed(flags: Numbers) -> Bits:
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def union(sets: Iterable[Bits]) -> Bits:
    return reduce(or_, sets, 0)


def whole(text: str | None) -> Numbers:
    return np.fromstring(text or "", dtype=np.int64, sep=" ")


def ids_of(projects: QuerySet[Any, Any]) -> Numbers:
    return columns_of(projects, 1)[0]


def columns_of(rows: QuerySet[Any, Any], number: int) -> tuple[Numbers, ...]:
    """The first columns, which hold ids, in order: one long text is read ten times as fast as a row for each."""
    names = [f"column{n}" for n in range(number)]
    try:
        sql, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return (whole(""),) * number
    with connection.cursor() as cursor:
        each = ", ".join(f"string_agg({name}::text, ' ')" for name in names)
        cursor.execute(f"SELECT {each} FROM ({sql}) AS found({', '.join(names)})", parameters)
        return tuple(map(whole, cursor.fetchone()))


# -- Kept in step ------------------------------------------------------------------------------------------------------
_registers: dict[str, Register] = {}
_renewing: set[str] = set()
_lock = threading.Lock()


def current() -> Register:
    """The register as this transaction sees it."""
    snapshot, fresh = in_step()
    return fresh or read(snapshot)  # what may yet be taken back is nobody else's, nor are the tables of a past day


def shared() -> Register | None:
    """The register of all transactions of this process, if it has one and this one has written nothing."""
    return in_step()[1] if connection.settings_dict["NAME"] in _registers else None


def in_step() -> tuple[str, Register | None]:
    name = connection.settings_dict["NAME"]
    kept = _registers.get(name)
    most = kept.most_changed if kept else 0
    with connection.cursor() as cursor:
        cursor.execute(STATE, [kept.snapshot if kept else None, most + 1])
        snapshot, transaction, has_changed, changed = cursor.fetchone()
    if transaction and (has_changed or not has_only_looked(transaction)):
        return snapshot, None
    with _lock:
        kept = _registers.get(name, kept)
        if kept is None or 0 in changed or len(changed) > most:
            fresh: Register | None = read(snapshot)
        else:
            fresh = patched(kept, changed, snapshot) if changed else replace(kept, snapshot=snapshot)
        _registers[name] = fresh = fresh or read(snapshot)
        if fresh.is_worn and name not in _renewing:
            renew()
        return snapshot, fresh


def prepare(besides: Callable[[Register], object]) -> None:
    """Read before the process serves anybody, with what `besides` keeps of it, so that nobody has to ask for it first.
    Not aside, as when it is worn: processes may part from this one, and what a reader aside has locked stays so there.
    """
    try:
        besides(current())
    except DatabaseError as error:
        logger.warning("The register was not read, so the next search reads it. %s", error)
    finally:
        connection.close()


def renew() -> None:
    """Read aside, when it is worn."""
    name = connection.settings_dict["NAME"]
    _renewing.add(name)
    threading.Thread(target=_renew, args=[name], name="register", daemon=True).start()


def _renew(name: str) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(STATE, [None, 0])
            snapshot = cursor.fetchone()[0]
        _registers[name] = read(snapshot)
    except DatabaseError as error:
        logger.warning("The register was not read anew, and the old one serves on. %s", error)
    finally:
        _renewing.discard(name)
        connection.close()


def read(snapshot: str) -> Register:
    members, measures = fetched("", [])
    ids = np.sort(members["all"].get("", whole("")))
    empty = Register(ids, {"all": {"": (1 << len(ids)) - 1}}, {}, snapshot, time.monotonic())
    return replace(
        empty,
        members={name: {key: empty.bits(own) for key, own in keys.items()} for name, keys in members.items()},
        measures={name: placed(empty, np.full(len(ids), np.nan), *measures[name]) for name in MEASURES},
    )


def patched(kept: Register, changed: list[int], snapshot: str, table: str = "projects_project") -> Register | None:
    """None when a project has come whose id lies among the old ones."""
    members, measures = fetched("WHERE id = ANY(%s::bigint[])", [changed], table)
    came = np.sort(members["all"].get("", whole("")))
    new = came[~np.isin(came, kept.ids)]
    if len(new) and len(kept.ids) and new[0] < kept.ids[-1]:
        return None
    ids = np.concatenate([kept.ids, new])
    room = replace(kept, ids=ids, members={"all": {"": (1 << len(ids)) - 1}})
    gone = ~room.bits(np.array(sorted(changed)))
    merged = {name: {key: bits & gone for key, bits in keys.items()} for name, keys in kept.members.items()}
    for name, keys in members.items():
        for key, own in keys.items():
            merged[name][key] = merged[name].get(key, 0) | room.bits(own)
    fresh = {}
    for name in MEASURES:
        column = np.concatenate([kept.measures[name], np.full(len(new), np.nan)])
        column[room.flags(~gone & room.everything)] = np.nan
        fresh[name] = placed(room, column, *measures[name])
    room = replace(room, members=merged, measures=fresh, snapshot=snapshot, orders={})
    if len(kept.changes) >= STEPS:
        return replace(room, changes=(), viewers={}, columns={}, pasts={})  # what is asked next is read anew
    return replace(room, changes=(*kept.changes, frozenset(changed)))


def placed(register: Register, column: Numbers, ids: Numbers, moments: Numbers) -> Numbers:
    column[np.searchsorted(register.ids, ids)] = moments
    return column


def fetched(
    only: str, parameters: list[Any], table: str = "projects_project"
) -> tuple[dict[str, dict[str, Numbers]], dict[str, tuple[Numbers, Numbers]]]:
    """For each dimension and member the ids, and for each kind of time the ids and the moments, of these projects."""
    parts = [
        f"SELECT '{name}', NULL, string_agg(id::text, ' '), string_agg(key, ' ') FROM ({sql}) d"
        if name in MEASURES
        else f"SELECT '{name}', key, string_agg(id::text, ' '), NULL FROM ({sql}) d GROUP BY key"
        for name, sql in DIMENSIONS.items()
    ]
    members: dict[str, dict[str, Numbers]] = defaultdict(dict)
    measures: dict[str, tuple[Numbers, Numbers]] = {}
    for name in DIMENSIONS:
        members[name] = {}
    with connection.cursor() as cursor:
        picked = f"SELECT {COLUMNS} FROM {table} {only}"
        cursor.execute(f"WITH picked AS MATERIALIZED ({picked}) {' UNION ALL '.join(parts)}", parameters)
        for name, key, ids, moments in cursor:
            if name in MEASURES:
                measures[name] = whole(ids), whole(moments)
            elif key is not None:
                members[name][key] = whole(ids)
    return members, measures
