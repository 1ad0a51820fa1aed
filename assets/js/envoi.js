// Files chosen in a form[data-envoi] leave at once, two at a time, in pieces that resume (tus 1.0.0). What has not left is kept
// by this browser, file and all where it fits, for this person and this page: it goes on when the page is opened again.
// Never on a shared computer; erased at sign-out (brouillon.js). The form itself works without any of this.
const TUS = { "tus-resumable": "1.0.0" };
const PIECE = 32 << 20;
const KEPT_FILE = 60 << 20;
const DAY = 86400000;
const AGAIN = [0, 409, 423, 460, 502, 503, 504];
const isShared = document.querySelector("[data-partage]");

const base = isShared ? Promise.resolve(null) : new Promise((resolve) => {
  const opening = indexedDB.open("preau-envois", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("envois", { keyPath: "key" });
  opening.onsuccess = () => resolve(opening.result);
  opening.onerror = () => resolve(null);
});
// A full or closed storage: files leave all the same, and are chosen again after a cut.
const store = async (mode, work) => {
  const db = await base;
  return db && new Promise((resolve) => {
    const asked = work(db.transaction("envois", mode).objectStore("envois"));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => resolve(null);
  });
};

const make = (name, properties = {}, ...inside) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inside);
  return made;
};
const button = (label, onclick) => make("button", { type: "button", className: "bouton sobre petit", textContent: label, onclick });

