"""IATI files to records: every version, every oddity kept or named, everything unsound refused with a sentence."""

import json
import os
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from projects.iati import Amount, IatiActivity, Refused, Rejected, from_published, published, read
from projects.iati.values import to_date, to_language, to_number, to_vocabulary

SAMPLES = Path(__file__).parent / "samples"
SHARED = os.environ.get("ADAM_SHARED", "")
PUBLISHED = Path(SHARED, "data", "iati")
needs_published = pytest.mark.skipif(not SHARED, reason="ADAM_SHARED names no folder with published files in data/iati")
ONE = "<iati-activity><iati-identifier>X-1</iati-identifier><title>A title</title>{}</iati-activity>"


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "file.xml"
    path.write_bytes(text.encode(encoding))
    return path


def activities(folder: Path, *parts: str) -> list[IatiActivity | Rejected]:
    return list(read(write(folder, f"<iati-activities>{''.join(parts)}</iati-activities>")))


def parsed(folder: Path, part: str) -> IatiActivity:
    (activity,) = activities(folder, ONE.format(part))
    assert isinstance(activity, IatiActivity)
    return activity


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as refused:
        list(read(path))
    return str(refused.value)


@pytest.fixture
def first() -> IatiActivity:
    """Version 1.03, in French and English."""
    activity = next(read(SAMPLES / "iati-1.03.xml"))
    assert isinstance(activity, IatiActivity)
    return activity


@pytest.fixture
def second() -> IatiActivity:
    """Version 2.03, in Russian and German."""
    activity = next(read(SAMPLES / "iati-2.03.xml"))
    assert isinstance(activity, IatiActivity)
    return activity


# -- Version 1 ---------------------------------------------------------------------------------------------------------
def test_version_1_has_texts_in_each_language(first: IatiActivity) -> None:
    assert first.titles["fr"] == "Renforcement du contrôle à la frontière tadjiko-afghane"
    assert first.titles["en"] == "Strengthening control at the Tajik-Afghan border"
    general, objectives = first.descriptions
    assert general.texts == {"fr": "Formation des gardes-frontières.\nÉquipement de deux postes."}
    assert (objectives.type, list(objectives.texts)) == ("2", ["en"])


def test_the_actual_date_goes_before_the_planned_one(first: IatiActivity) -> None:
    assert first.day("start") == date(2011, 2, 1)
    assert first.day("end") == date(2013, 12, 31)


def test_a_date_that_is_none_is_kept_as_published(first: IatiActivity) -> None:
    assert [(one.kind, one.text) for one in first.dates if one.day is None] == [("end-actual", "31/12/2013")]
    assert "Date that cannot be read: end-actual 31/12/2013" in map(str, first.notices)


def test_words_of_version_1_become_codes(first: IatiActivity) -> None:
    assert [one.role for one in first.participants] == ["1", "4", "4", "Sponsor"]
    assert [(one.vocabulary, one.code) for one in first.sectors] == [("1", "15134"), ("2", "151"), ("99", "FRONT")]


def test_countries_keep_code_name_and_share(first: IatiActivity) -> None:
    assert [(one.code, one.name, one.percentage) for one in first.countries] == [
        ("TJ", "Tadjikistan", 60),
        ("", "Afghanistan", 40),
        ("QQ", "Nulle part", None),
    ]


def test_amounts_are_read_or_named(first: IatiActivity) -> None:
    assert [(one.kind, one.value) for one in first.amounts] == [
        ("budget", 900_000),
        ("commitment", 1_000_000),
        ("commitment", -200_000),
    ]
    assert "Amount that cannot be read: disbursement quelques milliers" in map(str, first.notices)


def test_identifiers_relations_and_documents_are_read(first: IatiActivity) -> None:
    assert [(one.owner, one.value) for one in first.identifiers] == [("CRS", "2011000451")]
    assert [(one.ref, one.type) for one in first.related] == [("FR-3-CTJ1000", "1"), ("XM-DAC-41128-TJK", "5")]
    assert [(one.title, one.category) for one in first.documents] == [("Rapport final", "A08")]
    assert first.locations[0].latitude == Decimal("38.56")


