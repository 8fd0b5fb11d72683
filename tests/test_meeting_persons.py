"""Who came to a meeting as what: rows, and pasted lists of names."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from adam.demo.makers import get_partner, make_attendance, make_round_table
from partners.models import User
from roundtables.meetings.names import read
from roundtables.models import RoundTable
from tests.entering import fields_of

ClientFor = Callable[[User], Client]


@pytest.fixture
def meeting(db: None) -> RoundTable:
    return make_round_table()


def address(meeting: RoundTable) -> str:
    return f"/round-tables/{meeting.pk}/persons/"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("The chair, Chair, Tajikistan", ("The chair", "chair", "", "TJ")),
        ("1. First delegate; head of delegation; TJK", ("First delegate", "head", "", "TJ")),
        ("First delegate\tRussie\tchef de délégation", ("First delegate", "head", "", "RU")),
        ("Первый эксперт, эксперт, УНП ООН", ("Первый эксперт", "expert", "УНП ООН", None)),
        ("First expert – UNODC – expert", ("First expert", "expert", "", "UNODC")),
        (
            "First delegate, Director of customs, Uzbekistan",
            ("First delegate", "delegate", "Director of customs", "UZ"),
        ),
        ("First delegate", ("First delegate", "delegate", "", None)),
    ],
)
@pytest.mark.django_db
def test_a_line_is_read(line: str, said: tuple[str, str, str, str | None]) -> None:
    person = read(line).persons[0]
    assert (person.name, person.role, person.position, person.partner and person.partner.code) == said


@pytest.mark.django_db
def test_what_cannot_be_read_is_said() -> None:
    names = read(f"\n, ,\n42, Tajikistan\n{'a' * 200}\nFirst delegate, Minister of nothing")
    assert [line[:3] for line, _ in names.unread] == ["42,", "aaa"]
    assert names.remarks == [
        "First delegate: “Minister of nothing” is neither a role nor a partner and was taken as the position."
    ]


def test_a_pasted_list_becomes_rows_and_then_persons(
    coordinator: User, client_for: ClientFor, meeting: RoundTable
) -> None:
    client = client_for(coordinator)
    text = "The chair, chair, Tajikistan\n???\nFirst expert, expert, UNODC"
    page = client.post(address(meeting), fields_of(client.get(address(meeting)).content.decode()) | {"pasted": text})
    html = page.content.decode()
    assert "2 persons" in html
    assert "“<bdi>???</bdi>”: It does not begin with a name." in html
    assert not meeting.attendances.exists()
    said = fields_of(html)
    assert said["pasted"] == ["\n???"] or said["pasted"] == ["???"]
    client.post(address(meeting), said | {"pasted": ""})
    assert [(one.name, one.role) for one in meeting.attendances.all()] == [
        ("The chair", "chair"),
        ("First expert", "expert"),
    ]
    assert {partner.code for partner in meeting.participants.all()} == {"TJ", "UNODC"}


def test_who_is_on_the_list_is_not_added_again(coordinator: User, client_for: ClientFor, meeting: RoundTable) -> None:
    make_attendance(meeting, "The chair", "chair")
    client = client_for(coordinator)
    said = fields_of(client.get(address(meeting)).content.decode())
    html = client.post(address(meeting), said | {"pasted": "the Chair, chair"}).content.decode()
    assert "No new person was read from your list." in html
    assert "1 was on it already." in html


def test_rows_are_added_without_scripts_changed_and_removed(
    coordinator: User, client_for: ClientFor, meeting: RoundTable
) -> None:
    first = make_attendance(meeting, "The chair", "chair")
    client = client_for(coordinator)
    said = fields_of(client.get(address(meeting)).content.decode())
    more = fields_of(
        client.post(address(meeting), said | {"persons-0-name": "Typed", "more": "persons"}).content.decode()
    )
    assert (more["persons-TOTAL_FORMS"], more["persons-0-name"]) == (["3"], ["Typed"])
    client.post(address(meeting), more | {"persons-0-DELETE": "on", "persons-2-name": "An observer"})
    assert [one.name for one in meeting.attendances.all()] == ["An observer"]
    assert not meeting.attendances.filter(pk=first.pk).exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"persons-1-name": "The chair", "persons-1-role": "chair"}, "There is a problem"),
        ({"persons-1-name": "X", "persons-1-partner_name": "Atlantis"}, "“Atlantis” is no partner."),
        ({"persons-1-name": "", "persons-1-position": "Director"}, "Enter the name, or remove this person."),
        ({"persons-1-name": "X" * 200}, "There is a problem"),
        ({"persons-1-name": "X\0"}, "There is a problem"),
        ({"persons-1-name": "X", "persons-1-role": "king"}, "There is a problem"),
        ({"persons-TOTAL_FORMS": "99999999"}, "There is a problem"),
    ],
)
def test_a_wrong_row_is_refused_in_words(
    coordinator: User, client_for: ClientFor, meeting: RoundTable, fields: dict[str, str], sentence: str
) -> None:
    make_attendance(meeting, "The chair", "chair")
    client = client_for(coordinator)
    said = fields_of(client.get(address(meeting)).content.decode())
    assert sentence in client.post(address(meeting), said | fields).content.decode()
    assert meeting.attendances.count() == 1


def test_the_page_of_the_meeting_names_them_by_role(recipient: User, client_for: ClientFor) -> None:
    meeting = make_round_table(agenda="1. Opening\n2) Border control\n\nClosing")
    make_attendance(meeting, "An observer", "observer", partner=get_partner("EU"))
    make_attendance(meeting, "The chair", "chair")
    html = client_for(recipient).get(meeting.get_absolute_url()).content.decode()
    assert html.index("The chair") < html.index("An observer") < html.index("European Union")
    assert "<li><bdi>Opening</bdi></li><li><bdi>Border control</bdi></li><li><bdi>Closing</bdi></li>" in html
    assert "Edit the list" not in html


def test_two_hundred_persons_cost_no_more_queries_than_two(coordinator: User, client_for: ClientFor) -> None:
    client, meeting, costs = client_for(coordinator), make_round_table(), []
    for count in (2, 20):
        for at in range(count):
            make_attendance(meeting, f"Delegate {count} {at}", partner=get_partner("TJ"))
        for page in (address(meeting), meeting.get_absolute_url()):
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            costs.append(len(queries))
    assert costs[:2] == costs[2:]
