//! Files that come in pieces, kept files that go out in parts, archives made while they are sent. In a room of their own, so
//! that what is proved is the door's, whatever rooms there are.

mod cuts;
mod going_out;

use crate::world::{Browser, Reply, School, row};
use actix_web::{http::Method, test::TestRequest};
use preau::{
    base::{archive::Entry, clock::Instant, db::Tx, error::Result, files::Hash},
    door::{
        Cx, Page, Room, Routes,
        form::{Checked, Faults},
        page::Placement,
        resumable::{self, Announced, Received, Receives, Takes},
    },
    school::{
        media::{self, Kind},
        permit::May,
        policy::SeeClass,
    },
};

const HERE: &str = "/essai/{class}/envois";
const ONE: &str = "/essai/{class}/envois/{upload}";
const MOST: u64 = 4_000_000;

static RECEIVES: Receives<May<SeeClass>> =
    Receives { takes: Takes { bytes: MOST, files: 3 }, begin, done, back: |_| "/".to_owned() };

pub const ROOMS: &[Room] = &[Room::new("essai", |r: &mut Routes| {
    r.resumable(HERE, ONE, &RECEIVES);
    r.get("/essai/{class}/fichiers/{hash}", file);
    r.get("/essai/{class}/archive/{hash}", archive);
    r.get("/", |_, _: preau::door::Public| Ok(Page::new("Essai", maud::html! { h1 { "Essai" } })));
})];

fn begin(_: &Cx<Tx>, _: &May<SeeClass>, announced: &Announced) -> Result<Checked<()>> {
    let is_program = announced.name.ends_with(".exe");
    Ok(if is_program { Err(Faults::one("fichiers", "Pas de programme.")) } else { Ok(()) })
}

fn done(cx: &Cx<Tx>, class: &May<SeeClass>, received: &Received) -> Result<Checked<()>> {
    media::store::add(&cx.db, class.by(), Kind::Photo, &received.name, &received.hash, cx.now)?;
    Ok(if received.head.starts_with(b"MZ") { Err(Faults::one("fichiers", "C’est un programme.")) } else { Ok(()) })
}

fn file(cx: &Cx, _: May<SeeClass>) -> Result<Page> {
    Ok(Page::stored(asked(cx), "video/mp4", Some("film.mp4".to_owned()), Placement::Inline).kept_with_leave())
}

fn archive(cx: &Cx, _: May<SeeClass>) -> Result<Page> {
    let entry = |name: &str| Entry { path: vec![name.to_owned()], file: Some(asked(cx)), at: Instant(1_794_900_642) };
    Ok(Page::archive("Photos de Léa.zip", vec![entry("Noël.jpg"), entry("../noël.jpg")]))
}

fn asked(cx: &Cx) -> Hash {
    Hash::parse(cx.ask.text("hash").unwrap()).unwrap()
}

pub fn school() -> School {
    School::with_rooms(ROOMS)
}

pub fn here(school: &School) -> String {
    HERE.replace("{class}", &school.class("CM1").to_string())
}

/// A request of the protocol, as our page sends it.
fn tus(browser: &mut Browser, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    let mut request = TestRequest::default()
        .method(Method::from_bytes(method.as_bytes()).unwrap())
        .uri(path)
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header(("tus-resumable", "1.0.0"));
    for (name, value) in headers {
        request = request.insert_header((*name, *value));
    }
    browser.send(request.set_payload(body.to_vec()), path)
}

pub fn announce(browser: &mut Browser, path: &str, name: &str, size: u64) -> Reply {
    use base64::Engine;
    let name = base64::engine::general_purpose::STANDARD.encode(name);
    let said = [("upload-length", size.to_string()), ("upload-metadata", format!("filename {name}"))];
    let said: Vec<(&str, &str)> = said.iter().map(|(name, value)| (*name, value.as_str())).collect();
    tus(browser, "POST", path, &said, b"")
}

fn begun(browser: &mut Browser, school: &School, name: &str, size: u64) -> String {
    let reply = announce(browser, &here(school), name, size);
    reply.assert_status(201);
    assert!(reply.header("upload-expires").is_some_and(|at| at.ends_with("GMT")));
    reply.header("location").unwrap().to_owned()
}

pub fn send(browser: &mut Browser, at: &str, offset: u64, body: &[u8]) -> Reply {
    let offset = offset.to_string();
    let said = [("upload-offset", offset.as_str()), ("content-type", "application/offset+octet-stream")];
    tus(browser, "PATCH", at, &said, body)
}

