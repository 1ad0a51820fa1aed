"""A whole school goes into a backup while people write, and comes back on a bare machine: what was acknowledged before is there,
nothing is half, every file has the bytes of its name. Damage, another key and a disk that is too small are refused in words."""

import argparse
import base64
import hashlib
import os
import random
import shutil
import sqlite3
import subprocess
import tempfile
import threading
import time

from boxes_say import check, ended, note, part
from box import Box, expect, fresh_school
from visitor import Visitor
from writers import Ledger, Writers

FILE = 20_000_000
# Smaller than what is left free beside any backup.
SMALL_DISK = 60_000_000
# What a restore takes away so that nothing of before opens anything, or writes of itself.
OTHERWISE = {
    "access_slip", "application_password", "backup_round", "half_sign_in", "job", "journal", "known_device", "liaison_letter",
    "liaison_letter_pupil", "message_letter", "new_address", "outbox", "outbox_held", "recovery_code", "rescue_letter",
    "restored", "second_factor", "second_factor_trial", "session", "settings", "throttle", "upload",
}


class Key:
    """The printed key, as the technician draws it at the console."""

    def __init__(self, box, confirmed=True):
        command = [box.binary, "recovery-key", "--data", box.data]
        told = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        groups = []
        for line in told.stdout:
            if line.startswith("    "):
                groups += line.split()
            if line.startswith("Recopiez"):
                break
        told.stdin.write((groups[-1] if confirmed else "") + "\n")
        told.stdin.close()
        told.stdout.read()
        if (told.wait() == 0) != confirmed:
            raise SystemExit("la clé de secours n’a pas été tirée")
        self.text = " ".join(groups)


def filled(visitor, size):
    """Documents of the director's, sent as a browser sends them."""
    chance, number = random.Random(11), 0
    while size > 0:
        content = chance.randbytes(min(FILE, size))
        name = base64.b64encode(f"Film {number:03}.bin".encode()).decode()
        said = {"tus-resumable": "1.0.0", "upload-length": str(len(content)), "upload-metadata": f"filename {name}"}
        begun = visitor.send("POST", "/documents/moi/envois", b"", said)
        expect(begun.status == 201, "l’annonce d’un fichier", begun)
        said = {"tus-resumable": "1.0.0", "upload-offset": "0", "content-type": "application/offset+octet-stream"}
        done = visitor.send("PATCH", begun.location, content, said)
        expect(done.status == 204, "un fichier", done)
        size, number = size - len(content), number + 1


def counts(data):
    """Rows by table, in one moment."""
    database = sqlite3.connect(f"file:{data}/preau.db?mode=ro", uri=True)
    try:
        database.execute("BEGIN")
        found = database.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in found.fetchall()}
    finally:
        database.close()


def words(data):
    database = sqlite3.connect(f"file:{data}/preau.db?mode=ro", uri=True)
    try:
        return {str(number) for (number,) in database.execute("SELECT id FROM liaison_note")}
    finally:
        database.close()


def files_of(data):
    """Every kept file, by the hash of what is really in it."""
    found = {}
    for folder, _, names in os.walk(os.path.join(data, "fichiers")):
        for name in names:
            digest = hashlib.sha256()
            with open(os.path.join(folder, name), "rb") as file:
                while block := file.read(1 << 20):
                    digest.update(block)
            found[name] = digest.hexdigest()
    return found


def timed(box, *arguments):
    began = time.monotonic()
    done = box.command(*arguments, check=False)
    return done, time.monotonic() - began


def restored(box, folder, key, shelf, name):
    data = os.path.join(folder, name)
    path = os.path.join(folder, "cle.txt")
    with open(path, "w", encoding="utf-8") as file:
        file.write(key + "\n")
    back = Box(box.binary, data)
    done, took = timed(back, "restore", "--from", shelf, "--key", path)
    os.remove(path)
    return back, done, took


def at_work(box, school, folder, shelf, key):
    part("une sauvegarde pendant que l’on écrit")
    ledger = Ledger()
    writers = Writers(school, box.port, ledger)
    time.sleep(3)
    known, before = set(ledger.words), counts(box.data)
    done, took = timed(box, "backup", "--to", shelf)
    after = counts(box.data)
    writers.end()
    check(f"sauvegarde faite en {took:.1f} s", done.returncode == 0, done.stdout + done.stderr)
    written = ledger.acknowledged()
    note(f"{written} écritures reçues pendant ce temps, {sum(ledger.refused.values())} refusées")
    check("on écrivait bien pendant la sauvegarde", after["journal"] > before["journal"])
    done, took = timed(box, "verify", "--from", shelf)
    check(f"sauvegarde relue en entier en {took:.1f} s", done.returncode == 0, done.stdout + done.stderr)
    back, done, took = restored(box, folder, key, shelf, "revenue")
    check(f"école ramenée dans un dossier vide en {took:.1f} s", done.returncode == 0, done.stdout + done.stderr)
    there = counts(back.data)
    # What only grows is between what it was when the backup began and when it ended.
    grows = ["liaison_note", "liaison_answer", "pupil", "file"]
    check("chaque nombre est celui d’un instant de la sauvegarde", all(before[t] <= there[t] <= after[t] for t in grows))
    check("tout mot reçu avant le début y est", known <= words(back.data))
    whole(back)
    shutil.rmtree(back.data)


