// The coding page: words chosen by mouse, finger or keyboard are shown in a bar, marked from a dialog, and moved.

import { Caret, fill, passageInWords } from "./coding-caret.js";
import { forServer, onPage, select, selected, wordsOf } from "./coding-places.js";
import { Themes } from "./coding-themes.js";

const page = document.querySelector("[data-coding]");
const form = document.querySelector("[data-mark]");
const panel = document.querySelector("dialog[data-panel]");
const sentences = page.dataset;
const wait = 350; // milliseconds of rest before a selection is said
let chosen = null; // the passage, while it is on the page
let moving = null; // the coding whose ends are moved
let timer = 0;
let mark = null; // the dialog of themes, for those who may code

// --- what is said -------------------------------------------------------------------------------------------------

const live = Object.assign(document.createElement("p"), { className: "govuk-visually-hidden" });
live.setAttribute("aria-live", "assertive");
page.append(live);

function say(sentence) {
  live.textContent = live.textContent === sentence ? `${sentence} ` : sentence;
}

// --- the bar under the words --------------------------------------------------------------------------------------

const bar = document.querySelector("[data-bar]");
const place = document.querySelector("[data-caret-place]");
const themes = form && new Themes(form, say, sentences, fill);
mark = themes?.dialog;

if (mark) {
  for (const button of document.querySelectorAll("[data-caret]")) button.hidden = false;
  document.addEventListener("selectionchange", notice);
  bar.querySelector("[data-choose]").addEventListener("click", choose);
  bar.querySelector("[data-drop]").addEventListener("click", leave);
}

function notice() {
  clearTimeout(timer);
  if (mark.open || panel.open) return;
  const now = selected();
  if (now) chosen = now;
  else if (place.hidden && !bar.contains(document.activeElement)) chosen = null;
  show();
  if (now && place.hidden) timer = setTimeout(() => say(passageInWords(wordsOf(now), sentences.saySelected, sentences.sayMany)), wait);
}

function show() {
  bar.hidden = !chosen && !moving;
  bar.querySelector("[data-bar-words]").textContent = chosen ? short(wordsOf(chosen)) : "";
  bar.querySelector("[data-choose]").textContent = moving ? bar.dataset.move : bar.dataset.mark;
}

const short = (text) => (text.length > 120 ? `${text.slice(0, 60)} … ${text.slice(-50)}` : text);

// --- by keyboard --------------------------------------------------------------------------------------------------

const caret = mark && new Caret(place, say, sentences, { choose, leave });

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-caret]")) caret.enter();
  if (target.closest("[data-move]")) beginMove(target.closest("[data-move]"));
});

document.addEventListener("keydown", (event) => {
  const inField = event.target.closest("input, textarea, select, dialog[open]");
  if (inField || !mark || !(event.ctrlKey || event.metaKey)) return;
  const which = event.key.toLowerCase() === "z" ? (event.shiftKey ? "redo" : "undo") : event.key.toLowerCase() === "y" ? "redo" : "";
  const button = which && document.querySelector(`[data-${which}] button:not([disabled])`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

function leave() {
  chosen = moving = null;
  document.getSelection().removeAllRanges();
  caret.close();
  show();
  say(sentences.sayLeft);
  document.querySelector("[data-caret]")?.focus({ preventScroll: true });
}

// --- marking ------------------------------------------------------------------------------------------------------

function choose() {
  const passage = place.hidden ? chosen : { from: caret.from, to: caret.to };
  if (!passage) return;
  chosen = passage;
  if (moving) return saveMove();
  for (const [name, value] of Object.entries(forServer(passage))) mark.querySelector(`[name=${name}]`).value = value;
  themes.open(wordsOf(passage));
}

// --- moving the ends of a coding ----------------------------------------------------------------------------------

function beginMove(button) {
  const { fromTurn, fromAt, toTurn, toAt } = button.dataset;
  const from = onPage({ turn: fromTurn, at: Number(fromAt) }), to = onPage({ turn: toTurn, at: Number(toAt) });
  moving = { action: button.dataset.action, version: button.dataset.version };
  panel.close();
  if (!from || !to) { moving = null; return; }
  chosen = { from, to };
  select(chosen);
  caret.enter();
  show();
}

function saveMove() {
  const values = { ...forServer(chosen), version: moving.version, part: page.dataset.part };
  htmx.ajax("POST", moving.action, { source: bar, target: "#desk", swap: "innerHTML", values });
  moving = chosen = null;
  done();
}

function done() {
  document.getSelection().removeAllRanges();
  chosen = null;
  const byKeys = place && !place.hidden;
  caret?.close();
  show();
  if (byKeys) document.querySelector("[data-caret]")?.focus({ preventScroll: true });
}

// --- what the server says -----------------------------------------------------------------------------------------

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const source = ctx.sourceElement;
  if (ctx.response?.status >= 400) return;
  if (mark?.contains(source)) { themes.close(); done(); }
  if (panel.contains(source) && source.matches("form")) panel.close();
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const id = ctx.target?.id;
  if (id === "panel") openPanel();
  if (id !== "desk") return;
  for (const button of document.querySelectorAll("[data-caret]")) button.hidden = false;
  const said = document.querySelector("[data-said]");
  if (mark?.open || panel.open) tellInDialog(said.textContent);
  say(said.textContent);
});

// A dialog that stays open says itself why.
function tellInDialog(sentence) {
  const dialog = mark.open ? mark : panel;
  const note = dialog.querySelector("[data-trouble]");
  if (note) { note.textContent = sentence; note.hidden = !sentence; }
}

function openPanel() {
  panel.querySelector("[data-typed]")?.remove();
  for (const button of panel.querySelectorAll("[data-move]")) button.hidden = !caret;
  if (!panel.open) panel.showModal();
}

// Nobody's selection is taken from under their hands, and a dialog keeps what it shows; not either by an answer that was
// asked for before. The next one brings what it held.
for (const moment of ["htmx:before:request", "htmx:before:response"]) {
  document.addEventListener(moment, (event) => {
    const { sourceEvent, response } = event.detail.ctx;
    if (sourceEvent?.type !== "every" || !(chosen || moving || mark?.open || panel.open)) return;
    event.preventDefault();
    response?.raw.body?.cancel();
  });
}
