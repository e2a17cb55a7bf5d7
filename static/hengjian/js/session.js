// A session ends when nothing is done for a while. The person is warned before; typing counts as
// doing something; and a page that outlived its session keeps what was typed until it can be sent.
const notice = document.getElementById("session");
const WARN_SECONDS = 120;
const TELL_TYPING_SECONDS = 30;
let endsAt = Infinity; // by this computer's clock, which serves for differences only
let longestAt = Infinity;
let toldAt = Date.now();
let timer = 0;

const part = (name) => notice.querySelector(`[data-session-${name}]`);

function show(state) {
  notice.hidden = !state;
  part("idle").hidden = state !== "idle";
  part("longest").hidden = state !== "longest";
  part("over").hidden = part("sign-in").hidden = state !== "over";
  part("stay").hidden = state !== "idle";
}

function showTime(at) {
  const time = new Date(at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  for (const place of notice.querySelectorAll("[data-session-time]")) place.textContent = time;
}

// After a new login the forms of this page need its token.
function takeToken(token) {
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
  if (document.body.hasAttribute("hx-headers")) document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
}

function take(status) {
  endsAt = Date.now() + status.left * 1000;
  longestAt = Date.now() + status.longest * 1000;
  if (status.token && status.left) takeToken(status.token);
  tell();
}

function tell() {
  clearTimeout(timer);
  const left = (endsAt - Date.now()) / 1000;
  if (left <= 0) {
    show("over");
  } else if (left <= WARN_SECONDS) {
    const isLast = longestAt - endsAt < 1000;
    showTime(endsAt);
    show(isLast ? "longest" : "idle");
    timer = setTimeout(look, left * 1000 + 500);
  } else {
    show("");
    timer = setTimeout(look, (left - WARN_SECONDS) * 1000);
  }
}

async function ask(options) {
  try {
    const answer = await fetch(notice.dataset.status, { credentials: "same-origin", ...options });
    if (answer.ok) take(await answer.json());
  } catch (error) {
    clearTimeout(timer);
    timer = setTimeout(look, 10000); // no network: the page's other messages tell of it
  }
}

// Another tab may have gone on working, so the server is asked before anything is said.
function look() {
  return ask({ headers: { "X-Unattended": "1" } });
}

function stay() {
  toldAt = Date.now();
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  return ask({ method: "POST", headers: { "X-CSRFToken": token ? token.value : "" } });
}

function isOver() {
  return Date.now() >= endsAt;
}

if (notice) {
  take({ left: Number(notice.dataset.left), longest: Number(notice.dataset.longest) });
  part("stay").addEventListener("click", stay);
  document.addEventListener("input", () => {
    if (!isOver() && Date.now() - toldAt > TELL_TYPING_SECONDS * 1000) stay();
  });
  // A computer that slept has missed its timers.
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  window.addEventListener("focus", () => { if (isOver()) look(); });
  // Sent now, the form would be lost on the way to the login page.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!isOver() || form.method !== "post") return;
    event.preventDefault();
    event.stopPropagation();
    await look();
    if (!isOver()) form.requestSubmit(event.submitter || undefined);
  }, true);
  document.addEventListener("session-over", look);
  document.addEventListener("htmx:configRequest", (event) => {
    // Without an event behind it, it is the page that asks and not the person.
    if (!event.detail.triggeringEvent) event.detail.headers["X-Unattended"] = "1";
  });
}
