"""The authority of scripts/acme: Debian's pebble, a DNS of its own, and a go-between that can say no, be dead, or suggest when
to renew. Loopback only; each process is ended by its own id."""

import base64
import collections
import http.client
import http.server
import json
import os
import socket
import ssl
import subprocess
import threading
import time

from box import free_port

NAME = "ent.ecole-preuve.fr"
# Seconds that a certificate lives here.
LIFE = 60


def openssl(*words, given=None):
    done = subprocess.run(["openssl", *words], capture_output=True, text=True, input=given)
    if done.returncode != 0:
        raise SystemExit(f"openssl {' '.join(words)} : {done.stderr}")
    return done.stdout


class Authority:
    def __init__(self, folder, http_port, https_port):
        self.folder = folder
        self.between, self.pebble_port, self.dns, self.management = (free_port() for _ in range(4))
        self.own_management = free_port()
        self.ports = (http_port, https_port)
        self.processes = []
        # What the go-between does: "through", "limited", "dead"; and the window that it suggests, "past" or nothing.
        self.does, self.window = "through", None
        self.orders, self.replaced = 0, 0
        # How many challenges were taken up, of each kind.
        self.taken = collections.Counter()

    def path(self, name):
        return os.path.join(self.folder, name)

    def start(self):
        self._certificates()
        settings = {
            "listenAddress": f"127.0.0.1:{self.pebble_port}",
            "managementListenAddress": f"127.0.0.1:{self.own_management}",
            "certificate": self.path("localhost.pem"),
            "privateKey": self.path("localhost.key"),
            "httpPort": self.ports[0],
            "tlsPort": self.ports[1],
            "ocspResponderURL": "",
            "externalAccountBindingRequired": False,
            "certificateValidityPeriod": LIFE,
        }
        with open(self.path("pebble.json"), "w") as file:
            json.dump({"pebble": settings}, file)
        self._run("challtestsrv", "pebble-challtestsrv", "-defaultIPv6", "", "-http01", "", "-https01", "", "-tlsalpn01", "",
                  "-dns01", f"127.0.0.1:{self.dns}", "-management", f"127.0.0.1:{self.management}")
        self._run("pebble", "pebble", "-config", self.path("pebble.json"), "-dnsserver", f"127.0.0.1:{self.dns}", "-strict")
        self._listens(self.pebble_port)
        self._listens(self.management)
        self._hook()
        self._go_between()

    def stop(self):
        for process in self.processes:
            process.terminate()
            process.wait()

    def _certificates(self):
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        openssl("req", "-x509", *key, "-keyout", self.path("ville.key"), "-out", self.path("ville.pem"), "-days", "2",
                "-subj", "/O=Ville de la preuve", "-addext", "basicConstraints=critical,CA:TRUE")
        openssl("req", *key, "-keyout", self.path("localhost.key"), "-out", self.path("localhost.csr"), "-subj", "/")
        with open(self.path("localhost.ext"), "w") as file:
            file.write("subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\n")
        openssl("x509", "-req", "-in", self.path("localhost.csr"), "-CA", self.path("ville.pem"), "-CAkey",
                self.path("ville.key"), "-days", "2", "-extfile", self.path("localhost.ext"), "-out", self.path("localhost.pem"))

    def _run(self, name, *words):
        log = open(self.path(f"{name}.log"), "w")
        calm = {**os.environ, "PEBBLE_VA_NOSLEEP": "1", "PEBBLE_AUTHZREUSE": "0"}
        self.processes.append(subprocess.Popen(words, stdout=log, stderr=subprocess.STDOUT, env=calm))
        time.sleep(0.5)
        if self.processes[-1].poll() is not None:
            raise SystemExit(f"{name} ne démarre pas : {open(self.path(name + '.log')).read()[-800:]}")

    @staticmethod
    def _listens(port):
        # It draws its keys first, which may take a while on a busy machine.
        end = time.monotonic() + 120
        while time.monotonic() < end:
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.2)
        raise SystemExit(f"personne n’écoute sur {port}")

    def _hook(self):
        """As a town would write it: two orders, a name and a value."""
        with open(self.path("dns-01"), "w") as file:
            file.write(f"""#!/usr/bin/env python3
import json, sys, urllib.request
what, name, value = sys.argv[1:]
body = {{"host": name + "."}}
if what == "set":
    body["value"] = value
at = "http://127.0.0.1:{self.management}/" + ("set-txt" if what == "set" else "clear-txt")
urllib.request.urlopen(urllib.request.Request(at, json.dumps(body).encode())).read()
open({self.path("hook.log")!r}, "a").write(what + " " + name + "\\n")
""")
        os.chmod(self.path("dns-01"), 0o755)

    def _go_between(self):
        authority, trust = self, ssl.create_default_context(cafile=self.path("ville.pem"))

        class Between(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                self.pass_on()

            def do_POST(self):
                self.pass_on()

            def do_HEAD(self):
                self.pass_on()

            def pass_on(self):
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                if authority.does == "dead":
                    self.close_connection = True
                    return
                if self.path.startswith("/renewal-info/"):
                    return self.suggest()
                if self.path == "/order-plz":
                    authority.orders += 1
                    payload = json.loads(body)["payload"]
                    asked = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
                    if "replaces" in asked:
                        # This pebble is older than RFC 9773; the signed order goes on as it is.
                        authority.replaced += 1
                    if authority.does == "limited":
                        said = {"type": "urn:ietf:params:acme:error:rateLimited", "detail": "too many certificates already issued"}
                        return self.answer(429, json.dumps(said).encode(), {"Retry-After": "25", "Content-Type": "application/problem+json"})
                through = http.client.HTTPSConnection("localhost", authority.pebble_port, context=trust, timeout=20)
                kept = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
                through.request(self.command, self.path, body or None, kept)
                found = through.getresponse()
                content = found.read()
                if self.path == "/dir":
                    directory = json.loads(content)
                    directory["renewalInfo"] = f"https://localhost:{authority.between}/renewal-info"
                    content = json.dumps(directory).encode()
                if self.path.startswith("/chalZ/") and found.status == 200:
                    authority.taken[json.loads(content)["type"]] += 1
                wanted = ("replay-nonce", "location", "content-type", "retry-after", "link")
                headers = {name: value for name, value in found.getheaders() if name.lower() in wanted}
                self.answer(found.status, content, headers)

            def suggest(self):
                if authority.window is None:
                    return self.answer(404, b"{}", {})
                said = {"suggestedWindow": {"start": "2020-01-01T00:00:00Z", "end": "2020-01-02T00:00:00Z"}}
                self.answer(200, json.dumps(said).encode(), {"Retry-After": "21600"})

            def answer(self, status, content, headers):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)

        server = http.server.ThreadingHTTPServer(("127.0.0.1", self.between), Between)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(self.path("localhost.pem"), self.path("localhost.key"))
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
