"""What keys do while alerts are ticked, and before they take back what is not in sight; in a browser."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from adam.demo.makers import make_alert, make_project, make_user
from duplication.models import Alert, Assignment, Verdict
from partners.models import User
from projects.models import Project
from tests.waiting import press

SignIn = Callable[[Page, Any], None]


@pytest.fixture
def alerts(transactional_db: None) -> list[Alert]:
    """The strongest first; of the last one a project is restricted."""
    hidden = make_project("GB", visibility=Project.Visibility.RESTRICTED)
    pairs = [(make_project("DE"), make_project("GB")), (make_project("DE"), make_project("GB"))]
    pairs.append((make_project("DE"), hidden))
    return [make_alert(*pair, match_weight=9 - number) for number, pair in enumerate(pairs)]


def test_keys_are_for_all_that_are_ticked(alerts: list[Alert], page: Page, sign_in: SignIn) -> None:
    coordinator = make_user(User.Role.COORDINATOR)
    sign_in(page, coordinator)
    page.goto("/alerts/")
    for key in ("j", "x", "j", "x", "n"):
        press(page, key)
    bar = page.get_by_role("group", name="With those ticked 2 ticked")
    expect(bar).to_be_visible()
    expect(page.get_by_label("Why not an overlap")).to_be_focused()
    expect(page.locator("#quick")).to_be_hidden()
    press(page, "Escape")
    expect(page.locator("tr[data-alert] th a").nth(1)).to_be_focused()
    assert bar.evaluate("one => one.offsetHeight") < 130  # two lines of buttons

    press(page, "y")  # said of one at a time
    expect(page.locator("#quick")).to_contain_text("Only this one is asked, not the others that are ticked.")
    press(page, "Escape")
    press(page, "a")
    expect(page.get_by_text("2 alerts are assigned to you.")).to_be_visible()
    assert set(Assignment.objects.values_list("alert", flat=True)) == {one.pk for one in alerts[:2]}


def test_of_a_restricted_project_is_warned_once_it_is_ticked(alerts: list[Alert], page: Page, sign_in: SignIn) -> None:
    sign_in(page, make_user(User.Role.COORDINATOR))
    page.goto("/alerts/")
    for key in ("j", "x", "j", "x", "n"):
        press(page, key)
    warning = page.get_by_text("Not every partner sees all projects that are ticked.")
    expect(warning).to_be_hidden()
    page.locator(f"#tick-{alerts[2].pk}").check()
    expect(warning).to_be_visible()


def test_what_is_not_in_sight_is_taken_back_once_that_is_confirmed(
    alerts: list[Alert], page: Page, sign_in: SignIn
) -> None:
    sign_in(page, make_user(User.Role.COORDINATOR))
    page.goto("/alerts/")
    for key in ("j", "x", "j", "x", "n"):
        press(page, key)
    page.get_by_label("Why not an overlap").select_option("place")
    page.locator("#with-ticked").get_by_label("In your words").fill("Two towns.")
    page.get_by_label("Also where a partner has not answered yet").check()
    page.get_by_role("button", name="Record the verdict for all ticked").click()
    expect(page.get_by_text("2 alerts are decided")).to_be_visible()

    page.goto(alerts[2].get_absolute_url())
    dialog = page.locator("#quick")
    press(page, "z")
    expect(dialog).to_contain_text("Take back the 2 verdicts that you gave last?")
    for alert in alerts[:2]:
        expect(dialog.get_by_text(f"Alert {alert.pk}, {alert}: Not an overlap")).to_be_visible()
    press(page, "Escape")
    assert Verdict.objects.standing().count() == 2
    press(page, "z")
    dialog.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("2 verdicts are taken back.")).to_be_visible()
    assert not Verdict.objects.standing().exists()
