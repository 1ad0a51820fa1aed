//! Following up: reminding, correcting, withdrawing.

use super::{rows, sign, status, suivi, word, write};
use crate::world::{School, WORD};

#[test]
fn only_those_who_have_not_answered_are_reminded_and_once_a_day() {
    let school = School::new();
    sign(&school, "parent_lea", WORD);
    let mut teacher = school.browser("maitre_cm1");
    let page = teacher.get(&suivi(WORD));
    let button = page.form("Relancer la famille");
    button.send(&mut teacher).assert_says("1 famille voit le rappel");
    let path = format!("{}/relancer", word(WORD));
    teacher.post(&path, &[]).assert_status(422).assert_says("Une relance est déjà partie aujourd’hui à 8 h 30");
    school.browser("parent_lea").get(&word(WORD)).assert_silent_on("Rappel");
    school.browser("other_parent_lea").get("/cahier-de-liaison").assert_silent_on("Rappel");
    // The word's own page says no more than the list: a difference would tell that Sophie has signed.
    school.browser("other_parent_lea").get(&word(WORD)).assert_silent_on("Rappel");

    let note = write(&school, "maitre_cm1", "CM1", "Voyage", "all");
    let mut teacher = school.browser("maitre_cm1");
    teacher.post(&format!("{}/relancer", word(note)), &[]).assert_says("2 familles voient le rappel");
    school.browser("other_parent_lea").get("/cahier-de-liaison").assert_says("Rappel du mardi 17 novembre");
    school.browser("other_parent_lea").get("/").assert_says("Rappel du mardi 17 novembre");
    school.at("2026-11-18 08:30");
    teacher.post(&path, &[]).assert_status(200);
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_reminder"), 3);
}

#[test]
fn who_has_no_account_yet_is_said() {
    let school = School::new();
    school.browser("maitre_cm1").get(&suivi(WORD)).assert_says("Paul Martin n’a pas encore de compte");
}

#[test]
fn a_correction_asks_again_and_keeps_what_was_signed() {
    let school = School::new();
    sign(&school, "parent_lea", WORD);
    let mut teacher = school.browser("maitre_cm1");
    let form = teacher.get(&format!("{}/corriger", word(WORD))).form("Corriger le mot");
    let done = form.set("texte", "Nous vous attendons samedi à 18 h.").tick("a_nouveau", "oui").send(&mut teacher);
    done.assert_says("doivent répondre à nouveau");
    teacher.get(&suivi(WORD)).assert_says("Aucune famille sur 2 n’a encore signé");
    let hers = school.browser("parent_lea").get(&word(WORD));
    hers.assert_says("demande votre signature à nouveau")
        .assert_says("[retiré] vendredi")
        .assert_says("[ajouté] samedi");
    sign(&school, "parent_lea", WORD).assert_says("Signé par vous");
    assert_eq!(
        rows(
            &school,
            "SELECT group_concat(version) = '1,2' FROM (SELECT version FROM liaison_answer ORDER BY version)"
        ),
        1
    );
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_version WHERE note = 1"), 2);
}

#[test]
fn a_small_correction_leaves_signatures_standing() {
    let school = School::new();
    sign(&school, "parent_lea", WORD);
    let mut anne = school.browser("directrice");
    let form = anne.get(&format!("{}/corriger", word(WORD))).form("Corriger le mot");
    form.set("titre", "Réunion de la rentrée").send(&mut anne).assert_says("Les familles voient ce qui a changé");
    anne.get(&suivi(WORD)).assert_says("1 famille sur 2 a signé");
    school.browser("parent_lea").get(&word(WORD)).assert_says("Signé par vous").assert_says("Corrigé");
    // Nothing changed is no correction.
    let form = anne.get(&format!("{}/corriger", word(WORD))).form("Corriger le mot");
    form.send(&mut anne).assert_status(422).assert_says("Rien n’a changé");
}

