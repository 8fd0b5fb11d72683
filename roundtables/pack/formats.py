"""The three formats of a pack, and what a file of it is called."""

from collections.abc import Callable
from dataclasses import dataclass

from .content import Pack
from .subject import Subject
from .writers.docx import docx
from .writers.pdf import pdf
from .writers.xlsx import xlsx


@dataclass(frozen=True, slots=True)
class Format:
    name: str  # and the ending of the file's name
    label: str
    hint: str
    content_type: str
    write: Callable[[Pack], bytes]


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    one.name: one
    for one in (
        Format("docx", "Word", "To edit, and to put your own words in.", WORD, docx),
        Format("pdf", "PDF", "To print and to hand round. Tagged, for screen readers too.", "application/pdf", pdf),
        Format("xlsx", "Excel", "A sheet for each table, with more rows than there are on paper.", SHEETS, xlsx),
    )
}


def file_name(subject: Subject, pack: Pack, form: str) -> str:
    """Says for whom it is, as two that differ in nothing else must not be taken for each other."""
    return f"adam-pack-{subject.slug}-{pack.day}-{pack.language}-{pack.whose}.{form}"
