// The panel where a pupil chooses how the page looks: what is chosen shows at once, and is kept with the card.

const AGAIN_AFTER = 10_000;

export class Look {
  #panel;
  #form;
  #turn = 0; // counts choices, so that only the newest is sent again

  constructor(panel) {
    if (!panel) return;
    this.#panel = panel;
    this.#form = panel.querySelector("form");
    panel.querySelector(".buttons").hidden = true;
    panel.addEventListener("change", () => this.#choose());
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#close();
      if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
    });
  }

  #choose() {
    for (const { name, value, defaultValue } of this.#panel.querySelectorAll("input:checked")) {
      document.documentElement.setAttribute(`data-${name}`, value || defaultValue);
    }
    document.dispatchEvent(new Event("look"));
    if (this.#form) this.#keep(++this.#turn);
  }

  // Before the card is known there is nothing to keep it with: the form with the codes takes it along.
  async #keep(turn) {
    try {
      const body = new URLSearchParams(new FormData(this.#form));
      const reply = await fetch(this.#form.action, { method: "POST", body, redirect: "manual", keepalive: true });
      if (reply.status >= 500 || reply.status === 429) throw new Error(`look: ${reply.status}`);
    } catch {
      setTimeout(() => { if (turn === this.#turn) this.#keep(turn); }, AGAIN_AFTER);
    }
  }

  #close() {
    this.#panel.open = false;
    this.#panel.querySelector("summary").focus();
  }
}
