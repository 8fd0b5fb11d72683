"""The board of recommendations: columns by state, narrowed and grouped; its list as files."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from adam.demo.makers import get_partner, make_follow_up, make_project, make_recommendation, make_round_table
from partners.models import User
from projects.models import Project
from roundtables.following.board import PER_COLUMN
from roundtables.models import Recommendation, RoundTable, Series

pytestmark = pytest.mark.usefixtures("one_day")

ClientFor = Callable[[User], Client]
BOARD = "/round-tables/board/"


@pytest.fixture(autouse=True)
def of_2006_out_of_the_way(db: None) -> None:
    Recommendation.objects.all().delete()


def texts(client: Client, query: str = "") -> dict[str, list[str]]:
    """By state, what the cards say, in their order."""
    columns = client.get(f"{BOARD}?{query}").context["columns"]
    return {column.state: [one.text for group in column.groups for one in group.cards] for column in columns}


def groups(client: Client, query: str) -> list[str]:
    return [group.name for column in client.get(f"{BOARD}?{query}").context["columns"] for group in column.groups]


@pytest.fixture
def one_of_each(coordinator: User, recipient: User) -> RoundTable:
    meeting = make_round_table(focus="Precursors")
    for state in ("open", "in_progress", "overdue", "implemented", "superseded"):
        made = make_recommendation(
            meeting,
            text=f"This is {state}",
            due_on=timezone.localdate() - timedelta(days=1) if state == "overdue" else None,
        )
        if state == "in_progress":
            make_follow_up(made, recipient, partner=recipient.partner)
        elif state in {"implemented", "superseded"}:
            make_follow_up(made, coordinator, progress=state)
    return meeting


def test_each_stands_in_the_column_of_its_state(one_of_each: RoundTable, analyst: User, client_for: ClientFor) -> None:
    found = texts(client_for(analyst))
    assert found == {state: [f"This is {state}"] for state in Recommendation.State.values if state != "draft"}


def test_columns_agree_with_the_lists_by_state(one_of_each: RoundTable, analyst: User, client_for: ClientFor) -> None:
    for column in client_for(analyst).get(BOARD).context["columns"]:
        assert column.total == Recommendation.objects.in_state(column.state).count()


def test_a_card_says_what_one_wants_to_know(recipient: User, coordinator: User, client_for: ClientFor) -> None:
    made = make_recommendation(text="Open offices", due_on=date(2031, 5, 4), priority=1)
    make_follow_up(made, recipient, partner=recipient.partner)
    html = client_for(coordinator).get(BOARD).content.decode()
    for words in (
        "No. 1",
        str(made.round_table),
        "Open offices",
        "Due 4 May 2031",
        "Reported: Tajikistan",
        "high prio",
    ):
        assert words in html
    assert f"/round-tables/recommendations/{made.pk}/assessment/" in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("pillar=II", True), ("pillar=IV", False), ("country=TJ", True), ("country=FR", False), ("priority=1", True),
        ("priority=2", False), ("meeting={meeting}", True), ("series={series}", True), ("addressee=governments", True),
        ("addressee=donors", False), ("addressee=TJ", True), ("addressee=JP", False), ("assess=1", True),
        ("q=liaison", True), ("q=helicopter", False), ("by=nonsense", True), ("meeting=9999999999999999999", True),
        ("open=99", True),
    ],
)  # fmt: skip
def test_it_is_narrowed_down(recipient: User, analyst: User, client_for: ClientFor, query: str, found: bool) -> None:
    series = Series.objects.create(name="Balkan route")
    made = make_recommendation(
        make_round_table(series=series), text="Liaison officers", pillars=["II"], addressees=["governments"], priority=1
    )
    make_follow_up(made, recipient, partner=recipient.partner)
    asked = query.format(meeting=made.round_table_id, series=series.pk)
    assert texts(client_for(analyst), asked)["in_progress"] == ["Liaison officers"] if found else True
    assert any(texts(client_for(analyst), asked).values()) is found


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("pillar", ["I Regional initiatives", "II Financial flows"]),
        ("country", ["Kyrgyzstan", "Tajikistan"]),
        ("due", [""]),
    ],
)
def test_it_is_grouped_as_chosen(analyst: User, client_for: ClientFor, by: str, names: list[str]) -> None:
    made = make_recommendation(countries=["TJ", "KG"], pillars=["II", "I"])
    client = client_for(analyst)
    assert groups(client, f"by={by}") == names
    assert groups(client, "") == [str(made.round_table)]
    assert client.get(f"{BOARD}?by={by}").context["columns"][0].total == 1


def test_columns_have_pages_of_their_own_and_the_urgent_stand_first(analyst: User, client_for: ClientFor) -> None:
    meeting, client = make_round_table(), client_for(analyst)
    for number in range(PER_COLUMN + 3):
        make_recommendation(meeting, text=f"Number {number}", due_on=date(2040, 1, 28 - number))
    first, second = texts(client, "by=due")["open"], texts(client, "by=due&open=2")["open"]
    assert first[0] == f"Number {PER_COLUMN + 2}"
    assert (len(first), len(second)) == (PER_COLUMN, 3)
    assert "by=due&amp;open=2#column-open" in client.get(f"{BOARD}?by=due").content.decode()


def test_the_cost_does_not_grow(recipient: User, client_for: ClientFor) -> None:
    client, costs = client_for(recipient), []
    for _ in range(2):
        for _ in range(8):
            make_follow_up(make_recommendation(make_round_table()), recipient, partner=recipient.partner)
        for by in ("", "country", "pillar"):
            with CaptureQueriesContext(connection) as queries:
                client.get(f"{BOARD}?by={by}")
            costs.append(len(queries))
    assert costs[:3] == costs[3:]


# -- Files -------------------------------------------------------------------------------------------------------------
def test_the_list_as_csv(recipient: User, coordinator: User, client_for: ClientFor) -> None:
    made = make_recommendation(text="=Open offices", projects=[make_project("DE")])
    made.projects.add(make_project("GB", visibility=Project.Visibility.RESTRICTED), make_project("TJ", draft=True))
    made.addressed_partners.add(get_partner("TJ"))
    make_follow_up(made, recipient, partner=recipient.partner, text="Two opened.")
    make_follow_up(made, coordinator, progress="in_progress", text="Half of it.")
    answer = client_for(recipient).get("/round-tables/board.csv?country=TJ")
    (row,) = csv.DictReader(StringIO(b"".join(answer).decode("utf-8-sig")))
    assert row["Recommendation"] == "'=Open offices"
    assert (row["State"], row["Reported by"], row["Projects that answer"]) == ("In progress", "Tajikistan", "1")
    assert row["Last report"] == "Tajikistan: In progress. Two opened."
    assert row["Last assessment"] == "In progress. Half of it."


def test_the_list_as_a_workbook(analyst: User, client_for: ClientFor) -> None:
    make_recommendation(due_on=date(2031, 5, 4))
    book = load_workbook(BytesIO(client_for(analyst).get("/round-tables/board.xlsx?state=x&priority=2").content))
    sheet = book["Recommendations"]
    assert [cell.value for cell in sheet[1]][:4] == ["Meeting", "Began on", "Number", "Recommendation"]
    assert sheet["F2"].value.date() == date(2031, 5, 4)
    assert ("Priority", "Normal") in {(row[0].value, row[1].value) for row in book["Notes"].iter_rows(max_col=2)}


def test_a_file_of_what_was_not_understood_is_refused(analyst: User, client_for: ClientFor) -> None:
    answer = client_for(analyst).get("/round-tables/board.csv?country=XX")
    assert answer.status_code == 400
    assert "For:" in answer.content.decode()


def test_the_cost_of_a_file_does_not_grow(analyst: User, client_for: ClientFor) -> None:
    client, costs = client_for(analyst), []
    for _ in range(2):
        for _ in range(6):
            make_recommendation(projects=[make_project("DE")])
        with CaptureQueriesContext(connection) as queries:
            client.get("/round-tables/board.csv")
        costs.append(len(queries))
    assert costs[0] == costs[1]
