"""Makes, beside the sources, a copy of them that becomes a later version, and a bad one when it is told to: boxes_variant.py TO.
It has two migrations more; the variable PREAU_ESSAI makes it slow, makes the second fail, or breaks the public page. None of this
is in the product: only here, for scripts/boxes-update."""

import os
import shutil
import subprocess
import sys

MIGRATIONS = """    Step { name: "essai_un", sql: "CREATE TABLE essai_un (x INTEGER) STRICT" },
    Step { name: "essai_deux", sql: "CREATE TABLE essai_deux (x INTEGER) STRICT" },
];
"""
APPLY = """    let essai = std::env::var("PREAU_ESSAI").unwrap_or_default();
    if step.name == "essai_un" && essai.starts_with("lente") {
        std::thread::sleep(std::time::Duration::from_secs(14));
    }
    if step.name == "essai_deux" && essai.ends_with("migration") {
        return Err(Error::internal("une migration d’essai, qui échoue"));
    }
"""
PAGE = """    if std::env::var("PREAU_ESSAI").is_ok_and(|essai| essai == "page") {
        return Err(crate::base::error::Error::internal("une page d’essai, qui échoue"));
    }
"""


def edited(path, after, what):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    at = text.find(after)
    if at < 0:
        raise SystemExit(f"{path} : « {after} » n’y est pas, la variante est à revoir")
    at += len(after)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text[:at] + what + text[at:])


def main():
    to = sys.argv[1]
    files = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=True).stdout.decode().split("\0")
    for name in filter(None, files):
        os.makedirs(os.path.dirname(os.path.join(to, name)), exist_ok=True)
        # Links as links, and nothing younger than it is.
        shutil.copy2(name, os.path.join(to, name), follow_symlinks=False)
    steps = os.path.join(to, "src/migrations.rs")
    with open(steps, encoding="utf-8") as file:
        text = file.read()
    with open(steps, "w", encoding="utf-8") as file:
        file.write(text[: text.rindex("];")] + MIGRATIONS)
    edited(os.path.join(to, "src/base/db/migrate.rs"), "step: &Step) -> Result<()> {\n", APPLY)
    edited(os.path.join(to, "src/rooms/trust/mod.rs"), "fn index(cx: &Cx, _: Always) -> Result<Page> {\n", PAGE)


if __name__ == "__main__":
    main()
