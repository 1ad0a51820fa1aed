//! Image consents: asked by a word, given or refused by each guardian, noted from paper, and judged at once.

use crate::{
    liaison::{number, word},
    world::{Reply, School, row},
};
use preau::school::consent::{self, Asking, Purpose, Showing, Standing};

/// How Léa, or another, stands for the class today.
fn standing(school: &School, pupil: &str, purpose: Purpose, occasion: &str) -> Standing {
    let db = school.house.db.read().unwrap();
    let (pupil, today) = (preau::base::db::Id::new(school.id(pupil)), school.today());
    let known = consent::store::known(&db, &[pupil], (today, today), today).unwrap();
    known.standing(pupil, &Showing { purpose, occasion, on: today })
}

pub fn for_class(school: &School) -> Standing {
    standing(school, "lea", Purpose::Class, "")
}

#[test]
fn a_consent_is_one_hand_s_and_one_refusal_wins() {
    let school = School::new();
    assert_eq!(for_class(&school), Standing::Silent);
    school.says("parent_lea", "lea", Purpose::Class, true);
    assert_eq!(for_class(&school), Standing::Given);
    assert_eq!(standing(&school, "lea", Purpose::School, ""), Standing::Silent);
    school.says("other_parent_lea", "lea", Purpose::Class, false);
    assert_eq!(for_class(&school), Standing::Refused);
    school.says("other_parent_lea", "lea", Purpose::Class, true);
    assert_eq!(for_class(&school), Standing::Given);
    school.paper_says("lea", Purpose::Class, false);
    assert_eq!(for_class(&school), Standing::Refused);
    // One request for all of it, one row for each change.
    assert_eq!(row(&school, "SELECT count(*) FROM consent_request"), 1);
    assert_eq!(row(&school, "SELECT count(*) FROM consent_answer"), 4);
    assert_eq!(row(&school, "SELECT count(*) FROM job WHERE name = 'consent_changed'"), 4);
}

#[test]
fn an_occasion_is_its_own() {
    let school = School::new();
    let day = school.today();
    let fair = Asking { purpose: Purpose::Class, occasion: "Kermesse".into(), from_on: day, until_on: day };
    school.says("parent_lea", "lea", Purpose::Class, false);
    school.says_for("parent_lea", "lea", &fair, true);
    assert_eq!(standing(&school, "lea", Purpose::Class, "Kermesse"), Standing::Given);
    assert_eq!(for_class(&school), Standing::Refused);
}

const PAGE: &str = "/autorisations-image";

/// The director asks the school for these purposes this year; the word's number.
pub fn ask(school: &School, purposes: &[&str]) -> i64 {
    let mut director = school.browser("directrice");
    director.get(&format!("{PAGE}/demander")).assert_says("L’année scolaire 2026-2027");
    let purposes: String = purposes.iter().map(|purpose| format!("&pour={purpose}")).collect();
    let composer = director.get(&format!("{PAGE}/demander?quoi=annee{purposes}"));
    composer.assert_status(200).assert_says("Chaque responsable répond oui ou non").assert_says("aucune conséquence");
    let form = composer.form("Envoyer").set("a_qui", "classes").tick("classe", &school.class("CM1").to_string());
    number(form.send(&mut director).assert_status(200))
}

fn for_lea(school: &School, what: &str) -> String {
    format!("{PAGE}/{what}/{}", school.id("lea"))
}

fn status(school: &School, who: &str, path: &str) -> u16 {
    school.browser(who).get_once(path).status
}

pub fn counted(school: &School, where_: &str) -> i64 {
    row(school, &format!("SELECT count(*) FROM consent_answer WHERE {where_}"))
}

/// What one guardian says on the page of the consents.
pub fn decide(school: &School, who: &str, dit: &str) -> Reply {
    let request = row(school, "SELECT min(id) FROM consent_request").to_string();
    let version = row(school, "SELECT version FROM consent_request ORDER BY id LIMIT 1").to_string();
    let fields = [("demande", request.as_str()), ("version", version.as_str()), ("dit", dit)];
    school.browser(who).post(&for_lea(school, "enfants"), &fields)
}

