// A pupil at a window that runs the pages' own script for keeping and sending answers; only the screens are missing.

import { here, now, wait } from "./clock.mjs";

const CODES = [..."12345us"];
const ADDRESSES = { takeUp: "/answer/take-up", save: "/answer/writes" };
const PAGE = "/answer/questions/1";
const MOST_WAITING = 60; // answers that a pupil would give in ten minutes
const TIME_OUT = 20_000;
const BEFORE_A_RELOAD = 10_000; // milliseconds until the pupil tries it again

const storage = { getItem(key) { return this[key] ?? null; }, setItem(key, text) { this[key] = text; },
  removeItem(key) { delete this[key]; } };

Object.defineProperty(globalThis, "localStorage", { get: () => here.getStore().pupil.storage, configurable: true });
Object.defineProperty(globalThis, "sessionStorage", { value: { clear() {} }, configurable: true });
globalThis.window = { addEventListener() {} };
globalThis.document = { addEventListener() {}, hidden: false };

export class Pupil {
  chosen = []; // write ids, each with the moment at which its answer was chosen
  kept = 0; // how often the page said that answers are kept on this computer
  reloads = 0;
  storage = Object.create(storage);

  constructor(script, { number, cookies, token, lease }, { pace, questions, tell }) {
    Object.assign(this, { script, number, cookies, token, lease, pace, questions, tell });
  }

  open() {
    const closing = new AbortController();
    this.close = () => { this.queue = null; closing.abort(); };
    this.window = { pupil: this, gone: closing.signal };
  }

  begin() {
    if (!this.window) this.open();
    here.run(this.window, () => {
      const { Queue, Sender, handOver } = this.script;
      const response = `response-${this.number}`;
      handOver(response);
      this.queue = new Queue(response);
      this.sender = new Sender(this.queue, { addresses: ADDRESSES, token: this.token, lease: this.lease });
      this.listen();
      this.sender.hurry();
    });
  }

  listen() {
    const hear = (what, act) => this.sender.addEventListener(what, ({ detail }) => act(detail));
    hear("taken-up", ({ lease }) => this.tell("hold", this.number, lease));
    hear("state", (state) => {
      if (state === "saved") this.tell("saved", this.number, this.chosen.map(([write]) => write));
      if (state === "kept") this.kept++;
    });
    for (const end of ["taken-over", "refused"]) hear(end, (reply) => this.tell("problem", this.number, end, reply));
  }

  sends(address, body) {
    if (address !== ADDRESSES.save) return;
    const { write, question, answer, lease, seq } = Object.fromEntries(body);
    this.tell("send", this.number, write, Number(question), answer, Number(lease), Number(seq));
  }

  async answerUntil(over) {
    while (!over.aborted) {
      await wait(this.pace * (0.5 + Math.random()));
      if (this.queue && this.queue.entries.length < MOST_WAITING && !over.aborted) here.run(this.window, () => this.choose());
    }
  }

  choose() {
    this.queue.add(1 + Math.floor(Math.random() * this.questions), CODES[Math.floor(Math.random() * CODES.length)]);
    this.chosen.push([this.queue.entries.at(-1).write, now]);
    this.sender.wake();
  }

  // A page can be had only from the server: without a network the pupil sees none, and tries again.
  async reload() {
    this.reloads++;
    this.close();
    this.open();
    let page = await this.page();
    while (!page) {
      await wait(BEFORE_A_RELOAD);
      page = await this.page();
    }
    const field = (name) => page.match(`name="${name}" value="([^"]+)"`)[1];
    Object.assign(this, { token: field("csrf_token"), lease: Number(field("lease")) });
    this.begin();
  }

  async page() {
    const limit = new AbortController();
    const timer = here.exit(() => setTimeout(() => limit.abort(), TIME_OUT));
    try {
      const reply = await here.run(this.window, () => fetch(PAGE, { signal: limit.signal }));
      return reply.status === 200 && (await reply.text());
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  // Whether something that was chosen before that moment is still on the computer.
  waits(moment) {
    const before = new Set(this.chosen.filter(([, at]) => at <= moment).map(([write]) => write));
    return !this.queue || this.queue.entries.some(({ write }) => before.has(write));
  }
}
