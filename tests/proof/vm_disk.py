"""A box that is switched on with not one byte left on its disk: it serves what there is to read, refuses each write with a page that
says why and what to do, and goes on by itself once there is room."""

import time

from box import publish
from boxes_say import check, note, part
from visitor import Gone, Visitor
from vm_school import all_there, inhabited
from writers import Ledger, Writers

FILL = "dd if=/dev/zero of=/disk/autre-chose bs=64k oflag=append conv=notrunc; dd if=/dev/zero of=/disk/encore bs=1 count=70000; sync"
# Written until it is refused, at most so many times.
TRIES = 400


def prove(binary, cache, folder):
    part("un disque plein au démarrage")
    guest, school, _ = inhabited(binary, cache, folder, "160M")
    ledger = Ledger()
    try:
        note(f"démarré, disque libre, en {guest.boot():.0f} s")
        writers = Writers(school, guest.port, ledger)
        time.sleep(4)
        writers.end()
        check("avant, tout passe", ledger.acknowledged() > 0 and not ledger.refused, str(ledger.refused))
        to_the_last_byte(guest)
        guest.pull_the_plug()
        full(guest, school, ledger)
        room_again(guest, school, ledger)
    finally:
        guest.pull_the_plug()


def to_the_last_byte(guest):
    """What the box sets aside for such a day is taken too, once it has given it back."""
    for _ in range(2):
        guest.tell(FILL)
        guest.tell("rm -f /disk/data/reserve; sync")
    guest.tell(FILL)
    left = guest.tell("df -k /disk | tail -n 1")[1].split()
    check(f"le disque n’a plus rien ({left[3]} ko libres)", left[3] == "0", " ".join(left))


def full(guest, school, ledger):
    note(f"démarré, disque plein, en {guest.boot():.0f} s")
    check("la base est entière", guest.whole)
    director = Visitor(guest.port, school.director)
    home = director.get("/")
    check("l’accueil de la direction s’ouvre, et le dit", home.status == 200 and "Le disque ne prend plus de fichiers" in home.text)
    for path in ("/cahier-de-liaison", "/blog", "/messages", "/documents", "/reglages/sante"):
        page = Visitor(guest.port, school.teachers[0]["cookies"] if "reglages" not in path else school.director).get(path)
        check(f"{path} se lit", page.status == 200, str(page.status))
    all_there(guest, school, ledger, "rien de ce qui a été accusé n’est perdu")
    refused = write_until_refused(guest, school)
    check("une écriture est refusée, poliment", refused is not None and refused.status in (503, 507), str(refused and refused.status))
    if refused:
        check("… par une page qui dit pourquoi et quoi faire", "disque" in refused.text and "<h1" in refused.text, refused.text[-800:])
        check("… et sans perdre la session", director.get("/").status == 200)
    code, said = guest.tell("/preau doctor --data /disk/data")
    check("preau doctor le dit, et quoi faire", code == 1 and "Pour faire de la place" in said, said)


def write_until_refused(guest, school):
    teacher = Visitor(guest.port, school.teachers[0]["cookies"])
    for count in range(TRIES):
        reply = publish(teacher, school.teachers[0]["class"], f"Disque plein {count}")
        if reply.status != 303:
            note(f"refusé à la {count + 1}ᵉ écriture : {reply.status}")
            return reply
    return None


def room_again(guest, school, ledger):
    guest.tell("rm /disk/autre-chose /disk/encore; sync")
    began, again = time.monotonic(), None
    while time.monotonic() - began < 60 and again is None:
        try:
            if publish(Visitor(guest.port, school.teachers[0]["cookies"]), school.teachers[0]["class"], "Après").status == 303:
                again = time.monotonic() - began
        except Gone:
            pass
        time.sleep(0.5)
    check("de la place : cela reprend tout seul, sans redémarrer", again is not None)
    all_there(guest, school, ledger, "rien de ce qui a été accusé n’est perdu")
    check("preau check est bien", guest.tell("/preau check --data /disk/data")[0] == 0)
