"""A town in four places: a parent at home, the relay of the town hall, the router of a school, and its box behind it. All that is
shipped is used as it is shipped: preau-relay, haproxy.cfg and sshd_config on one side, preau-tunnel and its unit on the other."""

import configparser
import http.client
import os
import re
import shlex
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time

from box import ANSWERS, Box, activate
from space import Space, end
from visitor import Gone, Visitor

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "../..")
RELAY_FILES = os.path.join(ROOT, "packaging/relay")
NAME, NUMBER = "ecole-preuve.exemple.fr", 7
RELAY, PARENT, OTHER_PARENT = "203.0.113.1", "198.51.100.2", "198.51.100.3"
RELAY_SIX, PARENT_SIX = "2001:db8:1::1", "2001:db8:1::2"
ROUTER_OUTSIDE, ROUTER_INSIDE, BOX = "203.0.113.2", "192.168.77.1", "192.168.77.2"
# Nothing comes in, and nothing goes out but HTTPS.
ROUTER_RULES = """table inet router {
  chain forward {
    type filter hook forward priority 0; policy drop;
    ct state established,related accept
    iifname "inside" oifname "outside" tcp dport 443 accept
  }
  chain input { type filter hook input priority 0; policy drop; iifname { "inside", "lo" } accept; ct state established accept; }
  chain source { type nat hook postrouting priority 100; oifname "outside" masquerade; }
}"""


class FromHome(Visitor):
    """A browser at home: it calls the school by its public name, and believes nobody but the school's own authority."""

    def __init__(self, lab, cookies=None, source=PARENT, timeout=20, to=RELAY):
        super().__init__(443, cookies, timeout)
        self.lab, self.source, self.space, self.to = lab, source, lab.parent, to

    def _line(self):
        context = ssl.create_default_context(cadata=self.lab.authority)
        line = http.client.HTTPSConnection(NAME, 443, timeout=self.timeout, context=context, source_address=(self.source, 0))
        line._create_connection = lambda _to, timeout, source: socket.create_connection((self.to, 443), timeout, source)
        return line

    def _ask(self, *words):
        with self.space.seen():
            return super()._ask(*words)

    def stream(self, *words):
        with self.space.seen():
            return super().stream(*words)


class AtSchool(FromHome):
    """The same name on the school's own network, without any relay: a neighbour of the box."""

    def __init__(self, lab, cookies=None):
        super().__init__(lab, cookies, ROUTER_INSIDE)
        self.space, self.to = lab.router, BOX


class Tunnel:
    """The unit's own command, started again as the unit says: systemd is not on this network (scripts/fleet-tools has it)."""

    def __init__(self, box):
        unit = configparser.RawConfigParser(strict=False)
        unit.optionxform = str
        unit.read(os.path.join(ROOT, "systemd/preau-tunnel.service"))
        service = unit["Service"]
        if service["Restart"] != "always":
            raise SystemExit("preau-tunnel.service ne se relance pas toujours")
        self.words = ["setpriv", f"--reuid={service['User']}", f"--regid={service['Group']}", "--clear-groups", "--no-new-privs",
                      *shlex.split(service["ExecStart"])]
        self.pause, self.box = float(service["RestartSec"]), box
        self.stopping, self.process, self.begun = threading.Event(), None, 0
        self.thread = threading.Thread(target=self._again_and_again, daemon=True)
        self.thread.start()

    def _again_and_again(self):
        while not self.stopping.is_set():
            self.process = self.box.start(*self.words, log="tunnel.log")
            self.begun += 1
            self.process.wait()
            self.box.started.remove(self.process)
            self.stopping.wait(self.pause)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)

    def stop(self):
        self.stopping.set()
        if self.process:
            end(self.process)
        self.thread.join(10)


