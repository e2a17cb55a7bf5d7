// Dragging a line of the tree by its grip, by mouse, pen or finger; a line shows where it will go.
const THIRD = 3;
const EDGE = 60;

function placeAt(row, y) {
  const box = row.getBoundingClientRect();
  const part = ((y - box.top) / box.height) * THIRD;
  if ("leaf" in row.dataset) return part < THIRD / 2 ? "before" : "after";
  return part < 1 ? "before" : part > 2 ? "after" : "into";
}

// A node cannot go below itself: its own rows take no drop.
function isBelow(table, row, dragged) {
  for (let up = row; up; up = table.querySelector(`#node-${up.dataset.parent}`)) {
    if (up === dragged) return true;
    if (!up.dataset.parent) break;
  }
  return false;
}

export function watchDragging(table, move) {
  let dragged = null;
  let aim = null;

  function mark(row, place) {
    for (const other of table.querySelectorAll("[data-drop]")) delete other.dataset.drop;
    aim = row && { row, place };
    if (row) row.dataset.drop = place;
  }

  function end() {
    if (!dragged) return;
    dragged.classList.remove("is-dragged");
    dragged = null;
    mark(null);
  }

  table.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button) return;
    event.preventDefault();
    dragged = grip.closest("tr");
    dragged.classList.add("is-dragged");
    grip.setPointerCapture(event.pointerId);
  });
  table.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const row = under && under.closest("#system-tree tr[data-node]");
    if (row && !isBelow(table, row, dragged)) mark(row, placeAt(row, event.clientY));
    else mark(null);
    if (event.clientY < EDGE) window.scrollBy(0, -EDGE / 4);
    if (event.clientY > window.innerHeight - EDGE) window.scrollBy(0, EDGE / 4);
  });
  table.addEventListener("pointerup", () => {
    if (dragged && aim) move(dragged, { target: aim.row.dataset.node, place: aim.place });
    end();
  });
  table.addEventListener("pointercancel", end);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") end();
  });
}
