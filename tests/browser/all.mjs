// Everything, in order: the school opens, a word is signed, the same without JavaScript, then a walk through the demo school.
import * as browser from "./lib/visitor.mjs";
import { bare, demo, stopAll } from "./lib/house.mjs";
import { journey, verdict } from "./lib/tally.mjs";
import { judged } from "./lib/judge.mjs";
import { noHourIsQuiet, noHourIsQuietIn } from "./lib/hours.mjs";
import { slipAmong, slipOf } from "./lib/slips.mjs";
import { opening } from "./journeys/opening.mjs";
import { search } from "./journeys/search.mjs";
import * as word from "./journeys/word.mjs";
import { withoutScript } from "./journeys/plain.mjs";
import { unknownColumns } from "./journeys/columns.mjs";
import { blog, blogWithoutScript } from "./journeys/blog.mjs";
import { folders } from "./journeys/folders.mjs";
import { leafing } from "./journeys/leafing.mjs";
import { live } from "./journeys/live.mjs";
import { composition } from "./journeys/composition.mjs";
import { oneTap } from "./journeys/one_tap.mjs";
import { ROLES, crawl, weights } from "./journeys/crawl.mjs";
import { aloud } from "./journeys/aloud.mjs";
import { paper } from "./journeys/paper.mjs";
import { oneHome } from "./journeys/one_home.mjs";
import { pupils } from "./journeys/pupils.mjs";
import { rescue } from "./journeys/rescue.mjs";
import { slip } from "./journeys/slip.mjs";
import { takingAway } from "./journeys/taking_away.mjs";
import { twoSteps } from "./journeys/two_steps.mjs";
import { year } from "./journeys/year.mjs";

const MOTHER = ["Élodie", "elodie.benard", "3 impasse du Lavoir"];
const FATHER = ["François", "f.benard", "27 boulevard Carnot"];

await browser.open();
const house = await bare();
let director, sheets, teacher;
await journey("The school opens", async () => (director = await opening(house)));
await journey("No hour is quiet", () => noHourIsQuiet(director));
await journey("The files of ONDE come in", () => word.files(director));
await journey("A file with unknown columns comes in", () => unknownColumns(director));
await journey("The slips are printed", async () => (sheets = await word.sheets(director)));
await journey("The teacher writes", async () => (teacher = await word.write(house, slipAmong(sheets.team, "Étienne Roussel"))));
await journey("Two parents who live apart sign", () => signBoth());
await journey("The teacher follows up", () => word.followUp(teacher, ["Élodie Bénard", "François Bénard"]));
await journey("Without JavaScript", () => withoutScript(house));
let school;
await journey("The demo school opens", async () => (school = await demo()));
if (school) {
  await journey("No hour of the demo is quiet", () => noHourIsQuietIn(school));
  await journey("First visits are light", () => weights(school));
  await journey("A guardian searches on a phone", () => search(school));
  await journey("A parent is rescued at the gate", () => rescue(school));
  await journey("Pupils come in", () => pupils(school));
  await journey("A parent who teaches has one home", () => oneHome(school));
  await journey("A telephone is added", () => twoSteps(school));
  await journey("Classes are composed", () => composition(school));
  await journey("A word asks questions", () => slip(school));
  await journey("Talons come back", () => paper(school));
  await journey("A word is read aloud", () => aloud(school));
  await journey("A phone signs from a letter", () => oneTap(school));
  await journey("A class shows its photos", () => blog(school));
  await journey("A conversation is open", () => live(school));
  await journey("A whole folder is put away", () => folders(school));
  await journey("A PDF is leafed through", () => leafing(school));
  await journey("A family takes its data away", () => takingAway(school));
  await journey("Photos without JavaScript", () => blogWithoutScript(school));
  await journey("The year turns and turns back", () => year(school));
  await Promise.all(ROLES.map((role) => journey(`Every page of the ${role}`, () => crawl(school, role))));
}
await browser.close();
stopAll();
console.log(`${judged.size} pages judged`);
process.exitCode = verdict();

async function signBoth() {
  const mother = await browser.visitor("mother", house.base);
  const father = await browser.visitor("father", house.base);
  const [hers, his] = [slipOf(sheets.families, "Élodie Bénard"), slipOf(sheets.families, "François Bénard")];
  word.ACCOUNTS.mother.login = hers.login;
  await word.scan(mother, hers, word.ACCOUNTS.mother.phrase);
  await word.activate(father, his, word.ACCOUNTS.father.phrase);
  await word.sign(mother, { own: MOTHER[0], other: FATHER, child: "Chloé", shot: true });
  await word.sign(father, { own: FATHER[0], other: MOTHER, child: "Chloé" });
}
