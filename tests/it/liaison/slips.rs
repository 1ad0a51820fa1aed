//! Reply slips: questions written, answered with the signature, changed until the date, summed, each to who may see it.

use super::{number, rows, status, suivi, word};
use crate::world::{Browser, FoundForm, Reply, School};

/// Kind, label, choices, required, per.
type Asked<'a> = (&'a str, &'a str, &'a str, bool, &'a str);

const OUTING: [Asked; 4] = [
    ("yes_no", "Vient à la ferme", "", true, "pupil"),
    ("several", "Repas", "Pain\nFromage\nPomme", false, "pupil"),
    ("amount", "Participation", "", false, "pupil"),
    ("number", "Adultes présents", "", false, "guardian"),
];

fn put(form: FoundForm, questions: &[Asked]) -> FoundForm {
    (1..).zip(questions).fold(form, |form, (place, (kind, label, choices, required, per))| {
        let field = |what: &str| format!("q{place}_{what}");
        let form = form.forge(&field("intitule"), label).forge(&field("sorte"), kind).forge(&field("choix"), choices);
        let form = form.forge(&field("pour"), per);
        if *required { form.forge(&field("obligatoire"), "oui") } else { form }
    })
}

fn blank(browser: &mut Browser, asks: &str) -> FoundForm {
    let form = browser.get("/cahier-de-liaison/nouveau").form("Envoyer");
    form.set("titre", "La ferme").set("texte", "Bonjour.").set("categorie", "sortie").set("demande", asks)
}

/// A word from M. Roussel to CM1 with these questions, for 24 November.
fn ask(school: &School, asks: &str, questions: &[Asked]) -> i64 {
    let mut teacher = school.browser("maitre_cm1");
    let form = put(blank(&mut teacher, asks), questions).set("avant_le", "2026-11-24");
    number(form.send(&mut teacher).assert_status(200))
}

/// Answers on the page of the word.
fn answer(school: &School, who: &str, note: i64, typed: &[(&str, &str)]) -> Reply {
    let mut browser = school.browser(who);
    let form = browser.get(&word(note)).form("Répondre");
    typed.iter().fold(form, |form, (name, value)| form.set(name, value)).send(&mut browser)
}

fn change(school: &School, who: &str, note: i64, typed: &[(&str, &str)]) -> Reply {
    let mut browser = school.browser(who);
    let to = browser.get(&word(note)).link("Changer ma réponse");
    let form = browser.get(&to).form("Changer");
    typed.iter().fold(form, |form, (name, value)| form.set(name, value)).send(&mut browser)
}

fn answers_page(note: i64) -> String {
    format!("/cahier-de-liaison/{note}/reponses")
}

fn for_lea(school: &School, note: i64, what: &str) -> String {
    format!("/cahier-de-liaison/{note}/eleves/{}/{what}", school.id("lea"))
}

#[test]
fn questions_are_added_and_moved_without_javascript() {
    let school = School::new();
    let mut teacher = school.browser("maitre_cm1");
    let page = blank(&mut teacher, "one");
    let page = page.forge("talon", "ajouter").send(&mut teacher);
    let form = page.form("Ajouter une question");
    let page = form.set("q1_intitule", "Vient").set("q1_sorte", "one").set("q1_choix", "Oui\nNon").send(&mut teacher);
    let page = page.form("Monter la question 2").set("q2_intitule", "Mange").send(&mut teacher);
    // Everything typed is there again, in the new order.
    let form = page.form("Envoyer");
    let held = |name: &str| form.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    assert_eq!((held("titre"), held("q1_intitule")), (Some("La ferme"), Some("Mange")));
    assert_eq!(
        (held("q2_intitule"), held("q2_sorte"), held("q2_choix")),
        (Some("Vient"), Some("one"), Some("Oui\nNon"))
    );
    page.assert_silent_on("data-fautes");
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_note"), 1);
    let page = page.form("Retirer la question 1").send(&mut teacher);
    number(page.form("Envoyer").send(&mut teacher).assert_status(200));
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_question WHERE label = 'Vient' AND kind = 'one'"), 1);
}

#[test]
fn a_draft_keeps_its_questions() {
    let school = School::new();
    let mut teacher = school.browser("maitre_cm1");
    let page = put(blank(&mut teacher, "one"), &OUTING).forge("talon", "x").send(&mut teacher);
    page.form("Garder comme brouillon").send(&mut teacher).assert_says("brouillon est gardé");
    let page = teacher.get("/cahier-de-liaison/nouveau?brouillon=reprendre");
    let note = number(page.form("Envoyer").send(&mut teacher).assert_status(200));
    assert_eq!(rows(&school, &format!("SELECT count(*) FROM liaison_question WHERE note = {note}")), 4);
    assert_eq!(rows(&school, "SELECT is_required FROM liaison_question WHERE place = 2"), 0);
}

