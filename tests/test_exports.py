"""Files of projects: which columns, in which order, of which projects, and what stands in a cell."""

import csv
import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum
from io import BytesIO, StringIO
from tempfile import NamedTemporaryFile
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from pytest_django import Settings
from xlsxwriter import Workbook

from adam.demo.makers import make_activity, make_contribution, make_document, make_place, make_project, make_relation
from partners.models import User
from projects.exports import sheets, workbook
from projects.exports.columns import COLUMNS, USUAL
from projects.exports.parts import Field, rate_behind
from projects.models import Place, Project, Recipient
from projects.rates import about_usd

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]
ALL = f"column={','.join(COLUMNS)}"


@pytest.fixture
def client(client_for: Clients, coordinator: User) -> Client:
    return client_for(coordinator)


def content(client: Client, name: str, query: str = "") -> bytes:
    response: Any = client.get(f"/projects/export.{name}?{query}")
    assert response.status_code == 200, response.status_code
    return b"".join(response.streaming_content)


def rows(client: Client, query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content(client, "csv", query).decode("utf-8-sig"))))


def objects(client: Client, query: str = ALL) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content(client, "jsonl", query).decode().splitlines()]


def book(client: Client, query: str = "") -> Any:
    return load_workbook(BytesIO(content(client, "xlsx", query)))


def full(partner: str = "DE", **fields: Any) -> Project:
    place = Place.objects.filter(name="Nizhny Panj").first() or make_place("Nizhny Panj")
    project = make_project(
        partner, title="Scanners", places=[place], contributions=[(partner, 1000, "EUR"), ("GB", 50, "USD")],
        implementing=["Customs Service"], identifiers=[("IATI", "XM-1")], start=date(2023, 3, 1), end=None, **fields,
    )  # fmt: skip
    Recipient.objects.filter(project=project).update(share=60)
    make_activity(project, description="Two vans", quantity=2, unit="vehicles", place=place, start="2023-05-01")
    return project


# -- Columns -----------------------------------------------------------------------------------------------------------
def test_columns_stand_in_the_order_of_the_address(client: Client) -> None:
    make_project("DE", title="Scanners", reference="DE-1")
    assert content(client, "csv", "column=title,number").decode("utf-8-sig") == "Title,Number\r\nScanners,DE-1\r\n"
    assert rows(client, "column=title&column=number") == [{"Title": "Scanners", "Number": "DE-1"}]


def test_without_columns_the_usual_ones_are_taken(client: Client) -> None:
    make_project("DE")
    assert list(rows(client)[0]) == [column.label for column in USUAL]


def test_a_column_that_is_not_known_is_refused_in_a_file_and_said_on_the_page(client: Client) -> None:
    make_project("DE")
    refused = client.get("/projects/export.csv?column=title,secret")
    assert refused.status_code == 400
    assert "“secret” is not known here" in refused.content.decode()
    assert "“secret” is not known here" in client.get("/projects/export/?column=title,secret").content.decode()


@pytest.mark.parametrize(
    ("query", "said"), [("order=foo", "“foo” says nothing here"), ("sort=foo", "“foo” is not known")]
)
def test_an_order_that_is_not_known_is_refused_in_a_file(client: Client, query: str, said: str) -> None:
    make_project("DE", amount=None, title="Dogs")
    refused = client.get(f"/projects/export.csv?{query}")
    assert (refused.status_code, said in refused.content.decode()) == (400, True)
    page = client.get("/projects/export/?column=title,start,budget").content.decode()
    assert "Dogs" in page
    assert "None" not in page


def test_cells_say_all_that_is_recorded(client: Client) -> None:
    full()
    row = rows(client, ALL)[0]
    assert row["Countries with shares"] == "Tajikistan 60%"
    assert row["Places"] == "Nizhny Panj, Tajikistan"
    assert "EUR 1000.00 on 2023-03-01 (US$ 10" in row["Contributions in full"]
    assert row["Activities"].endswith("Two vans, 2 vehicles, Nizhny Panj, 2023-05-01 to …")
    assert row["Organizations and their roles"] == "Implementing: Customs Service"
    assert (row["Start"], row["End"]) == ("2023-03-01", "")


