"""A verdict that took the place of another is taken back: what stood a second before stands again."""

from collections.abc import Callable
from datetime import timedelta

import pgtrigger
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import make_alert, make_position, make_project, make_user, make_verdict
from duplication.models import Alert, Position, Reopening, Verdict
from duplication.notices.reminding import asked_at
from duplication.notices.verdicts import Undone, key_of, tell_of_undoing, tell_of_verdicts
from duplication.queue.attending import undo_several
from duplication.review.undoing import undo
from partners.models import Notification, User
from projects.models import Project, ProjectRelation

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
SAME = {"outcome": "merged", "reason": ""}


@pytest.fixture
def alert() -> Alert:
    return make_alert(make_project("DE"), make_project("GB"))


def test_undo_is_offered_and_gives_back_verdict_relation_and_positions(
    alert: Alert, coordinator: User, focal_point: User, client_for: ClientFor
) -> None:
    other = make_user(User.Role.COORDINATOR, name="Mirzo Tursunov")
    make_position(alert, focal_point)
    former = make_verdict(alert, other, text="One report each.", **SAME)
    relation = ProjectRelation.objects.get()
    asked = Alert.objects.annotate(at=asked_at()).get().at
    client = client_for(coordinator)
    sent = {"outcome": "joint", "text": "Oops.", "anyway": "on", "opened_on": former.pk}
    page = client.post(f"/alerts/{alert.pk}/verdict/", sent, follow=True).content.decode()
    slip = Verdict.objects.standing().get()
    assert f'name="verdicts" value="{slip.pk}"' in page
    page = client.post("/alerts/undo/", {"verdicts": slip.pk, "back": "/alerts/"}, follow=True).content.decode()

    assert "The verdict is taken back. Decided as before." in page
    assert Verdict.objects.standing().get() == former
    assert (former.decided_by, former.text) == (other, "One report each.")
    assert ProjectRelation.objects.get() == relation
    assert Position.objects.in_force().exists()
    assert Alert.objects.annotate(at=asked_at()).get().at == asked
    assert not Verdict.objects.meant().filter(pk=slip.pk).exists()


def test_partners_read_no_words_of_what_was_taken_back(
    alert: Alert, coordinator: User, focal_point: User, client_for: ClientFor
) -> None:
    slip = make_verdict(alert, coordinator, text="It is GB-7.", recommendation="Ask of GB-8.", **SAME)
    tell_of_verdicts([slip])
    Notification.objects.update(mailed_at=timezone.now())
    own, addresses = client_for(focal_point), (alert.get_absolute_url(), "/notifications/")
    assert all("It is GB-7." in own.get(address).content.decode() for address in addresses)

    tell_of_undoing(undo([slip]))
    for address in addresses:
        page = own.get(address).content.decode()
        assert not any(words in page for words in ("GB-7", "GB-8"))
    assert "Its words were taken back with it." in own.get(alert.get_absolute_url()).content.decode()
    page = client_for(coordinator).get(alert.get_absolute_url()).content.decode()
    assert "It is GB-7." in page
    assert "Ask of GB-8." in page


def test_history_says_what_was_taken_back_and_what_stands_again(
    alert: Alert, coordinator: User, client_for: ClientFor
) -> None:
    make_verdict(alert, **SAME)
    tell_of_undoing(undo([make_verdict(alert, coordinator, outcome="joint", reason="")]))
    tell_of_undoing(undo([make_verdict(alert, coordinator, outcome="divided", reason="")]))
    page = client_for(coordinator).get(alert.get_absolute_url()).content.decode()
    for words in ("Joint programme", "Divided by place, time or agency"):
        assert f"“{words}” is taken back. “Same project: to be recorded once” of" in page
    assert page.count("It takes the place of “Same project: to be recorded once”") == 2
    assert "mistake" not in page
    assert "Decided: Same project" in page


def test_what_had_followed_follows_again_and_what_was_decided_meanwhile_stays(coordinator: User) -> None:
    a, b, c, d = (make_project(partner) for partner in ("DE", "GB", "FR", "JP"))
    implied = [make_alert(a, third) for third in (c, d)]
    for third in (c, d):
        make_verdict(make_alert(b, third), **SAME)
    make_verdict(alert := make_alert(a, b), **SAME)
    related = set(ProjectRelation.objects.all())
    first, _ = followed = list(Verdict.objects.filter(alert__in=implied).order_by("pk"))
    slip = make_verdict(alert, coordinator, outcome="joint", reason="")
    assert set(Alert.objects.open()) == set(implied)
    tell_of_undoing(undo([slip]))
    assert list(Verdict.objects.standing().filter(alert__in=implied).order_by("pk")) == followed
    assert set(ProjectRelation.objects.all()) == related

    slip = make_verdict(alert, coordinator, outcome="joint", reason="")
    meanwhile = make_verdict(first.alert, outcome="joint", reason="")
    tell_of_undoing(undo([slip]))
    assert set(Verdict.objects.standing().filter(alert__in=implied)) == {meanwhile, followed[1]}


