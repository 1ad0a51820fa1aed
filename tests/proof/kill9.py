"""kill -9 at any moment while teachers publish, families sign and the director imports: nothing acknowledged is lost,
nothing is half done, and the box answers again within a second. The page cache survives a kill: a power cut is
scripts/powercut's matter."""

import lives
from box import fresh_school
from writers import START, Ledger, Reader, Writers, since

READY_WITHIN = 1.0


def prove(life, folder):
    box, ledger, mark = life.box, Ledger(), START
    school = fresh_school(box, folder)
    while life.go_on(ledger.acknowledged()):
        life.live(Writers(school, box.port, ledger), 0.2, 2.5)
        reader = Reader(school, box.port)
        # What this life wrote, at once; everything again at the end.
        found, mark = since(ledger, mark)
        reader.read_back(*found)
        life.faults += reader.lost + reader.half
        if life.kills % 10 == 0:
            print(f"  {life.kills} arrêts, {ledger.acknowledged()} accusées, {len(life.faults)} fautes", flush=True)
    reader = Reader(school, box.port)
    reader.read_back(*since(ledger, START)[0])
    life.faults += reader.lost + reader.half
    print(f"arrêts (SIGKILL)         {life.kills}")
    print(f"écritures accusées       {ledger.acknowledged()}  (mots {len(ledger.words)}, signatures {len(ledger.signed)}, imports {len(ledger.imports)})")
    print(f"sans réponse             {ledger.unsure} mots et imports, chacun entier ou absent")
    print(f"refusées                 {ledger.refused or 'aucune'}")
    print(f"de nouveau prêt          {life.again()} (but : < {READY_WITHIN * 1000:.0f} ms)")
    print(f"perdues ou à moitié      {len(life.faults)}")
    return life.verdict(ledger.acknowledged(), max(life.ready) <= READY_WITHIN)


if __name__ == "__main__":
    lives.main(prove, "scripts/kill9", "writes", 2000, "écritures accusées", 900)
