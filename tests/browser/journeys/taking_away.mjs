// A family takes away what is theirs, and opens it from a disk with the network cut: every page, every link, every photo.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { judge } from "../lib/judge.mjs";
import { check } from "../lib/tally.mjs";
import { visitor } from "../lib/visitor.mjs";
import { loginOf } from "./crawl.mjs";

/** A year of photos is put together on two slow cores. */
const PATIENCE = 90_000;

export async function takingAway(house) {
  const { login, password } = loginOf(house, "guardian");
  const parent = await visitor("parent, taking away", house.base);
  await parent.signIn(login, password);
  await parent.go("/mes-donnees");
  await judge(parent, "mes donnees");
  await parent.tap("Préparer mes données");
  await parent.page.getByText("Le fichier est prêt").waitFor({ timeout: PATIENCE });
  await judge(parent, "mes donnees, pretes");
  const [download] = await Promise.all([
    parent.page.waitForEvent("download"),
    parent.page.getByRole("link", { name: "Télécharger mes données" }).click(),
  ]);
  const folder = mkdtempSync(join(tmpdir(), "preau-donnees-"));
  const archive = join(folder, "donnees.zip");
  await download.saveAs(archive);
  check(download.suggestedFilename().endsWith(".zip"), "it comes as an archive", download.suggestedFilename());
  await parent.leave();
  const there = join(folder, "la");
  execFileSync("python3", ["-m", "zipfile", "-e", archive, there]);
  await readFromDisk(there);
  rmSync(folder, { recursive: true });
}

async function readFromDisk(folder) {
  const reader = await visitor("reader from a disk", "file:///");
  await reader.page.context().setOffline(true);
  const [todo, seen, broken, kinds] = [[join(folder, "index.html")], new Set(), [], new Set()];
  while (todo.length) {
    const path = todo.pop();
    if (seen.has(path)) continue;
    seen.add(path);
    await reader.page.goto(pathToFileURL(path).href);
    const found = await reader.page.evaluate(() => ({
      // As the browser resolves them, from where the page stands.
      links: [...document.querySelectorAll("[href], [src]")].map((one) => one.href || one.src),
      pale: [...document.images].filter((one) => one.loading !== "lazy" && (!one.complete || !one.naturalWidth)).map((one) => one.src),
      styled: getComputedStyle(document.body).maxWidth !== "none",
      h1: document.querySelectorAll("h1").length,
    }));
    if (!found.styled || found.h1 !== 1 || found.pale.length) broken.push(`${path}: ${JSON.stringify(found)}`);
    // One page of each kind is looked at as every page of the school is: « mots/mot-12.html » stands for all words.
    const kind = relative(folder, path).replace(/\d+/g, "n");
    if (!kinds.has(kind)) {
      kinds.add(kind);
      await judge(reader, `from a disk, ${kind}`, kind === "index.html" ? { shot: "33-emporte" } : {});
    }
    for (const link of found.links.filter((one) => one.startsWith("file:"))) {
      const to = decodeURIComponent(new URL(link).pathname);
      if (!to.startsWith(folder) || !existsSync(to)) broken.push(`${path} leads to ${link}`);
      else if (to.endsWith(".html")) todo.push(to);
    }
  }
  check(broken.length === 0, "every page opens from the disk, offline, and every link is there", broken.slice(0, 5).join("\n"));
  const pages = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.name.endsWith(".html"));
  check(seen.size === pages.length && seen.size > 10, "every page of the archive is reached from the first", `${seen.size} of ${pages.length}`);
  check(!readFileSync(join(folder, "style.css"), "utf8").includes("url("), "the style asks for nothing");
  await reader.leave();
}
