// The blog of a class on a phone: photos leave through cuts, the gate stops a child without consent, a finger blurs, a family
// looks by keyboard and takes a consent back; then the same without JavaScript.
import { readFileSync } from "node:fs";
import { check } from "../lib/tally.mjs";
import { judge } from "../lib/judge.mjs";
import { visitor } from "../lib/visitor.mjs";
import { loginOf } from "./crawl.mjs";

const PHOTOS = new URL("../../fixtures/media/", import.meta.url).pathname;
// Larger than what they are in the fixtures, they would say no more of a browser.
const SENT = [1, 3, 6, 8].map((turn) => `${PHOTOS}orientation-${turn}.jpg`);
// A demo school that has just opened still develops its own photos.
const PATIENCE = 60_000;

export async function blog(school) {
  const director = await entering(school, "director");
  const { shown, refused } = await twoPupils(director);
  const post = await write(director);
  await send(director);
  await name(director, post, shown, refused);
  await sayEarly(director, post);
  await pass(director);
  const parent = await entering(school, "guardian");
  await look(parent, post);
  await takeBack(parent, post, shown.first);
  await isTold(director);
  await parent.leave();
  await director.leave();
}

async function entering(school, role) {
  const { login, password } = loginOf(school, role);
  const person = await visitor(`${role} of the blog`, school.base);
  // What a cut says in the console has no number.
  person.expected.add(NaN);
  await person.signIn(login, password);
  return person;
}

/** The guardian's own child, and one of that class whom a guardian keeps from being shown. */
async function twoPupils(director) {
  await director.go("/autorisations-image");
  await director.tap("CE1-CE2", "link");
  const lines = await director.page.locator("table tbody tr").evaluateAll((rows) =>
    rows.map((row) => ({ id: /\d+$/.exec(row.querySelector("a").href)[0], name: row.querySelector("a").textContent, said: [...row.cells].slice(1).map((one) => one.textContent.trim()) })),
  );
  await judge(director, "consents of a class", { shot: "30-autorisations-classe" });
  const mine = lines.find(({ name }) => name === "Martin Hugo");
  const other = lines.find(({ said }) => /^(refusée|en attente)/.test(said[1] ?? ""));
  check(mine && other, "one child may be shown and another may not", JSON.stringify(lines.slice(0, 5)));
  return { shown: { ...mine, first: "Hugo" }, refused: other };
}

/** « Nouvel article », for the whole school: its address. */
async function write(director) {
  await director.go("/blog");
  await director.tap("Nouvel article");
  const { page } = director;
  await judge(director, "an empty post", { shot: "31-nouvel-article" });
  await director.fill("titre", "Une matinée au jardin");
  await page.locator("[name=texte]").focus();
  await page.locator("[contenteditable=true]").fill("Nous avons semé des radis.");
  for (const box of await page.locator("[name=pour]:checked").all()) await box.uncheck();
  await director.tick("pour", "ecole");
  await page.locator("[data-garder-dit]").filter({ hasText: "gardé" }).waitFor();
  return new URL(page.url()).pathname.replace("/ecrire", "");
}

/** The first piece is cut, then there is no network at all: each leaves in the end, and is there once. */
async function send(director) {
  const { page, context } = director;
  let cuts = 0;
  await page.route("**/envois/**", (route) => (route.request().method() === "PATCH" && cuts++ < 2 ? route.abort("connectionreset") : route.continue()));
  await page.setInputFiles("input[type=file]", SENT.slice(0, 2));
  await page.locator(".envois li progress").first().waitFor();
  await page.locator("[data-envoi-arrives] li").nth(1).waitFor({ timeout: PATIENCE });
  check(cuts >= 2, "two pieces were cut", cuts);
  await page.unroute("**/envois/**");
  await context.setOffline(true);
  await page.setInputFiles("input[type=file]", SENT.slice(2));
  await page.getByText("Hors ligne").first().waitFor();
  check((await page.locator(".envois li").count()) === 2, "what has not left is told, file by file");
  await page.screenshot({ path: new URL("../out/32-hors-ligne.png", import.meta.url).pathname });
  await context.setOffline(false);
  await page.locator("[data-envoi-arrives] li").nth(3).waitFor({ timeout: PATIENCE });
  await page.locator("[data-envoi-arrives] img").nth(3).waitFor({ timeout: PATIENCE });
  check((await page.locator("[data-envoi-arrives] li").count()) === SENT.length, "nothing came twice");
  await refuse(director);
  await judge(director, "a post and its photos", { shot: "33-article-photos" });
}

/** What is not taken here would not be taken the next time either. */
async function refuse({ page, expected }) {
  expected.add(422);
  await page.setInputFiles("input[type=file]", { name: "page.html", mimeType: "text/html", buffer: Buffer.from("<p>Bonjour") });
  const refused = page.locator(".envois li").filter({ hasText: "Ce fichier ne se montre pas ici" });
  await refused.waitFor({ timeout: PATIENCE });
  const offered = await refused.locator("button").allTextContents();
  check(offered.join() === "Retirer", "a refused file is only taken away", offered);
  await refused.locator("button").click();
  check((await page.locator(".envois li").count()) === 0, "and it is gone");
  expected.delete(422);
}

