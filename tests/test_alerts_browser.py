"""Saying something on an alert in a browser: what was sent is not offered as typed and not yet saved."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from adam.demo.makers import make_alert, make_project
from partners.models import User
from projects.models import KeptForm
from tests.waiting import in_page, until

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, User], None]


def test_a_message_that_is_sent_is_not_kept_once_more(page: Page, sign_in: SignIn, focal_point: User) -> None:
    alert = make_alert(make_project("DE"), make_project("GB"))
    sign_in(page, focal_point)
    page.goto(alert.get_absolute_url())
    page.locator("#write textarea").fill("When do\nyou begin?")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Your message is sent.")).to_be_visible()
    until(lambda: in_page(page, "!localStorage.length"))  # what was written down when it was sent has been asked for
    expect(page.get_by_text("not saved yet")).to_have_count(0)
    page.go_back()
    expect(page.get_by_text("What you typed here was sent.")).to_be_visible()
    expect(page.locator("#write textarea")).to_have_value("")
    assert not KeptForm.objects.exists()


def test_words_are_not_called_optional_where_the_outcome_needs_them(
    page: Page, sign_in: SignIn, coordinator: User
) -> None:
    alert = make_alert(make_project("DE"), make_project("GB"))
    sign_in(page, coordinator)
    page.goto(alert.get_absolute_url())
    words = page.locator("#decide .field:has(> [name=text])")
    for outcome, is_optional, asked in (
        ("joint", True, ""),
        ("not_overlap", False, "Say in a sentence why it is not an overlap."),
        ("divided", False, "Say in a sentence which partner takes what."),
    ):
        page.locator(f"#decide [name=outcome][value={outcome}]").check()
        expect(words.locator(".optional")).to_be_visible(visible=is_optional)
        assert words.locator(".helptext").inner_text() == f"Those who speak for the projects read this. {asked}".strip()
