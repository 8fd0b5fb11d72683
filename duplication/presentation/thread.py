"""All that was said of an alert in one line of time: positions, messages and files, requests for contact, verdicts;
when it was withdrawn and came back, and when the two were merged and were two again.

Nothing here names a partner whose project the reader may not see, nor the person who wrote for it, nor a file as that
person called it. What a document says of its author inside itself goes along, as the form to write says.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath

from django.db.models import Q, prefetch_related_objects

from duplication.models import Attachment, Contact, Message, Verdict
from duplication.models.replacing import reopening_of
from duplication.presentation.withdrawals import Turn
from partners.models import User
from projects.models import ProjectMerge

from .alerts import AlertView
from .changes_told import ChangeView
from .sides import HIDDEN_PARTNER
from .statements import Statement

COORDINATOR = "Coordinator"
REGISTER = "The register"


@dataclass(frozen=True, slots=True)
class Entry:
    who: str
    said: str  # what is known of it at a glance; empty for a message
    kind: str  # "Position", "Message"…
    at: datetime
    text: str = ""
    reason: str = ""
    person: str = ""  # who wrote it, where that may be known
    is_own: bool = False
    files: tuple[Attachment, ...] = ()
    changes: tuple[ChangeView, ...] = ()  # that opened it again
    recommendation: str = ""
    note: str = ""  # whose place a verdict takes or which it repeats, or what became of a position
    stands: bool = True


def thread_of(view: AlertView, user: User, turns: Collection[Turn] = ()) -> list[Entry]:
    """Oldest first; nothing for those who may not hear it. Five queries, however much was said."""
    if not view.is_heard:
        return []
    prefetch_related_objects([view.alert], "messages__author", "messages__attachments", "contacts")
    names = names_in(view)
    said = [stated(one) for one in view.statements]
    said += [message(one, names, user) for one in view.alert.messages.all()]
    for contact in view.alert.contacts.all():
        said += [*steps(contact, names, user), *overtaken(contact, view, turns)]
    said += [Entry(REGISTER, "Withdrawn" if one.is_withdrawal else "Back", "Change", one.at, one.why) for one in turns]
    said += merged(view)
    return sorted(said, key=lambda entry: entry.at)


def messages_of(view: AlertView, user: User) -> list[Entry]:
    """What was written, without the rest. The messages, with their authors and files, are there already."""
    names = names_in(view)
    return [message(one, names, user) for one in view.alert.messages.all()] if view.is_heard else []


def merged(view: AlertView) -> Iterable[Entry]:
    """When the two became one, and were two again; by their numbers for who sees both."""
    first, second = view.alert.first_id, view.alert.second_id
    numbers = {side.project.pk: side.number for side in view.sides if side.project}
    of_two = ProjectMerge.objects.filter(Q(kept=first, closed=second) | Q(kept=second, closed=first))
    for one in of_two.select_related("merged_by", "undone_by"):
        both = f"{numbers[one.closed_id]} into {numbers[one.kept_id]}." if len(numbers) == 2 else ""
        yield Entry(by_whom(one.merged_by), "The two are merged", "Change", one.merged_at, both)
        if one.undone_at:
            who = by_whom(one.undone_by)
            yield Entry(who, "The merge is undone: they are two again", "Change", one.undone_at)


def by_whom(user: User | None) -> str:
    """Not by name; who writes for both partners may merge too, and is of neither alone."""
    return COORDINATOR if user and user.is_coordinator else REGISTER


def names_in(view: AlertView) -> dict[int, str]:
    """Partners that the reader may know by name."""
    return {side.project.partner_id: side.partner for side in view.sides if side.project}


def stated(one: Statement) -> Entry:
    return Entry(
        one.who,
        one.said,
        one.sort,
        one.at,
        one.text,
        one.reason,
        is_own=one.is_own,
        changes=one.changes,
        recommendation=one.recommendation,
        note=one.note,
        stands=one.stands,
    )


def message(one: Message, names: dict[int, str], user: User) -> Entry:
    files = tuple(one.attachments.all())
    if one.partner_id is None:
        return Entry(COORDINATOR, "", "Message", one.created_at, one.text, person=one.author.name, files=files)
    known = one.partner_id in names
    return Entry(
        names.get(one.partner_id, HIDDEN_PARTNER),
        "",
        "Message",
        one.created_at,
        one.text,
        person=one.author.name if known else "",
        is_own=one.partner_id in user.writes_for,
        files=files if known else tuple(unnamed(files)),
    )


def unnamed(files: Iterable[Attachment]) -> Iterable[Attachment]:
    """Under names that say no more than their kind; these rows are not to be saved."""
    for number, file in enumerate(files, start=1):
        file.name = f"attachment-{number}{PurePath(file.name).suffix.lower()}"
        yield file


def steps(contact: Contact, names: dict[int, str], user: User) -> Iterable[Entry]:
    """What became of a request, each step at its time."""
    asking = Entry(
        names.get(contact.asked_for_id, HIDDEN_PARTNER),
        "asks for contact",
        "Contact",
        contact.asked_at,
        contact.words,
        is_own=contact.asked_for_id in user.writes_for,
    )
    asked = Entry(
        names.get(contact.asked_of_id, HIDDEN_PARTNER),
        "",
        "Contact",
        contact.asked_at,
        is_own=contact.asked_of_id in user.writes_for,
    )
    yield asking
    if contact.accepted_at:
        yield replace(asked, said="accepts: both projects are open", at=contact.accepted_at, text=contact.reply)
    if contact.declined_at:
        yield replace(asked, said="prefers not to open it now", at=contact.declined_at, text=contact.reply)
    if contact.ended_at and contact.ended_for_id is None:
        yield Entry(REGISTER, "ends it: it opened nothing any more", "Contact", contact.ended_at)
    elif contact.ended_at:
        said = "closes the projects to each other" if contact.accepted_at else "takes the request back"
        by = asking if contact.ended_for_id == contact.asked_for_id else asked
        yield replace(by, said=said, at=contact.ended_at, text="")


def overtaken(contact: Contact, view: AlertView, turns: Iterable[Turn]) -> Iterable[Entry]:
    """That it ended with a verdict, its fall or a withdrawal: the first since it was accepted, unless closed before."""
    if contact.accepted_at is None:
        return
    verdicts = [one for one in view.alert.verdicts.all() if one.outcome == Verdict.Outcome.NOT_OVERLAP]
    ends = [
        (one.created_at, "the verdict sees no overlap")
        for one in verdicts
        if not ((end := reopening_of(one)) and end.is_undo)
    ]
    ends += [(one.at, "the alert is withdrawn") for one in turns if one.is_withdrawal]
    fallen = [end for one in view.alert.verdicts.all() if (end := reopening_of(one)) and end.is_by_change]
    ends += [(one.created_at, "what was decided stands no longer, as a project has changed") for one in fallen]
    at, why = min((one for one in ends if one[0] > contact.accepted_at), default=(contact.accepted_at, ""))
    if why and not (contact.ended_at and contact.ended_at < at):
        yield Entry(REGISTER, f"ends contact: {why}", "Contact", at)
