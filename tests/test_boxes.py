"""The lists drawn in one go say the same as Django's own, and escape what they show."""

import pytest
from django import forms
from django.test.html import parse_html

from projects.forms.boxes import Boxes, Options

FLAT = [("AF", "Afghanistan"), ("TJ", "Tajikistan & <b>neighbours</b>")]
GROUPED = [("West & Central", FLAT), ("Europe", [("AL", "Albania")])]


@pytest.mark.parametrize("choices", [FLAT, []])
@pytest.mark.parametrize("value", [None, [], ["TJ"], ["TJ", "AF"]])
def test_boxes_are_djangos(choices: list[tuple[str, object]], value: list[str] | None) -> None:
    ours, djangos = Boxes(choices=choices), forms.CheckboxSelectMultiple(choices=choices)
    attrs = {"id": "id_country", "aria-invalid": "true"}
    assert parse_html(ours.render("country", value, attrs)) == parse_html(djangos.render("country", value, attrs))


def test_groups_are_counted_through() -> None:
    """The error summary leads to the first box, whose number is 0 with and without groups."""
    drawn = Boxes(choices=GROUPED).render("country", ["AL"], {"id": "id_country"})
    assert [f'id="id_country_{number}"' in drawn for number in range(4)] == [True, True, True, False]
    assert "<label>West &amp; Central</label>" in drawn
    assert 'value="AL" id="id_country_2" name="country" checked' in drawn


@pytest.mark.parametrize("value", [None, "", "TJ"])
def test_options_are_djangos(value: str | None) -> None:
    choices = [("", "Choose"), *FLAT]
    ours, djangos = Options(choices=choices), forms.Select(choices=choices)
    attrs = {"id": "id_country", "required": True}
    assert parse_html(ours.render("country", value, attrs)) == parse_html(djangos.render("country", value, attrs))


def test_names_and_values_are_escaped() -> None:
    drawn = Boxes(choices=[('"><script>', "<script>")]).render('n"', ['"><script>'], {"id": 'i"'})
    assert "<script>" not in drawn
    assert 'n"' not in drawn
