// What was checked, and what failed. A check that fails stops its journey only when it throws; all are told at the end.
const failures = [];
let passed = 0;

export function check(holds, what, detail = "") {
  if (holds) return void passed++;
  failures.push(what);
  console.log(`  FAILED ${what}${detail ? `\n    ${String(detail).split("\n").slice(0, 12).join("\n    ")}` : ""}`);
}

/** A journey stops at its first surprise; the others still run. */
export async function journey(name, walk) {
  const began = Date.now();
  console.log(`${name}`);
  try {
    await walk();
  } catch (error) {
    check(false, `${name}: stopped`, error.stack ?? error);
  }
  console.log(`  ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

/** Prints the verdict alone on the last line; the exit code says the same. */
export function verdict() {
  console.log(`${passed} passed, ${failures.length} failed`);
  return failures.length === 0 && passed > 0 ? 0 : 1;
}