#[test]
fn two_corrections_at_once_do_not_cover_each_other() {
    let school = School::new();
    let (mut anne, mut teacher) = (school.browser("directrice"), school.browser("maitre_cm1"));
    let path = format!("{}/corriger", word(WORD));
    let (first, second) = (anne.get(&path).form("Corriger le mot"), teacher.get(&path).form("Corriger le mot"));
    first.set("titre", "Un").send(&mut anne).assert_status(200);
    second.set("titre", "Deux").send(&mut teacher).assert_status(422).assert_says("corrigé entre-temps");
}

#[test]
fn what_is_withdrawn_is_gone_for_families_and_kept_for_the_school() {
    let school = School::new();
    let mut teacher = school.browser("maitre_cm1");
    let asked = teacher.get(&format!("{}/retirer", word(WORD)));
    asked.form("Retirer le mot").send(&mut teacher).assert_says("Retiré");
    for who in ["parent_lea", "other_parent_lea", "lea"] {
        assert_eq!(status(&school, who, &word(WORD)), 404, "{who}");
        school.browser(who).get("/cahier-de-liaison").assert_silent_on("Réunion");
    }
    let sign = format!("{}/eleves/{}/signature", word(WORD), school.id("lea"));
    school.browser("parent_lea").post(&sign, &[("version", "1")]).assert_status(404);
    let picture = format!("{}/pieces/{}", word(WORD), crate::world::PICTURE);
    assert_eq!(status(&school, "parent_lea", &picture), 404);
    school.browser("directrice").get("/cahier-de-liaison").assert_says("Réunion de rentrée").assert_says("Retiré");
    assert_eq!(status(&school, "maitre_cm1", &format!("{}/corriger", word(WORD))), 404);
    assert_eq!(rows(&school, "SELECT count(*) FROM journal WHERE act = 'WithdrawNote' AND thing_id = 1"), 1);
}

#[test]
fn a_colleague_follows_but_does_not_change() {
    let school = School::new();
    school.at("2026-12-02 08:30");
    let page = school.browser("remplacante").get(&suivi(WORD));
    page.assert_status(200).assert_says("Léa");
    assert!(!page.has_button("Relancer") && !page.has_button("Corriger") && !page.has_button("Retirer"));
    for what in ["corriger", "retirer"] {
        assert_eq!(status(&school, "remplacante", &format!("{}/{what}", word(WORD))), 403);
    }
    school.browser("remplacante").post(&format!("{}/relancer", word(WORD)), &[]).assert_status(403);
}

#[test]
fn a_later_deadline_reaches_who_joins_the_class_before_it() {
    let school = School::new();
    // Written in September, closed a month later; Tom comes to the class after that.
    let cm1 = school.class("CM1");
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE enrolment SET class = ?1 WHERE pupil = ?2 AND until_on IS NULL", [cm1, school.id("tom")])
        .unwrap();
    assert_eq!(status(&school, "parent_tom", &word(WORD)), 404);
    let mut teacher = school.browser("maitre_cm1");
    let form = teacher.get(&format!("{}/corriger", word(WORD))).form("Corriger le mot");
    form.set("avant_le", "2026-12-15").send(&mut teacher).assert_status(200);
    let his = school.browser("parent_tom").get(&word(WORD));
    his.assert_status(200).assert_says("À signer");
    assert_eq!(rows(&school, "SELECT closes_on = '2026-12-15' FROM audience WHERE id = 1"), 1);
    // The families see that it is the date which changed; an earlier one closes nothing.
    his.assert_says("Réponse attendue").assert_says("[ajouté] le mardi 15 décembre");
    let form = teacher.get(&format!("{}/corriger", word(WORD))).form("Corriger le mot");
    form.set("avant_le", "2026-11-20").send(&mut teacher).assert_status(200);
    assert_eq!(rows(&school, "SELECT closes_on = '2026-12-15' FROM audience WHERE id = 1"), 1);
}

