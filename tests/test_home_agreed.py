"""What was agreed on the first page: recommendations to report on and to assess, needs and offers, the next meeting."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from adam.demo.makers import (
    get_partner,
    make_focal_point,
    make_follow_up,
    make_match_statement,
    make_need,
    make_offer,
    make_project,
    make_recommendation,
    make_round_table,
    make_series,
)
from partners.models import User
from roundtables.models import Recommendation
from tests.fading import long_ago
from tests.test_home import panels

ClientFor = Callable[[User], Client]


def test_a_focal_point_sees_what_to_report_until_it_is_reported(client_for: ClientFor, recipient: User) -> None:
    soon = timezone.localdate() + timedelta(days=20)
    made = make_recommendation(text="Open a liaison office", countries=["TJ"], due_on=soon)
    later = make_recommendation(text="Much later", countries=["TJ"], due_on=soon + timedelta(days=100))
    first, second, *_ = panels(client_for(recipient))["Recommendations to report on"].rows
    assert (first.text, first.url) == ("Open a liaison office", f"/round-tables/recommendations/{made.pk}/follow-up/")
    assert second.text == "Much later"
    for one in (made, later):
        make_follow_up(one, recipient, partner=recipient.partner)
    left = [row.text for row in panels(client_for(recipient))["Recommendations to report on"].rows]
    assert not {"Open a liaison office", "Much later"} & set(left)


def test_what_a_donor_has_reported_on_stands_apart_and_is_not_called_its_country_s(
    client_for: ClientFor, focal_point: User
) -> None:
    made = make_recommendation(text="Train dog handlers", countries=["TJ"])
    made.addressed_partners.add(focal_point.partner)
    assert "Reported by you, not finished" not in panels(client_for(focal_point))
    make_follow_up(made, focal_point, partner=focal_point.partner)
    shown = panels(client_for(focal_point))
    assert [row.text for row in shown["Reported by you, not finished"].rows] == ["Train dog handlers"]
    assert "Recommendations for your country" not in shown
    listed = client_for(focal_point).get(shown["Reported by you, not finished"].url).content.decode()
    assert "Train dog handlers" in listed


def test_who_has_reported_is_not_asked_again_when_another_addressee_reports(recipient: User, coordinator: User) -> None:
    other = make_focal_point("KG")
    made = make_recommendation(countries=["TJ", "KG"], due_on=timezone.localdate() + timedelta(days=5))

    def asked() -> list[User]:
        return [one for one in (recipient, other) if Recommendation.objects.to_report(one.writes_for).exists()]

    assert asked() == [recipient, other]
    make_follow_up(made, recipient, partner=recipient.partner)
    assert asked() == [other]
    make_follow_up(made, other, partner=get_partner("KG"))
    assert asked() == []
    make_follow_up(made, coordinator, progress="in_progress")
    assert asked() == [recipient, other]


def test_a_coordinator_sees_what_to_assess(client_for: ClientFor, coordinator: User, recipient: User) -> None:
    made = make_recommendation(text="Open a liaison office")
    make_follow_up(made, recipient, partner=recipient.partner)
    (row,) = panels(client_for(coordinator))["Reports to assess"].rows
    assert row.url == f"/round-tables/recommendations/{made.pk}/assessment/"


def test_what_the_next_meeting_of_the_partner_will_ask(client_for: ClientFor, focal_point: User) -> None:
    def ask(days: int, *partners: str) -> str:
        day = timezone.localdate() + timedelta(days=days)
        meeting = make_round_table(start=day, end=day, city=f"Town {days}")
        meeting.participants.set(get_partner(code) for code in partners)
        return str(meeting)

    ask(-3, "DE")
    ask(5, "FR")
    ours = ask(9, "DE", "FR")
    make_recommendation(due_on=date(2020, 5, 1)).addressed_partners.add(focal_point.partner)
    make_project("DE", countries=["AL"], confirmed_at=long_ago())
    (title,) = [title for title in panels(client_for(focal_point)) if title.endswith("will ask")]
    first, *asked = panels(client_for(focal_point))[title].rows
    assert first.text == ours
    assert [(row.text, row.tag) for row in asked] == [
        ("Recommendations you are to act on, not finished", "1"),
        ("Records to confirm", "1"),
    ]


def test_needs_stand_where_they_concern_somebody(
    client_for: ClientFor, recipient: User, focal_point: User, other_focal_point: User
) -> None:
    make_need(title="Two scanners", country="TJ")
    make_project("DE", countries=["TJ"])
    assert panels(client_for(recipient))["What your country needs"].rows[0].text == "Two scanners"
    assert panels(client_for(focal_point))["Needs where your partner is active"].rows[0].text == "Two scanners"
    assert not [title for title in panels(client_for(other_focal_point)) if "eeds" in title]


def test_needs_that_fit_offers_and_offers_that_fit_needs_stand_on_both_sides(
    client_for: ClientFor, recipient: User, focal_point: User
) -> None:
    need, offer = make_need("TJ", title="Two scanners"), make_offer("DE", title="Scanners, second hand")
    make_need("KG", title="Elsewhere", theme_id="T6.1")
    (wanted,) = panels(client_for(focal_point))["Needs that fit your offers"].rows
    assert (wanted.text, wanted.url) == ("Two scanners", need.get_absolute_url())
    assert wanted.meta == "Tajikistan · fits “Scanners, second hand”"
    (given,) = panels(client_for(recipient))["Offers that fit your needs"].rows
    assert (given.text, given.url) == ("Scanners, second hand", offer.get_absolute_url())

    make_match_statement(need, offer, recipient, side="need", says="not_fitting")
    assert "Needs that fit your offers" not in panels(client_for(focal_point))


@pytest.mark.parametrize("who", ["recipient", "coordinator", "analyst", "reader"])
def test_everybody_reads_what_the_next_meeting_will_ask(
    who: str, request: pytest.FixtureRequest, client_for: ClientFor
) -> None:
    user = request.getfixturevalue(who)
    day, series = timezone.localdate() + timedelta(days=9), make_series()
    make_round_table(start=day, end=day, series=series)
    earlier = make_round_table(start=date(2020, 5, 1), end=date(2020, 5, 2), series=series)
    make_recommendation(earlier, countries=["TJ"]).addressed_partners.add(get_partner("DE"), get_partner("TJ"))
    (asked,) = [rows for title, rows in panels(client_for(user)).items() if title.endswith("will ask")]
    words = {
        "recipient": "Recommendations you are to act on, not finished",
        "reader": "Recommendations Germany is to act on, not finished",
    }
    assert words.get(who, "Unfinished recommendations of its series") in [row.text for row in asked.rows]
    for row in asked.rows:
        assert client_for(user).get(row.url).status_code == 200
