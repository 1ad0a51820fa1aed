// Twelve classes are prepared, rehearsed, turned and put back, by hand: every click is counted, and so is the time.
import { check } from "../lib/tally.mjs";
import { judge } from "../lib/judge.mjs";
import { DESKTOP, visitor } from "../lib/visitor.mjs";
import { loginOf } from "./crawl.mjs";

/** What a director needs for one click on a page that she reads, in seconds. */
const PACE = 4;
const LIMIT = 600;

export async function year(house) {
  const { login, password } = loginOf(house, "director");
  const director = await visitor("director turning the year", house.base);
  await director.signIn(login, password);
  await director.page.setViewportSize(DESKTOP);
  const hand = counting(director.page);
  const started = Date.now();
  await director.go("/ecole");
  const before = await classes(director);
  check(before.length === 12, "the demo school has twelve classes", before.length);
  await director.go("/ecole");
  await begin(hand, director);
  await days(hand);
  await passage(hand);
  await names(hand);
  await board(hand, director);
  await team(hand);
  await director.sees("Ce qui va changer", "what would change");
  await judge(director, "year", { shot: "31-rentree" });
  await director.page.setViewportSize(DESKTOP);
  check(JSON.stringify(await classes(director)) === JSON.stringify(before), "until the yes nothing has changed");
  await director.go("/ecole/rentree");
  await hand.click(director.page.locator("[value=valider]"));
  await director.sees("est faite", "that the year has turned");
  const machine = Math.round((Date.now() - started) / 1000);
  const time = machine + hand.clicks * PACE;
  console.log(`  12 classes: ${hand.clicks} clicks and ${hand.typed} fields typed, ${machine} s of machine, ${Math.floor(time / 60)} min ${time % 60} s at ${PACE} s a click`);
  check(time < LIMIT, "twelve classes are turned in less than ten minutes", time);
  const after = await classes(director);
  check(after.some((name) => name.startsWith("ULIS")) && after.length === 13, "the new year's classes stand", after);
  await director.go("/ecole/rentree");
  await judge(director, "year turned", { shot: "32-rentree-faite" });
  await director.page.setViewportSize(DESKTOP);
  await hand.click(director.page.getByRole("link", { name: "Revenir en arrière" }));
  await hand.click(director.page.getByRole("button", { name: "Tout remettre comme avant" }));
  await director.sees("La rentrée est annulée", "that it is put back");
  check(JSON.stringify(await classes(director)) === JSON.stringify(before), "everything is as it was");
  await director.leave();
}

/** Counts what a hand does: a list is opened, then chosen from. */
function counting(page) {
  const hand = { page, clicks: 0, typed: 0 };
  hand.click = async (target) => ((hand.clicks += 1), await target.click());
  hand.choose = async (target, choice) => ((hand.clicks += 2), await target.selectOption(choice));
  hand.type = async (target, text) => ((hand.clicks += 1), (hand.typed += 1), await target.fill(text));
  hand.step = (name) => hand.click(page.locator("main ul.liste a").filter({ hasText: name }));
  hand.save = (name) => hand.click(page.getByRole("button", { name }));
  return hand;
}

async function classes(director) {
  await director.go("/ecole/classes");
  return director.page.locator("main tbody tr, main table tr").evaluateAll((rows) =>
    [...new Set(rows.map((row) => row.innerText.replace(/\s+/g, " ").trim()))].filter((row) => /\d$/.test(row)),
  );
}

async function begin(hand, director) {
  await hand.click(hand.page.getByRole("link", { name: /Préparer la rentrée/ }));
  await hand.click(hand.page.locator("[value=commencer]"));
  await director.sees("Une première répartition est prête", "a first proposal");
}

/** The demo's day is its machine's: its first day is today. */
async function days(hand) {
  await hand.step("L’année et ses vacances");
  const now = new Date();
  const day = (date) => date.toISOString().slice(0, 10);
  await hand.type(hand.page.locator("[name=du]"), day(now));
  await hand.type(hand.page.locator("[name=au]"), day(new Date(now.getTime() + 280 * 86400e3)));
  await hand.save("Enregistrer");
}

/** One stays down, one skips, one leaves, in three classes. */
async function passage(hand) {
  await hand.step("Le passage des élèves");
  const lists = hand.page.locator("main details");
  for (const [at, choice] of [["2", "Reste en"], ["5", "Saute en"], ["8", "Quitte"]]) {
    const list = lists.nth(Number(at));
    await hand.click(list.locator("summary"));
    const select = list.locator("select").first();
    const label = await select.locator("option").filter({ hasText: choice }).first().textContent();
    await hand.choose(select, { label });
  }
  await hand.save("Enregistrer le passage");
}

async function names(hand) {
  await hand.step("Les classes");
  await hand.type(hand.page.locator("[name=nouvelle]").first(), "ULIS");
  await hand.save("Enregistrer les classes");
}

/** Two pupils of each of the twelve classes go to the next one. */
async function board(hand, director) {
  const { page } = hand;
  await hand.step("La répartition");
  await judge(director, "year board", { shot: "30-rentree-repartition" });
  await page.setViewportSize(DESKTOP);
  const targets = await page.locator("[name=vers] option").evaluateAll((all) => all.map((one) => one.value));
  const standing = targets.filter((value) => Number(value) > 0).slice(0, 13);
  let moved = 0;
  for (const [at, from] of standing.entries()) {
    const boxes = page.locator(`.colonne[data-classe="${from}"] [name=eleve]`);
    if ((await boxes.count()) < 2) continue;
    await hand.click(boxes.nth(0));
    await hand.click(boxes.nth(1));
    await hand.choose(page.locator("[name=vers]"), standing[(at + 1) % standing.length]);
    const answered = page.waitForResponse((answer) => answer.request().method() === "GET" && answer.url().includes("/ecole/rentree/repartition"));
    await hand.click(page.locator("[value=deplacer]"));
    await answered;
    await page.waitForFunction((from) => !document.querySelector("[name=eleve]:checked"), from);
    moved += 2;
  }
  check(moved >= 22, "two pupils of nearly each class are moved", moved);
  await hand.click(page.getByRole("link", { name: /revenir à la rentrée/ }));
}

/** Everybody takes the class of the next in the list. */
async function team(hand) {
  await hand.step("L’équipe");
  const selects = hand.page.locator("main fieldset").locator("select[name^=enseignant] >> nth=0");
  const fieldsets = hand.page.locator("main fieldset");
  check((await selects.count()) > 0, "each class has a choice of teachers");
  for (let at = 0; at < (await fieldsets.count()); at++) {
    const select = fieldsets.nth(at).locator("select[name^=enseignant]").first();
    const values = await select.locator("option").evaluateAll((all) => all.map((one) => one.value).filter(Boolean));
    await hand.choose(select, values[(at * 3) % values.length]);
  }
  await hand.save("Enregistrer l’équipe");
}
