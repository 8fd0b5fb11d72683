"""A verdict that its author took back at once was a slip: no figure counts it, and nothing is learned from it."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from adam.demo.makers import make_alert, make_project, make_verdict
from adam.oversight import review
from adam.oversight.views import last_verdict
from adam.people.quarters import Quarter, latest
from adam.people.scores import judged as told_of
from duplication.calibration.examples import not_learned_from
from duplication.calibration.thresholds import telling
from duplication.detection import check
from duplication.models import Alert, Reopening, Verdict
from duplication.review.deciding import reopen
from duplication.review.undoing import undo
from partners.models import FocalPoint, User
from projects.models import Project

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]


@pytest.fixture
def slip(coordinator: User) -> Verdict:
    verdict = make_verdict(make_alert(make_project("DE"), make_project("GB")), coordinator)
    undo([verdict])
    return verdict


def test_a_slip_is_told_by_its_kind_and_not_by_words_that_anybody_may_type(coordinator: User, slip: Verdict) -> None:
    meant = make_verdict(slip.alert, coordinator)
    reopen(meant, coordinator, slip.reopening.text)
    assert set(Verdict.objects.meant()) == {meant}
    assert not meant.reopening.is_undo
    assert list(Reopening.objects.asking_anew()) == [meant.reopening]
    standing = make_verdict(slip.alert, coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reopening.objects.create(verdict=standing, kind="undone", text="A slip.", changes=[{"label": "Title"}])


def test_thresholds_do_not_count_it_among_verdicts_of_the_past(coordinator: User, slip: Verdict) -> None:
    assert not telling().exists()
    make_verdict(slip.alert, coordinator, outcome="joint", reason="")
    assert [one.is_overlap for one in telling()] == [True]


def test_a_fit_does_not_name_it_among_those_opened_again(slip: Verdict) -> None:
    assert not_learned_from() == {"reopened": 0, "implied": 0, "unpublished": 0}


def test_it_does_not_excuse_who_said_nothing(slip: Verdict, coordinator: User, focal_point: User) -> None:
    FocalPoint.objects.update(started=date(2020, 1, 1))
    told = told_of(coordinator, [Quarter.now()], "first")
    assert list(told.values_list("settled", flat=True)) == [False]


def test_oversight_counts_neither_it_nor_its_time(slip: Verdict, coordinator: User) -> None:
    assert not any(row.total for row in review.outcomes(coordinator, latest(2)))
    assert list(review.timed(Alert.objects.all()).values_list("ruled", flat=True)) == [None]
    assert last_verdict(slip.alert) is None


def test_the_alert_is_open_as_before_and_not_open_again(
    slip: Verdict, coordinator: User, client_for: ClientFor
) -> None:
    assert not Alert.objects.reopened().exists()
    page = client_for(coordinator).get(slip.alert.get_absolute_url())
    assert page.context["alert"].state == "Open"


def test_after_it_a_tie_that_a_change_opened_still_waits_for_a_person(
    pair: tuple[Project, Project], coordinator: User
) -> None:
    make_verdict(Alert.objects.get(), outcome="joint", reason="")
    Project.objects.filter(pk=pair[1].pk).update(title="Prison library", objective="Books.", start=None, end=None)
    check(pair[1].pk)
    undo([make_verdict(Alert.objects.open().get(), coordinator)])
    check(pair[1].pk)
    assert Alert.objects.reopened().exists()
