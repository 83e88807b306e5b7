// Sends what waits, one answer after the other and each until the server has it. "Saved" means a reply that said so.

const TIME_OUT = 20_000;
const SHORTEST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
const NOT_AN_ANSWER = 422;
const KEPT_APART = ["taken-over", "closed-meanwhile"]; // the server has it, and it changes nothing
const MOST_KEPT_ALIVE = 60_000; // characters: browsers keep no larger request alive when its page is gone

class Unreachable extends Error {
  constructor(seconds = 0) {
    super("no reply that we can read");
    this.wait = seconds * 1000;
  }
}

// Tells of: `state` (saving, saved, kept), `sending`, `taken-up`, `stored`, `taken-over`, `refused`, and `strange`: what
// came back is no reply of ours. Something stands in between, or the person is signed out.
export class Sender extends EventTarget {
  #queue;
  #addresses;
  #token;
  #known; // the newest lease that this page has heard of
  #busy = false;
  #over = false;
  #failures = 0;
  #timer = 0;

  constructor(queue, { addresses, token, lease }) {
    super();
    this.#queue = queue;
    this.#addresses = addresses;
    this.#token = token;
    this.#known = lease;
    window.addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => { if (!document.hidden && this.#failures) this.hurry(); });
  }

  // There may be something to send. While a reply is waited for, or the next attempt is, that attempt sends it.
  wake() {
    this.#tell("state", this.#failures ? "kept" : "saving");
    if (!this.#timer) this.#send();
  }

  // Try now rather than when the wait is over.
  hurry() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#send();
  }

  // Resolves when the server has everything.
  async empty() {
    while (this.#queue.entries.length) {
      await new Promise((resolve) => { this.addEventListener("state", resolve, { once: true }); });
    }
  }

  async #send() {
    if (this.#busy || this.#over) return;
    this.#busy = true;
    try {
      if (!this.#queue.lease) await this.#takeUp();
      const any = this.#queue.entries.length;
      while (this.#queue.entries.length && !this.#over) await this.#sendFirst();
      this.#failures = 0;
      if (any && !this.#over) this.#tell("state", "saved");
    } catch (trouble) {
      if (!(trouble instanceof Unreachable)) throw trouble;
      this.#tryLater(trouble.wait);
    } finally {
      this.#busy = false;
    }
  }

  // An attempt that was given up may still arrive. It knows an older lease, and so takes nothing from this window.
  async #takeUp() {
    const { status, reply } = await this.#post(this.#addresses.takeUp, { lease: this.#known });
    if (reply.error === "lease-has-moved") {
      this.#known = reply.lease;
      return this.#takeUp();
    }
    if (status !== 200) return this.#refuse(reply);
    this.#queue.takeUp(reply.lease, reply.seq);
    this.#tell("taken-up", reply);
  }

  async #sendFirst() {
    const entry = this.#queue.entries[0];
    this.#tell("sending", entry);
    const { status, reply } = await this.#post(this.#addresses.save, { ...entry, lease: this.#queue.lease });
    this.#failures = 0;
    if (status === 200 && reply.question !== entry.question) throw new Unreachable(); // somebody else's reply
    const isKeptApart = KEPT_APART.includes(reply.error);
    if (status === 200 || status === NOT_AN_ANSWER || isKeptApart) this.#queue.remove(entry, reply.seq);
    if (status === 200) this.#tell("stored", reply);
    else if (isKeptApart) this.#tell("taken-over", reply);
    else this.#refuse(reply);
  }

  #refuse(reply) {
    this.#over = true;
    this.#tell("refused", reply);
  }

  // Waits of random length up to twice the last, so that a class does not knock all at once when the server is back.
  #tryLater(atLeast) {
    const most = Math.min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** this.#failures++);
    this.#timer = setTimeout(() => this.hurry(), Math.max(Math.min(atLeast, LONGEST_WAIT), most * Math.random()));
    if (this.#queue.entries.length) this.#tell("state", "kept");
  }

  // Status and reply of the server; what something in between says in place of it counts for none.
  async #post(address, fields) {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), TIME_OUT);
    try {
      const body = new URLSearchParams({ ...fields, csrf_token: this.#token });
      const headers = { Accept: "application/json" };
      const keepalive = String(body).length < MOST_KEPT_ALIVE;
      const response = await fetch(address, { method: "POST", body, headers, signal: limit.signal, keepalive });
      if (response.status === 429 || response.status >= 500) {
        throw new Unreachable(Number(response.headers.get("Retry-After")) || 0);
      }
      const reply = await response.json().catch(() => null);
      if (!isOurs(response.status, reply)) {
        this.#tell("strange", response.status);
        throw new Unreachable();
      }
      return { status: response.status, reply };
    } catch (trouble) {
      throw trouble instanceof Unreachable ? trouble : new Unreachable();
    } finally {
      clearTimeout(timer);
    }
  }

  #tell(what, detail) {
    this.dispatchEvent(new CustomEvent(what, { detail }));
  }
}

// What a wifi or a filter says may be JSON, too.
function isOurs(status, reply) {
  return status === 200 ? Number.isInteger(reply?.lease) : Boolean(reply?.error && reply.sentence);
}
