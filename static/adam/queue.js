/* The alert queue from the keyboard: rows one after the other, an answer asked for in a dialog, several ticked at once.
   On the page of one alert the same keys lead to the next alert and answer this one.
   The pages do all of it without this too, by their links and buttons. */
"use strict";

const OFF = "adam-keys-off"; // some people speak to their computer, and words are keys: they can be switched off
const ROW = "adam-queue-row"; // which row gets the focus when the page comes anew
const UNDONE = "adam-undone"; // a verdict was taken back: what is said of it gets the focus
const keys = document.getElementById("keys");
const dialog = document.getElementById("quick");
const rows = () => [...document.querySelectorAll("tr[data-alert]")];
const link = (row) => row?.querySelector("th a");
const tick = (row) => row?.querySelector(".tick input");
const ticked = () => rows().filter((row) => tick(row).checked);
const single = document.getElementById("this-alert"); // on the page of one alert
const here = () => single ?? document.activeElement?.closest("tr[data-alert]");
let asked = null; // the row that the dialog, or the form below, is about
const begun = new Map(); // words typed into it and not recorded, by alert and answer, as long as the page stays
const about = (form) => `${form.action} ${form.elements.quick.value}`;

/* What a key could not do, for a moment, where it is seen and read aloud. */
function tell(words) {
  const line = document.getElementById("keys-say");
  line.textContent = words;
  clearTimeout(line.timer);
  line.timer = setTimeout(() => { line.textContent = ""; }, 6000);
}
const chosen = () => { const row = here(); if (!row) tell("Choose an alert first: j goes to the first one."); return row; };

function go(row) {
  if (!row || row === single) return;
  makeRoom();
  link(row).focus();
  row.scrollIntoView({ block: "nearest" });
}

/* Past the last row the next page comes, and its first row gets the focus; before the first one, the other way round. */
const step = (by, held = false) => {
  if (single) return held || leaf(single.querySelector(`[rel=${by > 0 ? "next" : "prev"}]`), by);
  const all = rows();
  const at = all.indexOf(here());
  const next = at < 0 ? all[0] : all[at + by];
  if (next || held) return go(next); // a key held down does not leaf through the queue
  const page = document.querySelector(`.pages [rel=${by > 0 ? "next" : "prev"}]`);
  if (page) sessionStorage.setItem(ROW, by > 0 ? 0 : -1);
  leaf(page, by);
};
const leaf = (page, by) => (page ? page.click() : tell(`There is no alert ${by > 0 ? "after" : "before"} this one in the list.`));

const othersTicked = (row) => ticked().filter((one) => one !== row).length;

/* One button of the form below, pressed for this row, or for those that are ticked. */
function press(row, deed) {
  const button = document.querySelector(`#several button[value=${deed}]`);
  if (!row || !button) return;
  if (!othersTicked(row)) tick(row).checked = true;
  remember(row);
  button.click();
}

/* After an answer the page comes anew: the row that then stands in this place gets the focus. */
const remember = (row) => row === single || sessionStorage.setItem(ROW, rows().indexOf(row));

async function ask(row, say) {
  if (!row) return;
  if (!row.dataset.quick) { // several projects at once: asked on a page of their own
    tell("Several projects may be one here: their page asks.");
    return link(row)?.click();
  }
  if (othersTicked(row) && askOfTicked(row, say)) return;
  const answer = await fetch(`${row.dataset.quick}?say=${say}`);
  if (answer.status === 404) tell("Nothing is asked of this alert any more. Its page says why.");
  if (!answer.ok || answer.redirected) return go(row);
  asked = row;
  fill(await answer.text());
  const form = dialog.querySelector("form");
  if (begun.has(about(form))) form.elements.text.value = begun.get(about(form));
  dialog.showModal();
  dialog.querySelector("input:not([type=hidden]), textarea")?.focus();
}

