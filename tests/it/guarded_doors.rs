//! The rules that keep a server's other accounts from its schools' doors, as packaging/preau-doors writes them: the real script, on a
//! machine of folders. What they are worth on real sockets is tried by tests/proof/doors.py.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::{Command, Output},
};

const PLACES: [&str; 2] = ["/etc/systemd/system", "/etc/preau/frontal.comptes"];
const GETENT: &str = "#!/bin/sh
case $2 in
  root) echo root:x:0:0 ;; haproxy) echo haproxy:x:107:115 ;; www-data) echo www-data:x:33:33 ;;
  preau-jaures) echo preau-jaures:x:995:995 ;; preau-zola) echo preau-zola:x:994:994 ;; *) exit 2 ;;
esac
";
/// Keeps what it is given; an address that is none is refused.
const NFT: &str = "#!/bin/sh
given=$(cat)
case $* in
  *--check*) case $given in *999*) exit 1 ;; esac ;;
  '--file -') printf '%s\\n' \"$given\" > ROOT/posees ;;
  list*) [ -e ROOT/posees ] ;;
  delete*) rm ROOT/posees ;;
esac
";

struct Server(tempfile::TempDir);

impl Server {
    fn new(schools: &[(&str, &str)]) -> Server {
        let server = Server(tempfile::tempdir().unwrap());
        let root = server.at("").display().to_string();
        let root = root.trim_end_matches('/');
        let script = include_str!("../../packaging/preau-doors");
        // Only what is here: neither this machine's nft nor its nginx.
        let script = PLACES.iter().fold(script.replace(":/usr/sbin:/sbin", ""), |script, place| {
            assert!(script.contains(place), "{place}");
            script.replace(place, &format!("{root}{place}"))
        });
        server.put("doors", &script);
        server.put("bin/getent", GETENT);
        server.put("bin/nft", &NFT.replace("ROOT", root));
        for tool in ["sh", "sed", "cut", "sort", "paste", "cat", "rm"] {
            let path = ["/bin", "/usr/bin"].map(|folder| PathBuf::from(folder).join(tool));
            let found = path.iter().find(|path| path.exists()).unwrap();
            std::os::unix::fs::symlink(found, server.at("bin").join(tool)).unwrap();
        }
        for (name, door) in schools {
            let unit = format!("etc/systemd/system/preau@{name}.socket.d/address.conf");
            server.put(&unit, &format!("[Socket]\nListenStream=\nListenStream={door}\n"));
        }
        server
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn doors(&self, what: &str) -> Output {
        Command::new(self.at("bin/sh")).arg(self.at("doors")).arg(what).env("PATH", self.at("bin")).output().unwrap()
    }

    /// The rules that speak of doors.
    fn laid(&self) -> Vec<String> {
        let done = self.doors("load");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let rules = fs::read_to_string(self.at("posees")).unwrap_or_default();
        rules.lines().map(str::trim).filter(|line| line.contains("dport")).map(str::to_owned).collect()
    }
}

#[test]
fn a_door_is_open_to_root_to_the_front_and_to_its_school() {
    let server = Server::new(&[("jaures", "127.0.0.1:8501"), ("zola", "[::]:8502")]);
    assert_eq!(
        server.laid(),
        [
            "ip daddr 127.0.0.1 tcp dport 8501 meta skuid { 0,107,995 } accept",
            "ip daddr 127.0.0.1 tcp dport 8501 reject with tcp reset",
            "fib daddr type local tcp dport 8502 meta skuid { 0,107,994 } accept",
            "fib daddr type local tcp dport 8502 reject with tcp reset",
        ]
    );
    assert!(server.doors("state").status.success());
    server.put("bin/nginx", "#!/bin/sh\n");
    assert!(server.laid()[0].contains("{ 0,33,107,995 }"), "nginx is there, and its account with it");
    server.put("etc/preau/frontal.comptes", "# Un conteneur\n41777\ninconnu # pas ici\n");
    assert!(server.laid()[0].contains("{ 0,995,41777 }"), "whoever is named, and nobody else");
}

#[test]
fn a_door_without_an_address_costs_no_other_its_guard() {
    let server = Server::new(&[
        ("a", "127.0.0.1:x"),
        ("b", "999.1.1.1:8503"),
        ("c", "127.0.0.1:70000"),
        ("jaures", "[::1]:8501"),
    ]);
    let rules = server.laid();
    assert!(rules.len() == 2 && rules[0].starts_with("ip6 daddr ::1 tcp dport 8501 "), "{rules:?}");
    let said = String::from_utf8_lossy(&server.doors("load").stderr).into_owned();
    assert_eq!(said.matches("n'est pas une adresse").count(), 3, "{said}");
}

#[test]
fn a_server_without_nftables_or_without_schools_is_left_as_it_is() {
    let server = Server::new(&[("jaures", "127.0.0.1:8501")]);
    fs::remove_file(server.at("bin/nft")).unwrap();
    let done = server.doors("load");
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success() && said.contains("ne sont pas gardées") && said.contains("nftables"), "{said}");
    assert!(!server.doors("state").status.success());
    let none = Server::new(&[]);
    assert!(none.laid().is_empty() && none.doors("drop").status.success());
    none.put("posees", "");
    assert!(none.laid().is_empty() && !none.at("posees").exists(), "the last school is closed: nothing is left");
}
