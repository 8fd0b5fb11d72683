"""What followed from verdicts ends when one of its own two projects changes, with that change; not by a third one's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from adam.demo.makers import make_alert, make_merge, make_verdict
from duplication.detection import check
from duplication.models import Alert, Reopening, Verdict
from duplication.review.deciding import decide, reopen
from duplication.review.undoing import undo
from partners.models import User
from projects.merges import merge, merging_of
from projects.models import Project, ProjectRelation
from tests.reported_twice import checked, pay, scanners

ClientFor = Callable[[User], Client]
SAME: dict[str, Any] = {"outcome": Verdict.Outcome.MERGED, "reason": ""}
NOT: dict[str, Any] = {"outcome": Verdict.Outcome.NOT_OVERLAP, "reason": "place"}
Alerts = tuple[Alert, Alert, Alert]


@pytest.fixture
def three(db: None) -> list[Project]:
    projects = [scanners(partner, amount=100_000) for partner in ("DE", "GB", "FR")]
    checked(*projects)
    return projects


@pytest.fixture
def alerts(three: list[Project]) -> Alerts:
    """A with B, B with C, A with C."""
    a, b, c = three
    ab, bc, ac = (Alert.objects.get(first=one, second=other) for one, other in ((a, b), (b, c), (a, c)))
    return ab, bc, ac


def paid(project: Project, amount: int) -> None:
    """And checked."""
    pay(project, amount)
    check(project.pk)


def stands(alert: Alert) -> Verdict | None:
    return alert.verdicts.standing().first()


@pytest.mark.parametrize("last", [SAME, NOT])
def test_it_stays_when_a_project_on_the_way_changes(
    three: list[Project], alerts: Alerts, last: dict[str, Any], focal_point: User, client_for: ClientFor
) -> None:
    """Its page says so of what it followed from."""
    ab, bc, ac = alerts
    make_verdict(ab, **SAME)
    make_verdict(bc, **last)
    relations = ProjectRelation.objects.filter(first__in=(three[0], three[2]), second__in=(three[0], three[2])).count()
    paid(three[1], 900_000)

    assert set(Alert.objects.open()) == {ab, bc}
    assert stands(ac) == ac.verdicts.get()
    assert ProjectRelation.objects.count() == relations
    assert not focal_point.notifications.filter(kind="reopened", url=ac.get_absolute_url()).exists()
    page = client_for(focal_point).get(ac.get_absolute_url()).content.decode()
    assert page.count("given before a third project changed)") == 2


def test_it_opens_with_the_change_of_one_of_its_own_two(
    three: list[Project], alerts: Alerts, coordinator: User, client_for: ClientFor, focal_point: User
) -> None:
    ab, bc, ac = alerts
    make_verdict(ab, **SAME)
    make_verdict(bc, **NOT)
    paid(three[2], 900_000)

    assert set(Alert.objects.open()) == {bc, ac}
    [change] = ac.verdicts.get().reopening.changes
    assert (change["project"], change["label"]) == (three[2].pk, "Amount")
    page = client_for(coordinator).get(ac.get_absolute_url()).content.decode()
    assert "because this has changed since" in page
    assert "900" in focal_point.notifications.get(kind="reopened", url=ac.get_absolute_url()).text


def test_it_follows_again_once_the_other_pair_is_decided_as_before(three: list[Project], alerts: Alerts) -> None:
    ab, bc, ac = alerts
    make_verdict(ab, **SAME)
    make_verdict(bc, **NOT)
    paid(three[2], 900_000)
    make_verdict(bc, **NOT)

    assert not Alert.objects.open().exists()
    assert ac.verdicts.count() == 2


def test_two_merged_on_what_followed_stay_one_when_a_third_changes(three: list[Project], alerts: Alerts) -> None:
    ab, bc, ac = alerts
    make_verdict(ab, **SAME)
    make_verdict(bc, **SAME)
    make_merge(three[2], three[0])
    paid(three[1], 900_000)

    assert stands(ac) is not None
    assert stands(ab) is not None  # one of the two is merged
    assert bc.verdicts.get().reopening.changes


def test_a_deed_on_the_ground_decided_anew_still_opens_it(
    three: list[Project], alerts: Alerts, coordinator: User
) -> None:
    ab, bc, ac = alerts
    for alert in (ab, bc):
        make_verdict(alert, **SAME)
    paid(three[1], 900_000)
    reopen(make_verdict(ab, **SAME), coordinator, "Not so.")
    assert stands(ac) is None
    assert ac.verdicts.get().reopening.kind == Reopening.Kind.RESTED


def test_the_opposite_that_follows_later_takes_its_place_and_gives_it_back(
    three: list[Project], alerts: Alerts, coordinator: User
) -> None:
    """B was A and not C; since it changed it is C too, so that A is C."""
    ab, bc, ac = alerts
    make_verdict(ab, coordinator, **SAME)
    make_verdict(bc, coordinator, **NOT)
    earlier = stands(ac)
    paid(three[1], 900_000)
    make_verdict(ab, coordinator, **SAME)
    assert stands(ac) == earlier
    slip = decide(Verdict(alert=bc, decided_by=coordinator, **SAME))
    later = stands(ac)
    assert later
    assert later.outcome == "merged"
    undo([slip])
    assert stands(ac) == earlier


def test_what_a_merge_brings_is_no_change_to_who_is_one_with_it_and_is_one_to_who_is_not(
    three: list[Project], alerts: Alerts, coordinator: User
) -> None:
    """DE, GB and FR are one; FR is merged into DE, with its sums and its country; another is not DE."""
    ab, bc, ac = alerts
    other = scanners("JP", amount=100_000)
    check(other.pk)
    for alert in (ab, bc):
        make_verdict(alert, coordinator, **SAME)
    make_verdict(dismissed := Alert.objects.get(first=three[0], second=other), coordinator, **NOT)
    a, _, c = three
    c.recipients.create(country_id="KG")
    c.contributions.update(amount=120_000)
    merge(merging_of(a, c, coordinator, everything_of(a, c, by=coordinator)), coordinator)
    check(a.pk)

    assert stands(ab) is not None
    assert ProjectRelation.objects.filter(pk=stands(ab).relation).exists()  # type: ignore[union-attr]
    assert stands(ac) is not None
    assert {one["label"] for one in dismissed.verdicts.get().reopening.changes} == {"Countries", "Amount"}
    Project.objects.filter(pk=a.pk).update(title="Prison library")
    check(a.pk)
    assert [one["label"] for one in ab.verdicts.get().reopening.changes] == ["Title"]


@pytest.mark.parametrize("left", ["", "EUR", "USD"])
def test_money_taken_out_after_a_merge_is_news(
    left: str, three: list[Project], alerts: Alerts, coordinator: User
) -> None:
    """FR had US dollars alone, so that leaving the euro may be its choice; none had euro alone, or nothing."""
    a, _, c = three
    a.contributions.create(partner=a.partner, amount=70_000, currency="EUR", usd=80_000)
    make_verdict(alerts[0], coordinator, **SAME)
    make_verdict(alerts[2], coordinator, **SAME)
    merge(merging_of(a, c, coordinator), coordinator)
    check(a.pk)
    assert stands(alerts[0]) is not None
    a.contributions.exclude(currency=left).delete()
    check(a.pk)

    assert (stands(alerts[0]) is None) == (left != "USD")


def test_what_was_judged_of_a_project_holds_of_the_one_it_was_merged_into(coordinator: User) -> None:
    """DE is not GB. DE is merged into FR, which takes over its words: FR and GB are not asked."""
    a, b = scanners("DE"), scanners("GB")
    checked(a, b)
    make_verdict(Alert.objects.get(), coordinator, **NOT)
    c = scanners("FR", title="Prison library", objective="Books and shelves.", activities=[], amount=None)
    check(c.pk)
    make_verdict(make_alert(a, c), coordinator, **SAME)
    taken = everything_of(c, a, by=coordinator)
    taken.update({"field-title": "other", "field-objective": "other"})
    merge(merging_of(c, a, coordinator, taken), coordinator)
    check(c.pk)

    assert stands(Alert.objects.get(first=b, second=c)) is not None
    assert not Alert.objects.open().exists()


def everything_of(*pair: Project, by: User) -> QueryDict:
    """All rows of both are ticked, and no money of the two is said to be the same."""
    data, parts = QueryDict(mutable=True), merging_of(*pair, by).parts
    data.setlist("rows", [row.key for part in parts for row in part.rows])
    data.update({one.name: "both" for part in parts for one in part.questions})
    return data
