"""Three states of a form meet: as it was opened, as others have saved it since, and as it is sent now.

What one side alone changed is taken from that side; what both changed is a difference that a person decides. Values are
what a browser sends: a list of texts for each name, so that nothing has to be valid to be compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

Values = list[str]
Fields = dict[str, Values]


@dataclass(frozen=True, slots=True)
class Row:
    """One repeated part. Its id is empty as long as it has not been saved."""

    id: str
    fields: Fields
    removed: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """The project's own fields, and its parts by prefix."""

    fields: Fields = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """Both sides changed the same. Of a row without a field the whole is meant: one side removed it."""

    field: str
    prefix: str = ""
    row: str = ""
    was: Values | None = None
    theirs: Values | None = None  # None: removed
    mine: Values | None = None

    @property
    def key(self) -> str:
        return f"{self.prefix}:{self.row}:{self.field}" if self.prefix else self.field


def merged(base: State, theirs: State, mine: State) -> tuple[State, list[Difference]]:
    """What to save, and what has to be decided first; until then it holds mine."""
    fields, differences = merged_fields(base.fields, theirs.fields, mine.fields)
    rows = {}
    for prefix, sent in mine.rows.items():
        rows[prefix], found = merged_rows(base.rows.get(prefix, []), theirs.rows.get(prefix, []), sent)
        differences += [replace(one, prefix=prefix) for one in found]
    return State(fields, rows), differences


def merged_fields(base: Fields, theirs: Fields, mine: Fields) -> tuple[Fields, list[Difference]]:
    result, differences = {}, []
    for name in mine | theirs:
        was, now, sent = (state.get(name, []) for state in (base, theirs, mine))
        result[name] = now if same(sent, was) else sent
        if not (same(sent, was) or same(now, was) or same(sent, now)):
            differences.append(Difference(name, was=was, theirs=now, mine=sent))
    return result, differences


def merged_rows(base: list[Row], theirs: list[Row], mine: list[Row]) -> tuple[list[Row], list[Difference]]:
    """Rows that are on record come first; then those that are new."""
    was, now = ({row.id: row for row in rows} for rows in (base, theirs))
    rows: list[Row] = []
    differences: list[Difference] = []
    for row in mine:
        before, after = was.get(row.id), now.get(row.id)
        if before and not after:
            if not row.removed and not same_fields(row.fields, before.fields):
                differences.append(Difference("", row=row.id, theirs=None, mine=words(row)))
                rows.append(row)
        elif before and after and row.removed:
            if not same_fields(before.fields, after.fields):
                differences.append(Difference("", row=row.id, theirs=words(after), mine=None))
            rows.append(row)
        elif before and after:
            fields, found = merged_fields(before.fields, after.fields, row.fields)
            differences += [replace(one, row=row.id) for one in found]
            rows.append(replace(row, fields=fields))
        else:
            rows.append(row)
    known = {row.id for row in mine}
    rows += [row for row in theirs if row.id not in known]
    return sorted(rows, key=lambda row: row.id not in now), differences


def decided(mine: State, base: State, choices: dict[str, str]) -> State:
    """Mine with the choices made. The base is what others had saved when the difference was shown."""
    fields = {
        name: _chosen(values, base.fields.get(name, []), choices.get(name)) for name, values in mine.fields.items()
    }
    rows = {
        prefix: list(_decided_rows(prefix, sent, base.rows.get(prefix, []), choices))
        for prefix, sent in mine.rows.items()
    }
    return State(fields, rows)


def _decided_rows(prefix: str, mine: list[Row], base: list[Row], choices: dict[str, str]) -> Iterator[Row]:
    shown = {row.id: row for row in base}
    for row in mine:
        if row.id and choices.get(f"{prefix}:{row.id}:") == "theirs":
            if row.id in shown:
                yield shown[row.id]
        else:
            theirs = shown[row.id].fields if row.id in shown else {}
            fields = {
                name: _chosen(values, theirs.get(name, []), choices.get(f"{prefix}:{row.id}:{name}"))
                for name, values in row.fields.items()
            }
            yield replace(row, fields=fields)


def _chosen(mine: Values, theirs: Values, choice: str | None) -> Values:
    if choice == "theirs":
        return theirs
    return [*theirs, *(one for one in mine if one not in theirs)] if choice == "both" else mine


def same(one: Values, other: Values) -> bool:
    """In whatever order, and whatever blanks surround them."""
    return sorted(plain(one)) == sorted(plain(other))


def same_fields(one: Fields, other: Fields) -> bool:
    return all(same(one.get(name, []), other.get(name, [])) for name in one | other)


def plain(values: Values) -> Values:
    return [text for text in (" ".join(value.split()) for value in values) if text]


def words(row: Row) -> Values:
    return [text for values in row.fields.values() for text in plain(values)]
