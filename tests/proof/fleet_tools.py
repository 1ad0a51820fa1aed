"""Ansible and cloud-init on real machines: Debian under systemd-nspawn, on a network of their own. See scripts/fleet-tools."""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time

from box import ANSWERS
from boxes_say import check, ended, note, part
from nspawn import Machine, root_archive

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "../..")
ANSIBLE = os.path.join(ROOT, "packaging/ansible")
CLIENT = os.path.join(HERE, "boxes_client.py")
MORE = ",openssh-server,openssh-client,python3,python3-apt,haproxy,cloud-init,netcat-openbsd"
NAME, NUMBER = "ecole-preuve.exemple.fr", 3
RELAY, BOX = "203.0.113.1", "203.0.113.2"


class Town:
    def __init__(self, args):
        self.args, self.work = args, args.work
        archive = root_archive(args.cache, "racine-flotte-bookworm", MORE)
        self.relay, self.box = (Machine(name, args.work, archive) for name in ("relais", "boite"))
        self.key = os.path.join(args.work, "ansible")
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.key], check=True)
        with open(self.key + ".pub") as file:
            public = file.read()
        for machine in (self.relay, self.box):
            # Nothing but Ansible's own way in; cloud-init has another machine.
            machine.put("/etc/ssh/essai_keys", public)
            machine.put("/etc/ssh/sshd_config.d/essai.conf", "AuthorizedKeysFile /etc/ssh/essai_keys\nPermitRootLogin prohibit-password\n")
            machine.put("/etc/cloud/cloud-init.disabled", "")

    def boot(self):
        self.relay.boot()
        self.box.boot()
        ends = ["ip", "link", "add", "relais0", "netns", str(self.relay.leader), "type", "veth", "peer", "name", "boite0", "netns"]
        subprocess.run([*ends, str(self.box.leader)], check=True)
        for machine, end, address in ((self.relay, "relais0", RELAY), (self.box, "boite0", BOX)):
            machine.ask("ip", "address", "add", f"{address}/24", "dev", end)
            machine.ask("ip", "link", "set", end, "up")

    def erase(self):
        for machine in (self.box, self.relay):
            machine.erase()

    def play(self, boxes, relay_key):
        """Both roles, as commune.yml has them; the counts of each machine."""
        hosts = {
            "relais": {"hosts": {"relais": {"ansible_host": "127.0.0.1", "preau_relay_boxes": boxes, "preau_relay_packages": False}}},
            "boites": {"hosts": {"boite": {
                "ansible_host": BOX, "preau_box_package": self.args.deb, "preau_box_packages": False,
                "preau_box_answers": os.path.join(self.work, "reponses.toml"),
                "preau_box_relay": RELAY if relay_key else "", "preau_box_relay_key": relay_key,
                "preau_box_number": NUMBER, "preau_box_public_name": NAME,
            }}},
        }
        inventory = os.path.join(self.work, "inventaire.json")
        with open(inventory, "w") as file:
            json.dump({"all": {"children": hosts, "vars": {"ansible_user": "root", "ansible_ssh_private_key_file": self.key}}}, file)
        environment = {**os.environ, "ANSIBLE_HOST_KEY_CHECKING": "False", "ANSIBLE_NOCOLOR": "1", "ANSIBLE_LOCAL_TEMP": self.work,
                       "ANSIBLE_SSH_ARGS": f"-o ControlMaster=auto -o ControlPersist=20s -o ControlPath={self.work}/cm-%C -o UserKnownHostsFile=/dev/null", "LC_ALL": "C.UTF-8"}
        words = self.relay.on_its_network("ansible-playbook", "-i", inventory, "commune.yml")
        done = subprocess.run(words, cwd=ANSIBLE, env=environment, capture_output=True, text=True, timeout=600)
        counts = {host: {what: int(count) for what, count in re.findall(r"(\w+)=(\d+)", line)}
                  for host, line in re.findall(r"^(relais|boite)\s*: (ok=.*)$", done.stdout, re.M)}
        if done.returncode != 0 or len(counts) != 2:
            raise SystemExit(f"ansible-playbook : {done.returncode}\n{done.stdout[-5000:]}{done.stderr[-2000:]}")
        return counts, done.stdout

    def page(self):
        """From the relay's own side, by the public name; who answers is the box."""
        words = self.relay.on_its_network(sys.executable, "-B", CLIENT, "443", "named", RELAY, NAME)
        done = subprocess.run(words, capture_output=True, text=True, timeout=60)
        return json.loads(done.stdout) if done.returncode == 0 else {"error": done.stderr[-500:]}

    def back_within(self, seconds):
        began = time.monotonic()
        while time.monotonic() < began + seconds:
            if self.page().get("status") == 200:
                return time.monotonic() - began
            time.sleep(0.1)
        return None


