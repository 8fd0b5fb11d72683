"""An alert of which one partner does not see the other's project, when its own project changes."""

from datetime import date
from typing import Any

import pytest

from duplication.detection import check
from duplication.models import Alert
from projects.models import Project
from tests.reported_twice import checked, scanners

HIDDEN = Project.Visibility.RESTRICTED
NAMED = Project.Visibility.NAMED_PARTNERS
pytestmark = pytest.mark.django_db


def moved(project: Project, year: int = 1999) -> None:
    """To other years, where the two have nothing to do with each other."""
    project.countries.clear()
    Project.objects.filter(pk=project.pk).update(title="Courts", start=date(year, 1, 1), end=date(year, 2, 1))
    check(project.pk)


@pytest.mark.parametrize(
    ("fields", "is_told"), [({"visibility": HIDDEN}, False), ({"visibility": NAMED}, False), ({}, True)]
)
def test_it_goes_only_where_both_are_seen(fields: dict[str, Any], is_told: bool) -> None:
    ours, theirs = scanners("DE"), scanners("GB", **fields)
    checked(ours, theirs)
    kind = Alert.objects.get().kind

    moved(ours)

    alert = Alert.objects.get()
    assert (alert.withdrawn_at is not None, alert.kind) == (is_told, kind)


def test_who_is_named_sees_it_go() -> None:
    ours, theirs = scanners("DE"), scanners("GB", visibility=NAMED, shared_with=["DE"])
    checked(ours, theirs)
    moved(ours)
    assert not Alert.objects.standing().exists()


def test_its_kind_stays() -> None:
    ours, theirs = scanners("DE"), scanners("GB", visibility=HIDDEN)
    checked(ours, theirs)
    Alert.objects.update(kind=Alert.Kind.TIMING_CLASH)  # as it was told first, of other days
    checked(ours)
    assert Alert.objects.get().kind == Alert.Kind.TIMING_CLASH
    Project.objects.filter(pk=theirs.pk).update(visibility=Project.Visibility.ALL_PARTNERS)
    checked(ours)
    assert Alert.objects.get().kind == Alert.Kind.SAME_PROJECT


def test_one_that_is_published_no_longer_goes() -> None:
    ours, theirs = scanners("DE"), scanners("GB", visibility=HIDDEN)
    checked(ours, theirs)
    Project.objects.filter(pk=theirs.pk).update(published_at=None)
    checked(theirs)
    assert not Alert.objects.standing().exists()
