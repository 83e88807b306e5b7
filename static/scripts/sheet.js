// The button that opens the browser's own print window; without scripts the browser's menu does the same.

const button = document.querySelector("[data-print]");
button.hidden = false;
button.addEventListener("click", () => window.print());
