#!/usr/bin/env python3
"""A phone that looks for a name on its network (RFC 6762): mdns_ask.py OWN_ADDRESS NAME SECONDS. Prints each address that
answers for the name until the time is over, one a line, without repeating. Nothing but A records is asked for."""

import socket
import struct
import sys
import time

GROUP, PORT = "224.0.0.251", 5353
A, IN = 1, 1
MOST = 200


def question(name):
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    return struct.pack("!6H", 0, 0, 1, 0, 0, 0) + labels + b"\0" + struct.pack("!2H", A, IN)


def name_at(packet, at):
    """A name and where it ends; pointers are followed, a few times."""
    labels, end, jumps = [], None, 0
    while jumps < 10:
        length = packet[at]
        if length & 0xC0 == 0xC0:
            end = at + 2 if end is None else end
            at, jumps = struct.unpack_from("!H", packet, at)[0] & 0x3FFF, jumps + 1
        elif length == 0:
            return ".".join(labels).lower(), at + 1 if end is None else end
        else:
            labels.append(packet[at + 1 : at + 1 + length].decode(errors="replace"))
            at += 1 + length
    raise ValueError("a circle of names")


def addresses(packet, wanted):
    """What an answer says of the name; a lifetime of nothing is a goodbye."""
    _, flags, questions, *counts = struct.unpack_from("!6H", packet)
    if not flags & 0x8000:
        return
    at = 12
    for _ in range(questions):
        at = name_at(packet, at)[1] + 4
    for _ in range(sum(counts)):
        name, at = name_at(packet, at)
        kind, _, ttl, length = struct.unpack_from("!HHIH", packet, at)
        at += 10
        if kind == A and name == wanted and ttl > 0:
            yield socket.inet_ntoa(packet[at : at + 4])
        at += length


def main(own, name, seconds):
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    line.bind(("", PORT))
    line.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(GROUP) + socket.inet_aton(own))
    line.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(own))
    line.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 255)
    found, end, ask_at = [], time.monotonic() + float(seconds), 0
    for _ in range(MOST):
        now = time.monotonic()
        if now >= end:
            break
        if now >= ask_at:
            line.sendto(question(name), (GROUP, PORT))
            ask_at = now + 1
        line.settimeout(max(0.01, min(end, ask_at) - now))
        try:
            packet = line.recv(9000)
            for address in addresses(packet, name):
                if address not in found:
                    found.append(address)
                    print(address, flush=True)
        except (socket.timeout, ValueError, IndexError, struct.error):
            continue


if __name__ == "__main__":
    main(*sys.argv[1:])
