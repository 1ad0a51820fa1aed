"""The .rpm and its scriptlets, run by rpm itself under a root of its own: a Debian root, for want of another here, in which systemctl
only notes what it is told, and rpm answers for the files that the real one, outside, has laid. No machine is started. Alone, as root:
python3 -B tests/proof/boxes_rpm.py --rpm ONE --rpm-new TWO --cache FOLDER --work FOLDER."""

import argparse
import os
import shutil

from bare_root import Root
from box import ANSWERS
from boxes_say import check, ended, note, part

OLD, NEW = "0.1.0~essai1", "0.1.0~essai2"
DATA, CACHE = "/var/lib/preau", "/var/cache/preau/precedent"
# The books are outside: of them, only what packaging/update asks.
RPM = """#!/bin/sh
case $* in *--list*) cat /srv/rpm-fichiers ;; esac
"""


class Packaged(Root):
    def __init__(self, args):
        super().__init__(args, "preau-rpm")
        self.machine.put("/usr/bin/rpm", RPM, 0o755)

    def rpm(self, *words):
        """What is asked, and what systemctl was told meanwhile."""
        self.told()
        done = self.outside("rpm", "--root", self.machine.root, "--force-debian", "--nodeps", *words)
        return done, self.told()

    def version(self):
        return self.outside("rpm", "--root", self.machine.root, "--query", "--queryformat", "%{VERSION}", "preau").stdout


def run(args):
    root = Packaged(args)
    try:
        laid(root, args)
        replaced(root, args)
        returned(root)
        refused(root, args)
        late(root, args)
        erased(root)
    finally:
        root.machine.erase()


def laid(root, args):
    part("le .rpm sous une racine à lui, ses scripts compris")
    root.machine.put("/etc/preau/answers.toml", ANSWERS)
    done, told = root.rpm("--install", args.rpm)
    check("rpm --root installe", done.returncode == 0 and "error" not in done.stderr, done.stdout + done.stderr)
    note(done.stderr.strip() or "rien n’est dit")
    listed = root.outside("rpm", "--root", root.machine.root, "--query", "--list", "preau").stdout
    files = listed.split()
    root.machine.put("/srv/rpm-fichiers", listed)
    check("chaque fichier est là", len(files) > 12 and all(os.path.lexists(root.path(file)) for file in files), str(files))
    account = next((line.split(":") for line in root.read("/etc/passwd").split("\n") if line.startswith("preau:")), None)
    check("le compte est fait", account is not None and account[6] == "/usr/sbin/nologin", str(account))
    data = os.stat(root.path(DATA))
    check("le dossier n’est qu’à lui", data.st_mode & 0o777 == 0o700 and account and data.st_uid == int(account[2]))
    code, mode = root.read("/etc/preau/premier-acces.txt"), os.stat(root.path("/etc/preau/premier-acces.txt")).st_mode & 0o777
    check("les réponses ont servi", not os.path.exists(root.path("/etc/preau/answers.toml")) and os.path.exists(root.path(DATA + "/preau.db")))
    check("le code de la direction n’est qu’à root", "Code d’accès" in code and mode & 0o077 == 0, oct(mode) + code)
    check("le journal d’installation ne le dit pas", "Code d’accès" not in done.stdout + done.stderr)
    check("les portes puis le service sont lancés", "start preau.socket preau-http.socket preau.service" in told
          and "daemon-reload" in told and any(line.startswith("enable") for line in told), str(told))
    verified = root.outside("rpm", "--root", root.machine.root, "--verify", "--nodeps", "preau")
    check("rpm --verify", verified.returncode == 0, verified.stdout + verified.stderr)


def replaced(root, args):
    part("une version remplace l’autre")
    shutil.copy(root.path("/usr/bin/preau"), root.path("/srv/ancien"))
    done, told = root.rpm("--upgrade", args.rpm_new)
    check("rpm met à jour", done.returncode == 0 and root.version() == NEW, done.stdout + done.stderr)
    check("la base est copiée et relue avant", root.marks(DATA) == ["avant.db", "prete.json"], str(root.marks(DATA)))
    check("la version d’avant est gardée", root.same(CACHE + "/preau", "/srv/ancien") and os.path.exists(root.path(CACHE + "/preau.tar")))
    check("les portes restent ouvertes, le service est relancé", "restart preau.service" in told
          and not any(line.startswith(("stop", "disable")) for line in told), str(told))


