/* Conveniences on top of pages that work without them. */
"use strict";

/* The filter column folds away on a narrow screen. */
const narrow = matchMedia("(max-width: 860px)");
const fold = () => document.querySelectorAll("details.narrow").forEach((d) => { d.open = !narrow.matches; });
narrow.addEventListener("change", fold);

/* The chosen tab is in sight where they do not all fit: browsers that know scroll-initial-target need no help. */
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const strip = tab.parentElement;
  const [{ x, width }, whole] = [tab.getBoundingClientRect(), strip.getBoundingClientRect()];
  strip.scrollLeft += x + width / 2 - whole.x - whole.width / 2;
}

/* Without case, accents and marks: "Côte d'Ivoire" is "cote d ivoire". */
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

/* Whether two words differ by a slip: one letter, in long words two. */
function slip(typed, word) {
  const most = typed.length < 5 ? 0 : typed.length < 8 ? 1 : 2;
  if (!most || Math.abs(typed.length - word.length) > most || typed[0] !== word[0]) return false;
  let before = Array.from({ length: word.length + 1 }, (_, at) => at);
  for (let row = 1; row <= typed.length; row += 1) {
    const now = [row];
    for (let at = 1; at <= word.length; at += 1) {
      now[at] = Math.min(before[at] + 1, now[at - 1] + 1, before[at - 1] + (typed[row - 1] === word[at - 1] ? 0 : 1));
    }
    before = now;
  }
  return before[word.length] <= most;
}

/* Long lists of check boxes: a box finds the right one, Enter chooses it where there is no other; the list is one stop
   of the Tab key. */
function seek(list) {
  const boxes = [...list.querySelectorAll("input[type=checkbox]")];
  if (list.querySelector(".seek") || boxes.length < 16) return;
  const name = list.dataset.name || "this list";
  const label = (box) => box.closest("label");
  const words = (box) => (label(box).querySelector(".number")?.previousElementSibling ?? label(box)).textContent.trim();
  const folded = (box) => list.querySelector("details:not([open])")?.contains(box);
  const shown = () => boxes.filter((box) => !label(box).parentElement.hidden && !folded(box));
  const box = document.createElement("input");
  box.type = "search";
  box.className = "seek";
  box.placeholder = "Type to find, Enter to choose";
  box.setAttribute("aria-label", `Find in ${name}; Enter chooses it when only one fits`);
  const said = document.createElement("p");
  said.className = "soft small";
  said.setAttribute("role", "status");
  const chosen = document.createElement("p");
  chosen.className = "chosen";
  chosen.setAttribute("aria-live", "polite");

  const stop = (at) => { for (const one of boxes) one.tabIndex = one === at ? 0 : -1; };
  const tell = () => {
    const names = boxes.filter((one) => one.checked).map(words);
    chosen.textContent = names.length ? `Chosen: ${names.join(", ")}` : "";
  };
  const names = new Map(boxes.map((one) => {
    const others = one.dataset.names?.split(";") ?? [];
    return [one, [words(one), ...others].map(plain)];
  }));
  /* A whole name or code before the beginning of a word, that before the middle of one, and that before a slip. */
  const known = (fits) => boxes.filter((one) => names.get(one).some(fits));
  const fitting = (text) => {
    const whole = known((name) => name === text);
    const begun = known((name) => ` ${name}`.includes(` ${text}`));
    const sure = whole.length === 1 ? whole : begun;
    if (begun.length) return { sure, all: begun };
    const inside = text.length > 1 ? known((name) => name.includes(text)) : [];
    return { sure, all: inside.length ? inside : known((name) => slip(text, name)) };
  };
  const find = () => {
    const text = plain(box.value);
    const { all } = text ? fitting(text) : { all: boxes };
    for (const one of boxes) label(one).parentElement.hidden = !one.checked && !all.includes(one);
    said.textContent = all.length ? "" : `Nothing in ${name} fits.`;
    if (text) list.querySelectorAll("details").forEach((rest) => { rest.open = true; });
    stop(shown()[0]);
  };
  const go = (event, to) => { event.preventDefault(); if (to) { stop(to); to.focus(); } };

  box.addEventListener("input", find);
  box.addEventListener("change", (event) => event.stopPropagation());
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") return go(event, shown()[0]);
    if (event.key !== "Enter") return;
    event.preventDefault();
    const text = plain(box.value);
    if (!text) return;
    const { sure, all } = fitting(text);
    if (sure.length !== 1) {
      if (all.length) said.textContent = `${all.length === 1 ? "Is it" : "Which one:"} ${all.slice(0, 5).map(words).join(", ")}${all.length > 5 ? " …" : ""}? Type more of it, or tick it below.`;
      return;
    }
    if (!sure[0].checked) sure[0].click();
    box.value = "";
    find();
  });
  list.addEventListener("keydown", (event) => {
    const all = shown();
    const at = all.indexOf(event.target);
    if (at < 0) return;
    if (event.key === "ArrowDown") go(event, all[at + 1]);
    else if (event.key === "ArrowUp") go(event, at ? all[at - 1] : box);
    else if (event.key === "Home") go(event, all[0]);
    else if (event.key === "End") go(event, all.at(-1));
  });
  list.addEventListener("change", tell);
  list.addEventListener("focusin", (event) => { if (boxes.includes(event.target)) stop(event.target); });
  list.querySelector(":scope > div").before(box, said, chosen);
  find();
  tell();
}

/* [data-formset=PREFIX] with a <template> row and a hidden "add" button: one more row. */
function growing(set) {
  const add = set.querySelector("button[data-add]");
  if (!add || !add.hidden) return;
  const total = document.getElementById(`id_${set.dataset.formset}-TOTAL_FORMS`);
  const template = set.querySelector("template");
  add.hidden = false;
  add.addEventListener("click", () => {
    const holder = document.createElement("div");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
    total.value = Number(total.value) + 1;
    const row = holder.firstElementChild;
    template.before(row);
    enhance(row);
    row.dispatchEvent(new Event("adam:added", { bubbles: true }));
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });
}

/* [data-counts=FILTER]: beside each choice how many projects it would find; a search brings new numbers. */
function tally() {
  const counts = document.getElementById("counts");
  if (!counts) return;
  const numbers = JSON.parse(counts.textContent);
  const spaced = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
  for (const list of document.querySelectorAll("[data-counts]")) {
    const own = numbers[list.dataset.counts] ?? {};
    for (const option of list.querySelectorAll("option[value]:not([value=''])")) option.textContent = `${option.value} (${own[option.value] ?? 0})`;
    for (const box of list.querySelectorAll("input")) {
      const number = box.closest("label").querySelector(".number");
      number.textContent = spaced(own[list.matches("label") ? "on" : box.value] ?? 0);
    }
  }
}

function enhance(root) {
  root.querySelectorAll(".choices").forEach(seek);
  root.querySelectorAll("[data-formset]").forEach(growing);
}

fold();
enhance(document);
document.querySelector(".error-summary, .notice[role=alert][tabindex]")?.focus();
document.addEventListener("htmx:load", (event) => enhance(event.target));
document.addEventListener("htmx:afterSettle", tally);
/* Who was signed out meanwhile gets the page to log in for an answer: it is no part of this page, nor its title. */
document.addEventListener("htmx:beforeSwap", (event) => {
  if (new URL(event.detail.xhr.responseURL || location.href).pathname.startsWith("/accounts/login")) event.detail.shouldSwap = false;
});
