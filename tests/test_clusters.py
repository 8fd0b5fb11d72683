"""Three and more projects that alerts tie together are one entry, as far as the person sees both sides of each."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from adam.demo.makers import make_alert, make_position, make_project, make_relation, make_verdict
from duplication.models import Alert, Position, Verdict
from duplication.notices.alerts import tell
from duplication.review.clusters import Cluster, cluster_of, clusters, clusters_in, open_clusters
from duplication.views import cluster
from partners.models import User
from projects.models import Contribution, Project
from tests.reading import read

ClientFor = Callable[[User], Client]


def test_a_chain_of_three_is_one_and_a_pair_is_none() -> None:
    ties = [(11, 1, 2), (12, 5, 6), (13, 2, 3), (14, 1, 3)]
    assert list(clusters(ties)) == [Cluster(alerts=(11, 13, 14), projects=(1, 2, 3))]
    assert list(clusters([])) == []


def test_two_clusters_that_meet_late_are_one() -> None:
    ties = [(1, 1, 2), (2, 2, 3), (3, 11, 12), (4, 12, 13), (5, 3, 11)]
    assert [len(one.projects) for one in clusters(ties)] == [6]


@pytest.fixture
def three(db: None) -> list[Project]:
    """Germany's, the United Kingdom's and France's, each with an alert with Germany's."""
    projects = [make_project(partner) for partner in ("DE", "GB", "FR")]
    make_alert(projects[0], projects[1], match_weight=4.0)
    make_alert(projects[0], projects[2], match_weight=9.0)
    return projects


def test_the_strongest_alert_leads(three: list[Project], coordinator: User) -> None:
    [found] = clusters_in(Alert.objects.all(), coordinator)
    assert found.projects == tuple(project.pk for project in three)
    assert Alert.objects.get(pk=found.lead).match_weight == 9.0
    assert all(cluster_of(alert, coordinator) == found for alert in Alert.objects.all())


@pytest.mark.parametrize("kind", [Alert.Kind.COMPLEMENTARY, Alert.Kind.TIMING_CLASH])
def test_other_kinds_and_decided_alerts_tie_nothing(three: list[Project], coordinator: User, kind: str) -> None:
    one, other = Alert.objects.all()
    make_verdict(one)
    assert clusters_in(Alert.objects.all(), coordinator) == []

    make_alert(three[1], three[2], kind=kind)
    assert cluster_of(other, coordinator) is None


def test_a_hidden_project_ties_nothing(focal_point: User, coordinator: User, client_for: ClientFor) -> None:
    secret = make_project("GB", visibility=Project.Visibility.RESTRICTED)
    alerts = [make_alert(secret, make_project("DE")) for _ in range(2)]
    assert len(clusters_in(Alert.objects.all(), coordinator)) == 1
    assert clusters_in(Alert.objects.all(), focal_point) == []

    answer = client_for(focal_point).get(f"/alerts/{alerts[0].pk}/cluster/")
    assert (answer.status_code, answer["Location"]) == (302, alerts[0].get_absolute_url())


def test_the_page_shows_projects_and_alerts_with_a_fixed_number_of_queries(
    three: list[Project], coordinator: User, client_for: ClientFor
) -> None:
    client, address = client_for(coordinator), f"/alerts/{Alert.objects.all()[0].pk}/cluster/"
    counted = []
    for partner in ("JP", "IT"):
        make_alert(three[0], make_project(partner))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address).content.decode()
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert "5 projects that may be one" in page
    assert all(project.number in page for project in three)


def test_what_was_decided_between_its_projects_is_shown_and_not_asked(
    three: list[Project], coordinator: User, client_for: ClientFor
) -> None:
    decided = make_alert(three[1], three[2])
    make_verdict(decided, reason="time")
    page = client_for(coordinator).get(f"/alerts/{Alert.objects.open()[0].pk}/cluster/").content.decode()
    assert "2 open alerts tie them together" in page
    rows = page.partition("Decided already between them")[2].partition("</section>")[0]
    assert f'<a href="{decided.get_absolute_url()}">{three[1].number} and {three[2].number}</a>' in rows
    assert "Not an overlap · Different time" in rows
    assert f'value="{decided.pk}"' not in page


def test_one_verdict_is_given_for_the_ticked_alerts(
    three: list[Project], coordinator: User, focal_point: User, client_for: ClientFor
) -> None:
    client, alert = client_for(coordinator), Alert.objects.all()[0]
    address = f"/alerts/{alert.pk}/cluster/verdict/"
    said = {"outcome": "joint", "text": "One steering committee.", "anyway": "on"}
    assert "Choose at least one alert." in client.post(address, said).content.decode()
    assert "Choose the outcome." in client.post(address, {"alerts": [alert.pk]}).content.decode()

    answer = client.post(address, {**said, "alerts": [alert.pk, 999]}, follow=True)
    assert "1 alert is decided." in answer.content.decode()
    assert Verdict.objects.get().alert == alert
    assert "One steering committee." in focal_point.notifications.get().text


def test_what_was_unticked_is_not_ticked_again(three: list[Project], coordinator: User, client_for: ClientFor) -> None:
    """Neither by what was forgotten beside it, nor where the form was left and is taken up again."""
    client, (one, other) = client_for(coordinator), Alert.objects.all()
    address, ticked = f"/alerts/{one.pk}/cluster/", '<input type="checkbox" name="alerts" value="{}" checked>'
    page = client.get(address).content.decode()
    assert all(ticked.format(alert.pk) in page for alert in (one, other))
    page = client.post(f"{address}verdict/", {"outcome": "joint"}).content.decode()
    assert not any(ticked.format(alert.pk) in page for alert in (one, other))

    form, token = (page.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("form", "token"))
    client.post("/projects/kept/", {"form": form, "token": token, "alerts": [one.pk], "text": "One"})
    page = client.get(address, {"kept": token}).content.decode()
    assert ticked.format(one.pk) in page
    assert ticked.format(other.pk) not in page


def test_who_decides_goes_back_to_the_list_without_asking_the_register(
    three: list[Project], coordinator: User, client_for: ClientFor
) -> None:
    """All other verdicts wait meanwhile, and who has written something would read all of it."""
    client, alert = client_for(coordinator), Alert.objects.all()[0]
    back = f"/alerts/{alert.pk}/cluster/?from=state%3Dopen%26sort%3Dmoney%26country%3DTJ%26at%3D30"
    said = {"outcome": "joint", "text": "One.", "anyway": "on", "alerts": [alert.pk], "back": back}
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(f"/alerts/{alert.pk}/cluster/verdict/", said)
    assert Verdict.objects.count() == 1
    assert dict(QueryDict(urlsplit(answer["Location"]).query).items()) == {
        "state": "open", "sort": "money", "country": "TJ", "page": "2"
    }  # fmt: skip
    assert not any("pg_current_snapshot" in query["sql"] for query in queries)


def test_of_very_many_alerts_the_strongest_are_listed_as_many_as_can_be_taken_back_at_once(
    three: list[Project], coordinator: User, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "MOST", 1)
    weak, strong = Alert.objects.order_by("match_weight")
    page = client_for(coordinator).get(f"/alerts/{weak.pk}/cluster/").content.decode()
    assert "2 open alerts tie them together" in page
    assert "These are the 1 strongest." in page
    assert f'value="{strong.pk}" checked' in page
    assert f'value="{weak.pk}"' not in page


def test_who_decides_answered_alerts_is_not_asked_about_the_silent_partner_of_another(
    three: list[Project], coordinator: User, focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    silent, answered = sorted(Alert.objects.all(), key=lambda alert: alert.second.partner.code == "GB")
    for speaker in (focal_point, other_focal_point):
        make_position(answered, speaker)
    client, said = client_for(coordinator), {"outcome": "joint", "text": "One steering committee."}
    address = f"/alerts/{silent.pk}/cluster/verdict/"
    page = client.post(address, {**said, "alerts": [silent.pk, answered.pk]}).content.decode()
    assert "not answered all of these yet. Tick this to decide all the same." in page
    client.post(address, {**said, "alerts": [answered.pk]})
    assert Verdict.objects.get().alert == answered


def test_that_nothing_follows_for_a_restricted_project_is_said(
    three: list[Project], coordinator: User, client_for: ClientFor
) -> None:
    client, asked = client_for(coordinator), make_alert(three[1], three[2], match_weight=3)
    others = Alert.objects.exclude(pk=asked.pk)
    address, words = f"/alerts/{asked.pk}/cluster/", "Not so with a restricted project"
    assert words not in client.get(address).content.decode()
    Project.objects.filter(pk=three[2].pk).update(visibility=Project.Visibility.RESTRICTED)
    assert words in client.get(address).content.decode()

    said = {"outcome": "merged", "text": "One programme.", "anyway": "on", "alerts": [one.pk for one in others]}
    page = client.post(f"{address}verdict/", said, follow=True).content.decode()
    assert "1 alert is still open, because one of the projects is restricted" in page
    assert f'<a href="{asked.get_absolute_url()}">Alert {asked.pk}</a>' in page
    page = client.get(asked.get_absolute_url()).content.decode()
    first, second = (f'<a href="{one.get_absolute_url()}">alert {one.pk}</a>' for one in others.order_by("pk"))
    assert f"From what was decided of {first} and {second} it follows: Same project: to be recorded once." in page


def test_a_focal_point_answers_the_own_pairs_there(
    three: list[Project], other_focal_point: User, client_for: ClientFor
) -> None:
    client, own = client_for(other_focal_point), Alert.objects.answerable_by(other_focal_point).get()
    address = f"/alerts/{own.pk}/cluster/"
    assert address in client.get(own.get_absolute_url()).content.decode()

    every = list(Alert.objects.values_list("pk", flat=True))
    page = client.post(f"{address}position/", {"alerts": every, "stance": "overlapping"}, follow=True).content.decode()
    assert "1 alert is answered." in page
    assert Position.objects.get().alert == own


def test_the_mail_of_an_alert_leads_to_its_cluster(three: list[Project], focal_point: User) -> None:
    lone = make_alert(make_project("DE"), make_project("JP"))
    tell([(alert, f"alert:{alert.pk}") for alert in Alert.objects.all()], None)

    lists = {row.url: row.lists for row in focal_point.notifications.all()}
    assert lists.pop(lone.get_absolute_url()) == []
    assert {rows["rows"][0]["url"] for [rows] in lists.values()} == {f"{url}cluster/" for url in lists}


def test_the_money_is_that_of_all_members(three: list[Project], coordinator: User, client_for: ClientFor) -> None:
    Contribution.objects.update(amount=100, usd=100)
    for address in (f"/alerts/{Alert.objects.all()[0].pk}/cluster/", "/alerts/"):
        page = client_for(coordinator).get(address).content.decode().replace("\u00a0", " ")
        assert "US$ 200" in page
        assert "of US$ 300 together" in page


def test_money_without_a_rate_takes_out_none_but_itself(
    three: list[Project], coordinator: User, client_for: ClientFor
) -> None:
    Contribution.objects.update(amount=100, usd=100)
    three[0].contributions.update(currency="XAU", usd=None)
    make_relation(three[0], three[1], "third-party")
    page = client_for(coordinator).get(f"/alerts/{Alert.objects.all()[0].pk}/cluster/").content.decode()
    assert "US$ 100 of US$ 200 together. What is reported twice counts once." in read(page).replace("\u00a0", " ")


def test_others_read_it_and_do_not_decide(three: list[Project], analyst: User, client_for: ClientFor) -> None:
    address = f"/alerts/{Alert.objects.all()[0].pk}/cluster/"
    assert "One verdict" not in client_for(analyst).get(address).content.decode()
    assert client_for(analyst).post(f"{address}verdict/", {"outcome": "joint"}).status_code == 403


def test_the_clusters_of_all_open_alerts_are_kept_until_something_changes(
    three: list[Project], coordinator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = open_clusters(coordinator)
    assert first == clusters_in(Alert.objects.all(), coordinator)
    with django_assert_num_queries(2):  # what has changed, and the clusters as they were
        assert open_clusters(coordinator) == first
    make_verdict(Alert.objects.all()[0])
    assert open_clusters(coordinator) == []
