// Talons printed, and taken back on a phone: thirty taps on a list, one undone; then held before the camera, one after another.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { check } from "../lib/tally.mjs";
import { judge } from "../lib/judge.mjs";
import { visitor, withCamera } from "../lib/visitor.mjs";
import { loginOf } from "./crawl.mjs";

const OUT = new URL("../out/", import.meta.url).pathname;
const SECONDS_A_TAP = 1;
/** What the fake camera films. */
const FILM = { width: 640, height: 480, rate: 10, frames: 14 };

export async function paper(house) {
  const teacher = await visitor("teacher with talons", house.base);
  const { login, password } = loginOf(house, "teacher");
  await teacher.signIn(login, password);
  const [first, second] = await words(house, teacher);
  await print(teacher, first);
  await taps(teacher, first);
  const codes = await film(teacher, second);
  await teacher.leave();
  await scans(house, { login, password }, second, codes);
}

/** Two words to the teacher's class that every guardian signs; the director's, so that no quiet hour holds them back. */
async function words(house, teacher) {
  await teacher.go("/cahier-de-liaison/nouveau");
  const classe = await teacher.page.locator("[name=classe]").first().inputValue();
  const director = await visitor("director", house.base);
  const { login, password } = loginOf(house, "director");
  await director.signIn(login, password);
  const write = (fields) =>
    director.page.evaluate(async (pairs) => {
      const body = new FormData();
      for (const [name, value] of pairs) body.append(name, value);
      return (await fetch("/cahier-de-liaison/nouveau", { method: "POST", body })).url;
    }, fields);
  const numbers = [];
  for (const titre of ["Classe de découverte", "Piscine"]) {
    const url = await write(Object.entries({ titre, texte: "Bonjour à tous.", categorie: "sortie", demande: "all", a_qui: "classes", classe, urgent: "oui", confirmer_urgent: "oui" }));
    numbers.push(/liaison\/(\d+)\/suivi/.exec(url)?.[1]);
  }
  check(numbers.every(Boolean), "two words are sent", numbers.join(", "));
  await director.leave();
  return numbers;
}

async function print(teacher, note) {
  await teacher.go(`/cahier-de-liaison/${note}/talons`);
  await judge(teacher, "what to print", { shot: "talons-imprimer" });
}

/** Thirty of them, one tap each, without leaving the list. */
async function taps(teacher, note) {
  const { page } = teacher;
  await teacher.go(`/cahier-de-liaison/${note}/papier`);
  await judge(teacher, "talons to note", { shot: "talons-noter" });
  const boxes = page.locator("[name=rendu]:not([value$=tous])");
  check((await boxes.count()) >= 30, "thirty answers are awaited", await boxes.count());
  const began = Date.now();
  let tapped = 0;
  while (tapped < 30) {
    await boxes.first().tap();
    tapped += 1;
    await page.waitForFunction((n) => document.querySelectorAll("[name=annuler]").length === n, tapped);
  }
  const machine = (Date.now() - began) / 1000;
  const seconds = tapped * SECONDS_A_TAP + machine;
  console.log(`  thirty talons: ${tapped} taps, ${machine.toFixed(1)} s of machine, about ${Math.round(seconds)} s`);
  check(seconds < 60, "thirty talons are noted in under a minute", seconds);
  await judge(teacher, "talons noted", { shot: "talons-notes" });
  // The Enter key in the list's own field, or on a box, undoes nobody's talon.
  const find = page.locator("#filtre-talons");
  await find.fill("a");
  await find.press("Enter");
  await page.locator("[name=rendu]:visible").first().press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("[name=annuler]").length === 31);
  await page.waitForLoadState("networkidle");
  check((await page.locator("[name=annuler]").count()) === 31 && page.url().endsWith("/papier"), "the Enter key notes, and undoes nothing");
  await find.fill("zzz");
  check((await page.locator("#talons li:visible").count()) === 0, "a line drawn anew is found like the others");
  await find.fill("");
  await page.locator("[name=annuler]").first().tap();
  await page.waitForFunction(() => document.querySelectorAll("[name=annuler]").length === 30);
  check(page.url().endsWith("/papier"), "the list was never left", page.url());
  await page.reload();
  check((await page.locator("[name=annuler]").count()) === 30, "the school's box has them all, and not the one undone");
  await teacher.go(`/cahier-de-liaison/${note}/suivi`);
  await judge(teacher, "the follow-up with paper", { shot: "suivi-papier" });
}

