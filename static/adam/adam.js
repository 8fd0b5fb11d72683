/* Conveniences on top of pages that work without them. */
"use strict";

/* The filter column folds away on a narrow screen. */
const narrow = matchMedia("(max-width: 860px)");
const fold = () => document.querySelectorAll("details.narrow").forEach((d) => { d.open = !narrow.matches; });
narrow.addEventListener("change", fold);

/* Long lists of check boxes get a box to find the right one. */
function seek(list) {
  const labels = [...list.querySelectorAll("label")].filter((label) => label.control);
  if (list.querySelector(".seek") || labels.length < 16) return;
  const box = document.createElement("input");
  box.type = "search";
  box.className = "seek";
  box.placeholder = "Type to find";
  box.setAttribute("aria-label", `Find in ${list.dataset.name || "this list"}`);
  box.addEventListener("input", () => {
    const text = box.value.trim().toLowerCase();
    for (const label of labels) {
      label.parentElement.hidden = !label.control.checked && !label.textContent.toLowerCase().includes(text);
    }
  });
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  box.addEventListener("change", (event) => event.stopPropagation());
  list.querySelector(":scope > div").before(box);
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
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });
}

function enhance(root) {
  root.querySelectorAll(".choices").forEach(seek);
  root.querySelectorAll("[data-formset]").forEach(growing);
}

fold();
enhance(document);
document.querySelector(".error-summary")?.focus();
document.addEventListener("htmx:load", (event) => enhance(event.target));
