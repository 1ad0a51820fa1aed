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
    school.browser("directrice").get(PAGE).assert_says("trop peu de familles").assert_says("aucun mot n’a demandé");
    assert!(lines(&school, "comptes.csv").is_empty());
    assert!(lines(&school, "mots.csv").is_empty());
}

#[test]
fn a_class_of_few_families_is_told_with_another() {
    let school = School::new();
    families(&school, "CP", 10_000, 7);
    families(&school, "CM1", 11_000, 9);
    assert!(lines(&school, "comptes.csv").is_empty(), "one to four of the whole school have no account yet");
    school.browser("directrice").get(PAGE).assert_says("Presque toutes les familles ont un compte");
    school.sql("UPDATE account SET activated_at = 1; DELETE FROM enrolment WHERE pupil NOT IN (SELECT t.pupil FROM guardianship t JOIN account a ON a.person = t.guardian)");
    let before = lines(&school, "comptes.csv");
    let names: Vec<&str> = before.iter().map(|line| line.split(';').next().unwrap()).collect();
    assert!(!names.contains(&"CE1"), "Tom is nearly alone there: {before:?}");
    assert!(names.iter().any(|name| name.contains("CE1 et ") || name.contains(" et CE1")), "{before:?}");
    for line in &before {
        let numbers: Vec<u64> = line.split(';').skip(1).map(|cell| cell.parse().unwrap()).collect();
        assert!(numbers[..numbers.len() - 1].iter().sum::<u64>() >= 5, "{line}");
    }
    families(&school, "CE1", 12_000, 8);
    let after = lines(&school, "comptes.csv");
    assert!(after.iter().any(|line| line.starts_with("CE1;")), "{after:?}");
    for number in [12_000, 10_000, 10_001, 10_002, 10_003, 10_004] {
        school.sql(&format!("UPDATE account SET activated_at = NULL WHERE login = 'durand{number}'"));
    }
    let few = lines(&school, "comptes.csv");
    assert!(
        !few.is_empty() && !few.iter().any(|line| line.starts_with("CE1;")),
        "one there has no account yet: {few:?}"
    );
}

#[test]
fn a_guardian_whom_a_judge_keeps_away_opens_no_family() {
    let school = School::new();
    school.sql("DELETE FROM enrolment");
    families(&school, "CP", 10_000, 6);
    assert_eq!(lines(&school, "comptes.csv"), ["CP;6;0;0;100"]);
    // Both of a family are kept away, then of a second: two without an account are told of nobody, nor the rest of them.
    school.sql("UPDATE guardianship SET restricted_on = '2026-11-17' WHERE pupil = 20000; UPDATE guardianship SET authority = 'withdrawn' WHERE pupil = 20002");
    assert!(lines(&school, "comptes.csv").is_empty());
    school.browser("directrice").get(PAGE).assert_says("trop peu de familles");
    families(&school, "CP", 11_000, 7);
    school.sql("UPDATE guardianship SET authority = 'withdrawn' WHERE pupil IN (20004, 20006, 20008)");
    assert_eq!(lines(&school, "comptes.csv"), ["CP;8;5;0;62"]);
}

