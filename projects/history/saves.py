"""Saves of a project with their lines, a page at a time: a fixed number of queries, however long the history is."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format

from partners.models import User
from projects.models import Document, Project

from .events import Event, Moment, belongs, events_at, moments, within
from .naming import Names, rows_of
from .periods import seen_periods
from .tables import TABLES
from .wording import MERGED, Change, told

PAGE = 20
RECENT = 5


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reader narrows the history down to."""

    user_id: int | None = None
    what: str = ""
    without: str = ""  # a part that is left out


@dataclass(slots=True)
class Save:
    """Everything that one person saved at one time."""

    at: datetime
    user_id: int | None = None
    who: str = ""
    note: str = ""
    lines: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    saves: list[Save]
    older: datetime | None  # where the next page begins


def changes(project: Project, user: User, *, since: datetime | None = None, limit: int = RECENT) -> list[Save]:
    """The latest saves."""
    return saves(project, user, since=since, limit=limit).saves


def saves(
    project: Project,
    user: User,
    only: Filter | None = None,
    *,
    before: datetime | None = None,
    since: datetime | None = None,
    limit: int = PAGE,
) -> Page:
    only = only or Filter()
    periods = seen_periods(project, user)
    found = moments(
        project.pk,
        limit + 1,
        before=before,
        since=since,
        periods=periods,
        user_id=only.user_id,
        what=only.what,
        without=only.without,
    )
    shown = found[:limit]
    events = seen(events_at(project.pk, [moment.at for moment in shown]), project, user) if shown else []
    events = [event for event in events if event.table.name != only.without]
    names = Names(rows_of(events), user)
    openings = {start for start, _ in periods or ()}
    made = []
    for moment in shown:
        own = [event for event in events if event.at == moment.at]
        save = save_of(moment, told(own, names, project.pk, opens=moment.at in openings), project.pk)
        if save.lines or (save.note and "notes" in moment.said):  # a merge may have taken nothing over
            made.append(save)
    return Page(named(made), shown[-1].at if len(found) > limit else None)


def seen(events: list[Event], project: Project, user: User) -> list[Event]:
    """Without the documents that are, or ever were, for the project's own partner and the coordinators only."""
    if user.sees_everything or project.partner_id in user.own_partners:
        return events
    documents = {event.now["id"] for event in events if event.table.name == "document"}
    if not documents:
        return events
    recorded: Any = Document.pgh_event_model  # type: ignore[attr-defined]
    closed = recorded.objects.filter(project=project.pk, id__in=documents, visibility=Document.Visibility.RESTRICTED)
    hidden = set(closed.values_list("id", flat=True))
    return [event for event in events if event.table.name != "document" or event.now["id"] not in hidden]


def save_of(moment: Moment, lines: Sequence[Change], project_id: int) -> Save:
    save = Save(moment.at, moment.said.get("user"), lines=list(lines))
    if mailed := moment.said.get("mail"):  # by the link of a mail, which needs no password
        words = f"Confirmed from the mail of {date_format(datetime.fromisoformat(mailed), 'j F')}"
        save.lines = [replace(line, label=words) if str(line) == "Confirmed" else line for line in lines]
    if moment.said.get("command") == "import_iati":
        save.who = f"Imported from {moment.said.get('file')}"
    if not any(line.label.startswith(MERGED) for line in lines):  # whose lines name the other to whom may see it
        save.note = str(moment.said.get("note") or moment.said.get("notes", {}).get(str(project_id), ""))
    return save


def named(made: list[Save]) -> list[Save]:
    users = User.objects.in_bulk([save.user_id for save in made if save.user_id])
    for save in made:
        user = users.get(save.user_id) if save.user_id else None
        save.who = save.who or (str(user) if user else "the system")
    return made


def people(project: Project, user: User) -> list[User]:
    """Everybody who has saved something of it that this person may know of."""
    values: dict[str, Any] = {"project": project.pk}
    periods = seen_periods(project, user)
    when = within(periods, values, "pgh_created_at") if periods is not None else "TRUE"
    tables = " UNION ".join(
        f'SELECT pgh_context_id FROM "{table.events}" WHERE {belongs(table)} AND {when}'  # noqa: S608
        for table in TABLES.values()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT metadata ->> 'user' FROM pghistory_context WHERE id IN ({tables})",  # noqa: S608
            values,
        )
        ids = [int(user) for (user,) in cursor.fetchall() if user and user.isdigit()]
    return list(User.objects.filter(pk__in=ids))


def moment_of(text: str) -> datetime | None:
    """A time from an address; None when it is none, or one that no history reaches."""
    try:
        moment = parse_datetime(text.replace(" ", "+"))
        at = moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
    return at if at and 1900 < at.year < 9999 else None
