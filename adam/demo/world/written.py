"""Reports written one by one in library/: single projects, pairs that overlap, phases and yearly grants."""

from calendar import monthrange
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

from adam.demo.world import shelf
from adam.demo.world.author import LAST_RATE, Author
from adam.demo.world.report import AS_OF, Done, Money, Report

ROMAN = ["phase I", "phase II", "phase III"]
Known = tuple[str, Report, Report]  # kind of overlap and the two reports


def singles(author: Author) -> list[Report]:
    return [report(author, entry) for entry in shelf.read("singles.toml")["project"]]


def overlaps(author: Author) -> list[Known]:
    """Each with every other of its entry: three make a cluster."""
    return [
        (entry["kind"], *both)
        for entry in shelf.read("overlaps.toml")["overlap"]
        for both in combinations([report(author, project) for project in entry["project"]], 2)
    ]


def series(author: Author) -> list[list[Report]]:
    """Each a run of successive reports of one partner."""
    found = shelf.read("series.toml")
    return [phases(author, entry) for entry in found["phases"]] + [grants(author, entry) for entry in found["grants"]]


def phases(author: Author, entry: dict[str, Any]) -> list[Report]:
    """Each phase begins the day after the one before has ended."""
    run, begins = [], entry["start"] * 12
    for number, text in enumerate(entry["texts"]):
        ends = begins + entry["months"] - 1
        year, month = divmod(ends, 12)
        phase = {
            "title": entry["title"].format(phase=ROMAN[number]),
            "text": text,
            "start": date(begins // 12, begins % 12 + 1, 1),
            "end": date(year, month + 1, monthrange(year, month + 1)[1]),
        }
        run.append(report(author, {**entry, **phase}))
        begins = ends + 1
    return run


def grants(author: Author, entry: dict[str, Any]) -> list[Report]:
    return [
        report(
            author,
            {
                **entry,
                "title": entry["title"].format(year=year),
                "start": date(year, 1, 1),
                "end": date(year, 12, 31),
                "do": ["A16 1 grants"],
            },
        )
        for year in entry["years"]
    ]


def report(author: Author, entry: dict[str, Any]) -> Report:
    bodies, places = entry.get("bodies", []), entry.get("places", [])
    single_body, single_place = bodies[0] if bodies else "", places[0] if len(places) == 1 else ""
    day = min(entry["start"], LAST_RATE if entry["start"] <= AS_OF else AS_OF)
    return Report(
        partner=entry["partner"],
        title=entry["title"],
        objective=entry["text"],
        language=entry.get("language", "en"),
        start=entry["start"],
        end=entry["end"],
        countries=entry["countries"],
        themes=entry["themes"],
        places=places,
        bodies=bodies,
        implementers=[entry["by"]] if "by" in entry else [],
        activities=[done(line, single_body, single_place) for line in entry.get("do", [])],
        money=[money(entry["partner"], entry["money"], day)] if "money" in entry else [],
        identifiers=[tuple(line.split(" ", 1)) for line in entry.get("ids", [])],  # type: ignore[misc]
        oda=entry.get("oda") or author.oda(entry["themes"]),
        visibility=entry.get("visibility", "all"),
        substances=entry.get("substances") or (["precursors"] if entry["themes"][0][:2] == "T4" else ["opiates"]),
    )


def done(line: str, body: str, place: str) -> Done:
    """ "A01 24 trainees 2027-01-11 2027-01-29": type, quantity, unit, and the days where they are known."""
    type_, quantity, *unit = line.split(" ")
    if len(unit) > 2 and unit[-1][:2] == "20":
        *unit, start, end = unit
        return Done(
            type_, int(quantity), " ".join(unit), date.fromisoformat(start), date.fromisoformat(end), body, place
        )
    return Done(type_, int(quantity), " ".join(unit), body=body, place=place)


def money(partner: str, text: str, day: date) -> Money:
    amount, currency = text.split(" ")
    return Money(partner, Decimal(amount), currency, day)
