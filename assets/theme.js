// Runs before the first paint, so that a dark kitchen never flashes white.
// The cook's choice is kept by the page itself under "theme": light, dark or system.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.classList.add(chosen);
} catch {}
