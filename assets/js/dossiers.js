// Whole folders, carried or chosen, where files may be sent: each is asked for once, and its files leave for it (envoi.js).
// Without any of this files are sent one folder after another.
import "./envoi.js";

for (const place of document.querySelectorAll("[data-envoi-dossiers]")) follow(place, place.querySelector("form[data-envoi]"));

function follow({ dataset: { envoiDossiers, envoiDans } }, form) {
  const [part, input] = [form.parentElement, form.querySelector("input[type=file]")];
  const made = new Map([["", Promise.resolve(form.action)]]);

  async function make(folder) {
    const body = new URLSearchParams({ dans: envoiDans, chemin: folder });
    const answer = await fetch(envoiDossiers, { method: "POST", body });
    if (!answer.ok) throw answer;
    return `${new URL(answer.url).pathname}/envois`;
  }

  async function send(folder, file) {
    if (!made.has(folder)) made.set(folder, make(folder));
    try {
      const to = await made.get(folder);
      form.dispatchEvent(new CustomEvent("envoyer", { detail: { file, to } }));
    } catch {
      made.delete(folder);
      part.querySelector(":scope > [role=status]").textContent = `${file.name} : le dossier « ${folder} » n’a pas pu être créé.`;
    }
  }

  async function walk(entry, folder) {
    if (entry.isFile) return send(folder, await new Promise((resolve, reject) => entry.file(resolve, reject)));
    const reader = entry.createReader();
    const within = folder ? `${folder}/${entry.name}` : entry.name;
    for (;;) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!some.length) return;
      for (const one of some) await walk(one, within);
    }
  }

  // Before the form itself is told, which would send a folder as if it were a file.
  part.addEventListener("drop", (event) => {
    const dropped = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!dropped.some((entry) => entry.isDirectory)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    part.classList.remove("depose");
    dropped.reduce((before, entry) => before.then(() => walk(entry, "")), Promise.resolve()).catch(() => {});
  }, true);

  if (!("webkitdirectory" in input)) return;
  const whole = Object.assign(document.createElement("input"), { type: "file", webkitdirectory: true, hidden: true, multiple: true });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "bouton sobre petit", textContent: "Choisir un dossier entier" });
  button.addEventListener("click", () => whole.click());
  whole.addEventListener("change", async () => {
    const files = [...whole.files];
    whole.value = "";
    for (const file of files) await send(file.webkitRelativePath.split("/").slice(0, -1).join("/"), file);
  });
  form.append(button);
  part.append(whole);
}
