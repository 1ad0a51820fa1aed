//! The proof of a follow-up: exact times, texts, means; to whom it is given. And reminders that leave by themselves.

use super::{rows, sign, status, suivi, word, write};
use crate::world::{School, WORD};
use preau::{app, base::jobs::System};

/// What the house does every minute.
fn minute(school: &School) {
    let every: Vec<_> =
        app::ROOMS.iter().flat_map(|room| room.every).filter(|every| every.name == "reminders").collect();
    assert_eq!(every.len(), 1);
    let tx = school.house.db.write().unwrap();
    (every[0].run)(&tx, &System::at_the_console(), school.house.clock.now()).unwrap();
    tx.commit().unwrap();
}

#[test]
fn it_says_to_the_second_who_signed_which_text_and_how() {
    let school = School::new();
    sign(&school, "parent_lea", WORD);
    let mut etienne = school.browser("maitre_cm1");
    let form = etienne.get(&format!("{}/corriger", word(WORD))).form("Corriger le mot");
    form.set("texte", "Samedi à 18 h.").tick("a_nouveau", "oui").send(&mut etienne).assert_status(200);
    school.at("2026-11-18 08:31");
    sign(&school, "parent_lea", WORD);
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let row = (school.id("zoe"), school.id("maitre_cm1"));
    let slip = "INSERT INTO liaison_answer (note, pupil, version, answered_at, how, recorded_by) VALUES (1, ?1, 2, 1795000000, 'paper', ?2)";
    file.execute(slip, row).unwrap();
    let reply = etienne.get(&format!("{}/suivi/preuve.csv", word(WORD)));
    assert!(reply.header("content-disposition").unwrap().contains("suivi-reunion-de-rentree-2026-11-18.csv"));
    let text = reply.body();
    let text = text.strip_prefix('\u{feff}').unwrap();
    assert!(
        text.starts_with("Élève;Classe;Responsable;État;Date;Heure;Version du texte;Moyen;Enregistré par\r\n"),
        "{text}"
    );
    for line in [
        "Martin Léa;CM1;Sophie Petit;A signé;18/11/2026;08:31:00 UTC+01:00;2;Application, connecté;",
        "Martin Léa;CM1;Sophie Petit;A répondu à une version corrigée depuis, ne compte plus;17/11/2026;08:30:00 UTC+01:00;1;Application, connecté;",
        "Martin Léa;CM1;Paul Martin;Rien ne lui est demandé;;;;;",
        "UTC+01:00;2;Papier;M. Roussel",
    ] {
        assert!(text.contains(line), "{line}\nin\n{text}");
    }
    let pdf = etienne.get(&format!("{}/suivi/preuve.pdf", word(WORD)));
    assert_eq!(pdf.header("content-type"), Some("application/pdf"));
    assert!(pdf.bytes.starts_with(b"%PDF-"));
}

#[test]
fn it_counts_pupils_who_are_gone_without_a_name() {
    let school = School::new();
    school.sql(&format!("INSERT INTO liaison_gone (note, pupils, answered) VALUES ({WORD}, 2, 1)"));
    let mut etienne = school.browser("maitre_cm1");
    let text = etienne.get(&format!("{}/suivi/preuve.csv", word(WORD))).body();
    assert!(text.contains("2 élèves partis depuis;;;1 avec une réponse;;;;;"), "{text}");
    etienne.get(&format!("{}/suivi/preuve.pdf", word(WORD))).assert_status(200);
}

#[test]
fn only_who_follows_up_gets_it_and_only_their_part() {
    let school = School::new();
    for what in ["preuve.pdf", "preuve.csv"] {
        let path = format!("{}/suivi/{what}", word(WORD));
        for (who, expected) in [
            ("directrice", 200),
            ("parent_lea", 403),
            ("other_parent_lea", 403),
            ("lea", 403),
            ("aesh", 403),
            ("maitresse_ce1", 404),
            ("parent_tom", 404),
            ("mairie", 404),
        ] {
            assert_eq!(status(&school, who, &path), expected, "{who} {what}");
        }
    }
    let mut anne = school.browser("directrice");
    let form = anne.get("/cahier-de-liaison/nouveau").form("Envoyer").set("titre", "=1+1").set("texte", "Samedi.");
    let form = form.set("categorie", "evenement").set("demande", "one").set("a_qui", "ecole").tick("confirmer", "oui");
    let note = super::number(&form.send(&mut anne));
    let hers = school.browser("maitresse_ce1").get(&format!("{}/suivi/preuve.csv", word(note))).body();
    assert!(hers.contains("Tom") && hers.contains("Hugo") && !hers.contains("Zoé") && !hers.contains("Léa"), "{hers}");
}

