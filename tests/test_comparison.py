"""One level of agreement per field, in words."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given

from duplication.matching.bodies import called, helped
from duplication.matching.comparison import FIELDS, compare
from duplication.matching.records import Activity, Record
from duplication.matching.text import fold, read
from tests.strategies import records


def level(field: str, one: dict[str, object], other: dict[str, object]) -> str | None:
    """The level's name; texts may be given as they are written."""
    first, second = (
        Record(**{name: read(value) if name in {"title", "description"} else value for name, value in side.items()})
        for side in (one, other)
    )
    found = FIELDS[field][0](first, second)
    return found.name if found else None


@given(records, records)
def test_the_order_of_the_two_does_not_matter(first: Record, second: Record) -> None:
    assert compare(first, second) == compare(second, first)


@given(records, records)
def test_every_level_is_among_those_of_its_field(first: Record, second: Record) -> None:
    for field, found in compare(first, second).items():
        assert FIELDS[field][1][found.name].name == found.name


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        ((date(2024, 1, 1), date(2026, 12, 31)), (date(2024, 1, 1), date(2026, 12, 31)), "Their periods are the same."),
        (
            (date(2024, 1, 1), date(2026, 12, 31)),
            (date(2025, 1, 1), date(2025, 12, 31)),
            "All 12 months of the shorter period are within the 36 months of the longer.",
        ),
        (
            (date(2024, 1, 1), date(2026, 12, 31)),
            (date(2026, 6, 1), date(2027, 5, 31)),
            "7 months of the 12 months of the shorter period are within the 36 months of the longer.",
        ),
        ((date(2024, 1, 1), date(2025, 12, 31)), (date(2024, 7, 1), date(2026, 6, 30)), "for the most part."),
        ((date(2024, 1, 1), date(2025, 12, 31)), (date(2025, 10, 1), date(2027, 6, 30)), "overlap a little."),
    ],
)
def test_how_far_periods_overlap_is_so_of_both(ours: tuple[date, date], theirs: tuple[date, date], said: str) -> None:
    first, second = (Record(start=start, end=end) for start, end in (ours, theirs))
    assert compare(first, second)["period"].sentence.endswith(said)


def test_a_clash_names_the_dates() -> None:
    first, second = (
        Record(activities=(Activity("A01", beneficiary=1, start=date(2026, month, day), end=date(2026, 12, end)),))
        for month, day, end in ((11, 30, 11), (12, 7, 18))
    )
    said = compare(second, first)["timing"].sentence
    assert "30 November 2026 to 11 December 2026, and 7 December 2026 to 18 December 2026" in said
    assert said.endswith("5 days in common.")


def test_quantities_are_told_with_their_numbers() -> None:
    ten, twelve, many = (Record(activities=(Activity("A08", number),)) for number in (10, 12, 1_000))

    assert compare(ten, ten)["quantity"].sentence == "They plan as many of one kind of activity: 10 each."
    assert compare(twelve, ten)["quantity"].sentence.endswith("about as many of one kind of activity: 10 and 12.")
    assert compare(many, ten)["quantity"].sentence.endswith("more than four times as many: 10 and 1000.")


@given(records)
def test_what_one_side_does_not_state_says_nothing(record: Record) -> None:
    assert compare(record, Record()) == {}


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("Scanners for the crossing at Nizhny Panj", "same"),
        ("SCANNERS for the crossing at Nizhny Panj!", "same"),
        ("Scanners for the crossing of Nizhny Panj", "very_similar"),
        ("Nizhny Panj: scanners for the border crossing", "very_similar"),
        ("Scanners and dogs at the crossing of Nizhny Panj, Tajikistan", "quite_similar"),
        ("Treatment centres in Kabul", "unlike"),
    ],
)
def test_titles_are_graded(other: str, expected: str) -> None:
    assert level("title", {"title": "Scanners for the crossing at Nizhny Panj"}, {"title": other}) == expected


def test_titles_in_two_languages_that_share_nothing_say_nothing() -> None:
    one = {"title": "Scanners for customs", "language": "en"}
    other = {"title": "Сканеры для таможни", "language": "ru"}

    assert level("title", one, other) is None


def begun(country: str, day: int) -> dict[str, object]:
    return {
        "countries": frozenset({country}), "implementers": frozenset({"unodc"}), "start": date(2026, 1, day)
    }  # fmt: skip


def helping(number: int, name: str) -> dict[str, object]:
    return {"beneficiaries": frozenset({number}), "bodies": frozenset({called(name, "TJ")})}


def planning(*numbers: float) -> dict[str, object]:
    return {"activities": tuple(Activity("A08", number) for number in numbers)}


def titled(country: str, title: str) -> dict[str, object]:
    return {"countries": frozenset({country}), "title": title}


