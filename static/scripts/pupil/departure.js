// Leaves for another page when the server has every answer and is there; until then says so on a screen of its own.

import { addresses, arrive, element, showScreen, words } from "./words.js";

const PATIENCE = 700; // milliseconds: leaving is mostly quicker, and then needs no screen
const AGAIN = 2_000;

export class Departure {
  #queue;
  #sender;
  #status;
  #count = () => {};
  #ended = false;
  #locked = false;
  #turn = 0; // counts departures, so that one that was called off does not happen

  constructor(queue, sender, status) {
    this.#queue = queue;
    this.#sender = sender;
    this.#status = status;
    sender.addEventListener("stored", () => { if (queue.entries.length) this.#count(); });
  }

  get isOver() {
    return this.#ended || this.#locked;
  }

  // `more` are buttons of the waiting screen beside "Try now" and "Back".
  async to(address, ...more) {
    if (this.#ended) return;
    const turn = ++this.#turn;
    setTimeout(() => { if (turn === this.#turn) this.#wait(more); }, PATIENCE);
    await this.#go(address, turn);
  }

  // The pupil does something here instead.
  stay() {
    this.#turn++;
  }

  // Nothing of the pupil stays in sight, whatever the network does; what waits is still sent.
  async lock() {
    if (this.#ended) return;
    this.#locked = true;
    const turn = ++this.#turn;
    const waiting = this.#queue.entries.length ? [this.#counted("here"), words("come-back")] : [];
    showScreen(words("stopped"), waiting, [[words("enter"), addresses.enter]]);
    await this.#go(addresses.stop, turn);
  }

  // The pupil is done, so there is no way back: nothing of them stays in sight until the last page can be had.
  async last(address) {
    if (!this.end()) return;
    setTimeout(() => showScreen(words("wait"), [words("next-page")], []), PATIENCE);
    await this.#go(address, this.#turn);
  }

  // Ways out of a page lead there when the server is there, and leave nothing for the Back button to come back to.
  guide(place, addressOf = (link) => link.href) {
    place.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.to(addressOf(link));
    });
  }

  // Another screen has the last word; false when one had it already.
  end() {
    if (this.#ended) return false;
    this.#turn++;
    return (this.#ended = true);
  }

  async #go(address, turn) {
    await this.#sender.empty();
    while (turn === this.#turn && !(await isServerThere())) await pause(AGAIN * (1 + Math.random()));
    if (turn === this.#turn) location.replace(address);
  }

  #wait(more) {
    const main = document.getElementById("main");
    const [before, title, line] = [[...main.childNodes], document.title, this.#status.line];
    const place = document.createComment("");
    line.replaceWith(place);
    const tryNow = () => {
      this.#status.show("saving");
      this.#sender.hurry();
    };
    const back = () => {
      this.#turn++;
      place.replaceWith(line);
      main.replaceChildren(...before);
      arrive(title.replace(/ - Lateral$/, ""));
    };
    const any = this.#queue.entries.length > 0;
    const buttons = [...(any ? [[words("try-now"), tryNow]] : []), [words("back"), back], ...more];
    showScreen(words("wait"), [any ? this.#counted("waiting") : words("next-page"), line], buttons);
  }

  // A sentence that tells how many answers wait, and goes on telling.
  #counted(name) {
    const sentence = element("p", "");
    this.#count = () => { sentence.textContent = words(name, this.#queue.entries.length); };
    this.#count();
    return sentence;
  }
}

// From a page of a pupil on which nothing is answered: nothing waits there to be sent.
export function atRest() {
  const nothing = Object.assign(new EventTarget(), { entries: [], empty: async () => {} });
  return new Departure(nothing, nothing, null);
}

// A browser that can't reach a page shows one of its own in place of ours, and is stuck there.
async function isServerThere() {
  try {
    return (await fetch(addresses.probe, { method: "HEAD", cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });
