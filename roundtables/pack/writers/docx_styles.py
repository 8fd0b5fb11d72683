"""How a pack looks in a word processor: its page, typeface, styles, numbering, header and footer."""

from typing import Any

from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from partners.text import readable
from roundtables.pack.content import Pack
from roundtables.pack.language import Language

FACE = "Calibri"  # on every desk, and replaced by one of the same widths elsewhere
PAGE, MARGIN = (21.0, 29.7), 2.0  # centimetres
WIDTH = PAGE[0] - 2 * MARGIN
BLUE, INK, SOFT = RGBColor(0x00, 0x4C, 0x80), RGBColor(0x16, 0x20, 0x2B), RGBColor(0x4A, 0x58, 0x67)

# Name, style it is like, size, bold, colour, space before, space after
STYLES = (
    ("Over", "Normal", 11, True, SOFT, 18, 4),
    ("Gap", "Normal", 6, False, INK, 0, 6),
    ("Contents Title", "Normal", 14, True, BLUE, 30, 6),
    ("Soft", "Body Text", 9.5, False, SOFT, 0, 6),
    ("Notice", "Body Text", 10, False, INK, 2, 8),
    ("Picture", "Normal", 10, False, INK, 8, 2),
    ("Figure Caption", "Caption", 9, True, INK, 0, 10),
    ("Table Head", "Normal", 8.5, True, BLUE, 2, 2),
    ("Table Text", "Normal", 8.5, False, INK, 1.5, 1.5),
    ("Table Total", "Normal", 8.5, True, INK, 1.5, 1.5),
    ("Table Small", "Normal", 8, False, SOFT, 0, 1.5),
    ("Below", "Normal", 8.5, False, SOFT, 3, 10),
    ("Fact Name", "Normal", 10, True, SOFT, 2, 2),
    ("Fact Text", "Normal", 10, False, INK, 2, 2),
    ("Figure Value", "Normal", 15, True, BLUE, 4, 0),
    ("Figure Label", "Normal", 8.5, False, SOFT, 0, 4),
)


def dress(doc: Doc, pack: Pack, language: Language) -> None:
    styles: Any = doc.styles
    defaults(styles, language)
    for name, size, colour, before, after in (
        ("Title", 26.0, BLUE, 0.0, 14.0),
        ("Heading 1", 18, BLUE, 24, 8),
        ("Heading 2", 12.5, INK, 14, 4),
        ("Heading 3", 11, INK, 10, 3),
    ):
        shape(styles[name], size, True, colour, before, after)
    borderless(styles["Title"])
    shape(styles["Normal"], 10, False, INK, 0, 4)
    shape(styles["Body Text"], 10, False, INK, 0, 6)
    shape(styles["Caption"], 9, True, INK, 8, 3)
    styles["Caption"].paragraph_format.keep_with_next = True
    for name in ("List Bullet", "List Number"):
        shape(styles[name], 10, False, INK, 0, 3)
    for name, like, size, bold, colour, before, after in STYLES:
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = styles[like]
        shape(made, size, bold, colour, before, after)
    styles["Picture"].paragraph_format.keep_with_next = True
    styles["Figure Caption"].paragraph_format.keep_with_next = False
    styles["Contents Title"].paragraph_format.page_break_before = True
    barred(styles["Notice"])
    contents(styles)
    link(styles)
    styles.element.append(parse_xml(TABLE))
    number_headings(doc)
    settings(doc)
    page(doc, pack, language)


def defaults(styles: Any, language: Language) -> None:
    found = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in found.findall(qn("w:lang")):
        found.remove(old)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), language.rules.locale)
    spoken.set(qn("w:eastAsia"), "zh-CN")
    spoken.set(qn("w:bidi"), "fa-IR")
    found.append(spoken)
    faces(found)


def faces(properties: Any) -> None:
    """The one typeface for all scripts, in place of those of a theme."""
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FACE if script != "cs" else "Arial")
    properties.insert(0, fonts)


def shape(style: Any, size: float, bold: bool, colour: RGBColor, before: float, after: float) -> None:
    style.font.size, style.font.bold, style.font.italic, style.font.color.rgb = Pt(size), bold, False, colour
    properties = style.element.get_or_add_rPr()
    faces(properties)
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    of_other_scripts = OxmlElement("w:szCs")
    of_other_scripts.set(qn("w:val"), str(round(size * 2)))
    properties.find(qn("w:sz")).addnext(of_other_scripts)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.08


def borderless(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)


