// A CP child comes in by three pictures: with a finger, with the keys alone, without JavaScript, and by the names that a screen
// reader says. A guessed sequence is stopped, and a grown-up opens again in one tap. A CM2 pupil comes in by two words.
import { check } from "../lib/tally.mjs";
import { judge } from "../lib/judge.mjs";
import { visitor } from "../lib/visitor.mjs";
import { loginOf } from "./crawl.mjs";

const ALL = ["soleil", "lune", "étoile", "maison", "sapin", "fleur", "poisson", "chat", "bateau", "ballon", "pomme", "clé"];
/** Tab presses from the top of a page to its last picture. */
const FAR = 60;

export async function pupils(house) {
  const child = house.logins.find((one) => one.pictures);
  const [code, said] = child.pictures;
  const [first, pictures] = [child.name.split(" ")[0], said.split(", ")];
  const way = await byFinger(house, { code, first, pictures });
  await byKeys(house, { code, first, pictures });
  await aloud(house, way, first);
  await withoutScript(house, { way, pictures });
  await stopped(house, { way, first, pictures });
  await byWords(house);
}

async function byFinger(house, { code, first, pictures }) {
  const child = await visitor("CP child, with a finger", house.base);
  await child.go("/connexion");
  await judge(child, "sign-in where pupils may come in", { shot: "40-eleve-connexion" });
  await tapped(child, child.page.getByRole("link", { name: /Je suis élève/ }));
  await judge(child, "the class's code", { shot: "40-eleve-code" });
  await child.fill("code", code);
  await tapped(child, child.page.getByRole("button", { name: "Continuer" }));
  await judge(child, "the class's names", { shot: "40-eleve-noms" });
  await tapped(child, child.page.getByRole("link", { name: first }));
  const way = new URL(child.page.url()).pathname;
  await judge(child, "twelve pictures", { shot: "40-eleve-images" });
  const sides = await child.page.locator("button.image").evaluateAll((all) => all.map((one) => Math.min(one.offsetWidth, one.offsetHeight)));
  check(sides.length === 12 && Math.min(...sides) >= 88, "each picture is as large as a small finger is clumsy", sides.join(" "));
  for (const picture of pictures) await tapped(child, child.page.getByRole("button", { name: picture, exact: true }));
  await child.sees(`Bonjour ${first}`, "her home");
  await judge(child, "a pupil's home", { shot: "40-eleve-accueil" });
  await tapped(child, child.page.getByRole("button", { name: "J’ai compris" }));
  await tapped(child, child.page.getByRole("button", { name: "J’ai fini" }));
  await child.sees("Qui es-tu", "the names, for the next child");
  await child.leave();
  return way;
}

async function byKeys(house, { code, first, pictures }) {
  const child = await visitor("CP child, with the keys", house.base, { hasTouch: false });
  await child.go("/eleve");
  await reach(child, (one) => one.name === "code");
  await child.page.keyboard.type(code);
  await enter(child);
  await press(child, first);
  for (const picture of pictures) await press(child, picture);
  await child.sees(`Bonjour ${first}`, "her home, without a mouse");
  await press(child, "J’ai fini");
  await child.leave();
}

/** What a screen reader has to say. */
async function aloud(house, way, first) {
  const child = await visitor("CP child, by ear", house.base);
  await child.go(way);
  for (const [step, picture] of ["chat", "lune"].entries()) {
    const { page } = child;
    check((await page.getByRole("heading", { level: 1, name: `${first}, touche ton image ${step + 1}.` }).count()) === 1, "the title says which picture");
    check(new RegExp(`image ${step + 1} sur 3`).test(await page.title()), "so does the tab, which is read first", await page.title());
    const names = await page.locator("button.image").evaluateAll((all) => all.map((one) => one.innerText.trim()));
    check(names.join() === ALL.join(), "twelve words in their order", names.join());
    for (const name of ALL) {
      check((await page.getByRole("button", { name, exact: true }).count()) === 1, `a button is called « ${name} »`);
    }
    const said = await page.locator("main").ariaSnapshot();
    check(!/\bimg\b/.test(said), "a drawing says nothing beside its word", said);
    check((await page.locator("main :is(input[type=radio], input[type=checkbox])").count()) === 0, "nothing to tick");
    await tapped(child, page.getByRole("button", { name: picture, exact: true }));
  }
  await tapped(child, child.page.getByRole("link", { name: "Recommencer" }));
  await child.sees("touche ton image 1", "the first picture again");
  await child.leave();
}

async function withoutScript(house, { way, pictures }) {
  const child = await visitor("CP child without JavaScript", house.base, { javaScriptEnabled: false });
  await child.go(way);
  for (const picture of pictures) await tapped(child, child.page.getByRole("button", { name: picture, exact: true }));
  check(new URL(child.page.url()).pathname === "/", "she is in without JavaScript", child.page.url());
  await child.leave();
}

