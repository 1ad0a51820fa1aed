"""What scripts/vm runs: each part in a folder of its own, timed."""

import argparse
import os
import tempfile
import time

import vm_clock
import vm_cuts
import vm_disk
import vm_vol
from boxes_say import ended, note

PARTS = ("coupures", "horloge", "disque", "vol")


def main():
    asked = argparse.ArgumentParser(prog="scripts/vm")
    asked.add_argument("--binary", required=True)
    asked.add_argument("--cache", required=True, help="où le noyau est gardé")
    asked.add_argument("--only", choices=PARTS, action="append", help="cette partie seulement")
    asked.add_argument("--cuts", type=int, default=10)
    asked = asked.parse_args()
    works = {
        "coupures": lambda folder: vm_cuts.prove(asked.binary, asked.cache, folder, asked.cuts),
        "horloge": lambda folder: vm_clock.prove(asked.binary, asked.cache, folder),
        "disque": lambda folder: vm_disk.prove(asked.binary, asked.cache, folder),
        "vol": lambda folder: vm_vol.prove(asked.binary, asked.cache, folder),
    }
    for name in asked.only or PARTS:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="preau-vm-") as folder:
            works[name](os.path.realpath(folder))
        note(f"en {(time.monotonic() - began) / 60:.1f} min")
    ended()


if __name__ == "__main__":
    main()
