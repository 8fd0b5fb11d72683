"""What every page shows around its content: the sections, where the reader is, and how much waits unread."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from partners.models import Notification

SECTIONS = [
    ("projects", "Projects", "projects:list"),
    ("partners", "Partners", "partners:list"),
    ("alerts", "Duplication alerts", "alerts:list"),
    ("roundtables", "Round tables", "roundtables:list"),
    ("analysis", "Graphs and tables", "projects:analysis"),
    ("help", "Help", "help"),
]
WITHIN = {"people": "partners", "organizations": "partners", "invitations": "partners"}  # no section of their own


def masthead(request: HttpRequest) -> dict[str, object]:
    """Lazy throughout: a fragment or an answer of the API pays nothing for it."""
    return {
        "sections": SimpleLazyObject(lambda: [(key, label, reverse(name)) for key, label, name in SECTIONS]),
        "section": SimpleLazyObject(lambda: current_section(request)),
        "unread": SimpleLazyObject(lambda: unread(request)),
    }


def current_section(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is None:
        return ""
    if match.view_name == "projects:analysis":
        return "analysis"
    return WITHIN.get(match.namespace, match.namespace) or match.view_name


def unread(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    return Notification.objects.visible_to(user).unread().count() if user and user.is_authenticated else 0
