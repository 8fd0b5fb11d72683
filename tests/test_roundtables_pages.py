"""Meetings and recommendations as they are read."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import (
    make_follow_up,
    make_meeting_document,
    make_project,
    make_recommendation,
    make_round_table,
)
from partners.models import User
from projects.models import Project
from roundtables.models import RoundTable
from roundtables.templatetags.roundtables import when

ClientFor = Callable[[User], Client]
YESTERDAY = timezone.localdate() - timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "end", "month_only", "words"),
    [
        (date(2003, 9, 1), date(2003, 9, 30), True, "September 2003"),
        (date(2003, 9, 1), date(2003, 10, 31), True, "September 2003 to October 2003"),
        (date(2003, 5, 21), date(2003, 5, 22), False, "21 to 22 May 2003"),
        (date(2003, 5, 31), date(2003, 6, 1), False, "31 May to 1 June 2003"),
        (date(2003, 12, 31), date(2004, 1, 1), False, "31 December 2003 to 1 January 2004"),
        (date(2003, 5, 21), date(2003, 5, 21), False, "21 May 2003"),
    ],
)
def test_dates_are_said_as_exactly_as_they_are_known(start: date, end: date, month_only: bool, words: str) -> None:
    assert when(RoundTable(start=start, end=end, month_only=month_only)) == words


@pytest.mark.parametrize(
    ("page", "here"), [("", "Meetings"), ("needs/", "Needs and offers"), ("offers/", "Needs and offers")]
)
def test_each_page_leads_to_all_parts_of_the_section(
    analyst: User, client_for: ClientFor, page: str, here: str
) -> None:
    html = client_for(analyst).get(f"/round-tables/{page}").content.decode()
    nav = html[html.index('<nav class="tabs within"') :].partition("</nav>")[0]
    for part in ("", "recommendations/", "board/", "gaps/", "needs/", "calendar/"):
        assert f'href="/round-tables/{part}"' in nav
    assert nav.partition("aria-current")[2].partition(">")[2].partition("<")[0].strip() == here


def test_the_list_counts_recommendations_by_state(focal_point: User, client_for: ClientFor) -> None:
    meeting = make_round_table(focus="Precursors in transit")
    make_recommendation(meeting)
    make_recommendation(meeting, due_on=YESTERDAY)
    make_follow_up(make_recommendation(meeting), focal_point, progress="implemented")
    html = client_for(focal_point).get("/round-tables/").content.decode()
    row = html[html.index("Precursors in transit") :]
    row = row[: row.index("</li></ul>")]
    for words in ("3 recommendations", "1 overdue", "1 open", "1 implemented"):
        assert words in row


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("year=nonsense", True),
        ("kind=ministerial_conference", False),
        ("country=AT", True),
        ("country=FR", False),
    ],
)
def test_the_list_is_narrowed_down(analyst: User, client_for: ClientFor, query: str, found: bool) -> None:
    make_round_table(focus="Balkan seizures")
    assert ("Balkan seizures" in client_for(analyst).get(f"/round-tables/?{query}").content.decode()) is found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=overdue", True),
        ("state=open", False),
        ("state=implemented", False),
        ("pillar=II", True),
        ("pillar=IV", False),
        ("country=TJ", True),
        ("country=FR", False),
        ("theme=T1", True),
        ("theme=T2", False),
        ("q=LIAISON", True),
        ("q=helicopter", False),
        ("meeting={meeting}", True),
        ("mine=1", True),
    ],
)
def test_the_overview_is_narrowed_down(recipient: User, client_for: ClientFor, query: str, found: bool) -> None:
    made = make_recommendation(text="Post liaison officers to Khorugh", due_on=YESTERDAY, pillars=["II"])
    address = f"/round-tables/recommendations/?{query.format(meeting=made.round_table_id)}"
    assert ("Khorugh" in client_for(recipient).get(address).content.decode()) is found


def test_a_project_the_person_may_not_see_is_neither_named_nor_counted(
    focal_point: User, client_for: ClientFor
) -> None:
    hidden = make_project("GB", title="Hidden answer", visibility=Project.Visibility.RESTRICTED)
    made = make_recommendation(text="Post officers", projects=[make_project("FR", title="Open answer"), hidden])
    client = client_for(focal_point)
    page = client.get(made.round_table.get_absolute_url()).content.decode()
    assert "Open answer" in page
    assert "Hidden answer" not in page
    listed = client.get("/round-tables/recommendations/?q=Post+officers").content.decode()
    assert 'data-label="Projects">1<' in listed


def test_a_restricted_document_is_for_coordinators(focal_point: User, coordinator: User, client_for: ClientFor) -> None:
    document = make_meeting_document(make_round_table(), name="minutes.pdf", visibility="restricted")
    for user, shown, status in ((focal_point, False, 404), (coordinator, True, 200)):
        client = client_for(user)
        page = client.get(document.round_table.get_absolute_url()).content.decode()
        assert ("minutes.pdf" in page) is shown
        answer = client.get(document.get_absolute_url())
        assert answer.status_code == status
        assert answer.getvalue()


def test_pages_cost_the_same_for_few_and_many(focal_point: User, client_for: ClientFor) -> None:
    client, meeting, costs = client_for(focal_point), make_round_table(), []
    for _ in range(2):
        for _ in range(8):
            made = make_recommendation(meeting, projects=[make_project("FR")])
            make_follow_up(made, focal_point, partner=focal_point.partner)
            made.addressed_partners.add(focal_point.partner)
            make_recommendation(make_round_table())
        for address in (meeting.get_absolute_url(), "/round-tables/", "/round-tables/recommendations/"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            costs.append(len(queries))
    assert costs[:3] == costs[3:]


@pytest.mark.parametrize("page", ["", "recommendations/"])
@pytest.mark.parametrize(
    "query",
    ["page=abc", "page=999", "kind=x", "country=%00", "year=abc", "q=%00", "state=x", "meeting=9999999999999999999999"],
)
def test_a_wrong_query_is_never_an_error(analyst: User, client_for: ClientFor, page: str, query: str) -> None:
    assert client_for(analyst).get(f"/round-tables/{page}?{query}").status_code == 200