async function name(director, post, shown, refused) {
  const { page } = director;
  await director.tap("Dire qui est sur les photos", "link");
  await director.tap("CE1-CE2", "button");
  const card = (at) => page.locator("article.pose").nth(at);
  const tick = async (at, { id }) => {
    const list = card(at).locator("details").first();
    if (!(await list.evaluate((one) => one.open))) await list.locator("summary").tap();
    await card(at).locator(`[name=eleve][value$="-${id}"]`).check();
  };
  await tick(0, shown);
  await card(1).locator("[name=memes]").check();
  check(await card(1).locator(`[name=eleve][value$="-${shown.id}"]`).isChecked(), "the same as on the photo before");
  await tick(2, shown);
  await tick(2, refused);
  await card(3).locator("[name=personne]").check();
  await judge(director, "who is on the photos", { shot: "34-qui-est-dessus" });
  await Promise.all([page.waitForEvent("load"), page.locator(".collant button").tap()]);
  check(new URL(page.url()).pathname === `${post}/ecrire`, "back at the post", page.url());
}

/** What is said of a photo before it can be seen goes along with it when it can. */
async function sayEarly(director, post) {
  const { page } = director;
  const early = async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replaceAll('data-etat="ready"', 'data-etat="waiting"') });
  };
  await page.route(`**${post}/photos`, early, { times: 1 });
  await director.go(`${post}/photos`);
  const last = page.locator("article.pose").nth(SENT.length - 1);
  await last.locator("[name^=alt-]").fill("Une allée du jardin.");
  await last.locator("[name=personne]").uncheck();
  await page.locator("[data-etat=waiting]").first().waitFor({ state: "detached", timeout: PATIENCE });
  const said = [await last.locator("[name^=alt-]").inputValue(), await last.locator("[name=personne]").isChecked()];
  check(said.join() === "Une allée du jardin.,false", "what was said early stays", said);
  let asked = "";
  page.once("dialog", (dialog) => {
    asked = dialog.type();
    return dialog.accept();
  });
  await director.go(`${post}/ecrire`);
  check(asked === "beforeunload", "what is said is not left by mistake", asked);
}

/** The gate says who is without consent; a finger blurs that face, and the post leaves. */
async function pass(director) {
  const { page } = director;
  await director.tap("Publier");
  await director.sees(/Une photo à régler.*n’a pas d’accord/, "who has no consent");
  await judge(director, "the gate", { shot: "35-portail" });
  await director.tap(/^Flouter/, "link");
  const canvas = page.locator("canvas");
  await canvas.waitFor();
  const { x, y, width, height } = await canvas.boundingBox();
  await page.mouse.move(x + width * 0.3, y + height * 0.4);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.6, y + height * 0.5, { steps: 6 });
  await page.mouse.up();
  await byKeys(page, canvas);
  check((await page.locator("[name=eleve]:checked").count()) === 1, "who is without consent is ticked beforehand");
  await judge(director, "faces are blurred", { shot: "36-flouter" });
  await director.tap("Flouter la photo");
  await director.sees("Tout est réglé", "the gate again, with nothing left");
  await director.tap("Publier l’article");
  await director.sees("Une matinée au jardin", "the post");
  for (const end = Date.now() + PATIENCE; Date.now() < end && (await page.locator("[data-photo]").count()) < SENT.length; ) await page.reload();
  check((await page.locator("[data-photo]").count()) === SENT.length, "all of it is shown");
}

/** A second face without pointing: arrows, space; taken back by its button. */
async function byKeys(page, canvas) {
  const drawn = async () => JSON.parse(await page.locator("[name=formes]").last().inputValue());
  const before = await drawn();
  await canvas.focus();
  for (const key of ["ArrowLeft", "ArrowUp", "Shift+ArrowUp", " "]) await page.keyboard.press(key);
  const { stroke } = (await drawn()).at(-1);
  check(before.length === 1 && stroke.points.join() === "475,470", "a face is covered by keys", stroke);
  await page.keyboard.press("ArrowDown");
  await canvas.screenshot({ path: new URL("../out/36-flouter-clavier.png", import.meta.url).pathname });
  await page.getByRole("button", { name: "Effacer le dernier" }).last().click();
  check((await drawn()).length === 1, "and taken back");
}

