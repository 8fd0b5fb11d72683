"""Figures computed a second time, by plain Python over the register's own file: the two agree to the cent."""

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import StringIO
from itertools import cycle, islice
from statistics import median
from typing import Any

import pytest
from django.test import Client

from adam.demo.makers import make_project
from partners.models import User
from projects.models import Project

pytestmark = pytest.mark.django_db
For = Callable[[User], Client]
Row = dict[str, Any]


def fill() -> None:
    """Forty projects of every kind; amounts are a multiple of six dollars a day, so that each share is whole."""
    partners, statuses = cycle(["DE", "GB", "FR"]), cycle(Project.Status.values)
    countries = cycle([["TJ"], ["TJ", "AF"], ["AF", "KG", "TJ"], ["KG"], []])
    for number, partner, status, places in islice(zip(range(40), partners, statuses, countries, strict=False), 40):
        start = date(2015 + number % 6, 1 + number % 12, 1 + number % 28) if number % 7 else None
        end = date(2018 + number % 6, 1 + number % 9, 28) if number % 5 else None
        if start and end and end < start:
            start, end = end, start
        days = (end - start).days + 1 if start and end else 100
        given = [(partner, 6 * days, "USD")] + ([("JP", 12 * days, "USD")] if number % 4 == 0 else [])
        make_project(
            partner,
            countries=places,
            status=status,
            themes=[["T1.1", "T1.2"], ["T2.6"], []][number % 3],
            contributions=given if number % 6 else [],
            amount=None,
            start=start,
            end=end,
            oda=Project.OdaFlag.values[number % 4],
            implementing=["Alpha", "Beta"][: number % 3],
        )


def exported(client: Client) -> list[Row]:
    text = b"".join(client.get("/projects/export.csv").streaming_content).decode().removeprefix("\ufeff")
    return [read(row) for row in csv.DictReader(StringIO(text))]


def read(row: dict[str, str]) -> Row:
    def several(name: str) -> list[str]:
        return [part for part in row[name].split("; ") if part]

    return {
        "countries": several("Countries"),
        "themes": {part.split()[0].partition(".")[0] for part in several("Themes")},
        "partners": {row["Lead partner"], *several("Contributors")},
        "implementing": several("Implementing organizations"),
        "status": row["Status"],
        "oda": row["ODA"],
        "budget": Decimal(row["Budget (US$)"] or 0),
        "start": date.fromisoformat(row["Start"]) if row["Start"] else None,
        "end": date.fromisoformat(row["End"]) if row["End"] else None,
    }


def is_active(row: Row, year: int) -> bool:
    start, end = row["start"], row["end"]
    return bool(start or end) and (not start or start.year <= year) and (not end or end.year >= year)


def in_year(row: Row, year: int) -> Decimal:
    start, end = row["start"], row["end"]
    if not start or not end:
        return row["budget"] if (start or end or date.min).year == year else Decimal(0)
    first, last = max(start, date(year, 1, 1)), min(end, date(year, 12, 31))
    return row["budget"] / ((end - start).days + 1) * max((last - first).days + 1, 0)


def in_country(row: Row, name: str) -> Decimal:
    return row["budget"] / len(row["countries"]) if name in row["countries"] else Decimal(0)


FIGURES: dict[str, tuple[str, str, Callable[[list[Row]], Any]]] = {
    "projects in all": ("rows=country", "Total", len),
    "projects in Tajikistan": (
        "rows=country",
        "Tajikistan",
        lambda rows: sum("Tajikistan" in r["countries"] for r in rows),
    ),
    "projects without country": ("rows=country", "Not stated", lambda rows: sum(not r["countries"] for r in rows)),
    "projects of Japan": ("rows=partner", "Japan", lambda rows: sum("Japan" in r["partners"] for r in rows)),
    "projects on border control": ("rows=theme", "T1", lambda rows: sum("T1" in r["themes"] for r in rows)),
    "projects carried out by Beta": (
        "rows=implementer",
        "Beta",
        lambda rows: sum("Beta" in r["implementing"] for r in rows),
    ),
    "projects active in 2019": ("rows=year", "2019", lambda rows: sum(is_active(r, 2019) for r in rows)),
    "projects begun in 2017": (
        "rows=start_year",
        "2017",
        lambda rows: sum(bool(r["start"]) and r["start"].year == 2017 for r in rows),
    ),
    "partners in Afghanistan": (
        "rows=country&measure=partners",
        "Afghanistan",
        lambda rows: len(set().union(*(r["partners"] for r in rows if "Afghanistan" in r["countries"]))),
    ),
    "budget in all": ("rows=country&measure=budget", "Total", lambda rows: sum(r["budget"] for r in rows)),
    "budget in Kyrgyzstan": (
        "rows=country&measure=budget",
        "Kyrgyzstan",
        lambda rows: sum(in_country(r, "Kyrgyzstan") for r in rows),
    ),
    "budget of what runs": (
        "rows=status&measure=budget",
        "Running",
        lambda rows: sum(r["budget"] for r in rows if r["status"] == "Running"),
    ),
    "budget in 2019": ("rows=year&measure=budget", "2019", lambda rows: sum(in_year(r, 2019) for r in rows)),
    "median duration": (
        "rows=oda&measure=duration",
        "Total",
        lambda rows: median(
            ((r["end"] - r["start"]).days + 1) * 12 / 365.2425 for r in rows if r["start"] and r["end"]
        ),
    ),
}


def test_figures_agree_with_what_the_exported_register_says(client_for: For, analyst: User) -> None:
    fill()
    client = client_for(analyst)
    rows = exported(client)
    assert len(rows) == 40
    found, wanted = {}, {}
    for name, (query, member, compute) in FIGURES.items():
        content = client.get(f"/projects/analysis.json?{query}").json()
        totals = dict(zip([label(one) for one in content["rows"]["members"]], content["row_totals"], strict=True))
        found[name] = Decimal(str({**totals, "Total": content["total"]}[member]))
        wanted[name] = round(Decimal(compute(rows)), 1 if "duration" in name else 2)
    assert found == wanted


def label(member: dict[str, str]) -> str:
    return member["key"] if member["key"].startswith("T1") else member["label"]
