// Editing a draft's tree. The server keeps everything: this file sends what was done, and brings the
// focus back to where it was. Rows carry their node's version, so that a stale change is refused.
import { fold, foldOf, isOpen, rowsOf, show } from "./tree.js";
import { watchDragging } from "./system_drag.js";

const table = document.getElementById("system-tree");
const menu = document.getElementById("tree-menu");
const base = table.dataset.editor; // …/systems/7/
const root = base.replace(/systems\/\d+\/$/, "");
const MOVES = ["up", "down", "in", "out"];

const rowOf = (node) => document.getElementById(`node-${node}`);
const weightOf = (row) => row.querySelector("input[name=weight]");
const shownRows = () => rowsOf(table).filter((row) => !row.hidden);

function focusRow(row) {
  if (!row) return;
  for (let up = rowOf(row.dataset.parent); up; up = rowOf(up.dataset.parent)) if (foldOf(up)) fold(up, true);
  show(table);
  for (const other of table.querySelectorAll('tr[tabindex="0"]')) other.tabIndex = -1;
  row.tabIndex = 0;
  row.focus();
  row.scrollIntoView({ block: "nearest" });
}

// One after the other, as they were done: the version a change was made from is known only then.
let queue = Promise.resolve();
function send(path, source, swap, valuesNow) {
  const request = () => window.htmx.ajax("POST", path, { source, target: "#tree-body", swap, values: valuesNow() });
  queue = queue.then(request).catch(() => {}); // what did not arrive is told by forms.js
}

function post(path, values) {
  storeTyped();
  send(path, table, "outerHTML", () => values);
}

function postNode(row, action, values) {
  storeTyped();
  const path = `${root}nodes/${row.dataset.node}/${action}/`;
  send(path, table, "outerHTML", () => ({ version: row.dataset.version, ...values }));
}

function move(row, values) {
  postNode(row, "move", values);
}

// What was typed into one cell: the answer brings the sums and the note of that row alone.
function storeCell(row, field, value, was, version) {
  const path = `${root}nodes/${row.dataset.node}/${field === "name" ? "rename" : "weight"}/`;
  send(path, row, "none", () => ({ version: version || row.dataset.version, was, [field]: value }));
}

// Weights that change in one moment, as a pasted column does, go out together.
const changed = new Set();
function storeWeights() {
  const rows = [...changed].map((input) => input.closest("tr"));
  const typed = [...changed].map((input) => input.value);
  changed.clear();
  if (rows.length === 1) storeCell(rows[0], "weight", typed[0], weightOf(rows[0]).defaultValue);
  if (rows.length < 2) return;
  send(`${base}weights/`, table, "outerHTML", () => Object.fromEntries(rows.flatMap((row, place) => [
    [`weight-${row.dataset.node}`, typed[place]], [`version-${row.dataset.node}`, row.dataset.version],
  ])));
}

function weightTyped(input) {
  if (input.value === (input.dataset.sent || input.defaultValue)) return;
  input.dataset.sent = input.value;
  if (!changed.size) setTimeout(storeWeights);
  changed.add(input);
}

function storeTyped() {
  if (document.activeElement.matches("#system-tree input[name=weight]")) weightTyped(document.activeElement);
  storeWeights();
}

table.addEventListener("change", (event) => {
  if (event.target.matches("tr[data-version] input[name=weight]")) weightTyped(event.target);
});

function lastBelow(row) {
  const rows = rowsOf(table);
  const inside = new Set([row.dataset.node]);
  let last = row;
  for (const each of rows.slice(rows.indexOf(row) + 1)) {
    if (!inside.has(each.dataset.parent)) break;
    inside.add(each.dataset.node);
    last = each;
  }
  return last;
}

async function insert(row, below) {
  storeTyped();
  await queue;
  giveUp();
  const values = row ? { [below ? "below" : "after"]: row.dataset.node } : {};
  if (below && foldOf(row)) fold(row, true);
  show(table);
  const place = row ? { target: lastBelow(row), swap: "afterend" } : { target: "#tree-body", swap: "beforeend" };
  await window.htmx.ajax("GET", `${base}nodes/insert/`, { source: table, values, ...place });
}

function giveUp() {
  const line = document.getElementById("new-node");
  if (!line) return;
  const given = line.querySelector("[name=below], [name=after]");
  line.remove();
  if (given) focusRow(rowOf(given.value));
}

