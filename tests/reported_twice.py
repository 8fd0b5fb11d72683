"""The same project reported by Germany and the United Kingdom."""

from typing import Any

import pytest

from adam.demo.makers import make_project
from duplication.detection import check
from projects.models import Project

TEXT = "Two vehicle scanners find drugs hidden in lorries; customs officers learn to use them."


def scanners(partner: str = "DE", **fields: Any) -> Project:
    return make_project(partner, **{"title": "Scanners for Nizhny Panj", "objective": TEXT, "reference": "", **fields})


def pay(project: Project, amount: int) -> None:
    """Another sum than before."""
    project.contributions.update(amount=amount, usd=amount)


def checked(*projects: Project) -> None:
    for project in projects:
        check(project.pk)


@pytest.fixture
def pair(db: None) -> tuple[Project, Project]:
    """Both, checked."""
    first, second = scanners("DE"), scanners("GB", amount=100_000)
    checked(first, second)
    return first, second
