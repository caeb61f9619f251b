// The pantry's page in the browser alone.

// Whoever comes back to the page sees what is there now.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") document.querySelector("[data-look-again]")?.click();
});

// What was just stocked or changed lights up; the first of it comes into view.
document.addEventListener("animationstart", ({ animationName, target }) => {
  if (!animationName.startsWith("fresh-")) return;
  const first = document.querySelector('[data-fresh="1"], [data-fresh="2"]');
  if (target === first) target.scrollIntoView({ block: "nearest" });
});

// Escape leaves an edit. When one ends, the focus goes back to its entry, or to where one adds.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !(event.target instanceof Element)) return;
  event.target.closest(".entry-form")?.querySelector("[data-cancels]").click();
});
document.addEventListener("focusin", (event) => {
  const form = event.target instanceof Element && event.target.closest(".entry-form");
  if (!form || form.dataset.watched) return;
  form.dataset.watched = "true";
  form.scrollIntoView({ block: "nearest" });
  const item = form.parentElement;
  new MutationObserver((_, watch) => {
    if (form.isConnected) return;
    watch.disconnect();
    if (document.activeElement !== document.body) return;
    (item.isConnected ? item.querySelector("[data-edits]") : document.getElementById("stock"))?.focus();
  }).observe(document.body, { childList: true, subtree: true });
});
