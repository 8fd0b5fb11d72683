"""Countries, themes and addressees that the words of a recommendation name."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from adam.demo.makers import get_partner, make_organization, make_project
from partners.models import Organization, Partner
from roundtables.models import Recommendation
from roundtables.recommending.due import due_in, no_day_in
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
    for text in ("Train customs officers of Central Asia", "Государствам Центральной Азии обучить сотрудников"):
        assert set(found_in(text).countries) == {"KZ", "KG", "TJ", "TM", "UZ"}


@pytest.mark.parametrize(
    ("text", "codes", "countries"),
    [
        ("Germany and the United Kingdom should coordinate their support in Tajikistan", {"DE", "GB"}, {"TJ"}),
        ("Германии и Великобритании следует помочь Таджикистану", {"DE", "GB"}, {"TJ"}),
        ("EAG and FATF should meet", {"EAG", "FATF"}, set()),
        ("ЕАГ и ФАТФ следует встретиться", {"EAG", "FATF"}, set()),
        ("The World Customs Organization to translate into Dari, Russian and Tajik", {"WCO"}, set()),
        ("Former les agents; l’Allemagne est priée de financer", {"DE"}, set()),
        ("Просить Германию обучить сотрудников Таджикистана", {"DE"}, {"TJ"}),
        ("Experts of Germany should meet Russian colleagues", set(), {"DE", "RU"}),
    ],
)
def test_who_is_to_act_is_addressed_and_not_what_it_is_about(text: str, codes: set[str], countries: set[str]) -> None:
    found = found_in(text)
    assert set(Partner.objects.filter(pk__in=found.partners).values_list("code", flat=True)) == codes
    assert set(found.countries) - found.only_act == countries


def test_a_donor_that_receives_nothing_is_addressed_wherever_it_stands() -> None:
    make_project("GB", countries=["TJ"], amount=5)
    make_organization("UNITED KINGDOM")
    found = found_in("Train officers of Tajikistan with the help of the United Kingdom")
    assert found.partners == {str(get_partner("GB").pk): "United Kingdom"}
    assert (found.only_act, found.organizations) == ({"GB"}, {})


@pytest.mark.parametrize("text", ["by 31/02/2027", "avant le 2027-06-31", "до 31 июня 2027", "by 30.13.2027"])
def test_what_is_no_day_is_told(text: str) -> None:
    assert text.endswith(no_day_in(text))
    assert not no_day_in("by 30/06/2027 or 2027-06-30, 30 June 2027 to 31/12/2028")
    assert no_day_in(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Report by 30 June 2027.", date(2027, 6, 30)),
        ("To be done by December 2027", date(2027, 12, 31)),
        ("d’ici fin 2027", date(2027, 12, 31)),
        ("avant le 1er mars 2027", date(2027, 3, 1)),
        ("до 30 июня 2027 года", date(2027, 6, 30)),
        ("before 2028", date(2027, 12, 31)),
        ("by 2027-06-30", date(2027, 6, 30)),
        ("as agreed in 2004, by 31 February 2027", None),
    ],
)
def test_the_day_until_when_is_read(text: str, day: date | None) -> None:
    due = due_in(text, date(2026, 10, 1))
    assert (due.on if due else None) == day


@pytest.mark.parametrize("text", ["Participating States", "Les États participants", "Государства-участники"])
def test_states_that_take_part_are_governments(text: str) -> None:
    assert set(found_in(text).addressees) == {"governments"}


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
    assert costs == [7, 7]


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