def roles(town):
    part("Ansible, une première fois")
    with open(os.path.join(town.work, "reponses.toml"), "w") as file:
        file.write(ANSWERS.replace("ecole-preuve.local", NAME) + f'public_address = "https://{NAME}"\n')
    began = time.monotonic()
    town.play([], "")
    note(f"relais et boîte : {time.monotonic() - began:.0f} s")
    check("la boîte est installée et préparée", town.box.ask("systemctl", "is-active", "preau.service") == "active"
          and os.path.exists(town.box.path("/etc/preau/premier-acces.txt")))
    check("les réponses sont effacées", not os.path.exists(town.box.path("/etc/preau/answers.toml")))
    check("sans relais nommé, aucun tunnel", town.box.run("systemctl", "is-active", "preau-tunnel.service").stdout.strip() == "inactive")

    part("Ansible, le relais et la boîte se connaissent")
    relay_key = town.relay.ask("/usr/local/sbin/preau-relay", "key")
    _, said = town.play([], relay_key)
    named = re.search(rf"{re.escape(NAME)} {NUMBER} (ssh-ed25519 \S{{68}})", said)
    check("la boîte inscrite dit sa clé", named is not None, said)
    boxes = [{"name": NAME, "number": NUMBER, "key": named.group(1)}]
    town.play(boxes, relay_key)
    spent = town.back_within(15)
    check("la page est servie par le relais", spent is not None, str(town.page()))
    check("… sous le certificat de la boîte elle-même", town.page().get("certificate") == own_certificate(town.box))
    check("preau-relay list le dit", "ouvert" in town.relay.ask("/usr/local/sbin/preau-relay", "list"))

    part("Ansible, encore")
    counts, said = town.play(boxes, relay_key)
    for host, count in counts.items():
        check(f"{host} : rien ne change", count["changed"] == 0 and count["failed"] == 0, said)


def own_certificate(machine):
    done = subprocess.run(machine.on_its_network(sys.executable, "-B", CLIENT, "443", "named_greeting", "127.0.0.1", NAME), capture_output=True, text=True)
    return json.loads(done.stdout)["certificate"]


def confined(town):
    part("le tunnel sous systemd")
    for machine, unit, most in ((town.box, "preau-tunnel.service", 1.5), (town.relay, "preau-relay-sshd.service", 6.0)):
        said = machine.ask("systemd-analyze", "security", "--no-pager", unit)
        exposure = float(re.search(r"level for \S+: ([0-9.]+)", said).group(1))
        note(f"systemd-analyze security {unit} : {exposure}")
        check(f"… {most} au plus", exposure <= most)
        said = machine.run("systemd-analyze", "verify", "--man=no", unit)
        check(f"systemd-analyze verify {unit}", said.returncode == 0 and not said.stderr, said.stderr)
    pid = town.box.ask("systemctl", "show", "--property=MainPID", "--value", "preau-tunnel.service")
    status = town.box.ask("cat", f"/proc/{pid}/status")
    check("le tunnel n’a aucun privilège", re.search(r"CapEff:\s+0+$", status, re.M) is not None, status)
    check("… et son propre compte", town.box.ask("stat", "-c", "%U", f"/proc/{pid}") == "preau-tunnel")
    seen = town.box.run("nsenter", "--target", pid, "--mount", "ls", "/var/lib/preau")
    check("… qui ne voit pas l’école", seen.returncode != 0 or not seen.stdout.strip(), seen.stdout)
    key = town.box.ask("stat", "-c", "%U %a", "/var/lib/preau-tunnel/id_ed25519")
    check("sa clé n’est qu’à lui", key == "preau-tunnel 600", key)
    town.box.ask("kill", "-KILL", pid)
    spent = town.back_within(10)
    check("tué, il est revenu en moins de 10 s", spent is not None)
    note(f"tué : {spent or 0:.1f} s")
    town.relay.ask("systemctl", "restart", "preau-relay-sshd.service", "haproxy.service")
    spent = town.back_within(10)
    check("le relais relancé, la page est revenue en moins de 10 s", spent is not None)
    note(f"relais relancé : {spent or 0:.1f} s")
    town.box.ask("preau-tunnel", "off")
    check("fermé, il l’est", town.page().get("status") is None and "fermé" in town.box.ask("preau-tunnel", "status"))
    town.box.ask("preau-tunnel", "on")
    check("rouvert, la page revient", town.back_within(10) is not None)
    town.relay.ask("/usr/local/sbin/preau-relay", "remove", NAME)
    time.sleep(2)
    check("retirée du relais, la boîte ne s’atteint plus", town.page().get("status") is None)
    town.box.run("dpkg", "--purge", "preau", check=True)
    left = [path for path in ("/var/lib/preau-tunnel", "/etc/preau/tunnel.conf") if os.path.exists(town.box.path(path))]
    check("la purge emporte la clé du tunnel, pas l’école", not left and os.path.exists(town.box.path("/var/lib/preau/preau.db")), str(left))


