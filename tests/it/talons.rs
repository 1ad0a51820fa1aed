//! Image consents as they come back on talons and by mail: what counts as a yes, as a no, and as nothing.

use crate::{
    by_mail,
    consents::{ask, counted, decide, for_class},
    letters,
    liaison::word,
    world::{Browser, Reply, School, row},
};
use preau::school::consent::Standing;

fn papers(teacher: &mut Browser, note: i64) -> Reply {
    teacher.get(&format!("{}/papier", word(note)))
}

/// A word to CM1 that asks for the year's consent, and for a signature of one guardian, or of all.
fn asked(school: &School, asks: &str) -> i64 {
    let note = ask(school, &["class"]);
    school.sql(&format!("UPDATE liaison_note SET asks = '{asks}' WHERE id = {note}"));
    note
}

/// As it stands in the sums of the word.
fn sums(school: &School, note: i64) -> Reply {
    school.browser("directrice").get(&format!("{}/reponses", word(note)))
}

#[test]
fn where_all_sign_each_may_yet_send_another_talon() {
    let school = School::new();
    let note = asked(&school, "all");
    let mut sophie = school.browser("parent_lea");
    sophie.get(&word(note)).form("Répondre").set("r1", "oui").send(&mut sophie).assert_says("Signé par vous");
    let mut teacher = school.browser("maitre_cm1");
    let list = papers(&mut teacher, note);
    // Paul's own is awaited; hers may yet bring another answer than the one she gave.
    let his = teacher.get(&list.link("M. Paul Martin"));
    his.form("Noter ce talon").set("r1", "oui").send(&mut teacher).assert_says("Léa Martin : noté");
    assert_eq!(for_class(&school), Standing::Given);
    let list = papers(&mut teacher, note);
    list.assert_says("Noter un autre talon de M. Paul Martin");
    let hers = teacher.get(&list.link("Noter un autre talon de Mme Sophie Petit"));
    hers.assert_says("Signé par Mme Sophie Petit");
    hers.form("Noter ce talon").set("r1", "non").send(&mut teacher).assert_says("dit des images est noté");
    assert_eq!(for_class(&school), Standing::Refused);
    let of = format!("guardian = {} AND how = 'paper' AND says = 0", school.id("parent_lea"));
    assert_eq!(counted(&school, &of), 1);
}

#[test]
fn a_talon_may_say_whose_hand_it_is() {
    let school = School::new();
    school.sql("UPDATE settings SET image_consent = 'all'");
    let note = asked(&school, "one");
    let mut sophie = school.browser("parent_lea");
    sophie.get(&word(note)).form("Répondre").set("r1", "oui").send(&mut sophie).assert_says("Signé par vous");
    assert_eq!(for_class(&school), Standing::Silent, "all must agree");
    let mut teacher = school.browser("maitre_cm1");
    let list = papers(&mut teacher, note);
    let talon = teacher.get(&list.link("Noter un autre talon"));
    talon.assert_says("Qui l’a rempli ?").assert_says("Le talon ne le dit pas");
    let form = talon.form("Noter ce talon").set("r1", "oui");
    // Nobody's in particular: no second voice.
    form.clone().send(&mut teacher).assert_says("est noté");
    assert_eq!(for_class(&school), Standing::Silent);
    form.clone().set("de", &school.id("other_parent_lea").to_string()).send(&mut teacher).assert_says("est noté");
    assert_eq!(for_class(&school), Standing::Given);
    // Somebody who signs nothing for this child is nobody here.
    form.set("de", &school.id("pere_retire").to_string()).send(&mut teacher).assert_status(200);
    assert_eq!(counted(&school, &format!("guardian = {}", school.id("pere_retire"))), 0);
}

#[test]
fn two_nameless_talons_are_one_hand() {
    let school = School::new();
    let note = asked(&school, "one");
    let mut teacher = school.browser("maitre_cm1");
    let list = papers(&mut teacher, note);
    let talon = teacher.get(&list.link("Martin Léa"));
    talon.form("Noter ce talon").set("r1", "non").send(&mut teacher).assert_says("noté");
    talon.form("Noter ce talon").set("r1", "oui").send(&mut teacher).assert_says("est noté");
    assert_eq!(counted(&school, "guardian IS NULL AND cancelled_at IS NULL"), 2);
    sums(&school, note).assert_says("0 oui").assert_says("1 non");
    assert_eq!(for_class(&school), Standing::Refused);
}