#[test]
fn a_word_asks_each_guardian_and_nothing_is_ticked_beforehand() {
    let school = School::new();
    let note = ask(&school, &["class", "public"]);
    assert_eq!(row(&school, "SELECT count(*) FROM consent_request WHERE asked_by IS NOT NULL AND version = 1"), 2);
    let mut sophie = school.browser("parent_lea");
    let page = sophie.get(&word(note));
    let form = page.form("Répondre");
    assert!(!form.pairs.iter().any(|(name, value)| name.starts_with('r') && value == "oui"), "{:?}", form.pairs);
    form.set("r1", "oui").set("r2", "non").send(&mut sophie).assert_says("Signé par vous pour Léa");
    assert_eq!(counted(&school, "how = 'application' AND version = 1 AND text LIKE 'J’autorise l’école%'"), 2);
    assert_eq!(for_class(&school), Standing::Given);
    assert_eq!(standing(&school, "lea", Purpose::Public, ""), Standing::Refused);
    // The other guardian is told neither, and answers for himself.
    let mut paul = school.browser("other_parent_lea");
    let page = paul.get(PAGE);
    page.assert_says("en attente de votre réponse").assert_silent_on("n’est pas accordée").assert_silent_on("Sophie");
    // The word may be signed without answering.
    paul.get(&word(note)).form("Répondre").send(&mut paul).assert_says("Signé par vous");
    assert_eq!(counted(&school, "1"), 2);
    decide(&school, "other_parent_lea", "non").assert_says("vous n’êtes pas d’accord");
    assert_eq!(for_class(&school), Standing::Refused);
    let page = sophie.get(PAGE);
    page.assert_says("Vous avez dit oui").assert_says("n’est pas accordée").assert_silent_on("Martin a");
    // What she sees on the slip is what counts today.
    decide(&school, "parent_lea", "non");
    let change = sophie.get(&word(note)).link("Changer ma réponse");
    let form = sophie.get(&change).form("Changer");
    assert!(form.pairs.contains(&("r1".into(), "non".into())));
    // Sent unchanged it says nothing new.
    let before = counted(&school, "1");
    form.send(&mut sophie).assert_status(200);
    assert_eq!(counted(&school, "1"), before);
}

#[test]
fn a_link_in_a_letter_says_it_too_and_a_withdrawal_counts_at_once() {
    let school = crate::letters::school();
    let note = ask(&school, &["class"]);
    crate::letters::later(&school);
    let link = crate::letters::letter(&school, "parent_lea").link();
    let mut phone = school.visitor();
    phone.get(&link).form("Répondre").set("r1", "oui").send(&mut phone).assert_says("Signé par vous");
    assert_eq!(counted(&school, "how = 'one_tap' AND says = 1"), 1);
    assert_eq!(for_class(&school), Standing::Given);
    let mut sophie = school.browser("parent_lea");
    let page = sophie.get(PAGE);
    page.assert_says("accordée").assert_says("par le lien d’un e-mail");
    page.form("Je n’autorise plus").send(&mut sophie).assert_says("dès maintenant");
    assert_eq!(for_class(&school), Standing::Refused);
    sophie.get(PAGE).assert_says("Mes réponses, dans l’ordre");
    assert_eq!(row(&school, "SELECT count(*) FROM journal WHERE act = 'DecideImages'"), 1);
    // The staff's sums tell what counts.
    school.browser("directrice").get(&format!("{}/reponses", word(note))).assert_says("0 oui").assert_says("1 non");
}

