"""Amounts and currencies as people write them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from projects.forms.rows import AmountField, ContributionForm, QuantityField


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 200 000,50", "1200000.50"),
        ("4.200.000,00", "4200000.00"),
        ("4,200,000", "4200000"),
        ("4.200.000", "4200000"),
        ("250000.5", "250000.5"),
    ],
)
def test_amounts_are_read_as_people_write_them(typed: str, amount: str) -> None:
    assert AmountField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize(("typed", "quantity"), [("1,000", "1000"), ("1 000", "1000"), ("1,5", "1.5"), ("12", "12")])
def test_quantities_are_read_like_amounts(typed: str, quantity: str) -> None:
    assert QuantityField().clean(typed) == Decimal(quantity)
    assert QuantityField().prepare_value(Decimal("12.00")) == "12"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("a dozen", "Write the quantity in figures, such as 12."),
        ("1.000", "1.000 may be read in two ways. Write the quantity as 1000."),
        ("-1", "The quantity cannot be negative."),
        ("1e9", "Write the quantity in figures, such as 12."),
    ],
)
def test_one_sentence_about_a_quantity(typed: str, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        QuantityField().clean(typed)


@pytest.mark.django_db
def test_a_currency_that_does_not_exist_is_refused() -> None:
    form = ContributionForm({"partner": "", "amount": "10", "currency": "xxq", "committed_on": "2024-05-01"})
    assert form.errors["currency"] == ["XXQ is no currency. Write its three letters, such as EUR."]
