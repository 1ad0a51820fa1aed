"""A visitor over TLS: keeps its cookies and its connection, posts as a page of ours would. Standard library only."""

import http.client
import re
import ssl
import urllib.parse

_TLS = ssl.create_default_context()
# The box's own authority is new each time; what is proved here is not the certificate.
_TLS.check_hostname = False
_TLS.verify_mode = ssl.CERT_NONE

# What a broken connection looks like from here: no answer, so nothing is known of the write.
Gone = (OSError, http.client.HTTPException)


class Reply:
    def __init__(self, answer, body):
        self.status = answer.status
        self.headers = answer.headers
        self.location = answer.headers.get("location", "")
        self.bytes = body

    @property
    def text(self):
        return self.bytes.decode("utf-8", "replace")

    def found(self, pattern):
        match = re.search(pattern, self.text)
        return match.group(1) if match else None


class Visitor:
    def __init__(self, port, cookies=None, timeout=20):
        self.port, self.timeout = port, timeout
        self.cookies = dict(cookies or {})
        self.connection = None

    def get(self, path, **headers):
        return self._ask("GET", path, None, headers)

    def post(self, path, pairs=()):
        body = urllib.parse.urlencode(pairs, doseq=True)
        return self._ask("POST", path, body, {"content-type": "application/x-www-form-urlencoded"})

    def send(self, method, path, body, headers):
        """As a program does that speaks more than forms."""
        return self._ask(method, path, body, headers)

    def upload(self, path, field, files, fields=None):
        """`files`: (name, bytes) pairs; `fields` go before them."""
        edge = "preau-7b1c9e"
        typed = b"".join(
            f'--{edge}\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in (fields or {}).items()
        )
        parts = b"".join(
            (
                f'--{edge}\r\ncontent-disposition: form-data; name="{field}"; filename="{name}"\r\n'
                "content-type: text/csv\r\n\r\n"
            ).encode()
            + content
            + b"\r\n"
            for name, content in files
        )
        headers = {"content-type": f"multipart/form-data; boundary={edge}"}
        return self._ask("POST", path, typed + parts + f"--{edge}--\r\n".encode(), headers)

    def stream(self, path, headers):
        """The answer before its body is read, on a connection of its own."""
        connection = self._line()
        said = {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        connection.request("GET", path, headers=said)
        return connection.getresponse()

    def _line(self):
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=self.timeout, context=_TLS)

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def _ask(self, method, path, body, headers):
        is_reused = self.connection is not None
        if not is_reused:
            self.connection = self._line()
        headers = {"sec-fetch-site": "same-origin", **headers}
        if self.cookies:
            headers["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            reply = Reply(answer, answer.read())
        except Gone:
            self.close()
            # The server hangs up on who says nothing for a while; a page may be asked for again, a write may not.
            if is_reused and method == "GET":
                return self._ask(method, path, body, headers)
            raise
        for cookie in answer.headers.get_all("set-cookie") or []:
            name, rest = cookie.split("=", 1)
            if "Max-Age=0" in rest:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = rest.split(";", 1)[0]
        return reply
