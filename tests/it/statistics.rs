//! « Statistiques »: who reads them, what is counted, and that nobody is ever singled out.

use crate::world::{School, row};

const PAGE: &str = "/statistiques";
const FILES: [&str; 4] = ["comptes.csv", "mots.csv", "reponses.csv", "connexions.csv"];

/// So many more children in a class, each with a parent who has an account: numbers from `first` on.
fn families(school: &School, class: &str, first: i64, many: i64) {
    let class = school.class(class);
    for number in first..first + many {
        let (child, parent) = (2 * number, 2 * number + 1);
        school.sql(&format!(
            "INSERT INTO person (id, last_name, first_name, sort_key, made_at) VALUES ({child}, 'Durand', 'E{number}', 'durand', 0), ({parent}, 'Durand', 'P{number}', 'durand', 0);
             INSERT INTO pupil (person) VALUES ({child}); INSERT INTO enrolment (pupil, class, from_on) VALUES ({child}, {class}, '2026-09-01');
             INSERT INTO guardianship (pupil, guardian) VALUES ({child}, {parent});
             INSERT INTO account (person, login, password, activated_at) VALUES ({parent}, 'durand{number}', 'x', 1)"
        ));
    }
}

/// A word of the director's to those children, which asks to be read.
fn word(school: &School, class: &str, children: &[i64]) -> i64 {
    let (author, class, at) = (school.id("directrice"), school.class(class), school.house.clock.now().0 - 3600);
    school.sql(&format!(
        "INSERT INTO audience (id, sent_at, closes_on) SELECT coalesce(max(id), 0) + 1, {at}, '2027-08-31' FROM audience;
         INSERT INTO liaison_note (author, audience, category, asks, sent_at, delivered_at) SELECT {author}, max(id), 'divers', 'read', {at}, {at} FROM audience"
    ));
    for child in children {
        school.sql(&format!(
            "INSERT INTO audience_pupil (audience, pupil, class, sent_at) SELECT max(id), {child}, {class}, {at} FROM audience"
        ));
    }
    row(school, "SELECT max(id) FROM liaison_note")
}

fn answer(school: &School, note: i64, child: i64, how: &str) {
    let (at, guardian) = (school.house.clock.now().0, child + 1);
    school.sql(&format!(
        "INSERT INTO liaison_answer (note, pupil, guardian, version, answered_at, how) VALUES ({note}, {child}, {guardian}, 1, {at}, '{how}')"
    ));
}

