// How often a page asks again. Loaded before htmx, which starts as soon as it is there.

(() => {
  const SPREAD = 0.2;
  const polls = (element) => /\bevery \d+s\b/.test(element.getAttribute?.("hx-trigger") ?? "");
  const about = (seconds) => Math.round(seconds * 1000 * (1 + SPREAD * (Math.random() - 0.5)));

  // Thirty screens opened by one bell must not ask at the same instant for ever.
  document.addEventListener("htmx:before:process", ({ target }) => {
    for (const element of [target, ...(target.querySelectorAll?.("[hx-trigger]") ?? [])]) {
      if (!polls(element)) continue;
      const trigger = element.getAttribute("hx-trigger");
      element.setAttribute("hx-trigger", trigger.replace(/every (\d+)s/, (_, s) => `every ${about(Number(s))}ms`));
    }
  });

  // A tab that nobody looks at asks for nothing; once it is looked at again it asks at once.
  document.addEventListener("htmx:before:request", (event) => {
    if (document.hidden && event.detail.ctx.sourceEvent?.type === "every") event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    for (const element of document.querySelectorAll('[hx-trigger*="every"]')) htmx.trigger(element, "every");
  });
})();
