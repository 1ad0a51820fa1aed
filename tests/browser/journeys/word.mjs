// The school's files come in, slips go out, a teacher writes, two parents who live apart each sign: all on phones.
import { deflateSync } from "node:zlib";
import { check } from "../lib/tally.mjs";
import { judge } from "../lib/judge.mjs";
import { visitor } from "../lib/visitor.mjs";
import { slips } from "../lib/slips.mjs";

const ONDE = new URL("../../onde/", import.meta.url).pathname;
const FILES = ["01_CSVExtraction_eleves_onde22.csv", "04_CSVExtraction_responsables_enfant_3blocs.csv", "07_CSVExtraction_enseignants.csv"];
/** Logins are filled in as their slips are read. */
export const ACCOUNTS = {
  teacher: { phrase: "girafe marmite sillon 82" },
  mother: { phrase: "loutre verger piano 15" },
  father: { phrase: "comète ardoise fenouil 63" },
};
const TITLE = "Sortie au musée";

export async function files(director) {
  await director.go("/ecole/import");
  await judge(director, "import", { shot: "08-import" });
  await director.page.setInputFiles("[name=fichiers]", FILES.map((name) => ONDE + name));
  await director.tap("Lire les fichiers");
  await director.sees("Rien n’est encore enregistré", "that nothing is written yet");
  await judge(director, "what would change", { shot: "09-ecarts" });
  await director.tap("Tout enregistrer");
  await judge(director, "import done", { shot: "10-importe" });
  await doubtful(director);
  await director.go("/ecole");
  await director.sees("CM1-CM2", "the classes of the files");
  await judge(director, "the school", { shot: "11-ecole" });
}

/** The same name born on another day: nobody but the director may say who it is. */
async function doubtful(director) {
  const lines = "Nom élève;Prénom élève;Date naissance;Sexe;INE;Niveau;Libellé classe\nANDRIEUX;Léa;15/03/2023;F;;PS;PS-MS Mme MARCHAND\n";
  await director.go("/ecole/import");
  await director.page.setInputFiles("[name=fichiers]", { name: "eleves.csv", mimeType: "text/csv", buffer: Buffer.from(lines) });
  await director.tap("Lire les fichiers");
  await director.sees("Préau ne devine pas", "that a question is asked");
  director.expected.add(422);
  await director.tap("Tout enregistrer");
  await director.sees("rien n’a été enregistré", "that an open question stops it");
  await judge(director, "an open question", { shot: "09-question" });
  director.expected.clear();
  await director.page.getByLabel(/^C’est Léa/).first().check();
  await director.tap("Tout enregistrer");
  await director.sees("C’est enregistré", "that it is settled");
  await director.go("/ecole");
  await director.sees("11 élèves", "no pupil twice");
}

/** What the printer got: every guardian's page, and the team's slips on one. */
export async function sheets(director) {
  // Two homes: no slip before the head teacher has looked.
  await director.go("/ecole/situations");
  await judge(director, "special situations");
  const checked = "Rien à changer, j’ai vérifié";
  const waiting = await director.page.getByRole("button", { name: checked }).count();
  check(waiting > 0, "two homes wait for a look", waiting);
  for (let left = waiting; left > 0; left--) await director.tap(checked);
  await director.go("/ecole/fiches?qui=familles&quoi=nouvelles");
  await judge(director, "slips", { shot: "12-fiches" });
  const wanted = Number(/(\d+) fiches à imprimer/.exec(await director.text())?.[1]);
  await director.tick("mise_en_page", "lettre");
  const families = await slips(director, "Imprimer les fiches", "fiches-familles");
  check(families.pages === wanted, "one page a guardian", `${families.pages} pages, ${wanted} slips`);
  await director.go("/ecole/fiches?qui=equipe&quoi=nouvelles");
  const team = await slips(director, "Imprimer les fiches", "fiches-equipe");
  check(team.pages === 1, "the team's slips are on one page", team.pages);
  await director.go("/compte");
  await judge(director, "own account");
  await director.tap("Me déconnecter");
  await judge(director, "signed out", { shot: "13-connexion" });
  return { families, team };
}

/** A teacher's first visit, with the code typed off the slip, and her first word. */
export async function write(house, slip) {
  const teacher = await visitor("teacher", house.base);
  ACCOUNTS.teacher.login = slip.login;
  await activate(teacher, slip, ACCOUNTS.teacher.phrase);
  await judge(teacher, "first home", { shot: "15-accueil-maitre" });
  await teacher.go("/cahier-de-liaison/nouveau");
  const { page } = teacher;
  // The plain area answers to the same name until the editor, which comes after the page, has taken its place.
  const editor = page.locator(".editeur [contenteditable=true]");
  // The editor comes with the first gesture.
  await page.locator("[name=titre]").focus();
  await editor.waitFor();
  if (await page.locator("[name=a_qui][value=classes]").count()) await teacher.tick("a_qui", "classes");
  const boxes = page.locator("input[type=checkbox][name=classe]");
  for (const box of await boxes.all()) await box.check();
  await teacher.fill("titre", TITLE);
  await compose(page, editor);
  await page.setInputFiles("[name=pieces]", { name: "musée.png", mimeType: "image/png", buffer: picture() });
  await teacher.tick("categorie", "sortie");
  await teacher.tick("demande", "all");
  await judge(teacher, "a word being written", { shot: "16-ecrire" });
  await teacher.tap("Envoyer le mot");
  await teacher.sees(/envoyé à \d+ famille/, "that the word is sent");
  await judge(teacher, "after sending");
  return teacher;
}

