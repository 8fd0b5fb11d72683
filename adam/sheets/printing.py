"""The sheet as PDF, set by typst: tagged, one page of A4. What people wrote goes in as data, never as source."""

from decimal import Decimal
from pathlib import Path

from django.utils.formats import date_format

from adam.sheets.content import Sheet, shortened
from partners.text import day_in_words, money, noun, thousands
from projects.printing import printed

SOURCE = Path(__file__).with_name("sheet.typ")


def pdf(sheet: Sheet, site: str) -> bytes:
    """`site` is where the links lead, such as https://adam.example/."""
    return printed(SOURCE, "sheet", content(sheet, site.rstrip("/")))


def content(sheet: Sheet, site: str) -> dict[str, object]:
    """In words, as the page of paper shows them."""
    subject, figures = sheet.subject, sheet.figures
    apart = [f"of which {name} {whole(amount)}" for name, amount in figures.apart]
    committed = "committed here" if subject.kind == "country" else "committed by it"
    others = ("partner", "partners") if subject.kind == "country" else ("country", "countries")
    return {
        "title": subject.name,
        "over": f"{'Country' if subject.kind == 'country' else 'Partner'} sheet · {day_in_words(sheet.day)}",
        "figures": [
            [thousands(figures.projects), f"{noun(figures.projects, 'project')}, each once"],
            [thousands(figures.active), "planned or running"],
            [whole(figures.money), ", ".join([committed, *apart])],
            [thousands(sheet.partners_or_countries), noun(sheet.partners_or_countries, *others)],
            [thousands(sheet.open_alerts), f"open duplication {noun(sheet.open_alerts, 'alert')}"],
        ],
        "others": others[0].capitalize(),
        "lines": [
            [line.label, thousands(line.projects), thousands(line.active), rounded(line.money), ", ".join(line.themes)]
            for line in sheet.lines
        ],
        "more": f"and {thousands(sheet.more_lines)} more" if sheet.more_lines else "",
        "years": [[year.year, rounded(year.money), year.percent] for year in sheet.years],
        "covered": [[theme.name, thousands(theme.projects)] for theme in sheet.themes if theme.projects],
        "unstated": f"No theme stated: {thousands(sheet.unstated.projects)}." if sheet.unstated else "",
        "not_covered": [theme.name for theme in sheet.not_covered],
        "alerts": [
            f"{alert.first.number} ({alert.first.partner}) and {alert.second.number} ({alert.second.partner}): "
            f"{alert.case_words.lower()}"
            for alert in sheet.alerts
        ],
        "alerts_shown": shown(len(sheet.alerts), sheet.open_alerts),
        "coming": [
            [date_format(activity.start, "j M Y"), shortened(str(activity), 90), activity.project.number]
            for activity in sheet.coming
            if activity.start
        ],
        "documents": [[shortened(str(document), 90), document.project.number] for document in sheet.documents],
        "recommendations": [
            [f"{one.round_table}, {one.number}", shortened(one.text, 150), one.state.label]
            for one in sheet.recommendations
        ],
        "notes": " ".join(sheet.notes),
        "address": f"{site}{subject.address('')}",
    }  # fmt: skip


def shown(some: int, number: int) -> str:
    return f"Shown: {some} of {thousands(number)}." if some < number else ""


def rounded(amount: Decimal) -> str:
    return thousands(round(amount))


def whole(amount: Decimal) -> str:
    return money(amount.quantize(Decimal(1)), "USD")
