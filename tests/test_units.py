"""Units that are one and the same are counted together, however they are spelled; each list has what was counted."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.http import urlencode

from adam.demo.makers import make_project
from partners.models import User
from projects.analysis.spellings import NAMES, SPELLINGS, named

pytestmark = pytest.mark.django_db
For = Callable[[User], Client]
QUESTION = {"rows": "unit", "columns": "none", "measure": "quantity"}


@pytest.fixture
def client(client_for: For, focal_point: User) -> Client:
    for unit in ("kg", "Kg", "килограмм", "КГ.", "kilograms"):
        make_project(activities=[{"quantity": 2, "unit": unit}])
    for unit in ("pcs", "шт.", "Шт", "units"):
        make_project(activities=[{"quantity": 3, "unit": unit}])
    return client_for(focal_point)


def test_spellings_count_together_and_lead_to_their_projects(client: Client) -> None:
    table = client.get(f"/projects/analysis/?{urlencode(QUESTION)}").context["table"]
    found = {row.label: (cell.value, row.query) for row, [cell], _ in table.lines}
    assert {unit: value for unit, (value, _) in found.items()} == {"kg": 10, "items": 9, "units": 3}
    for unit, number in (("kg", 5), ("items", 3), ("units", 1)):
        assert client.get(f"/projects/?{found[unit][1]}").context["page"].paginator.count == number


@pytest.mark.parametrize("unit", ["kg", "Килограмм", "kgs"])
def test_a_unit_may_be_asked_for_by_any_of_its_names(client: Client, unit: str) -> None:
    asked = urlencode({**QUESTION, "rows": "country", "unit": unit})
    assert client.get(f"/projects/analysis.json?{asked}").json()["total"] == 10
    assert client.get(f"/projects/?{urlencode({'unit': unit})}").context["page"].paginator.count == 5


def test_each_spelling_has_one_name_which_is_no_spelling_itself() -> None:
    assert sum(map(len, SPELLINGS.values())) == len(NAMES)
    assert not NAMES.keys() & SPELLINGS.keys()
    assert (named(" Шт. "), named("Border units"), named("kg")) == ("items", "border units", "kg")
