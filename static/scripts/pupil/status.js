// The one line that tells what became of the answers. It says a thing once, however often we try.

import { words } from "./words.js";

const SOON = 400; // milliseconds: a save that is quicker is only ever said to be done

export class Status {
  #timer = 0;
  #state = "";

  constructor(line) {
    this.line = line;
  }

  show(state) {
    if (state === this.#state && this.line.textContent) return;
    this.#state = state;
    clearTimeout(this.#timer);
    this.#say(state === "saving" ? "" : words(state));
    if (state === "saving") this.#timer = setTimeout(() => this.#say(words("saving")), SOON);
  }

  // What is done need not be said again on the next screen; what is not done still holds there.
  turn() {
    if (this.#state === "saved") this.show("nothing");
  }

  #say(sentence) {
    if (this.line.textContent !== sentence) this.line.textContent = sentence;
    this.line.dataset.state = sentence ? this.#state : "";
  }
}
