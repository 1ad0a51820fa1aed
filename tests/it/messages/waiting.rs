//! Quiet hours: what waits is its author's alone, until its hour comes.

use super::{
    answer, begin, deliver, filled, guardian, last_message, page, person, press, sees_nothing, sent, status, write,
};
use crate::world::{School, row};

#[test]
fn in_the_evening_a_message_waits_for_the_morning() {
    let school = School::new();
    school.at("2026-11-17 21:40");
    let reply = sent(&school, "parent_lea", &[person(&school, "maitre_cm1")], "Piscine", "Le bonnet des framboises.");
    reply.assert_status(200).assert_says("sera remis").assert_says("Sera remis demain à 7");
    let thread: i64 = reply.path.rsplit('/').next().unwrap().parse().unwrap();
    sees_nothing(&school, "maitre_cm1", thread, "framboises");
    sees_nothing(&school, "other_parent_lea", thread, "framboises");
    school.browser("parent_lea").get("/messages").assert_says("Sera remis");
    assert!(!school.browser("parent_lea").get(&page(thread)).has_button("Envoyer"));
    deliver(&school, "2026-11-18 07:00", "parent_lea");
    school.browser("maitre_cm1").get(&page(thread)).assert_says("framboises");
    school.browser("maitre_cm1").get("/").assert_says("1 message non lu");
    // Colleagues write at any hour.
    school.at("2026-11-18 22:00");
    let team = write(&school, "maitre_cm1", &[person(&school, "maitresse_ce1")], "Demain", "Échangeons nos cours.");
    school.browser("maitresse_ce1").get(&page(team)).assert_says("Échangeons");
}

#[test]
fn what_waits_is_taken_back_changed_and_sent_again() {
    let school = School::new();
    school.at("2026-11-17 21:40");
    let thread = write(&school, "parent_lea", &[person(&school, "maitre_cm1")], "Piscine", "Mal dit.");
    let message = last_message(&school);
    for who in ["maitre_cm1", "other_parent_lea", "directrice"] {
        assert_eq!(press(&school, who, &format!("/messages/ecrits/{message}/reprendre")), 404, "{who}");
    }
    let mut sophie = school.browser("parent_lea");
    let back = sophie.get(&page(thread)).form("Reprendre").send(&mut sophie);
    back.assert_says("redevient un brouillon").assert_says("Mal dit.").assert_says("M. Roussel");
    assert_eq!((status(&school, "parent_lea", &page(thread)), row(&school, "SELECT count(*) FROM thread")), (404, 0));
    // Its hour comes, and nothing leaves.
    deliver(&school, "2026-11-18 07:00", "parent_lea");
    assert_eq!(row(&school, "SELECT count(*) FROM message WHERE state = 'delivered'"), 0);
    let form =
        sophie.get(&back.path).form("Enregistrer le brouillon").set("texte", "Bien dit.").forge("geste", "envoyer");
    let mut form = form;
    form.pairs.push(("malgre".into(), "oui".into()));
    form.send(&mut sophie).assert_says("C’est envoyé");
    school.browser("maitre_cm1").get("/messages").assert_says("Bien dit.");
    // What was handed over stays.
    let message = last_message(&school);
    assert_eq!(press(&school, "parent_lea", &format!("/messages/ecrits/{message}/reprendre")), 403);
}

#[test]
fn an_answer_waits_too() {
    let school = School::new();
    let thread = write(&school, "maitre_cm1", &[guardian(&school, "parent_lea", "lea")], "Question", "Une question.");
    school.at("2026-11-17 21:40");
    answer(&school, "parent_lea", thread, "Des myrtilles.").assert_says("Sera remis").assert_says("myrtilles");
    school.browser("maitre_cm1").get(&page(thread)).assert_silent_on("myrtilles");
    let mut sophie = school.browser("parent_lea");
    sophie.get(&page(thread)).form("Reprendre").send(&mut sophie).assert_says("myrtilles");
    answer(&school, "parent_lea", thread, "Des mûres.");
    deliver(&school, "2026-11-18 07:00", "parent_lea");
    school.browser("maitre_cm1").get(&page(thread)).assert_says("mûres").assert_silent_on("myrtilles");
}

#[test]
fn a_right_lost_overnight_stops_what_waits() {
    let school = School::new();
    school.at("2026-11-17 21:40");
    let thread = write(&school, "maitre_cm1", &[format!("f{}", school.id("lea"))], "Léa", "Un mot des cassis.");
    let (paul, lea) = (school.id("other_parent_lea"), school.id("lea"));
    school.sql(&format!(
        "UPDATE guardianship SET restricted_on = '2026-11-18' WHERE guardian = {paul} AND pupil = {lea}"
    ));
    deliver(&school, "2026-11-18 07:00", "maitre_cm1");
    school.browser("parent_lea").get(&page(thread)).assert_says("cassis");
    assert_eq!(status(&school, "other_parent_lea", &page(thread)), 404);
    assert_eq!(
        row(&school, &format!("SELECT count(*) FROM thread_member WHERE thread = {thread} AND person = {paul}")),
        0
    );
    // Nobody is left to write to: it is a draft again, and says so.
    school.at("2026-11-18 21:40");
    write(&school, "maitre_cm1", &[guardian(&school, "parent_lea", "lea")], "Encore", "Un mot des coings.");
    school.sql(&format!("UPDATE duty SET until_on = '2026-11-18' WHERE person = {}", school.id("maitre_cm1")));
    school.sql(&format!(
        "INSERT INTO duty (person, kind, from_on) VALUES ({}, 'staff', '2026-11-18')",
        school.id("maitre_cm1")
    ));
    deliver(&school, "2026-11-19 07:00", "maitre_cm1");
    school.browser("parent_lea").get("/messages").assert_silent_on("coings");
    let mut etienne = school.browser("maitre_cm1");
    etienne.get("/messages?brouillons").assert_says("N’est pas parti").assert_says("coings");
}

#[test]
fn while_the_direction_has_stopped_messages_nothing_leaves() {
    let school = School::new();
    let thread = write(&school, "maitre_cm1", &[guardian(&school, "parent_lea", "lea")], "Question", "Une question.");
    school.sql("INSERT INTO correspondence_freeze (profile, frozen_at) VALUES ('families', 0)");
    let mut sophie = school.browser("parent_lea");
    let (composer, draft) = begin(&mut sophie);
    let refused = filled(&composer, &[person(&school, "maitre_cm1")], "Piscine", "Les kiwis.").send(&mut sophie);
    refused.assert_says("suspendu").assert_says("kiwis");
    answer(&school, "parent_lea", thread, "Les melons.").assert_says("suspendu").assert_says("melons");
    assert_eq!(row(&school, "SELECT count(*) FROM message WHERE state <> 'draft'"), 1);
    assert_eq!(row(&school, &format!("SELECT count(*) FROM message WHERE id = {draft} AND state = 'draft'")), 1);
    let stopped = sent(&school, "maitre_cm1", &[guardian(&school, "parent_lea", "lea")], "Encore", "Bonjour.");
    stopped.assert_says("suspendu");
}