def test_what_has_no_rate_yet_is_told_provisionally_and_adds_nothing(client: Client) -> None:
    project, day = make_project("DE", amount=50), date(2090, 5, 1)
    make_contribution(project, "FR", 1000, "EUR", committed_on=day)
    row = rows(client, ALL)[0]
    assert (
        f"(about US$ {about_usd(Decimal(1000), 'EUR', day)}, provisional, in no total)" in row["Contributions in full"]
    )
    assert float(row["Budget (US$)"]) == 50
    provisional = [int(about_usd(Decimal(1000), "EUR", day) or 0), None]
    (one,) = objects(client)
    assert sorted((each["about_usd"] for each in one["contributions"]), key=str) == sorted(provisional, key=str)


def test_json_has_every_value_as_what_it_is(client: Client) -> None:
    project = full()
    one = objects(client)[0]
    euros, dollars = one["contributions"]
    assert list(one) == list(COLUMNS)
    assert (dollars["amount"], dollars["usd"], dollars["rate"]) == (50, 50, 1)
    assert euros["usd"] == pytest.approx(1000 * euros["rate"], rel=1e-5)
    assert one["budget"] == pytest.approx(50 + euros["usd"])
    assert one["shares"] == [{"code": "TJ", "name": "Tajikistan", "region": "West and Central Asia", "share": 60}]
    assert (one["activities"][0]["quantity"], one["activities"][0]["start"]) == (2, "2023-05-01")
    assert (one["id"], one["end"], one["substances"]) == (project.pk, None, [])


def test_a_rate_that_was_recorded_before_is_told_by_its_value() -> None:
    day = date(2023, 3, 1)
    assert rate_behind(Decimal(100), "EUR", day, None) is None
    assert rate_behind(Decimal(100), "EUR", day, Decimal("150.00")) == Decimal("1.5")


# -- The page ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sent", "columns"),
    [
        ({"move": "first:end"}, "end,title,start"),
        ({"move": "earlier:end"}, "title,end,start"),
        ({"move": "later:title"}, "start,title,end"),
        ({"move": "earlier:title"}, "title,start,end"),
        ({"move": "remove:start"}, "title,end"),
        ({"add": ["budget", "nonsense"], "act": "add"}, "title,start,end,budget"),
        ({"move": "sideways:title"}, "title,start,end"),
    ],
)
def test_each_button_leads_to_the_address_of_the_choice(client: Client, sent: dict[str, Any], columns: str) -> None:
    form = {"query": "country=TJ", "column": ["title", "start", "end"], "sort": "", **sent}
    assert client.post("/projects/export/", form)["Location"] == f"/projects/export/?country=TJ&column={columns}"


def test_what_is_ticked_and_not_added_is_in_the_file_too(client: Client) -> None:
    make_project("DE")
    response = client.post("/projects/export/", {"make": "csv", "column": "title", "add": "end"})
    assert response["Location"] == "/projects/export.csv?column=title,end"


def test_the_last_column_stays(client: Client) -> None:
    response = client.post("/projects/export/", {"column": "title", "move": "remove:title"})
    assert response["Location"] == "/projects/export/?column=title"


def test_the_usual_columns_need_no_saying(client: Client) -> None:
    usual = ",".join(column.name for column in USUAL)
    assert client.get(f"/projects/export/?column={usual}")["Location"] == "/projects/export/"


def test_a_workbook_that_takes_a_while_is_not_made_while_one_waits(client: Client, settings: Settings) -> None:
    settings.EXPORT_ROWS = 1
    make_project("DE")
    make_project("DE")
    shown = client.get("/projects/export.xlsx?column=title", follow=True)
    assert shown.redirect_chain == [("/projects/export/?column=title", 302)]
    assert "takes a while" in shown.content.decode()


def test_where_nothing_matches_there_is_nothing_to_press(client: Client) -> None:
    page = client.get("/projects/export/?country=TJ").content.decode()
    assert "No project matches" in page
    assert 'name="make"' not in page


# -- Workbook ----------------------------------------------------------------------------------------------------------
def test_a_workbook_has_numbers_and_dates_and_a_sheet_for_each_whole_part(client: Client) -> None:
    full()
    found = book(client, "column=number,start,budget,contributions,activities")
    assert found.sheetnames == ["Projects", "Contributions", "Activities", "Notes"]
    _, start, budget, *_ = (cell.value for cell in found["Projects"][2])
    assert start == datetime(2023, 3, 1)
    assert isinstance(budget, float)
    assert [cell.value for cell in found["Contributions"][2]][3:5] == ["EUR", 1000]
    assert found["Projects"].freeze_panes == "A2"


@pytest.mark.parametrize("title", ["=1+1", "@SUM(A1)", "https://adam.example", "+43 1", "12"])
def test_text_of_a_workbook_is_text_whatever_it_looks_like(client: Client, title: str) -> None:
    make_project("DE", title=title)
    cell = book(client, "column=title")["Projects"]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (title, "s", None)


