"""Saying something on an alert in a browser: what was sent is not offered as typed and not yet saved."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from adam.demo.makers import make_alert, make_project
from partners.models import User
from projects.models import KeptForm

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, User], None]


def test_a_message_that_is_sent_is_not_kept_once_more(page: Page, sign_in: SignIn, focal_point: User) -> None:
    alert = make_alert(make_project("DE"), make_project("GB"))
    sign_in(page, focal_point)
    page.goto(alert.get_absolute_url())
    page.locator("#write textarea").fill("When do\nyou begin?")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Your message is sent.")).to_be_visible()
    page.wait_for_function("!localStorage.length")  # what was written down when it was sent has been asked for
    expect(page.get_by_text("not saved yet")).to_have_count(0)
    assert not KeptForm.objects.exists()
