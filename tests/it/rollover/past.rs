//! What was sent, published and agreed to in the year that ended is still whom it reached's, and nobody else's.

use super::*;
use crate::{liaison::sign, world::WORD};
use preau::{
    base::db::Id,
    school::consent::{self, Purpose, Showing, Standing},
};

/// M. Roussel's year with CM1: a signed word, a word about Léa alone, a post with Léa on a photo. Then Mme Benali has those
/// pupils, he has CE2, and Zoé has left.
struct After {
    school: School,
    alone: i64,
    post: i64,
    photo: String,
    answers: i64,
    folder: i64,
}

fn standing(school: &School, on: &str) -> Standing {
    let db = school.house.db.read().unwrap();
    let (lea, on) = (Id::new(school.id("lea")), on.parse().unwrap());
    let known = consent::store::known(&db, &[lea], (on, on), school.today()).unwrap();
    known.standing(lea, &Showing { purpose: Purpose::Class, occasion: "", on })
}

fn a_year_later() -> After {
    let school = School::new();
    school.says("parent_lea", "lea", Purpose::Class, true);
    school.says("other_parent_lea", "lea", Purpose::Class, true);
    sign(&school, "parent_lea", WORD).assert_status(200);
    let mut etienne = school.browser("maitre_cm1");
    let form = etienne.get("/cahier-de-liaison/nouveau").form("Envoyer");
    let form = form.set("a_qui", "eleves").tick("eleve", &school.id("lea").to_string());
    let form = form.set("titre", "Ses lunettes").set("texte", "Léa oublie ses lunettes.");
    let sent = form.set("categorie", "divers").set("demande", "nothing").send(&mut etienne);
    let alone = crate::liaison::number(sent.assert_status(200));
    let post = school.post("maitre_cm1", "CM1");
    let media = school.media(post, "photo");
    school.on_it(media, &["lea"]);
    let photo = format!("/blog/articles/{post}/medias/{media}/petite");
    for who in ["parent_lea", "other_parent_lea", "lea", "maitre_cm1"] {
        assert_eq!(school.browser(who).get_once(&photo).status, 200, "{who} before");
    }
    school.sql(&format!(
        "INSERT INTO document (space, owner, kind, name, folded, sort_key, made_at, changed_at) VALUES ('class', {}, 'folder', 'Poésies', 'poésies', 'poesies', 0, 0)",
        school.class("CM1")
    ));
    let folder = row(&school, "SELECT max(id) FROM document");
    let answers = row(&school, "SELECT count(*) FROM liaison_answer");
    school.at("2027-06-14 09:00");
    let mut anne = school.browser("directrice");
    prepared(&school, &mut anne);
    place(&school, &mut anne, "zoe", "-1");
    let id = |name: &str| row(&school, &format!("SELECT id FROM rollover_class WHERE name = '{name}'"));
    let (samia, etienne) = (school.id("maitresse_ce1").to_string(), school.id("maitre_cm1").to_string());
    let team = [(format!("enseignant-{}", id("CM2")), samia), (format!("enseignant-{}", id("CE2")), etienne)];
    let team: Vec<(&str, &str)> = team.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    anne.post("/ecole/rentree/equipe", &team).assert_status(200);
    settle(&mut anne);
    school.at("2027-09-01 06:00");
    minute(&school);
    school.at("2027-09-10 09:00");
    // As the director opens each year's classes to their pupils.
    school.sql("INSERT INTO pupil_access (class, ways, from_home, opened_at) SELECT c.id, 'words', 1, 0 FROM class c JOIN school_year y ON y.id = c.year WHERE y.starts_on >= '2027-08-01'");
    assert_eq!((class_of(&school, "lea").as_deref(), class_of(&school, "zoe")), (Some("CM2"), None));
    After { school, alone, post, photo, answers, folder }
}

impl After {
    fn status(&self, who: &str, path: &str) -> u16 {
        self.school.browser(who).get_once(path).status
    }
}

