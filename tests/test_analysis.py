"""Figures that add up: tables by two dimensions, the way from a cell to its projects, the page and its downloads."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from adam.demo.makers import make_contribution, make_project
from partners.models import Organization, User
from partners.text import money
from projects.analysis import Table, answer, asked
from projects.analysis.rounding import apportioned
from projects.filters import CountedFilter
from projects.models import Project, Recipient
from projects.rates import about_usd

pytestmark = pytest.mark.django_db
For = Callable[[User], Client]


def narrowed(user: User, query: str) -> CountedFilter:
    return CountedFilter(QueryDict(query), user=user)


def table(user: User, query: str) -> Table:
    question, _, problems = asked(QueryDict(query))
    assert not problems
    return answer(question, narrowed(user, query))


def row_totals(table: Table) -> dict[str, Any]:
    return {row.label: total.value for row, _, total in table.lines}


def adds_up(table: Table) -> bool:
    """Whether rows, columns and total of the money agree to the cent."""
    rows = [sum(cell.value for cell in cells) for _, cells, _ in table.lines]
    columns = [sum(cells[at].value for cells in table.cells) for at in range(len(table.columns))]
    return (
        rows == [total.value for total in table.row_totals]
        and columns == [total.value for total in table.column_totals]
        and sum(rows) == sum(columns) == table.total.value
    )


def shares(project: Project, *stated: Decimal | int | None) -> None:
    for recipient, share in zip(project.recipients.order_by("country_id"), stated, strict=True):
        Recipient.objects.filter(pk=recipient.pk).update(share=share)


# -- Counting ----------------------------------------------------------------------------------------------------------
def test_a_project_in_two_countries_counts_in_both_and_once_in_the_total(focal_point: User) -> None:
    make_project(countries=["AF", "TJ"])
    make_project(countries=["TJ"])
    found = table(focal_point, "rows=country&columns=none")
    assert row_totals(found) == {"Tajikistan": 2, "Afghanistan": 1}
    assert found.total.value == 2
    assert found.parts_exceed_total


def test_only_what_the_person_may_see_is_counted(focal_point: User, coordinator: User) -> None:
    make_project("GB", countries=["TJ"])
    make_project("GB", countries=["AF"], visibility=Project.Visibility.RESTRICTED)
    make_project("GB", countries=["KG"], draft=True)
    assert row_totals(table(focal_point, "rows=country")) == {"Tajikistan": 1}
    assert row_totals(table(coordinator, "rows=country")) == {"Tajikistan": 1, "Afghanistan": 1}


def test_sub_themes_count_with_their_theme_unless_asked_for(focal_point: User) -> None:
    make_project(themes=["T1.1", "T1.2"])
    make_project(themes=["T1.2"])
    assert [total for total in row_totals(table(focal_point, "rows=theme")).values() if total] == [2]
    asked_for = table(focal_point, "rows=theme&theme=T1.1")
    assert [(row.key, total.value) for row, _, total in asked_for.lines] == [("T1.1", 1), ("others", 1)]


def test_what_is_not_stated_has_a_row_of_its_own(focal_point: User) -> None:
    make_project(countries=[], themes=[], start=None, end=None)
    for name in ("country", "region", "theme", "pillar", "activity_type", "beneficiary_kind", "implementer"):
        found = table(focal_point, f"rows={name}")
        assert {label: total for label, total in row_totals(found).items() if total} == {"Not stated": 1}, name
    assert row_totals(table(focal_point, "rows=year")) == {"Without dates": 1}


def test_the_largest_implementers_stand_alone_and_the_rest_together(focal_point: User) -> None:
    Organization.objects.bulk_create(
        Organization(name=f"Body {number}", name_key=f"body {number}") for number in range(60)
    )
    bodies = list(Organization.objects.filter(name__startswith="Body"))
    first = make_project(implementing=bodies)
    second = make_project(implementing=bodies[-1:])
    found = table(focal_point, "rows=implementer")
    assert len(found.rows) == 51
    assert found.rows[0].label == str(bodies[-1])
    assert (found.rows[-1].label, found.row_totals[-1].value) == ("Other implementing organizations", 1)
    assert found.rows[-1].query
    assert list(narrowed(focal_point, found.rows[-1].query).qs) == [first]
    assert found.total.value == len({first, second})


# -- Money -------------------------------------------------------------------------------------------------------------
def test_money_goes_by_stated_shares_and_the_rest_equally(focal_point: User) -> None:
    shares(make_project(countries=["AF", "KG", "TJ"], amount=1000), 60, None, None)
    found = row_totals(table(focal_point, "rows=country&measure=budget"))
    assert found == {"Afghanistan": 600, "Kyrgyzstan": 200, "Tajikistan": 200}


@pytest.mark.parametrize(
    ("stated", "wanted"),
    [
        ((None, None), (500, 500)),
        ((0, 0), (500, 500)),
        ((0, None), (0, 1000)),
        ((30, 30), (500, 500)),
        ((100, None), (1000, 0)),
        ((90, 30), (750, 250)),
    ],
)
def test_odd_shares_lose_no_money(focal_point: User, stated: tuple[Any, Any], wanted: tuple[int, int]) -> None:
    shares(make_project(countries=["AF", "TJ"], amount=1000), *stated)
    found = row_totals(table(focal_point, "rows=country&measure=budget"))
    assert (found["Afghanistan"], found["Tajikistan"]) == wanted


def test_cents_that_cannot_be_divided_are_not_lost(focal_point: User) -> None:
    make_project(countries=["AF", "KG", "TJ"], amount=Decimal("100.00"))
    found = table(focal_point, "rows=country&columns=status&measure=budget")
    assert sorted(row_totals(found).values()) == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]
    assert found.total.value == Decimal("100.00")


def test_contributions_count_with_their_giver(focal_point: User) -> None:
    make_project("DE", contributions=[("DE", 300, "USD"), ("FR", 700, "USD")])
    found = table(focal_point, "rows=partner&measure=budget")
    assert row_totals(found) == {"France": 700, "Germany": 300}
    assert [total.projects for total in found.row_totals] == [1, 1]


def test_budgets_are_spread_over_the_days_of_the_project(focal_point: User) -> None:
    make_project(amount=36_600, start=date(2023, 12, 31), end=date(2024, 12, 30))
    found = row_totals(table(focal_point, "rows=year&measure=budget"))
    assert found == {"2023": 100, "2024": 36_500}


def test_with_one_date_money_lies_in_its_year_and_the_project_counts_while_it_may_run(focal_point: User) -> None:
    make_project(amount=500, start=date(2020, 5, 1), end=None)
    make_project(amount=100, start=date(2022, 1, 1), end=date(2022, 12, 31))
    assert row_totals(table(focal_point, "rows=year&measure=budget")) == {"2020": 500, "2021": 0, "2022": 100}
    assert row_totals(table(focal_point, "rows=year")) == {"2020": 1, "2021": 1, "2022": 2}


def test_years_cut_the_money_to_what_falls_into_them(focal_point: User) -> None:
    make_project(amount=731, start=date(2023, 1, 1), end=date(2024, 12, 31))
    found = table(focal_point, "rows=country&measure=budget&from_year=2024&to_year=2030")
    assert found.total.value == 366
    assert table(focal_point, "rows=year&measure=budget&year=2023").total.value == 365


def test_long_spans_show_the_recent_years_one_by_one(focal_point: User) -> None:
    make_project(amount=100, start=date(1950, 1, 1), end=date(1950, 12, 31))
    make_project(amount=200, start=date(2020, 1, 1), end=date(2020, 12, 31))
    found = table(focal_point, "rows=year&measure=budget")
    assert (found.rows[0].label, found.row_totals[0].value) == ("1990 and earlier", 100)
    assert narrowed(focal_point, found.rows[0].query).qs.count() == 1
    assert adds_up(found)


def test_money_without_a_rate_is_left_out_and_said(client_for: For, focal_point: User) -> None:
    project = make_project(amount=1000)
    make_contribution(project, "FR", 77, "XXX")
    response = client_for(focal_point).get("/projects/analysis/?rows=country&measure=budget")
    assert "no exchange rate is known" in response.content.decode()
    assert response.context["table"].total.value == 1000
    assert "comes to" not in response.content.decode()
    make_contribution(project, "FR", 1000, "EUR", committed_on=date(2090, 5, 1))
    about = money(about_usd(Decimal(1000), "EUR", date(2090, 5, 1)))
    page = client_for(focal_point).get("/projects/analysis/?rows=country&measure=budget").content.decode()
    assert f"What is left out for want of a rate comes to at least about {about} at the latest rates." in page


@given(
    parts=st.lists(st.floats(0, 1e9), min_size=1, max_size=30),
    nudge=st.integers(-1, 1),
)
def test_rounded_parts_have_exactly_the_total(parts: list[float], nudge: int) -> None:
    total = round(sum(parts)) + nudge
    rounded = apportioned(total, parts)
    assert sum(rounded) == total
    assert all(abs(whole - part) < 3 for whole, part in zip(rounded, parts, strict=True))
