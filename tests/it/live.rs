//! What an open page is told: its own, after the commit, for as long as its session stands.

use crate::world::{PASSPHRASE, School, Stream};
use preau::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
        jobs::{Job, System, runner},
    },
    door::{Cx, Faults, Page, Room, Routes, SignedIn, form::Nothing, live},
    rooms,
};

/// A room that tells whoever asks it to, and one that thinks better of it.
const BELL: Room = Room {
    jobs: &[runner::Runs { name: Later::NAME, run: ring_later }],
    ..Room::new("bell", |r: &mut Routes| {
        r.post("/sonner", |cx: &Cx<Tx>, who: SignedIn, _: Nothing| {
            cx.tell_live(who.person, "bell", 7);
            cx.enqueue(&Later { person: who.person.number() })?;
            Ok(Page::go("/"))
        });
        r.post("/ne-pas-sonner", |cx: &Cx<Tx>, who: SignedIn, _: Nothing| {
            cx.tell_live(who.person, "bell", 8);
            Ok(Page::again(Faults::one("", "Non.")))
        });
    })
};

#[derive(serde::Serialize, serde::Deserialize)]
struct Later {
    person: i64,
}

impl Job for Later {
    const NAME: &'static str = "ring_later";
}

fn ring_later(tx: &Tx, _: &System, payload: &str, _: Instant) -> Result<()> {
    let later: Later = serde_json::from_str(payload)?;
    live::tell(tx, Id::new(later.person), "bell", 9);
    Ok(())
}

static ROOMS: [Room; 4] = [rooms::sign_in::ROOM, rooms::home::ROOM, rooms::live::ROOM, BELL];

fn school() -> School {
    School::with_rooms(&ROOMS)
}

fn heard(stream: &mut Stream) -> String {
    stream.heard().0
}

fn is_over(stream: &mut Stream) -> bool {
    stream.heard().1
}

#[test]
fn a_change_is_told_to_whom_it_concerns_once_it_is_kept() {
    let school = school();
    let mut mother = school.browser("parent_lea");
    let (mut hers, mut others) = (mother.listen(), school.browser("parent_tom").listen());
    assert!(heard(&mut hers).starts_with(':'));
    heard(&mut others);
    mother.post("/ne-pas-sonner", &[]);
    assert_eq!(heard(&mut hers), "");
    mother.post("/sonner", &[]);
    assert_eq!(heard(&mut hers), "event: change\ndata: bell 7\n\n");
    runner::run_due(&school.house.db, &school.house.clock, BELL.jobs).unwrap();
    assert_eq!(heard(&mut hers), "event: change\ndata: bell 9\n\n");
    assert_eq!(heard(&mut others), "");
}

#[test]
fn a_stream_says_how_it_is_to_be_carried() {
    let school = School::new();
    let reply = school.browser("parent_lea").get_once("/evenements");
    assert_eq!(reply.header("content-type"), Some("text/event-stream; charset=utf-8"));
    assert_eq!(reply.header("x-accel-buffering"), Some("no"));
    assert!(reply.header("cache-control").unwrap().contains("no-store"));
    assert!(reply.header("content-encoding").is_none());
    assert_eq!(school.visitor().get_once("/evenements").status, 303);
}

#[test]
fn it_ends_within_a_round_when_its_session_does() {
    let school = School::new();
    let ends = [
        ("signs out", ""),
        ("is signed out everywhere", "DELETE FROM session"),
        ("has the account closed", "UPDATE account SET closed_at = 1"),
    ];
    for (how, statement) in ends {
        sql(&school, "UPDATE account SET closed_at = NULL");
        let mut browser = school.browser("parent_lea");
        let mut stream = browser.listen();
        live::tend(&school.house).unwrap();
        assert!(!is_over(&mut stream), "{how}");
        match statement {
            "" => drop(browser.post("/deconnexion", &[])),
            statement => sql(&school, statement),
        }
        live::tend(&school.house).unwrap();
        let (text, over) = stream.heard();
        assert!(text.ends_with("event: fin\ndata:\n\n") && over, "{how}: {text:?} {over}");
    }
}

#[test]
fn to_listen_is_no_visit() {
    let school = School::new();
    let mut browser = school.visitor();
    let form = browser.get("/connexion").form("Me connecter").set("identifiant", "sophie.petit");
    form.set("phrase", PASSPHRASE).tick("partage", "oui").send(&mut browser);
    browser.get("/compte").assert_status(200);
    let mut stream = browser.listen();
    for minute in [45, 59] {
        school.at(&format!("2026-11-17 08:{minute}"));
        live::tend(&school.house).unwrap();
        // The page asks for itself, because it heard something.
        let again = actix_web::test::TestRequest::get().uri("/compte").insert_header(("preau-direct", "1"));
        browser.send(again, "/compte").assert_status(200);
        assert!(!is_over(&mut stream));
    }
    school.at("2026-11-17 09:01");
    let again = actix_web::test::TestRequest::get().uri("/compte").insert_header(("preau-direct", "1"));
    browser.send(again, "/compte").assert_status(303);
}

#[test]
fn a_browser_has_so_many_streams_and_the_house_stops_at_once() {
    let school = School::new();
    let mut browser = school.browser("parent_lea");
    let mut streams: Vec<Stream> = (0..6).map(|_| browser.listen()).collect();
    let refused = browser.get_once("/evenements");
    assert_eq!(refused.status, 429);
    assert!(refused.header("retry-after").is_some() && refused.body().contains("rechargez"));
    drop(streams.pop());
    streams.push(browser.listen());
    school.house.live.close();
    assert!(streams.iter_mut().all(is_over));
    assert_eq!(browser.get_once("/evenements").status, 503);
}

fn sql(school: &School, statement: &str) {
    rusqlite::Connection::open(school.house.db.path()).unwrap().execute(statement, []).unwrap();
}