fn lines(school: &School, file: &str) -> Vec<String> {
    let reply = school.browser("directrice").get(&format!("{PAGE}/{file}"));
    reply.assert_status(200);
    reply.body().trim_start_matches('\u{feff}').lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn the_direction_alone_reads_them() {
    let school = School::new();
    let mut director = school.browser("directrice");
    director.get(PAGE).assert_status(200).assert_says("jamais personne en particulier");
    assert_eq!(director.get("/reglages").link("Statistiques"), PAGE);
    for who in ["maitre_cm1", "atsem", "parent_lea", "other_parent_lea", "mairie", "technicien", "lea", "visiteur"] {
        for path in FILES.iter().map(|file| format!("{PAGE}/{file}")).chain([PAGE.to_owned()]) {
            let status = school.browser(who).get_once(&path).status;
            let expected: &[u16] = if who == "visiteur" { &[302, 303] } else { &[403, 404] };
            assert!(expected.contains(&status), "{who} {path}: {status}");
        }
    }
}

#[test]
fn a_school_of_nearly_nobody_shows_nothing() {
    let school = School::new();
    school.sql("DELETE FROM enrolment; DELETE FROM audience_pupil");
    school.browser("directrice").get(PAGE).assert_says("au moins 5 familles").assert_says("Aucun mot n’a demandé");
    assert!(lines(&school, "comptes.csv").is_empty());
    assert!(lines(&school, "mots.csv").is_empty());
}

#[test]
fn a_class_of_few_families_is_told_with_another() {
    let school = School::new();
    families(&school, "CP", 10_000, 7);
    families(&school, "CM1", 11_000, 9);
    let before = lines(&school, "comptes.csv");
    let names: Vec<&str> = before.iter().map(|line| line.split(';').next().unwrap()).collect();
    assert!(!names.contains(&"CE1"), "Tom is nearly alone there: {before:?}");
    assert!(names.iter().any(|name| name.contains("CE1 et ") || name.contains(" et CE1")), "{before:?}");
    for line in &before {
        let numbers: Vec<u64> = line.split(';').skip(1).map(|cell| cell.parse().unwrap()).collect();
        assert!(numbers[..numbers.len() - 1].iter().sum::<u64>() >= 5, "{line}");
    }
    families(&school, "CE1", 12_000, 8);
    let few = lines(&school, "comptes.csv");
    assert!(!few.iter().any(|line| line.starts_with("CE1;")), "some there have no account yet: {few:?}");
    school.sql("UPDATE account SET activated_at = 1");
    let after = lines(&school, "comptes.csv");
    assert!(after.iter().any(|line| line.starts_with("CE1;")), "{after:?}");
}

#[test]
fn a_guardian_whom_a_judge_keeps_away_opens_no_family() {
    let school = School::new();
    school.sql("DELETE FROM enrolment");
    families(&school, "CP", 10_000, 6);
    assert_eq!(lines(&school, "comptes.csv"), ["CP;6;0;0;100"]);
    school.sql("UPDATE guardianship SET restricted_on = '2026-11-17' WHERE pupil = 20000; UPDATE guardianship SET authority = 'withdrawn' WHERE pupil = 20002");
    assert_eq!(lines(&school, "comptes.csv"), ["CP;4;2;67"]);
}

#[test]
fn answers_are_counted_by_class_and_by_way_within_the_period() {
    let school = School::new();
    school.sql("DELETE FROM audience_pupil");
    families(&school, "CP", 10_000, 9);
    let children: Vec<i64> = (10_000..10_009).map(|number| 2 * number).collect();
    let note = word(&school, "CP", &children);
    for child in &children[..6] {
        answer(&school, note, *child, "application");
    }
    answer(&school, note, children[6], "mail");
    assert_eq!(lines(&school, "mots.csv"), ["CP;7;0;2;78"]);
    // One answer by mail is nobody's alone.
    assert_eq!(lines(&school, "reponses.csv"), ["Dans Préau et en répondant à une lettre;7;0"]);
    // Changed since: the old answers count no more. Withdrawn: nothing was asked.
    school.sql(&format!("UPDATE liaison_note SET version = 2, asks_since = 2 WHERE id = {note}"));
    assert_eq!(lines(&school, "mots.csv"), ["CP;0;0;9;0"]);
    school.sql(&format!("UPDATE liaison_note SET asks_since = 1 WHERE id = {note}"));
    school.at("2026-12-02 08:30");
    assert!(lines(&school, "mots.csv?periode=mois").is_empty());
    assert_eq!(lines(&school, "mots.csv?periode=annee").len(), 1);
    assert!(lines(&school, "mots.csv?periode=annee-passee").is_empty());
    school.sql(&format!("UPDATE liaison_note SET withdrawn_at = 1 WHERE id = {note}"));
    assert!(lines(&school, "mots.csv").is_empty());
    // A word to three families says nothing of them.
    word(&school, "CP", &children[..3]);
    assert!(lines(&school, "mots.csv").is_empty());
}

#[test]
fn a_sign_in_is_one_more_of_a_month_and_nothing_else() {
    let school = School::new();
    let times = |profile: &str| {
        row(
            &school,
            &format!(
                "SELECT coalesce(sum(times), 0) FROM sign_in_count WHERE month = '2026-11' AND profile = '{profile}'"
            ),
        )
    };
    for who in ["directrice", "maitre_cm1", "maitre_cm1", "atsem", "mairie", "parent_lea", "lea"] {
        school.browser(who);
    }
    assert_eq!(
        ["direction", "teacher", "staff", "guardian", "pupil"].map(times),
        [1, 2, 2, 1, 1],
        "each by what they are to the school"
    );
    let columns = "SELECT count(*) FROM pragma_table_info('sign_in_count')";
    assert_eq!(row(&school, columns), 3, "a month, a profile, a number");
    // Over midnight in Paris, it is the next month already.
    school.at("2026-12-01 00:10");
    school.browser("parent_lea");
    assert_eq!(row(&school, "SELECT times FROM sign_in_count WHERE month = '2026-12' AND profile = 'guardian'"), 1);
}

#[test]
fn the_one_director_is_no_column_of_the_sign_ins() {
    let school = School::new();
    families(&school, "CP", 10_000, 9);
    for who in ["directrice", "maitre_cm1", "parent_lea"] {
        school.browser(who);
    }
    let mut director = school.browser("directrice");
    let file = director.get(&format!("{PAGE}/connexions.csv")).body();
    let heads = file.trim_start_matches('\u{feff}').lines().next().unwrap().to_owned();
    let columns: Vec<&str> = heads.split(';').skip(1).collect();
    assert!(!columns.is_empty() && columns.iter().all(|column| *column != "Direction"), "{heads}");
    assert!(columns.iter().all(|column| !["Enseignants", "Élèves"].contains(column)), "three teachers: {heads}");
    assert_eq!(file.lines().count(), 4, "from September to November: {file}");
    director.get(PAGE).assert_says("novembre 2026").assert_silent_on("Durand");
}
