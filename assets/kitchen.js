// What the pages do in the browser alone. All of it listens on the document, so that it works for
// whatever React draws, whenever; elements say what they want by data attributes.

import "./account.js";
import "./chat.js";
import "./cookbook.js";
import "./forms.js";
import "./notices.js";
import "./pantry.js";
import "./recipe.js";
import "./window.js";

const closest = (event, selector) => event.target instanceof Element && event.target.closest(selector);

// data-opens="id" opens that <dialog>; data-closes closes the one around it.
document.addEventListener("click", (event) => {
  const opener = closest(event, "[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  const closer = closest(event, "[data-closes]");
  if (closer) closer.closest("dialog")?.close();
});
// A click beside a dialog closes it; its own edges and scrollbar are not beside it.
document.addEventListener("mousedown", ({ target, clientX, clientY }) => {
  if (!(target instanceof HTMLDialogElement && target.open)) return;
  const { left, right, top, bottom } = target.getBoundingClientRect();
  if (clientX < left || clientX > right || clientY < top || clientY > bottom) target.close();
});
