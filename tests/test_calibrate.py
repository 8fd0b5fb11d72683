"""A table of weights proposed from the command line."""

from copy import deepcopy
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from duplication.calibration.calibrations import active_calibration, table_in_use
from duplication.matching.scoring import Calibration as Table
from duplication.matching.scoring import shipped
from duplication.models import Calibration
from tests.test_reports import SCANNERS, Row, row, written

COLUMNS = ("id_a", "id_b", "label", "kind")


def told(*arguments: object) -> str:
    out = StringIO()
    call_command("calibrate", *map(str, arguments), stdout=out)
    return out.getvalue()


def judged(path: Path, count: int = 60) -> tuple[Path, Path]:
    """Reports of which each is reported twice, in other words, and a neighbour of each."""
    reports: list[Row] = []
    pairs: list[Row] = []
    for n in range(count):
        town = f"Town{chr(97 + n % 26)}{n}"
        reports.append({**SCANNERS, "id": f"A{n}", "title": f"Scanners for {town}"})
        reports.append({**SCANNERS, "id": f"B{n}", "title": f"Customs of {town}: scanners"})
        reports.append(row(id=f"C{n}", title=f"Treatment in {town}", recipient_countries="TJ", purpose_codes="12110"))
        pairs.append({"id_a": f"A{n}", "id_b": f"B{n}", "label": "duplicate", "kind": "twice"})
        pairs.append({"id_a": f"A{n}", "id_b": f"C{n}", "label": "distinct", "kind": "twice"})
    return written(path / "projects.csv", reports), written(path / "pairs.csv", pairs, COLUMNS)


def test_a_table_is_proposed_and_not_in_use(db: None, tmp_path: Path) -> None:
    before = table_in_use()
    out = told(*judged(tmp_path), "--name", "From two lists")
    stored = Calibration.objects.get()

    assert (stored.name, stored.accepted_at) == ("From two lists", None)
    assert Table.of(stored.table).weights["place"] == before[1]["weights"]["place"]
    assert "120 judged pairs" in stored.notes
    assert "duplicates" in stored.notes
    assert "one pair in ten" in out
    assert "Stored as “From two lists”" in out
    assert table_in_use() == before


def test_what_is_in_use_already_is_not_stored_once_more(db: None, tmp_path: Path) -> None:
    files = judged(tmp_path)
    told(*files, "--name", "First")
    Calibration.objects.update(accepted_at=timezone.now())
    assert "Nothing is stored. None of the weights that come out differs" in told(*files, "--name", "Second")
    assert Calibration.objects.get().name == "First"


def test_a_fit_begins_with_the_release_and_keeps_where_alerts_begin(db: None, tmp_path: Path) -> None:
    table = deepcopy(shipped())
    table["weights"]["place"]["shared"], table["thresholds"]["same_work"] = 0.5, 2.5
    Calibration.objects.create(name="Fitted before", table=table, accepted_at=timezone.now())
    told(*judged(tmp_path), "--name", "Anew")
    stored = Table.of(Calibration.objects.get(name="Anew").table)

    assert stored.weights["place"] == shipped()["weights"]["place"]
    assert stored.thresholds["same_work"] == 2.5


def test_the_table_of_the_release_has_its_evaluation() -> None:
    told_of = {name: held_out for name, _, held_out in shipped()["evaluation"]["figures"]}

    assert shipped()["evaluation"]["pairs"] > 10_000
    assert told_of["duplicates"] > 0.95


def test_a_dry_run_stores_nothing(db: None, tmp_path: Path) -> None:
    assert "Nothing is stored" in told(*judged(tmp_path), "--afresh", "--dry-run", "--name", "n" * 81)
    assert not Calibration.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "Name PROJECTS and PAIRS"),
        (["projects.csv"], "needs PAIRS"),
        (["--verdicts"], "duplicates or overlaps there are 0"),
        (["--verdicts", "--name", "n" * 81], "A name of 81 letters is too long"),
        (["nowhere.csv", "pairs.csv"], "pairs.csv: the file cannot be read"),
    ],
)
def test_what_is_missing_is_said(db: None, arguments: list[str], complaint: str) -> None:
    with pytest.raises(CommandError, match=complaint):
        told(*arguments)


def test_without_tables_it_says_what_to_do(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE duplication_calibration RENAME TO elsewhere")
    with pytest.raises(CommandError, match="run migrate first"):
        told("--verdicts")


def test_pairs_labelled_in_two_ways_are_told(db: None, tmp_path: Path) -> None:
    projects, pairs = judged(tmp_path)
    with pairs.open("a", encoding="utf-8") as file:
        file.write("B0,A0,distinct,twice\n")
    assert "Labelled in more ways than one: 1 pair. Each of their lines counts." in told(projects, pairs, "--dry-run")


def test_an_unknown_label_is_refused(db: None, tmp_path: Path) -> None:
    projects, pairs = judged(tmp_path)
    pairs.write_text(pairs.read_text(encoding="utf-8").replace("distinct", "other", 1), encoding="utf-8")

    with pytest.raises(CommandError, match="“other” is no label"):
        told(projects, pairs)


def test_a_name_is_given_once(db: None, tmp_path: Path) -> None:
    files = judged(tmp_path)
    told(*files, "--name", "From two lists")

    with pytest.raises(CommandError, match="a table named From two lists already"):
        told(*files, "--name", "From two lists")


def test_an_own_table_from_before_a_comparison_was_added_gives_way(db: None) -> None:
    table = deepcopy(shipped())
    del table["weights"]["title"]
    Calibration.objects.create(name="Fitted here", table=table, accepted_at=timezone.now())

    assert active_calibration().name == shipped()["name"]
