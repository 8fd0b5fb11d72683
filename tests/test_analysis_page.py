"""Graphs and tables as a page and as files: links, wrong questions, totals, and what they cost."""

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from adam.demo.makers import make_contribution, make_place, make_project, make_relation
from partners.models import User
from projects.analysis import on_restricted, remarks
from projects.models import Project, Theme
from tests.test_analysis import table

pytestmark = pytest.mark.django_db
For = Callable[[User], Client]


# -- Page and downloads ------------------------------------------------------------------------------------------------
def test_the_page_links_its_figures_to_the_register(client_for: For, focal_point: User) -> None:
    make_project(countries=["TJ"], status=Project.Status.CLOSED)
    client = client_for(focal_point)
    page = client.get("/projects/analysis/").content.decode()
    link = "/projects/?published=on&amp;country=TJ&amp;status=4"
    assert link in page
    assert client.get(link.replace("&amp;", "&")).context["page"].paginator.count == 1


def test_a_wrong_value_is_said_and_a_usual_one_taken(client_for: For, focal_point: User) -> None:
    make_project()
    response = client_for(focal_point).get(
        "/projects/analysis/?rows=colour&columns=%00&measure=9&year=soon&country=XX", follow=True
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "“colour” is not known here, so country is shown" in page
    assert "Write the year with four digits" in page


def test_a_file_of_a_query_that_is_not_understood_is_refused(client_for: For, focal_point: User) -> None:
    response = client_for(focal_point).get("/projects/analysis.csv?rows=colour")
    assert response.status_code == 400
    assert "“colour” is not known here" in response.content.decode()


def test_an_empty_answer_says_what_to_loosen(client_for: For, focal_point: User) -> None:
    client = client_for(focal_point)
    page = client.get("/projects/analysis/?country=TJ").content.decode()
    assert "No project matches" in page
    assert "Take away one of the filters" in page
    for kind in ("csv", "json", "png", "svg"):
        assert client.get(f"/projects/analysis.{kind}?country=TJ").status_code == 200


def test_the_csv_ends_with_totals_and_defuses_formulas(client_for: For, focal_point: User) -> None:
    make_project(amount=Decimal("10.10"), implementing=["=HYPERLINK(1)"], status=Project.Status.CLOSED)
    make_project(amount=Decimal("0.20"), implementing=["Beta"])
    response = client_for(focal_point).get("/projects/analysis.csv?rows=implementer&columns=status&measure=budget")
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))
    assert rows == [
        ["Implementing organization", "Running", "Completed", "Total"],
        ["'=HYPERLINK(1)", "0.00", "10.10", "10.10"],
        ["Beta", "0.20", "0.00", "0.20"],
        ["Total", "0.20", "10.10", "10.30"],
    ]


def test_the_json_holds_the_same_figures(client_for: For, focal_point: User) -> None:
    make_project(countries=["TJ"], amount=Decimal("10.10"))
    content = client_for(focal_point).get("/projects/analysis.json?rows=country&columns=oda&measure=budget").json()
    assert [one["label"] for one in content["rows"]["members"]] == ["Tajikistan"]
    assert content["cells"] == [[10.1]]
    assert (content["total"], content["unit"], content["projects"]["total"]) == (10.1, "USD", 1)


def test_more_projects_cost_no_more_queries(client_for: For, focal_point: User) -> None:
    def grow(number: int) -> None:
        for _ in range(number):
            made = [
                make_project(
                    countries=["AF", "TJ"],
                    implementing=[f"Body {Project.objects.count()}"],
                    places=[make_place()],
                    activities=[{"type": "A02", "quantity": 5, "place": make_place()}],
                )
                for _ in range(3)
            ]
            make_relation(made[0], made[1], "third-party")
            make_relation(made[0], made[2], "co-funded")

    def queries(query: str) -> int:
        client = client_for(focal_point)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/projects/analysis/?{query}").status_code == 200
        return len(captured)

    addresses = [
        "",
        "rows=implementer&columns=year&measure=budget&country=TJ",
        "rows=partner&columns=role&totals=net",
        "rows=place&measure=quantity&shares=column",
        "rows=year&columns=theme&measure=budget&totals=cofunding",
        "rows=sub_theme&columns=status&measure=partners",
    ]
    grow(10)
    few = [queries(address) for address in addresses]
    grow(10)
    assert [queries(address) for address in addresses] == few


def test_themes_without_a_project_are_rows_too(focal_point: User) -> None:
    """Where nobody works on a theme is what a recipient country looks for."""
    make_project(countries=["TJ"], themes=["T1.1"])
    make_project(countries=["PK"], themes=["T4"])
    found = table(focal_point, "rows=theme&country=TJ")
    assert found.rows[0].label.startswith("Border")
    assert [total.projects for total in found.row_totals] == [1] + [0] * (Theme.objects.filter(parent=None).count() - 1)
    assert all(cell.query is None for line in found.cells[1:] for cell in line)
    assert len(table(focal_point, "rows=theme&country=TJ&theme=T1").rows) == 1


