// `fetch` over real connections, one for each request, to the proxy that the test has put before the server.

import http from "node:http";
import { here, holding, wait } from "./clock.mjs";

const NEVER = 120_000; // milliseconds of the real clock

export const network = { port: 0, swallows: false, longestDelay: 0, n_requests: 0, n_arrivedTooLate: 0 };

globalThis.fetch = (address, { method = "GET", body, headers = {}, signal } = {}) => {
  const { pupil, gone } = here.getStore();
  pupil.sends?.(address, body);
  network.n_requests++;
  const text = body?.toString() ?? "";
  const type = body ? { "Content-Type": "application/x-www-form-urlencoded", "Content-Length": text.length } : {};
  const request = { path: address, method, text, pupil, headers: { ...headers, ...type } };
  const left = AbortSignal.any([gone, ...(signal ? [signal] : [])]);
  return network.longestDelay ? deliverLate(request, left) : deliver(request, left);
};

function deliver(request, signal) {
  const answer = exchange(request, signal);
  return network.swallows ? answer : holding(answer);
}

// The request arrives whether or not its sender still waits, and now and then twice.
function deliverLate(request, signal) {
  const answer = wait(Math.random() * network.longestDelay).then(async () => {
    if (signal.aborted) network.n_arrivedTooLate++;
    if (Math.random() < 0.1) await holding(exchange(request));
    return holding(exchange(request));
  });
  const givenUp = new Promise((_, reject) => { signal.addEventListener("abort", () => reject(signal.reason)); });
  return Promise.race([answer, givenUp]);
}

function exchange({ path, method, text, headers, pupil }, signal) {
  const cookie = Object.entries(pupil.cookies).map((pair) => pair.join("=")).join("; ");
  const options = { host: "127.0.0.1", port: network.port, path, method, agent: false, timeout: NEVER, signal };
  return new Promise((resolve, reject) => {
    const request = http.request({ ...options, headers: { ...headers, Cookie: cookie } });
    request.on("error", reject).on("timeout", () => request.destroy(new Error("never answered")));
    request.on("response", (response) => read(response, pupil).then(resolve, reject));
    request.end(text);
  });
}

async function read(response, pupil) {
  const parts = [];
  for await (const part of response) parts.push(part);
  for (const line of response.headers["set-cookie"] ?? []) {
    const [name, value] = line.split(";")[0].split("=");
    if (value) pupil.cookies[name] = value;
    else delete pupil.cookies[name];
  }
  const body = Buffer.concat(parts).toString();
  const of = (name) => response.headers[name.toLowerCase()] ?? null;
  return { status: response.statusCode, headers: { get: of }, json: async () => JSON.parse(body), text: async () => body };
}
