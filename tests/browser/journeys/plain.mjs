// The same school without JavaScript: signing in, writing a plain word, signing it.
import { check } from "../lib/tally.mjs";
import { visitor } from "../lib/visitor.mjs";
import { ACCOUNTS } from "./word.mjs";

const TITLE = "Photo de classe";
const plain = (name, house) => visitor(`${name} without JavaScript`, house.base, { javaScriptEnabled: false });

export async function withoutScript(house) {
  const teacher = await plain("teacher", house);
  await teacher.signIn(ACCOUNTS.teacher.login, ACCOUNTS.teacher.phrase);
  await teacher.sees("Étienne", "own name");
  await teacher.go("/cahier-de-liaison/nouveau");
  for (const box of await teacher.page.locator("input[type=radio][name=a_qui][value=classes]").all()) await box.check();
  await teacher.fill("titre", TITLE);
  // A fault first: what was typed is kept, and the page says what is missing.
  teacher.expected.add(422);
  await teacher.page.locator("form.mot-nouveau").evaluate((form) => (form.noValidate = true));
  await teacher.tap("Envoyer le mot");
  await teacher.sees("Choisissez une catégorie", "what is missing");
  check((await teacher.page.locator("[name=titre]").inputValue()) === TITLE, "what was typed is kept");
  teacher.expected.clear();
  await teacher.fill("texte", "Elle aura lieu lundi.\n\nPensez au sourire.");
  await teacher.tick("categorie", "evenement").catch(() => teacher.page.locator("[name=categorie]").first().check());
  await teacher.tick("demande", "one");
  await teacher.tap("Envoyer le mot");
  await teacher.sees(/envoyé à \d+ famille/, "that the word is sent");
  await teacher.leave();

  const parent = await plain("parent", house);
  await parent.signIn(ACCOUNTS.mother.login, ACCOUNTS.mother.phrase);
  await parent.sees(TITLE, "the word on the home page");
  await parent.tap(new RegExp(TITLE), "link");
  check((await parent.page.locator(".riche p").count()) === 2, "two paragraphs come out of two");
  await parent.tap("Signer pour Chloé");
  await parent.sees("Signé par vous", "that it is signed");
  await parent.go("/compte");
  await parent.tap("Me déconnecter");
  await parent.sees("Bonjour !", "the way back in");
  await parent.leave();
}
