// What scripts add to a page that already works without them.

import {
  Button, CharacterCount, Checkboxes, ErrorSummary, PasswordInput, Radios, ServiceNavigation, SkipLink, createAll
} from "./govuk-frontend.min.js";

const KIT = [Button, CharacterCount, Checkboxes, ErrorSummary, PasswordInput, Radios, ServiceNavigation, SkipLink];

document.body.classList.add("govuk-frontend-supported");
enhance(document);
document.querySelector("[data-focus]")?.focus();

function enhance(part) {
  for (const component of KIT) createAll(component, {}, { scope: part });
  for (const button of part.querySelectorAll("[data-copy], [data-print]")) button.hidden = false;
  for (const table of part.querySelectorAll("table.table-stack")) nameRoles(table);
}

// A table shown as cards on a phone loses its meaning for some screen readers; naming the roles gives it back.
function nameRoles(table) {
  const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  for (const element of [table, ...table.querySelectorAll("thead, tbody, tr, td, th")]) {
    const header = element.scope === "row" ? "rowheader" : "columnheader";
    element.setAttribute("role", roles[element.tagName] ?? header);
  }
}

// --- htmx ---------------------------------------------------------------------------------------------------------

let focused = null;
document.addEventListener("htmx:before:swap", () => { focused = document.activeElement; });

// New content is set up; if the swap took away what had the focus, the focus goes to what replaced it.
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const part = ctx.target instanceof Element && ctx.target.isConnected ? ctx.target : document.body;
  enhance(part);
  hideTrouble();
  if (ctx.sourceEvent?.type === "every" || !focused || focused === document.body || focused.isConnected) return;
  if (document.activeElement !== document.body) return;
  const next = part.querySelector(".govuk-error-summary, [data-focus], h1, h2, h3") ?? part;
  if (!next.hasAttribute("tabindex")) next.setAttribute("tabindex", "-1");
  next.focus({ preventScroll: true });
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (ctx?.sourceEvent?.type !== "every") showTrouble();
});

function showTrouble() {
  const note = document.createElement("div");
  note.className = "banner banner--warn trouble";
  note.setAttribute("role", "alert");
  note.innerHTML = "<div><p>We could not reach Lateral.</p><p>What you entered is still here. Check the connection and try again.</p></div>";
  hideTrouble();
  document.body.append(note);
}

function hideTrouble() {
  document.querySelector(".trouble")?.remove();
}

// --- small helps --------------------------------------------------------------------------------------------------

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy], [data-print]");
  if (!button) return;
  if (button.hasAttribute("data-print")) return window.print();
  const before = button.innerHTML;
  await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent.trim());
  button.textContent = button.dataset.copied;
  setTimeout(() => { button.innerHTML = before; }, 2000);
});

// An open menu closes when the person goes elsewhere.
document.addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll("details.account[open]")) if (!menu.contains(target)) menu.open = false;
});
document.addEventListener("keydown", ({ key }) => {
  const menu = key === "Escape" && document.querySelector("details.account[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// `data-confirm` on a form asks once more before it is sent. Without scripts the server's own page asks.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.confirm || form.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(form.dataset.confirm, event.submitter?.textContent.trim() || "Yes", () => {
    form.dataset.confirmed = "true";
    form.requestSubmit(event.submitter);
    delete form.dataset.confirmed;
  });
}, true);

// `data-busy` on a form that takes long says what is being done, and for how long already; it is sent once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.busy || event.defaultPrevented) return;
  if (form.querySelector(".working")) return event.preventDefault();
  form.insertAdjacentHTML("beforeend", `<div class="working"><p role="status"></p><p class="working__time" aria-hidden="true"></p></div>`);
  const [note, time] = form.querySelectorAll(".working p"), began = Date.now();
  setTimeout(() => { note.textContent = form.dataset.busy; });
  const tick = setInterval(() => {
    if (!note.isConnected) return clearInterval(tick);
    time.textContent = form.dataset.busyTime.replace("{n}", Math.round((Date.now() - began) / 1000));
  }, 1000);
});
addEventListener("pageshow", () => { for (const note of document.querySelectorAll(".working")) note.remove(); });

function ask(question, yes, act) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.innerHTML = `<form method="dialog"><h2 id="question"></h2><div class="actions">
    <button class="govuk-button govuk-button--warning" value="yes"></button>
    <button class="govuk-button govuk-button--secondary" value="no" autofocus>Cancel</button></div></form>`;
  dialog.setAttribute("aria-labelledby", "question");
  dialog.querySelector("h2").textContent = question;
  dialog.querySelector("button").textContent = yes;
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue === "yes") act();
  });
  document.body.append(dialog);
  dialog.showModal();
}
