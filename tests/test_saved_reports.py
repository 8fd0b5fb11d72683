"""Saved reports: kept under a name, shared as their owner says, and changed by nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from adam.demo.makers import make_embed, make_project, make_report, make_user
from partners.models import User
from projects.models import Report
from projects.models.report import MOST_REPORTS
from projects.views.reports import PER_PAGE

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
QUERY = "rows=partner&columns=none&measure=budget&country=TJ"


def test_a_question_is_kept_under_a_name(client_for: ClientFor, analyst: User) -> None:
    client = client_for(analyst)
    make_project("DE", countries=["TJ"])
    page = client.get(f"{reverse('projects:analysis')}?{QUERY}").content.decode()
    assert f"{reverse('projects:report_new')}?query=country%3DTJ%26rows%3Dpartner" in page
    form = client.get(reverse("projects:report_new"), {"query": QUERY}).content.decode()
    assert "Tajikistan" in form
    data = {"name": " Money  in Tajikistan ", "sharing": "nobody", "query": f"{QUERY}&page=3&q="}
    assert client.post(reverse("projects:report_new"), data).status_code == 302
    report = Report.objects.get()
    assert (report.owner, report.name, report.query) == (analyst, "Money in Tajikistan", QUERY)
    assert client.get(report.get_absolute_url()).context["question"].rows.name == "partner"


def test_a_report_of_a_past_day_stays_one(client_for: ClientFor, analyst: User) -> None:
    client = client_for(analyst)
    data = {"name": "March", "sharing": "nobody", "query": f"{QUERY}&as_of=2020-03-31"}
    client.post(reverse("projects:report_new"), data)
    assert Report.objects.get().query.endswith("as_of=2020-03-31")
    assert "As of 31 March 2020" in client.get(reverse("projects:reports")).content.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"name": " "}, "Give the report a name"),
        ({"name": "Mine"}, "You have a report named “Mine” already"),
        ({"sharing": "world"}, "Select a valid choice"),
        ({"query": "q=" + "x" * 5000}, "too long to be kept"),
    ],
)
def test_what_cannot_be_kept_is_said(client_for: ClientFor, analyst: User, data: dict[str, str], said: str) -> None:
    make_report(analyst, name="mine")
    answer = client_for(analyst).post(
        reverse("projects:report_new"), {"name": "New", "sharing": "nobody", "query": QUERY, **data}
    )
    assert said in answer.content.decode()
    assert Report.objects.count() == 1


def test_there_is_an_end_to_keeping(client_for: ClientFor, analyst: User) -> None:
    Report.objects.bulk_create(Report(owner=analyst, name=f"R{number}") for number in range(MOST_REPORTS))
    data = {"name": "New", "sharing": "nobody", "query": QUERY}
    assert "which is the most" in client_for(analyst).post(reverse("projects:report_new"), data).content.decode()


def seen(client: Client) -> set[str]:
    context: Any = client.get(reverse("projects:reports")).context
    return {report.name for report in [*context["own"], *context["others"]]}


def test_who_sees_a_report_is_the_owner_s_choice(
    client_for: ClientFor, focal_point: User, other_focal_point: User, analyst: User
) -> None:
    for sharing in Report.Sharing.values:
        make_report(focal_point, name=sharing, sharing=sharing)
    colleague = make_user(User.Role.READER, "DE")
    assert seen(client_for(focal_point)) == {"nobody", "partner", "everybody"}
    assert seen(client_for(colleague)) == {"partner", "everybody"}
    assert seen(client_for(other_focal_point)) == seen(client_for(analyst)) == {"everybody"}


def test_only_the_owner_changes_and_deletes(client_for: ClientFor, analyst: User, coordinator: User) -> None:
    report = make_report(analyst, sharing=Report.Sharing.EVERYBODY)
    for name in ("change", "delete", "embeds"):
        address = reverse(f"projects:report_{name}", args=[report.pk])
        assert client_for(coordinator).post(address, {"name": "Taken"}).status_code == 404
    client = client_for(analyst)
    data = {"name": "Other", "sharing": "nobody", "query": "rows=theme"}
    assert client.post(reverse("projects:report_change", args=[report.pk]), data).status_code == 302
    report.refresh_from_db()
    assert (report.name, report.sharing, report.query) == ("Other", "nobody", "rows=country")
    address, embed = reverse("projects:report_delete", args=[report.pk]), make_embed(report)
    page = client.get(address).content.decode()
    assert "It is embedded elsewhere" in page
    assert f"{embed.expires_at:%B %Y}" in page
    assert Report.objects.exists()
    client.post(address)
    assert not Report.objects.exists()


def test_the_number_of_queries_does_not_grow_with_reports(
    client_for: ClientFor, focal_point: User, analyst: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def ask() -> int:
        with django_assert_max_num_queries(20) as counted:
            client.get(reverse("projects:reports"))
        return len(counted)

    client = client_for(analyst)
    for owner in (analyst, focal_point):
        make_report(owner, query=QUERY, sharing=Report.Sharing.EVERYBODY)
    client.get(reverse("projects:reports"))
    few = ask()
    for owner in (analyst, focal_point):
        for _ in range(20):
            make_report(owner, query=QUERY, sharing=Report.Sharing.EVERYBODY)
    assert ask() <= few


def test_what_others_share_comes_in_pages(client_for: ClientFor, focal_point: User, analyst: User) -> None:
    for _ in range(PER_PAGE + 1):
        make_report(focal_point, sharing=Report.Sharing.EVERYBODY)
    client = client_for(analyst)
    assert 'rel="next"' in client.get(reverse("projects:reports")).content.decode()
    assert len(client.get(reverse("projects:reports"), {"page": 2}).context["others"]) == 1
