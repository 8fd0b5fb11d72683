"""The words of the pack in three languages: each is there in all its forms; days and numbers as each writes them."""

import re
from datetime import date

import pytest

from partners.models import Country, Partner
from projects.models import ActivityType, Theme
from roundtables.pack.language import Language, catalogue, names

pytestmark = pytest.mark.django_db


def test_every_phrase_has_all_languages_and_plural_forms() -> None:
    for key, phrase in catalogue().items():
        assert set(phrase) == {"en", "fr", "ru"}, key
        forms = {code: len(one) if isinstance(one, list) else 0 for code, one in phrase.items()}
        assert forms in ({"en": 0, "fr": 0, "ru": 0}, {"en": 2, "fr": 2, "ru": 3}), key
        assert len({frozenset(re.findall(r"{(\w+)}", str(one))) for one in phrase.values()}) == 1, key


def test_every_name_of_the_vocabularies_is_translated() -> None:
    known = {
        "theme": set(Theme.objects.values_list("pk", flat=True)),
        "activity": set(ActivityType.objects.values_list("pk", flat=True)),
        "country": set(Country.objects.values_list("pk", flat=True)),
        "partner": set(Partner.objects.filter(kind="organization").values_list("code", flat=True)),
    }
    for kind, codes in known.items():
        assert {code for of, code in names() if of == kind} == codes
    assert all(row["fr"] and row["ru"] for row in names().values())


@pytest.mark.parametrize(
    ("code", "number", "said"),
    [
        ("en", 1, "1 project"), ("en", 0, "0 projects"), ("fr", 0, "0 projet"), ("fr", 2, "2 projets"),
        ("ru", 1, "1 проект"), ("ru", 3, "3 проекта"), ("ru", 5, "5 проектов"), ("ru", 11, "11 проектов"),
        ("ru", 21, "21 проект"), ("ru", 1112, "1\u00a0112 проектов"), ("fr", 4200, "4\u202f200 projets"),
    ],
)  # fmt: skip
def test_numbers_take_the_right_form(code: str, number: int, said: str) -> None:
    assert Language(code).count("projects_n", number) == said


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", ["1 May 2026", "21 to 22 May 2003", "September 2003"]),
        ("fr", ["1er mai 2026", "21-22 mai 2003", "septembre 2003"]),
        ("ru", ["1 мая 2026 года", "21–22 мая 2003 года", "сентябрь 2003 года"]),
    ],
)
def test_days_are_written_as_the_language_writes_them(code: str, said: list[str]) -> None:
    language = Language(code)
    period = language.period(date(2003, 5, 21), date(2003, 5, 22))
    month = language.period(date(2003, 9, 1), date(2003, 9, 30), month_only=True)
    assert [language.day(date(2026, 5, 1)), period, month] == said
