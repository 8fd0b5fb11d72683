"""What a project says, field by field, to be held beside another: as it stands, or as it stood when decided on."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from partners.models import Partner
from partners.text import day_in_words, money
from projects.history.versions import Row, as_of
from projects.models import Activity, ActivityType, Participation, Place, Project

from .stake import Budget, by_currency

PARTS = (
    "places__country",
    "contributions__partner",
    "participations__organization",
    "activities__type",
    "activities__place__country",
    "identifiers",
)
LABELS = (
    "Other identifiers",
    "Country",
    "Place",
    "Theme",
    "Period",
    "Status",
    "Budget",
    "Contributions",
    "Implemented by",
    "For",
    "Activities",
)


@dataclass(frozen=True, slots=True)
class Stated:
    title: str
    objective: str
    language: str
    start: date | None
    end: date | None
    budget: Budget
    activities: tuple[Activity, ...]
    lists: dict[str, list[str]]  # of the other fields, by what they are called

    @property
    def types(self) -> set[str]:
        return {activity.type_id for activity in self.activities}

    @property
    def fields(self) -> dict[str, list[str]]:
        """In the order in which they are shown."""
        days = " to ".join(day_in_words(day) if day else "…" for day in (self.start, self.end))
        own = {
            "Period": [days] if self.start or self.end else [],
            "Budget": [str(self.budget)] if self.budget.is_stated else [],
            "Activities": [in_words(activity) for activity in self.activities],
        }
        return {label: (self.lists | own)[label] for label in LABELS}


def in_words(activity: Activity) -> str:
    return ", ".join(filter(None, [str(activity), activity.how_many, str(activity.place or "")]))


def stated(project: Project) -> Stated:
    """Expects its PARTS read, of a project from `with_sums`."""

    def taking_part(role: str) -> list[str]:
        return [str(part.organization) for part in project.participations.all() if part.role == role]

    return Stated(
        project.title,
        project.objective,
        project.language,
        project.start,
        project.end,
        Budget.of(project),
        tuple(project.activities.all()),
        {
            "Other identifiers": [str(identifier) for identifier in project.identifiers.all()],
            "Country": [str(country) for country in project.countries.all()],
            "Place": [str(place) for place in project.places.all()],
            "Theme": [str(theme) for theme in project.themes.all()],
            "Status": [project.get_status_display()],
            "Contributions": [f"{c.partner}: {money(c.amount, c.currency)}" for c in project.contributions.all()],
            "Implemented by": taking_part(Participation.Role.IMPLEMENTING),
            "For": taking_part(Participation.Role.BENEFICIARY),
        },
    )


def stated_then(project: int, kept: dict[str, Any], at: datetime) -> Stated:
    """As a verdict has kept what is material to it, and its history the rest. Four queries."""
    stood = as_of(project, at)
    state = stood.project or {}
    contributions = sorted(stood.parts["contribution"], key=lambda row: row["id"])
    identifiers = sorted(stood.parts["identifier"], key=lambda row: (row["scheme"], row["value"]))
    start, end = (date.fromisoformat(day) if day else None for day in kept["period"])
    return Stated(
        kept["title"],
        kept["objective"],
        state.get("language", ""),
        start,
        end,
        budget_of(contributions),
        activities_of(stood.parts["activity"]),
        {
            "Other identifiers": [f"{row['scheme']} {row['value']}" for row in identifiers],
            "Country": list(kept["countries"].values()),
            "Place": list(kept["places"].values()),
            "Theme": list(kept["themes"].values()),
            "Status": [str(Project.Status(state["status"]).label)] if state else [],
            "Contributions": in_money(contributions),
            "Implemented by": list(kept["implementers"].values()),
            "For": list(kept["beneficiaries"].values()),
        },
    )


def budget_of(contributions: list[Row]) -> Budget:
    rated = [Decimal(str(row["usd"])) for row in contributions if row["usd"] is not None]
    without = ((row["currency"], Decimal(str(row["amount"]))) for row in contributions if row["usd"] is None)
    return Budget(sum(rated, Decimal(0)) if rated else None, by_currency(without))


def in_money(contributions: list[Row]) -> list[str]:
    names = Partner.objects.in_bulk({row["partner_id"] for row in contributions})
    return [
        f"{names[row['partner_id']]}: {money(Decimal(str(row['amount'])), row['currency'])}"
        for row in contributions
        if row["partner_id"] in names
    ]


def activities_of(rows: list[Row]) -> tuple[Activity, ...]:
    """With what they name. Of a kind that is there no more nothing can be told."""
    types = ActivityType.objects.in_bulk({row["type_id"] for row in rows})
    places = Place.objects.select_related("country").in_bulk({row["place_id"] for row in rows if row["place_id"]})
    return tuple(
        Activity(
            type=types[row["type_id"]],
            description=row["description"],
            quantity=None if row["quantity"] is None else Decimal(str(row["quantity"])),
            unit=row["unit"],
            place=places.get(row["place_id"]),
        )
        for row in sorted(rows, key=lambda row: (row["start"] is None, str(row["start"]), row["id"]))
        if row["type_id"] in types
    )
