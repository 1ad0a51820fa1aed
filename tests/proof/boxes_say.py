"""What the checks of scripts/boxes say, one line each, and how they end."""

import sys

_faults = []


def part(name):
    print(f"── {name}", flush=True)


def note(words):
    print(f"   {words}", flush=True)


def check(what, holds, why=""):
    print(f"   {'bien ' if holds else 'ÉCHEC'} {what}", flush=True)
    if not holds:
        _faults.append(what)
        if why:
            print("         " + why.strip().replace("\n", "\n         ")[-1500:], flush=True)


def ended():
    print(f"── {len(_faults)} échec(s)" if _faults else "── tout est bien", flush=True)
    for fault in _faults:
        print(f"   {fault}")
    sys.exit(1 if _faults else 0)
