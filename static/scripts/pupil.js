// The pupils' pages work without this file. With it a lesson goes on while the network is away, nothing of a pupil is
// left on a shared computer, and number keys choose an answer.

import { atRest } from "./pupil/departure.js";
import { Idle } from "./pupil/idle.js";
import { Lesson } from "./pupil/lesson.js";
import { Listen } from "./pupil/listen.js";
import { Look } from "./pupil/look.js";
import { sweep, wipe } from "./pupil/queue.js";
import { Review } from "./pupil/review.js";
import { Scan } from "./pupil/scan.js";
import { signOn } from "./pupil/sign.js";

const statement = document.getElementById("statement");
const review = document.getElementById("finish");
const isIn = document.getElementById("words") !== null;
const now = (statement && new Lesson(statement)) || (review && new Review(review)) || (isIn && atRest());
if (now) new Idle(now);

const look = document.getElementById("look");
new Look(look);
new Scan(look);
if (statement) {
  new Listen();
  signOn(document);
}

const { leaves } = document.getElementById("main").dataset;
if (leaves === "nothing") wipe();
if (leaves === "what-waits") sweep();

// A page in the browser's memory shows nothing, and one that is brought back by the Back button is asked for again.
window.addEventListener("pagehide", (event) => { if (event.persisted) document.body.replaceChildren(); });
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

// Keys 1 to 9 choose an answer, in the figures of Arabic and Urdu keyboards, too. Nothing moves on by itself: Enter, or the
// button, goes to the next question.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (/^[1-9\u0661-\u0669\u06f1-\u06f9]$/.test(event.key)) choose(event.target, (event.key.charCodeAt(0) & 15) - 1);
  if (event.key === "Enter" && event.target.matches("body, main, h1, .errors")) {
    event.preventDefault();
    document.querySelector("#statement [value=next]")?.click();
  }
});

function choose(place, position) {
  if (place.matches("input:not([type=radio]), textarea, select") || place.closest(".look")) return;
  const choice = document.querySelectorAll("#statement input[type=radio]")[position];
  if (!choice) return;
  choice.checked = true;
  choice.focus();
  choice.dispatchEvent(new Event("change", { bubbles: true }));
}
