//! The link of a letter: it opens one person's choice of one kind, and a mail program may turn it off.

use super::{WORD, choose, school, tell};
use crate::world::{Browser, HOST, Reply, School, row};
use actix_web::test::TestRequest;
use preau::{
    app::digest,
    base::{db::Id, jobs::System},
    school::notice::{DIGEST, Told, unsubscribe_address},
};

fn path(school: &School, who: &str, kind: &str) -> String {
    unsubscribe_address(&school.house.keys, "", Id::new(school.id(who)), kind)
}

fn program(browser: &mut Browser, path: &str, body: &'static str) -> Reply {
    let kind = ("content-type", "application/x-www-form-urlencoded");
    browser.send(TestRequest::post().uri(path).insert_header(kind).set_payload(body), path)
}

#[test]
fn a_link_changes_its_own_person_s_kind_and_no_other() {
    let school = school();
    let link = path(&school, "parent_lea", WORD.name);
    let mut visitor = school.visitor();
    let page = visitor.get(&link);
    page.assert_status(200).assert_says("Les mots de l’essai").assert_says("Tout de suite");
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    // A scanner that follows links changes nothing.
    assert_eq!(row(&school, "SELECT count(*) FROM notice_choice"), 0);
    page.form("Enregistrer").set("avis", "never").send(&mut visitor).assert_status(200).assert_says("C’est noté");
    assert_eq!(tell(&school, "parent_lea", &WORD, Some("lea"), 1), Told::Never);
    assert_eq!(tell(&school, "other_parent_lea", &WORD, Some("lea"), 1), Told::AtOnce);
    assert!(visitor.cookie("__Host-seance").is_none());
    visitor.get("/compte/avis").assert_says("identifiant");
    visitor.post(&link, &[("avis", "parfois")]).assert_status(422);
    let line = "SELECT count(*) FROM journal WHERE act = 'choose_notices' AND thing_id = by";
    assert_eq!(row(&school, line), 1);
    // Somebody else who is signed in on that machine is not meant, and not named.
    let mut other = school.browser("parent_tom");
    other.post(&link, &[("avis", "digest")]).assert_status(200);
    assert_eq!(tell(&school, "parent_tom", &WORD, None, 1), Told::AtOnce);
    assert_eq!(row(&school, line), 2);
    assert_eq!(row(&school, &format!("SELECT count(*) FROM journal WHERE by = {}", school.id("parent_tom"))), 0);
}

#[test]
fn a_link_that_is_not_ours_opens_nothing_and_says_so_kindly() {
    let school = school();
    let link = path(&school, "parent_lea", WORD.name);
    let forged = link.replace(&school.id("parent_lea").to_string(), &school.id("parent_tom").to_string());
    let another_kind = link.replace("essai", "mot");
    let gone = unsubscribe_address(&school.house.keys, "", Id::new(999_999), WORD.name);
    let no_kind = path(&school, "parent_lea", "plus-rien");
    let cut = link[..link.len() - 3].to_owned();
    let mut visitor = school.visitor();
    for wrong in [forged, another_kind, gone, no_kind, cut, "/avis/x".to_owned()] {
        visitor.get(&wrong).assert_status(404).assert_says("Ce lien ne sert plus");
        visitor.post(&wrong, &[("avis", "never")]).assert_status(404);
        program(&mut visitor, &wrong, "List-Unsubscribe=One-Click").assert_status(404);
    }
    assert_eq!(row(&school, "SELECT count(*) FROM notice_choice"), 0);
}

#[test]
fn a_mail_program_turns_it_off_with_one_click() {
    let school = school();
    let link = path(&school, "parent_lea", WORD.name);
    let mut program_of_hers = school.visitor();
    let done = program(&mut program_of_hers, &link, "List-Unsubscribe=One-Click");
    done.assert_status(200).assert_says("C’est noté");
    assert_eq!(tell(&school, "parent_lea", &WORD, Some("lea"), 1), Told::Never);
    // The standard's other way of sending it.
    choose(&school, "parent_lea", &WORD, "at_once");
    let parts = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
    let request = TestRequest::post()
        .uri(&link)
        .insert_header(("content-type", "multipart/form-data; boundary=x"))
        .set_payload(parts);
    program_of_hers.send(request, &link).assert_status(200);
    assert_eq!(tell(&school, "parent_lea", &WORD, Some("lea"), 1), Told::Never);
}

#[test]
fn nothing_else_comes_in_that_way() {
    let school = school();
    let link = path(&school, "parent_lea", WORD.name);
    let mut mother = school.browser("parent_lea");
    for body in ["avis=never", "List-Unsubscribe=One-Click&avis=digest", "List-Unsubscribe=Yes", ""] {
        program(&mut mother, &link, body).assert_status(403);
    }
    // A page from elsewhere says so, and is sent away; every other door keeps its rule.
    for (name, value) in [("origin", "https://ailleurs.example"), ("sec-fetch-site", "cross-site")] {
        let request = TestRequest::post()
            .uri(&link)
            .insert_header((name, value))
            .insert_header(("content-type", "application/x-www-form-urlencoded"))
            .set_payload("List-Unsubscribe=One-Click");
        mother.send(request, &link).assert_status(403);
    }
    for other in ["/compte/avis", "/deconnexion", "/connexion"] {
        program(&mut mother, other, "List-Unsubscribe=One-Click").assert_status(403);
    }
    assert_eq!(row(&school, "SELECT count(*) FROM notice_choice"), 0);
    assert!(school.routes.iter().filter(|route| route.one_click).all(|route| route.path == "/avis/{link}"));
    assert!(!HOST.is_empty());
}

#[test]
fn the_digest_s_own_link_is_in_it_and_turns_off_all_that_it_holds() {
    let school = school();
    let tx = school.house.db.write().unwrap();
    let names = ["ecole-jaures.local".to_owned()];
    let by = System::at_the_console();
    preau::school::settings::store::set_addresses(&tx, &names, "https://ecole.example/", &by).unwrap();
    tx.commit().unwrap();
    choose(&school, "parent_lea", &WORD, "digest");
    tell(&school, "parent_lea", &WORD, Some("lea"), 1);
    school.at("2026-11-17 18:00");
    digest::send_due(&school.house, &by).unwrap();
    let link = path(&school, "parent_lea", DIGEST);
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let (header, text): (String, String) =
        file.query_row("SELECT unsubscribe, text FROM outbox", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    assert_eq!(header, format!("https://ecole.example{link}"));
    assert!(text.contains(&header));
    let mut visitor = school.visitor();
    visitor.get(&link).assert_says("Votre résumé du jour");
    program(&mut visitor, &link, "List-Unsubscribe=One-Click").assert_status(200);
    assert_eq!(tell(&school, "parent_lea", &WORD, Some("lea"), 2), Told::Never);
    // No token anywhere in the journal, nor in the database once the letter is gone.
    let token = link.rsplit('.').next().unwrap();
    let journal = format!("SELECT count(*) FROM journal WHERE act || thing LIKE '%{token}%'");
    assert_eq!(row(&school, &journal), 0);
}
