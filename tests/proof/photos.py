"""Photos of twelve megapixels: what one costs beside vipsthumbnail, and what thirty cost a service that answers pages
meanwhile. CPU time rather than the clock: other work on this machine changes it little."""

import argparse
import hashlib
import json
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from box import Box, fresh_school
from visitor import Visitor

SIDES = [400, 960, 1920]
TURNS = 9
rows, missed = [], []


def row(what, value, goal="", within=True):
    rows.append((what, value, goal + ("" if within else "  ✗ MANQUÉ")))
    if not within:
        missed.append(what)


def main():
    asked = argparse.ArgumentParser(prog="scripts/bench/photos")
    asked.add_argument("--binary", required=True)
    asked.add_argument("--photos", type=int, default=30)
    asked = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="preau-photos-") as folder:
        photo = made(folder)
        one(asked.binary, folder, photo)
        many(asked.binary, folder, photo, asked.photos)
    print(f"{'':46}{'mesuré':34}but")
    for what, value, goal in rows:
        print(f"{what:46}{value:34}{goal}")
    sys.exit(1 if missed else 0)


def made(folder):
    """Clouds with the grain of a sensor: about three megabytes, as a telephone writes them."""
    photo = os.path.join(folder, "photo.jpg")
    said = "-size 4000x3000 -seed 7 plasma:fractal -attenuate 0.25 +noise gaussian -quality 90 -sampling-factor 2x2"
    subprocess.run(["/usr/bin/convert", *said.split(), photo], check=True)
    return photo


def cpu(work):
    """The middle of several turns, in milliseconds, user and system."""
    taken = []
    for _ in range(TURNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        work()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000)
    return statistics.median(taken)


def developed(binary, photo):
    """Through a pipe, as the service has it: the child may write no file."""
    with open(photo, "rb") as sent:
        return subprocess.run([binary, "develop", "[]"], stdin=sent, stdout=subprocess.PIPE, check=True).stdout


def one(binary, folder, photo):
    def theirs():
        for side in SIDES:
            out = os.path.join(folder, f"v{side}.jpg[Q=80,strip]")
            subprocess.run(["vipsthumbnail", photo, "-s", str(side), "-o", out], check=True)

    own, vips = cpu(lambda: developed(binary, photo)), cpu(theirs)
    within = own <= 1.5 * vips
    row("une photo de 12 Mpx, trois tailles : Préau", f"{own:.0f} ms de CPU")
    row("les mêmes tailles : vipsthumbnail", f"{vips:.0f} ms de CPU")
    row("rapport", f"{own / vips:.2f}", "≤ 1,5", within)
    weights = {}
    frames = developed(binary, photo)
    at = 0
    while at < len(frames):
        end = frames.index(b"\n", at)
        frame = json.loads(frames[at:end])
        at = end + 1
        if "form" in frame:
            weights[frame["form"]["side"] or "entière"] = frame["form"]["bytes"]
            at += frame["form"]["bytes"]
    row("poids", ", ".join(f"{side} : {size // 1000} ko" for side, size in weights.items()))
    theirs_weight = {side: os.path.getsize(os.path.join(folder, f"v{side}.jpg")) // 1000 for side in SIDES}
    row("poids de vipsthumbnail", ", ".join(f"{side} : {size} ko" for side, size in theirs_weight.items()))
    heic = os.path.join(folder, "photo.heic")
    subprocess.run(["heif-enc", "-q", "60", photo, "-o", heic], check=True, stdout=subprocess.DEVNULL)

    row("la même en HEIC, et entière en JPEG", f"{cpu(lambda: developed(binary, heic)):.0f} ms de CPU")


def pss(pid):
    """Of the service and of the child that it has at the moment, in MiB."""
    total = 0
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as one:
            children = one.read().split()
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children") as one:
                children += one.read().split()
    except OSError:
        children = []
    for process in [str(pid), *dict.fromkeys(children)]:
        try:
            with open(f"/proc/{process}/smaps_rollup") as rollup:
                total += sum(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
        except OSError:
            pass
    return total / 1024


def many(binary, folder, photo, count):
    box = Box(binary, os.path.join(folder, "data"))
    school = fresh_school(box, folder)
    try:
        alone = pages(box, school, 40)
        put(box, photo, count)
        began, peak, done = time.perf_counter(), [0.0], threading.Event()

        def watch():
            while not done.wait(0.02):
                peak[0] = max(peak[0], pss(box.process.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        meanwhile = []
        while waiting(box) and time.perf_counter() - began < 300:
            meanwhile += pages(box, school, 5)
        taken = time.perf_counter() - began
        done.set()
        watcher.join()
        with sqlite3.connect(os.path.join(box.data, "preau.db")) as db:
            ready = db.execute("SELECT count(*) FROM media WHERE state = 'ready'").fetchone()[0]
        row(f"{count} photos", f"prêtes : {ready}, en {taken:.1f} s", f"{count}", ready == count)
        row("mémoire au plus (PSS, enfant compris)", f"{peak[0]:.0f} Mio", "< 200 Mio", peak[0] < 200)
        row("une page, service au repos", f"médiane {statistics.median(alone):.1f} ms, au pire {max(alone):.0f} ms")
        calm = statistics.median(meanwhile) < 100
        row("une page pendant ce temps", f"médiane {statistics.median(meanwhile):.1f} ms, au pire {max(meanwhile):.0f} ms", "médiane < 100 ms", calm)
    finally:
        box.stop()


def pages(box, school, count):
    taken = []
    visitor = Visitor(box.port, dict(school.guardians[0]["cookies"]))
    for _ in range(count):
        began = time.perf_counter()
        visitor.get("/")
        taken.append((time.perf_counter() - began) * 1000)
        time.sleep(0.02)
    visitor.close()
    return taken


def put(box, photo, count):
    """As uploads leave them: on the shelf, with their rows. Each differs by a byte behind its end."""
    with open(photo, "rb") as file:
        sent = file.read()
    with sqlite3.connect(os.path.join(box.data, "preau.db"), timeout=20) as db:
        owner = db.execute("SELECT min(id) FROM person").fetchone()[0]
        for number in range(count):
            own = sent + str(number).encode()
            name = hashlib.sha256(own).hexdigest()
            shelf = os.path.join(box.data, "fichiers", name[:2])
            os.makedirs(shelf, mode=0o700, exist_ok=True)
            with open(os.path.join(shelf, name), "wb") as file:
                file.write(own)
            db.execute("INSERT INTO file VALUES (?, ?, 'image/jpeg', 0)", (name, len(own)))
            said = (owner, f"IMG_{number}.jpg", name)
            db.execute("INSERT INTO media (owner, kind, name, state, sent, added_at) VALUES (?, 'photo', ?, 'waiting', ?, 0)", said)


def waiting(box):
    with sqlite3.connect(os.path.join(box.data, "preau.db"), timeout=20) as db:
        return db.execute("SELECT count(*) FROM media WHERE state = 'waiting'").fetchone()[0]


if __name__ == "__main__":
    main()