#[test]
fn families_are_reminded_by_itself_two_days_before_and_on_the_day() {
    let school = School::new();
    let mut etienne = school.browser("maitre_cm1");
    let form =
        etienne.get("/cahier-de-liaison/nouveau").form("Envoyer").set("titre", "Voyage").set("texte", "Trois jours.");
    let form = form.set("categorie", "sortie").set("demande", "one").set("avant_le", "2026-11-23");
    let note = super::number(&form.send(&mut etienne));
    let told = |school: &School| {
        rows(school, &format!("SELECT count(*) FROM liaison_reminder WHERE note = {note} AND reminded_by IS NULL"))
    };
    // Two days before is a Saturday: Monday, the day itself, tells once.
    for (when, expected) in [
        ("2026-11-20 09:00", 0),
        ("2026-11-21 09:00", 0),
        ("2026-11-23 07:30", 0),
        ("2026-11-23 08:00", 1),
        ("2026-11-23 08:01", 1),
        ("2026-11-23 19:00", 1),
        ("2026-11-24 09:00", 1),
    ] {
        school.at(when);
        minute(&school);
        assert_eq!(told(&school), expected, "{when}");
    }
    school.browser("parent_lea").get(&word(note)).assert_says("Rappel du lundi 23 novembre");
    sign(&school, "parent_lea", note);
    school.browser("other_parent_lea").get(&word(note)).assert_silent_on("Rappel");
}

#[test]
fn nobody_is_reminded_twice_a_day_nor_where_it_is_turned_off() {
    let school = School::new();
    let mut etienne = school.browser("maitre_cm1");
    let mut send = |title: &str| {
        let form = etienne.get("/cahier-de-liaison/nouveau").form("Envoyer").set("titre", title).set("texte", "Jeudi.");
        let form = form.set("categorie", "sortie").set("demande", "read").set("avant_le", "2026-11-20");
        super::number(&form.send(&mut etienne))
    };
    let (by_hand, silent) = (send("Un"), send("Deux"));
    let mut etienne = school.browser("maitre_cm1");
    etienne.get(&suivi(silent)).form("Ne pas rappeler").send(&mut etienne).assert_says("pas de rappel automatique");
    school.at("2026-11-18 07:10");
    etienne.get(&suivi(by_hand)).form("Relancer").send(&mut etienne).assert_says("le rappel sur leur page");
    school.at("2026-11-18 08:05");
    minute(&school);
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_reminder"), 1);
    school.at("2026-11-20 08:05");
    minute(&school);
    assert_eq!(rows(&school, &format!("SELECT count(*) FROM liaison_reminder WHERE note = {by_hand}")), 2);
    assert_eq!(rows(&school, &format!("SELECT count(*) FROM liaison_reminder WHERE note = {silent}")), 0);
}

#[test]
fn a_reminder_asked_for_at_night_leaves_in_the_morning() {
    let school = School::new();
    super::waiting::activate(&school, "maitre_cm1");
    let note = write(&school, "maitre_cm1", "CM1", "Voyage", "one");
    school.at("2026-11-17 21:00");
    let mut etienne = school.browser("maitre_cm1");
    let done = etienne.get(&suivi(note)).form("Relancer").send(&mut etienne);
    done.assert_says("la relance partira demain à 7 h");
    assert!(!done.has_button("Relancer"));
    minute(&school);
    school.browser("parent_lea").get(&word(note)).assert_silent_on("Rappel");
    school.at("2026-11-18 07:00");
    minute(&school);
    minute(&school);
    school.browser("parent_lea").get(&word(note)).assert_says("Rappel du mercredi 18 novembre");
    assert_eq!(rows(&school, &format!("SELECT count(*) FROM liaison_reminder WHERE note = {note}")), 1);
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_note WHERE remind_at IS NOT NULL"), 0);
}

#[test]
fn it_names_no_pupil_of_another_class() {
    let school = School::new();
    let note = super::write_to(&school, &["lea", "tom"], "one");
    let proof = |who: &str| super::paper::words(&school.browser(who).get(&format!("{}/suivi/preuve.pdf", word(note))));
    let his = proof("maitre_cm1");
    assert!(his.contains("Martin Léa") && !his.contains("Tom"), "{his}");
    let hers = proof("directrice");
    assert!(hers.contains("Léa") && hers.contains("Tom"), "{hers}");
}
