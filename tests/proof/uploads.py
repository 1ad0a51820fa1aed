"""kill -9 while photos come in pieces and while they are developed: what the box acknowledged of a file (its tus offset) is
there when it is asked again, each finished file is ready once and only once, and nothing is left over after the sweep."""

import base64
import os
import sqlite3
import subprocess
import threading
import time

import lives
from box import expect, fresh_school
from visitor import Gone, Visitor

PIECE, CHUNK = 192 * 1024, 16 * 1024
IN_POST = 15
# Photos are developed one after another: what matters is that they go on.
PATIENCE = 60


class Sent:
    """One file on its way, as its sender knows it."""

    def __init__(self, name, content):
        self.name, self.content = name, content
        self.at, self.acknowledged, self.is_done = None, 0, False


class Senders:
    def __init__(self, school, port, chance, photos):
        self.school, self.port, self.chance, self.photos = school, port, chance, photos
        self.lock, self.faults = threading.Lock(), []
        self.count, self.pieces, self.resumed, self.unsure = 0, 0, 0, 0
        self.done, self.under_way = [], {}
        self.posts = {}
        self.stop = threading.Event()

    def life(self):
        self.stop.clear()
        works = [(place, line) for place in range(len(self.school.teachers)) for line in range(2)]
        self.threads = [threading.Thread(target=self._until_gone, args=work, daemon=True) for work in works]
        for thread in self.threads:
            thread.start()

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def _until_gone(self, *work):
        try:
            self._send(*work)
        except Gone:
            pass

    def _send(self, place, line):
        visitor = Visitor(self.port, self.school.teachers[place]["cookies"])
        while not self.stop.is_set():
            one = self.under_way.get((place, line))
            if one is None:
                one = self.under_way[(place, line)] = self._next()
            elif one.at:
                self._look_again(visitor, one)
            if not one.at:
                self._announce(visitor, one, place, line)
            while one.acknowledged < len(one.content) and not self.stop.is_set():
                self._piece(visitor, one)
            if one.acknowledged == len(one.content):
                one.is_done, self.under_way[(place, line)] = True, None
                with self.lock:
                    self.done.append(one)

    def _next(self):
        with self.lock:
            self.count += 1
            photo = self.photos[self.count % len(self.photos)]
            # What comes behind a photo's end makes each another file, and heavier than one piece.
            tail = self.chance.randbytes(self.chance.randrange(1, 4) * PIECE)
            return Sent(f"IMG_{self.count:04}.jpg", photo + tail)

    def _announce(self, visitor, one, place, line):
        path = self._place(visitor, place, line)
        name = base64.b64encode(one.name.encode()).decode()
        self.unsure += 1
        reply = self._ask(visitor, "POST", path, b"", {"upload-length": str(len(one.content)), "upload-metadata": f"filename {name}"})
        self.unsure -= 1
        expect(reply.status == 201, "l’annonce d’un fichier", reply)
        one.at, one.acknowledged = reply.location, 0

    def _place(self, visitor, place, line):
        post, count = self.posts.get((place, line), (None, IN_POST))
        if count >= IN_POST:
            begun = visitor.post("/blog/articles")
            expect(begun.status == 303, "un article commencé", begun)
            post, count = begun.location.rsplit("/", 1)[0], 0
        self.posts[(place, line)] = (post, count + 1)
        return f"{post}/envois"

    def _look_again(self, visitor, one):
        reply = self._ask(visitor, "HEAD", one.at, None, {})
        if reply.status != 200:
            self.faults.append(f"{one.name} : réponse {reply.status} à qui demande où il en est")
            one.at = None
            return
        standing = int(reply.headers["upload-offset"])
        with self.lock:
            self.resumed += 1
        # The last byte is asked for again until the whole is taken in; nobody was told that it had come.
        if not one.acknowledged <= standing <= len(one.content):
            self.faults.append(f"{one.name} : {one.acknowledged} octets accusés, {standing} gardés")
        one.acknowledged = standing

    def _piece(self, visitor, one):
        start = one.acknowledged
        piece = one.content[start : start + PIECE]

        def slowly():
            for at in range(0, len(piece), CHUNK):
                time.sleep(0.002)
                yield piece[at : at + CHUNK]

        said = {"upload-offset": str(start), "content-type": "application/offset+octet-stream", "content-length": str(len(piece))}
        reply = self._ask(visitor, "PATCH", one.at, slowly(), said)
        expect(reply.status == 204, "un morceau de fichier", reply)
        one.acknowledged = int(reply.headers["upload-offset"])
        with self.lock:
            self.pieces += 1

    @staticmethod
    def _ask(visitor, method, path, body, headers):
        return visitor._ask(method, path, body, {"tus-resumable": "1.0.0", **headers})


