// Where questions are typed: the composer, and a question that is edited in its place.

const BY_TOUCH = matchMedia("(hover: none)");
const LONGEST = 20_000; // characters of a question

let edited = null; // where the text is kept of an edited question that is on its way

// Why it cannot be sent now; what is typed stays.
const reason = (text, isAnswering) => {
  const length = text.trim().length;
  if (isAnswering) return "The assistant is still answering. Your text stays here.";
  if (length <= LONGEST) return "";
  return `That is ${length.toLocaleString("en")} characters. A question has at most 20,000.`;
};

const keep = (place, text) => {
  if (text) sessionStorage.setItem(place, text);
  else sessionStorage.removeItem(place);
};

const grow = (box) => {
  if (CSS.supports("field-sizing", "content")) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
};

// Not on a screen, where the keyboard would come up.
export const toComposer = () => {
  if (!BY_TOUCH.matches) document.querySelector("kitchen-composer textarea")?.focus();
};

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
    keep(this.place, this.box.value);
    grow(this.box);
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
    if (accepted && edited) sessionStorage.removeItem(edited);
    edited = null;
    this.#moving = accepted && this.place === "ask /chat";
    if (accepted && sent !== null && this.box.value.startsWith(sent)) {
      this.#fill(this.box.value.slice(sent.length));
    }
  }

  #key = (event) => {
    const composing = event.isComposing || event.keyCode === 229;
    if (event.target !== this.box || composing) return;
    if (event.key === "Escape") this.querySelector('[data-does="stop"]')?.click();
    if (event.key !== "Enter") return;
    if (event.shiftKey || BY_TOUCH.matches) return;
    event.preventDefault();
    this.box.form.requestSubmit();
  };

  #submit = (event) => {
    const [text, why] = [this.box.value, reason(this.box.value, this.hasAttribute("answering"))];
    this.#say(why);
    if (why || !text.trim() || this.#sent !== null) {
      event.preventDefault();
      event.stopPropagation();
    } else this.#sent = text;
    this.box.focus();
  };

  #say(text) {
    this.querySelector("[role=status]").textContent = text;
  }
}

class QuestionEdit extends HTMLElement {
  #sent = false;

  connectedCallback() {
    this.box = this.querySelector("textarea");
    this.place = `edit ${this.getAttribute("message")}`;
    this.box.value = sessionStorage.getItem(this.place) ?? this.box.value;
    this.addEventListener("keydown", this.#key);
    this.addEventListener("submit", this.#submit);
    this.addEventListener("input", () => this.#keep());
    this.querySelector('[data-does="edit"]').addEventListener("click", this.#leave);
    grow(this.box);
    this.box.focus();
    this.box.setSelectionRange(this.box.value.length, this.box.value.length);
  }

  disconnectedCallback() {
    if (this.#sent) toComposer();
  }

  #leave = () => {
    this.#sent = false;
    keep(this.place, "");
  };

  #keep() {
    keep(this.place, this.box.value);
    grow(this.box);
  }

  #key = (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") this.querySelector('[data-does="edit"]').click();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.box.form.requestSubmit();
  };

  #submit = (event) => {
    const why = reason(this.box.value, this.hasAttribute("answering"));
    if (why) this.querySelector("p").textContent = why;
    if (why || !this.box.value.trim() || edited !== null) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    edited = this.place;
    this.#sent = true;
    this.#keep();
  };
}

customElements.define("kitchen-composer", Composer);
customElements.define("kitchen-edit", QuestionEdit);
