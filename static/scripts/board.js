// The board of a lesson: it says when it has not heard from Lateral for a while, and gives more time at one key.

const SILENT = 12_000; // four polls
const live = document.querySelector("#live[hx-get]");
const stale = document.querySelector("[data-stale]");
let heard = Date.now();

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.response?.status < 400) heard = Date.now();
  tell();
});
document.addEventListener("htmx:after:swap", offer);
document.addEventListener("visibilitychange", () => { if (!document.hidden) setTimeout(tell, 2000); });
setInterval(tell, 1000);
offer();

function tell() {
  if (!live || document.hidden) return;
  const silent = Date.now() - heard;
  if (stale.hidden && silent > SILENT) stale.hidden = false; // said once by screen readers: only the number changes after
  if (silent <= SILENT) stale.hidden = true;
  const [words, n] = silent < 120_000 ? [stale.dataset.inSeconds, silent / 1000] : [stale.dataset.inMinutes, silent / 60_000];
  stale.querySelector("[data-seconds]").textContent = words.replace("{n}", Math.round(n));
}

// Enter alone gives more time, as long as the warning stands there and nothing else has the focus.
function offer() {
  for (const hint of document.querySelectorAll("[data-enter-hint]")) hint.hidden = false;
}

document.addEventListener("keydown", (event) => {
  const button = document.querySelector("[data-enter]");
  if (event.key !== "Enter" || event.repeat || !button || document.activeElement !== document.body) return;
  event.preventDefault();
  button.click();
});
