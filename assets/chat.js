// The chat page in the browser: follow the text as it grows, keep the place and the focus.

import { toComposer } from "./composer.js";

const NEAR = 48; // pixels from the end that still count as its end

const at = (place) => document.querySelector(`[data-place="${CSS.escape(place)}"]`);
const versions = (place) => at(place)?.querySelector(".pager");

class Transcript extends HTMLElement {
  static observedAttributes = ["session", "accepted"];
  #top = 0;
  #fromEnd = null; // where one reads, counted from the end, while what is above it is fetched
  #steady = null; // the versions that are flipped through, and how high they stand

  connectedCallback() {
    this.following = true;
    this.resizes = new ResizeObserver(() => this.#settle());
    this.resizes.observe(this);
    if (this.firstElementChild) this.resizes.observe(this.firstElementChild);
    this.addEventListener("scroll", this.#scrolled, { passive: true });
  }

  disconnectedCallback() {
    this.resizes.disconnect();
  }

  // Another conversation, or a question of one's own: to the end.
  attributeChangedCallback(_, before, after) {
    if (before !== after) this.follow();
  }

  follow() {
    this.following = true;
    this.#settle();
  }

  keepPlace() {
    this.#fromEnd = this.scrollHeight - this.scrollTop;
    this.following = false;
  }

  // The same button is under the finger, however long the other version is.
  keepSteady(place) {
    this.#steady = { place, top: versions(place).getBoundingClientRect().top };
  }

  #settle() {
    const held = this.#steady && versions(this.#steady.place);
    if (held) {
      this.scrollTop += held.getBoundingClientRect().top - this.#steady.top;
      this.following = this.#isNear();
    } else if (this.following) this.scrollTop = this.scrollHeight;
    else if (this.#fromEnd !== null) {
      this.scrollTop = this.scrollHeight - this.#fromEnd;
      this.#fromEnd = null;
      if (document.activeElement === document.body) this.focus({ preventScroll: true });
    }
    this.#steady = null;
    this.#top = this.scrollTop;
    this.#tell();
  }

  #isNear() {
    return this.scrollHeight - this.scrollTop - this.clientHeight < NEAR;
  }

  // Only a way up ends the following: text that comes fast makes a distance too.
  #scrolled = () => {
    if (this.#isNear()) this.following = true;
    else if (this.scrollTop < this.#top) this.following = false;
    this.#top = this.scrollTop;
    this.#tell();
  };

  #tell() {
    this.toggleAttribute("away", !this.following);
  }
}

customElements.define("kitchen-transcript", Transcript);

// What was pressed may go, or be drawn anew: then the focus goes to what took its place, or to
// where one asks. The second click of a double one was meant for what was there before.
let pressed = null;

document.addEventListener(
  "click",
  (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-does]");
    if (!button) {
      pressed = null;
      return;
    }
    if (event.detail > 1 && !("flips" in button.dataset)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const [{ does }, place] = [button.dataset, button.closest("[data-place]")?.dataset.place];
    pressed = place ? { does, place } : null;
    if ("flips" in button.dataset) document.querySelector("kitchen-transcript").keepSteady(place);
    if (does === "stop" || does === "again") setTimeout(toComposer);
  },
  true,
);
document.addEventListener("focusin", ({ target }) => {
  if (target.closest("[data-place]")?.dataset.place !== pressed?.place) pressed = null;
});
new MutationObserver(() => {
  if (!pressed || document.activeElement !== document.body) return;
  const there = at(pressed.place);
  const next = there?.querySelector(`[data-does="${pressed.does}"]:enabled`) ?? there?.querySelector("button:enabled");
  pressed = next?.dataset.does ? { ...pressed, does: next.dataset.does } : null;
  if (next) next.focus({ preventScroll: true });
  else toComposer();
}).observe(document, { childList: true, subtree: true });

// Browsers have a clipboard on https only; elsewhere a selection is copied.
const toClipboard = async (text, button) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const box = document.createElement("textarea");
  box.className = "visually-hidden";
  box.value = text;
  document.body.append(box);
  box.select();
  const copied = document.execCommand("copy");
  box.remove();
  button.focus();
  if (!copied) throw new Error("not copied");
};

const copy = async (button) => {
  const said = [...button.closest(".message").querySelectorAll(".prose, .said")];
  const texts = said.map((one) => one.source ?? one.textContent);
  const name = button.getAttribute("aria-label");
  let outcome = "Copied";
  try {
    await toClipboard(texts.join("\n\n"), button);
  } catch {
    outcome = "Copying is not allowed here";
  }
  button.setAttribute("aria-label", outcome);
  button.dataset.said = outcome;
  setTimeout(() => {
    button.setAttribute("aria-label", name);
    delete button.dataset.said;
  }, 2000);
};

document.addEventListener("click", (event) => {
  const pressed = event.target instanceof Element && event.target.closest("button, a");
  if (!pressed) return;
  const transcript = document.querySelector("kitchen-transcript");
  if ("latest" in pressed.dataset) {
    transcript.follow();
    transcript.focus({ preventScroll: true });
  }
  if ("earlier" in pressed.dataset) transcript.keepPlace();
  if ("copies" in pressed.dataset) copy(pressed);
  if (pressed.matches("[popover] a")) pressed.closest("[popover]:popover-open")?.hidePopover();
});

// The title that was being changed gives the focus back to its chat.
const giveBack = (target) => {
  const item = target.closest("li");
  const seen = new MutationObserver(() => {
    seen.disconnect();
    item.querySelector("a")?.focus();
  });
  seen.observe(item, { childList: true });
};
document.addEventListener("submit", (event) => {
  if (event.target.matches(".renaming")) giveBack(event.target);
});
document.addEventListener("keydown", (event) => {
  const renaming = event.key === "Escape" && event.target.closest?.(".renaming");
  if (!renaming) return;
  event.preventDefault();
  giveBack(renaming);
  renaming.querySelector("[data-leaves]").click();
});

// A keyboard on the screen takes its place away from the page, not from what is above it.
const seen = globalThis.visualViewport;
const measure = () => {
  if (seen.scale > 1.01) return;
  const root = document.documentElement;
  root.style.setProperty("--seen", `${seen.height}px`);
  root.toggleAttribute("data-keyboard", innerHeight - seen.height > 120);
};
seen?.addEventListener("resize", measure);
