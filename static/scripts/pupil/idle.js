// Whoever walks away leaves an open screen to the next person: after 18 minutes it asks whether somebody is there, and
// two minutes later it closes itself, answers kept. Any key or touch says that somebody is, and does nothing else then.
// A switch, or a screen reader that presses for its user, is somebody, too: nothing that hears keys may come before this.

import { element, words } from "./words.js";

const UNTIL_ASKED = 18 * 60 * 1000;
const UNTIL_CLOSED = 2 * 60 * 1000;
const SIGNS = ["keydown", "click", "pointercancel"]; // a tap ends in a click, a swipe is cancelled
const DEEDS = ["keydown", "click", "pointerdown"];

export class Idle {
  #screen; // what the page shows, with `lock` and `isOver`
  #main = document.getElementById("main");
  #question;
  #focus = null;
  #timer = 0;
  #since = 0; // when somebody was there last

  constructor(screen) {
    this.#screen = screen;
    for (const sign of SIGNS) document.addEventListener(sign, (event) => this.#answer(event), { capture: true });
    for (const deed of DEEDS) document.addEventListener(deed, () => this.#wait(), { capture: true });
    this.#wait();
  }

  #wait() {
    if (this.#asks) return;
    clearTimeout(this.#timer);
    this.#since = Date.now();
    this.#timer = setTimeout(() => this.#ask(), UNTIL_ASKED);
  }

  // Until it is answered, or a screen that tells of an end takes its place.
  get #asks() {
    return Boolean(this.#question?.isConnected);
  }

  // What stands after the question is hidden by it, and stays as it is: a save may come back meanwhile.
  // A computer that slept for longer than both times is not asked.
  #ask() {
    if (this.#screen.isOver) return;
    if (Date.now() - this.#since >= UNTIL_ASKED + UNTIL_CLOSED) return this.#screen.lock();
    this.#timer = setTimeout(() => this.#close(), UNTIL_CLOSED);
    this.#focus = document.activeElement;
    this.#question = ask(words("still-there"), words("any-key"), words("go-on"));
    this.#main.prepend(this.#question);
    window.scrollTo(0, 0);
    this.#question.querySelector("button").focus({ preventScroll: true });
  }

  #answer(event) {
    if (!this.#asks) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#question.remove();
    this.#wait();
    (this.#focus.isConnected ? this.#focus : this.#main).focus();
  }

  #close() {
    this.#question.remove();
    this.#screen.lock();
  }
}

// A screen reader says it at once: the focus comes into it, and it is named and described by its words.
function ask(heading, sentence, label) {
  const question = element("div", "", "idle");
  const [title, told, button] = [element("h1", heading), element("p", sentence), element("button", label, "button")];
  button.type = "button";
  title.id = "idle-title";
  told.id = "idle-told";
  question.append(title, told, button);
  question.setAttribute("role", "alertdialog");
  question.setAttribute("aria-labelledby", title.id);
  question.setAttribute("aria-describedby", told.id);
  return question;
}
