// What the server does not have yet, kept in this browser. Of a pupil: opaque ids and codes of answers, nothing else.

const PREFIX = "lateral.answers.";
const KEPT_FOR = 3 * 3600 * 1000; // as long as the longest lesson

export class Queue {
  lease = 0; // of this tab; 0 until it has taken the response up
  blocked = false; // true when the browser would not keep what waits
  #key;
  #highest = 0;
  #tried = new WeakSet(); // what may have arrived, although no reply came

  constructor(response, prefix = PREFIX) {
    this.#key = prefix + response;
    this.entries = read(this.#key)?.entries ?? [];
  }

  // What was chosen before the sequence was known, here or before a reload, is counted on from what the server has.
  takeUp(lease, seq) {
    this.lease = lease;
    this.#highest = Math.max(seq, ...this.entries.map((entry) => entry.seq));
    for (const entry of this.entries) entry.seq ||= ++this.#highest;
    this.#keep();
  }

  add(question, answer, more = {}) {
    this.entries.push({ question, answer, ...more, seq: this.lease && ++this.#highest, write: newWriteId() });
    this.#keep();
  }

  // Words that were typed on take the place of what no attempt has sent yet.
  put(question, answer, more) {
    this.entries = this.entries.filter((entry) => entry.question !== question || this.#tried.has(entry));
    this.add(question, answer, more);
  }

  // Nothing waits for the question any more.
  drop(question) {
    this.entries = this.entries.filter((entry) => entry.question !== question);
    this.#keep();
  }

  // The entry is on its way.
  try(entry) {
    this.#tried.add(entry);
  }

  remove(entry, seq = 0) {
    this.#highest = Math.max(this.#highest, seq);
    this.entries = this.entries.filter((other) => other !== entry);
    this.#keep();
  }

  // The newest choice that waits for a question, or undefined.
  waiting(question) {
    return this.entries.filter((entry) => entry.question === question).pop()?.answer;
  }

  #keep() {
    try {
      if (this.lease && read(this.#key)?.lease > this.lease) return; // another tab holds the response now
      if (this.entries.length) localStorage.setItem(this.#key, this.#text());
      else localStorage.removeItem(this.#key);
      this.blocked = false;
    } catch {
      this.blocked = true;
    }
  }

  #text() {
    return JSON.stringify({ lease: this.lease, at: Date.now(), entries: this.entries });
  }
}

// Everything goes but what waits under one of our names and may stay.
export function wipe(mayStay = () => false) {
  try {
    for (const key of Object.keys(localStorage)) if (!mayStay(key)) localStorage.removeItem(key);
    sessionStorage.clear();
  } catch {
    // a browser that blocks its storage has nothing in it
  }
}

// Another pupil's response has been taken up here: what an earlier one left is gone for good.
export const handOver = (response) => wipe((key) => key === PREFIX + response);

// Whoever comes to the first page may be the one whose answers could not be sent yet, back after a crash.
export const sweep = () => wipe((key) => key.startsWith(PREFIX) && Date.now() - read(key)?.at < KEPT_FOR);

function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    return Array.isArray(kept?.entries) ? kept : null;
  } catch {
    return null;
  }
}

function newWriteId() {
  return [...crypto.getRandomValues(new Uint8Array(15))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
