"""What a person was told of something is shown, and mailed later, only as long as he or she may read it."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from adam.demo.makers import get_partner, make_alert, make_need, make_position, make_project, make_recommendation
from duplication.notices import alerts
from duplication.notices.verdicts import tell_of_position
from partners.models import FocalPoint, Notification, Rhythm, User
from partners.notifications import deliver
from partners.preferences import choose
from projects.models import Project, ProjectRelation, Watch
from projects.relations import tell_other_side
from projects.watching import tell as tell_watchers
from roundtables.following.telling import tell_of_link
from roundtables.needs.telling import tell_of_need
from tests.conftest import Mailbox

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
SECRET = "Listening posts on the Panj"


@pytest.fixture
def theirs(focal_point: User) -> Project:
    """A planned project of Germany, which everybody may see at first."""
    return make_project("DE", title=SECRET, status="1", countries=["TJ"], themes=["T1.3"], start=None, end=None)


def by_an_alert(theirs: Project, reader: User, author: User) -> None:
    alerts.tell([(make_alert(theirs, make_project(reader.partner.code)), "alert:1")], None)  # type: ignore[union-attr]


def by_what_is_said(theirs: Project, reader: User, author: User) -> None:
    alert = make_alert(theirs, make_project(reader.partner.code))  # type: ignore[union-attr]
    tell_of_position(make_position(alert, author, text=f"{SECRET} are ours"))


def by_a_match(theirs: Project, reader: User, author: User) -> None:
    tell_of_need.func(make_need("TJ", theme_id="T1.3", title="Listening posts on the river Panj").pk)


def by_a_relation(theirs: Project, reader: User, author: User) -> None:
    own = make_project(reader.partner.code)  # type: ignore[union-attr]
    tell_other_side(ProjectRelation.objects.create(first=theirs, second=own, kind="3"), theirs, author)


def by_a_watch(theirs: Project, reader: User, author: User) -> None:
    watch = Watch.objects.create(user=reader, project=theirs, told_until=timezone.now() - timedelta(days=8))
    choose(reader, {watch.kind: Rhythm.AT_ONCE})
    theirs.status = Project.Status.IMPLEMENTATION
    theirs.save()
    tell_watchers(timezone.now())


WAYS = [by_an_alert, by_what_is_said, by_a_match, by_a_relation, by_a_watch]


@pytest.mark.parametrize("told", WAYS)
def test_words_on_a_project_are_gone_from_the_list_and_from_mails_when_it_is_shared_no_more(
    told: Callable[..., None],
    theirs: Project,
    recipient: User,
    focal_point: User,
    client_for: ClientFor,
    smtp: Mailbox,
) -> None:
    told(theirs, recipient, focal_point)
    assert recipient.notifications.exists()
    assert SECRET in client_for(recipient).get("/notifications/").content.decode()

    Project.objects.filter(pk=theirs.pk).update(visibility=Project.Visibility.RESTRICTED)
    html = client_for(recipient).get("/notifications/").content.decode()
    assert SECRET not in html
    assert "This told of something that was taken back, or that you may not see any more." in html
    recipient.notifications.update(due_at=timezone.now(), mailed_at=None, read_at=None)
    deliver()
    assert [mail for mail in smtp.messages if mail["To"] == recipient.email] == []

    Notification.objects.update(about=[])  # as they were stored before
    with connection.cursor() as cursor:
        cursor.execute(import_module("roundtables.migrations.0010_what_was_told_of_whom").NAMED)
    assert SECRET not in client_for(recipient).get("/notifications/").content.decode()


def test_who_speaks_for_the_partner_no_longer_reads_its_restricted_projects_in_old_notifications(
    theirs: Project, focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    Project.objects.filter(pk=theirs.pk).update(visibility=Project.Visibility.RESTRICTED)
    tell_of_link(make_recommendation(), theirs, coordinator)
    assert SECRET in client_for(focal_point).get("/notifications/").content.decode()
    FocalPoint.objects.filter(user=focal_point).delete()
    User.objects.filter(pk=focal_point.pk).update(partner=get_partner("FR"))
    fresh = User.objects.get(pk=focal_point.pk)
    assert SECRET not in client_for(fresh).get("/notifications/").content.decode()


def test_what_was_said_in_an_alert_is_gone_for_who_left_the_partner_though_both_projects_are_public(
    theirs: Project, focal_point: User, recipient: User, client_for: ClientFor, smtp: Mailbox
) -> None:
    alert = make_alert(theirs, make_project(recipient.partner.code))  # type: ignore[union-attr]
    tell_of_position(make_position(alert, focal_point, text="Between the two of us"))
    Notification.objects.update(about=[f"project:{theirs.pk}"])  # as they were stored before
    with connection.cursor() as cursor:
        cursor.execute(import_module("roundtables.migrations.0012_alerts_that_were_told_of").NAMED)
    assert "Between the two of us" in client_for(recipient).get("/notifications/").content.decode()

    FocalPoint.objects.filter(user=recipient).delete()
    User.objects.filter(pk=recipient.pk).update(partner=get_partner("FR"))
    fresh = User.objects.get(pk=recipient.pk)
    assert "Between the two of us" not in client_for(fresh).get("/notifications/").content.decode()
    recipient.notifications.update(due_at=timezone.now(), mailed_at=None, read_at=None)
    deliver()
    assert [mail for mail in smtp.messages if mail["To"] == recipient.email] == []


def test_what_a_partner_said_before_counts_as_read_by_who_hears_what_it_says_now(
    theirs: Project, focal_point: User, recipient: User, coordinator: User
) -> None:
    alert = make_alert(theirs, make_project(recipient.partner.code))  # type: ignore[union-attr]
    tell_of_position(own := make_position(alert, recipient))
    tell_of_position(make_position(alert, focal_point))
    recipient.notifications.filter(mailed_at=None).update(due_at=timezone.now() + timedelta(hours=1))
    tell_of_position(last := make_position(alert, focal_point, stance="same"))
    assert [row.key for row in recipient.notifications.unread()] == [f"position:{last.pk}"]
    assert {row.key for row in coordinator.notifications.unread()} == {f"position:{one.pk}" for one in (own, last)}
    assert recipient.notifications.filter(due_at__isnull=False).count() == 1  # nor is it mailed


def test_the_list_takes_the_same_queries_however_many_things_it_names(
    theirs: Project, recipient: User, focal_point: User, client_for: ClientFor, django_assert_max_num_queries: Callable
) -> None:
    client = client_for(recipient)
    for at in range(8):
        by_what_is_said(make_project("DE", title=f"{SECRET} {at}"), recipient, focal_point)
    with django_assert_max_num_queries(14):
        client.get("/notifications/")
