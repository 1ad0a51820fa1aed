//! One letter a day.

use super::{BROKEN, GONE, REPLY, WORD, choose, school, tell};
use crate::world::{School, letters, row};
use preau::{
    app::digest,
    base::{db::Id, jobs::System},
    school::{notice::store, quiet},
};

fn go(school: &School) {
    digest::send_due(&school.house, &System::at_the_console()).unwrap();
}

/// The newest letter's plain text.
fn text(school: &School) -> String {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.query_row("SELECT text FROM outbox ORDER BY id DESC LIMIT 1", [], |row| row.get(0)).unwrap()
}

fn waiting(school: &School) -> i64 {
    row(school, "SELECT count(*) FROM notice WHERE letter IS NULL")
}

#[test]
fn two_children_make_one_letter_by_child() {
    let school = school();
    choose(&school, "parent_lea", &WORD, "digest");
    for (child, thing) in [("lea", 1), ("tom", 2), ("lea", 3), ("tom", GONE)] {
        tell(&school, "parent_lea", &WORD, Some(child), thing);
    }
    // Told twice, said once.
    tell(&school, "parent_lea", &WORD, Some("lea"), 1);
    go(&school);
    assert!(letters(&school).is_empty(), "its hour has not come");
    school.at("2026-11-17 18:00");
    go(&school);
    go(&school);
    let subject = "Léa et Tom : 3 nouvelles de l’école".to_owned();
    assert_eq!(letters(&school), [("parent_lea@exemple.invalid".to_owned(), subject)]);
    let text = text(&school);
    let places: Vec<usize> = ["Léa (CM1)", "Chose 1", "Chose 3", "Tom (CE1)", "Chose 2", "Mes avis"]
        .iter()
        .map(|part| text.find(part).unwrap_or_else(|| panic!("{part} in {text}")))
        .collect();
    assert!(places.is_sorted(), "{text}");
    assert!(!text.contains(&format!("Chose {GONE}")) && waiting(&school) == 0);
    assert_eq!(row(&school, "SELECT person FROM outbox"), school.id("parent_lea"));
}

#[test]
fn each_gets_their_own_letter() {
    let school = school();
    choose(&school, "parent_lea", &WORD, "digest");
    choose(&school, "other_parent_lea", &WORD, "digest");
    choose(&school, "maitre_cm1", &REPLY, "digest");
    tell(&school, "parent_lea", &WORD, Some("lea"), 1);
    tell(&school, "other_parent_lea", &WORD, Some("lea"), 2);
    tell(&school, "maitre_cm1", &REPLY, None, 3);
    school.at("2026-11-17 18:00");
    go(&school);
    let sent = letters(&school);
    assert_eq!(sent.len(), 3);
    for (who, thing, subject) in [
        ("parent_lea", 1, "Léa : 1 nouvelle de l’école"),
        ("other_parent_lea", 2, "Léa : 1 nouvelle de l’école"),
        ("maitre_cm1", 3, "1 nouvelle de l’école"),
    ] {
        assert!(sent.contains(&(format!("{who}@exemple.invalid"), subject.to_owned())), "{sent:?}");
        let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
        let text = "SELECT text FROM outbox WHERE person = ?1";
        let text: String = file.query_row(text, [school.id(who)], |row| row.get(0)).unwrap();
        let told: Vec<i64> = (1..=3).filter(|thing| text.contains(&format!("Chose {thing}"))).collect();
        assert_eq!(told, [thing], "{who}: {text}");
    }
}

#[test]
fn a_digest_of_saturday_leaves_on_monday() {
    let school = school();
    choose(&school, "parent_lea", &WORD, "digest");
    school.at("2026-11-20 18:30");
    tell(&school, "parent_lea", &WORD, Some("lea"), 1);
    for quiet in ["2026-11-21 18:00", "2026-11-22 18:00", "2026-11-23 06:59"] {
        school.at(quiet);
        go(&school);
        assert!(letters(&school).is_empty(), "{quiet}");
    }
    school.at("2026-11-23 07:00");
    go(&school);
    assert_eq!(letters(&school).len(), 1);
}

#[test]
fn a_day_that_is_opened_meanwhile_lets_what_waits_go() {
    let school = school();
    choose(&school, "parent_lea", &WORD, "digest");
    school.at("2026-11-20 18:30");
    tell(&school, "parent_lea", &WORD, Some("lea"), 1);
    let tx = school.house.db.write().unwrap();
    quiet::store::open_day(&tx, "2026-11-21".parse().unwrap(), &System::at_the_console()).unwrap();
    tx.commit().unwrap();
    school.at("2026-11-21 17:59");
    go(&school);
    assert!(letters(&school).is_empty());
    school.at("2026-11-21 18:00");
    go(&school);
    assert_eq!(letters(&school).len(), 1);
}

