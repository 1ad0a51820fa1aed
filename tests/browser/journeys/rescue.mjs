// At the gate: a parent who cannot get in any more, a teacher's phone that shows a code, the parent's phone that scans it,
// or where it is typed when the camera is broken. Each way takes less than a minute.
import { check } from "../lib/tally.mjs";
import { judge } from "../lib/judge.mjs";
import { photographed } from "../lib/camera.mjs";
import { Hand, together } from "../lib/hand.mjs";
import { visitor } from "../lib/visitor.mjs";
import { loginOf } from "./crawl.mjs";

const CHILD = "Malo";
const PARENT = "Yann Bénard";
const GREETING = "Bonjour Yann";
/** Three words and a number: what a parent makes of « quatre mots » in the street. */
const [FIRST, SECOND] = ["carotte hibou toboggan 7", "parapluie melon facteur 3"];
/** The camera needs to open and to see. */
const HOLDING = 3;

export async function rescue(house) {
  const { login, password } = loginOf(house, "teacher");
  const teacher = await visitor("teacher at the gate", house.base);
  await teacher.signIn(login, password);
  // An hour before: the parent is still in somewhere, and a code was shown for nothing.
  const wasted = await shownBy(new Hand(teacher));
  const old = await visitor("parent's old phone", house.base);
  await old.signIn(wasted.login, password);
  await old.sees(GREETING, "her own home");

  const scanned = await byCamera(house, teacher);
  await refused(house, "a code replaced by the next one", wasted);
  await outside(old);
  await refused(house, "a code that has served", scanned);
  const typed = await byHand(house, teacher);
  await refused(house, "a typed code that has served", typed);
  await elsewhere(house, typed.path);
  await Promise.all([teacher, old].map((one) => one.leave()));
}

async function byCamera(house, teacher) {
  const hers = new Hand(teacher);
  const shown = await shownBy(hers);
  const url = await photographed(teacher, "23-depannage-ecran");
  check(url.startsWith(`${house.base}/activer/`), "the code to scan leads to this school", url);
  await judge(teacher, "the code for the gate", { shot: "23-depannage-code" });
  const parent = await visitor("parent, scanning", house.base);
  const his = new Hand(parent);
  await his.scan(url, { holding: HOLDING });
  await parent.sees(PARENT, "for whom the code is");
  await judge(parent, "a new passphrase at the gate", { shot: "23-depannage-phrase" });
  await choose(his, FIRST);
  await judge(parent, "home after a rescue", { shot: "23-depannage-accueil" });
  const seconds = together("rescue by camera", hers, his);
  check(seconds < 60, "scanned: under a minute", `${seconds} s`);
  await parent.leave();
  return { ...shown, url };
}

async function byHand(house, teacher) {
  const hers = new Hand(teacher);
  const shown = await shownBy(hers);
  const parent = await visitor("parent, typing", house.base);
  const his = new Hand(parent);
  await his.address(shown.address, "/activation");
  await his.type("identifiant", shown.login);
  await his.type("code", shown.code);
  await his.tap("Continuer");
  await choose(his, SECOND);
  const seconds = together("rescue by hand", hers, his);
  check(seconds < 60, "typed: under a minute", `${seconds} s`);
  await parent.leave();
  return shown;
}

/** From the teacher's home, by the pupil's page, to the code. */
async function shownBy(hand) {
  const teacher = hand.visitor;
  await teacher.go("/");
  await hand.tap("Ma classe", "link");
  await hand.tap(new RegExp(CHILD), "link");
  await hand.tap(/Dépanner un parent/, "link");
  const form = teacher.page.locator("form").filter({ hasText: PARENT });
  const path = await form.getAttribute("action");
  await hand.tap(`Montrer le code à ${PARENT}`);
  await teacher.sees(`Un code pour ${PARENT}`, "the code");
  const [login, code] = await teacher.page.locator("dl.faits dd").allInnerTexts();
  const typed = /Taper (\S+) dans le navigateur/.exec(await teacher.text())?.[1];
  check(/\/activation$/.test(typed), "where the code is typed is said", typed);
  return { path, login: login.trim(), code: code.trim().replace("-", ""), address: typed };
}

async function choose(hand, phrase) {
  const { visitor: parent } = hand;
  await hand.type("nouvelle", phrase);
  if (await parent.page.locator("[name=encore]").count()) await hand.type("encore", phrase);
  const more = parent.page.locator("[name=courriel], [name=charte][type=checkbox]");
  check((await more.count()) === 0, "who comes back is not asked again for an address or the charter", await more.count());
  await hand.tap(/Ouvrir mon compte|Enregistrer/);
  await parent.sees(GREETING, "her home");
}

/** By its address when it has been scanned, and by hand. */
async function refused(house, what, { login, code, url }) {
  const stranger = await visitor(what, house.base);
  stranger.expected.add(404).add(410).add(422);
  if (url) {
    await stranger.go(url);
    check((await stranger.page.locator("[name=nouvelle]").count()) === 0, `${what}: no passphrase is asked for`, await stranger.text());
    await judge(stranger, "scanned too late", { shot: "23-depannage-trop-tard" });
  }
  await stranger.go("/activation");
  await stranger.fill("identifiant", login);
  await stranger.fill("code", code);
  await stranger.tap("Continuer");
  await stranger.sees("ne vont pas ensemble", "that the code opens nothing");
  check((await stranger.page.locator("[name=nouvelle]").count()) === 0, `${what}: nothing is opened`);
  await stranger.leave();
}

async function outside(old) {
  await old.go("/");
  check(new URL(old.page.url()).pathname === "/connexion", "whoever was in is out", old.page.url());
  check(!(await old.text()).includes(GREETING), "and sees nothing any more");
}

/** A colleague of another class, who has got hold of the address. */
async function elsewhere(house, path) {
  const { login, password } = house.logins.find((one) => /^enseignante/.test(one.role));
  const colleague = await visitor("teacher of another class", house.base);
  await colleague.signIn(login, password);
  colleague.expected.add(403).add(404);
  const answer = await colleague.go(path.replace(/\/\d+$/, ""));
  check([403, 404].includes(answer.status()), "another class's pupil is not hers to rescue", answer.status());
  const [sent] = await Promise.all([
    colleague.page.waitForResponse((one) => one.request().method() === "POST"),
    colleague.page.evaluate((action) => {
      const form = Object.assign(document.createElement("form"), { method: "post", action });
      document.body.append(form);
      form.submit();
    }, path),
  ]);
  check([403, 404].includes(sent.status()), "nor is the code hers to show", sent.status());
  await colleague.page.waitForLoadState();
  check((await colleague.page.locator("svg.qr").count()) === 0, "no code on her screen");
  await judge(colleague, "refused", { schemes: ["light"] });
  await colleague.leave();
}
