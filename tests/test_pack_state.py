"""Whether a pack is still what it would be: what makes it another one, and that all it reads is watched."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import (
    make_activity,
    make_alert,
    make_follow_up,
    make_need,
    make_offer,
    make_position,
    make_project,
    make_recommendation,
    make_round_table,
)
from partners.models import User
from projects.models import Project
from roundtables.amending.considering import carry_over, take_back
from roundtables.models import Recommendation, RoundTable
from roundtables.pack.building import pack
from roundtables.pack.language import Language
from roundtables.pack.state import COUNTED, state, watched
from roundtables.pack.subject import subject_of

pytestmark = pytest.mark.django_db


def test_a_link_or_what_is_taken_back_makes_it_another_one(coordinator: User) -> None:
    many = [*Recommendation._meta.many_to_many, *RoundTable._meta.many_to_many]
    assert {field.remote_field.through for field in many} <= set(COUNTED)
    meeting, later = make_round_table(start=date(2024, 5, 1), end=date(2024, 5, 2)), make_round_table()
    first, _ = [carry_over(make_recommendation(meeting, number=number), later, coordinator) for number in (1, 2)]
    about: Any = subject_of("meeting", str(meeting.pk), coordinator)
    before = state(about, coordinator)
    take_back(first)
    assert state(about, coordinator) != before


def test_it_is_another_one_when_its_projects_change_and_the_same_when_others_do(
    coordinator: User, focal_point: User, other_focal_point: User
) -> None:
    here, elsewhere = make_project(countries=["TJ"]), make_project(countries=["AL"])
    hidden = make_project(countries=["TJ"], visibility="restricted")
    about: Any = subject_of("country", "TJ", coordinator)
    before = state(about, coordinator), state(about, other_focal_point)
    for change, is_told, is_told_to_others in (
        (lambda: Project.objects.filter(pk=elsewhere.pk).update(title="Else"), False, False),
        (lambda: make_alert(elsewhere, make_project(countries=["AL"])), False, False),
        (lambda: make_activity(hidden), True, False),
        (lambda: Project.objects.filter(pk=here.pk).update(title="Other"), True, True),
        (lambda: make_position(make_alert(here, make_project(countries=["AL"])), focal_point), True, True),
        (lambda: here.contributions.all().delete(), True, True),
        (lambda: elsewhere.recipients.update(country="TJ"), True, True),
        (lambda: make_need("TJ"), True, True),
        (here.delete, True, True),
    ):
        change()
        now = state(about, coordinator), state(about, other_focal_point)
        assert (now[0] != before[0], now[1] != before[1]) == (is_told, is_told_to_others)
        before = now


NEVER_SHOWN = {  # only asked of, or for whom the pack is; what changes there comes with a change of what is watched
    "partners_merge",
    "projects_activitytype",
    "duplication_calibration",
    "duplication_verdict_rests_on",
}


def test_what_a_pack_reads_is_watched(coordinator: User, focal_point: User) -> None:
    """So that what a pack will tell of some day is not forgotten there."""
    meeting = make_round_table(agenda="Opening")
    first, second = (make_project(countries=["TJ"], themes=["T1"], amount=1) for _ in range(2))
    make_position(make_alert(first, second), focal_point)
    make_follow_up(make_recommendation(meeting, countries=["TJ"], themes=["T1"], projects=[first]), coordinator)
    make_need("TJ", theme_id="T1.1")
    make_offer(themes=["T1.1"])
    make_activity(first, start=timezone.localdate() + timedelta(days=3))
    about: Any = subject_of("meeting", str(meeting.pk), coordinator)
    with CaptureQueriesContext(connection) as asked:
        pack(about, coordinator, Language("en"))
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    read = {name for one in asked for name in re.findall(r"\w+", one["sql"]) if name in known}
    assert read - watched() <= NEVER_SHOWN
