// The two questions a sheet asks: what becomes final, and which of two texts stands.
import { texts } from "./sheet_texts.js";

export class ConflictDialog {
  constructor(dialog) {
    this.dialog = dialog;
    this.list = dialog.querySelector("[data-conflicts]");
    this.model = dialog.querySelector("template");
    for (const all of dialog.querySelectorAll("[data-all]")) {
      all.addEventListener("click", () => this._choose(all.dataset.all));
    }
    dialog.querySelector("form").addEventListener("submit", () => this._finish());
    this.opener = document.querySelector("[data-open-conflicts]");
    this.opener.addEventListener("click", () => dialog.showModal());
  }

  // A conflict is {title, value, theirs, settle}; `settle` hears whether mine stands.
  show(conflicts) {
    this.conflicts = conflicts;
    this.list.textContent = "";
    conflicts.forEach((conflict, place) => this.list.append(this._row(conflict, place)));
    this.opener.hidden = !conflicts.length;
    if (conflicts.length && !this.dialog.open) this.dialog.showModal();
    if (!conflicts.length && this.dialog.open) this.dialog.close();
  }

  _row({ title, value, theirs }, place) {
    const row = this.model.content.cloneNode(true).firstElementChild;
    row.querySelector("legend").textContent = title;
    for (const [side, text] of [["mine", value], ["theirs", theirs]]) {
      row.querySelector(`[data-value=${side}]`).textContent = text || texts.empty;
    }
    for (const choice of row.querySelectorAll("input")) choice.name = `conflict-${place}`;
    return row;
  }

  _choose(side) {
    for (const choice of this.list.querySelectorAll(`input[value=${side}]`)) choice.checked = true;
  }

  _finish() {
    const chosen = [...this.list.children].map((row) => row.querySelector("input:checked"));
    this.conflicts.forEach(({ settle }, place) => settle(chosen[place].value === "mine"));
  }
}

export class SubmitDialog {
  // `lacks` tells what is missing as [{text, go}], `send` submits and answers with a text when it could not.
  constructor(dialog, { lacks, send }) {
    Object.assign(this, { dialog, lacks, send });
    this.list = dialog.querySelector("[data-lacks]");
    this.note = dialog.querySelector("[data-submit-note]");
    this.button = dialog.querySelector("[data-submit-now]");
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    this.button.addEventListener("click", () => this._submit());
  }

  open() {
    this.tell("");
    this.refresh();
    this.dialog.showModal();
  }

  refresh() {
    const lacks = this.lacks();
    this.list.textContent = "";
    for (const { text, go } of lacks) {
      const line = document.createElement("li");
      const link = document.createElement("button");
      Object.assign(link, { type: "button", className: "hj-link", textContent: text });
      link.addEventListener("click", () => { this.dialog.close(); go(); });
      line.append(link);
      this.list.append(line);
    }
    for (const part of this.dialog.querySelectorAll("[data-when-complete]")) part.hidden = lacks.length > 0;
    for (const part of this.dialog.querySelectorAll("[data-when-lacking]")) part.hidden = !lacks.length;
  }

  tell(text, links = []) {
    this.note.textContent = text;
    this.note.hidden = !text;
    for (const { text: name, url } of links) {
      const link = document.createElement("a");
      Object.assign(link, { href: url, textContent: name });
      this.note.append(" ", link);
    }
  }

  async _submit() {
    this.button.disabled = true;
    await this.send();
    this.button.disabled = false;
  }
}
