"""Telling people: once each, by mail once each, nothing lost when the mail server is away."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from adam.demo.makers import make_user
from partners.models import Notification, User
from partners.notifications import deliver, notify, release
from tests.conftest import Mailbox
from tests.waiting import free_port

pytestmark = pytest.mark.django_db


def tell(*users: User, key: str = "alert:1", **changes: object) -> None:
    fields = {"kind": "alert", "subject": "Possible overlap", "text": "Two projects.", "url": "/alerts/1/", **changes}
    notify(users, key=key, **fields)


def test_a_person_is_told_once_of_each_thing(analyst: User) -> None:
    tell(analyst)
    tell(analyst)
    assert analyst.notifications.count() == 1


def test_one_notification_is_one_mail_with_its_own_subject(smtp: Mailbox, analyst: User) -> None:
    tell(analyst, subject="Patrouille à la frontière — риск")
    assert deliver() == 1
    (mail,) = smtp.messages
    assert mail["Subject"].strip() == "ADAM: Patrouille à la frontière — риск"
    assert mail["To"] == analyst.email
    body = mail.get_body(("plain",)).get_content()
    assert "Two projects." in body
    assert "/alerts/1/" in body


def test_many_notifications_are_one_digest(smtp: Mailbox, analyst: User) -> None:
    for number in range(60):
        tell(analyst, key=f"alert:{number}")
    deliver()
    (mail,) = smtp.messages
    assert mail["Subject"] == "ADAM: Possible overlap, and 59 more"
    assert "And 10 more" in mail.get_body(("plain",)).get_content()


def test_what_was_decided_leads_before_what_is_withdrawn(smtp: Mailbox, analyst: User) -> None:
    for kind, subject in (("position", "Withdrawn: Boats"), ("verdict", "Decided: Dogs")):
        tell(analyst, kind=kind, key=kind, subject=subject)
    deliver()
    assert smtp.messages[0]["Subject"] == "ADAM: Decided: Dogs, and 1 more"


@pytest.mark.parametrize(
    "asking",
    [
        {"kind": "position", "mail_url": "/alerts/mail/x/"},
        {"kind": "position", "subject": "Ready for a verdict. Germany: the same"},
        {"kind": "assigned"},
    ],
)
def test_what_asks_the_reader_for_something_leads_before_what_is_settled(
    smtp: Mailbox, analyst: User, asking: dict[str, str]
) -> None:
    """Also where more of its kind asks nothing."""
    tell(analyst, kind="verdict", key="a", subject="Decided: Dogs")
    tell(analyst, kind="position", key="b", subject="Germany: no overlap")
    tell(analyst, key="c", **{"subject": "Asked: Boats", **asking})
    deliver()
    [mail] = smtp.messages
    first = asking.get("subject", "Asked: Boats")
    assert mail["Subject"] == f"ADAM: {first}, and 2 more"
    plain = mail.get_body(("plain",)).get_content().replace("\r", "")
    assert f"\nIn this mail:\n- {first}\n- Decided: Dogs\n- Germany: no overlap\n\n" in plain
    assert plain.count("You get this because you have a part in this alert") == 1


def test_a_mail_of_several_begins_with_what_it_holds_what_is_settled_first_and_says_each_reason_once(
    smtp: Mailbox, analyst: User
) -> None:
    for kind, subject in (
        ("alert", "Possible overlap"),
        ("reopened", "Open again: Boats"),
        ("verdict", "Decided: Dogs"),
    ):
        tell(analyst, kind=kind, key=kind, subject=subject)
    deliver()
    (mail,) = smtp.messages
    assert mail["Subject"] == "ADAM: Decided: Dogs, and 2 more"
    plain, html = (mail.get_body((part,)).get_content() for part in ("plain", "html"))
    assert "\nIn this mail:\n- Decided: Dogs\n- Open again: Boats\n- Possible overlap\n\n" in plain.replace("\r", "")
    assert html.index("In this mail") < html.index("Decided: Dogs") < html.index("Open again: Boats")
    for text in (plain, html):
        assert text.count("You get this because you have a part in this alert") == 1
        assert text.count("You get this because") == 2
    for key in ("a", "b"):
        tell(analyst, key=key)
    deliver()
    assert "In this mail" not in smtp.messages[-1].get_body(("plain",)).get_content()


def test_a_batch_waits_until_it_is_complete(smtp: Mailbox, analyst: User) -> None:
    batch = uuid4()
    tell(analyst, key="alert:1", batch=batch)
    tell(analyst, key="alert:2", batch=batch)
    assert deliver() == 0
    release(batch)
    assert deliver() == 1
    assert len(smtp.messages) == 1


def test_a_batch_whose_maker_died_is_mailed_after_an_hour(smtp: Mailbox, analyst: User) -> None:
    tell(analyst, batch=uuid4())
    Notification.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert deliver() == 1


def test_what_was_mailed_is_not_mailed_again(smtp: Mailbox, analyst: User) -> None:
    tell(analyst)
    assert [deliver(), deliver()] == [1, 0]


def test_a_dead_mail_server_loses_nothing(smtp: Mailbox, settings: object, analyst: User) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    tell(analyst)
    with pytest.raises(OSError):  # noqa: PT011 - refused, unreachable or timed out, as the system says it
        deliver()
    settings.EMAIL_PORT = port
    assert deliver() == 1


def test_a_refused_address_does_not_hold_up_the_others(smtp: Mailbox, analyst: User) -> None:
    refused = make_user(User.Role.ANALYST, email="refused@mail.example")
    tell(refused, analyst)
    assert deliver() == 1
    assert [mail["To"] for mail in smtp.messages] == [analyst.email]
    row = refused.notifications.get()
    assert row.attempts == 1
    assert row.due_at > timezone.now()


def test_somebody_who_may_not_sign_in_gets_no_mail(smtp: Mailbox, analyst: User) -> None:
    tell(analyst)
    User.objects.filter(pk=analyst.pk).update(is_active=False)
    assert deliver() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_mail(smtp: Mailbox) -> None:
    people = [make_user(User.Role.ANALYST, email=f"analyst-{number}@mail.example") for number in range(20)]
    tell(*people)

    def work() -> None:
        deliver()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(mail["To"] for mail in smtp.messages) == sorted(person.email for person in people)


def test_nothing_is_told_of_what_is_rolled_back(analyst: User) -> None:
    with transaction.atomic():
        tell(analyst)
        transaction.set_rollback(True)
    assert not Notification.objects.exists()


def test_the_page_shows_mine_only(client: object, analyst: User, coordinator: User) -> None:
    tell(analyst, subject="For the analyst")
    tell(coordinator, subject="For the coordinator")
    client.force_login(analyst)
    page = client.get(reverse("notifications:list")).content.decode()
    assert "For the analyst" in page
    assert "For the coordinator" not in page


def test_opening_one_marks_it_read_and_leads_there(client: object, analyst: User) -> None:
    tell(analyst, url="/projects/")
    client.force_login(analyst)
    answer = client.post(reverse("notifications:open", args=[analyst.notifications.get().pk]))
    assert answer.url == "/projects/"
    assert not analyst.notifications.unread().exists()


def test_another_persons_notification_is_not_found(client: object, analyst: User, coordinator: User) -> None:
    tell(analyst)
    client.force_login(coordinator)
    answer = client.post(reverse("notifications:open", args=[analyst.notifications.get().pk]))
    assert answer.status_code == 404


@pytest.mark.parametrize("rows", [10, 20])
def test_the_page_asks_the_database_as_often_for_many_as_for_few(
    client: object, analyst: User, rows: int, django_assert_num_queries: object
) -> None:
    for number in range(rows):
        tell(analyst, key=f"alert:{number}")
    client.force_login(analyst)
    client.get(reverse("notifications:list"))
    with django_assert_num_queries(9):
        client.get(reverse("notifications:list"))


def test_nothing_due_makes_no_connection(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    assert deliver() == 0
