// The navigation on a phone, menus that close again, messages that can be dismissed.
const side = document.getElementById("side");
const burger = document.querySelector("[data-menu-button]");

function showNavigation(open) {
  side.classList.toggle("is-open", open);
  burger.setAttribute("aria-expanded", String(open));
}

if (burger) {
  burger.addEventListener("click", () => showNavigation(!side.classList.contains("is-open")));
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const dismiss = event.target.closest("[data-dismiss]");
  if (dismiss) dismiss.parentElement.remove();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  if (side && side.classList.contains("is-open")) {
    showNavigation(false);
    burger.focus();
  }
});

// On a phone the row of actions sticks to the bottom; without an action it would be an empty bar.
for (const actions of document.querySelectorAll("[data-actions]")) {
  actions.hidden = actions.childElementCount === 0;
}

// Where the tabs are wider than the screen, the one that is open must not be hidden.
for (const tab of document.querySelectorAll(".hj-tabs [aria-current]")) {
  const bar = tab.parentElement;
  bar.scrollLeft = tab.offsetLeft - bar.offsetLeft + tab.offsetWidth - bar.clientWidth;
}
