"""A page as it is on the screen: on a desk and a phone, light and dark, judged by the rules of accessibility."""

from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
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


BROKEN = "async (rules) => (await axe.run(rules)).violations.map((one) => `${one.id} ${one.nodes[0].html}`)"


def problems(page: Page) -> list[str]:
    """What is wrong with the page on the screen: accessibility rules broken, or wider than the window."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for scheme, size, rules in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size(size)
        look = f"{page.url} {scheme} {size['width']}"
        found += [f"{look}: {broken}" for broken in page.evaluate(BROKEN, {**rules, "resultTypes": ["violations"]})]
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            found.append(f"{look}: {width} pixels wide")
    return found
