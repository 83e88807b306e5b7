// The ends that the server can put to a pupil's answering, each said in its words.

import { wipe } from "./queue.js";
import { addresses, showScreen, words } from "./words.js";

export function tellOfTheEnd(queue, sender, departure) {
  function end(heading, sentences, button) {
    if (departure.end()) showScreen(words(heading), sentences, [button]);
  }

  sender.addEventListener("taken-over", ({ detail }) => {
    end("taken-over", [detail.sentence], [words("use-this"), addresses.goOn]);
  });
  sender.addEventListener("refused", ({ detail }) => {
    if (detail.error === "response-finished") wipe();
    const n = queue.entries.length;
    const left = n && detail.error !== "response-finished" ? [words("here", n), words("come-back")] : [];
    end("refused", [detail.sentence, ...left], [words("enter"), addresses.enter]);
  });
}
