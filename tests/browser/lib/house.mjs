// The program under test, started on free ports of the loopback with a folder of its own, and stopped by its own pid.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const houses = new Set();

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function start(command, more = []) {
  const [https, http] = [await freePort(), await freePort()];
  const data = mkdtempSync(join(tmpdir(), "preau-browser-"));
  const flags = ["--data", join(data, "data"), "--https", `127.0.0.1:${https}`, "--http", `127.0.0.1:${http}`];
  const child = spawn(process.env.PREAU, [command, ...flags, ...more], { stdio: ["ignore", "pipe", "pipe"] });
  const house = { child, data: join(data, "data"), said: "", base: `https://localhost:${https}`, folder: data };
  for (const pipe of [child.stdout, child.stderr]) pipe.on("data", (chunk) => (house.said += chunk));
  houses.add(house);
  return house;
}

async function until(house, found, seconds, what) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    const value = found();
    if (value) return value;
    if (house.child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what} never came:\n${house.said}`);
}

/** An empty folder, and the code that opens it. */
export async function bare() {
  const house = await start("serve");
  const file = join(house.data, "INSTALLATION.txt");
  const code = () => existsSync(file) && /\b([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})\b/.exec(readFileSync(file, "utf8"))?.[1];
  house.code = await until(house, code, 20, "the set-up code");
  return house;
}

/** The fictive school, with its ready-made logins: `{role, name, login, password}`. */
export async function demo() {
  const house = await start("demo", ["--json"]);
  const line = () => house.said.split("\n").find((line) => line.startsWith("{") && line.endsWith("}"));
  const told = JSON.parse(await until(house, line, 90, "the demo's logins"));
  house.logins = told.logins;
  house.base = told.url.replace(/\/$/, "");
  return house;
}

export function stopAll() {
  for (const house of houses) {
    house.child.kill("SIGTERM");
    rmSync(house.folder, { recursive: true, force: true });
  }
  houses.clear();
}
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => (stopAll(), process.exit(1)));
process.on("exit", stopAll);
