//! Who stands before the box, on real sockets: a relay that greets, a proxy that tells, and everybody who only pretends. What is
//! looked at is which address a wrong set-up code is counted against.

use crate::knock::{exchange, ports, tls_on};
use preau::base::proxies::greeting::OURSELVES;
use std::{
    collections::BTreeSet,
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    os::unix::net::UnixDatagram,
    process::{Child, Command, Stdio},
    time::Duration,
};

const PREAU: &str = env!("CARGO_BIN_EXE_preau");
pub const RELAY: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
pub const STRANGER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 3);

pub struct Front {
    child: Child,
    folder: tempfile::TempDir,
    pub https: SocketAddr,
    http: SocketAddr,
}

impl Front {
    pub fn behind(proxies: &str) -> Front {
        Front::of(tempfile::tempdir().unwrap(), proxies)
    }

    /// With what stands in its folder `donnees`.
    pub fn of(folder: tempfile::TempDir, config: &str) -> Front {
        Front::started(folder, config, |_| ())
    }

    fn started(folder: tempfile::TempDir, proxies: &str, more: impl Fn(&mut Command)) -> Front {
        let config = folder.path().join("preau.toml");
        std::fs::write(&config, proxies).unwrap();
        let mut command = Command::new(PREAU);
        command.args(["serve", "--https", "127.0.0.1:0", "--http", "127.0.0.1:0", "--data"]);
        command.arg(folder.path().join("donnees")).arg("--config").arg(&config);
        more(&mut command);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let (https, http) = ports(&mut child);
        let at = |port: u16| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        Front { child, folder, https: at(https), http: at(http) }
    }

    /// A wrong code, over TLS, after `greeting`; nothing when nobody answers.
    fn guess(&self, from: Ipv4Addr, greeting: &[u8], headers: &str) -> Option<String> {
        let mut socket = socket(from, self.https);
        socket.write_all(greeting).unwrap();
        let body = "code=AAAA-AAAA-AAAA";
        let request = format!(
            "POST /mise-en-route HTTP/1.1\r\nHost: localhost\r\nOrigin: https://localhost\r\n{headers}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        let mut line = tls_on(socket);
        line.write_all(request.as_bytes()).ok()?;
        let mut answer = Vec::new();
        let _ = line.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        answer.starts_with("HTTP/1.1 422").then_some(answer)
    }

    /// The first line of the answer to a page that is asked for, over TLS, after `greeting`.
    pub fn get(&self, from: Ipv4Addr, greeting: &[u8], path: &str) -> Option<String> {
        let mut socket = socket(from, self.https);
        socket.write_all(greeting).unwrap();
        let mut line = tls_on(socket);
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        line.write_all(request.as_bytes()).ok()?;
        let mut answer = Vec::new();
        let _ = line.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).lines().next().map(str::to_owned)
    }

    /// Against whom a guess was counted.
    fn counted(&self) -> BTreeSet<String> {
        let db = rusqlite::Connection::open(self.folder.path().join("donnees/preau.db")).unwrap();
        let mut rows = db.prepare("SELECT substr(key, 7) FROM throttle WHERE key LIKE 'setup %'").unwrap();
        rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// From one of the machine's own addresses: each is somebody else.
pub fn socket(from: Ipv4Addr, to: SocketAddr) -> TcpStream {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    let socket = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind((from, 0).into()).unwrap();
        socket.connect(to).await.unwrap().into_std().unwrap()
    });
    socket.set_nonblocking(false).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    socket
}

