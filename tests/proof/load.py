"""Visitors of all kinds on this network, until told to end; then one line of JSON that counts what became of their requests.
Started on a machine's network by boxes.py. Three kinds: a new line for each page, a line kept open (a page is asked for once
more when an idle line was hung up, as browsers do), and forms, which are never sent twice."""

import json
import sys
import threading
import time

from visitor import Gone, Visitor


class Kind:
    def __init__(self, name):
        self.name, self.ok, self.failed, self.longest, self.faults = name, 0, 0, 0.0, []

    def tell(self):
        return {"ok": self.ok, "failed": self.failed, "longest_ms": round(self.longest * 1000), "faults": self.faults[:5]}


def go(kind, one, over):
    while not over.is_set():
        began = time.perf_counter()
        try:
            status = one()
            if status >= 400:
                raise Gone[0](f"statut {status}")
            kind.ok += 1
        except Gone as gone:
            kind.failed += 1
            kind.faults.append(repr(gone))
        kind.longest = max(kind.longest, time.perf_counter() - began)
        over.wait(0.01)


def main():
    port, cookies, form = int(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3]
    over = threading.Event()

    def page_on_a_new_line():
        visitor = Visitor(port, cookies, timeout=30)
        try:
            return visitor.get("/").status
        finally:
            visitor.close()

    kept = Visitor(port, cookies, timeout=30)

    def form_on_a_new_line():
        visitor = Visitor(port, cookies, timeout=30)
        try:
            return visitor.post(form, {"de": "03:00", "a": "03:00"}).status
        finally:
            visitor.close()

    works = {
        "nouvelle ligne": page_on_a_new_line,
        "ligne gardée": lambda: kept.get("/confiance").status,
        "formulaire": form_on_a_new_line,
    }
    kinds = [Kind(name) for name in works]
    threads = [threading.Thread(target=go, args=(kind, works[kind.name], over)) for kind in kinds]
    for thread in threads:
        thread.start()
    sys.stdin.read()
    over.set()
    for thread in threads:
        thread.join()
    print(json.dumps({kind.name: kind.tell() for kind in kinds}, ensure_ascii=False))


if __name__ == "__main__":
    main()
