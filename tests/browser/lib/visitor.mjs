// One person with a browser of their own. Everything that the browser complains of is kept: a console error, an exception,
// a violation of the page's own policy, a request that leaves the school, an answer that is not the one expected.
import { chromium } from "playwright-core";
import { check } from "./tally.mjs";

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
];
export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

let browser;
export const open = async () => (browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS }));
export const close = () => browser?.close();

/** A browser whose camera sees this film (Y4M), again and again, and that may use it. */
export const withCamera = (film) =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [...FLAGS, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", `--use-file-for-fake-video-capture=${film}`],
  });

export async function visitor(name, base, { of = browser, ...options } = {}) {
  const context = await of.newContext({
    baseURL: base, ignoreHTTPSErrors: true, locale: "fr-FR", timezoneId: "Europe/Paris", viewport: PHONE,
    hasTouch: true, isMobile: false, acceptDownloads: true, ...options,
  });
  context.setDefaultTimeout(12_000);
  const page = await context.newPage();
  return new Visitor(name, base, context, page);
}

class Visitor {
  constructor(name, base, context, page) {
    Object.assign(this, { name, base, context, page, expected: new Set(), bytes: 0, requests: 0 });
    const complain = (what, detail) => check(false, `${name}: ${what}`, `${detail}\nat ${page.url()}`);
    page.on("console", (message) => {
      const text = message.text();
      const refused = /status of (\d+)/.exec(text)?.[1];
      if (message.type() === "error" && !this.expected.has(Number(refused))) complain("console error", text);
      if (/content security policy/i.test(text) && message.type() !== "error") complain("policy violation", text);
    });
    page.on("pageerror", (error) => complain("exception", error.stack));
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(base) && !/^(data|blob|about):/.test(url)) complain("request leaves the school", url);
      this.requests++;
    });
    page.on("response", (answer) => {
      if (answer.status() >= 400 && !this.expected.has(answer.status())) complain(`answer ${answer.status()}`, answer.url());
    });
    page.on("requestfinished", async (request) => {
      const sizes = await request.sizes().catch(() => null);
      if (sizes) this.bytes += sizes.responseBodySize + sizes.responseHeadersSize;
    });
  }

  go(path) {
    return this.page.goto(path, { waitUntil: "load" });
  }

  fill(name, value) {
    return this.page.locator(`[name="${name}"]:not([type=hidden])`).first().fill(value);
  }

  tick(name, value = "oui") {
    return this.page.locator(`[name="${name}"][value="${value}"]`).first().check();
  }

  /** Taps the button or link of that name and waits for the page after it. */
  async tap(name, role = "button") {
    const before = this.page.url();
    const target = this.page.getByRole(role, { name }).first();
    // Together: a click that finds nothing stops its journey, and not the whole suite.
    await Promise.all([this.page.waitForEvent("load"), target.click()]);
    return before;
  }

  /** What stands on the page, spaces and all made plain. */
  async text() {
    return (await this.page.locator("body").innerText()).replace(/\s+/g, " ");
  }

  async sees(wanted, what = wanted) {
    const text = await this.text();
    check(wanted instanceof RegExp ? wanted.test(text) : text.includes(wanted), `${this.name} sees ${what}`, text.slice(0, 900));
  }

  async signIn(login, phrase) {
    await this.go("/connexion");
    await this.fill("identifiant", login);
    await this.fill("phrase", phrase);
    await this.tap("Me connecter");
  }

  leave() {
    return this.context.close();
  }
}
