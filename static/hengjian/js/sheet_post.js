// A POST of JSON that never throws: status 0 stands for no network and no answer in time.
const PATIENCE = 10000;

function token() {
  const field = document.querySelector("input[name=csrfmiddlewaretoken]");
  return field ? field.value : "";
}

export async function post(url, body, { unattended = false, keepalive = false } = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  // As htmx asks, so that the end of a session is answered by 401 and not by the login page.
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token(), "HX-Request": "true" };
  if (unattended) headers["X-Unattended"] = "1";
  try {
    const answer = await fetch(url, {
      method: "POST", credentials: "same-origin", headers, body: JSON.stringify(body), keepalive, signal: stop.signal,
    });
    return { status: answer.status, body: await answer.json().catch(() => ({})) };
  } catch (error) {
    return { status: 0, body: {} };
  } finally {
    clearTimeout(timer);
  }
}
