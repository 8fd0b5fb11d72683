"""Countries that a text names."""

import pytest

from duplication.matching.blocking import hashed, keys
from duplication.matching.records import Record
from duplication.matching.text import read
from duplication.matching.whereabouts import named_in


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Climate change in Zimbabwe", {"ZW"}),
        ("Roads in the East of the Democratic Republic of Congo", {"CD"}),
        ("Security in Guinea-Bissau, and not in its neighbour", {"GW"}),
        ("Контроль границы: Таджикистан", {"TJ"}),
        ("A car for the police", set()),
        ("Réunion des chefs de police, et réunions régionales", set()),
        ("Douanes de La Réunion", {"RE"}),
        ("Un effet bénin; guinea pigs; jordan shoes", set()),
        ("Formation au Bénin et en Guinea", {"BJ", "GN"}),
        ("New Mexico, Latin America and the Gulf of Mexico", set()),
        ("Police of Mexico. Courses", {"MX"}),
        ("Salvador Allende and Michael Jordan; San Salvador", set()),
        ("Prisons in El Salvador, Jordan and Georgia", {"SV", "JO", "GE"}),
        ("Courses for Peru, Chile, Bolivia, Ecuador and Colombia", set()),
    ],
)
def test_countries_are_read_by_any_of_their_names(text: str, countries: set[str]) -> None:
    assert named_in(read(text)) == countries


def test_a_project_that_states_no_country_is_found_by_those_it_names() -> None:
    programme = Record(title=read("Health programme, Zimbabwe"), description=read("For all districts"))
    project = Record(title=read("Health workers"), countries=frozenset({"ZW"}))

    assert hashed("in ZW health") in keys(programme).keys() & keys(project).keys()