pub fn version_2(from: [u8; 4]) -> Vec<u8> {
    let mut said = b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c".to_vec();
    said.extend(from);
    said.extend([10, 0, 0, 1, 0x14, 0x03, 1, 187]);
    said
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_visitor_whom_a_proxy_met_in_the_clear_is_sent_to_tls() {
    let front = Front::behind("trusted_proxies = [\"127.0.0.2\"]\n");
    let ask = |from, headers: &str| {
        let mut line = tls_on(socket(from, front.https));
        let request = format!("GET /confiance HTTP/1.1\r\nHost: ent.ville.fr\r\n{headers}Connection: close\r\n\r\n");
        line.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let _ = line.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    };
    let told = "X-Forwarded-Proto: http\r\nX-Forwarded-Host: faux.example\r\n";
    let sent = ask(RELAY, told);
    assert!(sent.starts_with("HTTP/1.1 307") && sent.contains("https://ent.ville.fr/confiance\r\n"), "{sent}");
    assert!(ask(STRANGER, told).starts_with("HTTP/1.1 200"), "nobody believes a stranger");
    let page = ask(RELAY, "X-Forwarded-Proto: https\r\nX-Forwarded-Host: faux.example\r\n");
    assert!(page.starts_with("HTTP/1.1 200") && !page.contains("faux.example"), "{page}");
}

#[test]
fn a_relay_greets_before_tls_and_nobody_else_may() {
    let school = Front::behind("trusted_proxies = [\"127.0.0.2\"]\nproxy_protocol = true\n");
    let spoofed = "X-Forwarded-For: 198.51.100.1\r\nForwarded: for=198.51.100.1\r\n";
    assert!(school.guess(RELAY, &version_2([203, 0, 113, 9]), spoofed).is_some());
    assert!(school.guess(RELAY, b"PROXY TCP4 203.0.113.10 10.0.0.1 5123 443\r\n", spoofed).is_some());
    assert_eq!(school.counted(), set(&["203.0.113.9", "203.0.113.10"]));
    assert!(school.guess(RELAY, b"", "").is_none(), "a relay that does not greet is turned away");
    assert!(school.guess(STRANGER, &version_2([203, 0, 113, 11]), "").is_none(), "a greeting from others is noise");
    assert_eq!(school.counted(), set(&["203.0.113.9", "203.0.113.10"]));
    assert!(school.guess(STRANGER, b"", spoofed).is_some());
    assert!(school.guess(RELAY, &OURSELVES, spoofed).is_some());
    assert!(school.guess(RELAY, b"PROXY UNKNOWN\r\n", spoofed).is_some());
    assert_eq!(school.counted(), set(&["203.0.113.9", "203.0.113.10", "127.0.0.3", "127.0.0.2", "?"]));

    let mut in_the_clear = socket(RELAY, school.http);
    in_the_clear.write_all(&version_2([203, 0, 113, 9])).unwrap();
    assert!(exchange(in_the_clear, "localhost", "/confiance").starts_with("http/1.1 200"));
    assert!(!exchange(socket(RELAY, school.http), "localhost", "/confiance").contains("200"));
}

#[test]
fn a_proxy_tells_in_a_header_and_others_are_not_believed() {
    let school = Front::behind("trusted_proxies = [\"127.0.0.2/32\", \"192.0.2.0/24\"]\n");
    assert!(school.guess(RELAY, b"", "X-Forwarded-For: 198.51.100.1, 203.0.113.9, 192.0.2.7\r\n").is_some());
    assert!(school.guess(RELAY, b"", "Forwarded: for=\"[2001:db8:1:2::5]:4711\";proto=https\r\n").is_some());
    assert_eq!(school.counted(), set(&["203.0.113.9", "2001:db8:1:2::/64"]));
    assert!(school.guess(STRANGER, b"", "X-Forwarded-For: 198.51.100.1\r\nForwarded: for=198.51.100.1\r\n").is_some());
    assert!(school.guess(RELAY, b"", "X-Forwarded-For: 203.0.113.9\r\nForwarded: for=198.51.100.1\r\n").is_some());
    assert_eq!(school.counted(), set(&["203.0.113.9", "2001:db8:1:2::/64", "127.0.0.3", "?"]));
    // nginx adds its word to the line that the visitor wrote.
    assert!(school.guess(RELAY, b"", "X-Forwarded-For: \u{e9}, 203.0.113.12\r\n").is_some());
    assert_eq!(school.counted(), set(&["203.0.113.9", "203.0.113.12", "2001:db8:1:2::/64", "127.0.0.3", "?"]));
    assert!(school.guess(RELAY, &version_2([198, 51, 100, 1]), "").is_none());
}

#[test]
fn without_a_word_in_the_configuration_nobody_is_believed() {
    let school = Front::behind("");
    assert!(school.guess(STRANGER, b"", "X-Forwarded-For: 198.51.100.1\r\n").is_some());
    assert!(school.guess(RELAY, &version_2([198, 51, 100, 1]), "").is_none());
    assert_eq!(school.counted(), set(&["127.0.0.3"]));
}

#[test]
fn the_house_greets_at_its_own_door() {
    let folder = tempfile::tempdir().unwrap();
    let ear = folder.path().join("notify");
    let told = UnixDatagram::bind(&ear).unwrap();
    told.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let proxies = "trusted_proxies = [\"127.0.0.1\"]\nproxy_protocol = true\n";
    let _school = Front::started(folder, proxies, |command| {
        command.env("NOTIFY_SOCKET", &ear);
    });
    let mut bytes = [0; 1024];
    let length = told.recv(&mut bytes).expect("it never said that it is ready");
    assert!(bytes[..length].starts_with(b"READY=1"));
}
