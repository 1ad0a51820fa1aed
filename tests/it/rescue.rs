//! Rescue at the gate: who may show the code, to whom, and for how long.

use crate::world::{Reply, School, letters, row};

const NEW: &str = "trois cerises dans un panier";

fn tie(school: &School, pupil: &str, guardian: &str) -> i64 {
    let (pupil, guardian) = (school.id(pupil), school.id(guardian));
    row(school, &format!("SELECT id FROM guardianship WHERE pupil = {pupil} AND guardian = {guardian}"))
}

fn path(school: &School, pupil: &str, guardian: &str) -> String {
    format!("/eleves/{}/depannage/{}", school.id(pupil), tie(school, pupil, guardian))
}

/// The teacher goes from the pupil's page to the code.
fn shown(school: &School, name: &str) -> Reply {
    let mut etienne = school.browser("maitre_cm1");
    let page = etienne.get(&format!("/eleves/{}", school.id("lea")));
    let choose = etienne.get(&page.link("Dépanner un parent"));
    choose.form(&format!("Montrer le code à {name}")).send(&mut etienne)
}

/// What a parent types: login and code, as the page says them.
fn typed(page: &Reply) -> (String, String) {
    let words = page.text();
    let after = |mark: &str| {
        let rest = &words[words.find(mark).unwrap_or_else(|| panic!("no {mark} in {words}")) + mark.len()..];
        rest.split_whitespace().next().unwrap().to_owned()
    };
    (after("Identifiant "), after("Code "))
}

fn activate(school: &School, page: &Reply) -> Reply {
    let (login, code) = typed(page);
    let mut phone = school.visitor();
    let first = phone.get("/activation");
    let next = first.form("Continuer").set("identifiant", &login).set("code", &code).send(&mut phone);
    if !next.has_button("Ouvrir mon compte") {
        return next;
    }
    next.form("Ouvrir mon compte").set("nouvelle", NEW).set("encore", NEW).tick("charte", "oui").send(&mut phone)
}

#[test]
fn a_parent_is_back_in_within_a_minute() {
    let school = School::new();
    let mut old = school.browser("parent_lea");
    old.get("/compte").assert_status(200);
    let page = shown(&school, "Sophie Petit");
    page.assert_says("avant 8 h 40").assert_says("Un code pour Sophie Petit");
    assert!(page.body().contains("<svg"), "a code to scan");
    activate(&school, &page).assert_status(200).assert_says("Bonjour Sophie");
    // Whoever was in with the old passphrase is out.
    old.get_once("/compte").assert_status(303);
    activate(&school, &page).assert_says("ne vont pas ensemble");
    let by = format!("SELECT count(*) FROM journal WHERE act = 'show_rescue' AND by = {}", school.id("maitre_cm1"));
    assert_eq!(row(&school, &by), 1);
}

#[test]
fn who_comes_back_is_asked_for_a_passphrase_and_nothing_else() {
    let school = School::new();
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let told = "UPDATE person SET email = 'sophie@exemple.invalid' WHERE id = ?1";
    file.execute(told, [school.id("parent_lea")]).unwrap();
    activate(&school, &shown(&school, "Sophie Petit")).assert_says("Bonjour Sophie");
    let (login, code) = typed(&shown(&school, "Sophie Petit"));
    let mut phone = school.visitor();
    let first = phone.get("/activation");
    let page = first.form("Continuer").set("identifiant", &login).set("code", &code).send(&mut phone);
    page.assert_silent_on("J’ai lu la charte").assert_silent_on("adresse e-mail");
    let again = page.form("Ouvrir mon compte").set("nouvelle", NEW).set("encore", "autre chose").send(&mut phone);
    again.assert_status(422).assert_silent_on("J’ai lu la charte").assert_silent_on("adresse e-mail");
    let home = again.form("Ouvrir mon compte").set("nouvelle", NEW).set("encore", NEW).send(&mut phone);
    home.assert_says("Bonjour Sophie");
    let kept = row(&school, "SELECT count(*) FROM person WHERE email = 'sophie@exemple.invalid'");
    assert_eq!(kept, 1, "an address that is not asked for is not lost");
}

#[test]
fn the_code_dies_after_ten_minutes_and_with_the_next_one() {
    let school = School::new();
    let first = shown(&school, "Sophie Petit");
    let second = shown(&school, "Sophie Petit");
    activate(&school, &first).assert_says("ne vont pas ensemble");
    school.at("2026-11-17 08:41");
    activate(&school, &second).assert_says("ne vont pas ensemble");
}

#[test]
fn the_owner_is_told_when_a_code_is_shown() {
    let school = School::new();
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE person SET email = 'sophie@exemple.fr' WHERE id = ?1", [school.id("parent_lea")]).unwrap();
    shown(&school, "Sophie Petit");
    assert!(letters(&school).iter().any(|(to, subject)| to == "sophie@exemple.fr" && subject.contains("dépannage")));
}

#[test]
fn only_who_teaches_the_child_today_may_show_it() {
    let school = School::new();
    let to_sophie = path(&school, "lea", "parent_lea");
    for who in
        ["maitresse_ce1", "remplacante", "atsem", "parent_lea", "other_parent_lea", "lea", "mairie", "technicien"]
    {
        school.browser(who).post_once(&to_sophie, &[]).assert_status(404);
        let choose = format!("/eleves/{}/depannage", school.id("lea"));
        school.browser(who).get_once(&choose).assert_status(match who {
            // They know that Léa is at school, and no more.
            "parent_lea" | "other_parent_lea" | "lea" => 403,
            _ => 404,
        });
    }
    school.at("2026-12-02 08:30");
    school.browser("remplacante").post_once(&to_sophie, &[]).assert_status(200);
    school.at("2026-12-12 08:30");
    school.browser("remplacante").post_once(&to_sophie, &[]).assert_status(404);
    school.browser("directrice").post_once(&to_sophie, &[]).assert_status(200);
}

#[test]
fn never_for_a_colleague_nor_for_who_may_know_nothing() {
    let school = School::new();
    for who in ["pere_retire", "pere_restreint"] {
        for shower in ["maitre_cm1", "directrice"] {
            school.browser(shower).post_once(&path(&school, "zoe", who), &[]).assert_status(404);
        }
    }
    // Another child's tie behind Léa's page opens nothing.
    let astray = format!("/eleves/{}/depannage/{}", school.id("lea"), tie(&school, "tom", "parent_tom"));
    school.browser("maitre_cm1").post_once(&astray, &[]).assert_status(404);
    // Sophie begins to work here in December: from the day this is known, her account is the director's business.
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let work = "INSERT INTO duty (person, kind, from_on) VALUES (?1, 'staff', '2026-12-01')";
    file.execute(work, [school.id("parent_lea")]).unwrap();
    school.browser("maitre_cm1").post_once(&path(&school, "lea", "parent_lea"), &[]).assert_status(404);
    let choose = school.browser("maitre_cm1").get(&format!("/eleves/{}/depannage", school.id("lea")));
    choose.assert_silent_on("Sophie").assert_says("Paul Martin");
}
