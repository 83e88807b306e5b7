// The list of themes in a dialog: letters narrow it, Enter takes the first that fits, a name nobody has becomes a theme.

export class Themes {
  constructor(section, say, sentences, fill) {
    Object.assign(this, { say, sentences, fill });
    this.dialog = asDialog(section);
    this.form = this.dialog.querySelector("form");
    this.search = this.dialog.querySelector("#mark-filter");
    this.told = this.dialog.querySelector("[data-told]");
    this.fresh = this.dialog.querySelector("[name=new_theme]");
    for (const part of this.dialog.querySelectorAll("[data-typed], [data-new]")) part.hidden = true;
    for (const part of this.dialog.querySelectorAll("[data-filter], [data-cancel], [data-chosen]")) part.hidden = false;
    this.search.addEventListener("input", () => this.narrow());
    this.search.addEventListener("keydown", (event) => this.press(event));
    this.dialog.querySelector("[data-cancel]").addEventListener("click", () => this.dialog.close());
    this.dialog.querySelector("[data-new-theme]").addEventListener("click", () => this.makeNew());
  }

  open(words) {
    this.form.reset();
    this.dialog.querySelector("[data-chosen]").textContent = words;
    this.dialog.querySelector("[data-trouble]").hidden = true;
    this.drop();
    this.narrow();
    this.dialog.showModal();
    this.search.focus();
  }

  close() {
    this.dialog.close();
  }

  rows() {
    return [...this.dialog.querySelectorAll("[data-name]")];
  }

  narrow() {
    const wanted = this.search.value.trim().toLocaleLowerCase();
    let n = 0;
    for (const row of this.rows()) {
      const fits = row.dataset.name.toLocaleLowerCase().includes(wanted) || row.querySelector("input").checked;
      row.hidden = !fits;
      n += fits && row.dataset.name.toLocaleLowerCase().includes(wanted);
    }
    const isNew = wanted && !this.rows().some((row) => row.dataset.name.toLocaleLowerCase().split(" › ").at(-1) === wanted);
    const button = this.dialog.querySelector("[data-new-theme]");
    button.hidden = !isNew;
    button.textContent = this.fill(this.sentences.sayNew, { name: this.search.value.trim() });
    this.told.textContent = !wanted ? "" : n ? this.fill(this.sentences.sayFits, { count: n }) : this.sentences.sayNone;
  }

  // Enter takes the first theme that fits, or makes a new one; with nothing typed it marks the words.
  press(event) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (!this.search.value.trim()) return this.form.requestSubmit(this.form.querySelector("[type=submit]"));
    const first = this.rows().find((row) => !row.hidden && !row.querySelector("input").checked);
    if (first) this.tick(first);
    else this.makeNew();
  }

  tick(row) {
    row.querySelector("input").checked = true;
    this.search.value = "";
    this.narrow();
    this.told.textContent = row.dataset.name;
  }

  makeNew() {
    this.drop();
    this.fresh.value = this.search.value.trim();
    const row = Object.assign(document.createElement("p"), { className: "mark__new", textContent: this.fill(this.sentences.sayNew, { name: this.fresh.value }) });
    this.dialog.querySelector("[data-themes]").prepend(row);
    this.search.value = "";
    this.narrow();
    this.told.textContent = row.textContent;
    this.search.focus();
  }

  drop() {
    this.fresh.value = "";
    this.dialog.querySelector(".mark__new")?.remove();
  }
}

// The form that works without a script moves into a dialog, as it is.
function asDialog(section) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog dialog--mark";
  dialog.setAttribute("aria-labelledby", "mark-title");
  section.before(dialog);
  dialog.append(...section.childNodes);
  section.remove();
  return dialog;
}