def test_activities_that_cannot_be_taken_are_rejected_with_their_line() -> None:
    rejected = [one for one in read(SAMPLES / "iati-1.03.xml") if isinstance(one, Rejected)]
    assert [(one.line, one.identifier) for one in rejected] == [(69, ""), (72, "FR-3-CTJ1001"), (76, "FR-3-EMPTY")]
    assert [one.reason for one in rejected] == [
        "it has no iati-identifier",
        "its iati-identifier occurs earlier in this file",
        "it has neither a title nor a description in any language",
    ]


# -- Version 2 ---------------------------------------------------------------------------------------------------------
def test_narratives_without_a_language_take_that_of_the_activity(second: IatiActivity) -> None:
    assert second.titles == {"ru": "Кинологическая служба на границе", "de": "Drogenspürhunde an der Grenze"}


def test_an_organization_has_its_english_name_first(second: IatiActivity) -> None:
    office = second.participants[0]
    assert office.name == "United Nations Office on Drugs and Crime"
    assert office.also == ("Управление ООН по наркотикам и преступности",)


def test_a_revised_budget_replaces_the_original_of_its_period(second: IatiActivity) -> None:
    assert [one.value for one in second.amounts if one.kind == "budget"] == [150_000, 50_000]


def test_incoming_commitments_are_no_cost(second: IatiActivity) -> None:
    assert "commitment" not in {one.kind for one in second.amounts}


def test_sectors_and_countries_may_stand_in_the_transactions(second: IatiActivity) -> None:
    assert [(one.vocabulary, one.code) for one in second.sectors] == [("1", "16063"), ("99", "7")]
    assert [one.code for one in second.countries] == ["KG", "TJ"]


def test_flow_types_of_transactions_stand_beside_the_default(second: IatiActivity) -> None:
    assert second.flows == ("10", "20")


def test_other_identifiers_of_version_2(second: IatiActivity) -> None:
    assert [(one.type, one.owner, one.value) for one in second.identifiers] == [
        ("A2", "", "2024000991"),
        ("A1", "DE-2", "BMI-77"),
    ]


def test_the_stated_version_does_not_matter(tmp_path: Path) -> None:
    for version in ("1.0", "1.00", "2.01", "next", ""):
        path = write(tmp_path, f'<iati-activities version="{version}">{ONE.format("")}</iati-activities>')
        assert [one.identifier for one in read(path)] == ["X-1"]


# -- Content -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("sample", ["iati-1.03.xml", "iati-2.03.xml"])
def test_content_comes_back_from_json(sample: str) -> None:
    for activity in read(SAMPLES / sample):
        if isinstance(activity, IatiActivity):
            back = from_published(json.loads(published(activity)))
            assert back == replace(activity, line=0, last_updated=None, notices=())


def test_order_of_transactions_and_time_of_update_are_not_content(tmp_path: Path) -> None:
    money = "<transaction><transaction-type code='2'/><value value-date='{}' currency='EUR'>5</value></transaction>"
    one = parsed(tmp_path, money.format("2020-01-01") + money.format("2021-01-01"))
    other = parsed(tmp_path, money.format("2021-01-01") + "\n\n" + money.format("2020-01-01"))
    assert published(one) == published(replace(other, last_updated=None, line=7))


def test_amounts_of_one_day_are_added_up(tmp_path: Path) -> None:
    money = (
        "<transaction><transaction-type code='2'/><value value-date='2020-01-01' currency='EUR'>5</value></transaction>"
    )
    assert parsed(tmp_path, money * 3).amounts == (Amount("commitment", "EUR", Decimal(15), date(2020, 1, 1)),)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2011-09-30", date(2011, 9, 30)),
        ("2011-09-30Z", date(2011, 9, 30)),
        ("2011-09-30+02:00", date(2011, 9, 30)),
        ("2011-09-30T00:00:00Z", date(2011, 9, 30)),
        ("2011-9-3", date(2011, 9, 3)),
        ("2011-09-311", None),
        ("2011-02-30", None),
        ("30/09/2011", None),
        ("2011", None),
        ("9999-12-31", None),
        ("", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert to_date(text) == day


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (" 9 000 ", 9000),
        ("1,234,567.50", Decimal("1234567.5")),
        ("-12.5", Decimal("-12.5")),
        ("1E+3", 1000),
        ("1,5", None),
        ("NaN", None),
        ("Infinity", None),
        ("1E+999999999", None),
        ("1E-999999999", None),
        ("0.00", 0),
        ("1" * 50, None),
        ("", None),
    ],
)
def test_numbers(text: str, number: Decimal | None) -> None:
    assert to_number(text) == number


