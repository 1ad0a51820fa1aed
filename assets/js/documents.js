// In a folder: everything ticked at once, what may be done with it only when something is, and lines that are carried onto a
// folder with the mouse. The list and its buttons work without any of this.
document.querySelectorAll("form.documents").forEach(follow);

// What was drawn anew after files came is a new list.
document.addEventListener("arrive", () => document.querySelectorAll("form.documents").forEach(follow));

function follow(form) {
  const boxes = () => [...form.querySelectorAll(".cocher input")];
  const acts = form.querySelector(".choisis");
  const all = Object.assign(document.createElement("button"), { type: "button", className: "bouton sobre petit" });
  const show = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    for (const button of acts?.querySelectorAll("button:not([type])") ?? []) button.disabled = !ticked;
    all.textContent = ticked && ticked === boxes().length ? "Ne rien choisir" : "Tout choisir";
  };
  all.addEventListener("click", () => {
    const every = boxes().every((box) => box.checked);
    for (const box of boxes()) box.checked = !every;
    show();
  });
  acts?.prepend(all);
  form.addEventListener("change", show);
  show();
  carry(form);
}

function carry(form) {
  const path = form.dataset.documents;
  if (!path) return;
  let carried = [];
  for (const line of form.querySelectorAll("[data-document]")) {
    line.draggable = true;
    line.addEventListener("dragstart", (event) => {
      const own = line.querySelector(".cocher input");
      const ticked = [...form.querySelectorAll(".cocher input:checked")].map((box) => box.value);
      carried = own.checked ? ticked : [own.value];
      event.dataTransfer.setData("text/plain", carried.join(" "));
      event.dataTransfer.effectAllowed = "move";
    });
  }
  for (const line of form.querySelectorAll("[data-dossier]")) {
    const takes = () => carried.length && !carried.includes(line.dataset.dossier);
    line.addEventListener("dragover", (event) => {
      if (!takes()) return;
      event.preventDefault();
      event.stopPropagation();
      line.classList.add("vise");
    });
    line.addEventListener("dragleave", () => line.classList.remove("vise"));
    line.addEventListener("drop", (event) => {
      line.classList.remove("vise");
      if (!takes()) return;
      event.preventDefault();
      event.stopPropagation();
      send(path, [...carried.map((id) => ["choix", id]), ["vers", form.dataset.documentsEspace], ["dossier", line.dataset.dossier], ["geste", "deplacer"]]);
    });
  }
}

function send(path, fields) {
  const form = Object.assign(document.createElement("form"), { method: "post", action: path, hidden: true });
  for (const [name, value] of fields) form.append(Object.assign(document.createElement("input"), { name, value }));
  document.body.append(form);
  form.submit();
}