/** The sheet as it comes out of the printer, cut, each talon held before the camera for a moment; what it says. */
async function film(teacher, note) {
  const pdf = await teacher.page.evaluate(async (path) => {
    const body = new URLSearchParams({ quoi: "talons", qui: "tous", par_page: "8" });
    return [...new Uint8Array(await (await fetch(path, { method: "POST", body })).arrayBuffer())];
  }, `/cahier-de-liaison/${note}/talons`);
  writeFileSync(`${OUT}talons.pdf`, Buffer.from(pdf));
  const text = execFileSync("pdftotext", ["-layout", "-l", "1", `${OUT}talons.pdf`, "-"], { encoding: "utf8" });
  const places = [0, 1, 2, 3].map((at) => ({ x: (at % 2) * 620, y: Math.floor(at / 2) * 438 }));
  const frames = places.map(({ x, y }) => frame(x, y));
  const head = `YUV4MPEG2 W${FILM.width} H${FILM.height} F${FILM.rate}:1 Ip A1:1 C420jpeg\n`;
  const held = frames.flatMap((one) => Array(FILM.frames).fill(one));
  writeFileSync(`${OUT}talons.y4m`, Buffer.concat([Buffer.from(head), ...held]));
  return [...text.matchAll(/\b[a-z3-9]{4}-[a-z3-9]{4}\b/g)].map(([code]) => code);
}

/** One talon of the page at 150 dots an inch, in a grey picture, in the middle of a frame. */
function frame(x, y) {
  const [width, height] = [620, 438];
  const cut = ["-gray", "-singlefile", "-f", "1", "-l", "1", "-r", "150", "-x", x, "-y", y, "-W", width, "-H", height];
  execFileSync("pdftoppm", [...cut.map(String), `${OUT}talons.pdf`, `${OUT}talon`]);
  const file = readFileSync(`${OUT}talon.pgm`);
  const pixels = file.subarray(file.length - width * height);
  const luma = Buffer.alloc(FILM.width * FILM.height, 235);
  for (let row = 0; row < height; row++) pixels.copy(luma, (row + 20) * FILM.width + 10, row * width, (row + 1) * width);
  return Buffer.concat([Buffer.from("FRAME\n"), luma, Buffer.alloc((FILM.width * FILM.height) / 2, 128)]);
}

async function scans(house, { login, password }, note, codes) {
  check(codes.length >= 4, "the codes stand under their pictures", codes.join(", "));
  const browser = await withCamera(`${OUT}talons.y4m`);
  const phone = await visitor("teacher who scans", house.base, { of: browser });
  await phone.signIn(login, password);
  await phone.go(`/cahier-de-liaison/${note}/papier`);
  const { page } = phone;
  await page.getByRole("button", { name: "Scanner les talons" }).tap();
  await page.waitForFunction(() => document.querySelectorAll("[name=annuler]").length >= 3, null, { timeout: 30_000 });
  await judge(phone, "talons scanned", { shot: "talons-scanner", schemes: ["light"] });
  // The film begins again: what was noted is told, and noted once.
  await page.waitForFunction(() => document.querySelector("[data-scanner]").dataset.etat === "double", null, { timeout: 30_000 });
  await phone.sees(/talon déjà noté/, "that a talon is a double");
  await page.getByRole("button", { name: "Arrêter" }).tap();
  const noted = await page.locator("[name=annuler]").count();
  await page.reload();
  check((await page.locator("[name=annuler]").count()) === noted && noted <= 4, "each talon is noted once", noted);
  await phone.leave();
  await browser.close();
}
