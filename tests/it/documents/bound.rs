//! What somebody who does not work here keeps for themselves is bounded, whichever way it comes: held by the store itself, so
//! that a page, a copy, a move and a network drive all meet it.

use super::{file, page, space};
use crate::world::{School, row};
use preau::{
    base::{db::Id, files},
    school::{
        document::{
            Bytes, Key,
            bound::{self, OWN_AT_MOST},
            placing::{Clash, Hindrance, store as placing},
            policy::KeepSpace,
        },
        permit,
        viewer::{self, Viewer},
    },
};

/// All but so many bytes of the room are taken, by a version before the one that is shown.
fn nearly_full(school: &School, who: &str, left: u64) -> i64 {
    let id = school.put(who, "/documents/moi", "lourd.txt", b"lourd");
    let bytes = OWN_AT_MOST - left - 5;
    school.sql(&format!(
        "INSERT INTO document_version (document, version, file, bytes, media_type, made_at) SELECT document, 7, file, {bytes}, media_type, 0 FROM document_version WHERE document = {id}"
    ));
    id
}

fn viewer(school: &School, who: &str) -> Viewer {
    let rx = school.house.db.read().unwrap();
    viewer::store::viewer(&rx, Id::new(school.people.account(who)), school.today()).unwrap().unwrap()
}

#[test]
fn a_full_space_takes_nothing_in_by_any_page() {
    let school = School::new();
    let cm1 = space(&school, "CM1");
    school.browser("maitre_cm1").post(&format!("/documents/{cm1}/droits"), &[("families", "write")]);
    let who = "parent_lea";
    let id = nearly_full(&school, who, 10);
    let mut browser = school.browser(who);
    let refused = |reply: crate::world::Reply| {
        reply.assert_status(422).assert_says("est plein");
    };
    refused(school.try_to_put(who, "/documents/moi", "onze.txt", b"onze octets"));
    let version = browser.get(&file(id)).form("Envoyer la version").attach("fichiers", "x.txt", b"onze octets");
    refused(version.send(&mut browser));
    refused(browser.post(&format!("{}/versions/7/reprendre", file(id)), &[]));
    let ours = school.put(who, &page(&cm1), "classe.txt", b"onze octets");
    let copied = [("choix", ours.to_string()), ("vers", "moi".into()), ("geste", "copier".into())];
    let copied: Vec<(&str, &str)> = copied.iter().map(|(name, value)| (*name, value.as_str())).collect();
    refused(browser.post(&format!("/documents/{cm1}/deplacer"), &copied));
    let own = [("choix", id.to_string()), ("vers", "moi".into()), ("geste", "copier".into())];
    let own: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post("/documents/moi/deplacer", &own).assert_status(200);
    assert_eq!(
        row(&school, &format!("SELECT count(*) FROM document WHERE space = 'own' AND owner = {}", school.id(who))),
        2
    );
    // To the bin is not away; emptied, it is.
    browser.post("/documents/moi/jeter", &[("choix", &id.to_string())]);
    refused(school.try_to_put(who, "/documents/moi", "onze.txt", b"onze octets"));
    browser.post("/documents/moi/corbeille/vider", &[]);
    school.try_to_put(who, "/documents/moi", "onze.txt", b"onze octets").assert_status(200);
    // The other guardian's is another's; who works here is bounded by the disk.
    school.put("other_parent_lea", "/documents/moi", "onze.txt", b"onze octets");
    nearly_full(&school, "maitre_cm1", 10);
    school.put("maitre_cm1", "/documents/moi", "onze.txt", b"onze octets");
}

/// As a drive would write; who is bounded has none, and the store would refuse all the same.
#[test]
fn the_store_itself_refuses() {
    let school = School::new();
    for (who, is_bounded) in
        [("parent_lea", true), ("lea", true), ("mairie", true), ("maitre_cm1", false), ("atsem", false)]
    {
        nearly_full(&school, who, 10);
        let staged = school.house.files.stage(b"onze octets").unwrap();
        let (hash, size) = (school.house.files.keep(staged).unwrap(), 11);
        let (tx, viewer) = (school.house.db.write().unwrap(), viewer(&school, who));
        files::store::add(&tx, &hash, size, "text/plain", school.house.clock.now()).unwrap();
        let shelf = permit::admit::<KeepSpace>(&tx, &viewer, Key::Mine).unwrap();
        let bytes = Bytes { hash: &hash, size, head: b"onze octets" };
        let put = |clash| placing::put(&tx, &shelf, None, "onze.txt", &bytes, clash, school.house.clock.now()).unwrap();
        for clash in [Clash::Version, Clash::Refuse, Clash::Number] {
            assert_eq!(put(clash).err() == Some(Hindrance::OwnIsFull), is_bounded, "{who} {clash:?}");
        }
        assert!(bound::store::fits(&tx, &shelf, 10).unwrap().is_none(), "{who}: what fits is taken");
        assert_eq!(preau::school::account::application::is_for(&viewer), !is_bounded, "{who}: bounded, or has a drive");
    }
}
