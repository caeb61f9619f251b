// The cookbook's filters are in the address too, so that Back and a shared link bring them back.

new MutationObserver((changes) => {
  const list = changes.at(-1).target;
  if (location.pathname.replace(/\/$/, "") !== "/cookbook") return;
  history.replaceState(history.state, "", location.pathname + list.dataset.address);
}).observe(document, { subtree: true, attributeFilter: ["data-address"] });

// A button that goes when it has been pressed hands the focus to the element with this id.
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-vanishes-to]");
  if (button) document.getElementById(button.dataset.vanishesTo)?.focus({ preventScroll: true });
});