def first_start(args):
    part("cloud-init, au premier démarrage")
    machine = Machine("nuage", args.work, root_archive(args.cache, "racine-flotte-bookworm", MORE))
    try:
        shutil.copytree(os.path.join(args.repository, "public"), machine.path("/srv/depot"))
        with open(os.path.join(ROOT, "packaging/cloud-init/boite.yaml")) as file, open(os.path.join(args.repository, "cle.asc")) as key:
            data = file.read().replace("https://paquets.exemple.fr/", "file:/srv/depot")
            armoured = key.read().strip().replace("\n", "\n      ")
        data = re.sub(r"-----BEGIN PGP.*?END PGP PUBLIC KEY BLOCK-----", lambda _: armoured, data, flags=re.S)
        machine.put("/var/lib/cloud/seed/nocloud/user-data", data)
        machine.put("/var/lib/cloud/seed/nocloud/meta-data", "instance-id: essai-1\n")
        began = time.monotonic()
        machine.boot()
        done = machine.run("timeout", "240", "cloud-init", "status", "--wait", "--long")
        note(f"du démarrage à l’école prête : {time.monotonic() - began:.0f} s")
        log = machine.run("tail", "-n", "40", "/var/log/cloud-init-output.log").stdout
        check("cloud-init a fini sans erreur", "status: done" in done.stdout, log + done.stdout + machine.run("cat", "/run/cloud-init/result.json").stdout)
        check("l’école est servie", status(machine) == 200, log)
        check("le code de la direction attend", os.path.exists(machine.path("/etc/preau/premier-acces.txt")))
        check("les réponses sont effacées", not os.path.exists(machine.path("/etc/preau/answers.toml")))
        check("le nom de la machine", machine.ask("hostname") == "boite-jaures")
        before = machine.ask("stat", "-c", "%Y %i", "/etc/preau/premier-acces.txt")
        machine.stop()
        machine.boot()
        machine.run("timeout", "120", "cloud-init", "status", "--wait")
        check("au deuxième démarrage, rien n’est refait", machine.ask("stat", "-c", "%Y %i", "/etc/preau/premier-acces.txt") == before
              and not os.path.exists(machine.path("/etc/preau/answers.toml")) and status(machine) == 200)
    finally:
        machine.erase()


def status(machine):
    done = subprocess.run(machine.on_its_network(sys.executable, "-B", CLIENT, "443", "status", "/confiance"), capture_output=True, text=True)
    return json.loads(done.stdout).get("status") if done.returncode == 0 else done.stderr


def main():
    parser = argparse.ArgumentParser()
    for name in ("deb", "repository", "cache", "work"):
        parser.add_argument(f"--{name}", required=True)
    args = parser.parse_args()
    town = Town(args)
    try:
        town.boot()
        roles(town)
        confined(town)
    finally:
        town.erase()
    first_start(args)
    ended()


if __name__ == "__main__":
    main()
