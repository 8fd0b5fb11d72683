"""Files brought in: told by their content, refused with a sentence each, stored under names nobody can guess.

Serves projects and meetings alike: `store(files, model=Document, user=user, project=project)`.
"""

import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

import filetype
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.template.defaultfilters import filesizeformat

from partners.models import User
from projects import pictures
from projects.models import AbstractDocument
from projects.tasks import examine_file

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
MAX_ENTRIES = 10_000  # of an office file; its directory is read into memory
TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "pptx": f"{OFFICE}presentationml.presentation",
    "odt": f"{OPEN}text",
    "ods": f"{OPEN}spreadsheet",
    "odp": f"{OPEN}presentation",
    "rtf": "application/rtf",
    "txt": "text/plain",
    "csv": "text/csv",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "tif": "image/tiff",
    "tiff": "image/tiff",
}
INSIDE = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}  # the folder that tells office files apart
ALLOWED = "PDF, Word, Excel, PowerPoint, OpenDocument, RTF, text, CSV, JPEG, PNG, GIF, WebP or TIFF"


class Refused(ValueError):
    """This file is not taken in; the text says why and what to do."""


@dataclass(slots=True)
class Stored:
    saved: list[AbstractDocument] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def store(files: Iterable[UploadedFile], *, model: type[AbstractDocument], user: User, **fields: object) -> Stored:
    """Save every file that may be saved; `fields` say what it belongs to, its kind, visibility and language."""
    stored = Stored()
    for file in files:
        try:
            stored.saved.append(store_one(file, model=model, user=user, **fields))
        except Refused as reason:
            stored.refused.append(f"{clean_name(file)}: {reason}")
    return stored


def store_one(file: UploadedFile, *, model: type[AbstractDocument], user: User, **fields: object) -> AbstractDocument:
    name, content_type = clean_name(file), told_by_content(file)
    document = model(
        name=name, content_type=content_type, size=file.size or 0, sha256=digest(file), uploaded_by=user, **fields
    )
    if content_type.startswith("image/"):
        content, small = picture_parts(file)
        document.size, document.kind = len(content), model.Kind.PICTURE
        document.thumbnail = ContentFile(small, "thumbnail.jpg")
        document.file = ContentFile(content, name)
    else:
        document.file = file
    try:
        with transaction.atomic():
            document.save()
            examine_file.enqueue(model._meta.label, document.pk)
    except IntegrityError:  # the unique constraint on owner and digest
        document.file.delete(save=False)
        if document.thumbnail:
            document.thumbnail.delete(save=False)
        raise Refused("this very file is here already.") from None
    return document


def told_by_content(file: UploadedFile) -> str:
    """The media type, when the content is of an allowed type and the name's extension fits it."""
    extension = PurePath(clean_name(file)).suffix.lower().lstrip(".")
    if not file.size:
        raise Refused("the file is empty. Check it on your computer and choose it again.")
    if file.size > settings.DOCUMENT_MAX_BYTES:
        size, limit = file_size(file.size), file_size(settings.DOCUMENT_MAX_BYTES)
        raise Refused(f"the file is {size}; the limit is {limit}. Make it smaller or split it.")
    if extension not in TYPES:
        raise Refused(f"this kind of file is not taken in. Use {ALLOWED}.")
    if not CHECKS[extension](file, extension):
        raise Refused(f"the content is not that of a .{extension} file. Save it again in that format.")
    return TYPES[extension]


def by_signature(file: UploadedFile, extension: str) -> bool:
    file.seek(0)
    return filetype.guess_mime(file.read(8192)) == TYPES[extension]


def by_folder(file: UploadedFile, extension: str) -> bool:
    """An office file of Microsoft's newer formats: a zip with a folder of its own."""
    return any(name.startswith(INSIDE[extension]) for name in zip_names(file))


def by_declaration(file: UploadedFile, extension: str) -> bool:
    """OpenDocument says in its first entry what it is."""
    return "mimetype" in zip_names(file) and TYPES[extension].encode() in start(file, 200)


def by_old_office(file: UploadedFile, extension: str) -> bool:
    return start(file, 8) == OLE


def by_rtf(file: UploadedFile, extension: str) -> bool:
    return start(file, 5) == b"{\\rtf"


def by_pdf(file: UploadedFile, extension: str) -> bool:
    return start(file, 5) == b"%PDF-"


def by_reading(file: UploadedFile, extension: str) -> bool:
    """Text in an encoding that can be told, and neither a web page nor a drawing that a browser would run."""
    file.seek(0)
    content = file.read()
    if filetype.guess(content[:8192]) is not None:
        return False
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("cp1251", errors="replace")  # the other encoding spreadsheets of the region are saved in
        if "\ufffd" in text:
            return False
    return "\0" not in text and not text.lstrip().startswith("<")


CHECKS = {
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "webp", "tif", "tiff"), by_signature),
    **dict.fromkeys(("docx", "xlsx", "pptx"), by_folder),
    **dict.fromkeys(("odt", "ods", "odp"), by_declaration),
    **dict.fromkeys(("doc", "xls", "ppt"), by_old_office),
    **dict.fromkeys(("txt", "csv"), by_reading),
    "rtf": by_rtf,
    "pdf": by_pdf,
}


def start(file: UploadedFile, length: int) -> bytes:
    file.seek(0)
    return file.read(length)


def zip_names(file: UploadedFile) -> list[str]:
    """Names in the zip's directory. Nothing is unpacked; a directory made to fill the memory is not read."""
    if start(file, 4) != ZIP:
        return []
    file.seek(max(0, (file.size or 0) - 65_557))
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22 or struct.unpack_from("<H", tail, end + 10)[0] > MAX_ENTRIES:
        return []
    try:
        with ZipFile(file) as archive:
            return archive.namelist()
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return []


def picture_parts(file: UploadedFile) -> tuple[bytes, bytes]:
    file.seek(0)
    try:
        return pictures.redrawn(file)
    except pictures.Unreadable as reason:
        raise Refused(f"{reason}. Save it again as JPEG or PNG, or make it smaller.") from None


def digest(file: UploadedFile) -> str:
    """Of the file as it was brought in, so that the same file is known again."""
    file.seek(0)
    found = sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def clean_name(file: UploadedFile) -> str:
    """The file's name, printable and at most 200 characters, its extension kept."""
    path = PurePath("".join(sign for sign in file.name or "" if sign.isprintable()).strip() or "file")
    return f"{path.stem[: 200 - len(path.suffix)]}{path.suffix}"[-200:]


def file_size(size: int) -> str:
    """ "25 MB" and "2.4 MB"."""
    return re.sub(r"\.0(?=\D)", "", filesizeformat(size))
