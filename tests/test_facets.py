"""Counts beside the filters: each says what the list would hold, for whoever looks, also after changes."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from adam.demo.makers import make_alert, make_document, make_organization, make_project
from duplication.models import alerted_projects
from partners.models import User
from projects.filters import stored
from projects.models import Project
from projects.search import register
from projects.search.facets import Facets
from projects.search.order import in_order, results

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> None:
    police, customs = make_organization("DCA", kind="police"), make_organization("ANF", kind="customs")
    first = make_project(
        "DE", title="Scanners at the river", countries=["TJ", "AF"], themes=["T1.1", "T1.2"], start=date(2020, 1, 1),
        end=date(2022, 6, 30), status="4", contributions=[("FR", 1, "EUR")], beneficiaries=[police],
    )  # fmt: skip
    second = make_project(
        "GB", title="Training", countries=["PK"], themes=["T4"], start=date(2021, 1, 1), end=None, oda="not-oda",
        activities=[{"type": "A05", "beneficiary": customs}], confirmed_at=timezone.now() - timedelta(days=400),
    )  # fmt: skip
    make_project("US", title="River training", countries=[], themes=[], start=None, end=None, status="1")
    make_project("DE", title="Draft", draft=True, start=None, end=date(2024, 1, 1))
    closed = make_project("GB", title="Not for Germany", visibility="restricted", countries=["TJ"])
    make_project("FR", title="Named", visibility="named", shared_with=["DE"])
    make_alert(first, second)
    make_alert(first, closed)
    make_document(second, title="River minutes")


QUERIES = [
    "", "country=TJ", "country=TJ&country=PK&status=4", "theme=T1", "partner=FR", "year=2021", "q=river", "alerts=1",
    "q=training&status=2&country=PK", "stale=1", "mine=1&draft=1", "beneficiary_kind=police&oda=oda", "missing=country",
    "start_year=2020", "from_year=2021&to_year=2023", "region=west-central-asia&visibility=all", "pillar=I",
]  # fmt: skip


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("query", QUERIES)
def test_each_count_is_what_the_list_would_hold(focal_point: User, query: str) -> None:
    check_counts(query, focal_point)


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("query", ["", "q=river&alerts=1"])
def test_each_count_is_what_the_list_would_hold_for_others(
    other_focal_point: User, coordinator: User, query: str
) -> None:
    check_counts(query, other_focal_point)
    check_counts(query, coordinator)


def check_counts(query: str, user: User) -> None:
    facets = Facets(stored(query, user))
    assert facets.total == stored(query, user).qs.count()
    for sort in ("", "changed", "-budget", "budget"):
        ids = in_order(stored(query, user).qs, sort).values_list("pk", flat=True)
        assert list(results(facets, sort or "-changed")) == list(ids)
    for name, counts in facets.counts.items():
        for code, count in counts.items():
            asked = QueryDict(query, mutable=True)
            asked[name] = code
            if count or code in {"TJ", "on"}:  # of the many zeros a few
                assert count == stored(asked.urlencode(), user).qs.count(), (name, code)


@pytest.mark.usefixtures("world")
def test_choices_of_hidden_projects_are_not_offered(focal_point: User, other_focal_point: User) -> None:
    make_project("GB", countries=["BY"], visibility="restricted")
    assert "BY" not in Facets(stored("", focal_point)).counts["country"]
    assert Facets(stored("", other_focal_point)).counts["country"]["BY"] == 1


@pytest.mark.usefixtures("world")
def test_nothing_found_says_what_to_loosen(focal_point: User) -> None:
    facets = Facets(stored("q=river+helicopters&country=TJ&country=AF&status=4&page=2", focal_point))
    assert facets.total == 0
    assert [(one.text, one.count, one.query) for one in facets.looser()] == [
        ("“river helicopters”", 1, "country=TJ&country=AF&status=4"),
        ("the word “helicopters”", 1, "q=river&country=TJ&country=AF&status=4"),
    ]


def test_the_number_of_queries_does_not_grow(coordinator: User, django_assert_max_num_queries: Callable) -> None:
    for _ in range(3):
        make_project("DE", countries=["TJ", "AF"], themes=["T1.1", "T2"])
    narrowed = stored("q=post&country=TJ&status=2&year=2026", coordinator)
    with django_assert_max_num_queries(8):
        assert Facets(narrowed).counts["country"] == {"TJ": 3, "AF": 3}


@pytest.mark.usefixtures("world")
def test_alerts_are_those_of_the_permission_check(
    focal_point: User, other_focal_point: User, recipient: User, analyst: User, coordinator: User
) -> None:
    kept, merged, named = Project.objects.get(title="Training"), make_project("JP"), Project.objects.get(title="Named")
    Project.objects.filter(pk=merged.pk).update(merged_into=kept, published_at=None)
    make_alert(kept, merged)
    make_alert(kept, named)
    numbers = set()
    for user in (focal_point, other_focal_point, recipient, analyst, coordinator):
        expected = Counter(pk for (pk,) in alerted_projects(user))
        shown = Facets(stored("", user)).alerts_of(list(Project.objects.values_list("pk", flat=True)))
        assert {pk: number for pk, number in shown.items() if number} == expected
        numbers.add(expected.total())
    assert numbers == {4, 8}


# -- Kept in step across transactions ----------------------------------------------------------------------------------
def counts(user: User) -> tuple[int, dict[str, int], dict[str, int]]:
    facets = Facets(stored("", user))
    return facets.total, facets.counts["country"], facets.counts["stale"]


@pytest.mark.django_db(transaction=True)
def test_changes_of_others_are_seen_and_the_rest_is_not_read_again(reader: User) -> None:
    first = make_project("DE", countries=["TJ"])
    make_project("GB", countries=["PK"])
    assert counts(reader) == (2, {"TJ": 1, "PK": 1}, {"on": 0})

    began = register.current().read_at
    first.recipients.update(country="AF")
    assert counts(reader) == (2, {"AF": 1, "PK": 1}, {"on": 0})
    Project.objects.update(confirmed_at=timezone.now() - timedelta(days=400))
    assert counts(reader) == (2, {"AF": 1, "PK": 1}, {"on": 2})
    make_project("FR", countries=["AF", "PK"])
    assert counts(reader) == (3, {"AF": 2, "PK": 2}, {"on": 2})
    Project.objects.filter(partner__code="GB").update(visibility="restricted")
    assert counts(reader) == (2, {"AF": 2, "PK": 1}, {"on": 1})
    first.delete()
    assert counts(reader) == (1, {"AF": 1, "PK": 1}, {"on": 0})
    assert register.current().read_at == began


@pytest.mark.django_db(transaction=True)
def test_an_emptied_register_is_empty(reader: User) -> None:
    assert counts(reader) == (0, {}, {"on": 0})
