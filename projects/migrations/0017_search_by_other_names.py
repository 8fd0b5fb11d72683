"""A project is found by all names of its places and countries. A registry that has places already learns the names of
the release; its triggers then write the words of the projects anew.
"""

import csv
from importlib import import_module
from pathlib import Path

from django.db import migrations

from partners.text import fold

NAMES = Path(__file__).parents[2] / "partners" / "fixtures" / "usual_names.csv"
PLACES = Path(__file__).parents[1] / "fixtures" / "places.csv"
BEGINNING, END = "CREATE FUNCTION adam_index_projects", "CREATE FUNCTION adam_index_documents"
BESIDES = [
    ("concat_ws(E'\\n', k.name, array_to_string(k.former_names, E'\\n'))",
     "concat_ws(E'\\n', k.name, array_to_string(k.former_names || k.other_names, E'\\n'))"),
    ("string_agg(l.name, E'\\n') FROM projects_place l",
     "string_agg(concat_ws(E'\\n', l.name, array_to_string(l.other_names, E'\\n')), E'\\n') FROM projects_place l"),
]  # fmt: skip


def indexing() -> str:
    """The function of before, reading the other names too."""
    functions = import_module("projects.migrations.0008_search_triggers").FUNCTIONS
    body = functions[functions.index(BEGINNING) : functions.index(END)]
    for before, after in BESIDES:
        assert before in body
        body = body.replace(before, after)
    return body.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)


def learn(apps, schema_editor):
    Country, Place = apps.get_model("partners", "Country"), apps.get_model("projects", "Place")
    known = {(place.country_id, place.name, place.kind): place for place in Place.objects.all()}
    if not known:  # a new registry: what the release knows comes with its reference data
        return
    places = []
    for row in rows(PLACES):
        if row["other_names"] and (place := known.get((row["country"], row["name"], row["kind"]))):
            place.other_names = row["other_names"].split(";")
            place.other_keys = "".join(f"\n{fold(name)}" for name in place.other_names) + "\n"
            places.append(place)
    Place.objects.bulk_update(places, ["other_names", "other_keys"])
    named = Country.objects.in_bulk()
    countries = [named[row["iso2"]] for row in rows(NAMES) if row["iso2"] in named]
    names = {row["iso2"]: row["names"].split(";") for row in rows(NAMES)}
    for country in countries:
        country.other_names = names[country.pk]
    Country.objects.bulk_update(countries, ["other_names"])


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Migration(migrations.Migration):
    dependencies = [("partners", "0007_other_names"), ("projects", "0016_other_names")]
    operations = [
        migrations.RunSQL(indexing(), migrations.RunSQL.noop),
        migrations.RunPython(learn, migrations.RunPython.noop),
    ]
