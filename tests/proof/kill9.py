"""kill -9 at any moment while teachers publish, families sign and the director imports: nothing acknowledged is lost,
nothing is half done, and the box answers again within a second. The page cache survives a kill: a power cut is
scripts/powercut's matter."""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time

from box import Box, fresh_school
from writers import START, Ledger, Reader, Writers, since

READY_WITHIN = 1.0


def main():
    asked = argparse.ArgumentParser(prog="scripts/kill9")
    asked.add_argument("--binary", required=True)
    asked.add_argument("--kills", type=int, default=30)
    asked.add_argument("--writes", type=int, default=2000, help="écritures accusées au moins")
    asked.add_argument("--seed", type=int, default=None)
    asked.add_argument("--at-most", type=float, default=900, help="secondes")
    asked = asked.parse_args()
    seed = asked.seed if asked.seed is not None else random.randrange(1_000_000)
    print(f"hasard {seed} ; au moins {asked.kills} arrêts et {asked.writes} écritures accusées", flush=True)
    with tempfile.TemporaryDirectory(prefix="preau-kill9-") as folder:
        sys.exit(prove(asked, random.Random(seed), folder))


def prove(asked, chance, folder):
    box = Box(asked.binary, os.path.join(folder, "data"))
    ledger, mark, ready, faults = Ledger(), START, [], []
    try:
        school = fresh_school(box, folder)
        began, kills = time.monotonic(), 0
        while (kills < asked.kills or ledger.acknowledged() < asked.writes) and time.monotonic() - began < asked.at_most:
            writers = Writers(school, box.port, ledger)
            # Some lives end as they begin.
            time.sleep(chance.choice([chance.uniform(0, 0.2), chance.uniform(0.2, 2.5)]))
            box.kill()
            writers.end()
            kills += 1
            box.serve()
            ready.append(box.ready)
            checked = box.command("check", check=False)
            if checked.returncode != 0:
                faults.append(f"preau check après l’arrêt {kills} : {checked.stdout}{checked.stderr}")
            reader = Reader(school, box.port)
            # What this life wrote, at once; everything again at the end.
            found, mark = since(ledger, mark)
            reader.read_back(*found)
            faults += reader.lost + reader.half
            if kills % 10 == 0:
                print(f"  {kills} arrêts, {ledger.acknowledged()} accusées, {len(faults)} fautes", flush=True)
        reader = Reader(school, box.port)
        reader.read_back(*since(ledger, START)[0])
        faults += reader.lost + reader.half
    finally:
        box.stop()
    slow = [seconds for seconds in ready if seconds > READY_WITHIN]
    print(f"arrêts (SIGKILL)         {kills}")
    print(f"écritures accusées       {ledger.acknowledged()}  (mots {len(ledger.words)}, signatures {len(ledger.signed)}, imports {len(ledger.imports)})")
    print(f"sans réponse             {ledger.unsure} mots et imports, chacun entier ou absent")
    print(f"refusées                 {ledger.refused or 'aucune'}")
    print(f"de nouveau prêt          médiane {statistics.median(ready) * 1000:.0f} ms, au pire {max(ready) * 1000:.0f} ms (but : < {READY_WITHIN * 1000:.0f} ms)")
    print(f"perdues ou à moitié      {len(faults)}")
    for fault in faults[:20]:
        print(f"  {fault}")
    enough = kills >= asked.kills and ledger.acknowledged() >= asked.writes
    if not enough:
        print("le nombre voulu n’est pas atteint : rien n’est prouvé")
    return 0 if enough and not faults and not slow else 1


if __name__ == "__main__":
    main()
