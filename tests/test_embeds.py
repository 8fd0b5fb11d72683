"""What is embedded elsewhere: for a time, to whoever has the address, what everybody who may sign in sees then."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from adam.demo.makers import make_embed, make_project, make_report
from partners.models import User
from projects.models import Embed, Project, Report
from projects.models.report import MOST_EMBEDDED
from projects.tasks import ENDED_LISTED, forget_kept_forms

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]


def embedded(client: Client, report: Report) -> str:
    """The key of a new address, as the page shows it once."""
    page = client.post(reverse("projects:report_embeds", args=[report.pk]), {"days": "30"})
    assert page["Cache-Control"] == "no-store"
    found = re.search(r"/projects/embedded/([\w-]{40,})\.png", page.content.decode())
    assert found
    return found[1]


def addresses(key: str) -> list[str]:
    return [reverse(f"projects:embedded_{name}", args=[key]) for name in ("table", "png", "svg")]


def test_anybody_with_the_address_sees_picture_and_table(
    client_for: ClientFor, focal_point: User, client: Client
) -> None:
    make_project("DE", countries=["TJ"], title="Not to be named")
    key = embedded(client_for(focal_point), make_report(focal_point, name="Where we work"))
    table, png, svg = (client.get(address) for address in addresses(key))
    assert "Tajikistan" in table.content.decode()
    assert "Where we work" in table.content.decode()
    assert 'href="/projects' not in table.content.decode()
    assert "X-Frame-Options" not in table
    assert "frame-ancestors *" in table["Content-Security-Policy"]
    assert png.content.startswith(b"\x89PNG")
    assert b"<svg" in svg.content
    assert key not in str(list(Embed.objects.values()))
    again = client_for(focal_point).get(reverse("projects:report_embeds", args=[Report.objects.get().pk]))
    assert key not in again.content.decode()


def test_it_shows_what_everybody_sees_at_that_time(client_for: ClientFor, focal_point: User, client: Client) -> None:
    project = make_project("GB", countries=["TJ"])
    make_project("DE", countries=["AF"])
    table, _, svg = addresses(embedded(client_for(focal_point), make_report(focal_point)))
    assert "Tajikistan" in client.get(table).content.decode()
    Project.objects.filter(pk=project.pk).update(visibility=Project.Visibility.RESTRICTED)
    cache.clear()  # a minute later
    assert "Tajikistan" not in client.get(table).content.decode()
    assert "Afghanistan" in client.get(table).content.decode()
    assert "Tajikistan" not in client.get(svg).content.decode()


@pytest.mark.parametrize("role", [User.Role.READER, User.Role.COORDINATOR])
def test_it_shows_no_more_than_that_whatever_its_owner_sees(
    client_for: ClientFor, focal_point: User, client: Client, role: str
) -> None:
    for code in ("DE", "GB"):
        make_project(code, countries=["TJ"], visibility=Project.Visibility.RESTRICTED)
    table, _, svg = addresses(embedded(client_for(focal_point), make_report(focal_point)))
    User.objects.update(role=role)
    assert [b"Tajikistan" in client.get(address).content for address in (table, svg)] == [False, False]


def test_what_means_something_else_for_each_person_is_not_embedded(client_for: ClientFor, focal_point: User) -> None:
    report = make_report(focal_point, query="rows=country&mine=1")
    page = client_for(focal_point).post(reverse("projects:report_embeds", args=[report.pk]), {"days": "30"})
    assert "chosen by name" in page.content.decode()
    assert not Embed.objects.exists()


def test_a_time_line_is_not_embedded_as_it_names_projects(
    client_for: ClientFor, focal_point: User, client: Client
) -> None:
    make_project("DE", countries=["TJ"], title="Not to be named")
    report = make_report(focal_point)
    _, png, svg = addresses(embedded(client_for(focal_point), report))
    assert b"/projects/analysis/?" not in client.get(svg).content
    Report.objects.update(query="rows=country&picture=timeline")
    cache.clear()  # a minute later
    assert [client.get(address).status_code for address in (png, svg)] == [400, 400]
    page = client_for(focal_point).post(reverse("projects:report_embeds", args=[report.pk]), {"days": "30"})
    assert "A time line names the projects" in page.content.decode()
    assert Embed.objects.count() == 1


def test_administrators_take_back_what_anybody_embedded(
    client_for: ClientFor, focal_point: User, administrator: User
) -> None:
    embed = make_embed(make_report(focal_point))
    chosen = {"action": "take_back", "_selected_action": embed.pk}
    client_for(administrator).post(reverse("admin:projects_embed_changelist"), chosen)
    assert not Embed.objects.working().exists()


def test_a_form_sent_again_makes_no_second_address(client_for: ClientFor, focal_point: User, settings: Any) -> None:
    settings.BASE_URL = "https://adam.example"
    address = reverse("projects:report_embeds", args=[make_report(focal_point).pk])
    client = client_for(focal_point)
    once = client.get(address).context["form"]["once"].value()
    shown = [client.post(address, {"days": "30", "once": once}).context["made"] for _ in range(2)]
    assert shown[0] == shown[1]
    assert all(one.startswith("https://adam.example/projects/embedded/") for one in shown[0].values())
    assert Embed.objects.count() == 1


def test_a_report_has_so_many_addresses_and_those_that_ended_are_forgotten(
    client_for: ClientFor, focal_point: User
) -> None:
    report = make_report(focal_point)
    for _ in range(MOST_EMBEDDED):
        make_embed(report)
    address, client = reverse("projects:report_embeds", args=[report.pk]), client_for(focal_point)
    assert "which is the most" in client.post(address, {"days": "30"}).content.decode()
    ended = Embed.objects.filter(pk__in=Embed.objects.values("pk")[:2])
    ended.update(expires_at=timezone.now() - ENDED_LISTED - timedelta(hours=1))
    forget_kept_forms.call()
    assert Embed.objects.count() == MOST_EMBEDDED - 2


def test_the_register_is_asked_once_a_minute(
    client_for: ClientFor, focal_point: User, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_project("DE", countries=["TJ"])
    for address in addresses(embedded(client_for(focal_point), make_report(focal_point))):
        first = client.get(address)
        with django_assert_max_num_queries(4):  # of the transaction, the address, and what is kept
            again = client.get(address)
        assert again.content == first.content
        assert again["Content-Security-Policy"] == first["Content-Security-Policy"]
        assert ("X-Frame-Options" in again) == ("X-Frame-Options" in first)
        if "ETag" in first:
            assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_filter_that_is_gone_is_refused_by_picture_and_table(
    client_for: ClientFor, focal_point: User, client: Client
) -> None:
    make_project("DE", countries=["TJ"])
    key = embedded(client_for(focal_point), make_report(focal_point, query="rows=country&theme=ZZ9"))
    for answer in map(client.get, addresses(key)):
        assert (answer.status_code, "ZZ9" in answer.content.decode()) == (400, True)


def test_it_says_of_which_day_it_is(client_for: ClientFor, focal_point: User, client: Client) -> None:
    key = embedded(client_for(focal_point), make_report(focal_point, query="rows=country&as_of=2020-03-31"))
    assert "by the partners, 31 March 2020" in client.get(addresses(key)[0]).content.decode()


def taken_back(client: Client, owner: User) -> None:
    client.post(reverse("projects:embed_revoke", args=[Embed.objects.get().pk]))


def run_out(client: Client, owner: User) -> None:
    Embed.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def owner_left(client: Client, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(is_active=False)


def report_deleted(client: Client, owner: User) -> None:
    Report.objects.all().delete()


@pytest.mark.parametrize("ended", [taken_back, run_out, owner_left, report_deleted])
def test_it_ends(
    client_for: ClientFor, focal_point: User, client: Client, ended: Callable[[Client, User], None]
) -> None:
    owner = client_for(focal_point)
    key = embedded(owner, make_report(focal_point))
    assert [client.get(address).status_code for address in addresses(key)] == [200, 200, 200]
    ended(owner, focal_point)
    assert [client.get(address).status_code for address in addresses(key)] == [404, 404, 404]
    assert "Ask whoever gave you the address" in client.get(addresses(key)[0]).content.decode()


def test_nobody_else_makes_or_takes_back(client_for: ClientFor, focal_point: User, analyst: User) -> None:
    report = make_report(focal_point, sharing=Report.Sharing.EVERYBODY)
    embedded(client_for(focal_point), report)
    other = client_for(analyst)
    assert other.post(reverse("projects:report_embeds", args=[report.pk]), {"days": "30"}).status_code == 404
    assert other.post(reverse("projects:embed_revoke", args=[Embed.objects.get().pk])).status_code == 404
    client_for(focal_point).post(reverse("projects:report_embeds", args=[report.pk]), {"days": "9999"})
    assert Embed.objects.count() == 1


def test_a_coordinator_sees_what_is_shown_elsewhere_and_takes_it_back(
    client_for: ClientFor, focal_point: User, coordinator: User, client: Client
) -> None:
    key = embedded(client_for(focal_point), make_report(focal_point, name="Where we work"))
    make_embed(make_report(focal_point, name="Over"), expires_at=timezone.now() - timedelta(days=1))
    page = client_for(coordinator).get(reverse("projects:embeds")).content.decode()
    assert "Where we work" in page
    assert "Projects by country" in page
    assert "Over" not in re.findall(r"<th scope=.row.>([^<]*)", page)
    client_for(coordinator).post(reverse("projects:embed_revoke", args=[Embed.objects.working().get().pk]))
    assert client.get(addresses(key)[0]).status_code == 404
    assert "was taken back" in focal_point.notifications.get().subject


def test_the_list_of_all_costs_the_same_however_many_there_are(
    client_for: ClientFor, focal_point: User, coordinator: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, address = client_for(coordinator), reverse("projects:embeds")
    make_embed(make_report(focal_point))
    client.get(address)
    with django_assert_max_num_queries(20) as few:
        client.get(address)
    for _ in range(10):
        make_embed(make_report(focal_point))
    with django_assert_max_num_queries(len(few)):
        client.get(address)
