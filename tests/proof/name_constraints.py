"""The key of the school's authority, as a thief would use it: for a bank, for an address of the internet, for a name that looks
like the school's. OpenSSL and Chromium refuse each; what is the school's they accept."""

import argparse
import http.server
import os
import re
import ssl
import subprocess
import tempfile
import threading

from acme_authority import openssl
from box import ANSWERS, Box
from boxes_say import check, ended, note, part

OWN = "ecole-preuve.local"
SIGN = "Ici la page"
STOLEN = {"www.banque.example": "une banque", "faux-ecole-preuve.local": "un nom qui ressemble"}


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<p>{SIGN}</p>".encode())

    def log_message(self, *_):
        pass


class Thief:
    """Who holds the authority's file."""

    def __init__(self, folder, data):
        self.folder = folder
        with open(os.path.join(data, "tls", "authority-1.pem")) as file:
            # Our own first line; then plain PEM.
            whole = file.read()
        self.root, self.key = self._file("racine.pem", whole, "CERTIFICATE"), self._file("racine.key", whole, "PRIVATE KEY")

    def _file(self, name, whole, label):
        path = os.path.join(self.folder, name)
        with open(path, "w") as file:
            file.write(re.search(rf"-----BEGIN {label}-----.*?-----END {label}-----\n", whole, re.S).group(0))
        return path

    def sign(self, name, of="DNS"):
        path = os.path.join(self.folder, name.replace(":", "_"))
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", path + ".key", "-out",
                path + ".csr", "-subj", "/O=Preuve")
        with open(path + ".ext", "w") as file:
            file.write(f"subjectAltName={of}:{name}\nextendedKeyUsage=serverAuth\nkeyUsage=digitalSignature\n")
        openssl("x509", "-req", "-in", path + ".csr", "-CA", self.root, "-CAkey", self.key, "-days", "30", "-extfile",
                path + ".ext", "-out", path + ".pem")
        return path

    def judged(self, path):
        words = ["openssl", "verify", "-x509_strict", "-CAfile", self.root, path + ".pem"]
        done = subprocess.run(words, capture_output=True, text=True)
        return done.returncode == 0, (done.stdout + done.stderr).strip()


def serve(path):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(path + ".pem", path + ".key")
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


class Chromium:
    """With a home of its own, in which the school's root is trusted."""

    def __init__(self, folder, root):
        self.home = os.path.join(folder, "maison")
        store = os.path.join(self.home, ".pki", "nssdb")
        os.makedirs(store)
        self.environment = {**os.environ, "HOME": self.home, "XDG_CONFIG_HOME": self.home, "XDG_CACHE_HOME": self.home}
        for words in (["-N", "--empty-password"], ["-A", "-t", "C,,", "-n", "ecole", "-i", root]):
            subprocess.run(["certutil", "-d", f"sql:{store}", *words], check=True, env=self.environment)

    def reads(self, url):
        words = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync",
                 "--host-resolver-rules=MAP * 127.0.0.1", f"--user-data-dir={self.home}/chromium", "--timeout=15000",
                 "--virtual-time-budget=5000", "--dump-dom", url]
        done = subprocess.run(words, capture_output=True, text=True, env=self.environment, timeout=90)
        return done.stdout, done.stderr


def main():
    asked = argparse.ArgumentParser(prog="scripts/name-constraints")
    asked.add_argument("--binary", required=True)
    asked = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="preau-contraintes-") as folder:
        box = Box(asked.binary, os.path.join(folder, "data"))
        answers = os.path.join(folder, "reponses.toml")
        with open(answers, "w") as file:
            file.write(ANSWERS)
        box.command("init", "--answers", answers)
        box.serve()
        try:
            prove(folder, box)
        finally:
            box.stop()
    ended()


def prove(folder, box):
    thief = Thief(folder, box.data)
    forged = {name: thief.sign(name) for name in STOLEN}
    part("OpenSSL")
    for name, what in STOLEN.items():
        holds, said = thief.judged(forged[name])
        check(f"{what} ({name}) : refusé, « permitted subtree violation »", not holds and "permitted subtree violation" in said, said)
    holds, said = thief.judged(thief.sign("203.0.113.9", "IP"))
    check("une adresse d’internet : refusée", not holds and "permitted subtree violation" in said, said)
    for name, of in ((OWN, "DNS"), ("192.168.1.10", "IP")):
        holds, said = thief.judged(thief.sign(name, of))
        check(f"{name} : accepté", holds, said)
    asked = ["openssl", "s_client", "-connect", f"127.0.0.1:{box.port}", "-servername", OWN, "-verify_hostname", OWN,
             "-verify_return_error", "-CAfile", thief.root]
    done = subprocess.run(asked, input="", capture_output=True, text=True)
    check("le certificat que la boîte sert : accepté", "Verify return code: 0 (ok)" in done.stdout, done.stdout + done.stderr)
    part("Chromium")
    chromium = Chromium(folder, thief.root)
    note(subprocess.run(["chromium", "--version"], capture_output=True, text=True).stdout.strip())
    page, said = chromium.reads(f"https://{OWN}:{box.port}/confiance")
    check("la boîte sous son nom : ouverte sans avertissement", "Faire confiance à cette adresse" in page, page[:800] + said[-800:])
    page, said = chromium.reads(f"https://{OWN}:{serve(thief.sign(OWN))}/")
    check("un certificat de l’école fait par openssl : ouvert (la preuve sait dire oui)", SIGN in page, page[:800] + said[-800:])
    for name, what in STOLEN.items():
        page, said = chromium.reads(f"https://{name}:{serve(forged[name])}/")
        why = re.search(r"Page load failed: net::(ERR_CERT_\w+)", said)
        check(f"{what} ({name}) : refusé, {why and why.group(1)}", SIGN not in page and why, page[:800] + said[-800:])


main()
