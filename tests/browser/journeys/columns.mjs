// A list whose titles nobody knows, explained on a phone by taps alone, then the next one without a question.
import { check } from "../lib/tally.mjs";
import { judge } from "../lib/judge.mjs";

// The pupil of the first file of the school once more: nothing is to be added.
const STRANGE = "Patro;Petit nom;Venu au monde;Groupe-classe;Échelon;Adresse du foyer;Humeur\nANDRIEUX;Léa;14/03/2023;PS-MS Mme MARCHAND;PS;;gaie\n";
const NEXT = "Humeur;Échelon;Groupe-classe;Venu au monde;Petit nom;Patro;Cantine;Adresse du foyer\ngaie;PS;PS-MS Mme MARCHAND;14/03/2023;Léa;ANDRIEUX;oui;\n";
const ANSWERS = { "Patro": "Last", "Petit nom": "First", "Venu au monde": "Birth", "Groupe-classe": "Class", "Humeur": "non" };
/** Two taps a choice, a second and a half a tap, and three seconds to read each question: no hurry. */
const SECONDS_A_TAP = 1.5;
const SECONDS_A_QUESTION = 3;

export async function unknownColumns(director) {
  let taps = 0;
  let started = Date.now();
  await send(director, "onde2.csv", STRANGE);
  let machine = (Date.now() - started) / 1000;
  taps += 3;
  await director.sees("Dites-nous ce que contient chaque colonne", "the questions");
  await judge(director, "unknown columns", { shot: "09-colonnes" });
  started = Date.now();
  const questions = await director.page.locator("main form select").count();
  for (const [title, value] of Object.entries(ANSWERS)) {
    const select = director.page.getByLabel(title, { exact: true });
    if ((await select.inputValue()) === value) continue;
    await select.selectOption(value);
    taps += 2;
  }
  await director.tap("Lire avec ces colonnes");
  taps += 1;
  machine += (Date.now() - started) / 1000;
  await director.sees("Colonnes reconnues grâce à votre réglage", "that it is remembered");
  await judge(director, "columns known", { shot: "09-colonnes-connues" });
  const person = Math.round(taps * SECONDS_A_TAP + questions * SECONDS_A_QUESTION + machine);
  console.log(`unknown columns: ${questions} questions, ${taps} taps, ${machine.toFixed(1)} s of machine, about ${person} s for a person`);
  check(person < 120, "under two minutes", `${person} s`);
  await director.tap("Abandonner, ne rien enregistrer");
  await send(director, "suite.csv", NEXT);
  await director.sees("Colonnes reconnues grâce à votre réglage", "no question for the next one");
  await director.tap("Abandonner, ne rien enregistrer");
}

async function send(director, name, lines) {
  await director.go("/ecole/import");
  await director.page.setInputFiles("[name=fichiers]", { name, mimeType: "text/csv", buffer: Buffer.from(lines) });
  await director.tap("Lire les fichiers");
}