def test_years_the_wrong_way_round_are_said(focal_point: User, client_for: Callable[[User], Client]) -> None:
    make_project(start=date(2031, 1, 1), end=date(2032, 1, 1))
    shown = client_for(focal_point).get("/projects/analysis/?from_year=2030&to_year=2001").content.decode()
    assert "Active until year: 2001 is before 2030, so it was left out." in shown
    assert "<b>1</b> project" in shown
    assert "to_year=2001" not in shown.split('id="results"')[1].split("Take along")[1]


def test_links_keep_what_was_understood(focal_point: User, client_for: Callable[[User], Client]) -> None:
    make_project(countries=["TJ"])
    shown = client_for(focal_point).get("/projects/analysis/?rows=status&country=TJ&country=ZZ").content.decode()
    assert "country=TJ" in shown.split("Take along")[1]
    assert "ZZ" not in shown.split("Take along")[1]


def test_a_project_of_several_partners(focal_point: User) -> None:
    make_project("DE", contributions=[("DE", 10, "USD"), ("GB", 10, "USD")])
    found = table(focal_point, "rows=partner&columns=country")
    assert "A project of several partners" in remarks(found)[0].text


def test_every_output_says_that_not_all_partners_see_all_of_it(
    client_for: For, focal_point: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    said = "Includes 2 restricted projects, which not all partners may see."
    for visibility in ("all", "named", "restricted"):
        make_project("DE", countries=["TJ"], visibility=visibility)
    client, question = client_for(focal_point), "rows=country&columns=none"
    page = client.get(f"/projects/analysis/?{question}")
    assert said in page.content.decode()
    assert said in client.get(f"/projects/analysis.svg?{question}").content.decode()
    assert said in client.get(f"/projects/analysis.json?{question}").json()["notes"]
    assert "-with-restricted-" in client.get(f"/projects/analysis.csv?{question}")["Content-Disposition"]
    instead = page.context["notes"][0].instead
    assert client.get(f"/projects/?{instead}").context["page"].paginator.count == 1
    page = client.get(f"/projects/analysis/?{instead}")
    assert page.context["table"].total.projects == 1
    assert "which not all partners may see" not in page.content.decode()
    with django_assert_num_queries(1):
        on_restricted(page.context["table"], page.context["filter"])


def test_a_project_that_makes_most_of_the_money_is_named(client_for: For, focal_point: User) -> None:
    make_project("DE", countries=["TJ"], amount=Decimal(100))
    large = make_project("DE", countries=["TJ"], amount=Decimal(900))
    client = client_for(focal_point)
    said = f"One project makes 90 % of the total; without it US$\xa0100. It is {large.number}."
    for columns in ("none", "partner"):
        assert (
            said in client.get(f"/projects/analysis.json?rows=country&columns={columns}&measure=budget").json()["notes"]
        )
    page = client.get("/projects/analysis/?rows=country&measure=budget").content.decode()
    assert f'<a href="{large.get_absolute_url()}">{large.number}</a>' in page
    make_project("DE", countries=["TJ"], amount=Decimal(900))
    assert "One project makes" not in client.get("/projects/analysis/?rows=country&measure=budget").content.decode()


def test_shares_say_of_what_they_are(client_for: For, focal_point: User) -> None:
    make_project(countries=["AF", "TJ"])
    make_project(countries=["TJ"])
    page = client_for(focal_point).get("/projects/analysis/?rows=country&columns=none&shares=column").content.decode()
    assert "per cent of the column, of 3<" in page
    assert "Shares are of 3, the sum of the rows: a project in several rows counts in each. The total, 2," in page


def test_files_of_two_pictures_have_two_names(client_for: For, focal_point: User) -> None:
    make_project(countries=["TJ"])
    client, question = client_for(focal_point), "/projects/analysis.svg?rows=country&columns=none"
    names = [client.get(f"{question}&picture={one}")["Content-Disposition"] for one in ("map", "timeline", "bars")]
    assert all(f"-country-{one}-" in name for one, name in zip(("map", "timeline", "bars"), names, strict=True))


def test_the_quantity_of_several_partners_says_how_it_is_divided(client_for: For, focal_point: User) -> None:
    project = make_project("DE", amount=Decimal(100), activities=[{"type": "A01", "quantity": 20, "unit": "cadets"}])
    make_contribution(project, "FR", amount=Decimal(300))
    address = "/projects/analysis.json?rows=partner&columns=none&measure=quantity&unit=cadets"
    found = client_for(focal_point).get(address).json()
    said = "The quantity of an activity is divided among partners by the money given to its project, else equally."
    assert said in found["notes"]
    assert sorted(line[0] for line in found["cells"]) == [5, 15]