@pytest.mark.parametrize(("tag", "language"), [("en-GB", "en"), ("FR", "fr"), ("français", ""), ("", ""), (None, "")])
def test_languages(tag: str | None, language: str) -> None:
    assert to_language(tag) == language


@pytest.mark.parametrize(
    ("stated", "code", "vocabulary"),
    [("", "16063", "1"), ("", "160", "2"), ("", "AB", ""), ("DAC", "16063", "1"), ("10", "331", "10")],
)
def test_sector_vocabularies(stated: str, code: str, vocabulary: str) -> None:
    assert to_vocabulary(stated, code) == vocabulary


# -- Files that are refused --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "It is empty."),
        (" \n ", "It is empty."),
        ("<iati-activities version='2.03'/>", "It holds no activities."),
        ("<iati-activities><project/></iati-activities>", "It holds no activities."),
        ("<iati-organisations/>", "It is an IATI organisation file."),
        ("<rss/>", "It begins with <rss>"),
        ("<iati-activities xmlns='urn:x'/>", "It begins with <iati-activities> of urn:x"),
        ("<!DOCTYPE html><html><br></html>", "It is a web page"),
        ('{"title": 1}', "It is not XML: "),
        ("<iati-activities>\n<a></b></iati-activities>", "Its XML is broken at line 2"),
        (f"<iati-activities>\n{ONE.format('&nbsp;')}</iati-activities>", "Its XML is broken at line 2: Entity 'nbsp'"),
        (f"<iati-activities>\n{ONE.format('')}\n<iati-activity>", "It breaks off at line 3"),
        (f"<iati-activities>{ONE.format('')}", "It breaks off at line 1"),
        ("<iati-activities", "It breaks off before its first element."),
        ("<?xml version='1.0' encoding='no-such'?><iati-activities/>", "Its encoding cannot be read"),
        ("<iati-activities>" + "<a>" * 1000 + "</a>" * 1000 + "</iati-activities>", "Its XML is broken at line 1"),
    ],
)
def test_what_is_no_sound_activity_file_is_refused_with_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    assert refusal(write(tmp_path, text)).startswith(sentence)


BOMB = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "definitions", [f'<!ENTITY e0 "boo">{BOMB}', '<!ENTITY e9 SYSTEM "file:///etc/passwd">', ""], ids=len
)
def test_a_document_type_is_refused_before_anything_is_expanded(
    tmp_path: Path, definitions: str, encoding: str
) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE iati-activities [{definitions}]>'
    path = write(tmp_path, f"{head}<iati-activities v='&e9;'>{ONE.format('&e9;')}</iati-activities>", encoding)
    assert refusal(path).startswith("It declares a document type")


def test_a_compressed_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.xml.gz"
    path.write_bytes(b"\x1f\x8b\x08rest")
    assert refusal(path).startswith("It is compressed (gzip).")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.xml") == "There is no such file."
    assert refusal(tmp_path).startswith("It is a folder")


def test_content_without_an_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("projects.iati.reading.LARGEST_ACTIVITY", 1 << 20)
    path = write(tmp_path, f"<iati-activities>{'<x>y</x>' * 200_000}</iati-activities>")
    assert refusal(path) == "It has 1 MB without the end of an activity."


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1251"])
def test_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    text = f"<iati-activities>{ONE.replace('A title', 'Граница').format('')}</iati-activities>"
    assert [one.titles for one in read(write(tmp_path, head + text, encoding))] == [{"": "Граница"}]


def test_progress_is_told_in_bytes() -> None:
    heard: list[int] = []
    list(read(SAMPLES / "iati-2.03.xml", heard.append))
    assert heard[-1] == (SAMPLES / "iati-2.03.xml").stat().st_size


@needs_published
def test_files_as_published_are_read_whole() -> None:
    paths = sorted(PUBLISHED.glob("*.xml"))
    assert paths, f"No published files in {PUBLISHED}"
    for path in paths:
        stated = path.read_bytes().count(b"<iati-identifier>")
        assert sum(isinstance(one, IatiActivity) for one in read(path)) == stated, path.name
