"""The stolen box: a Debian with systemd in a guest, a TPM made by swtpm, and `preau-luks`: the data moved onto an encrypted file while
the school is in use, opened by the TPM at the next start, by the passphrase without it, never by another; a start that fails
brings everything back; and the way back. As root, which makes the guest's files."""

import os
import shutil
import subprocess
import threading
import time

from box import Box, fresh_school
from boxes_say import check, note, part
from nspawn import PACKAGES
from visitor import Gone, Visitor
from vm import MODULES, Guest, disk_of, initramfs, kernel
from vm_school import all_there
from writers import Ledger, Writers

MORE = "udev,kmod,cryptsetup-bin,e2fsprogs,libtss2-esys-3.0.2-0,libtss2-mu0,libtss2-rc0,libtss2-tcti-device0"
INIT = """#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin
mkdir -p /proc /sys /dev /racine
mount -t proc none /proc
mount -t sysfs none /sys
mount -t devtmpfs none /dev
for module in MODULES; do insmod /modules/$module.ko || echo "PREUVE module $module"; done
mount -t ext4 /dev/vda /racine || { echo "PREUVE pas de disque"; exec sleep 3600; }
for one in dev proc sys; do mount --move /$one /racine/$one; done
exec switch_root /racine /sbin/init
"""
LINE = """[Unit]
Description=La ligne de la preuve
After=multi-user.target
[Service]
ExecStart=/usr/local/bin/preuve
StandardInput=tty-force
StandardOutput=tty
StandardError=tty
TTYPath=/dev/ttyS0
[Install]
WantedBy=multi-user.target
"""
SHELL = """#!/bin/sh
stty -echo
ip link set eth0 up
ip addr add 10.0.2.15/24 dev eth0
echo PREUVE prête
while read -r line; do
  eval "$line"
  echo "FAIT $?"
done
"""
# The installed program, but for one thing: it does not start from the encrypted disk.
STAND_IN = """#!/bin/sh
if [ "$1" = serve ] && grep -q "^/dev/mapper/preau" /proc/self/mounts; then exit 1; fi
exec /usr/bin/preau.garde "$@"
"""
PHRASE = "une phrase de passe assez longue"
READY_WITHIN = 300.0
TOKEN = "9f2c1b7e4d8a6053c1e7b9d2"
HEALTH, CLEAR, SEALED = "/reglages/sante", "n’est pas chiffré", "Le disque est chiffré"


def prove(binary, cache, folder):
    part("une boîte volée")
    if os.getuid() != 0:
        raise SystemExit("cette partie se fait en root : elle prépare les fichiers d’une Debian")
    root = os.path.join(folder, "racine")
    modules, image, school = made(binary, cache, folder, root)
    disk = disk_of(root, os.path.join(folder, "disque.img"), "2500M")
    subprocess.run(["rm", "-rf", root], check=True)
    guest = Guest(folder, image, initramfs(folder, modules, init=INIT), [disk], memory=1024, append="rw net.ifnames=0", inside=443)
    tpm = Tpm(folder)
    try:
        boot(guest, tpm)
        moved(guest, school)
        sealed_token(guest)
        started_again(guest, tpm, school)
        and_back(guest, school)
    finally:
        guest.pull_the_plug()
        tpm.stop()


