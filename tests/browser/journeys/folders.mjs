// A whole folder goes into the documents with its tree, chosen on the page of one's own files.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../lib/tally.mjs";
import { visitor } from "../lib/visitor.mjs";
import { loginOf } from "./crawl.mjs";

export async function folders(house) {
  const { login, password } = loginOf(house, "teacher");
  const teacher = await visitor("teacher, with a folder", house.base);
  await teacher.signIn(login, password);
  const folder = mkdtempSync(join(tmpdir(), "preau-dossier-"));
  mkdirSync(join(folder, "Sortie", "Photos"), { recursive: true });
  writeFileSync(join(folder, "Sortie", "liste.txt"), "Bottes, goûter.");
  writeFileSync(join(folder, "Sortie", "Photos", "ferme.txt"), "La ferme.");
  await teacher.go("/documents/moi");
  await teacher.page.locator("input[webkitdirectory]").setInputFiles(join(folder, "Sortie"));
  await teacher.page.getByText("2 fichiers sont arrivés.").waitFor();
  await teacher.go("/documents/moi");
  await teacher.tap("Sortie", "link");
  check(await teacher.page.getByText("liste.txt").first().isVisible(), "the folder holds its file");
  await teacher.tap("Photos", "link");
  check(await teacher.page.getByText("ferme.txt").first().isVisible(), "and the folder in it its own");
  rmSync(folder, { recursive: true });
  await teacher.leave();
}
