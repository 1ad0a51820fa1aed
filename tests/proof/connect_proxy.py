"""The explicit proxy of a school, as small as can be: CONNECT to port 443, and nothing else. connect_proxy.py ADDRESS PORT"""

import socket
import socketserver
import sys
import threading


def pour(source, sink):
    try:
        while block := source.recv(65536):
            sink.sendall(block)
    except OSError:
        pass
    finally:
        for line in (source, sink):
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Connect(socketserver.StreamRequestHandler):
    def handle(self):
        words = self.rfile.readline(300).split()
        while self.rfile.readline(2000).strip():
            pass
        if len(words) != 3 or words[0] != b"CONNECT" or not words[1].endswith(b":443"):
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\n\r\n")
            return
        host = words[1].decode().rsplit(":", 1)[0]
        with socket.create_connection((host, 443), 5) as out:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            threading.Thread(target=pour, args=(out, self.connection), daemon=True).start()
            pour(self.connection, out)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


if __name__ == "__main__":
    Server((sys.argv[1], int(sys.argv[2])), Connect).serve_forever()
