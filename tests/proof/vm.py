"""A guest under qemu, without acceleration: a Linux of Debian's, busybox, the static binary, and a real ext4 disk. It is pulled
the plug as a power cut does (SIGKILL of qemu loses the guest's page cache; the disk image keeps what it had flushed), woken on
any date, and told commands on its serial line. Its network is one port of our loopback: it reaches nothing."""

import os
import re
import shutil
import subprocess
import time

from box import free_port, wait_for_page

MODULES = [
    "drivers/virtio/virtio_ring",
    "drivers/virtio/virtio",
    "drivers/virtio/virtio_pci_modern_dev",
    "drivers/virtio/virtio_pci_legacy_dev",
    "drivers/virtio/virtio_pci",
    "drivers/block/virtio_blk",
    "net/core/failover",
    "drivers/net/net_failover",
    "drivers/net/virtio_net",
]
# After « serve », it does what is told on the line, and says what came of it.
INIT = """#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin
mkdir -p /proc /sys /dev /disk /tmp
mount -t proc none /proc
mount -t sysfs none /sys
mount -t devtmpfs none /dev
stty -echo
for module in MODULES; do insmod /modules/$module.ko || echo "PREUVE module $module"; done
mount -t ext4 /dev/vda /disk || { echo "PREUVE pas de disque"; exec sleep 3600; }
ip link set lo up
ip addr add 10.0.2.15/24 dev eth0
ip link set eth0 up
serve() { /preau serve --data /disk/data --https 0.0.0.0:8443 --http 0.0.0.0:8080 --log warn & served=$!; }
serve
until grep -q ":20FB .* 0A" /proc/net/tcp; do sleep 0.2; done
if /preau check --data /disk/data; then echo "PREUVE entière"; else echo "PREUVE abîmée"; fi
while true; do
  read -r line || { sleep 1; continue; }
  eval "$line"
  echo "FAIT $?"
done
"""
BOOTED_WITHIN = 240.0
TOLD_WITHIN = 240.0


def kernel(cache):
    """(kernel, its modules): Debian's kernel for clouds, virtio and ext4 in it. Unpacked in the cache, never installed."""
    there = os.path.join(cache, "noyau")
    if not os.path.isdir(there):
        said = subprocess.run(["apt-cache", "depends", "linux-image-cloud-amd64"], capture_output=True, text=True).stdout
        package = re.search(r"Depends: (linux-image-\S+)", said)
        if not package:
            raise SystemExit("apt ne connaît pas linux-image-cloud-amd64")
        fetched = os.path.join(cache, "deb")
        os.makedirs(fetched, exist_ok=True)
        print(f"(un noyau est pris chez Debian : {package.group(1)})", flush=True)
        subprocess.run(["apt-get", "-qq", "download", package.group(1)], cwd=fetched, check=True, stderr=subprocess.DEVNULL)
        debs = [os.path.join(fetched, name) for name in os.listdir(fetched) if name.startswith(package.group(1))]
        subprocess.run(["dpkg-deb", "-x", debs[0], there + ".new"], check=True)
        os.rename(there + ".new", there)
    boot, modules = os.path.join(there, "boot"), os.path.join(there, "lib/modules")
    image = next(name for name in os.listdir(boot) if name.startswith("vmlinuz-"))
    return os.path.join(boot, image), os.path.join(modules, os.listdir(modules)[0])


