// The daily review: a grade as one key or click for a whole card, and further rows of work.

// Fills the marks of a card with those that a grade stands for; what deducts stays as it is.
function fillCard(card, button) {
  const marks = JSON.parse(button.dataset.band);
  for (const input of card.querySelectorAll("input[data-leaf]")) {
    if (!(input.dataset.leaf in marks)) continue;
    input.value = marks[input.dataset.leaf];
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
  for (const other of card.querySelectorAll("[data-band]")) other.setAttribute("aria-pressed", String(other === button));
  const forward = card.querySelector('input[type="radio"][value="forward"]');
  if (forward) forward.checked = true;
}

document.addEventListener("click", (event) => {
  const band = event.target.closest("[data-band]");
  if (band) fillCard(band.closest("[data-card]"), band);
  const more = event.target.closest("[data-add-row]");
  if (more) addRow(more);
});

// 1 to 9 choose the grade of the card that has the focus, the arrows go on to the next one.
document.addEventListener("keydown", (event) => {
  const card = document.activeElement;
  if (!card || !card.matches("[data-card]") || event.ctrlKey || event.altKey || event.metaKey) return;
  const band = card.querySelectorAll("[data-band]")[Number(event.key) - 1];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] || (band ? 1 : 0);
  if (!step) return;
  event.preventDefault();
  if (band) fillCard(card, band);
  const cards = [...document.querySelectorAll("[data-card]")];
  const next = cards[cards.indexOf(card) + step];
  if (next) next.focus();
});

function addRow(button) {
  const form = button.closest("form");
  const total = form.querySelector(`[name="${button.dataset.addRow}-TOTAL_FORMS"]`);
  const empty = form.querySelector("template[data-empty-row]");
  const holder = document.createElement("div");
  holder.innerHTML = empty.innerHTML.replaceAll("__prefix__", total.value);
  empty.before(...holder.children);
  total.value = String(Number(total.value) + 1);
  const rows = form.querySelectorAll("[data-row]");
  rows[rows.length - 1].querySelector('input[type="text"]').focus();
}
