"""What is said of alerts once detection has looked at what was saved, which it does on commit."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.utils.html import format_html

from partners.requests import SignedInRequest
from projects import checks
from projects.models import Project


def change_teller(request: SignedInRequest, project: Project) -> checks.Teller:
    """Asked before the project is saved. A draft has no alerts."""
    return checks.change_teller(project, request.user) if project.pk and not project.is_draft else str


def say_afterwards(request: SignedInRequest, project: Project, tell: Callable[[], str]) -> None:
    """Asked once the project is saved, so that detection comes before this."""

    def say() -> None:
        if told := tell():
            address = f"{project.get_absolute_url()}#alerts"
            messages.info(request, format_html('{} <a href="{}">Alerts of this project</a>', told, address))

    transaction.on_commit(say, robust=True)
