"""Without any network: the archive of a USB stick, and the signed repository with its two rings."""

import glob
import os
import shutil
import subprocess

from boxes_say import check, part

REPOSITORY = "scripts/apt-repository"


def run(args, fresh):
    for name, proof in (("preau-cle", stick), ("preau-depot", rings)):
        box = fresh(args, name)
        try:
            box.machine.boot()
            proof(box, args)
        finally:
            box.machine.erase()


def stick(box, args):
    part("une clé USB, sans réseau")
    machine = box.machine
    subprocess.run(["tar", "-xf", args.usb, "-C", machine.path("/mnt"), "--strip-components=1"], check=True)
    script = machine.path("/mnt/install.sh")

    def install(*words):
        return machine.run("sh", "/mnt/install.sh", *words)

    def nothing_there():
        return machine.run("dpkg-query", "--show", "preau").returncode != 0 and not os.path.exists(machine.path("/usr/bin/preau"))

    done = install("--dry-run")
    check("sans empreinte ni personne, il refuse", done.returncode != 0 and args.fingerprint in done.stderr, done.stderr)
    done = install("--dry-run", "--fingerprint", args.fingerprint[:-1] + ("0" if args.fingerprint[-1] != "0" else "1"))
    check("une autre empreinte est refusée", done.returncode != 0 and "n'installez rien" in done.stderr, done.stderr)
    spaced = " ".join(args.fingerprint[at : at + 4] for at in range(0, 40, 4)).lower()
    done = install("--dry-run", "--fingerprint", spaced)
    check("--dry-run vérifie, et ne change rien", done.returncode == 0 and "Rien n'est changé" in done.stdout and nothing_there(), done.stderr)
    for name in (os.path.basename(glob.glob(machine.path("/mnt/*.deb"))[0]), "SHA256SUMS", "SHA256SUMS.sig", "install.sh"):
        path = machine.path("/mnt/" + name)
        shutil.copy(path, path + ".kept")
        with open(path, "r+b") as file:
            file.seek(-20, os.SEEK_END)
            byte = file.read(1)
            file.seek(-20, os.SEEK_END)
            file.write(bytes([byte[0] ^ 1]) if name != "install.sh" else b"#")
        done = install("--fingerprint", args.fingerprint)
        check(f"un octet de {name} changé : refusé", done.returncode != 0 and nothing_there(), done.stdout + done.stderr)
        os.replace(path + ".kept", path)
    with open(script, "rb") as file:
        whole = file.read()
    for length in (len(whole) // 4, len(whole) // 2, len(whole) * 9 // 10, len(whole) - len(b'main "$@"\n')):
        machine.put("/mnt/install.sh", whole[:length])
        install("--fingerprint", args.fingerprint)
        check(f"coupé à {length} octets sur {len(whole)}, il ne fait rien", nothing_there())
    machine.put("/mnt/install.sh", whole)
    machine.put("/srv/reponses.toml", '[school]\nname = "École de la clé"\npostcode = "61999"\ntown = "Saint-Fictif"\n')
    done = install("--fingerprint", args.fingerprint, "--answers", "/srv/reponses.toml")
    check("il installe", done.returncode == 0 and box.page() == 200, done.stdout + done.stderr)
    check("les réponses ont servi", not os.path.exists(machine.path("/etc/preau/answers.toml")), done.stdout + done.stderr)
    check("la machine connaît la clé désormais", install("--dry-run").returncode == 0)


def rings(box, args):
    part("le dépôt signé et ses deux anneaux")
    machine, repository = box.machine, args.repository

    def publish(*words):
        subprocess.run([REPOSITORY, *words], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["rm", "-rf", machine.path("/srv/depot")], check=True)
        shutil.copytree(os.path.join(repository, "public"), machine.path("/srv/depot"))

    def follow(suite):
        with open(machine.path("/srv/depot/preau.sources")) as file:
            source = file.read().replace("https://paquets.exemple.fr/", "file:/srv/depot").replace("Suites: stable", f"Suites: {suite}")
        machine.put("/etc/apt/sources.list.d/preau.sources", source)

    def offered():
        machine.run("apt-get", "update", check=True)
        said = machine.ask("apt-cache", "policy", "preau")
        return next((line.split()[-1] for line in said.split("\n") if "Candidate" in line), None)

    publish("init", repository, args.fingerprint)
    publish("add", repository, "pilote", args.old)
    publish("promote", repository, "0.1.0~essai1")
    publish("add", repository, "pilote", args.new)
    shutil.copy(machine.path("/srv/depot/preau.gpg"), machine.path("/usr/share/keyrings/preau.gpg"))
    follow("stable")
    check("« stable » donne l’ancienne", offered() == "0.1.0~essai1")
    done = machine.run("apt-get", "install", "--yes", "preau")
    check("apt installe", done.returncode == 0 and box.page() == 200, done.stdout + done.stderr)
    follow("pilote")
    check("« pilote » donne la nouvelle", offered() == "0.1.0~essai2")
    follow("stable")
    publish("promote", repository, "0.1.0~essai2")
    check("promue, elle est dans « stable »", offered() == "0.1.0~essai2")
    done = machine.run("apt-get", "upgrade", "--yes")
    check("apt met à jour", done.returncode == 0 and box.version() == "0.1.0~essai2", done.stdout + done.stderr)
    release = machine.path("/srv/depot/dists/stable/InRelease")
    with open(release) as file:
        signed = file.read()
    with open(release, "w") as file:
        file.write(signed.replace("Label: Préau", "Label: Preau"))
    machine.run("sh", "-c", "rm -rf /var/lib/apt/lists/*")
    done = machine.run("apt-get", "update")
    said = machine.run("apt-cache", "policy", "preau").stdout
    check("un dépôt retouché est refusé", "BADSIG" in done.stderr and "/srv/depot" not in said, done.stdout + done.stderr)
