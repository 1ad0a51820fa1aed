//! Writing: to whom, what is refused, what is kept.

use super::{rows, status, suivi, word, write, write_to};
use crate::world::{School, WORD};

#[test]
fn a_word_goes_to_several_classes_and_each_teacher_follows_hers() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let page = anne.get("/cahier-de-liaison/nouveau");
    let form = page.form("Envoyer").set("titre", "Kermesse").set("texte", "Samedi.").set("categorie", "evenement");
    let form = form.set("demande", "one").set("a_qui", "classes");
    let form = form.tick("classe", &school.class("CM1").to_string()).tick("classe", &school.class("CE1").to_string());
    let sent = form.send(&mut anne);
    // Four pupils, three families: Léa and Hugo have the same parents.
    sent.assert_says("Le mot est envoyé à 3 familles.").assert_says("Zoé").assert_says("Tom");
    let note = super::number(&sent);
    let samia = school.browser("maitresse_ce1").get(&suivi(note));
    samia.assert_says("Tom").assert_says("Hugo").assert_silent_on("Zoé").assert_silent_on("Léa");
    school.browser("parent_lea").get("/cahier-de-liaison").assert_says("pour Léa et Hugo");
}

#[test]
fn a_word_to_one_pupil_is_nobody_elses() {
    let school = School::new();
    let note = write_to(&school, &["lea"], "nothing");
    assert_eq!(status(&school, "parent_lea", &word(note)), 200);
    for who in ["parent_tom", "mere_sans_autorite", "tom", "maitresse_ce1"] {
        assert_eq!(status(&school, who, &word(note)), 404, "{who}");
    }
    school.browser("parent_tom").get("/cahier-de-liaison").assert_silent_on("Entre nous");
}

#[test]
fn the_whole_school_is_confirmed_first() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let page = anne.get("/cahier-de-liaison/nouveau");
    let form = page.form("Envoyer").set("titre", "Grève").set("texte", "Jeudi.").set("categorie", "administratif");
    let again = form.set("demande", "read").set("a_qui", "ecole").send(&mut anne);
    again.assert_status(422).assert_says("Confirmez");
    let sent = again.form("Envoyer").tick("confirmer", "oui").send(&mut anne);
    sent.assert_says("Le mot est envoyé à 3 familles.");
}

#[test]
fn a_teacher_writes_to_her_own_classes_only() {
    let school = School::new();
    let mut samia = school.browser("maitresse_ce1");
    let fill = |to: &str| {
        let form = school.browser("maitresse_ce1").get("/cahier-de-liaison/nouveau").form("Envoyer");
        let form = form.set("titre", "Non").set("texte", "Non.").set("categorie", "divers").set("demande", "nothing");
        form.set("a_qui", to)
    };
    let cm1 = school.class("CM1").to_string();
    fill("classes").forge("classe", &cm1).send(&mut samia).assert_status(403);
    fill("eleves").forge("eleve", &school.id("lea").to_string()).send(&mut samia).assert_status(404);
    fill("ecole").forge("confirmer", "oui").send(&mut samia).assert_status(403);
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_note"), 1);
    for (who, expected) in [("parent_lea", 403), ("lea", 403), ("atsem", 403), ("mairie", 404), ("remplacante", 404)] {
        assert_eq!(status(&school, who, "/cahier-de-liaison/nouveau"), expected, "{who}");
    }
}

#[test]
fn what_was_typed_comes_back_with_what_is_wrong() {
    let school = School::new();
    let mut teacher = school.browser("maitre_cm1");
    let form = teacher.get("/cahier-de-liaison/nouveau").form("Envoyer");
    let again = form
        .set("titre", "Piscine")
        .set("texte", "Un texte long.")
        .set("avant_le", "2026-11-16")
        .set("categorie", "sortie");
    let again = again.set("demande", "one").send(&mut teacher);
    again.assert_status(422).assert_says("Cette date est passée").assert_says("Un texte long.");
    let again = again.form("Envoyer").set("avant_le", "").set("titre", "").send(&mut teacher);
    again.assert_status(422).assert_says("Donnez un titre").assert_says("Un texte long.");
    again.form("Envoyer").set("titre", "Piscine").send(&mut teacher).assert_says("Le mot est envoyé à 2 familles.");
}

#[test]
fn nothing_hostile_is_ever_shown() {
    let school = School::new();
    let mut teacher = school.browser("maitre_cm1");
    let form = teacher.get("/cahier-de-liaison/nouveau").form("Envoyer").set("titre", "<script>alert(1)</script>");
    let hostile =
        "<p onclick=\"x()\">Bonjour <img src=x onerror=y()><a href=\"javascript:z()\">ici</a><script>w()</script></p>";
    let form = form.set("texte", hostile).set("categorie", "sortie").set("demande", "nothing");
    let note = super::number(&form.send(&mut teacher));
    let read = school.browser("parent_lea").get(&word(note));
    read.assert_says("Bonjour");
    for bad in ["onclick", "onerror", "javascript:", "<script>alert", "w()"] {
        read.assert_silent_on(bad);
    }
}

