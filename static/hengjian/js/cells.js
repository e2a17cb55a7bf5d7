// A table that saves itself: what is typed or pasted goes out in one message, and every row says what was found.
import { post } from "./sheet_post.js";

const PAUSE = 600;
const AGAIN = 5000;
const MOST = 500;
const sign = document.getElementById("saved-sign");
const dirty = new Set();
let timer = 0;
let sending = null;

const table = () => document.querySelector("table[data-cells]");
const part = (row, name) => row.querySelector(`[data-part="${name}"]`);

function message(row) {
  const { indicator, unit, revision } = row.dataset;
  return { indicator, unit, text: part(row, "text").value, note: part(row, "note").value, revision: Number(revision) };
}

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(send, pause);
}

async function send() {
  if (sending || !dirty.size) return sending;
  const rows = [...dirty].slice(0, MOST);
  const grid = table() || rows[0].closest("table");
  for (const row of rows) dirty.delete(row);
  sending = post(grid.dataset.cells, { rows: rows.map(message) });
  const { status, body } = await sending;
  sending = null;
  if (status === 200) {
    for (const told of body.rows) take(rows.find((row) => row.dataset.indicator === told.indicator && row.dataset.unit === told.unit), told);
    sign.textContent = `${grid.dataset.saved} ${body.saved_at}`;
    if (dirty.size) later(0);
  } else {
    sign.textContent = body.detail || grid.dataset.unsaved;
    // What the server refuses for good would only be refused again.
    if (status === 0 || status >= 500) {
      for (const row of rows) dirty.add(row);
      later(AGAIN);
    }
  }
  return null;
}

function take(row, told) {
  if (!row) return;
  const words = part(row, "words");
  if (told.conflict) return ask(row, told, words);
  row.dataset.revision = told.revision;
  words.textContent = told.finding;
  words.className = told.finding ? `hj-word ${told.blocks ? "hj-bad" : told.passes ? "hj-good" : "hj-watch"}` : "";
  part(row, "text").setAttribute("aria-invalid", String(told.blocks));
  return null;
}

// Two people on one cell: both texts are shown, and the person at the keyboard chooses.
function ask(row, told, words) {
  const { theirs, mine } = row.closest("table").dataset;
  words.className = "hj-word hj-watch";
  words.textContent = `${told.conflict} `;
  const choose = (label, action) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn btn-sm", textContent: label });
    button.addEventListener("click", () => { row.dataset.revision = told.revision; action(); mark(row, 0); });
    words.append(button, " ");
  };
  choose(theirs, () => { part(row, "text").value = told.text; part(row, "note").value = told.note; });
  choose(mine, () => {});
}

function mark(row, pause) {
  dirty.add(row);
  sign.textContent = "";
  later(pause);
}

document.addEventListener("input", (event) => {
  const row = event.target.closest("table[data-cells] tr[data-unit]");
  if (row) mark(row, PAUSE);
});

// Nothing is handed in before it is saved.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-after-save]") || (!dirty.size && !sending)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  while (dirty.size || sending) {
    clearTimeout(timer);
    await (sending || send());
    if (sign.textContent === (table() || form).dataset.unsaved) return;
  }
  form.requestSubmit(event.submitter || undefined);
}, true);

window.addEventListener("beforeunload", (event) => {
  if (!dirty.size && !sending) return;
  send();
  event.preventDefault();
  event.returnValue = "";
});