def test_a_cell_holds_no_more_than_it_can(client: Client) -> None:
    make_project("DE", objective="long " * 10_000)
    value = book(client, "column=objective")["Projects"]["A2"].value
    assert len(value) == sheets.LONGEST
    assert value.endswith(sheets.CUT)


@pytest.mark.parametrize(
    "title", ["a & b < c > d", " before and after ", "_x0041_", "one\ntwo", "a\x07bell", "Таджикистан 😀", "]]>"]
)
def test_text_of_a_workbook_is_what_was_written(title: str) -> None:
    with NamedTemporaryFile(suffix=".xlsx") as file:
        with Workbook(file.name, workbook.OPTIONS) as made:
            sheet = workbook.Sheet(
                made, "Projects", (Field("title", "Title"), Field("usd", "US$"), Field("start", "Start"))
            )
            for day in (date(1900, 1, 1), date(2026, 2, 28)):
                sheet.add((title, Decimal("1234567890.12"), day))
            sheet.close()
        rows = list(load_workbook(file.name)["Projects"].iter_rows(min_row=2, values_only=True))
    assert [(unescape(text), amount) for text, amount, _ in rows] == [(title, 1234567890.12)] * 2
    assert [day for _, _, day in rows] == [datetime(1900, 1, 1), datetime(2026, 2, 28)]


def test_any_number_is_written_as_one_and_what_is_none_is_refused() -> None:
    with NamedTemporaryFile(suffix=".xlsx") as file:
        with Workbook(file.name, workbook.OPTIONS) as made:
            sheet = workbook.Sheet(made, "Projects", (Field("usd", "US$"),))
            sheet.add((IntEnum("Steps", "FIRST")(1),))
            with pytest.raises(ValueError, match="A3"):
                sheet.add((float("nan"),))
            sheet.close()
        assert load_workbook(file.name)["Projects"]["A2"].value == 1


def test_a_long_table_goes_on_on_the_next_sheet(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LAST_ROW", 2)
    for number in range(3):
        make_project("DE", title=f"Project {number}")
    found = book(client, "column=title&sort=title")
    assert [cell.value for cell in found["Projects 2"]["A"]] == ["Title", "Project 2"]


def test_the_notes_say_what_is_in_it_and_for_whom(client: Client, coordinator: User) -> None:
    make_project("DE", visibility="restricted")
    make_project("DE", countries=["AF"])
    notes = {name: value for name, value in book(client, "country=TJ")["Notes"].values if name}
    assert (notes["Projects"], notes["Which"]) == (1, "Tajikistan")
    assert notes["Seen by"] == f"{coordinator}, Coordinator"
    assert notes["Address"].endswith("/projects/export/?country=TJ")
    assert notes["Not for everybody"].startswith("1 of them")


# -- What may be seen --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx"])
def test_what_is_hidden_is_in_no_column(client_for: Clients, other_focal_point: User, kind: str) -> None:
    seen, hidden = make_project("DE"), make_project("DE", title="Hidden plan", visibility="restricted")
    make_relation(seen, hidden, "child")
    make_document(seen, title="Hidden paper", visibility="restricted")
    make_project("DE", title="Hidden draft", draft=True)
    client = client_for(other_focal_point)
    if kind == "xlsx":
        text = str([list(sheet.values) for sheet in book(client, ALL)])
    else:
        text = content(client, kind, ALL).decode()
    assert seen.title in text
    assert "Hidden" not in text
    assert hidden.number not in text


def test_the_own_partner_has_its_restricted_ones_and_their_relations(client_for: Clients, focal_point: User) -> None:
    seen, hidden = make_project("DE"), make_project("DE", title="Our plan", visibility="restricted")
    make_relation(seen, hidden, "child")
    make_document(seen, title="Our paper", visibility="restricted")
    found = {one["id"]: one for one in objects(client_for(focal_point))}
    assert found[seen.pk]["relations"][0]["title"] == "Our plan"
    assert found[seen.pk]["documents"][0]["title"] == "Our paper"
    assert found[hidden.pk]["visibility"] == "Own partner and coordinators only"


def test_a_file_costs_the_same_for_few_and_for_many(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            content(client, "csv", ALL)
        return len(captured)

    make_relation(full(), full("GB"), "child")
    two = queries()
    for _ in range(4):
        make_relation(full(), full("FR"), "child")
    assert queries() == two
    assert two <= 20
