// Walking through a sheet: all in a list or one question a screen, how far it is, the sum so far.
import { pointsOf } from "./sheet_marks.js";
import { say, texts } from "./sheet_texts.js";

const MODE = "hj-marking-mode"; // of this device, not of a person: holds "list" or "one"
const WITH_KEYBOARD = matchMedia("(hover: hover) and (pointer: fine)");

function remembered() {
  try {
    return localStorage.getItem(MODE);
  } catch (error) {
    return null;
  }
}

export class Walk {
  constructor(root, items) {
    Object.assign(this, { root, items, place: Math.max(0, items.findIndex((item) => !item.isDone)) });
    this.part = (name) => root.querySelector(`[data-walk=${name}]`);
    for (const button of root.querySelectorAll("[data-mode]")) {
      button.addEventListener("click", () => this.setMode(button.dataset.mode));
    }
    this.part("back").addEventListener("click", () => this.go(this.place - 1));
    this.part("on").addEventListener("click", () => this.go(this.place + 1));
    this._drawOverview();
    root.addEventListener("keydown", (event) => this._key(event));
    const first = matchMedia("(max-width: 640px)").matches ? "one" : "list";
    this.setMode(remembered() || first);
  }

  setMode(mode) {
    this.mode = mode;
    try {
      localStorage.setItem(MODE, mode);
    } catch (error) {
      // then it is chosen anew next time
    }
    this.root.dataset.mode = mode;
    for (const button of this.root.querySelectorAll("button[data-mode]")) {
      button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
    }
    this._show();
  }

  go(place) {
    if (place < 0 || place >= this.items.length) return;
    this.place = place;
    this._show();
    const item = this.items[place];
    if (this.mode === "one") window.scrollTo(0, 0);
    else item.element.scrollIntoView({ block: "center" });
    // On a phone the keyboard would cover what is to be read first.
    if (WITH_KEYBOARD.matches) item.focus();
    else item.element.querySelector("h2").focus({ preventScroll: true });
  }

  goTo(item, part = "mark") {
    this.go(this.items.indexOf(item));
    item.parts[part].focus();
  }

  // How far it is; called after every change.
  tell() {
    const done = this.items.filter((item) => item.isDone).length;
    const total = this.items.reduce((sum, item) => sum + pointsOf(item.mark, item.leaf), 0);
    const full = this.items.reduce((sum, item) => sum + Number(item.leaf.full), 0);
    this.part("bar").value = done;
    this.part("done").textContent = say(texts.done, { done, count: this.items.length });
    this.part("sum").textContent = total.toFixed(2);
    this.part("full").textContent = Number(full.toFixed(2));
    this.items.forEach((item, place) => {
      const [state, text] = item.isDone ? ["done", "atDone"] : item.isMarked ? ["due", "atDue"] : ["open", "atOpen"];
      this.dots[place].className = `btn sheet-dot is-${state}`;
      this.dots[place].setAttribute("aria-label", say(texts[text], { number: place + 1, leaf: item.leaf.name }));
    });
  }

  _show() {
    const isOne = this.mode === "one";
    this.items.forEach((item, place) => { item.element.hidden = isOne && place !== this.place; });
    const isLast = this.place === this.items.length - 1;
    this.root.querySelector("[data-last]").hidden = isOne && !isLast;
    this.part("back").disabled = this.place === 0;
    this.part("on").hidden = isLast;
    this.part("end").hidden = !isLast;
    this.part("place").textContent = say(texts.place, { number: this.place + 1, count: this.items.length });
  }

  _drawOverview() {
    const dialog = document.getElementById("sheet-overview");
    this.dots = this.items.map((item, place) => {
      const dot = document.createElement("button");
      Object.assign(dot, { type: "button", textContent: place + 1 });
      dot.addEventListener("click", () => { dialog.close(); this.go(place); });
      dialog.querySelector("[data-dots]").append(dot);
      return dot;
    });
    this.part("place").addEventListener("click", () => dialog.showModal());
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  }

  _key(event) {
    if (event.key !== "Enter" || !event.target.matches("[data-part=mark]")) return;
    event.preventDefault();
    const at = this.items.findIndex((item) => item.parts.mark === event.target);
    const item = this.items[at];
    if (item.lacksRemark) item.parts.remark.focus();
    else this.go(at + 1);
  }
}
