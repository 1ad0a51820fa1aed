"""Many schools on one machine: each its own process, folder and doors, as `preau@.service` has them. Prints what a school costs
at rest and at work; fails when one does not answer or weighs more than it may. Loopback only; what is started here is ended here."""

import argparse
import os
import re
import statistics
import sys
import tempfile
import time

from box import ANSWERS, Box, activate, fresh_school, wait_for_page
from boxes_say import check, ended, note, part
from visitor import Gone, Visitor

# The promise: what one school at rest may hold, in kB.
AT_MOST = 20_000
FIRST_PORT = 21_000
UNIT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../systemd/preau@.service")
# What a director opens first of all; nothing here is made ready for the measure.
PAGES = ["/", "/cahier-de-liaison", "/messages", "/blog", "/documents", "/ecole", "/reglages"]
# Schools that start at once when the machine does.
TOGETHER_WITHIN = 240.0


def main():
    asked = argparse.ArgumentParser(prog="scripts/scale")
    asked.add_argument("--binary", required=True)
    asked.add_argument("--schools", type=int, default=100)
    asked.add_argument("--seconds", type=int, default=30, help="durée de chaque mesure")
    asked = asked.parse_args()
    # As the unit starts them.
    with open(UNIT, encoding="utf-8") as unit:
        os.environ.update(re.findall(r"^Environment=(\w+)=(.*)$", unit.read(), re.M))
    with tempfile.TemporaryDirectory(prefix="preau-echelle-") as folder:
        fleet = []
        try:
            prove(asked, folder, fleet)
        finally:
            for school in fleet:
                school.box.process and school.box.process.poll() is None and school.box.process.terminate()
            for school in fleet:
                school.box.stop()
    ended()


class School:
    def __init__(self, binary, folder, number):
        self.number = number
        self.box = Box(binary, os.path.join(folder, f"ecole-{number:03}"))
        # Below those that the system gives out: of two hundred drawn by chance two are often the same.
        self.box.port, self.box.plain = FIRST_PORT + 2 * number, FIRST_PORT + 2 * number + 1
        answers = os.path.join(folder, f"reponses-{number:03}.toml")
        with open(answers, "w", encoding="utf-8") as file:
            file.write(ANSWERS.replace("École de la preuve", f"École {number}").replace("ecole-preuve", f"ecole-{number:03}"))
        said = self.box.command("init", "--answers", answers).stdout
        self.code = re.search(r"Code d’accès\s+(\S+)", said).group(1)
        self.director = self.nobody = None

    def settle(self):
        """Its director comes once, chooses a passphrase, and stays signed in."""
        self.director = activate(self.box, "anne.directrice", self.code)
        self.director.close()
        self.nobody = Visitor(self.box.port)

    def pages(self):
        """(what was asked, whether it was answered as it must be, seconds)."""
        for path in ["/confiance", *PAGES]:
            visitor = self.nobody if path == "/confiance" else self.director
            began = time.perf_counter()
            try:
                yield path, visitor.get(path).status == 200, time.perf_counter() - began
            except Gone:
                yield path, False, time.perf_counter() - began
        self.nobody.close()
        self.director.close()

    def disk(self):
        files = (os.path.join(where, name) for where, _, names in os.walk(self.box.data) for name in names)
        return sum(os.lstat(file).st_blocks * 512 for file in files)

    def threads(self):
        return len(os.listdir(f"/proc/{self.box.process.pid}/task"))


def weighed(fleet, when):
    """PSS of each, in kB: its own pages, and its part of those that several have in common."""
    pss = [school.box.pss_kib() * 1024 / 1000 for school in fleet]
    note(
        f"mémoire d’une école {when} (PSS) : médiane {statistics.median(pss) / 1000:.1f} Mo, au plus {max(pss) / 1000:.1f} Mo, "
        f"les {len(fleet)} ensemble {sum(pss) / 1e6:.2f} Go"
    )
    return pss


def cpu(fleet, work):
    """Microseconds of processor that a piece of work took, school by school; and what the work gave."""
    before = [school.box.cpu_microseconds() for school in fleet]
    began = time.monotonic()
    given = work()
    spent = [school.box.cpu_microseconds() - once for school, once in zip(fleet, before)]
    return given, spent, time.monotonic() - began


