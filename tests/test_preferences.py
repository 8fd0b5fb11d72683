"""How often people are mailed: what they chose, when digests go out, and the link in each mail that ends it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from adam.demo.makers import make_user
from partners.kinds import KINDS, kind_of, offered_to
from partners.models import Notification, Preference, Rhythm, User
from partners.notifications import deliver, mark_read, notify, release
from partners.preferences import choose
from partners.rhythms import last_moment, next_moment
from partners.stopping import stop_url
from tests.conftest import Mailbox

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)
CASES = [  # rhythm, now, last moment, next moment
    (Rhythm.DAILY, MONDAY, MONDAY, MONDAY + timedelta(days=1)),
    (Rhythm.DAILY, MONDAY - timedelta(seconds=1), MONDAY - timedelta(days=1), MONDAY),
    (Rhythm.WEEKLY, MONDAY, MONDAY, MONDAY + timedelta(days=7)),
    (Rhythm.WEEKLY, MONDAY - timedelta(seconds=1), MONDAY - timedelta(days=7), MONDAY),
    (Rhythm.WEEKLY, MONDAY + timedelta(days=3), MONDAY, MONDAY + timedelta(days=7)),
]


def tell(*users: User, kind: str = "alert", key: str = "alert:1", **changes: object) -> None:
    fields = {"subject": "Possible overlap", "text": "Two projects.", "url": "/alerts/1/", **changes}
    notify(users, kind=kind, key=key, **fields)


def all_due() -> None:
    Notification.objects.filter(due_at__isnull=False).update(due_at=timezone.now())


@pytest.mark.parametrize(("rhythm", "now", "last", "next"), CASES)
def test_when_mail_of_a_rhythm_goes_out(rhythm: Rhythm, now: datetime, last: datetime, next: datetime) -> None:
    assert last_moment(rhythm, now) == last
    assert next_moment(rhythm, now) == next


def test_the_hour_stays_where_clocks_change(settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Vienna"
    vienna = ZoneInfo("Europe/Vienna")
    saturday = datetime(2026, 3, 28, 12, tzinfo=vienna)
    assert next_moment(Rhythm.DAILY, saturday) == datetime(2026, 3, 29, 7, tzinfo=vienna)
    assert next_moment(Rhythm.DAILY, saturday).astimezone(UTC).hour == 5


def test_every_kind_may_have_its_default() -> None:
    assert all(kind.default in kind.rhythms for kind in KINDS.values())
    assert kind_of("watch:12").name == "watch"
    assert kind_of("something-new").name == "account"


def test_a_daily_thing_waits_for_its_hour(smtp: Mailbox, focal_point: User) -> None:
    tell(focal_point, kind="relation")
    assert deliver() == 0
    assert focal_point.notifications.get().due_at == next_moment(Rhythm.DAILY)
    all_due()
    assert deliver() == 1


def test_each_rhythm_is_one_mail_that_says_why_it_came(smtp: Mailbox, focal_point: User) -> None:
    tell(focal_point, key="b", kind="verdict", subject="Decided")
    tell(focal_point, key="a")
    tell(focal_point, key="c", kind="watch:7", reason="you watch Tajikistan", subject="New in Tajikistan")
    tell(focal_point, key="d", kind="watch:8", reason="you watch Kyrgyzstan", subject="New in Kyrgyzstan")
    all_due()
    assert deliver() == 2
    at_once, weekly = sorted(smtp.messages, key=lambda mail: mail["Subject"])
    assert at_once["Subject"] == "ADAM: Decided, and 1 more"  # before what is new
    for part in ("plain", "html"):
        text = weekly.get_body((part,)).get_content()
        assert "You get this because you watch Tajikistan, once a week." in text
        assert "You get this because you watch Kyrgyzstan, once a week." in text


def test_one_click_ends_exactly_what_the_mail_is_about(smtp: Mailbox, focal_point: User) -> None:
    tell(focal_point, key="a", kind="watch:7", in_time=True)
    deliver()
    (mail,) = smtp.messages
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail["List-Unsubscribe"].strip(" <>")
    assert address.startswith("http")
    path = address[address.index("/notifications/") :]
    answer = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert list(Preference.objects.values_list("user", "kind", "rhythm")) == [(focal_point.pk, "watch:7", "never")]

    tell(focal_point, key="b", kind="watch:7", in_time=True)
    tell(focal_point, key="c", kind="watch:8", in_time=True)
    deliver()
    assert focal_point.notifications.filter(mailed_at__isnull=True).get().kind == "watch:7"
    assert focal_point.notifications.count() == 3


def test_following_the_link_only_asks(client: Client, focal_point: User) -> None:
    path = stop_url(focal_point.pk, ["verdict"]).partition("/notifications")[2]
    page = client.get(f"/notifications{path}")
    assert "Decisions on alerts" in page.content.decode()
    assert not Preference.objects.exists()
    client.post(f"/notifications{path}")
    assert "These mails are stopped already" in client.get(f"/notifications{path}").content.decode()


def test_nobody_else_stops_them_by_it(
    focal_point: User, other_focal_point: User, client_for: Callable[[User], Client]
) -> None:
    path = f"/notifications{stop_url(focal_point.pk, ['verdict']).partition('/notifications')[2]}"
    client = client_for(other_focal_point)
    assert [client.get(path).status_code, client.post(path).status_code] == [403, 403]
    assert not Preference.objects.exists()


def test_a_link_with_another_signature_ends_nothing(client: Client, focal_point: User) -> None:
    good = stop_url(focal_point.pk, ["verdict"]).partition("/notifications")[2]
    other = stop_url(focal_point.pk + 1, ["verdict"]).partition("/notifications")[2]
    mixed = f"/notifications{good.partition(':')[0]}:{other.partition(':')[2]}"
    assert client.post(mixed).status_code == 404
    assert not Preference.objects.exists()


def test_never_is_shown_on_the_site_and_not_mailed(smtp: Mailbox, client: Client, focal_point: User) -> None:
    choose(focal_point, {"alert": Rhythm.NEVER})
    tell(focal_point)
    assert deliver() == 0
    Notification.objects.update(created_at=timezone.now() - timedelta(hours=3))
    assert deliver() == 0
    client.force_login(focal_point)
    assert "Possible overlap" in client.get(reverse("notifications:list")).content.decode()


def test_only_what_differs_from_the_default_is_kept(focal_point: User) -> None:
    choose(focal_point, {"alert": Rhythm.DAILY, "verdict": Rhythm.AT_ONCE})
    assert list(Preference.objects.values_list("kind", flat=True)) == ["alert"]
    choose(focal_point, {"alert": Rhythm.AT_ONCE})
    assert not Preference.objects.exists()


def test_another_choice_moves_what_waits(smtp: Mailbox, focal_point: User, other_focal_point: User) -> None:
    tell(focal_point, other_focal_point, kind="relation")
    choose(focal_point, {"relation": Rhythm.AT_ONCE})
    assert deliver() == 1
    assert smtp.messages[0]["To"] == focal_point.email
    choose(other_focal_point, {"relation": Rhythm.NEVER})
    assert other_focal_point.notifications.get().due_at is None
    choose(other_focal_point, {"relation": Rhythm.WEEKLY})
    assert other_focal_point.notifications.get().due_at == next_moment(Rhythm.WEEKLY)


def test_a_batch_is_released_in_each_persons_rhythm(smtp: Mailbox, focal_point: User, other_focal_point: User) -> None:
    batch, third = uuid4(), make_user(User.Role.ANALYST)
    choose(other_focal_point, {"alert": Rhythm.DAILY})
    choose(third, {"alert": Rhythm.NEVER})
    for number in range(3):
        tell(focal_point, other_focal_point, third, key=f"alert:{number}", batch=batch)
    release(batch)
    assert deliver() == 1
    due = {user: set(user.notifications.values_list("due_at", flat=True)) for user in (other_focal_point, third)}
    assert due == {other_focal_point: {next_moment(Rhythm.DAILY)}, third: {None}}


def test_what_was_read_on_the_site_is_not_mailed(smtp: Mailbox, focal_point: User) -> None:
    tell(focal_point)
    mark_read(focal_point, "/alerts/1/")
    assert deliver() == 0


def test_the_page_keeps_the_choice(client: Client, focal_point: User) -> None:
    client.force_login(focal_point)
    path = reverse("notifications:preferences")
    chosen = {kind.name: kind.default for kind in offered_to(focal_point)} | {"watch": "daily"}
    assert client.post(path, chosen).status_code == 302
    assert Preference.objects.get().rhythm == "daily"
    page = client.post(path, chosen | {"watch": "hourly"})
    assert "Choose one of the times." in page.content.decode()


def test_the_page_asks_the_database_little(
    client: Client, focal_point: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(focal_point)
    client.get(reverse("notifications:preferences"))
    with django_assert_num_queries(8):
        client.get(reverse("notifications:preferences"))


def test_nobody_chooses_about_mails_that_never_come(focal_point: User, analyst: User, coordinator: User) -> None:
    names = {user: {kind.name for kind in offered_to(user)} for user in (focal_point, analyst, coordinator)}
    assert names[focal_point] == set(KINDS) - {"unheard", "assigned", "report"}
    assert names[analyst] == {"watch", "account", "export"}
    assert names[coordinator] == {*names[analyst], "position", "message", "reopened", "unheard", "assigned", "report"}
