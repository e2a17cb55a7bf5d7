// A grid of inputs takes a block copied from a spreadsheet; Enter and the arrows move between rows.
function cellsOf(grid) {
  // Folded rows of a tree are no place to go to.
  return [...grid.tBodies[0].rows].filter((row) => !row.hidden).map((row) => [...row.querySelectorAll("input, select")]);
}

function placeOf(rows, input) {
  for (let row = 0; row < rows.length; row += 1) {
    const column = rows[row].indexOf(input);
    if (column >= 0) return { row, column };
  }
  return null;
}

function fill(input, text) {
  input.value = text.trim();
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("paste", (event) => {
  const grid = event.target.closest("table[data-grid]");
  if (!grid || !event.target.matches("input")) return;
  const block = event.clipboardData.getData("text").replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t"));
  if (block.length === 1 && block[0].length === 1) return; // one value: the browser's own paste
  event.preventDefault();
  const rows = cellsOf(grid);
  const start = placeOf(rows, event.target);
  block.forEach((values, down) => {
    values.forEach((text, right) => {
      const input = rows[start.row + down] && rows[start.row + down][start.column + right];
      if (input && input.matches("input") && !input.disabled && !input.readOnly) fill(input, text);
    });
  });
});

document.addEventListener("keydown", (event) => {
  const grid = event.target.closest("table[data-grid]");
  const step = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
  if (!grid || !step || !event.target.matches("input")) return;
  event.preventDefault();
  const rows = cellsOf(grid);
  const place = placeOf(rows, event.target);
  const next = rows[place.row + step] && rows[place.row + step][place.column];
  if (next) {
    next.focus();
    if (next.select) next.select();
  }
});
