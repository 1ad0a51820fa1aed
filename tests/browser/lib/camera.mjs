// A telephone's camera: what the code on a screen says, read from the picture alone.
import { execFileSync } from "node:child_process";

const OUT = new URL("../out/", import.meta.url).pathname;

/** The whole screen, as it is held before another telephone. */
export async function photographed(visitor, name) {
  const path = `${OUT}${name}.png`;
  await visitor.page.screenshot({ path });
  return execFileSync("zbarimg", ["--quiet", "--raw", path], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}
