// The sentences and addresses that the server wrote into the page, and screens that are made of them.

const book = document.getElementById("words");

export const addresses = book?.dataset ?? {};

// A sentence by its name; with a number, in the form that the language has for it.
export function words(name, n) {
  const find = (form) => book.content.querySelector(`[data-word="${form}"]`)?.textContent;
  if (n === undefined) return find(name) ?? "";
  const form = new Intl.PluralRules(document.documentElement.lang).select(n);
  return (find(`${name}.${form}`) ?? find(`${name}.other`)).replace("{n}", n);
}

// Puts another screen in place of the one that is there. A part is a sentence or an element; a button is its words and
// an address to go to or what to do.
export function showScreen(heading, parts, buttons) {
  const row = element("div", "", "buttons");
  buttons.forEach(([label, act], place) => row.append(button(label, act, place ? "button button--quiet" : "button")));
  const shown = parts.map((part) => (typeof part === "string" ? element("p", part) : part));
  document.getElementById("main").replaceChildren(element("h1", heading), ...shown, row);
  arrive(heading);
}

// A new screen begins at its top, with its own title, and with the focus on its heading.
export function arrive(title, place = document.querySelector("main h1")) {
  document.title = `${title} - Lateral`;
  window.scrollTo(0, 0);
  place.setAttribute("tabindex", "-1");
  place.focus({ preventScroll: true });
}

export function element(tag, text, className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function button(label, act, className) {
  const made = element("button", label, className);
  made.type = "button";
  made.addEventListener("click", typeof act === "string" ? () => location.replace(act) : act);
  return made;
}
