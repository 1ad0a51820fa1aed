// Classes are composed by the keyboard and by drag on a desktop, by tap on a phone; each move is taken back.
import { check } from "../lib/tally.mjs";
import { judge } from "../lib/judge.mjs";
import { DESKTOP, PHONE, visitor } from "../lib/visitor.mjs";
import { loginOf } from "./crawl.mjs";

const BOARD = "/ecole/composition";

export async function composition(house) {
  const { login, password } = loginOf(house, "director");
  const director = await visitor("director composing", house.base);
  await director.signIn(login, password);
  await director.page.setViewportSize(DESKTOP);
  await director.go(BOARD);
  await byKeyboard(director);
  await byDrag(director);
  await director.page.setViewportSize(PHONE);
  await director.go(BOARD);
  await byTap(director);
  await judge(director, "composition", { shot: "22-composition" });
  await director.leave();
}

const column = (page, at) => page.locator(".colonne").nth(at);
const boxes = (page, at) => column(page, at).locator("[name=eleve]");
const moved = (page) => page.locator("[data-fait]").waitFor();
const nameOf = (box) => box.evaluate((one) => one.closest("li").querySelector("[translate]").textContent.trim());
const isIn = (page, at, name) => column(page, at).locator("li").filter({ hasText: name }).count();

async function byKeyboard(director) {
  const { page } = director;
  await boxes(page, 0).nth(0).waitFor();
  const before = await boxes(page, 0).count();
  const [first, second] = [await nameOf(boxes(page, 0).nth(0)), await nameOf(boxes(page, 0).nth(1))];
  await boxes(page, 0).nth(0).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  check((await page.locator("[data-choisis]").innerText()) === "2 élèves choisis", "the bar says how many");
  await page.keyboard.press("Enter");
  check(await page.evaluate(() => document.activeElement.name === "vers"), "Enter leads to the choice of a class");
  await page.locator("[name=vers]").selectOption({ index: 2 });
  await page.locator("[value=deplacer]").focus();
  const address = page.url();
  await page.keyboard.press("Enter");
  await moved(page);
  check((await boxes(page, 0).count()) === before - 2, "two pupils less", await boxes(page, 0).count());
  check((await isIn(page, 1, first)) > 0 && (await isIn(page, 1, second)) > 0, "they stand in the other class");
  check(address.split("?")[0] === page.url().split("?")[0].split("#")[0], "the page was not left", page.url());
  check(/maintenant en/.test(await page.locator("body > [role=status]").innerText()), "a voice is told");
  check(await page.evaluate(() => document.activeElement.value === "annuler"), "the way back has the focus");
  await page.keyboard.press("Enter");
  await page.locator("[data-fait]").waitFor({ state: "detached" });
  await director.sees("C’est annulé", "that it is taken back");
  check((await boxes(page, 0).count()) === before, "both are back");
}

async function byDrag(director) {
  const { page } = director;
  const name = await nameOf(boxes(page, 0).nth(1));
  const from = await column(page, 0).locator("li").nth(1).boundingBox();
  const to = await column(page, 1).boundingBox();
  await page.mouse.move(from.x + 80, from.y + 20);
  await page.mouse.down();
  await page.mouse.move(from.x + 120, from.y + 40, { steps: 4 });
  await page.mouse.move(to.x + 100, to.y + 120, { steps: 8 });
  check((await page.locator(".fantome").innerText()) === name, "the name follows the hand");
  await page.locator(".colonne.survol").waitFor();
  await page.mouse.up();
  await moved(page);
  check((await isIn(page, 1, name)) > 0 && (await isIn(page, 0, name)) === 0, `${name} was dropped in the other class`);
  check((await page.locator(".fantome").count()) === 0, "nothing is left in the air");
  await page.locator("[value=annuler]").click();
  await page.locator("[data-fait]").waitFor({ state: "detached" });
  check((await isIn(page, 0, name)) > 0, `${name} is back`);
}

async function byTap(director) {
  const { page } = director;
  const shown = () => page.locator(".colonne:visible").count();
  check((await shown()) === 1, "a phone shows one class", await shown());
  await page.locator(".onglets a").nth(2).tap();
  check((await shown()) === 1 && (await column(page, 2).isVisible()), "a tab shows another class");
  const name = await nameOf(boxes(page, 2).first());
  await column(page, 2).locator("label").first().tap();
  await page.locator("[name=vers]").selectOption({ index: 1 });
  await page.locator("[value=deplacer]").tap();
  await moved(page);
  check((await isIn(page, 0, name)) > 0, `${name} was moved by tap`);
  check((await shown()) === 1 && (await column(page, 2).isVisible()), "the same class is still shown");
  await page.locator("[value=annuler]").tap();
  await page.locator("[data-fait]").waitFor({ state: "detached" });
  check((await isIn(page, 2, name)) > 0, `${name} is back`);
  await column(page, 2).locator("label").first().tap();
}
