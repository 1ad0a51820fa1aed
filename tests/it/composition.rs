//! Pupils from class to class: several at once, back again, and who may not.

use crate::world::{Browser, Reply, School, row, selector, words};

const BOARD: &str = "/ecole/composition";

/// The name of the column in which the board shows this pupil.
fn column_of(page: &Reply, pupil: i64) -> String {
    let html = page.html();
    let boxes = selector(&format!("input[name=eleve][value^=\"{pupil}-\"]"));
    let column = html.select(&selector(".colonne")).find(|column| column.select(&boxes).next().is_some());
    words(column.expect("the pupil is on the board").select(&selector("h2")).next().unwrap())
}

fn value_of(page: &Reply, pupil: i64) -> String {
    let html = page.html();
    let found = html.select(&selector(&format!("input[name=eleve][value^=\"{pupil}-\"]"))).next();
    found.expect("the pupil is on the board").attr("value").unwrap().to_owned()
}

fn move_to(school: &School, anne: &mut Browser, who: &[&str], class: &str, more: &[(&str, &str)]) -> Reply {
    let page = anne.get(BOARD);
    let mut form = page.form("Déplacer").set("vers", &school.class(class).to_string());
    for name in who {
        form = form.tick("eleve", &value_of(&page, school.id(name)));
    }
    more.iter().fold(form, |form, (name, value)| form.set(name, value)).send(anne)
}

fn enrolments(school: &School, who: &str) -> Vec<(i64, String, String, Option<String>)> {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let mut rows = file
        .prepare("SELECT class, grade, from_on, until_on FROM enrolment WHERE pupil = ?1 ORDER BY from_on")
        .unwrap();
    let read = |row: &rusqlite::Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
    rows.query_map([school.id(who)], read).unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn two_pupils_change_class_and_come_back() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let before = [enrolments(&school, "lea"), enrolments(&school, "zoe")];
    let page = anne.get(BOARD);
    page.assert_status(200).assert_says("2 CE1 et 2 CM1").assert_says("05/05/2017");
    assert_eq!(column_of(&page, school.id("lea")), "CM1");
    let moved = move_to(&school, &mut anne, &["lea", "zoe"], "CE1", &[("niveau", "CE2")]);
    moved.assert_status(200).assert_says("Léa et Zoé sont maintenant en CE1.");
    assert_eq!(column_of(&moved, school.id("lea")), "CE1");
    let [old, new] = <[_; 2]>::try_from(enrolments(&school, "lea")).unwrap();
    assert_eq!((old.3.as_deref(), new.1.as_str(), new.2.as_str()), (Some("2026-11-16"), "CE2", "2026-11-17"));
    // M. Roussel no longer knows her, Mme Benali does.
    let lea = format!("/eleves/{}", school.id("lea"));
    assert_eq!(school.browser("maitre_cm1").get_once(&lea).status, 404);
    assert_eq!(school.browser("maitresse_ce1").get_once(&lea).status, 200);
    let back = moved.form("Annuler").send(&mut anne);
    back.assert_says("C’est annulé : Léa et Zoé sont de nouveau dans leur classe.");
    assert_eq!([enrolments(&school, "lea"), enrolments(&school, "zoe")], before, "as if nothing had been");
    assert_eq!(school.browser("maitre_cm1").get_once(&lea).status, 200);
}

#[test]
fn a_move_taken_back_takes_back_what_was_addressed() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let reached =
        |who: &str| row(&school, &format!("SELECT count(*) FROM audience_pupil WHERE pupil = {}", school.id(who)));
    assert_eq!(reached("tom"), 0);
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE audience SET closes_on = '2026-12-31'", []).unwrap();
    let moved = move_to(&school, &mut anne, &["tom"], "CM1", &[]);
    assert_eq!(reached("tom"), 1, "the word to CM1 is still open");
    moved.form("Annuler").send(&mut anne).assert_says("C’est annulé");
    assert_eq!(reached("tom"), 0);
}

#[test]
fn a_move_taken_back_keeps_what_came_meanwhile_to_all_or_to_the_pupil() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let moved = move_to(&school, &mut anne, &["tom"], "CM1", &[]);
    // While Tom is in CM1: a word to the school, one to Tom alone, one to the class that he will be back in.
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let (tom, ce1, cm1) = (school.id("tom"), school.class("CE1"), school.class("CM1"));
    file.execute_batch(&format!(
        "INSERT INTO audience (id, sent_at, closes_on) VALUES (71, 9, '2026-12-31'), (72, 9, '2026-12-31'), (73, 9, '2026-12-31');
         INSERT INTO audience_part (audience, kind, part) VALUES (71, 'school', 0), (72, 'pupil', {tom}), (73, 'class', {ce1});
         INSERT INTO audience_pupil (audience, pupil, class, sent_at) VALUES (71, {tom}, {cm1}, 9), (72, {tom}, {cm1}, 9);"
    ))
    .unwrap();
    moved.form("Annuler").send(&mut anne).assert_says("C’est annulé");
    let of = |class| {
        row(
            &school,
            &format!("SELECT count(*) FROM audience_pupil WHERE pupil = {tom} AND class = {class} AND audience > 70"),
        )
    };
    assert_eq!((of(ce1), of(cm1)), (3, 0));
}