@pytest.mark.parametrize(
    ("field", "one", "other", "expected"),
    [
        ("title_in_description", {"title": "Panj scanners"}, {"description": "Two scanners at Panj"}, "all"),
        ("title_part", {"title": "Panj scanners"}, {"title": "Customs at Panj: Panj scanners, phase II"}, "all"),
        ("contained", {"description": "Dogs at Panj"}, {"description": "Scanners and dogs at Panj"}, "all"),
        ("contained", {"description": "Dogs at Panj"}, {"description": "Scanners at Kabul"}, "0"),
        ("numbers", {"title": "Border control phase I"}, {"title": "Border control phase II"}, "different"),
        ("numbers", {"title": "Course 2019"}, {"title": "Course 2020"}, "different"),
        ("numbers", {"title": "Course 2019"}, {"title": "Course"}, None),
        ("country", {"countries": frozenset({"TJ"})}, {"countries": frozenset({"TJ", "AF"})}, "overlap"),
        ("country", {"countries": frozenset({"TJ"})}, {"countries": frozenset({"AF"})}, "different"),
        ("place", {"places": frozenset({1, 2})}, {"places": frozenset({2})}, "shared"),
        ("theme", {"themes": frozenset({"T1.1"})}, {"themes": frozenset({"T1.2"})}, "related"),
        ("theme", {"purposes": frozenset({"16063"})}, {"purposes": frozenset({"16063"})}, "equal"),
        ("theme", {"themes": frozenset({"T1.1"})}, {"themes": frozenset({"T1.1", "T2.1"})}, "same"),
        ("implementer", {"implementers": frozenset({"unodc"})}, {"implementers": frozenset({"iom"})}, "unlike"),
        ("body_kind", {"implementers": frozenset({"ngo"})}, {"implementers": frozenset({"ngo"})}, "same"),
        ("body_kind", {"implementers": frozenset({"ngo"})}, {"implementers": frozenset({"iom"})}, "different"),
        ("body_kind", {"implementers": frozenset({"iom"})}, {"implementers": frozenset({"iom"})}, None),
        ("implementer", {"implementers": frozenset({"other"})}, {"implementers": frozenset({"iom"})}, None),
        (
            "implementer",
            {"implementers": frozenset({"ministry of health"}), "language": "en"},
            {"implementers": frozenset({"sveikatos ministerija"}), "language": "lt"},
            None,
        ),
        (
            "implementer",
            {"implementers": frozenset({"азия плюс"})},
            {"implementers": frozenset({"aziya plyus"})},
            "very_similar",
        ),
        (
            "implementer",
            {"implementers": frozenset({"министерство здравоохранения"})},
            {"implementers": frozenset({"ministry of health"})},
            None,
        ),
        ("beneficiary", helping(1, "tamozhnya"), helping(2, "border guards"), "different"),
        ("beneficiary", helping(1, "таможня"), helping(2, "border guards"), "different"),
        ("quantity", planning(10), planning(10), "equal"),
        ("quantity", planning(10), planning(12), "near"),
        ("quantity", planning(10), planning(20), None),
        ("quantity", planning(10), planning(1_000), "different"),
        ("quantity", planning(1), planning(1), None),
        ("quantity", planning(6, 4), planning(10), "equal"),
        ("quantity", planning(10), {"activities": (Activity("A02", 10),)}, None),
        ("abroad", begun("TJ", 4), begun("KG", 20), "together"),
        ("abroad", begun("TJ", 4), begun("TJ", 4), None),
        ("abroad", begun("TJ", 4), {**begun("KG", 4), "implementers": frozenset({"iom"})}, None),
        ("abroad", begun("TJ", 4), {**begun("KG", 4), "start": date(2025, 1, 1)}, None),
        ("namesake", titled("TJ", "Training of judges"), titled("KG", "Training of judges"), "elsewhere"),
        ("namesake", titled("TJ", "Training of judges"), titled("TJ", "Training of judges"), None),
        ("namesake", titled("TJ", "Training of judges"), titled("KG", "Scanners for the customs"), None),
        ("amount", {"amount": 100_000.0}, {"amount": 99_000.0}, "close"),
        ("amount", {"amount": 100_000.0}, {"amount": 0.0}, None),
        ("amount", {"stated": ("LTL", 75_000.0)}, {"stated": ("LTL", 75_000.0)}, "equal"),
        ("amount", {"stated": ("LTL", 75_000.0)}, {"stated": ("XOF", 75_000.0)}, None),
        ("amount", {"amount": 90.0, "stated": ("EUR", 80.0)}, {"amount": 99.0, "stated": ("EUR", 80.0)}, "equal"),
        ("amount", {"amount": 90.0, "stated": ("EUR", 80.0)}, {"amount": 90.0}, "equal"),
        ("identifier", {"identifiers": frozenset({"a1"})}, {"identifiers": frozenset({"b2"})}, None),
    ],
)
def test_fields_are_graded(field: str, one: dict[str, object], other: dict[str, object], expected: str | None) -> None:
    assert level(field, one, other) == expected


