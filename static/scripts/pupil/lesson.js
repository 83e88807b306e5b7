// A pupil at a statement. What is chosen goes out at once or waits in the queue; going on asks the network for nothing.

import { Departure } from "./departure.js";
import { Queue, handOver } from "./queue.js";
import { Sender } from "./sender.js";
import { ANSWERED, Statement } from "./statement.js";
import { Status } from "./status.js";
import { tellOfTheEnd } from "./end.js";
import { addresses, words } from "./words.js";

const DOUBLE = 600; // milliseconds: a second press within them was meant for the screen before
const SHEET_AGAIN = 5_000;
const NOT_ANSWERED = ".";

export class Lesson {
  #form;
  #queue;
  #sender;
  #statement;
  #status;
  #departure;
  #answers = []; // what the server has, as far as it has told, by number
  #waits = false; // for the server, before another question is shown
  #shownAt = 0;
  #returns; // true when the pupil comes back with answers that the server does not have

  constructor(form) {
    this.#form = form;
    handOver(addresses.response);
    this.#queue = new Queue(addresses.response);
    this.#sender = new Sender(this.#queue, {
      addresses, token: form.elements.csrf_token.value, lease: form.elements.lease.value,
    });
    this.#status = new Status(document.getElementById("saved"));
    this.#departure = new Departure(this.#queue, this.#sender, this.#status);
    this.#statement = new Statement(form);
    this.#returns = this.#queue.entries.length > 0 && !this.#then && !wasReloaded();
    this.#listen();
    this.#begin();
    this.#sender.hurry();
    this.#fetchSheet();
  }

  // Nothing of the pupil is on the screen any more, and nothing will be.
  get isOver() {
    return this.#departure.isOver;
  }

  lock() {
    this.#departure.lock();
  }

  #listen() {
    const hear = (what, act) => this.#sender.addEventListener(what, ({ detail }) => act(detail));
    hear("state", (state) => this.#status.show(state === "kept" && this.#queue.blocked ? "blocked" : state));
    hear("taken-up", (reply) => this.#takeUp(reply));
    hear("stored", (reply) => this.#store(reply));
    tellOfTheEnd(this.#queue, this.#sender, this.#departure);
    const at = (link) => link.href.replace(/at=\d+/, `at=${this.#statement.number}`);
    this.#departure.guide(document.querySelector(".foot"), at);
    this.#form.addEventListener("change", () => this.#save(this.#statement.chosen));
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#move(event.submitter?.value ?? "next", event.submitter?.dataset.code);
    });
    this.#form.addEventListener("click", (event) => {
      if (event.detail > 1 && this.#isNew) event.preventDefault();
    });
  }

  // On a slow line a pupil may have pressed an answer before this script was there.
  #begin() {
    const { number, given, chosen, isEarlier } = this.#statement;
    this.#answers[number] = isEarlier ? ANSWERED : given;
    if (chosen === given) this.#statement.choose(this.#standing(number));
    else this.#save(chosen);
  }

  get #then() {
    return this.#form.elements.then?.value;
  }

  get #isNew() {
    return Date.now() - this.#shownAt < DOUBLE;
  }

  // The answer that counts for a question, sent or not; nothing if there is none.
  #standing(number) {
    return this.#queue.waiting(number) ?? this.#answers[number] ?? "";
  }

  #takeUp({ answers }) {
    [...answers].forEach((code, place) => { this.#answers[place + 1] = code === NOT_ANSWERED ? "" : code; });
    this.#statement.choose(this.#standing(this.#statement.number));
    this.#goBackToWhereItWas();
  }

  #store({ question, stored }) {
    this.#answers[question] = stored;
    if (question === this.#statement.number) this.#statement.choose(this.#standing(question));
  }

  #save(answer) {
    this.#statement.forget();
    if (answer === this.#standing(this.#statement.number)) return;
    this.#queue.add(this.#statement.number, answer);
    this.#sender.wake();
  }

  async #move(move, code) {
    if (this.#waits) return;
    if (move === "language") return this.#departure.to(`${addresses.language}?at=${this.#statement.number}`);
    if (move === "stop") return this.#departure.to(addresses.stop, [words("stop"), () => this.lock()]);
    if (move !== "back" && !this.#accept(code ?? this.#statement.chosen)) return;
    const next = this.#statement.number + (move === "back" ? -1 : 1);
    if (this.#then === "review" || next > this.#statement.total) this.#departure.to(addresses.review);
    else {
      await this.#show(next);
      this.#status.turn();
    }
  }

  #accept(answer) {
    const isThere = answer || this.#statement.isEarlier;
    if (answer) this.#save(answer);
    else if (!isThere && !this.#isNew) this.#statement.askToChoose();
    return Boolean(isThere);
  }

  async #show(number) {
    const mustWait = this.#queue.blocked || !this.#statement.isWhole;
    if (mustWait) {
      this.#waits = true;
      await this.#sender.empty();
      this.#waits = false;
    }
    if (!this.#statement.isWhole) return location.replace(this.#statement.addressOf(number));
    this.#shownAt = Date.now();
    this.#statement.show(number, this.#standing(number));
  }

  async #fetchSheet() {
    try {
      await this.#statement.fetchSheet(addresses.sheet);
      this.#goBackToWhereItWas();
    } catch {
      setTimeout(() => this.#fetchSheet(), SHEET_AGAIN * (1 + Math.random()));
    }
  }

  // The server led to the first question that it has no answer for; the queue may know better.
  #goBackToWhereItWas() {
    if (!this.#returns || !this.#queue.lease || !this.#statement.isWhole) return;
    this.#returns = false;
    let number = 1;
    while (number <= this.#statement.total && this.#standing(number)) number++;
    if (number > this.#statement.total) this.#departure.to(addresses.review);
    else if (number !== this.#statement.number) this.#show(number);
  }
}

const wasReloaded = () => performance.getEntriesByType("navigation")[0]?.type === "reload";
