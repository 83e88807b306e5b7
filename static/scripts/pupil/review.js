// The page where a pupil looks through the answers. It shows what the server has, so what waits is sent first.

import { Departure } from "./departure.js";
import { tellOfTheEnd } from "./end.js";
import { Queue, handOver, wipe } from "./queue.js";
import { Sender } from "./sender.js";
import { Status } from "./status.js";
import { addresses } from "./words.js";

export class Review {
  #form;
  #queue;
  #sender;
  #status;
  #departure;
  #busy = false;

  constructor(form) {
    this.#form = form;
    handOver(addresses.response);
    const queue = this.#queue = new Queue(addresses.response);
    const sender = this.#sender = new Sender(queue, {
      addresses, token: form.elements.csrf_token.value, lease: form.elements.lease.value,
    });
    this.#status = new Status(document.getElementById("saved"));
    this.#departure = new Departure(queue, sender, this.#status);
    sender.addEventListener("state", ({ detail }) => this.#status.show(detail));
    sender.addEventListener("taken-up", ({ detail }) => { form.elements.lease.value = detail.lease; });
    tellOfTheEnd(queue, sender, this.#departure);
    for (const part of document.querySelectorAll("main, .foot")) this.#departure.guide(part);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#finish();
    });
    if (queue.entries.length) {
      sender.hurry();
      this.#departure.to(addresses.review);
    }
  }

  // Nothing of the pupil is on the screen any more, and nothing will be.
  get isOver() {
    return this.#departure.isOver;
  }

  lock() {
    this.#departure.lock();
  }

  // Nothing can be written after Finish, so what waits goes first.
  async #finish() {
    if (this.#busy) return;
    this.#busy = true;
    this.#departure.stay(); // else this page would be loaded anew once all is sent, and the press be lost
    if (this.#queue.entries.length) this.#sender.hurry();
    await this.#sender.empty();
    this.#status.show("saving");
    try {
      const { thanks } = await this.#ask();
      if (!thanks) return this.#form.submit(); // the server says why not, on a page of its own
      wipe();
      this.#departure.last(thanks);
    } catch {
      this.#status.show("unfinished");
    } finally {
      this.#busy = false;
    }
  }

  // One reply tells that it is done and where to go: nobody who is done must press again because a page was lost.
  async #ask() {
    const body = new URLSearchParams(new FormData(this.#form));
    const reply = await fetch(this.#form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (reply.status === 429 || reply.status >= 500) throw new Error(`finish: ${reply.status}`);
    return reply.json();
  }
}
