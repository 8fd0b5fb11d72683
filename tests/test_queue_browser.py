"""The queue worked through from the keyboard, in a browser; and that the keys keep out of fields and may be off."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from adam.demo.makers import make_alert, make_focal_point, make_project, make_user, make_verdict
from duplication.models import Alert, Assignment, Position, Verdict
from duplication.queue.places import PER_PAGE
from partners.models import User
from tests.looks import problems
from tests.waiting import in_page, press, until

SignIn = Callable[[Page, Any], None]


@pytest.fixture
def alerts(transactional_db: None) -> list[Alert]:
    """Four, the strongest first."""
    return [
        make_alert(make_project("DE", title=f"Ours {number}"), make_project("GB"), match_weight=9 - number)
        for number in range(4)
    ]


def current(page: Page) -> str:
    page.wait_for_load_state()
    return str(in_page(page, "document.activeElement.closest('tr')?.dataset.alert ?? ''"))


def asked_why_not(page: Page) -> Locator:
    """The dialog that asks why the first alert of the queue is no overlap."""
    page.goto("/alerts/")
    press(page, "j")
    press(page, "n")
    return page.locator("#quick")


def test_a_coordinator_decides_assigns_and_watches_from_the_keyboard(
    alerts: list[Alert], page: Page, sign_in: SignIn
) -> None:
    coordinator = make_user(User.Role.COORDINATOR)
    sign_in(page, coordinator)
    page.goto("/alerts/")
    press(page, "j")
    assert current(page) == str(alerts[0].pk)
    press(page, "j")
    press(page, "k")
    assert current(page) == str(alerts[0].pk)

    press(page, "n")  # not an overlap: asks why
    dialog = page.locator("#quick")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("Different beneficiary")).to_be_focused()
    press(page, "ArrowDown")
    dialog.get_by_label("In your words").fill("Two towns.")
    dialog.get_by_label("have not answered yet").check()
    dialog.get_by_role("button", name="Record").press("Enter")
    expect(page.get_by_text("The verdict is recorded.")).to_be_visible()
    assert Verdict.objects.values_list("alert", "outcome", "reason").get() == (alerts[0].pk, "not_overlap", "place")
    assert current(page) == str(alerts[1].pk)  # the next has moved up

    press(page, "y")  # an overlap: asks which
    expect(dialog.get_by_label("Joint programme")).to_be_visible()
    expect(dialog.get_by_label("Not an overlap")).to_have_count(0)
    dialog.get_by_label("In your words").fill("One programme.")
    press(page, "Escape")
    expect(page.get_by_text("Not recorded. What you typed is here again")).to_be_visible()
    press(page, "y")
    expect(dialog.get_by_label("In your words")).to_have_value("One programme.")
    press(page, "Escape")
    expect(dialog).to_be_hidden()
    assert current(page) == str(alerts[1].pk)
    assert Verdict.objects.count() == 1

    press(page, "a")
    expect(page.get_by_text("1 alert is assigned to you.")).to_be_visible()
    assert Assignment.objects.get().alert == alerts[1]
    assert current(page) == str(alerts[1].pk)
    press(page, "w")
    expect(page.get_by_text("1 alert is watched.")).to_be_visible()
    press(page, "w")
    expect(page.get_by_text("1 alert is no longer watched.")).to_be_visible()
    press(page, "u")  # left undecided
    assert current(page) == str(alerts[2].pk)


def test_past_the_last_alert_of_a_page_the_keys_go_on_to_the_next(
    alerts: list[Alert], page: Page, sign_in: SignIn
) -> None:
    weights = [4 - number / 100 for number in range(PER_PAGE - len(alerts) + 1)]
    *_, last = [make_alert(make_project("DE"), make_project("GB"), match_weight=weight) for weight in weights]
    sign_in(page, make_user(User.Role.COORDINATOR))
    page.goto("/alerts/")
    page.locator("tr[data-alert] th a").last.focus()
    edge = current(page)
    press(page, "j")
    page.wait_for_url("**page=2")
    until(lambda: current(page) == str(last.pk))
    press(page, "k")
    page.wait_for_url("**page=1")
    until(lambda: current(page) == edge)


def test_several_are_ticked_and_dismissed(alerts: list[Alert], page: Page, sign_in: SignIn) -> None:
    sign_in(page, make_user(User.Role.COORDINATOR))
    page.goto("/alerts/")
    for key in ("j", "x", "j", "x"):
        press(page, key)
    expect(page.locator("#ticked")).to_have_text("2 ticked")
    page.locator("summary", has_text="They are not an overlap").click()
    page.get_by_role("button", name="Record the verdict for all ticked").click()
    expect(page.locator(".error-summary")).to_contain_text("Choose why they are not an overlap.")
    expect(page.locator("#ticked")).to_have_text("2 ticked")
    page.get_by_label("Why not an overlap").select_option("phases")
    page.get_by_label("In your words").fill("One after the other.")
    page.get_by_label("Also where a partner has not answered yet").check()
    page.get_by_role("button", name="Record the verdict for all ticked").click()
    expect(page.get_by_text("2 alerts are decided: not an overlap.")).to_be_visible()
    assert set(Verdict.objects.values_list("alert", flat=True)) == {alerts[0].pk, alerts[1].pk}


def test_a_focal_point_answers_from_the_keyboard(alerts: list[Alert], page: Page, sign_in: SignIn) -> None:
    sign_in(page, make_focal_point("DE"))
    dialog = asked_why_not(page)
    expect(dialog.get_by_label("In your words")).to_be_focused()
    page.keyboard.type("njk: other towns.")
    dialog.get_by_role("button", name="Record").click()
    expect(page.get_by_text("Your position is recorded.")).to_be_visible()
    assert Position.objects.values_list("alert", "stance", "text").get() == (
        alerts[0].pk,
        "not_overlap",
        "njk: other towns.",
    )


def test_keys_write_in_fields_and_can_be_switched_off(alerts: list[Alert], page: Page, sign_in: SignIn) -> None:
    sign_in(page, make_user(User.Role.COORDINATOR))
    page.goto("/alerts/")
    page.locator("#id_q").press_sequentially("nyj?")
    expect(page.locator("#id_q")).to_have_value("nyj?")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.goto("/alerts/")
    press(page, "Control+j")
    assert current(page) == ""
    press(page, "?")
    expect(page.get_by_role("dialog", name="Keys of this page")).to_be_visible()
    page.get_by_label("These keys are on").uncheck()
    press(page, "Escape")
    page.locator("body").press("j")
    assert current(page) == ""
    page.reload()
    press(page, "j")
    assert current(page) == ""


def test_an_answer_without_a_choice_stays_in_the_dialog_and_one_by_mistake_is_undone(
    alerts: list[Alert], page: Page, sign_in: SignIn
) -> None:
    sign_in(page, make_user(User.Role.COORDINATOR))
    dialog = asked_why_not(page)
    expect(dialog.get_by_label("Different beneficiary")).to_be_focused()
    press(page, "Enter")
    expect(dialog.locator(".error-summary")).to_be_focused()
    expect(dialog.locator(".error-summary")).to_contain_text("Choose why it is not an overlap.")
    assert problems(page) == []
    dialog.get_by_label("Different place").check()
    dialog.get_by_label("In your words").fill("Two towns.")
    dialog.get_by_label("have not answered yet").check()
    dialog.get_by_role("button", name="Record").click()
    page.get_by_role("button", name="Undo the verdict").click()
    expect(page.get_by_text("The verdict is taken back.")).to_be_visible()
    assert not Verdict.objects.standing().exists()


def asked_to_take_back(page: Page, named: str) -> None:
    """By the key, which names it first."""
    press(page, "z")
    dialog = page.locator("#quick")
    expect(dialog).to_contain_text(named)
    assert problems(page) == []
    dialog.get_by_role("button", name="Take back").click()
    expect(page.locator(".messages .notice")).to_be_focused()


def test_a_key_takes_back_a_verdict_in_the_queue_and_on_the_page_of_its_alert(
    alerts: list[Alert], page: Page, sign_in: SignIn
) -> None:
    coordinator = make_user(User.Role.COORDINATOR)
    make_verdict(alerts[0], coordinator)
    make_verdict(alerts[1], coordinator)
    sign_in(page, coordinator)
    page.goto("/alerts/?state=decided")
    press(page, "z")
    expect(page.locator("#keys-say")).to_contain_text("There is no verdict of yours here")
    press(page, "j")
    asked_to_take_back(page, f"Alert {alerts[1].pk}, {alerts[1]}: Not an overlap")
    assert Verdict.objects.standing().get().alert == alerts[0]
    page.goto(alerts[0].get_absolute_url())
    assert problems(page) == []
    asked_to_take_back(page, f"Alert {alerts[0].pk}, {alerts[0]}: Not an overlap")
    assert not Verdict.objects.standing().exists()


def test_the_key_takes_back_what_was_given_last_also_once_the_page_is_loaded_anew(
    alerts: list[Alert], page: Page, sign_in: SignIn
) -> None:
    sign_in(page, make_user(User.Role.COORDINATOR))
    dialog = asked_why_not(page)
    dialog.get_by_label("Different place").check()
    dialog.get_by_label("In your words").fill("Two towns.")
    dialog.get_by_label("have not answered yet").check()
    dialog.get_by_role("button", name="Record").click()
    expect(page.get_by_text("The verdict is recorded.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("The verdict is recorded.")).to_have_count(0)
    asked_to_take_back(page, "Not an overlap")
    assert not Verdict.objects.standing().exists()
    page.reload()
    press(page, "z")
    expect(page.locator("#keys-say")).to_contain_text("There is no verdict of yours here to take back.")


def test_on_a_phone_the_chosen_tab_is_in_sight(alerts: list[Alert], page: Page, sign_in: SignIn) -> None:
    sign_in(page, make_user(User.Role.COORDINATOR))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/alerts/?state=withdrawn")
    expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=1)


def test_the_keys_lead_on_from_the_page_of_an_alert(alerts: list[Alert], page: Page, sign_in: SignIn) -> None:
    sign_in(page, make_user(User.Role.COORDINATOR))
    page.goto("/alerts/")
    press(page, "j")
    press(page, "Enter")
    for key, at in (("j", 1), ("u", 2), ("k", 1)):
        expect(page.locator("#show-keys")).to_be_visible()
        press(page, key)
        page.wait_for_url(f"**{alerts[at].get_absolute_url()}*")
    expect(page.locator("#show-keys")).to_be_visible()
    press(page, "n")
    page.locator("#quick").get_by_label("Different time").check()
    page.locator("#quick").get_by_label("In your words").fill("Two towns.")
    page.locator("#quick").get_by_label("have not answered yet").check()
    page.locator("#quick").get_by_role("button", name="Record").click()
    expect(page.get_by_text("The verdict is recorded.")).to_be_visible()
    assert Verdict.objects.get().alert == alerts[1]


def test_what_has_the_focus_stands_above_the_bar_about_what_is_ticked(
    alerts: list[Alert], page: Page, sign_in: SignIn
) -> None:
    sign_in(page, make_user(User.Role.COORDINATOR))
    for width, bar in ((1280, ".several"), (390, ".tickbar")):
        page.set_viewport_size({"width": width, "height": 760})
        page.goto("/alerts/")
        press(page, "j")
        press(page, "x")
        for _ in alerts[1:]:
            press(page, "j")
            ends = f"document.querySelector('{bar}').getBoundingClientRect().top"
            assert page.evaluate(f"document.activeElement.getBoundingClientRect().bottom <= {ends}")
    expect(page.locator(".tickbar")).to_contain_text("1 ticked")


def test_the_dialogs_are_accessible(alerts: list[Alert], page: Page, sign_in: SignIn) -> None:
    sign_in(page, make_user(User.Role.COORDINATOR))
    page.goto("/alerts/")
    assert problems(page) == []
    press(page, "?")
    assert problems(page) == []
    press(page, "Escape")
    press(page, "j")
    press(page, "n")
    expect(page.locator("#quick")).to_be_visible()
    assert problems(page) == []
    page.goto(alerts[0].get_absolute_url())
    assert problems(page) == []
    page.goto("/alerts/thresholds/")
    expect(page).to_have_title(re.compile("^Thresholds"))
    assert problems(page) == []


def test_a_key_on_several_projects_opens_their_page_and_one_without_a_row_says_what_to_do(
    alerts: list[Alert], page: Page, sign_in: SignIn
) -> None:
    tied = make_alert(alerts[0].first, make_project("FR"), match_weight=20)
    sign_in(page, make_user(User.Role.COORDINATOR))
    page.goto("/alerts/")
    press(page, "n")
    expect(page.locator("#keys-say")).to_have_text("Choose an alert first: j goes to the first one.")
    assert problems(page) == []
    press(page, "j")
    press(page, "n")
    page.wait_for_url(f"**/alerts/{tied.pk}/cluster/**")
    page.go_back()
    until(lambda: current(page) == str(tied.pk))


def test_the_keys_go_on_from_an_alert_that_was_opened_by_its_address(
    alerts: list[Alert], page: Page, sign_in: SignIn
) -> None:
    sign_in(page, make_user(User.Role.COORDINATOR))
    page.goto(alerts[1].get_absolute_url())
    press(page, "u")
    page.wait_for_url(f"**{alerts[2].get_absolute_url()}?from=**")
    press(page, "k")
    page.wait_for_url(f"**{alerts[1].get_absolute_url()}?from=**")
    page.goto(alerts[3].get_absolute_url())
    press(page, "j")
    expect(page.get_by_text("There is no alert after this one in your queue.")).to_be_visible()
