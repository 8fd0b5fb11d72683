"""Who could see a project when: what figures and words of the past are told by."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from adam.demo.makers import get_partner, make_focal_point, make_project
from partners.models import User
from projects.history.periods import could_read
from projects.models import Project, ShownTo

pytestmark = pytest.mark.django_db


def ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def put_at(days: int, model: Any = Project) -> None:
    """What was recorded just now was recorded so many days ago."""
    since = timezone.now() - timedelta(hours=1)
    model.pgh_event_model.objects.filter(pgh_created_at__gt=since).update(pgh_created_at=ago(days))


def test_a_project_that_was_opened_could_be_read_by_others_since_then(
    analyst: User, coordinator: User, focal_point: User, other_focal_point: User
) -> None:
    project = make_project("DE", visibility=Project.Visibility.RESTRICTED)
    put_at(9)
    Project.objects.filter(pk=project.pk).update(visibility=Project.Visibility.ALL_PARTNERS)
    put_at(5)
    before, then, now = moments = [(project.pk, ago(days)) for days in (11, 7, 3)]
    for user in (coordinator, focal_point):
        assert could_read(moments, user) == {then, now}
    for user in (analyst, other_focal_point):
        assert could_read(moments, user) == {now}
    assert could_read([], analyst) == could_read([before], coordinator) == set()


def test_a_draft_was_its_partners_own_and_a_merged_project_stays_readable(
    analyst: User, coordinator: User, focal_point: User
) -> None:
    project, kept = make_project("DE", draft=True), make_project("FR")
    put_at(9)
    Project.objects.filter(pk=project.pk).update(published_at=None, merged_into=kept)
    put_at(5)
    then, now = moments = [(project.pk, ago(days)) for days in (7, 3)]
    assert could_read(moments, focal_point) == {then, now}
    assert could_read(moments, coordinator) == could_read(moments, analyst) == {now}


def test_a_project_shown_to_some_could_be_read_by_these_while_it_was(other_focal_point: User) -> None:
    project = make_project("DE", visibility=Project.Visibility.NAMED_PARTNERS, shared_with=["GB"])
    put_at(9)
    put_at(9, ShownTo)
    ShownTo.objects.filter(project=project, partner=get_partner("GB")).delete()
    put_at(5, ShownTo)
    then, now = (project.pk, ago(7)), (project.pk, ago(3))
    assert could_read([then, now], other_focal_point) == {then}
    assert could_read([then, now], make_focal_point("FR")) == set()
