// The cookbook's filters are in the address too, so that Back and a shared link bring them back.

new MutationObserver((changes) => {
  const list = changes.at(-1).target;
  if (location.pathname.replace(/\/$/, "") !== "/cookbook") return;
  history.replaceState(history.state, "", location.pathname + list.dataset.address);
}).observe(document, { subtree: true, attributeFilter: ["data-address"] });
