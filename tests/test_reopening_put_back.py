"""What had opened an alert again and was put back: what is told of it is what stands."""

import pytest
from django.test import Client
from django.utils import timezone

from adam.demo.makers import make_verdict
from duplication.detection import check
from duplication.models import Alert
from duplication.notices import mail_links
from duplication.notices.verdicts import tell_of_undoing, tell_of_verdicts
from duplication.review.undoing import undo
from partners.models import Notification, User
from partners.notifications import deliver
from projects.models import Project
from tests.conftest import Mailbox
from tests.reported_twice import checked, pay

BACK = "What had changed was put back"


@pytest.fixture
def opened(pair: tuple[Project, Project], focal_point: User, coordinator: User) -> Alert:
    """By a budget that is another now."""
    make_verdict(alert := Alert.objects.get(), coordinator)
    Notification.objects.all().delete()
    pay(pair[1], 250_000)
    check(pair[1].pk)
    return alert


def budget(pair: tuple[Project, Project], usd: int) -> None:
    pay(pair[1], usd)
    check(pair[1].pk)


def test_what_is_not_mailed_yet_is_told_as_it_stands(
    pair: tuple[Project, Project], opened: Alert, focal_point: User, smtp: Mailbox
) -> None:
    budget(pair, 100_000)
    told = focal_point.notifications.get()
    assert told.subject.startswith("Open again, as it was: ")
    assert BACK in told.text
    Notification.objects.update(due_at=timezone.now())
    deliver()
    bodies = [mail.get_payload(0).get_payload(decode=True).decode() for mail in smtp.messages]
    assert [(BACK in body, "This has changed since" in body) for body in bodies] == [(True, False)] * len(bodies)
    checked(*pair)
    assert focal_point.notifications.get() == told

    Notification.objects.update(mailed_at=None)
    budget(pair, 250_000)
    assert "This has changed since" in focal_point.notifications.get().text


def test_who_was_mailed_hears_it_too_and_the_next_verdict_calls_it_off(
    pair: tuple[Project, Project], opened: Alert, focal_point: User, coordinator: User
) -> None:
    Notification.objects.update(mailed_at=timezone.now())
    budget(pair, 100_000)
    assert focal_point.notifications.count() == 2
    told = focal_point.notifications.get(mailed_at=None)
    assert BACK in told.text
    tell_of_verdicts([make_verdict(opened, coordinator)])
    told.refresh_from_db()
    assert told.called_off_at


def test_it_is_mailed_after_all_when_the_verdict_that_called_it_off_is_undone(
    pair: tuple[Project, Project], opened: Alert, focal_point: User, coordinator: User
) -> None:
    budget(pair, 100_000)
    tell_of_verdicts([slip := make_verdict(opened, coordinator)])
    told = focal_point.notifications.get(kind="reopened")
    assert told.called_off_at
    tell_of_undoing(undo([slip]))
    told = focal_point.notifications.get()
    assert (BACK in told.text, told.called_off_at, told.due_at is not None) == (True, None, True)


def test_the_page_behind_the_link_of_the_mail_says_it(
    pair: tuple[Project, Project], opened: Alert, focal_point: User, client: Client
) -> None:
    link = mail_links.path(opened.pk, focal_point.pk)
    assert "because this has changed since" in client.get(link).content.decode()
    budget(pair, 100_000)
    page = client.get(link).content.decode()
    assert BACK in page
    assert "because this has changed since" not in page


def test_who_may_not_read_what_changed_is_not_told_that_it_was_put_back(
    pair: tuple[Project, Project], focal_point: User, coordinator: User
) -> None:
    make_verdict(Alert.objects.get(), coordinator)
    Project.objects.filter(pk=pair[1].pk).update(visibility=Project.Visibility.RESTRICTED)
    Notification.objects.all().delete()
    budget(pair, 250_000)
    budget(pair, 100_000)
    assert [row.subject.partition(":")[0] for row in focal_point.notifications.all()] == ["Open again"]
    assert BACK in coordinator.notifications.get().text
