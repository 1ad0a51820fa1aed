// What must be true of every page, whoever looks at it: axe finds nothing in both colour schemes, nothing scrolls sideways at
// 320 px, what one taps is large enough, and there is one heading of the first level.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { DESKTOP, PHONE } from "./visitor.mjs";
import { check } from "./tally.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const OUT = new URL("../out/", import.meta.url).pathname;
mkdirSync(OUT, { recursive: true });
export const judged = new Set();

/** `shot`: the name of the four pictures to keep for whoever looks. */
export async function judge(visitor, name, { shot, schemes = ["light", "dark"] } = {}) {
  const { page } = visitor;
  const where = `${visitor.name}, ${name}`;
  judged.add(where);
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await axe(page, `${where} (${colorScheme})`);
  }
  await shape(page, where);
  await page.setViewportSize({ width: 320, height: 700 });
  const wide = await page.evaluate(sideways);
  check(!wide, `${where}: no sideways scroll at 320 px`, wide);
  if (shot) await pictures(page, shot);
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
}

/** What axe reads of style sheets it fetches by script, which no page from a disk may: colours are seen without. */
async function axe(page, where) {
  await page.evaluate(AXE);
  const found = await page.evaluate((values) => axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"], preload: location.protocol !== "file:" }), TAGS);
  const said = found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")} ${node.failureSummary?.split("\n")[1] ?? ""}`));
  check(said.length === 0, `${where}: axe`, said.join("\n"));
}

async function shape(page, where) {
  const { small, headings } = await page.evaluate(() => {
    const seen = (box) => box.width > 1 && box.height > 1;
    const told = (element, box) => `${element.tagName.toLowerCase()}.${element.className} « ${(element.textContent || element.name || "").trim().slice(0, 40)} » ${Math.round(box.width)}×${Math.round(box.height)}`;
    const small = [];
    for (const element of document.querySelectorAll("a[href], button, select, summary, input:not([type=hidden])")) {
      // A box to tick is as large as the label that one taps.
      const box = (element.matches("[type=checkbox], [type=radio]") ? element.closest("label") ?? element : element).getBoundingClientRect();
      const least = element.matches("button:not([role=toolbar] button), .bouton, form select, form input, form textarea") && !element.matches(".petit") ? 44 : 24;
      // A link inside a sentence is as high as its line.
      const inSentence = element.tagName === "A" && !element.matches(".bouton") && getComputedStyle(element).display === "inline";
      if (seen(box) && !inSentence && (box.height < least - 0.5 || box.width < 23.5)) small.push(told(element, box));
    }
    return { small, headings: document.querySelectorAll("h1").length };
  });
  check(small.length === 0, `${where}: targets are large enough`, small.join("\n"));
  check(headings === 1, `${where}: one h1`, headings);
}

function sideways() {
  const { scrollWidth } = document.documentElement;
  if (scrollWidth <= innerWidth) return "";
  const over = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1);
  return `${scrollWidth} px: ${over.slice(-3).map((one) => `${one.tagName}.${one.className}`).join(", ")}`;
}

async function pictures(page, shot) {
  for (const [device, size] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    await page.setViewportSize(size);
    // As tall as the page: a menu that sticks to the window's foot then stands at the page's.
    const height = await page.evaluate(() => (scrollTo(0, 0), document.documentElement.scrollHeight));
    await page.setViewportSize({ width: size.width, height: Math.max(height, size.height) });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.screenshot({ path: `${OUT}${shot}-${device}-${colorScheme}.png` });
    }
  }
}
