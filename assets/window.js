// Endless lists (components/window.py): asks for the pages around the middle of what is in view, one
// request at a time; when they have come, looks again where one has got to meanwhile.

const PATIENCE = 2000; // ms, after which an answer is no longer waited for
const waiting = new WeakMap(); // list -> when it was asked for what it has not drawn yet

// The index of the page at a height of the viewport, whether the page is here or a gap.
function pageAt(height, list, pages) {
  const known = Number(list.dataset.window);
  const [first, last] = [pages[0], pages.at(-1)].map((page) => Number(page.dataset.page));
  const top = pages[0].getBoundingClientRect().top;
  const bottom = pages.at(-1).getBoundingClientRect().bottom;
  const edges = list.getBoundingClientRect();
  if (height < top) {
    const share = (height - edges.top) / (top - edges.top);
    return Math.max(0, Math.min(first - 1, Math.floor(share * first)));
  }
  if (height >= bottom && last < known - 1) {
    const share = (height - bottom) / (edges.bottom - bottom);
    return Math.min(known - 1, last + 1 + Math.floor(Math.max(0, share) * (known - 1 - last)));
  }
  const here = pages.findLast((page) => page.getBoundingClientRect().top <= height);
  return Number((here ?? pages[0]).dataset.page);
}

function look(list) {
  const pages = [...list.querySelectorAll(":scope > [data-page]")];
  const button = list.nextElementSibling;
  if (!pages.length || !button?.dataset.sees) return;
  const index = pageAt(innerHeight / 2, list, pages);
  const here = new Set(pages.map((page) => Number(page.dataset.page)));
  const wanted = [index - 1, index, index + 1].filter((page) => page >= 0 && page < list.dataset.window);
  if (wanted.every((page) => here.has(page))) return;
  if (performance.now() - (waiting.get(list) ?? -PATIENCE) < PATIENCE) return;
  waiting.set(list, performance.now());
  const fallback = button.dataset.sees;
  button.dataset.sees = index;
  button.click();
  button.dataset.sees = fallback;
}

let due = false;
function lookSoon() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    document.querySelectorAll("[data-window]").forEach(look);
  });
}

addEventListener("scroll", lookSoon, { passive: true });
addEventListener("resize", lookSoon);
new MutationObserver((changes) => {
  for (const { target } of changes) if (target instanceof Element && target.dataset.window) waiting.delete(target);
  lookSoon();
}).observe(document, { childList: true, subtree: true });
