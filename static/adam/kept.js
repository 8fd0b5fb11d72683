/* What is typed into a project form is kept on the server while somebody types; without network, in this browser, from
   where it is brought in later. A form may carry a signed note of whose it is: the server takes it from nobody else. */
"use strict";

const PREFIX = "adam-form:";
const TEXT = "application/x-www-form-urlencoded;charset=UTF-8";
const form = document.getElementById("project-form");
const ENGLISH = "en-GB"; // days before months, hours to 24
const clock = () => new Date().toLocaleTimeString(ENGLISH, { hour: "2-digit", minute: "2-digit" });
const stored = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

/* "kept" with the address to go on at, "saved" when it has been saved already, "gone" for who was signed out. */
async function send(address, text) {
  const said = new URLSearchParams(text);
  const current = document.querySelector("[name=csrfmiddlewaretoken]");
  if (current) said.set("csrfmiddlewaretoken", current.value);
  const answer = await fetch(address, { method: "POST", body: said });
  if (answer.redirected) return { gone: answer.url };
  return answer.ok ? answer.json() : {};
}

for (const time of document.querySelectorAll("time[data-local]")) {
  const at = new Date(time.dateTime);
  const day = at.toLocaleDateString(ENGLISH, { day: "numeric", month: "long" });
  time.textContent = `${at.toLocaleTimeString(ENGLISH, { hour: "2-digit", minute: "2-digit" })}, ${day}`;
}

/* What this browser kept without network, or wrote down when a form was sent. */
async function bringIn() {
  for (const key of stored()) {
    const { address, text, at } = JSON.parse(localStorage.getItem(key));
    let said;
    try { said = await send(address, text); } catch { return; }
    localStorage.removeItem(key);
    if (said.kept && !(form && key.endsWith(form.elements.token.value))) offer(said.kept, at);
  }
}

function offer(address, at) {
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.setAttribute("role", "status");
  const link = document.createElement("a");
  link.href = address;
  link.textContent = "Go on with it";
  notice.append(`What you typed at ${at} without a connection has arrived. `, link);
  document.getElementById("main").prepend(notice);
}

/* Whoever logs out leaves nothing in this browser: what has not arrived yet goes out before. */
document.querySelector('form[action$="/logout/"]')?.addEventListener("submit", () => {
  for (const key of stored()) {
    const { address, text } = JSON.parse(localStorage.getItem(key));
    navigator.sendBeacon(address, new Blob([text], { type: TEXT }));
    localStorage.removeItem(key);
  }
});

function watch() {
  const status = document.getElementById("kept");
  const address = form.dataset.keep;
  const place = () => `${PREFIX}${form.dataset.user}:${form.elements.token.value}`;
  const typed = () => new URLSearchParams(new FormData(form)).toString();
  const write = (text) => localStorage.setItem(place(), JSON.stringify({ address, text, at: clock() }));
  /* Back in the history the browser fills in what was typed, into a new form: it becomes the one that was sent. */
  const [navigation] = performance.getEntriesByType("navigation");
  const returned = navigation?.type === "back_forward" ? history.state?.sent : null;
  for (const [name, value] of Object.entries(returned ?? {})) form.elements[name].value = value;
  let last = typed();
  let waiting = 0;
  let sent = false;

  const say = (...parts) => status.replaceChildren(...parts);

  function here(text) {
    try {
      write(text);
      say(`No connection. Kept in this browser at ${clock()}.`);
    } catch {
      say("No connection. Leave this page open until it is back.");
    }
  }

  function signIn(to) {
    const link = document.createElement("a");
    link.href = to;
    link.target = "_blank";
    link.textContent = "Sign in again in a new tab";
    say(`Kept at ${clock()}, but you have been signed out. `, link, ", then go on here.");
  }

  async function keep() {
    clearTimeout(waiting);
    waiting = 0;
    const text = typed();
    if (text === last || sent) return;
    try {
      const said = await send(address, text);
      if (sent) return;
      if (said.gone) signIn(said.gone);
      else if (said.kept) say(`Kept at ${clock()}`);
      else if (!said.saved) throw new Error("not kept");
      last = text;
      localStorage.removeItem(place());
    } catch {
      here(text);
      waiting = setTimeout(keep, 15000);
    }
  }

  const soon = () => { waiting ||= setTimeout(keep, 2000); };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  addEventListener("online", keep);
  form.addEventListener("submit", () => {
    sent = true;
    const own = ["token", "form", "base"].map((name) => [name, form.elements[name].value]);
    history.replaceState({ ...history.state, sent: Object.fromEntries(own) }, "");
    setTimeout(() => { sent = false; }, 20000); // somebody stopped it
    try { write(typed()); } catch { /* the server has what was kept last */ }
  });
  addEventListener("pagehide", () => {
    const text = typed();
    if (!sent && text !== last) navigator.sendBeacon(address, new Blob([text], { type: TEXT }));
  });
  /* Back to a form that was saved already: on to what became of it. */
  addEventListener("pageshow", async (event) => {
    if (!event.persisted && !returned) return;
    sent = false;
    const said = await send(address, typed()).catch(() => ({}));
    localStorage.removeItem(place());
    if (said.saved) location.replace(said.saved);
  });
}

bringIn();
if (form) watch();
