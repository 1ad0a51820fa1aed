//! Twelve classes and three hundred pupils turn while the writer is held for less than a second.

use super::*;
use std::fmt::Write;

const CLASSES: [(&str, &str); 12] = [
    ("PS A", "PS"),
    ("PS B", "PS"),
    ("MS", "MS"),
    ("GS", "GS"),
    ("CP A", "CP"),
    ("CP B", "CP"),
    ("CE1 A", "CE1"),
    ("CE1 B", "CE1"),
    ("CE2", "CE2"),
    ("CM1 A", "CM1"),
    ("CM1 B", "CM1"),
    ("CM2 A", "CM2"),
];

#[test]
fn twelve_classes_turn_and_turn_back_within_a_second() {
    let school = twelve();
    let mut anne = school.browser("directrice");
    begin(&mut anne).assert_says("12 classes");
    anne.get(PAGE).assert_says("25 élèves de CM2 quittent l’école");
    settle(&mut anne).assert_says("tout changera");
    school.at("2027-09-01 06:00");
    let before = facts(&school);
    let start = std::time::Instant::now();
    minute(&school);
    let took = start.elapsed();
    assert_eq!(row(&school, "SELECT count(*) FROM pupil WHERE left_on = '2027-08-31'"), 25);
    let placed = "SELECT count(*) FROM enrolment e JOIN class c ON c.id = e.class JOIN school_year y ON y.id = c.year
                  WHERE y.label = '2027-2028' AND e.until_on IS NULL";
    assert_eq!(row(&school, placed), 275);
    let start = std::time::Instant::now();
    let mut anne = school.browser("directrice");
    let back = anne.get(&anne_undo(&school)).form("Tout remettre comme avant").send(&mut anne);
    back.assert_says("La rentrée est annulée");
    println!("twelve classes, 300 pupils: turned in {took:?}, put back in {:?}, debug build", start.elapsed());
    assert_eq!(facts(&school), before);
    // A debug build on a busy machine: the program that is released takes a tenth of this.
    assert!(took.as_secs() < 4, "{took:?}");
}

/// The school of the tests with twelve classes of 25 pupils; its own three were last year's.
fn twelve() -> School {
    let school = june();
    let mut sql = String::from(
        "BEGIN; DELETE FROM duty WHERE class IS NOT NULL; UPDATE enrolment SET until_on = '2027-06-01'; UPDATE pupil SET left_on = '2027-06-01';
         INSERT INTO school_year (label, starts_on, ends_on) VALUES ('2025-2026', '2025-09-01', '2026-08-31');
         UPDATE class SET year = (SELECT id FROM school_year WHERE label = '2025-2026');",
    );
    for (at, (name, grade)) in CLASSES.iter().enumerate() {
        let class = 100 + at;
        let year = "(SELECT id FROM school_year WHERE label = '2026-2027')";
        let _ = write!(
            sql,
            "INSERT INTO class (id, ecole, year, name, key) SELECT {class}, min(e.id), {year}, '{name}', lower('{name}') FROM ecole e;"
        );
        for pupil in 0..25 {
            let id = 10_000 + at * 100 + pupil;
            let sex = if pupil % 2 == 0 { "F" } else { "M" };
            let _ = write!(
                sql,
                "INSERT INTO person (id, last_name, first_name, sort_key, made_at) VALUES ({id}, 'Nom{id}', 'Lou', 'nom{id} lou', 0);
                 INSERT INTO pupil (person, sex) VALUES ({id}, '{sex}');
                 INSERT INTO enrolment (pupil, class, grade, from_on) VALUES ({id}, {class}, '{grade}', '2026-09-01');"
            );
        }
    }
    sql.push_str("COMMIT;");
    school.sql(&sql);
    school
}
