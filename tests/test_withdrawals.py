"""An alert says why it was withdrawn and why it came back, and keeps both in its history."""

from collections.abc import Callable
from html import unescape

from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from adam.demo.makers import make_position, make_verdict
from duplication.calibration.calibrations import active_calibration
from duplication.calibration.proposals import set_thresholds
from duplication.models import Alert
from duplication.notices.alerts import tell
from duplication.notices.asking import WITHDRAWN, told_before
from duplication.notices.verdicts import tell_of_undoing, tell_of_verdicts
from duplication.presentation.alerts import present
from duplication.presentation.withdrawals import turning_rows, turns_of
from duplication.review.undoing import undo
from partners.models import Notification, User
from projects.models import Project
from tests.reported_twice import checked

ClientFor = Callable[[User], Client]


def page_of(alert: Alert, client: Client) -> str:
    return unescape(client.get(alert.get_absolute_url()).content.decode())


def test_a_threshold_takes_an_alert_away_and_brings_it_back_and_both_are_said(
    pair: tuple[Project, Project], coordinator: User, focal_point: User, client_for: ClientFor
) -> None:
    alert = Alert.objects.get()
    least = active_calibration().table["thresholds"][alert.kind]
    set_thresholds({alert.kind: 29.0}, coordinator)
    checked(*pair)
    raised = f"The threshold for “Same project reported twice” was raised from {least:+.1f} to +29.0 by "
    page = page_of(alert, client_for(coordinator))
    assert page.count(f"{raised}{coordinator} on ") == 2  # above, and in what was said
    assert "Its reason went away" not in page
    assert f"{raised}a coordinator on " in page_of(alert, client_for(focal_point))

    set_thresholds({alert.kind: least}, coordinator)
    checked(*pair)
    page = page_of(alert, client_for(coordinator))
    assert page.count(raised) == 1
    assert f"was lowered from +29.0 to {least:+.1f} by {coordinator} on " in page


def test_an_alert_that_goes_for_another_reason_does_not_blame_a_threshold(
    pair: tuple[Project, Project], coordinator: User, client_for: ClientFor
) -> None:
    set_thresholds({"complementary": 29.0}, coordinator)
    Project.objects.filter(pk=pair[0].pk).update(title="Mangoes", objective="Fruit trees for a village school.")
    checked(*pair)
    page = page_of(Alert.objects.get(), client_for(coordinator))
    assert "Its reason went away" in page
    assert "threshold" not in page.partition("<main")[2].partition("h-why")[0]