#[test]
fn words_stay_with_whom_they_reached() {
    let after = a_year_later();
    let (word, alone) = (format!("/cahier-de-liaison/{WORD}"), format!("/cahier-de-liaison/{}", after.alone));
    for (who, to_class, to_lea) in [
        ("directrice", 200, 200),
        ("maitre_cm1", 200, 200),
        ("parent_lea", 200, 200),
        ("other_parent_lea", 200, 200),
        ("lea", 200, 200),
        // She teaches Léa now: last year's words were not hers.
        ("maitresse_ce1", 404, 404),
        // Zoé has left: no class is open to her. Her mother reads what reached her, until the account is closed.
        ("zoe", 303, 303),
        ("mere_sans_autorite", 200, 404),
        ("pere_retire", 404, 404),
        ("parent_tom", 404, 404),
        ("tom", 404, 404),
    ] {
        assert_eq!((after.status(who, &word), after.status(who, &alone)), (to_class, to_lea), "{who}");
    }
    // Who signed is still there, for who wrote it and for the direction, and for nobody else.
    assert_eq!(row(&after.school, "SELECT count(*) FROM liaison_answer"), after.answers);
    for (who, follows) in [("directrice", 200), ("maitre_cm1", 200), ("maitresse_ce1", 404), ("parent_lea", 403)] {
        assert_eq!(after.status(who, &format!("{word}/suivi")), follows, "{who}");
    }
    let answers = |who: &str| after.school.browser(who).get(&format!("{word}/suivi"));
    answers("directrice").assert_says("Sophie Petit");
    // He keeps what he wrote; those families' answers are no longer his to follow, and he writes to them no more.
    answers("maitre_cm1").assert_says("ne vous sont plus montrées").assert_silent_on("Sophie Petit");
    assert_eq!(after.status("maitre_cm1", &format!("{word}/corriger")), 403);
    // In the lists too: hers begin with her class.
    after.school.browser("maitresse_ce1").get("/cahier-de-liaison").assert_silent_on("Réunion de rentrée");
    after.school.browser("maitre_cm1").get("/cahier-de-liaison").assert_says("Réunion de rentrée");
    let mut sophie = after.school.browser("parent_lea");
    let book = sophie.get("/cahier-de-liaison");
    book.assert_says("Réunion de rentrée").assert_says("Ses lunettes");
    sophie.get(&book.link("2026-2027")).assert_says("Réunion de rentrée");
}

#[test]
fn posts_and_photos_stay_as_they_were_agreed_to() {
    let after = a_year_later();
    let post = format!("/blog/articles/{}", after.post);
    for (who, answer) in [
        ("directrice", 200),
        ("maitre_cm1", 200),
        ("parent_lea", 200),
        ("other_parent_lea", 200),
        ("lea", 200),
        ("zoe", 303),
        ("mere_sans_autorite", 200),
        ("maitresse_ce1", 404),
        ("parent_tom", 404),
    ] {
        assert_eq!((after.status(who, &post), after.status(who, &after.photo)), (answer, answer), "{who}");
    }
    // The yes was for that year: what is shown now has to be asked for anew.
    assert_eq!(standing(&after.school, "2026-11-17"), Standing::Given);
    assert_eq!(standing(&after.school, "2027-09-10"), Standing::Silent);
    let mut anne = after.school.browser("directrice");
    anne.get("/autorisations-image/demander").assert_says("L’année scolaire 2027-2028");
    anne.get(PAGE).assert_says("Redemander les autorisations d’image");
    after.school.says("other_parent_lea", "lea", Purpose::Class, false);
    assert_eq!(standing(&after.school, "2026-11-17"), Standing::Given, "a refusal for this year is for this year");
    let mut sophie = after.school.browser("parent_lea");
    let blog = sophie.get("/blog");
    blog.assert_says("Au jardin");
    blog.assert_says("Année 2026-2027");
    sophie.get("/blog?mois=2026-2027").assert_says("Au jardin");
    sophie.get("/blog?mois=2027-09").assert_silent_on("Au jardin");
    assert_eq!(after.status("parent_lea", "/blog?mois=2019-2020"), 404);
    after.school.browser("maitresse_ce1").get("/blog").assert_silent_on("Au jardin");
}

