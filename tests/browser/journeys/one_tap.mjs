// From the letter on a phone: one tap on its link, one tap on the button, and the word is signed. The letter is taken from the
// outbox, as the mail server would; a scanner of links has been there before, and signed nothing.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { check } from "../lib/tally.mjs";
import { judge } from "../lib/judge.mjs";
import { visitor } from "../lib/visitor.mjs";

const HOME = "https://ecole-hugo.example";
const TITLE = "Sortie à la ferme";

export async function oneTap(house) {
  const database = join(house.data, "preau.db");
  await reachedFromHome(house);
  const teacher = await write(house);
  const letter = await until(() => newest(database));
  const paths = letter.split(`${HOME}/mot/`).slice(1).map((rest) => `/mot/${rest.split(/\s/)[0]}`);
  check(paths.length > 0, "the letter has a link", letter);
  const before = answers(database);

  const scanner = await visitor("scanner", house.base);
  scanner.expected.add(404);
  const page = scanner.page.request;
  for (const path of paths) for (const look of ["get", "head", "get"]) await page[look](path, { failOnStatusCode: false });
  check(answers(database) === before, "following links signs nothing");
  await scanner.leave();

  const phone = await visitor("phone", house.base);
  let taps = 1;
  await phone.go(paths[0]);
  await phone.sees(TITLE);
  await judge(phone, "the word behind a link", { shot: "mot-par-lien" });
  taps += 1;
  await phone.tap(/^Signer pour/);
  await phone.sees("Signé par vous", "that it is signed");
  await phone.sees("Merci");
  await judge(phone, "signed behind a link", { shot: "mot-par-lien-signe" });
  check(taps === 2, "two taps from the letter", taps);
  check(answers(database) === before + 1, "one signature");
  check((await phone.page.locator("header nav, header .compte").count()) === 0, "nobody's menu is there");
  phone.expected.add(404);
  await phone.go("/mot/AAAAAAAAAAAAAAAAAAAAAA");
  await phone.sees("Ce lien ne sert plus");
  await judge(phone, "a dead link", { shot: "lien-mort" });
  await phone.leave();
  await teacher.leave();
}

async function reachedFromHome(house) {
  const head = await signedIn(house, /^directrice/);
  await head.go("/reglages/adresse");
  await head.fill("nom_reseau", "ecole-hugo.local");
  await head.fill("adresse_publique", HOME);
  head.page.once("dialog", (dialog) => dialog.accept());
  await head.tap("Enregistrer l’adresse");
  await head.sees("L’adresse est fixée");
  await head.leave();
}

async function write(house) {
  const teacher = await signedIn(house, /CM1/);
  await teacher.go("/cahier-de-liaison/nouveau");
  const editor = teacher.page.locator(".editeur [contenteditable=true]");
  // The editor comes with the first gesture.
  await teacher.page.locator("[name=titre]").focus();
  await editor.waitFor();
  if (await teacher.page.locator("[name=a_qui][value=classes]").count()) await teacher.tick("a_qui", "classes");
  for (const box of await teacher.page.locator("input[type=checkbox][name=classe]").all()) await box.check();
  await teacher.fill("titre", TITLE);
  await editor.click();
  await teacher.page.keyboard.type("Jeudi, avec des bottes.");
  await teacher.tick("categorie", "sortie");
  await teacher.tick("demande", "one");
  await teacher.tap("Envoyer le mot");
  await teacher.sees(/envoyé à \d+ famille/, "that the word is sent");
  return teacher;
}

async function signedIn(house, role) {
  const { login, password } = house.logins.find((one) => role.test(one.role));
  const person = await visitor(String(role), house.base);
  await person.signIn(login, password);
  return person;
}

const query = (database, sql) => execFileSync("sqlite3", ["-readonly", database, sql], { encoding: "utf8" }).trim();
const newest = (database) => query(database, `SELECT text FROM outbox WHERE subject LIKE '%${TITLE}' AND text LIKE '%/mot/%' ORDER BY id DESC LIMIT 1`);
const answers = (database) => Number(query(database, "SELECT count(*) FROM liaison_answer"));

/** The house writes its letters a moment later. */
async function until(found) {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    const value = found();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("the letter never came");
}