async function stopped(house, { way, first, pictures }) {
  const wrong = ALL.filter((one) => !pictures.includes(one)).slice(0, 3);
  const guesser = await visitor("somebody who guesses", house.base);
  guesser.expected.add(422);
  for (let tries = 0; tries < 5; tries++) {
    await guesser.go(way);
    for (const picture of wrong) await tapped(guesser, guesser.page.getByRole("button", { name: picture, exact: true }));
    if (tries === 0) await judge(guesser, "wrong pictures", { shot: "40-eleve-faux" });
  }
  await guesser.sees("Ta porte est fermée", "that it is over");
  await judge(guesser, "five tries", { shot: "40-eleve-bloquee" });
  await guesser.go(way);
  check((await guesser.page.locator("button.image").count()) === 0, "no picture is to be touched any more");

  const { login, password } = loginOf(house, "director");
  const grownUp = await visitor("who tends the class", house.base);
  await grownUp.signIn(login, password);
  await grownUp.go("/reglages/eleves");
  await judge(grownUp, "classes that are open to their pupils", { shot: "41-acces-reglages" });
  await grownUp.tap(/Badges, affiche et élèves/, "link");
  await judge(grownUp, "how a class comes in", { shot: "41-acces-classe" });
  await grownUp.tap(/^Rouvrir/);
  await grownUp.sees("C’est rouvert", "that it is open");
  await grownUp.tap("L’affiche de la classe", "link");
  await judge(grownUp, "the class's poster", { shot: "41-acces-affiche" });
  await grownUp.page.goBack();
  await grownUp.tap(/tablette/i, "link");
  await judge(grownUp, "the class's tablets", { shot: "41-acces-tablettes" });
  await grownUp.page.goBack();
  await grownUp.tap("Imprimer les badges", "link");
  await judge(grownUp, "badges to print", { shot: "41-acces-badges" });

  await guesser.go(way);
  for (const picture of pictures) await tapped(guesser, guesser.page.getByRole("button", { name: picture, exact: true }));
  await guesser.sees(`Bonjour ${first}`, "her home again");
  await guesser.leave();

  // Last of all, for they replace hers: new pictures, shown once.
  await grownUp.page.goBack();
  await grownUp.page.locator("tr").filter({ hasText: first }).getByRole("link", { name: /Nouvelles images/ }).first().click();
  await grownUp.page.waitForLoadState();
  await grownUp.tap("Les montrer");
  await judge(grownUp, "new pictures, shown once", { shot: "41-acces-nouvelles" });
  await grownUp.leave();
}

async function byWords(house) {
  const { login, password, name } = house.logins.find((one) => /^élève de CM2/.test(one.role));
  const pupil = await visitor("CM2 pupil", house.base);
  await pupil.signIn(login, password);
  await pupil.sees(`Bonjour ${name.split(" ")[0]}`, "the home");
  await judge(pupil, "a CM2 pupil's home", { shot: "42-eleve-cm2" });
  for (const [path, shot] of [["/cahier-de-liaison", "mots"], ["/blog", "blog"], ["/documents", "documents"], ["/compte", "compte"]]) {
    const answer = await pupil.go(path);
    check(answer.status() === 200, `a pupil opens ${path}`, answer.status());
    // What teachers wrote to families says « vous »; the pages themselves never do.
    const own = path === "/documents" || path === "/compte";
    check(!own || !/\b[Vv](ous|otre|os)\b/.test(await pupil.page.locator("main").innerText()), `${path} says « tu »`, await pupil.text());
    await judge(pupil, path, { shot: `42-eleve-${shot}` });
  }
  await pupil.leave();
}

async function tapped(child, target) {
  await Promise.all([child.page.waitForEvent("load"), target.first().tap()]);
}

/** With the Tab key alone, until the focus is on it. */
async function reach(child, wanted) {
  const said = () => ({ name: document.activeElement.getAttribute("name") ?? "", text: document.activeElement.innerText?.trim() ?? "" });
  for (let presses = 0; presses < FAR; presses++) {
    await child.page.keyboard.press("Tab");
    if (wanted(await child.page.evaluate(said))) {
      const seen = await child.page.evaluate(() => document.activeElement.matches(":focus-visible"));
      return void check(seen, "what has the focus is seen to have it");
    }
  }
  throw new Error("the Tab key never came there");
}

async function enter(child) {
  await Promise.all([child.page.waitForEvent("load"), child.page.keyboard.press("Enter")]);
}

async function press(child, text) {
  await reach(child, (one) => one.text === text);
  await enter(child);
}
