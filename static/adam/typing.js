/* What a form says while somebody types in it. */
"use strict";

/* Look-alikes: asked for once the title says something, counted aloud, beside the form where there is room. */
const roomy = matchMedia("(min-width: 1240px)");

function live(aside) {
  const fold = aside.querySelector("details");
  const found = aside.querySelector("[hx-post]");
  const status = aside.parentElement.querySelector("[data-live-status]");
  const title = aside.closest("form").elements.title;
  const show = () => {
    const text = found.querySelector(".live-count")?.textContent ?? "";
    fold.querySelector("summary span").textContent = text;
    aside.hidden = !text;
    if (status.textContent !== text) status.textContent = text;
  };
  const lay = () => { fold.open = roomy.matches; };
  lay();
  roomy.addEventListener("change", lay);
  found.addEventListener("htmx:beforeRequest", (event) => {
    if (title.value.trim().length >= 4) return;
    event.preventDefault();
    found.replaceChildren();
    show();
  });
  found.addEventListener("htmx:afterSwap", show);
}

document.querySelectorAll("aside.live").forEach(live);

/* The unit of an activity follows its type, until somebody writes another one. */
document.addEventListener("change", async (event) => {
  const [, row] = event.target.name?.match(/^(activities-\d+)-type$/) ?? [];
  const unit = row && event.target.form.elements[`${row}-unit`];
  if (!unit) return;
  const answer = await fetch(`${unit.dataset.units}?type=${event.target.value}`);
  if (!answer.ok || answer.redirected) return;
  const { units, usual } = await answer.json();
  const list = document.getElementById(`${row}-units`) ?? document.createElement("datalist");
  list.id = `${row}-units`;
  list.replaceChildren(...units.map((text) => new Option(text, text)));
  unit.after(list);
  unit.setAttribute("list", list.id);
  unit.placeholder = units.join(", ");
  if (!unit.value || unit.value === unit.dataset.usual) unit.value = usual;
  unit.dataset.usual = usual;
});