#[test]
fn who_decides_is_who_may_and_nobody_else() {
    let school = School::new();
    ask(&school, &["class"]);
    for (who, page, child, pupil) in [
        ("parent_lea", 200, 200, 403),
        ("other_parent_lea", 200, 200, 403),
        ("pere_retire", 404, 404, 404),
        ("pere_restreint", 404, 404, 404),
        ("mere_sans_autorite", 404, 404, 404),
        ("grand_mere", 404, 403, 403),
        ("organisme", 404, 404, 404),
        ("parent_tom", 200, 404, 404),
        ("lea", 404, 403, 403),
        ("tom", 404, 404, 404),
        ("maitre_cm1", 200, 403, 200),
        ("maitresse_ce1", 200, 404, 404),
        ("directrice", 200, 403, 200),
        ("atsem", 404, 404, 404),
        ("aesh", 404, 404, 404),
        ("mairie", 404, 404, 404),
        ("technicien", 404, 404, 404),
    ] {
        assert_eq!(status(&school, who, PAGE), page, "{who}");
        assert_eq!(decide(&school, who, "oui").status, child, "{who}");
        assert_eq!(status(&school, who, &for_lea(&school, "eleves")), pupil, "{who}");
    }
    let answered = format!("guardian NOT IN ({}, {})", school.id("parent_lea"), school.id("other_parent_lea"));
    assert_eq!(counted(&school, &answered), 0);
    let class = format!("{PAGE}/classes/{}", school.class("CM1"));
    for (who, expected) in [("maitre_cm1", 200), ("directrice", 200), ("maitresse_ce1", 403), ("parent_lea", 403)] {
        assert_eq!(status(&school, who, &class), expected, "{who}");
    }
    assert_eq!(status(&school, "visiteur", PAGE), 303);
}

#[test]
fn a_tie_that_ends_takes_its_yes_and_its_no_away() {
    let school = School::new();
    ask(&school, &["class"]);
    decide(&school, "parent_lea", "oui");
    decide(&school, "other_parent_lea", "non");
    assert_eq!(for_class(&school), Standing::Refused);
    let jobs = "SELECT count(*) FROM job WHERE name = 'consent_changed'";
    let before = row(&school, jobs);
    let tie = format!("guardian = {} AND pupil = {}", school.id("other_parent_lea"), school.id("lea"));
    let tie = row(&school, &format!("SELECT id FROM guardianship WHERE {tie}"));
    let mut director = school.browser("directrice");
    let form = director.get(&format!("/ecole/liens/{tie}")).form("Enregistrer");
    form.set("autorite", "withdrawn").send(&mut director).assert_status(200);
    assert_eq!(for_class(&school), Standing::Given);
    assert!(row(&school, jobs) > before);
    decide(&school, "other_parent_lea", "oui").assert_status(404);
}

#[test]
fn withdrawn_restricted_and_third_parties_decide_nothing() {
    let school = School::new();
    let zoe = school.id("zoe");
    school.asked("zoe", &school.year(Purpose::Class));
    let request = row(&school, "SELECT id FROM consent_request").to_string();
    let fields = [("demande", request.as_str()), ("version", "1"), ("dit", "oui")];
    // Restricted since October, without authority, withdrawn: whatever was said before counts no more.
    for (who, expected) in [("pere_retire", 404), ("pere_restreint", 404), ("mere_sans_autorite", 403), ("tante", 404)]
    {
        school.browser(who).post(&format!("{PAGE}/enfants/{zoe}"), &fields).assert_status(expected);
        let sql = "INSERT INTO consent_answer (request, pupil, guardian, says, text, version, answered_at, how)";
        let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
        let row = (&request, zoe, school.id(who));
        file.execute(&format!("{sql} VALUES (?1, ?2, ?3, 1, 'oui', 1, 0, 'application')"), row).unwrap();
    }
    assert_eq!(standing(&school, "zoe", Purpose::Class, ""), Standing::Silent);
    school.browser("maitre_cm1").get(&format!("{PAGE}/eleves/{zoe}")).assert_says("Personne ne peut décider");
    // The director let a relative sign words: that is not to decide for the child.
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE guardianship SET signs = 1 WHERE guardian = ?1", [school.id("grand_mere")]).unwrap();
    let note = ask(&school, &["class"]);
    let mut relative = school.browser("grand_mere");
    relative.get(&word(note)).form("Répondre").set("r1", "oui").send(&mut relative).assert_says("Signé par vous");
    assert_eq!(for_class(&school), Standing::Silent);
    relative.get(PAGE).assert_says("Rien à décider ici");
}

