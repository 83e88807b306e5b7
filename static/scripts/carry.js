// Links that show a form in another way take along what is typed in it: they send it instead, and nothing is saved yet.

for (const nav of document.querySelectorAll("[data-carries]")) {
  const form = document.getElementById(nav.dataset.carries);
  nav.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "act", value: "find" }));
    form.action = link.href;
    form.submit();
  });
}
