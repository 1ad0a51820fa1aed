// A PDF is read in the page: on a telephone for who asks, on a large screen at once; and nothing that is in it happens.
import { judge } from "../lib/judge.mjs";
import * as pdfs from "../lib/pdfs.mjs";
import { check } from "../lib/tally.mjs";
import { DESKTOP, visitor } from "../lib/visitor.mjs";
import { loginOf } from "./crawl.mjs";

const READER = /\/actifs\/pdfjs/;

export async function leafing(house) {
  const { login, password } = loginOf(house, "teacher");
  const teacher = await visitor("teacher, with a PDF", house.base);
  await teacher.signIn(login, password);
  const files = { "sortie.pdf": await printed(teacher), "piege.pdf": pdfs.hostile(), "protege.pdf": pdfs.locked(), "abime.pdf": pdfs.broken() };
  const at = {};
  for (const [name, buffer] of Object.entries(files)) at[name] = await put(teacher, name, buffer);
  const kept = await teacher.context.storageState();
  await teacher.leave();

  await onTheTelephone(house, kept, at["sortie.pdf"]);
  const desk = await visitor("teacher, at a desk", house.base, { storageState: kept, viewport: DESKTOP, hasTouch: false });
  await atTheDesk(desk, at["sortie.pdf"]);
  await harmless(desk, at["piege.pdf"]);
  for (const [name, wanted] of [["protege.pdf", "protégé par un mot de passe"], ["abime.pdf", "ne peut pas être montré ici"]]) {
    await desk.go(at[name]);
    await desk.page.getByText(wanted).waitFor();
    check(await desk.page.getByRole("link", { name: "Télécharger" }).first().isVisible(), `${name}: the download stays`);
    check((await desk.page.locator("canvas").count()) === 0, `${name}: nothing is drawn`);
  }
  await desk.leave();
}

/** Three real pages with fonts of their own, printed by the browser. */
async function printed(teacher) {
  const page = await teacher.context.newPage();
  await page.setContent(["Sortie à la ferme", "Ce qu’il faut apporter", "Où nous mangeons"].map((title) =>
    `<section style="break-after:page;font:20px sans-serif"><h1>${title}</h1><p>Bottes, goûter, vêtement de pluie.</p></section>`).join("").replace(/break-after:page(?!.*break-after)/s, ""));
  const bytes = await page.pdf({ format: "A4" });
  await page.close();
  return bytes;
}

async function put(teacher, name, buffer) {
  await teacher.go("/documents/moi");
  await teacher.page.locator("input[name=fichiers]:not([webkitdirectory])").first().setInputFiles({ name, mimeType: "application/pdf", buffer });
  await teacher.page.getByText(/arrivé/).first().waitFor();
  await teacher.go("/documents/moi");
  return teacher.page.getByRole("link", { name }).first().getAttribute("href");
}

const drawn = (person) => person.page.locator(".feuille-pdf canvas");

/** Something else than white stands on the first page. */
const hasInk = (person) => drawn(person).first().evaluate((canvas) => {
  if (!canvas.width || !canvas.height) return false;
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.some((value, place) => place % 4 < 3 && value < 128);
});

async function onTheTelephone(house, kept, path) {
  const reader = await visitor("teacher, on a telephone", house.base, { storageState: kept });
  let asked = 0;
  reader.page.on("request", (request) => (asked += READER.test(request.url()) || /telecharger/.test(request.url())));
  await reader.page.goto(path, { waitUntil: "networkidle" });
  check(asked === 0, "neither reader nor file is fetched before one asks", asked);
  check(reader.bytes <= 60 * 1024, "the page of a PDF is light", reader.bytes);
  await reader.page.getByRole("button", { name: "Voir dans la page" }).click();
  await drawn(reader).first().waitFor();
  check(await hasInk(reader), "the first page is drawn");
  await reader.sees("Page 1 sur 3");
  check((await reader.page.locator(".feuille-pdf").first().innerText()).includes("ferme"), "who hears the page is told its words");
  const box = await reader.page.locator(".feuille-pdf").first().boundingBox();
  check(box.width > 280 && box.width <= 390, "a page is as wide as the telephone", JSON.stringify(box));
  await judge(reader, "PDF", { shot: "pdf" });
  await reader.leave();
}

async function atTheDesk(desk, path) {
  await desk.go(path);
  await drawn(desk).first().waitFor();
  const press = (name) => desk.page.getByRole("button", { name }).click();
  await press("Page suivante");
  await press("Page suivante");
  await desk.page.getByText("Page 3 sur 3", { exact: true }).waitFor();
  await desk.page.locator('canvas[aria-label="Page 3 sur 3"]').waitFor();
  check((await desk.page.locator('canvas[aria-label="Page 1 sur 3"]').count()) === 0, "a page far away is dropped");
  const before = (await desk.page.locator(".feuille-pdf").last().boundingBox()).width;
  await press("Agrandir");
  const after = (await desk.page.locator(".feuille-pdf").last().boundingBox()).width;
  check(after > 1.4 * before, "larger is larger", `${before} ${after}`);
  await desk.page.getByText("Page 3 sur 3", { exact: true }).waitFor();
  const policies = await desk.page.evaluate(async () => {
    const scripts = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.includes("/actifs/pdfjs"));
    return Promise.all(scripts.map(async (name) => [name, (await fetch(name)).headers.get("content-security-policy")]));
  });
  check(policies.length > 0 && policies.every(([, policy]) => policy === "default-src 'none'"), "the worker may do nothing", JSON.stringify(policies));
}

async function harmless(desk, path) {
  const happened = [];
  desk.page.on("dialog", (dialog) => (happened.push(dialog.message()), dialog.dismiss()));
  desk.page.on("popup", (popup) => happened.push(popup.url()));
  desk.page.on("framenavigated", (frame) => frame.url().startsWith(desk.base) || happened.push(frame.url()));
  await desk.go(path);
  const here = desk.page.url();
  await drawn(desk).first().waitFor();
  for (let looks = 0; looks < 50 && !(await hasInk(desk)); looks++) await desk.page.waitForTimeout(100);
  check(await hasInk(desk), "what a hostile file shows is shown");
  await drawn(desk).first().click();
  await desk.page.waitForTimeout(800);
  check(happened.length === 0 && desk.page.url() === here, "nothing of it happens", happened.join(" "));
  check((await desk.page.locator(".feuilles a, .feuilles input, .feuilles iframe").count()) === 0, "nothing of it can be used");
}
