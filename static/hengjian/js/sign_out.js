// Signing out clears what this browser keeps of score sheets; what has not arrived asks first.
import { forgetAll, isAnythingKept } from "./sheet_store.js";

for (const form of document.querySelectorAll("form[data-sign-out]")) {
  // Before the question of confirm.js, which listens at the document.
  window.addEventListener("submit", (event) => {
    if (event.target !== form) return;
    if (isAnythingKept()) form.dataset.confirm = form.dataset.unsent;
    else delete form.dataset.confirm;
  }, true);
  form.addEventListener("submit", forgetAll);
}
