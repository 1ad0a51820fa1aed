"""A small disk that fills up, by files and by something else: files are refused with a sentence while there is still room for
words and signatures; at the very end everything is refused politely; nothing acknowledged is lost; and once there is room
again the box goes on by itself. The disk is a tmpfs of our own, root only."""

import argparse
import base64
import os
import subprocess
import sys
import tempfile
import time
import urllib.parse

from box import Box, expect, fresh_school, publish
from visitor import Gone, Visitor
from writers import START, Ledger, Reader, Writers, since

DISK = 1536 * 1024 * 1024
LOW, FULL = 87, 96
# The house looks at its disk every few seconds.
SOON = 12
# Enough of one to be taken for one.
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class Disk:
    def __init__(self, place):
        self.place, self.filler = place, os.path.join(place, "autre-chose")
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "preau-essai", place], check=True)

    def end(self):
        subprocess.run(["umount", self.place], check=False)

    def percent(self):
        said = os.statvfs(self.place)
        return 100 * (said.f_blocks - said.f_bavail) // said.f_blocks

    def fill_to(self, percent):
        """By something that is not ours: 101 means until nothing more goes."""
        with open(self.filler, "ab", buffering=0) as file:
            for size in (64 * 1024, 4096):
                try:
                    while self.percent() < percent:
                        file.write(bytes(size))
                except OSError:
                    pass

    def rest(self):
        """Until nothing has been written for a while."""
        seen, since_when = None, time.monotonic()
        while time.monotonic() - since_when < SOON:
            time.sleep(0.5)
            free = os.statvfs(self.place).f_bavail
            if free != seen:
                seen, since_when = free, time.monotonic()

    def free(self):
        os.remove(self.filler)


def main():
    asked = argparse.ArgumentParser(prog="scripts/disk-full")
    asked.add_argument("--binary", required=True)
    asked = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="preau-plein-") as folder:
        place = os.path.join(folder, "disque")
        os.mkdir(place)
        disk = Disk(place)
        box = Box(asked.binary, os.path.join(place, "data"))
        try:
            faults = prove(box, disk, folder)
        finally:
            box.stop()
            disk.end()
    print(f"fautes                   {len(faults)}")
    for fault in faults:
        print(f"  {fault}")
    sys.exit(1 if faults else 0)


def prove(box, disk, folder):
    faults = []

    def must(holds, what):
        print(f"  {'oui' if holds else 'NON'}  {what}", flush=True)
        if not holds:
            faults.append(what)

    school = fresh_school(box, folder)
    teacher = Visitor(box.port, school.teachers[0]["cookies"])
    director = Visitor(box.port, school.director)
    ledger = Ledger()
    places = Places(teacher, school)

    print(f"disque à {disk.percent()} %")
    must(all(status < 400 for status in places.try_all("avant").values()), "de la place : chaque fichier est reçu")
    must("Le disque se remplit" not in director.get("/").text, "de la place : rien à l’accueil")

    disk.fill_to(LOW)
    print(f"disque à {disk.percent()} %")
    must("Le disque se remplit" in director.get("/").text, "la direction est prévenue à l’accueil")
    must("Le disque se remplit" in director.get("/reglages/disque").text, "la page du disque le dit")
    must(all(status < 400 for status in places.try_all("serré").values()), "les fichiers sont encore reçus")

    disk.fill_to(FULL)
    print(f"disque à {disk.percent()} %")
    for what, status in places.try_all("plein").items():
        must(status == 507, f"{what} : refusé poliment ({status})")
    must(all("presque plein" in said or "plein" in said for said in places.said), "chaque refus dit pourquoi")
    work(school, box, ledger, 0.3)
    must(not ledger.refused and ledger.acknowledged() > 20, f"mots, signatures et imports passent ({ledger.acknowledged()}, {ledger.refused})")

    # The letters of all those words first: they need room too.
    disk.rest()
    disk.fill_to(101)
    print(f"disque à {disk.percent()} %, plus un octet")
    time.sleep(SOON / 2)
    before = ledger.acknowledged()
    work(school, box, ledger, 0.3)
    must(ledger.acknowledged() > before, f"ce qui était mis de côté sert : {ledger.acknowledged() - before} écritures de plus")
    disk.fill_to(101)
    ledger.refused.clear()
    work(school, box, ledger, 4)
    disk.fill_to(101)
    work(school, box, ledger, 4)
    strange = [key for key in ledger.refused if not key.endswith((" : 507", " : 503"))]
    must(ledger.refused and not strange, f"tout plein : refus polis seulement ({ledger.refused})")
    for what, status in places.try_all("tout plein").items():
        must(status in (503, 507), f"tout plein, {what} : refusé poliment ({status})")
    must(director.get("/").status == 200 and teacher.get("/cahier-de-liaison").status == 200, "tout plein : les pages se lisent")
    must(not places.lost(), f"tout plein : chaque fichier reçu se lit, octet pour octet ({places.lost()[:3]})")
    read_back(school, box, ledger, must, "rien d’accusé n’est perdu, disque plein")

    box.kill()
    box.serve()
    must(Visitor(box.port, school.director).get("/").status == 200, "kill -9 et redémarrage sur disque plein : les pages se lisent")

    disk.free()
    began, again = time.monotonic(), None
    while time.monotonic() - began < 30 and again is None:
        try:
            if publish(Visitor(box.port, school.teachers[0]["cookies"]), school.teachers[0]["class"], "Après").status == 303:
                again = time.monotonic() - began
        except Gone:
            pass
        time.sleep(0.2)
    must(again is not None, f"de la place : cela reprend tout seul ({again if again is None else round(again, 1)} s)")
    must(all(status < 400 for status in places.try_all("après").values()), "les fichiers sont reçus de nouveau")
    ledger.refused.clear()
    work(school, box, ledger, 2)
    must(not ledger.refused, "tout passe de nouveau")
    read_back(school, box, ledger, must, "rien d’accusé n’est perdu")
    must(len(places.kept) == 6 and not places.lost(), f"aucun fichier reçu n’est perdu ({len(places.kept)} ; {places.lost()[:3]})")
    checked = box.command("check", check=False)
    must(checked.returncode == 0, "preau check est bien")
    return faults


