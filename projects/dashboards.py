"""What a dashboard shows: the reports a person has pinned; until there are any, the usual questions of the role."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from partners.models import User
from projects.analysis import Table
from projects.charts import Plan
from projects.models import Pin, Recipient, Report
from projects.models.report import MOST_PINNED
from projects.reading import read

Questions = list[tuple[str, dict[str, str]]]
REGISTER: Questions = [
    ("Money by partner and year", {"rows": "partner", "columns": "year", "measure": "budget"}),
    ("Projects by country and theme", {"rows": "country", "columns": "theme", "picture": "heat"}),
    ("Projects by start year", {"rows": "start_year", "columns": "none"}),
    ("Partners by region", {"rows": "region", "columns": "none", "measure": "partners"}),
]
OPERATION: Questions = [
    ("Projects by status", {"rows": "status", "columns": "none"}),
    ("Projects by partner and status", {"rows": "partner", "columns": "status"}),
]


@dataclass(frozen=True, slots=True)
class Tile:
    name: str
    url: str
    table: Table
    plan: Plan | None
    problems: list[str]
    report: Report | None = None


def tiles(user: User) -> list[Tile]:
    """A fixed number of queries for each tile."""
    pinned = pinned_by(user)
    if pinned:
        return [tile(report.name, report.query, user, report) for report in pinned]
    return [tile(name, urlencode(question), user) for name, question in usual(user)]


def pinned_by(user: User) -> list[Report]:
    """In their order; those that are no longer shared with the person are left out."""
    return [pin.report for pin in Pin.objects.visible_to(user).select_related("report")[:MOST_PINNED]]


def tile(name: str, query: str, user: User, report: Report | None = None) -> Tile:
    with read(QueryDict(query), user) as found:
        pictured = found.pictured()
    return Tile(name, f"{reverse('projects:analysis')}?{query}", found.table, pictured.plan, pictured.problems, report)


# -- Usual ones --------------------------------------------------------------------------------------------------------
def usual(user: User) -> Questions:
    if user.role == User.Role.ADMINISTRATOR:
        return OPERATION
    if user.role != User.Role.READER or user.partner is None:
        return REGISTER
    country = user.own_country
    here = recipient(country.pk, country.name) if country and receives(country.pk) else []
    return [*here, *donor(user.partner.code, user.partner.name)][:MOST_PINNED]


def donor(code: str, name: str) -> Questions:
    return [
        (f"Projects of {name} by country and status", {"rows": "country", "columns": "status", "partner": code}),
        (f"Money of {name} by year", {"rows": "year", "columns": "none", "measure": "budget", "partner": code}),
        (f"Themes of {name}", {"rows": "theme", "columns": "none", "partner": code}),
    ]


def recipient(code: str, name: str) -> Questions:
    return [
        (f"Who gives what in {name}", {"rows": "partner", "columns": "none", "measure": "budget", "country": code}),
        (f"Themes in {name}", {"rows": "theme", "columns": "status", "country": code}),
        (f"Money in {name} by year", {"rows": "year", "columns": "none", "measure": "budget", "country": code}),
    ]


def receives(country: str) -> bool:
    return Recipient.objects.filter(country=country).exists()


# -- Pins --------------------------------------------------------------------------------------------------------------
@transaction.atomic
def pin(user: User, report: Report) -> bool:
    """False when the dashboard is full."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)  # two presses wait for each other
    if Pin.objects.visible_to(user).exclude(report=report).count() >= MOST_PINNED:
        return False
    last = Pin.objects.filter(user=user).aggregate(last=Max("position"))["last"] or 0
    Pin.objects.get_or_create(user=user, report=report, defaults={"position": last + 1})
    return True


def move(user: User, report: Report, step: int) -> None:
    """One place up (-1) or down (1) among those that are shown; nothing at either end."""
    shown = list(Pin.objects.visible_to(user)[:MOST_PINNED])
    at = next((index for index, one in enumerate(shown) if one.report_id == report.pk), None)
    if at is None or not 0 <= at + step < len(shown):
        return
    pins = list(Pin.objects.filter(user=user))
    first, second = pins.index(shown[at]), pins.index(shown[at + step])
    pins[first], pins[second] = pins[second], pins[first]
    for position, one in enumerate(pins):
        one.position = position
    Pin.objects.bulk_update(pins, ["position"])
