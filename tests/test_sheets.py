"""One page about a country or a partner: its figures agree with the graphs, it shows no more than its reader may see,
and its PDF is one tagged page."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from kreuzberg import ExtractionConfig, extract_bytes_sync
from pytest_django import DjangoAssertNumQueries

from adam.demo.makers import (
    get_partner,
    make_activity,
    make_alert,
    make_document,
    make_project,
    make_recommendation,
    make_relation,
)
from adam.sheets.content import Sheet, of_country, of_partner, sheet
from adam.sheets.printing import pdf
from partners.models import Country, User
from projects.models import Project

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]


def seen(user: User, code: str = "TJ") -> Sheet:
    """Of Tajikistan, or of Germany as a partner."""
    request = RequestFactory().get("/")
    request.user = user
    request.GET = QueryDict()
    subject = (
        of_country(Country.objects.get(pk=code)) if len(code) == 2 and code != "DE" else of_partner(get_partner(code))
    )
    return sheet(subject, request)


def test_who_does_what_in_a_country(focal_point: User) -> None:
    make_project("DE", countries=["TJ", "AF"], amount=1000, themes=["T1"])
    make_project("DE", countries=["TJ"], amount=300, themes=["T1.1", "T2"])
    make_project("GB", countries=["TJ"], amount=50, status=Project.Status.CLOSED)
    make_project("GB", countries=["AF"], amount=9999)
    found = seen(focal_point)
    assert (found.figures.projects, found.figures.active, found.figures.money) == (3, 2, Decimal(850))
    assert [(line.label, line.projects, line.active, line.money) for line in found.lines] == [
        ("Germany", 2, 2, Decimal(800)),
        ("United Kingdom", 1, 0, Decimal(50)),
    ]
    assert found.lines[0].themes[0] == next(theme.name for theme in found.themes if theme.projects == 2)


def test_the_headline_has_each_project_once_and_says_what_is_cancelled(
    client_for: ClientFor, focal_point: User
) -> None:
    kept = make_project("DE", countries=["TJ"], amount=1000)
    make_relation(kept, make_project("GB", countries=["TJ"], amount=900), "third-party")
    make_project("FR", countries=["TJ"], amount=40, status=Project.Status.CANCELLED)
    found = seen(focal_point)
    assert (found.figures.projects, found.figures.active, found.figures.money) == (2, 1, Decimal(1040))
    assert found.figures.apart == [("cancelled", Decimal(40))]
    assert sum(year.money for year in found.years) == pytest.approx(1040, abs=1)
    assert {line.label: line.projects for line in found.lines} == {"Germany": 1, "United Kingdom": 1, "France": 1}
    client = client_for(focal_point)
    assert client.get(found.register).context["page"].paginator.count == 2
    assert "1 record of a project that was recorded before" in " ".join(found.notes)
    assert found.notes[-1] in client.get(reverse("sheets:country", args=["TJ"])).content.decode()


def test_the_money_of_a_partner_is_what_it_gives_itself(focal_point: User) -> None:
    make_project("DE", countries=["TJ"], contributions=[("DE", 300, "USD"), ("FR", 700, "USD")])
    make_project("FR", countries=["AF"], contributions=[("DE", 40, "USD"), ("FR", 60, "USD")])
    found = seen(focal_point, "DE")
    assert {line.label: line.money for line in found.lines} == {"Tajikistan": 300, "Afghanistan": 40}
    assert found.figures.money == 340
    assert sum(year.money for year in found.years) == pytest.approx(340, abs=1)


def test_a_theme_without_a_running_project_is_an_answer(focal_point: User) -> None:
    make_project("DE", countries=["TJ"], themes=["T1"])
    make_project("DE", countries=["TJ"], themes=["T2"], status=Project.Status.CLOSED)
    covered = {theme.name: theme.projects for theme in seen(focal_point).themes}
    assert sorted(covered.values())[-2:] == [0, 1]
    assert len(seen(focal_point).not_covered) == len(covered) - 1


def test_what_has_ended_is_not_active_and_none_may_be_stated(focal_point: User, client_for: ClientFor) -> None:
    make_project("DE", countries=["TJ"], themes=[])
    make_project("GB", countries=["TJ"], themes=["T2"], status="3", end=timezone.localdate() - timedelta(days=1))
    found = seen(focal_point)
    assert (found.figures.active, found.figures.ended, [line.active for line in found.lines]) == (1, 1, [1, 0])
    client = client_for(focal_point)
    assert [client.get(url).context["page"].paginator.count for url in (found.active, found.ended)] == [1, 1]
    html = client.get("/sheets/countries/TJ/").text
    assert (">No theme stated</a><b>1</b>" in html, "not covered" in html) == (True, False)
    assert "No theme stated: 1." in extract_bytes_sync(pdf(found, "https://a.example"), "application/pdf").content


def test_only_what_the_reader_may_see(focal_point: User, coordinator: User) -> None:
    secret = make_project(
        "GB", countries=["TJ"], amount=77, visibility=Project.Visibility.RESTRICTED, reference="SECRET"
    )
    own = make_project("DE", countries=["TJ"], amount=10)
    make_alert(own, secret)
    make_document(secret)
    make_activity(secret, start=timezone.localdate() + timedelta(days=3))
    make_project("DE", countries=["TJ"], amount=5, draft=True)
    mine, all_of_it = seen(focal_point), seen(coordinator)
    assert (mine.figures.projects, mine.figures.money, mine.alerts, mine.coming, mine.documents) == (1, 10, [], [], [])
    assert (all_of_it.figures.projects, all_of_it.figures.money, len(all_of_it.alerts)) == (2, 87, 1)
    assert (len(all_of_it.coming), len(all_of_it.documents)) == (1, 1)
    assert "SECRET" not in str(mine)


def test_what_comes_is_of_this_country_and_still_to_come(focal_point: User) -> None:
    project = make_project("DE", countries=["TJ", "AF"])
    soon, today = timedelta(days=9), timezone.localdate()
    make_activity(project, start=today + soon, country=Country.objects.get(pk="TJ"), description="Course")
    make_activity(project, start=today + soon, country=Country.objects.get(pk="AF"), description="Elsewhere")
    make_activity(project, start=today - soon, description="Past")
    make_activity(make_project("DE", countries=["TJ"], status=Project.Status.CANCELLED), start=today + soon)
    assert [str(activity) for activity in seen(focal_point).coming] == ["Course"]


def test_the_page_and_an_unknown_code(client_for: ClientFor, focal_point: User) -> None:
    project = make_project("DE", countries=["TJ"], title="Dogs")
    make_recommendation(countries=["TJ"], text="Exchange what is seized.")
    client = client_for(focal_point)
    page = client.get(reverse("sheets:country", args=["tj"])).content.decode()
    assert "Exchange what is seized." in page
    assert f"{reverse('projects:list')}?" in page
    assert project.partner.name in page
    assert "No project is recorded" in client.get(reverse("sheets:country", args=["AL"])).content.decode()
    for name, code in (("country", "XX"), ("country-pdf", "XX"), ("partner", "NOBODY"), ("partner-pdf", "\0")):
        assert client.get(reverse(f"sheets:{name}", args=[code])).status_code == 404
    assert "Tajikistan" in client.get(reverse("sheets:list")).content.decode()


def test_the_pdf_is_one_page_also_of_much_and_in_any_script(coordinator: User) -> None:
    today = timezone.localdate()
    for number, code in enumerate(("DE", "GB", "FR", "JP", "US", "IT", "NO", "SE", "CA", "DK", "RU", "TR", "PK", "AF")):
        project = make_project(code, countries=["TJ"], amount=10**9, themes=["T1", "T2", "T3"])
        make_activity(project, start=today + timedelta(days=9), description="پوسته مرزی اسلام قلعه #strong[x] " * 4)
        make_document(project, title=f"Пограничный пост {number} " * 9)
        make_alert(project, make_project("UNODC", countries=["TJ"]))
        make_recommendation(countries=["TJ"], number=number + 50, text="Long words. " * 60)
    config = ExtractionConfig(use_cache=False, disable_ocr=True)
    found = extract_bytes_sync(pdf(seen(coordinator), "https://adam.example/"), "application/pdf", config)
    text = " ".join(found.content.split())
    assert found.metadata["page_count"] == 1
    assert "Tajikistan" in text
    assert "Пограничный пост" in text
    assert "#strong[x]" in text
    assert "Shown: 5 of 14." in text
    assert "divided by the shares stated" in text
    assert "https://adam.example/sheets/countries/TJ/" in text


def test_the_number_of_queries_does_not_grow(
    client_for: ClientFor, coordinator: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def fill(*codes: str) -> None:
        for code in codes:
            project = make_project(code, countries=["TJ"], themes=["T1"], amount=5)
            make_alert(project, make_project("IT", countries=["TJ"]))
            make_activity(project, start=timezone.localdate())

    client, address = client_for(coordinator), reverse("sheets:country", args=["TJ"])
    fill("DE")
    client.get(address)
    with django_assert_max_num_queries(40) as few:
        client.get(address)
    fill("GB", "FR", "JP")
    with django_assert_max_num_queries(len(few)):
        client.get(address)
