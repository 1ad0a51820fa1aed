// The printed sheets, read as a person reads them: the text by eye (pdftotext), the QR by a telephone (zbarimg).
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { check } from "./tally.mjs";

const OUT = new URL("../out/", import.meta.url).pathname;
const run = (program, ...args) => execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

/** Prints, and keeps the PDF where the tests may read it. */
export async function slips(person, button, name) {
  const { page } = person;
  // Chromium would open a PDF in a viewer of its own: the same answer is handed over as a file.
  let kind = "";
  await page.route("**/ecole/fiches", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    const answer = await route.fetch();
    kind = answer.headers()["content-type"] ?? "";
    const disposition = kind === "application/pdf" ? "attachment" : "inline";
    await route.fulfill({ response: answer, headers: { ...answer.headers(), "content-disposition": disposition } });
  });
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
  await page.unroute("**/ecole/fiches");
  const path = `${OUT}${name}.pdf`;
  await file.saveAs(path);
  const bytes = readFileSync(path);
  check(kind === "application/pdf" && bytes.subarray(0, 5).toString() === "%PDF-", `${name}: a PDF`, kind);
  const pages = Number(/Pages:\s+(\d+)/.exec(run("pdfinfo", path))?.[1]);
  return { path, pages, text: run("pdftotext", "-layout", path, "-") };
}

/** One person's page of a sheet with one a page. */
export function slipOf(sheet, person) {
  const pages = sheet.text.split("\f");
  const at = pages.findIndex((text) => text.includes(person));
  if (at < 0) throw new Error(`no slip for ${person}`);
  return { ...typed(pages[at]), path: scanned(sheet.path, at + 1) };
}

/** One person's slip on a sheet of eight, in two columns. */
export function slipAmong(sheet, person) {
  const column = (left) => run("pdftotext", "-layout", "-x", left, "-y", "0", "-W", "297", "-H", "842", sheet.path, "-");
  const text = column("0") + column("297");
  return typed(text.slice(text.indexOf(person)));
}

/** Login and code, as they stand under their names. */
function typed(text) {
  const login = /Identifiant\s+([a-z0-9.-]+)/.exec(text)?.[1];
  const code = /Code d’accès\s+([a-z0-9]{4}-[a-z0-9]{4})/.exec(text)?.[1];
  if (!login || !code) throw new Error(`no login or code in:\n${text}`);
  return { login, code };
}

function scanned(path, page) {
  const picture = path.replace(/\.pdf$/, `-${page}`);
  run("pdftoppm", "-r", "150", "-png", "-singlefile", "-f", String(page), "-l", String(page), path, picture);
  const read = run("zbarimg", "--raw", "-q", `${picture}.png`).trim();
  check(/^https:\/\/[^/]+\/activer\/[\w-]{20,}$/.test(read), "the QR leads to the activation", read);
  return new URL(read).pathname;
}