def test_of_a_long_history_only_the_turns_are_read(
    pair: tuple[Project, Project], coordinator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    alert = Alert.objects.select_related("first", "second").get()
    for number in range(12):
        gone = timezone.now() if number in {5, 6, 7} else None
        Alert.objects.filter(pk=alert.pk).update(withdrawn_at=gone, match_weight=number)
    assert [row["withdrawn_at"] is None for row in turning_rows(alert.pk)] == [False, True]
    [view] = present([alert], coordinator)
    with django_assert_num_queries(2):
        assert [one.is_withdrawal for one in turns_of(view, coordinator)] == [True, False]


def test_what_hung_below_its_threshold_names_the_one_that_was_moved(
    pair: tuple[Project, Project], coordinator: User, client_for: ClientFor
) -> None:
    alert = Alert.objects.get()
    set_thresholds({alert.kind: alert.match_weight + 0.5}, coordinator)
    Alert.objects.update(calibration=active_calibration())  # as if it had weakened since
    set_thresholds({"complementary": 29.0}, coordinator)
    checked(*pair)
    page = page_of(alert, client_for(coordinator))
    assert "had weakened to below the threshold for “Same project reported twice”" in page
    assert "kept until a threshold was moved: “Complementary work” from +0.0 to +29.0, by " in page
    assert "Its reason went away" not in page


def test_who_has_a_part_in_an_answered_alert_is_told_that_it_goes_and_comes_back(
    pair: tuple[Project, Project], focal_point: User, other_focal_point: User, coordinator: User
) -> None:
    make_position(Alert.objects.get(), other_focal_point)
    changed, before = Project.objects.filter(pk=pair[0].pk), (pair[0].title, pair[0].objective)
    Notification.objects.all().delete()
    changed.update(title="Mangoes", objective="Fruit trees for a village school.")
    checked(*pair)
    told = Notification.objects.filter(subject__startswith="Withdrawn: ")
    assert {row.user for row in told} == {focal_point, other_focal_point, coordinator}
    assert "one of the projects changed" in told[0].text
    coordinator.notifications.update(mailed_at=timezone.now())
    changed.update(title=before[0], objective=before[1])
    checked(*pair)
    back = Notification.objects.exclude(pk__in=told)
    assert {row.user: row.subject.partition(":")[0] for row in back} == {
        focal_point: "Please answer. Open again",
        other_focal_point: "Open again",
        coordinator: "Open again",
    }
    assert {row.user for row in back if row.due_at} == {coordinator}  # two that are not mailed call each other off
    changed.update(title="Mangoes", objective="Fruit trees for a village school.")
    checked(*pair)
    assert {row.user for row in told.filter(due_at__gt=timezone.now())} >= {focal_point, other_focal_point}
    last = coordinator.notifications.latest("pk")
    assert (last.subject.partition(":")[0], last.due_at) == ("Withdrawn", None)


def test_that_an_alert_came_back_is_not_mailed_beside_its_decision_unless_that_is_taken_back(
    pair: tuple[Project, Project], focal_point: User, other_focal_point: User, coordinator: User
) -> None:
    make_position(alert := Alert.objects.get(), other_focal_point)
    changed, before = Project.objects.filter(pk=pair[0].pk), (pair[0].title, pair[0].objective)
    changed.update(title="Mangoes", objective="Fruit trees for a village school.")
    checked(*pair)
    Notification.objects.update(mailed_at=timezone.now())
    changed.update(title=before[0], objective=before[1])
    checked(*pair)
    waiting = focal_point.notifications.filter(due_at__isnull=False, mailed_at=None)
    assert [row.subject.partition(": ")[0] for row in waiting] == ["Please answer. Open again"]
    tell_of_verdicts([slip := make_verdict(alert, coordinator)])
    assert [row.key for row in waiting.all()] == [f"verdict:{slip.pk}"]
    tell_of_undoing(undo([slip]))
    assert [row.subject.partition(": ")[0] for row in waiting.all()] == ["Open again"]


def test_what_comes_back_with_other_evidence_is_told_as_that_alone(
    pair: tuple[Project, Project], focal_point: User, other_focal_point: User, coordinator: User
) -> None:
    make_position(Alert.objects.get(), other_focal_point)
    changed, title = Project.objects.filter(pk=pair[0].pk), pair[0].title
    changed.update(title="Mangoes", objective="Fruit trees for a village school.")
    checked(*pair)
    assert Notification.objects.filter(subject__startswith="Withdrawn: ", due_at__isnull=False).count() == 3
    changed.update(title=title)
    checked(*pair)
    assert Alert.objects.get().withdrawn_at is None
    waiting = Notification.objects.filter(due_at__isnull=False)
    assert {(row.user, row.subject.partition(" with ")[0]) for row in waiting} == {
        (user, "Possible overlap") for user in (focal_point, other_focal_point)
    }


def test_a_slip_that_is_undone_mails_nobody_that_an_open_alert_was_withdrawn(
    pair: tuple[Project, Project], focal_point: User, other_focal_point: User, coordinator: User
) -> None:
    make_position(alert := Alert.objects.get(), other_focal_point)
    changed, title = Project.objects.filter(pk=pair[0].pk), pair[0].title
    changed.update(title="Mangoes", objective="Fruit trees for a village school.")
    checked(*pair)
    changed.update(title=title)
    checked(*pair)
    gone = Notification.objects.filter(subject__startswith="Withdrawn: ")
    assert {row.user for row in gone if row.called_off_at} == {focal_point, other_focal_point, coordinator}
    tell_of_verdicts([slip := make_verdict(alert, coordinator)])
    tell_of_undoing(undo([slip]))
    assert not gone.filter(due_at__isnull=False).exists()


def test_a_slip_that_is_undone_mails_a_return_to_nobody_who_has_not_heard_that_the_alert_went(
    pair: tuple[Project, Project], focal_point: User, other_focal_point: User, coordinator: User
) -> None:
    make_position(alert := Alert.objects.get(), other_focal_point)
    changed, before = Project.objects.filter(pk=pair[0].pk), (pair[0].title, pair[0].objective)
    Notification.objects.all().delete()
    changed.update(title="Mangoes", objective="Fruit trees for a village school.")
    checked(*pair)
    coordinator.notifications.update(mailed_at=timezone.now())
    changed.update(title=before[0], objective=before[1])
    checked(*pair)
    tell_of_verdicts([slip := make_verdict(alert, focal_point)])
    tell_of_undoing(undo([slip]))
    back = Notification.objects.filter(subject__contains="Open again: ")
    assert {row.user for row in back} == {focal_point, other_focal_point, coordinator}
    assert {row.user for row in back if row.due_at} == {coordinator}


def test_of_what_nobody_answered_nobody_hears_that_it_goes(
    pair: tuple[Project, Project], focal_point: User, coordinator: User
) -> None:
    Notification.objects.all().delete()
    Project.objects.filter(pk=pair[0].pk).update(title="Mangoes", objective="Fruit trees for a village school.")
    checked(*pair)
    assert Alert.objects.get().withdrawn_at
    assert not Notification.objects.exists()


def test_who_was_asked_and_has_heard_is_told_that_it_goes_and_what_waits_asks_no_more(
    pair: tuple[Project, Project], focal_point: User, other_focal_point: User, coordinator: User
) -> None:
    alert, changed = Alert.objects.get(), Project.objects.filter(pk=pair[0].pk)
    Notification.objects.all().delete()
    tell([(alert, "alert:1")], None)
    focal_point.notifications.update(mailed_at=timezone.now())
    asked = Notification.objects.filter(key="alert:1")
    words = set(asked.values_list("text", flat=True))
    changed.update(title="Mangoes", objective="Fruit trees for a village school.")
    checked(*pair)
    assert {row.subject.partition(". ")[0] for row in asked} == {"Withdrawn"}
    assert {row.text.removeprefix(told_before(WITHDRAWN)) for row in asked} == words
    assert all(row.text.startswith(told_before(WITHDRAWN)) for row in asked)
    assert other_focal_point.notifications.get().due_at is None
    [told] = focal_point.notifications.exclude(pk__in=asked)
    assert told.subject.startswith("Withdrawn: ")
    assert "What was said" not in told.text
    assert not coordinator.notifications.exists()

    changed.update(title=pair[0].title, objective=pair[0].objective)
    checked(*pair)
    assert not asked.filter(subject__startswith="Withdrawn").exists()
    assert set(asked.values_list("text", flat=True)) == words
    assert other_focal_point.notifications.get().due_at
    assert focal_point.notifications.latest("pk").subject.startswith("Please answer. Open again: ")
