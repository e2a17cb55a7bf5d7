// The way of one sheet's fields to the server: kept in the browser when typed, sent within two
// seconds, sent again until acknowledged. A field is "marks:CODE", "remarks:CODE" or "advice".
import { post } from "./sheet_post.js";
import { forget, keyOf, read, write } from "./sheet_store.js";

const PAUSE = 800;
const LONGEST = 2000;
const MOST_ECHOES = 50;

export const split = (field) => (field === "advice" ? ["advice"] : [field.slice(0, field.indexOf(":")), field.slice(field.indexOf(":") + 1)]);

// The server writes 85 for 85.0 and cuts blanks off: that is no other value.
export function isSame(field, one, other) {
  const empty = (value) => value === null || value === undefined || value === "";
  if (empty(one) || empty(other)) return empty(one) && empty(other);
  if (String(one).trim() === String(other).trim()) return true;
  return field.startsWith("marks:") && Number(one) === Number(other);
}

function* fieldsOf(values) {
  for (const kind of ["marks", "remarks"]) {
    for (const code of Object.keys((values && values[kind]) || {})) yield [`${kind}:${code}`, values[kind][code]];
  }
  if (values && values.advice !== undefined) yield ["advice", values.advice];
}

export class Outbox {
  // `known` are the values that the server has; `tell` hears what happens.
  constructor({ user, assessee, revision, url, known }, tell) {
    this.key = keyOf(user, assessee);
    this.assessee = assessee;
    this.url = url;
    this.revision = revision;
    this.known = known;
    this.seenAt = {};
    this.firstRevision = revision;
    this.tell = tell;
    this.isBusy = false;
    this.isLocked = false;
    this.isKept = true;
  }

  // What an earlier page could not deliver, newest value of each field; what has arrived after all goes.
  leftOver() {
    const record = read(this.key);
    for (const field of Object.keys(record.fields).filter((each) => each in this.known)) {
      if (isSame(field, record.fields[field].value, this.known[field])) delete record.fields[field];
      else if ("theirs" in record.fields[field]) record.fields[field].theirs = this.known[field];
    }
    write(this.key, record);
    return record.fields;
  }

  set(field, value) {
    if (this.isLocked) return;
    const record = read(this.key);
    const entry = record.fields[field] || { base: this._seen(field), sent: [] };
    entry.value = value;
    delete entry.refused;
    record.fields[field] = entry;
    record.url = this.url;
    this.isKept = write(this.key, record);
    this.tell({ kind: "typed" });
    this._schedule();
  }

  // A conflict is settled by the person: mine goes out again on top of theirs, or theirs stays.
  settle(field, isMine) {
    const record = read(this.key);
    const entry = record.fields[field];
    if (!entry) return;
    this.known[field] = entry.theirs;
    if (isMine) delete entry.theirs;
    else delete record.fields[field];
    write(this.key, record);
    this._schedule(0);
  }

  conflicts() {
    const { fields } = read(this.key);
    return Object.keys(fields).filter((field) => "theirs" in fields[field]).map((field) => ({ field, ...fields[field] }));
  }

  waiting() {
    return Object.keys(read(this.key).fields);
  }

  // Whether the server has all that it can have: what waits for the person's answer is no matter of the network.
  isDelivered() {
    return !this.isBusy && this._sendable().length === 0;
  }

  // All that there is: what is on its way, and then what was typed meanwhile.
  async deliver() {
    await this.send();
    await this.send();
  }

  // Whoever asks while something is on its way waits for that.
  async send(options) {
    if (!this.isBusy) this.flight = this._send(options);
    await this.flight;
  }

  async _send({ unattended = false, keepalive = false } = {}) {
    const fields = this._sendable();
    if (this.isLocked || !fields.length) return;
    if (!navigator.onLine) {
      this.tell({ kind: "offline" });
      return;
    }
    clearTimeout(this.timer);
    this.firstAt = 0;
    this.isBusy = true;
    const { batch, body } = this._pack(fields);
    this.tell({ kind: "sending" });
    const answer = await post(this.url, body, { unattended, keepalive });
    this.isBusy = false;
    this._take(answer, batch);
  }

  // The sheet is submitted: the browser keeps nothing of it.
  close() {
    clearTimeout(this.timer);
    this.isLocked = true;
    forget(this.key);
  }

