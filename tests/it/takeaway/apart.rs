//! What stays with the other guardian where it could slip through: they work at the school too, or decide alone.

use super::{fetched, holds, lived, make, own, text};
use crate::world::{School, row};

/// The other parent of Léa teaches at the school since September.
fn teaches_too(school: &School) {
    school.sql(&format!(
        "INSERT INTO duty (person, kind, from_on) VALUES ({}, 'substitute', '2026-09-01')",
        school.id("other_parent_lea")
    ));
}

#[test]
fn the_other_guardian_who_works_here_keeps_what_they_wrote_as_a_parent() {
    let school = lived();
    teaches_too(&school);
    let now = school.house.clock.now().0;
    let (paul, lea) = (school.id("other_parent_lea"), school.id("lea"));
    let thread = row(&school, "SELECT id FROM thread WHERE subject = 'La sortie'");
    school.sql(&format!(
        "UPDATE thread SET answers = 'all' WHERE id = {thread};
         INSERT INTO message (author, thread, state, body, changed_at, sent_at, delivered_at)
         VALUES ({paul}, {thread}, 'delivered', '<p>Je viendrai chercher Léa.</p>', {now}, {now}, {now});
         INSERT INTO journal (at, by, act, thing, thing_id) VALUES ({now}, {paul}, 'DecideImages', 'pupil', {lea});
         INSERT INTO journal (at, by, act, thing, thing_id) VALUES ({now}, {}, 'ManagePupil', 'pupil', {lea})",
        school.id("directrice")
    ));
    let files = own(&school, "parent_lea");
    assert!(holds(&files, "Je viendrai chercher").is_empty() && holds(&files, "Paul").is_empty());
    let journal = text(&files["identite/journal.csv"]);
    assert!(journal.contains("A modifié une fiche d’élève") && !journal.contains("autorisation d’image"), "{journal}");
    assert!(!holds(&files, "Le car part à 9 h.").is_empty());
}

#[test]
fn what_another_family_put_into_a_class_stays_theirs_for_who_works_here_too() {
    let school = lived();
    school.sql(&format!(
        "INSERT INTO duty (person, kind, from_on) VALUES ({}, 'substitute', '2026-09-01');
         UPDATE document SET changed_by = {} WHERE name = 'poésie.txt'",
        school.id("parent_lea"),
        school.id("parent_tom")
    ));
    let files = own(&school, "parent_lea");
    assert!(holds(&files, "Le cancre").is_empty() && !holds(&files, "les notes de Sophie").is_empty());
}

#[test]
fn the_national_number_and_the_child_s_own_files_are_for_who_decides_for_the_child() {
    let school = lived();
    own(&school, "parent_lea");
    let path = format!("/mes-donnees/{}/fichier", row(&school, "SELECT max(id) FROM takeaway"));
    school.browser("parent_lea").get_once(&path).assert_status(200);
    school.sql(&format!(
        "UPDATE guardianship SET authority = 'not_exercising' WHERE guardian = {}",
        school.id("parent_lea")
    ));
    // What was made before told more than they are given now.
    school.browser("parent_lea").get_once(&path).assert_status(404);
    let mut browser = school.browser("parent_lea");
    browser.post("/mes-donnees/demande", &[]).assert_status(200);
    make(&school);
    let files = fetched(&mut browser);
    assert!(holds(&files, "1111111111A").is_empty() && holds(&files, "Les volcans").is_empty());
    assert!(!holds(&files, "Nous vous attendons").is_empty());
}
