"""A public certificate from pebble, asked for and renewed while people are on the box: by port 80, by port 443, by the town's
DNS, when the authority suggests it; then an authority that says no or is dead, and our own certificate in the meantime."""

import argparse
import os
import re
import socket
import ssl
import stat
import subprocess
import tempfile
import threading
import time

from acme_authority import LIFE, NAME, Authority
from box import ANSWERS as SCHOOL, Box, activate, free_port, wait_for_page
from boxes_say import check, ended, note, part

ANSWERS = SCHOOL + f"""public_address = "https://{NAME}"
[certificate]
names = ["{NAME}"]
contact = "mairie@ecole-preuve.fr"
way = "http"
agrees = true
"""
PAGE = "/reglages/certificat/public"


class Configured(Box):
    """With a configuration of its own, on ports that do not change."""

    def __init__(self, binary, folder):
        super().__init__(binary, os.path.join(folder, "data"))
        self.config = os.path.join(folder, "preau.toml")
        self.port, self.http = free_port(), free_port()

    def command(self, *words, check=True):
        return super().command(*words, "--config", self.config, check=check)

    def serve(self):
        places = ["--https", f"127.0.0.1:{self.port}", "--http", f"127.0.0.1:{self.http}"]
        words = [self.binary, "serve", "--data", self.data, "--config", self.config, *places]
        self.said = open(self.config + ".log", "a")
        self.process = subprocess.Popen(words, stdout=self.said, stderr=self.said)
        wait_for_page(self.port, lambda: self.process.poll() is None, 60)


def shown(port, name=NAME):
    """The certificate that a browser gets for that name: its serial number, and who signed it."""
    trust = ssl.create_default_context()
    trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", port), 10) as line, trust.wrap_socket(line, server_hostname=name) as tls:
        der = tls.getpeercert(True)
    read = ["openssl", "x509", "-inform", "der", "-noout", "-serial", "-issuer"]
    said = subprocess.run(read, input=der, capture_output=True).stdout.decode()
    return re.search(r"serial=(\w+)", said).group(1), said.split("issuer=")[1].strip()


class People:
    """Who reads pages meanwhile: some on one connection from beginning to end, one on a new one each time."""

    def __init__(self, port, held=4):
        self.port, self.pages, self.faults, self.going = port, 0, [], True
        doings = [self._hold] * held + [self._come]
        self.threads = [threading.Thread(target=self._watch, args=(doing,), daemon=True) for doing in doings]
        for thread in self.threads:
            thread.start()

    def leave(self):
        self.going = False
        for thread in self.threads:
            thread.join(20)

    def _watch(self, doing):
        try:
            doing()
        except (OSError, ValueError) as error:
            self.faults.append(f"{doing.__name__}: {error!r}")

    def _hold(self):
        with self._line() as line:
            while self.going:
                self._read(line)
                time.sleep(0.1)

    def _come(self):
        while self.going:
            with self._line() as line:
                self._read(line)
            time.sleep(0.2)

    def _line(self):
        trust = ssl.create_default_context()
        trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
        return trust.wrap_socket(socket.create_connection(("127.0.0.1", self.port), 10), server_hostname=NAME)

    def _read(self, line):
        line.sendall(f"GET /connexion HTTP/1.1\r\nHost: {NAME}\r\n\r\n".encode())
        heard = b""
        while b"\r\n\r\n" not in heard:
            heard += self._more(line)
        head, body = heard.split(b"\r\n\r\n", 1)
        if not head.startswith(b"HTTP/1.1 200"):
            raise ValueError(head[:60])
        length = int(re.search(rb"content-length: (\d+)", head, re.I).group(1))
        while len(body) < length:
            body += self._more(line)
        self.pages += 1

    @staticmethod
    def _more(line):
        piece = line.recv(65536)
        if not piece:
            raise OSError("la ligne est coupée")
        return piece


