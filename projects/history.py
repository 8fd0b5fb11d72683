"""Who changed what when, read from the event tables that the database itself fills."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format

from partners.models import User
from projects.models import Activity, Contribution, Document, Participation, Project, ProjectIdentifier, Recipient

LIMIT = 20
SILENT = {"id", "created_at", "updated_at", "confirmed_at", "published_at"}
PARTS: list[tuple[type[Any], str, tuple[str, ...]]] = [
    (Recipient, "country", ("country",)),
    (Participation, "organization", ("organization",)),
    (Contribution, "contribution", ("partner",)),
    (Activity, "activity", ("type",)),
    (ProjectIdentifier, "other number", ()),
    (Document, "document", ()),
]
DONE = {"insert": "added", "update": "changed", "delete": "removed"}


@dataclass(slots=True)
class Entry:
    """Everything that one person saved at one time."""

    at: datetime
    user_id: int | None = None
    who: str = ""
    lines: list[str] = field(default_factory=list)


def changes(project: Project, user: User, *, since: datetime | None = None, limit: int = LIMIT) -> list[Entry]:
    """The latest changes, newest first, as far as the person could see the project when they were made."""
    events: Any = Project.pgh_event_model  # type: ignore[attr-defined]
    states = list(
        events.objects.filter(pgh_obj_id=project.pk)
        .select_related("pgh_context", "partner")
        .order_by("-pgh_id")[: limit + 1]
    )
    if not (user.sees_everything or project.partner_id in user.own_partners):
        states = visible_states(states, project)
    entries: dict[datetime, Entry] = {}
    for newer, older in zip(states, [*states[1:], None], strict=True):
        if lines := differences(older, newer):
            entry_of(entries, newer).lines.extend(lines)
    earliest = states[-1].pgh_created_at if states else None
    created = {state.pgh_created_at for state in states if state.pgh_label == "insert"}
    for event, words in part_events(project, user, limit):
        if earliest and event.pgh_created_at >= earliest and event.pgh_created_at not in created:
            entry_of(entries, event).lines.append(words)
    latest = sorted(entries.values(), key=lambda entry: entry.at, reverse=True)
    return named([entry for entry in latest if since is None or entry.at > since][:limit])


def visible_states(states: list[Any], project: Project) -> list[Any]:
    """Back to when it became visible; what it said as a draft or under a narrower visibility stays there."""
    open_ones = {Project.Visibility.ALL_PARTNERS, project.visibility}
    for number, state in enumerate(states):
        if state.published_at is None or state.visibility not in open_ones:
            return states[:number]
    return states


def differences(older: Any, newer: Any) -> list[str]:
    if older is None:
        return ["Recorded"] if newer.pgh_label == "insert" else []
    lines = []
    for column in Project._meta.concrete_fields:
        if column.name in SILENT or getattr(older, column.attname) == getattr(newer, column.attname):
            continue
        old, new = (shown(state, column.name) for state in (older, newer))
        lines.append(f"{str(column.verbose_name).capitalize()}: “{old}” became “{new}”")
    if older.published_at is None and newer.published_at:
        lines.append("Published")
    if newer.confirmed_at and older.confirmed_at != newer.confirmed_at and older.published_at:
        lines.append(confirmed(newer))
    return lines


def confirmed(state: Any) -> str:
    """How: on the site, or by the link of a mail, which needs no password."""
    mailed = state.pgh_context and state.pgh_context.metadata.get("mail")
    return f"Confirmed from the mail of {date_format(datetime.fromisoformat(mailed), 'j F')}" if mailed else "Confirmed"


def shown(state: Any, name: str) -> str:
    """The value as a person reads it, cut where it is long."""
    value = getattr(state, name)
    choices = dict(getattr(Project._meta.get_field(name), "flatchoices", None) or ())
    if isinstance(value, list):
        labels = dict(Project.Substance.choices)
        return ", ".join(str(labels.get(one, one)) for one in value) or "nothing"
    if isinstance(value, date):
        return date_format(value, "j F Y")
    text = str(choices.get(value, value)) if value not in (None, "") else "nothing"
    return text if len(text) <= 160 else f"{text[:159]}…"


def part_events(project: Project, user: User, limit: int) -> Iterable[tuple[Any, str]]:
    for model, noun, related in PARTS:
        str_of: Any = model.__str__  # of an event, which has the fields of its model
        events = model.pgh_event_model.objects.filter(project=project.pk)
        if model is Document:
            events = events.filter(pgh_obj__in=Document.objects.visible_to(user).filter(project=project))
        for event in events.select_related("pgh_context", *related).order_by("-pgh_id")[:limit]:
            yield event, f"{noun.capitalize()} {done(event)}: {str_of(event)}"


def done(event: Any) -> str:
    """A document that got another file was replaced: its file came in within the very transaction."""
    if event.pgh_label == "update" and getattr(event, "version", 1) > 1 and event.uploaded_at >= event.pgh_created_at:
        return f"replaced, version {event.version}"
    return DONE.get(event.pgh_label, "changed")


def entry_of(entries: dict[datetime, Entry], event: Any) -> Entry:
    """Events of one transaction carry the same time."""
    entry = entries.setdefault(event.pgh_created_at, Entry(event.pgh_created_at))
    if event.pgh_context:
        said = event.pgh_context.metadata
        entry.user_id = said.get("user") or entry.user_id
        if said.get("command") == "import_iati":
            entry.who = f"Imported from {said.get('file')}"
    return entry


def named(entries: list[Entry]) -> list[Entry]:
    users = User.objects.in_bulk([entry.user_id for entry in entries if entry.user_id])
    for entry in entries:
        user = users.get(entry.user_id) if entry.user_id else None
        entry.who = entry.who or (str(user) if user else "the system")
    return entries
