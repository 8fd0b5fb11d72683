"""Alerts among the things that people watch: a watch of the alert's page."""

from collections.abc import Collection

from django.urls import reverse

from duplication.models import Alert
from duplication.presentation.alerts import present
from partners.models import User
from partners.text import row_id
from projects.models import Watch


def alert_of(page: str) -> int:
    """The number of the alert whose page this is; 0 if it is none."""
    return row_id(page.removeprefix(reverse("alerts:list")).removesuffix("/"))


def watched_alerts(user: User) -> set[int]:
    pages = Watch.objects.visible_to(user).exclude(page="").values_list("page", flat=True)
    return {alert_of(page) for page in pages}


def names_of_pages(user: User, pages: Collection[str]) -> dict[str, str]:
    """Names of the alerts among these pages that the person may see, by address, as far as he or she may know them."""
    if not pages:
        return {}
    alerts = Alert.objects.visible_to(user).filter(pk__in={alert_of(page) for page in pages})
    return {view.url: f"{view.kind}: {view.first.name} and {view.second.name}" for view in present(alerts, user)}