#[test]
fn a_refusal_on_an_older_text_is_a_refusal_and_a_yes_is_none() {
    let school = School::new();
    let note = asked(&school, "one");
    let mut teacher = school.browser("maitre_cm1");
    let print = [("quoi", "talons"), ("qui", "tous"), ("par_page", "auto")];
    teacher.post(&format!("{}/talons", word(note)), &print).assert_status(200);
    let code = {
        let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
        let sql = "SELECT code FROM liaison_coupon WHERE note = ?1 AND pupil = ?2 LIMIT 1";
        file.query_row(sql, [note, school.id("lea")], |row| row.get::<_, String>(0)).unwrap()
    };
    let mut director = school.browser("directrice");
    let form = director.get(&format!("{}/corriger", word(note))).form("Corriger le mot");
    form.set("texte", "Autrement dit.").tick("a_nouveau", "oui").send(&mut director).assert_status(200);
    let talon = teacher.post(&format!("{}/papier/code", word(note)), &[("code", &code)]);
    talon.assert_says("Recopiez le talon").assert_says("Ce talon porte l’ancien texte du mot");
    let form = talon.form("Noter ce talon");
    assert!(form.pairs.contains(&("ancien".into(), "oui".into())), "{:?}", form.pairs);
    form.clone().set("r1", "oui").send(&mut teacher).assert_status(422).assert_says("Rien n’est noté");
    assert_eq!((counted(&school, "1"), for_class(&school)), (0, Standing::Silent));
    let lines = "SELECT count(*) FROM journal WHERE act = 'RecordPaper'";
    assert_eq!(row(&school, lines), 0);
    form.set("r1", "non").send(&mut teacher).assert_says("le refus est noté");
    assert_eq!((counted(&school, "says = 0 AND how = 'paper'"), for_class(&school)), (1, Standing::Refused));
    assert_eq!(row(&school, lines), 1);
    // It answers nothing of the new text.
    assert_eq!(row(&school, &format!("SELECT count(*) FROM liaison_answer WHERE note = {note}")), 0);
    papers(&mut teacher, note).assert_says("Martin Léa");
}

#[test]
fn an_answer_by_mail_gives_no_consent_and_is_told_where_it_is_given() {
    let school = letters::school();
    let note = ask(&school, &["class"]);
    letters::later(&school);
    let asked = letters::letter(&school, "parent_lea");
    let said = asked.text.replace(['\u{a0}', '\u{202f}'], " ");
    assert!(said.contains("ne se donne pas en répondant à cet e-mail"), "{said}");
    assert!(!said.contains("« Lu et signé »"), "{said}");
    for (at, text) in ["Lu et signé", "oui"].into_iter().enumerate() {
        let reply = by_mail::incoming(&asked, "parent_lea@exemple.invalid", text);
        assert!(by_mail::take(&school, &reply));
        assert!(by_mail::take(&school, &reply), "the mailbox is read twice");
        assert_eq!(by_mail::why(&school), "not_by_mail");
        let told = letters::outbox(&school).into_iter().filter(|sent| sent.subject.contains("encore à donner"));
        let told: Vec<_> = told.collect();
        assert_eq!(told.len(), at + 1, "one letter a reply");
        assert_eq!(told[at].to, "parent_lea");
        assert!(told[at].text.contains(&format!("https://jaures.example{}", word(note))), "{}", told[at].text);
        assert!(told[at].reply.is_empty());
    }
    assert_eq!((counted(&school, "1"), for_class(&school)), (0, Standing::Silent));
    assert_eq!(row(&school, "SELECT count(*) FROM liaison_answer"), 0);
    let follow_up = school.browser("directrice").get(&format!("{}/suivi", word(note)));
    follow_up.assert_says("2 réponses par e-mail à lire").assert_says("un e-mail ne vaut pas réponse");
    decide(&school, "parent_lea", "oui").assert_status(200);
    assert_eq!(for_class(&school), Standing::Given);
}
