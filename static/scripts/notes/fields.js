// Places on the page where words are typed: a box, or a line of a group with its speaker and how many agree.

export class Fields {
  #form;

  constructor(form) {
    this.#form = form;
  }

  find(question) {
    return this.#form.querySelector(`[data-place="${CSS.escape(question)}"]`);
  }

  read(place) {
    return {
      question: place.dataset.place,
      answer: place.querySelector("[data-text]").value.replaceAll("\0", ""),
      speaker: place.querySelector("[data-speaker]")?.value ?? "",
      agree: Number(place.querySelector("[data-agree]")?.value) || 0,
    };
  }

  // What somebody typed on a slow line before any script was there.
  get typed() {
    const places = [...this.#form.querySelectorAll("[data-place]")];
    const isTyped = (words) => words.value !== words.defaultValue && !words.readOnly;
    return places.filter((place) => isTyped(place.querySelector("[data-text]"))).map((place) => this.read(place));
  }

  // Nothing is touched that stands so already: a cursor keeps its place.
  show(place, { stored, speaker, agree }) {
    if (!place) return;
    const put = (name, value) => {
      const field = place.querySelector(name);
      if (field && field.value !== String(value)) field.value = value;
    };
    put("[data-text]", stored);
    put("[data-speaker]", speaker ?? "");
    put("[data-agree]", agree ?? 0);
  }

  lock() {
    for (const field of this.#form.querySelectorAll("textarea, input")) field.readOnly = true;
    for (const field of this.#form.querySelectorAll("select, button")) field.disabled = true;
  }
}