def returned(root):
    part("elle ne démarre pas : les fichiers d’avant reviennent")
    root.fails("preau.service")
    done = root.inside("/usr/lib/preau/update", "return")
    check("le retour est fait", done.returncode == 0 and root.same("/usr/bin/preau", "/srv/ancien"), done.stdout + done.stderr)
    check("rien ne reste préparé, et c’est dit", root.marks(DATA) == ["resultat.json"] and "returned" in root.read(DATA + "/mise-a-jour/resultat.json"), str(root.marks(DATA)))
    root.fails("preau.service", False)


def refused(root, args):
    part("une base abîmée ne se met pas à jour")
    root.rpm("--upgrade", "--oldpackage", "--replacepkgs", args.rpm)
    whole = root.path(DATA + "/preau.db")
    shutil.copy(whole, root.path("/srv/entiere"))
    with open(whole, "r+b") as file:
        file.seek(-4096, os.SEEK_END)
        file.write(b"\xff" * 4096)
    before = root.version()
    done, told = root.rpm("--upgrade", args.rpm_new)
    check("rpm refuse, rien n’est remplacé", done.returncode != 0 and root.version() == before == OLD and root.same("/usr/bin/preau", "/srv/ancien"),
          f"{before} {root.version()} {done.stdout}{done.stderr}")
    check("il dit pourquoi", "rien n'est changé" in done.stderr, done.stderr)
    check("aucun service n’est touché", told == [""], str(told))
    shutil.copyfile(root.path("/srv/entiere"), whole)


def late(root, args):
    part("deux écoles, dont une en retard d’une mise à jour : elle est relancée d’elle-même, la dernière")
    for name in ("bois", "pre"):
        root.account(f"preau-{name}")
        os.makedirs(root.path(f"/etc/systemd/system/preau@{name}.socket.d"))
        link = root.path(f"/etc/systemd/system/multi-user.target.wants/preau@{name}.service")
        os.makedirs(os.path.dirname(link), exist_ok=True)
        os.symlink("/usr/lib/systemd/system/preau@.service", link)
    root.rpm("--upgrade", args.rpm_new)
    root.stands_on("preau-bois", True)
    came = [root.serves(account) for account in ("preau", "preau-pre", "preau-bois")]
    check("elle seule ne confirme pas", came == [True, True, False], str(came))
    done, told = root.rpm("--upgrade", "--oldpackage", args.rpm)
    check("la suivante se pose, et dit qui est en retard", done.returncode == 0 and "preau-bois n'a pas confirmé" in done.stderr, done.stdout + done.stderr)
    restarted = [line for line in told if line.startswith("restart ")]
    check("chacune à son tour, elle en dernier", restarted == [f"restart {unit}.service" for unit in ("preau", "preau@pre", "preau@bois")], str(told))
    root.stands_on("preau-bois", False)
    passed = root.serves("preau-bois")
    check("réparée, elle passe", passed and root.marks(root.data("preau-bois")) == ["resultat.json"], str(root.marks(root.data("preau-bois"))))


def erased(root):
    part("retiré, il garde les données")
    done, told = root.rpm("--erase", "preau")
    check("rpm --erase garde les données", done.returncode == 0 and os.path.exists(root.path(DATA + "/preau.db"))
          and not os.path.exists(root.path("/usr/bin/preau")), done.stdout + done.stderr)
    check("le service et ses portes sont fermés", any(line.startswith("disable --quiet --now preau.service") for line in told), str(told))


def main():
    parser = argparse.ArgumentParser()
    for name in ("rpm", "rpm-new", "cache", "work"):
        parser.add_argument(f"--{name}", required=True)
    run(parser.parse_args())
    ended()


if __name__ == "__main__":
    main()
