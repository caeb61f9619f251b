// Forms whose answer comes with the page's state.
//
// form[data-once]: what is sent before data-answered moves is swallowed. Where data-accepted has
// grown by then, what was sent is let go from the fields that keep it.
// data-keeps="name" on a field: what is typed is kept until it is accepted, though the page goes.

const PATIENCE = 30_000; // ms, after which an answer is no longer waited for
const sent = new WeakMap(); // form -> when, what, and how much had been accepted
const known = new WeakSet(); // fields

const keepers = (root) => [...root.querySelectorAll("[data-keeps]")];
const place = (field) => `typed-${field.dataset.keeps}`;

function keep(field) {
  if (field.value) sessionStorage.setItem(place(field), field.value);
  else sessionStorage.removeItem(place(field));
}

function restore() {
  for (const field of keepers(document)) {
    if (known.has(field)) continue;
    known.add(field);
    field.value ||= sessionStorage.getItem(place(field)) ?? "";
  }
}

// What was typed since it was sent stays.
function letGo(field, text) {
  if (!field.value.startsWith(text)) return;
  field.value = field.value.slice(text.length);
  keep(field);
}

function answered(form) {
  const { texts, accepted } = sent.get(form) ?? {};
  sent.delete(form);
  if (Number(form.dataset.accepted) > accepted) texts.forEach((text, field) => letGo(field, text));
}

// Before React, which listens further in.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    const now = performance.now();
    if (now - sent.get(form)?.at < PATIENCE) {
      event.preventDefault();
      event.stopPropagation();
    } else {
      const texts = new Map(keepers(form).map((field) => [field, field.value]));
      sent.set(form, { at: now, texts, accepted: Number(form.dataset.accepted) });
    }
  },
  true,
);

document.addEventListener("input", ({ target }) => target.dataset?.keeps && keep(target));

new MutationObserver((changes) => {
  for (const { type, target } of changes) if (type === "attributes") answered(target);
  restore();
}).observe(document, { childList: true, subtree: true, attributeFilter: ["data-answered"] });
restore();
