"""A place with its own network and its own view of some folders: namespaces of the kernel, held by one process and gone with it.
As root. What is written to /etc or /var/lib there is never this machine's."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time

_LIBC = ctypes.CDLL(None, use_errno=True)
_NEW_NETWORK = 0x40000000
LONGEST = 1200


class Space:
    def __init__(self, name, folder):
        self.name, self.folder = name, os.path.join(folder, name)
        os.makedirs(self.folder)
        self.started = []
        # Bounded by itself, should this program be killed.
        words = ["unshare", "--net", "--mount", "--propagation", "private", "--", "sleep", str(LONGEST)]
        self.holder = subprocess.Popen(words, stdin=subprocess.DEVNULL, start_new_session=True)
        mine, until = os.readlink("/proc/self/ns/net"), time.monotonic() + 10
        while os.readlink(f"/proc/{self.holder.pid}/ns/net") == mine or not self._sleeps():
            if time.monotonic() > until or self.holder.poll() is not None:
                raise SystemExit("pas d’espace de noms : il faut être root")
            time.sleep(0.01)
        self.run("ip", "link", "set", "lo", "up")

    def _sleeps(self):
        with open(f"/proc/{self.holder.pid}/comm") as comm:
            return comm.read().strip() == "sleep"

    def words(self, *words):
        return ["nsenter", "--target", str(self.holder.pid), "--net", "--mount", "--", *words]

    def run(self, *words, check=True, **more):
        done = subprocess.run(self.words(*words), capture_output=True, text=True, timeout=60, **more)
        if check and done.returncode != 0:
            raise SystemExit(f"{self.name} : {' '.join(words)} : {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def start(self, *words, log):
        """A process that stays until it is ended; what it says goes to a file."""
        with open(os.path.join(self.folder, log), "ab") as file:
            process = subprocess.Popen(self.words(*words), stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True)
        self.started.append(process)
        return process

    def own(self, *places):
        """Of these folders it has a copy of its own."""
        for place in places:
            copy = os.path.join(self.folder, place.strip("/").replace("/", "-"))
            subprocess.run(["cp", "-a", place, copy], check=True)
            self.run("mount", "--bind", copy, place)

    def empty(self, *places):
        """These are empty there."""
        for place in places:
            self.run("mount", "-t", "tmpfs", "tmpfs", place)

    def join(self, other, ours, theirs):
        """A cable: (name of the end, address/prefix) on both sides."""
        (here, address), (there, its) = ours, theirs
        self.run("ip", "link", "add", here, "type", "veth", "peer", "name", there, "netns", str(other.holder.pid))
        for space, end, at in ((self, here, address), (other, there, its)):
            space.run("ip", "address", "add", at, "dev", end)
            space.run("ip", "link", "set", end, "up")

    @contextlib.contextmanager
    def seen(self):
        """The sockets that this thread opens meanwhile are on that network."""
        with open("/proc/thread-self/ns/net") as ours, open(f"/proc/{self.holder.pid}/ns/net") as its:
            _enter(its)
            try:
                yield
            finally:
                _enter(ours)

    def close(self):
        for process in [*reversed(self.started), self.holder]:
            end(process)


def _enter(file):
    if _LIBC.setns(file.fileno(), _NEW_NETWORK) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def end(process, how=signal.SIGTERM):
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
