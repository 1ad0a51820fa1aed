"""The front of several schools on one server, HAProxy then nginx, as the package ships them: each name leads to its school, which
learns who visits, and whose door no other account of the server opens. This machine's programs, on that machine's network."""

import os
import pwd
import re
import shutil
import sqlite3
import subprocess

from boxes_say import check, part

HERE = os.path.dirname(os.path.abspath(__file__))
FRONT = os.path.join(HERE, "../../packaging/front")
NAMES = {"une": "ecole-une.exemple.fr", "deux": "ecole-deux.exemple.fr"}
OWN_DOORS = ("preau.socket", "preau-http.socket", "preau.service")


def run(box):
    machine = box.machine
    # The server's one front needs the doors that a box alone would have.
    machine.ask("systemctl", "stop", *OWN_DOORS)
    guarded(box)
    for name, public in NAMES.items():
        machine.ask("preau-school", "name", name, public)
    for bad in ("ecole une.fr", "-x.fr", "x;y.fr", "localhost"):
        check(f"le nom public « {bad} » est refusé", machine.run("preau-school", "name", "une", bad).returncode != 0)
    for place, (front, words) in enumerate((("HAProxy", haproxy(machine)), ("nginx", nginx(machine)))):
        part(f"un seul frontal pour deux écoles : {front}")
        log = open(machine.path("/srv/frontal.log"), "ab")
        process = subprocess.Popen(machine.on_its_network(*words), stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            led(box, f"127.0.0.{place + 21}", f"127.0.0.{place + 31}")
        finally:
            process.terminate()
            process.wait(20)
            log.close()
    machine.ask("systemctl", "start", *OWN_DOORS)


def guarded(box):
    """Who greets is believed: on the server itself, only a front and the school may. tests/proof/doors.py tries the rules one by one."""
    machine = box.machine
    part("les portes des écoles, gardées des autres comptes du serveur")
    check("sans nftables, c’est dit", "PAS gardées" in machine.ask("preau-school", "list"))
    check("témoin : le compte d’une autre école y frappe", knocks(machine, "preau-deux", 8501) is True)
    lend(machine, "/usr/sbin/nft")
    # The fronts run from here, under this machine's accounts.
    front = pwd.getpwnam("haproxy")
    with open(machine.path("/etc/passwd"), "a") as accounts:
        accounts.write(f"haproxy:x:{front.pw_uid}:{front.pw_gid}::/nonexistent:/usr/sbin/nologin\n")
    machine.put("/usr/sbin/nginx", "#!/bin/sh\n", 0o755)
    done = machine.run("preau-school", "guard")
    check("nftables là, elles le sont", done.returncode == 0 and "sont gardées" in done.stdout, done.stdout + done.stderr)
    for account in ("preau-deux", "preau", "nobody"):
        check(f"{account} est refusé", knocks(machine, account, 8501) is False)
    check("l’école elle-même entre", knocks(machine, "preau-une", 8501) is True)
    check("root aussi, qui salue", box.client("greeted", "/confiance", port=8501).get("status") == 200)
    machine.ask("nft", "flush", "ruleset")
    back = box.wait_for(lambda: knocks(machine, "preau-deux", 8501) is False, 90)
    check("les règles effacées reviennent dans la minute", back, machine.run("systemctl", "status", "preau-doors.timer").stdout)


def knocks(machine, account, port):
    """True, False when it is refused at once, nothing when something else happens."""
    done = machine.run("runuser", "-u", account, "--", "bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{port}")
    return True if done.returncode == 0 else False if "refused" in done.stderr else None


def lend(machine, program):
    """With the libraries that the root has not."""
    needed = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    for path in [program, *re.findall(r"=> (/\S+)", needed)]:
        if not os.path.exists(machine.path(path)):
            machine.copy(path, path)


def led(box, one, two):
    check("il répond", box.wait_for(lambda: box.client("guess", NAMES["une"], one).get("status") == 422, 10), said(box))
    check("l’autre nom mène à l’autre école", box.client("guess", NAMES["deux"], two).get("status") == 422)
    check("chacune compte les essais à l’adresse de qui visite", one in counted(box, "une") and two in counted(box, "deux"))
    check("… et n’a rien de l’autre", two not in counted(box, "une") and one not in counted(box, "deux"))
    check("un nom inconnu n’est pas servi", box.client("guess", "autre.exemple.fr", one).get("status") is None)
    check("une adresse inventée n’est crue de personne", "192.0.2.66" not in counted(box, "une") | counted(box, "deux"))


def said(box):
    with open(box.machine.path("/srv/frontal.log"), errors="replace") as log:
        return log.read()[-1500:]


def counted(box, school):
    """Under which addresses wrong set-up codes stand."""
    with sqlite3.connect(box.machine.path(f"/var/lib/preau-{school}/preau.db"), timeout=20) as db:
        return {key.split()[1] for (key,) in db.execute("SELECT key FROM throttle WHERE key LIKE 'setup %'")}


def there(machine, source, to):
    """The shipped file, with that machine's folders in it, seen from here."""
    with open(source) as file:
        text = file.read().replace("/etc/preau/", machine.path("/etc/preau/"))
    machine.put(to, text)
    return machine.path(to)


def haproxy(machine):
    path = there(machine, os.path.join(FRONT, "haproxy.cfg"), "/srv/haproxy.cfg")
    done = subprocess.run(["haproxy", "-c", "-f", path], capture_output=True, text=True)
    check("haproxy -c", done.returncode == 0, done.stdout + done.stderr)
    return [shutil.which("haproxy"), "-db", "-f", path]


def nginx(machine):
    path = there(machine, os.path.join(FRONT, "nginx-stream.conf"), "/srv/preau-stream.conf")
    # As in Debian's own nginx.conf.
    whole = f"""daemon off;
user www-data;
pid {machine.path("/srv/nginx.pid")};
error_log stderr;
include /etc/nginx/modules-enabled/*.conf;
events {{ worker_connections 512; }}
include {path};
"""
    machine.put("/srv/nginx.conf", whole)
    done = subprocess.run(["nginx", "-t", "-c", machine.path("/srv/nginx.conf")], capture_output=True, text=True)
    check("nginx -t", done.returncode == 0, done.stdout + done.stderr)
    return [shutil.which("nginx"), "-c", machine.path("/srv/nginx.conf")]