#[test]
fn questions_without_a_demand_are_refused() {
    let school = School::new();
    let mut teacher = school.browser("maitre_cm1");
    let again = put(blank(&mut teacher, "nothing"), &OUTING).send(&mut teacher);
    again.assert_status(422).assert_says("Une réponse sans signature, la signature d’un responsable");
    // With questions, « lu » is called what it is.
    again.assert_says("Une réponse, sans signature");
    let half = [("several", "Repas", "Pain", true, "pupil")];
    let again = put(blank(&mut teacher, "one"), &half).send(&mut teacher);
    again.assert_status(422).assert_says("au moins deux choix");
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_question"), 0);
}

#[test]
fn the_signature_covers_the_answers() {
    let school = School::new();
    let note = ask(&school, "one", &OUTING);
    school.browser("parent_lea").get("/").assert_says("Lire et répondre");
    let done = answer(&school, "parent_lea", note, &[("r1", "oui"), ("r2", "2"), ("r3", "12,50"), ("r4", "2")]);
    done.assert_says("Signé par vous pour Léa").assert_says("12,50 €").assert_says("Pomme");
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_answer WHERE note = 2"), 1);
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_answer_value"), 4);
    assert_eq!(rows(&school, "SELECT count(*) FROM journal WHERE act = 'SignNote' AND thing_id = 2"), 1);
    // The other guardian and the child see the word and none of it.
    for who in ["other_parent_lea", "lea", "grand_mere"] {
        let page = school.browser(who).get(&word(note));
        page.assert_status(200).assert_says("Vient à la ferme").assert_silent_on("12,50").assert_silent_on("Signé");
    }
    assert!(!school.browser("lea").get(&word(note)).has_button("Répondre"));
    assert_eq!(status(&school, "lea", &for_lea(&school, note, "signature")), 403);
    assert_eq!(status(&school, "grand_mere", &for_lea(&school, note, "signature")), 403);
}

#[test]
fn what_does_not_fit_comes_back_as_typed() {
    let school = School::new();
    let note = ask(&school, "one", &OUTING);
    let again = answer(&school, "parent_lea", note, &[("r3", "beaucoup"), ("r4", "3")]);
    again.assert_status(422).assert_says("Répondez par oui ou par non").assert_says("Écrivez un montant");
    let form = again.form("Répondre");
    assert!(form.pairs.contains(&("r3".into(), "beaucoup".into())) && form.pairs.contains(&("r4".into(), "3".into())));
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_answer"), 0);
    // Signed from a page without the slip: nothing is signed.
    let mut sophie = school.browser("parent_lea");
    sophie.post(&for_lea(&school, note, "signature"), &[("version", "1")]).assert_status(422);
    let lea = school.id("lea").to_string();
    let all = [("version", "1"), ("eleve", lea.as_str())];
    sophie.post(&format!("{}/signature", word(note)), &all).assert_status(409);
    sophie.post(&for_lea(&school, note, "lu"), &[("version", "1"), ("r1", "oui")]).assert_status(409);
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_answer"), 0);
}

#[test]
fn an_answer_changes_until_the_end_of_its_day() {
    let school = School::new();
    let note = ask(&school, "one", &OUTING);
    answer(&school, "parent_lea", note, &[("r1", "oui"), ("r3", "10")]);
    school.at("2026-11-24 23:50");
    let changed = change(&school, "parent_lea", note, &[("r1", "non")]);
    changed.assert_says("modifié").assert_says("10 €");
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_answer WHERE note = 2"), 2);
    // Sent again unchanged: no new row.
    change(&school, "parent_lea", note, &[("r1", "non")]);
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_answer WHERE note = 2"), 2);
    let mut late = school.browser("parent_lea");
    let form = late.get(&for_lea(&school, note, "signature")).form("Changer");
    school.at("2026-11-25 00:05");
    form.set("r1", "oui").send(&mut late).assert_status(422).assert_says("La date est passée");
    late.get(&word(note)).assert_says("La date est passée");
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_answer WHERE note = 2"), 2);
    // A first answer is still taken, as a signature is.
    answer(&school, "other_parent_lea", note, &[("r1", "oui")]).assert_says("Signé par vous pour Léa");
}