function follow(form) {
  const [input, path, most] = [form.querySelector("input[type=file]"), form.action, Number(form.dataset.envoiMax)];
  const part = form.parentElement;
  const [list, said, arrived] = ["ul", "[role=status]", "[data-envoi-arrives]"].map((which) => part.querySelector(`:scope > ${which}`));
  const all = [];
  let going = 0;
  let received = 0;
  let sketches = Promise.resolve();
  form.querySelector(".actions").hidden = true;
  form.querySelector(".deposer").hidden = false;

  const record = ({ key, name, size, modified, url, kept, since }) => store("readwrite", (files) => files.put({ key, name, size, modified, url, file: kept, since }));
  const forget = ({ key }) => store("readwrite", (files) => files.delete(key));
  const keyOf = ({ name, size, lastModified }) => [form.dataset.envoi, path, name, size, lastModified].join("|");
  const waits = (one) => one.state === "waits" || one.state === "goes";

  function show(one) {
    one.bar = make("progress", { max: one.size, value: 0 });
    one.bar.setAttribute("aria-label", `Envoi de ${one.name}`);
    one.word = make("span", { className: "doux" });
    one.acts = make("span", { className: "rang" });
    const name = make("b", { textContent: one.name, translate: false });
    one.sketch = make("canvas", { width: 0, height: 0 });
    one.row = make("li", {}, one.sketch, make("div", {}, name, one.bar, one.word), one.acts);
    list.append(one.row);
    list.hidden = false;
    sketches = sketches.then(() => sketch(one)).catch(() => {});
  }

  async function sketch(one) {
    if (!one.file?.type.startsWith("image/") || !one.row.isConnected) return;
    const bitmap = await createImageBitmap(one.file, { resizeHeight: 96, resizeQuality: "low" });
    [one.sketch.width, one.sketch.height] = [bitmap.width, bitmap.height];
    one.sketch.getContext("bitmaprenderer").transferFromImageBitmap(bitmap);
  }

  function tell(one, state, word, ...acts) {
    one.state = state;
    one.word.textContent = word;
    one.acts.replaceChildren(...acts.map(([label, act]) => {
      const made = button(label, act);
      made.setAttribute("aria-label", `${label} : ${one.name}`);
      return made;
    }));
    one.bar.hidden = !waits(one);
  }

  const cancelling = (one) => ["Annuler", () => cancel(one)];

  function add(file, before) {
    const key = before?.key ?? keyOf(file);
    const standing = all.find((one) => one.key === key);
    if (standing && standing.state !== "absent") return;
    standing?.row.remove();
    if (standing) all.splice(all.indexOf(standing), 1);
    before ??= standing;
    const one = { key, file, name: file.name, size: file.size, modified: file.lastModified, url: before?.url, since: before?.since ?? Date.now() };
    all.push(one);
    show(one);
    if (!file.size) return tell(one, "failed", "Ce fichier est vide.", ["Retirer", () => cancel(one)]);
    if (file.size > most) return tell(one, "failed", `Trop lourd : ${Math.floor(most / 1e6)} Mo au plus.`, ["Retirer", () => cancel(one)]);
    if (file.size <= KEPT_FILE) one.kept = file;
    record(one);
    tell(one, "waits", "En attente", cancelling(one));
    next();
  }

  function next() {
    for (const one of all.filter(({ state }) => state === "waits").slice(0, Math.max(0, 2 - going))) {
      going += 1;
      tell(one, "goes", "Envoi…", cancelling(one));
      send(one).finally(() => {
        going -= 1;
        next();
      });
    }
    const left = all.filter(waits).length;
    if (received && !left) said.textContent = received > 1 ? `${received} fichiers sont arrivés.` : "Le fichier est arrivé.";
  }

  async function send(one) {
    for (let tries = 0; one.state === "goes"; tries += 1) {
      const answer = await attempt(one).catch(() => ({ status: 0 }));
      if (one.state !== "goes") return;
      if (answer.status === 204) return done(one);
      if (answer.status === 404 && one.url) one.url = undefined;
      else if (!AGAIN.includes(answer.status)) {
        const word = answer.sentence || "Le fichier n’est pas arrivé.";
        said.textContent = `${one.name} : ${word}`;
        return tell(one, "failed", word, ["Réessayer", () => (tell(one, "waits", "En attente", cancelling(one)), next())], ["Retirer", () => cancel(one)]);
      }
      if (answer.advanced) tries = 0;
      one.word.textContent = navigator.onLine ? "Connexion coupée, nouvel essai…" : "Hors ligne : l’envoi reprendra tout seul.";
      await rest(Math.min(30, 2 ** Math.min(tries, 5)) * (700 + 600 * Math.random()));
    }
  }

  const ask = (address, method, headers) => fetch(address, { method, headers: { ...TUS, ...headers }, cache: "no-store" });

  async function attempt(one) {
    if (!one.url) {
      const name = btoa(String.fromCharCode(...new TextEncoder().encode(one.name)));
      const made = await ask(path, "POST", { "upload-length": String(one.size), "upload-metadata": `filename ${name}` });
      if (made.status !== 201) return { status: made.status, sentence: await sentence(made) };
      one.url = new URL(made.headers.get("location"), path).href;
      record(one);
    }
    const told = await ask(one.url, "HEAD");
    if (told.status !== 200) return { status: told.status };
    const from = Number(told.headers.get("upload-offset"));
    for (let at = from; ; ) {
      const answer = await piece(one, at);
      at = answer.offset ?? at;
      if (answer.status !== 204) return { ...answer, advanced: at > from };
      if (at >= one.size) return answer;
    }
  }

  const sentence = async (answer) => (answer.headers.get("content-type")?.startsWith("text/plain") ? answer.text() : "");

  // Not by fetch, which does not say how far it is.
  const piece = (one, at) => new Promise((resolve) => {
    const request = new XMLHttpRequest();
    one.stop = () => request.abort();
    request.open("PATCH", one.url);
    const headers = { ...TUS, "upload-offset": String(at), "content-type": "application/offset+octet-stream" };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => {
      one.bar.value = at + loaded;
      one.word.textContent = `${Math.floor((100 * (at + loaded)) / one.size)} %`;
    };
    request.onloadend = () => {
      const isPlain = request.getResponseHeader("content-type")?.startsWith("text/plain");
      const offset = request.getResponseHeader("upload-offset");
      resolve({ status: request.status, sentence: isPlain ? request.responseText : "", offset: offset === null ? undefined : Number(offset) });
    };
    request.send(one.file.slice(at, at + PIECE));
  });

  function done(one) {
    forget(one);
    received += 1;
    one.row.remove();
    all.splice(all.indexOf(one), 1);
    list.hidden = !all.length;
    said.textContent = `${one.name} est arrivé. ${all.filter(waits).length || "Aucun"} en attente.`;
    refresh();
  }

  function cancel(one) {
    one.state = "over";
    one.stop?.();
    if (one.url) ask(one.url, "DELETE").catch(() => {});
    forget(one);
    one.row.remove();
    all.splice(all.indexOf(one), 1);
    list.hidden = !all.length;
    input.focus();
    next();
  }

  // What arrived is drawn by the server; nothing that is being typed there is taken away.
  let timer;
  function refresh(after = 600) {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const isTouched = [...arrived.querySelectorAll("input, textarea")].some((field) => field === document.activeElement || field.value !== field.defaultValue || field.checked !== field.defaultChecked);
      if (isTouched || document.hidden) return refresh(4000);
      const page = await fetch(location.href, { cache: "no-store" }).then((answer) => answer.text()).catch(() => "");
      const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("[data-envoi-arrives]");
      if (fresh && fresh.innerHTML !== arrived.innerHTML) {
        arrived.replaceChildren(...fresh.childNodes);
        arrived.dispatchEvent(new CustomEvent("arrive", { bubbles: true }));
      }
      if (arrived.querySelector("[data-attend]")) refresh(4000);
    }, after);
  }
  if (arrived.querySelector("[data-attend]")) refresh(4000);

  const take = (files) => [...files].forEach((file) => add(file));
  input.addEventListener("change", () => {
    take(input.files);
    input.value = "";
  });
  part.addEventListener("dragover", (event) => {
    event.preventDefault();
    part.classList.add("depose");
  });
  for (const type of ["dragleave", "drop"]) part.addEventListener(type, () => part.classList.remove("depose"));
  part.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  addEventListener("beforeunload", (event) => all.some(waits) && event.preventDefault());

  store("readonly", (files) => files.getAll()).then((kept) => {
    for (const one of kept ?? []) {
      const age = Date.now() - one.since;
      if (age > (one.file ? 7 : 1) * DAY) forget(one);
      else if (!one.key.startsWith(`${form.dataset.envoi}|${path}|`)) continue;
      else if (one.file) add(one.file, one);
      else if (!all.some(({ key }) => key === one.key)) {
        all.push(one);
        show(one);
        tell(one, "absent", `Pour reprendre l’envoi de ${one.name}, choisissez ce fichier à nouveau.`, ["Oublier", () => cancel(one)]);
      }
    }
  });
}

// Until then, or until there is a network again.
const rest = (patience) => new Promise((resolve) => {
  setTimeout(resolve, patience);
  addEventListener("online", resolve, { once: true });
});

document.querySelectorAll("form[data-envoi]").forEach(follow);
