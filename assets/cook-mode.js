// Cook mode: a full-screen dialog whose steps lie side by side and snap, so that a swipe is the
// browser's own. Needs no server once the page is there.
import { startTimer } from "./kitchen-timer.js";
import { timesIn } from "./times.js";

const places = new Map(); // recipe -> the step one was at
let cooking = null;

document.addEventListener("click", (event) => {
  const opener = event.target instanceof Element && event.target.closest("[data-cooks]");
  if (opener) cooking = new CookMode(document.getElementById(opener.dataset.cooks));
});
document.addEventListener("visibilitychange", () => cooking?.stayAwake());

class CookMode {
  constructor(dialog) {
    this.dialog = dialog;
    this.recipe = dialog.dataset.recipe;
    this.address = location.pathname;
    this.panels = this.part("panels");
    this.lock = null;
    this.heading = null; // the step a button is scrolling to
    this.listening = new AbortController();
    this.listen();
    this.drawTimes();
    dialog.showModal();
    this.panels.focus({ preventScroll: true });
    this.go(Math.min(places.get(this.recipe) ?? this.firstToDo, this.last), "instant");
    this.stayAwake();
  }

  part(name) {
    return this.dialog.querySelector(`[data-cook="${name}"]`);
  }

  get firstToDo() {
    const steps = document.querySelectorAll('tick-list[data-name="steps"] input');
    return Math.max(0, [...steps].findIndex((box) => !box.checked));
  }

  get last() {
    return this.panels.children.length - 1;
  }

  listen() {
    const { signal } = this.listening;
    const on = (target, kind, what, options) =>
      target.addEventListener(kind, what, { signal, ...options });
    on(this.dialog, "close", () => this.leave());
    on(this.dialog, "keydown", (event) => this.key(event));
    on(this.part("previous"), "click", () => this.go(this.at - 1));
    on(this.part("next"), "click", () => (this.at < this.last ? this.go(this.at + 1) : this.done()));
    on(this.panels, "scroll", () => this.scrolled());
    for (const kind of ["pointerdown", "touchstart", "wheel"]) {
      on(this.panels, kind, () => (this.heading = null), { passive: true });
    }
    on(window, "resize", () => this.go(this.at, "instant"));
    this.watching = new MutationObserver(() => this.follow());
    this.watching.observe(document.body, { childList: true, subtree: true });
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("[popover]")) return;
    const to = {
      ArrowRight: this.at + 1, PageDown: this.at + 1, ArrowLeft: this.at - 1, PageUp: this.at - 1,
      Home: 0, End: this.last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.go(to);
  }

  go(step, behavior = "smooth") {
    if (step < 0 || step > this.last) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.heading = step;
    this.show(step);
    const left = step * this.panels.clientWidth;
    this.panels.scrollTo({ left, behavior: calm ? "instant" : behavior });
  }

  scrolled() {
    if (!this.dialog.open) return; // closed, it has no width
    const step = Math.round(this.panels.scrollLeft / this.panels.clientWidth);
    if (this.heading === step) this.heading = null;
    else if (this.heading === null && step !== this.at) this.show(step);
  }

  show(step) {
    this.at = step;
    places.set(this.recipe, step);
    const place = `Step ${step + 1} of ${this.last + 1}`;
    this.part("place").textContent = place;
    this.part("told").textContent = `${place}: ${this.text(step)}`;
    this.part("bar").style.width = `${(100 * (step + 1)) / (this.last + 1)}%`;
    this.part("previous").setAttribute("aria-disabled", String(step === 0));
    this.part("next").lastChild.textContent = step === this.last ? "Done" : "Next";
  }

  // The next time it begins at the beginning.
  done() {
    places.delete(this.recipe);
    this.dialog.close();
  }

  text(step) {
    return this.panels.children[step].querySelector("p").textContent;
  }

  // A button for each time that a step mentions.
  drawTimes() {
    [...this.panels.children].forEach((panel, step) => {
      const buttons = timesIn(this.text(step)).map(({ said, seconds }) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button";
        button.textContent = `Start ${said}`;
        button.addEventListener("click", () =>
          startTimer(this.recipe, `Step ${step + 1}, ${said}`, seconds),
        );
        return button;
      });
      panel.querySelector('[data-cook="times"]').replaceChildren(...buttons);
    });
  }

  async stayAwake() {
    if (document.visibilityState !== "visible" || !this.dialog.open) return;
    try {
      const lock = await navigator.wakeLock?.request("screen");
      if (this.dialog.open) this.lock = lock;
      else lock?.release();
    } catch {} // a battery that is low may refuse
  }

  // A server that was gone for long has the page drawn anew: cooking goes on in the new dialog.
  follow() {
    if (this.dialog.isConnected) return;
    const dialog = document.getElementById(this.dialog.id);
    if (location.pathname !== this.address) this.leave();
    else if (dialog?.dataset.recipe === this.recipe) {
      this.leave();
      cooking = new CookMode(dialog);
    }
  }

  leave() {
    this.listening.abort();
    this.watching.disconnect();
    this.lock?.release();
    cooking = null;
  }
}
