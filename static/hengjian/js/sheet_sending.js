// When what is typed goes out again: on opening, when the network is back, every five seconds, on leaving.
const AGAIN = 5000;
const LONGEST_GOODBYE = 3000;

export function keepSending(outboxes) {
  const sendAll = (options) => outboxes.forEach((outbox) => outbox.send(options));
  const unattended = { unattended: true };
  sendAll();
  window.addEventListener("online", () => sendAll(unattended));
  window.addEventListener("offline", () => outboxes.forEach((outbox) => outbox.tell({ kind: "offline" })));
  // A hidden page may be ended without another word.
  document.addEventListener("visibilitychange", () => { if (document.hidden) sendAll({ keepalive: true }); });
  setInterval(() => sendAll(unattended), AGAIN);
}

// A link to the next sheet waits until this one has arrived; without a network it would lead to an error page.
export function leaveSafely(outboxes, tellStay) {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-leave]");
    const isPlain = link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (!isPlain) return;
    event.preventDefault();
    await Promise.race([
      Promise.all(outboxes.map((outbox) => outbox.deliver())),
      new Promise((resolve) => setTimeout(resolve, LONGEST_GOODBYE)),
    ]);
    if (navigator.onLine && outboxes.every((outbox) => outbox.isDelivered())) window.location.assign(link.href);
    else tellStay();
  });
}