def made(binary, cache, folder, root):
    """A Debian as the package leaves it, with a school in it."""
    archive = os.path.join(cache, "racine-vol.tar")
    if not os.path.exists(archive):
        print(f"(une racine Debian est faite dans {archive})", flush=True)
        words = ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={PACKAGES},{MORE}", "bookworm", archive + ".new.tar"]
        subprocess.run(words, check=True)
        os.rename(archive + ".new.tar", archive)
    os.makedirs(root)
    subprocess.run(["tar", "-xf", archive, "-C", root], check=True)
    image, modules = kernel(cache)
    version = os.path.basename(modules)
    shutil.copytree(modules, os.path.join(root, "lib/modules", version), symlinks=True)
    subprocess.run(["chroot", root, "depmod", version], check=True)
    subprocess.run(["packaging/lay-out", root, binary, "/usr/lib/systemd/system"], check=True)
    subprocess.run(["chroot", root, "systemd-sysusers"], check=True, capture_output=True)
    write(root, "etc/systemd/system/preuve.service", LINE)
    write(root, "usr/local/bin/preuve", SHELL, 0o755)
    write(root, "etc/fstab", "/dev/vda / ext4 defaults 0 1\n")
    write(root, "etc/phrase", PHRASE + "\n", 0o600)
    write(root, "etc/autre-phrase", PHRASE + " fausse\n", 0o600)
    write(root, "etc/preau.faux", STAND_IN, 0o755)
    units = ["preau.service", "preau.socket", "preau-http.socket", "preuve.service"]
    subprocess.run(["chroot", root, "systemctl", "--quiet", "enable", *units], check=True)
    subprocess.run(["chroot", root, "systemctl", "--quiet", "mask", "serial-getty@ttyS0.service"], check=True)
    box = Box(binary, os.path.join(folder, "donnees"))
    school = fresh_school(box, folder)
    box.stop()
    shutil.move(box.data, os.path.join(root, "var/lib/preau"))
    subprocess.run(["chroot", root, "chown", "-R", "preau:preau", "/var/lib/preau"], check=True)
    return modules, image, school


