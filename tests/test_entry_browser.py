"""Entering a project as a person does: by keyboard alone, without scripts, without network, with the session gone."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from adam.demo.makers import make_organization, make_project
from partners.models import User
from projects.models import KeptForm, Project
from tests.cast import PASSWORD
from tests.looks import problems
from tests.waiting import in_page, press, until

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, User], None]
KEPT = "#kept"


@pytest.fixture
def form(page: Page, sign_in: SignIn, focal_point: User) -> Iterator[Page]:
    """A new project. Look-alikes have tests of their own; here their requests would outlast the pages."""
    page.route("**/look-alikes/**", lambda route: route.abort())
    sign_in(page, focal_point)
    page.goto("/projects/new/")
    yield page
    page.wait_for_load_state("networkidle")


def tab_to(page: Page, name: str) -> None:
    """On with the Tab key to the field of this name or the button of this text."""
    said = (
        "(document.activeElement.name || document.activeElement.className) + '|' + document.activeElement.textContent"
    )
    for _ in range(40):
        press(page, "Tab")
        if name in page.evaluate(said):
            return
    raise AssertionError(f"{name} cannot be reached with the Tab key.")


def test_countries_are_found_by_their_usual_names(form: Page) -> None:
    """Enter takes what is meant without doubt, and asks otherwise."""
    box, chosen = form.locator(".seek").first, form.locator(".chosen").first
    for typed in ("UK", "Turkey", "usa", "Holland", "Burma", "Ivory", "czech republic", "Viet Nam"):
        box.fill(typed)
        box.press("Enter")
    expect(chosen).to_have_text(
        "Chosen: Türkiye, Czechia, Netherlands, United Kingdom, Myanmar, Viet Nam, "
        "Côte d'Ivoire, United States of America"
    )
    for typed, asked in (("korea", "Which one"), ("kyrgizstan", "Is it Kyrgyzstan?"), ("Atlantis", "Nothing")):
        box.fill(typed)
        box.press("Enter")
        expect(form.get_by_role("status").filter(has_text=asked)).to_be_visible()
    expect(chosen).not_to_contain_text("Korea")


def test_a_project_is_entered_by_keyboard_alone(form: Page) -> None:
    make_organization("Border Guard Troops of Tajikistan")
    keys = form.keyboard
    tab_to(form, "Skip to the content")
    keys.press("Enter")
    tab_to(form, "title")
    keys.type("Dogs for the border guards at Nizhny Panj")
    tab_to(form, "seek")
    for country in ("Taji", "Afgh"):
        keys.type(country)
        keys.press("Enter")
    expect(form.locator(".chosen").first).to_have_text("Chosen: Afghanistan, Tajikistan")
    tab_to(form, "beneficiaries")
    keys.type("Border Guard Troops of Tajikistan")
    tab_to(form, "activities-0-type")
    keys.type("Train")
    tab_to(form, "activities-0-quantity")
    keys.type("12")
    tab_to(form, "start")
    keys.type("01012026")
    tab_to(form, "end")
    keys.type("02022027")
    tab_to(form, "contributions-0-amount")
    keys.type("250000")
    tab_to(form, "Continue")
    keys.press("Enter")
    expect(form.get_by_text("Only your own partner sees it.")).to_be_visible()
    tab_to(form, "Check and publish")
    keys.press("Enter")
    expect(form.get_by_text("What is missing")).to_be_visible()
    tab_to(form, "Publish")
    keys.press("Enter")
    expect(form.get_by_text("Everybody who has an account can see the project now.")).to_be_visible()
    project = Project.objects.get()
    assert (str(project.start), str(project.end)) == ("2026-01-01", "2027-02-02")
    assert project.contributions.get().amount == 250_000
    assert sorted(project.countries.values_list("pk", flat=True)) == ["AF", "TJ"]
    assert project.activities.get().quantity == 12


def test_what_is_typed_is_kept_without_stealing_the_focus(form: Page) -> None:
    form.get_by_label("Title").fill("Dogs for the")
    expect(form.locator(KEPT)).to_contain_text("Kept at")
    assert form.evaluate("document.activeElement.name") == "title"
    form.goto("/projects/")
    form.goto("/projects/new/")
    form.get_by_role("link", name="Go on with it").click()
    expect(form.get_by_label("Title")).to_have_value("Dogs for the")


def test_what_was_typed_last_is_sent_on_leaving(form: Page) -> None:
    form.get_by_label("Title").fill("Typed just before leaving")
    form.goto("/projects/")
    until(lambda: KeptForm.objects.filter(posted__contains="Typed+just+before").exists())


def test_without_network_the_browser_keeps_it(form: Page) -> None:
    form.context.set_offline(True)
    form.get_by_label("Title").fill("Typed in the train")
    expect(form.locator(KEPT)).to_contain_text("No connection. Kept in this browser")
    assert form.evaluate("Object.keys(localStorage).length") == 1
    form.context.set_offline(False)
    expect(form.locator(KEPT)).to_contain_text("Kept at")
    assert form.evaluate("Object.keys(localStorage).length") == 0
    assert "Typed+in+the+train" in KeptForm.objects.get().posted


def test_what_the_browser_kept_arrives_later_on_any_page(form: Page) -> None:
    form.context.set_offline(True)
    form.get_by_label("Title").fill("Typed in the train")
    expect(form.locator(KEPT)).to_contain_text("Kept in this browser")
    form.evaluate("navigator.sendBeacon = () => false")
    form.goto("about:blank")
    form.context.set_offline(False)
    form.goto("/projects/")
    expect(form.get_by_text("without a connection has arrived")).to_be_visible()
    form.get_by_role("link", name="Go on with it").click()
    expect(form.get_by_label("Title")).to_have_value("Typed in the train")


def test_a_form_that_came_back_with_a_problem_is_not_offered_once_more(form: Page) -> None:
    form.get_by_label("Title").fill("   ")
    form.get_by_label("Title").press_sequentially(" ")
    form.get_by_role("button", name="Continue").click()
    expect(form.get_by_role("heading", name="There is a problem")).to_be_visible()
    until(lambda: in_page(form, "!localStorage.length"))
    form.goto("/projects/")
    expect(form.get_by_text("What you typed")).to_have_count(0)


def test_logging_out_leaves_nothing_in_the_browser(form: Page) -> None:
    form.context.set_offline(True)
    form.get_by_label("Title").fill("Typed in the train")
    expect(form.locator(KEPT)).to_contain_text("Kept in this browser")
    form.context.set_offline(False)
    form.get_by_role("button", name="account menu").click()
    form.get_by_role("button", name="Log out").click()
    expect(form.get_by_role("heading", name="Log in")).to_be_visible()
    assert form.evaluate("Object.keys(localStorage).length") == 0
    until(lambda: KeptForm.objects.filter(posted__contains="Typed+in+the+train").exists())


def test_who_was_signed_out_finds_the_form_filled_in(form: Page, focal_point: User) -> None:
    form.get_by_label("Title").fill("Typed for a long time")
    form.context.clear_cookies()
    form.get_by_label("Title").press_sequentially(" indeed")
    expect(form.locator(KEPT)).to_contain_text("you have been signed out")
    form.get_by_role("button", name="Continue").click()
    form.get_by_label("Email").fill(focal_point.email)
    form.get_by_label("Password").first.fill(PASSWORD)
    form.get_by_role("button", name="Log in").click()
    expect(form.get_by_label("Title")).to_have_value("Typed for a long time indeed")
    form.get_by_role("button", name="Continue").click()
    expect(form.get_by_role("heading", name="Typed for a long time indeed")).to_be_visible()
    assert Project.objects.count() == 1
    assert not KeptForm.objects.exists()


def test_saving_leaves_nothing_behind(form: Page) -> None:
    form.get_by_label("Title").fill("Saved at once")
    form.get_by_role("button", name="Continue").click()
    expect(form.get_by_role("heading", name="Saved at once")).to_be_visible()
    until(lambda: in_page(form, "!localStorage.length"))
    assert not KeptForm.objects.exists()


def test_the_way_back_leads_to_what_was_saved(form: Page) -> None:
    form.get_by_label("Title").fill("Saved, then back")
    form.get_by_role("button", name="Continue").click()
    expect(form.get_by_role("heading", name="Saved, then back")).to_be_visible()
    form.go_back()
    expect(form.get_by_role("heading", name="Saved, then back")).to_be_visible()
    assert Project.objects.count() == 1


def test_two_presses_make_one_project(form: Page) -> None:
    form.get_by_label("Title").fill("Pressed twice")
    form.get_by_role("button", name="Continue").dblclick()
    expect(form.get_by_role("heading", name="Pressed twice")).to_be_visible()
    assert Project.objects.count() == 1


def test_an_error_is_said_above_and_at_the_field(form: Page) -> None:
    form.get_by_label("Amount").fill("much")
    form.get_by_role("button", name="Continue").click()
    expect(form.locator(".error-summary")).to_be_focused()
    form.get_by_role("link", name="Enter the title.").click()
    assert form.evaluate("document.activeElement.name") == "title"
    expect(form.get_by_label("Amount")).to_have_value("much")
    assert problems(form) == []


def test_who_will_see_it_is_shown_before_it_is_saved(page: Page, sign_in: SignIn, focal_point: User) -> None:
    project = make_project("DE", visibility="restricted")
    sign_in(page, focal_point)
    page.goto(f"/projects/{project.pk}/edit/visibility/")
    page.get_by_role("radio", name="All partners").check()
    expect(page.locator("#audience")).to_contain_text("analysts, coordinators and administrators.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Who may see it: saved.")).to_be_visible()
    project.refresh_from_db()
    assert project.visibility == "all"


def test_a_preview_that_is_not_saved_yet_gets_the_focus(page: Page, sign_in: SignIn, focal_point: User) -> None:
    project = make_project("DE", draft=True, visibility="restricted")
    sign_in(page, focal_point)
    page.route("**/edit/visibility/", lambda route: route.abort() if is_preview(route.request) else route.continue_())
    page.goto(f"/projects/{project.pk}/edit/visibility/")
    page.get_by_role("radio", name="All partners").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#audience")).to_be_focused()
    expect(page.locator("#audience")).to_contain_text("Nothing is changed yet.")


def test_a_restriction_that_is_not_saved_yet_holds_publication_up(
    page: Page, sign_in: SignIn, focal_point: User
) -> None:
    project = make_project("DE", draft=True)
    sign_in(page, focal_point)
    page.goto(f"/projects/{project.pk}/edit/visibility/")
    page.get_by_role("radio", name="Own partner").check()
    expect(page.locator("#kept")).to_contain_text("Kept at")
    page.goto(f"/projects/{project.pk}/publish/")
    expect(page.locator(".reach")).to_have_text("Everybody who has an account")
    expect(page.get_by_role("heading", name="You began to restrict it, and did not save that")).to_be_visible()
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    page.get_by_role("alert").get_by_role("link", name="Go on with it").click()
    expect(page).to_have_url(re.compile("/edit/visibility/"))
    page.go_back()
    page.get_by_role("alert").get_by_role("button", name="Throw it away").click()
    expect(page.get_by_role("button", name="Publish", exact=True)).to_be_visible()


def is_preview(request: Request) -> bool:
    return "preview" in (request.post_data or "")


def test_all_of_it_without_scripts(browser: Browser, live_server: Any, sign_in: SignIn, focal_point: User) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, focal_point)
    page.goto("/projects/new/")
    page.get_by_label("Title").fill("Without scripts")
    page.get_by_role("group", name="Countries").get_by_label("Tajikistan").check()
    page.get_by_role("button", name="Add another activity").click()
    page.locator("[name=activities-1-type]").select_option("A08")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Who may see it").click()
    page.get_by_role("radio", name="Own partner").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Who may see it: saved.")).to_be_visible()
    page.get_by_role("link", name="Check and publish").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    project = Project.objects.get()
    assert (project.visibility, project.is_draft, project.activities.get().type_id) == ("restricted", False, "A08")
    context.close()


def test_the_pages_of_entry_are_accessible(page: Page, sign_in: SignIn, focal_point: User) -> None:
    project = make_project("DE", draft=True, activities=[{"type": "A05", "quantity": 2}])
    sign_in(page, focal_point)
    found: list[str] = []
    for section in (
        "",
        "first/",
        "essentials/",
        "where/",
        "activities/",
        "money/",
        "themes/",
        "numbers/",
        "visibility/",
    ):
        page.goto(f"/projects/{project.pk}/edit/{section}")
        found += problems(page)
    assert found == []


def test_a_difference_is_accessible_and_takes_the_focus(page: Page, sign_in: SignIn, focal_point: User) -> None:
    project = make_project("DE", title="As opened")
    sign_in(page, focal_point)
    page.goto(f"/projects/{project.pk}/edit/essentials/")
    Project.objects.filter(pk=project.pk).update(title="Theirs")
    page.get_by_label("Title").fill("Mine")
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert problems(page) == []
    page.get_by_role("radio", name="Yours").check()
    page.get_by_role("button", name="Save with these choices").click()
    expect(page.get_by_role("heading", name="Mine")).to_be_visible()


def test_back_after_publishing_leads_to_the_project(
    page: Page, sign_in: Callable[[Page, User], None], focal_point: User
) -> None:
    project = make_project("DE", draft=True)
    sign_in(page, focal_point)
    page.goto(f"/projects/{project.pk}/publish/")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url(f"**{project.get_absolute_url()}")
    page.go_back()
    expect(page.get_by_text("It is published already.")).to_be_visible()
