"""A page as it is on the screen: on a desk and a phone, light and dark, judged by the rules of accessibility."""

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

ALL = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"runOnly": ["color-contrast"]}
ALL_BUT_COLOURS = {**ALL, "rules": {"color-contrast": {"enabled": False}}}
DESK, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
LOOKS: list[tuple[Literal["light", "dark"], ViewportSize, dict[str, Any]]] = [
    ("light", DESK, ALL),
    ("dark", DESK, COLOURS),
    ("light", PHONE, ALL_BUT_COLOURS),
]


def problems(page: Page) -> list[str]:
    """What is wrong with the page on the screen: accessibility rules broken, or wider than the window."""
    found = []
    for scheme, size, rules in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size(size)
        look = f"{page.url} {scheme} {size['width']}"
        for rule in Axe().run(page, options=rules).response["violations"]:
            found.append(f"{look}: {rule['id']} {rule['nodes'][0]['html']}")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            found.append(f"{look}: {width} pixels wide")
    return found
