// Timers for what a step says: "simmer 20 minutes".
const TIME = /(\d+(?:[.,]\d+)?|half an)(?:\s*(?:-|–|to|or)\s*\d+(?:[.,]\d+)?)?[\s-]*(hours?|hrs?|h|minutes?|mins?|seconds?|secs?)\b/gi;
const SECONDS = { h: 3600, m: 60, s: 1 };
const LONGEST = 24 * 3600;

export function timesIn(text) {
  const found = [...text.matchAll(TIME)].map(([said, count, unit]) => ({
    said: said.trim(),
    seconds: Math.round(
      (count.startsWith("half") ? 0.5 : Number(count.replace(",", "."))) *
        SECONDS[unit[0].toLowerCase()],
    ),
  }));
  return found.filter(({ seconds }) => seconds > 0 && seconds <= LONGEST);
}

// Three rising notes. Browsers allow sound only after a tap: allow() is called by one.
export const ring = {
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

export class Timer {
  constructor(name, seconds) {
    this.name = name;
    this.end = Date.now() + seconds * 1000;
    this.element = document.createElement("div");
    this.element.className = "timer";
    this.element.setAttribute("role", "timer");
    this.clock = document.createElement("span");
    const stop = document.createElement("button");
    stop.type = "button";
    stop.className = "button";
    stop.textContent = "Stop";
    stop.setAttribute("aria-label", `Stop the timer: ${name}`);
    stop.addEventListener("click", () => this.stop());
    this.element.append(`${name} `, this.clock, stop);
    this.ticking = setInterval(() => this.tick(), 250);
    this.tick();
  }

  tick() {
    const left = Math.max(0, Math.ceil((this.end - Date.now()) / 1000));
    const shown = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (left > 0) this.clock.textContent = shown;
    else this.finish();
  }

  finish() {
    clearInterval(this.ticking);
    this.element.classList.add("done");
    this.element.setAttribute("role", "alert");
    this.clock.textContent = "is up";
    ring.play();
  }

  stop() {
    clearInterval(this.ticking);
    this.element.remove();
  }
}
