// Editing a recipe: rows of lines, and a draft that outlives reloads and reconnects. React draws
// these elements once and never looks into the rows.

class LineList extends HTMLElement {
  connectedCallback() {
    this.rows = this.querySelector("[data-rows]");
    this.pattern = this.querySelector("[data-pattern]").firstElementChild;
    this.fill(JSON.parse(this.dataset.lines));
    if (this.listening) return;
    this.listening = true;
    this.addEventListener("click", (event) => this.pressed(event));
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("paste", (event) => this.paste(event));
    this.closest("form").addEventListener("formdata", ({ formData }) =>
      formData.set(this.dataset.name, JSON.stringify(this.lines)),
    );
  }

  static observedAttributes = ["data-wrong-row"];

  attributeChangedCallback() {
    if (this.rows) queueMicrotask(() => this.markWrong());
  }

  markWrong() {
    const wrong = this.texts.filter((text) => text.value.trim())[this.dataset.wrongRow];
    for (const text of this.texts) text.setAttribute("aria-invalid", String(text === wrong));
  }

  get texts() {
    return [...this.rows.querySelectorAll("textarea")];
  }

  // What was left alone is given back as it came: a textarea makes its own line ends.
  get lines() {
    const lines = this.texts.map((text) => (text.value === text.shown ? text.original : text.value));
    return lines.filter((line) => line.trim());
  }

  fill(lines) {
    this.rows.replaceChildren(...lines.map((line) => this.row(line)));
    if (!lines.length) this.rows.append(this.row(""));
    this.number();
  }

  row(line) {
    const row = document.createElement("li");
    row.append(this.pattern.cloneNode(true));
    const text = row.querySelector("textarea");
    text.value = line;
    text.original = line;
    text.shown = text.value;
    return row;
  }

  number() {
    const { one } = this.dataset;
    [...this.rows.children].forEach((row, index) => {
      const name = `${one} ${index + 1}`;
      const label = (does, text, disabled) => {
        const button = row.querySelector(`[data-does="${does}"]`);
        button.setAttribute("aria-label", text);
        button.title = text;
        button.setAttribute("aria-disabled", String(disabled));
      };
      row.querySelector("textarea").setAttribute("aria-label", name[0].toUpperCase() + name.slice(1));
      label("up", `Move ${name} up`, index === 0);
      label("down", `Move ${name} down`, index === this.rows.children.length - 1);
      label("remove", `Remove ${name}`, false);
    });
  }

  changed(told) {
    this.number();
    this.querySelector("[data-told]").textContent = told;
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }

  pressed(event) {
    const button = event.target.closest("[data-does]");
    if (!button) return;
    const row = button.closest("li");
    const { does } = button.dataset;
    if (does === "add") this.add(this.rows.lastElementChild);
    if (does === "remove") this.remove(row);
    if (does === "up" || does === "down") this.move(row, does, button);
  }

  add(above, line = "", caret = line.length) {
    const row = this.row("");
    const text = row.querySelector("textarea");
    text.value = line;
    if (above) above.after(row);
    else this.rows.append(row);
    this.changed("");
    text.focus();
    text.setSelectionRange(caret, caret);
    return row;
  }

  remove(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    const { value } = row.querySelector("textarea");
    row.remove();
    this.changed(`Removed ${value.trim() || "an empty line"}.`);
    (next ?? this).querySelector(next ? '[data-does="remove"]' : '[data-does="add"]').focus();
  }

  move(row, way, focused) {
    const other = way === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (way === "up") other.before(row);
    else other.after(row);
    const place = [...this.rows.children].indexOf(row) + 1;
    this.changed(`Moved to place ${place} of ${this.rows.children.length}.`);
    focused.focus();
  }

  key(event) {
    const text = event.target;
    if (!(text instanceof HTMLTextAreaElement) || event.isComposing) return;
    const row = text.closest("li");
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      this.move(row, event.key === "ArrowUp" ? "up" : "down", text);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !this.breaks(event)) {
      event.preventDefault();
      const rest = text.value.slice(text.selectionEnd);
      text.value = text.value.slice(0, text.selectionStart);
      this.add(row, rest, 0);
    } else if (event.key === "Backspace" && !text.value && row.previousElementSibling) {
      event.preventDefault();
      const before = row.previousElementSibling.querySelector("textarea");
      this.remove(row);
      before.focus();
      before.setSelectionRange(before.value.length, before.value.length);
    }
  }

  // Shift and Enter: a new line within a step.
  breaks(event) {
    return event.shiftKey && this.dataset.name === "steps";
  }

  // Several lines become several rows.
  paste(event) {
    const text = event.target;
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    const lines = pasted.split(/\r\n?|\n/).map((line) => line.trim()).filter(Boolean);
    if (!(text instanceof HTMLTextAreaElement) || lines.length < 2) return;
    event.preventDefault();
    const rest = text.value.slice(text.selectionEnd);
    text.value = text.value.slice(0, text.selectionStart) + lines[0];
    const last = lines.pop();
    let row = text.closest("li");
    for (const line of lines.slice(1)) row = this.add(row, line);
    this.add(row, last + rest, last.length);
  }
}

class RecipeForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.leaving = this.querySelector("dialog");
    this.seen = this.dataset.seen;
    this.listening = new AbortController();
    const { signal } = this.listening;
    this.form.addEventListener(
      "formdata", ({ formData }) => formData.set("seen", this.seen), { signal },
    );
    this.addEventListener("input", () => this.keep(), { signal });
    this.addEventListener("click", (event) => this.pressed(event), { signal });
    this.addEventListener("keydown", (event) => this.key(event), { signal });
    document.addEventListener("click", (event) => this.guard(event), { signal, capture: true });
    const leaving = () => "leaving" in document.documentElement.dataset;
    window.addEventListener("beforeunload", (event) => this.dirty && !leaving() && event.preventDefault(), { signal });
    queueMicrotask(() => {
      this.clean = this.snapshot();
      this.restore();
    });
  }

  disconnectedCallback() {
    this.listening.abort();
  }

  static observedAttributes = ["data-saved", "data-tries"];

  attributeChangedCallback(name, before) {
    if (!this.form || before === null) return;
    if (name === "data-saved" && this.dataset.saved) this.forget();
    if (name === "data-tries") queueMicrotask(() => this.showWrong());
  }

  get place() {
    return `recipe-draft ${this.dataset.recipe}`;
  }

  snapshot() {
    const fields = Object.fromEntries(new FormData(this.form));
    delete fields.seen;
    return JSON.stringify(fields);
  }

  get dirty() {
    return this.snapshot() !== this.clean;
  }

  keep() {
    const fields = this.snapshot();
    if (fields === this.clean) sessionStorage.removeItem(this.place);
    else sessionStorage.setItem(this.place, JSON.stringify({ seen: this.seen, fields }));
  }

  forget() {
    sessionStorage.removeItem(this.place);
    this.clean = this.snapshot();
  }

  restore() {
    const kept = sessionStorage.getItem(this.place);
    if (!kept) return;
    const { seen, fields } = JSON.parse(kept);
    this.seen = seen;
    this.fill(JSON.parse(fields));
    this.querySelector("[data-restored]").hidden = false;
  }

  fill(fields) {
    for (const control of this.form.elements) {
      if (control.name) control.value = fields[control.name] ?? "";
    }
    for (const list of this.querySelectorAll("line-list")) {
      list.fill(JSON.parse(fields[list.dataset.name]));
    }
  }

  beginAgain() {
    this.form.reset();
    for (const list of this.querySelectorAll("line-list")) list.fill(JSON.parse(list.dataset.lines));
    this.seen = this.dataset.seen;
    this.forget();
    this.querySelector("[data-restored]").hidden = true;
    this.form.elements.name.focus();
  }

  showWrong() {
    const wrong = this.querySelector('[role="alert"] button, [aria-invalid="true"]');
    wrong?.focus({ preventScroll: true });
    wrong?.scrollIntoView({ block: "center" });
  }

  pressed(event) {
    const button = event.target.closest("[data-does]");
    const does = button?.dataset.does;
    if (does === "begin-again") this.beginAgain();
    if (does === "overrule") {
      this.seen = button.dataset.newer;
      this.form.requestSubmit();
    }
    if (does === "discard") {
      this.leaving.close();
      this.forget();
      this.wanted.click();
    }
  }

  key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.form.requestSubmit();
  }

  // A link that leads away asks first.
  guard(event) {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button;
    if (!link || elsewhere || link.target === "_blank" || "keeps" in link.dataset) return;
    if (link.getAttribute("href").startsWith("#") || !this.dirty) return;
    event.preventDefault();
    event.stopPropagation();
    this.wanted = link;
    this.leaving.showModal();
  }
}

customElements.define("line-list", LineList);
customElements.define("recipe-form", RecipeForm);