function rename(row) {
  const name = row.querySelector("[data-name]");
  if (!name || name.querySelector("input")) return;
  const was = name.textContent;
  const input = document.createElement("input");
  input.className = "hj-cell-input hj-cell-text";
  input.name = "name";
  input.maxLength = 100;
  input.value = was;
  input.setAttribute("aria-label", table.tHead.rows[0].cells[0].textContent);
  name.replaceChildren(input);
  input.select();
  let done = false;
  const finish = (keep) => {
    if (done) return;
    done = true;
    const typed = input.value.trim();
    name.replaceChildren(was);
    if (keep && typed && typed !== was) storeCell(row, "name", typed, was);
  };
  input.addEventListener("blur", () => finish(true));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    if (event.isComposing) return; // the Enter that ends a Chinese word
    event.preventDefault();
    event.stopPropagation();
    finish(event.key === "Enter");
    focusRow(row);
  });
}

function remove(row) {
  const form = document.getElementById("tree-delete");
  form.dataset.confirm = form.dataset.text.replace("{name}", row.querySelector("[data-name]").textContent);
  form.onsubmit = (event) => {
    event.preventDefault();
    postNode(row, "delete");
  };
  form.requestSubmit();
}

function act(op, row) {
  if (op === "undo" || op === "redo") return post(`${base}undo/`, op === "redo" ? { again: 1 } : {});
  if (op === "keys") return document.getElementById("tree-keys").showModal();
  if (op === "last") return insert(null);
  if (op === "add") return window.htmx.trigger("#new-node", "tree:add");
  if (op === "give-up") return giveUp();
  if (!row) return null;
  if (op === "edit") return row.querySelector(".hj-actions-cell a").click();
  if (op === "rename") return rename(row);
  if (op === "after") return insert(row);
  if (op === "below") return "leaf" in row.dataset ? insert(row) : insert(row, true);
  if (op === "delete") return remove(row);
  return MOVES.includes(op) ? move(row, { direction: op }) : null;
}

// One menu for all rows: it says what can be done, and by which key.
function openMenu(button) {
  const row = button.closest("tr");
  menu.dataset.node = row.dataset.node;
  const links = menu.querySelector("[data-tree-links]");
  links.hidden = !row.dataset.links;
  if (row.dataset.links) links.href = row.dataset.links;
  menu.hidden = false;
  const at = button.getBoundingClientRect();
  const above = at.bottom + menu.offsetHeight > window.innerHeight;
  menu.style.top = `${window.scrollY + (above ? Math.max(0, at.top - menu.offsetHeight) : at.bottom)}px`;
  menu.style.left = `${Math.max(8, at.right + window.scrollX - menu.offsetWidth)}px`;
  menu.querySelector(":not([hidden])").focus();
}

function closeMenu() {
  if (menu.hidden) return;
  menu.hidden = true;
  focusRow(rowOf(menu.dataset.node));
}

document.addEventListener("click", (event) => {
  const more = event.target.closest("[data-tree-more]");
  if (more) return openMenu(more);
  const choice = event.target.closest("[data-mine], [data-theirs]");
  if (choice) return choose(choice);
  const button = event.target.closest("[data-tree-op]");
  const row = button && button.closest("#tree-menu") ? rowOf(menu.dataset.node) : button && button.closest("tr[data-node]");
  menu.hidden = true;
  if (button) act(button.dataset.treeOp, row);
  return null;
});

table.addEventListener("dblclick", (event) => {
  const name = event.target.closest("[data-name]");
  if (name) rename(name.closest("tr"));
});

// Two people at one node: what I typed stays in the note until I have chosen.
function choose(button) {
  const row = button.closest("tr");
  const { field, version } = button.dataset;
  if ("mine" in button.dataset) {
    if (field === "weight") weightOf(row).value = weightOf(row).dataset.sent = button.dataset.mine;
    storeCell(row, field, button.dataset.mine, "", version);
    return;
  }
  row.dataset.version = version;
  if (field === "weight") {
    weightOf(row).value = button.dataset.theirs;
    weightOf(row).defaultValue = weightOf(row).dataset.sent = button.dataset.theirs;
  }
  button.closest("[id^=note-]").replaceChildren();
  focusRow(row);
}

