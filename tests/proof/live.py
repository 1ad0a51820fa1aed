"""Streams of events that only wait, and what a hundred messages a second do to a page meanwhile. Sessions and threads are
written beside the running service; streams, messages and pages go through its real HTTPS, each kind in a process of its own."""

import hashlib
import json
import multiprocessing
import os
import resource
import secrets
import socket
import sqlite3
import ssl
import statistics
import subprocess
import sys
import tempfile
import time

from box import Box, free_port
from visitor import Visitor

FEW, MANY = 500, 2000
RATE, SECONDS, WRITERS, THREADS = 100, 20, 4, 120
PAUSE = 0.02
rows, missed = [], []


def row(what, value, goal="", within=True):
    rows.append((what, value, goal + ("" if within else "  ✗ MANQUÉ")))
    if not within:
        missed.append(what)


def main():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536), hard))
    with tempfile.TemporaryDirectory(prefix="preau-direct-") as folder:
        box = Box(sys.argv[1], os.path.join(folder, "data"))
        box.port = free_port()
        opened(box)
        try:
            measured(box)
        finally:
            began = time.perf_counter()
            box.stop()
        stopping = time.perf_counter() - began
        row("arrêt demandé avec des flux ouverts", f"{stopping:.1f} s", "≤ 5 s", stopping <= 5)
    for what, value, goal in rows:
        print(f"{what:58}{value:34}{goal}")
    print(f"charge de la machine pendant la mesure : {os.getloadavg()[0]:.1f} sur {os.cpu_count()} cœurs")
    sys.exit(1 if missed else 0)


