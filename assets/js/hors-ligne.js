// What is typed in a form marked data-hors-ligne="account" (beside data-garder, garder.js) while the school cannot be reached
// is kept in this browser, by account and draft: offered again, sent on to the school's draft, and then erased. Erased too
// when it is sent, and at sign-out (brouillon.js). The mark stands on no page of a shared computer: this is not loaded there.
// It notes what the page holds before anything is put there, and then hears of it.
import "./garder.js";

const PREFIX = "preau:hors-ligne:";
const TEXTS = ["objet", "texte"];
const LONGEST = 400_000;
const AGAIN = 20_000;
const HERE = "Gardé sur cet appareil. Ce texte rejoindra les brouillons quand la connexion reviendra.";
const NOT_SENT = "Pas de connexion : rien n’est parti. Ce texte est gardé sur cet appareil, à envoyer quand elle reviendra.";

const texts = (form) => TEXTS.map((name) => form.elements[name]?.value ?? "");
const same = (one, other) => one.every((text, at) => text === other[at]);
const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
};
const forget = (key) => localStorage.removeItem(key);

function follow(form) {
  const key = `${PREFIX}${form.dataset.horsLigne}:${form.dataset.garder}`;
  const said = form.querySelector("[data-garder-dit]");
  // What the school has, as far as this page knows.
  let base = texts(form);
  let isCut = false;

  const keep = () => {
    const now = texts(form);
    if (same(now, base)) return true;
    const text = JSON.stringify({ at: Date.now(), base, now });
    if (text.length > LONGEST) return false;
    try {
      localStorage.setItem(key, text);
      return true;
    } catch {
      // A full or closed storage: the text is on the page still.
      return false;
    }
  };

  form.addEventListener("preau:garde", ({ detail }) => {
    isCut = detail.isCut;
    if (detail.isKept) {
      // What was typed while it was on its way is not the school's yet.
      const sent = new URLSearchParams(detail.body);
      base = TEXTS.map((name) => sent.get(name)?.replaceAll("\r\n", "\n") ?? "");
      forget(key);
    } else if (isCut && keep()) said.textContent = HERE;
  });
  form.addEventListener("input", () => isCut && keep());
  const again = () => isCut && form.dispatchEvent(new Event("input", { bubbles: true }));
  addEventListener("online", again);
  setInterval(again, AGAIN);
  // Whether it arrives is known on the page after: app.js then erases it.
  form.addEventListener("submit", (event) => {
    const isKept = keep();
    // The school was not reached a moment ago, and the device says that it has no network: the browser's own page of
    // failure would stand in the place of the text.
    if (isCut && isKept && !navigator.onLine) return stay(event, form, said);
    sessionStorage.setItem("preau:parti", key);
  });
  addEventListener("pagehide", keep);

  const found = read(key);
  if (!found || document.querySelector("[data-fautes]") || same(found.now, base)) forget(key);
  else if (same(found.base, base)) put(form, key, found, base);
  else choose(form, key, found);
}

// What app.js closed against a second sending is opened again.
function stay(event, form, said) {
  event.preventDefault();
  delete form.dataset.parti;
  for (const button of document.querySelectorAll("[aria-disabled]")) {
    if (button.form === form) button.removeAttribute("aria-disabled");
  }
  said.textContent = NOT_SENT;
}

function type(form, values) {
  TEXTS.forEach((name, at) => {
    const field = form.elements[name];
    if (!field || field.value === values[at]) return;
    field.value = values[at];
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

const when = (at) => new Intl.DateTimeFormat("fr", { weekday: "long", hour: "numeric", minute: "2-digit" }).format(at);

// The school's draft is what it was: what was typed since stands in it.
function put(form, key, found, base) {
  type(form, found.now);
  note(form, `Le texte gardé sur cet appareil (${when(found.at)}) est retrouvé.`, [
    ["L’oublier", () => type(form, base), key],
  ]);
}

// It was changed elsewhere meanwhile: nothing is replaced unasked.
function choose(form, key, found) {
  note(form, `Un autre texte est gardé sur cet appareil (${when(found.at)}). Le brouillon a changé depuis.`, [
    ["Le reprendre", () => type(form, found.now), ""],
    ["L’oublier", () => {}, key],
  ]);
}

function note(form, sentence, buttons) {
  const box = document.createElement("div");
  box.className = "avis";
  box.setAttribute("role", "status");
  const said = document.createElement("p");
  said.textContent = `${sentence} `;
  for (const [label, act, erased] of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "bouton petit lien";
    button.textContent = label;
    button.addEventListener("click", () => {
      if (erased) forget(erased);
      act();
      box.remove();
    });
    said.append(button, " ");
  }
  box.append(said);
  form.prepend(box);
}

// On the list: what waits in this browser for its page to be opened.
function tell(mark) {
  const own = `${PREFIX}${mark.dataset.horsLigne}:`;
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(own))) {
    const line = document.createElement("p");
    line.className = "avis";
    const link = document.createElement("a");
    link.href = key.slice(own.length).replace(/\/[^/]*$/, "");
    link.textContent = "Un texte gardé sur cet appareil n’a pas encore rejoint les brouillons : le retrouver";
    line.append(link);
    mark.prepend(line);
  }
}

for (const mark of document.querySelectorAll("[data-hors-ligne]")) {
  if (mark.matches("form")) follow(mark);
  else tell(mark);
}
