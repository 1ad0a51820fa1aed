// Pupils from class to class by drag or keyboard. The plain form does the work: what is dropped is ticked and sent, and
// the school's answer is drawn in place of the page. Nothing is decided here.
const main = document.getElementById("contenu");
const one = (selector) => main.querySelector(selector);
const all = (selector) => [...main.querySelectorAll(selector)];
const form = () => one("[data-composition]");
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const boxesOf = (column) => [...(column?.querySelectorAll(".place:not([hidden]) [name=eleve]") ?? [])];
const lists = () => all(".colonne ul");
const said = document.body.appendChild(document.createElement("p"));
said.setAttribute("role", "status");
const say = (text, look = "hors-vue") => ((said.className = look), (said.textContent = text));
let drag;

/** What goes with what is chosen: the bar and its number, the tab, the names looked for. */
function follow() {
  const bar = one("[data-gestes]");
  if (!bar) return;
  const chosen = all("[name=eleve]:checked").length;
  const words = chosen === 1 ? "1 élève choisi" : `${chosen} élèves choisis`;
  const told = one("[data-choisis]");
  if (told.textContent && told.textContent !== words) say(words);
  told.textContent = words;
  told.hidden = false;
  bar.hidden = chosen === 0;
  const tabs = all(".onglets a");
  const current = tabs.find((tab) => tab.hash === location.hash) ?? tabs[0];
  for (const tab of tabs) tab === current ? tab.setAttribute("aria-current", "true") : tab.removeAttribute("aria-current");
  const wanted = fold(one("[data-trouver]").value);
  for (const row of all(".place")) row.hidden = !fold(row.textContent).includes(wanted);
}

function dress() {
  for (const hidden of all(".trouver, .glisser")) hidden.hidden = false;
  form()?.classList.add("vive");
  follow();
}

async function send(submitter) {
  const body = new URLSearchParams(new FormData(form()));
  if (submitter) body.append(submitter.name, submitter.value);
  try {
    const answer = await fetch(form().getAttribute("action"), { method: "POST", body });
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!next.querySelector("[data-composition]")) return location.assign(answer.url);
    const [top, left, looked, hash] = [scrollY, one(".plateau").scrollLeft, one("[data-trouver]").value, location.hash];
    const tops = lists().map((list) => list.scrollTop);
    main.replaceChildren(...next.getElementById("contenu").childNodes);
    one("[data-trouver]").value = looked;
    history.replaceState(null, "", answer.url.split("#")[0] + hash);
    // The column that the address names is another element now.
    if (hash) location.replace(hash);
    dress();
    lists().forEach((list, at) => (list.scrollTop = tops[at] ?? 0));
    one(".plateau").scrollLeft = left;
    scrollTo({ top, behavior: "instant" });
    const fault = one("[data-fautes]");
    say((fault ?? one("[data-fait] p") ?? one(".avis.ok"))?.textContent.trim() ?? "");
    if (fault) fault.focus();
    else one("[value=annuler]")?.focus({ preventScroll: true });
  } catch {
    delete form().dataset.parti;
    for (const button of all("[aria-disabled]")) button.removeAttribute("aria-disabled");
    say("La connexion est coupée : personne n’a bougé. Votre choix est toujours là.", "avis grave");
  }
}

document.addEventListener("submit", (event) => {
  if (event.target !== form()) return;
  event.preventDefault();
  send(event.submitter);
});
main.addEventListener("change", follow);
main.addEventListener("input", follow);
addEventListener("hashchange", follow);

main.addEventListener("keydown", (event) => {
  const box = event.target;
  if (box.matches("[data-trouver]") && event.key === "Enter") return event.preventDefault();
  if (box.name !== "eleve") return;
  const column = box.closest(".colonne");
  const at = boxesOf(column).indexOf(box);
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const beside = { ArrowLeft: column.previousElementSibling, ArrowRight: column.nextElementSibling }[event.key];
  if (step) boxesOf(column)[at + step]?.focus();
  else if (beside) boxesOf(beside)[Math.min(at, boxesOf(beside).length - 1)]?.focus();
  else if (event.key === "Enter") {
    box.checked = true;
    follow();
    form().elements.vers.focus();
  } else return;
  event.preventDefault();
});

// With a mouse anywhere on the name; with a finger by the handle, so that the list still scrolls.
function lift() {
  const box = drag.row.querySelector("[name=eleve]");
  if (!box.checked) for (const other of all("[name=eleve]:checked")) other.checked = false;
  box.checked = true;
  follow();
  const chosen = all("[name=eleve]:checked").length;
  drag.ghost = document.body.appendChild(document.createElement("div"));
  drag.ghost.className = "fantome";
  drag.ghost.textContent = chosen > 1 ? `${chosen} élèves` : drag.row.querySelector("[translate]").textContent;
  drag.timer = setInterval(slide, 16);
}

/** What is under the hand is shown; near an edge the board slides. */
function slide() {
  const { left, right } = one(".plateau").getBoundingClientRect();
  one(".plateau").scrollLeft += drag.x > right - 50 ? 12 : drag.x < left + 50 ? -12 : 0;
  const place = document.elementFromPoint(drag.x, drag.y)?.closest("[data-classe]");
  drag.over?.classList.remove("survol");
  place?.classList.add("survol");
  drag.over = place;
}

function drop(isMeant) {
  const { ghost, over, timer, row } = drag;
  drag = undefined;
  if (!ghost) return;
  clearInterval(timer);
  ghost.remove();
  over?.classList.remove("survol");
  const still = (event) => event.preventDefault();
  addEventListener("click", still, true);
  setTimeout(() => removeEventListener("click", still, true));
  const to = over?.dataset.classe;
  const { vers } = form().elements;
  const isPlace = to !== row.closest(".colonne").dataset.classe && [...vers.options].some((option) => option.value === to);
  if (!isMeant || !isPlace) return;
  vers.value = to;
  form().requestSubmit(one("[value=deplacer]"));
}

main.addEventListener("pointerdown", (event) => {
  const row = event.target.closest(".place");
  if (!row || event.button || (event.pointerType !== "mouse" && !event.target.closest(".poignee"))) return;
  drag = { row, pointer: event.pointerId, from: [event.clientX, event.clientY] };
});
addEventListener("pointermove", (event) => {
  if (event.pointerId !== drag?.pointer) return;
  [drag.x, drag.y] = [event.clientX, event.clientY];
  if (!drag.ghost && Math.hypot(drag.x - drag.from[0], drag.y - drag.from[1]) > 7) lift();
  if (drag.ghost) drag.ghost.style.translate = `${drag.x}px ${drag.y}px`;
});
addEventListener("pointerup", (event) => {
  if (event.pointerId !== drag?.pointer) return;
  if (drag.ghost) slide();
  drop(true);
});
addEventListener("pointercancel", () => drag && drop(false));
addEventListener("keydown", (event) => event.key === "Escape" && drag && drop(false));

dress();
