"""The packages on real machines: Debian under systemd-nspawn, as a town hall would use them. See scripts/boxes, which builds the
packages. Everything happens on machines of its own, without any network but their loopback."""

import argparse
import contextlib
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import time

import boxes_front
import boxes_offline
from box import ANSWERS
from boxes_say import check, ended, note, part
from nspawn import Machine, root_archive

HERE = os.path.dirname(os.path.abspath(__file__))
CLIENT = os.path.join(HERE, "boxes_client.py")
DATA = "/var/lib/preau"
# The installed program in all but one thing: its copy before an update fails.
STAND_IN = """#!/bin/sh
[ "$1 $2" = "update prepare" ] || exec /usr/bin/preau.kept "$@"
echo "preau : disque plein" >&2
exit 1
"""


class Box:
    """One machine and the packages, old, new and broken, that it is given."""

    def __init__(self, machine, packages):
        self.machine, self.packages = machine, packages

    def install(self, which):
        return self.machine.run("dpkg", "--install", f"/srv/{which}.deb")

    def is_active(self, unit="preau.service"):
        return self.machine.run("systemctl", "is-active", unit).stdout.strip()

    def main_pid(self, unit="preau.service"):
        return int(self.machine.ask("systemctl", "show", "--property=MainPID", "--value", unit))

    def version(self):
        return self.machine.ask("dpkg-query", "--show", "--showformat=${Version}", "preau")

    def client(self, *words, port=443):
        """One thing done by a visitor on that machine's network; what it says is JSON."""
        command = self.machine.on_its_network(sys.executable, "-B", CLIENT, str(port), *words)
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            return {"error": (done.stdout + done.stderr)[-600:]}
        return json.loads(done.stdout)

    def page(self, path="/confiance", port=443):
        return self.client("status", path, port=port).get("status")

    def wait_for(self, condition, seconds):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if condition():
                return True
            time.sleep(0.1)
        return False


def fresh(args, name):
    machine = Machine(name, args.work, root_archive(args.cache))
    for which, package in args.packages.items():
        machine.copy(package, f"/srv/{which}.deb")
    return Box(machine, args.packages)


def installed(box):
    part("une installation préparée")
    machine = box.machine
    machine.put("/srv/preseed", "preau preau/answers string /root/reponses.toml\n")
    machine.put("/root/reponses.toml", ANSWERS)
    machine.run("debconf-set-selections", "/srv/preseed", check=True)
    began = time.perf_counter()
    done = box.install("old")
    note(f"installation : {time.perf_counter() - began:.1f} s")
    check("dpkg installe", done.returncode == 0, done.stdout + done.stderr)
    check("le service répond", box.page() == 200)
    check("les réponses sont effacées", not os.path.exists(machine.path("/root/reponses.toml")))
    told = machine.ask("cat", "/etc/preau/premier-acces.txt")
    code = re.search(r"Code d’accès\s+(\S+)", told)
    check("le code de la direction est gardé pour root", code is not None, told)
    check("… et pour lui seul", machine.ask("stat", "-c", "%U %a", "/etc/preau/premier-acces.txt") == "root 400")
    check("… et n’est pas dans ce qu’apt garde", code.group(1) not in done.stdout + done.stderr)
    account = machine.ask("getent", "passwd", "preau")
    check("le compte est fait par sysusers (piège 5)", account.endswith(":/var/lib/preau:/usr/sbin/nologin"), account)
    check("le dossier n’est qu’à lui", machine.ask("stat", "-c", "%U %a", DATA) == "preau 700")
    done = machine.run("preau", "user", "code", "anne.directrice")
    check("root n’écrit pas chez l’école", done.returncode != 0 and "runuser" in done.stderr, done.stdout + done.stderr)
    done = machine.run("runuser", "-u", "nobody", "--", "preau", "doctor")
    check("qui n’a pas le droit d’entrer lit comment faire", done.returncode != 0 and "runuser" in done.stderr, done.stdout + done.stderr)
    check("les pages de docs/ sont dans le paquet", os.path.exists(machine.path("/usr/share/doc/preau/docs/installation.md")))
    for unit in ("preau@.service", "preau@.socket"):
        check(f"{unit} est là (piège 5)", machine.run("systemctl", "cat", unit).returncode == 0)
    return box.client("activate", "anne.directrice", code.group(1))


