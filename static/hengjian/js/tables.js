// A table that fits its place needs no scroll of its own: its head can then stick to the window.
const seen = new ResizeObserver((entries) => entries.forEach((entry) => measure(entry.target)));

function measure(wrap) {
  wrap.classList.remove("is-fitting");
  wrap.classList.toggle("is-fitting", wrap.scrollWidth <= wrap.clientWidth + 1);
}

// Names of fields are written small in the models; a label on a card begins large, as headings do.
function beginLarge(root) {
  if (document.documentElement.lang !== "en") return;
  for (const cell of root.querySelectorAll("td[data-label]")) {
    cell.dataset.label = cell.dataset.label.replace(/^./u, (letter) => letter.toUpperCase());
  }
}

function watchTables(root) {
  beginLarge(root);
  for (const wrap of root.querySelectorAll("[data-table-wrap]")) seen.observe(wrap);
}

watchTables(document);
document.addEventListener("htmx:afterSettle", (event) => watchTables(event.target));

// Filtering keeps the order that was chosen in the table's head.
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.detail.elt.matches(".hj-filters")) return;
  const order = new URLSearchParams(window.location.search).getAll("sort");
  if (order.length) event.detail.parameters.append("sort", order[0]);
});
