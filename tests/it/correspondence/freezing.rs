//! The drill of a stolen account: one click, and from the same commit on nobody writes and nobody is signed in.

use super::day;
use crate::world::{School, row};
use preau::{
    base::db::Id,
    school::correspondence::{
        Hindrance, Party, Profile,
        limits::{Over, store as limits},
        store,
    },
};

const PAGE: &str = "/reglages/correspondance/suspension";

fn party(school: &School, who: &str) -> Party {
    super::party(school, who, super::TODAY)
}

/// What stops a message from one to another, who may write to them.
fn stops(school: &School, from: &str, to: &str) -> Option<Hindrance> {
    let rx = school.house.db.read().unwrap();
    store::hindrance(&rx, &party(school, from), &[party(school, to)], school.house.clock.now()).unwrap()
}

fn sent(school: &School, who: &str, recipients: i64, how: &str, when: &str) {
    let at = crate::world::instant(when);
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let sql = "INSERT INTO message (author, state, recipients, changed_at, sent_at, how) VALUES (?1, 'delivered', ?2, ?3, ?3, ?4)";
    file.execute(sql, (school.id(who), recipients, at.0, how)).unwrap();
}

#[test]
fn the_drill() {
    let school = School::new();
    // A thief sits in Mme Benali's account; her own telephone, a family and a pupil are signed in too.
    let mut thief = school.browser("maitresse_ce1");
    let mut family = school.browser("parent_tom");
    let mut pupil = school.browser("lea");
    let mut elsewhere = school.browser("directrice");
    let mut anne = school.browser("directrice");
    thief.get("/").assert_says("Samia");
    let page = anne.get(PAGE);
    page.assert_says("Plus personne ne peut envoyer").assert_says("Et le compte volé");
    let stopped = page.form("Suspendre tous les messages et déconnecter tout le monde").send(&mut anne);
    stopped.assert_status(200).assert_says("Les messages sont suspendus, et tout le monde est déconnecté");
    // One session lives: hers, here.
    assert_eq!(row(&school, "SELECT count(*) FROM session"), 1);
    for browser in [&mut thief, &mut family, &mut pupil, &mut elsewhere] {
        assert_eq!(browser.get_once("/").status, 303);
        let signed_out = browser.get("/");
        assert_eq!(signed_out.path, "/connexion");
        signed_out.assert_says("L’école a suspendu les messages");
    }
    anne.get("/").assert_says("Les messages sont suspendus").assert_says("Voir et rouvrir");
    for (from, to) in [("maitresse_ce1", "parent_tom"), ("parent_tom", "maitresse_ce1"), ("directrice", "maitre_cm1")] {
        let stopped = stops(&school, from, to).unwrap();
        assert!(stopped.sentence().contains("brouillons"), "{stopped:?}");
    }
    let lines = "SELECT count(*) FROM journal WHERE act = 'FreezeMessages'";
    assert_eq!(row(&school, lines), 1);
}

#[test]
fn staff_open_again_write_to_staff_and_not_to_families() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    anne.get(PAGE).form("Suspendre tous les messages et déconnecter tout le monde").send(&mut anne);
    let page = anne.post(&format!("{PAGE}/reprise"), &[("qui", "staff")]);
    page.assert_says("L’équipe peut de nouveau s’écrire").assert_says("Suspendus à l’instant");
    assert_eq!(stops(&school, "maitre_cm1", "maitresse_ce1"), None);
    let to_families = stops(&school, "maitre_cm1", "parent_lea");
    assert_eq!(to_families, Some(Hindrance::Frozen { stopped_by: Profile::Families, author: Profile::Staff }));
    assert!(to_families.unwrap().sentence().contains("suspendu les messages des familles"));
    let by_families = stops(&school, "parent_lea", "maitre_cm1");
    assert_eq!(by_families, Some(Hindrance::Frozen { stopped_by: Profile::Families, author: Profile::Families }));
    anne.post(&format!("{PAGE}/reprise"), &[("qui", "families")]).assert_says("Les familles peuvent de nouveau");
    assert_eq!(stops(&school, "maitre_cm1", "parent_lea"), None);
    assert_eq!(row(&school, "SELECT count(*) FROM journal WHERE act = 'OpenMessages'"), 2);
    anne.post(&format!("{PAGE}/reprise"), &[("qui", "pupils")]);
    anne.get("/").assert_silent_on("Les messages sont suspendus");
    school.visitor().get("/connexion").assert_silent_on("suspendu");
    anne.post_once(&format!("{PAGE}/reprise"), &[("qui", "tous")]);
    assert_eq!(row(&school, "SELECT count(*) FROM journal WHERE act = 'OpenMessages'"), 3);
}