#[test]
fn answers_are_counted_by_class_and_by_way_within_the_period() {
    let school = School::new();
    school.sql("DELETE FROM audience_pupil");
    families(&school, "CP", 10_000, 12);
    let children: Vec<i64> = (10_000..10_012).map(|number| 2 * number).collect();
    let note = word(&school, "CP", &children);
    for child in &children[..6] {
        answer(&school, note, *child, "application");
    }
    answer(&school, note, children[6], "mail");
    assert_eq!(lines(&school, "mots.csv"), ["CP;7;0;5;58"]);
    // One answer by mail is nobody's alone.
    assert_eq!(lines(&school, "reponses.csv"), ["Dans Préau et en répondant à une lettre;7;0"]);
    // One family that never answers, however often it is asked, is not told either.
    let more: Vec<i64> = (0..5).map(|_| word(&school, "CP", &children[..6])).collect();
    for note in &more {
        for child in &children[1..6] {
            answer(&school, *note, *child, "application");
        }
    }
    for child in &children[7..] {
        answer(&school, note, *child, "application");
    }
    assert!(lines(&school, "mots.csv").is_empty());
    school.sql(&format!("DELETE FROM liaison_answer WHERE note <> {note} OR pupil >= {}", children[7]));
    school.sql(&format!("UPDATE liaison_note SET withdrawn_at = 1 WHERE id <> {note}"));
    // Changed since: the old answers count no more. Withdrawn: nothing was asked.
    school.sql(&format!("UPDATE liaison_note SET version = 2, asks_since = 2 WHERE id = {note}"));
    assert_eq!(lines(&school, "mots.csv"), ["CP;0;0;12;0"]);
    school.sql(&format!("UPDATE liaison_note SET asks_since = 1 WHERE id = {note}"));
    school.at("2026-12-02 08:30");
    // No shorter period stands beside the year: the one less the other would tell of a few.
    assert_eq!(lines(&school, "mots.csv?periode=mois"), lines(&school, "mots.csv?periode=annee"));
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
    for _ in 0..5 {
        for who in ["directrice", "maitre_cm1", "parent_lea"] {
            school.browser(who);
        }
    }
    // The month that runs is not told: who looks at it twice would see who came meanwhile.
    assert!(!lines(&school, "connexions.csv").iter().any(|line| line.starts_with("novembre")));
    school.at("2026-12-01 08:30");
    let mut director = school.browser("directrice");
    let file = director.get(&format!("{PAGE}/connexions.csv")).body();
    let heads = file.trim_start_matches('\u{feff}').lines().next().unwrap().to_owned();
    let columns: Vec<&str> = heads.split(';').skip(1).collect();
    assert!(!columns.is_empty() && columns.iter().all(|column| *column != "Direction"), "{heads}");
    assert!(columns.iter().all(|column| !["Enseignants", "Élèves"].contains(column)), "three teachers: {heads}");
    assert_eq!(file.lines().count(), 4, "of September to November, December runs: {file}");
    director.get(PAGE).assert_says("novembre 2026").assert_silent_on("Durand");
}

#[test]
fn profiles_are_told_as_they_were_in_that_month() {
    let school = School::new();
    families(&school, "CP", 10_000, 9);
    school.at("2026-12-01 08:30");
    let month = "INSERT INTO sign_in_count (month, profile, times) VALUES";
    school.sql(&format!("DELETE FROM sign_in_count; {month} ('2026-11', 'staff', 7), ('2026-11', 'teacher', 50), ('2026-11', 'guardian', 90), ('2026-11', 'pupil', 9)"));
    let heads = || {
        let file = school.browser("directrice").get(&format!("{PAGE}/connexions.csv")).body();
        file.trim_start_matches('\u{feff}').lines().next().unwrap().to_owned()
    };
    let before = heads();
    assert!(!before.contains(";Autres personnels"), "too few then: {before}");
    // Six more of the staff, and six teachers, since December only: November stays as it was.
    for number in 0..12 {
        let (person, kind) = (30_000 + number, if number < 6 { "staff" } else { "teacher" });
        school.sql(&format!(
            "INSERT INTO person (id, last_name, first_name, sort_key, made_at) VALUES ({person}, 'Roux', 'R{number}', 'roux', 0);
             INSERT INTO account (person, login, password, activated_at) VALUES ({person}, 'roux{number}', 'x', 1);
             INSERT INTO duty (person, kind, from_on) VALUES ({person}, '{kind}', '2026-12-01')"
        ));
    }
    assert_eq!(heads(), before);
    school.sql("UPDATE duty SET from_on = '2026-09-01' WHERE person >= 30000");
    assert!(heads().contains(";Autres personnels"), "{}", heads());
}
