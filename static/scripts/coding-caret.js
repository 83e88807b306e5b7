// Choosing words by keyboard. One place of the page takes the keys; what is chosen is the page's own selection, so that
// everybody sees it, and it is said in a live region as it changes.

import { articleOf, select, selected, textOf, turns, wordsOf } from "./coding-places.js";

const SHORT = 12; // words; a longer passage is said by its beginning and its end
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’-]*/gu;
const SENTENCE = /[^.!?…]+[.!?…]*/gu;

export class Caret {
  constructor(place, say, sentences, { choose, leave }) {
    Object.assign(this, { place, say, sentences, choose, leave });
    this.end = "to";
    place.addEventListener("keydown", (event) => this.press(event));
  }

  // Begin at what is selected, else at the first word that is to be seen.
  enter() {
    this.place.hidden = this.place.closest("[data-bar]").hidden = false;
    this.place.focus({ preventScroll: true });
    this.end = "to";
    const now = selected();
    if (now) this.take(now);
    else this.moveTo(this.firstSeen());
    this.say(`${this.sentences.sayEntered} ${this.told()}`);
  }

  take(passage) {
    this.from = { ...passage.from };
    this.to = { ...passage.to };
    this.show();
  }

  close() {
    this.place.hidden = true;
  }

  press(event) {
    const deed = this.deeds()[event.key] ?? this.deeds()[event.key.toLowerCase()];
    if (!deed || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    deed(event.shiftKey);
  }

  deeds() {
    return {
      ArrowRight: (longer) => this.go("word", 1, longer), ArrowLeft: (longer) => this.go("word", -1, longer),
      ArrowDown: (longer) => this.go("sentence", 1, longer), ArrowUp: (longer) => this.go("sentence", -1, longer),
      PageDown: (longer) => this.go("turn", 1, longer), PageUp: (longer) => this.go("turn", -1, longer),
      Home: (longer) => this.edge(0, longer), End: (longer) => this.edge(-1, longer),
      Enter: () => this.choose(), " ": () => this.choose(), Escape: () => this.leave(),
      s: () => this.swapEnds(), r: () => this.say(this.told()),
    };
  }

  swapEnds() {
    this.end = this.end === "to" ? "from" : "to";
    this.say(this.end === "to" ? this.sentences.sayEnds : this.sentences.sayBegins);
  }

  go(kind, step, longer) {
    const moving = this.end === "to" || !longer ? this.to : this.from;
    const here = this.end === "to" || !longer ? { words: moving.words, at: Math.max(moving.at - 1, 0) } : moving;
    const next = this.unit(kind, longer ? here : step > 0 ? here : this.from, step);
    if (!next) return this.say(step > 0 ? this.sentences.sayLast : this.sentences.sayFirst);
    if (longer) this.stretch(next);
    else this.moveTo(next, kind);
    this.say(this.told(longer ? "" : kind));
  }

  edge(which, longer) {
    const words = (this.end === "to" ? this.to : this.from).words;
    const unit = units(words, "word").at(which);
    if (!unit) return;
    if (longer) this.stretch(unit);
    else this.moveTo(unit);
    this.say(this.told());
  }

  // The unit after or before a place, in its turn or the next one that has words.
  unit(kind, { words, at }, step) {
    const here = units(words, kind);
    const next = step > 0 ? here.find((one) => one.first > at) : here.findLast((one) => one.last <= at || (one.first < at && this.end === "from"));
    if (next && kind !== "turn") return next;
    const all = turns();
    for (let on = all.indexOf(words) + step; on >= 0 && on < all.length; on += step) {
      const inside = units(all[on], kind);
      if (inside.length) return inside.at(step > 0 ? 0 : -1);
    }
    return null;
  }

  moveTo(unit) {
    if (!unit) return;
    this.end = "to";
    this.from = { words: unit.words, at: unit.first };
    this.to = { words: unit.words, at: unit.last };
    this.show();
  }

  // Move one end; the other stays where it is, and the passage never becomes empty.
  stretch(unit) {
    const moved = { words: unit.words, at: this.end === "to" ? unit.last : unit.first };
    const [from, to] = this.end === "to" ? [this.from, moved] : [moved, this.to];
    if (isBefore(from, to)) Object.assign(this, { from, to });
    this.show();
  }

  show() {
    select(this);
    const edge = this.end === "to" ? this.to : this.from;
    edge.words.scrollIntoView({ block: "nearest" });
    seen(this);
  }

  // What is said: the word, or how long the passage is; on another turn its number and speaker first.
  told(kind = "") {
    const { number, speaker } = articleOf((this.end === "to" ? this.to : this.from).words).dataset;
    const isElsewhere = kind === "turn" || this.saidTurn !== number;
    this.saidTurn = number;
    const turn = isElsewhere ? `${fill(this.sentences.sayTurn, { number, speaker })}. ` : "";
    return turn + passageInWords(wordsOf(this), kind ? "{words}" : this.sentences.saySelected, this.sentences.sayMany);
  }

  firstSeen() {
    const seenFirst = turns().find((words) => words.getBoundingClientRect().bottom > 120 && units(words, "word").length);
    const words = seenFirst ?? turns().find((one) => units(one, "word").length);
    return words ? units(words, "word")[0] : null;
  }
}

export const fill = (sentence, gaps) => sentence.replace(/\{(\w+)\}/g, (_, name) => gaps[name]);

export function passageInWords(text, sentence, many) {
  const all = text.trim().split(/\s+/);
  const words = all.length <= SHORT ? all.join(" ")
    : fill(many, { count: all.length, first: all.slice(0, 5).join(" "), last: all.slice(-5).join(" ") });
  return fill(sentence, { words });
}

// Words, sentences or the whole of a turn, each {words, first, last} in UTF-16 units.
function units(words, kind) {
  const text = textOf(words);
  if (kind === "turn") return text.trim() ? [{ words, first: 0, last: text.trimEnd().length }] : [];
  return [...pieces(text, kind)].map(([first, piece]) => {
    const lead = piece.length - piece.trimStart().length;
    return { words, first: first + lead, last: first + piece.trimEnd().length };
  }).filter((one) => one.first < one.last);
}

function* pieces(text, kind) {
  if (!("Segmenter" in Intl)) {
    for (const found of text.matchAll(kind === "word" ? WORD : SENTENCE)) yield [found.index, found[0]];
    return;
  }
  for (const part of new Intl.Segmenter(document.documentElement.lang, { granularity: kind }).segment(text)) {
    if (kind === "sentence" || part.isWordLike) yield [part.index, part.segment];
  }
}

function isBefore(from, to) {
  if (from.words === to.words) return from.at < to.at;
  return Boolean(from.words.compareDocumentPosition(to.words) & Node.DOCUMENT_POSITION_FOLLOWING);
}

// A long turn may reach beyond the window: bring the end that moves into sight.
function seen({ from, to, end }) {
  const range = document.createRange();
  const selection = document.getSelection();
  if (!selection.rangeCount) return;
  range.setStart(...(end === "to" ? [selection.focusNode, selection.focusOffset] : [selection.anchorNode, selection.anchorOffset]));
  const box = range.getBoundingClientRect();
  if (box.height && (box.top < 80 || box.bottom > innerHeight - 140)) scrollBy({ top: box.top - innerHeight / 2 });
  return from && to;
}
