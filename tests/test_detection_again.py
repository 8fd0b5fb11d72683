"""Alerts that stay, go and come back as the register grows, the table of weights changes and projects are edited."""

from copy import deepcopy
from datetime import date

import pytest
from django.utils import timezone

from adam.demo.makers import make_calibration
from duplication.calibration.calibrations import default_calibration
from duplication.detection import check_many
from duplication.models import Alert, Calibration
from partners.models import User
from projects.models import Project
from tests.reported_twice import checked, scanners


def rarity_of(alert: Alert) -> tuple[str, float]:
    return next((row["level"], row["weight"]) for row in alert.contributions if row["field"] == "in_common")


def priors(alert: Alert, calibration: Calibration) -> None:
    """Of two that have the words for themselves alone the evidence is then just enough."""
    table = deepcopy(calibration.table)
    table["priors"] = {case: prior - alert.match_weight for case, prior in table["priors"].items()}
    Calibration.objects.filter(pk=calibration.pk).update(table=table)
    checked(alert.first, alert.second)


def make_earlier_ones() -> None:
    """Twelve projects in the same words, which ended before the others began."""
    period = {"start": date(2001, 3, 1), "end": date(2002, 3, 1)}
    check_many([scanners("FR", amount=9, **period).pk for _ in range(12)])


def test_an_alert_stays_when_others_come_that_are_as_alike(
    pair: tuple[Project, Project], other_focal_point: User
) -> None:
    priors(Alert.objects.get(), default_calibration())
    assert rarity_of(Alert.objects.get())[0] == "2"

    make_earlier_ones()
    checked(*pair)

    alert = Alert.objects.standing().about(*pair).get()
    assert rarity_of(alert)[0] == "25"
    assert alert.match_weight < alert.calibration.weights.thresholds["same_project"] - 1


def test_new_pairs_that_are_as_weak_raise_none(pair: tuple[Project, Project]) -> None:
    priors(Alert.objects.get(), default_calibration())
    make_earlier_ones()
    Alert.objects.all().delete()

    checked(*pair)

    assert not Alert.objects.about(*pair).exists()


def test_an_alert_goes_when_another_table_asks_for_more(pair: tuple[Project, Project]) -> None:
    table = deepcopy(default_calibration().table)
    table["thresholds"] = dict.fromkeys(table["thresholds"], Alert.objects.get().match_weight + 0.1)
    make_calibration(table=table, accepted_at="2099-01-01T00:00Z")

    checked(*pair)

    assert not Alert.objects.standing().exists()


@pytest.mark.parametrize(("changed", "told"), [({}, 1), ({"title": "Scanner at Nizhny Panj"}, 2)])
def test_an_alert_that_comes_back_is_told_again_if_the_two_say_something_else(
    db: None, other_focal_point: User, changed: dict[str, str], told: int
) -> None:
    pair = scanners("DE"), scanners("GB")
    checked(*pair)
    Alert.objects.update(withdrawn_at=timezone.now())
    Project.objects.filter(pk=pair[0].pk).update(**changed)

    checked(*pair)

    assert Alert.objects.open().count() == 1
    assert other_focal_point.notifications.count() == told
