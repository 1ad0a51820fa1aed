"""The plug pulled: the static binary as the only program of a small guest (see vm.py), on a real ext4 disk. After each cut the
same disk boots again and every acknowledged write is looked for on the product's own pages.

The control is the same program with synchronous=NORMAL: it must lose writes, or this judge sees nothing."""

import argparse
import os
import random
import sys
import tempfile
import time

from vm_school import inhabited
from writers import START, Ledger, Reader, Writers, since

def cuts(asked, binary, folder, until_lost):
    """Cut after cut on one disk; (acknowledged, what was lost or half done at each cut, disks found broken)."""
    guest, school, _ = inhabited(binary, asked.cache, folder, "512M")
    chance = random.Random(asked.seed)
    ledger, faults, broken = Ledger(), [], 0
    try:
        print(f"  démarré en {guest.boot():.0f} s", flush=True)
        for cut in range(1, asked.cuts + 1):
            before = ledger.acknowledged()
            writers = Writers(school, guest.port, ledger)
            time.sleep(chance.uniform(4, 14))
            guest.pull_the_plug()
            writers.end()
            seconds = guest.boot()
            broken += not guest.whole
            reader = Reader(school, guest.port)
            # Every cut reads everything again: what once was there must stay.
            reader.read_back(*since(ledger, START)[0])
            faults.append(reader.lost + reader.half)
            print(
                f"  coupure {cut} : {ledger.acknowledged() - before} accusées, de retour en {seconds:.0f} s, "
                f"base {'entière' if guest.whole else 'ABÎMÉE'}, {len(reader.lost)} perdues, {len(reader.half)} à moitié",
                flush=True,
            )
            if until_lost and reader.lost:
                break
    finally:
        guest.pull_the_plug()
    return ledger, faults, broken


def main():
    asked = argparse.ArgumentParser(prog="scripts/powercut")
    asked.add_argument("--binary", required=True)
    asked.add_argument("--cache", required=True, help="où le noyau est gardé")
    asked.add_argument("--control", default=None, help="le programme avec synchronous=NORMAL")
    asked.add_argument("--cuts", type=int, default=3)
    asked.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    asked = asked.parse_args()
    print(f"hasard {asked.seed} ; {asked.cuts} coupures")
    with tempfile.TemporaryDirectory(prefix="preau-powercut-") as folder:
        print("le programme publié :")
        ledger, faults, broken = cuts(asked, asked.binary, os.path.join(folder, "release"), until_lost=False)
        lost = [one for found in faults for one in found]
        verdict = [f"publié   {asked.cuts} coupures, {ledger.acknowledged()} accusées, {len(lost)} perdues ou à moitié, {broken} bases abîmées"]
        holds = not lost and not broken and ledger.acknowledged() > 0
        if asked.control:
            print("le témoin (synchronous=NORMAL), qui doit perdre :")
            ledger, found, _ = cuts(asked, asked.control, os.path.join(folder, "control"), until_lost=True)
            losing = sum(1 for one in found if one)
            verdict.append(f"témoin   {len(found)} coupures, {ledger.acknowledged()} accusées, pertes dans {losing}")
            if not losing:
                verdict.append("le témoin n’a rien perdu : ce juge ne voit rien, la preuve ne vaut pas")
                holds = False
        else:
            verdict.append("témoin   non essayé : la preuve est à moitié")
    for line in verdict + lost[:20]:
        print(line)
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()
