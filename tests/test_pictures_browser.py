"""Pictures in the browser: on a phone and a desk, by keyboard, and for screen readers."""

from collections.abc import Callable
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from adam.demo.makers import make_place, make_project
from partners.models import User
from projects.models import Theme
from tests.waiting import press

FORMS = (
    "rows=country&picture=bars",
    "rows=country&columns=theme&picture=heat",
    "rows=country&picture=timeline",
    "rows=partner&columns=country&picture=flow&measure=budget",
    "rows=country&picture=map",
    "rows=place&picture=points",
)
SignIn = Callable[[Page, User], None]


@pytest.fixture
def everywhere(focal_point: User) -> User:
    place = make_place("Nizhny Panj", latitude="37.19", longitude="68.59")
    themes = Theme.objects.filter(parent=None).values_list("code", flat=True)
    for country in ("TJ", "AF", "UZ", "RU"):
        make_project("GB", countries=[country], themes=themes, start=date(2019, 5, 1), end=date(2027, 4, 30))
    make_project(title="مشروع " * 12, countries=["TJ"], places=[place], start=date(2020, 1, 1), end=None)
    return focal_point


@pytest.mark.parametrize("width", [390, 1280])
def test_every_picture_reads_well_for_everybody(page: Page, sign_in: SignIn, everywhere: User, width: int) -> None:
    sign_in(page, everywhere)
    page.set_viewport_size({"width": width, "height": 900})
    for query in FORMS:
        page.goto(f"/projects/analysis/?{query}")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{query}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") == width, query


def test_the_arrows_lead_from_part_to_part_and_each_says_what_it_is(
    page: Page, sign_in: SignIn, everywhere: User
) -> None:
    sign_in(page, everywhere)
    page.goto("/projects/analysis/?rows=country&picture=bars")
    stops = page.locator("figure.plot a[tabindex='0']")
    assert stops.count() == 1
    stops.first.focus()
    press(page, "ArrowDown")
    press(page, "ArrowDown")
    assert "Afghanistan: 1" in (page.locator(".reading").text_content() or "")
    assert stops.count() == 1
    press(page, "Enter")
    page.wait_for_url("**/projects/?**country=**")
