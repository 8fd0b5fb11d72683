"""A past day is today's register corrected by what was changed since: the same as all of it rebuilt from history."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import (
    make_activity,
    make_contribution,
    make_focal_point,
    make_merge,
    make_organization,
    make_place,
    make_project,
    make_relation,
    make_user,
    recorded_on,
)
from partners.models import Organization, User
from projects.filters import ProjectFilter
from projects.history import past
from projects.history.past import looking_back
from projects.models import Activity, Place, Project, ProjectRelation, Recipient
from projects.search import register
from projects.search.facets import Facets
from tests.test_columns import QUESTIONS, as_told

DAYS = (date(2025, 3, 10), date(2025, 6, 10), date(2025, 9, 10))
LONG_AGO = timezone.make_aware(datetime(1900, 1, 1))
LISTS = ("", "country=TJ", "theme=T1&partner=GB", "beneficiary_kind=police", "once=on")


def figures(user: User, day: date) -> list[Any]:
    with looking_back(day, user):
        filters = [ProjectFilter(QueryDict(query), user=user) for query in LISTS]
        lists = [sorted(one.qs.values_list("pk", "title")) for one in filters]
        facets = [Facets(one) for one in filters]
        assert [sorted(one.latest_first()) for one in facets] == [[pk for pk, _ in found] for found in lists]
        counts = [one.counts for one in facets]
        return [lists, counts, *(as_told(user, question) for question in QUESTIONS)]


@contextmanager
def rebuilt_wholly() -> Iterator[None]:
    """As if every project had been changed since."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(past, "changed_since", lambda end, kept: past.recorded_since(LONG_AGO))
        patch.setattr(register, "_registers", {})
        yield


def first(number: int) -> Project:
    return Project.objects.order_by("pk")[number % Project.objects.count()]


def add(number: int) -> None:
    body = make_organization(f"Body {number % 2}", kind="police")
    make_project(
        ["DE", "GB", "FR"][number % 3],
        countries=[["TJ"], ["AF", "KG"], []][number % 3],
        themes=[["T1"], ["T1.4", "T2"]][number % 2],
        contributions=[("DE", number + 1, "USD"), ("GB", 7, "USD")][: number % 3],
        implementing=[body],
        beneficiaries=[body][: number % 2],
        activities=[{"type": "A01", "quantity": number}, {"type": "A05", "country_id": "UZ"}][: number % 3],
    )


def change(number: int) -> None:
    project = first(number)
    Project.objects.filter(pk=project.pk).update(
        status="4", title=f"Called {number}", start=date(2020, 1, 1 + number % 28)
    )
    Recipient.objects.filter(project=project).update(share=Decimal(number % 34))


def move(number: int) -> None:
    Recipient.objects.filter(project=first(number)).delete()
    Recipient.objects.get_or_create(project=first(number + 1), country_id=["AF", "TJ"][number % 2])
    Activity.objects.filter(project=first(number)).delete()
    make_activity(first(number + 1), place=make_place(f"Post {Place.objects.count()}", "TJ"))


def relate(number: int) -> None:
    one, other = first(number), first(number + 1)
    related = ProjectRelation.objects.filter(first__in=[one, other], second__in=[one, other])
    if one != other and not related.delete()[0]:
        make_relation(one, other, ["co-funded", "third-party"][number % 2])


def hide(number: int) -> None:
    values = [{"visibility": "restricted"}, {"visibility": "all"}, {"published_at": None}][number % 3]
    Project.objects.filter(pk=first(number).pk).update(**values)


def merge(number: int) -> None:
    one, other = first(number), first(number + 1)
    if one != other and not one.merged_into_id and not other.merged_into_id:
        make_merge(one, other)


def delete(number: int) -> None:
    with suppress(ProtectedError):  # what was merged stays
        first(number).delete()


def rename(number: int) -> None:
    Organization.objects.filter(name="Body 0").update(kind=["customs", "police"][number % 2])


STEPS = [
    add,
    change,
    move,
    relate,
    hide,
    merge,
    delete,
    rename,
    lambda number: make_contribution(first(number), "FR", 5),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(3))
def test_both_ways_agree_over_random_histories(seed: int) -> None:
    chance = Random(seed)
    users = [make_focal_point("DE"), make_user("coordinator", "UNODC")]
    for number in range(4):
        add(number)
    for day in DAYS:
        for _ in range(chance.randrange(1, 8)):
            chance.choice(STEPS)(chance.randrange(100))
        recorded_on(day)
    register.current()  # as a web process has it
    kept = [figures(user, day) for user in users for day in DAYS[:2]]
    assert kept == [figures(user, day) for user in users for day in DAYS[:2]]  # by what was kept
    with rebuilt_wholly():
        assert kept == [figures(user, day) for user in users for day in DAYS[:2]]


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_of_a_day_follows_later_changes() -> None:
    user = make_focal_point("DE")
    for number in range(4):
        add(number)
    recorded_on(DAYS[0])
    register.current()
    before = figures(user, DAYS[0])
    for step in (change, move, relate, rename, add):
        step(1)
        assert figures(user, DAYS[0]) == before
    delete(0)
    assert figures(user, DAYS[0])[:1] == before[:1]
    with rebuilt_wholly():
        again = figures(user, DAYS[0])
    assert figures(user, DAYS[0]) == again


@pytest.mark.django_db(transaction=True)
def test_of_an_unchanged_register_nothing_is_read_from_history(django_assert_max_num_queries: Any) -> None:
    user = make_focal_point("DE")
    add(1)
    recorded_on(DAYS[0])
    register.current()
    figures(user, DAYS[0])
    with transaction.atomic(), looking_back(DAYS[0], user), django_assert_max_num_queries(4) as asked:
        as_told(user, QUESTIONS[0])
    assert not [query for query in asked.captured_queries if "WITH picked" in query["sql"]]


@pytest.mark.django_db(transaction=True)
def test_a_second_look_of_one_request_is_as_quick_and_what_it_writes_is_seen_by_itself_alone() -> None:
    user = make_focal_point("DE")
    add(1)
    recorded_on(DAYS[1])
    known = register.current().everything
    for day in DAYS[1:]:
        with looking_back(day, user):
            as_told(user, QUESTIONS[0])
    with transaction.atomic():
        for day in DAYS[1:]:
            with looking_back(day, user), CaptureQueriesContext(connection) as asked:
                as_told(user, QUESTIONS[0])
            assert len(asked) <= 4
        assert register.shared() is not None
        add(2)
        assert register.shared() is None
        transaction.set_rollback(True)
    assert register.current().everything == known


@pytest.mark.django_db(transaction=True)
def test_of_past_days_few_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "MOST_DAYS", 2)
    user = make_focal_point("DE")
    add(1)
    recorded_on(DAYS[0])
    kept = register.current()
    for day in (*DAYS, DAYS[1]):
        figures(user, day)
    assert list(dict.fromkeys(end for end, _ in kept.pasts)) == [past.end_of(day) for day in (DAYS[2], DAYS[1])]
