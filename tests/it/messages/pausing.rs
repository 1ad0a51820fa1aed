//! A pause: said before it is written to, answered once, and over by itself.

use super::{answer, begin, deliver, filled, guardian, page, person, sent, write};
use crate::world::{Reply, School, row};

const PAUSE: &str = "/messages/pause";

/// Mme Benali is away for two weeks.
fn pause(school: &School, who: &str, holds: bool, says: &str, text: &str) -> Reply {
    let mut browser = school.browser(who);
    let page = browser.get(PAUSE);
    let button = if page.has_button("Changer la pause") { "Changer la pause" } else { "Prendre cette pause" };
    let form = page.form(button).set("du", "2026-11-17").set("jusquau", "2026-11-29").set("reponse", says);
    let form = form.set("texte", text);
    if holds { form.tick("attendre", "oui") } else { form }.send(&mut browser)
}

fn automatic(school: &School) -> i64 {
    row(school, "SELECT count(*) FROM message WHERE how = 'automatic'")
}

#[test]
fn who_writes_is_told_before_and_answered_once() {
    let school = School::new();
    pause(&school, "maitresse_ce1", false, "prete", "").assert_says("enregistrée").assert_says("Vous êtes en pause");
    let to = [person(&school, "maitresse_ce1")];
    let mut emre = school.browser("parent_tom");
    let (composer, _) = begin(&mut emre);
    let kept = filled(&composer, &to, "Tom", "Bonjour.").forge("geste", "garder").send(&mut emre);
    kept.assert_says("Mme Benali ne lit pas ses messages jusqu’au dimanche 29 novembre.");
    let thread = write(&school, "parent_tom", &to, "Tom", "Bonjour.");
    let seen = school.browser("parent_tom").get(&page(thread));
    seen.assert_says("Réponse automatique").assert_says("je ne lis pas mes messages jusqu’au dimanche 29 novembre");
    // Once to each, however often they write; another writer gets their own.
    answer(&school, "parent_tom", thread, "Encore.");
    write(&school, "parent_tom", &to, "Tom", "Toujours.");
    assert_eq!(automatic(&school), 1);
    write(&school, "directrice", &to, "Conseil", "Jeudi.");
    assert_eq!(automatic(&school), 2);
    // It reached her all the same.
    school.browser("maitresse_ce1").get(&page(thread)).assert_says("Encore.");
    // Set anew, it answers anew; ended, it says nothing any more.
    pause(&school, "maitresse_ce1", false, "sienne", "En stage jusqu’à dimanche.");
    let again = write(&school, "parent_tom", &to, "Tom", "Et maintenant\u{202f}?");
    school.browser("parent_tom").get(&page(again)).assert_says("En stage jusqu’à dimanche.");
    let mut samia = school.browser("maitresse_ce1");
    samia.get("/messages").assert_says("Vous êtes en pause");
    samia.get(PAUSE).form("Arrêter la pause").send(&mut samia).assert_says("Votre pause est finie");
    write(&school, "parent_tom", &to, "Tom", "Bonjour.");
    assert_eq!(automatic(&school), 3);
}

#[test]
fn two_who_are_away_do_not_answer_each_other() {
    let school = School::new();
    pause(&school, "maitresse_ce1", false, "prete", "");
    pause(&school, "maitre_cm1", false, "prete", "");
    write(&school, "maitre_cm1", &[person(&school, "maitresse_ce1")], "Piscine", "Bonjour.");
    assert_eq!(automatic(&school), 1, "her text to him; and none of his to her text");
    // An automatic text counts for nobody's limit.
    assert_eq!(row(&school, "SELECT coalesce(sum(recipients), 0) FROM message WHERE how = 'automatic'"), 0);
}

#[test]
fn what_is_held_comes_after_the_last_day() {
    let school = School::new();
    pause(&school, "maitresse_ce1", true, "aucune", "");
    let reply = sent(&school, "parent_tom", &[person(&school, "maitresse_ce1")], "Tom", "Une question de fraises.");
    reply.assert_says("sera remis").assert_says("lundi 30 novembre à 7");
    let thread: i64 = reply.path.rsplit('/').next().unwrap().parse().unwrap();
    super::sees_nothing(&school, "maitresse_ce1", thread, "fraises");
    deliver(&school, "2026-11-30 07:00", "parent_tom");
    school.browser("maitresse_ce1").get(&page(thread)).assert_says("fraises");
    assert_eq!(automatic(&school), 0);
}

