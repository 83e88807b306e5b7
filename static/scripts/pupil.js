// The pupil's screen: works without this file; with it, answers go out at once and trouble is said in words.

const trouble = document.getElementById("trouble");
const SORRY = "We could not send that. Your earlier answers are safe. Check the connection and press the button again.";

// A page brought back by the Back button on a shared computer is asked for again, never shown from memory.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

// A new screen is read from its top: by eyes, by a screen reader, and in the list of tabs.
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  trouble.hidden = true;
  if (ctx.target?.id !== "main") return;
  window.scrollTo(0, 0);
  const heading = document.querySelector("main h1");
  document.title = `${document.getElementById("progress-text")?.textContent ?? heading.textContent} - Lateral`;
  const first = document.querySelector("main [data-focus]") ?? heading;
  first.setAttribute("tabindex", "-1");
  first.focus({ preventScroll: true });
});

document.addEventListener("htmx:error", () => {
  trouble.textContent = SORRY;
  trouble.hidden = false;
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