fn offset(browser: &mut Browser, at: &str) -> u64 {
    let reply = tus(browser, "HEAD", at, &[], b"");
    reply.assert_status(200);
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    reply.header("upload-offset").unwrap().parse().unwrap()
}

fn arrived(school: &School) -> i64 {
    row(school, "SELECT count(*) FROM media")
}

#[test]
fn a_file_comes_in_pieces_and_is_taken_once() {
    let school = school();
    let mut teacher = school.browser("maitre_cm1");
    let at = begun(&mut teacher, &school, "../Été.jpg", 10);
    assert_eq!(offset(&mut teacher, &at), 0);
    let reply = send(&mut teacher, &at, 0, b"une ");
    assert_eq!((reply.status, reply.header("upload-offset")), (204, Some("4")));
    assert_eq!(reply.header("tus-resumable"), Some("1.0.0"));
    assert_eq!(offset(&mut teacher, &at), 4);
    send(&mut teacher, &at, 0, b"une ").assert_status(409);
    send(&mut teacher, &at, 4, b"photographie").assert_status(413);
    assert_eq!(arrived(&school), 0);
    for _ in 0..2 {
        // The answer was lost on its way: the same piece once more, or a question, finds it taken, once.
        send(&mut teacher, &at, 4, b"photo.").assert_status(204);
        assert_eq!(offset(&mut teacher, &at), 10);
    }
    assert_eq!(arrived(&school), 1);
    assert_eq!(row(&school, "SELECT count(*) FROM media WHERE name = 'Été.jpg'"), 1);
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let hash: String =
        file.query_row("SELECT hash FROM file f JOIN media m ON m.sent = f.hash", [], |r| r.get(0)).unwrap();
    assert_eq!(school.house.files.read(&Hash::parse(&hash).unwrap()).unwrap(), b"une photo.");
    let lines = "SELECT count(*) FROM journal WHERE act = 'SeeClass' AND thing = 'class'";
    assert_eq!(row(&school, lines), 1, "one line in the journal, at the end");
    assert_eq!(school.house.files.come_so_far().unwrap(), 0, "nothing is left beside");
}

#[test]
fn an_upload_is_one_person_s_for_one_thing() {
    let school = school();
    let mut teacher = school.browser("maitre_cm1");
    let at = begun(&mut teacher, &school, "a.jpg", 4);
    // The director may send there too, but not go on with another's file; nor may he himself, elsewhere.
    let mut director = school.browser("directrice");
    let elsewhere = at.replace(&here(&school), &HERE.replace("{class}", &school.class("CP").to_string()));
    for method in ["HEAD", "PATCH", "DELETE"] {
        let said = [("upload-offset", "0"), ("content-type", "application/offset+octet-stream")];
        tus(&mut director, method, &at, &said, b"vol!").assert_status(404);
        tus(&mut director, method, &elsewhere, &said, b"vol!").assert_status(404);
        tus(&mut school.browser("parent_lea"), method, &at, &said, b"vol!").assert_status(403);
        tus(&mut school.browser("parent_tom"), method, &at, &said, b"vol!").assert_status(404);
        tus(&mut school.visitor(), method, &at, &said, b"vol!").assert_status(401);
    }
    announce(&mut school.browser("parent_lea"), &here(&school), "a.jpg", 4).assert_status(403);
    announce(&mut school.visitor(), &here(&school), "a.jpg", 4).assert_status(401);
    let forged = TestRequest::default()
        .method(Method::PATCH)
        .uri(&at)
        .insert_header(("origin", "https://ailleurs.example"))
        .insert_header(("tus-resumable", "1.0.0"))
        .set_payload("vol!");
    teacher.send(forged, &at).assert_status(403);
    assert_eq!(offset(&mut teacher, &at), 0);
    // Whoever loses the right in the middle loses the upload with it.
    send(&mut teacher, &at, 0, b"ab").assert_status(204);
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE duty SET until_on = '2026-11-01' WHERE person = ?1", [school.id("maitre_cm1")]).unwrap();
    assert!(matches!(send(&mut teacher, &at, 2, b"cd").status, 403 | 404));
    assert_eq!(arrived(&school), 0);
}

