// The list of assignments: what an earlier page could not deliver goes out from here too.
import { Outbox } from "./sheet_outbox.js";
import { keepSending } from "./sheet_sending.js";
import { assesseeOf, forgetOthers, read, waitingOf } from "./sheet_store.js";
import { say, texts } from "./sheet_texts.js";

const note = document.getElementById("sheet-waiting");
const { user } = note.dataset;

forgetOthers(user);
const outboxes = waitingOf(user).map((key) => {
  const assessee = assesseeOf(key);
  return new Outbox({ user, assessee, revision: 0, url: read(key).url, known: {} }, tell);
});

function tell() {
  const unsent = outboxes.filter((outbox) => outbox.waiting().length);
  const asking = unsent.filter((outbox) => outbox.isDelivered());
  // Handed in elsewhere, overdue or somebody else's by now: sending again is of no use.
  const shut = unsent.filter((outbox) => outbox.isLocked);
  const count = unsent.length;
  const told = count > asking.length + shut.length ? texts.waiting : asking.length ? texts.asking : texts.shut;
  const text = count ? say(told, { count }) : outboxes.length ? texts.delivered : "";
  if (note.textContent !== text) note.textContent = text;
  note.hidden = !text;
  for (const row of document.querySelectorAll("[data-unsent]")) {
    row.hidden = !unsent.some((outbox) => outbox.assessee === row.dataset.unsent);
  }
}

tell();
keepSending(outboxes);
