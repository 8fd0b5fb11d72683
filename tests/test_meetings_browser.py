"""A list of recommendations and a list of names as they are entered in a browser: by keyboard, on a phone, left and
found again."""

from collections.abc import Callable
from datetime import date

from django.utils import timezone
from playwright.sync_api import Page, expect

from adam.demo.makers import make_recommendation, make_round_table, make_series
from partners.models import User
from projects.models.kept import KeptForm
from tests.looks import DESK, problems
from tests.waiting import press, until

SignIn = Callable[[Page, User], None]
TEXT = "1. Promote border liaison offices in Tajikistan.\n2. Donors should train Afghan officers."


def test_a_list_is_pasted_looked_over_and_saved_by_keyboard(page: Page, sign_in: SignIn, coordinator: User) -> None:
    meeting = make_round_table()
    sign_in(page, coordinator)
    page.goto(f"/round-tables/{meeting.pk}/recommendations/paste/")
    page.get_by_label("The list").fill(TEXT)
    press(page, "Tab")
    expect(page.get_by_role("button", name="Split the list")).to_be_focused()
    press(page, "Enter")
    expect(page.get_by_role("heading", name="2 recommendations to look over")).to_be_visible()
    assert problems(page) == []
    expect(page.get_by_text("not saved yet. Go on with it")).to_have_count(0)  # which is of forms left elsewhere
    page.set_viewport_size(DESK)
    page.get_by_label("Tajikistan (“Tajikistan”)").focus()
    press(page, "Space")
    page.get_by_label("Number").first.fill("2")
    page.get_by_role("button", name="Save them all").press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    assert problems(page) == []
    page.get_by_label("Number").first.fill("1")
    page.get_by_role("button", name="Save them all").press("Enter")
    expect(page.get_by_text("2 recommendations recorded.")).to_be_visible()
    assert [one.countries.count() for one in meeting.recommendations.order_by("number")] == [0, 1]


def test_rows_that_were_looked_over_are_found_again(page: Page, sign_in: SignIn, coordinator: User) -> None:
    meeting = make_round_table()
    sign_in(page, coordinator)
    page.goto(f"/round-tables/{meeting.pk}/recommendations/paste/")
    page.get_by_label("The list").fill(TEXT)
    page.get_by_role("button", name="Split the list").click()
    page.get_by_label("Text").first.fill("Words typed by hand")
    until(lambda: "typed+by+hand" in "".join(KeptForm.objects.values_list("posted", flat=True)))
    page.goto(f"/round-tables/{meeting.pk}/recommendations/paste/")
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_label("Text").first).to_have_value("Words typed by hand")
    page.get_by_role("button", name="Save them all").click()
    expect(page.get_by_text("2 recommendations recorded.")).to_be_visible()
    assert not KeptForm.objects.exists()


def test_persons_are_pasted_and_added_by_keyboard(page: Page, sign_in: SignIn, coordinator: User) -> None:
    meeting = make_round_table()
    sign_in(page, coordinator)
    page.goto(f"/round-tables/{meeting.pk}/persons/")
    page.get_by_label("Names").fill("The chair, chair, Tajikistan\n???")
    page.get_by_role("button", name="Read the list").press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    assert problems(page) == []
    page.set_viewport_size(DESK)
    page.get_by_label("Names").fill("")
    page.get_by_role("button", name="Add another person").press("Enter")
    page.keyboard.type("An observer")
    page.get_by_label("Partner").last.fill("Germ")
    press(page, "End")
    page.get_by_label("Partner").last.fill("Germany")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("The persons are recorded.")).to_be_visible()
    assert {(one.name, str(one.partner)) for one in meeting.attendances.all()} == {
        ("The chair", "Tajikistan"),
        ("An observer", "Germany"),
    }


def test_recommendations_are_taken_up_and_endorsed(page: Page, sign_in: SignIn, coordinator: User) -> None:
    series = make_series()
    for text in ("Open an office", "Train officers"):
        make_recommendation(make_round_table(series=series), text=text)
    begun = date(timezone.localdate().year, 1, 1)
    later = make_round_table(kind="policy_consultative_group", series=series, start=begun, end=begun)
    sign_in(page, coordinator)
    page.goto(f"/round-tables/{later.pk}/take-up/")
    page.get_by_label("Open an office").check()
    page.get_by_role("button", name="Carry over those ticked").click()
    expect(page.get_by_text("1 recommendation carried over.")).to_be_visible()
    assert problems(page) == []
    page.set_viewport_size(DESK)
    page.get_by_role("link", name="Amend").click()
    page.get_by_label("Words").fill("Train officers of both services")
    page.get_by_role("button", name="Save").click()
    page.goto(f"/round-tables/{later.pk}/endorse/")
    page.get_by_label("Train officers of both services").check()
    page.get_by_role("button", name="Endorse these").click()
    expect(page.get_by_text("The meeting has endorsed 1 recommendation.")).to_be_visible()
    page.get_by_role("link", name="Train officers of both services").first.click()
    page.get_by_text("Earlier words").click()
    expect(page.locator("#earlier")).to_contain_text("Train officers")
    assert problems(page) == []
