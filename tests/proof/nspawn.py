"""A machine of its own: a Debian root under systemd-nspawn, with the real systemd as its first process and a network that
nothing else is on. As root. Only what was started here is ended, by its own process id."""

import os
import shutil
import signal
import subprocess
import time

PACKAGES = "systemd,systemd-sysv,dbus,debconf,iproute2,procps,util-linux,gpgv,ca-certificates"


def root_archive(folder, name="racine-bookworm", more=""):
    """Made once and kept: all that is downloaded."""
    archive = os.path.join(folder, f"{name}.tar")
    if not os.path.exists(archive):
        made = archive + ".new.tar"
        print(f"(une racine Debian est faite dans {archive})", flush=True)
        subprocess.run(
            ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={PACKAGES}{more}", "bookworm", made], check=True
        )
        os.rename(made, archive)
    return archive


class Machine:
    def __init__(self, name, folder, archive):
        self.name, self.root = name, os.path.join(folder, name)
        self.process = self.leader = None
        subprocess.run(["rm", "-rf", self.root], check=True)
        os.makedirs(self.root)
        subprocess.run(["tar", "-xf", archive, "-C", self.root], check=True)
        # Nothing is asked of any network from here on.
        for name in ("etc/apt/sources.list", "etc/resolv.conf"):
            path = self.path(name)
            if os.path.lexists(path):
                os.remove(path)
        with open(self.path("etc/hostname"), "w") as file:
            file.write(self.name + "\n")

    def path(self, inside):
        return os.path.join(self.root, inside.lstrip("/"))

    def put(self, inside, content, mode=0o644):
        os.makedirs(os.path.dirname(self.path(inside)), exist_ok=True)
        with open(self.path(inside), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        os.chmod(self.path(inside), mode)

    def copy(self, outside, inside):
        os.makedirs(os.path.dirname(self.path(inside)), exist_ok=True)
        shutil.copy(outside, self.path(inside))

    def boot(self):
        log = open(self.root + ".console", "wb")
        self.process = subprocess.Popen(
            ["systemd-nspawn", "--directory", self.root, "--boot", "--register=no", "--keep-unit", "--private-network",
             "--machine", self.name, "--console=pipe"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise SystemExit(f"la machine {self.name} n’a pas démarré : voir {self.root}.console")
            # Its first child is a passing one, when one looks early.
            children = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
            with open(children) as file:
                self.leader = next((int(one) for one in file.read().split()), None)
            if self.leader and self.run("systemctl", "is-system-running").stdout.strip() in ("running", "degraded"):
                return
            time.sleep(0.1)
        raise SystemExit(f"la machine {self.name} n’est pas prête : voir {self.root}.console")

    def inside(self, *words):
        """The words that run a command there."""
        enter = ["nsenter", "--target", str(self.leader), "--mount", "--uts", "--ipc", "--net", "--pid", "--root", "--wd", "--"]
        return [*enter, "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "HOME=/root",
                "DEBIAN_FRONTEND=noninteractive", *words]

    def run(self, *words, check=False, stdin=None):
        done = subprocess.run(self.inside(*words), capture_output=True, text=True, input=stdin)
        if check and done.returncode != 0:
            raise SystemExit(f"{' '.join(words)} : {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def ask(self, *words):
        return self.run(*words, check=True).stdout.strip()

    def on_its_network(self, *words):
        """A command of this machine's files, on that machine's network."""
        return ["nsenter", "--target", str(self.leader), "--net", "--", *words]

    def stop(self):
        if self.process and self.process.poll() is None:
            # What systemd takes as « halt now »: its own first process, seen from here.
            if self.leader:
                os.kill(self.leader, signal.SIGRTMIN + 4)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = self.leader = None

    def erase(self):
        self.stop()
        subprocess.run(["rm", "-rf", self.root], check=True)
