// What just happened, said in passing. Its number is another one each time.

class Notice extends HTMLElement {
  connectedCallback() {
    this.hidden = sessionStorage.getItem("notice") === this.getAttribute("number");
    this.addEventListener("animationend", this.#passed);
  }

  #passed = () => sessionStorage.setItem("notice", this.getAttribute("number"));
}

customElements.define("kitchen-notice", Notice);

const takesBack = () => document.querySelector("kitchen-notice [data-takes-back]");

// The way back by keyboard, but for who is writing.
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
  const isWriting = event.target.matches("textarea, input:not([type=checkbox])") && event.target.value;
  if (isWriting || !takesBack()?.checkVisibility({ visibilityProperty: true })) return;
  event.preventDefault();
  takesBack().click();
});

// The button goes when it has been pressed.
document.addEventListener("click", (event) => {
  if (takesBack()?.contains(document.activeElement) && takesBack().contains(event.target)) {
    document.getElementById("main")?.focus({ preventScroll: true });
  }
});
