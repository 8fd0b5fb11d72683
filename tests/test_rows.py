"""Amounts and currencies as people write them."""

from decimal import Decimal

import pytest

from projects.forms.rows import AmountField, ContributionForm


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 200 000,50", "1200000.50"),
        ("4.200.000,00", "4200000.00"),
        ("4,200,000", "4200000"),
        ("250000.5", "250000.5"),
    ],
)
def test_amounts_are_read_as_people_write_them(typed: str, amount: str) -> None:
    assert AmountField().clean(typed) == Decimal(amount)


@pytest.mark.django_db
def test_a_currency_that_does_not_exist_is_refused() -> None:
    form = ContributionForm({"partner": "", "amount": "10", "currency": "xxq", "committed_on": "2024-05-01"})
    assert form.errors["currency"] == ["XXQ is no currency. Write its three letters, such as EUR."]
