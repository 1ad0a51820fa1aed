//! The page behind the link of a letter: what opening it does not do, what its button does, and what kills it.

mod ending;

use crate::{
    letters::{later, letter, school, sql},
    liaison::{rows, write, write_to},
    world::{Browser, HOST, PICTURE, Reply, School, WORD},
};
use actix_web::test::TestRequest;
use std::{
    io::Write,
    sync::{Arc, Mutex},
};

const ANSWERS: &str = "SELECT count(*) FROM liaison_answer";

/// A word to CM1, and Sophie's link to it for Léa.
fn linked(school: &School, asks: &str) -> (i64, String) {
    let note = write(school, "maitre_cm1", "CM1", "Sortie au musée", asks);
    later(school);
    (note, letter(school, "parent_lea").link())
}

#[track_caller]
fn dead(reply: &Reply) {
    assert_eq!(reply.h1(), "Ce lien ne sert plus");
    reply
        .assert_status(404)
        .assert_says("répondez à l’école sur papier")
        .assert_silent_on("Sortie")
        .assert_silent_on("Léa");
}

fn head(browser: &mut Browser, path: &str) -> Reply {
    browser.send(TestRequest::default().method(actix_web::http::Method::HEAD).uri(path), path)
}

#[test]
fn a_telephone_signs_in_two_taps() {
    let school = school();
    let (note, link) = linked(&school, "one");
    let mut phone = school.visitor();
    let page = phone.get(&link);
    page.assert_status(200).assert_says("Sortie au musée").assert_says("Bonjour à tous.").assert_says("Pour Léa");
    let signed = page.form("Signer pour Léa").send(&mut phone);
    signed
        .assert_status(200)
        .assert_says("Signé par vous pour Léa")
        .assert_says("aujourd’hui à 8 h 30")
        .assert_says("Merci");
    assert!(signed.has_button("Me connecter") && !signed.has_button("Signer"));
    let of = format!("note = {note} AND pupil = {} AND guardian = {}", school.id("lea"), school.id("parent_lea"));
    assert_eq!(rows(&school, &format!("{ANSWERS} WHERE {of} AND how = 'one_tap' AND version = 1")), 1);
    let by = format!("act = 'ByLink<SignNote>' AND thing_id = {note} AND by = {}", school.id("parent_lea"));
    assert_eq!(rows(&school, &format!("SELECT count(*) FROM journal WHERE {by}")), 1);
    // No session came of it.
    assert_eq!(phone.get("/").path, "/connexion");
    school.browser("parent_lea").get("/cahier-de-liaison").assert_says("Signé");
    // A second tap signs nothing more.
    page.form("Signer pour Léa").send(&mut phone).assert_status(200);
    assert_eq!(rows(&school, ANSWERS), 1);
}

#[test]
fn what_came_on_paper_is_said_so_behind_the_link() {
    let school = school();
    let (note, link) = linked(&school, "one");
    let (lea, sophie, by) = (school.id("lea"), school.id("parent_lea"), school.id("maitre_cm1"));
    sql(
        &school,
        &format!(
            "INSERT INTO liaison_answer (note, pupil, guardian, version, answered_at, how, recorded_by)
             VALUES ({note}, {lea}, {sophie}, 1, {}, 'paper', {by})",
            school.house.clock.now().0
        ),
    );
    let page = school.visitor().get(&link);
    page.assert_says("Rendu sur papier pour Léa").assert_says("noté par M. Roussel aujourd’hui à 8 h 30");
    page.assert_silent_on("Signé par vous").assert_silent_on("Merci");
    let said = "noté par M. Roussel aujourd’hui";
    school.browser("parent_lea").get(&format!("/cahier-de-liaison/{note}")).assert_says(said);
    school.visitor().get(&letter(&school, "other_parent_lea").link()).assert_silent_on("papier");
}

#[test]
fn to_have_read_is_one_tap_too() {
    let school = school();
    let (_, link) = linked(&school, "read");
    let mut phone = school.visitor();
    phone.get(&link).form("J’ai lu ce mot pour Léa").send(&mut phone).assert_says("Lu pour Léa");
    assert_eq!(rows(&school, "SELECT count(*) FROM journal WHERE act = 'ByLink<AcknowledgeNote>'"), 1);
    // Not the button of another word's kind.
    phone.post_once(&format!("{link}/signature"), &[("version", "1")]).assert_status(404);
}

