// An open page shows what changed without being reloaded: parts marked data-direct="messages" (any change of that kind) or
// data-direct="messages-12" (that one) are asked for anew, from the same address and behind the same right, and replaced.
// What is told is a kind and a number, never a content. Fields stay out of such parts; a field inside keeps its part as it is.
// The tabs of a browser share one stream: who holds the lock listens and tells the others. Hidden for long, a tab lets go.
// Nothing is worse than without it: the page is reloaded as before.
const STREAM = "/evenements";
const HIDDEN = 5 * 60_000;
const SILENCE = 70_000; // the server gives a sign of life every 25 seconds
const GATHER = 250;
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 5 * 60_000;

const parts = () => [...document.querySelectorAll("[data-direct][id]")];
const who = (root) => root.querySelector(".toit .compte")?.textContent.trim() ?? "";
const me = who(document);
const wire = "BroadcastChannel" in window ? new BroadcastChannel("preau-direct") : null;
const some = (ms) => ms / 2 + Math.random() * (ms / 2);

// --- the page

let waiting = new Set();
let timer = 0;
let under = false;

const concerns = (part, what) =>
  part.dataset.direct.split(" ").some((mark) => what === "*" || mark === what || mark === what.replace(/-\d+$/, ""));

function heard(what) {
  if (!parts().some((part) => concerns(part, what))) return;
  waiting.add(what);
  plan(GATHER);
}

function plan(ms) {
  // A hidden page asks once it is looked at.
  if (timer || under || document.hidden || !waiting.size) return;
  timer = setTimeout(refresh, some(ms));
}

async function refresh() {
  timer = 0;
  const told = waiting;
  waiting = new Set();
  under = true;
  try {
    const answer = await fetch(location.href, { headers: { "preau-direct": "1" }, credentials: "same-origin" });
    // Signed out, or mine no more: what is shown stays until the next step, which says so.
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (who(page) !== me) return;
    const said = [];
    for (const part of parts()) if ([...told].some((what) => concerns(part, what))) said.push(...put(part, page));
    announce(said);
  } catch {
    for (const what of told) waiting.add(what);
    setTimeout(() => plan(GATHER), some(20_000));
  } finally {
    under = false;
    // One after another, with a breath between.
    plan(1_500);
  }
}

function put(part, page) {
  const fresh = page.getElementById(part.id);
  if (!fresh || fresh.innerHTML === part.innerHTML) return [];
  if ([...part.querySelectorAll("input, textarea, select")].some(isTouched)) return [];
  const before = new Set([...part.querySelectorAll("[data-annonce]")].map((item) => item.dataset.cle));
  const open = [...part.querySelectorAll("details[open][id]")].map((item) => item.id);
  const focused = part.contains(document.activeElement) ? focusOf(part) : null;
  const isAtEnd = part.hasAttribute("data-direct-fin") && scrollY + innerHeight >= document.body.scrollHeight - 80;
  part.replaceChildren(...document.importNode(fresh, true).childNodes);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  focused?.();
  if (isAtEnd) scrollTo({ top: document.body.scrollHeight });
  const items = [...part.querySelectorAll("[data-annonce]")];
  part.dispatchEvent(new CustomEvent("preau:direct", { bubbles: true }));
  return items.filter((item) => !before.has(item.dataset.cle)).map((item) => item.dataset.annonce);
}

const isTouched = (field) =>
  field === document.activeElement ||
  (field.matches("[type=checkbox], [type=radio]") ? field.checked !== field.defaultChecked : field.value !== (field.defaultValue ?? field.value));

// The same link or button, by its id or by where it leads.
function focusOf(part) {
  const { id, href } = document.activeElement;
  return () => {
    const again = (id && document.getElementById(id)) || [...part.querySelectorAll("a[href]")].find((link) => link.href === href);
    (again ?? part).focus({ preventScroll: true });
  };
}

const voice = document.createElement("p");
voice.className = "hors-vue";
voice.setAttribute("role", "status");
voice.setAttribute("aria-live", "polite");
document.body.append(voice);

function announce(said) {
  if (said.length) voice.textContent = said.length > 1 ? `${said.length} nouveautés` : said[0];
}

// --- the stream

let source = null;
let wait = FIRST_WAIT;
let again = 0;
let alive = 0;
let isOver = false;

function tell(what) {
  wire?.postMessage(what);
  heard(what);
}

function listen(isFirst) {
  source = new EventSource(STREAM);
  const opened = Date.now();
  const isHere = () => {
    clearTimeout(alive);
    alive = setTimeout(broken, SILENCE);
    if (Date.now() - opened > 30_000) wait = FIRST_WAIT;
  };
  const broken = () => {
    close();
    if (isOver) return;
    // Each browser at its own moment: a house that starts again is not stormed.
    again = setTimeout(() => listen(false), some(wait));
    wait = Math.min(wait * 2, LONGEST_WAIT);
  };
  source.addEventListener("open", () => {
    isHere();
    if (!isFirst) tell("*");
  });
  source.addEventListener("change", (event) => {
    isHere();
    tell(event.data.replace(" ", "-"));
  });
  source.addEventListener("battement", isHere);
  source.addEventListener("fin", () => {
    isOver = true;
    close();
  });
  source.addEventListener("error", broken);
}

function close() {
  clearTimeout(again);
  clearTimeout(alive);
  source?.close();
  source = null;
}

// --- who listens

let leave = null;

function join(isFirst) {
  if (leave || isOver) return;
  if (!navigator.locks || !wire) {
    listen(isFirst);
    leave = close;
    return;
  }
  const asked = new AbortController();
  let done;
  leave = () => {
    asked.abort();
    close();
    done?.();
  };
  navigator.locks
    .request("preau-direct", { signal: asked.signal }, () => {
      if (asked.signal.aborted) return undefined;
      listen(isFirst);
      return new Promise((resolve) => (done = resolve));
    })
    .catch(() => {});
}

function part() {
  leave?.();
  leave = null;
}

function back() {
  const missed = !leave;
  join(true);
  if (missed) heard("*");
  plan(GATHER);
}

wire?.addEventListener("message", (event) => heard(event.data));
let hidden = 0;
document.addEventListener("visibilitychange", () => {
  clearTimeout(hidden);
  if (document.hidden) hidden = setTimeout(part, HIDDEN);
  else back();
});
// A page kept for « back » holds neither lock nor connection.
addEventListener("pagehide", part);
addEventListener("pageshow", (event) => event.persisted && back());
if (!document.hidden) join(true);