/* The form below asks for all of them at once, where it has this answer. */
function askOfTicked(row, say) {
  const fold = document.querySelector(".several .fold");
  const stance = fold?.querySelector("[name=stance]");
  if (!fold || (say === "yes" && !stance)) return false;
  asked = row;
  fold.open = true;
  if (stance && say === "no") stance.value = "not_overlap";
  fold.querySelector("select").focus();
  return true;
}

/* What is typed there stays. */
document.addEventListener("keydown", (event) => {
  const fold = event.target.closest(".several .fold[open]");
  if (!fold || event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
  fold.open = false;
  if (asked?.isConnected) go(asked);
  else fold.querySelector("summary").focus();
});

function fill(text) {
  dialog.innerHTML = text;
  if (othersTicked(asked)) {
    const only = document.createElement("p");
    only.textContent = "Only this one is asked, not the others that are ticked.";
    dialog.querySelector("h2").after(only);
  }
  const form = dialog.querySelector("form");
  form.elements.back.value = location.pathname + location.search;
  form.addEventListener("submit", record);
}

/* What is recorded leads on by a redirect; what is not stays in the dialog, with what is wrong. */
async function record(event) {
  const form = event.target;
  event.preventDefault();
  const button = form.querySelector(".buttons .btn");
  button.disabled = true; // Enter pressed twice answers once
  const sent = { method: "POST", body: new FormData(form), redirect: "manual" };
  const answer = await fetch(form.action, sent).catch(() => null);
  if (answer?.type === "opaqueredirect") {
    remember(asked);
    return location.assign(form.elements.back.value);
  }
  if (!answer?.ok) return form.submit(); // the page that comes says why
  fill(await answer.text());
  dialog.querySelector(".error-summary")?.focus();
}

/* Undo of the row that has the focus, else of what was done last: a key is soon pressed, so it asks first. */
function undo() {
  if (single?.matches("[data-merged]")) return tell("The two were merged: undo the merge first, then the verdict.");
  const own = here()?.querySelector("[form=undo-one]") ?? document.querySelector(".slip form.undo button");
  const last = document.querySelector("#given-last form.undo button");
  if (own) askToUndo(own, "your verdict", own.closest("[data-given]").dataset.given);
  else if (last) askToUndo(last, `the ${lastGiven(last)}`);
  else tell("There is no verdict of yours here to take back. In Decided, Undo stands beside each one for an hour.");
}

function lastGiven(button) {
  const number = button.form.elements.verdicts.value.split(",").length;
  return number > 1 ? `${number} verdicts that you gave last` : `verdict that you gave last${single ? ", on another alert" : ""}`;
}

function askToUndo(button, which, given) {
  const named = document.querySelector("#given-last ul")?.cloneNode(true) ?? document.createElement("ul");
  if (given) named.replaceChildren(Object.assign(document.createElement("li"), { textContent: given }));
  dialog.innerHTML = `<h2 id="quick-title">Take back ${which}?</h2><p>Words that you gave with it are offered again on the page of the alert.</p>
    <div class="buttons"><button class="btn" type="button">Take back</button><button class="btn quiet" type="button" data-close>Cancel</button></div>`;
  dialog.querySelector("h2").after(named);
  asked = here();
  dialog.showModal();
  const yes = dialog.querySelector(".btn");
  yes.addEventListener("click", () => button.click());
  yes.focus();
}

function pass(row) {
  if (!row) return;
  row.classList.add("passed");
  step(1);
}

/* The bar about what is ticked covers the end of the window: what gets the focus stands above it. */
function makeRoom() {
  const stuck = (bar) => bar.offsetHeight && getComputedStyle(bar).position === "sticky";
  const bar = [...document.querySelectorAll(".several, .tickbar")].find(stuck);
  document.documentElement.style.scrollPaddingBlockEnd = bar ? `${bar.offsetHeight + 8}px` : "";
}
document.addEventListener("toggle", makeRoom, true);

const DOES = {
  j: (event) => step(1, event.repeat),
  k: (event) => step(-1, event.repeat),
  x: () => { const box = tick(chosen()); if (box) { box.checked = !box.checked; tally(); } },
  y: () => ask(chosen(), "yes"),
  n: () => ask(chosen(), "no"),
  u: () => pass(chosen()),
  z: (event) => event.repeat || undo(),
  a: () => press(chosen(), "mine"),
  w: () => { const row = chosen(); press(row, row?.hasAttribute("data-watched") ? "unwatch" : "watch"); },
  "?": () => keys.showModal(),
};
const may = new Set([...keys.querySelectorAll("kbd")].map((one) => one.textContent));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
  if (!may.has(event.key) || !DOES[event.key] || (localStorage.getItem(OFF) && event.key !== "?")) return;
  event.preventDefault();
  DOES[event.key](event);
});

