"""Two schools that share a program, of which one is late: an update that it never confirmed, then the next ones. Real programs that
differ by a byte, the packages' own script and the schools' own accounts, under a root of their own; whoever would be systemd is
here. No machine is started. Alone, as root: python3 -B tests/proof/boxes_late.py --binary PROGRAM --cache FOLDER --work FOLDER."""

import argparse
import os
import subprocess

from bare_root import Root
from boxes_say import check, ended, part

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../packaging/update")
OWN, LATE = "preau", "preau-bois"
CACHE, UPDATE, PROGRAM = "/var/cache/preau", "/usr/lib/preau/update", "/usr/bin/preau"


class Server(Root):
    """Both schools, and the versions of the program as files beside."""

    def __init__(self, args):
        super().__init__(args, "preau-retard")
        self.machine.copy(SCRIPT, UPDATE)
        os.chmod(self.path(UPDATE), 0o755)
        with open(args.binary, "rb") as file:
            program = file.read()
        for version in (1, 2, 3):
            self.machine.put(f"/srv/preau-{version}", program + bytes([version]), 0o755)
        self.lay(1)
        os.makedirs(self.path("/etc/systemd/system/preau@bois.socket.d"))
        for account in (OWN, LATE):
            self.account(account)

    def lay(self, version):
        """As dpkg does: beside, then by its name."""
        self.machine.copy(self.path(f"/srv/preau-{version}"), PROGRAM + ".neuf")
        os.rename(self.path(PROGRAM + ".neuf"), self.path(PROGRAM))

    def version(self, path=PROGRAM):
        return next((version for version in (1, 2, 3) if self.same(path, f"/srv/preau-{version}")), None)

    def updated(self, before, after):
        done = self.inside(UPDATE, "prepare", str(before), str(after))
        if done.returncode == 0:
            self.lay(after)
        return done

    def signs_in(self, account):
        """Something is acknowledged: a code, of which the database keeps a trace."""
        self.ask(*self.of(account, "user", "code", "anne.directrice"))
        return self.traces(account)

    def traces(self, account):
        script = "import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM journal').fetchone()[0])"
        done = subprocess.run(["python3", "-c", script, self.path(f"{self.data(account)}/preau.db")], capture_output=True, text=True)
        return int(done.stdout)


def run(args):
    server = Server(args)
    try:
        falls_behind(server)
        others_are_protected(server)
        its_failure_is_its_own(server)
        anothers_is_not(server)
        comes_through(server)
    finally:
        server.machine.erase()


def falls_behind(server):
    part("deux écoles, un programme ; l’une ne confirme pas la mise à jour")
    check("préparées toutes deux", server.updated(1, 2).returncode == 0 and "prete.json" in server.marks(server.data(LATE)))
    check("l’une confirme", server.serves(OWN) and server.marks(server.data(OWN)) == ["resultat.json"], str(server.marks(server.data(OWN))))
    server.stands_on(LATE, True)
    check("l’autre n’y arrive pas", not server.serves(LATE) and server.marks(server.data(LATE)) == ["avant.db", "en-cours.json"],
          str(server.marks(server.data(LATE))))
    server.written = server.signs_in(OWN)


def others_are_protected(server):
    part("la mise à jour suivante les protège chacune pour elle-même")
    done = server.updated(2, 3)
    check("elle se prépare, et dit qui est en retard", done.returncode == 0 and "preau-bois n'a pas confirmé" in done.stderr, done.stdout + done.stderr)
    check("celle qui avait confirmé a sa copie", {"avant.db", "prete.json"} <= set(server.marks(server.data(OWN))))
    check("l’autre garde la sienne, et son programme", server.marks(server.data(LATE)) == ["avant.db", "en-cours.json"]
          and server.version(f"{CACHE}/anciens/{LATE}") == 1 and server.version(f"{CACHE}/precedent/preau") == 2)


def its_failure_is_its_own(server):
    part("l’école en retard échoue encore : personne ne revient")
    check("elle recommence depuis sa copie, et n’y arrive pas", not server.serves(LATE)
          and server.marks(server.data(LATE)) == ["avant.db", "en-cours.json"], str(server.marks(server.data(LATE))))
    server.fails("preau@bois.service")
    done = server.inside(UPDATE, "return")
    check("l’alarme, et rien d’autre", done.returncode == 0 and server.version() == 3 and os.path.exists(server.path(CACHE + "/alarme")), done.stderr)


def anothers_is_not(server):
    part("l’autre échoue à son tour, avant d’avoir confirmé : tout revient")
    server.stands_on(OWN, True)
    check("elle n’y arrive pas", not server.serves(OWN))
    server.fails("preau.service")
    done = server.inside(UPDATE, "return")
    check("la version d’avant est là", done.returncode == 0 and server.version() == 2, done.stderr)
    server.stands_on(OWN, False)
    check("elle sert, avec ses données", server.serves(OWN) and server.traces(OWN) >= server.written, str(server.traces(OWN)))
    said = server.ask(*server.of(OWN, "update", "status"))
    check("et elle le dit", "2 → 3 : revenue en arrière" in said, said)
    check("celle en retard attend comme avant", not server.serves(LATE) and server.marks(server.data(LATE)) == ["avant.db", "en-cours.json"]
          and server.version(f"{CACHE}/anciens/{LATE}") == 1)


def comes_through(server):
    part("réparée, elle passe avec la suivante")
    for unit in ("preau.service", "preau@bois.service"):
        server.fails(unit, False)
    server.stands_on(LATE, False)
    done = server.updated(2, 3)
    check("la suivante se prépare", done.returncode == 0 and "preau-bois n'a pas confirmé" in done.stderr, done.stderr)
    for account in (OWN, LATE):
        check(f"{account} confirme", server.serves(account) and server.marks(server.data(account)) == ["resultat.json"], str(server.marks(server.data(account))))
        server.ask(*server.of(account, "check"))
    said = server.ask(*server.of(LATE, "update", "status"))
    check("et elle le dit", "confirmée" in said, said)
    check("la fois d’après, rien n’est mis de côté", server.inside(UPDATE, "prepare", "3", "4").returncode == 0
          and os.listdir(server.path(CACHE + "/anciens")) == [])


def main():
    parser = argparse.ArgumentParser()
    for name in ("binary", "cache", "work"):
        parser.add_argument(f"--{name}", required=True)
    run(parser.parse_args())
    ended()


if __name__ == "__main__":
    main()
