// How saving stands, in small words. The visible words change often; a screen reader hears only what matters.
import { say, texts } from "./sheet_texts.js";

export class Sign {
  constructor(root) {
    this.places = [...root.querySelectorAll("[data-sign]")];
    this.voice = root.querySelector("[data-sign-voice]");
    this.state = "";
  }

  tell(event, outbox) {
    const offline = outbox.isKept ? texts.offline : texts.offlineUnkept;
    const words = {
      typed: () => (navigator.onLine ? texts.saving : offline),
      sending: () => texts.saving,
      saved: () => say(texts.saved, { time: event.saved_at }),
      offline: () => (event.isAnswered ? event.text || texts.noAnswer : offline),
      conflict: () => texts.conflict,
      refused: () => texts.refused,
      locked: () => event.text || texts.locked,
      "signed-out": () => texts.signedOut,
    };
    this.say(words[event.kind](), event.kind === "typed" && !navigator.onLine ? "offline" : event.kind);
  }

  say(text, kind = "offline") {
    const isWarning = ["offline", "conflict", "refused", "locked", "signed-out"].includes(kind);
    for (const place of this.places) {
      place.textContent = text;
      place.classList.toggle("is-warning", isWarning);
    }
    const isNews = isWarning || (kind === "saved" && this.state === "warning");
    if (isNews && this.voice.textContent !== text) this.voice.textContent = text;
    if (isWarning) this.state = "warning";
    else if (kind === "saved") this.state = "";
  }
}
