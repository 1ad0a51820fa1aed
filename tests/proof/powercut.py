"""The plug pulled: the static binary as the only program of a small guest, on a real ext4 disk. SIGKILL of qemu loses the
guest's page cache, as a power cut does; the disk image keeps what the guest had flushed. After each cut the same disk
boots again and every acknowledged write is looked for on the product's own pages.

The control is the same program with synchronous=NORMAL: it must lose writes, or this judge sees nothing."""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

from box import Box, fresh_school, free_port, wait_for_page
from writers import START, Ledger, Reader, Writers, since

MODULES = [
    "drivers/virtio/virtio",
    "drivers/virtio/virtio_ring",
    "drivers/virtio/virtio_pci_modern_dev",
    "drivers/virtio/virtio_pci_legacy_dev",
    "drivers/virtio/virtio_pci",
    "drivers/block/virtio_blk",
    "net/core/failover",
    "drivers/net/net_failover",
    "drivers/net/virtio_net",
]
INIT = """#!/bin/busybox sh
/bin/busybox --install -s /bin
mkdir -p /proc /sys /dev /disk /tmp
mount -t proc none /proc
mount -t sysfs none /sys
mount -t devtmpfs none /dev
for module in {modules}; do insmod /modules/$module.ko || echo "PREUVE module $module"; done
mount -t ext4 /dev/vda /disk || echo "PREUVE disque"
ip link set lo up
ip addr add 10.0.2.15/24 dev eth0
ip link set eth0 up
/preau serve --data /disk/data --https 0.0.0.0:8443 --http 0.0.0.0:8080 --log warn &
while ! nc -z 127.0.0.1 8443; do sleep 0.2; done
if /preau check --data /disk/data; then echo "PREUVE entière"; else echo "PREUVE abîmée"; fi
while true; do sleep 3600; done
"""
BOOTED_WITHIN = 180.0


class Guest:
    def __init__(self, folder, kernel, initramfs, disk):
        self.log = os.path.join(folder, "console.txt")
        self.kernel, self.initramfs, self.disk = kernel, initramfs, disk
        self.port, self.process = free_port(), None

    def boot(self):
        """Plugged in, until it answers and has checked itself; the console's last word."""
        began = time.monotonic()
        with open(self.log, "wb") as console:
            self.process = subprocess.Popen(
                [
                    *("qemu-system-x86_64", "-accel", "tcg", "-cpu", "max", "-m", "512", "-smp", "1"),
                    *("-kernel", self.kernel, "-initrd", self.initramfs, "-append", "console=ttyS0 quiet panic=-1"),
                    *("-drive", f"file={self.disk},if=virtio,format=raw,cache=writeback"),
                    # Only our forwarded port: the guest reaches nothing.
                    *("-netdev", f"user,id=wire,restrict=on,hostfwd=tcp:127.0.0.1:{self.port}-10.0.2.15:8443"),
                    *("-device", "virtio-net-pci,netdev=wire,romfile="),
                    *("-display", "none", "-vga", "none", "-serial", "stdio", "-monitor", "none", "-no-reboot", "-nodefaults"),
                ],
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
            )
        try:
            wait_for_page(self.port, lambda: self.process.poll() is None, BOOTED_WITHIN)
            while "PREUVE" not in self.said():
                if self.process.poll() is not None or time.monotonic() - began > BOOTED_WITHIN:
                    raise SystemExit("l’invité ne s’est pas vérifié")
                time.sleep(0.2)
        except SystemExit:
            print(self.said()[-3000:])
            raise
        self.whole = "PREUVE entière" in self.said()
        return time.monotonic() - began

    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as console:
            return console.read()

    def pull_the_plug(self):
        if self.process:
            self.process.kill()
            self.process.wait()


def initramfs(folder, binary, modules):
    """A cpio of busybox, the modules, the program, and the first process."""
    root = os.path.join(folder, "initramfs")
    for name in ("bin", "modules"):
        os.makedirs(os.path.join(root, name))
    shutil.copy("/bin/busybox", os.path.join(root, "bin/busybox"))
    shutil.copy(binary, os.path.join(root, "preau"))
    for module in MODULES:
        shutil.copy(os.path.join(modules, "kernel", f"{module}.ko"), os.path.join(root, "modules"))
    with open(os.path.join(root, "init"), "w", encoding="utf-8") as init:
        init.write(INIT.format(modules=" ".join(os.path.basename(one) for one in MODULES)))
    os.chmod(os.path.join(root, "init"), 0o755)
    archive = os.path.join(folder, "initramfs.cpio")
    names = subprocess.run(["find", "."], cwd=root, check=True, capture_output=True).stdout
    with open(archive, "wb") as out:
        subprocess.run(["cpio", "--quiet", "-o", "-H", "newc"], cwd=root, input=names, stdout=out, check=True)
    return archive


def cuts(asked, binary, folder, until_lost):
    """Cut after cut on one disk; (acknowledged, what was lost or half done at each cut, disks found broken)."""
    os.makedirs(folder)
    box = Box(binary, os.path.join(folder, "files", "data"))
    os.makedirs(os.path.join(folder, "files"))
    school = fresh_school(box, folder)
    box.stop()
    disk = os.path.join(folder, "disk.img")
    subprocess.run(["mke2fs", "-q", "-t", "ext4", "-d", os.path.join(folder, "files"), disk, "512M"], check=True)
    guest = Guest(folder, asked.kernel, initramfs(folder, binary, asked.modules), disk)
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
        box.stop()
        guest.pull_the_plug()
    return ledger, faults, broken


def main():
    asked = argparse.ArgumentParser(prog="scripts/powercut")
    for name in ("--binary", "--kernel", "--modules"):
        asked.add_argument(name, required=True)
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