#[test]
fn a_slip_is_filled_behind_the_link_and_changed_until_its_date() {
    let school = school();
    let (note, link) = linked(&school, "one");
    let question = format!("INSERT INTO liaison_question (note, place, kind, label, is_required, per) VALUES ({note}");
    sql(&school, &format!("{question}, 1, 'yes_no', 'J’autorise la sortie', 1, 'pupil')"));
    sql(&school, &format!("{question}, 2, 'text', 'Allergies', 0, 'pupil')"));
    sql(&school, &format!("UPDATE liaison_note SET deadline_on = '2026-11-20' WHERE id = {note}"));
    let mut phone = school.visitor();
    let page = phone.get(&link);
    page.assert_says("J’autorise la sortie").assert_says("Allergies");
    let again = page.form("Répondre et signer").set("r2", "Noisettes").send(&mut phone);
    again.assert_status(422).assert_says("Répondez par oui ou par non.");
    assert_eq!(rows(&school, ANSWERS), 0);
    let done = again.form("Répondre et signer").set("r1", "oui").send(&mut phone);
    done.assert_status(200).assert_says("Signé par vous").assert_says("Merci").assert_says("Noisettes");
    let change = phone.get(&done.link("Changer ma réponse"));
    change.form("Changer et signer").set("r1", "non").send(&mut phone).assert_says("Signé par vous");
    let of = |value: &str| rows(&school, &format!("SELECT count(*) FROM liaison_answer_value WHERE value = '{value}'"));
    assert_eq!((rows(&school, ANSWERS), of("yes"), of("no")), (2, 1, 1), "with its history");
    // The other guardian's page has nothing of it.
    let paul = school.visitor().get(&letter(&school, "other_parent_lea").link());
    paul.assert_silent_on("Noisettes").assert_silent_on("Signé");
    school.at("2026-11-21 08:00");
    phone.get(&link).assert_says("La date est passée").assert_silent_on("Changer ma réponse");
    let late = phone.post_once(&format!("{link}/signature"), &[("version", "1"), ("r1", "oui")]);
    late.assert_status(422);
    assert_eq!(rows(&school, ANSWERS), 2);
}

#[test]
fn whatever_opens_links_by_itself_signs_nothing() {
    let school = school();
    let (_, link) = linked(&school, "one");
    let mut scanner = school.visitor();
    for _ in 0..3 {
        let page = scanner.get_once(&link);
        page.assert_status(200);
        // Alive for whoever checks it, by the same headers.
        let looked = head(&mut scanner, &link);
        looked.assert_status(200);
        assert_eq!(looked.header("content-type"), page.header("content-type"));
        assert_eq!(looked.header("referrer-policy"), Some("no-referrer"));
        for path in ["signature", "lu"] {
            let path = format!("{link}/{path}");
            assert_eq!(scanner.get_once(&path).status, head(&mut scanner, &path).status, "{path}");
        }
    }
    dead(&scanner.get_once("/mot/AAAAAAAAAAAAAAAAAAAAAA"));
    head(&mut scanner, "/mot/AAAAAAAAAAAAAAAAAAAAAA").assert_status(404);
    assert_eq!(rows(&school, ANSWERS), 0);
    assert_eq!(rows(&school, "SELECT count(*) FROM journal WHERE act LIKE 'ByLink%'"), 0);
}

