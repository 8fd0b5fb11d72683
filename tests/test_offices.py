"""What names of bodies say that they are, and which of them are one body of their country."""

import pytest

from duplication.matching.offices import are_apart, kinds, number
from duplication.matching.text import fold


def of_one(country: str, ours: str, theirs: str) -> bool:
    one, other = (number(fold(name), country) for name in (ours, theirs))
    return one is not None and one == other


@pytest.mark.parametrize(
    ("country", "ours", "theirs"),
    [
        ("TM", "State Customs Service of Turkmenistan", "Государственная таможенная служба Туркменистана"),
        ("AF", "Afghan Customs Department", "Douanes afghanes"),
        ("KZ", "Ministry of Internal Affairs of Kazakhstan", "МВД РК"),
        ("AF", "Counter Narcotics Police of Afghanistan", "Police anti drogue d Afghanistan"),
        ("TJ", "Border Troops of the State Committee for National Security", "Пограничные войска Таджикистана"),
        ("TJ", "Drug Control Agency under the President", "Агентство по контролю за наркотиками"),
        ("KG", "State Forensic Service of the Kyrgyz Republic", "Государственная судебно экспертная служба КР"),
        (
            "KG",
            "Service for Combating Illegal Drug Trafficking of the MIA",
            "Управление по борьбе с наркотиками МВД КР",
        ),
        ("UZ", "Republican AIDS Centre", "Республиканский центр СПИД"),
        ("HN", "National Police", "Policía Nacional"),
        ("AM", "State Revenue Committee of the Republic of Armenia", "Customs Service of Armenia"),
        ("KZ", "State Revenue Committee, Ministry of Finance", "Таможенный комитет"),
        ("PK", "Federal Board of Revenue", "Pakistan Customs"),
        ("KE", "Kenya Revenue Authority", "Kenya customs"),
        ("PE", "Superintendencia Nacional de Aduanas y de Administración Tributaria", "Aduana del Perú"),
        ("CV", "Direção Geral das Alfândegas", "Customs"),
        ("DJ", "Djibouti Customs", "Douanes de Djibouti"),
        ("PA", "National Police of Panama", "Policía Nacional"),
    ],
)
def test_the_one_body_of_a_country_is_known_by_whatever_name(country: str, ours: str, theirs: str) -> None:
    assert of_one(country, ours, theirs)


@pytest.mark.parametrize(
    ("country", "ours", "theirs"),
    [
        ("UZ", "State Customs Committee", "Termez customs complex"),
        ("AF", "Counter Narcotics Police of Afghanistan", "Counter Narcotics Police of Herat Province"),
        ("KG", "State Forensic Service", "Forensic Centre of the Ministry of Internal Affairs"),
        ("KZ", "Academy of the Ministry of Internal Affairs", "Ministry of Internal Affairs"),
        ("KG", "State Commission on Drug Control", "State Service on Drug Control"),
        ("TJ", "Centre", "Centre"),
        ("PA", "Policía de Panamá", "Policía Nacional de Panamá"),
        ("TN", "Douanes de Tunis", "Douanes tunisiennes"),
        ("NG", "Federal Inland Revenue Service", "Nigeria Customs Service"),
    ],
)
def test_a_part_of_it_and_another_of_its_kind_are_not_it(country: str, ours: str, theirs: str) -> None:
    assert not of_one(country, ours, theirs)


@pytest.mark.parametrize(
    ("ours", "theirs", "apart"),
    [
        ("Customs", "Пограничная служба", True),
        ("Customs", "МВД", True),
        ("Customs", "Ministère des Finances", False),
        ("Police", "МВД", False),
        ("Police", "Управление по борьбе с наркотиками МВД", False),
        ("Ministry of Justice", "Министерство здравоохранения", True),
        ("Forensic Centre of the Ministry of Justice", "Экспертно криминалистический центр МВД", True),
        ("Forensic Centre", "Экспертно криминалистический центр МВД", False),
        ("Border Detachment", "МВД", False),
    ],
)
def test_bodies_are_apart_unless_one_may_be_part_of_the_other(ours: str, theirs: str, apart: bool) -> None:
    one, other = (kinds(fold(name)) for name in (ours, theirs))
    assert are_apart(one, other) is are_apart(other, one) is apart
