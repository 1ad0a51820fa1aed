//! The rules that keep a server's other accounts from its schools' doors, as packaging/preau-doors writes them: the real script, on a
//! machine of folders. What they are worth on real sockets is tried by tests/proof/doors.py.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::{Command, Output, Stdio},
    time::Duration,
};

const PLACES: [&str; 3] = ["/etc/systemd/system", "/etc/preau/frontal.comptes", "/run/preau-portes"];
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
        server.put("run/LISEZMOI", "");
        server.put("bin/getent", GETENT);
        server.put("bin/nft", &NFT.replace("ROOT", root));
        for tool in ["sh", "sed", "cut", "sort", "paste", "cat", "rm", "tr", "mkdir", "flock"] {
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

    fn command(&self, what: &str) -> Command {
        let mut command = Command::new(self.at("bin/sh"));
        command.arg(self.at("doors")).arg(what).env("PATH", self.at("bin")).stdin(Stdio::null());
        command
    }

    fn doors(&self, what: &str) -> Output {
        self.command(what).output().unwrap()
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
fn a_slip_in_the_names_of_the_fronts_is_said_and_closes_nobody_else_out() {
    let server = Server::new(&[("jaures", "127.0.0.1:8501")]);
    server.put("etc/preau/frontal.comptes", "# De Windows\r\nhaproxy\r\n41777\r\n");
    let done = server.doors("load");
    assert!(done.stderr.is_empty(), "{done:?}");
    assert!(server.laid()[0].contains("{ 0,107,995,41777 }"), "{:?}", server.laid());
    server.put("etc/preau/frontal.comptes", "haproxi\nwww-data 99999999999\n4294967295\n041777");
    assert!(server.laid()[0].contains("{ 0,33,995 }"), "{:?}", server.laid());
    let said = String::from_utf8_lossy(&server.doors("load").stderr).into_owned();
    for account in ["haproxi", "99999999999", "4294967295", "041777"] {
        assert!(said.contains(&format!("frontal.comptes : le compte « {account} » n’existe pas.")), "{said}");
    }
    assert_eq!(said.lines().count(), 4, "{said}");
}

#[test]
fn a_door_that_is_added_or_moved_by_hand_is_guarded_too() {
    let server = Server::new(&[("jaures", "127.0.0.1:8501"), ("zola", "127.0.0.1:8502")]);
    let (jaures, zola) = ("etc/systemd/system/preau@jaures.socket.d", "etc/systemd/system/preau@zola.socket.d");
    server.put(&format!("{jaures}/ville.conf"), "[Socket]\nListenStream = 10.0.0.7:8511");
    server.put(&format!("{zola}/ville.conf"), "[Socket]\nListenStream=\nListenStream=127.0.0.1:8512\n");
    let rules = server.laid();
    let doors: Vec<&str> = rules.iter().filter_map(|rule| rule.split_once(" meta ")).map(|(door, _)| door).collect();
    let wanted = ["127.0.0.1 tcp dport 8501", "10.0.0.7 tcp dport 8511", "127.0.0.1 tcp dport 8512"];
    assert_eq!(doors, wanted.map(|door| format!("ip daddr {door}")));
}

/// The minute's turn has read the schools; one comes and is laid; then the turn would lay what it read.
#[test]
fn two_never_lay_the_rules_at_once() {
    let server = Server::new(&[("jaures", "127.0.0.1:8501")]);
    server.put("run/preau-portes/verrou", "");
    let other = fs::File::open(server.at("run/preau-portes/verrou")).unwrap();
    other.lock().unwrap();
    let mut turns = ["keep", "load"].map(|what| server.command(what).spawn().unwrap());
    std::thread::sleep(Duration::from_millis(300));
    assert!(turns.iter_mut().all(|turn| turn.try_wait().unwrap().is_none()) && !server.at("posees").exists());
    drop(other);
    assert!(turns.into_iter().all(|mut turn| turn.wait().unwrap().success()) && server.at("posees").exists());
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
