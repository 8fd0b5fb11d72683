"""The columns to choose from: each is one cell of a table, and one value in JSON.

A row holds a project's own values by the names of BASE, and under the name of a part the rows of that part.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse

from partners.addresses import absolute
from projects.models import Project
from projects.purposes import purpose_in_words

from .parts import PARTS, ROLES, Part
from .text import day_of

Row = dict[str, Any]
BASE = (
    "pk", "reference", "title", "objective", "language", "status", "start", "end", "oda", "route", "substances",
    "purpose_codes", "visibility", "published_at", "confirmed_at", "created_at", "updated_at", "partner__name",
    "partner__code",
)  # fmt: skip
STATUS, ODA = dict(Project.Status.choices), dict(Project.OdaFlag.choices)
ROUTES, SUBSTANCES = dict(Project.Route.choices), dict(Project.Substance.choices)
VISIBILITY = dict(Project.Visibility.choices)


@dataclass(frozen=True, slots=True)
class Column:
    """`value` is what stands in JSON, `cell` what stands in a table where that is something else."""

    name: str
    label: str
    value: Callable[[Row], Any]
    cell: Callable[[Row], Any]
    part: Part | None = None
    is_whole: bool = False  # all of its part, which a workbook then shows on a sheet of its own too
    width: int = 16
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    columns: tuple[Column, ...]


def own(name: str, label: str, value: Callable[[Row], Any], width: int = 16, meaning: str = "") -> Column:
    """Of the project itself."""
    return Column(name, label, value, value, width=width, meaning=meaning)


def stated(name: str, label: str, field: str = "", width: int = 16, meaning: str = "") -> Column:
    """As it is recorded."""
    field = field or name
    return own(name, label, lambda row: day_of(row[field]), width, meaning)


def listed(
    name: str, label: str, part: str, words: Callable[[Any], str | None], width: int = 30, meaning: str = ""
) -> Column:
    """Some words of each row of a part, each once."""

    def value(row: Row) -> list[str]:
        return list(dict.fromkeys(text for one in row[part] if (text := words(one))))

    return Column(name, label, value, lambda row: "; ".join(value(row)), PARTS[part], width=width, meaning=meaning)


def whole(name: str, label: str, part: str, words: Callable[[Any], str], width: int = 40, meaning: str = "") -> Column:
    """All rows of a part, each in words where only one cell is to be had."""
    return Column(
        name,
        label,
        lambda row: PARTS[part].as_objects(row[part]),
        lambda row: "; ".join(map(words, row[part])),
        PARTS[part],
        is_whole=True,
        width=width,
        meaning=meaning,
    )


# -- In words ----------------------------------------------------------------------------------------------------------
def spoken(*words: object) -> str:
    """Those that say something, with commas between."""
    return ", ".join(str(word) for word in words if word not in (None, ""))


def plain_number(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount.normalize():f}"


def share_in_words(country: tuple[Any, ...]) -> str:
    _, name, _, share = country
    return name if share is None else f"{name} {plain_number(share)}%"


def contribution_in_words(one: tuple[Any, ...]) -> str:
    partner, currency, amount, day, rate, usd, about = one
    if usd is not None:
        worth = f"US$ {usd} at {plain_number(rate)}"
    else:
        worth = "no rate is known" if about is None else f"about US$ {about}, provisional, in no total"
    return f"{partner}: {currency} {amount} on {day}" + ("" if currency == "USD" else f" ({worth})")


def activity_in_words(one: tuple[Any, ...]) -> str:
    _, type_name, description, quantity, unit, beneficiary, country, place, start, end = one
    amount = f"{plain_number(quantity)} {unit}".strip() if quantity is not None else ""
    period = f"{start or '…'} to {end or '…'}" if start or end else ""
    return spoken(type_name, description, amount, beneficiary and f"for {beneficiary}", place, country, period)


def body_in_words(one: tuple[Any, ...]) -> str:
    role, name, acronym, *_ = one
    return f"{role}: {name}" + (f" ({acronym})" if acronym else "")


def body_as(*roles: str) -> Callable[[tuple[Any, ...]], str | None]:
    wanted = {ROLES[role] for role in roles}
    return lambda one: body_in_words(one).partition(": ")[2] if one[0] in wanted else None


def number_of(row: Row) -> str:
    return row["reference"] or f"ADAM-{row['pk']}"


def budget(row: Row) -> Decimal | None:
    values = [one[5] for one in row["contributions"] if one[5] is not None]
    return sum(values, Decimal(0)) if values else None


def address_of(row: Row) -> str:
    return absolute(reverse("projects:detail", args=[row["pk"]]))


def coded(name: str, label: str, field: str, names: Callable[[str], str], width: int) -> Column:
    """A list of codes under their names."""

    def value(row: Row) -> list[str]:
        return [names(code) for code in row[field]]

    return Column(name, label, value, lambda row: "; ".join(value(row)), width=width)


# -- The columns -------------------------------------------------------------------------------------------------------
GROUPS = (
    Group(
        "What",
        (
            own("number", "Number", number_of, 18, "The partner's own; without one, that of this register."),
            stated("title", "Title", width=60),
            stated("objective", "Objective", width=60),
            own("status", "Status", lambda row: STATUS[row["status"]], 14),
            whole("themes", "Themes", "themes", lambda one: f"{one[0]} {one[1]}"),
            whole("activities", "Activities", "activities", activity_in_words, 60,
                  "With quantity, beneficiary and place."),
            coded("substances", "Substances", "substances", lambda code: str(SUBSTANCES.get(code, code)), 24),
            coded("purposes", "DAC purposes", "purpose_codes", purpose_in_words, 36),
        ),
    ),
    Group(
        "Where",
        (
            listed("countries", "Countries", "countries", lambda one: one[1]),
            whole("shares", "Countries with shares", "countries", share_in_words, 36,
                  "The share of the money, in percent."),
            listed("regions", "Regions", "countries", lambda one: one[2]),
            whole("places", "Places", "places", lambda one: f"{one[0]}, {one[3]}"),
            own("route", "Route", lambda row: ROUTES.get(row["route"], ""), 22),
        ),
    ),
    Group("When", (stated("start", "Start", width=12), stated("end", "End", width=12))),
    Group(
        "Who",
        (
            stated("partner", "Lead partner", "partner__name", 28),
            stated("partner_code", "Lead partner's code", "partner__code", 12),
            listed("contributors", "Contributors", "contributions", lambda one: one[0]),
            listed("implementers", "Implementing organizations", "organizations", body_as("4"), 40),
            listed("beneficiaries", "Beneficiary organizations", "organizations", body_as("b"), 40),
            whole("organizations", "Organizations and their roles", "organizations", body_in_words),
        ),
    ),
    Group(
        "How much",
        (
            Column("budget", "Budget (US$)", budget, budget, PARTS["contributions"], width=18,
                   meaning="The US dollar value of all contributions that have one."),
            Column("amounts", "Amounts as stated",
                   lambda row: [f"{one[1]} {one[2]}" for one in row["contributions"]],
                   lambda row: "; ".join(f"{one[1]} {one[2]}" for one in row["contributions"]),
                   PARTS["contributions"], width=24),
            whole("contributions", "Contributions in full", "contributions", contribution_in_words, 60,
                  "Partner, amount, date, rate and US dollar value of each, provisional without a rate."),
        ),
    ),
    Group(
        "On record",
        (
            own("oda", "ODA", lambda row: ODA[row["oda"]], 22),
            own("visibility", "Visible to", lambda row: VISIBILITY[row["visibility"]], 24),
            listed("shown_to", "Named partners", "shown_to", lambda one: one[0]),
            whole("identifiers", "Numbers in other registers", "identifiers", lambda one: f"{one[0]} {one[1]}"),
            whole("relations", "Related projects", "relations", lambda one: f"{one[0]}: {one[1]} {one[2]}",
                  meaning="Those that you may see."),
            whole("documents", "Documents", "documents", lambda one: one[0],
                  meaning="Names of those that you may see."),
            stated("language", "Language", width=10),
            Column("published", "Published", lambda row: day_of(row["published_at"]),
                   lambda row: day_of(row["published_at"]) or "draft", width=12, meaning="Empty for a draft."),
            stated("confirmed", "Confirmed", "confirmed_at", 12),
            stated("entered", "Entered", "created_at", 12),
            stated("changed", "Last changed", "updated_at", 12),
            own("id", "Number in this register", lambda row: row["pk"], 10),
            own("address", "Address", address_of, 44),
        ),
    ),
)  # fmt: skip
COLUMNS = {column.name: column for group in GROUPS for column in group.columns}
USUAL = tuple(
    COLUMNS[name]
    for name in (
        "number", "title", "partner", "countries", "themes", "status", "start", "end", "budget", "amounts",
        "contributors", "implementers", "beneficiaries", "oda", "visibility", "objective", "published", "confirmed",
        "address",
    )
)  # fmt: skip
