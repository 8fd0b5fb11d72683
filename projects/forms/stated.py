"""A form's state as a browser would send it untouched, and as it was sent; signed, it travels with the form."""

import re
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any, Protocol

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from .merging import Fields, Row, State, Values

SALT = "project-form-state"
HIDDEN = ("id", "DELETE")


class Entered(Protocol):
    """A form with the rows of its parts, of whatever is entered."""

    form: Any
    rows: dict[str, Any]

    @property
    def is_new(self) -> bool: ...


def stated(entry: Entered) -> State:
    """What the fields hold before anybody types."""
    rows = {
        prefix: [Row(str(form.instance.pk), initial(form)) for form in rows.forms if form.instance.pk]
        for prefix, rows in entry.rows.items()
    }
    return State(initial(entry.form), rows)


def initial(form: forms.BaseForm) -> Fields:
    names = [name for name, field in form.fields.items() if name not in HIDDEN and not _is_parent(field)]
    return {name: texts(form[name].value(), form.fields[name].widget) for name in names}


def _is_parent(field: forms.Field) -> bool:
    return isinstance(field, forms.models.InlineForeignKeyField)


def texts(value: Any, widget: forms.Widget) -> Values:
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    written = widget.format_value(value)
    if isinstance(written, list):
        return [str(one) for one in written if one not in (None, "")]
    return [] if written in (None, "") else [str(written)]


def sent(entry: Entered, data: QueryDict) -> State:
    """What was posted to the fields of this entry and of its rows. Which project a row belongs to, the browser sends
    too.
    """
    fields = {name: data.getlist(name) for name in entry.form.fields}
    asked = {prefix: {*rows.empty_form.fields, *HIDDEN} - {rows.fk.name} for prefix, rows in entry.rows.items()}
    return State(fields, {prefix: sent_rows(prefix, data, names) for prefix, names in asked.items()})


def sent_rows(prefix: str, data: QueryDict, names: Collection[str]) -> list[Row]:
    found: dict[int, Fields] = {}
    for name in data:
        if (match := re.fullmatch(rf"{prefix}-(\d{{1,4}})-(\w+)", name)) and match[2] in names:
            found.setdefault(int(match[1]), {})[match[2]] = data.getlist(name)
    rows = []
    for number in sorted(found):
        fields = found[number]
        own, removed = fields.pop("id", [""]), fields.pop("DELETE", [])
        rows.append(Row(own[-1], fields, any(removed)))
    return rows


def posted(state: State, data: QueryDict) -> QueryDict:
    """The data with this state in place of what was sent. Rows on record come first, as their forms expect it."""
    data = data.copy()
    for name, values in state.fields.items():
        data.setlist(name, values)
    for prefix, rows in state.rows.items():
        for name in [name for name in data if re.fullmatch(rf"{prefix}-\d+-\w+", name)]:
            del data[name]
        for number, row in enumerate(rows):
            for name, values in row.fields.items():
                data.setlist(f"{prefix}-{number}-{name}", values or [""])
            data[f"{prefix}-{number}-id"] = row.id
            if row.removed:
                data[f"{prefix}-{number}-DELETE"] = "on"
        data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
        data[f"{prefix}-INITIAL_FORMS"] = str(sum(bool(row.id) for row in rows))
    return data


# -- On its way with the form ------------------------------------------------------------------------------------------
def signed(state: State, at: datetime) -> str:
    return signing.dumps({"at": at.isoformat(), **asdict(state)}, salt=SALT, compress=True)


def opened(token: str) -> tuple[State, datetime | None] | None:
    """The state that a form stood on and since when, or None when it was not given out here."""
    try:
        found = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    rows = {prefix: [Row(**row) for row in _dicts(rows)] for prefix, rows in found["rows"].items()}
    return State(found["fields"], rows), parse_datetime(found["at"])


def _dicts(rows: Iterable[Any]) -> Iterable[dict[str, Any]]:
    return rows
