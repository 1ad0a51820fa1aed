//! One message shown to the direction, and nothing else of its thread.

use super::{answer, guardian, last_message, page, person, sees_nothing, status, write};
use crate::world::{Reply, School, row};

fn report(school: &School, who: &str, message: i64, why: &str) -> Reply {
    let mut browser = school.browser(who);
    let page = browser.get(&format!("/messages/ecrits/{message}/signaler"));
    page.assert_status(200);
    page.form("Signaler à la direction").set("raison", why).send(&mut browser)
}

/// M. Roussel wrote to Léa's mother; she answered; he wrote something odd, which she reports.
fn reported(school: &School) -> (i64, i64, i64) {
    let thread = write(school, "maitre_cm1", &[guardian(school, "parent_lea", "lea")], "Sortie", "Un mot banal.");
    answer(school, "parent_lea", thread, "Une réponse privée.");
    answer(school, "maitre_cm1", thread, "Donnez-moi votre carte bancaire.");
    let message = last_message(school);
    report(school, "parent_lea", message, "Ce n’est pas lui.").assert_says("signalé à la direction");
    (thread, message, row(school, "SELECT max(id) FROM message_report"))
}

#[test]
fn the_direction_sees_that_message_and_nothing_else() {
    let school = School::new();
    let (thread, _, report) = reported(&school);
    let mut anne = school.browser("directrice");
    anne.get("/").assert_says("1 message vous est signalé");
    anne.get("/messages/signalements").assert_says("M. Roussel").assert_says("Mme Petit").assert_silent_on("bancaire");
    let seen = anne.get(&format!("/messages/signalements/{report}"));
    seen.assert_says("carte bancaire").assert_says("Ce n’est pas lui.").assert_says("M. Roussel");
    for other in ["Un mot banal", "réponse privée", "Sortie"] {
        seen.assert_silent_on(other);
    }
    assert_eq!(status(&school, "directrice", &page(thread)), 404);
    for what in ["repondre", "lu", "archiver", "fermer"] {
        assert_eq!(anne.post_once(&format!("/messages/{thread}/{what}"), &[]).status, 404, "{what}");
    }
    let found = anne.get("/messages?q=bancaire");
    found.assert_silent_on("carte bancaire");
    anne.get("/recherche?q=bancaire").assert_silent_on("carte bancaire");
}

#[test]
fn she_settles_it_and_the_reporter_alone_sees_so() {
    let school = School::new();
    let (thread, _, report) = reported(&school);
    school.browser("parent_lea").get(&page(thread)).assert_says("Vous avez signalé ce message à la direction");
    school.browser("maitre_cm1").get(&page(thread)).assert_silent_on("signalé");
    let mut anne = school.browser("directrice");
    let path = format!("/messages/signalements/{report}");
    let form = anne.get(&path).form("Classer ce signalement").set("remarque", "Compte fermé, parents appelés.");
    form.send(&mut anne).assert_says("Le signalement est classé").assert_says("Rien à regarder");
    anne.get(&path).assert_says("Compte fermé").assert_says("Classé");
    assert!(!anne.get(&path).has_button("Classer ce signalement"));
    assert_eq!(anne.post_once(&path, &[("remarque", "Autre")]).status, 409);
    anne.get("/").assert_silent_on("signalé");
    let seen = school.browser("parent_lea").get(&page(thread));
    seen.assert_says("la direction s’en est occupée").assert_silent_on("Compte fermé");
    for who in ["maitre_cm1", "parent_lea"] {
        school.browser(who).get("/").assert_silent_on("signalé");
    }
    assert_eq!(row(&school, "SELECT count(*) FROM outbox WHERE text LIKE '%signal%'"), 0, "nobody is written to");
}

