"""Values of event rows as a person reads them; what rows point at is looked up together, one query a kind."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from partners.models import User
from partners.text import day_in_words, money
from projects.languages import language_name
from projects.models import Place, Project
from projects.purposes import purpose_in_words

from .events import Event
from .tables import Table

NOTHING = "nothing"


class Names:
    """Names of everything that these rows point at, as far as this person may know them."""

    def __init__(self, rows: Iterable[tuple[Table, dict[str, Any]]], user: User) -> None:
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for table, row in rows:
            for name in table.told:
                column = table.model._meta.get_field(name)
                if column.is_relation and row.get(column.attname) is not None:
                    wanted[column.related_model].add(row[column.attname])
            if into := row.get("merged_into_id"):
                wanted[Project].add(into)
        self.found: dict[type[models.Model], dict[Any, Any]] = {}
        for model, keys in wanted.items():
            known: Any = Project.objects.visible_to(user) if model is Project else model._default_manager.all()
            known = known.select_related("country") if model is Place else known
            self.found[model] = known.in_bulk(keys)

    def of(self, model: type[models.Model], key: Any) -> str:
        if key is None:
            return NOTHING
        found = self.found.get(model, {}).get(key)
        return str(found) if found else "one that is no longer in the register"

    def value(self, table: Table, row: dict[str, Any], name: str) -> str:
        column = table.model._meta.get_field(name)
        if column.is_relation:
            return self.of(column.related_model, row.get(column.attname))
        value = column.to_python(row.get(name))
        if value in (None, "", []):
            return NOTHING
        if name == "purpose_codes":
            return "; ".join(map(purpose_in_words, value))
        if isinstance(value, list):
            labels = dict(getattr(column.base_field, "choices", None) or ())
            return ", ".join(str(labels.get(one, one)) for one in value)
        if name == "language":
            return language_name(value)
        if isinstance(value, date):
            return day_in_words(value)
        if isinstance(value, Decimal) and name == "amount":
            return money(value, row["currency"])
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        return str(dict(column.flatchoices or ()).get(value, value))

    def subject(self, table: Table, row: dict[str, Any]) -> str:
        """Which one of its kind a part is."""
        if table.name == "contribution":
            return f"{self.value(table, row, 'partner')}: {money(Decimal(str(row['amount'])), row['currency'])}"
        if table.name == "organization":
            return f"{self.value(table, row, 'role')}: {self.value(table, row, 'organization')}"
        if table.name == "identifier":
            return f"{row['scheme']} {row['value']}"
        if table.name == "activity":
            return row["description"] or self.value(table, row, "type")
        if table.name == "document":
            return row["title"] or row["name"]
        return self.value(table, row, table.told[0])


def rows_of(events: Iterable[Event]) -> Iterable[tuple[Table, dict[str, Any]]]:
    for event in events:
        yield event.table, event.now
        if event.before:
            yield event.table, event.before
