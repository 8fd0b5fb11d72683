"""What the worker can make for a person, by name: files of projects, and what other apps add when they start.

The row of a file says by whom it is made and what was asked for; its maker writes it and says what it is.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from projects.models import Export

Noted = Callable[[int], None]  # how much of its total is done; raises when it is not wanted any more
Finish = Callable[[], None]  # done in the transaction in which the file becomes ready


class Refused(Exception):
    """The file is not made; the text says why, as a sentence for its owner."""


@dataclass(frozen=True, slots=True)
class Written:
    name: str  # of the file
    finish: Finish | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What pages say of a file, and how it is asked for again: by a form, with these fields."""

    title: str
    lead: str
    meta: str
    label: str  # of its format
    content_type: str
    counted: str  # what the worker counts while it makes it, in the plural
    again: str
    fields: dict[str, str]
    other: str  # address of the page on which something else is chosen
    other_label: str
    also: tuple[tuple[str, str], ...] = field(default=())  # address and words of where else it is, once it is ready


class Maker(Protocol):
    def write(self, export: Export, file: BinaryIO, noted: Noted) -> Written:
        """Raises Refused."""

    def told(self, export: Export) -> Told: ...


MAKERS: dict[str, Maker] = {}


def told_of(export: Export) -> Told:
    return MAKERS[export.maker].told(export)