#[test]
fn what_may_not_come_is_told_before_its_first_byte() {
    let school = school();
    let mut teacher = school.browser("maitre_cm1");
    let path = here(&school);
    announce(&mut teacher, &path, "a.exe", 4).assert_status(422).assert_says("Pas de programme.");
    announce(&mut teacher, &path, "a.jpg", 0).assert_status(422).assert_says("vide");
    announce(&mut teacher, &path, "a.mp4", MOST + 1).assert_status(413).assert_says("4 Mo au plus");
    tus(&mut teacher, "POST", &path, &[], b"").assert_status(400);
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) INSERT INTO upload (token, person, path, name, size, made_at, expires_at) SELECT randomblob(32), ?1, 'x', 'x', 1, ?2, ?2 + 86400 FROM n";
    file.execute(many, (school.id("maitre_cm1"), school.house.clock.now().0)).unwrap();
    announce(&mut teacher, &path, "a.jpg", 4).assert_status(429).assert_says("Terminez-les");
    announce(&mut school.browser("directrice"), &path, "a.jpg", 4).assert_status(201);
    school.at("2026-11-18 08:31");
    announce(&mut teacher, &path, "a.jpg", 4).assert_status(201);
    // What others were promised is counted: the disk is full before it is.
    file.execute("UPDATE upload SET size = 9000000000000000 WHERE person = ?1", [school.id("maitre_cm1")]).unwrap();
    announce(&mut school.browser("directrice"), &path, "a.jpg", 4)
        .assert_status(507)
        .assert_says("libérer de la place");
}

#[test]
fn what_is_refused_at_the_end_leaves_nothing_and_says_so_again() {
    let school = school();
    let mut teacher = school.browser("maitre_cm1");
    let at = begun(&mut teacher, &school, "a.jpg", 4);
    send(&mut teacher, &at, 0, b"MZ..").assert_status(422).assert_says("C’est un programme.");
    assert_eq!(arrived(&school), 0, "what it wrote was undone");
    assert_eq!(row(&school, "SELECT count(*) FROM file WHERE size = 4"), 0);
    assert_eq!(offset(&mut teacher, &at), 4);
    send(&mut teacher, &at, 4, b"").assert_status(422).assert_says("C’est un programme.");
    assert_eq!(school.house.files.come_so_far().unwrap(), 0);
}

#[test]
fn a_program_that_speaks_otherwise_is_told() {
    let school = school();
    let mut teacher = school.browser("maitre_cm1");
    let at = begun(&mut teacher, &school, "a.jpg", 10);
    let said = [("upload-offset", "0"), ("content-type", "text/plain")];
    tus(&mut teacher, "PATCH", &at, &said, b"x").assert_status(415);
    let old = TestRequest::default().method(Method::HEAD).uri(&at).insert_header(("tus-resumable", "0.2.2"));
    let old = teacher.send(old, &at);
    assert_eq!((old.status, old.header("tus-version")), (412, Some("1.0.0")));
    let options = tus(&mut teacher, "OPTIONS", &here(&school), &[], b"");
    options.assert_status(204);
    assert_eq!(options.header("tus-max-size"), Some("4000000"));
    assert!(options.header("tus-extension").unwrap().contains("creation"));
    // A sum that does not fit: the piece never came.
    let piece = |sum: &'static str| {
        [("upload-offset", "0"), ("content-type", "application/offset+octet-stream"), ("upload-checksum", sum)]
    };
    tus(&mut teacher, "PATCH", &at, &piece("sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA="), b"hello").assert_status(460);
    tus(&mut teacher, "PATCH", &at, &piece("md5 XUFAKrxLKna5cZ2REBfFkg=="), b"hello").assert_status(400);
    assert_eq!(offset(&mut teacher, &at), 0);
    tus(&mut teacher, "PATCH", &at, &piece("sha1 qvTGHdzF6KLavt4PO0gs2a6pQ00="), b"hello").assert_status(204);
    assert_eq!(offset(&mut teacher, &at), 5);
}

#[test]
fn what_is_given_up_or_not_come_in_a_day_is_gone_with_its_bytes() {
    let school = school();
    let mut teacher = school.browser("maitre_cm1");
    let given_up = begun(&mut teacher, &school, "a.jpg", 10);
    send(&mut teacher, &given_up, 0, b"abc").assert_status(204);
    tus(&mut teacher, "DELETE", &given_up, &[], b"").assert_status(204);
    tus(&mut teacher, "HEAD", &given_up, &[], b"").assert_status(404);
    assert_eq!(school.house.files.come_so_far().unwrap(), 0);
    let slow = begun(&mut teacher, &school, "b.jpg", 10);
    send(&mut teacher, &slow, 0, b"abc").assert_status(204);
    school.at("2026-11-18 08:29");
    resumable::sweep(&school.house).unwrap();
    assert_eq!(offset(&mut teacher, &slow), 3);
    school.at("2026-11-18 08:31");
    tus(&mut teacher, "HEAD", &slow, &[], b"").assert_status(404);
    resumable::sweep(&school.house).unwrap();
    assert_eq!((row(&school, "SELECT count(*) FROM upload"), school.house.files.come_so_far().unwrap()), (0, 0));
}

