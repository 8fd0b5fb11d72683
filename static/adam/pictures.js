/* Pictures of figures: one stop of the Tab key, arrows from part to part, and what a part says is written below. */
"use strict";

const parts = (plot) => [...plot.querySelectorAll("a")].filter((one) => one.getClientRects().length);
const said = (part) => {
  const title = part.querySelector("title");
  const words = title ? [title] : [...part.querySelectorAll("text:not([aria-hidden])")];
  const told = (words.length ? words : [part]).map((one) => one.textContent.replace(/\s+/g, " ").trim());
  return part.getAttribute("aria-label") || told.join(": ");
};
const middle = (part) => {
  const box = part.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
};

/* The nearest part in this direction; what lies aside counts as further. */
function next(all, from, [right, down]) {
  const [x, y] = middle(from);
  let best = null, least = Infinity;
  for (const one of all) {
    if (one === from) continue;
    const [to_x, to_y] = middle(one);
    const ahead = (to_x - x) * right + (to_y - y) * down;
    const aside = Math.abs((to_x - x) * down) + Math.abs((to_y - y) * right);
    const far = ahead + 3 * aside;
    if (ahead > 1 && far < least) [best, least] = [one, far];
  }
  return best;
}

const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function tell(plot, part) {
  const place = plot.querySelector(".reading");
  if (!place) return;
  place.hidden = false;
  place.textContent = part ? said(part) : place.dataset.hint;
}

function prepare() {
  for (const plot of document.querySelectorAll("figure.plot")) {
    const all = plot.dataset.ready ? [] : parts(plot);
    if (!all.length) continue;
    plot.dataset.ready = "yes";
    all[0].setAttribute("tabindex", "0");
    const place = plot.querySelector(".reading");
    if (place) place.dataset.hint = "Each part of the picture leads to its projects. Keyboard: Tab to the picture, then the arrows.";
    tell(plot, null);
  }
}

const at = (event) => event.target.closest?.("figure.plot a");
for (const kind of ["mouseover", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const part = at(event);
    if (part) tell(part.closest(".plot"), part);
  });
}
document.addEventListener("keydown", (event) => {
  const part = at(event);
  if (!part || event.altKey || event.ctrlKey || event.metaKey) return;
  const all = parts(part.closest(".plot"));
  const ends = { Home: all[0], End: all.at(-1) };
  const to = event.key in WAYS ? next(all, part, WAYS[event.key]) : ends[event.key];
  if (event.key in WAYS || event.key in ends) event.preventDefault();
  if (!to) return;
  part.setAttribute("tabindex", "-1");
  to.setAttribute("tabindex", "0");
  to.focus();
});
document.addEventListener("htmx:afterSettle", prepare);
prepare();