async function compose(page, editor) {
  await editor.click();
  await page.keyboard.type("Nous partons jeudi ");
  await page.getByRole("button", { name: "Gras", exact: true }).click();
  await page.keyboard.type("à 9 heures");
  await page.getByRole("button", { name: "Gras", exact: true }).click();
  await page.keyboard.type(".");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Liste", exact: true }).click();
  await page.keyboard.type("Un goûter");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Une gourde");
  const typed = await page.locator("textarea[name=texte]").inputValue();
  check(/<(b|strong)>à 9 heures<\/(b|strong)>/.test(typed) && /<li>.*Une gourde/.test(typed), "the editor keeps bold and lists", typed);
}

export async function activate(person, slip, phrase) {
  await person.go("/activation");
  await person.fill("identifiant", slip.login);
  await person.fill("code", slip.code);
  await judge(person, "slip", { schemes: ["light"] });
  await person.tap("Continuer");
  await choosePhrase(person, phrase);
}

/** The QR's own way in: no code to type. */
export async function scan(person, slip, phrase) {
  await person.go(slip.path);
  await choosePhrase(person, phrase);
}

async function choosePhrase(person, phrase) {
  await person.fill("nouvelle", phrase);
  if (await person.page.locator("[name=encore]").count()) await person.fill("encore", phrase);
  await person.tick("charte");
  await judge(person, "activation", { shot: "14-activation" });
  await person.tap("Ouvrir mon compte");
  await person.sees("Votre compte est prêt", "that the account is open");
}

/** Each sees the word at home, opens it and signs; nothing of the other anywhere. */
export async function sign(parent, { own, other, child, shot }) {
  const shown = [];
  const look = async () => shown.push(await parent.page.content());
  await parent.go("/");
  await parent.sees(TITLE, "the word on the home page");
  await judge(parent, "home", { shot: shot && "17-accueil-parent" });
  await look();
  await parent.tap(new RegExp(TITLE), "link");
  await parent.page.locator(".vignettes img").waitFor();
  check(await parent.page.locator(".vignettes img").evaluate((image) => image.decode().then(() => image.naturalWidth > 0, () => false)), `${parent.name}: the picture is shown`);
  check((await parent.page.locator(".riche strong, .riche b").innerText()) === "à 9 heures", `${parent.name}: bold is bold`);
  await judge(parent, "the word", { shot: shot && "18-mot" });
  await look();
  await parent.tap(`Signer pour ${child}`);
  await parent.sees(/C’est signé|Signé par vous/, "that it is signed");
  await judge(parent, "signed", { shot: shot && "19-signe" });
  await look();
  for (const path of ["/", "/cahier-de-liaison", "/compte"]) {
    await parent.go(path);
    await judge(parent, path, { schemes: ["light"] });
    await look();
  }
  for (const secret of other) check(!shown.some((page) => page.includes(secret)), `${parent.name}: nothing of the other guardian (${secret})`);
  check(shown.some((page) => page.includes(own)), `${parent.name}: own name is there, so that the line above means something`);
  const refused = await parent.page.request.get("/ecole", { maxRedirects: 0 });
  check([403, 404].includes(refused.status()), `${parent.name}: the school's page is not theirs`, refused.status());
}

export async function followUp(teacher, names) {
  await teacher.go("/cahier-de-liaison");
  await judge(teacher, "book", { shot: "20-cahier-maitre" });
  await teacher.tap(new RegExp(TITLE), "link");
  if (await teacher.page.getByRole("link", { name: "Voir le suivi" }).count()) await teacher.tap("Voir le suivi", "link");
  await judge(teacher, "follow-up", { shot: "21-suivi" });
  await teacher.sees("1 famille sur 3 a signé", "one family done");
  for (const name of names) {
    const cell = teacher.page.locator(".case").filter({ hasText: name });
    check((await cell.locator(".fait").count()) === 1, `the follow-up says that ${name} signed`, await teacher.text());
  }
}

/** A small picture made here: a square of one colour. */
function picture() {
  const size = 64;
  const chunk = (type, body) => {
    const bytes = Buffer.concat([Buffer.from(type), body]);
    const whole = Buffer.alloc(8 + bytes.length);
    whole.writeUInt32BE(body.length, 0);
    bytes.copy(whole, 4);
    whole.writeUInt32BE(crc(bytes), whole.length - 4);
    return whole;
  };
  const header = Buffer.from([0, 0, 0, size, 0, 0, 0, size, 8, 2, 0, 0, 0]);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(size * 3, Buffer.from([46, 125, 90]))]);
  const rows = deflateSync(Buffer.concat(Array(size).fill(row)));
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk("IHDR", header), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]);
}

function crc(bytes) {
  let rest = ~0;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return ~rest >>> 0;
}