#[test]
fn nobody_but_the_director_stops_or_opens() {
    let school = School::new();
    for who in ["maitre_cm1", "parent_lea", "technicien", "mairie", "lea", "ancienne_directrice"] {
        let mut browser = school.browser(who);
        for path in [PAGE.to_owned(), format!("{PAGE}/reprise")] {
            let status = browser.post_once(&path, &[("qui", "staff")]).status;
            assert!([403, 404].contains(&status), "{who} {path} {status}");
        }
    }
    assert_eq!(row(&school, "SELECT count(*) FROM correspondence_freeze"), 0);
}

#[test]
fn a_family_s_day_has_twenty_recipients_and_tomorrow_is_another() {
    let school = School::new();
    let hinders = || stops(&school, "parent_lea", "maitre_cm1");
    sent(&school, "parent_lea", 19, "application", "2026-11-17 01:00");
    sent(&school, "parent_lea", 300, "automatic", "2026-11-17 02:00");
    sent(&school, "parent_lea", 300, "application", "2026-11-16 23:59");
    sent(&school, "parent_tom", 300, "application", "2026-11-17 08:00");
    assert_eq!(hinders(), None);
    sent(&school, "parent_lea", 1, "application", "2026-11-17 08:00");
    assert_eq!(hinders(), Some(Hindrance::Limit { over: Over::Day(20), author: Profile::Families }));
    assert!(hinders().unwrap().sentence().contains("demain"));
    school.at("2026-11-18 00:00");
    assert_eq!(hinders(), None);
    sent(&school, "parent_lea", 10, "application", "2026-11-18 00:00");
    assert_eq!(hinders(), Some(Hindrance::Limit { over: Over::Hour(10), author: Profile::Families }));
    school.at("2026-11-18 01:00");
    assert_eq!(hinders(), None);
}

#[test]
fn the_direction_is_told_once_a_day_which_account_wrote_too_much() {
    let school = School::new();
    let sophie = super::viewer(&school, "parent_lea", super::TODAY);
    for expected in [true, false] {
        let tx = school.house.db.write().unwrap();
        assert_eq!(limits::tell(&tx, sophie.person, school.house.clock.now(), sophie.today).unwrap(), expected);
        tx.commit().unwrap();
    }
    assert_eq!(row(&school, "SELECT count(*) FROM outbox WHERE kind = 'limite'"), 1);
    let (to, subject) = crate::world::letters(&school).pop().unwrap();
    assert_eq!(to, "directrice@exemple.invalid");
    assert!(subject.contains("limite d’envoi"), "{subject}");
    let naming = "SELECT count(*) FROM outbox WHERE text LIKE '%Sophie Petit%' AND person IS NOT NULL";
    assert_eq!(row(&school, naming), 1);
    school
        .browser("directrice")
        .get("/")
        .assert_says("Limite d’envoi de messages atteinte")
        .assert_says("Sophie Petit");
    school.browser("maitre_cm1").get("/").assert_silent_on("Limite d’envoi");
    let tx = school.house.db.write().unwrap();
    assert_eq!(limits::forget(&tx, day("2026-11-18")).unwrap(), 1);
    tx.commit().unwrap();
    let rx = school.house.db.read().unwrap();
    let sent = limits::over(
        &rx,
        &Party::none(Id::new(school.id("lea"))),
        21,
        school.house.clock.now(),
        &jiff::tz::TimeZone::UTC,
    );
    assert_eq!(sent.unwrap(), Some(Over::Day(20)));
}
