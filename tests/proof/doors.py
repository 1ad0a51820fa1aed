"""The doors of the schools of a server, as packaging/preau-doors guards them: real sockets of real accounts, in a network of its own
where nothing else is. As root, some seconds: python3 -B tests/proof/doors.py (scripts/boxes runs it, and boxes_front.py the same on
a machine, with real fronts). This machine's own accounts, units and rules are not touched."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile

from boxes_say import check, ended, part

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../packaging/preau-doors")
UIDS = {"root": 0, "haproxy": 41_001, "www-data": 41_002, "preau-une": 41_003, "preau-deux": 41_004, "caddy": 41_005}
SCHOOLS = {"une": "127.0.0.1:8501", "deux": "[::1]:8502", "trois": "0.0.0.0:8503", "quatre": "127.0.0.1:port"}
# Of the server and of no school.
ELSEWHERE = ("127.0.0.1", 9000)
FOREIGN = "table inet ville { chain sortie { type filter hook output priority 0; policy accept; tcp dport 9001 reject; }; }"


class Server:
    """Its folders and accounts are of this proof; its network is this process's."""

    def __init__(self, folder):
        self.folder = folder
        with open(SCRIPT) as file:
            script = file.read()
        # Nor this machine's nginx, which stands beside nft.
        more = {"PATH=$PATH:/usr/sbin:/sbin": f"PATH=$PATH:{folder}/sbin"}
        more |= {place: folder + place for place in ("/etc/systemd/system", "/etc/preau/frontal.comptes", "/run/preau-portes")}
        for place, its in more.items():
            assert place in script, place
            script = script.replace(place, its)
        self.put("doors", script)
        accounts = "".join(f"{name}) echo {name}:x:{uid}:{uid}::/:/bin/false ;;\n" for name, uid in UIDS.items())
        for place in ("sbin", "run"):
            os.mkdir(os.path.join(folder, place))
        os.symlink(shutil.which("nft"), os.path.join(folder, "sbin/nft"))
        self.put("bin/getent", f'#!/bin/sh\ncase $2 in\n{accounts}*) exit 2 ;; esac\n')
        for name, door in SCHOOLS.items():
            self.put(f"etc/systemd/system/preau@{name}.socket.d/address.conf", f"[Socket]\nListenStream=\nListenStream={door}\n")

    def put(self, path, text):
        path = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
        os.chmod(path, 0o755)

    def has_nginx(self):
        self.put("bin/nginx", "#!/bin/sh\n")

    def fronts(self, text):
        self.put("etc/preau/frontal.comptes", text)

    def doors(self, *words):
        environment = {"PATH": f"{self.folder}/bin:/usr/bin:/bin"}
        return subprocess.run(["sh", f"{self.folder}/doors", *words], capture_output=True, text=True, env=environment, timeout=20)


def nft(*words):
    return subprocess.run(["nft", *words], capture_output=True, text=True)


def enters(account, at):
    """Whether that account may begin a conversation there; from whatever address of this machine it likes."""
    child = os.fork()
    if child == 0:
        os.setgid(65_534)
        os.setuid(UIDS[account])
        with socket.socket(socket.AF_INET6 if ":" in at[0] else socket.AF_INET) as line:
            line.settimeout(5)
            os._exit({0: 0, 111: 1}.get(line.connect_ex(at), 2))
    return {0: True, 1: False}.get(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def who(at):
    """Accounts that enter, in a word; whoever is neither let in nor refused at once is said."""
    tried = {account: enters(account, at) for account in UIDS}
    return " ".join(name if enters_it else f"{name}?" for name, enters_it in tried.items() if enters_it is not False)


def listening(*places):
    for host, port in places:
        door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
        door.listen(64)
        yield door


def speaks(door):
    """Those that only knocked are still in the queue."""
    with socket.create_connection(door.getsockname(), 5) as line:
        door.settimeout(5)
        while True:
            far, address = door.accept()
            with far:
                if address == line.getsockname():
                    far.sendall(b"bonjour")
                    return line.recv(16) == b"bonjour"


def prove(server):
    ours = [("127.0.0.1", 8501), ("::1", 8502), ("127.0.0.1", 8503)]
    kept = [*listening(ours[0], ours[1], ("0.0.0.0", 8503), ELSEWHERE)]
    everybody = " ".join(UIDS)
    part("sans règles, chaque compte du serveur frappe à la porte d’une école")
    check("témoin : tous entrent", all(who(at) == everybody for at in ours), who(ours[0]))
    check("… et c’est dit", server.doors("state").returncode != 0)
    nft(FOREIGN)

    part("les portes gardées")
    done = server.doors("load")
    check("les règles sont posées", done.returncode == 0 and server.doors("state").returncode == 0, done.stderr)
    check("une porte qui n’a pas d’adresse est dite, et n’ôte rien aux autres", "127.0.0.1:port" in done.stderr, done.stderr)
    for at, may in zip(ours, ("root haproxy preau-une", "root haproxy preau-deux", "root haproxy")):
        check(f"{at[0]} {at[1]} : {may}, et personne d’autre", who(at) == may, who(at))
    check("par une autre adresse de la machine non plus", who(("127.0.0.9", 8503)) == "root haproxy", who(("127.0.0.9", 8503)))
    check("ce qui n’est pas une école reste à tous", who(ELSEWHERE) == everybody, who(ELSEWHERE))
    check("qui est entré parle et entend", speaks(kept[0]))

    part("le frontal est un autre")
    server.has_nginx()
    server.doors("load")
    check("nginx installé : son compte aussi", who(ours[0]) == "root haproxy www-data preau-une", who(ours[0]))
    server.fronts("# Caddy\ncaddy\n41777\ninconnu\n")
    server.doors("load")
    check("des comptes nommés : eux seuls", who(ours[0]) == "root preau-une caddy", who(ours[0]))
    server.fronts("caddi\r\ncaddy\r\n99999999999\r\n")
    said = server.doors("load").stderr
    check("une faute de frappe est dite", "« caddi »" in said and "« 99999999999 »" in said and "« caddy »" not in said, said)
    check("… et n’ôte rien aux autres, à la Windows", who(ours[0]) == "root preau-une caddy", who(ours[0]))

    part("les règles de la ville")
    check("elles sont là", "9001" in nft("list", "table", "inet", "ville").stdout)
    nft("flush", "ruleset")
    check("effacées toutes, chacun entre à nouveau", who(ours[0]) == everybody)
    server.doors("keep")
    check("… jusqu’à la minute qui suit", who(ours[0]) == "root preau-une caddy", who(ours[0]))
    nft(FOREIGN)
    check("ôter les nôtres", server.doors("drop").returncode == 0 and server.doors("drop").returncode == 0)
    check("… ne touche pas les siennes", who(ours[0]) == everybody and "9001" in nft("list", "ruleset").stdout)

    part("sans nftables")
    os.remove(os.path.join(server.folder, "sbin/nft"))
    done = server.doors("load")
    said = done.stdout + done.stderr
    check("c’est dit, et rien n’échoue", done.returncode == 0 and "nftables" in said and "gardées" in said, said)


def main():
    if sys.argv[1:] != ["--inside"]:
        os.execvp("unshare", ["unshare", "--net", sys.executable, "-B", os.path.abspath(__file__), "--inside"])
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with tempfile.TemporaryDirectory(prefix="preau-portes-") as folder:
        prove(Server(folder))
    ended()


if __name__ == "__main__":
    main()
