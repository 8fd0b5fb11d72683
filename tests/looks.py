"""A page as it is on the screen: on a desk and a phone, light and dark, judged by the rules of accessibility.

Whether text stands out depends on its colour, size and weight and on what is painted behind it, and on nothing else.
Where these are to the letter those of a text that was found to stand out, on whatever page, it is not measured again:
that was a third of the time. Where anything but what holds it may lie behind or above it, it is measured on each page.
"""

from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast": {"enabled": False}},
    "resultTypes": ["violations"],
    "selectors": False,  # of what is broken its markup is told
}
DESK, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
Judge = Literal["rules", "colours"]
LOOKS: list[tuple[Literal["light", "dark"], ViewportSize, set[Judge]]] = [
    ("light", DESK, {"rules", "colours"}),
    ("dark", DESK, {"colours"}),
    ("light", PHONE, {"rules"}),
]
BROKEN = "async (rules) => (await axe.run(rules)).violations.map((one) => `${one.id} ${one.nodes[0].html}`)"

# Of the texts that look like none known: what does not stand out, and the looks of those that do.
UNREADABLE = """async (known) => {
  const isShown = (one) => one.checkVisibility({ visibilityProperty: true });
  const shown = [...document.querySelectorAll("body, body *")].filter(isShown);
  const boxes = new Map(shown.map((one) => [one, one.getBoundingClientRect()]));
  const isSeen = (one) => boxes.get(one).width > 1 && boxes.get(one).height > 1;
  const isClear = (colour) => colour.startsWith("rgba(") && colour.endsWith(", 0)");
  const isSolid = (colour) => !colour.startsWith("rgba(") && !colour.includes("/");
  const isPainted = (one) => one.matches("img, svg, canvas, video, iframe")
    || !isClear(getComputedStyle(one).backgroundColor) || getComputedStyle(one).backgroundImage !== "none";
  const painted = shown.filter((one) => isSeen(one) && isPainted(one));
  const isWithin = (one, other) => one.left >= other.left - 1 && one.right <= other.right + 1
    && one.top >= other.top - 1 && one.bottom <= other.bottom + 1;
  const meets = (one, other) => one.left + 1 < other.right && other.left + 1 < one.right
    && one.top + 1 < other.bottom && other.top + 1 < one.bottom;

  const isField = (one) => one.matches("input:not([type=checkbox], [type=radio]), select, textarea");
  const words = (one) => [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const lines = (text) => isField(text) ? [boxes.get(text)] : words(text).flatMap((node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()];
  });
  const PLAIN = ["1", "none", "normal", "none"];
  function look(text) {
    const its = lines(text), { color, fontSize, fontWeight, webkitTextStrokeWidth } = getComputedStyle(text);
    const found = [color, fontSize, fontWeight, webkitTextStrokeWidth];
    let isCovered = false;
    for (let one = text; one; one = one.parentElement) {
      const { opacity, filter, mixBlendMode, textShadow, backgroundColor, backgroundImage } = getComputedStyle(one);
      found.push(...[opacity, filter, mixBlendMode, textShadow].filter((each, at) => each !== PLAIN[at]));
      if (isCovered || !isPainted(one)) continue;
      if (boxes.has(one) && one !== document.body && !its.every((line) => isWithin(line, boxes.get(one)))) return null;
      found.push(backgroundColor, backgroundImage);
      isCovered = isSolid(backgroundColor);
    }
    const others = painted.filter((one) => !one.contains(text));
    return others.some((one) => its.some((line) => meets(line, boxes.get(one)))) ? null : found.join(" ");
  }
  function isScrolledOut(text) {
    for (let one = text; boxes.has(one); one = one.parentElement) {
      const { overflow, position } = getComputedStyle(one);
      if (/hidden|clip/.test(overflow) && !meets(boxes.get(text), boxes.get(one))) return true;
      if (["absolute", "fixed"].includes(position)) return false;
    }
    return false;
  }
  const texts = shown.filter((one) => isSeen(one) && (isField(one) || words(one).length) && !isScrolledOut(one));
  const looks = new Map(texts.map((one) => [one, look(one)]));
  const unknown = texts.filter((one) => !known.includes(looks.get(one)));
  if (!unknown.length) return [[], []];
  const asked = { runOnly: ["color-contrast"], resultTypes: ["violations", "passes"], selectors: false };
  const within = texts.filter((one) => !unknown.includes(one) && unknown.some((other) => other.contains(one)));
  const { passes, violations } = await axe.run(
    { include: unknown, exclude: within }, { ...asked, elementRef: true });
  const standing = passes.flatMap((rule) => rule.nodes).filter((node) => node.any[0].data?.contrastRatio);
  return [
    violations.map((one) => `${one.id} ${one.nodes[0].html}`),
    [...new Set(standing.map((node) => looks.get(node.element)).filter((its) => its))],
  ];
}"""
READABLE: list[str] = []  # looks of texts that stand out


def problems(page: Page) -> list[str]:
    """What is wrong with the page on the screen: accessibility rules broken, or wider than the window."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for scheme, size, judges in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size(size)
        look = f"{page.url} {scheme} {size['width']}"
        broken: list[str] = page.evaluate(BROKEN, RULES) if "rules" in judges else []
        found += [f"{look}: {one}" for one in broken + (unreadable(page) if "colours" in judges else [])]
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            found.append(f"{look}: {width} pixels wide")
    return found


def unreadable(page: Page) -> list[str]:
    broken, readable = page.evaluate(UNREADABLE, READABLE)
    READABLE.extend(readable)
    return broken
