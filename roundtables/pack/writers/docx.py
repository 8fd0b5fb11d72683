"""A pack as DOCX, by python-docx: real styles, numbered headings, contents with fields for pages, captions that count
themselves, header rows that repeat. Tables are written as XML, as cell by cell takes minutes.
"""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from itertools import zip_longest
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.utils import timezone
from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm

from partners.text import readable
from roundtables.pack.content import Block, Entered, Facts, Link, Listing, Pack, Picture, Section, Table, Text, Value
from roundtables.pack.language import Language

from .docx_styles import WIDTH, dress
from .shown import fits_a_page, lines_of, runs_right_to_left, widths_of, words_of

FIRST = 2  # rows of a long table that are not left alone at the foot of a page
SPACE = 'xml:space="preserve"'


def docx(pack: Pack) -> bytes:
    return Writer(pack).written()


class Writer:
    def __init__(self, pack: Pack) -> None:
        self.pack, self.language = pack, Language(pack.language)
        self.doc: Doc = Document()
        self.marks = 0  # bookmarks so far
        self.links: dict[str, str] = {}

    def written(self) -> bytes:
        dress(self.doc, self.pack, self.language)
        self.properties()
        self.cover()
        self.contents()
        for number, section in enumerate(self.pack.sections, start=1):
            self.section(section, 1, number)
        buffer = BytesIO()
        self.doc.save(buffer)
        return buffer.getvalue()

    def properties(self) -> None:
        facts = self.doc.core_properties
        facts.title, facts.subject, facts.author = readable(self.pack.title), self.pack.over, "ADAM"
        facts.language, facts.category, facts.comments = self.language.rules.locale, self.pack.over, self.pack.audience
        now = timezone.now().replace(tzinfo=None)
        facts.created = facts.modified = datetime.fromisoformat(now.isoformat(timespec="seconds"))
        facts.last_modified_by, facts.revision = "ADAM", 1

    # -- Cover and contents --------------------------------------------------------------------------------------------
    def cover(self) -> None:
        self.doc.add_paragraph(self.pack.over, style="Over")
        self.add(paragraph(self.run(self.pack.title), "Title", bidi=runs_right_to_left(self.pack.title)))
        self.add(self.facts_xml(self.pack.cover))
        self.doc.add_paragraph(style="Gap")
        self.add(figures_xml(self.pack.figures))
        if self.pack.picture:
            self.picture(self.pack.picture)

    def contents(self) -> None:
        """Each heading leads to its place; the number of its page is a field without a value yet. LibreOffice fills it
        in when it opens the file, Word when it prints or shows how it will print: neither is told to ask first, as it
        would be of a field marked to be updated, and no number is ever wrong. Hence no dots, which may lead to nothing.
        """
        self.doc.add_paragraph(self.pack.phrases["contents"], style="Contents Title")
        for level, mark, words in self.entries():
            inner = run(words) + "<w:r><w:tab/></w:r>" + field(rf"PAGEREF {mark} \h", "")
            self.add(paragraph(f'<w:hyperlink w:anchor="{mark}" w:history="1">{inner}</w:hyperlink>', f"TOC{level}"))
        self.doc.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def entries(self) -> Iterator[tuple[int, str, str]]:
        """Level, bookmark and words of each heading, in the order in which they will be written."""
        marks = 0
        for number, section in enumerate(self.pack.sections, start=1):
            marks += 1
            yield 1, mark_name(marks), f"{number}  {section.title}"
            for at, part in enumerate(section.sections, start=1):
                marks += 1
                yield 2, mark_name(marks), f"{number}.{at}  {part.title}"

    # -- Sections ------------------------------------------------------------------------------------------------------
    def section(self, section: Section, level: int, number: int = 0) -> None:
        self.marks += 1
        name = mark_name(self.marks)
        start = f'<w:bookmarkStart w:id="{self.marks}" w:name="{name}"/>'
        inner = f'{start}{self.run(section.title)}<w:bookmarkEnd w:id="{self.marks}"/>'
        self.add(paragraph(inner, f"Heading{level}"))
        for block, following in zip_longest(section.blocks, section.blocks[1:]):
            self.block(block, is_lead=isinstance(following, Table | Picture))
        for part in section.sections:
            self.section(part, level + 1)

    def block(self, block: Block, *, is_lead: bool) -> None:
        """What leads to a table stays with it."""
        if isinstance(block, Table):
            self.table(block)
        elif isinstance(block, Text):
            style = {"soft": "Soft", "notice": "Notice"}.get(block.tone, "BodyText")
            self.add(paragraph(self.run(block.words), style, keep=is_lead))
        elif isinstance(block, Listing):
            for item in block.items:
                self.add(self.item(item, "ListNumber" if block.is_numbered else "ListBullet"))
        elif isinstance(block, Facts):
            self.add(self.facts_xml(block))
            self.doc.add_paragraph(style="Gap")
        else:
            self.picture(block)

    def item(self, value: Value, style: str) -> str:
        return paragraph(self.inline(value), style, bidi=runs_right_to_left(words_of(value, self.language)))

    def picture(self, picture: Picture) -> None:
        shape = self.doc.add_picture(BytesIO(picture.png), width=Cm(WIDTH))
        self.doc.paragraphs[-1].style = self.doc.styles["Picture"]
        about: Any = shape._inline.docPr
        about.set("descr", picture.alternative)
        about.set("title", picture.caption)
        self.add(self.caption("figure", picture.caption, "FigureCaption"))

    def caption(self, kind: str, words: str, style: str = "Caption") -> str:
        """ "Table 3. …", which counts itself."""
        label = self.pack.phrases[kind]
        self.counts = getattr(self, "counts", {})
        self.counts[kind] = self.counts.get(kind, 0) + 1
        name = {"table": "Table", "figure": "Figure"}[kind]
        number = field(f"SEQ {name} \\* ARABIC", str(self.counts[kind]))
        return paragraph(f"{run(f'{label} ')}{number}{run('. ')}{self.run(words)}", style)

    # -- Tables --------------------------------------------------------------------------------------------------------
    def table(self, table: Table) -> None:
        self.add(self.caption("table", table.caption))
        widths = [round(567 * width) for width in widths_of(table, self.language)]
        kept = len(table.on_paper) - 1 if fits_a_page(table, self.language) else FIRST  # rows, with what follows
        look = f'w:firstRow="1" w:lastRow="{1 if table.total else 0}" w:firstColumn="0" w:lastColumn="0"'
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        head = "".join(
            cell(paragraph(self.run(column.label), "TableHead", end=column.is_number, keep=True), width)
            for column, width in zip(table.columns, widths, strict=True)
        )
        rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
        rows += [self.row(table, values, widths, keep=at < kept) for at, values in enumerate(table.on_paper)]
        if table.total:
            rows.append(self.row(table, table.total, widths, "TableTotal"))
        self.add(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="PackTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="04A0" {look} w:noHBand="1" w:noVBand="1"/>'
            f'<w:tblCaption w:val={quoteattr(table.caption)}/></w:tblPr>'
            f'<w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
        )  # fmt: skip
        self.add(paragraph(self.run(table.beyond), "Below"))

    def row(
        self, table: Table, values: tuple[Value, ...], widths: list[int], first: str = "TableText", keep: bool = False
    ) -> str:
        cells = []
        for column, value, width in zip(table.columns, values, widths, strict=True):
            parts = []
            for at, line in enumerate(lines_of(value)):
                text = words_of(line, self.language, column)
                style = "TableSmall" if at else first
                inner = self.inline(line, text)
                parts.append(paragraph(inner, style, end=column.is_number, bidi=runs_right_to_left(text), keep=keep))
            cells.append(cell("".join(parts), width))
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"

    def facts_xml(self, facts: Facts) -> str:
        widths = [round(WIDTH * 567 * 0.24), round(WIDTH * 567 * 0.76)]
        rows = "".join(
            f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell(paragraph(self.run(name), 'FactName'), widths[0])}"
            f"{cell(paragraph(self.inline(value), 'FactText'), widths[1])}</w:tr>"
            for name, value in facts.lines
        )
        return (
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="0000" w:firstColumn="1"/></w:tblPr><w:tblGrid>'
            f'<w:gridCol w:w="{widths[0]}"/><w:gridCol w:w="{widths[1]}"/></w:tblGrid>{rows}</w:tbl>'
        )

    # -- Words ---------------------------------------------------------------------------------------------------------
    def inline(self, value: Value, text: str | None = None) -> str:
        text = words_of(value, self.language) if text is None else text
        if isinstance(value, Link):
            language = value.text.language if isinstance(value.text, Entered) else ""
            return f'<w:hyperlink r:id="{self.link(value.url)}">{self.run(text, "Hyperlink", language)}</w:hyperlink>'
        return self.run(text, language=value.language if isinstance(value, Entered) else "")

    def run(self, text: str, style: str = "", language: str = "") -> str:
        return run(text, style, language if language != self.pack.language else "")

    def link(self, url: str) -> str:
        if url not in self.links:
            self.links[url] = self.doc.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return self.links[url]

    def add(self, xml: str) -> None:
        """At the end of the document, before what says how its pages are."""
        body: Any = self.doc.element.body
        declared = nsdecls("w", "r")
        if " xmlns:w=" not in xml[:200]:
            name = xml[1:].split(">")[0].split(" ")[0]
            xml = xml.replace(f"<{name}", f"<{name} {declared}", 1)
        else:
            xml = xml.replace(nsdecls("w"), declared, 1)
        body.insert_element_before(parse_xml(readable(xml)), "w:sectPr")


