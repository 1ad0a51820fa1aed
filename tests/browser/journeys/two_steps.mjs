// The ATSEM adds her telephone, prints her recovery codes, and comes back with a code. The QR is read as a telephone reads it.
import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { check } from "../lib/tally.mjs";
import { judge } from "../lib/judge.mjs";
import { visitor } from "../lib/visitor.mjs";

const OUT = new URL("../out/", import.meta.url).pathname;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export async function twoSteps(house) {
  const { login, password } = house.logins.find((one) => one.role.startsWith("ATSEM"));
  const owner = await visitor("ATSEM", house.base);
  await owner.signIn(login, password);
  await owner.go("/compte");
  await owner.tap("Connexion en deux étapes", "link");
  await owner.fill("phrase", password);
  await owner.tap("Ajouter mon téléphone");
  await judge(owner, "the application's page", { shot: "deux-etapes-application" });
  await owner.page.locator("svg.qr").screenshot({ path: `${OUT}deux-etapes.png` });
  const key = scanned();
  check(key === (await owner.page.locator("#cle").innerText()).replaceAll(" ", ""), "the QR and the written key are one");
  await owner.fill("code", code(key, 0));
  await owner.tap("Activer");
  await judge(owner, "the recovery codes", { shot: "deux-etapes-codes" });
  check((await owner.page.locator("ol code").count()) === 10, "ten recovery codes");
  await owner.leave();

  const back = await visitor("ATSEM, elsewhere", house.base);
  await back.signIn(login, password);
  await judge(back, "the second step", { shot: "deux-etapes-code" });
  // The next one: the code of this half minute has just been used.
  await back.fill("code", code(key, 1));
  await back.tap("Continuer");
  await back.sees("Bonjour", "her own home");
  await back.leave();
}

function scanned() {
  const read = execFileSync("zbarimg", ["--quiet", "--raw", `${OUT}deux-etapes.png`], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return new URL(read.trim()).searchParams.get("secret");
}

/** RFC 6238, so many steps from now. */
function code(key, steps) {
  const bits = [...key].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac("sha1", secret).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