#[test]
fn a_class_s_documents_are_read_on_and_kept_by_nobody_but_the_director() {
    let after = a_year_later();
    let space = format!("/documents/classe-{}", after.school.class("CM1"));
    let folder = format!("{space}/dossiers/{}", after.folder);
    for (who, answer) in [
        ("directrice", 200),
        ("maitre_cm1", 200),
        ("parent_lea", 200),
        ("other_parent_lea", 200),
        ("lea", 200),
        // Who left with the year too; who never was in the class, or has Léa's class now, not.
        ("zoe", 303),
        ("mere_sans_autorite", 200),
        ("pere_retire", 404),
        ("maitresse_ce1", 404),
        ("remplacante", 404),
        ("parent_tom", 404),
        ("tom", 404),
    ] {
        assert_eq!((after.status(who, &space), after.status(who, &folder)), (answer, answer), "{who}");
    }
    after.school.browser("parent_lea").get("/documents").assert_says("Classe CM1 2026-2027").assert_says("Classe CM2");
    after.school.browser("maitre_cm1").get("/documents").assert_says("Classe CM1 2026-2027");
    after.school.browser("maitresse_ce1").get("/documents").assert_silent_on("Classe CM1");
    let renamed = format!("/documents/fichiers/{}/renommer", after.folder);
    assert_ne!(
        after.school.browser("maitre_cm1").post_once(&renamed, &[("nom", "Autre")]).status,
        303,
        "he reads, and changes nothing"
    );
    assert_eq!(row(&after.school, "SELECT count(*) FROM document WHERE name = 'Poésies'"), 1);
}

#[test]
fn families_are_known_to_who_teaches_them_now() {
    let after = a_year_later();
    let lea = format!("/eleves/{}", after.school.id("lea"));
    for (who, answer) in
        [("directrice", 200), ("maitresse_ce1", 200), ("maitre_cm1", 404), ("parent_lea", 403), ("parent_tom", 404)]
    {
        assert_eq!(after.status(who, &lea), answer, "{who}");
    }
    let zoe = format!("/eleves/{}", after.school.id("zoe"));
    let seen = ["maitresse_ce1", "maitre_cm1", "directrice"].map(|who| after.status(who, &zoe));
    assert_eq!(seen, [404, 404, 200]);
    // The old class is nobody's page any more but the direction's.
    let cm1 = format!("/classes/{}", after.school.class("CM1"));
    assert_eq!((after.status("maitre_cm1", &cm1), after.status("directrice", &cm1)), (403, 200));
    let mut anne = after.school.browser("directrice");
    let past = anne.get("/ecole/classes").link("2026-2027");
    anne.get(&past).assert_says("CM1").assert_says("M. Roussel").assert_says("Zoé Nguyễn").assert_silent_on("CM2");
    for who in ["maitre_cm1", "parent_lea"] {
        assert_ne!(after.status(who, &past), 200, "{who}");
    }
}

#[test]
fn a_family_takes_away_what_the_year_that_ended_left_them() {
    let school = crate::takeaway::lived();
    let class = school.class("CM1");
    for (who, text) in
        [("parent_lea", "la page de Sophie"), ("other_parent_lea", "la page de Paul"), ("lea", "ma page")]
    {
        let slot = format!("/documents/casiers/{class}/depots/{}", school.id("lea"));
        school.put(who, &slot, &format!("{who}.txt"), text.as_bytes());
    }
    school.at("2027-06-14 09:00");
    let mut anne = school.browser("directrice");
    prepared(&school, &mut anne);
    settle(&mut anne);
    school.at("2027-09-01 06:00");
    minute(&school);
    school.at("2027-09-10 09:00");
    let files = crate::takeaway::own(&school, "parent_lea");
    for own in ["Le cancre", "la page de Sophie", "ma page"] {
        assert!(!crate::takeaway::holds(&files, own).is_empty(), "{own} is in none of {:?}", files.keys());
    }
    for foreign in ["la page de Paul", "2 x 2", "Öztürk"] {
        assert!(crate::takeaway::holds(&files, foreign).is_empty(), "{foreign}");
    }
}
