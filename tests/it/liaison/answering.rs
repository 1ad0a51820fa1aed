//! Signing and « lu »: each guardian for oneself, each child by a permit of its own.

use super::{rows, sign, status, suivi, word, write, write_to};
use crate::world::{School, WORD};

#[test]
fn two_parents_who_live_apart_each_sign() {
    let school = School::new();
    let note = write(&school, "maitre_cm1", "CM1", "Voyage", "all");
    let mut teacher = school.browser("maitre_cm1");
    teacher.get(&suivi(note)).assert_says("Aucune famille sur 2 n’a encore signé");
    school.browser("parent_lea").get("/").assert_says("Voyage");

    let signed = sign(&school, "parent_lea", note);
    signed.assert_says("C’est signé").assert_says("Signé par vous pour Léa");
    teacher.get(&suivi(note)).assert_says("Aucune famille sur 2 n’a encore signé").assert_says("Sophie Petit");
    // Paul sees neither her name nor that she has signed: only his own button.
    let paul = school.browser("other_parent_lea").get(&word(note));
    paul.assert_silent_on("Sophie").assert_silent_on("Petit").assert_silent_on("Signé");
    assert!(paul.has_button("Signer pour Léa"));

    sign(&school, "other_parent_lea", note).assert_says("Signé par vous");
    teacher.get(&suivi(note)).assert_says("1 famille sur 2 a signé");
    school.browser("parent_lea").get(&word(note)).assert_silent_on("Paul");
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_answer WHERE note = 2 AND version = 1"), 2);
    assert_eq!(rows(&school, "SELECT count(*) FROM journal WHERE act = 'SignNote' AND thing_id = 2"), 2);
}

#[test]
fn one_signature_is_enough_when_one_is_asked() {
    let school = School::new();
    sign(&school, "other_parent_lea", WORD);
    school.browser("maitre_cm1").get(&suivi(WORD)).assert_says("1 famille sur 2 a signé");
    // His page tells Sophie nothing of it.
    let hers = school.browser("parent_lea").get(&word(WORD));
    hers.assert_silent_on("Signé").assert_silent_on("Paul");
}

#[test]
fn a_word_that_one_answered_does_not_nag_the_other_for_ever() {
    let school = School::new();
    let note = write(&school, "maitre_cm1", "CM1", "Piscine", "one");
    sign(&school, "other_parent_lea", note);
    // The same day it still waits for Sophie: her page must not tell that Paul was quicker.
    school.browser("parent_lea").get("/").assert_says("Piscine");
    let fresh = school.browser("parent_lea").get(&word(note));
    assert!(fresh.assert_says("À signer").has_button("Signer pour Léa"));
    school.at("2026-12-02 08:30");
    school.browser("parent_lea").get("/").assert_silent_on("Piscine");
    school
        .browser("parent_lea")
        .get("/cahier-de-liaison")
        .assert_says("Piscine")
        .assert_says("N’attend plus de réponse");
    // Its own page says what the lists say, and not who.
    let over = school.browser("parent_lea").get(&word(note));
    over.assert_says("N’attend plus de réponse pour Léa").assert_silent_on("À signer").assert_silent_on("Paul");
    assert!(!over.has_button("Signer"));
    school.browser("other_parent_lea").get(&word(note)).assert_says("Signé par vous");
    // What nobody has answered goes on waiting.
    let other = write(&school, "maitre_cm1", "CM1", "Cinéma", "one");
    school.at("2026-12-20 08:30");
    school.browser("parent_lea").get("/").assert_says("Cinéma");
    sign(&school, "parent_lea", other).assert_says("C’est signé");
}

#[test]
fn reading_is_not_signing() {
    let school = School::new();
    let ines = school.browser("mere_sans_autorite").get(&word(WORD));
    ines.assert_status(200).assert_says("est demandée à un responsable légal");
    assert!(!ines.has_button("Signer"));
    let path = format!("{}/eleves/{}/signature", word(WORD), school.id("zoe"));
    school.browser("mere_sans_autorite").post(&path, &[("version", "1")]).assert_status(403);
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_answer"), 0);
}

#[test]
fn who_reads_may_say_so() {
    let school = School::new();
    let note = write(&school, "maitre_cm1", "CM1", "Poux", "read");
    let mut ines = school.browser("mere_sans_autorite");
    ines.get(&word(note)).form("J’ai lu ce mot").send(&mut ines).assert_says("Lu pour Zoé");
    school.browser("maitre_cm1").get(&suivi(note)).assert_says("1 famille sur 2 a lu");
    // A word that asks « lu » takes no signature, and the other way round.
    let zoe = school.id("zoe");
    ines.post(&format!("{}/eleves/{zoe}/lu", word(WORD)), &[("version", "1")]).assert_status(409);
}

