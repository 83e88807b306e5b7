// Time as the pages' script knows it. It passes in steps, and only when every request has been answered, so that the
// script's own waits and time-outs are real ones and ten minutes of them take less than a second.

import { AsyncLocalStorage } from "node:async_hooks";

const STEP = 1_000; // milliseconds; what falls due within one step happens in its order, and then the network has its turn

export const here = new AsyncLocalStorage(); // the window in which something runs
export let now = 0;

const timers = new Map();
let last = 0;
let underWay = 0;
let allAnswered = () => {};

globalThis.setTimeout = (act, wait = 0) => {
  timers.set(++last, { at: now + Math.max(0, wait), act, window: here.getStore() });
  return last;
};
globalThis.clearTimeout = (timer) => timers.delete(timer);
Date.now = () => now;

// A wait that belongs to no window, and so goes on when its window is gone.
export const wait = (milliseconds) => new Promise((resolve) => {
  here.exit(() => setTimeout(resolve, milliseconds));
});

// Holds the time while a request is under way that the network will answer or break.
export async function holding(request) {
  underWay++;
  try {
    return await request;
  } finally {
    if (!--underWay) allAnswered();
  }
}

export async function pass(milliseconds) {
  const end = now + milliseconds;
  while (now < end) {
    const until = Math.min(end, now + STEP);
    for (let due = earliest(until); due; due = earliest(until)) run(...due);
    now = until;
    await settle();
  }
}

function run(timer, { at, act, window }) {
  timers.delete(timer);
  now = Math.max(now, at);
  if (!window?.gone.aborted) here.run(window, act);
}

function earliest(until) {
  let found = null;
  for (const entry of timers) if (entry[1].at <= until && !(found?.[1].at <= entry[1].at)) found = entry;
  return found;
}

async function settle() {
  const turn = () => new Promise((resolve) => { setImmediate(resolve); });
  await turn();
  while (underWay) {
    await new Promise((resolve) => { allAnswered = resolve; });
    await turn();
  }
}

// Chance that can be had again: the waits' jitter, the choices and the delays come from one seed.
export function seed(number) {
  let state = number;
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
