"""Money at stake of many alerts: what orders the queue is what pages say, also after a change."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from adam.demo.makers import make_alert, make_calibration, make_contribution, make_project, make_verdict
from duplication.models import Alert
from duplication.presentation.alerts import present
from duplication.presentation.stake import Budget, budgets_in, dollars_of, stake_of
from duplication.queue.stakes import Budgets
from duplication.review.changes import Change
from duplication.review.deciding import end_one
from partners.models import User
from projects.models import Contribution, Project
from projects.rates import about_usd
from projects.search.register import current

pytestmark = pytest.mark.django_db


def pair(ours: Any, theirs: Any, **fields: Any) -> Alert:
    return make_alert(make_project("DE", amount=ours), make_project("GB", amount=theirs), **fields)


def told(user: User) -> dict[int, int]:
    """What orders the queue, and that it is what the pages say."""
    alerts = Alert.objects.visible_to(user)
    shown = {view.pk: view.stake for view in present(alerts, user) if view.stake is not None and view.budgets}
    found = {pk: round(sum) for pk, sum in Budgets.of(current()).stakes(alerts, user).by_alert().items()}
    assert found == shown
    return found


def merge(alert: Alert) -> None:
    into = make_project("GB", amount=450)
    Project.objects.filter(pk=alert.second_id).update(merged_into=into, published_at=None)


def make_one(alert: Alert) -> None:
    Project.objects.filter(pk=alert.second_id).update(merged_into=alert.first_id, published_at=None)


def restrict(alert: Alert) -> None:
    Project.objects.filter(pk=alert.second_id).update(visibility=Project.Visibility.RESTRICTED)


def rate(alert: Alert) -> None:
    Contribution.objects.filter(project=alert.second_id).update(usd=320)


def add(alert: Alert) -> None:
    Contribution.objects.create(project=alert.first, partner=alert.first.partner, amount=150)


def take_away(alert: Alert) -> None:
    Contribution.objects.filter(project=alert.first_id).delete()


@pytest.mark.django_db(transaction=True)  # who has written reads all anew, and would not see what a step leaves out
@pytest.mark.parametrize(
    ("happens", "to_all", "to_partner"),
    [(merge, 450, 450), (make_one, None, None), (restrict, 500, None), (rate, 320, 320), (add, 600, 600),
     (take_away, None, None)],
)  # fmt: skip
def test_the_money_at_stake_is_that_of_the_page_after_a_change(
    happens: Callable[[Alert], None],
    to_all: int | None,
    to_partner: int | None,
    coordinator: User,
    focal_point: User,
) -> None:
    alert = pair(500, 600)
    assert told(coordinator) == told(focal_point) == {alert.pk: 500}
    read_at = current().read_at
    happens(alert)
    assert (told(coordinator).get(alert.pk), told(focal_point).get(alert.pk)) == (to_all, to_partner)
    assert current().read_at == read_at


def test_what_has_no_rate_or_is_no_longer_alike_has_none(coordinator: User) -> None:
    unrated = pair(500, 600)
    Contribution.objects.filter(project=unrated.first_id).update(usd=None)
    table = make_calibration(table={"thresholds": {"same_work": 0.0}})
    unlike = pair(700, 800, calibration=table, match_weight=-9, contributions=[])
    change = Change(unlike.first_id, "all", "all", "Title", "A", "B")
    end_one(make_verdict(unlike, outcome="joint", reason=""), None, changes=[change])
    assert told(coordinator) == {}


def test_a_cluster_has_what_its_entry_says(db: None) -> None:
    amounts = [(400, 500, 700), (400, None, 700), (None, None, 9), ("10.50", "11.50", "12.50"), (1, 2, 3)]
    clusters = [[make_project("DE", amount=amount).pk for amount in row] for row in amounts]
    Contribution.objects.filter(project=clusters[-1][0]).update(usd=None)
    said = budgets_in(dict(enumerate(clusters)))
    expected = [dollars_of(said[number]) for number in range(len(clusters))]
    assert Budgets.of(current()).of_clusters(clusters) == expected == [900, 1100, 9, 22, None]
    said_of_one = stake_of(said[1])
    assert (said_of_one.least.replace("\u00a0", " "), said_of_one.of) == ("at most US$ 1 100", "(1 of 3 states no sum)")


def test_cents_go_into_a_file_as_they_are(coordinator: User) -> None:
    alert = pair("1000.00", "2000.10")
    certain, at_most = (one.by_alert() for one in Budgets.of(current()).apart(Alert.objects.all(), coordinator))
    assert (str(certain[alert.pk]), at_most) == ("1000.00", {})


def test_what_has_no_rate_yet_is_told_beside_and_orders_the_queue_and_is_counted_nowhere(coordinator: User) -> None:
    ours, theirs = make_project("DE", amount=None), make_project("GB", amount=900)
    make_contribution(ours, "DE", 500, "EUR", committed_on=date(2090, 5, 1))
    about = about_usd(Decimal(500), "EUR", date(2090, 5, 1))
    budgets = budgets_in({1: [ours.pk, theirs.pk]})[1]
    stake = stake_of(budgets)
    assert about
    assert stake.about.replace("\u00a0", " ") == f"the smaller one provisionally about US$ {about}"
    assert stake.of == "(no rate known to compare them)"
    assert dollars_of(budgets) is None
    clusters, _ = [[ours.pk, theirs.pk, make_project("FR", amount=7).pk]], make_alert(ours, theirs)
    for is_as_said, cents, of_cluster in ((False, np.nan, None), (True, 100.0 * float(about), about + 7)):
        queue = Budgets.of(current(), is_as_said=is_as_said)
        assert np.array_equal(queue.stakes(Alert.objects.all(), coordinator).cents, [cents], equal_nan=True)
        assert queue.of_clusters(clusters) == [of_cluster]
    assert str(budgets[0]).replace("\u00a0", " ").endswith(f"no rate known, about US$ {about} at the latest rates")


LATER = Budget(None, {"EUR": Decimal(500)}, Decimal(550))


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ([Budget(Decimal(900))], "the smaller one provisionally about US$ 550"),
        ([Budget(Decimal(900)), Budget(Decimal(7))], "all but the largest provisionally about US$ 557"),
        ([Budget()], "provisionally about US$ 550"),  # at most that, as the other states no sum
    ],
)
def test_what_is_told_provisionally_says_of_what_it_is(others: list[Budget], said: str) -> None:
    assert stake_of([LATER, *others]).about.replace("\u00a0", " ") == said


@pytest.mark.parametrize("budgets", [[Budget(Decimal(5)), Budget(Decimal(9), {"EUR": Decimal(1)}, Decimal(1))],
                                     [Budget(Decimal(5)), Budget(None, {"XAU": Decimal(1)})]])  # fmt: skip
def test_nothing_is_told_beside_what_it_would_not_change(budgets: list[Budget]) -> None:
    assert stake_of(budgets).about == ""
