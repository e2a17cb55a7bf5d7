// The page of one score sheet: ties the fields to the outbox and says how things stand.
import { ConflictDialog, SubmitDialog } from "./sheet_dialogs.js";
import { Item } from "./sheet_item.js";
import { Outbox, split } from "./sheet_outbox.js";
import { post } from "./sheet_post.js";
import { keepSending, leaveSafely } from "./sheet_sending.js";
import { Sign } from "./sheet_sign.js";
import { forgetOthers } from "./sheet_store.js";
import { say, texts } from "./sheet_texts.js";
import { Walk } from "./sheet_walk.js";
import { withLimits } from "./sheet_marks.js";

const data = JSON.parse(document.getElementById("sheet-data").textContent);
const { urls } = data;
const root = document.querySelector("[data-sheet-page]");
const advice = root.querySelector("[data-advice]");
const { user } = root.dataset;

forgetOthers(user);
const sign = new Sign(root);
const outbox = new Outbox({ user, assessee: data.assessee.pk, revision: data.revision, url: urls.draft, known: knownOf(data) }, hear);
const items = data.leaves.map((leaf) => new Item(
  root.querySelector(`[data-leaf="${CSS.escape(leaf.code)}"]`), withLimits(leaf, data),
  (item, kind, value) => { outbox.set(`${kind}:${leaf.code}`, value); tellAll(); },
));
const itemOf = new Map(items.map((item) => [item.leaf.code, item]));
const walk = new Walk(root, items);
const conflicts = new ConflictDialog(document.getElementById("sheet-conflict"));
const question = new SubmitDialog(document.getElementById("sheet-submit"), { lacks: lacking, send: submit });

function knownOf({ leaves, advice: text }) {
  const known = { advice: text };
  for (const leaf of leaves) {
    known[`marks:${leaf.code}`] = leaf.mark;
    known[`remarks:${leaf.code}`] = leaf.remark;
  }
  return known;
}

function put(field, value) {
  const [kind, code] = split(field);
  if (kind === "advice") advice.value = value || "";
  else if (itemOf.has(code)) itemOf.get(code).showTyped(kind, value);
}

function titleOf(field) {
  const [kind, code] = split(field);
  if (kind === "advice") return texts.advice;
  return say(kind === "marks" ? texts.markOf : texts.remarkOf, { leaf: itemOf.get(code).leaf.name });
}

function showConflicts() {
  conflicts.show(outbox.conflicts().map(({ field, value, theirs }) => ({
    title: titleOf(field), value, theirs, settle: (isMine) => settle(field, theirs, isMine),
  })));
}

function settle(field, theirs, isMine) {
  if (!isMine) put(field, theirs);
  outbox.settle(field, isMine);
  showConflicts();
  tellAll();
}

function lacking() {
  const lacks = [];
  for (const item of items) {
    const { name } = item.leaf;
    if (!item.isMarked) lacks.push({ text: say(texts.lacksMark, { leaf: name }), go: () => walk.goTo(item) });
    else if (item.lacksRemark) lacks.push({ text: say(texts.lacksRemark, { leaf: name }), go: () => walk.goTo(item, "remark") });
  }
  return lacks;
}

function tellAll() {
  walk.tell();
  if (question.dialog.open) question.refresh();
}

function hear(event) {
  sign.tell(event, outbox);
  if (event.due) items.forEach((item) => item.setDueByServer(event.due.includes(item.leaf.code)));
  if (event.kind === "saved") tellAll();
  if (event.kind === "conflict") showConflicts();
  if (event.kind === "refused") {
    event.refusals.forEach(([field, message]) => { if (field !== "advice") itemOf.get(split(field)[1]).refuse(message); });
  }
  if (event.kind === "locked") {
    items.forEach((item) => item.lock());
    advice.disabled = true;
  }
}

async function submit() {
  await outbox.deliver();
  if (outbox.waiting().length) return question.tell(texts.submitUnsaved);
  const { status, body } = await post(urls.submit, { key: outbox.submissionKey(), revision: outbox.revision });
  if (status === 200 || status === 201) {
    outbox.close();
    return window.location.assign(body.next || urls.list);
  }
  // Without an answer the same key goes again, so that pressing twice submits once.
  if (status) outbox.newSubmission();
  if (body.due) items.forEach((item) => item.setDueByServer(body.due.includes(item.leaf.code)));
  return tellRefusal(status, body);
}

function tellRefusal(status, body) {
  if (body.returned) {
    const names = body.assessees.map(({ name }) => name).join(texts.comma);
    question.tell(`${body.returned} ${names}`, [{ text: texts.toList, url: urls.list }]);
  } else {
    const links = status === 409 ? [{ text: texts.lookAgain, url: window.location.href }] : [];
    question.tell(body.error || (status ? texts.submitRefused : texts.submitOffline), links);
  }
}

// Typed in an earlier page and not delivered: shown again, and sent at once.
const left = outbox.leftOver();
for (const field of Object.keys(left)) {
  put(field, left[field].value);
  if (left[field].refused) hear({ kind: "refused", refusals: [[field, left[field].refused]] });
}
advice.addEventListener("input", () => outbox.set("advice", advice.value));
for (const button of root.querySelectorAll("[data-submit]")) {
  button.addEventListener("click", (event) => { event.preventDefault(); question.open(); outbox.send(); });
}
// The form is for browsers without scripts; here everything is sent as it is typed.
root.addEventListener("submit", (event) => event.preventDefault());
items.forEach((item) => item.catchUp());
if (advice.value !== advice.defaultValue && !("advice" in left)) outbox.set("advice", advice.value);
leaveSafely([outbox], () => sign.say(texts.stay));
walk.tell();
showConflicts();
keepSending([outbox]);
