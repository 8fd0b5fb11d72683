"""What thresholds that were typed in would do, said before they are in use."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from adam.demo.makers import make_alert, make_calibration, make_position, make_project, make_verdict
from duplication.calibration import below
from duplication.calibration.calibrations import active_calibration
from duplication.calibration.previewing import preview
from duplication.calibration.proposals import set_thresholds
from duplication.calibration.thresholds import Below, Counts
from duplication.detection import check_many
from duplication.matching.kinds import OWN_DOUBLE
from duplication.matching.scoring import Calibration as Table
from duplication.matching.scoring import shipped
from duplication.models import Alert
from partners.models import User
from projects.models import Project
from tests.test_thresholds import alert, preview_of

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]


def test_a_higher_threshold_says_before_it_is_used_what_goes_and_what_would_have_been_lost(
    coordinator: User, client_for: ClientFor
) -> None:
    used = active_calibration()
    at = used.table["thresholds"]["same_work"]
    for above, verdict in [(0.2, ""), (0.9, ""), (0.3, "joint"), (0.4, "not_overlap:place"), (2.0, "merged")]:
        alert(at + above, verdict)
    alert(at + 0.1, kind="complementary")

    page = client_for(coordinator).get(preview_of(same_work=f"{at + 0.5:g}")).content.decode()
    assert "1 of 2 open alerts would be withdrawn." in page
    assert "Of 3 past verdicts 2 would have been lost: 1 confirmed overlap, 1 rejected." in page
    assert "Use these thresholds: withdraw 1 alert" in page
    gone, *lost = (Alert.objects.get(match_weight=at + above) for above in (0.2, 0.3, 0.4))
    assert all(f'href="/alerts/{one.pk}/">Alert {one.pk}</a>' in page for one in (gone, *lost))
    assert active_calibration() == used


def test_of_what_would_be_withdrawn_it_is_said_where_both_partners_see_an_overlap(
    coordinator: User, focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    at = active_calibration().table["thresholds"]["same_work"]
    agreed, disputed, silent = (alert(at + above) for above in (0.1, 0.2, 0.3))
    for one, stance in ((agreed, "same"), (disputed, "not_overlap")):
        make_position(one, focal_point, stance="overlapping")
        make_position(one, other_focal_point, stance=stance)
    page = client_for(coordinator).get(preview_of(same_work=f"{at + 0.5:g}"))
    html = page.content.decode()
    assert "3 of 3 open alerts would be withdrawn. On 1 of these all partners say that there is an overlap." in html
    first, second, *_ = page.context["named"][0].groups
    assert first.title.startswith("All partners see an overlap")
    assert [row.alert.pk for row in first.rows] == [agreed.pk]
    assert {row.alert.pk for row in second.rows} == {agreed.pk, disputed.pk, silent.pk}


def test_a_lower_threshold_says_what_would_be_raised_where_it_is_counted() -> None:
    used = Table.of(shipped())
    at = used.thresholds["same_work"]
    lower = below.Counted({"same_work": Below({20: 1, 50: 2, 61: 1})})

    counts = Counts.by(used)
    said = [preview(used, counts, {"same_work": at - points}, lower).come for points in (0.1, 0.6, 3.0, 3.5)]
    assert said == [0, 3, 4, None]
    assert preview(used, counts, {"same_work": at - 0.6}, below.Counted()).come is None
    assert preview(used, counts, {"same_work": at}, lower).changes == []


def test_alerts_that_would_come_back_are_counted_and_named(coordinator: User, client_for: ClientFor) -> None:
    for partner in ("DE", "GB"):
        make_project(partner, title="Scanners for the Panji Poyon crossing", objective="Scanners for customs officers.")
    check_many(Project.objects.values_list("pk", flat=True))
    found = Alert.objects.get()
    thresholds = dict.fromkeys(shipped()["thresholds"], found.match_weight + 0.5)
    make_calibration(table={**shipped(), "thresholds": thresholds}, accepted_at=timezone.now())
    check_many(Project.objects.values_list("pk", flat=True))
    assert not Alert.objects.open().exists()

    client, lower = client_for(coordinator), {found.kind: f"{found.match_weight - 0.5:g}"}
    page = client.get(preview_of(**lower)).content.decode()
    assert "1 alert that was withdrawn would come back, unless" in page
    below.count()
    page = client.get(preview_of(**lower)).content.decode()
    assert "1 alert would be raised, beside 0 open ones." in page
    assert f'href="/alerts/{found.pk}/"' in page
    assert "withdrawn, would come back" in page


def test_a_double_entry_that_would_make_a_series_does_not_come_back_and_takes_the_others_along() -> None:
    texts = {"title": "Scanners for the Panji Poyon crossing", "objective": "Scanners for customs officers."}
    first, *others = (make_project("DE", **texts) for _ in range(4))
    used = Table.of(shipped())
    lower = {OWN_DOUBLE: used.thresholds[OWN_DOUBLE] - 0.5}
    doubles = [make_alert(first, other, kind="same_project", match_weight=9.0) for other in others[:2]]
    [change] = preview(used, Counts.by(used), {OWN_DOUBLE: used.thresholds[OWN_DOUBLE] - 0.5}, below.Counted()).changes
    assert change.go.number == 0
    gone = make_alert(first, others[2], kind="same_project", match_weight=0.1, withdrawn_at=timezone.now())
    [change] = preview(used, Counts.by(used), lower, below.Counted()).changes
    assert (change.back.number, set(change.go.pks)) == (0, {one.pk for one in doubles})
    assert gone.withdrawn_at


def test_nothing_is_said_to_go_that_a_check_would_keep(coordinator: User, django_assert_num_queries: Any) -> None:
    """As another kind, whose threshold it reaches; or because it was decided before."""
    pairs = []
    for town in ("Panji Poyon", "Ishkashim", "Murghab"):
        title, why = f"Scanners for the {town} crossing", f"Scanners for the customs officers of {town}."
        pairs.append([make_project(partner, title=title, objective=why) for partner in ("DE", "GB")])
    check_many(Project.objects.values_list("pk", flat=True))
    other, kept, goes = (Alert.objects.get(first=first, second=second) for first, second in pairs)
    used, three = active_calibration(), Alert.objects.filter(pk__in=[other.pk, kept.pk, goes.pk])
    Alert.objects.exclude(pk__in=three).delete()
    three.update(kind="complementary", match_weight=0.5)
    make_verdict(kept, outcome="joint", reason="")
    unlike = {"title": "Prison library", "objective": "Books.", "start": "2041-01-01", "end": "2042-01-01"}
    Project.objects.filter(pk__in=[second.pk for _, second in pairs[1:]]).update(**unlike)
    check_many([pairs[1][1].pk])
    Alert.objects.filter(pk=kept.pk).update(kind="complementary", match_weight=0.5)

    typed, nothing = {"complementary": 1.0}, below.Counted()
    with django_assert_num_queries(9):
        [one] = preview(used.weights, Counts.by(used.weights), typed, nothing).changes
    assert (one.open, one.reach, one.other.pks, one.kept.pks, one.go.pks) == (3, 0, (other.pk,), (kept.pk,), (goes.pk,))
    set_thresholds(typed, coordinator)
    check_many(Project.objects.values_list("pk", flat=True))
    assert set(three.open()) == {other, kept}
