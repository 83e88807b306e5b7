// How often a page asks again. Loaded before htmx, which starts as soon as it is there.

(() => {
  const SPREAD = 0.2;
  const POLLING = '[hx-trigger*="every"]';
  const polls = (element) => /\bevery \d+s\b/.test(element.getAttribute?.("hx-trigger") ?? "");
  const about = (seconds) => Math.round(seconds * 1000 * (1 + SPREAD * (Math.random() - 0.5)));
  const restsUntil = new WeakMap();

  // Thirty screens opened by one bell must not ask at the same instant for ever.
  document.addEventListener("htmx:before:process", ({ target }) => {
    for (const element of [target, ...(target.querySelectorAll?.("[hx-trigger]") ?? [])]) {
      if (!polls(element)) continue;
      const trigger = element.getAttribute("hx-trigger");
      element.setAttribute("hx-trigger", trigger.replace(/every (\d+)s/, (_, s) => `every ${about(Number(s))}ms`));
    }
  });

  // A tab that nobody looks at asks for nothing, and a page that was told to rest not yet.
  document.addEventListener("htmx:before:request", (event) => {
    const { sourceEvent, sourceElement } = event.detail.ctx;
    if (sourceEvent?.type !== "every") return;
    if (document.hidden || Date.now() < (restsUntil.get(sourceElement) ?? 0)) event.preventDefault();
  });

  // No lesson is open and nothing moved for a while: so says the answer, and the next one may say otherwise.
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    const rest = Number(ctx.response?.headers.get("Lateral-Rest"));
    if (rest) restsUntil.set(ctx.sourceElement, Date.now() + about(rest));
    else restsUntil.delete(ctx.sourceElement);
  });

  // Once somebody looks again, it asks at once.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) askAtOnce([...document.querySelectorAll(POLLING)]);
  });
  window.addEventListener("focus", () => {
    askAtOnce([...document.querySelectorAll(POLLING)].filter((element) => restsUntil.has(element)));
  });

  function askAtOnce(elements) {
    for (const element of elements) {
      restsUntil.delete(element);
      htmx.trigger(element, "every");
    }
  }
})();
