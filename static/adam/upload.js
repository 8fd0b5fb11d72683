/* Files are dropped or chosen, listed, and sent one by one with their progress. Without this the form sends them itself. */
"use strict";

const AT_ONE_TIME = 2;

function uploading(form) {
  const input = form.querySelector("input[type=file]");
  const button = form.querySelector("button:not([type=button])");
  const section = form.querySelector(".arrivals");
  const [list, overall, status] = ["ul", "progress", "[role=status]"].map((part) => section.querySelector(part));
  const most = Number(form.dataset.most);
  form.querySelector("[data-plain]")?.remove(); // one file is sent at a time

  /* -- Choosing: what is dropped joins what was chosen -- */
  let depth = 0;
  const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const over = (more) => { depth = Math.max(0, depth + more); form.classList.toggle("dropping", depth > 0); };
  form.addEventListener("dragenter", (event) => { if (holdsFiles(event)) { event.preventDefault(); over(1); } });
  form.addEventListener("dragleave", (event) => { if (holdsFiles(event)) over(-1); });
  addEventListener("dragover", (event) => { if (holdsFiles(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault(); // beside the form too: else the browser leaves the page and opens the file
    depth = 0; over(0);
    const all = new DataTransfer();
    for (const file of [...input.files, ...event.dataTransfer.files]) all.items.add(file);
    input.files = all.files;
    say(`${count(all.files.length, "file")} chosen. Press Add to send.`);
    waiting();
  });
  input.addEventListener("change", () => { status.textContent = ""; waiting(); });

  function waiting() {
    list.replaceChildren(...[...input.files].map((file) => row(file).item));
    overall.parentElement.hidden = true;
    section.hidden = !input.files.length;
  }

  /* -- Sending -- */
  let busy = false;
  addEventListener("beforeunload", (event) => { if (busy) event.preventDefault(); });
  form.addEventListener("submit", async (event) => {
    if (busy || input.files.length) event.preventDefault();
    if (busy || !input.files.length) return;
    await send([...input.files]);
  });

  async function send(files) {
    busy = button.disabled = true;
    const rows = files.map(row);
    list.replaceChildren(...rows.map((each) => each.item));
    section.hidden = overall.parentElement.hidden = false;
    say(`Sending ${count(rows.length, "file")}.`);
    const fields = new FormData(form);
    fields.delete(input.name);
    const queue = [...rows];
    const next = async () => { for (let each; (each = queue.shift());) await one(each, fields, rows); };
    await Promise.all(Array.from({ length: AT_ONE_TIME }, next));
    busy = button.disabled = false;
    input.value = "";
    finish(rows);
  }

  function finish(rows) {
    const added = rows.filter((each) => each.added).length;
    const rest = rows.length - added;
    const back = document.createElement("a");
    back.href = form.dataset.done;
    back.textContent = "Back to the page";
    say(`${count(added, "file")} added${rest ? `, ${rest} not taken in` : ""}. `);
    status.append(back);
    const broken = rows.filter((each) => each.broken);
    if (!broken.length) return;
    const again = Object.assign(document.createElement("button"), { type: "button", className: "btn quiet" });
    again.textContent = `Send ${count(broken.length, "file")} again`;
    again.addEventListener("click", () => send(broken.map((each) => each.file)));
    status.append(" ", again);
  }

  async function one(each, fields, rows) {
    if (each.file.size > most) return each.refuse(`the limit is ${form.dataset.limit}. Make it smaller or split it.`);
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    body.append(input.name, each.file);
    const answer = await post(body, (sent) => {
      each.sent = sent;
      each.bar.value = sent;
      const whole = rows.reduce((sum, other) => sum + other.file.size, 0) || 1;
      overall.value = rows.reduce((sum, other) => sum + other.sent * other.file.size, 0) / whole;
      overall.nextElementSibling.textContent = `${Math.round(100 * overall.value)} %`;
    });
    if (answer.html) each.end(answer.html);
    else each.refuse(answer.reason, !answer.final);
  }

  function post(body, progress) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("POST", form.getAttribute("action") || location.pathname);
      request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
      request.upload.addEventListener("progress", (event) => progress(event.loaded / (event.total || 1)));
      request.addEventListener("load", () => {
        progress(1);
        const elsewhere = new URL(request.responseURL, location).pathname !== location.pathname;
        if (request.status === 200 && !elsewhere) resolve({ html: request.responseText });
        else if (elsewhere) resolve({ reason: "you are signed out. Sign in again in another tab, then send it again." });
        else if (request.status === 409) resolve({ reason: request.responseText, final: true });
        else resolve({ reason: "the site did not take it. Load the page anew and try again." });
      });
      request.addEventListener("error", () => resolve({ reason: "the connection broke. Send it again." }));
      request.send(body);
    });
  }

  /* -- What is seen of a file -- */
  function row(file) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = file.name;
    const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
    bar.setAttribute("aria-label", file.name);
    bar.hidden = !busy;
    const meta = Object.assign(document.createElement("span"), { className: "meta", textContent: size(file.size) });
    name.append(meta);
    item.append(name, bar);
    const self = { file, item, bar, sent: 0, added: false, broken: false };
    self.end = (html) => {
      item.innerHTML = html; // escaped by the site
      self.added = !item.querySelector(".refused");
    };
    self.refuse = (reason, broken = false) => {
      self.sent = 1;
      self.broken = broken;
      name.className = "refused";
      name.textContent = `${file.name}: ${reason}`;
      bar.remove();
    };
    return self;
  }

  function say(text) { status.textContent = text; section.hidden = false; }
  const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);
  const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
}

document.querySelectorAll("form[data-upload]").forEach(uploading);
