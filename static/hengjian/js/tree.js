// Tree tables: fold by mouse and keyboard, find while typing. Rows name their parent in data-parent.
export const rowsOf = (table) => [...table.querySelectorAll("tr[data-node]")];
export const foldOf = (row) => row.querySelector(".hj-fold");
export const isOpen = (row) => !foldOf(row) || foldOf(row).getAttribute("aria-expanded") === "true";

export function show(table) {
  const query = (table.dataset.query || "").trim().toLowerCase();
  const rows = rowsOf(table);
  const byNode = new Map(rows.map((row) => [row.dataset.node, row]));
  const parentOf = (row) => byNode.get(row.dataset.parent);
  const kept = new Set();
  if (query) {
    for (const row of rows) {
      if (!row.cells[0].textContent.toLowerCase().includes(query)) continue;
      for (let up = row; up; up = parentOf(up)) kept.add(up);
    }
  }
  for (const row of rows) {
    const parent = parentOf(row);
    // Parents stand before their children, so a parent's state is settled already.
    row.hidden = query ? !kept.has(row) : Boolean(parent) && (parent.hidden || !isOpen(parent));
  }
}

export function fold(row, open) {
  foldOf(row).setAttribute("aria-expanded", String(open));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".hj-fold");
  if (button) {
    const row = button.closest("tr");
    fold(row, !isOpen(row));
    show(row.closest("table"));
  }
  const all = event.target.closest("[data-tree-all]");
  if (all) {
    const table = document.getElementById(all.dataset.treeAll);
    const parents = rowsOf(table).filter(foldOf);
    const open = !parents.every(isOpen);
    parents.forEach((row) => fold(row, open));
    show(table);
  }
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches("table[data-tree] .hj-fold")) return;
  const row = event.target.closest("tr");
  const table = row.closest("table");
  if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    fold(row, event.key === "ArrowRight");
    show(table);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const shown = rowsOf(table).filter((other) => foldOf(other) && !other.hidden);
    const next = shown[shown.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) foldOf(next).focus();
  } else {
    return;
  }
  event.preventDefault();
});

document.addEventListener("input", (event) => {
  const id = event.target.dataset.treeFilter;
  if (!id) return;
  const table = document.getElementById(id);
  table.dataset.query = event.target.value;
  show(table);
});

// On a phone a long tree starts with its first level: the whole fits the screen, one tap opens more.
if (matchMedia("(max-width: 640px)").matches) {
  for (const table of document.querySelectorAll('table[data-tree="short"]')) {
    for (const row of rowsOf(table)) if (foldOf(row) && !row.dataset.parent) fold(row, false);
    show(table);
  }
}
