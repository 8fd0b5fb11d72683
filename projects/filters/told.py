"""What a page says of the filters in use: in words, with the way without each, and what was wrong."""

from dataclasses import dataclass
from typing import Any

import django_filters
from django.http import QueryDict

from projects.forms.narrowing import CodesField

MORE = (
    "region", "pillar", "implementer", "beneficiary_kind", "oda", "visibility", "start_year", "from_year", "to_year",
    "missing", "mine", "draft",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chip:
    """One active filter in words, and the query string without it."""

    text: str
    query: str
    name: str
    value: object


class Told(django_filters.FilterSet):
    @property
    def chips(self) -> list[Chip]:
        return [
            Chip(self._words(name, one), self._without(name, one), name, one)
            for name, value in self.cleaned.items()
            for one in (value if isinstance(value, list) else [value])
        ]

    @property
    def cleaned(self) -> dict[str, Any]:
        """The active filters with what was understood of them."""
        if not self.is_bound:
            return {}
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def problems(self) -> list[str]:
        """What was left out, and why."""
        errors = self.form.errors.items() if self.is_bound else []
        return [f"{self.form.fields[name].label}: {text}" for name, texts in errors for text in texts]

    @property
    def understood(self) -> QueryDict:
        """The query without what was left out."""
        query = self.data.copy()
        for name in self.form.errors:
            kept = self.form.cleaned_data.get(name) or []
            query.setlist(name, kept if isinstance(kept, list) else [kept])
        return query

    @property
    def more_is_active(self) -> bool:
        """Whether a filter of the folded part is in use, so that it opens."""
        return any(self.data.get(name) for name in MORE if name != "implementer")

    def _words(self, name: str, value: object) -> str:
        field = self.form.fields[name]
        if isinstance(field, CodesField):
            return dict(field.choices).get(str(value), str(value))
        if isinstance(value, bool):
            return str(field.label)
        return f"“{value}”" if name == "q" else f"{field.label} {value}"

    def _without(self, name: str, value: object) -> str:
        data = self.data.copy()
        kept = [one for one in data.getlist(name) if one.strip().casefold() != str(value).casefold()]
        data.setlist(name, kept if isinstance(self.form.fields[name], CodesField) else [])
        data.pop("page", None)
        return data.urlencode()
