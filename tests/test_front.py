"""The pages as a person meets them: errors, the keyboard, menus; and the small tags and templates behind them."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import server_error
from playwright.sync_api import Browser, Page

from adam import context
from adam.demo.makers import make_notification
from adam.templatetags.adam_ui import money, status_tag
from partners.models import User
from projects.models import Project
from tests.looks import PHONE, problems
from tests.reading import read
from tests.waiting import press

SignIn = Callable[[Page, User], None]


def test_pages_come_in_their_own_typeface(page: Page) -> None:
    with page.expect_response("**/semibold-latin*"):
        page.goto("/accounts/login/")


def test_an_error_summary_leads_to_the_field(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Log in").click()
    summary = page.get_by_role("alert")
    assert summary.evaluate("node => node === document.activeElement")
    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.name") == "login"
    assert problems(page) == []


def test_the_keyboard_skips_to_the_content(page: Page) -> None:
    page.goto("/help/")
    press(page, "Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    press(page, "Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_menus_work_on_a_phone_without_scripts(
    browser: Browser, live_server: Any, sign_in: SignIn, focal_point: User
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    sign_in(page, focal_point)
    page.goto("/help/")
    assert not page.get_by_role("link", name="Partners", exact=True).is_visible()
    page.get_by_role("button", name="Main menu").click()
    page.get_by_role("link", name="Partners", exact=True).click()
    page.get_by_role("button", name="account menu").click()
    page.get_by_role("button", name="Log out").click()
    assert page.get_by_role("heading", name="Log in").is_visible()
    context.close()


def test_filters_fold_away_on_a_phone(page: Page, sign_in: SignIn, focal_point: User) -> None:
    sign_in(page, focal_point)
    page.set_viewport_size(PHONE)
    page.goto(reverse("projects:list"))
    assert not page.get_by_role("button", name="Show", exact=True).is_visible()
    page.get_by_text("Narrow down").first.click()
    assert page.get_by_role("button", name="Show", exact=True).is_visible()


# -- Masthead ----------------------------------------------------------------------------------------------------------
def test_the_masthead_tells_where_and_how_much_is_unread(
    client_for: Callable[[User], Client], focal_point: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_notification(focal_point)
    html = client_for(focal_point).get(reverse("partners:list")).content.decode()
    assert f'<a href="{reverse("partners:list")}" aria-current="page">' in html
    assert '<span class="count">1</span>' in html
    monkeypatch.setattr(context, "counts", lambda request: {"unread": 1376, "alerts": 2500})
    html = client_for(focal_point).get(reverse("partners:list")).content.decode()
    counted = [number in html for number in ("1\u00a0376</span>", "2\u00a0500</span>", "1376", "2500")]
    assert counted == [True, True, False, False]


def test_nobody_signed_in_gets_no_navigation(client: Client, db: None) -> None:
    html = client.get("/accounts/login/").content.decode()
    assert 'aria-label="Main"' not in html
    assert "Duplication alerts" not in html


@pytest.mark.django_db
def test_a_missing_page_is_explained(client_for: Callable[[User], Client], focal_point: User) -> None:
    answer = client_for(focal_point).get("/projects/987654321/")
    assert answer.status_code == 404
    assert "it belongs to work that is not shared with you" in answer.content.decode()


def test_the_error_page_needs_neither_a_person_nor_the_database(rf: RequestFactory) -> None:
    answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "Something went wrong" in answer.content.decode()


# -- Forms and tags ----------------------------------------------------------------------------------------------------
class Sample(forms.Form):
    title = forms.CharField(error_messages={"required": "Enter the title."}, help_text="As in the agreement.")
    amount = forms.DecimalField()
    kinds = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(required=False)


def test_a_form_says_what_is_wrong_and_where() -> None:
    html = str(Sample({"amount": "much"}))
    assert '<a href="#id_title">Enter the title.</a>' in html
    assert '<a href="#id_amount">Amount: Enter a number.</a>' in html
    assert '<a href="#id_kinds_0">Kinds: This field is required.</a>' in html


def test_a_field_is_described_by_its_help_and_its_error() -> None:
    html = str(Sample({})["title"].as_field_group())
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_title_error"' in html


def test_an_optional_field_is_marked() -> None:
    form = Sample()
    assert "(optional)" in form["note"].as_field_group()
    assert "(optional)" not in form["title"].as_field_group()


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (Decimal("4200000.00"), "EUR", "€ 4 200 000"),
        (Decimal("650.5"), "CHF", "CHF 650.50"),
        (0, "USD", "US$ 0"),
        (None, "USD", "not stated"),
    ],
)
def test_money_is_readable(amount: Decimal | None, currency: str, text: str) -> None:
    assert money(amount, currency).replace("\u00a0", " ") == text


def test_every_status_has_words_and_no_unknown_colour() -> None:
    tags = {label: status_tag(label) for label in Project.Status.labels}
    assert tags["Running"] == '<span class="tag go">Running</span>'
    assert status_tag("<b>") == '<span class="tag ">&lt;b&gt;</span>'


def test_pages_keep_the_query_string() -> None:
    request = RequestFactory().get("/projects/", {"country": "TJ", "page": "2"})
    page = Paginator(range(100), 10).get_page(2)
    html = read(Template("{% load adam_ui %}{% pages page %}").render(RequestContext(request, {"page": page})))
    assert 'href="?country=TJ&amp;page=3"' in html
    assert 'aria-current="page"> <span class="hide">Page </span>2 </a>' in html


def test_evidence_is_drawn_to_the_strongest() -> None:
    lines = [("Title", "Nearly the same.", 5.0), ("Period", "Years apart.", -2.5), ("Budget", "", 0)]
    html = read(Template("{% load adam_ui %}{% evidence lines %}").render(Context({"lines": lines})))
    assert 'width="100"' in html
    assert 'width="50"' in html
    assert "speaks against" in html
    assert "not stated" in html


def test_the_typeface_is_made_for_pages() -> None:
    found = finders.find("fonts/regular-cyrillic.woff")
    assert found
    assert Path(found).read_bytes()[:4] == b"wOFF"
