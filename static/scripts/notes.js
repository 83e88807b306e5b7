// Notes and written answers save themselves while they are typed. The pages work without this file, by their button.

import { Queue } from "./pupil/queue.js";
import { Sender } from "./pupil/sender.js";
import { Status } from "./pupil/status.js";
import { addresses, words } from "./pupil/words.js";
import { Fields } from "./notes/fields.js";
import { Lines } from "./notes/lines.js";

const PAUSE = 700; // milliseconds without a key: a good moment to send
const LONGEST_PAUSE = 3_000; // whoever goes on typing is sent this often

const form = document.getElementById("notes");
const trouble = document.getElementById("trouble");
const fields = new Fields(form);
const lines = document.getElementById("line") && new Lines(form, document.getElementById("line"));
const queue = new Queue(addresses.notes, "lateral.notes.");
const sender = new Sender(queue, {
  addresses, token: form.elements.csrf_token.value, lease: form.elements.lease.value,
});
const status = new Status(document.getElementById("saved"));

let pause = 0;
let waitsSince = 0;
let isLeaving = false;
let isOver = false; // nothing that is typed here would be saved

// --- typing -------------------------------------------------------------------------------------------------------

// What is typed is in the browser's store at once, and goes out at the next pause.
form.addEventListener("input", ({ target }) => {
  const place = target.closest("[data-place]");
  if (!place || place.hasAttribute("data-fresh")) return;
  const { question, answer, ...more } = fields.read(place);
  queue.put(question, answer, more);
  status.show(queue.blocked ? "blocked" : "saving");
  waitsSince ||= Date.now();
  clearTimeout(pause);
  pause = setTimeout(send, Math.min(PAUSE, Math.max(0, waitsSince + LONGEST_PAUSE - Date.now())));
});

function send() {
  clearTimeout(pause);
  waitsSince = 0;
  if (queue.entries.length) sender.wake();
}

form.addEventListener("focusout", send);
document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });
window.addEventListener("pagehide", send);
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
window.addEventListener("beforeunload", (event) => {
  if (queue.blocked && queue.entries.length && !isLeaving) event.preventDefault();
});

// A button of the form: what waits goes first, so that nothing is sent twice and nothing is left behind.
form.addEventListener("submit", async (event) => {
  if (isLeaving) return;
  event.preventDefault();
  const button = event.submitter;
  sender.hurry();
  await sender.empty();
  status.show("saved");
  if (button?.value !== "send" || isLeaving) return;
  isLeaving = true;
  setTimeout(() => form.requestSubmit(button)); // while this event lasts the browser would refuse
});

// --- what the server says -----------------------------------------------------------------------------------------

const hear = (what, act) => sender.addEventListener(what, ({ detail }) => act(detail));

hear("state", (state) => { if (!isOver) status.show(state === "kept" && queue.blocked ? "blocked" : state); });
hear("sending", (entry) => queue.try(entry));
hear("taken-up", (reply) => {
  form.elements.lease.value = reply.lease;
  for (const told of reply.notes) take(told);
});
hear("stored", (reply) => {
  trouble.hidden = true;
  if (queue.waiting(reply.question) === undefined) show(reply);
});
hear("taken-over", ({ error, sentence }) => stop(sentence, words(error === "taken-over" ? "here" : "again")));
hear("refused", ({ error, sentence }) => {
  if (error === "notes-closed") for (const { question } of queue.entries) queue.drop(question);
  stop(sentence, words("again"));
});
hear("strange", (code) => { if (code < 500) tell(words("elsewhere"), words("again")); });

// Another page may have written in the same place while this one was away: then both stay.
function take(told) {
  const waits = queue.entries.filter((entry) => entry.question === told.question).pop();
  if (!waits) return show(told);
  if (waits.seq > told.seq || waits.answer.includes(told.stored)) return;
  if (lines?.isLine(told.question)) {
    const moved = lines.next(told.question);
    show({ ...waits, question: moved, stored: waits.answer });
    queue.drop(told.question);
    queue.put(moved, waits.answer, { speaker: waits.speaker, agree: waits.agree });
    show(told);
  } else {
    const both = `${told.stored}\n${waits.answer}`;
    queue.put(told.question, both, { speaker: "", agree: 0 });
    show({ ...told, stored: both });
  }
}

// A line without words is gone, and needs no place.
function show(told) {
  fields.show(fields.find(told.question) ?? (told.stored && lines?.make(told.question)), told);
}

function stop(sentence, again) {
  isOver = true;
  status.show("nothing");
  fields.lock();
  lines?.lock();
  tell(sentence, again);
}

function tell(sentence, again) {
  if (trouble.querySelector("[data-sentence]").textContent === sentence && !trouble.hidden) return;
  trouble.querySelector("[data-sentence]").textContent = sentence;
  trouble.querySelector("[data-again]").textContent = again;
  trouble.hidden = false;
}

// --- begin --------------------------------------------------------------------------------------------------------

const early = fields.typed;
for (const entry of queue.entries) show({ ...entry, stored: entry.answer });
for (const { question, answer, ...more } of early) {
  const waits = queue.waiting(question);
  queue.put(question, waits === undefined ? answer : `${waits}\n${answer}`, more);
  show({ question, ...more, stored: queue.waiting(question) });
}
for (const hint of document.querySelectorAll("[data-scripted]")) hint.hidden = false;
sender.hurry();