#[test]
fn a_draft_survives_a_closed_tab() {
    let school = School::new();
    let mut teacher = school.browser("maitre_cm1");
    let form = teacher.get("/cahier-de-liaison/nouveau").form("Garder comme brouillon");
    assert_eq!(form.action, "/cahier-de-liaison/brouillon");
    let lea = school.id("lea").to_string();
    let pairs = [("titre", "Piscine"), ("texte", "Penser au bonnet"), ("a_qui", "eleves"), ("eleve", lea.as_str())];
    teacher.post(&form.action, &pairs).assert_says("Votre brouillon est gardé");

    school.at("2026-11-19 16:05");
    let mut elsewhere = school.browser("maitre_cm1");
    let asked = elsewhere.get("/cahier-de-liaison/nouveau");
    asked.assert_says("Reprendre le brouillon de mardi").assert_says("Piscine");
    let again = elsewhere.get(&asked.link("Reprendre"));
    again.assert_says("Penser au bonnet");
    let form = again.form("Envoyer");
    assert!(form.pairs.contains(&("eleve".to_owned(), lea)));
    form.set("categorie", "sortie").set("demande", "nothing").send(&mut elsewhere).assert_says("envoyé à 1 famille");
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_draft"), 0);
    // A colleague has none of it, a family may keep none.
    school.browser("maitresse_ce1").get("/cahier-de-liaison/nouveau").assert_silent_on("Piscine");
    school.browser("parent_lea").post("/cahier-de-liaison/brouillon", &[("titre", "x")]).assert_status(403);
}

#[test]
fn a_draft_is_thrown_away_on_demand() {
    let school = School::new();
    let mut teacher = school.browser("maitre_cm1");
    // What the page keeps by itself is answered there: only a lost session sends it elsewhere.
    let silent = [("titre", "Piscine"), ("discret", "oui")];
    teacher.post_once("/cahier-de-liaison/brouillon", &silent).assert_status(200).assert_silent_on("gardé.");
    school.visitor().post_once("/cahier-de-liaison/brouillon", &silent).assert_status(303);
    let fresh = teacher.get("/cahier-de-liaison/nouveau").form("Jeter").send(&mut teacher);
    assert!(fresh.has_button("Envoyer"));
    fresh.assert_silent_on("Piscine");
}

#[test]
fn what_was_typed_comes_too_late_once_the_word_is_sent() {
    let school = School::new();
    let drafts = || rows(&school, "SELECT count(*) FROM liaison_draft");
    let mut teacher = school.browser("maitre_cm1");
    let page = teacher.get("/cahier-de-liaison/nouveau");
    let lea = school.id("lea").to_string();
    let kept = page.form("Garder comme brouillon").set("titre", "Piscine").set("texte", "Le bonnet");
    let late: Vec<(&str, &str)> = kept.pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
    assert_eq!(teacher.post_once(&kept.action, &late).status, 303);
    assert_eq!(drafts(), 1);
    let form = page.form("Envoyer").set("titre", "Piscine").set("texte", "Le bonnet.").set("categorie", "sortie");
    let form = form.set("demande", "nothing").forge("a_qui", "eleves").forge("eleve", &lea);
    form.send(&mut teacher).assert_says("envoyé à 1 famille");
    assert_eq!(drafts(), 0);
    // By the page itself, or by its button from a page gone back to.
    for silent in [&[][..], &[("discret", "oui")]] {
        let late = [&late[..], silent].concat();
        assert_eq!(teacher.post_once(&kept.action, &late).status, 409);
    }
    assert_eq!(drafts(), 0);
    // The page that came after it keeps the next one.
    let form = teacher.get("/cahier-de-liaison/nouveau").form("Garder comme brouillon");
    form.set("titre", "Cantine").send(&mut teacher).assert_says("Votre brouillon est gardé");
    assert_eq!(drafts(), 1);
}

#[test]
fn a_long_book_is_read_page_by_page() {
    let school = School::new();
    for day in 1..=25 {
        // On a day of class: a word of a Sunday would wait for Monday.
        school.at(&format!("2026-11-16 10:{day:02}"));
        write(&school, "maitre_cm1", "CM1", &format!("Mot numéro {day}."), "nothing");
    }
    school.at("2026-11-17 08:30");
    for who in ["parent_lea", "maitre_cm1", "directrice", "lea"] {
        let mut browser = school.browser(who);
        let (mut seen, mut path) = (Vec::new(), "/cahier-de-liaison".to_owned());
        for _ in 0..3 {
            let page = browser.get(&path);
            page.assert_status(200);
            for day in 1..=25 {
                if page.text().contains(&format!("Mot numéro {day}.")) {
                    seen.push(day);
                }
            }
            if !page.text().contains("Mots plus anciens") {
                break;
            }
            path = page.link("Mots plus anciens");
        }
        seen.sort_unstable();
        assert_eq!(seen, (1..=25).collect::<Vec<_>>(), "{who}: each word once");
    }
    assert_eq!(status(&school, "parent_lea", "/cahier-de-liaison?avant=x"), 404);
    let tom = format!("/cahier-de-liaison?enfant={}", school.id("tom"));
    assert_eq!(status(&school, "parent_lea", &tom), 404);
    assert_eq!(status(&school, "parent_lea", &word(WORD)), 200);
}