class Lab:
    def __init__(self, program, folder):
        self.program, self.folder, self.tunnel, self.service = os.path.abspath(program), folder, None, None
        self.spaces = []
        self.parent, self.relay, self.router, self.box = (self._space(name) for name in ("parent", "relais", "routeur", "boite"))

    def _space(self, name):
        space = Space(name, self.folder)
        self.spaces.append(space)
        return space

    def close(self):
        if self.tunnel:
            self.tunnel.stop()
        for space in self.spaces:
            space.close()

    def wire(self):
        self.parent.join(self.relay, ("home", f"{PARENT}/24"), ("homes", "198.51.100.1/24"))
        self.parent.run("ip", "address", "add", f"{OTHER_PARENT}/24", "dev", "home")
        for space, address, line in ((self.parent, PARENT_SIX, "home"), (self.relay, RELAY_SIX, "homes")):
            space.run("ip", "-6", "address", "add", f"{address}/64", "dev", line, "nodad")
        self.relay.join(self.router, ("town", f"{RELAY}/24"), ("outside", f"{ROUTER_OUTSIDE}/24"))
        self.router.join(self.box, ("inside", f"{ROUTER_INSIDE}/24"), ("school", f"{BOX}/24"))
        self.parent.run("ip", "route", "add", "default", "via", "198.51.100.1")
        self.box.run("ip", "route", "add", "default", "via", ROUTER_INSIDE)
        self.router.run("ip", "route", "add", "default", "via", RELAY)
        # Whoever knows the way may try it: what stops them is the router.
        self.relay.run("ip", "route", "add", "192.168.77.0/24", "via", ROUTER_OUTSIDE)
        for space in (self.relay, self.router):
            space.run("sysctl", "-qw", "net.ipv4.ip_forward=1")
        self.router.run("nft", "-f", "-", input=ROUTER_RULES)

    def school(self, content):
        """A box as it is before anybody has heard of a relay, with a document of the director's. Gives her cookies."""
        self.box.empty("/var/lib", "/run")
        for space in (self.box, self.router):
            space.own("/etc")
            # What the town's DNS would say.
            with open(os.path.join(space.folder, "etc/hosts"), "a") as hosts:
                hosts.write(f"{RELAY} {NAME}\n")
        answers = os.path.join(self.folder, "reponses.toml")
        with open(answers, "w", encoding="utf-8") as file:
            file.write(ANSWERS.rstrip().rsplit("\n", 1)[0] + f'\nnames = ["{NAME}"]\npublic_address = "https://{NAME}"\n')
        self.data = os.path.join(self.folder, "data")
        told = self.box.run(self.program, "init", "--answers", answers, "--data", self.data).stdout
        code = re.search(r"Code d’accès\s+(\S+)", told).group(1)
        # As the package leaves it.
        self.box.run("install", "-D", os.path.join(ROOT, "packaging/preau.toml"), "/etc/preau/preau.toml")
        self.serve()
        with self.box.seen():
            inside = Box("", "")
            inside.port = 443
            director = activate(inside, "anne.directrice", code)
            said = {"tus-resumable": "1.0.0"}
            begun = director.send("POST", "/documents/moi/envois", b"", {**said, "upload-length": str(len(content)), "upload-metadata": "filename RmlsbS5iaW4="})
            director.send("PATCH", begun.location, content, {**said, "upload-offset": "0", "content-type": "application/offset+octet-stream"})
            director.close()
        self.authority = self._authority()
        return director

    def _authority(self):
        """The part that everybody may have, as a town's group policy would spread it."""
        with self.box.seen():
            page = Visitor(443).get("/confiance").text
            path = re.search(r'href="(/confiance/[^"]+\.pem)"', page).group(1)
            return Visitor(443).get(path).text

    def serve(self, *told):
        """With what `systemctl edit` would tell it: NAME=VALUE."""
        if self.service:
            end(self.service)
            self.box.started.remove(self.service)
        self.service = self.box.start("env", *told, self.program, "serve", "--data", self.data, log="preau.log")
        if not until(lambda: self.listens(self.box, 443), 30):
            raise SystemExit(f"la boîte ne démarre pas : {self.said(self.box, 'preau.log')}")

    def install_relay(self):
        relay = self.relay
        relay.own("/etc")
        relay.empty("/run")
        relay.run("mkdir", "-p", "/run/sshd", "/run/haproxy", "/etc/preau-relay", "/etc/haproxy")
        relay.run("cp", os.path.join(RELAY_FILES, "haproxy.cfg"), "/etc/haproxy/haproxy.cfg")
        relay.run("cp", os.path.join(RELAY_FILES, "sshd_config"), "/etc/preau-relay/sshd_config")
        self.preau_relay("init")
        self.key = self.preau_relay("key").stdout.strip()

    def preau_relay(self, *words, check=True):
        return self.relay.run("sh", os.path.join(RELAY_FILES, "preau-relay"), *words, check=check)

    def open_relay(self):
        self.haproxy = self.relay.start("haproxy", "-db", "-f", "/etc/haproxy/haproxy.cfg", log="haproxy.log")
        self.sshd = self.relay.start("/usr/sbin/sshd", "-D", "-e", "-f", "/etc/preau-relay/sshd_config", log="sshd.log")
        if not until(lambda: self.listens(self.relay, 443) and self.listens(self.relay, 2222), 10):
            raise SystemExit(self.said(self.relay, "haproxy.log") + self.said(self.relay, "sshd.log"))

    def enrol(self):
        """On the box; gives what it asks the town hall to do."""
        # There is no sysusers on this network: the account as the package's file says it.
        self.box.run("useradd", "--system", "--no-create-home", "--home-dir", "/var/lib/preau-tunnel", "--shell", "/usr/sbin/nologin", "preau-tunnel")
        script = os.path.join(ROOT, "packaging/preau-tunnel")
        said = self.box.run("sh", script, "enrol", RELAY, str(NUMBER), NAME, *self.key.split()).stdout
        return re.search(r"^  preau-relay (add .+)$", said, re.M).group(1).split()

    def reload_haproxy(self):
        end(self.haproxy)
        end(self.sshd)
        self.open_relay()

    def listens(self, space, port):
        return f":{port} " in space.run("ss", "-Hltn").stdout

    def ssh(self, *words, config="/etc/preau/tunnel.conf", seconds=15):
        """The box's own key, asking for something else."""
        command = ["timeout", str(seconds), "setpriv", "--reuid=preau-tunnel", "--regid=preau-tunnel", "--clear-groups", "ssh", "-F", config, *words]
        return self.box.run(*command, check=False)

    def said(self, space, log):
        with open(os.path.join(space.folder, log), errors="replace") as file:
            return file.read()[-2000:]

    def page(self, timeout=3):
        try:
            return FromHome(self, timeout=timeout).get("/connexion").status
        except Gone:
            return None

    def back_within(self, seconds):
        """How long until a page is served from home, or nothing."""
        began = time.monotonic()
        return time.monotonic() - began if until(lambda: self.page(1) == 200, seconds) else None


def until(holds, seconds):
    end_at = time.monotonic() + seconds
    while time.monotonic() < end_at:
        if holds():
            return True
        time.sleep(0.1)
    return False


def need_root():
    if os.geteuid() != 0:
        raise SystemExit("root seulement, pour faire des réseaux")
    for tool in ("haproxy", "nft", "ssh", "setpriv", "nsenter"):
        if not shutil.which(tool):
            raise SystemExit(f"il manque {tool}")
