// What is typed in a form marked data-brouillon="key" survives a closed tab, in this browser only.
// Never on a shared computer (data-partage anywhere on the page), never a password, a file or a hidden field.
// Forgotten when the page after says that it is done (app.js), or by a mark of the server's:
// data-brouillons-effacer="key" (that form was received) or "tous" (signed out).
const PREFIX = "preau:brouillon:";
const shared = document.querySelector("[data-partage]");
// What was typed without a connection (hors-ligne.js) goes with them.
const AWAY = "preau:hors-ligne:";
const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX) || key.startsWith(AWAY));

// Files that had not left yet (envoi.js).
if (shared || document.querySelector("[data-brouillons-effacer=tous]")) indexedDB?.deleteDatabase("preau-envois");

for (const mark of document.querySelectorAll("[data-brouillons-effacer]")) {
  const which = mark.dataset.brouillonsEffacer;
  for (const key of keys()) if (which === "tous" || key === PREFIX + which) localStorage.removeItem(key);
}
if (shared) for (const key of keys()) localStorage.removeItem(key);

const kept = (field) => field.name && !["password", "file", "hidden", "submit", "button"].includes(field.type);
const ticks = (field) => field.type === "checkbox" || field.type === "radio";

function read(form) {
  const pairs = [];
  for (const field of form.elements) {
    if (!kept(field) || (ticks(field) && !field.checked)) continue;
    pairs.push([field.name, field.value]);
  }
  return JSON.stringify(pairs);
}

function write(form, pairs) {
  for (const field of form.elements) {
    if (!kept(field)) continue;
    if (ticks(field)) field.checked = pairs.some(([name, value]) => name === field.name && value === field.value);
    else field.value = pairs.find(([name]) => name === field.name)?.[1] ?? field.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function follow(form) {
  const key = PREFIX + form.dataset.brouillon;
  const untouched = read(form);
  const saved = localStorage.getItem(key);
  // A page that comes back with faults already holds what was typed.
  if (saved && saved !== untouched && !document.querySelector("[data-fautes]")) offer(form, key, saved, untouched);
  let timer;
  const save = () => {
    clearTimeout(timer);
    const now = read(form);
    try {
      if (now === untouched) localStorage.removeItem(key);
      else localStorage.setItem(key, now);
    } catch {
      // A full or closed storage: typing goes on, without a draft.
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 400);
  });
  form.addEventListener("change", save);
  form.addEventListener("submit", () => sessionStorage.setItem("preau:parti", key));
  addEventListener("pagehide", () => timer && save());
}

function offer(form, key, saved, untouched) {
  write(form, JSON.parse(saved));
  const note = document.createElement("div");
  note.className = "avis";
  note.setAttribute("role", "status");
  const said = document.createElement("p");
  said.textContent = "Votre brouillon est retrouvé. ";
  const forget = document.createElement("button");
  forget.type = "button";
  forget.className = "bouton petit lien";
  forget.textContent = "Repartir de zéro";
  forget.addEventListener("click", () => {
    write(form, JSON.parse(untouched));
    localStorage.removeItem(key);
    note.remove();
  });
  said.append(forget);
  note.append(said);
  form.prepend(note);
}

if (!shared) for (const form of document.querySelectorAll("form[data-brouillon]")) follow(form);
