"""Packs made by the worker: those that take long, for who asked; and those that are kept with their meeting.

What was asked for stands in the row of the file: `pack=meeting-9&language=fr&as_of=2026-03-31&keep=everybody`.
"""

from dataclasses import replace
from datetime import date
from typing import Any, BinaryIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse

from partners.models import User
from partners.models.user import anybody
from partners.text import day_in_words
from projects import content as files
from projects.documents import replace as replace_file
from projects.documents import store
from projects.exports.makers import Noted, Refused, Told, Written
from projects.exports.making import order
from projects.models import Export
from roundtables.models import MeetingDocument, RoundTable

from .asking import Asked, asked_of
from .building import PARTS, pack
from .content import Pack
from .formats import FORMATS, file_name
from .language import Language
from .state import state
from .subject import MEETING, subject_of

EVERYBODY, COORDINATORS = "everybody", "coordinators"
AUDIENCES = {EVERYBODY: MeetingDocument.Visibility.AS_PROJECT, COORDINATORS: MeetingDocument.Visibility.RESTRICTED}
DOCX = "docx"


def ask(asked: Asked, user: User, form: str, *, keep: str = "") -> Export:
    """What is under way already is the one. Raises TooMany. `keep`: with the meeting, for these."""
    return order(
        Export(
            owner=user,
            maker="pack",
            format=form,
            query=query_of(asked, keep),
            scope=asked.subject.title(Language(asked.language))[:500],
            total=len(PARTS) + (len(FORMATS) if keep else 1),
            state=state(asked.subject, eyes_of(user, keep)),
        )
    )


def eyes_of(user: User, keep: str) -> User:
    """With which it is made."""
    return anybody() if keep == EVERYBODY else user


def query_of(asked: Asked, keep: str = "") -> str:
    said = [f"pack={asked.subject.kind}-{asked.subject.key}", asked.query, f"keep={keep}" if keep else ""]
    return "&".join(filter(None, said))


def ready(asked: Asked, user: User, form: str) -> Export | None:
    """One that says what it would say if it were made now, if there is one."""
    same = Export.objects.of(user).kept().filter(maker="pack", format=form, query=query_of(asked))
    same = same.filter(state=state(asked.subject, user))
    found = same.filter(ready_at__isnull=False).first()
    return found if found and not found.is_expired and found.may_still_be_had_by(user) else None


class OfPacks:
    def write(self, export: Export, file: BinaryIO, noted: Noted) -> Written:
        asked, keep = read(export)
        if keep and not export.owner.is_coordinator:
            raise Refused("Only coordinators keep a pack with a meeting.")
        eyes = eyes_of(export.owner, keep)
        step = None if asked.day else noted  # a past day lasts for one transaction that only reads
        made = pack(asked.subject, eyes, Language(asked.language), asked.day, step=step)
        if not keep:
            file.write(FORMATS[export.format].write(made))
            noted(export.total)
            return Written(file_name(asked.subject, made, export.format))
        written = {}
        for number, form in enumerate(FORMATS, start=1):
            written[form] = FORMATS[form].write(made)
            noted(len(PARTS) + number)
        file.write(written[export.format])
        return Written(
            file_name(asked.subject, made, export.format), lambda: keep_with(asked, export.owner, made, written, keep)
        )

    def told(self, export: Export) -> Told:
        label = FORMATS[export.format].label
        try:
            asked, keep = read(export)
        except Refused as reason:  # its meeting was deleted since
            return gone(export, str(reason))
        language = Language(asked.language).rules.name
        day = f", as of {day_in_words(asked.day)}" if asked.day else ""
        also = [(asked.subject.home, "The meeting it is kept with")] if keep else []
        return Told(
            title=f"Meeting pack as {label}: {export.scope}" if not keep else f"Meeting pack: {export.scope}",
            lead=f"{language}{day}{f', kept with the meeting for {keep}' if keep else ''}.",
            meta=f"Meeting pack, {label}, {language}{day}",
            label=label,
            content_type=FORMATS[export.format].content_type,
            counted="parts",
            again=reverse("roundtables:pack_make"),
            fields={"query": export.query, "form": export.format},
            other=asked.address(),
            other_label="Choose another language or day",
            also=tuple(also),
        )


def gone(export: Export, reason: str) -> Told:
    form, home = FORMATS[export.format], reverse("roundtables:list")
    title = f"Meeting pack: {export.scope}"
    again = reverse("roundtables:pack_make")
    return Told(title, reason, title, form.label, form.content_type, "parts", again, {}, home, "Other meetings")


def read(export: Export) -> tuple[Asked, str]:
    """What was asked for; raises Refused when that is not there any more."""
    return asked_again(export.query, export.owner)


def asked_again(query: str, user: User) -> tuple[Asked, str]:
    said = QueryDict(query)
    kind, _, key = said.get("pack", "").partition("-")
    subject = subject_of(kind, key, user)
    if subject is None:
        raise Refused("What the pack is about is not there any more.")
    keep = said.get("keep", "")
    return asked_of(subject, said), keep if keep in AUDIENCES and subject.kind == MEETING else ""


# -- Kept with the meeting ---------------------------------------------------------------------------------------------
def keep_with(asked: Asked, user: User, made: Pack, written: dict[str, bytes], keep: str) -> None:
    """In each form, as documents of the meeting; one of the same day, language and audience is replaced. Of two at once
    the later one waits until the first is there, which it replaces.
    """
    meeting: Any = RoundTable.objects.select_for_update(of=("self",), no_key=True).get(pk=asked.subject.key)
    for form, content in written.items():
        upload = SimpleUploadedFile(file_name(asked.subject, made, form), content, FORMATS[form].content_type)
        facts = {"pack_of": made.day, "language": made.language, "visibility": AUDIENCES[keep]}
        title = title_of(made.day, made.language, form, keep)
        same = MeetingDocument.objects.filter(round_table=meeting, **facts, name__endswith=f".{form}")
        there = same.order_by("pk").first()
        try:
            if there:
                replace_file(there, upload, user=user, note="Made again")
                continue
            stored = store([upload], model=MeetingDocument, user=user, round_table=meeting, title=title, **facts)
        except files.Refused as reason:
            raise Refused(f"The pack could not be kept: {reason}"[:250]) from None
        if stored.refused:
            raise Refused(f"The pack could not be kept: {stored.refused[0]}"[:250])


def title_of(day: date, language: str, form: str, keep: str) -> str:
    return f"Pack of {day_in_words(day)} for {keep}, {Language(language).rules.name} ({FORMATS[form].label})"


def packs_of(meeting: RoundTable, user: User) -> list[MeetingDocument]:
    """Those kept that the person may see, the latest first."""
    visible = MeetingDocument.objects.visible_to(user).filter(round_table=meeting, pack_of__isnull=False)
    return list(visible.order_by("-pack_of", "language", "visibility", "title"))


def again(asked: Asked, kept: MeetingDocument) -> str:
    """Address of the page that makes the pack again as of its day."""
    return replace(asked, language=kept.language or asked.language, day=kept.pack_of).address()
