"""A file of 2 GB on its way to the director's documents over a link that is cut five times in the middle of a piece: it goes on
from what the box acknowledged, comes back by parts byte for byte, and the memory of the service stays flat."""

import base64
import hashlib
import os
import random
import re
import sys
import tempfile
import threading
import time

from blog import opened
from box import Box, expect, free_port
from visitor import Gone, Visitor

SIZE, BLOCK = 2_000_000_000, 1 << 20
CUTS, PARTS = 5, 7
GOAL_KIB = 60 * 1024


class Cut(OSError):
    """The link is gone: nothing more leaves."""


def content(start, until):
    """The bytes of the file from one place to another, a block at a time: the same ones whenever they are asked for."""
    while start < until:
        number, inside = divmod(start, BLOCK)
        block = random.Random(number).randbytes(BLOCK)[inside : inside + until - start]
        yield block
        start += len(block)


def until_cut(start, cut):
    yield from content(start, cut)
    raise Cut


class Watch:
    """The most memory that the service was ever seen to hold."""

    def __init__(self, box):
        self.box, self.most, self.stop = box, 0, threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    def _look(self):
        while not self.stop.wait(0.2):
            self.most = max(self.most, self.box.pss_kib())

    def end(self):
        self.stop.set()
        self.thread.join()


def ask(visitor, method, path, body, **headers):
    said = {"tus-resumable": "1.0.0", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return visitor.send(method, path, body, said)


def sent(visitor):
    """Gives how often it was cut, and how many bytes had to be sent again."""
    name = base64.b64encode("Film de la classe de mer.mp4".encode()).decode()
    begun = ask(visitor, "POST", "/documents/moi/envois", b"", upload_length=str(SIZE), upload_metadata=f"filename {name}")
    expect(begun.status == 201, "l’annonce du fichier", begun)
    chance, standing, again = random.Random(5), 0, 0
    for cut in sorted(chance.randrange(SIZE) for _ in range(CUTS)):
        cut = max(cut, standing + BLOCK)
        try:
            patch(visitor, begun.location, until_cut(standing, cut), standing)
            raise SystemExit("la liaison devait être coupée")
        except Gone:
            visitor.close()
        told = asked_anew(visitor, begun.location)
        if not standing <= told <= cut:
            raise SystemExit(f"{standing} octets tenus, {cut} partis, {told} annoncés")
        again += cut - told
        standing = told
    done = patch(visitor, begun.location, content(standing, SIZE), standing)
    expect(done.status == 204 and done.headers["upload-offset"] == str(SIZE), "le dernier morceau", done)
    return again


def patch(visitor, path, body, start):
    length = str(SIZE - start)
    return ask(visitor, "PATCH", path, body, upload_offset=str(start), content_type="application/offset+octet-stream", content_length=length)


def asked_anew(visitor, path):
    """The server may still be busy with the connection that it does not know to be dead."""
    for _ in range(100):
        told = ask(visitor, "HEAD", path, None)
        if told.status == 200:
            return int(told.headers["upload-offset"])
        time.sleep(0.2)
    raise SystemExit(f"l’envoi ne se reprend pas : {told.status}")


def taken_back(visitor):
    page = visitor.get("/documents/moi").text
    entry = re.search(r'/documents/fichiers/(\d+)"[^>]*>(?:(?!</a>).)*Film de la classe de mer', page, re.S)
    if not entry:
        raise SystemExit("le fichier n’est pas dans la liste")
    path = f"/documents/fichiers/{entry.group(1)}/telecharger"
    edges = [SIZE * part // PARTS for part in range(PARTS + 1)]
    for start, end in zip(edges, edges[1:]):
        same(visitor, path, start, end)


def same(visitor, path, start, end):
    answer = visitor.stream(path, {"range": f"bytes={start}-{end - 1}"})
    if answer.status != 206 or answer.headers["content-range"] != f"bytes {start}-{end - 1}/{SIZE}":
        raise SystemExit(f"une partie : {answer.status} {answer.headers['content-range']}")
    came, wanted = hashlib.sha256(), hashlib.sha256()
    while block := answer.read(BLOCK):
        came.update(block)
    for block in content(start, end):
        wanted.update(block)
    if came.digest() != wanted.digest():
        raise SystemExit(f"les octets {start} à {end} ne sont pas les mêmes")


def main():
    with tempfile.TemporaryDirectory(prefix="preau-large-") as folder:
        if os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize < 5 * SIZE:
            raise SystemExit(f"il faut {5 * SIZE // 10**9} Go libres dans {folder}")
        box = Box(sys.argv[1], os.path.join(folder, "data"))
        box.port = free_port()
        try:
            who = opened(box)["directrice"]
            visitor = Visitor(box.port, timeout=120)
            visitor.get("/connexion")
            visitor.post("/connexion", [("identifiant", who["login"]), ("phrase", who["password"])])
            before, watch = box.pss_kib(), Watch(box)
            began = time.monotonic()
            again = sent(visitor)
            sending, began = time.monotonic() - began, time.monotonic()
            taken_back(visitor)
            taking = time.monotonic() - began
            watch.end()
        finally:
            box.stop()
    print(f"envoi de {SIZE // 10**6} Mo          {sending:.0f} s, {CUTS} coupures, {again / 1e6:.1f} Mo renvoyés")
    print(f"retour en {PARTS} parties        {taking:.0f} s, octet pour octet")
    print(f"mémoire du service (PSS)   {before} Kio avant, {watch.most} Kio au plus (but : {GOAL_KIB})")
    sys.exit(0 if watch.most < GOAL_KIB else 1)


if __name__ == "__main__":
    main()
