"""A recommendation as people in a browser carry it through: entered, endorsed, reported on, assessed, carried over, and
put on the table of the next meeting. By the keyboard alone."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from docx import Document
from playwright.sync_api import Locator, Page, expect

from adam.demo.makers import make_round_table, make_series
from partners.models import User
from roundtables.models import Recommendation, RoundTable
from tests.conftest import Mailbox
from tests.test_journey import log_in, log_out
from tests.waiting import press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("one_day")]

TEXT = "Keep the liaison offices at Panji Poyon and Ishkoshim open in the hours of the crossings."
MOST_TABS = 120


def meeting(days: int, **fields: object) -> RoundTable:
    day = timezone.localdate() + timedelta(days=days)
    return make_round_table(start=day, end=day, city=f"Town {abs(days)}", focus="Border liaison", **fields)


def test_from_the_meeting_that_made_it_to_the_next(
    page: Page, smtp: Mailbox, recipient: User, coordinator: User, tmp_path: Path
) -> None:
    series = make_series("Northern route")
    held, policy, coming = (
        meeting(-200, series=series),
        meeting(-100, kind=RoundTable.Kind.POLICY),
        meeting(-1, series=series),
    )
    log_in(page, coordinator)
    enter(page, held)
    endorse(page, policy)
    log_out(page)

    log_in(page, recipient)
    report(page, smtp, recipient, tmp_path)
    log_out(page)

    log_in(page, coordinator)
    assess(page)
    carry_over(page, coming)
    made = Recommendation.objects.get(text=TEXT)
    page.goto(made.get_absolute_url())
    the_way_it_has_gone(page, held, policy, coming)
    in_the_pack(page, coming)


def reach(page: Page, target: Locator, *keys: str) -> None:
    """By the Tab key alone, from where the page begins or the last key left it; then these keys."""
    expect(target).to_be_attached()
    for _ in range(MOST_TABS):
        if target.evaluate("one => one === document.activeElement"):
            for key in keys:
                press(page, key)
            return
        press(page, "Tab")
    raise AssertionError(f"The keyboard does not reach {target}.")


def enter(page: Page, held: RoundTable) -> None:
    page.goto(held.get_absolute_url())
    reach(page, page.get_by_role("link", name="New recommendation").first, "Enter")
    reach(page, page.get_by_label("Text", exact=True).first)
    page.keyboard.type(TEXT)
    reach(page, page.get_by_role("searchbox", name="Find in Countries"))
    page.keyboard.type("Tajik")
    press(page, "Enter")
    reach(page, page.get_by_label("Recipient governments"), "Space")
    reach(page, page.get_by_label("Due on"))
    due = timezone.localdate() + timedelta(days=20)
    page.keyboard.type(f"{due:%m%d%Y}")  # as this browser's language has it
    reach(page, page.get_by_role("button", name="Save", exact=True), "Enter")
    expect(page.get_by_role("main")).to_contain_text(TEXT)


def endorse(page: Page, policy: RoundTable) -> None:
    page.goto(policy.get_absolute_url())
    reach(page, page.get_by_role("link", name="Endorse", exact=True), "Enter")
    reach(page, page.get_by_label(re.compile(re.escape(TEXT))), "Space")
    reach(page, page.get_by_role("button", name="Endorse these"), "Enter")
    expect(page.get_by_role("main")).to_contain_text("The meeting has endorsed 1 recommendation.")


def report(page: Page, smtp: Mailbox, recipient: User, tmp_path: Path) -> None:
    """The first page leads to the form; the coordinator is told of the report."""
    page.goto("/")
    reach(
        page,
        page.get_by_role("region", name="Recommendations to report on").get_by_role("link", name=TEXT),
        "Enter",
    )
    reach(page, page.get_by_label("Not begun"), "ArrowDown")  # to "In progress"
    reach(page, page.get_by_role("textbox", name="What was done"))
    page.keyboard.type("Panji Poyon is open from seven to seven.")
    paper = tmp_path / "hours.pdf"
    paper.write_bytes(b"%PDF-1.4 hours")
    with page.expect_file_chooser() as chooser:
        reach(page, page.get_by_label("Documents and pictures"), "Enter")
    chooser.value.set_files(paper)
    reach(page, page.get_by_role("button", name="Record the report"), "Enter")
    expect(page.get_by_role("main")).to_contain_text("Your report is recorded.")
    expect(page.get_by_role("main")).to_contain_text("hours.pdf")


def assess(page: Page) -> None:
    page.goto("/")
    reach(page, page.get_by_role("region", name="Reports to assess").get_by_role("link", name=TEXT), "Enter")
    reach(page, page.get_by_label("Not begun"), "ArrowDown")
    reach(page, page.get_by_label("Reason"))
    page.keyboard.type("One of the two; Ishkoshim is missing.")
    reach(page, page.get_by_role("button", name="Record the assessment"), "Enter")
    expect(page.get_by_role("main")).to_contain_text("The assessment is recorded.")
    page.goto("/round-tables/board/")
    expect(page.get_by_role("region", name="In progress")).to_contain_text("Reported: Tajikistan")


def carry_over(page: Page, coming: RoundTable) -> None:
    page.goto(coming.get_absolute_url())
    reach(page, page.get_by_role("link", name="Take up recommendations"), "Enter")
    reach(page, page.get_by_label(re.compile(re.escape(TEXT))), "Space")
    reach(page, page.get_by_role("button", name="Carry over those ticked"), "Enter")
    expect(page.get_by_role("main")).to_contain_text("1 recommendation carried over.")


def the_way_it_has_gone(page: Page, held: RoundTable, policy: RoundTable, coming: RoundTable) -> None:
    way = page.get_by_role("region", name="The way it has gone")
    for words in (
        f"Recommended by {held}",
        "Endorsed",
        str(policy),
        "Tajikistan reports: in progress",
        "Assessed by the coordinators: in progress",
        f"Carried over by {coming}",
    ):
        expect(way).to_contain_text(words)


def in_the_pack(page: Page, coming: RoundTable) -> None:
    """Of the meeting that took it up, in French: what people wrote stays as it is."""
    page.goto(coming.get_absolute_url())
    reach(page, page.get_by_role("link", name="Meeting pack"), "Enter")
    reach(page, page.get_by_label("Language of its headings and notes"), "f")
    with page.expect_download() as begun:
        reach(page, page.get_by_role("button", name="Word"), "Enter")
    assert begun.value.suggested_filename.endswith("-fr-coordinators.docx")
    tables = Document(str(begun.value.path())).tables
    cells = "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    for words in (
        TEXT,
        f"Reconduite\u00a0: Groupe de travail d’experts, {coming.city}, {coming.start.year}",
        "Tadjikistan\u00a0: en cours d’application",
        "Panji Poyon is open from seven to seven.",
        "One of the two; Ishkoshim is missing.",
        "Aucun projet n’y répond.",
    ):
        assert words in cells
