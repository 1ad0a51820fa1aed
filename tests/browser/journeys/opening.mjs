// From a bare machine to a director signed in: the set-up, on a phone.
import { check } from "../lib/tally.mjs";
import { judge } from "../lib/judge.mjs";
import { visitor } from "../lib/visitor.mjs";

export const DIRECTOR = { login: "yann.legoff", phrase: "cerise tambour lagune 47" };

export async function opening(house) {
  const director = await visitor("director", house.base);
  await director.go("/");
  await judge(director, "set-up door", { shot: "01-code" });
  await director.fill("code", house.code);
  await director.tap("Commencer");
  await judge(director, "two ways to begin");
  await director.tap("Mettre en route une école", "link");
  await judge(director, "school");
  await school(director);
  await account(director);
  await address(director);
  await judge(director, "backup key");
  await director.tap("Créer la clé");
  await judge(director, "backup key, drawn", { shot: "06-cle" });
  await director.tap("Plus tard");
  await judge(director, "mail", { shot: "06-courrier" });
  await director.tap("Plus tard");
  await director.sees("Yann", "own name once set up");
  await judge(director, "first steps", { shot: "07-premiers-pas" });
  return director;
}

async function school(director) {
  await director.fill("nom", "École des Tilleuls");
  await director.fill("uai", "0751234J");
  await director.fill("rue", "2 rue des Écoles");
  await director.fill("code_postal", "61999");
  await director.fill("ville", "Saint-Fictif");
  await director.tick("zone", "B");
  await judge(director, "school, filled", { shot: "02-ecole" });
  await director.tap("Continuer");
  // The number's letter is warned of, never a wall.
  if (await director.page.locator("[name=uai_garde]").count()) {
    director.expected.add(422);
    await judge(director, "school, warned");
    await director.tick("uai_garde", "0751234J");
    await director.tap("Continuer");
    director.expected.clear();
  }
}

async function account(director) {
  await director.page.locator("[name=civilite]").selectOption("M.");
  await director.fill("prenom", "Yann");
  await director.fill("nom", "Le Goff");
  await director.fill("phrase", DIRECTOR.phrase);
  await judge(director, "director's account", { shot: "03-compte" });
  await director.tap("Créer mon compte");
  const codes = await director.page.locator("ol code").allInnerTexts();
  check(codes.length >= 8, "recovery codes are shown", codes.join(" "));
  DIRECTOR.login = (await director.page.locator("section.carte strong").first().innerText()).trim();
  await judge(director, "recovery codes", { shot: "04-codes" });
  await director.fill("code", codes[3]);
  await director.tap("Ma feuille est rangée, continuer");
}

async function address(director) {
  await judge(director, "address", { shot: "05-adresse" });
  await director.fill("nom_reseau", "tilleuls.local");
  await director.tap("Fixer l’adresse");
  await director.sees("https://tilleuls.local", "the school's own address");
  await judge(director, "certificate", { shot: "05-certificat" });
  await director.tap("Continuer", "link");
}
