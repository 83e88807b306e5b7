// Typing a paper booklet: each key leads on to the next box, so that 45 statements are 45 key presses and Enter.

const boxes = [...document.querySelectorAll("[data-grid] [data-keys]")];
const store = document.querySelector("[data-grid] [data-store]");

function go(box, step) {
  const next = boxes[boxes.indexOf(box) + step];
  if (next) {
    next.focus();
    next.select();
  } else if (step > 0) store.focus();
}

for (const box of boxes) {
  box.addEventListener("focus", () => box.select());
  box.addEventListener("input", () => {
    const good = box.dataset.keys.includes(box.value);
    box.toggleAttribute("aria-invalid", !good && box.value !== "");
    if (!box.value) return;
    if (good) go(box, 1);
    else box.select();
  });
  box.addEventListener("keydown", (event) => {
    const back = event.key === "ArrowLeft" || (event.key === "Backspace" && !box.value);
    if (!back && event.key !== "ArrowRight") return;
    event.preventDefault();
    go(box, back ? -1 : 1);
  });
}
