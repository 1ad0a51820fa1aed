"""One thing that a visitor does on a machine's network, told in JSON: boxes_client.py PORT VERB WORDS…"""

import hashlib
import http.client
import json
import socket
import ssl
import sys

from box import Box, activate
from visitor import Gone, Visitor


def status(port, path):
    try:
        return {"status": Visitor(port, timeout=30).get(path).status}
    except Gone as gone:
        return {"status": None, "gone": repr(gone)}


GREETING = b"PROXY TCP4 203.0.113.9 127.0.0.1 5123 443\r\n"


class Greeting(Visitor):
    """Speaks as a front does, before TLS."""

    def _line(self):
        line = super()._line()

        def connect(*words):
            plain = socket.create_connection(*words)
            plain.sendall(GREETING)
            return plain

        line._create_connection = connect
        return line


def greeted(port, path):
    try:
        return {"status": Greeting(port, timeout=30).get(path).status}
    except Gone as gone:
        return {"status": None, "gone": repr(gone)}


def guess(port, name, source):
    """A wrong set-up code, at a public name, from an address of its own."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with socket.create_connection(("127.0.0.1", port), 15, (source, 0)) as plain_line:
            with context.wrap_socket(plain_line, server_hostname=name) as line:
                body = "code=AAAA-AAAA-AAAA"
                line.sendall(
                    f"POST /mise-en-route HTTP/1.1\r\nHost: {name}\r\nOrigin: https://{name}\r\nX-Forwarded-For: 192.0.2.66\r\n"
                    "Content-Type: application/x-www-form-urlencoded\r\n"
                    f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode()
                )
                return {"status": int(line.recv(64).split()[1])}
    except (OSError, IndexError) as gone:
        return {"status": None, "gone": repr(gone)}


def named(port, address, name, greeting=b""):
    """The page of that name at that address, and which certificate is shown."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with socket.create_connection((address, port), 3) as plain_line:
            plain_line.sendall(greeting)
            with context.wrap_socket(plain_line, server_hostname=name) as line:
                shown = hashlib.sha256(line.getpeercert(binary_form=True)).hexdigest()
                line.sendall(f"GET /confiance HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode())
                return {"status": int(line.recv(64).split()[1]), "certificate": shown}
    except (OSError, IndexError) as gone:
        return {"status": None, "gone": repr(gone)}


def named_greeting(port, address, name):
    return named(port, address, name, GREETING)


def activate_account(port, login, code):
    box = Box("", "")
    box.port = port
    visitor = activate(box, login, code)
    return {"cookies": visitor.cookies}


def signed_in(port, cookies):
    return {"status": Visitor(port, json.loads(cookies)).get("/reglages/heures-calmes").status}


def plain(_port):
    line = http.client.HTTPConnection("127.0.0.1", 80, timeout=10)
    line.request("GET", "/", headers={"host": "ecole-preuve.local"})
    return {"location": line.getresponse().headers.get("location")}


def stream(port, cookies):
    """Listens until the service ends the stream; a line that breaks in the midst is no end."""
    visitor = Visitor(port, json.loads(cookies), timeout=60)
    try:
        reply = visitor.get("/evenements", accept="text/event-stream")
        return {"ended": reply.status == 200}
    except Gone as gone:
        return {"ended": False, "gone": repr(gone)}


def open_line(port):
    """As a browser does: HTTP/2 is spoken, then nothing more is asked."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["h2"])
    with socket.create_connection(("127.0.0.1", port), 30) as plain_line, context.wrap_socket(plain_line) as line:
        line.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0")
        spoken = line.selected_alpn_protocol() == "h2" and line.recv(9)[3:4] == b"\4"
        print("open" if spoken else "closed", flush=True)
        while line.recv(4096):
            pass
    return {}


VERBS = {"greeted": greeted, "guess": guess, "named": named, "named_greeting": named_greeting, "open_line": open_line, "status": status, "activate": activate_account, "signed_in": signed_in, "plain": plain, "stream": stream}

if __name__ == "__main__":
    print(json.dumps(VERBS[sys.argv[2]](int(sys.argv[1]), *sys.argv[3:])))