  // The same key for every attempt, so that a submission whose answer got lost is not a second one.
  submissionKey() {
    const record = read(this.key);
    record.submission = record.submission || uuid();
    write(this.key, record);
    return record.submission;
  }

  newSubmission() {
    const record = read(this.key);
    delete record.submission;
    write(this.key, record);
  }

  _seen(field) {
    return field in this.seenAt ? this.seenAt[field] : this.firstRevision;
  }

  _sendable() {
    const { fields } = read(this.key);
    return Object.keys(fields).filter((field) => !("theirs" in fields[field]) && !("refused" in fields[field]));
  }

  _schedule(pause = PAUSE) {
    this.firstAt = this.firstAt || Date.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), Math.max(0, Math.min(pause, this.firstAt + LONGEST - Date.now())));
  }

  // The oldest base of all: what the server then calls a conflict with our own words is none, see `_clashed`.
  _pack(names) {
    const record = read(this.key);
    const body = { base: Infinity, changes: { marks: {}, remarks: {} } };
    const batch = {};
    for (const field of names) {
      const entry = record.fields[field];
      batch[field] = entry.value;
      body.base = Math.min(body.base, entry.base);
      entry.sent = [...entry.sent, entry.value].slice(-MOST_ECHOES);
      const [kind, code] = split(field);
      if (kind === "advice") body.changes.advice = entry.value;
      else body.changes[kind][code] = entry.value;
    }
    write(this.key, record);
    return { batch, body };
  }

  _take({ status, body }, batch) {
    if (body.revision !== undefined && [200, 409, 422].includes(status)) this._settleBatch(batch, body);
    else if (status === 423 || status === 404 || (status === 403 && body.error)) this._lock(body);
    else if (status === 401 || status === 403) this._signedOut();
    else this.tell({ kind: "offline", isAnswered: status > 0, text: body.error });
  }

  // The server keeps what is right of a batch whatever becomes of the rest.
  _settleBatch(batch, body) {
    const record = read(this.key);
    const clashes = [...fieldsOf(body.conflicts)];
    const refusals = [...fieldsOf(body.errors)];
    const clean = { ...batch };
    for (const [field] of [...clashes, ...refusals]) delete clean[field];
    for (const field of Object.keys(clean)) this._arrived(record.fields, field, clean[field], body.revision);
    for (const [field, theirs] of clashes) this._clashed(record.fields, field, theirs, body.revision);
    for (const [field, message] of refusals) {
      const entry = record.fields[field];
      if (entry && isSame(field, entry.value, batch[field])) entry.refused = String(message);
    }
    write(this.key, record);
    this.revision = Math.max(this.revision, body.revision);
    this._tellSettled(body, refusals);
    if (this._sendable().length) this._schedule(clashes.length ? 0 : undefined);
  }

  // A value typed meanwhile stays and is sent next.
  _arrived(fields, field, value, revision) {
    this.known[field] = value;
    this.seenAt[field] = revision;
    const entry = fields[field];
    if (!entry) return;
    if (isSame(field, entry.value, value)) delete fields[field];
    else Object.assign(entry, { base: revision, sent: [] });
  }

  // Our own words come back when an answer got lost, or when an older field set the base.
  _clashed(fields, field, theirs, revision) {
    const entry = fields[field];
    if (!entry) return;
    this.seenAt[field] = entry.base = revision;
    const own = field in this.known ? [this.known[field], ...entry.sent] : entry.sent;
    if (isSame(field, entry.value, theirs)) delete fields[field];
    else if (!own.some((value) => isSame(field, value, theirs))) entry.theirs = theirs;
  }

  _tellSettled(body, refusals) {
    const conflicts = this.conflicts();
    if (refusals.length) this.tell({ kind: "refused", refusals, due: body.due });
    if (conflicts.length) this.tell({ kind: "conflict", conflicts, due: body.due });
    if (conflicts.length || refusals.length) return;
    // Saved is said only when nothing more is on its way.
    this.tell({ kind: this._sendable().length ? "typed" : "saved", saved_at: body.saved_at, due: body.due });
  }

  _lock(body) {
    this.isLocked = true;
    this.tell({ kind: "locked", text: body.error || "" });
  }

  _signedOut() {
    document.dispatchEvent(new CustomEvent("session-over"));
    this.tell({ kind: "signed-out" });
  }
}

// crypto.randomUUID wants a newer browser and HTTPS.
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
