"""What every page shows around its content: the sections, where the reader is, and how much waits unread."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from duplication.models import Alert
from duplication.review.waiting import waiting_for
from partners.models import Notification

SECTIONS = [
    ("projects", "Projects", "projects:list"),
    ("partners", "Partners", "partners:list"),
    ("alerts", "Duplication alerts", "alerts:list"),
    ("roundtables", "Round tables", "roundtables:list"),
    ("analysis", "Graphs and tables", "projects:analysis"),
    ("help", "Help", "help"),
]
ANALYSIS = (
    "analysis",
    "difference",
    "dashboard",
    "report",
    "embed",
)  # so begin the names of graphs and tables
# Those with no section of their own
WITHIN = {
    "people": "partners", "organizations": "partners", "invitations": "partners",
    "oversight": "alerts", "sheets": "analysis",
}  # fmt: skip


def masthead(request: HttpRequest) -> dict[str, object]:
    """Lazy throughout: a fragment or an answer of the API pays nothing for it."""
    waiting = SimpleLazyObject(lambda: counts(request))
    return {
        "sections": SimpleLazyObject(lambda: [(key, label, reverse(name)) for key, label, name in SECTIONS]),
        "section": SimpleLazyObject(lambda: current_section(request)),
        "unread": SimpleLazyObject(lambda: waiting["unread"]),
        "alerts_waiting": SimpleLazyObject(lambda: waiting["alerts"]),
    }


def current_section(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is None:
        return ""
    if match.namespace == "projects" and (match.url_name or "").startswith(ANALYSIS):
        return "analysis"
    return WITHIN.get(match.namespace, match.namespace) or match.view_name


def counts(request: HttpRequest) -> dict[str, int]:
    """Notifications not yet read, and alerts that wait for the person: one query."""
    user = getattr(request, "user", None)
    if not (user and user.is_authenticated):
        return {"unread": 0, "alerts": 0}
    asked: dict[str, QuerySet[Any]] = {"unread": Notification.objects.visible_to(user).unread()}
    if user.is_coordinator or user.is_focal_point:
        asked["alerts"] = waiting_for(user, Alert.objects.all())
    return {"alerts": 0, **dict(zip(asked, numbers_of(*asked.values()), strict=True))}


def numbers_of(*asked: QuerySet[Any]) -> list[int]:
    """How many rows each of these has. Put together by hand: Django takes as long again to nest them in one query."""
    each = [rows.order_by().values("pk").query.sql_with_params() for rows in asked]
    with connection.cursor() as cursor:
        counted = ", ".join(f"(SELECT count(*) FROM ({sql}) AS asked)" for sql, _ in each)  # noqa: S608 - made by Django
        cursor.execute(f"SELECT {counted}", [value for _, parameters in each for value in parameters])
        return list(cursor.fetchone())
