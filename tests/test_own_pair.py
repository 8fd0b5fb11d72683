"""Two projects of one partner: nothing that is said of them speaks of another."""

from collections.abc import Callable

import pytest
from django.test import Client

from adam.demo.makers import make_alert, make_project
from duplication.models import Alert
from duplication.notices import mail_links
from duplication.notices.alerts import tell
from partners.models import Notification, User

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
OTHER = ("other partner", "The other:", "oth partners")


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
    alert: Alert, focal_point: User, coordinator: User, client_for: ClientFor, is_decided: bool
) -> None:
    address, ours, theirs = alert.get_absolute_url(), client_for(focal_point), client_for(coordinator)
    said = {"partner": focal_point.partner_id, "stance": "overlapping", "text": ""}
    pages = [ours.get(address), ours.post(f"{address}position/", said, follow=True), theirs.get(address)]
    if is_decided:
        verdict = {"outcome": "joint", "text": "One programme."}
        pages = [theirs.post(f"{address}verdict/", verdict, follow=True), ours.get(address)]
    assert [speaks_of_another(page.content.decode()) for page in pages] == [[] for _ in pages]
