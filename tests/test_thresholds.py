"""Thresholds chosen with their consequences in sight, and proposed weights accepted or declined."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from adam.demo.makers import make_alert, make_calibration, make_project, make_verdict
from duplication.calibration import below, former
from duplication.calibration.calibrations import active_calibration
from duplication.calibration.proposals import set_thresholds
from duplication.calibration.thresholds import Below, Counts, Setting, settings_of
from duplication.detection import check_many
from duplication.matching.scoring import Calibration as Table
from duplication.matching.scoring import shipped
from duplication.models import Alert, Calibration
from partners.models import User
from projects.models import Project

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
SWEEP = "duplication.tasks.sweep_registry"


def alert(weight: float, verdict: str = "", **fields: Any) -> Alert:
    made = make_alert(make_project("DE"), make_project("GB"), match_weight=weight, **fields)
    if verdict:
        outcome, _, reason = verdict.partition(":")
        make_verdict(made, outcome=outcome, reason=reason)
    return made


def setting(case: str = "same_work", lower: Any = None) -> Setting:
    used = Table.of({**shipped(), "thresholds": dict.fromkeys(shipped()["thresholds"], 2.0)})
    return next(one for one in settings_of(used, Counts.by(used), lower) if one.case == case)


def test_each_choice_says_what_it_would_have_done() -> None:
    for weight, verdict in [
        (2.5, ""),
        (3.5, ""),
        (2.2, "not_overlap:place"),
        (2.4, "joint"),
        (3.2, "merged"),
        (6.0, "merged"),
        (2.3, "not_overlap:coordinated"),  # says nothing of the two
    ]:
        alert(weight, verdict)
    alert(9.0, withdrawn_at=timezone.now())
    alert(9.0, kind="complementary")
    used, more = (next(one for one in setting().choices if one.threshold == at) for at in (2.0, 3.0))
    assert (used.is_used, used.open, used.raised, used.useful, used.percent, used.missed) == (True, 2, 4, 3, 75, 0)
    assert (more.is_used, more.open, more.raised, more.useful, more.percent, more.missed) == (False, 1, 2, 2, 100, 1)
    assert setting().verdicts == 4


def test_a_lower_choice_is_not_guessed_but_counted() -> None:
    alert(2.5)
    assert [choice.open for choice in setting().choices if choice.threshold < 2] == [None, None, None]
    counted = setting(lower={"same_work": Below([40, 130, 190, 200, 220, 260, 280, 290, 300])})
    assert [choice.open for choice in counted.choices if choice.threshold <= 2] == [10, 5, 2, 1]


def test_a_record_that_nobody_confirms_does_not_move_its_alert_below_the_threshold() -> None:
    stale = {"field": "freshness", "level": "stale", "weight": -1.0, "sentence": "Not confirmed."}
    alert(1.5, contributions=[stale])
    assert [choice.open for choice in setting().choices if choice.threshold in {2.0, 3.0}] == [1, 0]


def test_one_partners_own_double_is_a_case_of_its_own() -> None:
    make_alert(make_project("DE"), make_project("DE"), kind="same_project", match_weight=3)
    assert next(one for one in setting("own_double").choices if one.is_used).open == 1
    assert next(one for one in setting("same_project").choices if one.is_used).open == 0


def test_lower_choices_are_counted_over_the_register(coordinator: User, client_for: ClientFor) -> None:
    for partner in ("DE", "GB"):
        make_project(partner, title="Scanners for the Panji Poyon crossing", objective="Scanners for customs officers.")
    check_many(Project.objects.values_list("pk", flat=True))
    found = Alert.objects.get()
    case, weight = found.kind, found.match_weight
    found.delete()
    thresholds = dict.fromkeys(shipped()["thresholds"], weight + 1.5)
    make_calibration(table={**shipped(), "thresholds": thresholds}, accepted_at=timezone.now())

    below.count()
    counted = below.counted(active_calibration())
    assert counted.at
    assert counted.lower
    assert counted.lower[case] == {150: 1}
    assert not Alert.objects.exists()
    assert "Counted" in client_for(coordinator).get("/alerts/thresholds/").content.decode()


def test_what_proposed_weights_would_raise_is_counted_before_they_are_accepted(
    coordinator: User, client_for: ClientFor
) -> None:
    for partner in ("DE", "GB"):
        make_project(partner, title="Scanners for the Panji Poyon crossing", objective="Scanners for customs officers.")
    high = {**shipped(), "thresholds": dict.fromkeys(shipped()["thresholds"], 30.0)}
    make_calibration(table=high, accepted_at=timezone.now())
    proposed = make_calibration(table=shipped())
    client = client_for(coordinator)
    assert "Count what it would raise" in client.get("/alerts/thresholds/").content.decode()

    below.count()
    assert below.raised_by([proposed]) == {proposed.pk: 1}
    page = client.get("/alerts/thresholds/").content.decode()
    assert "<b>1 other would be raised</b>, and both partners of it told." in page
    assert not Alert.objects.exists()


def preview_of(**typed: str) -> str:
    return f"/alerts/thresholds/?{urlencode({'used': active_calibration().pk, **typed})}"


def test_an_empty_field_is_an_error_and_nothing_is_previewed(coordinator: User, client_for: ClientFor) -> None:
    page = client_for(coordinator).get(preview_of(same_work="", own_double="9")).content.decode()
    assert "Type a number. The one in use is 0." in page
    assert "What this would do" not in page


def test_what_cannot_be_a_threshold_is_said_and_kept_in_its_field(coordinator: User, client_for: ClientFor) -> None:
    page = client_for(coordinator).get(preview_of(same_work="much")).content.decode()
    assert "Threshold for “Same work funded twice”: Enter a number from -30 to 30, such as 2.5, with a point." in page
    assert 'value="much"' in page
    assert "What this would do" not in page


def test_thresholds_are_set_by_a_new_table_and_everything_is_compared_anew(
    coordinator: User, client_for: ClientFor
) -> None:
    used, client = active_calibration(), client_for(coordinator)
    page = client.post("/alerts/thresholds/set/", {"used": used.pk, "same_work": "3", "own_double": "0"}, follow=True)
    assert "The new thresholds are in use." in page.content.decode()
    new = active_calibration()
    assert new.pk != used.pk
    assert new.table == {**used.table, "thresholds": {**used.table["thresholds"], "same_work": 3.0}}
    assert new.decided_by == coordinator
    assert "same work +3.0" in new.notes
    assert DBTaskResult.objects.filter(task_path=SWEEP).count() == 1


def test_the_same_thresholds_change_nothing(coordinator: User, client_for: ClientFor) -> None:
    used, client = active_calibration(), client_for(coordinator)
    page = client.post("/alerts/thresholds/set/", {"used": used.pk, "same_work": "0"}, follow=True)
    assert "in use already" in page.content.decode()
    assert Calibration.objects.count() == 1


def test_every_setting_so_far_is_listed_with_its_weights_and_a_way_back(
    coordinator: User, client_for: ClientFor
) -> None:
    first, client, made = active_calibration(), client_for(coordinator), alert(5.0)
    set_thresholds({"same_work": 3.0}, coordinator)
    page = unescape(client.get("/alerts/thresholds/").content.decode())
    assert f"In use: the weights of “{first.name}”, with thresholds set by {coordinator} on " in page
    assert "“Thresholds of " not in page
    [way] = re.findall(r'href="([^"]+)">See what going back would do', page)
    assert "from +3.0 to +0.0" in client.get(way).content.decode()
    set_thresholds({"same_work": 0.0}, coordinator)
    again = client.get("/alerts/thresholds/").content.decode()
    assert [again.count(words) for words in ("See what going back would do", "the same as in use")] == [1, 1]
    set_thresholds({"same_work": 3.0}, coordinator)

    Alert.objects.filter(pk=made.pk).update(calibration=active_calibration())
    assert f"Weights of the calibration “{first.name}”." in client.get(made.get_absolute_url()).content.decode()


def test_settings_so_far_come_a_page_at_a_time_and_all_that_is_named_is_asked_for_once(
    coordinator: User, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(former, "PER_PAGE", 4)
    client, counts = client_for(coordinator), []
    for more in (2, 4):
        for _ in range(more):
            moved = set_thresholds(
                {"same_work": active_calibration().table["thresholds"]["same_work"] + 0.1}, coordinator
            )
            at = moved.table["thresholds"] if moved else {}
            for kind in ("same_work", "complementary", "timing_clash"):
                for verdict in ("", "joint", "not_overlap:place"):
                    alert(at[kind] + 0.2, verdict, kind=kind)
        typed = {kind: f"{at[kind] + 0.5:g}" for kind in ("same_work", "complementary", "timing_clash")}
        with CaptureQueriesContext(connection) as queries:
            page = client.get(preview_of(**typed)).content.decode()
        counts.append(len(queries))
        assert page.count("Which would be withdrawn") == 3
    assert counts[1] - counts[0] <= 1  # the number of older pages
    assert page.count("Accepted on") == 4
    older = client.get("/alerts/thresholds/?page=2").content.decode()
    assert (older.count("Accepted on"), "with the release" in older) == (3, True)


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({"same_work": "2,5"}, "such as 2.5, with a point."),
        ({"same_work": "99"}, "Enter a number from -30 to 30"),
        ({"used": "7"}, "Meanwhile"),
    ],
)
def test_wrong_thresholds_are_refused(
    coordinator: User, client_for: ClientFor, data: dict[str, str], complaint: str
) -> None:
    used = active_calibration()
    page = client_for(coordinator).post("/alerts/thresholds/set/", {"used": used.pk, **data})
    assert complaint in page.content.decode()
    assert Calibration.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said", "shown"),
    [
        ("0.04", "0.04 is rounded to 0.0.", "These thresholds are in use already."),
        ("-0.04", "-0.04 is rounded to 0.0.", "These thresholds are in use already."),
        ("2.46", "2.46 is rounded to 2.5.", "from +0.0 to +2.5"),
    ],
)
def test_what_is_typed_is_taken_to_the_tenth_and_that_is_said(
    coordinator: User, client_for: ClientFor, typed: str, said: str, shown: str
) -> None:
    page = unescape(client_for(coordinator).get(preview_of(same_work=typed)).content.decode())
    assert said in page
    assert shown in page


def test_an_administrator_looks_and_chooses_nothing(administrator: User, client_for: ClientFor) -> None:
    page = client_for(administrator).get("/alerts/thresholds/").content.decode()
    assert "Use these thresholds" not in page
    assert "Use these thresholds" not in client_for(administrator).get(preview_of(same_work="9")).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_register_is_compared_once_though_two_press_at_the_same_time(
    coordinator: User, client_for: ClientFor
) -> None:
    active_calibration()
    clients = [client_for(coordinator) for _ in range(2)]
    with ThreadPoolExecutor() as both:
        answers = [both.submit(pressed, client) for client in clients]
    assert [one.result() for one in answers] == [302, 302]
    counting = DBTaskResult.objects.filter(task_path__endswith="count_lower_thresholds")
    assert counting.count() == 1

    counting.update(status="RUNNING", started_at=timezone.now() - timedelta(days=1))  # its process was ended
    assert pressed(clients[0]) == 302
    assert counting.count() == 2


def pressed(client: Client) -> int:
    try:
        return client.post("/alerts/thresholds/count/").status_code
    finally:
        connection.close()