function keyOf(event) {
  const keys = [];
  if (event.ctrlKey || event.metaKey) keys.push("Ctrl");
  if (event.altKey) keys.push("Alt");
  if (event.shiftKey && event.key.length > 1) keys.push("Shift");
  return [...keys, event.key.length === 1 ? event.key.toLowerCase() : event.key].join(" ");
}

const ANYWHERE = { "Ctrl z": "undo", "Ctrl y": "redo" };
const IN_ROW = {
  "Alt ArrowUp": "up", "Alt ArrowDown": "down", "Alt ArrowRight": "in", "Alt ArrowLeft": "out",
  "Ctrl Enter": "after", "Ctrl Shift Enter": "below", F2: "rename",
};
const ON_ROW = { Enter: "rename", Delete: "delete", e: "edit" };

function walk(row, key) {
  const rows = shownRows();
  if (key === "ArrowRight" && foldOf(row) && !isOpen(row)) {
    fold(row, true);
    show(table);
  } else if (key === "ArrowLeft" && foldOf(row) && isOpen(row)) {
    fold(row, false);
    show(table);
  } else if (key === "ArrowLeft") {
    focusRow(rowOf(row.dataset.parent));
  } else {
    const step = { ArrowUp: -1, ArrowDown: 1, ArrowRight: 1 }[key];
    const place = key === "Home" ? 0 : key === "End" ? rows.length - 1 : rows.indexOf(row) + step;
    focusRow(rows[place]);
  }
}

function typing(target) {
  return target.matches("input, textarea, select") && !(target.name === "weight" && target.value === target.defaultValue);
}

function inNewLine(event) {
  if (!event.target.closest("#new-node") || event.isComposing) return false;
  if (event.key === "Escape") giveUp();
  else if (event.key === "Enter") act("add");
  else return false;
  return true;
}

function onKey(event) {
  if (event.target.closest("dialog") || (!menu.hidden && inMenu(event))) return false;
  if (inNewLine(event)) return true;
  const key = keyOf(event);
  const row = event.target.closest("#system-tree tr[data-node]");
  if (ANYWHERE[key] && !typing(event.target)) return act(ANYWHERE[key]), true;
  if (event.key === "?" && !event.target.matches("input, textarea, select")) return act("keys"), true;
  if (!row || (event.target.name === "name")) return false;
  if (IN_ROW[key]) return act(IN_ROW[key], row), true;
  if (event.target !== row) return event.key === "Escape" && leaveWeight(event.target, row);
  if (ON_ROW[key]) return act(ON_ROW[key], row), true;
  if (/^(Arrow|Home|End)/.test(key)) return walk(row, key), true;
  if (/^[0-9.]$/.test(key)) weightOf(row).select(); // the figure itself is typed into it
  return false;
}

function leaveWeight(input, row) {
  if (input.name !== "weight") return false;
  if (!input.dataset.sent) input.value = input.defaultValue;
  focusRow(row);
  return true;
}

function inMenu(event) {
  const items = [...menu.querySelectorAll("[role=menuitem]:not([hidden])")];
  const place = items.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") closeMenu();
  else if (step) items[(place + step + items.length) % items.length].focus();
  else return true; // Enter presses the button
  event.preventDefault();
  return true;
}

document.addEventListener(
  "keydown",
  (event) => {
    if (!onKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);

document.addEventListener("tree:stored", (event) => {
  const row = rowOf(event.detail.node);
  row.dataset.version = event.detail.version;
  if (event.detail.field === "weight") weightOf(row).defaultValue = event.detail.typed;
});

// A new shape: what was folded stays folded, and the focus goes to the node that was worked on.
let folded = [];
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "tree-body") return;
  folded = rowsOf(table).filter((row) => foldOf(row) && !isOpen(row)).map((row) => row.dataset.node);
});
document.addEventListener("tree:shaped", (event) => {
  for (const row of folded.map(rowOf)) if (row && foldOf(row)) fold(row, false);
  show(table);
  focusRow(rowOf(event.detail.node));
});
document.addEventListener("htmx:afterSettle", () => {
  const line = document.getElementById("new-node");
  if (line && !line.contains(document.activeElement)) line.querySelector("[name=name]").focus();
});

watchDragging(table, move);
const start = rowOf(location.hash.replace("#node-", "")) || rowsOf(table)[0];
if (location.hash) focusRow(start);
else if (start) start.tabIndex = 0;
