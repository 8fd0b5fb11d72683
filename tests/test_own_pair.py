"""Two projects of one partner: nothing that is said of them speaks of another."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.html import escape

from adam.demo.makers import make_alert, make_project
from adam.oversight import review
from duplication.models import Alert
from duplication.notices import mail_links
from duplication.notices.alerts import tell
from partners.models import Notification, User

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
OTHER = ("other partner", "The other:", "oth partners", "two partners")


@pytest.fixture
def alert(focal_point: User) -> Alert:
    return make_alert(make_project("DE", title="Dogs for Nizhny Panj"), make_project("DE", title="Canine unit"))


def speaks_of_another(text: str) -> list[str]:
    return [words for words in OTHER if words in text]


def test_its_mail_names_both_and_its_own_page_asks_for_the_one_partner(
    alert: Alert, focal_point: User, client: Client
) -> None:
    tell([(alert, f"alert:{alert.pk}")], None)
    told = Notification.objects.get()
    assert "Both are of Germany:" in told.text
    page = client.get(mail_links.path(alert.pk, focal_point.pk))
    answer = {"partner": focal_point.partner_id, "stance": "same", "text": ""}
    thanks = client.post(mail_links.path(alert.pk, focal_point.pk), answer, follow=True).content.decode()
    assert "Your position is recorded. The coordinators are told." in " ".join(thanks.split())
    assert [speaks_of_another(text) for text in (told.text, page.content.decode(), thanks)] == [[], [], []]


@pytest.mark.parametrize("is_decided", [False, True])
def test_its_page_speaks_of_the_partner_and_the_coordinators(
    alert: Alert, focal_point: User, coordinator: User, other_focal_point: User, client_for: ClientFor, is_decided: bool
) -> None:
    address, ours, theirs = alert.get_absolute_url(), client_for(focal_point), client_for(coordinator)
    said = {"partner": focal_point.partner_id, "stance": "overlapping", "text": ""}
    pages = [ours.get(address), ours.post(f"{address}position/", said, follow=True), theirs.get(address)]
    pages.append(client_for(other_focal_point).get(address))
    if is_decided:
        verdict = {"outcome": "joint", "text": "One programme."}
        pages = [theirs.post(f"{address}verdict/", verdict, follow=True), ours.get(address)]
    assert [speaks_of_another(page.content.decode()) for page in pages] == [[] for _ in pages]


def test_it_is_told_listed_and_counted_as_a_kind_of_its_own(
    alert: Alert, focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    """As it has a threshold of its own."""
    Alert.objects.filter(pk=alert.pk).update(kind="same_project")
    other = make_alert(make_project("DE"), make_project("GB"), kind="same_project")
    client, words = client_for(coordinator), escape("One partner's project entered twice")
    page = client.get(alert.get_absolute_url()).content.decode()
    assert f"{words} · alert {alert.pk}" in page
    assert "<h1>This may be one project, entered twice: " in page
    assert words not in client.get(other.get_absolute_url()).content.decode()
    for kind, found in (("own_double", alert), ("same_project", other)):
        assert [view.pk for view in client.get(f"/alerts/?kind={kind}").context["alerts"]] == [found.pk]
        [told] = client.get(f"/api/alerts/?kind={kind}").json()["results"]
        assert (told["id"], told["kind"]) == (found.pk, kind)
    assert {kind: numbers[0][1] for kind, _, numbers in review.waiting(coordinator)} == {
        "same_project": 1, "same_work": 0, "complementary": 0, "timing_clash": 0, "own_double": 1,
    }  # fmt: skip
