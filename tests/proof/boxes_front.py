"""The front of several schools on one server, HAProxy then nginx, as the package ships them: each name leads to its school, which
learns who visits. This machine's programs, on that machine's network."""

import os
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
    whole = f"""daemon off;
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
