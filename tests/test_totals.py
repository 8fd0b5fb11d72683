"""Totals that count nothing twice: what several partners report, and money that one channels through another."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from adam.demo.makers import make_project, make_relation
from partners.models import User
from projects.analysis import Table, pairs_of
from projects.analysis.dimensions import DIMENSIONS
from projects.models import Project
from tests.test_analysis import narrowed, row_totals, table
from tests.test_figures import behind

pytestmark = pytest.mark.django_db
For = Callable[[User], Client]
MONEY = "rows=partner&measure=budget&totals="


def amounts(user: User, found: Table) -> list[tuple[Project, Project, str, Decimal]]:
    pairs = pairs_of(found, user)
    shown = pairs.shown if pairs else []
    return [(one.kept, one.project, one.giver.code if one.giver else "", one.amount) for one in shown]


# -- Net ---------------------------------------------------------------------------------------------------------------
def test_what_several_partners_report_counts_once_by_its_first_record(focal_point: User) -> None:
    first, second, third = make_project("DE", amount=100), make_project("GB", amount=70), make_project("FR", amount=90)
    make_relation(first, third, "third-party")
    make_relation(second, third, "third-party")
    make_project("JP", amount=5)
    gross, net = table(focal_point, f"{MONEY}gross"), table(focal_point, f"{MONEY}net")
    assert (gross.total.value, net.total.value, net.taken_together) == (265, 105, 160)
    assert {pair.why for pair in pairs_of(net, focal_point).shown} == {
        "Related as the same project, these two or each to a third"
    }
    assert amounts(focal_point, net) == [(first, third, "", 90), (first, second, "", 70)]
    assert amounts(focal_point, gross) == []
    assert net.total.projects == behind(focal_point, net.total.query) == 2
    assert [row.key for row in net.rows] == ["DE", "JP"]


@pytest.mark.parametrize(("first_has", "counted"), [("XAU", [1]), ("USD", [0]), ("", [0])])
def test_money_without_a_rate_takes_nothing_out_of_net_totals_but_itself(
    focal_point: User, client_for: For, first_has: str, counted: list[int]
) -> None:
    """In figures, behind them and in the register alike."""
    money = [("DE", 500, first_has)] if first_has else None
    two = [make_project("DE", contributions=money, amount=None), make_project("GB", amount=70)]
    make_relation(*two, "third-party")
    net = table(focal_point, f"{MONEY}net")
    of_both = {"XAU": (70, 0), "USD": (500, 70), "": (0, 70)}
    assert (net.total.value or 0, net.taken_together) == of_both[first_has]
    assert net.total.projects == behind(focal_point, net.total.query) == 1
    page = client_for(focal_point).get("/projects/?once=on")
    assert [project.pk for project in page.context["page"]] == [two[at].pk for at in counted]
    assert [page.context["counts"]["partner"][code] for code in ("DE", "GB")] == [int(at in counted) for at in (0, 1)]
    said = "Left out, as no exchange rate is known for their currency and month"
    shown = client_for(focal_point).get(f"/projects/analysis/?{MONEY}net").content.decode()
    assert (said in shown) is (first_has == "XAU")


def test_a_record_is_the_same_as_one_that_the_reader_sees(
    focal_point: User, coordinator: User, client_for: For
) -> None:
    hidden, open_to_all = make_project("GB", amount=100, visibility="restricted"), make_project("FR", amount=70)
    make_relation(hidden, open_to_all, "third-party")
    seen = table(focal_point, f"{MONEY}net")
    assert (seen.total.value, seen.taken, behind(focal_point, "once=on")) == (70, (), 1)
    page = client_for(focal_point).get(f"/projects/analysis/?{MONEY}net").content.decode()
    assert "What is counted once" not in page
    assert "pair" not in page.split('id="results"')[1]
    assert table(coordinator, f"{MONEY}net").total.value == 100


def test_only_records_that_the_filter_lets_through_stand_for_others(focal_point: User) -> None:
    first, second = make_project("DE", countries=["TJ"]), make_project("GB", countries=["AF"])
    make_relation(first, second, "third-party")
    assert table(focal_point, "rows=country&totals=net").total.value == 1
    found = table(focal_point, "rows=country&totals=net&country=AF")
    assert found.total.value == behind(focal_point, found.total.query) == 1


def test_what_counts_under_a_filter_and_not_in_all_is_said_there(client_for: For, focal_point: User) -> None:
    first, second = make_project("DE", countries=["TJ"]), make_project("GB", countries=["AF"])
    make_relation(first, second, "third-party")
    client, said = client_for(focal_point), "1 project counts here, of which another record is not among these"
    pages = {
        "/projects/analysis/?rows=partner&totals=net&country=AF": True,
        "/projects/analysis/?rows=partner&totals=net&country=TJ": False,
        "/projects/analysis/?rows=partner&totals=net": False,
        "/projects/analysis/?rows=partner&totals=gross&country=AF": False,
        "/sheets/partners/GB/": True,
        "/sheets/partners/DE/": False,
    }
    assert {page: said in client.get(page).content.decode() for page in pages} == pages


def test_the_register_counts_once_what_its_other_filters_leave(client_for: For, focal_point: User) -> None:
    first, second = make_project("DE", countries=["TJ"]), make_project("GB", countries=["TJ", "AF"])
    make_relation(first, second, "third-party")
    listed = client_for(focal_point).get("/projects/?once=on")
    assert [project.pk for project in listed.context["page"]] == [first.pk]
    assert listed.context["counts"]["country"] == {"TJ": 1, "AF": 0}
    assert client_for(focal_point).get("/projects/?once=on&country=AF").context["page"].paginator.count == 1


NET_WAYS = {
    "measure=projects&totals=net": DIMENSIONS,
    "measure=activities&totals=cofunding": ["status", "activity_type"],
    "measure=projects&once=on": ["oda", "partner"],
    "measure=partners&totals=net&once=on&year=2024": ["partner", "country"],
}


@pytest.mark.parametrize("query", NET_WAYS)
def test_behind_a_net_figure_are_the_records_that_it_counts(focal_point: User, query: str) -> None:
    """Whatever the two records of one project say differently."""
    ways: list[dict[str, Any]] = [
        {"status": "2", "oda": "yes", "countries": ["TJ"], "themes": ["T1"], "activities": [{"type": "A01"}]},
        {"status": "5", "oda": "no", "countries": ["AF", "TJ"], "themes": ["T2"], "activities": [{"type": "A05"}]},
    ]
    for partners, order in ((("DE", "GB"), ways), (("FR", "JP"), reversed(ways))):
        one, other = (
            make_project(partner, start=date(2024, 1, 1), end=date(2025, 1, 1), **way)
            for partner, way in zip(partners, order, strict=True)
        )
        make_relation(one, other, "third-party")
    for dimension in NET_WAYS[query]:
        columns = "country" if dimension in {"status", "partner", "oda"} else "none"
        found = table(focal_point, f"rows={dimension}&columns={columns}&{query}")
        cells = [found.total, *found.row_totals, *found.column_totals, *(cell for line in found.cells for cell in line)]
        for cell in filter(lambda cell: cell.projects, cells):
            assert behind(focal_point, cell.query) == cell.projects, (dimension, cell.query)


def test_a_cell_that_means_nothing_is_said_and_left_out(focal_point: User) -> None:
    make_project("DE", status="2")
    for wrong in ("zzz", "status=zzz", "once=on", "cell=status%3D2", "&" * 60):
        filtered = narrowed(focal_point, urlencode({"cell": wrong}))
        assert (len(filtered.problems), filtered.qs.count()) == (1, 1), wrong
    assert [chip.text for chip in narrowed(focal_point, "cell=status%3D2").chips] == ["Running"]


# -- Co-funding --------------------------------------------------------------------------------------------------------
def test_money_channelled_through_another_project_counts_once_with_its_giver(focal_point: User) -> None:
    carrier = make_project("FR", contributions=[("FR", 500, "USD"), ("DE", 300, "USD")])
    own = make_project("DE", contributions=[("DE", 310, "USD")])
    make_relation(carrier, own, "co-funded")
    assert table(focal_point, f"{MONEY}net").total.value == 1110
    found = table(focal_point, f"{MONEY}cofunding")
    assert row_totals(found) == {"France": 500, "Germany": 310}
    assert (found.total.value, found.taken_together) == (810, 300)
    assert amounts(focal_point, found) == [(own, carrier, "DE", 300)]
    assert found.total.projects == 2


def test_only_as_much_as_both_records_state_is_taken_away(focal_point: User) -> None:
    own = make_project("DE", contributions=[("DE", 300, "USD")])
    for amount in (200, 200):  # two projects that have nothing to do with each other
        make_relation(own, make_project("FR", contributions=[("DE", amount, "USD")]), "co-funded")
    assert table(focal_point, f"{MONEY}cofunding").total.value == 400


def test_money_in_three_records_of_one_programme_counts_once(focal_point: User) -> None:
    projects = [make_project(partner, contributions=[("DE", 100, "USD")]) for partner in ("GB", "FR", "JP")]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        make_relation(projects[one], projects[other], "co-funded")
    found = table(focal_point, f"{MONEY}cofunding")
    assert (found.total.value, found.taken_together) == (100, 200)


def test_of_a_year_only_its_part_is_taken_away(focal_point: User) -> None:
    period = {"start": date(2023, 1, 1), "end": date(2024, 12, 31)}
    own = make_project("DE", contributions=[("DE", 731, "USD")], **period)
    carrier = make_project("FR", contributions=[("DE", 731, "USD"), ("FR", 731, "USD")], **period)
    make_relation(own, carrier, "co-funded")
    found = table(focal_point, f"{MONEY}cofunding&year=2024")
    assert (found.total.value, found.taken_together) == (732, 366)
    by_year = table(focal_point, "rows=year&columns=partner&measure=budget&totals=cofunding")
    assert row_totals(by_year) == {"2023": 730, "2024": 732}
    assert {column.key: total.value for column, total in zip(by_year.columns, by_year.column_totals, strict=True)} == {
        "DE": 731,
        "FR": 731,
    }


def test_the_page_lists_the_pairs(client_for: For, focal_point: User) -> None:
    first, second = make_project("DE", amount=1000), make_project("GB", amount=700)
    make_relation(first, second, "third-party")
    page = client_for(focal_point).get(f"/projects/analysis/?{MONEY}net").content.decode()
    assert "US$\u00a0700 less than gross, in 1 pair of projects that you may see" in page
    assert f'<a href="{second.get_absolute_url()}">{second.number}</a>' in page
    assert "once=on" in page
    gross = client_for(focal_point).get("/projects/analysis/?rows=country").content.decode()
    assert "1 project is recorded elsewhere too. Net totals count each project once." in gross
