// One leaf of one sheet on the page: number, slider and bands show the same mark; the remark opens when it is due.
import { choicesOf, dueFor, isIn, moved, parse } from "./sheet_marks.js";
import { say, texts } from "./sheet_texts.js";

const SHORTEST_REMARK = 5;

export class Item {
  // `change` hears (item, "marks" or "remarks", value) for everything that may be sent.
  constructor(element, leaf, change) {
    Object.assign(this, { element, leaf, change, mark: null, remark: "", refusal: "", isDueByServer: false });
    this.parts = {};
    for (const part of element.querySelectorAll("[data-part]")) this.parts[part.dataset.part] = part;
    this.bands = [...element.querySelectorAll("[data-band]")];
    this._listen();
    // On a slow network somebody types before this script has come.
    this.early = [this.parts.mark, this.parts.remark].filter((field) => field.value !== field.defaultValue).map((field) => [field, field.value]);
    this.setMark(leaf.mark || null);
    this.setRemark(leaf.remark);
  }

  // Once the page listens, what was typed before counts as typed now.
  catchUp() {
    for (const [field, text] of this.early) {
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  get isMarked() {
    return this.mark !== null && !this.fault;
  }

  get why() {
    return dueFor(this.mark, this.leaf) || (this.isDueByServer ? "dueAnyway" : "");
  }

  get lacksRemark() {
    return Boolean(this.why) && this.remark.trim().length < SHORTEST_REMARK;
  }

  get isDone() {
    return this.isMarked && !this.lacksRemark;
  }

  setMark(value) {
    this.parts.mark.value = value === null ? "" : value;
    this._take(value);
  }

  setRemark(text) {
    this.remark = text;
    this.parts.remark.value = text;
    this._showRemark();
  }

  // A typed text the server does not take stays where it was typed, with what is wrong.
  showTyped(kind, text) {
    if (kind === "remarks") this.setRemark(text || "");
    else {
      this.parts.mark.value = text === null ? "" : text;
      const { value, fault } = parse(this.parts.mark.value, this.leaf);
      this._take(fault ? null : value, fault);
    }
  }

  refuse(message) {
    this.refusal = message;
    this._showFault();
  }

  // The server judges by the scheme's own rows; this page may know less.
  setDueByServer(isDue) {
    this.isDueByServer = isDue;
    this._showRemark();
  }

  lock() {
    for (const field of this.element.querySelectorAll("input, textarea, button")) field.disabled = true;
  }

  focus() {
    this.parts.mark.focus();
    this.parts.mark.select();
  }

  _listen() {
    const { mark, slider, remark, "remark-open": opener } = this.parts;
    mark.addEventListener("input", () => this._typed());
    // What was typed loosely (full-width digits, blanks) is shown as it was understood.
    mark.addEventListener("change", () => { if (!this.fault && this.mark !== null) mark.value = this.mark; });
    mark.addEventListener("keydown", (event) => {
      const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (!step || this.element.closest("[data-grid]")) return;
      event.preventDefault();
      this._choose(moved(this.mark, step, this.leaf));
    });
    if (slider) slider.addEventListener("input", () => this._choose(slider.value));
    remark.addEventListener("input", () => {
      this.remark = remark.value;
      this.refusal = "";
      this._showRemark();
      this.change(this, "remarks", remark.value);
    });
    if (opener) opener.addEventListener("click", () => { this.isOpened = true; this._showRemark(); remark.focus(); });
    for (const band of this.bands) band.addEventListener("click", () => this._openBand(band));
  }

  _typed() {
    const { value, fault } = parse(this.parts.mark.value, this.leaf);
    this.refusal = "";
    this._take(fault ? null : value, fault);
    // A fault is told at once; the text goes out all the same, so that the server's word is heard and nothing typed is lost.
    this.change(this, "marks", fault ? this.parts.mark.value : value);
  }

  _choose(text) {
    const { value } = parse(String(text), this.leaf);
    this.refusal = "";
    this.setMark(value);
    this.change(this, "marks", value);
  }

  _take(value, fault = "") {
    // What the server has said was about the mark before; without a network nothing would take it back.
    if (value !== this.mark) this.isDueByServer = false;
    this.mark = value;
    this.fault = fault;
    const { slider } = this.parts;
    if (slider) {
      slider.value = value === null ? 0 : value;
      slider.classList.toggle("is-unset", value === null);
      slider.setAttribute("aria-valuetext", value === null ? texts.unmarked : value);
    }
    for (const band of this.bands) band.setAttribute("aria-pressed", String(this._isIn(band)));
    for (const choice of this.parts.choices ? this.parts.choices.children : []) {
      choice.setAttribute("aria-pressed", String(value !== null && Number(choice.textContent) === Number(value)));
    }
    this._showFault();
    this._showRemark();
  }

  _isIn(band) {
    return this.mark !== null && isIn(Number(this.mark), band.dataset);
  }

  // A band with one mark gives it; of a wider one the person chooses: a middle nobody meant would mark flatly.
  _openBand(band) {
    const choices = choicesOf(band.dataset, this.leaf);
    if (choices.length === 1) this._choose(choices[0]);
    const { choices: place } = this.parts;
    place.textContent = "";
    place.hidden = choices.length === 1;
    for (const value of choices.length === 1 ? [] : choices) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "btn sheet-choice", textContent: value });
      button.setAttribute("aria-pressed", String(this.mark !== null && Number(value) === Number(this.mark)));
      button.addEventListener("click", () => this._choose(value));
      place.append(button);
    }
    place.scrollIntoView({ block: "nearest" });
  }

  _showFault() {
    const { mark, fault } = this.parts;
    const { scale } = this.leaf;
    const text = this.refusal || (this.fault ? say(texts[this.fault], { highest: scale }) : "");
    fault.textContent = text;
    fault.hidden = !text;
    mark.setAttribute("aria-invalid", String(Boolean(text)));
    this.element.classList.toggle("is-wrong", Boolean(text));
  }

  _showRemark() {
    const { why } = this;
    const { "remark-block": block, "remark-why": reason, "remark-open": opener, remark } = this.parts;
    block.hidden = !why && !this.remark && !this.isOpened;
    if (opener) opener.hidden = !block.hidden;
    const { remark_below: low, remark_above: high } = this.leaf;
    reason.textContent = why ? say(texts[why], { low, high, shortest: SHORTEST_REMARK }) : "";
    remark.required = Boolean(why);
    this.element.classList.toggle("is-due", this.lacksRemark);
  }
}
