"""Several people who write at once and keep a ledger of what the box acknowledged; then whoever reads it all back.

Acknowledged: the 303 had arrived. Everything acknowledged must be seen again on the product's own pages. What was under
way when the box died may be there or not, but whole or not at all."""

import re
import threading
import time

import onde
from box import note_of, publish
from visitor import Gone, Visitor

BATCH = 5
# The mark before the first write.
START = (0, 0, 0)


class Ledger:
    def __init__(self):
        self.lock = threading.Lock()
        self.words = {}  # note → (title, class)
        self.signed = []  # (guardian, note)
        self.imports = []  # marks
        # Under way, or never answered; looked at after each life.
        self.unsure_words, self.unsure_imports = [], []
        self.unsure = 0
        self.refused = {}
        self.tried = 0

    def acknowledged(self):
        return len(self.words) + len(self.signed) + len(self.imports)

    def next(self):
        with self.lock:
            self.tried += 1
            return self.tried

    def refuse(self, what, reply):
        with self.lock:
            key = f"{what} : {reply.status}"
            self.refused[key] = self.refused.get(key, 0) + 1


class Writers:
    """Threads that write until the box is gone or `stop` is set."""

    def __init__(self, school, port, ledger):
        self.school, self.port, self.ledger = school, port, ledger
        self.stop = threading.Event()
        works = [(self._words, place) for place in range(len(school.teachers))]
        works += [(self._signatures, place) for place in range(len(school.guardians))]
        works.append((self._imports, 0))
        self.threads = [threading.Thread(target=self._until_gone, args=work, daemon=True) for work in works]
        for thread in self.threads:
            thread.start()

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def _until_gone(self, work, place):
        try:
            work(place)
        except Gone:
            pass

    def _words(self, place):
        teacher = self.school.teachers[place]
        visitor = Visitor(self.port, teacher["cookies"])
        while not self.stop.is_set():
            title = f"Mot {onde.letters(self.ledger.next(), 5)}"
            with self.ledger.lock:
                self.ledger.unsure_words.append((title, place))
            reply = publish(visitor, teacher["class"], title)
            if reply.status != 303:
                self.ledger.refuse("mot", reply)
                continue
            with self.ledger.lock:
                self.ledger.words[note_of(reply)] = (title, place)
                self.ledger.unsure_words.remove((title, place))

    def _signatures(self, place):
        guardian = self.school.guardians[place]
        visitor = Visitor(self.port, guardian["cookies"])
        done = {note for who, note in self.ledger.signed if who == place}
        while not self.stop.is_set():
            with self.ledger.lock:
                left = [note for note, (_, at) in self.ledger.words.items() if at == guardian["class"] and note not in done]
            if not left:
                time.sleep(0.005)
            for note in left[:20]:
                done.add(note)
                path = f"/cahier-de-liaison/{note}/eleves/{guardian['pupil']}/signature"
                reply = visitor.post(path, {"version": "1"})
                if reply.status != 303:
                    self.ledger.refuse("signature", reply)
                    continue
                with self.ledger.lock:
                    self.ledger.signed.append((place, note))

    def _imports(self, _):
        visitor = Visitor(self.port, self.school.director)
        while not self.stop.is_set():
            mark = onde.letters(self.ledger.next(), 4)
            content = onde.pupils_file(BATCH, 1, mark, lambda _: f"Import {mark}")
            with self.ledger.lock:
                self.ledger.unsure_imports.append(mark)
            read = visitor.upload("/ecole/import", "fichiers", [("eleves.csv", content)])
            if read.status != 303:
                self.ledger.refuse("lecture d’import", read)
                continue
            # What is written is what was looked at: the page says what that was.
            seen = visitor.get(read.location).found(r'name="vu"[^>]*value="([^"]*)"')
            applied = visitor.post(read.location, {"vu": seen or ""})
            if applied.status != 303:
                self.ledger.refuse("import", applied)
                continue
            with self.ledger.lock:
                self.ledger.imports.append(mark)
                self.ledger.unsure_imports.remove(mark)
            self.stop.wait(0.05)


class Reader:
    """Reads the ledger back on the pages; `lost` and `half` are sentences."""

    def __init__(self, school, port):
        self.lost, self.half = [], []
        self.teachers = [Visitor(port, one["cookies"]) for one in school.teachers]
        self.guardians = [Visitor(port, one["cookies"]) for one in school.guardians]
        self.families = [one["class"] for one in school.guardians]
        self.director = Visitor(port, school.director)

    def read_back(self, words, signed, imports, unsure_words, unsure_imports):
        for note, (title, place) in words.items():
            if title not in self.teachers[place].get(f"/cahier-de-liaison/{note}").text:
                self.lost.append(f"mot {note} « {title} »")
        for place, note in signed:
            if "Signé par vous" not in self.guardians[place].get(f"/cahier-de-liaison/{note}").text:
                self.lost.append(f"signature {note} par {place}")
        for mark in imports:
            there = self._pupils(mark)
            if there != BATCH:
                (self.half if there else self.lost).append(f"import {mark} : {there} élèves sur {BATCH}")
        for mark in unsure_imports:
            if self._pupils(mark) not in (0, BATCH):
                self.half.append(f"import interrompu {mark} : {self._pupils(mark)} élèves sur {BATCH}")
        for title, place in unsure_words:
            self._whole_or_absent(title, place)

    def _pupils(self, mark):
        page = self.director.get(f"/ecole/eleves?q=dub{mark}").text
        return len(set(re.findall(rf"Dub{mark}[a-z]+", page, re.I)) - {f"dub{mark}"})

    def _whole_or_absent(self, title, place):
        """A word that died on its way: if its author sees it, the families must have received it."""
        listed = self.teachers[place].get("/cahier-de-liaison").text
        found = re.search(rf'/cahier-de-liaison/(\d+)[^"]*"[^>]*>(?:(?!</a>|href).)*{title}', listed, re.S)
        if found is None:
            return
        for guardian, at in zip(self.guardians, self.families):
            if at == place and guardian.get(f"/cahier-de-liaison/{found.group(1)}").status != 200:
                self.half.append(f"mot interrompu « {title} » : écrit, mais pas arrivé")


def since(ledger, mark):
    """What the ledger holds beyond `mark` and what died on its way, then the mark for the next time."""
    words = dict(list(ledger.words.items())[mark[0] :])
    found = (words, ledger.signed[mark[1] :], ledger.imports[mark[2] :], ledger.unsure_words, ledger.unsure_imports)
    ledger.unsure += len(ledger.unsure_words) + len(ledger.unsure_imports)
    ledger.unsure_words, ledger.unsure_imports = [], []
    return found, (len(ledger.words), len(ledger.signed), len(ledger.imports))
