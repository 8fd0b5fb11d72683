"""The way of one recommendation on its page: every step, in order, with the meeting it belongs to."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pgtrigger
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import (
    make_consideration,
    make_follow_up,
    make_meeting_document,
    make_notification,
    make_project,
    make_recommendation,
    make_round_table,
)
from partners.models import User
from projects.models import Project
from roundtables.following.way import Step, Way
from roundtables.models import FollowUp, Recommendation

ClientFor = Callable[[User], Client]


@pytest.fixture
def made(db: None) -> Recommendation:
    meeting = make_round_table(start=date(2024, 5, 13), end=date(2024, 5, 14), city="Dushanbe", country_id="TJ")
    return make_recommendation(meeting, text="Open liaison offices at four crossings.", due_on=date(2027, 6, 1))


def way(client: Client, made: Recommendation) -> Way:
    found: Way = client.get(made.get_absolute_url()).context["way"]
    return found


def steps(found: Way) -> list[str]:
    return [step.title for stretch in found.stretches for step in stretch.steps]


def test_of_one_day_the_steps_stand_in_the_order_of_time() -> None:
    noon = datetime(2026, 5, 4, 12, tzinfo=UTC)
    found = [Step(noon.date(), "Corrected", at=noon), Step(noon.date(), "Reported", at=noon - timedelta(hours=1))]
    found += [Step(noon.date(), "Endorsed"), Step(date(2026, 5, 3), "Recommended")]
    in_order = [step.title for step in sorted(found, key=lambda step: step.order)]
    assert in_order == ["Recommended", "Endorsed", "Reported", "Corrected"]


def test_it_begins_with_the_meeting_and_ends_with_what_came_of_it(
    made: Recommendation, coordinator: User, client_for: ClientFor
) -> None:
    Recommendation.objects.filter(pk=made.pk).update(endorsed_on=date(2024, 9, 2))
    make_follow_up(made, coordinator, progress="implemented", text="Seen on the spot.")
    found = way(client_for(coordinator), made)
    assert steps(found)[:2] == [f"Recommended by {made.round_table}", "Endorsed"]
    assert found.outcome.startswith("Implemented, as coordinators found on")
    assert "Reminder to those who are to act and have not reported" not in steps(found)


def test_a_later_meeting_has_the_steps_after_it_and_marks_the_words_it_changed(
    made: Recommendation, recipient: User, coordinator: User, client_for: ClientFor
) -> None:
    later = make_round_table(start=date(2025, 5, 4), end=date(2025, 5, 5))
    make_consideration(
        made, coordinator, round_table=later, decision="amended", replaced_text="Open liaison offices at two crossings."
    )
    make_follow_up(made, recipient, partner=recipient.partner)
    client = client_for(coordinator)
    found = way(client, made)
    assert [stretch.meeting for stretch in found.stretches] == [made.round_table, later]
    assert f"Amended by {later}" in steps(found)
    assert "Tajikistan reports: in progress" in [step.title for step in found.stretches[1].steps]
    html = client.get(made.get_absolute_url()).content.decode()
    assert "<del>two </del><ins>four </ins>" in html


def test_reports_show_the_documents_the_person_may_see(
    made: Recommendation, recipient: User, focal_point: User, client_for: ClientFor
) -> None:
    entry = make_follow_up(made, recipient, partner=recipient.partner)
    make_meeting_document(made.round_table, follow_up=entry, name="open.pdf")
    make_meeting_document(made.round_table, b"%PDF-1.4 b", follow_up=entry, name="hidden.pdf", visibility="restricted")
    for user, hidden in ((recipient, True), (focal_point, False)):
        html = client_for(user).get(made.get_absolute_url()).content.decode()
        assert "open.pdf" in html
        assert ("hidden.pdf" in html) is hidden


def test_projects_stand_in_the_year_they_began_those_the_person_may_see(
    made: Recommendation, focal_point: User, client_for: ClientFor
) -> None:
    hidden = {"visibility": Project.Visibility.RESTRICTED, "title": "Hidden answer"}
    for fields in ({"start": date(2020, 1, 1)}, {"start": date(2025, 3, 1)}, {"start": date(2025, 4, 1), **hidden}):
        made.projects.add(make_project("GB", **fields))
    client = client_for(focal_point)
    assert "A project that answers it, under way already" in steps(way(client, made))
    assert "A project that answers it, under way in 2025" in steps(way(client, made))
    assert "Hidden answer" not in client.get(made.get_absolute_url()).content.decode()


def test_reminders_stand_where_they_went_out_and_where_they_will(
    made: Recommendation, recipient: User, client_for: ClientFor
) -> None:
    url = f"/round-tables/recommendations/{made.pk}/follow-up/"
    make_notification(recipient, kind="due", key=f"due:{made.pk}:x", url=url)
    found = way(client_for(recipient), made)
    assert "Those who are to act were reminded: 1 person" in steps(found)
    assert all(step.is_later for stretch in found.stretches for step in stretch.steps if step.title == "Due")


def test_what_took_its_place_and_whose_place_it_takes(
    made: Recommendation, coordinator: User, client_for: ClientFor
) -> None:
    successor = make_recommendation(make_round_table(start=date(2025, 5, 4), end=date(2025, 5, 5)))
    make_follow_up(made, coordinator, progress="superseded", successor=successor, text="Taken up.")
    client = client_for(coordinator)
    assert way(client, made).outcome.startswith(f"Superseded by recommendation 1 of {successor.round_table}")
    assert way(client, successor).replaces == [made]
    make_follow_up(made, coordinator, progress="open", text="Not after all.")
    assert way(client, successor).replaces == []


def test_entries_come_in_the_order_of_their_days(made: Recommendation, recipient: User, client_for: ClientFor) -> None:
    first = make_follow_up(made, recipient, partner=recipient.partner, text="Second")
    with pgtrigger.ignore():
        FollowUp.objects.filter(pk=first.pk).update(created_at=timezone.now() - timedelta(days=3))
    make_follow_up(made, recipient, partner=recipient.partner, progress="open")
    said = [step for step in steps(way(client_for(recipient), made)) if "reports" in step]
    assert said == ["Tajikistan reports: in progress", "Tajikistan reports: not begun"]


def test_the_cost_does_not_grow(
    made: Recommendation, recipient: User, coordinator: User, client_for: ClientFor
) -> None:
    client, costs = client_for(recipient), []
    for _ in range(2):
        for number in range(4):
            day: Any = date(2025, 1 + len(costs), 1 + number)
            make_consideration(made, coordinator, round_table=make_round_table(start=day, end=day))
            entry = make_follow_up(made, recipient, partner=recipient.partner)
            make_meeting_document(made.round_table, b"%%PDF-1.4 %d" % entry.pk, follow_up=entry)
            made.projects.add(make_project("GB"))
        with CaptureQueriesContext(connection) as queries:
            client.get(made.get_absolute_url())
        costs.append(len(queries))
    assert costs[0] == costs[1]
