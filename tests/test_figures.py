"""What is measured: activities, quantities by unit, durations and partners; dimensions, shares and orders."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from adam.demo.makers import make_organization, make_place, make_project
from partners.models import Organization, User
from projects.analysis import Table, asked
from projects.search.facets import Facets
from tests.test_analysis import narrowed, row_totals, table

pytestmark = pytest.mark.django_db
For = Callable[[User], Client]


def behind(user: User, query: str | None) -> int:
    """How many projects the register lists."""
    assert query is not None
    filtered = narrowed(user, query)
    assert not filtered.problems
    assert Facets(filtered).total == filtered.qs.count()
    return filtered.qs.count()


def figures(found: Table) -> dict[str, list[Any]]:
    return {row.key: [cell.value for cell in cells] for row, cells, _ in found.lines}


def problems(query: str) -> list[str]:
    return asked(QueryDict(query))[2]


# -- Activities --------------------------------------------------------------------------------------------------------
def test_an_activity_counts_where_it_is_itself_else_where_its_project_is(focal_point: User) -> None:
    make_project(
        countries=["AF", "TJ"], activities=[{"type": "A01", "country_id": "TJ"}, {"type": "A05"}, {"type": "A05"}]
    )
    make_project(countries=["AF"], activities=[])
    found = table(focal_point, "rows=country&columns=activity_type&measure=activities")
    assert [column.key for column in found.columns] == ["A05", "A01"]
    assert figures(found) == {"TJ": [2, 1], "AF": [2, 0]}
    assert (found.total.value, found.total.projects) == (3, 1)
    assert behind(focal_point, found.total.query) == 1
    assert behind(focal_point, found.cells[0][1].query) == 1


def test_two_conditions_hold_of_one_activity(focal_point: User) -> None:
    make_project(
        countries=["AF", "TJ"],
        activities=[{"type": "A01", "country_id": "TJ"}, {"type": "A05", "country_id": "AF"}],
    )
    assert narrowed(focal_point, "activity_type=A01&country=AF").qs.count() == 1
    assert narrowed(focal_point, "activity=activity_type:A01&activity=country:AF").qs.count() == 0
    assert narrowed(focal_point, "activity=activity_type:A01&activity=country:TJ").qs.count() == 1


def test_an_activity_counts_in_its_own_years(focal_point: User) -> None:
    make_project(
        start=date(2018, 1, 1),
        end=date(2022, 12, 31),
        activities=[{"start": date(2020, 3, 1), "end": date(2021, 2, 1)}, {}],
    )
    found = table(focal_point, "rows=year&measure=activities&from_year=2020&to_year=2022")
    assert figures(found) == {"2020": [2], "2021": [2], "2022": [1]}
    assert [behind(focal_point, row.query) for row in found.rows] == [1, 1, 1]
    assert table(focal_point, "rows=year&measure=activities&year=2019").total.value == 1


# -- Quantities --------------------------------------------------------------------------------------------------------
def trained(number: int, **fields: Any) -> dict[str, Any]:
    return {"type": "A01", "quantity": Decimal(number), "unit": "trainees", **fields}


def test_unlike_units_stand_side_by_side_and_are_never_added(focal_point: User) -> None:
    make_project(
        countries=["TJ"], activities=[trained(20), {"type": "A05", "quantity": Decimal("2.5"), "unit": " Kits "}]
    )
    make_project(countries=["AF"], activities=[trained(30), {"type": "A02", "quantity": Decimal(4)}])
    found = table(focal_point, "rows=country&measure=quantity")
    assert [column.key for column in found.columns] == ["trainees", "trainers", "kits"]
    assert figures(found) == {"AF": [30, 4, 0], "TJ": [20, 0, Decimal("2.5")]}
    assert [total.value for total in found.column_totals] == [50, 4, Decimal("2.5")]
    assert [total.value for total in [found.total, *found.row_totals]] == [None, None, None]
    assert [behind(focal_point, cell.query) for cell in found.column_totals] == [2, 1, 1]


def test_a_chosen_unit_leaves_the_columns_free(focal_point: User) -> None:
    make_project(countries=["TJ", "AF"], activities=[trained(21), trained(10, country_id="TJ")])
    found = table(focal_point, "rows=country&columns=status&measure=quantity&unit=Trainees")
    assert row_totals(found) == {"Tajikistan": Decimal("20.5"), "Afghanistan": Decimal("10.5")}
    assert found.total.value == 31
    assert found.question.title == "Quantity (trainees) by country and status"
    sentence = problems("rows=country&columns=status&measure=quantity")
    assert "unlike units are not added up" in sentence[0]


# -- Durations and partners --------------------------------------------------------------------------------------------
def test_durations_are_medians_and_so_are_their_totals(focal_point: User) -> None:
    for country, months in (("TJ", 1), ("TJ", 3), ("TJ", 12), ("AF", 24)):
        end = date(2020 + months // 12, months % 12 + 1, 1)
        make_project(countries=[country], start=date(2020, 1, 1), end=end)
    make_project(countries=["AF"], start=None, end=None)
    found = table(focal_point, "rows=country&measure=duration")
    assert row_totals(found) == {"Afghanistan": Decimal("24.0"), "Tajikistan": Decimal("3.0")}
    assert (found.total.value, found.stated, found.total.projects) == (Decimal("7.5"), 4, 5)
    assert not [problem for problem in problems("rows=country&measure=duration") if problem]
    assert "not divided into parts" in problems("rows=country&measure=duration&shares=total")[0]


def test_partners_count_once_in_the_total(focal_point: User) -> None:
    make_project("DE", countries=["TJ"], contributions=[("FR", 10, "USD")])
    make_project("DE", countries=["AF"])
    make_project("GB", countries=["AF"])
    found = table(focal_point, "rows=country&measure=partners")
    assert row_totals(found) == {"Afghanistan": 2, "Tajikistan": 2}
    assert found.total.value == 3


# -- Dimensions --------------------------------------------------------------------------------------------------------
def test_a_partner_and_its_role_belong_together(focal_point: User) -> None:
    make_project("DE", contributions=[("DE", 10, "USD"), ("FR", 5, "USD")])
    office = make_organization("United Nations Office on Drugs and Crime", kind=Organization.Kind.INTERNATIONAL)
    make_project("FR", amount=7, implementing=[office])
    found = table(focal_point, "rows=partner&columns=role")
    assert [column.label for column in found.columns] == ["Lead", "Funding", "Implementing"]
    assert figures(found) == {"DE": [1, 1, 0], "FR": [1, 2, 0], "UNODC": [0, 0, 1]}
    cells = [cell for line in found.cells for cell in line if cell.projects]
    assert [behind(focal_point, cell.query) for cell in cells] == [cell.projects for cell in cells]
    money = table(focal_point, "rows=partner&columns=role&measure=budget")
    assert figures(money) == {"DE": [10, 0, 0], "FR": [7, 5, 0], "UNODC": [0, 0, 0]}
    assert row_totals(table(focal_point, "rows=role&measure=budget"))["Funding"] == 5


def test_places_are_those_of_projects_and_of_their_activities(focal_point: User) -> None:
    post, town = make_place("Post A"), make_place("Post B", kind="city")
    make_project(places=[post], activities=[{"place": town}])
    make_project()
    found = table(focal_point, "rows=place")
    assert row_totals(found) == {"Post A, Tajikistan": 1, "Post B, Tajikistan": 1, "Not stated": 1}
    assert [behind(focal_point, row.query) for row in found.rows] == [1, 1, 1]


def test_a_main_theme_is_a_sub_theme_only_by_itself(focal_point: User) -> None:
    make_project(themes=["T1", "T1.1"])
    make_project(themes=["T1.1"])
    found = table(focal_point, "rows=sub_theme")
    assert [(row.key, total.value) for row, _, total in found.lines] == [("T1.1", 2), ("T1", 1)]
    assert [behind(focal_point, row.query) for row in found.rows] == [2, 1]


def test_the_others_of_the_same_projects_can_be_listed(focal_point: User) -> None:
    make_project(countries=["TJ", "AF"])
    make_project(countries=["TJ"])
    found = table(focal_point, "rows=country&country=TJ")
    assert [(row.key, behind(focal_point, row.query)) for row in found.rows] == [("TJ", 2), ("others", 1)]


# -- Shares and order --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("shares", ["row", "column", "total"])
def test_shares_add_up_to_a_hundred(focal_point: User, shares: str) -> None:
    for country, status in (("TJ", "2"), ("TJ", "4"), ("AF", "2"), ("KG", "4"), ("KG", "2"), ("KG", "3"), ("TJ", "3")):
        make_project(countries=[country], status=status, amount=100)
    found = table(focal_point, f"rows=country&columns=status&measure=budget&shares={shares}")
    lines = [[cell.share or 0 for cell in line] for line in found.cells]
    sums = {"row": lines, "column": list(zip(*lines, strict=True)), "total": [[one for line in lines for one in line]]}
    assert [sum(line) for line in sums[shares]] == [100] * len(sums[shares])
    assert sum(total.share or 0 for total in found.row_totals) == (300 if shares == "row" else 100)
    assert found.total.share == 100


def test_rows_stand_in_the_order_that_was_asked_for(focal_point: User) -> None:
    for country, status in (("TJ", "2"), ("TJ", "2"), ("AF", "4"), ("KG", "4"), ("KG", "4"), ("KG", "4"), ("KG", "2")):
        make_project(countries=[country], status=status)
    make_project(countries=[])
    orders = {"": "KG TJ AF none", "label": "AF KG TJ none", "total": "KG TJ AF none", "2": "TJ KG AF none"}
    for order, wanted in orders.items():
        found = table(focal_point, f"rows=country&columns=status&order={order}")
        assert " ".join(row.key for row in found.rows) == wanted, order
        assert found.row_totals[0].projects == sum(cell.projects for cell in found.cells[0])
    assert "is no column here" in table(focal_point, "rows=country&order=9").problems[0]


def test_units_in_use_are_offered_and_others_refused(client_for: For, focal_point: User) -> None:
    make_project(
        countries=["TJ"], activities=[trained(21), trained(10), {"type": "A01", "quantity": 2, "unit": "Vans"}]
    )
    make_project(countries=["AF"], activities=[{"type": "A01", "quantity": 2, "unit": "boats"}])
    client, query = client_for(focal_point), "rows=country&columns=status&measure=quantity&country=TJ"
    offered = client.get(f"/projects/analysis/?{query}&unit=trainees").context["form"]["unit"].field.choices
    assert offered == [
        ("", "Each by itself"),
        ("trainees", "trainees (2 activities)"),
        ("vans", "vans (1 activity)"),
    ]
    wrong = client.get(f"/projects/analysis.csv?{query}&unit=zzz")
    assert (wrong.status_code, wrong.content.decode()) == (
        400,
        "Unit: “zzz” is not used here. Choose one of trainees, boats, vans.",
    )
    assert client.get(f"/projects/analysis.csv?{query}&unit=boats").status_code == 200


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("totals=most", "Totals: “most” is not known here, so gross is shown. Choose one of gross, net, cofunding."),
        ("picture=cake", "Picture: “cake” is not known here"),
        ("shares=half", "Shares: “half” is not known here"),
        ("rows=country&shares=row", "so shares of the column are shown"),
    ],
)
def test_what_is_not_understood_is_said(query: str, sentence: str) -> None:
    assert sentence in problems(query)[0]


def test_a_condition_that_means_nothing_is_left_out_and_said(client_for: For, focal_point: User) -> None:
    make_project()
    wrong = ["activity=colour:red", "activity=year:soon", "involved=country:TJ", "member=theme:", "place=999", "role=x"]
    for query in wrong:
        filtered = narrowed(focal_point, query)
        assert (len(filtered.problems), filtered.qs.count()) == (1, 1), query
    assert client_for(focal_point).get(f"/projects/?{'&'.join(wrong)}").status_code == 200
