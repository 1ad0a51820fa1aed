// A father of two, in two classes, begins to teach a third. One account, one home: each thing stands there once.
import { check } from "../lib/tally.mjs";
import { judge } from "../lib/judge.mjs";
import { visitor } from "../lib/visitor.mjs";
import { loginOf } from "./crawl.mjs";

const [ALL, OWN, HUGO] = ["Exercice d’évacuation", "Le jardin des escargots", "Une nuit au planétarium"];
const CHILDREN = ["Léa", "Hugo"];

export async function oneHome(house) {
  const { login, password } = house.logins.find((one) => /^père des mêmes/.test(one.role));
  const chief = loginOf(house, "director");
  const director = await visitor("director", house.base);
  await director.signIn(chief.login, chief.password);
  const { hugos, third } = await engage(director);
  await write(director, { title: ALL, to: "ecole" });
  await write(director, { title: HUGO, to: "classes", classes: [hugos] });
  await director.leave();

  const paul = await visitor("father and teacher", house.base);
  await paul.signIn(login, password);
  await paul.sees("Bonjour Paul", "his own home");
  await write(paul, { title: OWN, to: "classes" });
  await home(paul);
  await book(paul, third);
  await signOnce(paul);
  await paul.leave();
}

/** From the page of the father among two Paul Martin: the one of Hugo. */
async function engage(director) {
  await director.go("/ecole/familles?q=" + encodeURIComponent("Paul Martin"));
  const line = director.page.getByRole("row").filter({ hasText: "Hugo" });
  const classes = CHILDREN.map((child) => new RegExp(`${child} [^·]*· (\\S+)`));
  const said = (await line.innerText()).replace(/\s+/g, " ");
  const theirs = classes.map((pattern) => pattern.exec(said)?.[1]);
  check(theirs.every(Boolean) && theirs[0] !== theirs[1], "two children in two classes", said);
  await line.getByRole("link", { name: "Paul Martin" }).click();
  await director.page.waitForURL(/\/ecole\/personnes\/\d+/);
  await judge(director, "a parent's page");
  await director.tap("Ajouter une fonction", "link");
  await director.tick("fonction", "teacher");
  const labels = director.page.locator("label").filter({ has: director.page.locator("input[name=classe]") });
  const names = (await labels.allInnerTexts()).map((name) => name.trim());
  const at = names.findIndex((name) => !theirs.includes(name));
  await labels.nth(at).locator("input").check();
  await judge(director, "a parent is engaged", { shot: "24-fonction" });
  await director.tap("Ajouter à l’équipe");
  await director.sees("C’est enregistré", "that he teaches");
  return { hugos: theirs[1], third: names[at] };
}

async function write(author, { title, to, classes = [] }) {
  await author.go("/cahier-de-liaison/nouveau");
  const { page } = author;
  // The editor comes with the first gesture.
  await page.locator("[name=titre]").focus();
  await page.locator(".editeur [contenteditable=true]").waitFor();
  await author.tick("a_qui", to);
  if (to === "ecole") await author.tick("confirmer");
  for (const name of classes) await page.getByRole("checkbox", { name: new RegExp(`^${name}(?![-\\w])`) }).check();
  await author.fill("titre", title);
  await page.locator(".editeur [contenteditable=true]").click();
  await page.keyboard.type("Merci de signer ce mot.");
  await author.tick("categorie", "sortie");
  await author.tick("demande", "one");
  await author.tap("Envoyer le mot");
  await author.sees(/envoyé à \d+ famille/, `that « ${title} » is sent`);
}

const cards = async (page) =>
  (await page.locator("main article").evaluateAll((all) => all.map((one) => [one.querySelector("h2"), one].map((part) => part.innerText.replace(/\s+/g, " ").trim())))).map(
    ([title, text]) => ({ title, text, waits: /À lire|À signer|Signer/i.test(text) && !/sur \d+ (a|ont)/.test(text) }),
  );

async function home(paul) {
  const { page } = paul;
  await paul.go("/");
  const shown = await cards(page);
  const titles = shown.map((card) => card.title);
  for (const title of [ALL, OWN, HUGO]) check(titles.filter((one) => one === title).length === 1, `« ${title} » stands once at home`, titles.join("\n"));
  check(new Set(titles).size === titles.length, "nothing stands twice at home", titles.join("\n"));
  const of = (title) => shown.find((card) => card.title === title)?.text ?? "";
  check(/pour Léa et Hugo/.test(of(ALL)), "the whole school's is for both at once", of(ALL));
  check(/pour Hugo(?! et)/.test(of(HUGO)) && !/Léa/.test(of(HUGO)), "the one to Hugo's class is for him", of(HUGO));
  check(/0 sur \d+ a signé/.test(of(OWN)), "his own says how many answered", of(OWN));
  const lastWaiting = shown.findLastIndex((card) => card.waits);
  check(shown.slice(0, lastWaiting + 1).every((card) => card.waits), "what waits for his children comes first", titles.join("\n"));
  check(lastWaiting < titles.indexOf(OWN), "then his own class's", titles.join("\n"));
  for (const child of CHILDREN) {
    const labels = page.locator("main a.etiquette").filter({ hasText: child });
    check((await labels.count()) === 1, `${child} is named once, with the way to her words`, await labels.count());
  }
  for (const name of ["Accueil", "Cahier", "Ma classe"]) {
    const links = page.getByRole("navigation").getByRole("link", { name, exact: true });
    check((await links.count()) === 1, `the menu says « ${name} » once`, await links.count());
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  check(wide <= 390, "no sideways scroll on his phone", wide);
  await judge(paul, "the one home", { shot: "24-un-seul-accueil" });
}

/** The book opens on his class; each child is a tap away. */
async function book(paul, third) {
  await paul.tap("Cahier", "link");
  await paul.sees("Écrire un mot", "that he may write");
  await judge(paul, "the one book", { shot: "24-un-seul-cahier" });
  check((await paul.page.locator("a.titre").filter({ hasText: ALL }).count()) === 1, "the whole school's is listed once");
  check((await paul.page.locator("a.titre").filter({ hasText: HUGO }).count()) === 0, "his class's book is silent on Hugo's");
  await paul.tap("Hugo", "link");
  await paul.sees(HUGO, "what was sent to Hugo's class");
  check(!(await paul.text()).includes(OWN), "and nothing of the class that he teaches");
  await judge(paul, "Hugo's words");
  await paul.tap("Ma classe", "link");
  await paul.sees(third, "the class that he teaches");
  check(!(await paul.text()).includes("Hugo"), "where Hugo is not");
}

async function signOnce(paul) {
  await paul.go("/");
  await paul.tap(ALL, "link");
  await paul.tap(/^Signer/);
  await paul.go("/");
  const left = (await cards(paul.page)).filter((card) => card.title === ALL);
  check(left.length === 1 && !left[0].waits, "signed once for both, it waits no more", JSON.stringify(left));
}
