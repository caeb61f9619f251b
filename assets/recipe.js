// The page of one recipe, in the browser alone.
import "./cook-mode.js";
import "./recipe-edit.js";

document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-prints]")) window.print();
});

const ticked = new Map(); // list -> which of its boxes

class TickList extends HTMLElement {
  connectedCallback() {
    this.draw();
    this.onchange = () => this.keep();
  }

  get place() {
    return `${this.dataset.recipe} ${this.dataset.name}`;
  }

  get boxes() {
    return [...this.querySelectorAll("input[type=checkbox]")];
  }

  draw() {
    const here = ticked.get(this.place) ?? [];
    this.boxes.forEach((box, index) => (box.checked = here.includes(index)));
  }

  // The same list may be on the page twice.
  keep() {
    ticked.set(this.place, this.boxes.flatMap((box, index) => (box.checked ? [index] : [])));
    for (const list of document.querySelectorAll("tick-list")) list.draw();
  }
}

customElements.define("tick-list", TickList);