def confined(box):
    part("le bac à sable")
    machine = box.machine
    status = machine.ask("cat", f"/proc/{box.main_pid()}/status")
    for which in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        check(f"{which} est vide", re.search(rf"{which}:\s+0+$", status, re.M) is not None, status)
    check("NoNewPrivs", re.search(r"NoNewPrivs:\s+1", status) is not None)
    check("filtre d’appels", re.search(r"Seccomp:\s+2", status) is not None)
    said = machine.ask("systemd-analyze", "security", "--no-pager", "preau.service")
    exposure = float(re.search(r"level for preau.service: ([0-9.]+)", said).group(1))
    note(f"systemd-analyze security : {exposure}")
    check("systemd-analyze security ≤ 1.2", exposure <= 1.2)
    show = machine.ask("systemctl", "show", "preau.service", "-p", "MemoryMax,TasksMax,WatchdogUSec,KillMode,Type")
    for line in ("MemoryMax=536870912", "TasksMax=128", "WatchdogUSec=1min", "Type=notify", "KillMode=mixed"):
        check(line, line in show.split("\n"), show)
    picture(machine)


def picture(machine):
    """What reads the photos that people send is a process apart, which sets limits upon itself: it must be able to, there."""
    shutil.copy(os.path.join(HERE, "../fixtures/media/orientation-7.jpg"), machine.path("/srv/photo"))
    shutil.copytree(machine.path("/lib/systemd/system/preau.service.d"), machine.path("/etc/systemd/system/photo.service.d"))
    machine.put("/etc/systemd/system/photo.service", """[Service]
User=preau
StateDirectory=preau
ExecStart=/bin/sh -c '/usr/bin/preau develop [] < /srv/photo | cat > /var/lib/preau/photo.essai'
""")
    machine.put("/etc/systemd/system/photo.service.d/20-once.conf", "[Service]\nType=oneshot\nRestart=no\nWatchdogSec=0\n")
    machine.ask("systemctl", "daemon-reload")
    done = machine.run("systemctl", "start", "photo.service")
    made = machine.path(DATA + "/photo.essai")
    size = os.path.getsize(made)
    os.remove(made)
    log = machine.run("journalctl", "--no-pager", "-u", "photo.service").stdout
    check("une photo est développée dans ce bac à sable", done.returncode == 0 and size > 1_000, done.stderr + log)


def well_written(machine, *units):
    said = machine.run("systemd-analyze", "verify", "--man=no", *units)
    check(f"systemd-analyze verify {units[0]} : rien à redire", said.returncode == 0 and not said.stderr, said.stderr)


def rested(machine):
    """systemd counts the starts of a minute: those that this suite asks for are no service that keeps dying."""
    machine.ask("systemctl", "reset-failed", "preau.service", "preau.socket", "preau-http.socket")


def woken(box):
    part("les portes")
    machine = box.machine
    owner = machine.ask("ss", "-ltnp", "sport = :443 or sport = :80")
    check("systemd tient 443 et 80", owner.count('("systemd",pid=1') == 2, owner)
    machine.ask("systemctl", "stop", "preau.service")
    check("arrêté", box.is_active() == "inactive")
    check("qui frappe le réveille, et est servi", box.page() == 200)
    line = subprocess.Popen(
        machine.on_its_network(sys.executable, "-B", CLIENT, "443", "open_line"), stdout=subprocess.PIPE, text=True
    )
    check("une ligne HTTP/2 est ouverte, comme un navigateur la garde", line.stdout.readline().strip() == "open")
    began = time.perf_counter()
    machine.ask("systemctl", "stop", "preau.service")
    spent = time.perf_counter() - began
    note(f"arrêt avec une ligne HTTP/2 ouverte : {spent:.1f} s")
    check("elle ne retient pas l’arrêt plus de 8 s", spent <= 8)
    line.wait(30)
    well_written(machine, "preau.service", "preau.socket", "preau-http.socket")
    check("HTTP mène à HTTPS", box.client("plain").get("location") == "https://ecole-preuve.local/")
    rested(machine)
    machine.ask("systemctl", "stop", "preau-http.socket", "preau.service")
    machine.ask("systemd-run", "--unit=autre", "systemd-socket-activate", "--listen=80", "/bin/cat")
    machine.run("systemctl", "start", "preau.service")
    check("le port 80 pris par un autre, l’école vit sans", box.page() == 200 and box.is_active() == "active")
    machine.ask("systemctl", "stop", "autre.service", "preau.service")
    machine.ask("systemctl", "start", "preau-http.socket", "preau.service")


