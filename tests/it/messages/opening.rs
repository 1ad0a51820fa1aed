//! Messages where they are opened to pupils and to the town: a place in the menu then, and words for a child.

use super::{answer, begin, filled, guardian, of, page, person, write};
use crate::world::{Reply, School};

fn decide(school: &School, pair: &str, allowed: bool) {
    school.sql(&format!(
        "INSERT INTO correspondence (pair, allowed, changed_at) VALUES ('{pair}', {allowed}, 0)
         ON CONFLICT (pair) DO UPDATE SET allowed = excluded.allowed"
    ));
}

fn has_place(school: &School, who: &str) -> bool {
    school.browser(who).get("/compte").body().contains("href=\"/messages\"")
}

#[test]
fn a_pupil_finds_messages_where_they_are_opened_and_only_there() {
    let school = School::new();
    assert!(!has_place(&school, "lea") && !has_place(&school, "tom"));
    school.browser("lea").get("/").assert_silent_on("/messages");
    assert!(!school.browser("lea").get("/messages").has_button("Écrire"));
    decide(&school, "pupil_to_teacher", true);
    assert!(has_place(&school, "lea") && has_place(&school, "tom"));
    school.browser("lea").get("/").assert_says("Tu veux écrire à ta maîtresse ou à ton maître");
    let thread = write(&school, "lea", &[person(&school, "maitre_cm1")], "Exposé", "Les volcans.");
    // Closed again, and for Tom whom nobody wrote to there is nothing.
    decide(&school, "pupil_to_teacher", false);
    assert!(has_place(&school, "lea") && !has_place(&school, "tom"));
    let mut lea = school.browser("lea");
    lea.get(&page(thread)).assert_says("volcans").assert_silent_on("Fermer aux réponses");
    assert_eq!(lea.post_once(&of(thread, "fermer"), &[]).status, 403, "her teacher may always answer");
    assert!(!lea.get("/messages").has_button("Écrire"));
    let (composer, _) = begin(&mut lea);
    let refused = filled(&composer, &[person(&school, "maitre_cm1")], "Exposé", "Encore.").send(&mut lea);
    refused.assert_status(422).assert_says("tu ne peux pas lui écrire");
    // Where her class is without messages there is no place either.
    decide(&school, "pupil_to_teacher", true);
    let cm1 = school.class("CM1");
    school.sql(&format!("INSERT INTO service_off (room, class, off_at) VALUES ('messages', {cm1}, 0)"));
    assert!(!has_place(&school, "lea") && has_place(&school, "tom"));
}

#[test]
fn the_town_finds_messages_once_it_may_write_or_is_written_to() {
    let school = School::new();
    assert!(has_place(&school, "mairie"));
    decide(&school, "town_to_direction", false);
    assert!(!has_place(&school, "mairie"));
    let list = school.browser("mairie").get("/messages");
    assert!(!list.has_button("Écrire"));
    list.assert_says("Ce que l’école vous écrira arrivera ici.");
    write(&school, "directrice", &[person(&school, "mairie")], "Travaux", "Le portail.");
    assert!(has_place(&school, "mairie"));
    // Who tends the box alone has none, nor who works here no more.
    assert!(!has_place(&school, "technicien") && !has_place(&school, "ancienne_directrice"));
}

/// No « vous » to a child, nor a verb in its form.
#[track_caller]
fn says_tu(reply: &Reply) {
    let text = reply.text();
    let words = text.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
    let other = ["chez", "assez", "nez"];
    let said: Vec<String> = words
        .filter(|word| ["vous", "votre", "vos"].contains(&&**word) || word.ends_with("ez") && !other.contains(&&**word))
        .collect();
    assert!(said.is_empty(), "{said:?} at {}:\n{text}", reply.path);
}

#[test]
fn a_pupil_is_spoken_to_as_a_child() {
    let school = School::new();
    decide(&school, "pupil_to_teacher", true);
    decide(&school, "teacher_to_pupil", true);
    let mut lea = school.browser("lea");
    for path in ["/messages", "/messages?archive", "/messages?brouillons", "/messages?non-lus", "/messages?q=rien"] {
        says_tu(&lea.get(path));
    }
    let (composer, draft) = begin(&mut lea);
    says_tu(&composer);
    says_tu(&lea.get(&format!("/messages/brouillons/{draft}?q=personne")));
    says_tu(&lea.get(&format!("/messages/brouillons/{draft}/jeter")));
    for to in [vec![], vec![person(&school, "maitresse_ce1")]] {
        says_tu(filled(&composer, &to, "", "").send(&mut lea).assert_status(422));
    }
    let kept = filled(&composer, &[person(&school, "maitre_cm1")], "Exposé", "Oui.").forge("geste", "garder");
    says_tu(&kept.send(&mut lea));
    says_tu(&filled(&composer, &[person(&school, "maitre_cm1")], "Exposé", "Les volcans.").send(&mut lea));
    let thread = write(&school, "maitre_cm1", &[person(&school, "lea")], "Bravo", "C’est bien.");
    says_tu(lea.get("/").assert_says("Une chose t’attend.").assert_says("1 message non lu"));
    says_tu(&lea.get(&page(thread)));
    says_tu(answer(&school, "lea", thread, "").assert_status(422));
    says_tu(&answer(&school, "lea", thread, "Merci."));
    says_tu(&lea.get("/messages"));
    let message = super::text(&school, &format!("SELECT CAST(min(id) AS TEXT) FROM message WHERE thread = {thread}"));
    let report = lea.get(&format!("/messages/ecrits/{message}/signaler"));
    says_tu(&report);
    says_tu(report.form("Signaler à la direction").send(&mut lea).assert_status(422));
    says_tu(&report.form("Signaler à la direction").set("raison", "Pas lui.").send(&mut lea));
    // In the evening, at her limit, and while all is stopped.
    school.at("2026-11-17 21:40");
    says_tu(answer(&school, "lea", thread, "Demain.").assert_says("sera remis"));
    let mut own = lea.get(&page(thread));
    says_tu(&own);
    own = own.form("Reprendre").send(&mut lea);
    says_tu(&own);
    school.at("2026-11-18 10:00");
    for _ in 0..5 {
        says_tu(&answer(&school, "lea", thread, "Encore."));
    }
    says_tu(answer(&school, "lea", thread, "De trop.").assert_says("en peu de temps"));
    school.sql("INSERT INTO correspondence_freeze (profile, frozen_at) VALUES ('pupils', 0)");
    says_tu(answer(&school, "lea", thread, "Non.").assert_says("a suspendu les messages"));
    says_tu(&lea.get("/messages"));
    // Adults are still « vous ».
    let to = [guardian(&school, "parent_lea", "lea")];
    write(&school, "maitre_cm1", &to, "Léa", "Bonjour.");
    school.browser("parent_lea").get("/messages?q=rien").assert_says("Essayez un autre mot");
}
