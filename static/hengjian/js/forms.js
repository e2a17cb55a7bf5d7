// Nothing is lost: unsaved changes warn before leaving, and a change that did not arrive says so.
const changed = new WeakSet();

function watchChange(event) {
  const form = event.target.form;
  if (form && form.matches("[data-guard]")) changed.add(form);
}

document.addEventListener("input", watchChange);
document.addEventListener("change", watchChange);

document.addEventListener("submit", (event) => {
  changed.delete(event.target);
  if (event.target.matches("[data-busy]")) {
    // After the form's values are collected: a disabled button would not be among them.
    setTimeout(() => {
      for (const button of event.target.querySelectorAll("button")) button.disabled = true;
    });
  }
});

window.addEventListener("beforeunload", (event) => {
  const unsaved = [...document.querySelectorAll("form[data-guard]")].some((form) => changed.has(form));
  if (unsaved) {
    event.preventDefault();
    event.returnValue = "";
  }
});

// A page that comes back from the browser's memory would show its buttons still disabled.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll("[data-busy] button:disabled")) button.disabled = false;
});

// A fragment that does not come, or a change that does not arrive, must not pass in silence.
const silence = document.getElementById("no-answer");
for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    const isOver = event.detail.xhr && event.detail.xhr.status === 401; // session.js tells of that
    if (!isOver) silence.hidden = false;
  });
}
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) silence.hidden = true;
});
// A form that saves itself is changed again only by what is typed after it was sent.
document.addEventListener("htmx:beforeSend", (event) => changed.delete(event.detail.elt));
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful && event.detail.elt.matches("[data-guard]")) changed.add(event.detail.elt);
});
