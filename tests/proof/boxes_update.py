"""An update on real machines: Debian under systemd-nspawn, people who write all the while, and a new version that goes wrong in each
way that it can. See scripts/boxes-update, which builds the packages. Whatever was acknowledged is looked for afterwards."""

import argparse
import contextlib
import glob
import json
import os
import signal
import subprocess
import sys
import time

from box import ANSWERS
from boxes import DATA, Box, fresh
from boxes_say import check, ended, note, part
from nspawn import Machine

CLIENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "boxes_update_client.py")
OLD, NEW = "0.1.0~essai1", "0.1.0~essai2"
DROP = "/etc/systemd/system/preau.service.d/essai.conf"
# Of the machine, once an update under way was cut.
CUTS = (0.3, 0.8, 1.3, 2.0, 3.0, 4.5)


class People:
    """Those of the school on one machine, and all that was acknowledged to them."""

    def __init__(self, box, folder):
        self.box, self.kept, self.ledger = box, folder + "/ecole.json", folder + "/registre.json"
        self.words, self.signed = [], []

    def client(self, *words):
        command = self.box.machine.on_its_network(sys.executable, "-B", CLIENT, "443", *words)
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        if done.returncode != 0:
            raise SystemExit(f"{words[0]} : {(done.stdout + done.stderr)[-2000:]}")
        return json.loads(done.stdout)

    def come(self):
        machine = self.box.machine
        os.makedirs(machine.path("/srv/ecole"))
        os.chmod(machine.path("/srv/ecole"), 0o755)
        with open(self.kept, "w") as file:
            json.dump(self.client("school", machine.root, str(machine.leader)), file)

    def page(self, path):
        """As the director reads it."""
        return self.client("page", self.kept, path)["text"]

    @contextlib.contextmanager
    def at_work(self):
        """Gives what became of it all, at the end."""
        told = {}
        command = self.box.machine.on_its_network(sys.executable, "-B", CLIENT, "443", "act", self.kept)
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        time.sleep(2)
        try:
            yield told
        finally:
            said, _ = process.communicate("", timeout=120)
            told.update(json.loads(said))
            self.words += told["words"]
            self.signed += told["signed"]

    def find_all(self, what):
        with open(self.ledger, "w") as file:
            json.dump({"words": self.words, "signed": self.signed}, file)
        found = self.client("read", self.kept, self.ledger)
        sum_of = f"{found['words']} mots et {found['signed']} signatures accusés"
        check(f"{what} : {sum_of}, tous là", not found["missing"] and found["signed"] > 0, str(found["missing"]))


def told_of(counts, what, none_lost):
    for kind, count in counts.items():
        note(f"{kind} : {count['ok']} servies, {count['busy']} averties (503), {count['lost']} perdues, la plus longue {count['longest']:.1f} s")
        if none_lost:
            check(f"{what}, {kind} : aucune requête perdue", count["lost"] == 0 and count["ok"] > 5, str(count["faults"][:5]))


def ready(box, people):
    part("une école installée sans personne, et qui sert")
    machine = box.machine
    machine.put("/srv/reponses.toml", ANSWERS)
    machine.run("chmod", "0644", "/srv/reponses.toml")
    done = box.install("old")
    check("installée", done.returncode == 0 and box.page() is not None, done.stdout + done.stderr)
    people.come()
    check("la mise en route, les familles, un mot", box.page() == 200)
    said = machine.ask("systemd-analyze", "security", "--no-pager", "preau.service")
    note(said.split("\n")[-1])


def failing(box, how):
    """The next version is to fail so."""
    path = box.machine.path(DROP)
    if os.path.exists(path):
        os.remove(path)
    if how:
        box.machine.put(DROP, f"[Service]\nEnvironment=PREAU_ESSAI={how}\n")
    box.machine.ask("systemctl", "daemon-reload")


def is_whole(box, version):
    """Nothing is half: the package, the service, the marks."""
    status = box.machine.run("dpkg-query", "-Wf", "${Status} ${Version}", "preau").stdout
    marks = glob.glob(box.machine.path(DATA + "/mise-a-jour/*"))
    left = [os.path.basename(mark) for mark in marks if not mark.endswith("resultat.json")]
    return status == f"install ok installed {version}" and box.is_active() == "active" and not left


def goes_back(box, people, which, how, what, worked=0.0):
    part(f"{what} : la version d’avant revient d’elle-même")
    failing(box, how)
    with people.at_work() as told:
        done = box.install(which)
        check("dpkg a posé le paquet", done.returncode == 0, done.stdout + done.stderr)
        back = box.wait_for(lambda: is_whole(box, OLD), 90)
        time.sleep(3)
    failing(box, None)
    log = box.machine.run("journalctl", "--no-pager", "-n", "60", "-u", "preau", "-u", "preau-rollback").stdout
    check("la version d’avant est là, entière", back and box.page() == 200, log)
    told_of(told["counts"], what, False)
    away = told["gap"] - worked
    note(f"les visiteurs ont attendu {told['gap']:.1f} s" + (f", dont {worked:.0f} de migration voulue" if worked else ""))
    check("revenue en moins de 30 s", away < 30)
    if worked:
        check("une migration longue est dite : 503, page, Retry-After", told["counts"]["page"]["busy"] > 0)
    people.find_all("rien n’est perdu")
    check("dpkg n’a rien à redire", box.machine.run("dpkg", "--verify", "preau").stdout == "" and
          box.machine.run("dpkg", "--audit").stdout == "", box.machine.run("dpkg", "--verify", "preau").stdout)
    check("la direction le voit", "la version précédente est revenue" in people.page("/"))
    check("la supervision aussi", "preau_update_failed 1" in people.page("/metrics"))
    pinned = box.machine.path("/etc/apt/preferences.d/preau-version-refusee")
    check("apt ne la reprendra pas", os.path.exists(pinned))