def opened(box):
    words = ["demo", "--fresh", "--json", "--data", box.data, "--https", f"127.0.0.1:{box.port}", "--http", f"127.0.0.1:{free_port()}"]
    box.process = subprocess.Popen([box.binary, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    next(line for line in box.process.stdout if line.startswith("{"))
    with sqlite3.connect(os.path.join(box.data, "preau.db")) as db:
        while db.execute("SELECT count(*) FROM media WHERE state = 'waiting'").fetchone()[0]:
            time.sleep(0.2)


def measured(box):
    path = os.path.join(box.data, "preau.db")
    db = sqlite3.connect(path, isolation_level=None, timeout=20)
    # Whatever the hour at which this is run, messages leave at once; and letters are not what is measured.
    db.execute("UPDATE settings SET quiet_from = 180, quiet_until = 180, quiet_week_end = 0, quiet_days_off = 0")
    threads = conversations(db)
    listeners = sessions(db, MANY)
    page = Visitor(box.port, cookies=session(db, threads[0][1]))
    assert page.get("/cahier-de-liaison").status == 200
    rest = probed(box, page.cookies, 8)
    row("une page au repos : p50, p99", f"{rest[0]:.1f} ms, {rest[1]:.1f} ms")
    idle_memory(box, listeners)
    db.close()
    with_messages(box, path, page.cookies, threads, listeners)


def conversations(db):
    """A teacher of the class and a guardian of one of its pupils in each, with a first message."""
    now = int(time.time())
    pairs = db.execute(
        """SELECT d.person, ta.id, g.guardian, ga.id, g.pupil FROM duty d JOIN enrolment e ON e.class = d.class AND e.until_on IS NULL
           JOIN guardianship g ON g.pupil = e.pupil JOIN account ga ON ga.person = g.guardian JOIN account ta ON ta.person = d.person
           WHERE d.kind = 'teacher' AND d.until_on IS NULL AND g.authority = 'exercises' AND g.restricted_on IS NULL AND ga.activated_at IS NOT NULL AND ga.closed_at IS NULL
           AND ta.activated_at IS NOT NULL GROUP BY g.guardian ORDER BY g.pupil % 17, g.guardian LIMIT ?""",
        (THREADS,),
    ).fetchall()
    assert pairs, "no teacher with a guardian"
    made = []
    db.execute("BEGIN")
    for teacher, teacher_account, guardian, account, pupil in pairs:
        thread = db.execute("INSERT INTO thread (opener, subject, answers, to_said, opened_at) VALUES (?, 'Essai', 'all', '[]', ?)", (teacher, now)).lastrowid
        for person in (teacher, guardian):
            db.execute("INSERT INTO thread_member (thread, person, last_at) VALUES (?, ?, ?)", (thread, person, now))
        db.execute("INSERT INTO thread_through (thread, person, pupil) VALUES (?, ?, ?)", (thread, guardian, pupil))
        db.execute("INSERT INTO message (author, thread, state, body, changed_at, sent_at, delivered_at) VALUES (?, ?, 'delivered', '<p>Bonjour</p>', ?, ?, ?)", (teacher, thread, now, now, now))
        made.append((thread, account, teacher_account))
    db.execute("COMMIT")
    return made


def session(db, account):
    token, now = secrets.token_urlsafe(16), int(time.time())
    digest = hashlib.sha256(token.encode()).digest()
    db.execute(
        "INSERT INTO session (token, account, opened_at, seen_at, expires_at, is_shared, proved_at, device) VALUES (?, ?, ?, ?, ?, 0, ?, 'essai')",
        (digest, account, now, now, now + 86400, now),
    )
    return {"__Host-preau": token}


def sessions(db, many):
    accounts = [one for (one,) in db.execute("SELECT id FROM account WHERE activated_at IS NOT NULL AND closed_at IS NULL")]
    db.execute("BEGIN")
    made = [session(db, accounts[at % len(accounts)])["__Host-preau"] for at in range(many)]
    db.execute("COMMIT")
    return made


def listening(port, tokens, told, done):
    """Opens a stream for each, says how many stand, and waits."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    kept = []
    for token in tokens:
        wire = context.wrap_socket(socket.create_connection(("127.0.0.1", port), 30))
        ask = f"GET /evenements HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\ncookie: __Host-preau={token}\r\n\r\n"
        wire.sendall(ask.encode())
        head = b""
        while b"\r\n\r\n" not in head:
            head += wire.recv(4096)
        if not head.startswith(b"HTTP/1.1 200"):
            told.put(head[:300].decode("utf-8", "replace"))
            return
        kept.append(wire)
    told.put(len(kept))
    done.wait()


class Streams:
    def __init__(self, box, tokens):
        self.told, self.done = multiprocessing.Queue(), multiprocessing.Event()
        half = len(tokens) // 2
        parts = [tokens[:half], tokens[half:]]
        self.processes = [multiprocessing.Process(target=listening, args=(box.port, part, self.told, self.done)) for part in parts]
        for process in self.processes:
            process.start()
        opened = [self.told.get(timeout=300) for _ in parts]
        assert all(isinstance(one, int) for one in opened), opened

    def close(self):
        self.done.set()
        for process in self.processes:
            process.join()


def idle_memory(box, tokens):
    time.sleep(2)
    base = box.pss_kib()
    for many in (FEW, MANY):
        streams = Streams(box, tokens[:many])
        time.sleep(3)
        each = (box.pss_kib() - base) / many
        cpu = box.cpu_microseconds()
        time.sleep(10)
        cpu = (box.cpu_microseconds() - cpu) / 10 / 1e4
        row(f"{many} flux qui attendent : mémoire par flux", f"{each:.1f} Kio (PSS {box.pss_kib() / 1024:.0f} Mio, {cpu:.1f} % d’un cœur)", "≤ 64 Kio", each <= 64)
        streams.close()
        time.sleep(3)


def writing(port, conversations, every, until, sent):
    """One message after another, each conversation in its turn, by the guardian and the teacher in turn."""
    visitor, done, at = Visitor(port), 0, 0
    due = time.perf_counter()
    while time.perf_counter() < until:
        thread, *tokens = conversations[at % len(conversations)]
        who = tokens[(at // len(conversations)) % 2]
        visitor.cookies = {"__Host-preau": who}
        reply = visitor.post(f"/messages/{thread}/repondre", [("texte", f"Message {at}"), ("pour", ""), ("geste", "envoyer")])
        if reply.status == 303:
            done += 1
        at += 1
        due += every
        time.sleep(max(0.0, due - time.perf_counter()))
    sent.put((done, at))


def asking(port, cookies, until, said):
    visitor, taken = Visitor(port, cookies=cookies), []
    visitor.get("/cahier-de-liaison")
    while time.perf_counter() < until:
        began = time.perf_counter()
        assert visitor.get("/cahier-de-liaison").status == 200
        taken.append((time.perf_counter() - began) * 1000)
        time.sleep(PAUSE)
    said.put(taken)


def probed(box, cookies, seconds):
    said = multiprocessing.Queue()
    process = multiprocessing.Process(target=asking, args=(box.port, cookies, time.perf_counter() + seconds, said))
    process.start()
    taken = said.get()
    process.join()
    return percentiles(taken)


def percentiles(taken):
    cut = statistics.quantiles(taken, n=100)
    return cut[49], cut[98]


def with_messages(box, path, cookies, threads, listeners):
    with sqlite3.connect(path, timeout=20) as db:
        conversations = [(thread, session(db, account)["__Host-preau"], session(db, teacher)["__Host-preau"]) for thread, account, teacher in threads]
        listeners = listeners[:FEW - 2 * len(conversations)] + [token for _, *both in conversations for token in both]
    streams = Streams(box, listeners[:FEW])
    sent, said = multiprocessing.Queue(), multiprocessing.Queue()
    until = time.perf_counter() + SECONDS
    own = [conversations[at::WRITERS] for at in range(WRITERS)]
    crowd = [multiprocessing.Process(target=writing, args=(box.port, some, WRITERS / RATE, until, sent)) for some in own]
    crowd.append(multiprocessing.Process(target=asking, args=(box.port, cookies, until, said)))
    cpu = box.cpu_microseconds()
    for process in crowd:
        process.start()
    taken = percentiles(said.get())
    counts = [sent.get() for _ in own]
    for process in crowd:
        process.join()
    cpu = (box.cpu_microseconds() - cpu) / SECONDS / 1e4
    done, tried = (sum(one) for one in zip(*counts))
    row("500 flux et des messages : messages remis par seconde", f"{done / SECONDS:.0f} ({done} sur {tried}, {cpu:.0f} % d’un cœur)", f"≥ {0.95 * RATE:.0f}", done >= 0.95 * RATE * SECONDS)
    row("une page pendant ce temps : p50, p99", f"{taken[0]:.1f} ms, {taken[1]:.1f} ms", "p99 < 100 ms", taken[1] < 100)
    row("mémoire du service alors", f"PSS {box.pss_kib() / 1024:.0f} Mio")
    # Left open: the stop that follows must not wait for them.
    streams.done.set()


if __name__ == "__main__":
    main()