def write(root, inside, text, mode=0o644):
    with open(os.path.join(root, inside), "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(os.path.join(root, inside), mode)


class Tpm:
    """A TPM outside of the guest: it keeps its secrets when the guest is switched off, and can be left out."""

    def __init__(self, folder):
        self.state, self.socket, self.process = os.path.join(folder, "tpm"), os.path.join(folder, "tpm.sock"), None
        os.makedirs(self.state)

    def start(self):
        """The words for qemu."""
        place = ["--tpmstate", f"dir={self.state}", "--ctrl", f"type=unixio,path={self.socket}"]
        self.process = subprocess.Popen(["swtpm", "socket", "--tpm2", *place, "--flags", "startup-clear"])
        until = time.monotonic() + 10
        while not os.path.exists(self.socket) and time.monotonic() < until:
            time.sleep(0.05)
        return ("-chardev", f"socket,id=tpm,path={self.socket}", "-tpmdev", "emulator,id=tpm0,chardev=tpm", "-device", "tpm-tis,tpmdev=tpm0")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()
        if os.path.exists(self.socket):
            os.remove(self.socket)


def boot(guest, tpm, with_it=True):
    guest.pull_the_plug()
    tpm.stop()
    guest.more = tpm.start() if with_it else ()
    began = time.monotonic()
    guest.power_on()
    guest.wait_for("PREUVE prête", READY_WITHIN)
    note(f"démarré {'avec' if with_it else 'sans'} TPM en {time.monotonic() - began:.0f} s")


def answers(guest, seconds=90.0):
    """Whether the school is served, within so long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        visitor = Visitor(guest.port, timeout=10)
        try:
            if visitor.get("/confiance").status == 200:
                return True
        except Gone:
            time.sleep(0.5)
        finally:
            visitor.close()
    return False


def health(guest, school):
    return Visitor(guest.port, school.director).get(HEALTH).text if answers(guest) else ""


def moved(guest, school):
    check("la santé de la boîte dit que le disque n’est pas chiffré, à travers le bac à sable", CLEAR in health(guest, school))
    small = guest.tell("preau-luks create /var/lib/preau.luks --size 40M --passphrase-file /etc/phrase")
    check("un lieu trop petit est refusé, et rien n’a changé", small[0] == 1 and "trop petit" in small[1] and answers(guest), small[1])
    create = "preau-luks create /var/lib/preau.luks --size 400M --passphrase-file /etc/phrase"
    guest.tell("mv /usr/bin/preau /usr/bin/preau.garde; cp /etc/preau.faux /usr/bin/preau")
    code, said = guest.tell(create, 400)
    tables = guest.tell("cat /etc/fstab /etc/crypttab; ls /var/lib")[1]
    is_as_before = "preau-donnees" not in tables and "preau.luks" not in tables and "en-clair" not in tables
    check("un départ manqué ramène tout comme avant", code != 0 and is_as_before and CLEAR in health(guest, school), said + tables)
    guest.tell("mv /usr/bin/preau.garde /usr/bin/preau; systemctl reset-failed preau.service; systemctl restart preau.service", 300)
    ledger, over = Ledger(), threading.Event()
    people = threading.Thread(target=coming_back, args=(school, guest.port, ledger, over), daemon=True)
    people.start()
    time.sleep(4)
    began = time.monotonic()
    code, said = guest.tell(create, 400)
    over.set()
    people.join()
    note(f"données déplacées, vérifiées, l’école repartie : {time.monotonic() - began:.0f} s")
    check("les données passent sur un lieu chiffré", code == 0 and "Le TPM" in said, said)
    check("l’école répond, la direction est toujours connectée", SEALED in health(guest, school))
    check("on écrivait pendant ce temps", ledger.acknowledged() > 0)
    all_there(guest, school, ledger, "tout ce qui a été accusé est sur le lieu chiffré")
    check("preau doctor le dit aussi", SEALED in guest.tell("runuser -u preau -- preau doctor --data /var/lib/preau")[1])
    find = "grep -rqa 'École de la preuve' "
    check("témoin : en clair, le nom de l’école se lit", guest.tell(find + "/var/lib/preau.en-clair")[0] == 0)
    check("chiffré, il ne se lit pas", guest.tell(find + "/var/lib/preau.luks")[0] == 1)
    check("la copie en clair s’efface", guest.tell("preau-luks forget", 400)[0] == 0 and guest.tell("test ! -e /var/lib/preau.en-clair")[0] == 0)
    guest.tell("sync")


def coming_back(school, port, ledger, over):
    """People who write, and who try again at once when nobody answers: a door left open would let them in."""
    while not over.is_set():
        writers = Writers(school, port, ledger)
        while all(thread.is_alive() for thread in writers.threads) and not over.wait(0.2):
            pass
        writers.end()


def sealed_token(guest):
    """The token of /metrics, which only systemd can read."""
    kept, unit = "/etc/credstore.encrypted/metrics_token", "/etc/systemd/system/preau.service.d"
    guest.tell(f"mkdir -p {os.path.dirname(kept)} {unit}; printf %s {TOKEN} | systemd-creds encrypt --name=metrics_token - {kept}", 400)
    guest.tell(f"printf '[Service]\\nLoadCredentialEncrypted=metrics_token:{kept}\\n' > {unit}/jeton.conf; systemctl daemon-reload")
    code, said = guest.tell("systemctl restart preau.service", 300)
    check("le jeton de /metrics vient de systemd, chiffré", code == 0 and guest.tell(f"grep -q {TOKEN} {kept}")[0] == 1, said)
    if answers(guest):
        asked = [Visitor(guest.port).get("/metrics", **word).status for word in ({}, {"authorization": f"Bearer {TOKEN}"})]
        check("… et ouvre /metrics, à lui seul", asked == [404, 200], str(asked))


def started_again(guest, tpm, school):
    boot(guest, tpm)
    check("au démarrage suivant, le TPM ouvre et l’école répond", SEALED in health(guest, school))
    boot(guest, tpm, with_it=False)
    check("sans ce TPM (le disque seul, volé), rien ne s’ouvre", not answers(guest, 20))
    check("… et l’on sait pourquoi", "preau-luks open" in guest.tell("preau-luks state")[1])
    check("une autre phrase est refusée", guest.tell("preau-luks open --passphrase-file /etc/autre-phrase", 400)[0] != 0)
    code, said = guest.tell("preau-luks open --passphrase-file /etc/phrase", 400)
    check("la phrase ouvre", code == 0 and SEALED in health(guest, school), said)


def and_back(guest, school):
    code, said = guest.tell("preau-luks back", 400)
    check("le chemin inverse", code == 0 and CLEAR in health(guest, school), said)
    check("preau check est bien", guest.tell("runuser -u preau -- preau check --data /var/lib/preau")[0] == 0)
