"""What follows from verdicts is not asked: the same as the same is the same, and not the same as the same is not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from adam.demo.makers import make_alert, make_project, make_verdict
from duplication.calibration.examples import from_verdicts
from duplication.detection import check
from duplication.models import Alert, Verdict
from duplication.notices.alerts import tell
from duplication.notices.verdicts import tell_of_reopenings
from duplication.review.deciding import decide, reopen
from duplication.review.implying import Said
from partners.models import Notification, User
from projects.models import Project, ProjectRelation
from tests.reported_twice import checked, scanners

ClientFor = Callable[[User], Client]
OnCommit = DjangoCaptureOnCommitCallbacks
SAME: dict[str, Any] = {"outcome": Verdict.Outcome.MERGED, "reason": ""}


def test_the_shortest_way_is_told() -> None:
    said = Said()
    for verdict, first, second in ((11, 1, 2), (12, 2, 3), (13, 3, 4), (14, 1, 3)):
        said.add(verdict, "merged", "", first, second)
    said.add(15, "not_overlap", "place", 4, 9)
    said.add(16, "not_overlap", "too_general", 1, 8)
    said.add(17, "joint", "", 1, 7)

    assert said.of(1, 4).by == (14, 13)
    assert (said.of(9, 1).outcome, said.of(9, 1).reason, said.of(9, 1).by) == ("not_overlap", "place", (15, 13, 14))
    assert said.of(1, 8) is said.of(1, 7) is said.of(2, 99) is None


@pytest.fixture
def three(db: None) -> list[Project]:
    return [make_project(partner) for partner in ("DE", "GB", "FR")]


@pytest.fixture
def alerts(three: list[Project]) -> tuple[Alert, Alert, Alert]:
    """A with B, B with C, A with C."""
    a, b, c = three
    return make_alert(a, b), make_alert(b, c), make_alert(a, c)


@pytest.mark.parametrize("last", [SAME, {"outcome": "not_overlap", "reason": "time"}])
def test_the_third_pair_is_not_asked(alerts: tuple[Alert, Alert, Alert], last: dict[str, str]) -> None:
    grounds = [make_verdict(alerts[0], **SAME), make_verdict(alerts[1], **last)]

    implied = alerts[2].verdicts.get()
    assert (implied.outcome, implied.reason, implied.is_implied) == (last["outcome"], last["reason"], True)
    assert set(implied.rests_on.all()) == set(grounds)
    assert not Alert.objects.open().exists()


def test_the_partners_are_told_of_what_follows(
    alerts: tuple[Alert, Alert, Alert], focal_point: User, django_capture_on_commit_callbacks: OnCommit
) -> None:
    make_verdict(alerts[0], **SAME)
    with django_capture_on_commit_callbacks(execute=True):
        make_verdict(alerts[1], **SAME)  # between two others

    told = Notification.objects.get(user=focal_point, url=alerts[2].get_absolute_url())
    assert told.subject.startswith("Decided: Same project")
    assert "France" in told.subject
    grounds = [f"alert {one.pk} ({one}: Same project: to be recorded once)" for one in alerts[:2]]
    assert f"Nobody was asked: it follows from what was decided of {grounds[0]} and {grounds[1]}." in told.text
    assert {f"project:{pk}" for one in alerts for pk in (one.first_id, one.second_id)} <= set(told.about)


def test_what_follows_has_no_reason_of_its_own_and_says_which_verdicts_it_follows_from(
    alerts: tuple[Alert, Alert, Alert], focal_point: User, client_for: ClientFor
) -> None:
    """The two may well be at one place, where of two others it was said that they are not."""
    make_verdict(alerts[0], **SAME)
    make_verdict(alerts[1], outcome="not_overlap", reason="place")
    page = client_for(focal_point).get(alerts[2].get_absolute_url()).content.decode()
    same, apart = (f'<a href="{one.get_absolute_url()}">alert {one.pk}</a>' for one in alerts[:2])
    assert "Different place" not in page
    assert f"it follows from what was decided of {same} (Same project: to be recorded once) and {apart} (" in page
    assert "(Not an overlap, different place)." in page


@pytest.mark.parametrize("last", [{"outcome": "joint", "reason": ""}, {"reason": "coordinated"}])
def test_other_outcomes_imply_nothing(alerts: tuple[Alert, Alert, Alert], last: dict[str, str]) -> None:
    make_verdict(alerts[0], **SAME)
    make_verdict(alerts[1], **last)
    assert Alert.objects.open().get() == alerts[2]


def test_what_follows_is_open_again_when_a_ground_is(
    alerts: tuple[Alert, Alert, Alert],
    coordinator: User,
    other_focal_point: User,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    ground = make_verdict(alerts[0], **SAME)
    make_verdict(alerts[1], **SAME)
    related = ProjectRelation.objects.get(pk=alerts[2].verdicts.get().relation)
    assert {related.first, related.second, related.kind} == {alerts[2].first, alerts[2].second, "5"}
    with django_capture_on_commit_callbacks(execute=True):
        tell_of_reopenings(reopen(ground, coordinator, "New papers."))
    assert ProjectRelation.objects.count() == 1  # that of the verdict which stands

    assert set(Alert.objects.open()) == {alerts[0], alerts[2]}
    assert Notification.objects.filter(user=other_focal_point, kind="reopened").count() == 1
    assert "stands no longer" in alerts[2].verdicts.get().reopening.text


def test_another_way_still_implies_it(three: list[Project], alerts: tuple[Alert, Alert, Alert], db: None) -> None:
    a, _, c = three
    d = make_project("JP")
    first = make_verdict(alerts[0], **SAME)
    make_verdict(alerts[1], **SAME)
    for pair in ((a, d), (c, d)):
        make_verdict(make_alert(*pair), **SAME)
    decide(Verdict(alert=alerts[0], outcome="joint", decided_by=first.decided_by))

    assert alerts[2].verdicts.standing().get().outcome == "merged"
    assert alerts[2].verdicts.count() == 2


def test_a_coordinator_overrules_what_follows(alerts: tuple[Alert, Alert, Alert]) -> None:
    make_verdict(alerts[0], **SAME)
    make_verdict(alerts[1], **SAME)
    make_verdict(alerts[2])
    assert alerts[2].verdicts.standing().get().outcome == "not_overlap"


def test_a_pair_found_later_is_decided_without_a_word(db: None, focal_point: User) -> None:
    def scanners(partner: str) -> Project:
        return make_project(partner, title="Scanners for Nizhny Panj", objective="Two scanners find drugs.")

    first, second = scanners("GB"), scanners("FR")
    for project in (first, second):
        check(project.pk)
    make_verdict(Alert.objects.get(), **SAME)
    third = scanners("DE")
    make_verdict(make_alert(second, third))
    Notification.objects.all().delete()
    check(third.pk)

    assert not Alert.objects.open().exists()
    assert Alert.objects.get(first=first, second=third).verdicts.get().is_implied
    assert not Notification.objects.exists()


def test_the_page_says_from_which_alerts_it_follows(
    alerts: tuple[Alert, Alert, Alert], coordinator: User, client_for: ClientFor
) -> None:
    make_verdict(alerts[0], **SAME)
    make_verdict(alerts[1], **SAME)
    page = client_for(coordinator).get(alerts[2].get_absolute_url()).content.decode()
    assert "Nobody was asked" in page
    assert all(f'<a href="{alert.get_absolute_url()}">alert {alert.pk}</a>' in page for alert in alerts[:2])


@pytest.mark.parametrize("fields", [{"visibility": "restricted"}, {"visibility": "named"}, {"published_at": None}])
def test_nothing_is_implied_through_a_project_that_not_all_see(
    three: list[Project], alerts: tuple[Alert, Alert, Alert], fields: dict[str, Any]
) -> None:
    Project.objects.filter(pk=three[1].pk).update(**fields)
    make_verdict(alerts[0], **SAME)
    make_verdict(alerts[1], **SAME)
    assert Alert.objects.open().get() == alerts[2]


def test_grounds_with_a_project_hidden_since_are_not_named(
    three: list[Project], alerts: tuple[Alert, Alert, Alert], focal_point: User, client_for: ClientFor
) -> None:
    make_verdict(alerts[0], **SAME)
    make_verdict(alerts[1], **SAME)
    Project.objects.filter(pk=three[1].pk).update(visibility=Project.Visibility.RESTRICTED)
    page = client_for(focal_point).get(alerts[2].get_absolute_url()).content.decode()
    assert "Nobody was asked" in page
    assert not [alert for alert in alerts[:2] if f"/alerts/{alert.pk}/" in page]


def test_implied_verdicts_teach_nothing(alerts: tuple[Alert, Alert, Alert]) -> None:
    make_verdict(alerts[0], **SAME)
    make_verdict(alerts[1], **SAME)
    assert len(from_verdicts()) == 2


def test_of_a_project_that_is_the_same_as_a_third_the_alert_says_so(
    three: list[Project], alerts: tuple[Alert, Alert, Alert], focal_point: User, client_for: ClientFor
) -> None:
    """To who sees that one; and not beside a verdict that rests on it."""
    with_b, others, with_c = alerts
    given, client = make_verdict(with_b, **SAME), client_for(focal_point)

    def said() -> bool:
        page = client.get(with_c.get_absolute_url()).content.decode()
        words = f"<b>{three[0].number} was decided to be the same project as {three[1].number}</b>, {three[1].title}"
        return words in page and f'<a href="{with_b.get_absolute_url()}">alert {with_b.pk}</a>' in page

    assert said()
    Project.objects.filter(pk=three[1].pk).update(visibility=Project.Visibility.RESTRICTED)
    assert not said()
    Project.objects.filter(pk=three[1].pk).update(visibility=Project.Visibility.ALL_PARTNERS)
    make_verdict(others, **SAME)
    assert with_c.verdicts.get().rests_on.contains(given)
    assert not said()


@pytest.mark.parametrize("by_hand", [False, True])
def test_what_comes_back_as_it_was_is_decided_by_what_was_decided_meanwhile(
    focal_point: User, coordinator: User, by_hand: bool
) -> None:
    """Unless somebody has opened it again."""
    a, b, c = (scanners(partner) for partner in ("DE", "GB", "FR"))
    checked(a, b, c)
    gone = Alert.objects.about(a).get(second=c)
    tell([(gone, "alert:1")], None)
    if by_hand:
        reopen(make_verdict(gone, coordinator), coordinator, "New plans.")
    Alert.objects.filter(pk=gone.pk).update(withdrawn_at=timezone.now())
    for one in Alert.objects.open():
        make_verdict(one, coordinator, **SAME)
    Notification.objects.update(mailed_at=timezone.now())
    checked(c)
    gone.refresh_from_db()
    assert gone.withdrawn_at is None
    assert gone.verdicts.standing().exists() is not by_hand
    told = Notification.objects.filter(url=gone.get_absolute_url(), mailed_at=None)
    assert {row.kind for row in told} == {"position" if by_hand else "verdict"}