#[test]
fn nobody_else_reads_a_report_the_one_who_made_it_neither() {
    let school = School::new();
    let (thread, message, report) = reported(&school);
    for who in
        ["maitre_cm1", "parent_lea", "other_parent_lea", "maitresse_ce1", "parent_tom", "lea", "mairie", "technicien"]
    {
        assert_eq!(status(&school, who, &format!("/messages/signalements/{report}")), 404, "{who}");
        let listed = status(&school, who, "/messages/signalements");
        assert!([403, 404].contains(&listed), "{who} {listed}");
        let settled = school.browser(who).post_once(&format!("/messages/signalements/{report}"), &[]).status;
        assert_eq!(settled, 404, "{who}");
    }
    assert_eq!(row(&school, "SELECT count(*) FROM message_report WHERE settled_at IS NOT NULL"), 0);
    for who in ["other_parent_lea", "directrice", "maitresse_ce1"] {
        assert_eq!(status(&school, who, &format!("/messages/ecrits/{message}/signaler")), 404, "{who}");
        sees_nothing_but_home(&school, who, thread);
    }
}

fn sees_nothing_but_home(school: &School, who: &str, thread: i64) {
    if who == "directrice" {
        assert_eq!(status(school, who, &page(thread)), 404);
    } else {
        sees_nothing(school, who, thread, "bancaire");
    }
}

#[test]
fn one_s_own_message_a_waiting_one_the_direction_s_are_not_reported() {
    let school = School::new();
    let (_, message, _) = reported(&school);
    let say = |who: &str, message: i64| {
        let path = format!("/messages/ecrits/{message}/signaler");
        school.browser(who).post_once(&path, &[("raison", "Non.")]).status
    };
    assert_eq!(say("maitre_cm1", message), 422, "his own");
    assert_eq!(say("parent_lea", message), 422, "a second time");
    let path = format!("/messages/ecrits/{message}/signaler");
    assert_eq!(school.browser("parent_lea").post_once(&path, &[("raison", " ")]).status, 422);
    write(&school, "directrice", &[guardian(&school, "parent_lea", "lea")], "Bilan", "Venez me voir.");
    let of_direction = last_message(&school);
    let page = school.browser("parent_lea").get(&format!("/messages/ecrits/{of_direction}/signaler"));
    page.assert_says("inspection de l’Éducation nationale");
    assert!(!page.has_button("Signaler à la direction"));
    assert_eq!(say("parent_lea", of_direction), 422);
    school.at("2026-11-17 21:40");
    super::sent(&school, "parent_lea", &[person(&school, "maitre_cm1")], "Soir", "Demain.");
    assert_eq!(say("maitre_cm1", last_message(&school)), 404, "it waits");
    assert_eq!(row(&school, "SELECT count(*) FROM message_report"), 1);
}

#[test]
fn what_goes_with_it_is_seen_with_it_and_only_there() {
    let school = School::new();
    let mut etienne = school.browser("maitre_cm1");
    let (composer, draft) = super::begin(&mut etienne);
    let photo = std::fs::read("tests/fixtures/media/orientation-1.jpg").unwrap();
    composer.form("Envoyer les fichiers").attach("fichiers", "odd.jpg", &photo).send(&mut etienne);
    let media = row(&school, "SELECT max(id) FROM media");
    school.develop();
    let to = [guardian(&school, "parent_lea", "lea")];
    super::filled(&etienne.get(&format!("/messages/brouillons/{draft}")), &to, "Photo", "Regardez.").send(&mut etienne);
    report(&school, "parent_lea", draft, "Une photo déplacée.");
    let report = row(&school, "SELECT max(id) FROM message_report");
    let path = format!("/messages/signalements/{report}/pieces/{media}/grande");
    let seen = school.browser("directrice").get(&format!("/messages/signalements/{report}"));
    assert!(seen.body().contains(&path), "{}", seen.body());
    assert_eq!(status(&school, "directrice", &path), 200);
    assert_eq!(status(&school, "directrice", &format!("/messages/pieces/{draft}/{media}/grande")), 404);
    assert_eq!(status(&school, "directrice", &path.replace("grande", "immense")), 404);
    let other = format!("/messages/signalements/{report}/pieces/{}/grande", media + 1);
    assert_eq!(status(&school, "directrice", &other), 404);
    for who in ["parent_lea", "maitre_cm1", "other_parent_lea"] {
        assert_eq!(status(&school, who, &path), 404, "{who}");
    }
}