def goes_on(box, people):
    part("une mise à jour qui va bien, pendant que l’on s’en sert")
    with people.at_work() as told:
        began = time.perf_counter()
        done = box.install("new")
        note(f"mise à jour : {time.perf_counter() - began:.1f} s")
        time.sleep(2)
    check("dpkg met à jour", done.returncode == 0 and is_whole(box, NEW), done.stdout + done.stderr)
    told_of(told["counts"], "mise à jour", True)
    people.find_all("après la confirmation")
    said = box.machine.run("runuser", "-u", "preau", "--", "preau", "update", "status").stdout
    check("elle est confirmée", "confirmée" in said, said)
    check("aucune copie en clair ne reste", not os.path.exists(box.machine.path(DATA + "/mise-a-jour/avant.db")))


def never_goes_back(box, people):
    part("une fois confirmée, plus rien ne revient en arrière")
    machine = box.machine
    kept = machine.path("/usr/bin/preau.essai")
    os.rename(machine.path("/usr/bin/preau"), kept)
    machine.copy("/bin/false", "/usr/bin/preau")
    machine.run("kill", "-KILL", str(box.main_pid()))
    alarm = machine.path("/var/cache/preau/alarme")
    check("l’alarme est donnée", box.wait_for(lambda: os.path.exists(alarm), 40))
    check("ni le paquet ni les données n’ont bougé", box.version() == NEW)
    os.rename(kept, machine.path("/usr/bin/preau"))
    began = time.perf_counter()
    check("réparé, il repart de lui-même", box.wait_for(lambda: box.is_active() == "active" and box.page() == 200, 60))
    note(f"après {time.perf_counter() - began:.1f} s")
    people.find_all("après l’alarme")


def older_refused(box, people):
    part("un programme plus ancien refuse des données plus récentes")
    box.install("old")
    back = box.wait_for(lambda: is_whole(box, NEW), 60)
    log = box.machine.run("journalctl", "--no-pager", "-u", "preau").stdout
    check("il le dit, et ne tourne pas en rond", log.count("version plus récente de Préau") == 1, log[-1500:])
    check("la nouvelle version est revenue d’elle-même", back and box.page() == 200, log[-1500:])
    people.find_all("après le refus")


def purged(box, people):
    part("la purge garde les données, une réinstallation les retrouve")
    box.machine.run("dpkg", "--purge", "preau", check=True)
    check("plus de programme, plus de copies", not os.path.exists(box.machine.path("/var/cache/preau")))
    box.install("new")
    check("réinstallé, il sert", box.page() == 200)
    people.find_all("après la purge")


def copy_of(machine, name):
    """Another machine with the same disk."""
    other = Machine.__new__(Machine)
    other.name, other.root = name, os.path.join(os.path.dirname(machine.root), name)
    other.process = other.leader = None
    subprocess.run(["cp", "-a", machine.root, other.root], check=True)
    return other


def cut(args, box, people, after, how):
    part(f"la machine est tuée {after} s après le début de la mise à jour" + (", migration longue" if how else ""))
    other = Box(copy_of(box.machine, "preau-coupure"), args.packages)
    there = People(other, args.work)
    there.words, there.signed = list(people.words), list(people.signed)
    other.machine.boot()
    try:
        other.wait_for(lambda: other.page() == 200, 30)
        failing(other, how)
        with there.at_work():
            laying = subprocess.Popen(other.machine.inside("dpkg", "--install", "/srv/new.deb"),
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(after)
            os.kill(other.machine.leader, signal.SIGKILL)
            other.machine.process.wait(30)
            laying.wait(30)
            other.machine.process = other.machine.leader = None
        began = time.perf_counter()
        other.machine.boot()
        whole = other.wait_for(lambda: is_whole(other, OLD) or is_whole(other, NEW), 60)
        log = other.machine.run("journalctl", "--no-pager", "-b", "-u", "preau*").stdout
        check(f"entière, en {other.version()}, {time.perf_counter() - began:.1f} s après le courant", whole and other.page() == 200, log)
        check("dpkg n’a rien à redire", other.machine.run("dpkg", "--audit").stdout == "")
        there.find_all("après la coupure")
    finally:
        other.machine.erase()


def main():
    parser = argparse.ArgumentParser()
    for name in ("old", "new", "broken", "cache", "work"):
        parser.add_argument(f"--{name}", required=True)
    args = parser.parse_args()
    args.packages = {which: getattr(args, which) for which in ("old", "new", "broken")}
    box = fresh(args, "preau-maj")
    people = People(box, args.work)
    box.machine.boot()
    try:
        ready(box, people)
        goes_back(box, people, "broken", None, "un programme qui meurt au départ")
        goes_back(box, people, "new", "migration", "une migration qui échoue")
        goes_back(box, people, "new", "page", "une page publique qui échoue")
        goes_back(box, people, "new", "lente-migration", "une longue migration qui échoue", worked=14)
        box.machine.stop()
        for after in CUTS:
            cut(args, box, people, after, None)
        cut(args, box, people, 6.0, "lente")
        box.machine.boot()
        goes_on(box, people)
        never_goes_back(box, people)
        older_refused(box, people)
        purged(box, people)
    finally:
        box.machine.erase()
    ended()


if __name__ == "__main__":
    main()
