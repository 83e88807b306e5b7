// Reads the question and its answers aloud: a recording where there is one, else a voice of this computer in the page's
// language. Voices that send the words elsewhere are never used; without a voice there is no button.

const RATES = { slow: 0.7, normal: 1, fast: 1.3 };
const voices = window.speechSynthesis;

export class Listen {
  #button;
  #audio = null;
  #turn = 0; // counts readings, so that one that was stopped does not go on

  constructor() {
    this.#begin();
    document.addEventListener("screen", () => this.#begin());
    document.addEventListener("click", (event) => {
      if (event.target.closest(".listen")) this.#toggle();
      else if (event.target.closest("[type=submit], a[href]")) this.#stop();
    });
    voices?.addEventListener("voiceschanged", () => this.#offer());
    window.addEventListener("pagehide", () => this.#stop());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.#stop(); });
  }

  #begin() {
    this.#stop();
    this.#button = document.querySelector("#screen .listen");
    this.#offer();
  }

  // Only what can be read to its end is offered.
  #offer() {
    if (!this.#button) return;
    const voice = ourVoice();
    this.#button.hidden = !phrases().every((phrase) => voice || phrase.dataset.audio);
  }

  #toggle() {
    if (this.#button.getAttribute("aria-pressed") === "true") this.#stop();
    else this.#read();
  }

  async #read() {
    const turn = ++this.#turn;
    this.#press(true);
    for (const phrase of phrases()) {
      if (turn !== this.#turn) return;
      phrase.classList.add("is-read");
      await (phrase.dataset.audio ? this.#play(phrase.dataset.audio) : say(phrase)).catch(() => {});
      phrase.classList.remove("is-read");
    }
    if (turn === this.#turn) this.#press(false);
  }

  #stop() {
    this.#turn++;
    this.#audio?.pause();
    voices?.cancel();
    for (const phrase of document.querySelectorAll(".is-read")) phrase.classList.remove("is-read");
    if (this.#button) this.#press(false);
  }

  #press(pressed) {
    this.#button.setAttribute("aria-pressed", pressed);
  }

  #play(address) {
    const audio = new Audio(address);
    this.#audio = audio;
    audio.playbackRate = rate();
    return new Promise((resolve, reject) => {
      for (const end of ["ended", "pause"]) audio.addEventListener(end, resolve);
      audio.addEventListener("error", reject);
      audio.play().catch(reject);
    });
  }
}

function say(phrase) {
  const words = new SpeechSynthesisUtterance(phrase.textContent);
  words.voice = ourVoice();
  words.lang = words.voice.lang;
  words.rate = rate();
  return new Promise((resolve, reject) => {
    words.addEventListener("end", resolve);
    words.addEventListener("error", reject);
    voices.speak(words);
  });
}

const phrases = () => [...document.querySelectorAll("#screen h1, #screen .choice > span")];

const rate = () => RATES[document.documentElement.dataset.speed] ?? 1;

function ourVoice() {
  const language = document.documentElement.lang;
  return voices?.getVoices().find((one) => one.localService && one.lang.split(/[-_]/)[0] === language);
}
