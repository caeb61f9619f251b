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
  const here = target?.origin === location.origin && !/^\/(login|signup)\b/.test(target.pathname);
  return here ? target.pathname + target.search + target.hash : "/chat";
}

// The tab begins anew: its old token stood for somebody else's state.
function leaveFor(path) {
  sessionStorage.removeItem("token");
  location.replace(path);
}

async function enter(form) {
  const body = Object.fromEntries(new FormData(form));
  const { access_token: token } = await ask(`${form.dataset.door}?page=true`, { body });
  await ask("/auth/cookie", { token });
  localStorage.setItem("renewed", Date.now());
  doors.postMessage("in");
  leaveFor(wanted());
}

// What was wrong goes to the page's state by the hidden form, which says it beside the fields.
function tell(problem) {
  const form = document.getElementById("refused");
  const [first] = problem.errors ?? [];
  form.elements.code.value = problem.code ?? "unreachable";
  form.elements.field.value = first?.field ?? "";
  form.elements.message.value = first?.message ?? problem.detail ?? "";
  form.requestSubmit();
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-door]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("[type=submit]");
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  enter(form)
    .catch((problem) => tell(problem instanceof Error ? {} : problem))
    .finally(() => button.removeAttribute("aria-disabled"));
});

document.addEventListener("click", async (event) => {
  const target = event.target instanceof Element && event.target.closest("[data-logout], [data-shows]");
  if (!target) return;
  if (target.dataset.shows) return show(target);
  const everywhere = target.dataset.logout === "everywhere";
  await ask(`/auth/cookie?everywhere=${everywhere}`, { method: "DELETE" }).catch(() => {});
  localStorage.removeItem("renewed");
  doors.postMessage("out");
  leaveFor("/login");
});

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
  if (data === "out") leaveFor("/login");
  else if (/^\/(login|signup)\b/.test(location.pathname)) leaveFor(wanted());
  else leaveFor(location.href);
};

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
const renewed = Number(localStorage.getItem("renewed"));
if (renewed && Date.now() - renewed > DAY)
  ask("/auth/cookie").then(() => localStorage.setItem("renewed", Date.now()), () => {});
