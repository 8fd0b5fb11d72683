"""What changed between two days: the figures side by side, and the projects whose amounts add up to the change."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adam.demo.makers import make_contribution, make_merge, make_project, make_relation, recorded_on
from partners.models import User
from projects.analysis import asked
from projects.analysis.days import Compared, compared, days_of
from projects.analysis.difference import Place
from projects.models import Contribution, Project, Recipient

pytestmark = pytest.mark.django_db
For = Callable[[User], Client]
MARCH, APRIL, JUNE, JULY = date(2025, 3, 10), date(2025, 4, 1), date(2025, 6, 10), date(2025, 7, 1)


def between(user: User, query: str, place: Place = (None, None), end: date | None = None) -> Compared:
    words = QueryDict(query)
    return compared(asked(words)[0], words, user, APRIL, end, place)


def told(found: Compared) -> list[tuple[str, str, tuple[str, ...], Any]]:
    return [(one.project.title, one.why, one.fields, one.by) for one in found.explanation.causes]


def adds_up(found: Compared) -> bool:
    why = found.explanation
    return sum(one.by for one in why.causes) + why.rounding == why.change.by


def test_each_reason_has_its_projects_and_amounts(focal_point: User, coordinator: User) -> None:
    grown = make_project(title="Grown", amount=100, start=date(2024, 1, 1), end=date(2025, 12, 31))
    moved, kept, closed = (
        make_project(title="Moved", amount=30),
        make_project(title="Kept"),
        make_project(title="Closed"),
    )
    opened = make_project("GB", title="Opened", amount=9, visibility="restricted")
    gone = make_project(title="Gone", amount=4)
    Project.objects.update(published_at=timezone.make_aware(datetime(2025, 3, 10)))
    recorded_on(MARCH)
    Contribution.objects.filter(project=grown).update(amount=150, usd=150)
    moved.recipients.update(country_id="AF")
    make_merge(kept, closed, coordinator)
    Project.objects.filter(pk=opened.pk).update(visibility="all")
    gone.delete()
    make_project(title="New", amount=1000)

    total = between(focal_point, "rows=country&measure=budget")
    assert {(title, why): by for title, why, _, by in told(total)} == {
        ("New", "entered"): 1000,
        ("Grown", "changed"): 50,
        ("Opened", "shown"): 9,
        ("Gone", "deleted"): -4,
        ("Closed", "merged"): -250_000,
    }
    assert ("Grown", "changed", ("budget",), Decimal(50)) in told(total)
    assert adds_up(total)

    afghanistan = between(focal_point, "rows=country&measure=budget", ("AF", None))
    assert told(afghanistan) == [("Moved", "changed", ("countries",), Decimal(30))]
    assert [(why.value, number, by) for why, number, by in afghanistan.explanation.groups] == [("changed", 1, 30)]


def test_the_table_has_the_rows_of_both_days(focal_point: User) -> None:
    project = make_project(countries=["TJ"], status="2")
    make_project(countries=["KG"], status="2")
    recorded_on(MARCH)
    Recipient.objects.filter(project=project).update(country_id="AF")
    Project.objects.filter(pk=project.pk).update(status="4")
    found = between(focal_point, "rows=country&columns=status").difference
    assert {line.label: line.total.by for line in found.lines} == {"Tajikistan": -1, "Afghanistan": 1, "Kyrgyzstan": 0}
    assert [(one.place[1], one.old, one.new) for one in found.column_totals] == [("2", 2, 1), ("4", 0, 1)]
    assert (found.total.old, found.total.new, found.total.by) == (2, 2, 0)


def test_both_days_may_be_past(focal_point: User) -> None:
    make_project(title="First")
    recorded_on(MARCH)
    make_project(title="Second")
    recorded_on(JUNE)
    make_project(title="Third")
    assert [title for title, *_ in told(between(focal_point, "rows=country", end=JULY))] == ["Second"]


def test_what_is_no_sum_is_told_without_amounts(focal_point: User) -> None:
    project = make_project(title="Longer", start=date(2024, 1, 1), end=date(2024, 12, 31))
    recorded_on(MARCH)
    Project.objects.filter(pk=project.pk).update(end=date(2025, 12, 31))
    found = between(focal_point, "rows=country&measure=duration")
    assert told(found) == [("Longer", "changed", ("dates",), None)]
    assert found.explanation.change.by == Decimal("12.0")


def test_nothing_is_told_of_what_was_hidden(client_for: For, focal_point: User) -> None:
    hidden = make_project("GB", title="A secret", visibility="restricted")
    taken_back = make_project("GB", title="Another secret")
    recorded_on(MARCH)
    Project.objects.filter(pk=taken_back.pk).update(published_at=None)
    Contribution.objects.filter(project=hidden).update(usd=1)
    client, days = client_for(focal_point), f"?rows=country&measure=budget&from={APRIL}"
    for name in ("difference/", "difference.csv", "difference-projects.csv"):
        response = client.get(f"/projects/analysis/{name}{days}")
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code == 200
        assert b"secret" not in content


def test_a_relation_to_a_hidden_project_is_no_change(focal_point: User, coordinator: User) -> None:
    project, hidden = make_project(title="Seen"), make_project("GB", visibility="restricted")
    recorded_on(MARCH)
    make_relation(project, hidden)
    Contribution.objects.filter(project=project).update(amount=1, usd=1)
    query = "rows=country&measure=budget"
    assert [one[2] for one in told(between(focal_point, query))] == [("budget",)]
    assert ("budget", "relations") in [one[2] for one in told(between(coordinator, query))]


STEPS = st.sampled_from(["money", "country", "status", "add", "dates", "share"])
QUESTIONS = [
    "rows=country&columns=partner&measure=budget",
    "rows=year&columns=country&measure=budget",
    "rows=country&columns=theme&measure=budget&from_year=2024&to_year=2024",
    "rows=status&columns=country",
]


def step(name: str, number: int) -> None:
    if name == "add":
        make_project(["DE", "GB"][number % 2], amount=Decimal(number * 991 + 7) / 100, countries=["TJ", "IR"])
        return
    project = Project.objects.order_by("pk")[number % Project.objects.count()]
    if name == "money":
        make_contribution(project, "FR", Decimal(number * 137 + 1) / 100)
    elif name == "country":
        Recipient.objects.get_or_create(project=project, country_id=["AF", "KG", "UZ"][number % 3])
    elif name == "share":
        project.recipients.update(share=Decimal(number % 34))
    elif name == "status":
        Project.objects.filter(pk=project.pk).update(status=str(number % 6 + 1))
    elif name == "dates":
        Project.objects.filter(pk=project.pk).update(start=date(2023, 1, 1 + number % 28))


@settings(deadline=None, max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(STEPS, st.integers(0, 99)), min_size=1, max_size=6))
def test_the_amounts_of_the_projects_are_the_change(coordinator: User, steps: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        for number in (11, 22, 33):
            step("add", number)
        recorded_on(MARCH)
        for one in steps:
            step(*one)
        for question in QUESTIONS:
            whole = between(coordinator, question)
            assert adds_up(whole)
            for change in whole.difference.every[::5]:
                assert adds_up(between(coordinator, question, change.place)), (question, change)
        transaction.set_rollback(True)


def test_the_page_explains_one_figure_when_asked(client_for: For, focal_point: User) -> None:
    make_project(countries=["TJ"])
    recorded_on(MARCH)
    make_project(title="Seen in Kabul", countries=["AF"])
    make_project(title="Seen in Bishkek", countries=["KG"])
    client, address = client_for(focal_point), f"/projects/analysis/difference/?from={APRIL}&rows=country"
    whole = client.get(address).content.decode()
    assert "Seen in Kabul" in whole
    assert "Published since: 2 projects" in whole
    one = client.get(f"{address}&row=AF").content.decode()
    assert "Seen in Kabul" in one
    assert "Seen in Bishkek" not in one
    lines = b"".join(client.get(f"/projects/analysis/difference.csv?from={APRIL}&rows=country").streaming_content)
    assert b"Afghanistan,0,1,1" in lines


def test_days_that_cannot_be_compared_are_said(client_for: For, focal_point: User) -> None:
    client = client_for(focal_point)
    for days, sentence in (
        ("", "Choose a day to begin with"),
        ("from=soon", "is not a day"),
        ("from=2999-01-01", "still to come"),
        ("from=2025-04-01&to=2025-03-01", "is not before 1 March 2025"),
        ("from=2025-04-01&q=dogs", "“dogs” is left out"),
    ):
        page = client.get(f"/projects/analysis/difference/?{days}")
        assert page.status_code == 200
        assert sentence in page.content.decode()
        assert client.get(f"/projects/analysis/difference.csv?{days}").status_code == 400
    assert days_of(QueryDict("from=2025-04-01")).past_end is None


def test_a_day_to_come_compares_nothing_and_says_so(client_for: Callable[[User], Client], focal_point: User) -> None:
    page = client_for(focal_point).get("/projects/analysis/difference/?rows=country&from=2130-01-01").content.decode()
    assert "1 January 2130 is still to come, so nothing is compared." in page
    assert "those of today" not in page
