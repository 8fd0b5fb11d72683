"""Files as people attach them: pages of text as PDF and DOCX, lists as CSV, maps and time lines as pictures."""

import csv
from datetime import date
from io import BytesIO, StringIO
from textwrap import wrap
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from matplotlib.dates import YearLocator
from matplotlib.figure import Figure

from projects.models import Activity, Place

INK, MARK, SOFT = "#1b2a3a", "#1d6fa5", "#c9d7e3"
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(heading: str, paragraphs: list[str]) -> bytes:
    """One page of text."""
    figure = Figure(figsize=(8.27, 11.69))
    y = 0.93
    for line in wrap(heading, 60):
        figure.text(0.1, y, line, fontsize=15, fontweight="bold", color=INK)
        y -= 0.026
    for paragraph in paragraphs:
        y -= 0.014
        for line in wrap(paragraph, 92):
            figure.text(0.1, y, line, fontsize=10, color=INK, parse_math=False)
            y -= 0.018
    return saved(figure, "pdf")


def docx(heading: str, paragraphs: list[str]) -> bytes:
    """The least that word processors open: one part with paragraphs."""
    style = '<w:rPr><w:b/><w:sz w:val="32"/></w:rPr>'
    body = f"<w:p><w:r>{style}<w:t>{escape(heading)}</w:t></w:r></w:p>" + "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>' for text in paragraphs
    )
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    parts = {"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document}
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(ZipInfo(name), f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}')
    return whole.getvalue()


def table(header: list[str], rows: list[list[object]]) -> bytes:
    whole = StringIO()
    csv.writer(whole, lineterminator="\r\n").writerows([header, *rows])
    return whole.getvalue().encode("utf-8-sig")


def timeline(begin: date, end: date, activities: list[Activity]) -> bytes:
    """Bars from the first to the last day of each activity; those without days are spread over the project."""
    figure = Figure(figsize=(8, 0.9 + 0.5 * len(activities)))
    axes = figure.add_axes((0.3, 0.25, 0.66, 0.6))
    length = (end - begin) / (len(activities) + 1)
    for row, activity in enumerate(activities):
        start = activity.start or begin + length * row
        axes.barh(row, (activity.end or start + length * 2) - start, left=start, height=0.5, color=MARK)  # type: ignore[arg-type]
    axes.set_yticks(range(len(activities)), [f"{activity.type}"[:30] for activity in activities], fontsize=8)
    axes.invert_yaxis()
    axes.xaxis.set_major_locator(YearLocator())
    axes.tick_params(axis="x", labelsize=8)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    figure.text(0.02, 0.92, "Work plan", fontsize=10, fontweight="bold", color=INK)
    return saved(figure, "png")


def sketch_map(heading: str, places: list[Place], around: list[Place]) -> bytes:
    """Where the places of a project lie among the other known ones of its country."""
    figure = Figure(figsize=(6.4, 5))
    axes = figure.add_axes((0.08, 0.08, 0.88, 0.8))
    axes.set_facecolor("#f4f7f9")
    for group, colour, size in ((around, SOFT, 18), (places, MARK, 70)):
        axes.scatter(
            [float(place.longitude or 0) for place in group],
            [float(place.latitude or 0) for place in group],
            s=size,
            c=colour,
        )
    for place in places:
        axes.annotate(place.name, (place.longitude, place.latitude), xytext=(7, 5), textcoords="offset points")  # type: ignore[arg-type]
    for place in around:
        axes.annotate(
            place.name,
            (place.longitude, place.latitude),  # type: ignore[arg-type]
            xytext=(4, 3),
            textcoords="offset points",
            fontsize=6,
            color="#6b7a88",
        )
    axes.set_aspect(1.25)
    axes.margins(0.2)
    axes.grid(color="#ffffff")
    axes.tick_params(labelsize=7)
    figure.text(0.08, 0.93, heading, fontsize=11, fontweight="bold", color=INK)
    return saved(figure, "png")


def site_plan(heading: str) -> bytes:
    """A drawing of a crossing point: lanes, search hall, office."""
    figure = Figure(figsize=(7, 4))
    axes = figure.add_axes((0.02, 0.02, 0.96, 0.86))
    for row in range(4):
        axes.add_patch(rectangle((0, 0.6 + row * 0.7), 10, 0.5, "#e3e9ee"))
        axes.annotate(
            "", (9.6, 0.85 + row * 0.7), (0.4, 0.85 + row * 0.7), arrowprops={"arrowstyle": "->", "color": INK}
        )
    for corner, width, height, name in (
        ((2.2, 3.7), 3.4, 1.3, "Search hall, 2 bays"),
        ((6.0, 3.7), 1.8, 1.3, "Office"),
        ((8.1, 3.7), 1.4, 1.3, "Dogs"),
        ((4.2, 0.45), 0.5, 2.9, "Scan"),
    ):
        axes.add_patch(rectangle(corner, width, height, SOFT))
        axes.text(corner[0] + width / 2, corner[1] + height / 2, name, ha="center", va="center", fontsize=8, color=INK)
    axes.set(xlim=(0, 10), ylim=(0.2, 5.3))
    axes.set_axis_off()
    figure.text(0.03, 0.92, heading, fontsize=11, fontweight="bold", color=INK)
    return saved(figure, "jpg")


def rectangle(corner: tuple[float, float], width: float, height: float, colour: str):  # type: ignore[no-untyped-def]
    from matplotlib.patches import Rectangle

    return Rectangle(corner, width, height, facecolor=colour, edgecolor=INK, linewidth=0.8)


def saved(figure: Figure, kind: str) -> bytes:
    whole = BytesIO()
    undated = {"pdf": {"CreationDate": None}, "png": {"Software": None}}
    figure.savefig(whole, format=kind, dpi=110, metadata=undated.get(kind))
    return whole.getvalue()
