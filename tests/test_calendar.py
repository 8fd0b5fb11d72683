"""The calendar: what stands in it for whom, its months, and the feed with a key."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from adam.demo.makers import (
    make_activity,
    make_alert,
    make_calendar_key,
    make_organization,
    make_project,
    make_round_table,
)
from duplication.models import Alert
from partners.models import User
from projects.models import Project
from roundtables.calendar import Asked, feed, found, read
from roundtables.calendar.asking import month_of, shifted
from roundtables.calendar.month import by_day, shown_on, weeks
from roundtables.models import CalendarKey, RoundTable
from roundtables.views import calendar as views

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
MAY, END = date(2026, 5, 1), date(2026, 5, 31)


def titles(user: User, **filters: str) -> list[str]:
    return [one.title for one in read(found(user, Asked(**filters), MAY, END)).values()]


def training(title: str, start: date = date(2026, 5, 4), *, partner: str = "DE", **fields: object) -> Project:
    project = make_project(partner, **{"countries": ["TJ"], "themes": ["T4.2"], **fields})
    make_activity(project, "A01", description=title, start=start, end=start + timedelta(days=4))
    return project


def test_meetings_and_dated_activities_stand_in_it_in_the_order_of_days(coordinator: User) -> None:
    make_round_table(start=date(2026, 5, 20), end=date(2026, 5, 21), focus="Precursors")
    training("Search of lorries")
    project = make_project()
    make_activity(project, "A05", description="Scanners", start=date(2026, 5, 6))
    make_activity(project, "A17", description="Mid-term mission", start=date(2026, 4, 30), end=date(2026, 5, 2))
    make_activity(project, "A01", description="No date")
    assert titles(coordinator) == ["Mid-term mission", "Search of lorries", "Expert working group: Precursors"]


def test_what_is_long_stands_where_it_begins(coordinator: User) -> None:
    project = make_project()
    make_activity(project, "A01", description="Since March", start=date(2026, 3, 20), end=date(2027, 3, 1))
    make_activity(project, "A01", description="From May", start=date(2026, 5, 6), end=date(2027, 3, 1))
    assert titles(coordinator) == ["From May"]


def test_restricted_drafts_and_cancelled_are_left_out(coordinator: User, other_focal_point: User) -> None:
    training("Secret", visibility=Project.Visibility.RESTRICTED)
    training("Draft", draft=True)
    training("Cancelled", status="5")
    assert (titles(coordinator), titles(other_focal_point)) == (["Secret"], [])


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"country": "TJ"}, ["In Dushanbe", "Expert working group: Precursors"]),
        ({"theme": "T4"}, ["In Dushanbe"]),
        ({"partner": "GB"}, ["In Kabul"]),
        ({"kind": "meeting"}, ["Expert working group: Precursors"]),
        ({"kind": "training"}, ["In Dushanbe", "In Kabul"]),
        ({"kind": "mission"}, []),
    ],
)
def test_filters(coordinator: User, filters: dict[str, str], found: list[str]) -> None:
    training("In Dushanbe")
    training("In Kabul", partner="GB", countries=["AF"], themes=["T1"])
    make_round_table(start=date(2026, 5, 20), end=date(2026, 5, 21), country_id="TJ")
    assert titles(coordinator, **filters) == found


def test_a_month_is_whole_weeks_from_monday(coordinator: User) -> None:
    training("Five days", date(2026, 5, 29))
    lines = found(coordinator, Asked(), MAY, END)
    days = by_day(lines, MAY, END)
    shown = weeks(MAY, END, days, read(shown_on(days)))
    assert (shown[0][0].date, shown[-1][-1].date, {len(week) for week in shown}) == (date(2026, 4, 27), END, {7})
    assert [day.date.day for week in shown for day in week if day.entries] == [29, 30, 31]
    assert [one.goes_on for week in shown for day in week for one in day.entries] == [False, True, True]


def test_a_day_names_whose_activity_it_is_and_leads_to_it_on_a_phone(coordinator: User, client_for: ClientFor) -> None:
    project = training("Search of lorries")
    html = client_for(coordinator).get("/round-tables/calendar/?month=2026-05").content.decode()
    assert html.count(f"Germany · {project.number}</bdi>") == 5
    assert html.count('href="#d2026-05-04"') == 5
    assert 'id="d2026-05-04"' in html


def test_hints_are_left_out_of_more_than_can_be_compared_and_it_is_said(
    coordinator: User, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_COMPARED", 1)
    training("One")
    training("Other", partner="GB")
    html = client_for(coordinator).get("/round-tables/calendar/?month=2026-05").content.decode()
    assert "2 trainings and missions are too many" in html
    assert "h-hints" not in html


def test_months_in_the_address() -> None:
    assert month_of("2026-05") == (MAY, [])
    assert (shifted(MAY, -5), shifted(MAY, 8)) == (date(2025, 12, 1), date(2027, 1, 1))
    for wrong in ("2026-13", "may", "0001-01", "2026-5-1"):
        assert "is none between" in month_of(wrong)[1][0]


def test_hints_name_only_what_the_reader_may_see(
    coordinator: User, other_focal_point: User, client_for: ClientFor
) -> None:
    agency, soon = make_organization("Drug Control Agency"), timezone.localdate() + timedelta(days=20)
    for partner, visibility in (("JP", "all"), ("FR", "restricted")):
        project = make_project(partner, countries=["TJ"], visibility=visibility, title=f"Course of {partner}")
        make_activity(project, "A01", beneficiary=agency, start=soon)
    address = f"/round-tables/calendar/?month={soon:%Y-%m}"
    assert "France and Japan train Drug Control Agency" in client_for(coordinator).get(address).content.decode()
    html = client_for(other_focal_point).get(address).content.decode()
    assert "Course of JP" in client_for(other_focal_point).get("/projects/").content.decode()
    assert "France and Japan" not in html
    assert "h-hints" not in html


def test_the_page_of_a_project_names_courses_that_meet_its_own(focal_point: User, client_for: ClientFor) -> None:
    agency, soon = make_organization("Drug Control Agency"), timezone.localdate() + timedelta(days=20)
    own, other = (make_project(partner, countries=["TJ"]) for partner in ("DE", "FR"))
    for project, title in ((own, "Own course"), (other, "Their course")):
        make_activity(project, "A01", description=title, beneficiary=agency, start=soon)
    html = client_for(focal_point).get(own.get_absolute_url()).content.decode()
    told = html.partition('id="h-courses"')[2].partition("</section>")[0]
    assert "France and Germany train Drug Control Agency" in told
    assert ("Their course" in told, "Own course" in told) == (True, False)

    Project.objects.filter(pk=other.pk).update(visibility=Project.Visibility.RESTRICTED)
    assert "h-courses" not in client_for(focal_point).get(own.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("days", "section"), [(20, "hints"), (-40, "over")])
def test_timing_clashes_are_linked_among_what_can_be_moved_or_what_is_over(
    coordinator: User, client_for: ClientFor, days: int, section: str
) -> None:
    agency, start = make_organization("Drug Control Agency"), timezone.localdate() + timedelta(days=days)
    several = [training("Course", start, partner=partner, beneficiaries=[agency]) for partner in ("DE", "GB")]
    timing = {"field": "timing", "level": "clash", "weight": 3.0, "sentence": "", "until": f"{start}"}
    alert = make_alert(*several, kind=Alert.Kind.TIMING_CLASH, contributions=[timing])
    html = client_for(coordinator).get(f"/round-tables/calendar/?month={start:%Y-%m}").content.decode()
    told = html.partition(f'<section class="card could" id="{section}"')[2].partition("</section>")[0]
    assert alert.get_absolute_url() in told
    assert html.count(alert.get_absolute_url()) == 1
    assert ("Some of these could be joined or moved" in html) is (days > 0)


def test_wrong_values_are_said_and_the_rest_counts(coordinator: User, client_for: ClientFor) -> None:
    training("In Dushanbe")
    query = "month=2026-05&view=list&country=XX&kind=training"
    html = client_for(coordinator).get(f"/round-tables/calendar/?{query}").content.decode()
    assert "In Dushanbe" in html
    assert "Country: “XX” is not known here. It was left out." in html


def test_as_many_queries_for_many_entries_as_for_few(coordinator: User, client_for: ClientFor) -> None:
    client, address, counts = client_for(coordinator), "/round-tables/calendar/?month=2026-05", []
    for more in (2, 6):
        for at in range(more):
            training(f"Course {at}")
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 22


# -- The feed ----------------------------------------------------------------------------------------------------------
def test_an_address_is_made_shown_once_and_taken_back(focal_point: User, client_for: ClientFor) -> None:
    client = client_for(focal_point)
    page = client.get("/round-tables/calendar/subscribe/?country=TJ")
    once = {"name": "Telephone", "once": page.context["form"]["once"].value()}
    made = client.post("/round-tables/calendar/subscribe/?country=TJ", once).context["made"]
    assert client.post("/round-tables/calendar/subscribe/?country=TJ", once).context["made"] == made
    assert made not in client.get("/round-tables/calendar/subscribe/").content.decode()
    address = made[made.index("/round-tables") :]
    assert address.endswith(".ics?country=TJ")
    assert Client().get(address).status_code == 200

    key = CalendarKey.objects.get()
    assert key.last_used_at is not None
    client.post(f"/round-tables/calendar/subscribe/{key.pk}/revoke/")
    gone, unknown = Client().get(address), Client().get("/round-tables/calendar/no-such-key.ics?country=TJ")
    assert (gone.status_code, gone.content) == (404, unknown.content)
    assert gone.headers == unknown.headers


def test_the_feed_shows_what_its_owner_may_see_at_that_time(other_focal_point: User, client_for: ClientFor) -> None:
    make_calendar_key(other_focal_point, "the-key")
    soon = timezone.localdate() + timedelta(days=20)
    project = training("Search, of; lorries", soon)
    first = Client().get("/round-tables/calendar/the-key.ics")
    (event,) = Calendar.from_ical(first.content).walk("VEVENT")
    assert event["summary"].startswith(f"Search, of; lorries · {project.number}")
    assert f"Project {project.number}" in event["description"]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (soon, soon + timedelta(days=5))
    assert not first.cookies
    same = Client().get("/round-tables/calendar/the-key.ics", headers={"if-none-match": first["ETag"]})
    assert same.status_code == 304

    Project.objects.filter(pk=project.pk).update(visibility=Project.Visibility.RESTRICTED)
    assert b"VEVENT" not in Client().get("/round-tables/calendar/the-key.ics").content


def test_the_feed_says_when_an_entry_was_changed_and_is_the_same_until_then(focal_point: User) -> None:
    make_calendar_key(focal_point, "the-key")
    day = timezone.localdate() + timedelta(days=40)
    meeting = make_round_table(start=day, end=day)
    RoundTable.objects.filter(pk=meeting.pk).update(created_at=timezone.now() - timedelta(days=300))
    first, again = (Client().get("/round-tables/calendar/the-key.ics") for _ in range(2))
    assert (first.content, first["ETag"]) == (again.content, again["ETag"])
    (event,) = Calendar.from_ical(first.content).walk("VEVENT")
    assert event.decoded("last-modified") == event.decoded("dtstamp") > timezone.now() - timedelta(days=1)
    assert b"METHOD" not in first.content


def test_a_feed_has_an_end_and_what_is_coming_goes_first(focal_point: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "MOST", 4)
    today = timezone.localdate()

    def days() -> tuple[list[int], bool]:
        lines, is_cut = feed.lines_of(focal_point, Asked(), today)
        return [(line.start - today).days for line in lines], is_cut

    for start in (-30, -20, -2, 10):  # the last but one goes on today
        training(f"In {start} days", today + timedelta(days=start))
    assert days() == ([-30, -20, -2, 10], False)
    training("More", today + timedelta(days=5))
    assert days() == ([-20, -2, 5, 10], True)
    for start in (6, 7, 8):
        training("More", today + timedelta(days=start))
    assert days() == ([-2, 5, 6, 7], True)


def test_the_key_of_who_may_no_longer_sign_in_opens_nothing(focal_point: User) -> None:
    make_calendar_key(focal_point, "the-key")
    User.objects.filter(pk=focal_point.pk).update(is_active=False)
    assert Client().get("/round-tables/calendar/the-key.ics").status_code == 404
    assert "the-key" not in str(CalendarKey.objects.values_list("key_hash", "name"))


def test_no_more_than_five_addresses_work(focal_point: User, client_for: ClientFor) -> None:
    for _ in range(5):
        make_calendar_key(focal_point)
    page = client_for(focal_point).post("/round-tables/calendar/subscribe/", {"name": "A sixth"})
    assert (page.context["made"], "You have 5 addresses" in page.content.decode()) == ("", True)
