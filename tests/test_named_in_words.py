"""Countries, themes and addressees that the words of a recommendation name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from adam.demo.makers import get_partner, make_organization
from partners.models import Organization
from roundtables.models import Recommendation
from roundtables.recommending.finding import Found, Vocabulary
from roundtables.recommending.language import language_of

pytestmark = pytest.mark.django_db


def found_in(text: str) -> Found:
    return Vocabulary().find([text])[0]


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Encourage meetings between Afghan and Pakistani officials", {"AF": "Afghan", "PK": "Pakistani"}),
        ("Усилить контроль на границе Таджикистана", {"TJ": "Таджикистана"}),
        ("совместно с афганскими и узбекскими коллегами", {"AF": "афганскими", "UZ": "узбекскими"}),
        ("Former les agents de la Fédération de Russie", {"RU": "Fédération de Russie"}),
        ("Support the Islamic Republic of Iran", {"IR": "Islamic Republic of Iran"}),
        ("with Nigerian officers", {"NG": "Nigerian"}),
        ("do no malicious harm to the chair", {}),
    ],
)
def test_countries_are_found_by_their_names_and_peoples(text: str, countries: dict[str, str]) -> None:
    found = found_in(text).countries
    assert {code: words for code, words in found.items() if code in countries} == countries
    assert set(found) == set(countries)


def test_a_region_stands_for_its_countries() -> None:
    assert set(found_in("Train customs officers of Central Asia").countries) == {"KZ", "KG", "TJ", "TM", "UZ"}


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("Promote border liaison offices", {"T1.3"}),
        ("Introduce the use of dogs at seaports", {"T2.2", "T1.4"}),
        ("Promote the appropriate use of controlled delivery operations", {"T2.3"}),
        ("prevent the flow of acetic anhydride and other precursors", {"T4.2"}),
        ("Укрепить контроль за прекурсорами", {"T4"}),
        ("Lutter contre le blanchiment d'argent", {"T5.1"}),
        ("Meet again", set()),
    ],
)
def test_themes_are_found_by_their_phrases(text: str, themes: set[str]) -> None:
    assert set(found_in(text).themes) == themes


def test_groups_partners_and_bodies_are_found() -> None:
    body = make_organization("Customs Service of the Republic")
    body.acronym = "CSRX"
    body.save()
    text = "Donors and UNODC should help the OSCE, the CSRX and the customs service of the republic, who ask the WHO."
    found = found_in(text)
    assert found.addressees == {"donors": "Donors", "unodc": "UNODC"}
    assert found.partners == {str(get_partner(code).pk): code for code in ("OSCE", "WHO")}
    assert found.organizations == {str(body.pk): "CSRX"}


def test_half_of_the_recommendations_of_2006_name_their_theme() -> None:
    """As somebody put them down by hand; what the words do not say, nobody guesses."""
    agreed = list(Recommendation.objects.prefetch_related("themes"))
    found = Vocabulary().find([one.text for one in agreed])
    hits = [bool({t.pk for t in one.themes.all()} & set(now.themes)) for one, now in zip(agreed, found, strict=True)]
    assert sum(hits) >= len(hits) * 3 // 4


def test_many_texts_cost_no_more_queries_than_one() -> None:
    Organization.objects.bulk_create(Organization(name=f"Body {at}", name_key=f"body {at}") for at in range(50))
    costs = []
    for count in (1, 40):
        with CaptureQueriesContext(connection) as queries:
            Vocabulary().find([f"Body {at} and Tajikistan" for at in range(count)])
        costs.append(len(queries))
    assert costs == [3, 3]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Share the data with all of them", "en"),
        ("Renforcer la coopération avec les services des douanes", "fr"),
        ("Обеспечить обмен информацией", "ru"),
        ("تقویت همکاری مرزی پاکستان و چین", "fa"),
        ("X", "en"),
    ],
)
def test_the_language_is_told_by_letters_and_small_words(text: str, code: str) -> None:
    assert language_of(text) == code
