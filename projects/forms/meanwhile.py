"""Two people, or two windows, with the same form: what others saved since it was opened meets what is sent now."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from .merging import Difference, Fields, Row, State, Values, decided, merged, plain, same, same_fields
from .stated import Entered, opened, posted, sent, signed, stated

NOUNS = {
    "activities": "Activity", "contributions": "Contribution", "identifiers": "Number", "translations": "Translation",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference in words, with the choice made of it so far."""

    key: str
    label: str
    theirs: str
    mine: str
    both: bool
    choice: str

    @property
    def id(self) -> str:
        return f"id_keep-{self.key}".replace(":", "-")


class Meanwhile:
    """`data` is what to go on with; `differences` have to be decided before it is saved."""

    def __init__(self, current: Entered, sent_data: QueryDict) -> None:
        self.now = stated(current)
        self.since: datetime | None = None
        self.differences: list[Shown] = []
        self.unanswered: list[tuple[str, str]] = []
        self.was, self.data, self.took_theirs = self.now, sent_data, False
        if not current.is_new and (found := opened(sent_data.get("base", ""))):
            base, self.since = found
            self._meet(current, base, sent(current, sent_data))

    def _meet(self, current: Entered, base: State, mine: State) -> None:
        asked, made = self.data.getlist("conflict"), choices(self.data)
        mine = decided(mine, base, made)
        missing = [key for key in asked if key not in made]
        if missing and (before := opened(self.data.get("was", ""))):
            base, self.since = before
        result, differences = merged(base, self.now, mine)
        self.was, self.data = base, posted(result, self.data)
        self.took_theirs = base != self.now
        self.differences = [shown(current, one, made.get(one.key, "")) for one in differences]
        self.unanswered = [
            (f"{one.id}-theirs", f"{one.label}: choose which to keep.")
            for one in self.differences
            if one.key in missing
        ]

    @property
    def base(self) -> str:
        """What the form stands on from here."""
        return signed(self.now, timezone.now())

    @property
    def before(self) -> str:
        return signed(self.was, self.since or timezone.now())


def choices(data: QueryDict) -> dict[str, str]:
    """Theirs, mine or both for each difference shown; one press may decide all."""
    every = data.get("keep", "")
    made = {key: every or data.get(f"keep-{key}", "") for key in data.getlist("conflict")}
    return {key: choice for key, choice in made.items() if choice in {"theirs", "mine", "both"}}


def typed(entry: Entered, data: QueryDict) -> Iterator[Shown]:
    """What was typed into a form that cannot be saved any more, beside what was there when it was opened."""
    found = opened(data.get("base", ""))
    base, mine = found[0] if found else State(), sent(entry, data)
    for name, values in mine.fields.items():
        if not same(values, was := base.fields.get(name, [])):
            field = entry.form.fields[name]
            yield Shown(name, str(entry.form[name].label), in_words(field, was), in_words(field, values), False, "")
    for prefix, rows in mine.rows.items():
        before = {row.id: row.fields for row in base.rows.get(prefix, [])}
        for number, (row, form) in enumerate(zip(rows, entry.rows[prefix].forms, strict=False), 1):
            label, was_there = f"{NOUNS[prefix]} {number}", before.get(row.id, {})
            if row.removed:
                yield Shown("", label, row_in_words(form, was_there), in_words(None, None), False, "")
            elif not same_fields(row.fields, was_there) and (was_there or form.has_changed()):
                yield Shown("", label, row_in_words(form, was_there), row_in_words(form, row.fields), False, "")


def with_rows_of(entry: Entered, data: QueryDict) -> QueryDict:
    """What was typed for another project, where a row that the two have alike stands for that of this one."""
    if not (found := opened(data.get("base", ""))):
        return data
    (base, at), there = found, stated(entry).rows
    twins = {
        (prefix, row.id): twin.id
        for prefix, rows in base.rows.items()
        for row, twin in alike(rows, there.get(prefix, []))
    }

    def renamed(state: State) -> State:
        rows = {
            prefix: [replace(row, id=twins.get((prefix, row.id), row.id)) for row in rows]
            for prefix, rows in state.rows.items()
        }
        return replace(state, rows=rows)

    data = posted(renamed(sent(entry, data)), data)
    data["base"] = signed(renamed(base), at or timezone.now())
    return data


def alike(ours: Iterable[Row], theirs: Iterable[Row]) -> Iterator[tuple[Row, Row]]:
    """Each with the one of the others that says the same; each of these once, of two equal rows too."""
    left = list(theirs)
    for row in ours:
        if twin := next((one for one in left if same_fields(row.fields, one.fields)), None):
            left.remove(twin)
            yield row, twin


def row_in_words(form: forms.BaseForm, values: Fields) -> str:
    """Each field that is filled in, with its name."""
    said = [(form[name].label, in_words(form.fields[name], texts)) for name, texts in values.items() if plain(texts)]
    return "; ".join(f"{label}: {words}" for label, words in said) or "nothing"


def shown(entry: Entered, one: Difference, choice: str) -> Shown:
    form: forms.BaseForm = entry.form
    label = ""
    if one.prefix:
        rows = entry.rows[one.prefix]
        ids = [str(form.instance.pk) for form in rows.forms]
        number = ids.index(one.row) + 1 if one.row in ids else len(ids)
        form = rows.forms[number - 1]
        label = f"{NOUNS[one.prefix]} {number}"
    field = form.fields.get(one.field)
    if one.field:
        label = f"{label}, {form[one.field].label.lower()}" if label else str(form[one.field].label)
    many = isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField) or one.field in {
        "place_names", "implementers", "beneficiaries",
    }  # fmt: skip
    return Shown(one.key, label, in_words(field, one.theirs), in_words(field, one.mine), many, choice)


def in_words(field: Any, values: Values | None) -> str:
    if values is None:
        return "removed"
    if isinstance(field, forms.DecimalField):
        values = [re.sub(r"\.0+$", "", value) for value in values]
    labels = dict(flat(getattr(field, "choices", ())))
    return ", ".join(labels.get(value, value) for value in values if value.strip()) or "nothing"


def flat(pairs: Any) -> Iterator[tuple[str, str]]:
    for code, label in pairs:
        if isinstance(label, list | tuple):
            yield from flat(label)
        else:
            yield str(code), str(label)
