// Signing in and out. The browser itself asks for the cookie, so that no script ever keeps a token:
// the one that a login answers with goes straight back and comes as an HttpOnly cookie.

const doors = new BroadcastChannel("kitchen-doors"); // to this kitchen's other tabs

async function ask(path, { token, body, method = "POST" } = {}) {
  const headers = { Accept: "application/json" };
  if (body) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  throw await answer.json().catch(() => ({}));
}

// Only to this kitchen's own pages, wherever ?next= points.
function wanted() {
  const next = new URLSearchParams(location.search).get("next") ?? "";
  const target = next.startsWith("/") ? new URL(next, location.origin) : null;
  const here = target?.origin === location.origin && !/^\/(\/|login\b|signup\b)/.test(target.pathname);
  return here ? target.href : "/chat";
}

// What a tab keeps (drafts, the token of its state) is one cook's; another begins anew.
function belongTo(cook) {
  if (sessionStorage.getItem("cook") !== cook) sessionStorage.clear();
  if (cook) sessionStorage.setItem("cook", cook);
}

function leaveFor(address) {
  document.documentElement.dataset.leaving = ""; // nothing asks whether one really wants to
  location.replace(address);
}

async function enter(form) {
  const body = Object.fromEntries(new FormData(form));
  const { access_token: token, user } = await ask(`${form.dataset.door}?page=true`, { body });
  await ask("/auth/cookie", { token });
  localStorage.setItem("renewed", Date.now());
  localStorage.setItem("cook", user.id);
  belongTo(user.id);
  doors.postMessage({ in: user.id });
  leaveFor(wanted());
}

// What was wrong goes to the page's state by the hidden form, which says it beside the fields.
function tell(form, { code = "", detail = "", errors = [] }) {
  const watch = new MutationObserver(() => form.querySelector('[aria-invalid="true"]')?.focus());
  watch.observe(form, { attributeFilter: ["aria-invalid"], subtree: true });
  form.addEventListener("submit", () => watch.disconnect(), { once: true });
  const hidden = document.getElementById("refused");
  hidden.elements.problem.value = JSON.stringify({ code, detail, errors });
  hidden.requestSubmit();
}

function missing(form) {
  const empty = [...form.elements].filter((field) => field.required && !field.value);
  return empty.map((field) => ({
    field: field.name,
    message: `Type your ${field.labels[0].textContent.toLowerCase()}.`,
  }));
}

// What was wrong with a field is said until one mends it.
document.addEventListener("input", (event) => {
  if (event.target.form?.dataset.door) event.target.closest(".field").dataset.mended = "";
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-door]");
  if (!form) return;
  event.preventDefault();
  for (const field of form.querySelectorAll("[data-mended]")) delete field.dataset.mended;
  const errors = missing(form);
  if (errors.length) return tell(form, { errors });
  const button = form.querySelector("[type=submit]");
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  enter(form)
    .catch((problem) => tell(form, problem instanceof Error ? {} : problem))
    .finally(() => button.removeAttribute("aria-disabled"));
});

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element && event.target.closest("[data-logout], [data-shows]");
  if (target?.dataset.shows) show(target);
  else if (target) logOut(target.dataset.logout === "everywhere", "/login");
});

// Where that fails one is still logged in, and must know.
async function logOut(everywhere, address) {
  try {
    await ask(`/auth/cookie?everywhere=${everywhere}`, { method: "DELETE" });
  } catch {
    const failed = document.getElementById("logout-failed");
    if (failed) failed.hidden = false;
    return;
  }
  localStorage.removeItem("renewed");
  localStorage.removeItem("cook");
  belongTo(null);
  doors.postMessage({ in: null });
  leaveFor(address);
}

// Drawn when the account has been deleted.
customElements.define(
  "kitchen-gone",
  class extends HTMLElement {
    connectedCallback() {
      logOut(false, "/");
    }
  },
);

function show(button) {
  const input = document.getElementById(button.dataset.shows);
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", shown);
  button.textContent = shown ? "Hide" : "Show";
  input.focus();
}

// Another tab has signed in or out: this one may hold what is no longer this browser's to see.
doors.onmessage = ({ data }) => {
  belongTo(data.in);
  if (!data.in) leaveFor("/login");
  else leaveFor(/^\/(login|signup)\b/.test(location.pathname) ? wanted() : location.href);
};
const cook = localStorage.getItem("cook"); // a tab that was just opened is the browser's cook's
if (cook && !sessionStorage.getItem("cook")) sessionStorage.setItem("cook", cook);

// A page kept by the Back button may be a signed-out cook's.
addEventListener("pageshow", (event) => event.persisted && location.reload());

for (const type of ["keydown", "keyup"])
  document.addEventListener(type, (event) => {
    if (!event.getModifierState || event.target.autocomplete?.endsWith("-password") !== true) return;
    const warning = document.getElementById(`${event.target.id}-caps`);
    if (warning) warning.hidden = !event.getModifierState("CapsLock");
  });

// A page that is used stays signed in: once a day its cookie is renewed.
const DAY = 24 * 60 * 60 * 1000;
function renew() {
  const renewed = Number(localStorage.getItem("renewed"));
  if (!renewed || Date.now() - renewed < DAY) return;
  ask("/auth/cookie").then(() => localStorage.setItem("renewed", Date.now()), () => {});
}
renew();
document.addEventListener("visibilitychange", () => document.hidden || renew());
