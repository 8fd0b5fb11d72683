"""A pasted list becomes rows that are looked over, and recommendations that are saved together, once."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from adam.demo.makers import make_recommendation, make_round_table
from partners.models import User
from partners.text import thousands
from roundtables.models import Recommendation, RoundTable
from tests.entering import fields_of

ClientFor = Callable[[User], Client]
TEXT = "1. Promote border liaison offices in Tajikistan;\n2. Donors should train Afghan officers.\n3. Meet again."


@pytest.fixture
def meeting(db: None) -> RoundTable:
    return make_round_table(source="Report of the meeting")


def address(meeting: RoundTable) -> str:
    return f"/round-tables/{meeting.pk}/recommendations/paste/"


def looked_over(client: Client, meeting: RoundTable, text: str = TEXT) -> dict[str, list[str]]:
    """The rows as the page shows them."""
    page = client.post(address(meeting), {"text": text, "action": "split"}).content.decode()
    return fields_of(page)


def test_what_is_found_is_ticked_and_saved_together(
    coordinator: User, client_for: ClientFor, meeting: RoundTable
) -> None:
    client = client_for(coordinator)
    said = looked_over(client, meeting)
    assert not meeting.recommendations.exists()
    client.post(address(meeting), {**said, "action": "save", "due_on": "2031-05-31"})
    first, second, third = meeting.recommendations.order_by("number")
    assert (first.number, first.text) == (1, "Promote border liaison offices in Tajikistan")
    assert [one.pk for one in first.countries.all()] == ["TJ"]
    assert [one.pk for one in first.themes.all()] == ["T1.3"]
    assert (first.pillars, second.addressees) == (["I"], ["donors"])
    assert {one.source for one in (first, second, third)} == {"Report of the meeting"}


def test_the_words_behind_a_tick_are_shown(coordinator: User, client_for: ClientFor, meeting: RoundTable) -> None:
    page = client_for(coordinator).post(address(meeting), {"text": TEXT, "action": "split"}).content.decode()
    assert "Tajikistan (“Tajikistan”)" in page
    assert "Afghanistan (“Afghan”)" in page
    assert "Donors (“Donors”)" in page


def test_rows_are_changed_left_out_and_added_to(coordinator: User, client_for: ClientFor, meeting: RoundTable) -> None:
    client = client_for(coordinator)
    said = looked_over(client, meeting) | {
        "rows-0-text": "Other words",
        "rows-0-countries": [],
        "rows-0-more_countries": "Uzbekistan, KG; Iran (Islamic Republic of)",
        "rows-0-more_themes": "t5.1",
        "rows-1-leave_out": "on",
        "rows-1-number": "",
        "action": "save",
    }
    client.post(address(meeting), said)
    first, third = meeting.recommendations.order_by("number")
    assert (first.text, third.text) == ("Other words", "Meet again.")
    assert {one.pk for one in first.countries.all()} == {"UZ", "KG", "IR"}
    assert {one.pk for one in first.themes.all()} == {"T1.3", "T5.1"}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"rows-0-number": "2"}, "Two rows have the number 2."),
        ({"rows-0-number": "7"}, "This meeting has a recommendation 7 already."),
        ({"rows-0-number": "x"}, "Enter a number."),
        ({"rows-0-text": ""}, "Enter the text."),
        ({"rows-0-more_countries": "Atlantis"}, "“Atlantis” is no country that is known here."),
        ({"rows-0-more_themes": "T99"}, "“T99” is no theme."),
        ({"rows-0-countries": ["XX"]}, "There is a problem"),
        ({"rows-0-organizations": ["9" * 30]}, "There is a problem"),
        ({"rows-0-text": "\0"}, "There is a problem"),
        ({"due_on": "1999-01-01"}, "This is before the meeting."),
        ({"rows-0-language": "xx"}, "There is a problem"),
        ({"rows-0-due_on": "1999-01-01"}, "This is before the meeting."),
        ({"rows-0-more_partners": "Atlantis"}, "“Atlantis” is no partner."),
        ({f"rows-{at}-leave_out": "on" for at in range(3)}, "All of them are left out"),
        ({"rows-TOTAL_FORMS": "x"}, "There is a problem"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost_or_saved(
    coordinator: User, client_for: ClientFor, meeting: RoundTable, fields: dict[str, object], sentence: str
) -> None:
    make_recommendation(meeting, number=7)
    client = client_for(coordinator)
    said = looked_over(client, meeting, TEXT) | {"rows-0-number": "1", "rows-1-text": "Typed by hand", "action": "save"}
    html = client.post(address(meeting), {**said, **fields}).content.decode()
    assert sentence in html
    assert "Typed by hand" in html or "rows-TOTAL_FORMS" in fields
    assert meeting.recommendations.count() == 1


def test_each_row_has_its_language_its_day_and_its_partners(
    coordinator: User, client_for: ClientFor, meeting: RoundTable
) -> None:
    client = client_for(coordinator)
    text = "1. Meet by 30 June 2031.\n2. Former les agents avec eux.\n3. Усилить контроль до конца 2032 года."
    said = looked_over(client, meeting, text)
    client.post(address(meeting), {**said, "rows-1-more_partners": "Germany, WCO", "action": "save"})
    rows = list(meeting.recommendations.order_by("number"))
    assert [one.language for one in rows] == ["en", "fr", "ru"]
    assert [one.due_on for one in rows] == [date(2031, 6, 30), None, date(2032, 12, 31)]
    assert {one.code for one in rows[1].addressed_partners.all()} == {"DE", "WCO"}


def test_a_row_that_names_nobody_is_warned_of_before_it_is_saved(
    coordinator: User, client_for: ClientFor, meeting: RoundTable
) -> None:
    client = client_for(coordinator)
    said = looked_over(client, meeting)
    assert said["to_nobody"] == ["1", "3"]
    html = client.post(address(meeting), {**said, "rows-1-addressees": [], "action": "save"}).content.decode()
    assert "Nobody is named who is to act in these rows" in html
    assert not meeting.recommendations.exists()
    client.post(address(meeting), {**fields_of(html), "action": "save"})
    assert meeting.recommendations.count() == 3


@pytest.mark.parametrize(
    ("text", "numbers", "sentence"),
    [
        (TEXT, ["1", "4", "3"], "The list says 2, which this meeting has already. 4 is the next free one."),
        ("7. UNODC to publish.", ["7"], ""),
        ("5. Meet.\n20. Report.", ["5", "20"], "The list leaves numbers out: 6 to 19."),
        (
            "1. Meet.\n2. Report.\n\nB. Money\n\n1. Seize.",
            ["3", "4", "5"],
            "The list says 1, but it has a number twice. 5 is",
        ),
    ],
)
def test_the_number_of_the_list_is_kept_or_its_row_says_why_not(
    coordinator: User, client_for: ClientFor, meeting: RoundTable, text: str, numbers: list[str], sentence: str
) -> None:
    make_recommendation(meeting, number=2)
    page = client_for(coordinator).post(address(meeting), {"text": text, "action": "split"}).content.decode()
    said = fields_of(page)
    assert [said[f"rows-{at}-number"] for at in range(len(numbers))] == [[number] for number in numbers]
    assert sentence in page


def test_sent_twice_it_is_saved_once(coordinator: User, client_for: ClientFor, meeting: RoundTable) -> None:
    client = client_for(coordinator)
    said = {**looked_over(client, meeting), "token": str(uuid4()), "action": "save"}
    for _ in range(2):
        assert client.post(address(meeting), said).url == meeting.get_absolute_url()
    assert meeting.recommendations.count() == 3


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b"])
def test_a_text_without_recommendations_is_refused(
    coordinator: User, client_for: ClientFor, meeting: RoundTable, text: str
) -> None:
    assert (
        "There is a problem"
        in client_for(coordinator).post(address(meeting), {"text": text, "action": "split"}).content.decode()
    )


def test_a_text_of_too_many_lines_is_refused_however_they_end(
    coordinator: User, client_for: ClientFor, meeting: RoundTable
) -> None:
    text = "1. Share data\u2028" * 3_002
    answer = client_for(coordinator).post(address(meeting), {"text": text, "action": "split"})
    assert f"These are more than {thousands(3_000)} lines. Paste a part at a time." in answer.content.decode()


def test_long_lists_cost_no_more_queries_to_look_over(
    coordinator: User, client_for: ClientFor, meeting: RoundTable
) -> None:
    client, costs = client_for(coordinator), []
    for count in (3, 40):
        text = "\n".join(f"{at}. Share data with Tajikistan on {at}" for at in range(1, count))
        with CaptureQueriesContext(connection) as queries:
            assert client.post(address(meeting), {"text": text, "action": "split"}).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert Recommendation.objects.filter(round_table=meeting).count() == 0
