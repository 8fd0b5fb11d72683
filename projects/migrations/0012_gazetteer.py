"""Provinces, crossing points, ports, airports and towns that came after the first release, into a registry that has
places already; an empty one loads them with the rest of the reference data."""

import csv
from pathlib import Path

from django.db import migrations

from partners.text import fold

PLACES = Path(__file__).parent.parent / "fixtures" / "places.csv"
ADDED = "2026-11"


def add(apps, schema_editor):
    Country, Place = apps.get_model("partners", "Country"), apps.get_model("projects", "Place")
    countries = set(Country.objects.values_list("pk", flat=True))
    with PLACES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["added"] == ADDED and row["country"] in countries]
    Place.objects.bulk_create(
        [
            Place(
                country_id=row["country"],
                kind=row["kind"],
                name=row["name"],
                name_key=fold(row["name"]),
                latitude=row["latitude"],
                longitude=row["longitude"],
            )
            for row in rows
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial"), ('projects', '0011_places_by_name')]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
