//! « Qui a consulté ma fiche »: what is noted, who is shown it, when it is forgotten.

use crate::world::{School, row};
use preau::{base::jobs::System, door::looks, rooms::privacy, school::retention::Terms};

fn opened(school: &School, who: &str, path: &str) {
    school.browser(who).get(path).assert_status(200);
}

fn flush(school: &School) {
    looks::flush(&school.house, &System::at_the_console()).unwrap();
}

#[test]
fn a_family_sees_who_of_the_school_opened_the_file_and_on_which_day() {
    let school = School::new();
    let lea = format!("/eleves/{}", school.id("lea"));
    let page = format!("/mes-donnees/consultations/{}", school.id("lea"));
    school.browser("parent_lea").get(&page).assert_status(200).assert_says("Personne n’a ouvert cette fiche");
    opened(&school, "maitre_cm1", &lea);
    opened(&school, "maitre_cm1", &lea);
    opened(&school, "directrice", &lea);
    // Who is refused has opened nothing.
    school.browser("maitresse_ce1").get_once(&lea).assert_status(404);
    assert_eq!(row(&school, "SELECT count(*) FROM consulted"), 0, "a page that is only looked at writes nothing");
    flush(&school);
    flush(&school);
    assert_eq!(row(&school, "SELECT count(*) FROM consulted"), 2, "once a day and person");
    school.at("2026-11-18 10:00");
    opened(&school, "maitre_cm1", &lea);
    flush(&school);
    for who in ["parent_lea", "other_parent_lea"] {
        let told = school.browser(who).get(&page);
        told.assert_says("Mercredi 18 novembre 2026").assert_says("Mardi 17 novembre 2026");
        told.assert_says("M. Roussel").assert_says("enseignant·e").assert_says("Mme Le Goff").assert_says("direction");
        told.assert_silent_on("10 h");
    }
    for who in ["parent_tom", "pere_retire", "maitre_cm1", "directrice", "lea", "mairie", "technicien", "atsem"] {
        let got = school.browser(who).get_once(&page).status;
        assert!([403, 404].contains(&got), "{who}: {got}");
    }
    school.visitor().get_once(&page).assert_status(303);
}

#[test]
fn an_adult_sees_who_opened_theirs_and_nothing_of_another() {
    let school = School::new();
    opened(&school, "directrice", &format!("/ecole/personnes/{}", school.id("parent_lea")));
    // One's own is no look.
    opened(&school, "directrice", &format!("/ecole/personnes/{}", school.id("directrice")));
    flush(&school);
    assert_eq!(row(&school, "SELECT count(*) FROM consulted"), 1);
    school.browser("parent_lea").get("/mes-donnees/consultations").assert_says("Mme Le Goff");
    school.browser("other_parent_lea").get("/mes-donnees/consultations").assert_says("Personne n’a ouvert");
    school.browser("lea").get_once("/mes-donnees/consultations").assert_status(404);
}

#[test]
fn looks_are_forgotten_with_the_journal_and_with_their_person() {
    let school = School::new();
    let lea = school.id("lea");
    for (day, by) in [("2025-11-10", "directrice"), ("2026-11-10", "directrice"), ("2026-11-10", "maitre_cm1")] {
        school.sql(&format!(
            "INSERT INTO consulted (about, day, by, role) VALUES ({lea}, '{day}', {}, 'staff')",
            school.id(by)
        ));
    }
    let forget = privacy::ROOM.forgets.iter().find(|forgets| forgets.name == "looks").unwrap();
    let tx = school.house.db.write().unwrap();
    (forget.run)(&tx, &System::at_the_console(), &Terms::default(), school.house.clock.now()).unwrap();
    tx.commit().unwrap();
    assert_eq!(row(&school, "SELECT count(*) FROM consulted"), 2);
}
