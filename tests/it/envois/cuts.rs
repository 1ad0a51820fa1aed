//! Over a real socket, on a line that is cut again and again.

use super::{arrived, here, school};
use crate::world::{HOST, School};
use actix_web::{App, HttpServer};
use preau::{
    base::files::Hash,
    door::{session, socket},
};
use std::{
    io::{ErrorKind, Read, Write},
    net::{SocketAddr, TcpStream},
    sync::mpsc,
    time::Duration,
};

/// The same house, on a socket; stopped with the test's process.
fn listen(school: &School) -> SocketAddr {
    let (house, routes) = (school.house.clone(), school.routes.clone());
    let (say, said) = mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = HttpServer::new(move || {
                let (house, routes) = (house.clone(), routes.clone());
                App::new().configure(move |cfg| socket::mount(cfg, house, routes))
            });
            let server = server.workers(2).disable_signals().bind("127.0.0.1:0").unwrap();
            say.send(server.addrs()[0]).unwrap();
            server.run().await.unwrap();
        });
    });
    said.recv().unwrap()
}

struct Line<'a> {
    to: SocketAddr,
    cookie: &'a str,
}

impl Line<'_> {
    fn open(&self, method: &str, path: &str, headers: &str) -> TcpStream {
        let mut line = TcpStream::connect(self.to).unwrap();
        line.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {HOST}\r\ncookie: {}={}\r\nsec-fetch-site: same-origin\r\ntus-resumable: 1.0.0\r\nconnection: close\r\n{headers}\r\n",
            session::COOKIE,
            self.cookie
        );
        line.write_all(head.as_bytes()).unwrap();
        line
    }

    /// Status and head of the answer.
    fn ask(&self, method: &str, path: &str, headers: &str) -> (u16, String) {
        answer(self.open(method, path, headers))
    }

    fn offset(&self, path: &str) -> usize {
        let (status, head) = self.ask("HEAD", path, "");
        assert_eq!(status, 200, "{head}");
        header(&head, "upload-offset").parse().unwrap()
    }

    fn piece(&self, path: &str, offset: usize, length: usize) -> TcpStream {
        let headers = format!(
            "upload-offset: {offset}\r\ncontent-type: application/offset+octet-stream\r\ncontent-length: {length}\r\n"
        );
        self.open("PATCH", path, &headers)
    }
}

fn answer(mut line: TcpStream) -> (u16, String) {
    let mut all = Vec::new();
    if let Err(error) = line.read_to_end(&mut all) {
        assert!(error.kind() == ErrorKind::ConnectionReset && !all.is_empty(), "{error}");
    }
    let text = String::from_utf8_lossy(&all).into_owned();
    (text.split(' ').nth(1).unwrap_or("0").parse().unwrap(), text.to_lowercase())
}

fn header<'a>(head: &'a str, name: &str) -> &'a str {
    let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    line.unwrap_or_else(|| panic!("no {name} in {head}"))
}

/// The address, as it was written.
fn address(line: &Line, school: &School, size: usize) -> String {
    let mut stream = line.open("POST", &here(school), &format!("upload-length: {size}\r\ncontent-length: 0\r\n"));
    let mut all = String::new();
    stream.read_to_string(&mut all).unwrap();
    let at = all.lines().find_map(|line| line.strip_prefix("location: ")).expect("where it goes");
    at.to_owned()
}

fn token(school: &School) -> String {
    let browser = school.browser("maitre_cm1");
    browser.cookie(session::COOKIE).unwrap().to_owned()
}

/// Until it stands on the disk; not for ever, as a piece that was sent away brings nothing.
fn brought(school: &School, length: usize) {
    for _ in 0..100 {
        if school.house.files.come_so_far().unwrap() >= length as u64 {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Sends all that is missing, as programs do: a piece of before that still ends is waited for. The offset at the end.
fn rest(line: &Line, at: &str, bytes: &[u8]) -> String {
    for _ in 0..50 {
        let from = line.offset(at);
        let mut stream = line.piece(at, from, bytes.len() - from);
        let _ = stream.write_all(&bytes[from..]);
        let mut head = Vec::new();
        let _ = stream.read_to_end(&mut head);
        let head = String::from_utf8_lossy(&head).to_lowercase();
        match head.split(' ').nth(1) {
            Some("204") => return header(&head, "upload-offset").to_owned(),
            // Locked, gone further meanwhile, or sent away before it was read.
            Some("409" | "423") | None => std::thread::sleep(Duration::from_millis(50)),
            Some(_) => panic!("{head}"),
        }
    }
    panic!("the rest was never taken")
}

#[test]
fn a_line_that_is_cut_thirty_times_brings_every_byte_once() {
    let school = school();
    let cookie = token(&school);
    let line = Line { to: listen(&school), cookie: &cookie };
    // Anything but regular, and the same at each run.
    let mut seed = 20_261_122_u64;
    let mut draw = move |most: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % most
    };
    let bytes: Vec<u8> = (0..3_000_000).map(|_| draw(256) as u8).collect();
    let at = address(&line, &school, bytes.len());
    let mut furthest = 0;
    for cut in 0..30 {
        let from = line.offset(&at);
        let length = draw(180_000).min(bytes.len() - from);
        let mut stream = line.piece(&at, from, bytes.len() - from);
        // Whoever is at the other end may have stopped listening.
        let _ = stream.write_all(&bytes[from..from + length]);
        // What an earlier cut left on the line may come in this one's place.
        furthest = furthest.max(from + length);
        match cut % 3 {
            0 => drop(stream),
            1 => {
                // As a telephone that leaves the Wi-Fi: nobody says that it is over.
                std::mem::forget(stream);
            }
            _ => {
                drop(stream);
                brought(&school, from + length);
            }
        }
        let come = line.offset(&at);
        assert!(come >= from && come <= furthest, "{from} + {length}, {furthest} at most: {come}");
    }
    let from = line.offset(&at);
    assert!(from > 500_000, "much of it came on the way: {from}");
    assert_eq!(rest(&line, &at, &bytes), "3000000");
    let wanted = preau::base::secret::hex(&preau::base::secret::sha256(&bytes));
    assert!(school.house.files.read(&Hash::parse(&wanted).unwrap()).unwrap() == bytes);
    assert_eq!(arrived(&school), 1);
}

#[test]
fn one_piece_at_a_time_and_who_asks_takes_the_turn() {
    let school = school();
    let cookie = token(&school);
    let line = Line { to: listen(&school), cookie: &cookie };
    let at = address(&line, &school, 1_000);
    let mut first = line.piece(&at, 0, 1_000);
    first.write_all(&[1; 300]).unwrap();
    let mut status = 0;
    for _ in 0..50 {
        std::thread::sleep(Duration::from_millis(20));
        let mut second = line.piece(&at, 0, 1_000);
        let _ = second.write_all(&[2; 10]);
        status = answer(second).0;
        if status == 423 {
            break;
        }
    }
    assert_eq!(status, 423, "the second is sent away while the first sends");
    let come = line.offset(&at);
    assert_eq!(come, 300, "what the first had sent counts");
    let mut third = line.piece(&at, 300, 700);
    third.write_all(&[1; 700]).unwrap();
    assert_eq!(answer(third).0, 204);
    assert_eq!(arrived(&school), 1);
}
