// A table in a form is typed row by row, or pasted from a spreadsheet. What is sent stays the text of
// the textarea: without this script it is typed there, one row a line.
function rowsOf(area) {
  if (area.dataset.rows) return JSON.parse(area.dataset.rows);
  return area.value.split("\n").filter((line) => line.trim()).map((line) => {
    if ("tabs" in area.dataset) return line.split("\t");
    const text = line.replaceAll("\t", " ").trim();
    const gap = text.lastIndexOf(" ");
    return gap < 0 ? [text, ""] : [text.slice(0, gap).trim(), text.slice(gap + 1)];
  });
}

// A score band is a line such as 优 90 至 100：what it takes.
function written(area, cells) {
  if (!area.dataset.between) return cells.map((cell) => cell.trim()).join("tabs" in area.dataset ? "\t" : " ");
  const [word, low, high, meaning] = cells.map((cell) => cell.trim());
  return `${word} ${low} ${area.dataset.between} ${high}${meaning ? `：${meaning}` : ""}`;
}

function build(area) {
  const columns = JSON.parse(area.dataset.columns);
  const table = document.createElement("table");
  table.className = "hj-table hj-grid hj-rows";
  const head = table.createTHead().insertRow();
  for (const column of [...columns, ""]) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = column;
    head.append(cell);
  }
  const body = table.createTBody();

  function add(values) {
    const row = body.insertRow();
    columns.forEach((column, place) => {
      const input = document.createElement("input");
      input.className = "hj-cell-input hj-cell-text";
      input.value = values[place] || "";
      input.autocomplete = "off";
      input.setAttribute("aria-label", column);
      row.insertCell().append(input);
    });
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.tabIndex = -1;
    button.textContent = "×";
    button.setAttribute("aria-label", area.dataset.remove);
    button.addEventListener("click", () => {
      row.remove();
      store();
    });
    row.insertCell().append(button);
    return row;
  }

  const inputsOf = (row) => [...row.querySelectorAll("input")];
  const isEmpty = (row) => inputsOf(row).every((input) => !input.value.trim());

  // There is always one empty row to go on in.
  function store() {
    const rows = [...body.rows];
    if (!rows.length || !isEmpty(rows[rows.length - 1])) add([]);
    area.value = rows.filter((row) => !isEmpty(row)).map((row) => written(area, inputsOf(row).map((input) => input.value))).join("\n");
    area.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "rows" }));
  }

  table.addEventListener("input", (event) => {
    event.stopPropagation();
    store();
  });
  table.addEventListener("paste", (event) => {
    const block = event.clipboardData.getData("text").replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t"));
    if (block.length === 1 && block[0].length === 1) return;
    event.preventDefault();
    event.stopPropagation();
    const start = event.target.closest("tr").rowIndex - 1;
    const column = inputsOf(body.rows[start]).indexOf(event.target);
    block.forEach((values, down) => {
      const row = body.rows[start + down] || add([]);
      values.forEach((value, right) => {
        const input = inputsOf(row)[column + right];
        if (input) input.value = value.trim();
      });
    });
    store();
  });
  table.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
    if (!step || event.isComposing || !event.target.matches("input")) return;
    event.preventDefault();
    const row = event.target.closest("tr");
    const next = body.rows[row.rowIndex - 1 + step];
    if (next) inputsOf(next)[inputsOf(row).indexOf(event.target)].focus();
  });

  for (const row of rowsOf(area)) add(row);
  add([]);
  area.before(table);
  area.hidden = !area.dataset.between;
  // Whoever writes the text by hand goes on by hand: the rows would no longer say the same.
  area.addEventListener("input", (event) => {
    if (event.detail !== "rows") table.remove();
  });
}

function enhance(root) {
  for (const area of root.querySelectorAll("textarea[data-columns]:not([data-built])")) {
    area.dataset.built = "yes";
    build(area);
  }
}

enhance(document);
document.addEventListener("htmx:afterSettle", () => enhance(document));