def test_of_budgets_that_differ_by_cents_it_is_not_said_that_they_are_equal() -> None:
    graded = compare(Record(amount=1_000_000.5), Record(amount=999_999.0))["amount"]
    assert (graded.name, graded.sentence) == ("equal", "Their budgets are equal or all but equal.")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2020, 1, 10), date(2020, 12, 20), "same"),
        (date(2020, 3, 1), date(2021, 6, 30), "overlap"),
        (date(2020, 12, 1), date(2022, 12, 31), "touch"),
        (date(2021, 6, 1), date(2022, 12, 31), "follow"),
        (date(2025, 1, 1), None, "apart"),
        (None, date(2020, 12, 31), None),
    ],
)
def test_periods_are_graded(start: date | None, end: date | None, expected: str | None) -> None:
    year = {"start": date(2020, 1, 1), "end": date(2020, 12, 31)}

    assert level("period", year, {"start": start, "end": end}) == expected


def test_the_same_unit_in_the_same_weeks_is_a_clash() -> None:
    course = Activity("A01", beneficiary=4, start=date(2026, 5, 4), end=date(2026, 5, 15))
    other = replace(course, type="A04", start=date(2026, 5, 11), end=date(2026, 5, 20))

    assert level("timing", {"activities": (course,)}, {"activities": (other,)}) == "clash"
    for harmless in (
        replace(other, beneficiary=5),
        replace(other, type="A05"),
        replace(other, start=date(2026, 6, 1), end=date(2026, 6, 5)),
        replace(other, end=date(2027, 5, 20)),
        replace(other, end=None),
    ):
        assert level("timing", {"activities": (course,)}, {"activities": (harmless,)}) is None


def test_a_course_without_body_or_days_of_its_own_has_those_of_its_project() -> None:
    course = Activity("A01", beneficiary=4, start=date(2026, 5, 4), end=date(2026, 5, 15))
    short = {"beneficiaries": frozenset({4}), "start": date(2026, 5, 11), "end": date(2026, 5, 20)}
    plain = (Activity("A04"),)

    assert level("timing", {"activities": (course,)}, {**short, "activities": plain}) == "clash"
    assert level("timing", {**short, "activities": plain}, {**short, "activities": plain}) == "clash"
    for harmless in (
        {"beneficiaries": frozenset({4, 5})},
        {"end": date(2027, 5, 20)},
        {"activities": (Activity("A04", start=date(2026, 5, 4)),)},
        {"activities": (Activity("A05"),)},
        {"activities": ()},
    ):
        assert level("timing", {"activities": (course,)}, {**short, "activities": plain, **harmless}) is None


def test_every_field_of_a_record_is_compared_or_known_not_to_be() -> None:
    """The reporting partner is no evidence: two reports of one project come from two partners or from one."""
    compared = {field.name for field in fields(Record)} - {
        "id",
        "partner",
        "reference",
        "language",
        "end",
        "is_stale",
    }

    assert compared == {
        *("title", "description", "countries", "places", "themes", "purposes", "activities", "implementers"),
        *("beneficiaries", "bodies", "start", "amount", "stated", "identifiers", "works", "things"),
        *("days_named", "sums_named"),
    }


def test_partner_is_no_evidence() -> None:
    one = Record(title=read("Scanners"), partner=1)

    assert compare(one, one) == compare(one, replace(one, partner=2))


@pytest.mark.parametrize(
    ("ours", "theirs", "found"),
    [
        ("State Customs Service of Kyrgyzstan", "State Customs Service of the Kyrgyz Republic", "shared"),
        ("Customs Service", "State Customs Committee of Kyrgyzstan", "shared"),
        ("Border Service", "Border Guard Department", "shared"),
        ("State Customs Service of Kyrgyzstan", "Государственная таможенная служба Кыргызской Республики", "shared"),
        ("Customs Service", "Osh customs house", None),
        ("Customs Service", "Таможня Оша", None),
        ("Customs Service", "Министерство внутренних дел", "different"),
        ("Batken Border Detachment", "Учебный центр", None),
        ("Ministry of Health", "Ministry of Internal Affairs", "different"),
        ("State Customs Service", "State Border Service", "different"),
        ("Ministry of Internal Affairs", "Ministry of Foreign Affairs", "different"),
    ],
)
def test_bodies_of_two_rows_are_told_apart_by_their_names(ours: str, theirs: str, found: str | None) -> None:
    first, second = (with_body(number, name) for number, name in enumerate((ours, theirs), start=1))
    assert level("beneficiary", first, second) == found


def with_body(number: int, name: str, **fields: object) -> dict[str, object]:
    numbers, bodies = helped([(number, fold(name), None)], {"KG"})
    return {"beneficiaries": frozenset({numbers[number]}), "bodies": bodies, **fields}


def test_names_in_two_languages_say_nothing_unless_they_are_of_known_bodies() -> None:
    english, french = (
        with_body(1, "Drug Addiction Treatment Trust"),
        with_body(2, "Association d'entraide", language="fr"),
    )

    assert level("beneficiary", english, french | {"language": ""}) == "different"
    assert level("beneficiary", english | {"language": "en"}, french) is None
    assert (
        level("beneficiary", with_body(1, "Police", language="en"), with_body(2, "Douanes", language="fr"))
        == "different"
    )
