// Runs before the first paint, so that a dark kitchen never flashes white.
// The cook's choice is kept by the page itself under "theme": light, dark or system.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.classList.add(chosen);
} catch {}
// How far it is from UTC here, in minutes, so that the server knows what day it is for the cook
// (states/clock.py); before its websocket opens, whose cookies stay what they were then.
document.cookie = `kitchen_utc=${-new Date().getTimezoneOffset()}; path=/; SameSite=Strict`;
