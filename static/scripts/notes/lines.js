// A group: one key for each speaker begins a line of theirs, Enter ends it, plus counts one more who agrees, and
// arrows go to the next question and back.

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

export class Lines {
  #form;
  #mould;

  constructor(form, mould) {
    this.#form = form;
    this.#mould = mould;
    for (const fresh of form.querySelectorAll("[data-fresh]")) settle(fresh);
    for (const hidden of form.querySelectorAll("[data-keys], [data-more]")) hidden.hidden = false;
    form.addEventListener("click", ({ target }) => this.#press(target));
    form.addEventListener("keydown", (event) => this.#key(event));
  }

  isLine(place) {
    return !place.endsWith("/0");
  }

  // The place of the next line under the question of a place.
  next(place) {
    const question = place.slice(0, place.lastIndexOf("/"));
    const taken = [...this.#list(question).children].map((line) => Number(line.dataset.place.split("/").pop()));
    return `${question}/${Math.max(0, ...taken) + 1}`;
  }

  make(place) {
    if (!this.isLine(place)) return null;
    const list = this.#list(place.slice(0, place.lastIndexOf("/")));
    if (!list) return null;
    const line = this.#mould.content.firstElementChild.cloneNode(true);
    for (const part of [line, ...line.querySelectorAll("*")]) {
      for (const one of part.attributes) one.value = one.value.replace("PLACE", place);
    }
    line.querySelector("[data-more]").hidden = false;
    list.append(line);
    return line;
  }

  lock() {
    for (const keys of this.#form.querySelectorAll("[data-keys]")) keys.hidden = true;
  }

  #list(question) {
    return this.#form.querySelector(`[data-question="${CSS.escape(question)}"] .lines`);
  }

  #questionOf(element) {
    return element.closest?.("[data-question]");
  }

  #press(target) {
    const key = target.closest("[data-key]");
    if (key) this.#begin(this.#questionOf(key), key.dataset.key);
    const more = target.closest("[data-more]");
    if (more) this.#agree(more.closest("[data-place]"));
  }

  // A key by itself does something only where the focus is in a question, and not where words are typed.
  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const { target, key } = event, question = this.#questionOf(target);
    if (!question || !this.#act(key, target, question, event.shiftKey)) return;
    event.preventDefault();
  }

  // True when the key was for us.
  #act(key, target, question, isShifted) {
    if (target.matches(".line textarea")) return key === "Enter" && !isShifted && this.#end(target, question);
    if (target.matches("input, textarea, select")) return false;
    if (key === "+") return this.#agree(question.querySelector(".lines").lastElementChild);
    if (STEPS[key]) return this.#step(question, STEPS[key]);
    return this.#begin(question, key);
  }

  // A line that was begun and stayed empty goes again.
  #end(box, question) {
    if (!box.value.trim()) box.closest(".line").remove();
    question.querySelector("[data-key]").focus();
    return true;
  }

  #step(question, by) {
    const all = [...this.#form.querySelectorAll("[data-question]")];
    const key = all[all.indexOf(question) + by]?.querySelector("[data-key]");
    key?.focus();
    return Boolean(key);
  }

  #begin(question, key) {
    const chip = question.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!chip || chip.disabled) return false;
    const line = this.make(this.next(`${question.dataset.question}/1`));
    line.querySelector("[data-speaker]").value = key;
    line.querySelector("textarea").focus();
    return true;
  }

  #agree(line) {
    const tally = line?.querySelector("[data-agree]");
    if (!tally || tally.readOnly) return false;
    tally.value = Math.min(Number(tally.max), Number(tally.value) + 1);
    tally.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  }
}

// The line for those without a script goes, unless somebody has begun it already: then it is one like the others.
function settle(fresh) {
  if (!fresh.querySelector("[data-text]").value) return fresh.remove();
  fresh.removeAttribute("data-fresh");
  fresh.querySelector("[data-more]").hidden = false;
}
