/* Text fields that suggest while one types, as an ARIA 1.2 combobox: [data-suggest=ADDRESS] asks the site,
   [data-offer=ID] offers what a <datalist> holds. An option with an address (data-href) leads there. Without this file
   they are plain text fields. */
"use strict";

const WAIT = 150; // ms after the last key
let count = 0;

function combobox(input) {
  const list = document.createElement("ul");
  const status = document.createElement("span");
  const offered = document.getElementById(input.dataset.offer);
  let timer, asking, options = [], active = -1;

  list.id = `options-${++count}`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  status.className = "hide";
  status.setAttribute("role", "status");
  input.removeAttribute("list");
  input.autocomplete = "off";
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(name, value);
  input.after(list, status);

  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) move(-1);
  };
  const move = (to) => {
    options[active]?.setAttribute("aria-selected", "false");
    active = to;
    const option = options[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const fill = (items) => {
    list.replaceChildren(...items);
    options = items;
    options.forEach((option, number) => {
      option.id = `${list.id}-${number}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
    });
    const known = options.filter((option) => !("add" in option.dataset)).length;
    status.textContent = `${known || "No"} suggestion${known === 1 ? "" : "s"}`;
    show(options.length > 0);
  };
  const take = (option) => {
    show(false);
    if ("href" in option.dataset) return void location.assign(option.dataset.href);
    if ("add" in option.dataset) return asks(input, option.dataset.add);
    input.value = option.dataset.value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
    clearTimeout(timer);
    status.textContent = `${input.value} chosen`;
  };
  const local = (text) => {
    const found = [...offered.options].filter((option) => `${option.value} ${option.label}`.toLowerCase().includes(text.toLowerCase()));
    found.sort((a, b) => b.value.toLowerCase().startsWith(text.toLowerCase()) - a.value.toLowerCase().startsWith(text.toLowerCase()));
    fill(found.slice(0, 10).map((option) => {
      const item = document.createElement("li");
      item.dataset.value = option.value;
      item.textContent = option.label === option.value ? option.value : `${option.value} ${option.label}`;
      return item;
    }));
  };
  const ask = async () => {
    asking?.abort();
    const text = input.value.trim();
    if (text.length < (offered ? 1 : 2)) return show(false);
    if (offered) return local(text);
    asking = new AbortController();
    const query = new URLSearchParams({ q: text });
    for (const country of countriesOf(input.form)) query.append("country", country);
    try {
      const answer = await fetch(`${input.dataset.suggest}?${query}`, { signal: asking.signal, headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok || answer.redirected || document.activeElement !== input) return;
      const part = document.createElement("template");
      part.innerHTML = await answer.text();
      if (input.value.trim() === text) fill([...part.content.children]);
    } catch (error) {
      if (error.name !== "AbortError") show(false); // offline: the name is looked up when the form is saved
    }
  };

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (event.isTrusted) timer = setTimeout(ask, WAIT);
    grow(input);
    forget(input);
  });
  input.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return void ask();
      const step = event.key === "ArrowDown" ? 1 : -1;
      move(active < 0 && step < 0 ? options.length - 1 : (active + step + options.length) % options.length);
    } else if (event.key === "Enter" && open) {
      if (options[active] || input.form.method !== "get") event.preventDefault(); // a search is sent as it is typed
      if (options[active]) take(options[active]);
      else show(false);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      show(false);
    } else if (event.key === "Tab" && open && options[active]?.dataset.value && !("href" in options[active].dataset)) {
      take(options[active]);
    }
  });
  input.addEventListener("blur", () => { clearTimeout(timer); asking?.abort(); show(false); });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
}

/* One more line when the last one is written in. */
function grow(input) {
  const lines = input.closest("[data-lines]");
  const last = lines?.querySelector("p:last-of-type");
  if (!last?.contains(input) || !input.value.trim()) return;
  const line = last.cloneNode(true);
  const copy = line.querySelector("input");
  line.replaceChildren(copy);
  copy.value = "";
  copy.id = copy.id.replace(/\d+$/, (number) => Number(number) + 1);
  copy.setAttribute("aria-label", `Name ${lines.querySelectorAll("p").length + 1}`);
  for (const name of ["role", "aria-autocomplete", "aria-expanded", "aria-controls", "aria-activedescendant", "aria-invalid"]) copy.removeAttribute(name);
  last.after(line);
  combobox(copy);
}

/* Those chosen in the form, else those on record of a project whose section asks for none. */
function countriesOf(form) {
  const boxes = [...form.querySelectorAll("[name=countries]:checked, [name=country]")];
  const chosen = boxes.map((box) => box.value).filter(Boolean);
  return chosen.length ? chosen : form.dataset.countries?.split(" ").filter(Boolean) ?? [];
}

/* What is asked of a name that is new stands below it, as long as the name stands. */
async function asks(input, address) {
  const chosen = countriesOf(input.form).map((country) => `&countries=${country}`);
  const answer = await fetch(address + chosen.join(""));
  if (!answer.ok || answer.redirected) return;
  const part = document.createElement("template");
  part.innerHTML = await answer.text();
  const block = part.content.firstElementChild;
  const field = input.closest(".field");
  field.querySelectorAll(".newcomer").forEach((old) => { if (old.dataset.name === block.dataset.name) old.remove(); });
  field.append(block);
  block.querySelector("input, select")?.focus();
}

function forget(input) {
  const field = input.closest(".field");
  if (!field) return;
  const names = [...field.querySelectorAll("[role=combobox]")].map((one) => one.value.trim());
  field.querySelectorAll(".newcomer").forEach((block) => { block.hidden = !names.includes(block.dataset.name); });
}

function suggesting(root) {
  root.querySelectorAll("[data-suggest]:not([role]), [data-offer]:not([role])").forEach(combobox);
}

suggesting(document);
document.addEventListener("adam:added", (event) => { suggesting(event.target); htmx.process(event.target); });
document.addEventListener("htmx:load", (event) => suggesting(event.target));
