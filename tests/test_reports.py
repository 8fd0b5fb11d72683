"""Reports read from files as records, and what is said of a file that cannot be read."""

import csv
import gzip
from datetime import date
from pathlib import Path

import pytest

from duplication.matching.reports import COLUMNS, Row, day, record_of, records, reports, usd
from projects.progress import Bar

BAR = Bar("Test")
SCANNERS = {
    "id": "P1",
    "title": "Scanners for the crossing at Nizhny Panj",
    "description": "Two vehicle scanners find drugs hidden in lorries",
    "recipient_countries": "TJ; AF",
    "purpose_codes": "16063",
    "start": "2019-03-01",
    "end": "2020",
    "amount": "1000",
    "currency": "EUR",
    "implementing_org": "UNODC; ;Customs Service",
    "language": "en",
}


def row(**values: str) -> Row:
    return dict.fromkeys(COLUMNS, "") | values


def written(path: Path, rows: list[Row], columns: tuple[str, ...] = COLUMNS) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") if path.suffix == ".gz" else path.open("w", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_report_becomes_a_record_of_no_partner() -> None:
    record = record_of(SCANNERS, Path("some.csv"))

    assert (record.partner, record.identifiers, record.language) == (None, frozenset(), "en")
    assert record.countries == {"TJ", "AF"}
    assert record.implementers == {"unodc", "customs service"}
    assert (record.start, record.end) == (date(2019, 3, 1), date(2020, 12, 31))
    assert record.amount == pytest.approx(1130, rel=0.02)
    typed = SCANNERS | {"recipient_countries": "tj; AFGHANISTAN", "currency": "eur "}
    assert record_of(typed, Path("some.csv")) == record


@pytest.mark.parametrize("name", ["projects.csv", "projects.csv.gz"])
def test_only_the_reports_wanted_are_read(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / name, [SCANNERS, row(id="P2")])

    assert list(records(path, {"P2"}, BAR)) == ["P2"]


@pytest.mark.parametrize(
    ("text", "last", "expected"),
    [
        ("", False, None),
        ("2024", False, date(2024, 1, 1)),
        ("2024", True, date(2024, 12, 31)),
        ("2024-02", True, date(2024, 2, 29)),
        ("2024-02-03", True, date(2024, 2, 3)),
    ],
)
def test_a_year_alone_begins_and_ends_with_the_year(text: str, last: bool, expected: date | None) -> None:
    assert day(text, last) == expected


@pytest.mark.parametrize(
    ("amount", "currency", "start", "expected"),
    [
        ("12.5", "USD", None, 12.5),
        ("12.5", "EUR", None, None),
        ("12.5", "", date(2019, 3, 1), None),
        ("12.5", "XYZ", date(2019, 3, 1), None),
        ("", "USD", None, None),
    ],
)
def test_a_rate_is_never_guessed(amount: str, currency: str, start: date | None, expected: float | None) -> None:
    assert usd(amount, currency, start) == expected


def test_the_month_of_a_start_that_is_a_year_is_not_guessed() -> None:
    assert record_of({**SCANNERS, "start": "2019"}, Path("some.csv")).amount is None


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"id,title\nP1,Scanners\n", "names no column description, recipient_countries"),
        (b"", "names no column id"),
        (b"\x1f\x8bno gzip", "is broken"),
        (",".join(COLUMNS).encode() + b"\nP1\n", "line 2: the row has not as many fields"),
        (",".join(COLUMNS).encode() + b"\n\xff" + b"," * 10 + b"\n", "no text in UTF-8"),
        (",".join(COLUMNS).encode() + b'\n"P1"x' + b"," * 10 + b"\n", "no CSV"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(tmp_path: Path, content: bytes, complaint: str) -> None:
    path = tmp_path / "projects.csv"
    path.write_bytes(content)

    with pytest.raises(ValueError, match=f"projects.csv.*{complaint}"):
        list(reports(path, BAR))


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([row(id="P1"), row(id="P1")], "two rows have the id P1"),
        ([row(id="")], "a row has no id"),
        ([row(id="P2")], "has no project P1"),
        ([row(id="P1", start="31.5.2004")], "project P1: “31.5.2004” is no date"),
        ([row(id="P1", start="2004-13-01")], "is no date"),
        ([row(id="P1", amount="much", currency="USD")], "project P1: “much” is no amount"),
        ([row(id="P1", amount="NaN", currency="EUR")], "is no amount"),
    ],
)
def test_what_is_wrong_in_a_row_is_said(tmp_path: Path, rows: list[Row], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        records(written(tmp_path / "projects.csv", rows), {"P1"}, BAR)


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match=r"nowhere.csv: the file cannot be read: No such file"):
        records(Path("nowhere.csv"), {"P1"}, BAR)
