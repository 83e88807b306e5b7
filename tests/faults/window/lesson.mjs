// A class on a bad network, played to its end. Run as `node lesson.mjs PLAN`; see `tests/faults/scripted.py`, which
// reads what is told here and makes the weather.

import { createInterface } from "node:readline";
import { now, pass, seed, wait } from "./clock.mjs";
import { network } from "./network.mjs";
import { Pupil } from "./pupil.mjs";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const plan = JSON.parse(process.argv[2]);
const orders = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const tell = (...words) => process.stdout.write(`${JSON.stringify(words)}\n`);

async function weather(kind) {
  network.swallows = kind === "swallow";
  tell("weather", kind);
  await orders.next();
}

// Milliseconds until nobody keeps an answer any more that was chosen before now.
async function untilSent(pupils) {
  const began = now;
  while (pupils.some((pupil) => pupil.waits(began))) {
    if (now - began > 10 * MINUTE) throw new Error("what waits is never sent");
    await pass(SECOND);
  }
  return now - began;
}

// Each outage begins anywhere, and so do reloads of the page in a third of the windows.
async function outages(pupils) {
  let slowest = 0;
  for (let number = 0; number < plan.outages; number++) {
    await pass(2 * MINUTE * Math.random());
    await weather(plan.kinds[number % plan.kinds.length]);
    for (const pupil of pupils) if (Math.random() < 1 / 3) wait(plan.length * Math.random()).then(() => pupil.reload());
    await pass(plan.length);
    await weather("fair");
    slowest = Math.max(slowest, await untilSent(pupils));
  }
  return slowest;
}

async function delays(pupils) {
  network.longestDelay = plan.longest_delay;
  for (const pupil of pupils) wait(plan.length * Math.random()).then(() => pupil.reload());
  await pass(plan.length);
  network.longestDelay = 0;
  await pass(plan.longest_delay);
  return untilSent(pupils);
}

seed(plan.seed);
network.port = plan.port;
const { Queue, handOver } = await import(`${plan.scripts}/queue.mjs`);
const { Sender } = await import(`${plan.scripts}/sender.mjs`);
const pupils = plan.pupils.map((one) => new Pupil({ Queue, Sender, handOver }, one, { ...plan, tell }));
const over = new AbortController();
for (const pupil of pupils) {
  pupil.begin();
  pupil.answerUntil(over.signal);
}
await pass(MINUTE);
const slowest = await (plan.outages ? outages : delays)(pupils);
over.abort();
await untilSent(pupils);
tell("end", {
  slowest: slowest / SECOND,
  choices: pupils.reduce((sum, { chosen }) => sum + chosen.length, 0),
  kept: Math.min(...pupils.map(({ kept }) => kept)),
  reloads: pupils.reduce((sum, { reloads }) => sum + reloads, 0),
  left: pupils.reduce((sum, pupil) => sum + Object.keys(pupil.storage).length, 0),
  requests: network.n_requests,
  too_late: network.n_arrivedTooLate,
});
process.exit(0);
