"""Columns chosen from the keyboard, and a long file that gets ready while one looks on."""

from collections.abc import Callable
from typing import Any

import pytest
from django_tasks import TaskContext
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import Page, expect
from pytest_django import Settings

from adam.demo.makers import make_project, make_user
from partners.models import User
from projects.exports.making import make_export
from projects.models import Export
from tests.looks import problems

SignIn = Callable[[Page, Any], None]


@pytest.fixture
def opened(transactional_db: None, page: Page, sign_in: SignIn) -> Page:
    for number in range(3):
        make_project("DE", title=f"Project {number}")
    sign_in(page, make_user(User.Role.COORDINATOR))
    page.goto("/projects/export/?column=title,start,end")
    return page


def test_columns_are_put_in_order_from_the_keyboard(opened: Page) -> None:
    opened.get_by_role("button", name="Title: one later").press("Enter")
    expect(opened.get_by_text("Title is column 2 of 3.")).to_be_attached()
    expect(opened.get_by_role("button", name="Title: one later")).to_be_focused()
    opened.get_by_role("button", name="Start: take out").press("Enter")
    expect(opened.get_by_role("button", name="Title: take out")).to_be_focused()
    opened.get_by_label("Budget (US$)").check()
    with opened.expect_download() as begun:
        opened.get_by_role("button", name="CSV").click()
    assert begun.value.path().read_text("utf-8-sig").splitlines()[0] == "Title,End,Budget (US$)"


def test_a_long_file_gets_ready_while_one_looks_on(opened: Page, settings: Settings) -> None:
    settings.EXPORT_ROWS = 2
    opened.get_by_role("button", name="Excel").click()
    expect(opened.get_by_role("heading", name="It is waiting for its turn")).to_be_visible()
    assert problems(opened) == []
    job = DBTaskResult.objects.get(task_path=make_export.module_path)
    make_export.call(TaskContext(task_result=job.task_result), Export.objects.get().pk)
    expect(opened.get_by_role("heading", name="It is ready")).to_be_visible()
    with opened.expect_download() as begun:
        opened.get_by_role("link", name="Download").click()
    assert begun.value.suggested_filename.endswith(".xlsx")
