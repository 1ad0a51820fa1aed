// A guardian looks for something on a phone: from the roof, as people type, and what is found leads where it is.
import { check } from "../lib/tally.mjs";
import { judge } from "../lib/judge.mjs";
import { visitor } from "../lib/visitor.mjs";
import { loginOf } from "./crawl.mjs";

export async function search(house) {
  const { login, password } = loginOf(house, "guardian");
  const parent = await visitor("searching guardian", house.base);
  await parent.signIn(login, password);
  await parent.tap("Rechercher");
  check(new URL(parent.page.url()).pathname === "/recherche", "the roof leads to the search", parent.page.url());
  check(await parent.page.locator("[name=q]").evaluate((field) => field === document.activeElement), "the field has the hand");
  await judge(parent, "the search, empty");
  await parent.fill("q", "eleves");
  await parent.tap("Rechercher");
  await parent.sees("Mots du cahier de liaison", "words of the book");
  const marks = await parent.page.locator(".trouves mark").allInnerTexts();
  check(marks.some((mark) => /^élèves?$/i.test(mark)), "« eleves » finds « élève » and marks it", marks.join(", "));
  await judge(parent, "what was found", { shot: "recherche" });
  const title = await parent.page.locator(".trouves strong").first().innerText();
  await parent.tap(title, "link");
  await parent.sees(title, "the word that was found");
  await parent.go("/recherche?q=" + encodeURIComponent('"* NEAR('));
  await parent.sees("Rien pour", "that nothing was found");
  await judge(parent, "nothing found");
  await parent.go("/annuaire");
  await parent.sees("Qui s’occupe de", "who takes care of the child");
  check(!(await parent.page.content()).includes('href="tel:'), "no number of the staff is given to a family");
  await judge(parent, "the directory", { shot: "annuaire" });
  await parent.leave();
}
