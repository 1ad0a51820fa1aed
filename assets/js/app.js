// What every page gains where JavaScript runs. Nothing here is needed: each page works without it.
// Strict policy: no inline style, no string that becomes code; other modules are fetched only where they serve.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const on = (type, listener) => document.addEventListener(type, listener);

// A list of faults is read at once.
document.querySelector("[data-fautes]")?.focus();

// A link of that list goes to its field, and into the editor when one stands in its place.
on("click", (event) => {
  const link = event.target.closest("[data-fautes] a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const place = field.previousElementSibling?.querySelector?.("[role=textbox]") ?? field;
  place.focus();
  place.closest(".champ")?.scrollIntoView({ block: "start" });
});

// Show and hide a password; hidden again before it leaves.
for (const button of all("[data-montrer]")) {
  const field = document.getElementById(button.dataset.montrer);
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.textContent = shown ? "Masquer" : "Afficher";
    button.setAttribute("aria-pressed", shown);
  };
  button.hidden = false;
  button.addEventListener("click", () => show(field.type === "password"));
  field.form?.addEventListener("submit", () => show(false));
}

// What is kept only once it is sent is not left by mistake.
for (const form of all("form[data-retenir]")) {
  let isTyped = false;
  form.addEventListener("input", () => (isTyped = true));
  form.addEventListener("submit", () => (isTyped = false));
  addEventListener("beforeunload", (event) => isTyped && event.preventDefault());
}

// Print, copy.
for (const button of all("[data-imprimer]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
for (const button of all("[data-copier]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copier);
    await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
    const word = button.querySelector("span");
    const before = word.textContent;
    word.textContent = "Copié";
    setTimeout(() => (word.textContent = before), 2000);
  });
}

// One box for all those of a name.
for (const label of all("[data-cocher-tout]")) {
  const master = label.querySelector("input");
  const root = label.closest("fieldset, form") ?? document;
  const boxes = all("input[type=checkbox]", root).filter((box) => box.name === label.dataset.cocherTout && !box.disabled);
  const follow = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    master.checked = ticked === boxes.length;
    master.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  label.hidden = false;
  master.addEventListener("change", () => {
    for (const box of boxes) box.checked = master.checked;
    boxes[0]?.dispatchEvent(new Event("change", { bubbles: true }));
  });
  root.addEventListener("change", follow);
  follow();
}

// Ask first; then never send twice. Capture on the window: other listeners see only what really leaves.
addEventListener("submit", (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirmer ?? form.dataset.confirmer;
  if (form.dataset.parti || (question && !confirm(question))) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (form.method !== "post" || form.target) return;
  form.dataset.parti = "oui";
  for (const button of all("button:not([type=button])", form)) button.setAttribute("aria-disabled", "true");
}, true);
// Back to a page kept by the browser: its forms are whole again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of all("form[data-parti]")) {
    delete form.dataset.parti;
    for (const button of all("[aria-disabled]", form)) button.removeAttribute("aria-disabled");
  }
});

// A form that left was received when the page after says so: its draft is then needless.
const sent = sessionStorage.getItem("preau:parti");
if (sent && document.querySelector(".avis.ok[role=status]")) {
  localStorage.removeItem(sent);
  sessionStorage.removeItem("preau:parti");
}

// Only where they serve.
if (document.querySelector("[data-filtrer]")) import("./filtre.js");
if (document.querySelector("[data-brouillon], [data-brouillons-effacer], [data-partage]")) import("./brouillon.js");
// With the first gesture on the page: one that is only looked at does not pay for it.
const atFirstGesture = (load) => {
  const gestures = ["pointerdown", "focusin", "keydown", "change"];
  const once = () => {
    for (const type of gestures) document.removeEventListener(type, once);
    load();
  };
  for (const type of gestures) on(type, once);
};
// The editor at once where a text is there to be shown as it will be read.
const rich = all("textarea[data-editeur]");
const edit = () => import("./editeur.js");
if (rich.some((field) => field.value)) edit();
else if (rich.length) atFirstGesture(edit);
if (document.querySelector("[data-composition]")) import("./composition.js");
if (document.querySelector("[data-talon]")) atFirstGesture(() => import("./talon.js"));
if (document.querySelector("[data-garder]")) import("./garder.js");
if (document.querySelector("[data-hors-ligne]")) import("./hors-ligne.js");
if (document.querySelector("form[data-talons]")) import("./talons.js");
if (document.querySelector("[data-ecouter]")) import("./ecouter.js");
if (document.querySelector("[data-familles]")) atFirstGesture(() => import("./familles.js"));
if (document.querySelector("form[data-envoi]")) import("./envoi.js");
if (document.querySelector("[data-envoi-dossiers]")) import("./dossiers.js");
if (document.querySelector("form.documents, [data-envoi-dossiers]")) import("./documents.js");
if (document.querySelector("[data-galerie]")) import("./visionneuse.js");
if (document.querySelector("[data-pdf]")) import("./feuilleter.js");
if (document.querySelector("[data-flou]")) import("./flou.js");
if (document.querySelector("form[data-serie]")) import("./serie.js");
if (document.querySelector("[data-direct]")) import("./direct.js");
if (document.querySelector("[data-destinataires]")) import("./destinataires.js");
if (document.querySelector("form[data-lire], #fil[data-direct]")) import("./lire.js");
