// Where words are: a place is a turn and a number of code points of its words, as the server counts them.
// The browser counts UTF-16 units, of which some characters take two.

const NO_WORDS = "[aria-hidden=true]";

export const turns = () => [...document.querySelectorAll("[data-words]")];
export const turnOf = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest("[data-words]");
export const articleOf = (words) => words.closest("[data-turn]");
export const points = (text) => [...text].length;

// The text nodes of a turn, without the numbers of marks.
function nodes(words) {
  const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(NO_WORDS)) found.push(walker.currentNode);
  return found;
}

export const textOf = (words) => nodes(words).map((node) => node.data).join("");

// How many UTF-16 units of the turn's words lie before this point of the page.
export function unitsBefore(words, node, offset) {
  const until = document.createRange();
  until.selectNodeContents(words);
  until.setEnd(node, offset);
  let units = 0;
  for (const each of nodes(words)) {
    if (each === until.endContainer) return units + until.endOffset;
    if (until.comparePoint(each, 0) > 0) return units;
    units += each.data.length;
  }
  return units;
}

// The point of the page that lies after so many UTF-16 units; `atEnd` keeps to the node that ends there.
export function pointAt(words, units, atEnd) {
  let before = 0;
  const all = nodes(words);
  for (const node of all) {
    const end = before + node.data.length;
    if (units < end || (atEnd && units === end)) return [node, units - before];
    before = end;
  }
  const last = all.at(-1);
  return last ? [last, last.data.length] : [words, 0];
}

// What is selected on the page, as {from, to}, each {words, at} in UTF-16 units; null for nothing that could be marked.
export function selected() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const touched = turns().filter((words) => range.intersectsNode(words));
  const inside = touched.map((words) => {
    const from = words.contains(range.startContainer) ? unitsBefore(words, range.startContainer, range.startOffset) : 0;
    const to = words.contains(range.endContainer) ? unitsBefore(words, range.endContainer, range.endOffset) : textOf(words).length;
    return { words, from, to };
  }).filter((one) => one.from < one.to);
  if (!inside.length) return null;
  const [first, last] = [inside[0], inside.at(-1)];
  return trimmed({ from: { words: first.words, at: first.from }, to: { words: last.words, at: last.to } });
}

// Spaces at the ends are no part of a passage.
function trimmed({ from, to }) {
  const [begin, end] = [textOf(from.words), textOf(to.words)];
  while (from.at < begin.length && /\s/.test(begin[from.at])) from.at += 1;
  while (to.at > 0 && /\s/.test(end[to.at - 1])) to.at -= 1;
  return from.words === to.words && from.at >= to.at ? null : { from, to };
}

export function select({ from, to }) {
  const selection = document.getSelection();
  selection.setBaseAndExtent(...pointAt(from.words, from.at, false), ...pointAt(to.words, to.at, true));
}

export function wordsOf({ from, to }) {
  if (from.words === to.words) return textOf(from.words).slice(from.at, to.at);
  const all = turns();
  const between = all.slice(all.indexOf(from.words) + 1, all.indexOf(to.words)).map(textOf);
  return [textOf(from.words).slice(from.at), ...between, textOf(to.words).slice(0, to.at)].join(" … ");
}

// The same passage for the server, with the first and the last words so that it can tell an old page.
export function forServer({ from, to }) {
  const first = textOf(from.words).slice(from.at, from.words === to.words ? to.at : undefined);
  const last = textOf(to.words).slice(from.words === to.words ? from.at : 0, to.at);
  return {
    from_turn: articleOf(from.words).dataset.turn,
    from_at: Number(from.words.dataset.at) + points(textOf(from.words).slice(0, from.at)),
    to_turn: articleOf(to.words).dataset.turn,
    to_at: Number(to.words.dataset.at) + points(textOf(to.words).slice(0, to.at)),
    head: [...first].slice(0, 60).join(""),
    tail: [...last].slice(-60).join(""),
  };
}

// A server's place on this page; null when it lies in another part.
export function onPage({ turn, at }) {
  const words = document.querySelector(`[data-turn="${turn}"] [data-words]`);
  if (!words) return null;
  const units = [...textOf(words)].slice(0, Math.max(0, at - Number(words.dataset.at))).join("").length;
  return { words, at: units };
}
