"""Detection tried on files from the command line."""

import csv
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from duplication.calibration.calibrations import table_in_use
from duplication.management.printed import print_csv
from duplication.matching.scoring import shipped
from duplication.models import Calibration
from tests.test_reports import SCANNERS, row, written

REPORTS = [
    SCANNERS,
    {**SCANNERS, "id": "P2", "title": "Nizhny Panj crossing: scanners"},
    row(id="P3", title="Treatment of drug users in Herat", recipient_countries="AF"),
    row(id="P4", title="Treatment in Herat, with scanners", recipient_countries="AF"),
]
PAIRS = [{"id_a": "P1", "id_b": "P2"}, {"id_a": "P3", "id_b": "P1"}]


def told(command: str, *arguments: object) -> list[dict[str, str]]:
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out, stderr=StringIO())
    return list(csv.DictReader(StringIO(out.getvalue())))


def asked(path: Path, *ids: str) -> Path:
    return written(path / "queries.csv", [{"id": id} for id in ids], ("id",))


def paired(path: Path, pairs: list[dict[str, str]]) -> Path:
    return written(path / "pairs.csv", pairs, ("id_a", "id_b"))


def test_every_pair_is_weighed_in_its_order(db: None, tmp_path: Path) -> None:
    scored = told("score_pairs", written(tmp_path / "projects.csv.gz", REPORTS), paired(tmp_path, PAIRS))

    assert [(one["id_a"], one["id_b"]) for one in scored] == [("P1", "P2"), ("P3", "P1")]
    assert float(scored[0]["match_weight"]) > 0 > float(scored[1]["match_weight"])
    assert not Calibration.objects.exists()


def test_the_sides_of_a_pair_do_not_matter(db: None, tmp_path: Path) -> None:
    reports = written(tmp_path / "projects.csv", REPORTS)
    one, other = told("score_pairs", reports, paired(tmp_path, [PAIRS[0], {"id_a": "P2", "id_b": "P1"}]))

    assert one["match_weight"] == other["match_weight"]


def test_look_alikes_are_ranked(db: None, tmp_path: Path) -> None:
    found = told("suggest", written(tmp_path / "projects.csv", REPORTS), asked(tmp_path, "P3", "P1"))
    weights = {(one["query_id"], one["id"]): float(one["match_weight"]) for one in found}

    assert [(one["query_id"], one["rank"], one["id"]) for one in found][:1] == [("P3", "1", "P4")]
    assert next(one["id"] for one in found if one["query_id"] == "P1") == "P2"
    assert weights["P1", "P2"] == float(
        told("score_pairs", tmp_path / "projects.csv", paired(tmp_path, PAIRS))[0]["match_weight"]
    )


def test_no_more_than_the_top_are_told(db: None, tmp_path: Path) -> None:
    found = told("suggest", written(tmp_path / "projects.csv", REPORTS), asked(tmp_path, "P1"), "--top", 1)

    assert [one["rank"] for one in found] == ["1"]


@pytest.mark.parametrize("command", ["score_pairs", "suggest"])
def test_an_unknown_id_ends_the_command_with_a_sentence(db: None, tmp_path: Path, command: str) -> None:
    unknown = {"score_pairs": paired(tmp_path, [{"id_a": "P1", "id_b": "P9"}]), "suggest": asked(tmp_path, "P9")}

    with pytest.raises(CommandError, match="has no project P9"):
        told(command, written(tmp_path / "projects.csv", REPORTS), unknown[command])


def test_who_reads_no_further_ends_the_output_without_a_complaint() -> None:
    end, begin = os.pipe()
    os.close(end)
    with os.fdopen(begin, "w") as out:
        print_csv(out, ("id",), [("P1",)] * 10_000)


def test_what_cannot_be_written_ends_the_command_with_a_sentence() -> None:
    with open("/dev/full", "w") as full, pytest.raises(CommandError, match="No space left on device"):
        print_csv(full, ("id",), [("P1",)] * 10_000)


def test_fewer_than_one_suggestion_is_refused(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--top"):
        told("suggest", written(tmp_path / "projects.csv", REPORTS), asked(tmp_path, "P1"), "--top", 0)


def test_an_accepted_table_is_used_and_without_one_that_of_this_release(db: None) -> None:
    assert table_in_use()[0] == shipped()["name"]

    Calibration.objects.create(name="reviewed", table=shipped(), accepted_at="2026-01-01T00:00Z")

    assert table_in_use()[0] == "reviewed"