/** The gallery by keyboard and by finger, and what a voice says of it. */
async function look(parent, post) {
  const { page } = parent;
  await parent.go(post);
  await judge(parent, "a post with photos", { shot: "37-article" });
  const dialog = page.getByRole("dialog", { name: "Photos de l’article" });
  await page.locator("[data-photo]").first().focus();
  await page.keyboard.press("Enter");
  await dialog.waitFor();
  check(await page.evaluate(() => document.activeElement.textContent === "Fermer"), "the way out has the focus");
  await dialog.getByText("Photo 1 sur 4").waitFor();
  await page.keyboard.press("ArrowRight");
  await dialog.getByText("Photo 2 sur 4").waitFor();
  await page.keyboard.press("End");
  await dialog.getByText("Photo 4 sur 4").waitFor();
  await page.keyboard.press("ArrowRight");
  await dialog.getByText("Photo 1 sur 4").waitFor();
  await judge(parent, "photos one by one", { shot: "38-visionneuse" });
  await swipe(page, dialog.locator("figure"));
  await dialog.getByText("Photo 2 sur 4").waitFor();
  check(await dialog.locator("img").evaluate((one) => one.complete && one.naturalWidth > 0 && one.alt.length > 0), "a photo with its words");
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.activeElement === document.querySelectorAll("[data-photo]")[1], null, { timeout: 2000 });
}

async function swipe(page, frame) {
  const { x, y, width, height } = await frame.boundingBox();
  await page.mouse.move(x + width * 0.8, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.2, y + height / 2, { steps: 4 });
  await page.mouse.up();
}

/** Two taps; the photos of the child are gone at once, and so is what was known of their address. */
async function takeBack(parent, post, child) {
  const { page } = parent;
  const photos = await page.locator("[data-photo]").evaluateAll((links) => links.map((link) => link.dataset.photo));
  await parent.go("/autorisations-image");
  await judge(parent, "own consents", { shot: "39-autorisations" });
  const asked = page.locator("section", { has: page.getByRole("heading", { name: child }) }).locator(".demande", { hasText: "toute l’école" });
  await asked.getByText("Retirer mon accord").tap();
  await Promise.all([page.waitForEvent("load"), asked.getByRole("button", { name: /Je n’autorise plus/ }).tap()]);
  await parent.go(post);
  check((await page.locator("[data-photo]").count()) === 1, "her photos are gone, the one of nobody stays", await page.locator("[data-photo]").count());
  const answers = await Promise.all(photos.map(async (path) => (await parent.context.request.get(path)).status()));
  check(answers.filter((one) => one === 404).length === 3 && answers.filter((one) => one === 200).length === 1, "at their addresses too", answers.join(" "));
}

/** Who published it is told, and finds the ways out. */
async function isTold(director) {
  const { page } = director;
  const link = page.getByRole("link", { name: "Photos masquées" });
  // Another is hidden in the demo already: this one comes with its job.
  const own = page.getByText("Une matinée au jardin");
  for (const end = Date.now() + PATIENCE; Date.now() < end; await page.waitForTimeout(500)) {
    await director.go("/blog");
    if (!(await link.count())) continue;
    await director.tap("Photos masquées", "link");
    if (await own.count()) break;
  }
  await director.sees("Une matinée au jardin", "which photos are hidden");
  await judge(director, "hidden photos", { shot: "40-photos-masquees" });
}

/** A plain form takes the files, a tap on the photo blurs, the post is published. */
export async function blogWithoutScript(school) {
  const { login, password } = loginOf(school, "teacher");
  const teacher = await visitor("teacher of the blog without JavaScript", school.base, { javaScriptEnabled: false });
  const { page } = teacher;
  await teacher.signIn(login, password);
  await teacher.go("/blog");
  await teacher.tap("Nouvel article");
  const post = new URL(page.url()).pathname.replace("/ecrire", "");
  const files = SENT.slice(0, 2).map((path) => ({ name: path.split("/").at(-1), mimeType: "image/jpeg", buffer: readFileSync(path) }));
  await page.setInputFiles("input[type=file]", files);
  await teacher.tap("Envoyer les fichiers");
  for (const end = Date.now() + PATIENCE; Date.now() < end && (await page.locator("[data-envoi-arrives] img").count()) < 2; ) await page.reload();
  await teacher.tap("Dire qui est sur les photos", "link");
  const cards = page.locator("article.pose");
  await cards.nth(0).locator("[name=eleve]").first().check();
  await cards.nth(1).locator("[name=personne]").check();
  await Promise.all([page.waitForEvent("load"), page.locator(".collant button").tap()]);
  await teacher.go(`${post}/photos`);
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: /^Flouter/ }).first().tap()]);
  await page.getByLabel("Petit").check();
  await Promise.all([page.waitForEvent("load"), page.locator("input[type=image]").tap({ position: { x: 90, y: 60 } })]);
  check((await page.locator(".pointe ellipse").count()) === 1, "the tap is drawn");
  await judgeStill(teacher);
  await page.locator("[name=eleve]").first().check();
  // The menu stands over the window's foot: no script moves the button from under it.
  const press = (label) => Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: label }).first().press("Enter")]);
  await press("Flouter la photo");
  await teacher.go(`${post}/ecrire`);
  await teacher.fill("titre", "Sans script");
  await teacher.fill("texte", "Tout marche aussi ainsi.");
  await press("Publier");
  await teacher.sees("Sans script", "the post");
  check(new URL(page.url()).pathname === post, "it is published", page.url());
  await teacher.leave();
}

/** Nothing may run in that page: its shape is looked at by eye. */
const judgeStill = ({ page }) => page.screenshot({ path: new URL("../out/41-flouter-sans-script.png", import.meta.url).pathname });