@contextlib.contextmanager
def load(box, cookies):
    """Requests of three kinds while something happens; gives the counts at the end."""
    counts = {}
    command = box.machine.on_its_network(
        sys.executable, "-B", os.path.join(HERE, "load.py"), "443", json.dumps(cookies), "/reglages/heures-calmes"
    )
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    time.sleep(2)
    try:
        yield counts
        time.sleep(2)
    finally:
        said, _ = process.communicate("", timeout=90)
        counts.update(json.loads(said))


def judged(counts, what):
    for kind, count in counts.items():
        note(f"{kind} : {count['ok']} servies, {count['failed']} perdues, la plus longue {count['longest_ms']} ms")
        check(f"{what}, {kind} : aucune requête perdue", count["failed"] == 0 and count["ok"] > 10, str(count))
        check(f"{what}, {kind} : aucune n’attend plus de 10 s", count["longest_ms"] <= 10_000, str(count))


def upgraded(box, director):
    part("une mise à jour pendant que l’on s’en sert")
    machine = box.machine
    rested(machine)
    with open(machine.path("/etc/preau/preau.toml"), "a") as config:
        config.write('log = "debug"\n')
    with load(box, director["cookies"]) as counts:
        doors = ("preau.socket", "preau-http.socket", "preau.service")
        machine.ask("systemctl", "stop", *doors)
        machine.ask("systemctl", "start", *doors)
    lost = counts["nouvelle ligne"]["failed"]
    check(f"témoin : les portes fermées, des requêtes se perdent ({lost}), et cela se voit", lost > 0, str(counts))
    before = box.main_pid()
    stream = subprocess.Popen(
        machine.on_its_network(sys.executable, "-B", CLIENT, "443", "stream", json.dumps(director["cookies"])),
        stdout=subprocess.PIPE, text=True,
    )
    with load(box, director["cookies"]) as counts:
        began = time.perf_counter()
        done = box.install("new")
        note(f"mise à jour : {time.perf_counter() - began:.1f} s")
    check("dpkg met à jour", done.returncode == 0, done.stdout + done.stderr)
    judged(counts, "mise à jour")
    check("c’est un autre processus", box.main_pid() not in (0, before))
    check("la nouvelle version est là", box.version() == "0.1.0~essai2")
    check("un réglage local est gardé", "debug" in machine.ask("cat", "/etc/preau/preau.toml"))
    check("un flux ouvert est fini proprement", json.loads(stream.communicate(timeout=30)[0]).get("ended") is True)
    check("la session tient", box.client("signed_in", json.dumps(director["cookies"])).get("status") == 200)


def refused_without_copy(box):
    part("sans copie, pas de mise à jour (piège 3 ; un programme d’essai dit que sa copie échoue)")
    machine = box.machine
    kept = machine.path("/usr/bin/preau.kept")
    os.rename(machine.path("/usr/bin/preau"), kept)
    machine.put("/usr/bin/preau", STAND_IN, 0o755)
    done = box.install("new")
    check("dpkg refuse", done.returncode != 0 and "rien n'est changé" in done.stderr, done.stdout + done.stderr)
    check("le service n’a pas cessé", box.page() == 200)
    os.rename(kept, machine.path("/usr/bin/preau"))
    check("le paquet est toujours entier", dpkg_status(box) == "install ok installed")


def books_are_right(box):
    """The school is there before dpkg's books are put right, which holds dpkg."""
    settled = box.wait_for(lambda: box.is_active("preau-rollback.service") == "inactive", 60)
    check("dpkg a remis ses comptes en ordre", settled and dpkg_status(box) == "install ok installed")


