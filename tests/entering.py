"""How tests enter a project: what a browser sends for its form, and what comes of it."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import reverse
from lxml import html

from partners.models import User
from projects import checks
from projects.checks import Draft, LookAlike
from projects.forms.stated import posted as as_posted
from projects.forms.stated import stated
from projects.models import Project


def posted(**fields: Any) -> dict[str, Any]:
    """What a browser sends for a new project with these fields filled in."""
    data: dict[str, Any] = {
        "token": str(uuid4()),
        "partner": "",
        "title": "Scanners for Torkham",
        "countries": ["AF"],
        "action": "save",
    }
    for prefix in ("contributions", "activities"):
        data |= {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 0}
    data["contributions-0-currency"] = "USD"
    return data | fields


def section_of(project: Project, name: str) -> str:
    return reverse("projects:section", args=[project.pk, name])


def filled(page: Any, **fields: Any) -> dict[str, Any]:
    """What a browser sends for the form on this page, untouched but for these fields."""
    assert page.status_code == 200, page
    entry, context = page.context["entry"], page.context
    data = dict(as_posted(stated(entry), QueryDict()).lists())
    data |= {"token": str(context["token"]), "form": context["form_note"], "base": context["base"], "action": "save"}
    data |= fields
    for prefix in entry.rows:
        used = [int(found[1]) for name in data if (found := re.match(rf"{prefix}-(\d+)-", name))]
        data[f"{prefix}-TOTAL_FORMS"] = max(used, default=-1) + 1
    return data


def fields_of(page: str) -> dict[str, list[str]]:
    """What a browser sends for the longest form on a page, untouched; without the button."""
    forms = html.fromstring(page).forms
    longest = max(forms, key=lambda form: len(form.fields))
    for row in longest.iter("template"):
        row.drop_tree()
    values: dict[str, list[str]] = {}
    for name, value in longest.form_values():
        values.setdefault(name, []).append(value)
    return values


def saved(client: Client, project: Project, section: str, **fields: Any) -> HttpResponse:
    """Open the section, fill in these fields, save."""
    address = section_of(project, section)
    return client.post(address, filled(client.get(address), **fields))


def found_by(monkeypatch: pytest.MonkeyPatch, *found: LookAlike) -> list[Draft]:
    asked: list[Draft] = []

    def finder(draft: Draft, user: User) -> list[LookAlike]:
        asked.append(draft)
        return list(found)

    monkeypatch.setattr(checks, "look_alike_finder", finder)
    return asked


def errors(response: HttpResponse) -> str:
    assert response.status_code == 200, response
    page = response.content.decode()
    assert "There is a problem" in page
    return page
