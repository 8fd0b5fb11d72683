"""Reference data from the fixtures of the applications, into a registry that has none yet: all of it, once.

From then on it belongs to the administrators: nothing they renamed, corrected or deleted comes back. What a later
release of ADAM has to add, it adds by a migration.
"""

import csv
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from partners.models import Country, Partner
from partners.models.organization import name_key
from projects.models import ActivityType, Place, Theme
from projects.models.taxonomy import keys_of
from roundtables.models import Recommendation, RoundTable

LOADED: tuple[type[Model], ...] = (Country, Partner, Theme, ActivityType, Place, RoundTable, Recommendation)


def rows(path: str) -> Iterator[dict[str, str]]:
    with Path(settings.BASE_DIR, path).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def several(text: str) -> list[str]:
    return text.split(";") if text else []


@transaction.atomic
def load() -> int:
    """How many entries were added; none where there is any already."""
    if any(model._default_manager.exists() for model in LOADED):
        return 0
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
    usual = {row["iso2"]: several(row["names"]) for row in rows("partners/fixtures/usual_names.csv")}
    return len(
        Country.objects.bulk_create(
            Country(**row | {"former_names": several(row["former_names"]), "other_names": usual.get(row["iso2"], [])})
            for row in rows("partners/fixtures/countries.csv")
        )
    )


def load_partners() -> int:
    """Countries by their ISO code, organizations by their acronym."""
    return len(
        Partner.objects.bulk_create(
            Partner(**row, country_id=row["code"] if row["kind"] == Partner.Kind.COUNTRY else None)
            for row in rows("partners/fixtures/partners.csv")
        )
    )


def load_themes() -> int:
    return len(
        Theme.objects.bulk_create(
            Theme(
                code=row["code"],
                parent_id=row["parent"] or None,
                name=row["name"],
                pillars=several(row["pillars"]),
                crs_code=row["crs_code"],
                crs_alternatives=several(row["crs_alternatives"]),
            )
            for row in rows("projects/fixtures/themes.csv")
        )
    )


def load_activity_types() -> int:
    types = rows("projects/fixtures/activity_types.csv")
    return len(ActivityType.objects.bulk_create(ActivityType(**row) for row in types))


def load_places() -> int:
    """Good to about 0.1 degree; a province is marked by one point in it. `added` names the release that brought it."""
    return len(
        Place.objects.bulk_create(
            Place(
                country_id=row["country"],
                kind=row["kind"],
                name=row["name"],
                name_key=name_key(row["name"]),
                other_names=several(row["other_names"]),
                other_keys=keys_of(several(row["other_names"])),
                latitude=row["latitude"],
                longitude=row["longitude"],
            )
            for row in rows("projects/fixtures/places.csv")
        )
    )


def load_round_tables() -> int:
    return len(RoundTable.objects.bulk_create(map(round_table, rows("roundtables/fixtures/round_tables.csv"))))


def round_table(row: dict[str, str]) -> RoundTable:
    start, end = period(row["start"], row["end"])
    return RoundTable(
        kind=row["kind"],
        number=int(row["number"]) if row["number"] else None,
        start=start,
        end=end,
        month_only=len(row["start"]) == len("2003-09"),
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
    tables = {table.number: table for table in RoundTable.objects.filter(kind=RoundTable.Kind.EXPERT_ROUND_TABLE)}
    pillars = dict(Theme.objects.values_list("pk", "pillars"))
    entries = list(rows("roundtables/fixtures/recommendations.csv"))
    for row in entries:
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
    return len(entries)
