"""The frame of a proof by kill -9: lives that end at any moment, the box that is there again and checks itself, the verdict."""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time

from box import Box


def main(prove, prog, counted, many, what, at_most):
    """`prove` is given what was asked, the lives and a folder; it gives the exit code."""
    asked = argparse.ArgumentParser(prog=prog)
    asked.add_argument("--binary", required=True)
    asked.add_argument("--kills", type=int, default=30)
    asked.add_argument(f"--{counted}", dest="enough", type=int, default=many, help=f"{what} au moins")
    asked.add_argument("--seed", type=int, default=None)
    asked.add_argument("--at-most", type=float, default=at_most, help="secondes")
    asked = asked.parse_args()
    seed = asked.seed if asked.seed is not None else random.randrange(1_000_000)
    print(f"hasard {seed} ; au moins {asked.kills} arrêts et {asked.enough} {what}", flush=True)
    with tempfile.TemporaryDirectory(prefix="preau-kill9-") as folder:
        box = Box(asked.binary, os.path.join(folder, "data"))
        try:
            code = prove(Lives(asked, box, random.Random(seed)), folder)
        finally:
            box.stop()
        sys.exit(code)


class Lives:
    def __init__(self, asked, box, chance):
        self.asked, self.box, self.chance = asked, box, chance
        self.kills, self.ready, self.faults = 0, [], []
        self.began = None

    def go_on(self, count):
        self.began = self.began or time.monotonic()
        is_wanted = self.kills < self.asked.kills or count < self.asked.enough
        return is_wanted and time.monotonic() - self.began < self.asked.at_most

    def live(self, actors, short, long, look=lambda: None):
        """One life: they act already, and are ended once the box is gone. `look` is the last thing before."""
        # Some lives end as they begin.
        time.sleep(self.chance.choice([self.chance.uniform(0, short), self.chance.uniform(short, long)]))
        look()
        self.box.kill()
        actors.end()
        self.kills += 1
        self.box.serve()
        self.ready.append(self.box.ready)
        checked = self.box.command("check", check=False)
        if checked.returncode != 0:
            self.faults.append(f"preau check après l’arrêt {self.kills} : {checked.stdout}{checked.stderr}")

    def again(self):
        return f"médiane {statistics.median(self.ready) * 1000:.0f} ms, au pire {max(self.ready) * 1000:.0f} ms"

    def verdict(self, count, holds=True):
        for fault in self.faults[:20]:
            print(f"  {fault}")
        enough = self.kills >= self.asked.kills and count >= self.asked.enough
        if not enough:
            print("le nombre voulu n’est pas atteint : rien n’est prouvé")
        return 0 if enough and holds and not self.faults else 1