#[test]
fn papers_are_noted_by_name_or_without_and_cancelled() {
    let school = School::new();
    let note = ask(&school, &["class"]);
    // A talon of the word, whose hand it does not tell.
    let mut teacher = school.browser("maitre_cm1");
    let list = teacher.get(&format!("{}/papier", word(note)));
    let talon = teacher.get(&list.link("Martin Léa"));
    talon.form("Noter ce talon").set("r1", "non").send(&mut teacher).assert_says("noté");
    assert_eq!(counted(&school, "guardian IS NULL AND how = 'paper' AND says = 0 AND recorded_by IS NOT NULL"), 1);
    assert_eq!(for_class(&school), Standing::Refused);
    teacher.get(&for_lea(&school, "eleves")).assert_says("Papier, sans dire de qui");
    // Noted by mistake: with the talon goes what it said.
    let list = teacher.get(&format!("{}/papier", word(note)));
    list.form("Annuler").send(&mut teacher).assert_status(200);
    assert_eq!(for_class(&school), Standing::Silent);
    // On the pupil's page, of one guardian.
    let page = teacher.get(&for_lea(&school, "eleves"));
    page.form("Le papier dit oui").send(&mut teacher).assert_says("est notée");
    assert_eq!(counted(&school, "guardian IS NOT NULL AND how = 'paper' AND cancelled_at IS NULL"), 1);
    assert_eq!(for_class(&school), Standing::Given);
    school.browser("parent_lea").get(PAGE).assert_says("sur papier");
    let page = teacher.get(&for_lea(&school, "eleves"));
    page.form("Annuler cette note").send(&mut teacher).assert_says("ne compte plus");
    assert_eq!(for_class(&school), Standing::Silent);
    // A hand that decides nothing for this child is none.
    let aunt = school.id("pere_retire").to_string();
    let request = row(&school, "SELECT min(id) FROM consent_request").to_string();
    let fields = [("demande", request.as_str()), ("version", "1"), ("de", aunt.as_str()), ("dit", "oui")];
    teacher.post(&format!("{}/papier", for_lea(&school, "eleves")), &fields).assert_status(404);
}

#[test]
fn the_table_tells_who_is_silent_and_goes_to_a_spreadsheet() {
    let school = School::new();
    let note = ask(&school, &["class"]);
    decide(&school, "parent_lea", "oui");
    let class = format!("{PAGE}/classes/{}", school.class("CM1"));
    let mut teacher = school.browser("maitre_cm1");
    let page = teacher.get(&class);
    page.assert_says("1 accordée").assert_says("sans réponse : M. Martin").assert_says("en attente");
    assert_eq!(page.link("Relancer depuis le mot"), format!("{}/suivi", word(note)));
    teacher.get(&format!("{class}?voir=refus")).assert_says("Aucun élève dans ce cas");
    let csv = teacher.get_once(&page.link("Tableau (CSV)"));
    let text = csv.body();
    assert!(text.starts_with("\u{feff}Classe;Nom;Prénom;"), "{text}");
    assert!(text.contains("CM1;Martin;Léa;accordée;M. Martin\r\n"), "{text}");
}

#[test]
fn the_school_s_rule_is_the_director_s_and_counts_at_once() {
    let school = School::new();
    ask(&school, &["class"]);
    decide(&school, "parent_lea", "oui");
    assert_eq!(for_class(&school), Standing::Given);
    let jobs = row(&school, "SELECT count(*) FROM job WHERE name = 'consent_changed'");
    let mut director = school.browser("directrice");
    director.get("/reglages").assert_says("L’accord d’un responsable suffit");
    let form = director.get(&format!("{PAGE}/regle")).form("Enregistrer");
    form.set("accord", "all").send(&mut director).assert_says("l’accord de chaque responsable est nécessaire");
    assert_eq!(for_class(&school), Standing::Silent);
    assert_eq!(row(&school, "SELECT count(*) FROM job WHERE name = 'consent_changed'"), jobs + 1);
    assert_eq!(row(&school, "SELECT count(*) FROM journal WHERE act = 'SetImageConsent'"), 1);
    for who in ["maitre_cm1", "parent_lea"] {
        assert_ne!(status(&school, who, &format!("{PAGE}/regle")), 200, "{who}");
    }
}

