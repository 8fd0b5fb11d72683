"""A large table in the browser: head, names and totals stay in sight, and the question reaches every part of it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from adam.demo.makers import make_activity, make_project, make_recommendation, make_relation
from partners.models import Country, User
from projects.models import Theme
from tests.looks import DESK, PHONE

pytestmark = pytest.mark.django_db
SignIn = Callable[[Page, User], None]
BELOW_THE_FOOTER = """() => {
  const footer = document.querySelector("body > footer").getBoundingClientRect();
  return Math.round(document.documentElement.scrollHeight - scrollY - footer.bottom);
}"""


def box(page: Page, selector: str) -> dict[str, Any]:
    found = page.locator(selector).first.bounding_box()
    assert found
    return dict(found)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_large_table_keeps_its_head_its_names_and_its_totals_in_sight(
    page: Page, sign_in: SignIn, focal_point: User, width: int
) -> None:
    countries = list(Country.objects.values_list("pk", flat=True)[:60])
    first = make_project(countries=countries, start=date(2000, 1, 1), end=date(2029, 12, 31))
    make_relation(first, make_project("GB", countries=countries[:1]), "third-party")
    sign_in(page, focal_point)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/projects/analysis/?rows=country&columns=year&measure=budget&totals=net")
    region = box(page, ".figures-scroll")
    page.locator(".figures-scroll").evaluate("one => one.scrollTo(900, 900)")
    assert abs(box(page, ".figures-table thead th:nth-child(9)")["y"] - region["y"]) < 3
    assert abs(box(page, ".figures-table tbody tr:nth-child(30) th")["x"] - region["x"]) < 3
    foot = box(page, ".figures-table tfoot th")
    assert abs(foot["y"] + foot["height"] - region["y"] - region["height"]) < 20
    assert page.evaluate("document.documentElement.scrollWidth") == width
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_on_paper_a_wide_table_lies_across_the_page_with_all_its_columns(
    page: Page, sign_in: SignIn, focal_point: User
) -> None:
    make_project(countries=["TJ"], start=date(2000, 1, 1), end=date(2029, 12, 31))
    sign_in(page, focal_point)
    page.goto("/projects/analysis/?rows=country&columns=year")
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    boxes = [tuple(map(float, sides.split())) for sides in re.findall(rb"/MediaBox \[([^\]]*)\]", paper)]
    assert any(right > top for _, _, right, top in boxes)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1047, "height": 718})  # what A4 has across, within its margins
    table, last = box(page, ".figures-table"), box(page, ".figures-table thead th:last-child")
    assert last["x"] + last["width"] <= 1047
    assert table["width"] <= 1047


@pytest.mark.parametrize("query", ["gaps/?columns=sub_theme", "gaps/?picture=map", "calendar/", "calendar/?view=list"])
def test_gap_map_and_calendar_fit_and_end_with_the_footer(
    query: str, page: Page, sign_in: SignIn, focal_point: User
) -> None:
    countries = list(Country.objects.values_list("pk", flat=True)[:30])
    themes = list(Theme.objects.values_list("pk", flat=True)[:30])
    make_recommendation(countries=countries, themes=themes)
    project = make_project(countries=countries, themes=themes, status="2")
    make_activity(project, "A01", start=timezone.localdate(), description="Controlled deliveries " * 9)
    sign_in(page, focal_point)
    page.goto(f"/round-tables/{query}")
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
        assert page.evaluate(BELOW_THE_FOOTER) == 0


def test_units_and_columns_are_offered_as_the_answer_has_them(page: Page, sign_in: SignIn, focal_point: User) -> None:
    make_project(activities=[{"type": "A01", "quantity": 20, "unit": "cadets"}])
    sign_in(page, focal_point)
    page.goto("/projects/analysis/?rows=country&measure=quantity")
    page.get_by_label("Unit of quantities").select_option("cadets")
    page.wait_for_url("**unit=cadets**")
    page.get_by_label("Columns").select_option("Status")
    page.get_by_role("table").get_by_text("Quantity (cadets) by country and status").wait_for()
    page.get_by_label("Order of rows").select_option("Column Running")
    page.wait_for_url("**order=2**")
    page.locator("th[aria-sort=descending]", has_text="Running").wait_for()


@pytest.mark.parametrize(
    ("start", "labels", "first", "last"),
    [
        ("/projects/analysis/", {"Figure": "budget", "Rows": "partner", "Columns": "year"}, "projects", "none"),
        ("/round-tables/gaps/", {"Columns": "sub_theme", "Picture": "map"}, "theme", "activity_type"),
    ],
)
def test_back_shows_the_question_of_the_address(
    page: Page, sign_in: SignIn, focal_point: User, start: str, labels: dict[str, str], first: str, last: str
) -> None:
    """The form follows, so the next change asks what it says."""
    make_project(countries=["TJ"])
    sign_in(page, focal_point)
    page.goto(start)
    filters = page.locator("form.filters").first
    seen = [page.url]
    for label, value in labels.items():
        filters.get_by_label(label, exact=True).select_option(value)
        page.wait_for_url(f"**={value}**")
        seen.append(page.url)
    for address in reversed(seen[:-1]):
        with page.expect_event("load"):
            page.evaluate("history.back()")
        assert page.url == address
    expect(filters.get_by_label(next(iter(labels)), exact=True)).to_have_value(first)
    filters.get_by_label("Columns", exact=True).select_option(last)
    page.wait_for_url(f"**columns={last}**")
    assert not any(f"={value}" in page.url for value in labels.values())
