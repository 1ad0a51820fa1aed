// A teacher adds questions to a word, in place and without JavaScript; a model fills the composer.
import { check } from "../lib/tally.mjs";
import { judge } from "../lib/judge.mjs";
import { DESKTOP, visitor } from "../lib/visitor.mjs";
import { loginOf } from "./crawl.mjs";

const WRITE = "/cahier-de-liaison/nouveau";
const ADD = { name: "Ajouter une question" };
const labels = (page) => page.locator("[data-talon-blocs] [name$=_intitule]").evaluateAll((all) => all.map((one) => `${one.name}=${one.value}`).join(" "));

export async function slip(house) {
  const { login, password } = loginOf(house, "teacher");
  const teacher = await visitor("teacher with a slip", house.base, { viewport: DESKTOP });
  await teacher.signIn(login, password);
  await inPlace(teacher);
  await teacher.leave();
  const plain = await visitor("teacher with a slip, without JavaScript", house.base, { viewport: DESKTOP, javaScriptEnabled: false });
  await plain.signIn(login, password);
  await byRoundTrip(plain);
  await plain.leave();
}

async function inPlace(teacher) {
  const { page } = teacher;
  await teacher.go("/cahier-de-liaison/modeles");
  await judge(teacher, "ready-made words", { shot: "25-modeles" });
  await teacher.tap("Réunion avec les familles", "link");
  await judge(teacher, "a model's fields");
  await page.getByLabel("Lieu").fill("dans la classe");
  await teacher.tap("Continuer vers le mot");
  check((await page.locator("[data-talon-blocs] fieldset").count()) === 3, "the model's questions");
  await teacher.go(WRITE);
  await page.getByText("Talon-réponse").click();
  for (const label of ["Un", "Deux", "Trois"]) {
    await page.getByRole("button", ADD).click();
    await page.locator(":focus").fill(label);
  }
  await page.getByRole("button", { name: "Monter la question 3" }).click();
  check((await labels(page)) === "q1_intitule=Un q2_intitule=Trois q3_intitule=Deux", "moved in place", await labels(page));
  await page.getByRole("button", { name: "Retirer la question 1" }).click();
  check((await labels(page)) === "q1_intitule=Trois q2_intitule=Deux", "taken away in place", await labels(page));
  await page.getByLabel("On répond par").first().selectOption("one");
  await page.getByLabel("Les choix, un par ligne").first().fill("Oui\nNon\nPeut-être");
  for (const box of await page.locator("input[type=radio][name=a_qui][value=classes]").all()) await box.check();
  await teacher.fill("titre", "Un sondage");
  await page.locator("[role=textbox]").fill("Merci de répondre.");
  await teacher.tick("categorie", "divers");
  await teacher.tick("demande", "read");
  await judge(teacher, "questions in the composer", { shot: "25-talon" });
  await teacher.tap("Envoyer le mot");
  await teacher.sees("0 Oui 0 Non 0 Peut-être", "the sums");
  await teacher.tap("Voir qui a répondu quoi", "link");
  await judge(teacher, "answers", { shot: "25-reponses" });
}

async function byRoundTrip(teacher) {
  const { page } = teacher;
  await teacher.go(WRITE);
  await teacher.fill("titre", "Sans script");
  await page.locator("summary", { hasText: "Talon-réponse" }).click();
  teacher.expected.add(422);
  await teacher.tap(ADD.name);
  await page.locator("[name=q1_intitule]").fill("Un");
  await teacher.tap(ADD.name);
  await page.locator("[name=q2_intitule]").fill("Deux");
  await teacher.tap("Monter la question 2");
  check((await labels(page)) === "q1_intitule=Deux q2_intitule=Un", "moved by a round trip", await labels(page));
  check((await page.locator("[name=titre]").inputValue()) === "Sans script", "what was typed is kept");
  teacher.expected.clear();
}
