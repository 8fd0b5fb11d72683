"""The first page shows each role what waits for it, and nothing that belongs to others."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from adam.demo.makers import (
    get_partner,
    make_alert,
    make_contribution,
    make_follow_up,
    make_invitation,
    make_notification,
    make_position,
    make_project,
    make_recommendation,
    make_user,
    make_verdict,
)
from adam.panels import Panel
from adam.templatetags.adam_ui import money
from partners.models import User
from projects.models import Project
from projects.rates import about_usd
from tests.fading import long_ago

QUERIES = {"focal_point": 49, "recipient": 48, "coordinator": 29, "analyst": 17, "administrator": 16}
ClientFor = Callable[[User], Client]


def panels(client: Client) -> dict[str, Panel]:
    context = client.get("/").context
    return {panel.title: panel for panel in [*context["urgent"], *context["others"]]}


def figures(client: Client) -> dict[str, str]:
    return {figure.label: figure.value for figure in client.get("/").context["figures"]}


def test_a_focal_point_sees_alerts_until_they_are_answered(client_for: ClientFor, focal_point: User) -> None:
    alert = make_alert(make_project("DE", reference="BMZ-1"), make_project("GB"))
    client = client_for(focal_point)
    assert "BMZ-1" in panels(client)["Alerts that wait for your answer"].rows[0].text

    make_position(alert, focal_point)
    assert "Alerts that wait for your answer" not in panels(client)


def test_a_row_tells_with_what_of_whom_as_far_as_that_may_be_read(client_for: ClientFor, focal_point: User) -> None:
    for title, visibility in (("Kennels", "all"), ("Covert means", Project.Visibility.RESTRICTED)):
        make_alert(make_project("DE"), make_project("GB", title=title, visibility=visibility))

    rows = panels(client_for(focal_point))["Alerts that wait for your answer"].rows

    assert sorted(row.meta.split(" · ")[1] for row in rows) == [
        "with Kennels (United Kingdom)",
        "with a restricted project",
    ]


def test_overlaps_in_the_own_country_are_told_as_the_queue_finds_them(client_for: ClientFor, recipient: User) -> None:
    for country in ("TJ", "TJ", "KG"):
        make_alert(*(make_project(code, countries=[country]) for code in ("DE", "GB")))
    make_alert(make_project("DE"), make_project("GB", visibility=Project.Visibility.RESTRICTED))
    decided = make_alert(make_project("DE"), make_project("GB"))
    make_verdict(decided, make_user(User.Role.COORDINATOR))
    client = client_for(recipient)
    found = panels(client)["Overlaps in Tajikistan"]
    assert (found.total, client.get(found.url).context["number"]) == (2, 2)


def test_what_has_ended_is_not_counted_as_running(client_for: ClientFor, coordinator: User, focal_point: User) -> None:
    make_project("DE", status="3", end=date(2021, 1, 1), start=date(2020, 1, 1))
    make_project("DE", end=timezone.localdate())
    make_project("DE", status="1", end=None)
    for user in (coordinator, focal_point):
        client = client_for(user)
        [figure] = [one for one in client.get("/").context["figures"] if one.label == "planned or running"]
        assert (figure.value, figure.note) == ("2", "1 more is still called running, though its end has passed")
        assert [client.get(url).context["page"].paginator.count for url in (figure.url, figure.note_url)] == [2, 1]


def test_an_alert_does_not_name_the_other_side(client_for: ClientFor, focal_point: User) -> None:
    secret = make_project("GB", title="Undercover purchase", visibility=Project.Visibility.RESTRICTED)
    make_alert(make_project("DE"), secret)
    assert "Undercover" not in client_for(focal_point).get("/").content.decode()


def test_an_alert_that_goes_from_sight_between_two_statements_is_not_shown(
    client_for: ClientFor, focal_point: User
) -> None:
    alert, client = make_alert(make_project("DE"), make_project("GB")), client_for(focal_point)

    def given_away(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        answer = execute(sql, *rest)
        if "string_agg" in sql and "duplication_alert" in sql:
            Project.objects.filter(pk=alert.first_id).update(partner=get_partner("FR"), visibility="restricted")
        return answer

    with connection.execute_wrapper(given_away):
        found = panels(client)
    assert found["Alerts that wait for your answer"].rows == []


def test_a_focal_point_sees_what_to_confirm_to_close_and_to_finish(client_for: ClientFor, focal_point: User) -> None:
    make_project("DE", title="Fading", confirmed_at=long_ago())
    make_project("DE", title="Over", start=date(2020, 1, 1), end=date(2021, 1, 1))
    make_project("DE", title="Begun", draft=True)
    found = panels(client_for(focal_point))
    assert [row.text for row in found["Projects to confirm"].rows] == ["Fading"]
    assert (found["Projects to confirm"].url, found["Projects to confirm"].always) == ("/projects/portfolio/", True)
    assert [row.text for row in found["End date has passed, still running"].rows] == ["Over"]
    assert [row.text for row in found["Drafts to finish"].rows] == ["Begun"]


def test_other_partners_duties_are_not_mine(client_for: ClientFor, focal_point: User) -> None:
    make_project("GB", confirmed_at=long_ago())
    make_alert(make_project("GB"), make_project("FR"))
    response = client_for(focal_point).get("/")
    assert response.context["urgent"] == []
    assert "Nothing waits for you." in response.content.decode()


def test_a_reader_of_a_partner_has_no_duties(client_for: ClientFor, reader: User) -> None:
    make_project("DE", confirmed_at=long_ago())
    response = client_for(reader).get("/")
    assert response.context["urgent"] == []
    assert "New project" not in response.content.decode()


def test_a_recipient_sees_who_does_what_in_the_country(client_for: ClientFor, recipient: User) -> None:
    make_project("DE", title="Posts on the Panj", countries=["TJ"], themes=["T1.1"])
    make_project("DE", title="Elsewhere", countries=["KG"])
    make_recommendation(text="Open a liaison office", countries=["TJ"])
    done = make_recommendation(text="Old and done", countries=["TJ"])
    make_follow_up(done, recipient, progress="implemented")
    found = panels(client_for(recipient))
    assert [row.text for row in found["Others' projects in Tajikistan"].rows] == ["Posts on the Panj"]
    assert [row.tag for row in found["What they do in Tajikistan"].rows] == ["1"]
    asked = [row.text for row in found["Recommendations for your country"].rows]
    assert "Open a liaison office" in asked
    assert "Old and done" not in asked


def test_a_coordinator_sees_who_has_to_move(client_for: ClientFor, coordinator: User, focal_point: User) -> None:
    both, one = make_alert(make_project("DE"), make_project("GB")), make_alert(make_project("DE"), make_project("FR"))
    for user in (focal_point, make_user(partner="GB")):
        make_position(both, user)
    make_position(one, focal_point)
    make_verdict(make_alert(make_project("DE"), make_project("JP")))
    found = panels(client_for(coordinator))
    assert [row.url for row in found["Alerts ready for a verdict"].rows] == [both.get_absolute_url()]
    assert [row.tag for row in found["Alerts that wait for partners"].rows] == ["1 answer"]


def test_a_coordinator_reads_both_projects_also_where_one_is_of_the_own_partner(
    client_for: ClientFor, coordinator: User, focal_point: User
) -> None:
    alert = make_alert(make_project("UNODC"), make_project("DE"))
    make_position(alert, focal_point)
    [row] = panels(client_for(coordinator))["Alerts that wait for partners"].rows
    assert all(project.number in row.text for project in (alert.first, alert.second))


def test_one_partner_on_both_sides_answers_once(client_for: ClientFor, coordinator: User, focal_point: User) -> None:
    make_position(make_alert(make_project("DE"), make_project("DE")), focal_point)
    page = client_for(coordinator).get("/")
    assert {panel.title: panel.total for panel in page.context["urgent"]}["Alerts ready for a verdict"] == 1
    assert page.context["alerts_waiting"] == 1


def test_a_coordinator_sees_overdue_recommendations_and_silent_partners(
    client_for: ClientFor, coordinator: User, focal_point: User
) -> None:
    make_recommendation(text="Late", due_on=date(2020, 5, 1))
    found = panels(client_for(coordinator))
    assert [row.tag for row in found["Recommendations overdue"].rows] == ["was due 1 May 2020"]
    assert found["Partners without a focal point"].total == 80


def test_figures_count_what_the_person_may_see(client_for: ClientFor, analyst: User) -> None:
    make_project("DE", amount=1_000_000)
    make_project("GB", visibility=Project.Visibility.RESTRICTED)
    make_project("FR", draft=True)
    found = figures(client_for(analyst))
    assert found["projects"] == "1"
    assert found["committed, as reported"] == money(1_000_000)


def test_figures_leave_drafts_out_and_say_what_has_no_rate(client_for: ClientFor, focal_point: User) -> None:
    assert figures(client_for(focal_point)) == {}
    make_contribution(make_project("DE", amount=1_000_000), "DE", 5, "AFN")
    make_project("DE", draft=True, amount=7_000_000)
    shown = {figure.label: figure for figure in client_for(focal_point).get("/").context["figures"]}
    assert shown["projects of your partner"].value == "1"
    assert shown["committed, as reported"].value == money(1_000_000)
    assert shown["committed, as reported"].note == "1 amount without a rate is not in it"
    make_contribution(Project.objects.published().get(), "DE", 1000, "EUR", committed_on=date(2090, 5, 1))
    about = money(about_usd(Decimal(1000), "EUR", date(2090, 5, 1)))
    shown = {figure.label: figure for figure in client_for(focal_point).get("/").context["figures"]}
    note = f"2 amounts without a rate are not in it, at least about {about} at the latest rates"
    assert shown["committed, as reported"].note == note


@pytest.mark.parametrize("who", ["focal_point", "coordinator", "recipient", "analyst"])
def test_a_number_leads_to_a_list_of_as_many(
    who: str, request: pytest.FixtureRequest, client_for: ClientFor, focal_point: User
) -> None:
    user = request.getfixturevalue(who)
    make_project("DE", draft=True, countries=["TJ"])
    for code in ("DE", "GB", "FR"):
        for _ in range(2):
            project = make_project(code, countries=["TJ"], confirmed_at=long_ago(), contributions=[("DE", 5, "USD")])
            alert = make_alert(project, make_project("DE", countries=["TJ"]))
            make_follow_up(make_recommendation(countries=["TJ", "DE"]), focal_point, progress="implemented")
            make_recommendation(countries=["TJ", "DE"])
    make_position(alert, focal_point)
    client = client_for(user)
    context = client.get("/").context
    told = [(one.title, one.total, one.url) for one in [*context["urgent"], *context["others"]] if not one.more]
    told += [(row.text, int(row.tag), row.url) for panel in context["others"] if panel.more for row in panel.rows]
    told += [(one.label, int(one.value), one.url) for one in context["figures"] if one.value.isdigit()]
    for label, number, url in told:
        if url.startswith(("/projects/?", "/alerts/?")) or "recommendations" in url:
            assert (label, client.get(url).context["page"].paginator.count) == (label, number)


def test_an_administrator_sees_invitations_and_the_state_of_the_site(
    client_for: ClientFor, administrator: User
) -> None:
    make_invitation("FR", email="new@adam.example")
    client = client_for(administrator)
    assert panels(client)["Invitations not yet accepted"].rows[0].text == "new@adam.example"
    assert figures(client)["the background worker"] == "Stopped"


def test_mails_that_could_not_be_sent_are_those_of_the_list(
    client_for: ClientFor, administrator: User, focal_point: User
) -> None:
    later, never = (timezone.now() + timedelta(days=days) for days in (1, 36500))
    for number, fields in enumerate(({"due_at": later}, {"due_at": never}, {"due_at": None}, {"mailed_at": later})):
        make_notification(focal_point, key=str(number), **{"attempts": 3, **fields})
    make_notification(focal_point, key="first try")
    make_notification(make_user(User.Role.ANALYST, is_active=False), attempts=1)
    client = client_for(administrator)
    [figure] = [one for one in client.get("/").context["figures"] if one.label == "mails that could not be sent"]
    assert (figure.value, figure.warn) == ("2", True)
    assert client.get(figure.url).context["cl"].result_count == 2


def test_an_administrator_sees_jobs_that_failed(client_for: ClientFor, administrator: User) -> None:
    result = DBTaskResult.objects.create(
        task_path="projects.tasks.scan", args_kwargs={"args": [], "kwargs": {}}, backend_name="default"
    )
    result.set_failed(RuntimeError("The scanner does not answer."))
    row = panels(client_for(administrator))["Background jobs that failed"].rows[0]
    assert row.text == "projects.tasks.scan"
    assert "The scanner does not answer." in row.meta


def test_an_administrator_is_led_to_what_he_or_she_may_do_or_look_at(
    client_for: ClientFor, administrator: User
) -> None:
    client = client_for(administrator)
    rows = {row.text: row for row in panels(client)["Where to look"].rows}
    addresses = [row.url for row in rows.values()] + [figure.url for figure in client.get("/").context["figures"]]
    answers = {url: client.get(url).status_code for url in addresses}
    assert answers == {url: 503 if url == "/healthz" else 200 for url in addresses}  # no worker runs here
    assert client.get("/").context["figures"][1].url == rows["Background jobs"].url
    assert "Coordinators set them; you may look." in rows["Thresholds of alerts"].meta
    assert {"People", "Background jobs", "Health"} <= set(rows)


def test_an_empty_register_says_how_to_begin(client_for: ClientFor, focal_point: User) -> None:
    response = client_for(focal_point).get("/")
    assert "The register is empty" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("who", QUERIES)
def test_the_number_of_queries_does_not_grow(
    who: str, request: pytest.FixtureRequest, client_for: ClientFor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = request.getfixturevalue(who)
    client = client_for(user)

    def grow(rows: int) -> None:
        for _ in range(rows):
            first = make_project("DE", confirmed_at=long_ago())
            make_project("DE", draft=True)
            make_alert(first, make_project("GB"))
            make_recommendation(due_on=date(2020, 5, 1))
            make_invitation("FR")

    grow(3)
    client.get("/")
    with django_assert_num_queries(QUERIES[who]):
        client.get("/")
    grow(4)
    with django_assert_num_queries(QUERIES[who]):
        client.get("/")
