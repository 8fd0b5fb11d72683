"""Twelve figures of the graphs, computed a second time by another way: plain Python over the exported register."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from random import Random
from statistics import median
from typing import Any

import pytest
from django.test import Client

from adam.demo.makers import make_project, make_relation
from partners.models import User
from projects.exports.columns import COLUMNS
from projects.models import Project

pytestmark = pytest.mark.django_db
Row = dict[str, Any]
For = Callable[[User], Client]


@pytest.fixture
def client(client_for: For, coordinator: User) -> Client:
    """Forty projects of all kinds; the same ones every time."""
    chance, made = Random(2006), []
    for number in range(40):
        start = date(2019 + chance.randrange(5), 1 + chance.randrange(12), 1 + chance.randrange(28))
        kinds = chance.sample(["A01", "A05", "A12"], chance.randrange(3))
        project = make_project(
            chance.choice(["DE", "GB", "FR"]),
            title=f"Project {number}",
            countries=chance.sample(["AF", "TJ", "KG", "PK"], 1 + chance.randrange(3)),
            themes=chance.sample(["T1", "T1.1", "T2.6", "T3"], 1 + chance.randrange(3)),
            status=chance.choice(["1", "2", "4"]),
            start=start,
            end=start.replace(year=start.year + chance.randrange(4)) if number % 7 else None,
            amount=None,
            contributions=[
                (giver, chance.randrange(1, 10**8), "USD") for giver in chance.sample(["DE", "GB", "JP"], number % 3)
            ],
            activities=[{"type": kind, "quantity": chance.randrange(1, 90), "unit": "kits"} for kind in kinds],
        )
        if number % 5 == 0:
            project.recipients.filter(country="AF").update(share=30)
        made.append(project)
    for at in range(0, 36, 9):
        make_relation(made[at], made[at + 4], "third-party")
    make_project("DE", draft=True)
    return client_for(coordinator)


@pytest.fixture
def register(client: Client) -> list[Row]:
    answer = client.get(f"/projects/export.jsonl?published=on&column={','.join(COLUMNS)}")
    return [json.loads(line) for line in b"".join(answer.streaming_content).decode().splitlines()]


# -- The other way -----------------------------------------------------------------------------------------------------
def cents(row: Row, giver: str = "") -> int:
    return sum(round(one["usd"] * 100) for one in row["contributions"] if not giver or one["partner"] == giver)


def share(row: Row, country: str) -> Fraction:
    """What is stated, or an equal part of what is left."""
    stated = {one["code"]: one["share"] for one in row["shares"]}
    if country not in stated:
        return Fraction(0)
    if not any(stated.values()):
        return Fraction(1, len(stated))
    rest = 100 - sum(part or 0 for part in stated.values())
    open_ones = sum(part is None for part in stated.values())
    whole = sum(part or 0 for part in stated.values()) + (rest if open_ones else 0)
    part = stated[country]
    return Fraction(rest, open_ones * whole) if part is None else Fraction(part) / whole


def part_of_year(row: Row, year: int) -> Fraction:
    start, end = row["start"] and date.fromisoformat(row["start"]), row["end"] and date.fromisoformat(row["end"])
    if not start or not end:
        return Fraction((start or end).year == year)
    days = min(end, date(year, 12, 31)).toordinal() - max(start, date(year, 1, 1)).toordinal() + 1
    return Fraction(max(days, 0), (end - start).days + 1)


def days(row: Row) -> int:
    return (date.fromisoformat(row["end"]) - date.fromisoformat(row["start"])).days + 1


def themes(row: Row) -> set[str]:
    return {one["code"].partition(".")[0] for one in row["themes"]}


def once(rows: Iterable[Row]) -> list[Row]:
    """Without those that a record made before reports too."""
    twin = "The same project, recorded again"
    return [row for row in rows if not any(one["role"] == twin and one["id"] < row["id"] for one in row["relations"])]


def codes(row: Row) -> set[str]:
    return {one["code"] for one in row["shares"]}


def dollars(amount: Fraction | int) -> float:
    return float(round(Fraction(amount))) / 100


SAME = [
    ("measure=projects", lambda rows: len(rows)),
    ("country=TJ&status=2", lambda rows: sum("TJ" in codes(row) and row["status"] == "Running" for row in rows)),
    ("measure=projects&theme=T1", lambda rows: sum("T1" in themes(row) for row in rows)),
    ("totals=net", lambda rows: len(once(rows))),
    ("measure=budget", lambda rows: dollars(sum(map(cents, rows)))),
    ("measure=budget&totals=net", lambda rows: dollars(sum(map(cents, once(rows))))),
    ("measure=budget&year=2022", lambda rows: dollars(sum(cents(row) * part_of_year(row, 2022) for row in rows))),
    ("measure=activities&activity_type=A05",
     lambda rows: sum(len(row["activities"]) for row in rows if any(a["type"] == "A05" for a in row["activities"]))),
    ("measure=quantity&unit=kits",
     lambda rows: sum(one["quantity"] for row in rows for one in row["activities"])),
    ("measure=duration",
     lambda rows: round(median(days(row) for row in rows if row["end"]) / (365.2425 / 12), 1)),
]  # fmt: skip


@pytest.mark.parametrize(("query", "again"), SAME, ids=[query for query, _ in SAME])
def test_a_total_is_the_same_by_another_way(
    client: Client, register: list[Row], query: str, again: Callable[[list[Row]], float]
) -> None:
    found = client.get(f"/projects/analysis.json?rows=oda&columns=none&{query}").json()
    assert found["total"] == pytest.approx(again(register), abs=0.011)
    assert found["total"] > 0


def row_of(client: Client, query: str, label: str) -> float:
    found = client.get(f"/projects/analysis.json?columns=none&{query}").json()
    at = next(n for n, one in enumerate(found["rows"]["members"]) if one["label"] == label)
    return float(found["row_totals"][at])


def test_money_of_a_country_and_of_a_giver_too(client: Client, register: list[Row]) -> None:
    shared = sum(cents(row) * share(row, "AF") for row in register)
    assert row_of(client, "rows=country&measure=budget", "Afghanistan") == pytest.approx(dollars(shared), abs=0.02)
    given = sum(cents(row, "Japan") for row in register)
    assert row_of(client, "rows=partner&measure=budget", "Japan") == dollars(given)
    assert Project.objects.count() == len(register) + 1