#[test]
fn a_stop_in_the_middle_loses_nothing() {
    let school = school();
    let mut teacher = school.browser("maitre_cm1");
    let at = begun(&mut teacher, &school, "a.jpg", 10);
    send(&mut teacher, &at, 0, b"une ").assert_status(204);
    let school = school.restarted_with(ROOMS);
    resumable::sweep(&school.house).unwrap();
    let mut teacher = school.browser("maitre_cm1");
    assert_eq!(offset(&mut teacher, &at), 4);
    // The disk took the last bytes before the stop, and nobody had been told: they count. A part that it lost was not told.
    let bytes = school.data().join("fichiers/envois/1");
    std::fs::OpenOptions::new()
        .append(true)
        .open(&bytes)
        .and_then(|mut f| std::io::Write::write_all(&mut f, b"ph"))
        .unwrap();
    assert_eq!(offset(&mut teacher, &at), 6);
    send(&mut teacher, &at, 6, b"oto.").assert_status(204);
    assert_eq!(arrived(&school), 1);
}

#[test]
fn a_busy_writer_at_the_last_byte_loses_nothing_either() {
    let school = school();
    let mut teacher = school.browser("maitre_cm1");
    let at = begun(&mut teacher, &school, "a.jpg", 4);
    let held = school.house.db.write().unwrap();
    send(&mut teacher, &at, 0, b"abcd").assert_status(503);
    drop(held);
    // All its bytes are there, and it is not taken in: a program that was told « 4 » would believe that it is.
    assert_eq!(offset(&mut teacher, &at), 3);
    assert_eq!(arrived(&school), 0);
    let school = school.restarted_with(ROOMS);
    let mut teacher = school.browser("maitre_cm1");
    assert_eq!(offset(&mut teacher, &at), 3);
    send(&mut teacher, &at, 3, b"d").assert_status(204);
    assert_eq!((offset(&mut teacher, &at), arrived(&school)), (4, 1));
    let hash = preau::base::secret::hex(&preau::base::secret::sha256(b"abcd"));
    assert_eq!(school.house.files.read(&Hash::parse(&hash).unwrap()).unwrap(), b"abcd");
    // Who knows that nothing is left to send says so with nothing.
    let at = begun(&mut teacher, &school, "b.jpg", 4);
    let held = school.house.db.write().unwrap();
    send(&mut teacher, &at, 0, b"efgh").assert_status(503);
    drop(held);
    send(&mut teacher, &at, 4, b"").assert_status(204);
    assert_eq!(arrived(&school), 2);
}

#[test]
fn without_javascript_the_same_place_takes_a_plain_form() {
    let school = school();
    let path = here(&school);
    let form = |files: &[(&str, &str)]| {
        let mut body = String::new();
        for (name, bytes) in files {
            body += &format!(
                "--x\r\nContent-Disposition: form-data; name=\"fichiers\"; filename=\"{name}\"\r\n\r\n{bytes}\r\n"
            );
        }
        let request = TestRequest::post()
            .uri(&path)
            .insert_header(("sec-fetch-site", "same-origin"))
            .insert_header(("content-type", "multipart/form-data; boundary=x"));
        school.browser("maitre_cm1").send(request.set_payload(body + "--x--\r\n"), &path)
    };
    assert_eq!(form(&[("a.jpg", "un"), ("b.jpg", "deux")]).header("location"), Some("/"));
    assert_eq!(arrived(&school), 2);
    form(&[("c.jpg", "trois"), ("d.jpg", "MZ")])
        .assert_status(422)
        .assert_says("d.jpg")
        .assert_says("C’est un programme.")
        .assert_says("Rien n’a été gardé de cet envoi");
    form(&[("c.exe", "trois")]).assert_status(422).assert_says("Pas de programme.");
    form(&[]).assert_status(422).assert_says("au moins un fichier");
    form(&[("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")]).assert_status(413);
    assert_eq!(arrived(&school), 2, "all or none");
}
