// What this browser keeps of a score sheet until the server has it (docs/adr, "the phone's own memory").
// One record for each account and assessee: the fields not yet acknowledged, and nothing else.
const PREFIX = "hj-sheet-";

export const keyOf = (user, assessee) => `${PREFIX}${user}-${assessee}`;
export const assesseeOf = (key) => key.slice(key.lastIndexOf("-") + 1);

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch (error) {
    return []; // storage is switched off: there is nothing
  }
}

// A browser that stores nothing still keeps it as long as the page is open.
const unstored = new Map();

export function read(key) {
  try {
    const record = JSON.parse(unstored.get(key) || localStorage.getItem(key));
    return record && record.fields ? record : { fields: {} };
  } catch (error) {
    return { fields: {} };
  }
}

// Whether the browser took it: a full or forbidden storage must not pass for a safe place.
export function write(key, record) {
  if (!Object.keys(record.fields).length && !record.submission) {
    forget(key);
    return true;
  }
  const text = JSON.stringify(record);
  try {
    localStorage.setItem(key, text);
    unstored.delete(key);
    return true;
  } catch (error) {
    unstored.set(key, text);
    return false;
  }
}

export function forget(key) {
  unstored.delete(key);
  try {
    localStorage.removeItem(key);
  } catch (error) {
    // nothing was kept
  }
}

// Keys of an account's sheets with fields that the server does not have.
export function waitingOf(user) {
  return keys().filter((key) => key.startsWith(keyOf(user, "")) && Object.keys(read(key).fields).length);
}

// Another account on the same device must not find what the one before has typed.
export function forgetOthers(user) {
  for (const key of keys()) if (!key.startsWith(keyOf(user, ""))) forget(key);
}

export function forgetAll() {
  keys().forEach(forget);
}

export function isAnythingKept() {
  return keys().some((key) => Object.keys(read(key).fields).length);
}