def test_what_had_followed_is_known_by_its_kind_whatever_its_words_and_the_clock(coordinator: User) -> None:
    a, b, c = (make_project(partner) for partner in ("DE", "GB", "FR"))
    follows = make_alert(a, c)
    make_verdict(make_alert(b, c), **SAME)
    make_verdict(alert := make_alert(a, b), **SAME)
    implied = follows.verdicts.get()
    slip = make_verdict(alert, coordinator, outcome="joint", reason="")
    assert implied.reopening.kind == Reopening.Kind.RESTED
    with pgtrigger.ignore("duplication.Reopening:reopening_append_only"):
        Reopening.objects.filter(verdict=implied).update(text="Else.", created_at=slip.created_at - timedelta(days=1))
    tell_of_undoing(undo([slip]))
    assert follows.verdicts.standing().get() == implied


def test_of_several_undone_each_is_unsaid_whatever_followed_between(coordinator: User, focal_point: User) -> None:
    """A is B is D and A is C is D: with the second way gone the pair A, D follows from the first, then from none."""
    a, b, c, d = (make_project(partner) for partner in ("DE", "GB", "FR", "JP"))
    follows = make_alert(a, d)
    one_way = [make_verdict(make_alert(*pair), coordinator, **SAME) for pair in ((a, b), (b, d))]
    implied = follows.verdicts.get()
    other_way = [make_verdict(make_alert(*pair), coordinator, **SAME) for pair in ((a, c), (c, d))]
    assert focal_point.notifications.filter(key=key_of(implied)).exists()

    tell_of_undoing(undo([one_way[1]]))
    instead = follows.verdicts.standing().get()
    assert instead != implied
    assert focal_point.notifications.filter(url=follows.get_absolute_url()).count() == 1  # it says what holds
    tell_of_undoing(undo([one_way[0], *other_way]))
    assert not follows.verdicts.standing().exists()
    told = focal_point.notifications.filter(url=follows.get_absolute_url(), due_at__isnull=False)
    assert not told.exists()


def test_what_follows_otherwise_is_told_anew_and_the_slip_is_not(coordinator: User, focal_point: User) -> None:
    a, b, c, d = (make_project(partner) for partner in ("DE", "GB", "FR", "JP"))
    follows = make_alert(a, d)
    for pair in ((a, b), (b, d)):
        slip = make_verdict(make_alert(*pair), coordinator, **SAME)
    make_verdict(make_alert(a, c), coordinator, **SAME)
    make_verdict(make_alert(c, d), coordinator, outcome="not_overlap", reason="time")
    implied = follows.verdicts.get()
    tell_of_undoing(undo([slip]))
    instead = follows.verdicts.standing().get()
    assert (implied.outcome, instead.outcome) == ("merged", "not_overlap")
    assert [one.key for one in focal_point.notifications.filter(url=follows.get_absolute_url())] == [key_of(instead)]


def test_that_it_follows_again_is_not_mailed_once_something_else_is_decided(
    coordinator: User, focal_point: User
) -> None:
    a, b, c = (make_project(partner) for partner in ("DE", "GB", "FR"))
    follows = make_alert(a, c)
    make_verdict(make_alert(b, c), **SAME)
    make_verdict(alert := make_alert(a, b), **SAME)
    slip = make_verdict(alert, coordinator, outcome="joint", reason="")
    Notification.objects.update(mailed_at=timezone.now())
    tell_of_undoing(undo([slip]))
    told = focal_point.notifications.filter(url=follows.get_absolute_url(), key__startswith="verdict:undone")
    assert told.get().due_at
    tell_of_verdicts([make_verdict(follows, coordinator, outcome="joint", reason="")])
    assert told.get().due_at is None


def test_what_projects_were_merged_on_is_neither_undone_nor_opened_nor_decided_anew(
    coordinator: User, client_for: ClientFor
) -> None:
    a, b, c = (make_project(partner) for partner in ("DE", "GB", "FR"))
    follows = make_alert(a, c)
    given = make_verdict(make_alert(a, b), coordinator, **SAME)
    make_verdict(make_alert(b, c), **SAME)
    Project.objects.filter(pk=c.pk).update(merged_into=a, published_at=None)
    client, page = client_for(coordinator), f"/alerts/{given.alert_id}"

    anew = {"outcome": "joint", "anyway": "on", "opened_on": given.pk}
    for address, sent in ((f"{page}/reopen/", {"text": "New facts."}), (f"{page}/verdict/", anew)):
        assert "On what follows from this verdict two other projects were merged." in said_to(client, address, sent)
    assert "You gave this verdict. You can take it back" not in client.get(f"{page}/").content.decode()
    assert 'form="undo-one"' not in client.get("/alerts/?state=decided").content.decode()
    refused = said_to(client, "/alerts/undo/", {"verdicts": given.pk})
    assert "two projects were merged meanwhile on what follows from it" in refused
    assert Verdict.objects.standing().filter(alert=follows).exists()
    assert Verdict.objects.standing().count() == 3


