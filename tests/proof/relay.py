"""Families at home, the box behind the school's router: parent → relay → router → box, in network namespaces made for the
occasion and gone with it. See scripts/relay."""

import hashlib
import html
import ipaddress
import os
import random
import re
import socket
import sqlite3
import ssl
import sys
import tempfile
import time

from boxes_say import check, ended, note, part
from relay_lab import BOX, NAME, NUMBER, OTHER_PARENT, PARENT, PARENT_SIX, RELAY, RELAY_SIX, ROUTER_INSIDE, ROUTER_OUTSIDE, ROUTER_RULES, AtSchool, FromHome, Lab, Tunnel, need_root, until
from space import end

HERE = os.path.dirname(os.path.abspath(__file__))
SIZE = 20_000_000
BACK = 10.0


def networks(lab):
    """Under which addresses tries are counted: what the product itself believes of where people come from."""
    with sqlite3.connect(os.path.join(lab.data, "preau.db"), timeout=20) as db:
        return {key.split()[1] for (key,) in db.execute("SELECT key FROM throttle WHERE key LIKE 'network %'")}


def wrong_try(visitor, **headers):
    visitor.get("/connexion")
    fields = "identifiant=anne.directrice&phrase=rien+de+tout+cela"
    said = {"content-type": "application/x-www-form-urlencoded", **headers}
    return visitor.send("POST", "/connexion", fields, said).status


def reaches(space, address, port, seconds=2):
    with space.seen():
        try:
            socket.create_connection((address, port), seconds).close()
            return True
        except OSError:
            return False


def answered(lab, first, port=443, name=None):
    """What comes back to somebody at home who says this, or begins TLS under that name."""
    with lab.parent.seen():
        try:
            with socket.create_connection((RELAY, port), 8) as line:
                if first is None:
                    context = ssl.create_default_context()
                    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
                    with context.wrap_socket(line, server_hostname=name) as tls:
                        return tls.version().encode()
                line.sendall(first)
                return line.recv(4096)
        except OSError:
            return b""


def closed(lab):
    part("le routeur de l’école")
    check("rien n’entre : la boîte ne se joint pas de dehors", not reaches(lab.parent, ROUTER_OUTSIDE, 443))
    check("… ni par son adresse à elle", not reaches(lab.parent, BOX, 443))
    check("ne sort que le port 443", reaches(lab.box, RELAY, 443) and not reaches(lab.box, RELAY, 80))


def opened(lab):
    part("l’inscription et le tunnel")
    words = lab.enrol()
    lab.preau_relay(*words)
    lab.reload_haproxy()
    with open(os.path.join(lab.box.folder, "etc/preau/preau.toml")) as file:
        check("la boîte croira ce que le relais dit de qui vient", 'proxy_protocol = true' in re.sub(r"(?m)^#.*$", "", file.read()))
    lab.serve()
    began = time.monotonic()
    # It tries again for some seconds: whoever comes while a tunnel is being mended waits, and is served.
    check("sans tunnel, le relais raccroche en quelques secondes", lab.page(8) is None and time.monotonic() - began < 5)
    lab.tunnel = Tunnel(lab.box)
    spent = lab.back_within(BACK)
    check("la page est servie à la maison, sous le nom de l’école et son propre certificat", spent is not None, lab.said(lab.box, "tunnel.log"))
    note(f"tunnel ouvert : {spent or 0:.1f} s")
    said = lab.preau_relay("list").stdout
    check("preau-relay list le dit", NAME in said and "ouvert" in said, said)


