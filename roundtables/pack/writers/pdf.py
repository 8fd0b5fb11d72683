"""A pack as PDF, set by typst: tagged, with an outline, and the same content as the DOCX. What people wrote goes in as
data, never as source.
"""

from pathlib import Path
from typing import Any

from projects.printing import printed
from roundtables.pack.content import (
    Block,
    Column,
    Entered,
    Facts,
    Link,
    Listing,
    Pack,
    Picture,
    Section,
    Table,
    Text,
    Value,
)
from roundtables.pack.language import Language

from .shown import fits_a_page, lines_of, runs_right_to_left, widths_of, words_of

SOURCE = Path(__file__).with_name("pack.typ")


def pdf(pack: Pack) -> bytes:
    return printed(SOURCE, "pack", content(pack))


def content(pack: Pack) -> dict[str, Any]:
    language = Language(pack.language)
    return {
        "title": pack.title,
        "over": pack.over,
        "language": pack.language,
        "header": language.fact(pack.over, pack.title),
        "day": language.day(pack.day),
        "cover": [[name, in_words(value, language)] for name, value in pack.cover.lines],
        "picture": picture(pack.picture) if pack.picture else None,
        "figures": [list(figure) for figure in pack.figures],
        "sections": [section_of(section, language) for section in pack.sections],
        "phrases": pack.phrases,
    }


def section_of(section: Section, language: Language) -> dict[str, Any]:
    return {
        "title": section.title,
        "blocks": [block_of(block, language) for block in section.blocks],
        "sections": [section_of(part, language) for part in section.sections],
    }


def block_of(block: Block, language: Language) -> dict[str, Any]:
    if isinstance(block, Table):
        return table_of(block, language)
    if isinstance(block, Text):
        return {"kind": "text", "words": block.words, "tone": block.tone}
    if isinstance(block, Listing):
        return {
            "kind": "list",
            "items": [in_words(item, language) for item in block.items],
            "numbered": block.is_numbered,
        }
    if isinstance(block, Facts):
        return {"kind": "facts", "lines": [[name, in_words(value, language)] for name, value in block.lines]}
    return {"kind": "picture", **picture(block)}


def table_of(table: Table, language: Language) -> dict[str, Any]:
    def row(values: tuple[Value, ...]) -> list[Any]:
        return [cell(value, language, column) for value, column in zip(values, table.columns, strict=True)]

    return {
        "kind": "table",
        "caption": table.caption,
        "columns": [
            [column.label, width, column.is_number]
            for column, width in zip(table.columns, widths_of(table, language), strict=True)
        ],
        "whole": fits_a_page(table, language),
        "rows": [row(values) for values in table.on_paper],
        "total": row(table.total) if table.total else [],
        "beyond": table.beyond,
    }


def cell(value: Value, language: Language, column: Column) -> list[dict[str, Any]]:
    return [in_words(line, language, column) for line in lines_of(value)]


def in_words(value: Value, language: Language, column: Column | None = None) -> dict[str, Any]:
    """Words, where they lead, and how they run."""
    text = words_of(value, language, column)
    written = value.text if isinstance(value, Link) else value
    spoken = written.language if isinstance(written, Entered) else ""
    return {
        "words": text,
        "url": value.url if isinstance(value, Link) else "",
        "rtl": runs_right_to_left(text),
        "language": spoken[:2] if spoken[:2].isalpha() else "",
    }


def picture(found: Picture) -> dict[str, Any]:
    return {
        "png": list(found.png),
        "caption": found.caption,
        "alternative": found.alternative,
    }
