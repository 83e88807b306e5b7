// The screen of a statement: shows another question in its place, and which answer is chosen.

import { arrive } from "./words.js";

export const ANSWERED = "+"; // in place of a code: given before the codes were entered, and not shown

export class Statement {
  #before = document.getElementById("before");
  #form;
  #screen;
  #sheet = null;

  constructor(form) {
    this.#form = form;
    this.#screen = form.querySelector("#screen");
    this.number = Number(form.dataset.number);
    this.total = Number(form.dataset.total);
  }

  get isWhole() {
    return this.#sheet !== null;
  }

  get chosen() {
    return this.#screen.querySelector("input:checked")?.value ?? "";
  }

  // What the page came with, before anybody pressed anything.
  get given() {
    return this.#screen.querySelector("input[checked]")?.value ?? "";
  }

  get isEarlier() {
    return !this.#before.hidden;
  }

  choose(code) {
    this.#before.hidden = code !== ANSWERED;
    for (const radio of this.#screen.querySelectorAll("input[type=radio]")) radio.checked = radio.value === code;
  }

  // Fetches every question at once, so that going on asks the network for nothing.
  async fetchSheet(address) {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`sheet: ${response.status}`);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const screens = [...page.querySelectorAll("template[data-number]")];
    if (screens.length === this.total) {
      this.#sheet = new Map(screens.map((screen) => [Number(screen.dataset.number), screen.content]));
    }
  }

  show(number, code) {
    this.number = number;
    this.#screen.replaceChildren(document.importNode(this.#sheet.get(number), true));
    this.choose(code);
    this.#form.action = this.addressOf(number);
    this.#form.querySelector("[value=back]").hidden = number === 1;
    history.replaceState(null, "", this.addressOf(number));
    arrive(this.#progress);
    document.dispatchEvent(new Event("screen"));
  }

  addressOf(number) {
    return this.#form.dataset.address.replace(/\d+$/, number);
  }

  askToChoose() {
    this.forget();
    const choose = document.getElementById("choose");
    this.#screen.querySelector("fieldset").before(choose.content.cloneNode(true));
    arrive(`${choose.dataset.title} ${this.#progress}`, this.#screen.querySelector(".errors"));
  }

  // The mistake is mended.
  forget() {
    if (!this.#screen.querySelector(".errors")) return;
    this.#screen.querySelector(".errors").remove();
    document.title = `${this.#progress} - Lateral`;
  }

  get #progress() {
    return this.#screen.querySelector("#progress-text").textContent.split(" · ")[0];
  }
}
