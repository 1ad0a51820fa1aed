// Pupils from class to class, by drag or by the keyboard. The plain form does the work: what is dropped is ticked and
// sent, and the school's answer is drawn in place of the page. Nothing is decided here.
const main = document.getElementById("contenu");
const form = () => main.querySelector("[data-composition]");
const all = (selector) => [...main.querySelectorAll(selector)];
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const said = document.body.appendChild(document.createElement("p"));
said.className = "hors-vue";
said.setAttribute("role", "status");
let drag;
let busy = false;

/** What goes with the choice made: the bar, the number, the tab, the names looked for. */
function follow() {
  const chosen = all("[name=eleve]:checked").length;
  const words = chosen === 1 ? "1 élève choisi" : `${chosen} élèves choisis`;
  const bar = main.querySelector("[data-gestes]");
  if (!bar) return;
  bar.hidden = chosen === 0;
  const told = main.querySelector("[data-choisis]");
  if (told.textContent && told.textContent !== words) said.textContent = words;
  told.textContent = words;
  told.hidden = false;
  const tabs = all(".onglets a");
  const current = tabs.find((tab) => tab.hash === location.hash) ?? tabs[0];
  for (const tab of tabs) tab.toggleAttribute("aria-current", false);
  current?.setAttribute("aria-current", "true");
  const wanted = fold(main.querySelector("[data-trouver]").value);
  for (const row of all(".place")) row.hidden = !fold(row.textContent).includes(wanted);
}

function dress() {
  for (const hidden of all(".trouver, .glisser")) hidden.hidden = false;
  form()?.classList.add("vive");
  follow();
}

const rows = (box) => [...box.closest("ul").querySelectorAll(".place:not([hidden]) [name=eleve]")];

async function send(submitter) {
  const body = new URLSearchParams(new FormData(form()));
  if (submitter?.name) body.append(submitter.name, submitter.value);
  const looked = main.querySelector("[data-trouver]").value;
  busy = true;
  try {
    const answer = await fetch(form().getAttribute("action"), { method: "POST", body });
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!next.querySelector("[data-composition]")) return location.assign(answer.url);
    const stood = [scrollY, main.querySelector(".plateau").scrollLeft, new Map(all(".colonne").map((column) => [column.id, column.querySelector("ul").scrollTop]))];
    main.replaceChildren(...next.getElementById("contenu").childNodes);
    main.querySelector("[data-trouver]").value = looked;
    const hash = location.hash;
    history.replaceState(null, "", new URL(answer.url).search ? answer.url.split("#")[0] + hash : location.pathname + hash);
    // The column of the address is another element now.
    if (hash) location.replace(hash);
    dress();
    for (const column of all(".colonne")) column.querySelector("ul").scrollTop = stood[2].get(column.id) ?? 0;
    main.querySelector(".plateau").scrollLeft = stood[1];
    scrollTo({ top: stood[0], behavior: "instant" });
    const fault = main.querySelector("[data-fautes]");
    said.textContent = (fault ?? main.querySelector("[data-fait] .avis, .avis.ok"))?.textContent.trim() ?? "";
    if (fault) fault.focus();
    else main.querySelector("[value=annuler]")?.focus({ preventScroll: true });
  } catch {
    delete form().dataset.parti;
    for (const button of all("[aria-disabled]")) button.removeAttribute("aria-disabled");
    said.className = "avis grave";
    said.textContent = "La connexion est coupée : personne n’a bougé. Votre choix est toujours là.";
  } finally {
    busy = false;
  }
}

document.addEventListener("submit", (event) => {
  if (event.target !== form() || event.defaultPrevented) return;
  event.preventDefault();
  said.className = "hors-vue";
  send(event.submitter);
});
main.addEventListener("change", follow);
main.addEventListener("input", (event) => event.target.matches("[data-trouver]") && follow());
addEventListener("hashchange", follow);

main.addEventListener("keydown", (event) => {
  if (event.target.matches("[data-trouver]") && event.key === "Enter") return event.preventDefault();
  if (event.target.name !== "eleve") return;
  const column = event.target.closest(".colonne");
  const at = rows(event.target).indexOf(event.target);
  const beside = { ArrowLeft: column.previousElementSibling, ArrowRight: column.nextElementSibling }[event.key];
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step) rows(event.target)[at + step]?.focus();
  else if (beside) {
    const boxes = [...beside.querySelectorAll(".place:not([hidden]) [name=eleve]")];
    boxes[Math.min(at, boxes.length - 1)]?.focus();
  } else if (event.key === "Enter") {
    event.target.checked = true;
    follow();
    form().elements.vers.focus();
  } else return;
  event.preventDefault();
});

// By drag: with a mouse anywhere on the name, with a finger by the handle, so that the list still scrolls.
const under = (x, y) => document.elementFromPoint(x, y)?.closest("[data-classe]");

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

/** Near an edge the board slides under the hand. */
function slide() {
  const board = main.querySelector(".plateau");
  const { left, right } = board.getBoundingClientRect();
  board.scrollLeft += drag.x > right - 50 ? 12 : drag.x < left + 50 ? -12 : 0;
  const place = under(drag.x, drag.y);
  if (place === drag.over) return;
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
  if (!isMeant || !to || busy || row.closest(".colonne").dataset.classe === to || ![...vers.options].some((option) => option.value === to)) return;
  vers.value = to;
  form().requestSubmit(form().querySelector("[value=deplacer]"));
}

main.addEventListener("pointerdown", (event) => {
  const row = event.target.closest(".place");
  if (!row || busy || event.button || (event.pointerType !== "mouse" && !event.target.closest(".poignee"))) return;
  drag = { row, pointer: event.pointerId, x: event.clientX, y: event.clientY, from: [event.clientX, event.clientY] };
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
