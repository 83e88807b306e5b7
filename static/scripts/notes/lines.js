// A group: one key for each speaker begins a line of theirs, Enter ends it, plus counts one more who agrees.

export class Lines {
  #form;
  #mould;
  #last; // the question that was last written under

  constructor(form, mould) {
    this.#form = form;
    this.#mould = mould;
    for (const fresh of form.querySelectorAll("[data-fresh]")) fresh.remove();
    for (const hidden of form.querySelectorAll("[data-keys], [data-more]")) hidden.hidden = false;
    this.#last = form.querySelector("[data-question]");
    form.addEventListener("focusin", ({ target }) => { this.#last = this.#questionOf(target) ?? this.#last; });
    form.addEventListener("click", ({ target }) => this.#press(target));
    document.addEventListener("keydown", (event) => this.#key(event));
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

  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const { target, key } = event;
    if (target.matches(".line textarea")) {
      if (key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      this.#questionOf(target).querySelector("[data-key]").focus();
      return;
    }
    if (target.matches("input, textarea, select")) return;
    const question = this.#questionOf(target) ?? this.#last;
    if (key === "+") this.#agree(question.querySelector(".lines").lastElementChild);
    else if (this.#begin(question, key)) event.preventDefault();
  }

  #begin(question, key) {
    const chip = question.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!chip) return false;
    const line = this.make(this.next(`${question.dataset.question}/1`));
    line.querySelector("[data-speaker]").value = key;
    line.querySelector("textarea").focus();
    return true;
  }

  #agree(line) {
    const tally = line?.querySelector("[data-agree]");
    if (!tally) return;
    tally.value = Math.min(Number(tally.max), Number(tally.value) + 1);
    tally.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
