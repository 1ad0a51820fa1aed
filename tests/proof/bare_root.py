"""A Debian root and no machine in it: nothing is started there, systemctl only notes what it is told and says what it was told to.
Scripts and programs run in it for real, as root, and see its processes in a view of the disks of their own."""

import os
import subprocess

from box import ANSWERS
from nspawn import Machine, root_archive

TOLD, FAILED, ENABLED = "/srv/systemctl", "/srv/en-panne", "/srv/en-service"
# A data folder that is no folder: a program begins there, and does not get through.
STONE = "fichiers"
SYSTEMCTL = f"""#!/bin/sh
echo "$*" >> {TOLD}
case $1 in
  is-failed) [ -e "{FAILED}/$3" ] ;;
  enable) for unit; do case $unit in preau*) : > "{ENABLED}/$unit" ;; esac; done ;;
  is-active) if [ -e "{ENABLED}/$2" ]; then echo active; else echo inactive; exit 3; fi ;;
  is-enabled) [ -e "{ENABLED}/$3" ] ;;
  restart) [ ! -e "{FAILED}/$2" ] ;;
esac
"""
ENVIRONMENT = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"]


class Root:
    def __init__(self, args, name):
        self.machine = Machine(name, args.work, root_archive(args.cache))
        self.machine.put("/usr/bin/systemctl", SYSTEMCTL, 0o755)
        for folder in ("/run/systemd/system", FAILED, ENABLED):
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

    def ask(self, *words):
        done = self.inside(*words)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(words)} : {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def data(self, account):
        return f"/var/lib/{account}"

    def of(self, account, *words):
        return ["runuser", "-u", account, "--", "/usr/bin/preau", *words, "--data", self.data(account)]

    def account(self, account):
        """Its school, set up."""
        self.ask("useradd", "--system", "--shell", "/usr/sbin/nologin", account)
        self.ask("install", "-d", "-m", "0700", "-o", account, "-g", account, self.data(account))
        self.machine.put("/srv/reponses.toml", ANSWERS)
        self.ask(*self.of(account, "init", "--answers", "/srv/reponses.toml"))

    def serves(self, account):
        """Whether it comes through: it says where it listens only once an update is confirmed."""
        words = self.entering(*self.of(account, "serve", "--https", "127.0.0.1:0", "--http", "127.0.0.1:0"))
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            return any(line.startswith("HTTPS") for line in process.stdout)
        finally:
            process.terminate()
            process.wait(30)

    def stands_on(self, account, is_stone):
        """Something in the way of its files, or nothing any more."""
        path, kept = self.path(f"{self.data(account)}/{STONE}"), self.path(f"{self.data(account)}/{STONE}.garde")
        if is_stone:
            os.rename(path, kept)
            self.machine.put(f"{self.data(account)}/{STONE}", "")
        else:
            os.remove(path)
            os.rename(kept, path)

    def marks(self, data):
        folder = self.path(data + "/mise-a-jour")
        return sorted(os.listdir(folder)) if os.path.isdir(folder) else []

    def fails(self, unit, does=True):
        path = self.path(f"{FAILED}/{unit}")
        if does:
            self.machine.put(f"{FAILED}/{unit}", "")
        elif os.path.exists(path):
            os.remove(path)
