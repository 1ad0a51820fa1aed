"""A Debian root and no machine in it: nothing is started there, systemctl only notes what it is told and says what it was told to.
Scripts and programs run in it for real, as root, and see its processes in a view of the disks of their own."""

import os
import subprocess

from nspawn import Machine, root_archive

TOLD, FAILED = "/srv/systemctl", "/srv/en-panne"
SYSTEMCTL = f"""#!/bin/sh
echo "$*" >> {TOLD}
case $1 in
  is-failed) [ -e "{FAILED}/$3" ] ;;
  is-active) echo inactive; exit 3 ;;
  is-enabled) exit 1 ;;
  restart) [ ! -e "{FAILED}/$2" ] ;;
esac
"""
ENVIRONMENT = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"]


class Root:
    def __init__(self, args, name):
        self.machine = Machine(name, args.work, root_archive(args.cache))
        self.machine.put("/usr/bin/systemctl", SYSTEMCTL, 0o755)
        for folder in ("/run/systemd/system", FAILED):
            os.makedirs(self.path(folder))

    def path(self, inside):
        return self.machine.path(inside)

    def viewed(self, *words):
        """The words that run a command outside, which sees the processes of this machine in the root too."""
        see = f'mount --bind /proc "{self.machine.root}/proc" && exec "$@"'
        return ["unshare", "--mount", "sh", "-c", see, "sh", *words]

    def outside(self, *words):
        return subprocess.run(self.viewed(*words), capture_output=True, text=True)

    def entering(self, *words):
        return self.viewed("chroot", self.machine.root, *ENVIRONMENT, *words)

    def inside(self, *words):
        return subprocess.run(self.entering(*words), capture_output=True, text=True)

    def told(self):
        """What systemctl was told since the last time."""
        told = self.read(TOLD).split("\n")
        if os.path.exists(self.path(TOLD)):
            os.remove(self.path(TOLD))
        return told

    def read(self, inside):
        try:
            with open(self.path(inside)) as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def same(self, one, other):
        with open(self.path(one), "rb") as first, open(self.path(other), "rb") as second:
            return first.read() == second.read()

    def marks(self, data):
        folder = self.path(data + "/mise-a-jour")
        return sorted(os.listdir(folder)) if os.path.isdir(folder) else []

    def fails(self, unit, does=True):
        path = self.path(f"{FAILED}/{unit}")
        if does:
            self.machine.put(f"{FAILED}/{unit}", "")
        elif os.path.exists(path):
            os.remove(path)
