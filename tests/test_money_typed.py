"""US dollar values while amounts are typed, and what a quantity counts."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import Page, expect

from adam.demo.makers import make_contribution, make_project
from partners.models import User
from partners.text import money
from projects import currencies, rates
from projects.models import ActivityType, Contribution, Project
from projects.rates import to_usd, usd_per_unit, worth
from projects.tasks import rate_amounts
from tests.entering import errors, posted, saved
from tests.looks import problems

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]
EURO = {"amount": "250 000", "currency": "eur", "committed_on": "2024-03-05"}
EURO = {f"contributions-0-{name}": value for name, value in EURO.items()}


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    return client_for(focal_point)


@pytest.fixture
def asked(client: Client) -> Callable[..., str]:
    def asked(row: str = "", **fields: Any) -> str:
        page = client.post(f"/projects/contributions/usd/?row={row}", posted(**fields)).content.decode()
        return page.removeprefix('<span id="usd">').removesuffix("</span>").replace("\u00a0", " ")

    return asked


# -- Money -------------------------------------------------------------------------------------------------------------
def test_a_value_comes_with_rate_month_and_source(asked: Callable[..., str]) -> None:
    rate = rates.usd_per_unit("EUR", date(2024, 3, 1))
    assert rate
    usd = f"{250_000 * rate:,.2f}".replace(",", " ").removesuffix(".00")
    assert asked("contributions-0", **EURO) == f"= US$ {usd} (1 EUR = US$ {rate.normalize():f}, March 2024, IMF)"


def test_a_missing_rate_is_said_and_never_guessed(asked: Callable[..., str]) -> None:
    fields = EURO | {"contributions-0-currency": "TJS", "contributions-0-committed_on": "2026-05-01"}
    assert asked("contributions-0", **fields) == "No rate for TJS in May 2026: the US dollar value stays empty."


def test_what_an_amount_of_a_month_not_yet_published_comes_to_is_provisional(asked: Callable[..., str]) -> None:
    found = rates.latest("EUR", date(2090, 5, 1))
    assert found
    rate, month = found
    about = money(Decimal(round(250_000 * rate)))
    assert asked("contributions-0", **EURO | {"contributions-0-committed_on": "2090-05-01"}) == (
        f"About {about}, in no total until there is a rate. No rate for EUR in May 2090 yet. "
        f"Provisional: 1 EUR = US$ {rate.normalize():f}, {rates.month_of(month)}, IMF."
    ).replace("\u00a0", " ")
    assert rates.to_usd(Decimal(1), "EUR", date(2090, 5, 1)) is None
    assert rates.latest("TJS", date(2090, 5, 1)) is None
    assert rates.latest("EUR", date(2024, 3, 1)) is None


@pytest.mark.parametrize(
    "wrong",
    ["amount=much", "amount=", "amount=-5", "currency=euros", "committed_on=soon", "DELETE=on", "currency=USD"],
)
def test_what_is_not_yet_right_has_no_value(asked: Callable[..., str], wrong: str) -> None:
    name, _, value = wrong.partition("=")
    assert asked("contributions-0", **(EURO | {f"contributions-0-{name}": value})) == ""


@pytest.mark.parametrize("total", ["", "x", "-1", "99999999", "²"])
def test_a_tampered_number_of_rows_is_no_error(asked: Callable[..., str], total: str) -> None:
    asked(**EURO, **{"contributions-TOTAL_FORMS": total})


def test_contributions_are_added_up_and_what_has_no_rate_is_said(asked: Callable[..., str]) -> None:
    rows = {"contributions-TOTAL_FORMS": 3}
    for number, (amount, currency) in enumerate([("100 000", "USD"), ("50 000", "USD"), ("9", "TJS")]):
        rows |= {f"contributions-{number}-amount": amount, f"contributions-{number}-currency": currency}
        rows[f"contributions-{number}-committed_on"] = "2026-05-01"
    assert asked(**rows) == "3 contributions, together US$ 150 000, without 1 that has no rate."
    assert asked(**EURO) == ""


def test_without_scripts_the_value_is_shown_after_the_save(client: Client) -> None:
    project = make_project("DE", amount=250_000, currency="EUR", start=date(2024, 3, 1))
    text = worth(Decimal(250_000), "EUR", date(2024, 3, 1))[1]
    assert text in client.get(f"/projects/{project.pk}/edit/money/").content.decode()


def test_every_currency_has_a_name() -> None:
    assert currencies.in_use()["TJS"] == "Tajik somoni"
    assert all(len(code) == 3 and name for code, name in currencies.in_use().items())


# -- Quantities --------------------------------------------------------------------------------------------------------
def test_the_usual_unit_is_taken_when_none_is_named(client: Client, focal_point: User) -> None:
    row = {"activities-0-type": "A01", "activities-0-quantity": "40"}
    client.post("/projects/new/", posted(partner=focal_point.partner_id, **row))
    assert Project.objects.get().activities.get().unit == "trainees"


def test_a_quantity_of_anything_wants_a_unit(client: Client) -> None:
    project = make_project("DE", activities=[{"type": "A05"}])
    page = errors(saved(client, project, "activities", **{"activities-0-quantity": "3"}))
    assert "Say what the quantity counts, such as scanner, test kit, vehicle." in page


def test_units_are_read_out_of_the_type() -> None:
    assert ActivityType.objects.get(pk="A08").units == ["dogs", "teams"]
    assert ActivityType.objects.get(pk="A05").usual_unit == ""


# -- In the browser ----------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_values_follow_what_is_typed(page: Page, sign_in: Callable[[Page, User], None], focal_point: User) -> None:
    project = make_project("DE", amount=100_000)
    sign_in(page, focal_point)
    page.goto(f"/projects/{project.pk}/edit/money/")
    row = page.locator(".item").last
    currency = row.get_by_role("combobox", name="Currency")
    currency.fill("")
    currency.press_sequentially("tajik")
    expect(row.get_by_role("option", name="TJS Tajik somoni")).to_be_visible()
    currency.fill("EUR")
    row.get_by_label("Committed on").fill("2024-03-05")
    row.get_by_label("Amount").fill("250 000")
    expect(row.get_by_role("status").filter(has_text="1 EUR = US$")).to_be_visible()
    expect(page.locator(".together")).to_contain_text("2 contributions, together US$")
    assert problems(page) == []


@pytest.mark.django_db(transaction=True)
def test_units_follow_the_type(page: Page, sign_in: Callable[[Page, User], None], focal_point: User) -> None:
    project = make_project("DE")
    sign_in(page, focal_point)
    page.goto(f"/projects/{project.pk}/edit/activities/")
    kind, unit = page.get_by_label("Type", exact=True), page.get_by_label("Unit")
    kind.select_option("A01")
    expect(unit).to_have_value("trainees")
    kind.select_option("A05")
    expect(unit).to_have_value("")
    unit.fill("lorries")
    kind.select_option("A08")
    expect(unit).to_have_attribute("placeholder", "dogs, teams")
    expect(unit).to_have_value("lorries")


# -- Once the rate of the month is known -------------------------------------------------------------------------------
def test_an_amount_saved_before_its_rate_was_known_is_rated_by_the_release_that_brings_it() -> None:
    project = make_project("DE", amount=None)
    day = date(2024, 3, 5)
    known, unknown = (make_contribution(project, "DE", 100, code, committed_on=day) for code in ("EUR", "XAU"))
    usd = known.usd
    Contribution.objects.update(usd=None)
    assert [rate_amounts.call(), rate_amounts.call()] == [1, 0]
    assert (Contribution.objects.get(pk=known.pk).usd, Contribution.objects.get(pk=unknown.pk).usd) == (usd, None)
    assert DBTaskResult.objects.get().args_kwargs == {"args": [[project.pk]], "kwargs": {}}


def test_until_then_it_is_told_by_the_rate_that_the_release_has_brought() -> None:
    rate = rates.usd_per_unit("EUR", date(2024, 3, 1))
    assert rate
    assert rates.about_usd(Decimal(1000), "EUR", date(2024, 3, 5)) == round(1000 * rate)


def test_who_changes_an_amount_while_others_are_rated_keeps_the_value_saved_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    amount = make_contribution(make_project("DE", amount=None), "DE", 100, "EUR", committed_on=date(2024, 3, 5))
    Contribution.objects.update(usd=None)

    def meanwhile(currency: str, day: date) -> Decimal | None:
        amount.amount = Decimal(50)
        amount.save()
        return usd_per_unit(currency, day)

    monkeypatch.setattr("projects.tasks.usd_per_unit", meanwhile)
    assert rate_amounts.call() == 0
    assert Contribution.objects.get().usd == to_usd(Decimal(50), "EUR", date(2024, 3, 5))
