"""Numbers are compared in the database as in Python."""

import pytest
from django.db.models import Value

from adam.demo.makers import make_project
from projects.models import Project
from projects.models.written import Written
from projects.numbers import compared

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", ["AD/RER/99-F44", "ad_rer 99.F44", "МВД-12-Й/2026", "Évaluation-7"])
def test_a_number_is_compared_in_one_form(number: str) -> None:
    make_project("DE")
    assert compared([number]) == {Project.objects.values_list(Written(Value(number)), flat=True).get()}