def until(holds, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = holds()
        if found:
            return found
        time.sleep(0.5)
    return None


class Proof:
    def __init__(self, binary, folder):
        self.box = Configured(binary, folder)
        self.authority = Authority(folder, self.box.http, self.box.port)
        with open(self.box.config, "w") as file:
            file.write(f'acme = "https://localhost:{self.authority.between}/dir"\nacme_roots = "{folder}/ville.pem"\n')
        self.answers = os.path.join(folder, "reponses.toml")
        with open(self.answers, "w") as file:
            file.write(ANSWERS)
        self.director = None

    def is_public(self):
        serial, issuer = shown(self.box.port)
        return serial if "Pebble" in issuer else None

    def another(self, than, seconds=LIFE + 30):
        return until(lambda: (found := self.is_public()) and found != than and found, seconds)

    def wish(self, way):
        fields = {"noms": NAME, "contact": "", "preuve": way, "conditions": "oui"}
        return self.post(PAGE, fields)

    def post(self, path, fields=()):
        # Minutes pass between two: the server has hung up, and a write is not said twice by itself.
        self.director.close()
        return self.director.post(path, fields)

    def said(self):
        """What the director reads of it."""
        page = self.director.get(PAGE).text
        return f"{dict(self.authority.taken)} {re.sub(r'<[^>]+>', ' ', page[page.index('<main'):page.index('</main')])}"

    def doctor(self):
        return self.box.command("doctor", "--json", check=False).stdout

    def run(self):
        self.authority.start()
        code = re.search(r"Code d’accès\s+(\S+)", self.box.command("init", "--answers", self.answers).stdout).group(1)
        self.box.serve()
        self.director = activate(self.box, "anne.directrice", code)
        people = People(self.box.port)
        first = self.first()
        second = self.renewed(first)
        third = self.suggested(second)
        fourth = self.by_dns(third)
        people.leave()
        check(f"aucune ligne coupée en {people.pages} pages, cinq certificats durant", not people.faults and people.pages > 100, "\n".join(people.faults))
        fifth = self.limited(fourth)
        self.dead(fifth)

    def first(self):
        part("le premier, par le port 80")
        check("avant lui, le certificat de l’école répond", not self.is_public())
        first = self.another(None)
        check("le certificat public est servi par son nom", first, self.director.get(PAGE).text[-3000:])
        check("par l’adresse en chiffres, celui de l’école", "Pebble" not in shown(self.box.port, None)[1])
        check("par un autre nom, celui de l’école", "Pebble" not in shown(self.box.port, "ecole-preuve.local")[1])
        check("pebble est passé par le port 80", self.authority.taken["http-01"] > 0)
        modes = [stat.S_IMODE(os.stat(os.path.join(self.box.data, "tls", name)).st_mode) for name in ("public.pem", "acme-account.key")]
        check("clés et certificat lisibles du service seul", modes == [0o600, 0o600], str(modes))
        return first

    def renewed(self, first):
        part("renouvelé seul, à un tiers de la fin")
        began = time.monotonic()
        second = self.another(first)
        check("un autre a pris sa place", second)
        note(f"{time.monotonic() - began:.0f} s après le premier, pour une vie de {LIFE} s")
        return second

    def suggested(self, second):
        part("quand l’autorité le suggère (ARI), par le port 443")
        self.authority.window = "past"
        check("la page prend le port 443", self.wish("tls").status == 303)
        third = self.another(second)
        check("renouvelé par le port 443", third and self.authority.taken["tls-alpn-01"] > 0, self.said())
        began = time.monotonic()
        fourth = self.another(third, 30)
        self.authority.window = None
        check("avancé par la suggestion, sans attendre le dernier tiers", fourth and time.monotonic() - began < LIFE / 2)
        check("la demande dit quel certificat est remplacé", self.authority.replaced > 0)
        return fourth

    def by_dns(self, before):
        part("par le DNS de la mairie")
        check("la page prend le DNS", self.wish("dns").status == 303)
        found = self.another(before) if before else None
        check("renouvelé par le programme de la mairie", found and self.authority.taken["dns-01"] > 0, self.said())
        said = open(self.authority.path("hook.log")).read() if found else ""
        check("le nom ajouté est retiré ensuite", f"clear _acme-challenge.{NAME}" in said, said)
        return found

    def limited(self, before):
        part("l’autorité dit « trop de demandes »")
        check("la page reprend le port 80", self.wish("http").status == 303)
        self.authority.does = "limited"
        asked = self.authority.orders
        check("une demande, refusée", until(lambda: self.authority.orders > asked, LIFE + 30))
        time.sleep(2)
        page = self.director.get(PAGE).text
        check("la page le dit, et jusqu’à quand", "demande d’attendre" in page, page[-2500:])
        again = self.post("/reglages/certificat/public/essai")
        check("« réessayer » attend comme demandé", again.status == 422 and "demande d’attendre" in again.text)
        self.director.close()
        self.box.kill()
        self.box.serve()
        after = self.authority.orders
        time.sleep(12)
        check("tuée et relancée, la boîte attend encore", self.authority.orders == after)
        ours = until(lambda: not self.is_public(), LIFE)
        check("fini, le certificat public laisse la place à celui de l’école", ours)
        said = self.doctor()
        check("« preau doctor » le dit", "certificate_public" in said and "répond en attendant" in said, said)
        self.authority.does = "through"
        # A wish that was saved waits a minute after the try before it, and what the authority asks for begins after that.
        allowed = until(lambda: self.post("/reglages/certificat/public/essai").status == 303, 75)
        check("« réessayer », le délai passé", allowed)
        found = self.another(before, 40)
        check("le certificat public revient", found)
        return found

    def dead(self, before):
        part("l’autorité est morte")
        people = People(self.box.port)
        self.authority.does = "dead"
        check("fini, le certificat public laisse la place à celui de l’école", until(lambda: not self.is_public(), 2 * LIFE))
        page = self.director.get(PAGE).text
        check("la page dit qu’elle ne répond pas", "n’a pas pu être joint" in page, page[-2500:])
        self.authority.does = "through"
        time.sleep(45)
        check("« réessayer » quand elle revit", self.post("/reglages/certificat/public/essai").status == 303)
        check("le certificat public revient", self.another(before, 40))
        people.leave()
        check(f"aucune ligne coupée en {people.pages} pages", not people.faults and people.pages > 100, "\n".join(people.faults))
        check("« preau doctor » n’a plus rien à en dire", '"certificate_public","state":"well"' in self.doctor())


def main():
    asked = argparse.ArgumentParser(prog="scripts/acme")
    asked.add_argument("--binary", required=True)
    asked = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="preau-acme-") as folder:
        proof = Proof(asked.binary, folder)
        try:
            proof.run()
        finally:
            proof.box.stop()
            proof.authority.stop()
    ended()


main()
