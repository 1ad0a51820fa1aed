"""The plug pulled again and again: powercut.py's work on the release alone, without its control (see scripts/powercut for that)."""

import argparse
import os
import random

from boxes_say import check, note, part
from powercut import cuts


def prove(binary, cache, folder, many):
    part(f"la prise arrachée {many} fois en pleine écriture")
    seed = random.randrange(1_000_000)
    note(f"hasard {seed}")
    asked = argparse.Namespace(cache=cache, cuts=many, seed=seed)
    ledger, faults, broken = cuts(asked, binary, os.path.join(folder, "coupures"), until_lost=False)
    lost = [one for found in faults for one in found]
    check(f"{many} coupures, {ledger.acknowledged()} écritures accusées", len(faults) == many and ledger.acknowledged() > many)
    check("rien de ce qui a été accusé n’est perdu, rien n’est à moitié", not lost, str(lost[:5]))
    check("la base est entière après chacune", broken == 0, str(broken))
