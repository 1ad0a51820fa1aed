// « Écouter »: a word is read by the browser's own voice, in French, sentence by sentence; the button is not there without one.
import { check } from "../lib/tally.mjs";
import { judge } from "../lib/judge.mjs";
import { visitor } from "../lib/visitor.mjs";
import { loginOf } from "./crawl.mjs";

export async function aloud(house) {
  const { login, password } = loginOf(house, "guardian");
  const silent = await visitor("guardian without a voice", house.base);
  await silent.page.addInitScript(() => (speechSynthesis.getVoices = () => []));
  await silent.signIn(login, password);
  const path = await newest(silent);
  await silent.go(path);
  check(!(await silent.page.getByRole("button", { name: "Écouter" }).isVisible()), "no voice, no button");
  await silent.leave();

  const parent = await visitor("guardian who listens", house.base);
  await parent.page.addInitScript(voice);
  await parent.signIn(login, password);
  await parent.go(path);
  const { page } = parent;
  const title = await page.locator("#mot-titre").innerText();
  const text = (await page.locator("#mot-texte").innerText()).replace(/\s+/g, " ").trim();
  await page.getByRole("button", { name: "Écouter" }).tap();
  await page.waitForFunction(() => speechSynthesis.told.length > 0);
  await page.getByRole("button", { name: "Pause" }).tap();
  check(await page.evaluate(() => speechSynthesis.held), "the voice pauses");
  await judge(parent, "a word that is read aloud", { shot: "ecouter" });
  await page.getByRole("button", { name: "Reprendre" }).tap();
  await page.waitForFunction(() => document.querySelector("[data-taire]").hidden);
  const told = await page.evaluate(() => speechSynthesis.told);
  check(told.every((one) => one.lang === "fr-FR" && one.voice === "Voix d’essai"), "it is read in French", JSON.stringify(told));
  const said = told.map((one) => one.text).join(" ").replace(/\s+/g, " ").trim();
  check(said === `${title} ${text}`, "the title, then all of the text", `${said}\n${title} ${text}`);
  await page.getByRole("button", { name: "Écouter" }).tap();
  await page.getByRole("button", { name: "Arrêter" }).tap();
  check(await page.getByRole("button", { name: "Écouter" }).isVisible(), "it stops");
  const language = await page.evaluate(() => [document.documentElement.lang, document.querySelectorAll("[translate=no]").length]);
  check(language[0] === "fr" && language[1] > 0, "the page says that it is French, and what is not to be translated", language.join(", "));
  await parent.leave();
}

async function newest(parent) {
  await parent.go("/cahier-de-liaison");
  return parent.page.locator(".mot-en-ligne a.titre").first().getAttribute("href");
}

/** A voice that says each piece in a moment, and keeps what it said. */
function voice() {
  const told = [];
  const one = { lang: "fr-FR", name: "Voix d’essai", localService: true, default: true };
  globalThis.SpeechSynthesisUtterance = class {
    constructor(text) {
      this.text = text;
    }
  };
  let waiting = [];
  const next = () => {
    if (stub.held || waiting.length === 0) return;
    const said = waiting.shift();
    told.push({ text: said.text, lang: said.lang, voice: said.voice?.name });
    said.onend?.();
  };
  const stub = {
    told,
    held: false,
    getVoices: () => [one],
    speak: (said) => waiting.push(said),
    cancel: () => (waiting = []),
    pause: () => (stub.held = true),
    resume: () => (stub.held = false),
    addEventListener() {},
  };
  setInterval(next, 900);
  Object.defineProperty(globalThis, "speechSynthesis", { value: stub });
}