def known(lab, director):
    part("qui visite")
    status = wrong_try(FromHome(lab))
    check("un essai de mot de passe depuis la maison", status == 422, str(status))
    check(f"… est compté à son adresse, {PARENT}", PARENT in networks(lab), str(networks(lab)))
    check("… et à nulle autre", networks(lab) == {PARENT}, str(networks(lab)))
    lies = {"x-forwarded-for": "192.0.2.66", "forwarded": "for=192.0.2.66", "x-real-ip": "192.0.2.66"}
    wrong_try(FromHome(lab, source=OTHER_PARENT), **lies)
    check(f"des en-têtes inventés : c’est toujours {OTHER_PARENT}", networks(lab) == {PARENT, OTHER_PARENT}, str(networks(lab)))
    lie = b"PROXY TCP4 192.0.2.66 192.0.2.67 4444 443\r\n"
    check("un salut PROXY inventé : le relais raccroche", answered(lab, lie) == b"")
    with lab.router.seen():
        try:
            with socket.create_connection((BOX, 443), 5) as line:
                line.sendall(lie)
                heard = line.recv(64)
        except OSError:
            heard = b""
    check("… et une voisine de la boîte n’est pas crue non plus", not heard.startswith(b"\x16"), repr(heard))
    status = wrong_try(FromHome(lab, source=PARENT_SIX, to=RELAY_SIX))
    found = [network for network in networks(lab) if ":" in network]
    is_home = len(found) == 1 and ipaddress.ip_address(PARENT_SIX) in ipaddress.ip_network(found[0], strict=False)
    check("en IPv6 jusqu’au relais : la page est là, et le réseau de la maison est compté", status == 422 and is_home, str(found))
    check("à l’école, la page est là sans relais", AtSchool(lab).get("/connexion").status == 200)
    check("l’adresse inventée n’est nulle part", "192.0.2.66" not in networks(lab))
    with sqlite3.connect(os.path.join(lab.data, "preau.db")) as db:
        db.execute("DELETE FROM throttle")
    check("la directrice est chez elle aussi", FromHome(lab, director.cookies).get("/reglages").status == 200)


def told(lab, director, what, *words):
    """What the page « Accès des familles » says, after a call that its button makes."""
    visitor = AtSchool(lab, director.cookies)
    done = visitor.post("/reglages/acces-des-familles")
    page = html.unescape(re.sub(r"<[^>]+>|\s+", " ", visitor.get("/reglages/acces-des-familles").text))
    figures = lab.box.run("curl", "-fsk", "--haproxy-protocol", "https://localhost/metrics", check=False).stdout
    said = re.search(r"^preau_families_access (\d)$", figures, re.M)
    check(f"« Accès des familles » : {what}", done.status == 303 and all(word in page for word in words), page[-1500:])
    return said and said.group(1)