#[test]
fn a_word_waits_as_long_as_its_date_is_ahead() {
    let school = School::new();
    school.at("2026-09-10 10:00");
    let mut teacher = school.browser("maitre_cm1");
    let form = teacher.get("/cahier-de-liaison/nouveau").form("Envoyer").set("titre", "Classe de neige");
    let form = form.set("texte", "Trois jours.").set("categorie", "sortie").set("demande", "all");
    form.set("avant_le", "2026-12-01").send(&mut teacher).assert_says("Le mot est envoyé");
    for (day, waits) in [("2026-11-20 08:30", true), ("2026-12-10 08:30", true), ("2027-02-10 08:30", false)] {
        school.at(day);
        let home = school.browser("parent_lea").get("/");
        assert_eq!(home.text().contains("Classe de neige"), waits, "{day}");
    }
    school.at("2026-11-20 08:30");
    school.browser("maitre_cm1").get("/").assert_says("Classe de neige");
}

#[test]
fn the_button_counts_whom_a_reminder_reaches() {
    let school = School::new();
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let (cm1, ce1, etienne) = (school.class("CM1"), school.class("CE1"), school.id("maitre_cm1"));
    let duty = "INSERT INTO duty (person, kind, class, from_on) VALUES (?1, 'teacher', ?2, '2026-09-01')";
    file.execute(duty, [etienne, ce1]).unwrap();
    let mut teacher = school.browser("maitre_cm1");
    let page = teacher.get("/cahier-de-liaison/nouveau");
    let form = page.form("Envoyer").set("titre", "Sortie").set("texte", "Bonjour.").set("categorie", "sortie");
    let form = form.set("demande", "read").set("a_qui", "classes");
    let form = form.tick("classe", &cm1.to_string()).tick("classe", &ce1.to_string());
    let note = super::number(form.send(&mut teacher).assert_status(200));
    let whole = teacher.get(&suivi(note));
    whole.assert_silent_on("dans les autres classes");
    assert!(whole.has_button("Relancer les 3 familles"), "{}", whole.text());
    // His other class is a colleague's now: he no longer sees its answers, and its families are reminded all the same.
    file.execute("UPDATE duty SET until_on = '2026-11-16' WHERE person = ?1 AND class = ?2", [etienne, ce1]).unwrap();
    let part = teacher.get(&suivi(note));
    part.assert_says("Aucune famille sur 2").assert_says("dans les autres classes").assert_silent_on("Tom");
    part.form("Relancer les 3 familles").send(&mut teacher).assert_says("3 familles voient le rappel");
    school.browser("parent_tom").get(&word(note)).assert_says("Rappel");
}

#[test]
fn its_days_are_corrected_too_and_how_long_it_is_shown_makes_no_new_text() {
    let school = School::new();
    let mut etienne = school.browser("maitre_cm1");
    let path = format!("{}/corriger", word(WORD));
    let correct = |etienne: &mut crate::world::Browser, name: &str, day: &str| {
        etienne.get(&path).form("Corriger le mot").set(name, day).send(etienne)
    };
    correct(&mut etienne, "affiche_jusqu_au", "2027-01-20").assert_says("C’est enregistré");
    correct(&mut etienne, "affiche_jusqu_au", "2026-11-01").assert_status(422);
    let version = "SELECT version FROM liaison_note WHERE id = 1";
    assert_eq!(rows(&school, version), 1);
    correct(&mut etienne, "evenement_le", "2027-01-15").assert_says("vendredi 15 janvier 2027");
    let seen = school.browser("parent_lea").get(&word(WORD));
    seen.assert_says("Ce qui a changé").assert_says("Le jour").assert_says("[ajouté] ");
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_version WHERE event_on = '2027-01-15'"), 1);
    assert_eq!(rows(&school, version), 2);
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_note WHERE shown_until = '2027-01-20'"), 1);
}