# -- XML ---------------------------------------------------------------------------------------------------------------
def mark_name(number: int) -> str:
    return f"_Toc{100_000_000 + number}"


def paragraph(inner: str, style: str, *, end: bool = False, bidi: bool = False, keep: bool = False) -> str:
    """`bidi`: it runs from right to left. `end`: it stands at the far side. `keep`: on the page of what follows."""
    aligned = '<w:jc w:val="right"/>' if end else ""
    turned = "<w:bidi/>" if bidi else ""
    kept = "<w:keepNext/>" if keep else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}{turned}{aligned}</w:pPr>{inner}</w:p>'


def run(text: str, style: str = "", language: str = "") -> str:
    turned = runs_right_to_left(text)
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    spoken = f"<w:lang w:{'bidi' if turned else 'val'}={quoteattr(language)}/>" if language else ""
    about = f"{named}{'<w:rtl/>' if turned else ''}{spoken}"
    return f"<w:r>{f'<w:rPr>{about}</w:rPr>' if about else ''}{texts(text)}</w:r>"


def texts(text: str) -> str:
    return "<w:br/>".join(f"<w:t {SPACE}>{escape(line)}</w:t>" for line in text.split("\n"))


def cell(inner: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inner}</w:tc>'


def figures_xml(figures: tuple[tuple[str, str], ...]) -> str:
    """The numbers of the cover, side by side."""
    width = round(WIDTH * 567 / len(figures))
    line = '<w:{} w:val="single" w:sz="24" w:space="0" w:color="004C80"/>'
    about = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:tcBorders>{line.format("top")}</w:tcBorders></w:tcPr>'
    cells = "".join(
        f"<w:tc>{about}{paragraph(run(value), 'FigureValue')}{paragraph(run(label), 'FigureLabel')}</w:tc>"
        for value, label in figures
    )
    grid = f'<w:gridCol w:w="{width}"/>' * len(figures)
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{width * len(figures)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0000"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"
    )


def field_begin(code: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText {SPACE}> {escape(code)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def field(code: str, shown: str) -> str:
    return f"{field_begin(code)}{run(shown)}{FIELD_END}"
