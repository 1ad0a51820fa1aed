"""A box that wakes up years ago: it says so, signs nothing with that date, signs nobody out, forgets nothing, goes on serving;
and mends itself when the time comes. What is due meanwhile is made due by another address, which asks for a new certificate."""

import datetime
import os
import re
import ssl
import subprocess
import time

from box import publish
from boxes_say import check, note, part
from rows import rows_of
from visitor import Visitor
from vm import disk_of
from vm_school import inhabited

PAST = "2010-01-04T08:00:00"
# The house looks at its clock and at its addresses every minute.
LOOKED = 75
DOUBT = "en doute"


def prove(binary, cache, folder):
    part("une horloge en retard de plusieurs années")
    guest, school, disk = inhabited(binary, cache, folder, "512M")
    try:
        worn = today(guest, school)
        before = rows_of(guest, disk, folder)
        years_ago(guest, school, worn)
        mended(guest, school, worn)
        after = rows_of(guest, disk, folder)
        fewer = {table: (many, after.get(table, 0)) for table, many in before.items() if after.get(table, 0) < many}
        check(f"aucune ligne n’a disparu, dans aucune des {len(before)} tables", not fewer, str(fewer))
        new_box(guest, folder)
    finally:
        guest.pull_the_plug()


def today(guest, school):
    note(f"démarré à la bonne date en {guest.boot():.0f} s")
    check("à la bonne date, rien n’est en doute", DOUBT not in health(guest, school))
    guest.tell("sleep 5")
    return served(guest)


def years_ago(guest, school, worn):
    note(f"démarré le {PAST[:10]} en {guest.boot(PAST):.0f} s")
    # Its leaf does not hold this address: with a sure clock, another would be signed within a minute.
    guest.tell("ip addr add 10.0.2.77/24 dev eth0")
    check("la santé de la boîte le dit", DOUBT in health(guest, school))
    code, said = guest.tell("/preau doctor --data /disk/data")
    check("preau doctor le dit, et quoi faire", code == 1 and DOUBT in said and "internet" in said, said)
    address = Visitor(guest.port, school.director).get("/reglages/adresse").text
    check("la page de l’adresse demande de vérifier la date", "2010" in address)
    for name, cookies in everybody(school):
        check(f"{name} est toujours connectée", Visitor(guest.port, cookies).get("/").status == 200)
    published = publish(Visitor(guest.port, school.teachers[0]["cookies"]), school.teachers[0]["class"], "Mot d’un jour en doute")
    check("un mot part", published.status == 303, str(published.status))
    guest.tell(f"sleep {LOOKED}", LOOKED * 4)
    check("aucun certificat n’a été signé", served(guest) == worn, f"{served(guest)} {worn}")


def mended(guest, school, worn):
    guest.tell(f"date -s @{int(time.time())} > /dev/null")
    guest.tell(f"sleep {LOOKED}", LOOKED * 4)
    check("l’heure revenue, plus rien n’est en doute", DOUBT not in health(guest, school))
    again = served(guest)
    check("le certificat qui attendait est signé d’aujourd’hui", again != worn and starts_about_now(again), str(again))
    for name, cookies in everybody(school):
        check(f"{name} est toujours connectée", Visitor(guest.port, cookies).get("/").status == 200)
    read = Visitor(guest.port, school.teachers[0]["cookies"]).get("/cahier-de-liaison").text
    check("le mot de ce jour-là est toujours là", "Mot d’un jour en doute" in read)


def new_box(guest, folder):
    """Never set up, and no right time to begin with."""
    os.makedirs(os.path.join(folder, "vide"))
    guest.disks = [disk_of(os.path.join(folder, "vide"), os.path.join(folder, "neuve.img"), "128M")]
    guest.boot(PAST)
    provisional = served(guest)
    begins, ends = (day.replace(tzinfo=None) for day in provisional[1:])
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    check("une boîte neuve sert un certificat provisoire, valable aussi à la vraie date", begins < now < ends, str(provisional))
    roots = guest.tell("ls /disk/data/tls")[1]
    check("elle ne fonde aucune autorité à cette date", "authority" not in roots, roots)
    guest.pull_the_plug()


def everybody(school):
    yield "la direction", school.director
    yield from ((one["login"], one["cookies"]) for one in school.teachers + school.guardians)


def health(guest, school):
    reply = Visitor(guest.port, school.director).get("/reglages/sante")
    check("la page de la santé s’ouvre", reply.status == 200, str(reply.status))
    return reply.text


def served(guest):
    """The certificate that is shown to visitors: (fingerprint, first moment, last moment)."""
    pem = ssl.get_server_certificate(("127.0.0.1", guest.port))
    words = ["openssl", "x509", "-noout", "-fingerprint", "-sha256", "-startdate", "-enddate"]
    said = subprocess.run(words, input=pem, capture_output=True, text=True, check=True).stdout
    moments = re.findall(r"not(?:Before|After)=(.*)", said)
    return (re.search("=(.*)", said).group(1), *(datetime.datetime.strptime(one, "%b %d %H:%M:%S %Y %Z") for one in moments))


def starts_about_now(certificate):
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    return abs(now - certificate[1]) < datetime.timedelta(days=3) and certificate[2] > now
