// One indicator across all assessees: every row is a field of another sheet, with an outbox of its own.
import { ConflictDialog } from "./sheet_dialogs.js";
import { Item } from "./sheet_item.js";
import { withLimits } from "./sheet_marks.js";
import { Outbox, split } from "./sheet_outbox.js";
import { keepSending, leaveSafely } from "./sheet_sending.js";
import { Sign } from "./sheet_sign.js";
import { forgetOthers } from "./sheet_store.js";
import { say, texts } from "./sheet_texts.js";

const data = JSON.parse(document.getElementById("sheet-data").textContent);
const { code } = data.leaf;
const root = document.querySelector("[data-sheet-page]");
const { user } = root.dataset;
const sign = new Sign(root);
const conflicts = new ConflictDialog(document.getElementById("sheet-conflict"));

function rowOf(element, sheet) {
  const row = { name: sheet.assessee.name };
  const [leaf] = sheet.leaves;
  const known = { [`marks:${code}`]: leaf.mark, [`remarks:${code}`]: leaf.remark };
  const facts = { user, assessee: sheet.assessee.pk, revision: sheet.revision, url: sheet.urls.draft, known };
  row.outbox = new Outbox(facts, (event) => hear(row, event));
  row.item = new Item(element, withLimits(leaf, sheet), (item, kind, value) => {
    row.outbox.set(`${kind}:${code}`, value);
    tellDone();
  });
  return row;
}

forgetOthers(user);
const rows = [];
for (const sheet of data.rows) {
  const element = root.querySelector(`[data-assessee="${sheet.assessee.pk}"]`);
  if (element) rows.push(rowOf(element, sheet));
}
const outboxes = rows.map((row) => row.outbox);

function isHere(field) {
  return field !== "advice" && split(field)[1] === code;
}

function showConflicts() {
  conflicts.show(rows.flatMap((row) => row.outbox.conflicts().filter(({ field }) => isHere(field)).map(({ field, value, theirs }) => ({
    title: say(field.startsWith("marks:") ? texts.markOf : texts.remarkOf, { leaf: row.name }),
    value,
    theirs,
    settle: (isMine) => {
      if (!isMine) row.item.showTyped(split(field)[0], theirs);
      row.outbox.settle(field, isMine);
      showConflicts();
      tellDone();
    },
  }))));
}

function tellDone() {
  const done = rows.filter((row) => row.item.isDone).length;
  root.querySelector("[data-walk=bar]").value = done;
  root.querySelector("[data-walk=done]").textContent = say(texts.doneAcross, { done, count: rows.length });
}

function hear(row, event) {
  // Saved is said when all rows are.
  if (event.kind !== "saved" || outboxes.every((outbox) => outbox.isDelivered())) sign.tell(event, row.outbox);
  if (event.due) row.item.setDueByServer(event.due.includes(code));
  if (event.kind === "conflict") showConflicts();
  if (event.kind === "refused") event.refusals.filter(([field]) => isHere(field)).forEach(([, message]) => row.item.refuse(message));
  if (event.kind === "locked") row.item.lock();
}

for (const { outbox, item } of rows) {
  const left = outbox.leftOver();
  for (const field of Object.keys(left).filter(isHere)) {
    item.showTyped(split(field)[0], left[field].value);
    if (left[field].refused) item.refuse(left[field].refused);
  }
}
rows.forEach(({ item }) => item.catchUp());
leaveSafely(outboxes, () => sign.say(texts.stay));
tellDone();
showConflicts();
keepSending(outboxes);
