// The chat page in the browser: follow the text as it grows, keep what is typed until it is sent.

const BY_TOUCH = matchMedia("(hover: none)");
const LONGEST = 20_000; // characters of a question
const NEAR = 48; // pixels from the end that still count as its end

class Transcript extends HTMLElement {
  static observedAttributes = ["session", "accepted"];
  #top = 0;
  #fromEnd = null; // where one reads, counted from the end, while what is above it is fetched

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

  #settle() {
    if (this.following) this.scrollTop = this.scrollHeight;
    else if (this.#fromEnd !== null) {
      this.scrollTop = this.scrollHeight - this.#fromEnd;
      this.#fromEnd = null;
      if (document.activeElement === document.body) this.focus({ preventScroll: true });
    }
    this.#top = this.scrollTop;
    this.#tell();
  }

  // Only a way up ends the following: text that comes fast makes a distance too.
  #scrolled = () => {
    const near = this.scrollHeight - this.scrollTop - this.clientHeight < NEAR;
    if (near) this.following = true;
    else if (this.scrollTop < this.#top) this.following = false;
    this.#top = this.scrollTop;
    this.#tell();
  };

  #tell() {
    this.toggleAttribute("away", !this.following);
  }
}

// What is typed is kept by the address of its chat until it has been accepted: a login that ends
// or a reload takes the box away.
class Composer extends HTMLElement {
  static observedAttributes = ["accepted", "declined", "answering", "address"];
  #sent = null; // on its way
  #moving = false; // a new chat is getting its address

  connectedCallback() {
    this.box = this.querySelector("textarea");
    this.addEventListener("keydown", this.#key);
    this.addEventListener("submit", this.#submit);
    this.addEventListener("input", () => this.#keep());
    this.place = this.#here();
    const asked = new URLSearchParams(location.search).get("ask");
    if (!this.box.value) this.#fill(this.#kept() || (asked ?? "").slice(0, LONGEST));
    if (!BY_TOUCH.matches || asked) this.box.focus();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.box) return;
    if (name === "accepted") this.#decided(Number(after) > Number(before));
    if (name === "declined") this.#decided(false);
    if (name === "answering" && after === null) this.#say("");
    if (name === "address") this.#turnTo(this.#here());
  }

  #here() {
    return `ask ${location.pathname.replace(/\/+$/, "")}`;
  }

  #kept() {
    return sessionStorage.getItem(this.place) ?? "";
  }

  #keep() {
    if (this.box.value) sessionStorage.setItem(this.place, this.box.value);
    else sessionStorage.removeItem(this.place);
    this.#grow();
  }

  #fill(text) {
    this.box.value = text;
    this.#keep();
  }

  // Another chat has another text; a new one takes its own along.
  #turnTo(place) {
    if (place === this.place) return;
    const text = this.box.value;
    if (this.#moving) sessionStorage.removeItem(this.place);
    this.place = place;
    this.#fill(this.#moving ? text : this.#kept());
    this.#moving = false;
    this.#say("");
  }

  // What was typed since it was sent stays.
  #decided(accepted) {
    const sent = this.#sent;
    this.#sent = null;
    this.#moving = accepted && this.place === "ask /chat";
    if (accepted && sent !== null && this.box.value.startsWith(sent)) {
      this.#fill(this.box.value.slice(sent.length));
    }
  }

  #key = (event) => {
    const composing = event.isComposing || event.keyCode === 229;
    if (event.target !== this.box || event.key !== "Enter" || composing) return;
    if (event.shiftKey || BY_TOUCH.matches) return;
    event.preventDefault();
    this.box.form.requestSubmit();
  };

  #submit = (event) => {
    const [text, why] = [this.box.value, this.#reason()];
    this.#say(why);
    if (why || !text.trim() || this.#sent !== null) {
      event.preventDefault();
      event.stopPropagation();
    } else this.#sent = text;
    this.box.focus();
  };

  // Why it cannot be sent now; what is typed stays.
  #reason() {
    const length = this.box.value.trim().length;
    if (this.hasAttribute("answering")) return "The assistant is still answering. Your text stays here.";
    if (length <= LONGEST) return "";
    return `That is ${length.toLocaleString("en")} characters. A question has at most 20,000.`;
  }

  #say(text) {
    this.querySelector("[role=status]").textContent = text;
  }

  #grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight + 2}px`;
  }
}

customElements.define("kitchen-transcript", Transcript);
customElements.define("kitchen-composer", Composer);

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
