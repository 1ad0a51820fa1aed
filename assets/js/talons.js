// Talons that come back: a tap on a name notes it at once, without leaving the list; « Annuler » takes it back. What the
// school's box answers is the line anew. Without this file the same boxes are ticked and sent together.
const form = document.querySelector("form[data-talons]");
const said = form.querySelector("[data-talons-dit]");
const count = document.querySelector("[data-talons-compte]");
const plural = (n, one, many) => `${n} ${n > 1 ? many : one}`;
form.querySelector(".sans-script")?.remove();

const retell = () => {
  const back = form.querySelectorAll("[name=annuler]").length;
  const awaited = form.querySelectorAll("li.rendu:not([data-complet])").length;
  const left = awaited === 0 ? "plus rien n’est attendu" : plural(awaited, "élève attendu", "élèves attendus");
  count.textContent = `${plural(back, "talon noté", "talons notés")}, ${left}`;
};

/** The line as the box says it now, in the place of the one that stood. */
const put = (fresh) => {
  const standing = fresh && document.getElementById(fresh.id);
  if (!standing) return;
  fresh.hidden = standing.hidden;
  standing.replaceWith(fresh);
  retell();
};

const ask = async (to, pairs) => {
  const body = new URLSearchParams([...pairs, ["discret", "oui"]]);
  const answer = await fetch(to, { method: "POST", body, redirect: "manual" });
  if (!answer.ok) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), "text/html").body;
};

const FAILED = "Rien n’a changé : la connexion est coupée, ou la page n’est plus à jour. Rechargez-la et recommencez.";
const send = async (row, to, pairs) => {
  // One thing at a time on one line: a second tap would be told as a failure.
  if (row.hasAttribute("aria-busy")) return;
  row.setAttribute("aria-busy", "true");
  try {
    const fresh = (await ask(to, pairs)).querySelector("li.rendu");
    const had = document.activeElement?.closest("li.rendu") === row;
    put(fresh);
    if (had) fresh.querySelector("button, input")?.focus({ preventScroll: true });
    const name = fresh.querySelector(".qui").textContent.trim();
    said.textContent = fresh.querySelector("[name=annuler]") ? `${name} : noté` : `${name} : annulé`;
  } catch {
    row.removeAttribute("aria-busy");
    for (const box of row.querySelectorAll("input")) box.checked = false;
    said.textContent = FAILED;
    said.classList.remove("hors-vue");
  }
};

form.addEventListener("change", (event) => {
  const box = event.target.closest("[name=rendu]");
  if (!box?.checked) return;
  send(box.closest("li"), form.action, [["version", form.elements.version.value], ["rendu", box.value]]);
});
// The Enter key on a box would press the first button of the form, which may be another line's « Annuler ».
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.type !== "checkbox") return;
  event.preventDefault();
  event.target.click();
});
form.addEventListener("click", (event) => {
  const button = event.target.closest("[name=annuler]");
  if (!button) return;
  event.preventDefault();
  send(button.closest("li"), button.formAction, [["annuler", button.value]]);
});

const scanner = document.querySelector("[data-scanner]");
if (scanner && navigator.mediaDevices?.getUserMedia) {
  scanner.hidden = false;
  const open = scanner.querySelector("[data-scanner-ouvrir]");
  open.addEventListener("click", async () => (await import("./scanner.js")).start(scanner, open, { ask, put }));
}
