//! How the adults of a child are reached: on both of the child's pages alike, by the tie, and no longer than the duty lasts.

use super::{change, choir, entry, says_nothing_of, status};
use crate::world::{Reply, School};

/// One adult's telephone and e-mail: which of the two are on the page.
fn reached(page: &Reply, phone: &str, email: &str) -> (bool, bool) {
    (page.text().contains(phone), page.body().contains(email))
}

#[test]
fn a_childs_two_pages_give_a_teacher_the_same_and_by_the_tie() {
    let school = School::new();
    let adults = [
        ("parent_lea", "lea", (true, true)),
        // Reads and receives; then a home for which nothing is ticked: called, never written to.
        ("grand_mere", "lea", (true, true)),
        ("organisme", "lea", (true, false)),
        ("mere_sans_autorite", "zoe", (true, true)),
        ("tante", "zoe", (true, false)),
        ("pere_restreint", "zoe", (false, false)),
        ("pere_retire", "zoe", (false, false)),
    ];
    let phone = |at: usize| format!("06 39 98 11 {at:02}");
    for (at, (who, ..)) in adults.iter().enumerate() {
        let (phone, id) = (phone(at), school.id(who));
        change(
            &school,
            &format!("UPDATE person SET mobile_phone = '{phone}', email = 'a{at}@exemple.invalid' WHERE id = {id}"),
        );
    }
    let both = |child: &str| [format!("/eleves/{}", school.id(child)), entry(&school, child)];
    let assert_reach = |viewer: &str, at: usize, expected: (bool, bool), what: &str| {
        let (who, child, _) = adults[at];
        for path in both(child) {
            let page = school.browser(viewer).get(&path);
            let email = format!("a{at}@exemple.invalid");
            assert_eq!(reached(&page, &phone(at), &email), expected, "{what}: {who} at {path}");
        }
    };
    for viewer in ["maitre_cm1", "remplacante_en_poste"] {
        for (at, (.., expected)) in adults.iter().enumerate() {
            assert_reach(viewer, at, *expected, viewer);
        }
    }
    // Not looked at yet: nobody to turn to, on either page.
    let look = |who: &str, why: &str| {
        let who = school.id(who);
        change(
            &school,
            &format!("UPDATE guardianship SET needs_look = '{why}', looked_at = NULL WHERE guardian = {who}"),
        );
    };
    look("parent_lea", "third_adult");
    assert_reach("maitre_cm1", 0, (false, false), "waits");
    for path in both("lea") {
        school.browser("maitre_cm1").get(&path).assert_says("avant l’avis de la direction");
    }
    look("parent_lea", "two_homes");
    assert_reach("maitre_cm1", 0, (true, true), "two homes");
    change(&school, &format!("UPDATE guardianship SET receives = 0 WHERE guardian = {}", school.id("grand_mere")));
    assert_reach("maitre_cm1", 1, (true, false), "reads without letters");
    // Neither page is a family's, a pupil's, an aide's to write from, nor a substitute's whose days are over.
    for who in
        ["parent_lea", "other_parent_lea", "grand_mere", "lea", "remplacante", "remplacante_partie", "maitresse_ce1"]
    {
        for path in both("lea") {
            assert!([403, 404].contains(&status(&school, who, &path)), "{who} at {path}");
        }
    }
    let aesh = school.browser("aesh").get(&entry(&school, "lea"));
    says_nothing_of(&aesh, &["mailto:", "exemple.invalid"]);
    assert!([403, 404].contains(&status(&school, "aesh", &both("lea")[0])));
}

#[test]
fn a_class_without_the_directory_is_on_none_of_its_pages() {
    let school = School::new();
    let team = choir(&school, "maitresse_ce1", &["lea", "tom"]);
    let group = format!("/annuaire/groupes/{team}");
    school.browser("maitresse_ce1").get(&group).assert_says("Léa Martin");
    let cm1 = school.class("CM1");
    change(&school, &format!("INSERT INTO service_off (room, class, off_at) VALUES ('directory', {cm1}, 0)"));
    school.browser("maitresse_ce1").get(&group).assert_says("Tom").assert_silent_on("Léa");
    let found = school.browser("maitresse_ce1").get("/recherche?q=martin");
    found.assert_says("Hugo Martin").assert_silent_on("Léa");
    school.browser("directrice").get("/annuaire").assert_says("CE1").assert_silent_on("CM1");
}

#[test]
fn who_accompanied_a_pupil_who_left_has_nothing_of_them_any_more() {
    let school = School::new();
    let word = format!("/cahier-de-liaison/{}", crate::world::WORD);
    for path in [entry(&school, "lea"), word.clone()] {
        assert_eq!(status(&school, "aesh", &path), 200, "{path}");
    }
    let mut anne = school.browser("directrice");
    let form = anne.get(&format!("/ecole/eleves/{}/depart", school.id("lea"))).form("départ");
    form.send(&mut anne).assert_status(200);
    for who in ["aesh", "maitre_cm1"] {
        assert_eq!(status(&school, who, &entry(&school, "lea")), 404, "{who}");
    }
    assert_eq!(status(&school, "aesh", &word), 404);
    school.browser("aesh").get("/annuaire").assert_silent_on("Léa");
    school.browser("aesh").get("/annuaire/equipe").assert_says("Roussel");
    let path = format!("/ecole/eleves/{}/retour", school.id("lea"));
    anne.post(&path, &[]).assert_status(200);
    assert_eq!(status(&school, "aesh", &entry(&school, "lea")), 200);
}