def initramfs(folder, modules, binary=None, init=INIT, names=MODULES):
    """A cpio of busybox, the modules, the program when there is one, and the first process."""
    root = os.path.join(folder, "initramfs")
    for name in ("bin", "modules"):
        os.makedirs(os.path.join(root, name))
    shutil.copy("/bin/busybox", os.path.join(root, "bin/busybox"))
    if binary:
        shutil.copy(binary, os.path.join(root, "preau"))
        # A release has none; a build for tests is not static.
        for library in re.findall(r"(/lib\S+)", subprocess.run(["ldd", binary], capture_output=True, text=True).stdout):
            os.makedirs(root + os.path.dirname(library), exist_ok=True)
            shutil.copy(library, root + library)
    for module in names:
        shutil.copy(os.path.join(modules, "kernel", f"{module}.ko"), os.path.join(root, "modules"))
    with open(os.path.join(root, "init"), "w", encoding="utf-8") as file:
        file.write(init.replace("MODULES", " ".join(os.path.basename(one) for one in names)))
    os.chmod(os.path.join(root, "init"), 0o755)
    archive = os.path.join(folder, "initramfs.cpio")
    found = subprocess.run(["find", "."], cwd=root, check=True, capture_output=True).stdout
    with open(archive, "wb") as out:
        subprocess.run(["cpio", "--quiet", "-o", "-H", "newc"], cwd=root, input=found, stdout=out, check=True)
    shutil.rmtree(root)
    return archive


def disk_of(files, image, size):
    """An ext4 disk that holds a folder; nothing is mounted for it."""
    words = ["mke2fs", "-q", "-F", "-t", "ext4", "-E", "root_owner=0:0", "-d", files, image, size]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return image


class Guest:
    def __init__(self, folder, image, archive, disks, *, memory=512, append="", more=(), inside=8443):
        self.log = os.path.join(folder, "console.txt")
        self.image, self.archive, self.disks = image, archive, disks
        self.memory, self.append, self.more, self.inside = memory, append, more, inside
        self.port, self.process, self.whole = free_port(), None, None

    def power_on(self, since=None):
        """`since`: what the machine's own clock says, as 2010-01-01T08:00:00."""
        wire = f"user,id=wire,restrict=on,hostfwd=tcp:127.0.0.1:{self.port}-10.0.2.15:{self.inside}"
        drives = [word for disk in self.disks for word in ("-drive", f"file={disk},if=virtio,format=raw,cache=writeback")]
        console = open(self.log, "wb")
        self.process = subprocess.Popen(
            [
                *("qemu-system-x86_64", "-accel", "tcg", "-cpu", "max", "-m", str(self.memory), "-smp", "1"),
                *("-kernel", self.image, "-initrd", self.archive),
                *("-append", f"console=ttyS0 quiet panic=-1 {self.append}"),
                *drives,
                *("-netdev", wire, "-device", "virtio-net-pci,netdev=wire,romfile="),
                *(("-rtc", f"base={since}") if since else ()),
                *("-display", "none", "-vga", "none", "-serial", "stdio", "-monitor", "none", "-no-reboot", "-nodefaults"),
                *self.more,
            ],
            stdin=subprocess.PIPE,
            stdout=console,
            stderr=console,
        )
        console.close()

    def boot(self, since=None):
        """Plugged in, until it answers and has checked itself; how long that took."""
        began = time.monotonic()
        self.power_on(since)
        try:
            wait_for_page(self.port, self.is_on, BOOTED_WITHIN)
            self.wait_for("PREUVE (entière|abîmée)", BOOTED_WITHIN)
        except SystemExit:
            print(self.said()[-3000:])
            raise
        self.whole = "PREUVE entière" in self.said()
        return time.monotonic() - began

    def wait_for(self, pattern, seconds, after=0):
        until = time.monotonic() + seconds
        while not (found := re.search(pattern, self.said()[after:])):
            if not self.is_on() or time.monotonic() > until:
                raise SystemExit(f"l’invité n’a pas dit « {pattern} » :\n{self.said()[-3000:]}")
            time.sleep(0.2)
        return found

    def is_on(self):
        return self.process.poll() is None

    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as console:
            return console.read()

    def tell(self, line, seconds=TOLD_WITHIN):
        """A line of shell, done in the guest: (its code, what it said)."""
        before = len(self.said())
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        found = self.wait_for(r"FAIT (\d+)", seconds, before)
        return int(found.group(1)), self.said()[before:][: found.start()].strip()

    def pull_the_plug(self):
        if self.process:
            self.process.kill()
            self.process.wait()