#[test]
fn the_staff_sees_sums_and_where_two_guardians_differ() {
    let school = School::new();
    let note = ask(&school, "all", &OUTING);
    answer(&school, "parent_lea", note, &[("r1", "non"), ("r3", "5"), ("r4", "1")]);
    school.at("2026-11-17 09:30");
    answer(&school, "other_parent_lea", note, &[("r1", "oui"), ("r2", "0"), ("r3", "7,50"), ("r4", "2")]);
    let grid = school.browser("maitre_cm1").get(&suivi(note));
    // Of a question for the pupil the newest counts; of one for each guardian all do.
    grid.assert_says("1 oui 0 non").assert_says("7,50 €").assert_says("Total : 3 , 2 réponses");
    grid.assert_says("1 élève sans réponse").assert_says("deux responsables répondent différemment");
    let page = school.browser("maitre_cm1").get(&answers_page(note));
    page.assert_says("Réponses différentes")
        .assert_says("Mme Petit")
        .assert_says("M. Martin")
        .assert_says("la plus récente");
    for (who, expected) in [
        ("maitresse_ce1", 404),
        ("parent_lea", 403),
        ("other_parent_lea", 403),
        ("lea", 403),
        ("aesh", 403),
        ("mairie", 404),
    ] {
        for what in ["", ".csv", ".pdf"] {
            assert_eq!(status(&school, who, &format!("{}{what}", answers_page(note))), expected, "{who}{what}");
        }
    }
    // A word without questions has no such page.
    assert_eq!(status(&school, "maitre_cm1", &answers_page(1)), 404);
}

#[test]
fn the_table_for_a_spreadsheet_holds_no_formula() {
    let school = School::new();
    let questions = [("text", "Un mot ; à dire", "", true, "pupil"), ("amount", "Don", "", true, "pupil")];
    let note = ask(&school, "read", &questions);
    answer(&school, "parent_lea", note, &[("r1", "=HYPERLINK(\"x\")"), ("r2", "12,5")]);
    let mut teacher = school.browser("maitre_cm1");
    let csv = teacher.get_once(&format!("{}.csv", answers_page(note)));
    assert!(csv.bytes.starts_with("\u{feff}Classe;Nom;".as_bytes()));
    let text = csv.body();
    assert!(text.contains(";application;\"'=HYPERLINK(\"\"x\"\")\";12,50\r\n"), "{text}");
    assert!(text.contains("CM1;Nguyễn;Zoé;;;;;\r\n"), "{text}");
    assert!(csv.header("content-disposition").unwrap().starts_with("attachment"));
    let pdf = teacher.get_once(&format!("{}.pdf", answers_page(note)));
    assert!(pdf.status == 200 && pdf.bytes.starts_with(b"%PDF"));
    school.browser("parent_lea").get("/cahier-de-liaison").assert_says("Répondu");
}

#[test]
fn a_file_goes_to_who_follows_the_pupil_and_back_to_who_sent_it() {
    let school = School::new();
    let note = ask(&school, "one", &[("file", "Attestation", "", true, "pupil")]);
    let mut sophie = school.browser("parent_lea");
    let form = sophie.get(&word(note)).form("Répondre");
    form.attach("r1", "virus.exe", b"MZ\x90\x00 rien de bon").send(&mut sophie).assert_status(422);
    let form = sophie.get(&word(note)).form("Répondre");
    let done = form.attach("r1", "attestation.html", b"%PDF-1.7\n<script>alert(1)</script>").send(&mut sophie);
    let own = done.link("attestation.pdf");
    let file = sophie.get_once(&own);
    assert!(file.status == 200 && file.bytes.starts_with(b"%PDF"));
    assert!(file.header("content-disposition").unwrap().starts_with("attachment"));
    assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    let mut teacher = school.browser("maitre_cm1");
    let theirs = teacher.get(&answers_page(note)).link("attestation.pdf");
    assert_eq!(teacher.get_once(&theirs).status, 200);
    for who in ["other_parent_lea", "parent_tom", "lea", "maitresse_ce1", "aesh", "visiteur"] {
        assert_ne!(status(&school, who, &own), 200, "{who}");
        assert_ne!(status(&school, who, &theirs), 200, "{who}");
    }
    // Changed without another file, it stays.
    change(&school, "parent_lea", note, &[]).assert_says("attestation.pdf");
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_answer WHERE note = 2"), 1);
}

#[test]
fn questions_stand_once_the_word_is_delivered() {
    let school = School::new();
    let note = ask(&school, "one", &OUTING);
    answer(&school, "parent_lea", note, &[("r1", "oui")]);
    let mut teacher = school.browser("maitre_cm1");
    let page = teacher.get(&format!("{}/corriger", word(note)));
    page.assert_says("Les questions du talon ne changent plus");
    let form = page.form("Corriger le mot").set("texte", "Ce sera samedi.").tick("a_nouveau", "oui");
    form.forge("q1_intitule", "Autre").send(&mut teacher).assert_status(200);
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_question WHERE label = 'Autre'"), 0);
    // Asked again, the slip is filled again, with what was said before no longer counting.
    let page = school.browser("parent_lea").get(&word(note));
    assert!(page.has_button("Répondre et signer pour Léa"));
    school.browser("maitre_cm1").get(&suivi(note)).assert_says("2 élèves sans réponse");
}
