"""What the project that stays takes over: for each field one of the two values, of the parts those that are ticked."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst

from partners.models import User
from projects.history import TABLES, Version, as_of
from projects.history.naming import NOTHING, Names
from projects.history.tables import Table, label_of
from projects.models import Document, Project
from projects.restoring import Row, values_of

FIELDS = (
    "title", "objective", "language", "status", "start", "end", "oda", "route", "substances", "purpose_codes",
)  # fmt: skip
PARTS = ("country", "place", "theme", "organization", "contribution", "activity", "identifier")
EMPTY: tuple[Any, ...] = (None, "", [], Project.OdaFlag.UNKNOWN)
NEAR = Decimal("0.1")  # share by which two amounts may differ and still be one


@dataclass(frozen=True, slots=True)
class FieldChoice:
    name: str
    label: str
    kept: str
    other: str
    value: Any  # of the other
    takes_other: bool

    @property
    def result(self) -> str:
        return self.other if self.takes_other else self.kept


@dataclass(frozen=True, slots=True)
class RowChoice:
    words: str
    row: Row
    key: str  # in the form
    is_kepts: bool  # whether the project that stays has it already
    is_both: bool
    is_twice: bool  # said in other words by both, as it seems
    is_wanted: bool

    @property
    def usd(self) -> Decimal:
        """Of a contribution; nought where there is no rate."""
        return Decimal(str(self.row["usd"] or 0))


@dataclass(frozen=True, slots=True)
class PartChoice:
    table: Table
    rows: list[RowChoice]

    @property
    def result(self) -> list[str]:
        return [row.words for row in self.rows if row.is_wanted]


@dataclass(frozen=True, slots=True)
class Merging:
    kept: Project
    other: Project
    fields: list[FieldChoice]
    parts: list[PartChoice]
    documents: list[tuple[Document, bool]]
    staying: int  # documents of the other that are for its own partner only

    @property
    def state(self) -> str:
        """Changes when somebody saves one of the two meanwhile."""
        return f"{self.kept.updated_at.isoformat()} {self.other.updated_at.isoformat()}"

    @property
    def money_before(self) -> Decimal:
        """US dollars of both together: what both state alike stands among the rows once and was counted twice."""
        return sum((row.usd * (2 if row.is_both else 1) for row in self.money), Decimal(0))

    @property
    def money_after(self) -> Decimal:
        return sum((row.usd for row in self.money if row.is_wanted), Decimal(0))

    @property
    def unrated(self) -> list[RowChoice]:
        """Amounts without a rate, which no sum holds."""
        return [row for row in self.money if row.row["usd"] is None]

    @property
    def loses_money(self) -> bool:
        """Whether there is money, and none of it is kept."""
        return bool(self.money) and not any(row.is_wanted for row in self.money)

    @property
    def money(self) -> list[RowChoice]:
        return [row for part in self.parts if part.table.name == "contribution" for row in part.rows]

    @property
    def widens(self) -> bool:
        """Whether people read the project that stays who could not read the other."""
        ours, theirs = audience(self.kept), audience(self.other)
        return theirs is not None and (ours is None or not ours <= theirs)


def audience(project: Project) -> frozenset[int] | None:
    """The partners who read it; None for all of them."""
    if project.is_for_all:
        return None
    named = project.visibility == Project.Visibility.NAMED_PARTNERS
    return frozenset(partner.pk for partner in project.shared_with.all() if named) | {project.partner_id}


def refusal(kept: Project, other: Project) -> str:
    """Why the two cannot be merged this way round, in a sentence; empty when they can."""
    if kept.is_draft or other.is_draft:
        return "Only published projects are merged. A draft that is not needed can be deleted."
    partners = audience(kept)
    if partners is not None and other.partner_id not in partners:
        theirs = other.partner
        return f"{theirs} does not see {kept.number}. Share it with {theirs} first, or keep {other.number}."
    return ""


def merging_of(kept: Project, other: Project, user: User, data: QueryDict | None = None) -> Merging:
    """With what was chosen, or else with what suits most: nothing empty, everything once."""
    now = timezone.now()
    ours, theirs = (as_of(project.pk, now, latest=True) for project in (kept, other))
    rows = [(TABLES[name], row) for one in (ours, theirs) for name, own in one.parts.items() for row in own]
    rows += [(TABLES["project"], one.state) for one in (ours, theirs)]
    names = Names(rows, user)
    documents = list(other.documents.all())
    movable = [one for one in documents if may_move(one, kept)]
    chosen = None if data is None else set(data.getlist("documents"))
    return Merging(
        kept,
        other,
        list(field_choices(ours, theirs, names, data)),
        [part for name in PARTS if (part := part_choice(TABLES[name], ours, theirs, names, data)).rows],
        [(one, chosen is None or str(one.pk) in chosen) for one in movable],
        len(documents) - len(movable),
    )


def may_move(document: Document, kept: Project) -> bool:
    """What is for its own partner only stays with it."""
    return document.visibility == Document.Visibility.AS_PROJECT or document.project.partner_id == kept.partner_id


def field_choices(kept: Version, other: Version, names: Names, data: QueryDict | None) -> Iterator[FieldChoice]:
    table = TABLES["project"]
    for name in FIELDS:
        ours, theirs = kept.state[name], other.state[name]
        if ours == theirs:
            continue
        usual = "other" if ours in EMPTY and theirs not in EMPTY else "kept"
        said = data.get(f"field-{name}", usual) if data else usual
        label = capfirst(label_of(table, name))
        words, other_words = (names.value(table, one.state, name) for one in (kept, other))
        yield FieldChoice(name, label, words, other_words, theirs, said == "other")


def part_choice(table: Table, kept: Version, other: Version, names: Names, data: QueryDict | None) -> PartChoice:
    ours, theirs = kept.parts[table.name], other.parts[table.name]
    both = {values_of(table, row) for row in ours} & {values_of(table, row) for row in theirs}
    ticked = None if data is None else set(data.getlist("rows"))
    choices = []
    for row, is_kepts in [*((row, True) for row in ours), *((row, False) for row in theirs)]:
        is_both = values_of(table, row) in both
        if is_both and not is_kepts:
            continue
        key = f"{table.name}:{row['id']}"
        twice = not is_both and any(is_like(table, row, own) for own in (theirs if is_kepts else ours))
        usual = is_kepts or not twice
        wanted = usual if ticked is None else key in ticked
        choices.append(RowChoice(told(table, row, names), row, key, is_kepts, is_both, twice, wanted))
    return PartChoice(table, choices)


def is_like(table: Table, row: Row, own: Row) -> bool:
    """Whether the two would be one entered twice: a country with another share, or the same money, which the one who
    gives it and the one who spends it both report."""
    if table.name == "country":
        return bool(row["country_id"] == own["country_id"])
    if table.name != "contribution" or row["currency"] != own["currency"]:
        return False
    one, other = Decimal(str(row["amount"])), Decimal(str(own["amount"]))
    return abs(one - other) <= NEAR * max(one, other)


def told(table: Table, row: Row, names: Names) -> str:
    values: Collection[str] = [names.value(table, row, name) for name in table.told]
    stated = [value for value in values if value != NOTHING]
    if table.name == "contribution":
        return f"{names.subject(table, row)} ({stated[-1]})"
    return ", ".join(stated)