#[test]
fn the_page_keeps_its_address_to_itself() {
    let school = school();
    let (_, link) = linked(&school, "one");
    let mut phone = school.visitor();
    let wrong = "/mot/AAAAAAAAAAAAAAAAAAAAAA".to_owned();
    for path in [&link, &wrong, &format!("{link}/pieces/999")] {
        let reply = phone.get_once(path);
        assert_eq!(reply.header("referrer-policy"), Some("no-referrer"), "{path}");
        assert_eq!(reply.header("x-robots-tag"), Some("noindex"), "{path}");
        assert_eq!(reply.header("cache-control"), Some("no-store"), "{path}");
    }
    let post = phone.post_once(&format!("{link}/signature"), &[("version", "1")]);
    assert_eq!(post.header("referrer-policy"), Some("no-referrer"));
    // The way to the sign-in says nothing of it.
    let page = phone.get(&link);
    assert_eq!(page.link("Me connecter"), "/connexion");
    // A browser that tells no page where it comes from says `null`; another site's page is another site's all the same.
    let (_, link) = linked(&school, "one");
    let send = |headers: &[(&str, &str)]| {
        let post = TestRequest::post()
            .uri(&format!("{link}/signature"))
            .insert_header(("content-type", "application/x-www-form-urlencoded"));
        let post = headers.iter().fold(post, |post, header| post.insert_header(*header));
        school.visitor().send(post.set_payload("version=1"), &link).status
    };
    assert_eq!(send(&[("origin", "null"), ("sec-fetch-site", "cross-site")]), 403);
    assert_eq!(send(&[("origin", "https://ailleurs.example")]), 403);
    assert_eq!(send(&[]), 403);
    assert_eq!(send(&[("origin", "null")]), 303);
    assert_eq!(send(&[("origin", &format!("https://{HOST}"))]), 303);
}

#[test]
fn nobody_who_is_signed_in_is_meant_by_a_link() {
    let school = school();
    let (note, link) = linked(&school, "one");
    for who in ["parent_tom", "other_parent_lea", "maitre_cm1", "directrice", "lea"] {
        let mut other = school.browser(who);
        let page = other.get(&link);
        page.assert_status(200).assert_says("Signer pour Léa");
        for silent in ["Emre", "Paul", "Roussel Étienne", "Recherche", "Mon compte"] {
            page.assert_silent_on(silent);
        }
        assert!(
            page.html().select(&crate::world::selector("header nav, header form, header .compte")).next().is_none(),
            "{who}"
        );
    }
    let mut tom = school.browser("parent_tom");
    tom.get(&link).form("Signer pour Léa").send(&mut tom).assert_status(200);
    let signed = format!("{ANSWERS} WHERE note = {note} AND guardian = {}", school.id("parent_lea"));
    assert_eq!((rows(&school, &signed), rows(&school, ANSWERS)), (1, 1), "hers to whom the letter went");
}

#[test]
fn the_other_guardian_s_link_is_another_and_neither_says_anything_of_the_other() {
    let school = school();
    let (_, sophie) = linked(&school, "all");
    let paul = letter(&school, "other_parent_lea").link();
    assert_ne!(sophie, paul);
    let mut phone = school.visitor();
    phone.get(&sophie).form("Signer pour Léa").send(&mut phone).assert_says("Signé par vous");
    let his = school.visitor().get(&paul);
    his.assert_says("Signer pour Léa").assert_silent_on("Signé").assert_silent_on("Sophie").assert_silent_on("Petit");
    school.visitor().get(&sophie).assert_silent_on("Paul").assert_silent_on("Martin");
}

#[test]
fn a_link_opens_its_word_and_its_pieces_and_nothing_else() {
    let school = school();
    let (_, link) = linked(&school, "one");
    school.visitor().get(&format!("{link}/pieces/{PICTURE}")).assert_status(404);
    sql(
        &school,
        &format!("UPDATE liaison_attachment SET note = (SELECT max(id) FROM liaison_note) WHERE id = {PICTURE}"),
    );
    let page = school.visitor().get(&link);
    assert!(page.body().contains(&format!("{link}/pieces/{PICTURE}/miniature")));
    let piece = school.visitor().get_once(&format!("{link}/pieces/{PICTURE}"));
    assert_eq!((piece.status, piece.bytes.as_slice()), (200, b"grande image".as_slice()));
    assert_eq!(piece.header("referrer-policy"), Some("no-referrer"));
    school.visitor().get_once(&format!("{link}/pieces/{PICTURE}/miniature")).assert_status(200);
    assert!(!page.body().contains("/cahier-de-liaison"), "nothing behind the sign-in is pointed at");
    assert_eq!(WORD, 1);
}