def photos(folder):
    """Large enough that some lives end while one is developed."""
    made = []
    for number, size in enumerate(("1600x1200", "2400x1800", "800x600")):
        path = os.path.join(folder, f"{number}.jpg")
        said = ["-size", size, "-seed", str(number), "plasma:fractal", "-quality", "85", path]
        subprocess.run(["/usr/bin/convert", *said], check=True)
        with open(path, "rb") as file:
            made.append(file.read())
    return made


def base_of(box):
    return sqlite3.connect(os.path.join(box.data, "preau.db"), timeout=20)


def waiting(box):
    with base_of(box) as db:
        return db.execute("SELECT count(*) FROM media WHERE state = 'waiting'").fetchone()[0]


def prove(life, folder):
    box, busy = life.box, []
    school = fresh_school(box, folder)
    senders = Senders(school, box.port, life.chance, photos(folder))
    while life.go_on(len(senders.done)):
        senders.life()
        life.live(senders, 0.3, 2.0, lambda: busy.append(waiting(box) > 0))
    senders.life()
    # Those under way come to their end, and no other is begun.
    until = time.monotonic() + 60
    senders._next = lambda: (_ for _ in ()).throw(OSError("assez"))
    while any(senders.under_way.values()) and time.monotonic() < until:
        time.sleep(0.05)
    senders.end()
    life.faults += senders.faults + developed(box, senders) + left_over(box)
    print(f"arrêts (SIGKILL)            {life.kills}, dont {sum(busy)} pendant que des photos attendaient ou se développaient")
    print(f"morceaux accusés            {senders.pieces}")
    print(f"envois repris               {senders.resumed}, dont {len(senders.faults)} à qui manquait un octet accusé")
    print(f"annonces sans réponse       {senders.unsure}")
    print(f"fichiers finis              {len(senders.done)}")
    print(f"de nouveau prêt             {life.again()}")
    print(f"perdus, doubles ou restes   {len(life.faults)}")
    return life.verdict(len(senders.done))


def developed(box, senders):
    """Every finished file is one ready photo that its author sees; no other is there."""
    left, until = waiting(box), time.monotonic() + PATIENCE
    while left and time.monotonic() < until:
        time.sleep(0.2)
        now = waiting(box)
        if now < left:
            left, until = now, time.monotonic() + PATIENCE
    with base_of(box) as db:
        rows = db.execute("SELECT m.name, m.state, m.fault, b.post, m.id FROM media m JOIN blog_media b ON b.media = m.id").fetchall()
    faults, names = [], [name for name, *_ in rows]
    for one in senders.done:
        if names.count(one.name) != 1:
            faults.append(f"{one.name} : {names.count(one.name)} fois")
    faults += [f"{name} : jamais fini, et là" for name in names if name not in {one.name for one in senders.done}]
    visitors = [Visitor(box.port, teacher["cookies"]) for teacher in senders.school.teachers]
    for name, state, fault, post, media in rows:
        if state != "ready":
            faults.append(f"{name} : {state} {fault}")
        elif not any(seen(visitor, post, media) for visitor in visitors):
            faults.append(f"{name} : prête, et pas servie")
    return faults


def seen(visitor, post, media):
    reply = visitor.get(f"/blog/articles/{post}/medias/{media}/petite")
    return reply.status == 200 and reply.bytes.startswith(b"\xff\xd8")


def left_over(box):
    """As if two days had gone by: what nobody finished is forgotten, and no byte stands without its row."""
    box.stop()
    shelf = os.path.join(box.data, "fichiers")
    with base_of(box) as db:
        db.execute("UPDATE upload SET expires_at = 1")
    for folder, _, files in os.walk(shelf):
        for name in files:
            os.utime(os.path.join(folder, name), (time.time() - 172_800,) * 2)
    box.serve()
    until = time.monotonic() + 30
    while True:
        found = [name for _, _, files in os.walk(shelf) for name in files]
        with base_of(box) as db:
            named = {name for (name,) in db.execute("SELECT hash FROM file")}
        orphans, missing = [name for name in found if name not in named], named - set(found)
        if not orphans or time.monotonic() > until:
            break
        time.sleep(0.2)
    checked = box.command("check", check=False)
    faults = [f"sans ligne : {name}" for name in orphans] + [f"sans octets : {name}" for name in missing]
    return faults + ([] if checked.returncode == 0 else [f"preau check : {checked.stdout}{checked.stderr}"])


if __name__ == "__main__":
    lives.main(prove, "scripts/kill9 --uploads", "files", 60, "fichiers finis", 600)
