"""One recommendation on its page: its words now and earlier, in other languages, and whom they concern."""

from collections.abc import Callable
from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from adam.demo.makers import (
    make_consideration,
    make_follow_up,
    make_organization,
    make_project,
    make_recommendation,
    make_round_table,
    make_series,
)
from partners.models import User
from roundtables.amending.wordings import wordings
from roundtables.models import Consideration, Translation

ClientFor = Callable[[User], Client]


def test_the_page_says_what_where_and_whom(recipient: User, client_for: ClientFor) -> None:
    policy = make_round_table(kind="policy_consultative_group", number=40, city="Vienna", focus="")
    made = make_recommendation(
        make_round_table(series=make_series("Balkan route")), text="Open an office", priority=1, pillars=["I"],
        addressees=["donors"], endorsed_on=policy.end, endorsed_at=policy, due_on=date(2031, 5, 1),
    )  # fmt: skip
    made.addressed_organizations.add(make_organization("Customs Service"))
    Translation.objects.create(recommendation=made, language="ru", text="Открыть отделение")
    html = client_for(recipient).get(made.get_absolute_url()).content.decode()
    for said in ("Open an office", "Balkan route", "High", "Donors, Customs Service", str(policy), "1 May 2031"):
        assert said in html
    assert '<p class="prose" lang="ru" dir="auto">Открыть отделение</p>' in html
    assert "Earlier words" not in html


def test_earlier_words_are_read_with_the_meeting_that_ended_them(coordinator: User, client_for: ClientFor) -> None:
    made = make_recommendation(text="Third words")
    carried, second, third = (make_round_table(start=date(2026, 1, day), end=date(2026, 1, day)) for day in (1, 2, 3))
    make_consideration(made, coordinator, round_table=carried)
    amended = {"decision": Consideration.Decision.AMENDED}
    make_consideration(made, coordinator, round_table=third, replaced_text="Second words", **amended)
    make_consideration(made, coordinator, round_table=second, replaced_text="First words", **amended)
    assert [(one.text, one.since) for one in wordings(made)] == [
        ("Third words", third),
        ("Second words", second),
        ("First words", made.round_table),
    ]
    html = client_for(coordinator).get(made.get_absolute_url()).content.decode()
    assert html.index("Third words") < html.index("Second words") < html.index("First words")


def test_the_page_of_a_series_names_its_meetings_and_what_is_not_finished(
    recipient: User, coordinator: User, client_for: ClientFor
) -> None:
    series = make_series("Precursors")
    meeting = make_round_table(series=series, focus="Acetic anhydride")
    make_recommendation(meeting, text="Still to be done")
    make_follow_up(make_recommendation(meeting, text="All done"), coordinator, progress="implemented")
    html = client_for(recipient).get(series.get_absolute_url()).content.decode()
    assert "Acetic anhydride" in html
    assert "Still to be done" in html
    assert "All done" not in html


def test_both_pages_cost_the_same_for_few_and_many(coordinator: User, client_for: ClientFor) -> None:
    client, meeting, costs = client_for(coordinator), make_round_table(series=make_series()), []
    made = make_recommendation(meeting)
    for size in (1, 7):
        for day in range(size, size + 6):
            make_recommendation(meeting)
            make_follow_up(made, coordinator)
            make_consideration(made, coordinator, round_table=make_round_table(end=date(2030, 1, day)))
            made.projects.add(make_project("FR"))
            made.addressed_organizations.add(make_organization(f"Body {made.projects.count()}"))
        for address in (made.get_absolute_url(), meeting.series.get_absolute_url()):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            costs.append(len(queries))
    assert costs[:2] == costs[2:]
