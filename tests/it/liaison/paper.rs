//! Talons printed and taken back: by whom, for whom, once, and undone.

use super::{rows, sign, status, suivi, word, write, write_to};
use crate::world::{Reply, School, TALON, WORD, row};

fn papier(note: i64) -> String {
    format!("{}/papier", word(note))
}

fn print(school: &School, who: &str, note: i64, what: &str, whom: &str) -> Reply {
    school.browser(who).post_once(&format!("{}/talons", word(note)), &[("quoi", what), ("qui", whom), ("par_page", "")])
}

/// The talons drawn for a word: pupil, guardian (0 for none), code.
fn talons(school: &School, note: i64) -> Vec<(i64, i64, String)> {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let mut all = file
        .prepare("SELECT pupil, coalesce(guardian, 0), code FROM liaison_coupon WHERE note = ?1 ORDER BY id")
        .unwrap();
    all.query_map([note], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap().collect::<Result<_, _>>().unwrap()
}

/// What stands on the sheets, as a reader of the screen hears it.
pub fn words(pdf: &Reply) -> String {
    pdf.assert_status(200);
    assert_eq!(pdf.header("content-type"), Some("application/pdf"));
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &pdf.bytes).unwrap();
    let read = std::process::Command::new("pdftotext").arg("-layout").arg(file.path()).arg("-").output();
    let read = read.expect("pdftotext (poppler-utils) reads the sheets");
    String::from_utf8(read.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn live(school: &School, home: &str, who: &str) {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE person SET street = ?2, town = 'Ici' WHERE id = ?1", (school.id(who), home)).unwrap();
}

fn choose_paper(school: &School, who: &str) {
    school.browser(who).post("/compte/papier", &[("canal", "paper")]).assert_status(200);
}

#[test]
fn a_class_gets_one_talon_a_family_and_the_same_code_again() {
    let school = School::new();
    let all = words(&print(&school, "maitre_cm1", WORD, "talons", "tous"));
    for said in ["École Jean-Jaurès", "CM1", "Léa Martin", "Réunion de rentrée", "J’ai lu ce mot et je signe."] {
        assert!(all.contains(said), "{said}: {all}");
    }
    // Nobody may sign for Zoé today.
    let drawn = talons(&school, WORD);
    assert_eq!(drawn.iter().map(|(pupil, ..)| *pupil).collect::<Vec<_>>(), [school.id("lea")]);
    let code = &drawn[0].2;
    assert!(code.len() == 8 && all.contains(&format!("{}-{}", &code[..4], &code[4..])), "{all}");
    print(&school, "directrice", WORD, "talons", "tous").assert_status(200);
    assert_eq!(talons(&school, WORD), drawn, "a second print is the same talon");
    school.browser("maitre_cm1").get(&format!("{}/talons", word(WORD))).assert_says("Pas de talon pour Zoé Nguyễn");
    assert_eq!(rows(&school, "SELECT count(*) FROM journal WHERE act = 'HandlePaper'"), 2);
}

#[test]
fn two_homes_get_one_each_and_neither_names_the_other() {
    let school = School::new();
    live(&school, "1 rue Haute", "parent_lea");
    live(&school, "2 rue Basse", "other_parent_lea");
    choose_paper(&school, "parent_lea");
    let hers = words(&print(&school, "maitre_cm1", WORD, "talons", "papier"));
    assert!(hers.contains("Pour Mme Sophie Petit") && !hers.contains("Paul"), "{hers}");
    let copy = words(&print(&school, "maitre_cm1", WORD, "mot", "papier"));
    assert!(copy.contains("Nous vous attendons vendredi") && !copy.contains("Paul"), "{copy}");
    let both = words(&print(&school, "maitre_cm1", WORD, "talons", "tous"));
    assert!(both.contains("Pour Mme Sophie Petit") && both.contains("Pour M. Paul Martin"), "{both}");
    let owners: Vec<i64> = talons(&school, WORD).iter().map(|(_, guardian, _)| *guardian).collect();
    assert_eq!(owners, [school.id("parent_lea"), school.id("other_parent_lea")]);
}

#[test]
fn where_everybody_signs_each_has_a_talon_of_their_own() {
    let school = School::new();
    let note = write(&school, "maitre_cm1", "CM1", "Voyage", "all");
    words(&print(&school, "maitre_cm1", note, "talons", "tous"));
    let drawn = talons(&school, note);
    assert_eq!(drawn.len(), 2);
    let mut teacher = school.browser("maitre_cm1");
    let path = format!("{}/code", papier(note));
    let done = teacher.post(&path, &[("code", &drawn[1].2)]);
    done.assert_says("Léa Martin : noté").assert_says("Papier de M. Paul Martin , noté par M. Roussel");
    teacher.get(&suivi(note)).assert_says("Aucune famille");
    // The other half, by the list: the box of the one who is left.
    let page = teacher.get(&papier(note));
    page.assert_says("Mme Sophie Petit").assert_silent_on("Les deux ont signé");
    let mine = format!("{}-{}", school.id("lea"), school.id("parent_lea"));
    page.form("Noter les talons cochés").tick("rendu", &mine).send(&mut teacher).assert_says("1 réponse notée");
    teacher.get(&suivi(note)).assert_says("1 famille sur 2 a signé");
    let list = words(&print(&school, "maitre_cm1", note, "liste", "tous"));
    assert!(list.contains("MARTIN Léa") && list.contains("répondu"), "{list}");
}

#[test]
fn a_paper_in_one_s_name_is_said_to_be_paper() {
    let school = School::new();
    let note = write(&school, "maitre_cm1", "CM1", "Voyage", "all");
    let mut teacher = school.browser("maitre_cm1");
    let hers = format!("{}-{}", school.id("lea"), school.id("parent_lea"));
    teacher.post(&papier(note), &[("version", "1"), ("rendu", &hers)]).assert_says("1 réponse notée");
    teacher.get(&suivi(note)).assert_says("papier, noté par M. Roussel");
    let page = school.browser("parent_lea").get(&word(note));
    page.assert_says("Rendu sur papier pour Léa , noté").assert_silent_on("Signé par vous");
}

#[test]
fn a_signature_of_one_s_own_stands_when_a_paper_is_cancelled() {
    let school = School::new();
    let note = write(&school, "maitre_cm1", "CM1", "Voyage", "all");
    let mut teacher = school.browser("maitre_cm1");
    let hers = format!("{}-{}", school.id("lea"), school.id("parent_lea"));
    teacher.post(&papier(note), &[("version", "1"), ("rendu", &hers)]).assert_says("1 réponse notée");
    let answer = row(&school, &format!("SELECT max(id) FROM liaison_answer WHERE note = {note}"));
    // Her page was open before the paper came back.
    let path = format!("{}/eleves/{}/signature", word(note), school.id("lea"));
    school.browser("parent_lea").post(&path, &[("version", "1")]).assert_status(200);
    let undo = [("annuler", &*format!("{}-{answer}", school.id("lea")))];
    teacher.post(&format!("{}/annuler", papier(note)), &undo).assert_says("C’est annulé");
    school.browser("parent_lea").get(&word(note)).assert_says("Signé par vous pour Léa");
    teacher.get(&suivi(note)).assert_says("Sophie Petit aujourd’hui à 8 h 30");
}

#[test]
fn both_at_once_and_one_taken_back() {
    let school = School::new();
    let note = write(&school, "maitre_cm1", "CM1", "Voyage", "all");
    let mut teacher = school.browser("maitre_cm1");
    let both = format!("{}-tous", school.id("lea"));
    let page = teacher.get(&papier(note));
    page.form("Noter les talons cochés").tick("rendu", &both).send(&mut teacher).assert_says("2 réponses notées");
    let answer = row(&school, &format!("SELECT max(id) FROM liaison_answer WHERE note = {note}"));
    let undo = [("annuler", &*format!("{}-{answer}", school.id("lea")))];
    teacher.post(&format!("{}/annuler", papier(note)), &undo).assert_says("C’est annulé");
    assert_eq!(
        rows(&school, "SELECT count(*) FROM liaison_answer WHERE cancelled_at IS NOT NULL AND how = 'paper'"),
        1
    );
    teacher.post(&format!("{}/annuler", papier(note)), &undo).assert_status(409);
    teacher.get(&papier(note)).assert_says("1 talon noté");
}

#[test]
fn one_tap_is_one_line_and_a_double_is_none() {
    let school = School::new();
    school.at("2026-11-17 08:41");
    let mut teacher = school.browser("maitre_cm1");
    let lea = school.id("lea").to_string();
    let tap = [("version", "1"), ("rendu", &*lea), ("discret", "oui")];
    let line = teacher.post_once(&papier(WORD), &tap);
    line.assert_status(200).assert_says("Papier, noté par M. Roussel aujourd’hui à 8 h 41");
    assert!(!line.body().contains("<html"), "the line alone");
    teacher.post_once(&papier(WORD), &tap).assert_status(200);
    let recorded = "SELECT count(*) FROM liaison_answer WHERE how = 'paper' AND guardian IS NULL AND recorded_by = (SELECT id FROM person WHERE last_name = 'Roussel')";
    assert_eq!(rows(&school, recorded), 1);
    teacher
        .get(&suivi(WORD))
        .assert_says("1 famille sur 2 a signé")
        .assert_says("papier, noté par M. Roussel aujourd’hui à 8 h 41");
    // Who has signed on a page needs no paper: the teacher is told, and nothing is added.
    let note = write(&school, "maitre_cm1", "CM1", "Photo", "one");
    sign(&school, "parent_lea", note);
    words(&print(&school, "maitre_cm1", note, "talons", "tous"));
    let code = talons(&school, note)[0].2.clone();
    let told = teacher.post(&format!("{}/code", papier(note)), &[("code", &code)]);
    told.assert_status(422).assert_says("Léa Martin : la famille a déjà répondu");
    assert_eq!(rows(&school, &format!("SELECT count(*) FROM liaison_answer WHERE note = {note}")), 1);
}

#[test]
fn a_talon_of_another_word_or_of_an_older_text_is_told() {
    let school = School::new();
    words(&print(&school, "maitre_cm1", WORD, "talons", "tous"));
    let code = talons(&school, WORD)[0].2.clone();
    let other = write(&school, "maitre_cm1", "CM1", "Photo", "one");
    let mut teacher = school.browser("maitre_cm1");
    let foreign = teacher.post(&format!("{}/code", papier(other)), &[("code", &code)]);
    foreign.assert_status(422).assert_says("n’est pas celui d’un talon de ce mot");
    let quiet =
        teacher.post_once(&format!("{}/code", papier(other)), &[("code", "https://ailleurs.fr"), ("discret", "oui")]);
    quiet.assert_status(200).assert_says("n’est pas celui d’un talon");
    let form = teacher.get(&format!("{}/corriger", word(WORD))).form("Corriger le mot");
    form.set("texte", "Samedi.").tick("a_nouveau", "oui").send(&mut teacher).assert_status(200);
    let old = teacher.post(&format!("{}/code", papier(WORD)), &[("code", &code)]);
    old.assert_status(422).assert_says("porte l’ancien texte");
    words(&print(&school, "maitre_cm1", WORD, "talons", "tous"));
    let fresh = talons(&school, WORD)[1].2.clone();
    teacher.post(&format!("{}/code", papier(WORD)), &[("code", &fresh)]).assert_says("Léa Martin : noté");
    // The list that was drawn before a correction must be read again.
    let stale = [("version", "1"), ("rendu", &*school.id("lea").to_string())];
    teacher.post(&papier(WORD), &stale).assert_status(422).assert_says("corrigé entre-temps");
}

#[test]
fn a_guardian_who_lost_the_right_has_a_dead_talon() {
    let school = School::new();
    let note = write(&school, "maitre_cm1", "CM1", "Voyage", "all");
    words(&print(&school, "maitre_cm1", note, "talons", "tous"));
    let paul = school.id("other_parent_lea");
    let code = talons(&school, note).into_iter().find(|(_, guardian, _)| *guardian == paul).unwrap().2;
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE guardianship SET restricted_on = '2026-11-01' WHERE guardian = ?1", [paul]).unwrap();
    let mut teacher = school.browser("maitre_cm1");
    teacher
        .post(&format!("{}/code", papier(note)), &[("code", &code)])
        .assert_status(422)
        .assert_says("n’est plus valable");
    let his = format!("{}-{paul}", school.id("lea"));
    teacher.post(&papier(note), &[("version", "1"), ("rendu", &his)]).assert_says("déjà notées");
    assert_eq!(rows(&school, &format!("SELECT count(*) FROM liaison_answer WHERE note = {note}")), 0);
    assert!(!words(&print(&school, "maitre_cm1", note, "talons", "tous")).contains("Paul"));
}

#[test]
fn only_who_follows_a_pupil_up_takes_a_talon() {
    let school = School::new();
    words(&print(&school, "maitre_cm1", WORD, "talons", "tous"));
    let code = talons(&school, WORD)[0].2.clone();
    let held = format!("/t/{code}");
    for who in [
        "parent_lea",
        "other_parent_lea",
        "parent_tom",
        "lea",
        "aesh",
        "atsem",
        "maitresse_ce1",
        "mairie",
        "grand_mere",
    ] {
        let mut browser = school.browser(who);
        browser.get_once(&held).assert_status(404);
        browser.get_once(&format!("/t/{TALON}x")).assert_status(404);
        for (path, pairs) in [
            (papier(WORD), vec![("version", "1".to_owned()), ("rendu", school.id("lea").to_string())]),
            (format!("{}/code", papier(WORD)), vec![("code", code.clone())]),
            (format!("{}/annuler", papier(WORD)), vec![("annuler", format!("{}-1", school.id("lea")))]),
        ] {
            let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let refused = browser.post_once(&path, &pairs).status;
            assert!([403, 404].contains(&refused), "{who}: {path} {refused}");
        }
    }
    let visitor = school.visitor().get_once(&held);
    assert!(visitor.header("location").unwrap().starts_with("/connexion"));
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_answer"), 0);
    let page = school.browser("maitre_cm1").get(&held);
    page.assert_says("Talon de Léa Martin");
    let mut teacher = school.browser("maitre_cm1");
    page.form("Noter ce talon").send(&mut teacher).assert_says("Léa Martin : noté");
}

#[test]
fn a_teacher_takes_no_talon_of_a_colleagues_pupil() {
    let school = School::new();
    // To the whole school: each sees her own class.
    let mut anne = school.browser("directrice");
    let page = anne.get("/cahier-de-liaison/nouveau");
    let form = page.form("Envoyer").set("titre", "Fête").set("texte", "Bonjour.").set("categorie", "divers");
    let form = form.set("demande", "one").set("a_qui", "ecole").tick("confirmer", "oui");
    let note = super::number(form.send(&mut anne).assert_status(200));
    let mut teacher = school.browser("maitre_cm1");
    teacher.get(&papier(note)).assert_says("Martin Léa").assert_silent_on("Tom");
    let pdf = words(&print(&school, "maitre_cm1", note, "talons", "tous"));
    assert!(pdf.contains("Léa") && !pdf.contains("Tom"), "{pdf}");
    let tom = school.id("tom").to_string();
    teacher.post(&papier(note), &[("version", "1"), ("rendu", &tom)]).assert_status(404);
    // A leader takes those of her group.
    let mut leader = school.browser("animatrice");
    assert_eq!(leader.get_once(&papier(note)).status, 404, "it did not come through her group");
    assert_eq!(status(&school, "atsem", &papier(note)), 404);
}

#[test]
fn a_word_to_one_pupil_prints_that_pupils_alone() {
    let school = School::new();
    let note = write_to(&school, &["lea"], "one");
    let pdf = words(&print(&school, "directrice", note, "talons", "tous"));
    assert!(pdf.contains("Léa Martin") && !pdf.contains("Hugo") && !pdf.contains("Tom"), "{pdf}");
    assert_eq!(talons(&school, note).len(), 1);
}

#[test]
fn nothing_is_asked_and_withdrawn_words_have_no_talons() {
    let school = School::new();
    let note = write(&school, "maitre_cm1", "CM1", "Merci", "nothing");
    assert_eq!(status(&school, "maitre_cm1", &papier(note)), 404);
    let pdf = words(&print(&school, "maitre_cm1", note, "mot", "tous"));
    assert!(pdf.contains("Bonjour à tous"), "{pdf}");
    print(&school, "maitre_cm1", note, "talons", "tous").assert_status(422);
    let mut teacher = school.browser("maitre_cm1");
    teacher.get(&format!("{}/retirer", word(WORD))).form("Retirer le mot").send(&mut teacher);
    for path in [papier(WORD), format!("{}/talons", word(WORD))] {
        assert_eq!(status(&school, "maitre_cm1", &path), 404);
    }
    assert_eq!(print(&school, "maitre_cm1", WORD, "talons", "tous").status, 404);
}

#[test]
fn the_follow_up_says_what_is_to_print() {
    let school = School::new();
    school.browser("maitre_cm1").get(&suivi(WORD)).assert_silent_on("imprimez les talons");
    choose_paper(&school, "other_parent_lea");
    let page = school.browser("maitre_cm1").get(&suivi(WORD));
    page.assert_says("1 élève dont la famille reçoit les mots sur papier : imprimez les talons");
    assert_eq!(page.link("imprimez les talons"), format!("{}/talons", word(WORD)));
    assert_eq!(page.link("Noter les talons rendus"), papier(WORD));
}

#[test]
fn the_camera_is_for_the_page_that_scans() {
    let school = School::new();
    let mut teacher = school.browser("maitre_cm1");
    let policy = |reply: Reply| reply.header("permissions-policy").unwrap_or_default().to_owned();
    assert!(policy(teacher.get(&papier(WORD))).starts_with("camera=(self), "));
    for path in ["/", &*suivi(WORD), &*word(WORD), "/compte"] {
        assert!(policy(teacher.get(path)).starts_with("camera=(), "), "{path}");
    }
}

/// A word whose talon says yes or no.
fn with_a_question(school: &School) -> i64 {
    let mut teacher = school.browser("maitre_cm1");
    let form = teacher.get("/cahier-de-liaison/nouveau").form("Envoyer").set("titre", "La ferme");
    let form = form.set("texte", "Bonjour.").set("categorie", "sortie").set("demande", "one");
    let form = form.forge("q1_intitule", "Vient à la ferme").forge("q1_sorte", "yes_no").forge("q1_choix", "");
    let form = form.forge("q1_pour", "pupil").forge("q1_obligatoire", "oui");
    super::number(form.send(&mut teacher).assert_status(200))
}

#[test]
fn a_talon_with_questions_is_copied_from_the_paper() {
    let school = School::new();
    let note = with_a_question(&school);
    let sheet = words(&print(&school, "maitre_cm1", note, "talons", "tous"));
    assert!(sheet.contains("Vient à la ferme") && sheet.contains("oui") && sheet.contains("non"), "{sheet}");
    let code = talons(&school, note)[0].2.clone();
    let mut teacher = school.browser("maitre_cm1");
    // A tick alone would leave the answer out.
    let lea = school.id("lea").to_string();
    teacher
        .post(&papier(note), &[("version", "1"), ("rendu", &lea)])
        .assert_status(422)
        .assert_says("portent des réponses");
    let page = teacher.post(&format!("{}/code", papier(note)), &[("code", &code)]);
    page.assert_says("Recopiez le talon");
    let done = page.form("Noter ce talon").set("r1", "oui").send(&mut teacher);
    done.assert_says("Léa Martin : noté").assert_says("noté par M. Roussel");
    let kept = format!(
        "SELECT count(*) FROM liaison_answer_value v JOIN liaison_answer a ON a.id = v.answer WHERE a.note = {note} AND a.how = 'paper' AND v.value = 'yes'"
    );
    assert_eq!(rows(&school, &kept), 1);
    teacher.post(&format!("{}/code", papier(note)), &[("code", &code)]).assert_status(422).assert_says("déjà noté");
    let path = format!("{}/eleves/{lea}/papier", word(note));
    for who in ["parent_lea", "other_parent_lea", "parent_tom", "aesh", "maitresse_ce1"] {
        assert!(school.browser(who).get_once(&path).status >= 403, "{who}");
        assert!(school.browser(who).post_once(&path, &[("version", "1"), ("r1", "non")]).status >= 403, "{who}");
    }
}
