"""The sentences of the page of thresholds."""

from typing import Any

import pytest

from duplication.calibration.previewing import Change, Some
from duplication.calibration.saying import not_to_learn_from, to_learn_from, would_do
from duplication.calibration.thresholds import Setting


def change(**given: Any) -> Change:
    none = dict.fromkeys(("go", "agreed", "kept", "other", "back", "lost_overlaps", "lost_rejected"), Some())
    numbers = {"before": 2.0, "after": 1.0, "open": 0, "reach": 0, "come": 0, "verdicts": 0}
    return Change(**{"case": "same_work", "near": (), "is_exact": True, **none, **numbers, **given})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, ["No alert would be raised."]),
        ({"come": 2, "open": 1}, ["2 alerts would be raised, beside 1 open one."]),
        (
            {"come": None, "back": Some((7,), 1)},
            [
                "1 alert that was withdrawn would come back, unless one of the projects changed since. How many others "
                "would be raised is not counted so far below the threshold in use."
            ],
        ),
        (
            {"after": 3.0, "open": 4, "reach": 1, "go": Some((1,), 1), "kept": Some((2,), 1), "other": Some((3,), 1)},
            [
                "1 of 4 open alerts would be withdrawn. 1 reaches the threshold. 1 would stay below it, waiting for "
                "another verdict: it was decided before. 1 would stay as another kind of overlap, whose threshold it "
                "reaches.",
                "No verdict of the past tells what would have been lost.",
            ],
        ),
        (
            {"after": 3.0, "open": 3, "go": Some((1, 2, 3), 3), "agreed": Some((1, 2), 2)},
            [
                "3 of 3 open alerts would be withdrawn. On 2 of these all partners say that there is an overlap. "
                "0 reach the threshold.",
                "No verdict of the past tells what would have been lost.",
            ],
        ),
        (
            {"after": 3.0, "verdicts": 3, "lost_overlaps": Some((1, 2), 2), "lost_rejected": Some((3,), 1)},
            [
                "None of 0 open alerts would be withdrawn.",
                "Of 3 past verdicts 3 would have been lost: 2 confirmed overlaps, 1 rejected.",
            ],
        ),
    ],
)
def test_what_a_change_would_do(given: dict[str, Any], said: list[str]) -> None:
    assert list(would_do(change(**given), is_counted=True)) == said


def test_numbers_reckoned_from_some_alerts_are_said_to_be_about_right() -> None:
    given = {"after": 3.0, "open": 900, "reach": 500, "go": Some((1, 2), 300), "other": Some((3,), 100)}
    gone, _ = would_do(change(is_exact=False, **given), is_counted=True)
    assert gone.startswith("About 300 of 900 open alerts would be withdrawn. About 500 reach the threshold. About 100")


def test_what_there_is_to_learn_from_and_what_is_missing() -> None:
    enough = to_learn_from({"overlaps": 30, "distinct": 1}, {}, 20)
    assert enough == "30 verdicts of an overlap and 1 of none tell something of the two projects."
    few = to_learn_from({"overlaps": 1, "distinct": 2}, {"overlaps": 19, "distinct": 18}, 20)
    assert few.endswith("That is too few: 20 of each are needed. Still missing: 19 of an overlap and 18 of none.")


def test_what_teaches_nothing_is_said_where_there_is_any() -> None:
    assert not_to_learn_from({"reopened": 0, "implied": 0, "unpublished": 0}) == ""
    some = not_to_learn_from({"reopened": 1, "implied": 2, "unpublished": 1})
    assert "1 that was opened again since, and 2 that follow from other verdicts, and 1 of a project that is" in some


def test_alerts_that_hang_below_a_threshold_are_said() -> None:
    assert Setting("same_work", [], 0).hanging == ""
    assert "1 more open alert lies below the threshold in use: it weakened" in Setting("same_work", [], 1).hanging
    assert "2 more open alerts lie below the threshold in use: they weakened" in Setting("same_work", [], 2).hanging
