// The pictures of the README, taken anew: `PREAU=BINARY node captures.mjs` after `run` (which leaves the printed sheets in out/).
import { execFileSync } from "node:child_process";
import * as browser from "./lib/visitor.mjs";
import { bare, demo, stopAll } from "./lib/house.mjs";
import { loginOf } from "./journeys/crawl.mjs";

const DOCS = new URL("../../docs/captures/", import.meta.url).pathname;
const OUT = new URL("out/", import.meta.url).pathname;
const ONDE = new URL("../onde/", import.meta.url).pathname;
const shoot = (person, name) => person.page.screenshot({ path: `${DOCS}${name}.png` });

await browser.open();
const empty = await bare();
const first = await browser.visitor("first", empty.base);
await first.go("/");
await first.fill("code", empty.code);
await first.tap("Commencer");
await shoot(first, "mise-en-route");

const school = await demo();
const enter = async (login, options) => {
  const person = await browser.visitor(login.name, school.base, options);
  await person.signIn(login.login, login.password);
  return person;
};
const families = school.logins.filter((login) => /^(mère|père)/.test(login.role) && login.password);
const homes = await Promise.all(families.map((login) => enter(login)));
// Whoever has a word to sign and the fewest that wait.
const toSign = "article.mot:has-text('À signer') h2 a";
const waits = await Promise.all(homes.map(async (home) => ((await home.page.locator(toSign).count()) ? home.page.locator("article.mot .attend").count() : 99)));
const parent = homes[waits.indexOf(Math.min(...waits))];
await shoot(parent, "accueil-parent");
await parent.page.locator(toSign).first().click();
await parent.page.waitForLoadState();
await shoot(parent, "mot-a-signer");
await parent.page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
await parent.page.reload();
await shoot(parent, "mot-a-signer-nuit");

const teacher = await enter(loginOf(school, "teacher"), { viewport: browser.DESKTOP });
await teacher.go("/cahier-de-liaison");
const follow = teacher.page.locator("a[href$='/suivi']");
if (await follow.count()) await follow.first().click();
await teacher.page.waitForLoadState();
await shoot(teacher, "suivi");

const director = await enter(loginOf(school, "director"), { viewport: browser.DESKTOP });
await director.go("/ecole/import");
await director.page.setInputFiles("[name=fichiers]", ["01_CSVExtraction_eleves_onde22.csv", "04_CSVExtraction_responsables_enfant_3blocs.csv"].map((name) => ONDE + name));
await director.tap("Lire les fichiers");
await shoot(director, "import");

// The blog, once the darkroom has made its photos ready: the article of a class, who is on them, the school's public page.
const album = async (person) => {
  for (let tries = 0; tries < 60; tries++) {
    await person.go("/blog");
    const link = person.page.locator("article.mot", { has: person.page.locator(".planche img") }).filter({ hasText: "Quatre par quatre" }).or(person.page.locator("article.mot", { has: person.page.locator(".planche img") }).filter({ hasText: "la chaîne" })).locator("h2 a");
    if (await link.count()) return link.first().click();
    await person.page.waitForTimeout(2000);
  }
};
const author = await enter(loginOf(school, "teacher"));
await album(author);
await author.page.waitForLoadState("networkidle");
await author.page.locator(".galerie").scrollIntoViewIfNeeded();
await shoot(author, "blog-article");
await teacher.go(`${new URL(author.page.url()).pathname}/photos`);
await teacher.page.waitForLoadState("networkidle");
await shoot(teacher, "blog-photos");
const passer = await browser.visitor("passer", school.base);
await passer.go("/public");
await passer.page.waitForLoadState("networkidle");
await shoot(passer, "page-publique");

await browser.close();
stopAll();
for (const [sheet, name] of [["fiches-familles", "fiche-famille"], ["fiches-equipe", "fiches"]]) {
  execFileSync("pdftoppm", ["-r", "70", "-png", "-singlefile", `${OUT}${sheet}.pdf`, `${DOCS}${name}`]);
}
