"""Names that may be those of one body, and names that only share their common words."""

import pytest

from partners.nearness import near, telling

SAME = [
    ("State Customs Committee of Tajikistan", "Customs Service under the Government of the Republic of Tajikistan"),
    ("Drug Control Agency", "Drugs Control Agency"),
    ("Таможенный комитет", "Таможенный Комитет Таджикистана"),
    ("Border Guards", "Main Directorate of Border Guard"),
]
TWO = [
    ("Counter Narcotics Police of Herat Province", "Counter Narcotics Police of Kandahar Province"),
    ("State Border Service of Tajikistan", "State Customs Service of Tajikistan"),
    ("Ministry of Interior", "Ministry of Health"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_of_one_body_are_near(one: str, other: str) -> None:
    assert near(telling(one, ["Tajikistan"]), telling(other, ["Tajikistan"]))


@pytest.mark.parametrize(("one", "other"), TWO)
def test_names_of_two_bodies_are_not(one: str, other: str) -> None:
    assert not near(telling(one, ["Tajikistan"]), telling(other, ["Tajikistan"]))


def test_a_name_of_common_words_only_keeps_them() -> None:
    assert telling("Federal Ministry") == {"federal", "ministry"}