def said_to(client: Client, address: str, sent: dict[str, object]) -> str:
    return client.post(address, sent, follow=True).content.decode()


def test_nothing_of_it_is_told_to_who_has_not_heard_and_what_was_called_off_is_mailed_after_all(
    alert: Alert, coordinator: User, focal_point: User, other_focal_point: User
) -> None:
    former = make_verdict(alert, coordinator, **SAME)
    tell_of_verdicts([former])
    other_focal_point.notifications.mark_read()
    slip = make_verdict(alert, coordinator, outcome="joint", reason="")
    tell_of_verdicts([slip])
    assert focal_point.notifications.get(key=key_of(former)).due_at is None
    other_focal_point.notifications.mark_read()
    tell_of_undoing(undo([slip]))

    [mine] = focal_point.notifications.all()
    assert (mine.key, mine.due_at is not None) == (key_of(former), True)
    heard = other_focal_point.notifications.order_by("-pk")[0]
    assert heard.subject.startswith("Stands again: Same project")
    assert "“Joint programme” is taken back. “Same project: to be recorded once” of" in heard.text
    assert "counted once in totals" in heard.text


def test_of_a_restricted_project_the_undo_tells_nothing_more(coordinator: User, focal_point: User) -> None:
    secret = make_project("GB", title="Scanners for Kulma", visibility=Project.Visibility.RESTRICTED, amount=777_777)
    alert = make_alert(make_project("DE"), secret)
    make_verdict(alert, coordinator, outcome="joint", reason="")
    slip = make_verdict(alert, coordinator, outcome="divided", reason="")
    tell_of_verdicts([slip])
    Notification.objects.update(mailed_at=timezone.now())
    tell_of_undoing(undo([slip]))
    told = focal_point.notifications.get(key__startswith="verdict:undone")
    assert "a restricted project" in told.subject.lower()
    assert not [word for word in ("Kulma", "United Kingdom", "777") if word in told.subject + told.text]


def test_many_are_told_of_in_as_many_queries_as_one(
    coordinator: User, focal_point: User, other_focal_point: User
) -> None:
    counts, told = [], []
    for number in (1, 8):
        alerts = [make_alert(make_project("DE"), make_project("GB")) for _ in range(number)]
        slips = [make_verdict(alert, coordinator) for alert in alerts]
        tell_of_verdicts(slips)
        Notification.objects.update(mailed_at=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            tell_of_undoing([Undone(slip.alert, (key_of(slip),)) for slip in slips])
        counts.append(len(queries))
        told += [
            user.notifications.filter(key__startswith="verdict:undone").count()
            for user in (focal_point, other_focal_point)
        ]
    assert counts[0] == counts[1]
    assert told == [1, 1, 9, 9]


def test_many_are_taken_back_in_as_many_queries_as_two(coordinator: User) -> None:
    """Those beside which nothing else was decided. Nobody else decides meanwhile."""
    counts = []
    for number in (2, 9):
        alerts = [make_alert(make_project("DE"), make_project("GB")) for _ in range(number)]
        slips = [make_verdict(alert, coordinator, outcome="joint", reason="") for alert in alerts]
        with CaptureQueriesContext(connection) as queries:
            assert len(undo_several(coordinator, [slip.pk for slip in slips]).done) == number
        counts.append(len(queries))
    assert counts[1] <= counts[0]
    assert not ProjectRelation.objects.exists()
    assert set(Reopening.objects.values_list("kind", "by", "text")) == {
        ("undone", coordinator.pk, str(Reopening.Kind.UNDONE.label))
    }


def test_the_database_refuses_a_second_verdict_that_would_stand_again(alert: Alert, coordinator: User) -> None:
    former = make_verdict(alert, coordinator, **SAME)
    make_verdict(alert, coordinator, outcome="joint", reason="")
    with pytest.raises(IntegrityError, match="another verdict that stands"), transaction.atomic():
        gone_at_once(former)


def gone_at_once(verdict: Verdict) -> None:
    Reopening.objects.filter(verdict=verdict).delete()
    connection.check_constraints()
