// Every page of the demo school that links lead to, as each role sees it; and how heavy a family's first visit is.
import { check } from "../lib/tally.mjs";
import { judge } from "../lib/judge.mjs";
import { visitor } from "../lib/visitor.mjs";

const PAGES = 280;
const ALIKE = 2;
// Four walk at once: on two slow cores that also build, the director needed over 220 seconds. This only ends what hangs.
const SECONDS = 480;
export const ROLES = ["director", "teacher", "guardian", "pupil"];

/** Pages that differ only by a number are alike: two of each are enough. */
const shapeOf = (path) => path.replace(/\d+/g, "N").replace(/=[^&]*/g, "=…");

export function loginOf(house, role) {
  const wanted = { director: /^direct/, teacher: /^ma[iî]tre/, guardian: /^(mère|père)/, pupil: /^élève de CM2/ }[role];
  const found = house.logins.find((login) => wanted.test(login.role));
  if (!found) throw new Error(`no ${role} among ${house.logins.map((login) => login.role)}`);
  return found;
}

export async function crawl(house, role) {
  const { login, password } = loginOf(house, role);
  const person = await visitor(`demo ${role}`, house.base);
  await person.signIn(login, password);
  const [waiting, seen, alike] = [["/"], new Set(["/"]), new Map()];
  const end = Date.now() + SECONDS * 1000;
  let read = 0;
  while (waiting.length && read < PAGES && Date.now() < end) {
    const path = waiting.shift();
    const answer = await person.go(path).catch((fault) => {
      // A file is no page: the browser puts it away.
      if (/Download is starting/.test(fault.message)) return null;
      throw fault;
    });
    if (!answer || !/text\/html/.test(answer.headers()["content-type"])) continue;
    read++;
    await judge(person, path, { schemes: [read % 2 ? "light" : "dark"] });
    for (const link of await person.page.locator("a[href]:not([download])").evaluateAll((links) => links.map((link) => link.href))) {
      const url = new URL(link);
      const next = url.pathname + url.search;
      const shape = shapeOf(next);
      if (url.origin !== house.base || seen.has(next) || /\/(rapport|pieces|fichiers?)\/|\/fichier\?|\.(csv|pdf|der|pem|crt|mobileconfig)/.test(next)) continue;
      seen.add(next);
      alike.set(shape, (alike.get(shape) ?? 0) + 1);
      if (alike.get(shape) <= ALIKE) waiting.push(next);
    }
  }
  console.log(`  ${role}: ${read} pages of ${alike.size} kinds`);
  check(read >= 5, `${role}: the crawl went somewhere`, read);
  check(waiting.length === 0, `${role}: the crawl reached every kind of page`, waiting.slice(0, 8).join(" "));
  await person.leave();
}

/** With nothing kept by the browser yet: a family's home, and the page on which a word is written. */
export async function weights(house) {
  await weight(house, "guardian", "/", 8);
  // The editor comes with the first gesture, the names of pupils when the word is for single ones.
  await weight(house, "teacher", "/cahier-de-liaison/nouveau", 12);
  await weight(house, "director", "/cahier-de-liaison/nouveau", 12);
  for (const role of ROLES) await weight(house, role, "/blog", 12);
}

async function weight(house, role, path, most) {
  const { login, password } = loginOf(house, role);
  const door = await visitor(`demo ${role}, signing in`, house.base);
  await door.signIn(login, password);
  const kept = await door.context.storageState();
  await door.leave();
  const fresh = await visitor(`demo ${role}, first visit`, house.base, { storageState: kept });
  // Photos are looked at once the page is there: they weigh what they weigh, and move nothing.
  let photos = 0;
  await fresh.page.route("**/medias/**", (route) => (photos++, route.abort()));
  fresh.expected.add(NaN);
  await fresh.page.goto(path, { waitUntil: "networkidle" });
  const kb = Math.round(fresh.bytes / 102.4) / 10;
  console.log(`  ${path} of the ${role}: ${kb} KB, ${fresh.requests - photos} requests`);
  check(fresh.bytes > 2000 && fresh.bytes <= 60 * 1024, `${path} of the ${role} is at most 60 KB`, `${kb} KB`);
  check(fresh.requests - photos <= most, `${path} of the ${role} takes at most ${most} requests`, fresh.requests - photos);
  await fresh.leave();
  await stillness(house, kept, role, path);
}

/** Read to its foot on a phone, photos and all: nothing moves under the reader's eyes. */
async function stillness(house, kept, role, path) {
  const reader = await visitor(`demo ${role}, who scrolls`, house.base, { storageState: kept, isMobile: true });
  await reader.page.addInitScript(() => {
    globalThis.shifts = [];
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries()) shifts.push([value, ...sources.map(({ node }) => `${node?.nodeName}.${node?.className}`)]);
    }).observe({ type: "layout-shift", buffered: true });
  });
  await reader.page.goto(path, { waitUntil: "networkidle" });
  await reader.page.evaluate(async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
      scrollTo(0, y);
      await new Promise((resolve) => setTimeout(resolve, 80));
    }
  });
  await reader.page.waitForLoadState("networkidle");
  const shifts = await reader.page.evaluate(() => shifts);
  check(shifts.reduce((sum, [value]) => sum + value, 0) < 0.001, `${path} of the ${role}: nothing shifts`, JSON.stringify(shifts));
  await reader.leave();
}