#[test]
fn a_box_that_was_off_at_the_hour_waits_for_the_morning() {
    let school = school();
    choose(&school, "parent_lea", &WORD, "digest");
    tell(&school, "parent_lea", &WORD, Some("lea"), 1);
    let school = school.restarted_with(&super::ROOMS);
    school.at("2026-11-17 23:00");
    go(&school);
    assert!(letters(&school).is_empty());
    school.at("2026-11-18 07:00");
    go(&school);
    assert_eq!(letters(&school).len(), 1);
}

#[test]
fn a_choice_made_meanwhile_counts_for_what_waits() {
    let school = school();
    for who in ["parent_lea", "other_parent_lea"] {
        choose(&school, who, &WORD, "digest");
        tell(&school, who, &WORD, Some("lea"), 1);
    }
    choose(&school, "parent_lea", &WORD, "never");
    choose(&school, "other_parent_lea", &WORD, "at_once");
    go(&school);
    let to: Vec<String> = letters(&school).into_iter().map(|(to, _)| to).collect();
    assert_eq!(to, ["other_parent_lea@exemple.invalid"]);
    assert_eq!(waiting(&school), 0);
}

#[test]
fn a_room_that_stumbles_holds_up_nobody_else() {
    let school = school();
    for (who, thing) in [("parent_lea", BROKEN), ("parent_tom", 1)] {
        choose(&school, who, &WORD, "digest");
        tell(&school, who, &WORD, None, thing);
    }
    school.at("2026-11-17 18:00");
    go(&school);
    go(&school);
    assert_eq!(letters(&school).len(), 1);
    assert_eq!(waiting(&school), 1, "kept for later");
}

#[test]
fn nothing_is_written_to_nowhere() {
    let school = school();
    for who in ["parent_lea", "parent_tom"] {
        choose(&school, who, &WORD, "digest");
    }
    tell(&school, "parent_lea", &WORD, Some("lea"), 1);
    tell(&school, "parent_tom", &WORD, Some("tom"), GONE);
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE person SET email = '' WHERE id = ?1", [school.id("parent_lea")]).unwrap();
    school.browser("parent_lea").get("/compte/avis").assert_says("L’école n’a pas votre adresse e-mail");
    school.at("2026-11-17 18:00");
    go(&school);
    assert!(letters(&school).is_empty() && waiting(&school) == 0);
}

#[test]
fn a_power_cut_in_the_middle_neither_loses_nor_doubles_it() {
    let school = school();
    choose(&school, "parent_lea", &WORD, "digest");
    tell(&school, "parent_lea", &WORD, Some("lea"), 1);
    school.at("2026-11-17 18:00");
    let tx = school.house.db.write().unwrap();
    let now = school.house.clock.now();
    let (sophie, by) = (Id::new(school.id("parent_lea")), System::at_the_console());
    assert_eq!(store::due_for(&tx, sophie, now, &by).unwrap().len(), 1);
    store::told_in(&tx, sophie, None, now, &by).unwrap();
    drop(tx);
    let school = school.restarted_with(&super::ROOMS);
    school.at("2026-11-17 18:02");
    go(&school);
    go(&school);
    assert_eq!(letters(&school).len(), 1);
}

#[test]
fn words_of_the_day_come_in_one_letter_and_are_signed_from_it() {
    use crate::{
        letters::{letter, school, sql},
        liaison::write,
    };
    let school = school();
    let mut mother = school.browser("parent_lea");
    let form = mother.get("/compte/avis").form("Enregistrer").set("avis-mot", "digest");
    form.send(&mut mother).assert_says("C’est noté");
    for (hour, title) in [("09:00", "Sortie au musée"), ("11:00", "Poux"), ("14:00", "Piscine")] {
        school.at(&format!("2026-11-17 {hour}"));
        write(&school, "maitre_cm1", "CM1", title, "one");
        crate::letters::later(&school);
    }
    let withdrawn = "UPDATE liaison_note SET withdrawn_at = 1 WHERE id = (SELECT max(id) FROM liaison_note) - 1";
    sql(&school, withdrawn);
    let hers = "SELECT count(*) FROM outbox WHERE recipient = 'parent_lea@exemple.invalid'";
    assert_eq!(row(&school, hers), 0, "nothing before its hour");
    school.at("2026-11-17 18:00");
    go(&school);
    assert_eq!(row(&school, hers), 1);
    let digest = letter(&school, "parent_lea");
    assert_eq!((digest.kind.as_str(), digest.subject.as_str()), ("digest", "Léa : 2 nouvelles de l’école"));
    assert!(digest.text.contains("Sortie au musée") && digest.text.contains("Piscine"));
    assert!(!digest.text.contains("Poux"), "withdrawn since");
    let links = digest.links();
    assert_eq!(links.len(), 2);
    let named = "Signer pour <span translate=\"no\" class=\"notranslate\">Léa</span>";
    assert_eq!(digest.html.matches(named).count(), 2);
    let mut phone = school.visitor();
    let page = phone.get(&links[0]);
    page.assert_says("Sortie au musée").form("Signer pour Léa").send(&mut phone).assert_status(200);
}
