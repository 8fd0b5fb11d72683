"""The library of the demonstration world: what partners do, in their words, read from library/."""

import csv
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

LIBRARY = Path(__file__).parent / "library"


@dataclass(frozen=True, slots=True)
class Doing:
    """A kind of activity with the range of its quantity."""

    type: str
    least: int
    most: int
    unit: str


@dataclass(frozen=True, slots=True)
class Work:
    """A line of work: themes, activities and wordings, to be filled in for a country and a place."""

    number: int
    themes: list[str]
    do: list[Doing]
    at: list[str]  # kinds of place
    kinds: list[str]  # kinds of beneficiary body
    years: tuple[int, int]
    months: tuple[int, int]
    usd: tuple[int, int]
    titles: list[str]
    texts: list[str]
    goes: list[list[int]] = field(default_factory=list)  # which texts fit each title; empty: all fit all
    by: list[str] = field(default_factory=list)  # partners; empty: any
    countries: list[str] = field(default_factory=list)  # empty: anywhere
    oda: str = ""
    visibility: str = ""

    @property
    def types(self) -> set[str]:
        return {doing.type for doing in self.do}

    def texts_for(self, title: int) -> list[int]:
        return self.goes[title] if self.goes else list(range(len(self.texts)))


@dataclass(frozen=True, slots=True)
class Body:
    country: str
    kind: str
    acronym: str
    name: str
    prose: str
    home: list[str]  # names of the places where it works; empty: anywhere in the country
    aliases: list[str]


@dataclass(frozen=True, slots=True)
class Place:
    country: str
    kind: str
    name: str


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((LIBRARY / name).read_text(encoding="utf-8"))


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def works() -> list[Work]:
    entries = [entry for part in ("border", "police", "other") for entry in read(f"works_{part}.toml")["work"]]
    return [work(number, entry) for number, entry in enumerate(entries)]


def work(number: int, entry: dict[str, Any]) -> Work:
    doings = []
    for line in entry["do"]:
        type_, least, most, unit = line.split(" ", 3)
        doings.append(Doing(type_, int(least), int(most), unit))
    ranges: dict[str, Any] = {name: tuple(entry[name]) for name in ("years", "months", "usd")}
    rest = {name: value for name, value in entry.items() if name not in {"do", "in", *ranges}}
    return Work(number=number, do=doings, countries=entry.get("in", []), **ranges, **rest)


@cache
def bodies() -> dict[str, list[Body]]:
    """Beneficiary bodies by country."""
    found = defaultdict(list)
    for row in table(LIBRARY / "bodies.csv"):
        several = {name: row[name].split(";") if row[name] else [] for name in ("home", "aliases")}
        fields: dict[str, Any] = {**row, **several}
        found[row["country"]].append(Body(**fields))
    return found


@cache
def bodies_by_name() -> dict[str, Body]:
    return {body.name: body for of_country in bodies().values() for body in of_country}


@cache
def implementers() -> dict[str, list[str]]:
    """Names of implementing bodies by partner; under "" those that work for anybody."""
    found = defaultdict(list)
    for row in table(LIBRARY / "implementers.csv"):
        found[row["partner"]].append(row["name"])
    return found


@cache
def places() -> dict[str, list[Place]]:
    found = defaultdict(list)
    for row in table(settings.BASE_DIR / "projects" / "fixtures" / "places.csv"):
        if not row["added"]:  # the world stays the same when the gazetteer grows
            found[row["country"]].append(Place(row["country"], row["kind"], row["name"]))
    return found


@cache
def themes() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in table(settings.BASE_DIR / "projects" / "fixtures" / "themes.csv")}


@cache
def voices() -> dict[str, Any]:
    """Sentences and weights by partner and country."""
    return read("voices.toml")
