"""The gap map of a web process, which keeps the register in step: its figures are those that the database tells."""

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import connection
from django.db.models import Q, Sum
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import make_activity, make_focal_point, make_project, make_recommendation, make_user
from partners.models import User
from projects.models import Contribution, Project
from projects.search import register
from roundtables.gaps import GapCell, read
from roundtables.models import Recommendation

pytestmark = pytest.mark.django_db(transaction=True)
COUNTRIES, THEMES, TYPES = ["AF", "TJ", "TM"], ["T1", "T1.1", "T4", "T4.1", "T4.2"], ["A01", "A05"]
PATHS = {"theme": "themes", "sub_theme": "themes", "activity_type": "activities__type"}


def change(rng: Random, made: list[Project]) -> None:
    """Some projects come, and one that was there changes its mind."""
    for _ in range(6):
        project = make_project(
            rng.choice(["DE", "GB"]),
            countries=rng.sample(COUNTRIES, rng.randint(0, 2)),
            themes=rng.sample(THEMES, rng.randint(0, 3)),
            status=rng.choice(Project.Status.values),
            visibility=rng.choice(Project.Visibility.values),
            amount=rng.choice([None, 7, 1000]),
            draft=rng.random() < 0.2,
            end=rng.choice([None, timezone.localdate(), timezone.localdate() - timedelta(days=1)]),
        )
        for kind in rng.sample(TYPES, rng.randint(0, 2)):
            make_activity(project, kind)
        made.append(project)
    chosen = Project.objects.filter(pk=rng.choice(made).pk)
    chosen.update(status=rng.choice(Project.Status.values), visibility=rng.choice(Project.Visibility.values))


def counted(reader: User, by: str, country: str | None, column: str | None) -> tuple[int, Decimal]:
    """Asked of the database in a few words: active projects, and the budget of those that are nowhere else."""
    found = Project.objects.visible_to(reader).published().filter(status__in=Project.RUNNING)
    found = found.exclude(end__lt=timezone.localdate())
    if country is not None:
        found = found.filter(countries=None if country == "none" else country)
    if column == "any":
        column = None if by == "activity_type" else "none"
    if column is not None:
        below = Q(themes=column) | Q(themes__parent=column) if by == "theme" else Q(**{PATHS[by]: column})
        found = found.filter(Q(**{f"{PATHS[by]}__isnull": True}) if column == "none" else below)
    ids = set(found.values_list("pk", flat=True))
    return len(ids), Contribution.objects.filter(project__in=ids).aggregate(sum=Sum("usd"))["sum"] or Decimal(0)


def told(cell: GapCell) -> tuple[int, Decimal]:
    return cell.projects, cell.money


def test_figures_are_those_of_the_database_for_each_reader_after_each_change() -> None:
    Recommendation.objects.all().delete()
    make_recommendation(countries=["TM"], themes=["T4.2"])
    readers = [make_user("coordinator", "UNODC"), make_focal_point("DE"), make_focal_point("FR")]
    register.current()  # as every web process has it
    rng, made = Random(5), list[Project]()
    for _ in range(4):
        change(rng, made)
        assert register.shared() is not None
        for reader in readers:
            for by in PATHS:
                with read(QueryDict(f"columns={by}"), reader) as found:
                    everything = found.map
                    assert told(everything.total) == counted(reader, by, None, None)
                for line in everything.lines:
                    assert line.total.projects == counted(reader, by, line.heading.key, None)[0]
                    for column, cell in zip(everything.columns, line.cells, strict=True):
                        assert cell.projects == counted(reader, by, line.heading.key, column.key)[0]
                for column, cell in zip(everything.columns, everything.totals, strict=True):
                    assert cell.projects == counted(reader, by, None, column.key)[0]


def test_it_asks_as_many_queries_of_many_projects_as_of_few() -> None:
    coordinator = make_user("coordinator", "UNODC")
    register.current()
    rng, made, numbers = Random(6), list[Project](), set[int]()
    for _ in range(3):
        change(rng, made)
        with read(QueryDict(), coordinator):  # what is kept is brought into step
            pass
        with CaptureQueriesContext(connection) as asked, read(QueryDict(), coordinator):
            pass
        numbers.add(len(asked))
    assert max(numbers) - min(numbers) <= 1  # a project that makes most of the money is read, where there is one
    assert max(numbers) <= 18
