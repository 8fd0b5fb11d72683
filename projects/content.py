"""What a file is, told by its content: a media type for those that are taken in, a sentence for those that are not.

Nothing is unpacked and little is read into memory here, whatever the file says of itself.
"""

import codecs
import re
import struct
from collections.abc import Iterator
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile, ZipInfo

import filetype
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

LINE_BREAK = re.compile("%0[AD]", re.IGNORECASE)  # as browsers send one within the name of a file
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
OLE, ZIP, END_OF_ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"PK\x05\x06"
TAIL = 65_557  # bytes from whose start on a zip's end must lie
MAX_ENTRIES = 10_000  # of an office file; its directory is read into memory
MAX_UNPACKED = 500_000_000  # of an office file; an honest one of the largest size stays far below
CHUNK = 1 << 16
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
STREAM = {"doc": ["WordDocument"], "xls": ["Workbook", "Book"], "ppt": ["PowerPoint Document"]}  # and the older ones
ALLOWED = "PDF, Word, Excel, PowerPoint, OpenDocument, RTF, text, CSV, JPEG, PNG, GIF, WebP or TIFF"


class Refused(ValueError):
    """This file is not taken in; the text says why and what to do."""


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
    return filetype.guess_mime(start(file, 8192)) == TYPES[extension]


def by_folder(file: UploadedFile, extension: str) -> bool:
    """An office file of Microsoft's newer formats: a zip with a folder of its own."""
    return any(name.startswith(INSIDE[extension]) for name in names_inside(file))


def by_declaration(file: UploadedFile, extension: str) -> bool:
    """OpenDocument says in its first entry what it is."""
    return "mimetype" in names_inside(file) and TYPES[extension].encode() in start(file, 200)


def by_old_office(file: UploadedFile, extension: str) -> bool:
    """Microsoft's older formats share a container with installers and mails: a stream inside tells them apart."""
    wanted = [name.encode("utf-16-le") + b"\0\0" for name in STREAM[extension]]
    return start(file, 8) == OLE and any(name in part for part in overlapping(file) for name in wanted)


def by_rtf(file: UploadedFile, extension: str) -> bool:
    return start(file, 5) == b"{\\rtf"


def by_pdf(file: UploadedFile, extension: str) -> bool:
    """And not an archive at the same time."""
    return start(file, 5) == b"%PDF-" and not entries(file)


def by_reading(file: UploadedFile, extension: str) -> bool:
    """Text in an encoding that can be told, and neither a web page nor a drawing that a browser would run."""
    head = start(file, 8192)
    if filetype.guess(head) is not None:
        return False
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    # Windows-1251 is the other encoding that spreadsheets of the region are saved in.
    for encoding in ["utf-16"] if wide else ["utf-8-sig", "cp1251"]:
        try:
            first = head.decode(encoding, errors="ignore").lstrip()
            return not first.startswith("<") and all("\0" not in text for text in decoded(file, encoding))
        except UnicodeDecodeError:
            continue
    return False


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


def decoded(file: UploadedFile, encoding: str) -> Iterator[str]:
    """Piece by piece; raises UnicodeDecodeError."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def overlapping(file: UploadedFile) -> Iterator[bytes]:
    """Pieces that share their edges, so that no name is cut in two."""
    file.seek(0)
    edge = b""
    while chunk := file.read(CHUNK):
        yield edge + chunk
        edge = chunk[-64:]


def names_inside(file: UploadedFile) -> list[str]:
    """Names in the zip's directory. Raises Refused when it would unpack to more than anybody has room for."""
    if start(file, 4) != ZIP:
        return []
    found = entries(file)
    unpacked = sum(entry.file_size for entry in found)
    if unpacked > MAX_UNPACKED:
        raise Refused(f"it unpacks to {file_size(unpacked)}, more than a document may. Save it again, or as PDF.")
    return [entry.filename for entry in found]


def entries(file: UploadedFile) -> list[ZipInfo]:
    """The zip's directory; one made to fill the memory is not read."""
    file.seek(max(0, (file.size or 0) - TAIL))
    tail = file.read()
    end = tail.rfind(END_OF_ZIP)
    if end < 0 or len(tail) < end + 22 or struct.unpack_from("<H", tail, end + 10)[0] > MAX_ENTRIES:
        return []
    try:
        with ZipFile(file) as archive:
            return archive.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return []


def clean_name(file: UploadedFile) -> str:
    """The file's name, printable and at most 200 characters, its extension kept."""
    name = LINE_BREAK.sub("", file.name or "")
    path = PurePath("".join(sign for sign in name if sign.isprintable()).strip() or "file")
    return f"{path.stem[: 200 - len(path.suffix)]}{path.suffix}"[-200:]


def file_size(size: int) -> str:
    """ "25 MB" and "2.4 MB"."""
    return re.sub(r"\.0(?=\D)", "", filesizeformat(size))
