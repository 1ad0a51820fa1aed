"""People of a school on a machine's network, told in JSON: boxes_update_client.py PORT VERB WORDS… See boxes_update.py."""

import json
import subprocess
import sys
import threading
import time

from box import fresh_school, note_of, publish
from visitor import Gone, Visitor

INSIDE = ["--mount", "--uts", "--ipc", "--net", "--pid", "--root", "--wd", "--"]


class Installed:
    """The installed program of a machine, as `Box` is one of this."""

    def __init__(self, port, root, leader):
        self.port, self.root, self.leader = port, root, leader

    def inside(self, *words):
        return subprocess.run(["nsenter", "--target", self.leader, *INSIDE, *words], capture_output=True, text=True)

    def command(self, *words, check=True):
        done = self.inside("runuser", "-u", "preau", "--", "preau", *(word.removeprefix(self.root) for word in words))
        if check and done.returncode != 0:
            raise SystemExit(f"preau {' '.join(words)} : {done.stdout}{done.stderr}")
        return done

    def serve(self):
        self.inside("systemctl", "restart", "preau.service")


def school(port, root, leader):
    return fresh_school(Installed(port, root, leader), root + "/srv/ecole", pupils=12, classes=2).__dict__


class Acts:
    """What people do again and again; a write is acknowledged once its 303 has come."""

    def __init__(self, port, school):
        self.port, self.school, self.over, self.lock = port, school, threading.Event(), threading.Lock()
        self.words, self.signed = [], []
        self.counts = {name: {"ok": 0, "busy": 0, "lost": 0, "longest": 0.0, "faults": []} for name in ("page", "mot", "signature")}
        self.served, self.gap = time.time(), 0.0

    def once(self, kind, act, good):
        count, began = self.counts[kind], time.perf_counter()
        try:
            reply = act()
        except Gone as gone:
            reply = None
            count["lost"] += 1
            count["faults"].append(f"{time.strftime('%T')} {gone!r}")
        if reply is not None and reply.status == good:
            count["ok"] += 1
            count["longest"] = max(count["longest"], time.perf_counter() - began)
            if kind == "page":
                self.gap, self.served = max(self.gap, time.time() - self.served), time.time()
            return reply
        if reply is not None:
            is_told = reply.status == 503 and "Mise à jour en cours" in reply.text and reply.headers.get("retry-after")
            count["busy" if is_told else "lost"] += 1
            if not is_told:
                count["faults"].append(f"{time.strftime('%T')} statut {reply.status}")
        self.over.wait(0.05)
        return None

    def visitor(self, cookies):
        return Visitor(self.port, cookies, timeout=60)

    def pages(self):
        while not self.over.is_set():
            visitor = self.visitor(self.school["director"])
            self.once("page", lambda: visitor.get("/"), 200)
            visitor.close()
            self.over.wait(0.02)

    def write(self):
        teacher, number = self.school["teachers"][0], 0
        while not self.over.is_set():
            number += 1
            title = f"Mot {time.time_ns()}"
            visitor = self.visitor(teacher["cookies"])
            reply = self.once("mot", lambda: publish(visitor, teacher["class"], title), 303)
            visitor.close()
            if reply is not None:
                with self.lock:
                    self.words.append([note_of(reply), title])
            self.over.wait(0.1)

    def sign(self):
        guardian = next(one for one in self.school["guardians"] if one["class"] == 0)
        done = 0
        while not self.over.is_set():
            with self.lock:
                waiting = self.words[done:]
            for note, _ in waiting:
                if self.over.is_set():
                    break
                done += 1
                visitor = self.visitor(guardian["cookies"])
                path = f"/cahier-de-liaison/{note}/eleves/{guardian['pupil']}/signature"
                if self.once("signature", lambda: visitor.post(path, {"version": "1"}), 303) is not None:
                    self.signed.append(note)
                visitor.close()
            self.over.wait(0.02)

    def told(self):
        gap = max(self.gap, time.time() - self.served)
        return {"words": self.words, "signed": self.signed, "counts": self.counts, "gap": gap}


def act(port, kept):
    with open(kept) as file:
        acts = Acts(port, json.load(file))
    threads = [threading.Thread(target=work, daemon=True) for work in (acts.pages, acts.write, acts.sign)]
    for thread in threads:
        thread.start()
    sys.stdin.read()
    acts.over.set()
    for thread in threads:
        thread.join(20)
    return acts.told()


def read(port, kept, ledger):
    """What was acknowledged and is not there."""
    with open(kept) as file:
        school = json.load(file)
    with open(ledger) as file:
        ledger = json.load(file)
    teacher = Visitor(port, school["teachers"][0]["cookies"], timeout=60)
    guardian = Visitor(port, next(one for one in school["guardians"] if one["class"] == 0)["cookies"], timeout=60)
    missing = [note for note, title in ledger["words"] if title not in teacher.get(f"/cahier-de-liaison/{note}").text]
    missing += [note for note in ledger["signed"] if "Signé par vous" not in guardian.get(f"/cahier-de-liaison/{note}").text]
    return {"missing": missing, "words": len(ledger["words"]), "signed": len(ledger["signed"])}


def page(port, kept, path):
    with open(kept) as file:
        director = Visitor(port, json.load(file)["director"], timeout=30)
    reply = director.get(path)
    return {"status": reply.status, "text": reply.text}


VERBS = {"school": school, "act": act, "read": read, "page": page}

if __name__ == "__main__":
    print(json.dumps(VERBS[sys.argv[2]](int(sys.argv[1]), *sys.argv[3:])))
