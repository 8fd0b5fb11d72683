"""The REST API: what it tells whom, its filters, pages, refusals and description."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openapi_spec_validator import validate

from adam.demo.makers import (
    get_partner,
    make_activity,
    make_alert,
    make_attendance,
    make_consideration,
    make_contribution,
    make_focal_point,
    make_place,
    make_position,
    make_project,
    make_recommendation,
    make_round_table,
    make_series,
    make_verdict,
)
from duplication.models import Alert
from duplication.queue.filters import CONTRADICTING, STATES
from duplication.queue.ordering import sorts_for
from partners.models import FocalPoint, Partner, User
from projects.models import Project
from roundtables.models import Translation

pytestmark = pytest.mark.django_db
For = Callable[[User], Client]
LISTS = ["projects", "partners", "alerts", "round-tables", "recommendations"]


def found(client: Client, path: str) -> list[dict]:
    response = client.get(path)
    assert response.status_code == 200, response.content
    return response.json()["results"]


@pytest.mark.parametrize("name", LISTS)
def test_without_a_log_in_there_is_a_refusal_in_json_and_no_redirect(client: Client, name: str) -> None:
    response = client.get(f"/api/{name}/")
    assert response.status_code in {401, 403}
    assert "detail" in response.json()


@pytest.mark.parametrize("name", LISTS)
def test_it_only_reads(client_for: For, coordinator: User, name: str) -> None:
    client = client_for(coordinator)
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(f"/api/{name}/").status_code == 405


def test_facets_count_what_the_person_may_see(client_for: For, focal_point: User) -> None:
    make_project("GB", countries=["TJ"], status="2")
    make_project("GB", countries=["TJ", "PK"], status="4")
    make_project("GB", countries=["TJ"], visibility="restricted")
    answer = client_for(focal_point).get("/api/projects/facets/?status=2").json()
    assert answer["count"] == 1
    assert answer["facets"]["country"] == {"TJ": 1, "PK": 0}
    assert answer["facets"]["status"] == {"2": 1, "4": 1}


def test_a_project_is_told_in_full(client_for: For, focal_point: User) -> None:
    project = make_project(
        amount=Decimal("1234.50"),
        implementing=["Customs Union Service"],
        activities=[{"type": "A01", "country_id": "TJ"}],
        identifiers=[("IATI", "DE-1-1")],
        places=[make_place("Nizhny Pyanj")],
    )
    make_contribution(project, "FR", 1000, "EUR", committed_on=date(2090, 5, 1))
    told = client_for(focal_point).get(f"/api/projects/{project.pk}/").json()
    assert told["url"] == f"http://testserver{project.get_absolute_url()}"
    assert told["api_url"] == f"http://testserver/api/projects/{project.pk}/"
    assert told["partner"] == {"code": "DE", "name": "Germany"}
    assert told["budget_usd"] == "1234.50"
    dollars, euros = sorted(told["contributions"], key=lambda one: one["currency"], reverse=True)
    assert (dollars["usd"], dollars["about_usd"], euros["usd"]) == ("1234.50", None, None)
    assert 0 < euros["about_usd"] < 10_000
    assert told["start"] == project.start.isoformat()
    assert told["countries"] == [{"code": "TJ", "name": "Tajikistan", "share": None}]
    assert told["organizations"] == [{"name": "Customs Union Service", "kind": "other", "role": "Implementing"}]
    assert told["identifiers"] == [{"scheme": "IATI", "value": "DE-1-1"}]
    assert told["places"][0]["name"] == "Nizhny Pyanj"


def test_projects_are_those_of_the_register(client_for: For, focal_point: User, other_focal_point: User) -> None:
    seen = make_project("GB")
    hidden = make_project("GB", visibility=Project.Visibility.RESTRICTED)
    draft = make_project("GB", draft=True)
    ours = {project["id"] for project in found(client_for(focal_point), "/api/projects/")}
    theirs = {project["id"] for project in found(client_for(other_focal_point), "/api/projects/")}
    assert ours == {seen.pk}
    assert theirs == {seen.pk, hidden.pk, draft.pk}
    for project in (hidden, draft):
        assert client_for(focal_point).get(f"/api/projects/{project.pk}/").status_code == 404


def test_projects_are_narrowed_down_as_in_the_register(client_for: For, focal_point: User) -> None:
    wanted = make_project(countries=["KG"], themes=["T2.1"])
    make_project(countries=["TJ"], themes=["T2.1"])
    client = client_for(focal_point)
    assert [p["id"] for p in found(client, "/api/projects/?country=KG&theme=T2")] == [wanted.pk]


def listed(client: Client, path: str) -> list[object]:
    """What all pages of the list show, in their order."""
    context = client.get(path).context
    if path.startswith("/partners/"):
        return [partner.pk for partner in context["partners"]]
    if path.startswith("/alerts/"):  # those tied together are one entry
        return [one for alert, tied, *_ in context["entries"] for one in (tied.alerts if tied else [alert.pk])]
    page, rows = context["page"], []
    for number in page.paginator.page_range:
        rows += page.paginator.page(number).object_list
    return [getattr(row, "pk", row) for row in rows]


@pytest.fixture
def registry() -> None:
    """Some of everything, in more than one state; none of it fills a page."""
    for code in ("DE", "GB"):
        make_focal_point(code)
    first, second = make_project("DE", title="Border dogs", countries=["TJ"]), make_project("GB", countries=["KG"])
    third = make_project("FR", title="Quiet", visibility=Project.Visibility.RESTRICTED, countries=["TJ"])
    waiting, decided, apart = make_alert(first, second), make_alert(first, third), make_alert(second, third)
    make_position(waiting, FocalPoint.objects.filter(partner__code="GB")[0].user)
    make_verdict(decided)
    Alert.objects.filter(pk=apart.pk).update(raised_at=timezone.now() - timedelta(days=60), match_weight=99)
    make_recommendation(projects=[first, second])


@pytest.mark.parametrize("who", ["focal_point", "recipient", "analyst", "coordinator"])
@pytest.mark.parametrize(
    ("api", "page", "queries"),
    [
        ("projects", "projects", ["", "q=dogs", "country=TJ", "partner=DE&mine=1", "missing=start"]),
        ("partners", "partners", ["", "q=de", "q=united", "q=GBR", "kind=organization", "designated=yes&kind=country"]),
        ("partners", "partners", ["designated=no"]),
        (
            "alerts",
            "alerts",
            [
                "",
                "q=dogs",
                "country=KG",
                "partner=GB",
                "age=30",
                *(f"state={name}" for name in STATES if name != CONTRADICTING),
            ],
        ),
        (
            "alerts",
            "alerts",
            [f"state={state}&sort={name}" for state in ("all", "decided") for name in sorts_for(state)],
        ),
        ("round-tables", "round-tables", ["", "kind=expert_round_table", "year=2004", "country=TJ"]),
        ("recommendations", "round-tables/recommendations", ["", "q=border", "pillar=I", "country=TJ", "state=open"]),
    ],
)
def test_lists_are_those_of_the_pages(
    request: pytest.FixtureRequest, client_for: For, registry: None, who: str, api: str, page: str, queries: list[str]
) -> None:
    client = client_for(request.getfixturevalue(who))

    for query in queries:
        told = [one["id"] for one in found(client, f"/api/{api}/?page_size=200&{query}")]
        assert told == listed(client, f"/{page}/?{query}"), query


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/projects/?country=XX", "country"),
        ("/api/projects/?year=soon", "year"),
        ("/api/partners/?kind=moon", "kind"),
        ("/api/partners/?designated=perhaps", "designated"),
        ("/api/alerts/?state=lost", "state"),
        ("/api/alerts/?kind=lost", "kind"),
        ("/api/alerts/?state=open&sort=verdict", "sort"),
        ("/api/round-tables/?kind=party", "kind"),
        ("/api/recommendations/?state=lost", "state"),
    ],
)
def test_an_unknown_value_is_refused_with_a_sentence(client_for: For, coordinator: User, path: str, name: str) -> None:
    response = client_for(coordinator).get(path)
    assert response.status_code == 400
    assert len(response.json()[name][0]) > 10


@pytest.mark.parametrize("path", ["/api/projects/", "/api/projects/facets/"])
def test_a_past_day_is_refused_and_not_answered_with_today(client_for: For, coordinator: User, path: str) -> None:
    answer = client_for(coordinator).get(path, {"as_of": "2020-01-01"})

    assert answer.status_code == 400
    assert "as of a past day" in answer.json()["as_of"][0]


def test_pages_have_a_greatest_size(client_for: For, focal_point: User, settings: object) -> None:
    client = client_for(focal_point)
    first = client.get("/api/partners/?page_size=1000").json()
    assert len(first["results"]) == min(Partner.objects.count(), 200)
    assert len(client.get("/api/partners/").json()["results"]) == 50
    assert client.get("/api/partners/?page=99").status_code == 404


def test_of_a_restricted_project_an_alert_tells_country_and_theme_only(
    client_for: For, focal_point: User, other_focal_point: User
) -> None:
    own = make_project("DE", title="Dogs for the airport")
    secret = make_project("GB", title="Quiet work", visibility=Project.Visibility.RESTRICTED, themes=["T1.1"])
    alert = make_alert(own, secret)
    make_position(alert, other_focal_point, text="We know of it")
    path = f"/api/alerts/{alert.pk}/"
    told = client_for(focal_point).get(path).json()
    sides = {side["is_hidden"]: side for side in (told["first"], told["second"])}
    assert sides[False]["title"] == "Dogs for the airport"
    assert sides[True]["project"] is None
    assert sides[True]["countries"] == ["Tajikistan"]
    assert told["weight"] is None
    body = client_for(focal_point).get("/api/alerts/").content.decode()
    for word in ("Quiet work", "United Kingdom", secret.number):
        assert word not in body
    assert "Quiet work" in client_for(other_focal_point).get(path).content.decode()


def test_outsiders_do_not_find_the_alert(client_for: For, recipient: User) -> None:
    secret = make_project("GB", visibility=Project.Visibility.RESTRICTED)
    alert = make_alert(make_project("DE"), secret)
    assert client_for(recipient).get(f"/api/alerts/{alert.pk}/").status_code == 404
    assert found(client_for(recipient), "/api/alerts/") == []


def test_a_recommendation_names_only_projects_that_are_visible(
    client_for: For, focal_point: User, coordinator: User
) -> None:
    seen, hidden = make_project("GB"), make_project("GB", visibility=Project.Visibility.RESTRICTED)
    recommendation = make_recommendation(projects=[seen, hidden])
    path = f"/api/recommendations/{recommendation.pk}/"
    assert len(client_for(focal_point).get(path).json()["projects"]) == 1
    assert len(client_for(coordinator).get(path).json()["projects"]) == 2


def test_a_recommendation_tells_its_earlier_words(client_for: For, focal_point: User, coordinator: User) -> None:
    made = make_recommendation(text="Open two offices", priority=1)
    make_consideration(made, coordinator, decision="amended", replaced_text="Open an office")
    told = client_for(focal_point).get(f"/api/recommendations/{made.pk}/").json()
    assert (told["text"], told["priority"], told["language"]) == ("Open two offices", "High", "en")
    assert [one["replaced_text"] for one in told["considerations"]] == ["Open an office"]


def test_meetings_are_listed(client_for: For, focal_point: User) -> None:
    meeting = make_round_table(city="Ashgabat", country_id="TM", focus="Border liaison", series=make_series("Liaison"))
    make_attendance(meeting, "The chair", "chair", partner=get_partner("TM"))
    told = client_for(focal_point).get(f"/api/round-tables/{meeting.pk}/").json()
    assert (told["city"], told["country"]) == ("Ashgabat", "TM")
    assert (told["series"], told["persons"][0]["partner"]["code"]) == ("Liaison", "TM")
    assert told["url"].endswith(meeting.get_absolute_url())


@pytest.mark.parametrize("name", LISTS)
def test_more_objects_cost_no_more_queries(client_for: For, coordinator: User, name: str) -> None:
    def grow(number: int) -> None:
        for _ in range(number):
            first, second = make_project("DE"), make_project("GB")
            make_contribution(first, "FR")
            make_activity(second)
            make_alert(first, second)
            made = make_recommendation(make_round_table(series=make_series()), projects=[first, second])
            make_attendance(made.round_table, partner=first.partner)
            later = make_round_table(end=date(2030, 1, made.pk % 28 + 1), city=f"Town {made.pk}")
            make_consideration(made, coordinator, round_table=later)
            Translation.objects.create(recommendation=made, language="fr", text="Ouvrir")

    def queries() -> int:
        client = client_for(coordinator)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            found(client, f"/api/{name}/")
        return len(captured)

    grow(2)
    few = queries()
    grow(3)
    assert queries() == few


def test_the_description_is_sound(client: Client, tmp_path: object) -> None:
    response = client.get("/api/schema/", headers={"accept": "application/vnd.oai.openapi+json"})
    described = response.json()
    validate(described)
    answers = described["paths"]["/api/projects/"]["get"]["responses"]
    assert set(answers) == {"200", "400", "403", "404"}
    assert {"country", "page_size"} <= {p["name"] for p in described["paths"]["/api/projects/"]["get"]["parameters"]}


def test_the_description_is_made_without_warnings(tmp_path) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))
