// The pages of a PDF, drawn in the page by pdf.js. The file is read in a worker that may ask for nothing and reach nobody (the
// policy that its script comes with); here it is only pictures: no link of it, no form, no script. Without this it is a download.
const MOST = 8e6;
const ZOOMS = [1, 1.5, 2, 3];
const LOCKED = "Ce PDF est protégé par un mot de passe : téléchargez-le pour l’ouvrir.";
const BROKEN = "Ce PDF ne peut pas être montré ici : téléchargez-le pour l’ouvrir.";
const COMING = "L’aperçu arrive…";
const MISSING = "cette page ne peut pas être montrée ici.";

const make = (tag, properties = {}) => Object.assign(document.createElement(tag), properties);

/** One page: its place, as high as it will be, and its drawing while it is near the eyes. */
class Sheet {
  constructor(pdf, number, count, shape) {
    Object.assign(this, { pdf, number, turn: 0, place: make("div", { className: "feuille-pdf" }) });
    this.label = `Page ${number} sur ${count}`;
    this.words = make("p", { className: "hors-vue" });
    this.place.append(this.words);
    this.shape(shape);
  }

  /** No taller than four times its width: a strip of kilometres would be all that one sees. */
  shape({ width, height }) {
    this.place.style.aspectRatio = `${width} / ${Math.min(height, 4 * width)}`;
  }

  async draw(modes) {
    const mine = (this.turn += 1);
    this.task?.cancel();
    try {
      const page = await this.pdf.getPage(this.number);
      const plain = page.getViewport({ scale: 1 });
      this.shape(plain);
      if (mine !== this.turn) return;
      const wanted = (devicePixelRatio * this.place.clientWidth) / plain.width;
      const viewport = page.getViewport({ scale: Math.min(wanted, Math.sqrt(MOST / (plain.width * plain.height))) });
      const canvas = make("canvas", { width: Math.max(1, Math.floor(viewport.width)), height: Math.max(1, Math.floor(viewport.height)) });
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", this.label);
      // What a form was filled in with is drawn; nothing of it can be used.
      this.task = page.render({ canvas, viewport, annotationMode: modes.ENABLE });
      await this.task.promise;
      if (mine !== this.turn) return;
      this.clear();
      this.canvas = canvas;
      this.place.prepend(canvas);
      const { items } = await page.getTextContent();
      this.words.className = "hors-vue";
      this.words.textContent = items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join("");
      page.cleanup();
    } catch (fault) {
      if (mine !== this.turn || fault?.name === "RenderingCancelledException") return;
      this.words.className = "doux";
      this.words.textContent = `${this.label} : ${MISSING}`;
    }
  }

  clear() {
    if (!this.canvas) return;
    // Some browsers give the memory of a canvas back only so.
    this.canvas.width = this.canvas.height = 0;
    this.canvas.remove();
    this.canvas = null;
  }

  drop() {
    this.turn += 1;
    this.task?.cancel();
    this.clear();
  }
}

const opened = async (root, worker) => {
  const { AnnotationMode, GlobalWorkerOptions, getDocument } = await import("./pdfjs.js");
  GlobalWorkerOptions.workerPort = worker;
  const broken = new Promise((_, reject) => worker.addEventListener("error", () => reject(new Error("worker"))));
  const task = getDocument({
    url: new URL(root.dataset.pdf, location.href).href, isEvalSupported: false, enableXfa: false, useWasm: false,
    useWorkerFetch: false, disableAutoFetch: true, maxImageSize: 4e7, stopAtErrors: false,
  });
  return { modes: AnnotationMode, pdf: await Promise.race([task.promise, broken]) };
};

const show = async (root) => {
  const [said, bar, box, page] = ["dit", "barre", "feuilles", "page"].map((name) => root.querySelector(`[data-pdf-${name}]`));
  const [before, after, less, more] = ["avant", "apres", "moins", "plus"].map((name) => root.querySelector(`[data-pdf-${name}]`));
  said.textContent = COMING;
  const worker = new Worker(new URL("./pdfjs-worker.js", import.meta.url), { type: "module" });
  addEventListener("pagehide", () => worker.terminate(), { once: true });
  let modes, pdf, shape;
  try {
    ({ modes, pdf } = await opened(root, worker));
    shape = (await pdf.getPage(1)).getViewport({ scale: 1 });
  } catch (fault) {
    worker.terminate();
    said.textContent = fault?.name === "PasswordException" ? LOCKED : BROKEN;
    return;
  }
  said.textContent = "";
  bar.hidden = box.hidden = false;
  const sheets = Array.from({ length: pdf.numPages }, (_, at) => new Sheet(pdf, at + 1, pdf.numPages, shape));
  const leaves = make("div");
  leaves.append(...sheets.map((sheet) => sheet.place));
  box.append(leaves);

  const near = new Set();
  const eyes = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) {
      const sheet = sheets.find((one) => one.place === target);
      if (isIntersecting) near.add(sheet), sheet.draw(modes);
      else near.delete(sheet), sheet.drop();
    }
  }, { root: box, rootMargin: "50% 0px" });
  for (const sheet of sheets) eyes.observe(sheet.place);

  let [at, zoom] = [0, 0];
  const tell = () => {
    at = Math.max(0, sheets.findLastIndex((sheet) => sheet.place.offsetTop <= box.scrollTop + box.clientHeight / 2));
    page.textContent = sheets[at].label;
    for (const [button, ends] of [[before, at === 0], [after, at === sheets.length - 1], [less, zoom === 0], [more, zoom === ZOOMS.length - 1]]) {
      button.setAttribute("aria-disabled", ends);
    }
  };
  const turnTo = (to) => {
    box.scrollTop = sheets[Math.min(Math.max(to, 0), sheets.length - 1)].place.offsetTop - sheets[0].place.offsetTop;
    tell();
  };
  const enlarge = (to) => {
    const kept = at;
    zoom = Math.min(Math.max(to, 0), ZOOMS.length - 1);
    // On a large screen no wider than a sheet is easily read.
    leaves.style.width = `calc(${ZOOMS[zoom]} * min(100%, 52rem))`;
    turnTo(kept);
  };
  before.addEventListener("click", () => turnTo(at - 1));
  after.addEventListener("click", () => turnTo(at + 1));
  less.addEventListener("click", () => enlarge(zoom - 1));
  more.addEventListener("click", () => enlarge(zoom + 1));
  box.addEventListener("scroll", tell, { passive: true });
  // Larger, or the telephone turned: drawn anew as sharp as it is shown.
  let [drawn, later] = [leaves.clientWidth, 0];
  new ResizeObserver(() => {
    if (Math.abs(leaves.clientWidth - drawn) < 2) return;
    drawn = leaves.clientWidth;
    clearTimeout(later);
    later = setTimeout(() => near.forEach((sheet) => sheet.draw(modes)), 150);
  }).observe(leaves);
  enlarge(0);
};

for (const root of document.querySelectorAll("[data-pdf]")) {
  const button = root.querySelector("[data-pdf-voir]");
  const begin = () => {
    button.hidden = true;
    return show(root);
  };
  button.addEventListener("click", async () => {
    await begin();
    root.querySelector("[data-pdf-feuilles]:not([hidden])")?.focus();
  });
  // On a telephone, or where data are spared, half a megabyte of reader is fetched for who asks.
  if (matchMedia("(min-width: 60rem) and (pointer: fine)").matches && !navigator.connection?.saveData) begin();
  else button.hidden = false;
}