#[test]
fn what_comes_late_is_answered_as_it_comes_while_the_pause_holds() {
    let school = School::new();
    pause(&school, "maitresse_ce1", false, "prete", "");
    let to = [person(&school, "maitresse_ce1")];
    school.at("2026-11-17 21:40");
    let thread = write(&school, "parent_tom", &to, "Tom", "Ce soir.");
    assert_eq!(automatic(&school), 0, "it has not reached her");
    deliver(&school, "2026-11-18 07:00", "parent_tom");
    school.browser("parent_tom").get(&page(thread)).assert_says("Réponse automatique");
    // Stopped by the direction: answered once it is opened again, and only while she is away.
    school.at("2026-11-18 21:40");
    let last = write(&school, "parent_lea", &to, "Hugo", "Tard.");
    school.sql("INSERT INTO correspondence_freeze (profile, frozen_at) VALUES ('families', 0)");
    deliver(&school, "2026-11-19 07:00", "parent_lea");
    assert_eq!(automatic(&school), 1);
    school.sql("DELETE FROM correspondence_freeze");
    deliver(&school, "2026-11-30 09:00", "parent_lea");
    school.browser("maitresse_ce1").get(&page(last)).assert_says("Tard.");
    assert_eq!(automatic(&school), 1, "she is back");
    // What the pause itself held is answered by nobody.
    pause_on(&school, "2026-12-01", "2026-12-02");
    school.at("2026-12-01 10:00");
    let held = write(&school, "parent_lea", &to, "Hugo", "Retenu.");
    deliver(&school, "2026-12-03 07:00", "parent_lea");
    school.browser("maitresse_ce1").get(&page(held)).assert_says("Retenu.");
    assert_eq!(automatic(&school), 1);
}

/// Mme Benali's, holding what comes, with the ready text.
fn pause_on(school: &School, from: &str, until: &str) {
    let mut samia = school.browser("maitresse_ce1");
    let form = samia.get(PAUSE).form("Prendre cette pause").set("du", from).set("jusquau", until);
    form.set("reponse", "prete").tick("attendre", "oui").send(&mut samia).assert_says("enregistrée");
}

#[test]
fn who_is_back_early_gets_what_was_held() {
    let school = School::new();
    crate::blog::activate(&school, "parent_tom");
    pause(&school, "maitresse_ce1", true, "aucune", "");
    let reply = sent(&school, "parent_tom", &[person(&school, "maitresse_ce1")], "Tom", "Une question de fraises.");
    let thread: i64 = reply.path.rsplit('/').next().unwrap().parse().unwrap();
    let night = sent(&school, "parent_lea", &[person(&school, "maitresse_ce1")], "Hugo", "Des groseilles.");
    let other: i64 = night.path.rsplit('/').next().unwrap().parse().unwrap();
    crate::blog::run_jobs(&school);
    assert_eq!(super::status(&school, "maitresse_ce1", &page(thread)), 404);
    let mut samia = school.browser("maitresse_ce1");
    samia.get(PAUSE).form("Arrêter la pause").send(&mut samia).assert_says("Votre pause est finie");
    crate::blog::activate(&school, "parent_lea");
    crate::blog::run_jobs(&school);
    for thread in [thread, other] {
        assert_eq!(super::status(&school, "maitresse_ce1", &page(thread)), 200);
    }
}

#[test]
fn it_ends_by_itself_and_begins_on_its_day() {
    let school = School::new();
    let mut samia = school.browser("maitresse_ce1");
    let form = samia.get(PAUSE).form("Prendre cette pause").set("du", "2026-11-23").set("jusquau", "2026-11-24");
    form.send(&mut samia).assert_says("Vous serez en pause du lundi 23 novembre au mardi 24 novembre.");
    let to = [person(&school, "maitresse_ce1")];
    write(&school, "parent_tom", &to, "Tom", "Avant.");
    assert_eq!(automatic(&school), 0);
    school.at("2026-11-24 10:00");
    write(&school, "parent_tom", &to, "Tom", "Pendant.");
    assert_eq!(automatic(&school), 1);
    school.at("2026-11-25 10:00");
    write(&school, "directrice", &to, "Conseil", "Après.");
    assert_eq!(automatic(&school), 1);
    samia.get("/messages").assert_says("Faire une pause").assert_silent_on("Vous êtes en pause");
}

#[test]
fn a_pause_is_for_those_who_work_here_and_is_one_s_own() {
    let school = School::new();
    for who in ["parent_lea", "lea", "mairie", "technicien", "ancienne_directrice", "remplacante_partie"] {
        let status = school.browser(who).post_once(PAUSE, &[("du", "2026-11-17"), ("jusquau", "2026-11-20")]).status;
        assert!([403, 404].contains(&status), "{who} {status}");
        school.browser(who).get("/").assert_silent_on("Faire une pause");
    }
    assert_eq!(row(&school, "SELECT count(*) FROM correspondence_pause"), 0);
    let mut samia = school.browser("maitresse_ce1");
    for (from, until, said) in [
        ("2026-11-20", "2026-11-19", "Le dernier jour vient après le premier"),
        ("2026-11-01", "2026-11-16", "Ce jour est passé"),
        ("2026-11-17", "2027-06-30", "quatre mois au plus"),
        ("", "2026-11-20", "premier jour"),
    ] {
        let page = samia.get(PAUSE);
        page.form("Prendre cette pause")
            .set("du", from)
            .set("jusquau", until)
            .send(&mut samia)
            .assert_status(422)
            .assert_says(said);
    }
    let own = samia.get(PAUSE).form("Prendre cette pause").set("reponse", "sienne").send(&mut samia);
    own.assert_status(422).assert_says("Écrivez votre réponse");
    assert_eq!(samia.post_once("/messages/pause/fin", &[]).status, 404, "there is none to end");
    // A message to a whole family is not held by anybody's pause.
    pause(&school, "maitresse_ce1", true, "prete", "");
    let thread = write(&school, "maitresse_ce1", &[guardian(&school, "parent_tom", "tom")], "Tom", "Elle écrit.");
    school.browser("parent_tom").get(&page(thread)).assert_says("Elle écrit.");
}