#[test]
fn a_teacher_asks_for_an_occasion_and_a_word_taken_back_asks_no_more() {
    let school = School::new();
    let mut teacher = school.browser("maitre_cm1");
    teacher.get(&format!("{PAGE}/demander")).assert_silent_on("L’année scolaire");
    let asked = format!("{PAGE}/demander?quoi=occasion&pour=press");
    teacher.get(&asked).assert_says("Nommez l’occasion");
    let composer = teacher.get(&format!("{asked}&occasion=Visite+du+journal&du=2026-12-04"));
    let composer = composer.assert_status(200).form("Envoyer");
    // Nothing is asked of anybody before the word leaves.
    assert_eq!(row(&school, "SELECT count(*) FROM consent_request"), 0);
    let composer = composer.set("a_qui", "classes").tick("classe", &school.class("CM1").to_string());
    let read = composer.clone().set("demande", "read").send(&mut teacher);
    read.assert_status(422).assert_says("Une autorisation d’image se signe");
    // The school year is not hers to ask for, whatever a form sends.
    let year = composer.clone().forge("q1_image", "class|2026-09-01|2027-08-31|").send(&mut teacher);
    year.assert_status(422).assert_says("par la direction");
    let note = number(composer.send(&mut teacher).assert_status(200));
    assert_eq!(row(&school, "SELECT count(*) FROM consent_request WHERE occasion = 'Visite du journal'"), 1);
    school.browser("parent_lea").get(PAGE).assert_says("Visite du journal");
    school.browser("parent_tom").get(PAGE).assert_silent_on("Visite du journal");
    let request = row(&school, "SELECT id FROM consent_request");
    let form = teacher.get(&format!("{PAGE}/demandes/{request}")).form("Enregistrer");
    form.set("phrase", "J’autorise le journal à montrer mon enfant").send(&mut teacher).assert_says("corrigée");
    assert_eq!(row(&school, "SELECT version FROM consent_request"), 2);
    assert_eq!(status(&school, "maitresse_ce1", &format!("{PAGE}/demandes/{request}")), 404);
    // Read before it is agreed to: the older words are a conflict on a page that was left open.
    let old = [("demande", request.to_string()), ("version", "1".to_owned()), ("dit", "oui".to_owned())];
    let old: Vec<(&str, &str)> = old.iter().map(|(name, value)| (*name, value.as_str())).collect();
    school.browser("parent_lea").post(&for_lea(&school, "enfants"), &old).assert_status(409);
    teacher.get(&format!("{}/retirer", word(note))).form("Retirer").send(&mut teacher).assert_status(200);
    assert_eq!(row(&school, "SELECT count(*) FROM consent_request"), 0);
}

#[test]
fn a_refusal_on_paper_counts_though_the_word_is_signed() {
    let school = School::new();
    let note = ask(&school, &["class"]);
    let mut sophie = school.browser("parent_lea");
    sophie.get(&word(note)).form("Répondre").set("r1", "oui").send(&mut sophie).assert_says("Signé par vous");
    assert_eq!(for_class(&school), Standing::Given);
    // The father's talon comes back in the schoolbag a day later.
    let mut teacher = school.browser("maitre_cm1");
    let list = teacher.get(&format!("{}/papier", word(note)));
    let talon = teacher.get(&list.link("Noter un autre talon"));
    let done = talon.form("Noter ce talon").set("r1", "non").send(&mut teacher);
    done.assert_says("ce que ce talon dit des images est noté");
    assert_eq!(for_class(&school), Standing::Refused);
    assert_eq!(row(&school, "SELECT count(*) FROM liaison_answer WHERE how = 'paper'"), 0);
    // A third one, nameless too, says yes: of whose hand it is nobody knows, and the refusal stands until it is cancelled.
    let talon = teacher.get(&list.link("Noter un autre talon"));
    talon.form("Noter ce talon").set("r1", "oui").send(&mut teacher).assert_says("est noté");
    assert_eq!(for_class(&school), Standing::Refused);
}

#[test]
fn a_refusal_said_again_is_heard_again() {
    let school = School::new();
    let wide = school.year(Purpose::Class);
    let day = Asking { from_on: school.today(), until_on: school.today(), ..school.year(Purpose::Class) };
    school.says_for("parent_lea", "lea", &wide, false);
    school.says_for("parent_lea", "lea", &day, true);
    assert_eq!(for_class(&school), Standing::Given);
    school.says_for("parent_lea", "lea", &wide, false);
    assert_eq!(for_class(&school), Standing::Refused);
}
