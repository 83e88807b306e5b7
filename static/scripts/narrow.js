// A long list in a form gets shorter while its search box is typed into. Whatever is chosen stays in sight.

for (const box of document.querySelectorAll("[data-narrows]")) {
  const [list, ...others] = [...document.querySelectorAll(box.dataset.narrows)].map(rowsOf);
  if (list.length === Number(box.dataset.of)) narrowBy(box, list, others); // else the server has searched already
}

function narrowBy(box, list, others) {
  const told = document.getElementById(box.getAttribute("aria-describedby"));
  const narrow = () => {
    const words = box.value.toLocaleLowerCase().split(/\s+/);
    for (const one of [...list, ...others.flat()]) one.hidden = !one.querySelector(":checked") && !fits(one, words);
    for (const rows of others) rows[0].closest("section").hidden = rows.every((one) => one.hidden);
    const n = list.filter((one) => !one.hidden).length;
    const says = n ? box.dataset.says.replace("{n}", n).replace("{of}", list.length) : box.dataset.saysNone;
    if (told.textContent !== says) told.textContent = says;
  };
  box.form.querySelector("[name=act][value=find]").remove(); // Enter in another field must not search
  box.addEventListener("input", narrow);
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  addEventListener("pageshow", narrow);
}

function rowsOf(part) {
  return [...part.querySelectorAll(".govuk-checkboxes__item, .govuk-radios__item, li")];
}

function fits(one, words) {
  const text = (one.dataset.words ?? one.textContent).toLocaleLowerCase();
  return words.every((word) => text.includes(word));
}