def whole(back):
    kept = files_of(back.data)
    check(f"{len(kept)} fichiers, chacun a les octets de son nom", kept and all(name == found for name, found in kept.items()))
    done = back.command("check", check=False)
    check("« preau check » ne trouve rien", done.returncode == 0, done.stdout + done.stderr)


def at_rest(box, school, folder, shelf, key):
    part("une seconde, au repos : nombres et empreintes égaux")
    time.sleep(3)
    before = stored(shelf)
    done, took = timed(box, "backup", "--to", shelf)
    check(f"faite en {took:.1f} s", done.returncode == 0, done.stdout + done.stderr)
    check("aucun fichier n’est écrit une seconde fois", before == stored(shelf))
    box.stop()
    back, done, took = restored(box, folder, key, shelf, "revenue")
    check(f"ramenée en {took:.1f} s", done.returncode == 0, done.stdout + done.stderr)
    here, there = counts(box.data), counts(back.data)
    other = {table: (here[table], there.get(table)) for table in here if table not in OTHERWISE and here[table] != there.get(table)}
    check(f"{sum(there.values())} lignes, table par table", not other, str(other))
    check("les mêmes fichiers, empreinte par empreinte", files_of(box.data) == files_of(back.data))
    whole(back)
    try:
        back.serve()
        page = Visitor(back.port, school.director).get("/")
        check("elle sert, et chacun est déconnecté", page.status == 303 and page.location.startswith("/connexion"), page.location)
    finally:
        back.stop()
    shutil.rmtree(back.data)


def stored(shelf):
    """The files beside the archives, and when each was written."""
    found = [os.path.join(at, name) for at, _, names in os.walk(os.path.join(shelf, "fichiers")) for name in names]
    return {path: os.stat(path).st_mtime_ns for path in found}


def flip(path):
    at = os.path.getsize(path) // 2
    with open(path, "r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1]))


def refusals(box, folder, shelf, key):
    part("ce qui est refusé, avec une phrase")
    archives = sorted(os.listdir(os.path.join(shelf, "sauvegardes")))
    archive = os.path.join(shelf, "sauvegardes", archives[-1])
    for what, path in [("dans l’archive", archive), ("dans un fichier", max(stored(shelf), key=os.path.getsize))]:
        flip(path)
        back, done, _ = restored(box, folder, key, shelf, "abimee")
        says(f"un octet changé {what}", done, "est abîmé", back.data)
        flip(path)
    wrong = Key(box, confirmed=False)
    back, done, _ = restored(box, folder, wrong.text, shelf, "autre-cle")
    says("une autre clé", done, "cette clé n’ouvre pas cette sauvegarde", back.data)
    if os.geteuid() != 0:
        note("un disque trop petit : pas essayé (root seulement)")
        return
    small = os.path.join(folder, "petit")
    os.mkdir(small)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "preau-essai", small], check=True)
    try:
        done = box.command("backup", "--to", os.path.join(small, "ailleurs"), check=False)
        says("une sauvegarde sur un disque trop petit", done, "pas assez de place", None)
        back, done, _ = restored(box, folder, key, shelf, os.path.join("petit", "ecole"))
        says("une restauration sur un disque trop petit", done, "pas assez de place", back.data)
    finally:
        subprocess.run(["umount", small], check=True)


def says(what, done, sentence, data):
    left = os.listdir(data) if data and os.path.isdir(data) else []
    told = (done.stdout + done.stderr).strip()
    check(f"{what} : « {told.splitlines()[-1][:110] if told else ''} »", done.returncode != 0 and sentence in told, told)
    if data:
        check("   et rien n’en reste", not left, str(left))


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--binary", required=True)
    asked.add_argument("--bytes", type=int, default=1_000_000_000)
    asked = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="preau-sauvegarde-") as folder:
        free = shutil.disk_usage(folder).free
        if free < 4 * asked.bytes + 1_000_000_000:
            raise SystemExit(f"il faut {(4 * asked.bytes + 1_000_000_000) / 1e9:.0f} Go libres dans {folder}")
        box, shelf = Box(asked.binary, os.path.join(folder, "data")), os.path.join(folder, "disque")
        try:
            part(f"une école de {asked.bytes / 1e9:.1f} Go")
            began = time.monotonic()
            school = fresh_school(box, folder, pupils=12, classes=1)
            filled(Visitor(box.port, school.director, timeout=120), asked.bytes)
            note(f"faite en {time.monotonic() - began:.0f} s, par les pages et les commandes du produit")
            key = Key(box).text
            at_work(box, school, folder, shelf, key)
            at_rest(box, school, folder, shelf, key)
            refusals(box, folder, shelf, key)
        finally:
            box.stop()
    ended()


if __name__ == "__main__":
    # Threads that wait for a box that is gone must not keep the proof from ending.
    threading.excepthook = lambda _: None
    main()
