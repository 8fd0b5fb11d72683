"""Two records of one project, and the form with which they are merged."""

from typing import Any

import pytest
from django.test import Client

from adam.demo.makers import (
    make_place,
    make_project,
)
from projects.models import Project


@pytest.fixture
def kept(db: None) -> Project:
    return make_project("DE", title="Scanners for Nizhny Panj", objective="", amount=100_000, implementing=["GIZ"])


@pytest.fixture
def other(db: None) -> Project:
    return make_project(
        "GB",
        title="Lorry scanners, Nizhny Panj",
        objective="Officers find drugs in lorries.",
        contributions=[("GB", 50_000, "USD"), ("DE", 104_000, "USD")],
        activities=[{"type": "A05", "quantity": 2}],
        places=[make_place("Nizhny Panj")],
        implementing=["GIZ", "Crown Agents"],
    )


def sent(client: Client, kept: Project, other: Project, **data: Any) -> Any:
    """What the page proposes, looked at and then sent with these changes; of the same money, that it is."""
    address = f"/projects/{kept.pk}/merge/"
    merging = client.get(f"{address}?other={other.pk}").context["merging"]
    rows = [row.key for part in merging.parts for row in part.rows if row.is_wanted]
    documents = [one.pk for one, wanted in merging.documents if wanted]
    proposed = {f"field-{field.name}": "other" for field in merging.fields if field.takes_other}
    proposed |= {one.name: "kept" for part in merging.parts for one in part.questions}
    base = {"other": other.pk, "kept": kept.pk, "state": merging.state, "rows": rows, "documents": documents}
    return client.post(address, {**base, **proposed, "merge": "1", **data}, follow=True)
