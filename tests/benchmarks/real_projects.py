"""A registry of real projects, of any size: read from data/projects_all_sectors.csv.gz in the folder ADAM_SHARED names.

Up to the 214,045 of the file they are drawn from it as they are. Beyond, more are made of them: the title and the
description of one, in which every other piece of four words is that of another one at the same place, with the
countries and dates of a third (moved by up to a year), the organization of a fourth and an amount between half and
twice its own. So words, neighbouring words, countries and organizations keep their natural frequencies, and most new
projects are like some others without being the same. Without the file projects are invented.
"""

import csv
import gzip
import io
import os
import random
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any

SHARED = os.environ.get("ADAM_SHARED", "")
REGISTRY = Path(SHARED, "data", "projects_all_sectors.csv.gz")
WORDS = 4  # in a piece of text that is exchanged for another
AT_ONCE = 20_000  # projects copied together

Row = dict[str, str]


def drawn(count: int) -> Iterator[Row]:
    """So many projects; those of the file drawn from all of it, so that every source is in."""
    if not SHARED:
        return islice(invented_rows(), count)
    every = list(real_rows())
    real = random.Random(3).sample(every, min(count, len(every)))
    return chain(real, islice(made_of(every), count - len(real)))


def real_rows() -> Iterator[Row]:
    with gzip.open(REGISTRY, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def made_of(every: list[Row]) -> Iterator[Row]:
    chance = random.Random(6)
    while True:
        own, other, third, fourth = chance.choices(every, k=4)
        moved = timedelta(days=chance.randint(-365, 365))
        start, end = day(third["start"]), day(third["end"])
        yield own | {
            "title": mixed(own["title"], other["title"], chance),
            "description": mixed(own["description"], other["description"], chance),
            "recipient_countries": third["recipient_countries"],
            "start": str(start + moved) if start else "",
            "end": str(end + moved) if end else "",
            "amount": str(round(number(own["amount"]) * 2 ** chance.uniform(-1, 1), 2)) if own["amount"] else "",
            "implementing_org": fourth["implementing_org"],
            "reporting_partner": third["reporting_partner"],
        }


def mixed(own: str, other: str, chance: random.Random) -> str:
    ours, theirs = own.split(), other.split()
    pieces = [
        ours[at : at + WORDS] if chance.random() < 0.5 else theirs[at : at + WORDS] for at in range(0, len(ours), WORDS)
    ]
    return " ".join(chain.from_iterable(pieces)) or own


def invented_rows() -> Iterator[Row]:
    """Words drawn as unevenly as those of real texts."""
    chance, number = random.Random(1), 0
    while True:
        number += 1
        words = [f"word{int(chance.paretovariate(0.6))}" for _ in range(60)]
        yield {
            "title": " ".join(words[:8]),
            "description": " ".join(words[8:]),
            "recipient_countries": chance.choice(["AF", "TJ", "IR", "PK", "UZ", "KG", "TM", "KZ"]),
            "purpose_codes": chance.choice(["16063", "15130", "15132", "43050"]),
            "start": f"{chance.randint(1995, 2024)}-0{chance.randint(1, 9)}-01",
            "end": "",
            "amount": str(round(chance.lognormvariate(12, 1.5), 2)),
            "implementing_org": f"Body {int(chance.paretovariate(0.8))}",
            "reporting_partner": f"Partner {number % 40}",
            "language": "en",
        }


def load(rows: Iterable[Row]) -> None:
    """Into an empty registry, by COPY, numbered from 1 on; triggers, and with them histories and words, are left out."""
    from django.core.management import call_command
    from django.db import connection

    from partners.models import Country, Organization, Partner
    from partners.text import fold
    from projects.models import Contribution, Participation, Project, Recipient

    call_command("load_reference", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    countries = set(Country.objects.values_list("pk", flat=True))
    partners = Numbers(Partner, lambda number, name: {"kind": "organization", "code": f"B{number}", "name": name})
    bodies = Numbers(Organization, lambda number, name: {"name": name, "name_key": fold(name)[:250], "acronym": ""})
    numbered = enumerate(rows, start=1)
    while some := list(islice(numbered, AT_ONCE)):
        projects, recipients, contributions, participations = [], [], [], []
        for pk, row in some:
            name = lead_partner(row["reporting_partner"])[:140]
            partner = partners.of(name, f"{name} {len(partners.known)}")
            projects.append(project(pk, partner, row))
            for code in countries.intersection(row["recipient_countries"].split(";")):
                recipients.append({"project_id": pk, "country_id": code})
            if row["amount"] and (amount := number(row["amount"])) >= 0:
                money = {"amount": amount, "usd": amount, "committed_on": date(2020, 1, 1)}
                contributions.append({"project_id": pk, "partner_id": partner, **money})
            if key := fold(row["implementing_org"])[:250]:
                body = bodies.of(key, row["implementing_org"][:250])
                participations.append({"project_id": pk, "organization_id": body, "role": "4"})
        copy(Project, projects)
        copy(Recipient, recipients)
        copy(Contribution, contributions)
        copy(Participation, participations)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('projects_project', 'id'), max(id)) FROM projects_project")
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")


class Numbers:
    """Rows of a model by name, each made when it is first met."""

    def __init__(self, model: Any, fields: Callable[[int, str], dict[str, Any]]) -> None:
        self.model, self.fields = model, fields
        self.known: dict[str, int] = {}

    def of(self, key: str, name: str) -> int:
        if key not in self.known:
            made = self.model(**self.fields(len(self.known), name))
            self.known[key] = self.model.objects.bulk_create([made])[0].pk
        return self.known[key]


def project(pk: int, partner: int, row: Row) -> dict[str, Any]:
    from django.utils import timezone

    start, end = day(row["start"]), day(row["end"])
    return {
        "id": pk,
        "partner_id": partner,
        "title": row["title"][:500] or "Untitled",
        "objective": row["description"],
        "language": row["language"][:8],
        "purpose_codes": [code for code in row["purpose_codes"].split(";") if 0 < len(code) <= 5],
        "start": start,
        "end": end if start is None or end is None or end >= start else None,
        "published_at": timezone.now(),
    }


def copy(model: Any, made: list[dict[str, Any]]) -> None:
    """Rows into the table of a model, as much as they say; the rest is what the model takes when nothing is said."""
    from django.db import connection
    from django.utils import timezone

    if not made:
        return
    fields = [field for field in model._meta.concrete_fields if field.attname in made[0] or not field.primary_key]
    default = {
        field.attname: timezone.now() if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
        else field.get_default()
        for field in fields
    }  # fmt: skip
    file = io.StringIO()
    lines = csv.writer(file, lineterminator="\n")
    for values in made:
        lines.writerow([written((default | values)[field.attname]) for field in fields])
    file.seek(0)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {model._meta.db_table} ({columns}) FROM STDIN WITH (FORMAT csv, NULL '\\N')",
            file,
        )


def written(value: Any) -> str:
    if value is None:
        return "\\N"
    return f"{{{','.join(value)}}}" if isinstance(value, list) else str(value)


def lead_partner(name: str) -> str:
    """Agencies of one government are one partner of a registry."""
    american = ("Department", "U.S.", "USAID", "Peace Corps", "United States", "Millennium", "Environmental Protection")
    return "United States" if name.startswith(american) else name


def number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return -1.0


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10])
    except ValueError:
        return None
