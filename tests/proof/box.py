"""The program on this machine: its commands, its server, and a fresh school set up as a town hall would do it."""

import json
import os
import re
import secrets
import signal
import socket
import subprocess
import time

import onde
from visitor import Gone, Visitor

ANSWERS = """[school]
name = "École de la preuve"
postcode = "61999"
town = "Saint-Fictif"
[director]
civility = "Mme"
first_name = "Anne"
last_name = "Directrice"
[address]
names = ["ecole-preuve.local"]
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Box:
    def __init__(self, binary, data):
        self.binary, self.data = binary, data
        self.process, self.port, self.plain, self.ready = None, None, None, 0.0

    def command(self, *words, check=True):
        done = subprocess.run([self.binary, *words, "--data", self.data], capture_output=True, text=True)
        if check and done.returncode != 0:
            raise SystemExit(f"preau {' '.join(words)} : {done.stdout}{done.stderr}")
        return done

    def serve(self, *words, said=subprocess.DEVNULL):
        """Starts the server and waits for its first page; `ready` is how long that took."""
        began = time.perf_counter()
        self.launch(*words, said=said)
        wait_for_page(self.port, lambda: self.process.poll() is None, 60)
        self.ready = time.perf_counter() - began

    def launch(self, *words, said=subprocess.DEVNULL):
        self.port = self.port or free_port()
        places = ["--https", f"127.0.0.1:{self.port}", "--http", f"127.0.0.1:{self.plain or free_port()}"]
        self.process = subprocess.Popen(
            [self.binary, *(words or ["serve"]), "--data", self.data, *places], stdout=said, stderr=subprocess.DEVNULL
        )

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()

    def cpu_microseconds(self):
        # The clock of that process's own CPU time (clock_getcpuclockid): /proc counts hundredths of a second.
        return time.clock_gettime_ns(~self.process.pid << 3 | 2) // 1000

    def pss_kib(self):
        with open(f"/proc/{self.process.pid}/smaps_rollup") as rollup:
            return int(re.search(r"^Pss:\s+(\d+)", rollup.read(), re.M).group(1))


def wait_for_page(port, is_alive, seconds=30.0):
    until = time.monotonic() + seconds
    while True:
        visitor = Visitor(port, timeout=seconds)
        try:
            # Any answer is an answer: an empty folder sends to its set-up.
            if visitor.get("/connexion").status < 500:
                return
        except Gone:
            time.sleep(0.002)
        finally:
            visitor.close()
        if not is_alive() or time.monotonic() > until:
            raise SystemExit("le serveur ne répond pas")


class School:
    """The people who act: their open sessions, and what they need to know of the school."""

    def __init__(self):
        self.director = {}
        self.teachers = []  # {"cookies", "class"}
        self.guardians = []  # {"cookies", "class" (its place), "pupil"}

    def kept(self):
        return json.dumps(self.__dict__)


def fresh_school(box, folder, *, pupils=48, classes=2, guardians_each=2):
    """Through the product alone: answers, ONDE files, slips, activations. Leaves the server running."""
    answers = os.path.join(folder, "reponses.toml")
    with open(answers, "w", encoding="utf-8") as file:
        file.write(ANSWERS)
    code = re.search(r"Code d’accès\s+(\S+)", box.command("init", "--answers", answers).stdout).group(1)
    files = {
        "eleves.csv": onde.pupils_file(pupils, classes),
        "responsables.csv": onde.guardians_file(pupils, classes, pupils * 3 // 2),
        "enseignants.csv": onde.staff_file(classes),
    }
    paths = []
    for name, content in files.items():
        paths.append(os.path.join(folder, name))
        with open(paths[-1], "wb") as file:
            file.write(content)
    box.command("import", *paths)
    box.serve()
    school = School()
    director = activate(box, "anne.directrice", code)
    school.director = director.cookies
    # Whatever the day and the hour at which this is run, words leave at once.
    calm = director.post("/reglages/heures-calmes", {"de": "03:00", "a": "03:00"})
    expect(calm.status == 303, "les heures calmes", calm)
    for whom in ("familles", "equipe"):
        printed = director.post("/ecole/fiches", {"qui": whom, "mise_en_page": "huit"})
        expect(printed.bytes.startswith(b"%PDF"), f"fiches de connexion ({whom})", printed)
    for place in range(classes):
        login = f"camille.{onde.teacher_name(place).lower()}"
        teacher = activate(box, login, user_code(box, login))
        page = teacher.get("/cahier-de-liaison/nouveau")
        class_id = page.found(r'name="classe"[^>]*value="(\d+)"')
        expect(class_id, "la classe de l’enseignante", page)
        school.teachers.append({"cookies": teacher.cookies, "class": class_id, "login": login, "passphrase": teacher.passphrase})
        first = publish(teacher, class_id, f"Premier mot {place}")
        expect(first.status == 303, "un premier mot", first)
        note = note_of(first)
        own = [one for one in range(pupils) if onde.class_of(one, pupils, classes) == place]
        for pupil in own[:guardians_each]:
            login = f"resp{onde.letters(pupil)}.{onde.family_of(pupil).lower()}"
            guardian = activate(box, login, user_code(box, login))
            page = guardian.get(f"/cahier-de-liaison/{note}")
            pupil_id = page.found(rf"/cahier-de-liaison/{note}/eleves/(\d+)/signature")
            expect(pupil_id, "le mot à signer", page)
            school.guardians.append({"cookies": guardian.cookies, "class": place, "pupil": pupil_id, "login": login})
    return school


def user_code(box, login):
    return re.search(r"Code d’accès\s+(\S+)", box.command("user", "code", login).stdout).group(1)


def activate(box, login, code):
    visitor = Visitor(box.port)
    passphrase = " ".join(secrets.token_hex(3) for _ in range(4))
    fields = {"identifiant": login, "code": code, "nouvelle": passphrase, "encore": passphrase, "charte": "oui", "courriel": ""}
    reply = visitor.post("/activation/phrase", fields)
    expect(reply.status == 303, f"l’activation de {login}", reply)
    visitor.login, visitor.passphrase = login, passphrase
    return visitor


def publish(teacher, class_id, title):
    fields = {
        "titre": title,
        "texte": f"Bonjour, {title.lower()} : merci de signer.",
        "categorie": "sortie",
        "demande": "all",
        "a_qui": "classes",
        "classe": class_id,
    }
    return teacher.post("/cahier-de-liaison/nouveau", fields)


def note_of(published):
    """Where a published word leads: its follow-up."""
    return re.fullmatch(r"/cahier-de-liaison/(\d+)/suivi", published.location).group(1)


def expect(holds, what, reply):
    if not holds:
        words = re.sub(r"<[^>]+>|\s+", " ", reply.text)[:1500] if not reply.bytes.startswith(b"%PDF") else "PDF"
        raise SystemExit(f"{what} : réponse {reply.status} {reply.location}\n{words}")
