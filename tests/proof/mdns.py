#!/usr/bin/env python3
"""The .local name between real machines' networks: mdns.py PROGRAM, by scripts/mdns. Two boxes and a phone on a switch, each in
a network namespace of its own; multicast goes nowhere else. Only what was started here is ended, by its own process id."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

from boxes_say import check, ended, note, part

HERE = os.path.dirname(os.path.abspath(__file__))
SCHOOL = """[school]
name = "École d'essai"
zone = "B"
[director]
first_name = "Anne"
last_name = "Le Goff"
email = "direction@exemple.invalid"
[address]
names = ["{name}"]
"""
NAME, OTHER = "ecole-essai.local", "ecole-essai-2.local"
ONE, TWO, MOVED, PHONE = "192.168.77.11", "192.168.77.12", "192.168.77.31", "192.168.77.50"


class Network:
    """A switch, and machines that hang on it: (name, address) each."""

    def __init__(self, machines):
        self.tag = f"pm{os.getpid()}"
        self.machines = [name for name, _ in machines]
        self.ip("netns", "add", self.space("switch"))
        self.inside("switch", "ip", "link", "add", "br0", "type", "bridge")
        self.inside("switch", "ip", "link", "set", "br0", "up")
        for name, address in machines:
            self.ip("netns", "add", self.space(name))
            self.inside(name, "ip", "link", "add", "eth0", "type", "veth", "peer", "name", name, "netns", self.space("switch"))
            self.inside("switch", "ip", "link", "set", name, "master", "br0", "up")
            self.inside(name, "ip", "address", "add", f"{address}/24", "dev", "eth0")
            for link in ("lo", "eth0"):
                self.inside(name, "ip", "link", "set", link, "up")
            self.inside(name, "ip", "route", "add", "224.0.0.0/4", "dev", "eth0")

    def space(self, name):
        return f"{self.tag}-{name}"

    def ip(self, *words):
        subprocess.run(["ip", *words], check=True)

    def inside(self, name, *words):
        return subprocess.run(self.command(name, *words), check=True, capture_output=True, text=True).stdout

    def command(self, name, *words):
        return ["ip", "netns", "exec", self.space(name), *words]

    def move(self, name, old, new):
        self.inside(name, "ip", "address", "del", f"{old}/24", "dev", "eth0")
        self.inside(name, "ip", "address", "add", f"{new}/24", "dev", "eth0")
        self.inside(name, "ip", "route", "replace", "224.0.0.0/4", "dev", "eth0")

    def down(self):
        for name in [*self.machines, "switch"]:
            subprocess.run(["ip", "netns", "del", self.space(name)], check=False, capture_output=True)


class Box:
    """One school's folder and its service, on one machine of the network."""

    def __init__(self, network, name, program, folder, at="0.0.0.0"):
        self.network, self.name, self.program, self.at, self.child = network, name, program, at, None
        self.data = os.path.join(folder, name)

    def run(self, *words):
        done = subprocess.run([self.program, *words, "--data", self.data], capture_output=True, text=True)
        return done.stdout

    def set_up(self, name):
        answers = self.data + ".toml"
        with open(answers, "w") as file:
            file.write(SCHOOL.format(name=name))
        said = subprocess.run([self.program, "init", "--data", self.data, "--answers", answers], capture_output=True, text=True)
        if said.returncode != 0:
            sys.exit(f"preau init : {said.stdout}{said.stderr}")

    def start(self):
        # A machine's name of its own, the same for each: both are called « boite » before they are set up.
        serve = f"hostname boite && exec {self.program} serve --data {self.data} --https {self.at}:443 --http {self.at}:80"
        command = self.network.command(self.name, "unshare", "--uts", "sh", "-c", serve)
        self.log = open(self.data + ".log", "a")
        self.child = subprocess.Popen(command, stdout=self.log, stderr=subprocess.STDOUT)
        return self

    def stop(self):
        if self.child:
            self.child.terminate()
            try:
                self.child.wait(30)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()
            self.child = None

    def figures(self):
        """Its own /metrics, asked on the machine."""
        script = (
            "import ssl,urllib.request as r;c=ssl._create_unverified_context();"
            "print(r.urlopen('https://127.0.0.1/metrics',context=c,timeout=5).read().decode())"
        )
        try:
            return self.network.inside(self.name, sys.executable, "-c", script)
        except subprocess.CalledProcessError:
            return ""

    def doctor(self):
        found = json.loads(self.run("doctor", "--json") or '{"findings":[]}')["findings"]
        return {one["topic"]: one for one in found}


def found(network, name, seconds=2.5):
    asked = network.inside("phone", sys.executable, os.path.join(HERE, "mdns_ask.py"), PHONE, name, str(seconds))
    return sorted(asked.split())


def until(what, seconds=40):
    """Whether it comes to hold, and after how long."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if what():
            return time.monotonic() - began
        time.sleep(0.5)
    return None


VISIT = """
import socket, ssl, sys
address, name = sys.argv[1:]
blind = ssl._create_unverified_context()
def get(context, path):
    line = context.wrap_socket(socket.create_connection((address, 443), 5), server_hostname=name)
    line.sendall(f"GET {path} HTTP/1.0\\r\\nHost: {name}\\r\\n\\r\\n".encode())
    answer = b""
    while piece := line.recv(65536):
        answer += piece
    return answer.split(b"\\r\\n\\r\\n", 1)[1].decode()
pem = get(blind, "/confiance/preau.pem")
try:
    print(get(ssl.create_default_context(cadata=pem), "/confiance"))
except ssl.SSLCertVerificationError as error:
    print("REFUSED", error)