def refused(lab):
    part("ce que le relais refuse")
    check("un nom inconnu : pas un octet", answered(lab, None, name="autre.exemple.fr") == b"")
    check("pas de nom : pas un octet", answered(lab, None, name=None) == b"")
    check("du texte sur 443", answered(lab, b"GET / HTTP/1.1\r\nHost: " + NAME.encode() + b"\r\n\r\n") == b"")
    plain = answered(lab, b"GET / HTTP/1.1\r\nHost: " + NAME.encode() + b"\r\n\r\n", 80)
    check("le port 80 mène à HTTPS", b" 308 " in plain and f"https://{NAME}/".encode() in plain, repr(plain))
    plain = answered(lab, b"GET / HTTP/1.1\r\nHost: autre.exemple.fr\r\n\r\n", 80)
    check("… et refuse un autre nom", b" 421 " in plain, repr(plain))
    proof = f"GET /.well-known/acme-challenge/essai HTTP/1.1\r\nHost: {NAME}\r\nX-Forwarded-For: 192.0.2.66\r\n\r\n".encode()
    plain = answered(lab, proof, 80)
    check("la preuve d’un nom (ACME) arrive à la boîte", b" 307 " in plain or b" 404 " in plain, repr(plain))

    part("ce que la clé d’une boîte ne peut pas")
    again = ["-N", "-o", "ClearAllForwardings=no"]
    config = "/etc/preau/tunnel.conf"
    with open(os.path.join(lab.box.folder, "etc/preau/tunnel.conf")) as file:
        bare = re.sub(r"(?m)^\s*RemoteForward.*$", "", file.read())
    with open(os.path.join(lab.box.folder, "etc/preau/essai.conf"), "w") as file:
        file.write(bare)
    os.chmod(os.path.join(lab.box.folder, "etc/preau/essai.conf"), 0o644)
    essay = config.replace("tunnel", "essai")
    for where in (f"127.0.0.1:{20000 + NUMBER + 1}", "127.0.0.1:22", f"0.0.0.0:{20000 + NUMBER + 1}", "0.0.0.0:8080"):
        done = lab.ssh(*again, "-R", f"{where}:127.0.0.1:443", "preau-relais", config=essay, seconds=6)
        check(f"ouvrir {where} est refusé", done.returncode == 255 and "forwarding failed" in done.stderr, f"{done.returncode} {done.stderr}")
    for what in (["id"], [], ["-s", "sftp"]):
        done = lab.ssh(*([what[0]] if what[:1] == ["-s"] else []), "preau-relais", *[word for word in what if word != "-s"], config=essay, seconds=6)
        check(f"{' '.join(what) or 'un terminal'} : rien", done.returncode not in (0, 124) and "uid=" not in done.stdout, f"{done.returncode} {done.stdout}{done.stderr}")
    done = lab.ssh("-W", "127.0.0.1:2222", "preau-relais", config=essay, seconds=6)
    check("passer par le relais vers ailleurs : refusé", done.returncode not in (0, 124) and "SSH-2.0" not in done.stdout, f"{done.returncode} {done.stderr}")
    done = lab.ssh("-N", "-R", f"{os.path.join(lab.folder, 'porte.sock')}:127.0.0.1:443", "preau-relais", config=essay, seconds=6)
    check("une porte par fichier : refusée", done.returncode == 255, f"{done.returncode} {done.stderr}")

    part("la clé du relais")
    other = os.path.join(lab.folder, "autre")
    lab.relay.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other)
    with open(other + ".pub") as file, open(os.path.join(lab.box.folder, "etc/preau/essai.known_hosts"), "w") as known_hosts:
        known_hosts.write("preau-relais " + " ".join(file.read().split()[:2]) + "\n")
    done = lab.ssh("-N", "-o", "UserKnownHostsFile=/etc/preau/essai.known_hosts", "preau-relais", seconds=6)
    check("une autre que celle que la mairie a donnée : la boîte refuse", done.returncode == 255 and "verification failed" in done.stderr, done.stderr)


def keys(lab):
    part("la clé de l’école")
    found = []
    for folder, _, files in os.walk(lab.relay.folder):
        for name in files:
            path = os.path.join(folder, name)
            if not os.path.islink(path) and os.path.isfile(path) and os.path.getsize(path) < 1 << 20:
                with open(path, "rb") as file:
                    if b"PRIVATE KEY" in file.read():
                        found.append(os.path.relpath(path, lab.relay.folder))
    ours = [path for path in found if "preau" in path or "haproxy" in path]
    check("le relais n’a que sa propre clé SSH", ours == ["etc/preau-relay/ssh_host_ed25519_key"], str(found))
    mode = os.stat(os.path.join(lab.relay.folder, ours[0])).st_mode & 0o777 if ours else 0
    check("… et pour lui seul", mode == 0o600, oct(mode))


def carried(lab, director, content):
    part("20 Mo")
    page = FromHome(lab, director.cookies).get("/documents/moi").text
    entry = re.search(r"/documents/fichiers/(\d+)", page).group(1)
    began, came = time.monotonic(), hashlib.sha256()
    answer = FromHome(lab, director.cookies).stream(f"/documents/fichiers/{entry}/telecharger", {})
    while block := answer.read(1 << 18):
        came.update(block)
    spent = time.monotonic() - began
    check("un document de 20 Mo arrive entier", came.digest() == hashlib.sha256(content).digest())
    note(f"20 Mo de la boîte à la maison : {spent:.2f} s ({SIZE * 8 / spent / 1e6:.0f} Mbit/s)")


