// A person's hand on a phone: every tap and every typed character is counted, and how long the machine makes it wait.
// What it all would take is an estimate: a hand in no hurry, and a glance at each page that comes.
const SECONDS_A_TAP = 1;
const SECONDS_A_CHARACTER = 0.35;
const SECONDS_A_PAGE = 1;

export class Hand {
  taps = 0;
  typed = 0;
  pages = 0;
  machine = 0;

  constructor(visitor) {
    this.visitor = visitor;
  }

  /** A tap that leads to a page, which is then read. */
  async tap(name, role) {
    this.taps++;
    await this.#page(() => this.visitor.tap(name, role));
  }

  /** The address of a page, typed in the browser's own field and sent off. */
  async address(typed, path) {
    this.taps += 2;
    this.typed += typed.length;
    await this.#page(() => this.visitor.go(path));
  }

  /** The camera is opened, held before the code, and what it says is tapped. */
  async scan(url, { holding }) {
    this.taps += 2;
    this.machine += holding;
    await this.#page(() => this.visitor.go(url));
  }

  /** One tap puts the cursor in the field; no keyboard helps. */
  async type(name, value) {
    this.taps++;
    this.typed += value.length;
    await this.visitor.page.locator(`[name="${name}"]`).first().tap();
    await this.visitor.page.keyboard.type(value);
  }

  async #page(walk) {
    const began = Date.now();
    await walk();
    this.pages++;
    this.machine += (Date.now() - began) / 1000;
  }
}

/** What hands that wait for one another take together, in seconds; said aloud. */
export function together(what, ...hands) {
  const sum = (name) => hands.reduce((all, hand) => all + hand[name], 0);
  const [taps, typed, pages, machine] = ["taps", "typed", "pages", "machine"].map(sum);
  const seconds = Math.round(taps * SECONDS_A_TAP + typed * SECONDS_A_CHARACTER + pages * SECONDS_A_PAGE + machine);
  console.log(`  ${what}: ${taps} taps, ${typed} characters, ${pages} pages to glance at, ${machine.toFixed(1)} s of machine, about ${seconds} s`);
  return seconds;
}
