"""Good files of a form that came back for another reason: held for a day, so that nobody has to choose them again.

The form carries a signed note of each, which is good for the person who sent it and for nobody else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.core import signing
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from partners.models import User
from projects.content import clean_name

SALT = "held-file"
FOLDER = "held"
HELD_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    note: str
    stored: str  # name in the store
    name: str  # as the person calls it

    def opened(self) -> UploadedFile:
        file = default_storage.open(self.stored)
        return UploadedFile(file, self.name, size=file.size)


def hold(file: UploadedFile, user: User) -> Held:
    file.seek(0)
    name = clean_name(file)
    stored = default_storage.save(f"{FOLDER}/{uuid4().hex}", file)
    return Held(signing.dumps([user.pk, stored, name], salt=SALT), stored, name)


def held_in(notes: Iterable[str], user: User) -> list[Held]:
    """The person's own that are still there."""
    found = []
    for note in dict.fromkeys(notes):
        try:
            owner, stored, name = signing.loads(note, salt=SALT, max_age=HELD_FOR)
        except signing.BadSignature:
            continue
        if owner == user.pk and default_storage.exists(stored):
            found.append(Held(note, stored, name))
    return found


def let_go(held: Iterable[Held]) -> None:
    for one in held:
        default_storage.delete(one.stored)


def forget_outdated() -> int:
    """Those that nobody came back for."""
    try:
        _, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:  # no file was ever held
        return 0
    latest = timezone.now() - HELD_FOR
    outdated = [f"{FOLDER}/{name}" for name in names if default_storage.get_modified_time(f"{FOLDER}/{name}") < latest]
    for stored in outdated:
        default_storage.delete(stored)
    return len(outdated)