def cut(lab, director):
    part("le tunnel coupé")
    open_now = told(lab, director, "ouvert", "Ouvert", "ne connaissent pas le certificat")
    check("/metrics le dit", open_now == "1", str(open_now))
    before = lab.tunnel.begun
    lab.tunnel.kill()
    back(lab, "le client SSH tué")
    check("… et c’en est un autre", lab.tunnel.begun == before + 1)
    line = lab.box.run("ss", "-Htn", "dst", f"{RELAY}:443").stdout
    port = re.search(rf"{re.escape(BOX)}:(\d+)", line).group(1)
    lost = "".join(f"tcp {way} {port} drop; " for way in ("sport", "dport"))
    silence(lab, "oubli", "policy accept; " + lost)
    back(lab, "la ligne oubliée par le routeur")
    lab.router.run("nft", "delete", "table", "inet", "oubli")
    silence(lab, "panne", "policy drop;")
    gone = until(lambda: lab.page(1) is None, 12)
    time.sleep(15)
    lab.router.run("nft", "delete", "table", "inet", "panne")
    check("quinze secondes sans un paquet : la page n’est plus là", gone)
    back(lab, "la liaison revenue après ces quinze secondes")
    lab.reload_haproxy()
    back(lab, "le relais redémarré")
    note(f"{lab.tunnel.begun} connexions SSH en tout")


def silence(lab, name, rules):
    lab.router.run("nft", "-f", "-", input=f"table inet {name} {{ chain f {{ type filter hook forward priority -10; {rules} }}; }}")


def back(lab, what):
    spent = lab.back_within(BACK)
    check(f"{what} : la page revient en moins de {BACK:.0f} s", spent is not None and spent <= BACK, lab.said(lab.box, "tunnel.log"))
    note(f"{what} : {spent:.1f} s" if spent is not None else f"{what} : jamais")


def by_a_proxy(lab, director):
    part("un proxy explicite")
    lab.tunnel.stop()
    # From now on nothing goes out of the school but through the proxy.
    lab.router.run("nft", "flush", "chain", "inet", "router", "forward")
    proxy = lab.router.start(sys.executable, "-B", os.path.join(HERE, "connect_proxy.py"), ROUTER_INSIDE, "3128", log="proxy.log")
    path = os.path.join(lab.box.folder, "etc/preau/tunnel.conf")
    with open(path) as file:
        config = file.read()
    commented = re.search(r"^  # (ProxyCommand .*)$", config, re.M)
    with open(path, "w") as file:
        file.write(config.replace(commented.group(0), "  " + commented.group(1).replace("proxy.exemple.fr", ROUTER_INSIDE)))
    check("sans lui, plus rien ne sort", not reaches(lab.box, RELAY, 443))
    lab.tunnel = Tunnel(lab.box)
    check("par lui (ProxyCommand), la page est servie", lab.back_within(BACK) is not None, lab.said(lab.box, "tunnel.log"))
    told(lab, director, "qui ne le sait pas ne peut s’appeler", "personne ne répond")
    lab.serve(f"https_proxy=http://{ROUTER_INSIDE}:3128")
    check("la page revient", lab.back_within(BACK) is not None)
    open_now = told(lab, director, "ouvert, par le proxy", "Ouvert", "ne connaissent pas le certificat")
    check("/metrics le dit", open_now == "1", str(open_now))
    lab.serve()
    end(proxy)
    lab.router.run("nft", "delete", "table", "inet", "router")
    lab.router.run("nft", "-f", "-", input=ROUTER_RULES)


def withdrawn(lab, director):
    part("une boîte retirée")
    lab.preau_relay("remove", NAME)
    lab.reload_haproxy()
    check("son nom ne mène plus nulle part", not until(lambda: lab.page(1) == 200, 4))
    check("sa clé n’ouvre plus rien", not lab.listens(lab.relay, 20000 + NUMBER))
    open_now = told(lab, director, "en panne depuis…, et quoi faire", "En panne depuis", "preau-tunnel status")
    check("/metrics le dit", open_now == "0", str(open_now))


def main():
    need_root()
    content = random.Random(7).randbytes(SIZE)
    with tempfile.TemporaryDirectory(prefix="preau-relais-") as folder:
        os.chmod(folder, 0o755)
        lab = Lab(sys.argv[1], folder)
        try:
            lab.wire()
            director = lab.school(content)
            lab.install_relay()
            lab.open_relay()
            closed(lab)
            opened(lab)
            known(lab, director)
            refused(lab)
            keys(lab)
            carried(lab, director, content)
            cut(lab, director)
            by_a_proxy(lab, director)
            withdrawn(lab, director)
        finally:
            lab.close()
    ended()


if __name__ == "__main__":
    main()
