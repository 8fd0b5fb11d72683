"""Tables of figures taken along: what stands in the workbook and in JSON, and that they agree with the page."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from adam.demo.makers import make_project, make_relation
from partners.models import User
from projects.models import Project

pytestmark = pytest.mark.django_db
BUDGETS = "rows=country&columns=status&measure=budget"


@pytest.fixture
def client(client_for: Callable[[User], Client], coordinator: User) -> Client:
    make_project("DE", countries=["TJ"], amount=Decimal("10.10"), start=date(2023, 1, 1), end=date(2023, 12, 31))
    make_project("GB", countries=["AF"], amount=Decimal("0.20"), status=Project.Status.CLOSED, start=date(2024, 1, 1))
    return client_for(coordinator)


def file(client: Client, query: str) -> bytes:
    response = client.get(f"/projects/analysis.xlsx?{query}")
    assert response.status_code == 200
    return response.content


def book(client: Client, query: str = BUDGETS) -> Any:
    return load_workbook(BytesIO(file(client, query)))


def chart(client: Client, query: str) -> str:
    with ZipFile(BytesIO(file(client, query))) as archive:
        return archive.read("xl/charts/chart1.xml").decode()


def test_the_workbook_has_the_figures_as_numbers_with_their_totals(client: Client) -> None:
    found = book(client)
    assert found.sheetnames == ["Table", "Graph", "Notes"]
    assert [list(row) for row in found["Table"].values] == [
        ["Country", "Running", "Completed", "Total"],
        ["Tajikistan", 10.1, 0, 10.1],
        ["Afghanistan", 0, 0.2, 0.2],
        ["Total", 10.1, 0.2, 10.3],
    ]
    assert found["Table"].freeze_panes == "B2"
    assert found["Table"]["D4"].number_format == "#,##0.00"


@pytest.mark.parametrize("label", ["=1+1", "https://adam.example", "007"])
def test_names_of_members_are_text(client: Client, label: str) -> None:
    make_project("DE", implementing=[label])
    cells = book(client, "rows=implementer")["Table"]["A"]
    found = next(cell for cell in cells if cell.value == label)
    assert (found.data_type, found.hyperlink) == ("s", None)


@pytest.mark.parametrize(
    ("query", "kind", "words"),
    [
        ("rows=country", "barChart", "Bars: Projects by country"),
        (BUDGETS, "barChart", "Stacked bars: Budget in US dollars by country and status"),
        ("rows=partner&columns=year&measure=budget", "lineChart", "Lines: "),
        ("rows=year", "lineChart", "Year: 2023 to 20"),
        ("rows=country&columns=status&measure=duration", "barChart", "Bars: Median duration"),
    ],
)
def test_the_graph_fits_the_question_and_says_what_it_shows(client: Client, query: str, kind: str, words: str) -> None:
    assert f"<c:{kind}>" in chart(client, query)
    with ZipFile(BytesIO(file(client, query))) as archive:
        assert f'descr="{words}' in archive.read("xl/drawings/drawing1.xml").decode() or words.startswith("Year")


def test_parts_that_do_not_add_up_are_not_stacked(client: Client) -> None:
    assert '<c:grouping val="stacked"/>' in chart(client, BUDGETS)
    assert "stacked" not in chart(client, "rows=country&columns=status&measure=duration")


def test_many_columns_end_in_all_others(client: Client) -> None:
    for code in ("PK", "IR", "UZ", "KG", "KZ", "TM", "RU", "TR"):
        make_project("DE", countries=[code])
    graph = book(client, "rows=partner&columns=country")["Graph"]
    names = [cell.value for cell in graph[31]]
    assert (len(names), names[-1]) == (8, "All others")
    assert sum(cell.value for cell in graph[32][1:]) == 9


def test_without_projects_there_is_a_table_and_no_graph(client: Client) -> None:
    assert book(client, "rows=country&country=PK").sheetnames == ["Table", "Notes"]


def test_shares_have_a_sheet_of_their_own(client: Client) -> None:
    found = book(client, f"{BUDGETS}&shares=total")
    assert found["Per cent"]["D4"].value == 100
    csv = b"".join(client.get(f"/projects/analysis.csv?{BUDGETS}&shares=total").streaming_content).decode()
    assert csv.splitlines()[0].endswith("Running,Completed,Total,Running (%),Completed (%),Total (%)")
    assert csv.splitlines()[-1].endswith(",100.0")


def test_net_totals_bring_their_pairs(client: Client) -> None:
    make_relation(*Project.objects.order_by("pk"), role="third-party")
    query = "rows=country&measure=budget&totals=net"
    sheet = book(client, query)["Counted once"]
    numbers = {project.number for project in Project.objects.all()}
    assert {sheet["A2"].value, sheet["D2"].value} == numbers
    assert client.get(f"/projects/analysis.json?{query}").json()["pairs"][0]["usd"] == sheet["H2"].value


def test_the_notes_say_which_projects_and_how_to_have_it_again(client: Client, coordinator: User) -> None:
    notes = {name: value for name, value in book(client, f"{BUDGETS}&country=TJ")["Notes"].values if name}
    assert notes["Which projects"] == "Tajikistan"
    assert notes["Source"].endswith("country=TJ&rows=country&columns=status&measure=budget")
    assert notes["Seen by"] == f"{coordinator}, Coordinator"
    assert "How to read it" in notes


def test_json_says_the_question_and_where_its_projects_are_listed(client: Client) -> None:
    found = client.get(f"/projects/analysis.json?{BUDGETS}&shares=row").json()
    assert found["question"] == {"rows": "country", "columns": "status", "measure": "budget", "shares": "row"}
    assert found["rows"]["members"][0]["register"].endswith("/projects/?published=on&country=TJ")
    assert found["shares"]["cells"][0] == [100, 0]
    assert (found["cells"][0], found["total"], found["projects"]["row_totals"]) == ([10.1, 0], 10.3, [1, 1])


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_a_question_that_is_not_understood_is_refused(client: Client, kind: str) -> None:
    assert client.get(f"/projects/analysis.{kind}?rows=colour").status_code == 400


def test_a_workbook_costs_the_same_for_more_projects(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            file(client, f"{BUDGETS}&totals=net")
        return len(captured)

    def grow() -> None:
        for _ in range(5):
            make_project("DE", countries=["TJ"])

    grow()  # so that no project makes most of the money, which would be named
    few = queries()
    grow()
    assert queries() == few
