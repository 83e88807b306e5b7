// The pupil's screen: works without this file; with it, answers go out at once and trouble is said in words.

const trouble = document.getElementById("trouble");
const SORRY = "We could not send that. Your earlier answers are safe. We are trying again.";
const WAITS = [2000, 4000, 8000, 15000];
const IDLE = 20 * 60 * 1000;
let failures = 0;
let retry = 0;
let idle = 0;

// A page brought back by the Back button on a shared computer is asked for again, never shown from memory.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

// A new screen takes the focus to its heading; a small "Saved" under the answers leaves it where it is.
document.addEventListener("htmx:after:swap", (event) => {
  failures = 0;
  trouble.hidden = true;
  if (event.detail.ctx.target?.id !== "main") return;
  window.scrollTo(0, 0);
  const heading = document.querySelector("main [data-focus], main h1");
  if (!heading) return;
  const place = document.getElementById("progress-text") ?? heading;
  document.title = `${place.textContent.split(" · ")[0]} - Lateral`;
  heading.setAttribute("tabindex", "-1");
  heading.focus({ preventScroll: true });
});

// What did not arrive stays on the screen and is sent again; the server takes a second time for the first.
function sendAgain({ sourceElement, request }) {
  trouble.textContent = SORRY;
  trouble.hidden = false;
  clearTimeout(retry);
  retry = setTimeout(() => {
    if (!sourceElement.isConnected) return;
    if (sourceElement.matches("form")) sourceElement.requestSubmit(request.submitter);
    else sourceElement.querySelector(":checked")?.dispatchEvent(new Event("change", { bubbles: true }));
  }, WAITS[Math.min(failures++, WAITS.length - 1)]);
}

document.addEventListener("htmx:error", (event) => { if (event.detail.ctx) sendAgain(event.detail.ctx); });

document.addEventListener("htmx:before:swap", (event) => {
  if (!(event.detail.ctx.response?.status >= 500)) return;
  event.preventDefault();
  sendAgain(event.detail.ctx);
});

// Keys 1 to 9 choose an answer. Nothing moves on by itself: Enter, or the button, goes to the next question.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
  if (event.target.matches("input:not([type=radio]), textarea, select")) return;
  const choice = document.querySelectorAll("main .choice input[type=radio]")[Number(event.key) - 1];
  if (!choice) return;
  choice.checked = true;
  choice.focus();
  choice.dispatchEvent(new Event("change", { bubbles: true }));
});

// Whoever walks away leaves an open screen to the next person: after 20 minutes it closes itself, answers kept.
function watch() {
  clearTimeout(idle);
  const stop = document.querySelector("[data-stop]");
  if (stop) idle = setTimeout(() => location.replace(stop.dataset.stop), IDLE);
}
for (const sign of ["pointerdown", "keydown", "htmx:after:swap"]) document.addEventListener(sign, watch);
watch();
