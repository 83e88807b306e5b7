// Everything with one or two keys. Space moves to the next stop and Enter picks it; or the stops come by themselves and
// either key picks. At most eight stops: the answers and the way on come first, the rest follows behind "More".

const MOST = 8;
const PACE = { slow: 4_000, medium: 2_500, fast: 1_500 };
const ROUNDS = 3; // without a key: then it waits for one
const STOPS = "a[href], button, summary, input:not([type=hidden]), textarea, select";
const FIRST = "main .choice input, main .code-input, main [value=next], main .button:not(.button--plain, .button--quiet)";

export class Scan {
  #panel;
  #more;
  #leave;
  #page = 0; // which of the groups of stops
  #place = -1;
  #timer = 0;
  #rounds = 0;

  constructor(panel) {
    if (!panel) return;
    this.#panel = panel;
    this.#more = this.#button(panel.dataset.more, () => this.#turn(this.#page + 1));
    this.#leave = this.#button(panel.dataset.leave, () => this.#end());
    for (const change of ["look", "screen"]) document.addEventListener(change, () => this.#begin());
    document.addEventListener("keydown", (event) => this.#press(event), { capture: true });
    document.addEventListener("pointerdown", () => { this.#rounds = 0; });
    this.#begin();
  }

  get #way() {
    return document.documentElement.dataset.scan ?? "off";
  }

  #button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--quiet scan";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }

  #begin() {
    clearInterval(this.#timer);
    this.#more.remove();
    this.#leave.remove();
    if (this.#way === "off") return;
    document.getElementById("main").append(this.#leave, this.#more);
    this.#rounds = 0;
    this.#turn(0);
    if (PACE[this.#way]) this.#timer = setInterval(() => this.#tick(), PACE[this.#way]);
  }

  // The stops of this group: those that matter most on the first, then all others in the order of the page.
  get stops() {
    const seen = [...document.querySelectorAll(STOPS)].filter((one) => one !== this.#more && isThere(one));
    const first = seen.filter((one) => one.matches(FIRST));
    const all = [...first, ...seen.filter((one) => !first.includes(one))];
    if (all.length <= MOST) return all;
    const size = MOST - 1;
    const start = (this.#page % Math.ceil(all.length / size)) * size;
    return [...all.slice(start, start + size), this.#more];
  }

  #turn(page) {
    this.#page = page;
    this.#place = -1;
  }

  #tick() {
    if (this.#rounds < ROUNDS && !document.hidden) this.#move(1);
  }

  #move(step) {
    const stops = this.stops;
    const next = this.#place + step;
    if (next >= stops.length) this.#rounds++;
    this.#place = ((next % stops.length) + stops.length) % stops.length;
    stops[this.#place]?.focus({ focusVisible: true });
    stops[this.#place]?.scrollIntoView({ block: "nearest" });
  }

  #press(event) {
    if (this.#way === "off" || event.ctrlKey || event.altKey || event.metaKey) return;
    const isTyping = event.target.matches(".code-input") && event.key.length === 1 && event.key !== " ";
    if (isTyping || !["Escape", " ", "Tab", "Enter"].includes(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const waited = this.#rounds >= ROUNDS;
    this.#rounds = 0;
    if (event.repeat) return; // a key that is held down is one press
    if (event.key === "Escape") this.#end();
    else if (waited && PACE[this.#way]) this.#turn(0);
    else if (event.key === "Enter" || PACE[this.#way]) this.#pick();
    else this.#move(event.shiftKey ? -1 : 1);
  }

  // After an answer the next stop is the way on.
  #pick() {
    const stop = this.stops[this.#place];
    if (!stop) return this.#move(1);
    stop.click();
    if (stop.matches(".choice input")) this.#place = this.stops.findIndex((one) => one.matches("[value=next]")) - 1;
    else if (stop.matches("summary")) this.#turn(0);
  }

  #end() {
    const off = this.#panel.querySelector("[name=scan][value=off]");
    off.checked = true;
    off.dispatchEvent(new Event("change", { bubbles: true }));
    document.querySelector("main h1").focus();
  }
}

const isThere = (one) => !one.disabled && one.checkVisibility({ visibilityProperty: true }) && !one.matches(".skip");
