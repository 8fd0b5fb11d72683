"""An IATI activity file to records, one at a time: memory does not grow with the file, and nothing in it is trusted."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO
from xml.parsers import expat

from lxml import etree

from .activity import Element, parse
from .records import IatiActivity, Refused, Rejected

CHUNK = 64 * 1024
LARGEST_ACTIVITY = 32 * 1024 * 1024  # bytes between the ends of two activities
COMPRESSED = {b"\x1f\x8b": "gzip", b"PK": "zip", b"BZ": "bzip2", b"\xfd7": "xz", b"7z": "7-zip"}
DOCTYPE = (
    "It declares a document type (DOCTYPE), which IATI files do not have and which can carry harmful definitions. "
    "Remove the declaration, or get the file from its publisher again."
)


def read(path: Path, on_bytes: Callable[[int], object] = lambda total: None) -> Iterator[IatiActivity | Rejected]:
    """Activities in the order of the file. Refused, with a sentence, when the file is no sound IATI activity file;
    this can come late, so nothing should be kept before the end. `on_bytes` hears how much has been read."""
    seen: set[str] = set()
    with _opened(path) as file:
        _check_start(file)
        file.seek(0)
        for item in _activities(_Metered(file, on_bytes)):
            if isinstance(item, IatiActivity) and item.identifier in seen:
                yield Rejected(item.line, item.identifier, "its iati-identifier occurs earlier in this file")
                continue
            seen.add(item.identifier)
            yield item
    if not seen:
        raise Refused("It holds no activities.")


class _Metered:
    """A file that tells how much was read, and ends the reading of an activity without end."""

    def __init__(self, file: BinaryIO, on_bytes: Callable[[int], object]) -> None:
        self.file, self.on_bytes = file, on_bytes
        self.total = self.since_activity = 0

    def read(self, size: int = CHUNK) -> bytes:
        chunk = self.file.read(size)
        self.total += len(chunk)
        self.since_activity += len(chunk)
        if self.since_activity > LARGEST_ACTIVITY:
            raise Refused(f"It has {LARGEST_ACTIVITY >> 20} MB without the end of an activity.")
        self.on_bytes(self.total)
        return chunk


def _opened(path: Path) -> BinaryIO:
    try:
        if not path.is_file():
            raise Refused(_not_a_file(path))
        return path.open("rb")
    except OSError as error:
        raise Refused(f"It cannot be opened: {error.strerror}.") from error


def _not_a_file(path: Path) -> str:
    if path.is_dir():
        return "It is a folder; name the files in it."
    return "It is not an ordinary file." if path.exists() else "There is no such file."


def _check_start(file: BinaryIO) -> None:
    """The part before the first element, read by a parser that stops there: no definition is ever used."""
    start = file.read(CHUNK)
    if not start.strip():
        raise Refused("It is empty.")
    for magic, name in COMPRESSED.items():
        if start.startswith(magic):
            raise Refused(f"It is compressed ({name}). Unpack it and import what is inside.")
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = _check_root
    try:
        while start:
            parser.Parse(start, False)
            start = file.read(CHUNK)
        raise Refused("It breaks off before its first element. Get the whole file again.")
    except _RootIsRight:
        return
    except expat.ExpatError as error:
        raise Refused(f"It is not XML: {error}.") from error
    except (LookupError, ValueError) as error:
        raise Refused(f"Its encoding cannot be read ({error}). Save it as UTF-8.") from error


class _RootIsRight(Exception):
    pass


def _refuse_doctype(name: str, *rest: object) -> None:
    _refuse_web_page(name)
    raise Refused(DOCTYPE)


def _refuse_web_page(name: str) -> None:
    if name.lower() == "html":
        raise Refused("It is a web page, not an IATI file. Its address may ask for a log-in or show a notice instead.")


def _check_root(name: str, attributes: dict[str, str]) -> None:
    if name == "iati-activities" and "xmlns" not in attributes:
        raise _RootIsRight
    _refuse_web_page(name)
    if name == "iati-organisations":
        raise Refused("It is an IATI organisation file. Name an activity file: it begins with <iati-activities>.")
    space = f" of {attributes['xmlns']}" if "xmlns" in attributes else ""
    raise Refused(f"It begins with <{name}>{space}; an IATI activity file begins with <iati-activities>.")


def _activities(source: _Metered) -> Iterator[IatiActivity | Rejected]:
    events = etree.iterparse(
        source,
        events=("end",),
        tag="iati-activity",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in events:
            if _depth(element) == 1:
                yield parse(element)
                source.since_activity = 0
                _forget(element)
    except etree.XMLSyntaxError as error:
        raise Refused(_broken(events.error_log.last_error, source.file)) from error


def _depth(element: Element) -> int:
    return sum(1 for _ in element.iterancestors())


def _forget(element: Element) -> None:
    """Give back the memory of the activity and of everything before it."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _broken(error: Any, file: BinaryIO) -> str:
    if not _is_whole(file):
        return f"It breaks off at line {error.line}, before its end. Get the whole file again."
    reason = re.sub(r", (use|try) XML_PARSE_HUGE.*", "", " ".join(error.message.split()))
    return f"Its XML is broken at line {error.line}: {reason}. Get the file again, or ask its publisher."


def _is_whole(file: BinaryIO) -> bool:
    """Whether the last part holds the end of the root; zeros are those of UTF-16."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - CHUNK))
    return b"</iati-activities" in file.read().replace(b"\0", b"")
