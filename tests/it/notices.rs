//! How each person is told: choices on their own page or by the link of a letter, and one digest a day.

mod by_link;
mod digest;

use crate::world::{School, instant};
use preau::{
    base::{clock::Instant, db::Id, jobs::System},
    door::Room,
    rooms,
    school::{
        notice::{Entry, How, Kind, Notice, Told, Whom, store},
        quiet,
    },
};

pub const WORD: Kind = Kind { name: "essai", title: "Les mots de l’essai", to: Whom::Families, usual: How::AtOnce };
pub const REPLY: Kind =
    Kind { name: "essai-equipe", title: "Les réponses de l’essai", to: Whom::Staff, usual: How::AtOnce };
/// A thing that is gone, and one on which its room stumbles.
pub const GONE: i64 = 13;
pub const BROKEN: i64 = 66;

/// A school with a room of which people are told, whatever the others do.
pub fn school() -> School {
    School::with_rooms(&ROOMS)
}

pub static ROOMS: [Room; 5] = [
    rooms::sign_in::ROOM,
    rooms::notices::ROOM,
    rooms::home::ROOM,
    rooms::liaison::ROOM,
    Room {
        notices: &[WORD, REPLY],
        digest: |_, _, notices, _| notices.iter().filter(|one| one.thing != GONE).map(entry).collect(),
        ..Room::new("essai", |_| {})
    },
];

fn entry(notice: &Notice) -> preau::base::error::Result<Entry> {
    if notice.thing == BROKEN {
        return Err(preau::base::error::Error::internal("broken"));
    }
    let title = format!("Chose {}", notice.thing);
    let links = vec![("Lire".to_owned(), "https://ecole.example/x".to_owned())];
    Ok(Entry { pupil: notice.pupil, title, line: "À signer".into(), body: Some("<p>Bonjour</p>".into()), links })
}

/// What becomes of telling `who` of a thing, now.
pub fn tell(school: &School, who: &str, kind: &Kind, about: Option<&str>, thing: i64) -> Told {
    let tx = school.house.db.write().unwrap();
    let quiet = quiet::store::quiet(&tx).unwrap();
    let notice = Notice {
        person: Id::new(school.id(who)),
        kind: kind.name.to_owned(),
        pupil: about.map(|pupil| Id::new(school.id(pupil))),
        thing,
    };
    let told = store::tell(&tx, &notice, &quiet, school.house.clock.now(), &System::at_the_console()).unwrap();
    tx.commit().unwrap();
    told
}

/// The choice made on one's own page.
pub fn choose(school: &School, who: &str, kind: &Kind, how: &str) {
    let mut browser = school.browser(who);
    let form = browser.get("/compte/avis").form("Enregistrer").set(&format!("avis-{}", kind.name), how);
    form.send(&mut browser).assert_status(200).assert_says("C’est noté");
}

pub fn at(when: &str) -> Instant {
    instant(when)
}

#[test]
fn everything_comes_at_once_until_one_says_otherwise() {
    let school = school();
    assert_eq!(tell(&school, "parent_lea", &WORD, Some("lea"), 1), Told::AtOnce);
    let mut mother = school.browser("parent_lea");
    mother.get("/compte").link("Mes avis");
    let page = mother.get("/compte/avis");
    page.assert_says("Les mots de l’essai")
        .assert_silent_on("Les réponses de l’essai")
        .assert_says("Un mot urgent de la direction arrive tout de suite, quel que soit votre choix.")
        .assert_says("Rien ne part entre 20 h et 7 h, le week-end ou pendant les vacances");
    choose(&school, "parent_lea", &WORD, "digest");
    assert_eq!(tell(&school, "parent_lea", &WORD, Some("lea"), 1), Told::InDigest(at("2026-11-17 18:00")));
    choose(&school, "parent_lea", &WORD, "never");
    assert_eq!(tell(&school, "parent_lea", &WORD, Some("lea"), 1), Told::Never);
    // The other parent chose nothing.
    assert_eq!(tell(&school, "other_parent_lea", &WORD, Some("lea"), 1), Told::AtOnce);
}

#[test]
fn each_sees_what_concerns_them_and_pupils_are_never_written_to() {
    let school = school();
    let mut teacher = school.browser("maitre_cm1");
    teacher.get("/compte/avis").assert_says("Les réponses de l’essai").assert_silent_on("Les mots de l’essai");
    // What is not theirs is not theirs to choose: it stays as it was.
    teacher.post("/compte/avis", &[("avis-essai", "never"), ("avis-inconnu", "never")]).assert_status(200);
    assert_eq!(tell(&school, "maitre_cm1", &WORD, None, 1), Told::AtOnce);
    school.browser("technicien").get("/compte/avis").assert_says("il n’y a rien à choisir");
    let mut pupil = school.browser("lea");
    pupil.get("/compte/avis").assert_status(404);
    pupil.post("/compte/avis", &[("avis-essai", "never")]).assert_status(404);
    pupil.get("/compte").assert_silent_on("Mes avis");
    school.visitor().get("/compte/avis").assert_says("identifiant");
    // Whatever a room asks for, and whatever a row says.
    for how in ["at_once", "digest"] {
        let lea = school.id("lea");
        school
            .sql(&format!("INSERT OR REPLACE INTO notice_choice (person, kind, how) VALUES ({lea}, 'essai', '{how}')"));
        assert_eq!(tell(&school, "lea", &WORD, None, 1), Told::Never, "{how}");
    }
    assert_eq!(crate::world::row(&school, "SELECT count(*) FROM notice"), 0);
}

#[test]
fn the_hour_of_the_digest_is_an_open_one() {
    let school = school();
    choose(&school, "parent_lea", &WORD, "digest");
    let mut mother = school.browser("parent_lea");
    let page = mother.get("/compte/avis");
    let usual = ("heure".to_owned(), "1080".to_owned());
    assert!(page.form("Enregistrer").pairs.contains(&usual), "18 h for who never chose");
    page.assert_silent_on("value=\"1200\"").assert_silent_on("value=\"360\"");
    let refused = mother.post_once("/compte/avis", &[("heure", "1260")]);
    refused.assert_status(422).assert_says("À cette heure-là, l’école n’envoie rien");
    mother.post_once("/compte/avis", &[("heure", "5000")]).assert_status(422);
    mother.post_once("/compte/avis", &[("avis-essai", "parfois")]).assert_status(422);
    // What waits already follows the new hour.
    assert_eq!(tell(&school, "parent_lea", &WORD, Some("lea"), 1), Told::InDigest(at("2026-11-17 18:00")));
    page.form("Enregistrer").set("heure", "720").send(&mut mother).assert_status(200);
    assert_eq!(tell(&school, "parent_lea", &WORD, Some("lea"), 2), Told::InDigest(at("2026-11-17 12:00")));
    assert_eq!(crate::world::row(&school, "SELECT count(DISTINCT due_at) FROM notice"), 1);
    let lines = "SELECT count(*) FROM journal WHERE act = 'choose_notices'";
    assert_eq!(crate::world::row(&school, lines), 2);
}