#[test]
fn another_childs_number_opens_nothing() {
    let school = School::new();
    for child in ["tom", "hugo", "zoe"] {
        let path = format!("{}/eleves/{}/signature", word(WORD), school.id(child));
        school.browser("parent_lea").post(&path, &[("version", "1")]).assert_status(404);
    }
    // In « sign for all mine » a single one that is not hers undoes all.
    let (lea, zoe) = (school.id("lea").to_string(), school.id("zoe").to_string());
    let path = format!("{}/signature", word(WORD));
    let both = [("version", "1"), ("eleve", lea.as_str()), ("eleve", zoe.as_str())];
    school.browser("parent_lea").post(&path, &both).assert_status(404);
    let hugo = school.id("hugo").to_string();
    let both = [("version", "1"), ("eleve", lea.as_str()), ("eleve", hugo.as_str())];
    school.browser("parent_lea").post(&path, &both).assert_status(404);
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_answer"), 0);
}

#[test]
fn one_tap_signs_for_all_of_hers() {
    let school = School::new();
    let note = write_to(&school, &["lea", "hugo", "tom"], "one");
    let mut sophie = school.browser("parent_lea");
    let page = sophie.get(&word(note));
    page.assert_silent_on("Tom");
    let signed = page.form("Signer pour Léa et Hugo").send(&mut sophie);
    signed.assert_says("Signé par vous pour Léa").assert_says("Signé par vous pour Hugo");
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_answer"), 2);
    assert_eq!(rows(&school, "SELECT count(*) FROM journal WHERE act = 'SignNote'"), 2);
    school.browser("directrice").get(&suivi(note)).assert_says("1 famille sur 2 a signé");
}

#[test]
fn a_text_corrected_meanwhile_is_read_again_first() {
    let school = School::new();
    let mut sophie = school.browser("parent_lea");
    let old = sophie.get(&word(WORD)).form("Signer");
    let mut teacher = school.browser("maitre_cm1");
    let page = teacher.get(&format!("{}/corriger", word(WORD)));
    page.form("Corriger le mot").set("texte", "Ce sera samedi.").send(&mut teacher).assert_status(200);
    old.send(&mut sophie).assert_status(409);
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_answer"), 0);
    sign(&school, "parent_lea", WORD).assert_says("C’est signé");
}

#[test]
fn whom_it_does_not_concern_knows_of_no_word() {
    let school = School::new();
    for who in [
        "maitresse_ce1",
        "remplacante",
        "atsem",
        "pere_retire",
        "pere_restreint",
        "parent_tom",
        "tom",
        "mairie",
        "technicien",
    ] {
        assert_eq!(status(&school, who, &word(WORD)), 404, "{who}");
    }
    assert_eq!(status(&school, "visiteur", &word(WORD)), 303);
    let lea = school.browser("lea").get(&word(WORD));
    lea.assert_status(200).assert_says("Réunion de rentrée");
    assert!(!lea.has_button("Signer"));
    assert_eq!(status(&school, "lea", &suivi(WORD)), 403);
}

#[test]
fn a_substitute_sees_the_class_on_her_days_only() {
    let school = School::new();
    for (day, expected) in
        [("2026-11-30 12:00", 404), ("2026-12-01 08:00", 200), ("2026-12-11 18:00", 200), ("2026-12-12 08:00", 404)]
    {
        school.at(day);
        assert_eq!(status(&school, "remplacante", &suivi(WORD)), expected, "{day}");
    }
    // What she wrote is the school's: it stays there when she leaves, and she finds it again when she comes back.
    school.at("2026-12-02 10:00");
    let note = write(&school, "remplacante", "CM1", "Piscine", "one");
    school.at("2026-12-14 08:00");
    for path in ["/cahier-de-liaison".to_owned(), word(note), suivi(note), format!("{}/corriger", word(note))] {
        assert_eq!(status(&school, "remplacante", &path), 404, "{path}");
    }
    school.browser("maitre_cm1").get("/cahier-de-liaison").assert_says("Piscine");
}

#[test]
fn her_days_are_those_of_the_school_s_own_clock() {
    let school = School::new();
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE settings SET time_zone = 'America/Martinique'", []).unwrap();
    // Paris time: five hours later than in Fort-de-France.
    for (when, expected) in
        [("2026-12-01 04:59", 404), ("2026-12-01 05:01", 200), ("2026-12-12 04:59", 200), ("2026-12-12 05:01", 404)]
    {
        school.at(when);
        assert_eq!(status(&school, "remplacante", &suivi(WORD)), expected, "{when}");
    }
}

#[test]
fn a_teacher_of_another_class_reads_her_own_word_without_the_answers() {
    let school = School::new();
    school.at("2026-12-02 10:00");
    let note = write(&school, "remplacante", "CM1", "Piscine", "one");
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let moved = "UPDATE duty SET class = ?2 WHERE person = ?1 AND from_on = '2026-12-01'";
    file.execute(moved, (school.id("remplacante"), school.class("CP"))).unwrap();
    school.browser("remplacante").get("/cahier-de-liaison").assert_says("Piscine");
    let hers = school.browser("remplacante").get(&suivi(note));
    hers.assert_status(200).assert_silent_on("Léa").assert_silent_on("Sophie");
    assert_eq!(status(&school, "remplacante", &format!("{}/corriger", word(note))), 403);
}
