/* What is typed into a form that says where to keep it is kept on the server while somebody types; without network, in
   this browser, from where it is brought in later. A form carries a signed note of whose it is: the server takes it from
   nobody else. Files are not kept. */
"use strict";

const PREFIX = "adam-form:";
const TEXT = "application/x-www-form-urlencoded;charset=UTF-8";
const forms = [...document.querySelectorAll("form[data-keep]")];
const ENGLISH = "en-GB"; // days before months, hours to 24
const clock = () => new Date().toLocaleTimeString(ENGLISH, { hour: "2-digit", minute: "2-digit" });
const AGAIN = 5000; // milliseconds, where a connection is not quite back
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

/* What this browser kept without network, or wrote down when a form was sent. The forms on this page ask for themselves. */
async function bringIn() {
  for (const key of stored()) {
    if (forms.some((form) => key.endsWith(form.elements.token.value))) continue;
    const entry = JSON.parse(localStorage.getItem(key));
    let said;
    try { said = await send(entry.address, entry.text); } catch { setTimeout(bringIn, AGAIN); return; }
    localStorage.removeItem(key);
    if (said.kept) offer(said.kept, entry);
  }
}

function announce(kind, role, ...parts) {
  const notice = document.createElement("p");
  notice.className = `notice ${kind}`;
  notice.setAttribute("role", role);
  const text = document.createElement("span");
  text.append(...parts);
  notice.append(text);
  document.getElementById("main").prepend(notice);
  return notice;
}

function linkTo(address, text) {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = text;
  return link;
}

function offer(address, { at, offline }) {
  const became = offline ? "without a connection has arrived" : "is kept, and not saved yet";
  announce("", "status", `What you typed at ${at} ${became}. `, linkTo(address, "Go on with it"));
}

/* What a form says, apart from its keys. */
function meant(text) {
  const said = new URLSearchParams(text);
  for (const name of ["csrfmiddlewaretoken", "form", "base", "token"]) said.delete(name);
  return said.toString();
}

/* Whoever logs out leaves nothing in this browser: what has not arrived yet goes out before. */
document.querySelector('form[action$="/logout/"]')?.addEventListener("submit", () => {
  for (const key of stored()) {
    const { address, text } = JSON.parse(localStorage.getItem(key));
    navigator.sendBeacon(address, new Blob([text], { type: TEXT }));
    localStorage.removeItem(key);
  }
});

function watch(form) {
  const status = form.querySelector(".kept");
  const address = form.dataset.keep;
  const where = form.getAttribute("action"); // a button of that name hides the property
  const place = () => `${PREFIX}${form.dataset.user}:${form.elements.token.value}`;
  const words = () => [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const typed = () => new URLSearchParams(words()).toString();
  const write = (text, offline) => localStorage.setItem(place(), JSON.stringify({ address, text, at: clock(), offline }));
  /* Back in the history the browser fills in what was typed, into a new form: it becomes the one that was sent. */
  const [navigation] = performance.getEntriesByType("navigation");
  const returned = navigation?.type === "back_forward" ? history.state?.sent?.[where] : null;
  for (const [name, value] of Object.entries(returned ?? {})) form.elements[name].value = value;
  let last = typed();
  let waiting = 0;
  let sent = false;
  let warning = null;
  let pressed = null; // what waits for the network

  const warn = (...parts) => {
    warning?.remove();
    warning = announce("warn", "alert", ...parts);
  };
  const settled = () => {
    warning?.remove();
    warning = null;
  };
  const say = (...parts) => status.replaceChildren(...parts);

  function here(text) {
    try {
      write(text, true);
      say(`No connection. Kept in this browser at ${clock()}.`);
    } catch {
      say("No connection. Leave this page open until it is back.");
    }
  }

  function signIn(to) {
    const links = [0, 1].map(() => linkTo(to, "Sign in again in a new tab"));
    for (const link of links) link.target = "_blank";
    say(`Kept at ${clock()}, but you have been signed out. `, links[0], ", then go on here.");
    if (!warning) warn("You have been signed out. What you type is kept. ", links[1], ", then go on here.");
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
      else if (said.deleted) {
        const text = "This draft was deleted meanwhile. Press Save: what you typed is kept, and the draft can be put back.";
        say(text);
        if (!warning) warn(text);
      }
      else if (said.kept) {
        say(`Kept at ${clock()}`);
        settled();
      }
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
  addEventListener("online", () => {
    if (!pressed) return keep();
    settled();
    form.requestSubmit(pressed);
    pressed = null;
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.value === "cancel") {
      sent = true;
      localStorage.removeItem(place());
      return;
    }
    if (!navigator.onLine) {
      event.preventDefault();
      pressed = event.submitter;
      here(typed());
      warn("There is no connection. Leave this page open: the form is sent as soon as there is one.");
      document.getElementById("main").scrollIntoView();
      return;
    }
    sent = true;
    const names = ["token", "form", "base"].filter((name) => form.elements[name]);
    const own = Object.fromEntries(names.map((name) => [name, form.elements[name].value]));
    history.replaceState({ ...history.state, sent: { ...history.state?.sent, [where]: own } }, "");
    setTimeout(() => { sent = false; }, 20000); // somebody stopped it
    try { write(typed(), false); } catch { /* the server has what was kept last */ }
  });
  /* What is thrown away is not kept once more on the way out. */
  document.addEventListener("submit", ({ target }) => {
    if (!target.getAttribute("action")?.includes(form.elements.token.value)) return;
    sent = true;
    localStorage.removeItem(place());
  });
  addEventListener("pagehide", () => {
    const text = typed();
    if (!sent && text !== last) navigator.sendBeacon(address, new Blob([text], { type: TEXT }));
  });
  /* Back to a form that was sent: on to what became of it, or to what has not arrived. */
  addEventListener("pageshow", async (event) => {
    const answered = form.matches("[data-answered]") || document.querySelector(".error-summary");
    if (answered) localStorage.removeItem(place()); // it was sent, and came back in this page
    const before = localStorage.getItem(place());
    if (!event.persisted && !returned && !before) return;
    sent = false;
    const entry = before ? JSON.parse(before) : { text: typed(), at: clock() };
    const said = await send(address, entry.text).catch(() => null);
    if (!said) return;
    localStorage.removeItem(place());
    if (said.saved?.startsWith(`${location.pathname}#`)) { // which the browser would not load anew
      if (meant(entry.text) === meant(typed())) form.reset(); // nothing was typed meanwhile
      last = typed();
      announce("", "status", "What you typed here was sent.");
    }
    else if (said.saved) location.replace(said.saved);
    else if (said.kept && meant(entry.text) !== meant(typed())) offer(said.kept, entry);
  });
}

forms.forEach(watch);
bringIn();
