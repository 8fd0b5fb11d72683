"""Reference data: complete, loaded once, and never over what an administrator changed."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from adam import reference
from partners.models import Country, Partner
from projects.models import ActivityType, Place, Theme
from projects.purposes import purpose_in_words
from roundtables.models import Recommendation, RoundTable

pytestmark = pytest.mark.django_db


def test_everything_is_there() -> None:
    assert Country.objects.count() == 250  # the 249 of ISO 3166, and Kosovo
    assert Partner.objects.filter(kind="country").count() == 58
    assert Partner.objects.filter(kind="organization").count() == 23
    assert Theme.objects.filter(parent=None).count() == 9
    assert Theme.objects.exclude(parent=None).count() == 40
    assert ActivityType.objects.count() == 18
    assert RoundTable.objects.count() == 23
    assert Recommendation.objects.count() == 16
    assert Place.objects.filter(kind="crossing").count() > 40


@pytest.mark.parametrize(
    ("iso2", "name", "m49", "region"),
    [
        ("IR", "Iran (Islamic Republic of)", "364", "west-central-asia"),
        ("MK", "North Macedonia", "807", "south-eastern-europe"),
        ("TR", "Türkiye", "792", "south-eastern-europe"),
        ("MD", "Republic of Moldova", "498", "eastern-europe"),
        ("KP", "Democratic People's Republic of Korea", "408", "east-asia"),
        ("AE", "United Arab Emirates", "784", "gulf"),
        ("NA", "Namibia", "516", "africa"),
    ],
)
def test_countries_have_the_names_of_the_united_nations(iso2: str, name: str, m49: str, region: str) -> None:
    country = Country.objects.get(pk=iso2)

    assert (country.name, country.m49, country.region) == (name, m49, region)


def test_former_names_are_kept() -> None:
    assert Country.objects.get(pk="TR").former_names == ["Turkey"]
    assert Partner.objects.get(code="EUDA").former_name.startswith("European Monitoring Centre")


def test_every_partner_country_is_a_country_of_the_same_name() -> None:
    for partner in Partner.objects.filter(kind="country").select_related("country"):
        assert (partner.code, partner.name) == (partner.country_id, str(partner.country))


def test_a_meeting_known_by_its_month_has_the_days_of_the_month() -> None:
    table = RoundTable.objects.get(kind="expert_round_table", number=3)

    assert (table.start, table.end, table.month_only) == (date(2004, 4, 1), date(2004, 4, 30), True)
    assert not RoundTable.objects.get(kind="expert_round_table", number=8).month_only


def test_recommendations_have_themes_countries_and_addressees() -> None:
    item = Recommendation.objects.get(round_table__number=9, number=3)

    assert {theme.pk for theme in item.themes.all()} == {"T2.2", "T1.4"}
    assert {country.pk for country in item.countries.all()} == {"BH", "KW", "OM", "QA", "SA", "AE"}
    assert item.addressees == ["governments", "donors"]
    assert item.pillars == ["I", "III"]


def test_places_lie_on_the_map_near_their_country() -> None:
    torkham = Place.objects.filter(name="Torkham")

    assert {place.country_id for place in torkham} == {"AF", "PK"}
    assert not Place.objects.filter(latitude=None).exists()


def test_what_an_administrator_changed_stays() -> None:
    Country.objects.filter(pk="TR").update(iso3="TRX")
    Partner.objects.filter(code="WHO").update(code="WHO-HQ")
    RoundTable.objects.filter(kind="expert_round_table", number=3).update(number=None)
    RoundTable.objects.filter(kind="expert_working_group", city="Bishkek").update(start=date(2015, 6, 24))
    Place.objects.filter(name="Torkham").update(name="Torkham Gate")
    Theme.objects.filter(pk="T9.3").update(name="Evaluations")

    assert reference.load() == 0
    assert Partner.objects.filter(name="World Health Organization").get().code == "WHO-HQ"
    assert not Place.objects.filter(name="Torkham").exists()
    assert RoundTable.objects.count() == 23
    assert Theme.objects.get(pk="T9.3").name == "Evaluations"


def test_what_an_administrator_deleted_does_not_come_back() -> None:
    ActivityType.objects.filter(pk="A18").delete()
    Recommendation.objects.all().delete()
    Place.objects.all().delete()

    assert reference.load() == 0
    assert not ActivityType.objects.filter(pk="A18").exists()
    assert not Place.objects.exists()


def test_a_load_with_nothing_to_do_asks_once() -> None:
    with CaptureQueriesContext(connection) as queries:
        reference.load()

    assert len([one for one in queries.captured_queries if one["sql"].startswith("SELECT")]) == 1


def test_command_says_what_it_did_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    Theme.objects.exclude(parent=None).delete()
    for model in reversed(reference.LOADED):
        model._default_manager.all().delete()
    call_command("load_reference")
    call_command("load_reference")

    first, second = capsys.readouterr().out.splitlines()
    assert int(first.removeprefix("Reference data: ").removesuffix(" added.")) > 400
    assert second == "Reference data: nothing to add."


def test_purposes_have_names() -> None:
    assert purpose_in_words("16063") == "16063 Narcotics control"
    assert purpose_in_words("15132") == "15132 Police"
    assert purpose_in_words("99999") == "99999"
    assert all(purpose_in_words(code) != code for code in Theme.objects.values_list("crs_code", flat=True))