def rounds(fleet, seconds):
    """Each school in turn, again and again, as their directors would: nobody has the machine to themselves."""
    until, times, failed, done = time.monotonic() + seconds, [], [], 0
    while time.monotonic() < until or done == 0:
        for school in fleet:
            for path, is_answered, spent in school.pages():
                times.append(spent)
                if not is_answered:
                    failed.append(f"{school.number} {path}")
        done += 1
    return times, failed


def prove(asked, folder, fleet):
    part(f"{asked.schools} écoles, une à une")
    began = time.perf_counter()
    for number in range(1, asked.schools + 1):
        fleet.append(School(asked.binary, folder, number))
    note(f"mise en route par réponses : {(time.perf_counter() - began) / len(fleet):.2f} s par école")
    for school in fleet:
        school.box.serve()
    ready = sorted(school.box.ready for school in fleet)
    note(f"démarrage, jusqu’à la première page : médiane {statistics.median(ready) * 1000:.0f} ms, au plus {ready[-1] * 1000:.0f} ms")
    check("toutes répondent", all(Visitor(school.box.port).get("/confiance").status == 200 for school in fleet))

    part("au repos, sitôt démarrées")
    _, spent, lasted = cpu(fleet, lambda: time.sleep(asked.seconds))
    fresh = weighed(fleet, "au repos")
    note(f"processeur d’une école au repos : {statistics.mean(spent) / lasted / 10_000:.3f} % d’un cœur ; fils : {fleet[0].threads()}")
    check("au repos, 20 Mo au plus pour chacune", max(fresh) <= AT_MOST)

    part("au travail")
    for school in fleet:
        school.settle()
    check("chaque direction est connectée", all(school.director.get("/").status == 200 for school in fleet))
    (times, failed), spent, lasted = cpu(fleet, lambda: rounds(fleet, asked.seconds))
    times.sort()
    note(
        f"{len(times)} pages en {lasted:.0f} s, l’une après l’autre : médiane {statistics.median(times) * 1000:.1f} ms, "
        f"99 % en {times[len(times) * 99 // 100] * 1000:.0f} ms ; {sum(spent) / len(times) / 1000:.2f} ms de processeur par page, poignées de main comprises"
    )
    check("toutes les pages sont servies", not failed, " ".join(failed[:10]))
    weighed(fleet, "au travail")
    note(f"dossier d’une école vide : {statistics.median(school.disk() for school in fleet) / 1e6:.1f} Mo")

    part("au repos, après le travail")
    _, spent, lasted = cpu(fleet, lambda: time.sleep(asked.seconds))
    after = weighed(fleet, "au repos, après")
    note(f"processeur d’une école au repos : {statistics.mean(spent) / lasted / 10_000:.3f} % d’un cœur")
    check("après le travail aussi, 20 Mo au plus pour chacune", max(after) <= AT_MOST)

    a_real_one(asked, folder)
    together(fleet)


def a_real_one(asked, folder):
    part("une école de trois cents élèves parmi elles")
    box = Box(asked.binary, os.path.join(folder, "ecole-pleine"))
    try:
        people = fresh_school(box, folder, pupils=300, classes=12, guardians_each=1)
        everybody = [people.director] + [one["cookies"] for one in people.teachers + people.guardians]
        for _ in range(10):
            for cookies in everybody:
                visitor = Visitor(box.port, cookies)
                for path in PAGES[:5]:
                    visitor.get(path)
                visitor.close()
        note(f"au travail : {box.pss_kib() * 1.024 / 1000:.1f} Mo ; sa base : {os.path.getsize(os.path.join(box.data, 'preau.db')) / 1e6:.1f} Mo")
        box.stop()
        box.serve()
        time.sleep(asked.seconds)
        rest = box.pss_kib() * 1024 / 1000
        note(f"au repos : {rest / 1000:.1f} Mo")
        check("au repos, 20 Mo au plus pour elle aussi", rest <= AT_MOST)
    finally:
        box.stop()


def together(fleet):
    part("toutes à la fois, comme après une coupure de courant")
    for school in fleet:
        school.box.process.kill()
    for school in fleet:
        school.box.process.wait()
    began = time.perf_counter()
    for school in fleet:
        school.box.launch()
    for school in fleet:
        alive = school.box.process
        wait_for_page(school.box.port, lambda: alive.poll() is None, TOGETHER_WITHIN)
    note(f"les {len(fleet)} répondent après {time.perf_counter() - began:.1f} s")
    check("chacune a gardé sa direction connectée", all(school.director.get("/").status == 200 for school in fleet))


if __name__ == "__main__":
    main()
