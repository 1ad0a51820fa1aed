// An open conversation shows what comes to it while its reader types; without a connection what is typed is kept on her own
// device, and nowhere at a shared computer.
import { execFileSync } from "node:child_process";
import { check } from "../lib/tally.mjs";
import { judge } from "../lib/judge.mjs";
import { visitor } from "../lib/visitor.mjs";
import { loginOf } from "./crawl.mjs";

const KEPT = "preau:hors-ligne:";
const field = (page) => page.locator("#repondre [role=textbox], #repondre textarea:visible").first();
const keys = (page) => page.evaluate((prefix) => Object.keys(localStorage).filter((key) => key.startsWith(prefix)).length, KEPT);

/** At the foot of the thread; the editor comes with the first gesture. */
async function type(page, text) {
  await page.locator("#repondre h2").click();
  await page.locator("#repondre [role=textbox]").click();
  await page.keyboard.press("End");
  await page.keyboard.type(text);
}

/** Between the demo's teacher and mother; the number of the thread. */
function conversation(house, teacher, mother) {
  const person = (login) => `(SELECT person FROM account WHERE login = '${login}')`;
  const sql = `PRAGMA busy_timeout = 5000;
    INSERT INTO thread (opener, subject, answers, to_said, opened_at) VALUES (${person(teacher)}, 'La sortie', 'all', '[]', 1);
    INSERT INTO thread_member (thread, person, last_at) SELECT t.id, a.person, unixepoch() FROM (SELECT max(id) AS id FROM thread) t, account a WHERE a.login IN ('${teacher}', '${mother}');
    INSERT INTO thread_through (thread, person, pupil) SELECT t.id, g.guardian, g.pupil FROM (SELECT max(id) AS id FROM thread) t, guardianship g WHERE g.guardian = ${person(mother)};
    INSERT INTO message (author, thread, state, body, changed_at, sent_at, delivered_at) SELECT opener, id, 'delivered', '<p>Bonjour, la sortie est jeudi.</p>', unixepoch(), unixepoch(), unixepoch() FROM thread ORDER BY id DESC LIMIT 1;
    SELECT max(id) FROM thread;`;
  return execFileSync("sqlite3", [`${house.data}/preau.db`, sql], { encoding: "utf8" }).trim().split("\n").at(-1);
}

export async function live(house) {
  const [his, hers] = [loginOf(house, "teacher"), loginOf(house, "guardian")];
  const path = `/messages/${conversation(house, his.login, hers.login)}`;
  const mother = await visitor("mother reading", house.base);
  await mother.signIn(hers.login, hers.password);
  const teacher = await visitor("teacher answering", house.base);
  await teacher.signIn(his.login, his.password);
  await comes(mother, teacher, path);
  await offline(mother, path);
  await mother.leave();
  await shared(house, hers, path);
  await teacher.leave();
}

async function comes(mother, teacher, path) {
  const { page } = mother;
  let streams = 0;
  mother.context.on("request", (request) => request.url().endsWith("/evenements") && streams++);
  await mother.go(path);
  const other = await mother.context.newPage();
  await other.goto("/messages");
  await page.bringToFront();
  await type(page, "Je réponds");
  await teacher.go(path);
  await type(teacher.page, "Il faut un goûter.");
  await teacher.tap("Envoyer");
  await page.getByText("Il faut un goûter.").waitFor({ timeout: 15_000 });
  check((await field(page).innerText()).includes("Je réponds"), "what she types stays", await field(page).innerText());
  check(await field(page).evaluate((one) => one === document.activeElement || one.contains(document.activeElement)), "the focus stays");
  const said = await page.locator("[role=status][aria-live=polite].hors-vue").innerText();
  check(/^Nouveau message de /.test(said), "a voice is told who wrote", said);
  await other.bringToFront();
  await other.getByText("Il faut un goûter.").waitFor({ timeout: 15_000 });
  check(streams === 1, "the tabs of a browser share one stream", streams);
  await judge(mother, "conversation", { shot: "23-conversation" });
  await other.close();
  await page.bringToFront();
}

async function offline(mother, path) {
  const { page, context } = mother;
  // The browser complains of each request that finds no way.
  mother.expected.add(NaN);
  await page.locator("[data-garder-dit]").filter({ hasText: "Brouillon gardé" }).waitFor();
  await context.setOffline(true);
  await type(page, ", oui");
  await page.locator("[data-garder-dit]").filter({ hasText: "Gardé sur cet appareil" }).waitFor();
  check((await keys(page)) === 1, "one text is kept here", await keys(page));
  await page.locator("#repondre").getByRole("button", { name: "Envoyer" }).click();
  await page.locator("[data-garder-dit]").filter({ hasText: "rien n’est parti" }).waitFor();
  await context.setOffline(false);
  await page.locator("[data-garder-dit]").filter({ hasText: "Brouillon gardé" }).waitFor({ timeout: 30_000 });
  check((await keys(page)) === 0, "it has joined the drafts", await keys(page));
  await context.setOffline(true);
  await type(page, " merci");
  await page.locator("[data-garder-dit]").filter({ hasText: "Gardé sur cet appareil" }).waitFor();
  // A last try while the page goes would get through once the browser is let out again.
  await page.evaluate(() => (window.fetch = () => Promise.reject(new TypeError("offline"))));
  await page.goto("about:blank");
  await context.setOffline(false);
  await mother.go("/messages");
  await page.getByText("Un texte gardé sur cet appareil").waitFor();
  await mother.go(path);
  await page.getByText("gardé sur cet appareil").first().waitFor();
  await page.locator("#repondre [role=textbox]").filter({ hasText: "oui merci" }).waitFor();
  await page.locator("[data-garder-dit]").filter({ hasText: "Brouillon gardé" }).waitFor({ timeout: 15_000 });
  check((await keys(page)) === 0, "and is kept here no more", await keys(page));
  await page.evaluate((prefix) => localStorage.setItem(`${prefix}1:/x/garder`, "{}"), KEPT);
  await mother.go("/compte");
  await mother.tap("Me déconnecter");
  check((await keys(page)) === 0, "signing out erases", await keys(page));
}

async function shared(house, { login, password }, path) {
  const library = await visitor("mother at the library", house.base);
  const { page } = library;
  let loaded = 0;
  page.on("request", (request) => /\/hors-ligne\.[^/]*js$/.test(request.url()) && loaded++);
  await library.go("/connexion");
  await library.fill("identifiant", login);
  await library.fill("phrase", password);
  await library.tick("partage");
  await library.tap("Me connecter");
  await library.go(path);
  await type(page, "Ici non plus.");
  await page.locator("[data-garder-dit]").filter({ hasText: "Brouillon gardé" }).waitFor();
  check(loaded === 0 && (await page.locator("[data-hors-ligne]").count()) === 0, "a shared computer is not even given the code", loaded);
  check((await keys(page)) === 0, "and keeps nothing", await keys(page));
  await library.leave();
}
