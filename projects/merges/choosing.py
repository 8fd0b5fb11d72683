"""What the project that stays takes over: for each field one of the two values, of the parts those that are ticked."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
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

from .money import BOTH, KEPT, OTHER, MoneyQuestion, Pair, Total, alike, answer_to, is_near, name_of, usd_of
from .netting import Records, records_of

FIELDS = (
    "title", "objective", "language", "status", "start", "end", "oda", "route", "substances", "purpose_codes",
)  # fmt: skip
PARTS = ("country", "place", "theme", "organization", "contribution", "activity", "identifier")
SAME_ACTIVITY = ("type_id", "quantity", "beneficiary_id", "country_id", "place_id", "start", "end")
EMPTY: tuple[Any, ...] = (None, "", [], Project.OdaFlag.UNKNOWN)


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
    twin: str  # the key of the other's, where both have the same
    is_twice: bool  # said in other words by both, as it seems
    is_wanted: bool

    @property
    def is_both(self) -> bool:
        return bool(self.twin)


@dataclass(frozen=True, slots=True)
class PartChoice:
    table: Table
    rows: list[RowChoice]
    questions: list[MoneyQuestion]

    @property
    def to_tick(self) -> list[RowChoice]:
        """Those that no question is about."""
        asked = {id(row) for one in self.questions for row in (*one.ours, *one.theirs)}
        return [row for row in self.rows if id(row) not in asked]

    @property
    def unsaid(self) -> list[RowChoice]:
        """Of which it is asked still whether they are the same."""
        return [row for one in self.questions if not one.is_answered for row in (*one.ours, *one.theirs)]

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
    money_before: Total  # of both together
    records: Records  # that are one project with either, by which totals without duplicates go

    @property
    def state(self) -> str:
        """Changes when somebody saves one of the two meanwhile."""
        return f"{self.kept.updated_at.isoformat()} {self.other.updated_at.isoformat()}"

    @property
    def money_after(self) -> Total:
        return Total.of(row.row for row in self.money if row.is_wanted)

    @property
    def net_before(self) -> Total:
        """Of both, and of the further records, in totals without duplicates."""
        return self.records.before

    @property
    def net_after(self) -> Total:
        return self.records.after(row.row for row in self.money if row.is_wanted)

    @property
    def net_grows(self) -> Total | None:
        return self.net_after.beyond(self.net_before)

    @property
    def net_falls(self) -> Total | None:
        return self.net_before.beyond(self.net_after)

    @property
    def adds_money_unasked(self) -> bool:
        """Whether they grow by what is ticked, although nobody has said of any money of the two that it is not the
        same.
        """
        answers = [one.answer for part in self.parts for one in part.questions]
        if not self.records.are_one or BOTH in answers or not self.net_grows:
            return False
        counts_kept = self.records.counted[0] == self.kept.pk
        ticked = [row for part in self.parts if part.table.name == "contribution" for row in part.to_tick]
        return any(row.is_wanted and not row.is_both and row.is_kepts is not counts_kept for row in ticked)

    @property
    def keeps_all_money(self) -> bool:
        """Whether the total stays as it was, as far as rates are known."""
        is_same = self.money_before == self.money_after and self.money_before.is_all
        return is_same and not (self.net_grows or self.net_falls)

    @property
    def is_answer_missing(self) -> bool:
        """Whether it has to be said still if some of it is the same."""
        return bool(self.unanswered)

    @property
    def unanswered(self) -> str:
        """The first question that has no answer, by its name in the form."""
        return next((one.name for part in self.parts for one in part.questions if not one.is_answered), "")

    @property
    def unrated(self) -> list[tuple[RowChoice, bool]]:
        """Amounts without a rate, which no total of the register holds; and whether one stands in for it here."""
        return [(row, usd_of(row.row) is not None) for row in self.money if row.row["usd"] is None]

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


def is_seen_by(project: Project, partner: int) -> bool:
    partners = audience(project)
    return partners is None or partner in partners


def refusal(kept: Project, other: Project) -> str:
    """Why the two cannot be merged this way round, in a sentence; empty when they can."""
    if kept.is_draft or other.is_draft:
        return "Only published projects are merged. A draft that is not needed can be deleted."
    if is_seen_by(kept, other.partner_id):
        return ""
    theirs = other.partner
    instead = f", or keep {other.number}" if is_seen_by(other, kept.partner_id) else ""
    return f"{theirs} does not see {kept.number}. Share it with {theirs} first{instead}."


def that_stays(one: Project, other: Project) -> Project | None:
    """The first of the two that can; None where neither can."""
    ways = ((one, other), (other, one))
    return next((kept for kept, closed in ways if not refusal(kept, closed)), None)


def merging_of(kept: Project, other: Project, user: User, data: QueryDict | None = None) -> Merging:
    """With what was chosen, or else with what suits most: nothing empty, everything once, and of what may be the same
    money that of the one that stays.
    """
    now = timezone.now()
    ours, theirs = (as_of(project.pk, now, latest=True) for project in (kept, other))
    rows = [(TABLES[name], row) for one in (ours, theirs) for name, own in one.parts.items() for row in own]
    rows += [(TABLES["project"], one.state) for one in (ours, theirs)]
    names = Names(rows, user)
    documents = list(other.documents.all())
    movable = [one for one in documents if may_move(one, kept)]
    chosen = None if data is None else set(data.getlist("documents"))
    money = {one.state["id"]: one.parts["contribution"] for one in (ours, theirs)}
    records = records_of(kept, other, money, user)
    tables, are_one = [TABLES[name] for name in PARTS], records.are_one
    return Merging(
        kept,
        other,
        list(field_choices(ours, theirs, names, data)),
        [part for one in tables if (part := part_choice(one, ours, theirs, names, data, are_one)).rows],
        [(one, chosen is None or str(one.pk) in chosen) for one in movable],
        len(documents) - len(movable),
        Total.of(row for rows in money.values() for row in rows),
        records,
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


def part_choice(
    table: Table, kept: Version, other: Version, names: Names, data: QueryDict | None, are_one: bool
) -> PartChoice:
    ours, theirs = kept.parts[table.name], other.parts[table.name]
    twins = twins_of(table, ours, theirs)
    both = {*twins, *(twin["id"] for twin in twins.values())}
    ticked = None if data is None else set(data.getlist("rows"))
    differing = [[row for row in rows if row["id"] not in both] for rows in (ours, theirs)]
    pairs = list(alike(*differing, are_one=are_one)) if table.name == "contribution" else []
    answers = {row["id"]: answer_to(pair, data) for pair in pairs for rows in pair for row in rows}
    choices = {}
    for row, is_kepts in [*((row, True) for row in ours), *((row, False) for row in theirs)]:
        is_both = row["id"] in both
        if is_both and not is_kepts:
            continue
        key, twin = key_of(table, row), key_of(table, twins[row["id"]]) if is_both else ""
        twice = not is_both and any(is_like(table, row, own) for own in (theirs if is_kepts else ours))
        usual = is_kepts or not twice
        if row["id"] in answers:
            wanted = (answers[row["id"]] or KEPT) in (BOTH, KEPT if is_kepts else OTHER)
        else:
            wanted = usual if ticked is None else key in ticked
        choices[row["id"]] = RowChoice(told(table, row, names), row, key, is_kepts, twin, twice, wanted)
    return PartChoice(table, list(choices.values()), [question(pair, choices, data) for pair in pairs])


def twins_of(table: Table, ours: list[Row], theirs: list[Row]) -> dict[int, Row]:
    """What both state, by our rows: one of theirs for each, also where one of the two states the same twice."""
    left: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in theirs:
        left[values_of(table, row)].append(row)
    return {row["id"]: same.pop(0) for row in ours if (same := left[values_of(table, row)])}


def key_of(table: Table, row: Row) -> str:
    return f"{table.name}:{row['id']}"


def question(pair: Pair, choices: dict[int, RowChoice], data: QueryDict | None) -> MoneyQuestion:
    ours, theirs = ([choices[row["id"]] for row in rows] for rows in pair)
    return MoneyQuestion(name_of(pair), answer_to(pair, data), ours, theirs, is_near(*pair))


def is_like(table: Table, row: Row, own: Row) -> bool:
    """Whether the two would be one entered twice: a country with another share, an activity in other words."""
    if table.name == "country":
        return bool(row["country_id"] == own["country_id"])
    same = all(row[column] == own[column] for column in SAME_ACTIVITY) if table.name == "activity" else False
    return same and row["quantity"] is not None


def told(table: Table, row: Row, names: Names) -> str:
    values: Collection[str] = [names.value(table, row, name) for name in table.told]
    stated = [value for value in values if value != NOTHING]
    if table.name == "contribution":
        return f"{names.subject(table, row)} ({stated[-1]})"
    return ", ".join(stated)