def dpkg_status(box):
    return box.machine.ask("dpkg-query", "-Wf", "${Status}", "preau")


def broken(box, director):
    part("une version qui meurt au départ (pièges 1 et 2 ; un programme d’essai, qui n’est que /bin/false)")
    done = box.install("broken")
    note(f"dpkg rend {done.returncode}, comme s’il avait réussi" if done.returncode == 0 else "dpkg rend une erreur")
    check("c’est dit à qui installe", "le service ne répond pas" in done.stderr, done.stdout + done.stderr)
    began = time.perf_counter()
    back = box.wait_for(lambda: box.version() == "0.1.0~essai2" and box.is_active() == "active", 40)
    check("la version d’avant revient d’elle-même (le reste : scripts/boxes-update)", back and box.page() == 200)
    note(f"en {time.perf_counter() - began:.1f} s")
    books_are_right(box)
    check("les données aussi", box.client("signed_in", json.dumps(director["cookies"])).get("status") == 200)


def watched(box):
    part("le chien de garde")
    machine = box.machine
    # By the name that « systemctl edit » gives: what an administrator writes must win.
    machine.put("/etc/systemd/system/preau.service.d/override.conf", "[Service]\nWatchdogSec=3\n")
    machine.ask("systemctl", "daemon-reload")
    rested(machine)
    machine.ask("systemctl", "restart", "preau.service")
    pid = box.main_pid()
    time.sleep(7)
    check("qui va bien n’est pas dérangé", box.main_pid() == pid)
    machine.ask("kill", "-STOP", str(pid))
    began = time.perf_counter()
    revived = box.wait_for(lambda: box.main_pid() not in (0, pid) and box.is_active() == "active", 30)
    check("qui ne répond plus est relancé", revived)
    note(f"relancé après {time.perf_counter() - began:.1f} s")
    check("et sert", box.page() == 200)
    os.remove(machine.path("/etc/systemd/system/preau.service.d/override.conf"))
    machine.ask("systemctl", "daemon-reload")
    machine.ask("systemctl", "restart", "preau.service")


def purged(box, director):
    part("la purge garde les données, une réinstallation les retrouve")
    machine = box.machine
    done = machine.run("dpkg", "--purge", "preau")
    check("purgé", done.returncode == 0 and "restent dans /var/lib/preau" in done.stderr, done.stdout + done.stderr)
    check("la base est là", os.path.exists(machine.path(DATA + "/preau.db")))
    check("ni programme, ni unité, ni réglage", not any(
        glob.glob(machine.path(place)) for place in ("/usr/bin/preau*", "/lib/systemd/system/preau*", "/etc/preau/preau.toml")))
    box.install("new")
    check("réinstallé, il sert", box.page() == 200)
    check("la session d’avant tient", box.client("signed_in", json.dumps(director["cookies"])).get("status") == 200)
    machine.put("/srv/preseed", "preau preau/purge_data boolean true\n")
    machine.run("debconf-set-selections", "/srv/preseed", check=True)
    machine.run("dpkg", "--purge", "preau", check=True)
    check("preau/purge_data=true efface", not os.path.exists(machine.path(DATA)))