for (const one of [keys, dialog]) {
  one.addEventListener("click", (event) => { if (event.target.closest("[data-close]") || event.target === one) one.close(); });
}
dialog.addEventListener("close", () => {
  const form = dialog.querySelector("form");
  const words = form?.elements.text;
  if (words && words.value !== words.defaultValue) {
    begun.set(about(form), words.value);
    tell("Not recorded. What you typed is here again when you press the same key, as long as this page is open.");
  }
  go(asked);
});
const on = document.getElementById("keys-on");
on.checked = !localStorage.getItem(OFF);
on.addEventListener("change", () => { if (on.checked) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1"); });
const button = document.getElementById("show-keys");
button.hidden = false;
button.addEventListener("click", () => keys.showModal());

/* How many are ticked; one box ticks them all. A search brings a new table. */
function tally() {
  const all = rows().map(tick);
  const number = ticked().length;
  const said = document.getElementById("ticked");
  const every = document.getElementById("tick-all");
  if (said) { said.hidden = !number; said.textContent = number ? `${number} ticked` : ""; }
  for (const one of document.querySelectorAll("[data-ticked]")) one.textContent = `${number} ticked`;
  if (every) { every.hidden = false; every.checked = number === all.length; every.indeterminate = number > 0 && number < all.length; }
  const warning = document.querySelector(".several [data-unshared]");
  if (warning) warning.hidden = !ticked().some((row) => row.matches("[data-unshared]"));
  const parting = document.querySelector(".several [data-parts]");
  if (parting) {
    const contacts = ticked().reduce((sum, row) => sum + Number(row.dataset.contacts ?? 0), 0);
    parting.hidden = !contacts;
    parting.querySelector("b").textContent = `${contacts} of those ticked`;
  }
  makeRoom();
}

document.addEventListener("change", (event) => {
  if (event.target.id === "tick-all") for (const row of rows()) tick(row).checked = event.target.checked;
  if (event.target.closest(".queue")) tally();
});
document.addEventListener("htmx:afterSettle", tally);
tally();

document.addEventListener("submit", (event) => { if (event.target.matches(".undo")) sessionStorage.setItem(UNDONE, "1"); });
const said = sessionStorage.getItem(UNDONE) && document.querySelector(".messages .notice");
sessionStorage.removeItem(UNDONE);
if (said) { said.tabIndex = -1; said.focus(); }

/* Back from an alert or a cluster, the row that led there has the focus; one that is gone, the row in its place. */
document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-alert] th a")?.closest("tr");
  if (row) history.replaceState({ ...history.state, alert: row.dataset.alert, place: rows().indexOf(row) }, "");
});
const { alert: from, place } = history.state ?? {};
const [came] = performance.getEntriesByType("navigation");
if (from && came?.type === "back_forward") go(rows().find((row) => row.dataset.alert === from) ?? rows()[place] ?? rows().at(-1));

const left = sessionStorage.getItem(ROW);
sessionStorage.removeItem(ROW);
if (left !== null) go(rows()[left] ?? rows().at(-1));