#[test]
fn a_page_gone_stale_is_told_and_moves_nobody() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let old = anne.get(BOARD);
    let stale = |school: &School| {
        old.form("Déplacer")
            .set("vers", &school.class("CP").to_string())
            .tick("eleve", &value_of(&old, school.id("lea")))
            .tick("eleve", &value_of(&old, school.id("zoe")))
    };
    move_to(&school, &mut anne, &["lea"], "CE1", &[]);
    let told = stale(&school).send_once(&mut anne);
    told.assert_status(422).assert_says("Léa a changé de classe entre-temps. Rien n’a été déplacé");
    assert_eq!(column_of(&told, school.id("zoe")), "CM1");
    // What was chosen is still chosen, from where everyone is by now: the same form goes through.
    told.form("Déplacer").send(&mut anne).assert_says("Léa et Zoé sont maintenant en CP.");
    // So is an undo that comes too late.
    let moved = move_to(&school, &mut anne, &["tom"], "CP", &[]);
    move_to(&school, &mut anne, &["tom"], "CM1", &[]);
    moved.form("Annuler").send_once(&mut anne).assert_status(422).assert_says("Tom a changé de classe entre-temps");
}

#[test]
fn what_cannot_be_is_said_beside_its_field() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    anne.get(BOARD).form("Déplacer").send(&mut anne).assert_status(422).assert_says("Choisissez au moins un élève.");
    let said = |anne: &mut Browser, more: &[(&str, &str)]| move_to(&school, anne, &["lea"], "CE1", more).text();
    assert!(said(&mut anne, &[("du", "2026-11-18")]).contains("n’est pas encore passé"));
    assert!(said(&mut anne, &[("du", "2026-08-30")]).contains("avant la rentrée"));
    assert!(move_to(&school, &mut anne, &["lea"], "CM1", &[]).text().contains("déjà dans cette classe"));
    assert_eq!(enrolments(&school, "lea").len(), 1);
    // The level alone.
    let moved = move_to(&school, &mut anne, &["lea"], "CM1", &[("niveau", "CM2")]);
    assert_eq!(enrolments(&school, "lea")[0].1, "CM2");
    moved.form("Annuler").send(&mut anne);
    assert_eq!(enrolments(&school, "lea")[0].1, "CM1");
}

#[test]
fn whoever_has_no_class_stands_in_the_first_column() {
    let school = School::new();
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("DELETE FROM enrolment WHERE pupil = ?1", [school.id("tom")]).unwrap();
    let mut anne = school.browser("directrice");
    assert_eq!(column_of(&anne.get(BOARD), school.id("tom")), "Sans classe");
    move_to(&school, &mut anne, &["tom"], "CP", &[])
        .assert_status(422)
        .assert_says("Choisissez un niveau : celui de Tom");
    let moved = move_to(&school, &mut anne, &["tom"], "CP", &[("niveau", "CP")]);
    assert_eq!(column_of(&moved, school.id("tom")), "CP");
    moved.form("Annuler").send(&mut anne).assert_says("C’est annulé");
    assert!(enrolments(&school, "tom").is_empty());
}

#[test]
fn only_the_director_composes() {
    let school = School::new();
    let (lea, to) = (format!("{}-{}", school.id("lea"), school.class("CM1")), school.class("CE1").to_string());
    for who in [
        "maitre_cm1",
        "maitresse_ce1",
        "remplacante",
        "atsem",
        "aesh",
        "parent_lea",
        "other_parent_lea",
        "lea",
        "mairie",
        "technicien",
        "visiteur",
    ] {
        let mut other = school.browser(who);
        for reply in [other.get_once(BOARD), other.post_once(BOARD, &[("eleve", &lea), ("vers", &to)])] {
            assert!(matches!(reply.status, 303 | 403 | 404), "{who}: {}", reply.status);
        }
    }
    assert_eq!(enrolments(&school, "lea").len(), 1);
    // A class that is not there, a pupil who is not one.
    let mut anne = school.browser("directrice");
    assert_eq!(anne.post_once(BOARD, &[("eleve", &lea), ("vers", "999999")]).status, 404);
    let adult = format!("{}-0", school.id("parent_lea"));
    assert_eq!(anne.post_once(BOARD, &[("eleve", &adult), ("vers", &to)]).status, 404);
}

#[test]
fn six_hundred_pupils_are_one_page() {
    let school = School::new();
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let class = school.class("CE1");
    for at in 0..600 {
        file.execute(
            "INSERT INTO person (last_name, first_name, sort_key, made_at) VALUES (?1, 'Ewen', ?1, 0)",
            [format!("n{at:03}")],
        )
        .unwrap();
        let id = file.last_insert_rowid();
        file.execute("INSERT INTO pupil (person, sex, born_on) VALUES (?1, 'M', '2019-01-01')", [id]).unwrap();
        file.execute(
            "INSERT INTO enrolment (pupil, class, grade, from_on) VALUES (?1, ?2, 'CE1', '2026-09-01')",
            [id, class],
        )
        .unwrap();
    }
    let page = school.browser("directrice").get(BOARD);
    page.assert_says("604 élèves");
    assert!(page.bytes.len() < 400_000, "{} bytes", page.bytes.len());
}