def barred(style: Any) -> None:
    """A bar at its beginning, for what must not be missed."""
    bar = f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="24" w:space="8" w:color="E58606"/></w:pBdr>'
    style.element.get_or_add_pPr().insert_element_before(
        parse_xml(bar), "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )
    style.paragraph_format.left_indent = Cm(0.35)


def contents(styles: Any) -> None:
    for level, (indent, size, bold, before) in {1: (0.0, 10.5, True, 5), 2: (0.7, 10.0, False, 0)}.items():
        made = styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        made.element.set(qn("w:styleId"), f"TOC{level}")
        made.base_style = styles["Normal"]
        shape(made, size, bold, INK, before, 1)
        made.paragraph_format.left_indent = Cm(indent)
        made.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)


def link(styles: Any) -> None:
    made = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    made.font.color.rgb = BLUE


TABLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="PackTable">
  <w:name w:val="Pack Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
  <w:tblPr><w:tblBorders>
    <w:top w:val="single" w:sz="8" w:space="0" w:color="004C80"/>
    <w:bottom w:val="single" w:sz="8" w:space="0" w:color="004C80"/>
    <w:insideH w:val="single" w:sz="4" w:space="0" w:color="D5DDE4"/>
  </w:tblBorders><w:tblCellMar>
    <w:top w:w="28" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>
    <w:bottom w:w="28" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>
  </w:tblCellMar></w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr>
    <w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="004C80"/></w:tcBorders>
    <w:shd w:val="clear" w:color="auto" w:fill="E8F0F6"/><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>
  <w:tblStylePr w:type="lastRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr>
    <w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="004C80"/></w:tcBorders></w:tcPr></w:tblStylePr>
</w:style>"""


def number_headings(doc: Doc) -> None:
    """1, 1.1: by the numbering of the styles, so that an added heading is numbered too."""
    numbering: Any = doc.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading{level + 1}"/>'
        f'<w:suff w:val="tab"/><w:lvlText w:val="{".".join(f"%{at + 1}" for at in range(level + 1))}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="{indent}"/></w:tabs>'
        f'<w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr></w:lvl>'
        for level, indent in ((0, 567), (1, 680), (2, 794))
    )
    kind = '<w:multiLevelType w:val="multilevel"/>'
    outline = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{kind}{levels}</w:abstractNum>'
    numbering.insert(0, parse_xml(outline))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for level in range(3):
        properties = doc.styles[f"Heading {level + 1}"].element.get_or_add_pPr()
        numbered = properties.get_or_add_numPr()
        numbered.get_or_add_ilvl().val = level
        numbered.get_or_add_numId().val = 90


def settings(doc: Doc) -> None:
    """As programs of today lay documents out."""
    found: Any = doc.settings.element
    for one in found.find(qn("w:compat")).findall(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            one.set(qn("w:val"), "15")


def page(doc: Doc, pack: Pack, language: Language) -> None:
    sheet = doc.sections[0]
    sheet.page_width, sheet.page_height = Cm(PAGE[0]), Cm(PAGE[1])
    sheet.left_margin = sheet.right_margin = Cm(MARGIN)
    sheet.top_margin, sheet.bottom_margin = Cm(2.2), Cm(2.0)
    sheet.header_distance = sheet.footer_distance = Cm(1.0)
    sheet.different_first_page_header_footer = True
    small(doc, "Header", 8.5)
    small(doc, "Footer", 8.5)
    sheet.header.paragraphs[0].text = readable(language.fact(pack.over, pack.title))
    sheet.first_page_footer.paragraphs[0].text = pack.phrases["tagline"]
    foot = sheet.footer.paragraphs[0]
    foot.text = f"{pack.phrases['source']}, {language.day(pack.day)}\t"
    before, after = pack.phrases["page_of"].split("{page}")
    between, end = after.split("{pages}")
    for words, code in ((before, "PAGE"), (between, "NUMPAGES"), (end, "")):
        foot.add_run(words)
        if code:
            count(foot, code)


def small(doc: Doc, name: str, size: float) -> None:
    style: Any = doc.styles[name]
    shape(style, size, False, SOFT, 0, 0)
    stops = style.paragraph_format.tab_stops
    for old in list(stops):
        old._tab.getparent().remove(old._tab)
    stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)


def count(paragraph: Any, code: str) -> None:
    for kind in ("begin", "code", "separate", "shown", "end"):
        piece: Any = paragraph.add_run()._r
        if kind == "code":
            made = OxmlElement("w:instrText")
            made.text = f" {code} "
        elif kind == "shown":
            made = OxmlElement("w:t")
            made.text = "1"
        else:
            made = OxmlElement("w:fldChar")
            made.set(qn("w:fldCharType"), kind)
        piece.append(made)