"""


def visit(network, address, name):
    """The page of trust as a phone of the school sees it, that trusts the box's own authority."""
    return network.inside("phone", sys.executable, "-c", VISIT, address, name)


def one_box(network, one):
    part("une boîte seule")
    one.set_up(NAME)
    one.start()
    took = until(lambda: found(network, NAME) == [ONE])
    check(f"{NAME} mène à la boîte", took is not None, open(one.data + ".log").read())
    note(f"trouvée en {took or 0:.1f} s")
    page = visit(network, ONE, NAME)
    check("son certificat vaut pour ce nom", "REFUSED" not in page and NAME in page, page[:300])
    check("personne ne répond à un autre nom", found(network, "autre.local") == [])
    check("le médecin dit que le nom est trouvé", one.doctor().get("local_name", {}).get("state") == "well", str(one.doctor()))


def conflict(network, one, two):
    part("deux boîtes du même nom")
    two.set_up(NAME)
    two.start()
    took = until(lambda: found(network, OTHER) == [TWO])
    check(f"la seconde répond à {OTHER}", took is not None, open(two.data + ".log").read())
    check("la première garde le sien, elle seule", found(network, NAME) == [ONE], str(found(network, NAME)))
    renewed = until(lambda: "REFUSED" not in visit(network, TWO, OTHER))
    check(f"le certificat de la seconde vaut pour {OTHER}, sous son autorité", renewed is not None, visit(network, TWO, OTHER))
    check("la page /confiance dit ce nom", OTHER in visit(network, TWO, OTHER))
    said = two.doctor().get("local_name", {})
    check("le médecin le dit, et quoi faire", said.get("state") == "watch" and OTHER in said.get("says", ""), str(said))
    check("ses chiffres aussi", "preau_local_name_held 0" in two.figures(), two.figures()[-300:])
    two.stop()
    check("arrêtée, elle dit au revoir", until(lambda: found(network, OTHER) == []) is not None)


def moves(network, one):
    part("la boîte change d'adresse")
    network.move("one", ONE, MOVED)
    took = until(lambda: found(network, NAME) == [MOVED])
    check("le nom suit", took is not None, str(found(network, NAME)))
    note(f"suivie en {took or 0:.1f} s")
    check("la page est servie à la nouvelle adresse", took is not None and NAME in visit(network, MOVED, NAME))
    one.stop()
    network.move("one", MOVED, ONE)


def not_set_up(network, boxes):
    part("deux boîtes neuves, d'une même machine")
    first, second = boxes
    first.start()
    until(lambda: found(network, "boite.local") == [ONE])
    second.start()
    path = os.path.join(second.data, "INSTALLATION.txt")
    told = lambda: os.path.exists(path) and "https://boite-2.local\n" in open(path).read()
    check("INSTALLATION.txt de la seconde dit boite-2.local", until(told) is not None, open(path).read()[:600] if os.path.exists(path) else "")
    check("et ce nom y mène", until(lambda: found(network, "boite-2.local") == [TWO]) is not None)
    check("INSTALLATION.txt de la première n'a pas bougé", "https://boite.local\n" in open(os.path.join(first.data, "INSTALLATION.txt")).read())
    for box in boxes:
        box.stop()


def silent(network, box):
    part("une école derrière un frontal, sur 127.0.0.1")
    box.set_up(NAME)
    box.start()
    check("elle sert", until(lambda: "preau_set_up 1" in box.figures()) is not None)
    time.sleep(6)
    check("elle n'annonce rien", found(network, NAME) == [])
    check("elle n'ouvre pas le port 5353", ":14E9 " not in network.inside(box.name, "cat", "/proc/net/udp", "/proc/net/udp6"))
    check("elle n'en dit rien non plus", "local_name" not in box.figures())
    box.stop()


def beside_avahi(network, box, folder):
    part("avahi-daemon sur la même machine")
    if os.path.exists("/run/avahi-daemon/socket"):
        return note("un avahi-daemon tourne déjà sur cette machine : passé")
    config = os.path.join(folder, "avahi.conf")
    with open(config, "w") as file:
        file.write("[server]\nhost-name=machine\nenable-dbus=no\nuse-ipv6=no\n[publish]\npublish-workstation=no\n")
    command = network.command(box.name, "avahi-daemon", "--no-drop-root", "--no-chroot", "--no-rlimits", "-f", config)
    avahi = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        check("avahi annonce le nom de la machine", until(lambda: found(network, "machine.local") == [ONE]) is not None)
        box.start()
        check("et la boîte celui de l'école", until(lambda: found(network, NAME) == [ONE]) is not None)
        check("chacun le sien, encore", found(network, "machine.local") == [ONE] and found(network, NAME) == [ONE])
    finally:
        box.stop()
        avahi.terminate()
        avahi.wait(20)


def main(program):
    folder = tempfile.mkdtemp(prefix="preau-mdns.")
    network = Network([("one", ONE), ("two", TWO), ("phone", PHONE)])
    box = lambda name, sub, at="0.0.0.0": Box(network, name, program, os.path.join(folder, sub), at)
    for sub in ("school", "new", "front"):
        os.mkdir(os.path.join(folder, sub))
    boxes = [box("one", "school"), box("two", "school"), box("one", "new"), box("two", "new"), box("one", "front", "127.0.0.1")]
    try:
        one_box(network, boxes[0])
        conflict(network, *boxes[:2])
        moves(network, boxes[0])
        not_set_up(network, boxes[2:4])
        silent(network, boxes[4])
        beside_avahi(network, boxes[0], folder)
    finally:
        for one in boxes:
            one.stop()
        network.down()
        shutil.rmtree(folder, ignore_errors=True)
    ended()


if __name__ == "__main__":
    main(sys.argv[1])