def work(school, box, ledger, seconds):
    writers = Writers(school, box.port, ledger)
    time.sleep(seconds)
    writers.end()


def read_back(school, box, ledger, must, what):
    reader = Reader(school, box.port)
    reader.read_back(*since(ledger, START)[0])
    must(not reader.lost and not reader.half, f"{what} ({ledger.acknowledged()} écritures ; {(reader.lost + reader.half)[:3]})")


def at(name):
    return "/dav/Mes%20documents/" + urllib.parse.quote(name)


class Places:
    """Each way in for a file, as a program or a browser without JavaScript goes it."""

    def __init__(self, teacher, school):
        self.teacher, self.school, self.said = teacher, school, []
        begun = teacher.post("/blog/articles")
        expect(begun.status == 303, "un article", begun)
        self.post = begun.location.removesuffix("/ecrire")
        begun = teacher.post("/messages/nouveau")
        expect(begun.status == 303, "un message", begun)
        self.message = begun.location.split("?")[0]
        own = school.teachers[0]
        made = teacher.post("/compte/applications", {"nom": "Essai", "phrase": own["passphrase"]})
        password = made.found(r"\b((?:[0-9a-z]{4}-){6}[0-9a-z]{4})\b")
        expect(password, "un mot de passe d’application", made)
        self.drive = Visitor(teacher.port)
        self.secret = {"authorization": "Basic " + base64.b64encode(f"{own['login']}:{password}".encode()).decode()}
        # What was acknowledged, by its address on the drive; and the pieces of the message, by their names.
        self.kept, self.pieces = {}, []

    def try_all(self, when):
        # A connection that has waited too long is gone.
        self.close()
        self.said = []
        content = PDF + f"% {when} {time.monotonic_ns()}\n".encode() * 400
        return {
            "pièce jointe d’un mot": self._word(content),
            "fichier d’un article, par morceaux": self._announced(f"{self.post}/envois", content, "liste.pdf"),
            "document, par morceaux": self._document(when, content),
            "document, par le lecteur réseau": self._put(when, content),
            "pièce jointe d’un message": self._piece(when, content),
        }

    def lost(self):
        """What was acknowledged and is not there, byte for byte."""
        self.close()
        gone = [path for path, content in self.kept.items() if self._drive("GET", path).bytes != content]
        page = self.teacher.get(self.message).text
        return gone + [name for name in self.pieces if name not in page]

    def close(self):
        self.teacher.close()
        self.drive.close()

    def _document(self, when, content):
        name = f"par morceaux {when}.pdf"
        status = self._announced("/documents/moi/envois", content, name)
        if status < 400:
            self.kept[at(name)] = content
        return status

    def _put(self, when, content):
        path = at(f"lecteur {when}.pdf")
        reply = self._drive("PUT", path, content)
        if reply.status < 400:
            self.kept[path] = content
        elif reply.status == 507:
            expect("sufficient-disk-space" in reply.text, "le refus du lecteur réseau", reply)
        return reply.status

    def _piece(self, when, content):
        name = f"pièce {when}.pdf"
        status = self._announced(f"{self.message}/envois", content, name)
        if status < 400:
            self.pieces.append(name)
        return status

    def _drive(self, method, path, body=b""):
        return self.drive.send(method, path, body, self.secret)

    def _word(self, content):
        fields = {"titre": "Avec un fichier", "texte": "Voir le fichier.", "categorie": "sortie", "demande": "read", "a_qui": "classes", "classe": self.school.teachers[0]["class"]}
        return self._noted(self.teacher.upload("/cahier-de-liaison/nouveau", "pieces", [("liste.pdf", content)], fields))

    def _announced(self, path, content, name):
        name = base64.b64encode(name.encode()).decode()
        head = {"tus-resumable": "1.0.0", "upload-length": str(len(content)), "upload-metadata": f"filename {name}"}
        created = self.teacher.send("POST", path, b"", head)
        if created.status != 201:
            return self._noted(created)
        head = {"tus-resumable": "1.0.0", "upload-offset": "0", "content-type": "application/offset+octet-stream"}
        return self._noted(self.teacher.send("PATCH", created.location, content, head))

    def _noted(self, reply):
        if reply.status >= 400:
            self.said.append(reply.text)
        return reply.status


if __name__ == "__main__":
    main()