def side_by_side(box):
    part("deux écoles sur un serveur (piège 4)")
    machine = box.machine
    box.install("old")

    def page(port):
        """As the front asks for it: who does not greet is not answered."""
        return box.client("greeted", "/confiance", port=port).get("status")

    for name, port in (("une", "8501"), ("deux", "8502")):
        done = machine.run("preau-school", "add", name, port)
        check(f"l’école {name} s’ouvre", done.returncode == 0, done.stdout + done.stderr)
        check("… et sans nftables il dit que sa porte n’est pas gardée", "nftables" in done.stderr, done.stderr)
        check(f"l’école {name} répond à qui salue", page(int(port)) == 200)
        check("… et à lui seul", box.page(port=int(port)) is None)
    units = {name: f"preau@{name}.service" for name in ("une", "deux")}
    well_written(machine, units["une"], "preau@une.socket", "preau-doors.service", "preau-doors.timer")
    uids = {name: machine.ask("stat", "-c", "%u", f"/proc/{box.main_pid(unit)}") for name, unit in units.items()}
    check("chacune a son compte", len({*uids.values(), "0"}) == 3, str(uids))
    other = f"{DATA}-deux/preau.db"
    done = machine.run("runuser", "-u", "preau-une", "--", "cat", other)
    check("le compte de l’une ne lit pas l’autre", done.returncode != 0 and "Permission denied" in done.stderr)
    pid = str(box.main_pid(units["une"]))
    seen = machine.run("nsenter", "--target", pid, "--mount", "ls", "/var/lib").stdout.split()
    check("elle n’en voit pas même le nom", "preau-une" in seen and "preau-deux" not in seen, str(seen))
    for name in units:
        said = machine.ask("systemd-analyze", "security", "--no-pager", units[name])
        check("systemd-analyze security ≤ 1.2", float(re.search(r"level for \S+: ([0-9.]+)", said).group(1)) <= 1.2)
    for words in (("une", "8502"), ("../x", "8503"), ("Une", "8503"), ("trois", "70000"), ("trois", "x")):
        check(f"preau-school add {' '.join(words)} est refusé", machine.run("preau-school", "add", *words).returncode != 0)
    check("l’autre vit toujours", page(8502) == 200)
    pids = {name: box.main_pid(unit) for name, unit in units.items()}
    box.install("new")
    now = {name: box.main_pid(unit) for name, unit in units.items()}
    check("une mise à jour les relance toutes deux", all(now[name] not in (0, pids[name]) for name in units), f"{pids} {now}")
    check("une commande au nom d’une école", machine.run("preau-school", "run", "une", "check").returncode == 0)
    said = machine.ask("preau-school", "list")
    check("la liste les dit", all(re.search(rf"^{name} .* active$", said, re.M) for name in units), said)
    machine.run("dpkg", "--remove", "preau", check=True)
    box.install("new")
    check("retiré puis remis, il les rouvre", all(page(port) == 200 for port in (8501, 8502)))
    boxes_front.run(box)
    come_back_together(box, lambda: all(page(port) == 200 for port in (8501, 8502)))
    machine.ask("preau-school", "stop", "une")
    check("fermée", page(8501) is None and os.path.exists(machine.path(f"{DATA}-une/preau.db")))
    rules = ("nft", "list", "table", "inet", "preau")
    check("les règles sont encore là", machine.run(*rules).returncode == 0)
    machine.run("dpkg", "--purge", "preau", check=True)
    check("la purge garde leurs données", os.path.exists(machine.path(other)))
    check("… et ne laisse pas de règles", machine.run(*rules).returncode != 0)


def come_back_together(box, are_served):
    part("les deux écoles, et une version qui meurt au départ")
    # As on a server with a front: no school of its own.
    box.machine.ask("systemctl", "disable", "--quiet", "--now", *boxes_front.OWN_DOORS)
    box.machine.ask("systemctl", "reset-failed")
    box.install("broken")
    began = time.perf_counter()
    back = box.wait_for(lambda: box.version() == "0.1.0~essai2" and are_served(), 60)
    check("toutes deux reviennent d’elles-mêmes à la version d’avant", back)
    note(f"en {time.perf_counter() - began:.1f} s")
    books_are_right(box)


def main():
    parser = argparse.ArgumentParser()
    for name in ("old", "new", "broken", "usb", "repository", "cache", "work", "fingerprint"):
        parser.add_argument(f"--{name}", required=True)
    args = parser.parse_args()
    args.packages = {which: getattr(args, which) for which in ("old", "new", "broken")}
    box = fresh(args, "preau-essai")
    box.machine.boot()
    try:
        director = installed(box)
        if "cookies" not in director:
            raise SystemExit(f"la direction n’a pas pu se connecter : {director}")
        confined(box)
        woken(box)
        upgraded(box, director)
        refused_without_copy(box)
        watched(box)
        broken(box, director)
        purged(box, director)
        side_by_side(box)
    finally:
        box.machine.erase()
    boxes_offline.run(args, fresh)
    ended()


if __name__ == "__main__":
    main()
