//! The service under systemd, which the test plays: sockets handed over by name, what it says on the notify socket, the dog, and
//! a stop that loses nobody.

use crate::{
    knock::{exchange, tls},
    world::School,
};
use preau::{app::health::Health, base::proxies::Proxies};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    os::{fd::OwnedFd, unix::net::UnixDatagram},
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

const PREAU: &str = env!("CARGO_BIN_EXE_preau");
/// The shell puts the sockets where systemd would, and becomes the service: LISTEN_PID must name that very process.
const AS_SYSTEMD: &str = r#"exec 3<&0 4<&2 2>"$4" </dev/null; LISTEN_PID=$$ LISTEN_FDS=$2 LISTEN_FDNAMES=$3 exec "$0" serve --data "$1" >&2"#;

struct Doors {
    https: TcpListener,
    http: TcpListener,
    told: UnixDatagram,
    folder: tempfile::TempDir,
}

struct Service(Child);

impl Doors {
    fn open() -> Doors {
        let folder = tempfile::tempdir().unwrap();
        let told = UnixDatagram::bind(folder.path().join("notify")).unwrap();
        told.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let listen = || TcpListener::bind("127.0.0.1:0").unwrap();
        Doors { https: listen(), http: listen(), told, folder }
    }

    fn command(&self, names: &str) -> Command {
        let fd = |listener: &TcpListener| Stdio::from(OwnedFd::from(listener.try_clone().unwrap()));
        let path = |name: &str| self.folder.path().join(name);
        let mut command = Command::new("sh");
        command
            .args(["-c", AS_SYSTEMD, PREAU])
            .arg(path("donnees"))
            .arg(names.split(':').count().to_string())
            .arg(names);
        command.arg(path("journal")).stdin(fd(&self.https)).stderr(fd(&self.http)).stdout(Stdio::null());
        command.env("NOTIFY_SOCKET", path("notify")).env("WATCHDOG_USEC", "1500000").env_remove("WATCHDOG_PID");
        command
    }

    fn start(&self, names: &str) -> Service {
        Service(self.command(names).spawn().unwrap())
    }

    /// Until something is told that begins so.
    fn hear(&self, word: &str) -> String {
        let mut bytes = [0; 1024];
        loop {
            let length = self.told.recv(&mut bytes).unwrap_or_else(|_| panic!("« {word} » was never told"));
            let told = String::from_utf8_lossy(&bytes[..length]).into_owned();
            if told.starts_with(word) {
                return told;
            }
        }
    }

    fn https(&self) -> SocketAddr {
        self.https.local_addr().unwrap()
    }

    fn page(&self) -> String {
        exchange(tls(self.https()), "localhost", "/confiance")
    }
}

impl Service {
    fn ask_to_stop(&self) {
        Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status().unwrap();
    }

    fn ends_well(&mut self) -> bool {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(30) {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status.success();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn it_serves_on_the_sockets_of_systemd_says_so_and_feeds_the_dog() {
    let doors = Doors::open();
    let mut service = doors.start("https:http");
    let ready = doors.hear("READY=1");
    assert!(ready.contains(&format!("STATUS=Répond sur le port {}.", doors.https().port())), "{ready}");
    assert!(doors.page().starts_with("http/1.1 200"));
    let plain = exchange(TcpStream::connect(doors.http.local_addr().unwrap()).unwrap(), "ecole.local", "/blog");
    let to = format!("location: https://ecole.local:{}/blog\r\n", doors.https().port());
    assert!(plain.contains(&to), "{plain}");
    for _ in 0..3 {
        doors.hear("WATCHDOG=1");
    }
    // The dog would be fed twice meanwhile: nobody knocks any more at a door that only systemd holds.
    let asked = Instant::now();
    service.ask_to_stop();
    doors.hear("STOPPING=1");
    assert!(service.ends_well());
    assert!(asked.elapsed() < Duration::from_secs(8), "{:?}", asked.elapsed());
}

#[test]
fn a_house_whose_door_does_not_answer_is_not_well() {
    let school = School::new();
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert!(Health::of(&school.house, closed, Proxies::default()).look().is_err());
}

#[test]
fn a_stop_answers_who_is_in_and_who_comes_meanwhile_is_served_by_the_next() {
    let doors = Doors::open();
    let mut first = doors.start("https");
    doors.hear("READY=1");
    // A form half sent, and a line that only stays open.
    let mut slow = tls(doors.https());
    let body = format!("identifiant=personne&phrase={}", "x".repeat(200));
    let head = format!(
        "POST /connexion HTTP/1.1\r\nHost: localhost\r\nOrigin: https://localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    slow.write_all(head.as_bytes()).unwrap();
    slow.write_all(&body.as_bytes()[..20]).unwrap();
    slow.flush().unwrap();
    let mut idle = tls(doors.https());
    idle.write_all(b"GET /confiance HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    assert!(idle.read(&mut [0; 64]).unwrap() > 0);
    // Nobody reads it yet: it must have come in before the doors close.
    std::thread::sleep(Duration::from_millis(300));
    first.ask_to_stop();
    doors.hear("STOPPING=1");
    std::thread::sleep(Duration::from_millis(200));
    let https = doors.https();
    let late = std::thread::spawn(move || exchange(tls(https), "localhost", "/confiance"));
    std::thread::sleep(Duration::from_millis(1500));
    assert!(first.0.try_wait().unwrap().is_none(), "it left while a form was half read");
    slow.write_all(&body.as_bytes()[20..]).unwrap();
    slow.flush().unwrap();
    let mut answer = Vec::new();
    let _ = slow.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.starts_with("HTTP/1.1 ") && answer.contains("\r\n\r\n"), "no answer: {answer}");
    assert!(first.ends_well());
    assert!(!late.is_finished(), "the late one was not served by the one that stops");
    let mut second = doors.start("https");
    doors.hear("READY=1");
    assert!(late.join().unwrap().starts_with("http/1.1 200"));
    second.ask_to_stop();
    assert!(second.ends_well());
}

#[test]
fn sockets_without_their_name_are_refused_with_a_sentence() {
    let doors = Doors::open();
    for (names, sentence) in
        [("preau.socket", "preau.socket"), ("http", "aucune des sockets"), ("https:https", "deux sockets confiées")]
    {
        let said = refused(&doors, names);
        assert!(said.contains(sentence), "{names}: {said}");
    }
}

fn refused(doors: &Doors, names: &str) -> String {
    let Output { status, .. } = doors.command(names).output().unwrap();
    assert!(!status.success());
    read(&doors.folder.path().join("journal"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}
