// Files chosen in a form[data-envoi] leave at once, two at a time, in pieces that resume (tus 1.0.0). What has not left is kept
// by this browser, file and all where it fits, for this person and this page: it goes on when the page is opened again.
// Never on a shared computer; erased at sign-out (brouillon.js). The form itself works without any of this.
const PIECE = 32 << 20;
const KEPT_FILE = 60 << 20;
const DAY = 86400000;
const AGAIN = [0, 409, 423, 460, 502, 503, 504];
// Too heavy, or not taken here: so it stays, however often it comes.
const NEVER = [413, 422];
const isShared = document.querySelector("[data-partage]");

// A full or closed storage: files leave all the same, and are chosen again after a cut.
const settled = (asked) => new Promise((resolve) => {
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => resolve(null);
});
const opening = isShared ? null : indexedDB.open("preau-envois", 1);
if (opening) opening.onupgradeneeded = () => opening.result.createObjectStore("envois", { keyPath: "key" });
const base = opening && settled(opening);
const store = async (mode, work) => {
  const db = await base;
  return db && settled(work(db.transaction("envois", mode).objectStore("envois")));
};

const make = (name, properties = {}, ...inside) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inside);
  return made;
};

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

  const record = ({ key, name, size, url, kept, since, to }) => store("readwrite", (files) => files.put({ key, name, size, url, file: kept, since, to }));
  const forget = ({ key }) => store("readwrite", (files) => files.delete(key));
  const keyOf = ({ name, size, lastModified }, to) => [form.dataset.envoi, path, name, size, lastModified, to === path ? "" : to].join("|");
  const waits = (one) => one.state === "waits" || one.state === "goes";

  function show(one) {
    one.bar = make("progress", { max: one.size, value: 0, ariaLabel: `Envoi de ${one.name}` });
    one.word = make("span", { className: "doux" });
    one.acts = make("span", { className: "rang" });
    one.sketch = make("canvas", { width: 0, height: 0 });
    one.row = make("li", {}, one.sketch, make("div", {}, make("b", { textContent: one.name, translate: false }), one.bar, one.word), one.acts);
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
    one.acts.replaceChildren(...acts.map(([label, act]) => make("button", { type: "button", className: "bouton sobre petit", textContent: label, ariaLabel: `${label} : ${one.name}`, onclick: () => act(one) })));
    one.bar.hidden = !waits(one);
  }

  function wait(one) {
    tell(one, "waits", "En attente", ["Annuler", cancel]);
    next();
  }

  function leave(one) {
    forget(one);
    one.row.remove();
    all.splice(all.indexOf(one), 1);
    list.hidden = !all.length;
  }

  // `to`: a folder of a tree has a place of its own.
  function add(file, before, to = before?.to ?? path) {
    const key = before?.key ?? keyOf(file, to);
    const standing = all.find((one) => one.key === key);
    if (standing && standing.state !== "absent") return;
    if (standing) leave(standing);
    before ??= standing;
    const { name, size } = file;
    const one = { key, file, name, size, to, url: before?.url, since: before?.since ?? Date.now() };
    all.push(one);
    show(one);
    const fault = size ? size > most && `Trop lourd : ${Math.floor(most / 1e6)} Mo au plus.` : "Ce fichier est vide.";
    if (fault) return tell(one, "failed", fault, ["Retirer", cancel]);
    if (size <= KEPT_FILE) one.kept = file;
    record(one);
    wait(one);
  }

  function next() {
    for (const one of all.filter(({ state }) => state === "waits").slice(0, Math.max(0, 2 - going))) {
      going += 1;
      tell(one, "goes", "Envoi…", ["Annuler", cancel]);
      send(one).finally(() => {
        going -= 1;
        next();
      });
    }
    if (received && !all.some(waits)) said.textContent = received > 1 ? `${received} fichiers sont arrivés.` : "Le fichier est arrivé.";
  }

  async function send(one) {
    for (one.tries = 0; one.state === "goes"; one.tries += 1) {
      const answer = await attempt(one);
      if (one.state !== "goes") return;
      if (answer.status === 204) return done(one);
      if (answer.status === 404 && one.url) one.url = undefined;
      else if (!AGAIN.includes(answer.status)) {
        const word = answer.sentence || "Le fichier n’est pas arrivé.";
        said.textContent = `${one.name} : ${word}`;
        const again = NEVER.includes(answer.status) ? [] : [["Réessayer", () => wait(one)]];
        return tell(one, "failed", word, ...again, ["Retirer", cancel]);
      }
      one.word.textContent = navigator.onLine ? "Connexion coupée, nouvel essai…" : "Hors ligne : l’envoi reprendra tout seul.";
      await rest(Math.min(30, 2 ** one.tries) * (700 + 600 * Math.random()));
    }
  }

  // Not by fetch, which does not say how far it is.
  const ask = (one, method, address, headers, body) => new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const header = (name) => request.getResponseHeader(name);
    one.stop = () => request.abort();
    request.open(method, address);
    for (const [name, value] of Object.entries({ "tus-resumable": "1.0.0", ...headers })) request.setRequestHeader(name, value);
    if (body) {
      request.upload.onprogress = ({ loaded }) => {
        one.bar.value = one.at + loaded;
        one.word.textContent = `${Math.floor((100 * one.bar.value) / one.size)} %`;
      };
    }
    request.onloadend = () => {
      const sentence = header("content-type")?.startsWith("text/plain") ? request.responseText : "";
      resolve({ status: request.status, location: header("location"), offset: Number(header("upload-offset")), sentence });
    };
    request.send(body);
  });

  async function attempt(one) {
    if (!one.url) {
      const name = btoa(String.fromCharCode(...new TextEncoder().encode(one.name)));
      const made = await ask(one, "POST", one.to ?? path, { "upload-length": String(one.size), "upload-metadata": `filename ${name}` });
      if (made.status !== 201) return made;
      one.url = made.location;
      record(one);
    }
    let answer = await ask(one, "HEAD", one.url);
    if (answer.status !== 200) return answer;
    do {
      one.at = answer.offset;
      const headers = { "upload-offset": String(one.at), "content-type": "application/offset+octet-stream" };
      answer = await ask(one, "PATCH", one.url, headers, one.file.slice(one.at, one.at + PIECE));
      if (answer.offset > one.at) one.tries = 0;
    } while (answer.status === 204 && answer.offset < one.size);
    return answer;
  }

  function done(one) {
    leave(one);
    received += 1;
    said.textContent = `${one.name} est arrivé.`;
    refresh();
  }

  function cancel(one) {
    one.state = "over";
    one.stop?.();
    if (one.url) ask(one, "DELETE", one.url);
    leave(one);
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
  // One by one, by what walks whole folders (dossiers.js).
  form.addEventListener("envoyer", ({ detail: { file, to } }) => add(file, undefined, to));
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
        tell(one, "absent", `Pour reprendre l’envoi de ${one.name}, il faut choisir ce fichier à nouveau.`, ["Oublier", cancel]);
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
