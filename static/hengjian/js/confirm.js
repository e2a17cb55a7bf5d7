// Anything final asks once, naming what becomes final: <form data-confirm="…" data-confirm-action="…">.
const dialog = document.getElementById("confirm");

function ask(form, submitter) {
  dialog.querySelector("p").textContent = form.dataset.confirm;
  const button = dialog.querySelector("[value=confirm]");
  if (form.dataset.confirmAction) button.textContent = form.dataset.confirmAction;
  dialog.returnValue = "cancel";
  dialog.onclose = () => {
    if (dialog.returnValue !== "confirm") return;
    form.dataset.confirmed = "yes";
    // requestSubmit keeps the pressed button's name and value, and lets the other listeners run.
    form.requestSubmit(submitter || undefined);
    delete form.dataset.confirmed;
  };
  dialog.showModal();
}

// In the capture phase, so that htmx does not send the form before the question is answered.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.dataset.confirm || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopPropagation();
    ask(form, event.submitter);
  },
  true,
);
