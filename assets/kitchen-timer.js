// Timers run in the window, whatever page it shows; a <timer-bar> shows those of its recipe.
const timers = new Map(); // recipe -> those that were started and not stopped

export function startTimer(recipe, name, seconds) {
  ring.allow();
  const timer = new Timer(recipe, name, seconds);
  timers.set(recipe, [...(timers.get(recipe) ?? []), timer]);
  for (const bar of bars(recipe)) bar.append(timer.row());
}

// Three rising notes. Browsers allow sound only after a tap: allow() is called by one.
const ring = {
  allow() {
    this.audio ??= new AudioContext();
    this.audio.resume();
  },
  play() {
    navigator.vibrate?.([300, 150, 300, 150, 300]);
    [0, 0.25, 0.5].forEach((after, step) => {
      const note = this.audio.createOscillator();
      const gain = this.audio.createGain();
      const start = this.audio.currentTime + after;
      note.frequency.value = 660 * 1.25 ** step;
      gain.gain.setValueAtTime(0.3, start);
      gain.gain.exponentialRampToValueAtTime(0.001, start + 0.6);
      note.connect(gain).connect(this.audio.destination);
      note.start(start);
      note.stop(start + 0.6);
    });
  },
};

class Timer {
  constructor(recipe, name, seconds) {
    this.recipe = recipe;
    this.name = name;
    this.end = Date.now() + seconds * 1000;
    this.rows = []; // as each bar shows it
    this.ticking = setInterval(() => this.tick(), 250);
  }

  get left() {
    return Math.max(0, Math.ceil((this.end - Date.now()) / 1000));
  }

  row() {
    const row = document.createElement("div");
    row.className = "timer";
    const clock = document.createElement("span");
    const stop = document.createElement("button");
    stop.type = "button";
    stop.className = "button";
    stop.textContent = "Stop";
    stop.setAttribute("aria-label", `Stop the timer: ${this.name}`);
    stop.addEventListener("click", () => this.stop(row.parentElement));
    row.append(`${this.name} `, clock, stop);
    this.rows = [...this.rows.filter((one) => one.isConnected), row];
    this.draw(row);
    return row;
  }

  draw(row) {
    const { left } = this;
    const up = left === 0;
    row.classList.toggle("done", up);
    row.setAttribute("role", up ? "alert" : "timer");
    const shown = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    row.querySelector("span").textContent = up ? "is up" : shown;
  }

  tick() {
    for (const row of this.rows) this.draw(row);
    if (this.left > 0) return;
    clearInterval(this.ticking);
    ring.play();
  }

  stop(bar) {
    clearInterval(this.ticking);
    timers.set(this.recipe, timers.get(this.recipe).filter((other) => other !== this));
    for (const row of this.rows) row.remove();
    const panels = bar.closest("dialog")?.querySelector('[data-cook="panels"]');
    (bar.querySelector("button") ?? panels ?? document.querySelector("[data-cooks]"))?.focus();
  }
}

class TimerBar extends HTMLElement {
  static observedAttributes = ["data-recipe"];

  connectedCallback() {
    this.fill();
  }

  attributeChangedCallback() {
    this.fill();
  }

  fill() {
    const running = timers.get(this.dataset.recipe) ?? [];
    this.replaceChildren(...running.map((timer) => timer.row()));
  }
}

const bars = (recipe) =>
  [...document.querySelectorAll("timer-bar")].filter((bar) => bar.dataset.recipe === recipe);

customElements.define("timer-bar", TimerBar);