#[test]
fn a_file_is_reopened_by_the_link_of_whoever_sent_it_and_by_no_other() {
    let school = school();
    let (note, link) = linked(&school, "one");
    let question = "INSERT INTO liaison_question (note, place, kind, label, is_required, per) VALUES";
    sql(&school, &format!("{question} ({note}, 1, 'file', 'Attestation', 1, 'pupil')"));
    let mut phone = school.visitor();
    let form = phone.get(&link).form("Répondre et signer");
    let done = form.attach("r1", "attestation.pdf", b"%PDF-1.7\n").send(&mut phone);
    let own = done.link("attestation.pdf");
    assert!(own.starts_with(&format!("{link}/fichiers/")), "{own}");
    let file = school.visitor().get_once(&own);
    assert!(file.status == 200 && file.bytes.starts_with(b"%PDF"));
    assert!(file.header("content-disposition").unwrap().starts_with("attachment"));
    assert_eq!(
        (file.header("referrer-policy"), file.header("cache-control")),
        (Some("no-referrer"), Some("private, no-store"))
    );
    // The other guardian's link to the same word for the same child, and her own to another word.
    let numbers = own.strip_prefix(&link).unwrap().to_owned();
    let paul = letter(&school, "other_parent_lea").link();
    let (_, other) = linked(&school, "one");
    assert_ne!(other, link);
    for wrong in [&paul, &other] {
        school.visitor().get(wrong).assert_status(200);
        school.visitor().get_once(&format!("{wrong}{numbers}")).assert_status(404);
    }
    school.visitor().get_once(&format!("{link}/fichiers/999999/1")).assert_status(404);
    // Nor once the link is dead.
    sql(&school, &format!("UPDATE liaison_note SET withdrawn_at = 1 WHERE id = {note}"));
    dead(&school.visitor().get(&own));
}

#[test]
fn what_was_corrected_meanwhile_is_read_again_first() {
    let school = school();
    let (note, link) = linked(&school, "one");
    let mut phone = school.visitor();
    let page = phone.get(&link);
    let mut teacher = school.browser("maitre_cm1");
    let form = teacher.get(&format!("/cahier-de-liaison/{note}/corriger")).form("Corriger le mot");
    form.set("texte", "À 9 heures.").send(&mut teacher).assert_status(200);
    page.form("Signer pour Léa").send(&mut phone).assert_status(409);
    assert_eq!(rows(&school, ANSWERS), 0);
    phone.get(&link).assert_says("À 9 heures.").form("Signer pour Léa").send(&mut phone).assert_says("Signé par vous");
}

#[test]
fn an_announced_word_is_read_behind_its_link() {
    let school = school();
    write_to(&school, &["lea"], "one");
    later(&school);
    let mut phone = school.visitor();
    let page = phone.get(&letter(&school, "parent_lea").link());
    page.assert_says("Entre nous").form("Signer pour Léa").send(&mut phone).assert_says("Signé par vous");
}

#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<u8>>>);

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_token_is_in_no_log_and_in_no_row() {
    let school = school();
    let heard = Heard::default();
    let writer = heard.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    let link = tracing::subscriber::with_default(subscriber, || {
        tracing::info!("the log is heard");
        let (_, link) = linked(&school, "one");
        let mut phone = school.visitor();
        phone.get(&link).form("Signer pour Léa").send(&mut phone);
        // A page that fails, too, is told in the log, under its code.
        sql(&school, "ALTER TABLE liaison_version RENAME TO elsewhere");
        assert_eq!(school.visitor().get_once(&link).status, 500);
        sql(&school, "ALTER TABLE elsewhere RENAME TO liaison_version");
        link
    });
    let token = link.strip_prefix("/mot/").unwrap();
    let log = String::from_utf8(heard.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("the log is heard") && log.contains("a request failed"), "{log}");
    assert!(!log.contains(token), "{log}");
    // Only the letter that waits to leave holds it.
    sql(&school, "UPDATE outbox SET text = '', html = NULL, reply = ''");
    let rows = crate::world::dump(&school);
    assert!(!rows.values().flatten().any(|row| row.contains(token)));
    assert_eq!(
        super::liaison::rows(&school, &format!("SELECT count(*) FROM journal WHERE act || thing LIKE '%{token}%'")),
        0
    );
}
