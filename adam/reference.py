"""Reference data from the fixtures of the applications into the database: what is absent is added, nothing is changed.

What an administrator corrected or renamed therefore stays as it is.
"""

import csv
from calendar import monthrange
from collections.abc import Container, Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from partners.models import Country, Partner
from projects.models import ActivityType, Place, Theme
from roundtables.models import Recommendation, RoundTable


def rows(path: str) -> Iterator[dict[str, str]]:
    with Path(settings.BASE_DIR, path).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def several(text: str) -> list[str]:
    return text.split(";") if text else []


@transaction.atomic
def load() -> int:
    """How many entries were added."""
    return (
        load_countries()
        + load_partners()
        + load_themes()
        + load_activity_types()
        + load_places()
        + load_round_tables()
        + load_recommendations()
    )


def load_countries() -> int:
    known = set(Country.objects.values_list("pk", flat=True))
    new = [
        Country(**{**row, "former_names": several(row["former_names"])})
        for row in rows("partners/fixtures/countries.csv")
        if row["iso2"] not in known
    ]
    return len(Country.objects.bulk_create(new))


def load_partners() -> int:
    """Countries by their ISO code, organizations by their acronym."""
    known = {code.casefold() for code in Partner.objects.values_list("code", flat=True)}
    new = [
        Partner(**row, country_id=row["code"] if row["kind"] == Partner.Kind.COUNTRY else None)
        for row in rows("partners/fixtures/partners.csv")
        if row["code"].casefold() not in known
    ]
    return len(Partner.objects.bulk_create(new))


def load_themes() -> int:
    known = set(Theme.objects.values_list("pk", flat=True))
    new = [
        Theme(
            code=row["code"],
            parent_id=row["parent"] or None,
            name=row["name"],
            pillars=several(row["pillars"]),
            crs_code=row["crs_code"],
            crs_alternatives=several(row["crs_alternatives"]),
        )
        for row in rows("projects/fixtures/themes.csv")
        if row["code"] not in known
    ]
    return len(Theme.objects.bulk_create(new))


def load_activity_types() -> int:
    known = set(ActivityType.objects.values_list("pk", flat=True))
    new = [ActivityType(**row) for row in rows("projects/fixtures/activity_types.csv") if row["code"] not in known]
    return len(ActivityType.objects.bulk_create(new))


def load_places() -> int:
    known = set(Place.objects.values_list("country", "kind", "name"))
    new = [
        Place(
            country_id=row["country"],
            kind=row["kind"],
            name=row["name"],
            latitude=row["latitude"],
            longitude=row["longitude"],
        )
        for row in rows("projects/fixtures/places.csv")
        if (row["country"], row["kind"], row["name"]) not in known
    ]
    return len(Place.objects.bulk_create(new))


def load_round_tables() -> int:
    """A meeting is known by its kind and number; one without number by its kind, year and city."""
    known = {
        (kind, number) if number else (kind, start.year, city)
        for kind, number, start, city in RoundTable.objects.values_list("kind", "number", "start", "city")
    }
    new = [meeting for row in rows("roundtables/fixtures/round_tables.csv") if (meeting := round_table(row, known))]
    return len(RoundTable.objects.bulk_create(new))


def round_table(row: dict[str, str], known: Container[tuple[object, ...]]) -> RoundTable | None:
    start, end, month_only = *period(row["start"], row["end"]), len(row["start"]) == len("2003-09")
    number = int(row["number"]) if row["number"] else None
    if ((row["kind"], number) if number else (row["kind"], start.year, row["city"])) in known:
        return None
    return RoundTable(
        kind=row["kind"],
        number=number,
        start=start,
        end=end,
        month_only=month_only,
        city=row["city"],
        country_id=row["country"],
        focus=row["focus"],
        source=row["source"],
    )


def period(start: str, end: str) -> tuple[date, date]:
    """First and last day; where the source gives only the month, of the whole month."""
    if len(start) > len("2003-09"):
        return date.fromisoformat(start), date.fromisoformat(end)
    first, last = date.fromisoformat(f"{start}-01"), date.fromisoformat(f"{end}-01")
    return first, last.replace(day=monthrange(last.year, last.month)[1])


def load_recommendations() -> int:
    known = set(
        Recommendation.objects.filter(round_table__kind=RoundTable.Kind.EXPERT_ROUND_TABLE).values_list(
            "round_table__number", "number"
        )
    )
    absent = [
        row
        for row in rows("roundtables/fixtures/recommendations.csv")
        if (int(row["expert_round_table"]), int(row["number"])) not in known
    ]
    if not absent:
        return 0
    tables = {table.number: table for table in RoundTable.objects.filter(kind=RoundTable.Kind.EXPERT_ROUND_TABLE)}
    pillars = dict(Theme.objects.values_list("pk", "pillars"))
    for row in absent:
        themes = several(row["themes"])
        recommendation = Recommendation.objects.create(
            round_table=tables[int(row["expert_round_table"])],
            number=int(row["number"]),
            text=row["text"],
            pillars=sorted({pillar for theme in themes for pillar in pillars.get(theme, [])}),
            addressees=several(row["addressees"]),
            source=row["source"],
        )
        recommendation.themes.set(Theme.objects.filter(pk__in=themes))
        recommendation.countries.set(Country.objects.filter(pk__in=several(row["countries"])))
    return len(absent)
