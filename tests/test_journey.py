"""The main job, start to end, as three people do it in a browser: enter, be warned, be told, answer, decide."""

import re
from datetime import date

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from adam.demo.makers import make_activity, make_organization, make_project
from duplication.models import Alert
from partners.models import User
from projects.models import Project
from tests.cast import PASSWORD
from tests.conftest import Mailbox

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Drug-detection dogs for the border guards at Nizhny Panj"
OBJECTIVE = "Twelve handlers of the border guards and their dogs are trained to find opiates in lorries on the bridge."


@pytest.fixture
def dogs_of_the_other_side(other_focal_point: User) -> Project:
    """What the United Kingdom has recorded already."""
    project = make_project(
        "GB",
        title="Detection dogs for the border guards at Nizhny Panj bridge",
        objective="Train twelve dog handlers of the border guards to find opiates in lorries at the bridge.",
        themes=["T2.2"],
        beneficiaries=["Border Guard Troops of Tajikistan"],
        start=date(2026, 1, 1),
        end=date(2027, 6, 30),
    )
    make_activity(project, "A08", quantity=12, beneficiary=make_organization("Border Guard Troops of Tajikistan"))
    return project


def log_in(page: Page, user: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").first.fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/")


def log_out(page: Page) -> None:
    page.context.clear_cookies()


def test_from_a_new_project_to_the_verdict(
    page: Page,
    smtp: Mailbox,
    focal_point: User,
    other_focal_point: User,
    coordinator: User,
    dogs_of_the_other_side: Project,
) -> None:
    log_in(page, focal_point)
    enter_project(page)
    be_warned_and_save(page, dogs_of_the_other_side)
    alert = Alert.objects.open().get()

    call_command("db_worker", "--batch", "--no-startup-delay")
    log_out(page)
    log_in(page, other_focal_point)
    page.goto(address_in_mail_to(smtp, other_focal_point, alert))
    answer(page)

    log_out(page)
    log_in(page, coordinator)
    decide(page, alert)
    expect(page.get_by_role("main")).not_to_contain_text(TITLE)
    assert not Alert.objects.open().exists()


def enter_project(page: Page) -> None:
    page.goto("/projects/")
    page.get_by_role("link", name="New project").click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_role("group", name="Countries").get_by_label("Tajikistan").check()
    page.get_by_label("Start", exact=False).first.fill("2026-03-01")
    page.get_by_label("End", exact=False).first.fill("2027-02-28")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Only your own partner sees it.")).to_be_visible()
    page.get_by_role("link", name="The objective").click()
    page.get_by_label("Objective").fill(OBJECTIVE)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="The themes").click()
    page.get_by_role("group", name="Themes").get_by_label(re.compile("K9")).check()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Check and publish").click()


def be_warned_and_save(page: Page, other: Project) -> None:
    warning = page.get_by_role("alert").filter(has_text="One project looks alike")
    expect(warning).to_contain_text(other.title)
    assert Project.objects.get(title=TITLE).is_draft
    warning.get_by_label("I have seen this").check()
    warning.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()


def address_in_mail_to(smtp: Mailbox, user: User, alert: Alert) -> str:
    (mail,) = [mail for mail in smtp.messages if mail["To"] == user.email]
    text = mail.get_body(("plain",)).get_content()
    assert alert.get_absolute_url() in text
    return alert.get_absolute_url()


def answer(page: Page) -> None:
    page.get_by_role("radio", name="The work overlaps").check()
    page.get_by_label("In your words").fill("We train the same post this spring; let us split the courses.")
    page.get_by_role("button", name="Record the position").click()
    expect(page.locator(".thread")).to_contain_text("United Kingdom (you): The work overlaps")


def decide(page: Page, alert: Alert) -> None:
    page.goto("/alerts/")
    expect(page.get_by_role("main")).to_contain_text(TITLE)
    page.goto(alert.get_absolute_url())
    expect(page.get_by_label("By what")).to_be_hidden()
    page.get_by_role("radio", name="Divided by place, time or agency").check()
    expect(page.get_by_label("Reason")).to_be_hidden()
    page.get_by_label("By what").select_option("Time")
    page.get_by_label("In your words").last.fill("Germany trains in spring, the United Kingdom in autumn.")
    page.get_by_label("has not answered yet").check()
    page.get_by_role("button", name="Record the verdict").click()
    expect(page.get_by_role("main")).to_contain_text("Decided: Divided by time")
    page.goto("/alerts/")
