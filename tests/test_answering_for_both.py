"""One person who speaks for both partners: each is asked, answers and counts by itself."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from adam.demo.makers import make_alert, make_position, make_project
from duplication.models import Alert, Position
from duplication.notices import mail_links, reminding
from duplication.notices.alerts import tell
from duplication.queue.attending import say
from duplication.review.positions import give
from partners.models import FocalPoint, Notification, Partner, User
from tests.test_alert_queue import waiting

ClientFor = Callable[[User], Client]


@pytest.fixture
def both(focal_point: User, united_kingdom: Partner) -> User:
    """Focal point of Germany and of the United Kingdom."""
    FocalPoint.objects.create(user=focal_point, partner=united_kingdom, started=timezone.localdate())
    return User.objects.get(pk=focal_point.pk)


@pytest.fixture
def alert(both: User) -> Alert:
    return make_alert(make_project("DE", title="Dogs for Nizhny Panj"), make_project("GB", title="Canine unit"))


def answered() -> set[str]:
    return set(Position.objects.values_list("partner__code", flat=True))


def test_it_waits_until_each_has_answered(
    alert: Alert, both: User, germany: Partner, united_kingdom: Partner, client_for: ClientFor
) -> None:
    client = client_for(both)
    for partner, left in ((germany, 1), (united_kingdom, 0)):
        assert waiting(client) == 1
        make_position(alert, both, partner=partner)
        assert waiting(client) == left
    assert Alert.objects.open().answered().get() == alert


def test_its_page_asks_for_the_one_that_is_missing(
    alert: Alert, both: User, germany: Partner, united_kingdom: Partner, client_for: ClientFor
) -> None:
    client, said = client_for(both), {"stance": "same", "text": ""}
    address = f"{alert.get_absolute_url()}position/"
    assert client.get(alert.get_absolute_url()).context["position_form"]["partner"].value() == germany.pk
    page = client.post(address, {"partner": germany.pk, **said}, follow=True)
    assert "You speak for United Kingdom too, which has not answered yet." in page.content.decode()
    assert page.context["position_form"]["partner"].value() == united_kingdom.pk
    page = client.post(address, {"partner": united_kingdom.pk, **said}, follow=True)
    assert "which has not answered yet" not in page.content.decode()
    assert answered() == {"DE", "GB"}


def test_what_is_said_of_several_is_said_for_each(alert: Alert, both: User, coordinator: User) -> None:
    assert say(both, [alert.pk], "overlapping", "Both are ours.").done == [alert]
    assert answered() == {"DE", "GB"}
    assert say(both, [alert.pk], "overlapping", "Both are ours.").done == [alert]
    assert Position.objects.count() == coordinator.notifications.filter(kind="position").count() == 2


def test_of_several_nothing_is_said_for_one_where_the_other_says_otherwise(
    alert: Alert, both: User, united_kingdom: Partner
) -> None:
    make_position(alert, both, partner=united_kingdom, stance="same")
    [(_, why)] = say(both, [alert.pk], "overlapping", "").not_done
    assert why.startswith(f"answered already by {both}: It is the same project.")
    assert answered() == {"GB"}


def test_the_link_of_a_mail_takes_one_answer_for_each(
    alert: Alert, both: User, germany: Partner, united_kingdom: Partner, client: Client
) -> None:
    link, said = mail_links.path(alert.pk, both.pk), {"stance": "same", "text": ""}
    for _ in range(2):
        page = client.post(link, {"partner": germany.pk, **said}, follow=True).content.decode()
        assert "Open the link in the mail once more to answer for it." in page
    page = client.get(link).content.decode()
    assert f'<input type="hidden" name="partner" value="{united_kingdom.pk}"' in page
    assert "once more" not in client.post(link, {"partner": united_kingdom.pk, **said}, follow=True).content.decode()
    page = client.get(link).content.decode()
    assert f"You have answered already, for {germany} on " in page
    assert f"You have answered already, for {united_kingdom} on " in page
    assert Position.objects.count() == 2


def test_who_has_answered_for_one_is_still_asked_for_the_other(
    alert: Alert, both: User, germany: Partner, united_kingdom: Partner
) -> None:
    tell([(alert, f"alert:{alert.pk}")], None)
    for partner, left in ((germany, 1), (united_kingdom, 0)):
        give(Position(alert=alert, author=both, partner=partner, stance="same"))
        assert Notification.objects.unread().filter(kind="alert", user=both).count() == left


def test_a_reminder_names_the_partners_that_have_not_answered(alert: Alert, both: User, germany: Partner) -> None:
    Alert.objects.update(raised_at=timezone.now() - timedelta(days=8))
    reminding.remind()
    assert "Germany and United Kingdom were asked on " in both.notifications.get().text
    make_position(alert, both, partner=germany)
    Alert.objects.update(raised_at=timezone.now() - timedelta(days=22))
    reminding.remind()
    assert "United Kingdom was asked on " in both.notifications.latest("created_at").text
