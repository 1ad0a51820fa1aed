//! A class's space that families or pupils were given to write in: what they are told of each other, and what they may not do.

use super::{file, page, space};
use crate::world::{School, row};

fn given(profile: &str) -> (School, String) {
    let school = School::new();
    let cm1 = space(&school, "CM1");
    school.browser("maitre_cm1").post(&format!("/documents/{cm1}/droits"), &[(profile, "write")]).assert_status(200);
    (school, cm1)
}

#[test]
fn families_who_write_there_are_not_named_to_each_other() {
    let (school, cm1) = given("families");
    let id = school.put("parent_lea", &page(&cm1), "Gâteaux.txt", b"liste");
    let mut teacher = school.browser("maitre_cm1");
    let bin = format!("/documents/{cm1}/corbeille");
    let mut other = school.browser("other_parent_lea");
    for path in [page(&cm1), file(id)] {
        other.get(&path).assert_status(200).assert_says("Gâteaux.txt").assert_silent_on("Petit");
    }
    other.get(&file(id)).assert_says("Version 1");
    teacher.get(&page(&cm1)).assert_says("Petit");
    teacher.get(&file(id)).assert_says("Version 1").assert_says("Petit");
    school.browser("parent_lea").post(&format!("/documents/{cm1}/jeter"), &[("choix", &id.to_string())]);
    other.get(&bin).assert_says("Gâteaux.txt").assert_silent_on("Petit");
    teacher.get(&bin).assert_says("Gâteaux.txt").assert_says("Petit");
    // Who reads the class, or is of another, brings nothing back; who writes there does.
    for who in ["lea", "aesh", "parent_tom", "maitresse_ce1", "pere_retire"] {
        school.browser(who).post_once(&format!("{bin}/{id}/remettre"), &[]).assert_status(404);
    }
    other.post_once(&format!("{bin}/vider"), &[]).assert_status(403);
    other.post(&format!("{bin}/{id}/remettre"), &[]).assert_says("remis à sa place");
}

#[test]
fn what_is_the_class_s_is_copied_by_them_and_not_carried_off() {
    for (profile, who) in [("families", "parent_lea"), ("pupils", "lea")] {
        let (school, cm1) = given(profile);
        let id = school.put("maitre_cm1", &page(&cm1), "Poésie.txt", b"Les sanglots longs").to_string();
        let mut browser = school.browser(who);
        let path = format!("/documents/{cm1}/deplacer");
        let asked = format!("{path}?choix={id}");
        assert!(browser.get(&asked).has_button("Déplacer ici"), "within the space");
        assert!(!browser.get(&format!("{asked}&vers=moi")).has_button("Déplacer ici"), "{who}");
        let sent = |geste| [("choix", id.as_str()), ("vers", "moi"), ("geste", geste)];
        browser.post(&path, &sent("deplacer")).assert_status(422).assert_says("restent dans cet espace");
        school.browser("maitre_cm1").get(&page(&cm1)).assert_says("Poésie.txt");
        browser.post(&path, &sent("copier")).assert_status(200).assert_says("C’est copié");
        assert_eq!(row(&school, "SELECT count(*) FROM document WHERE name = 'Poésie.txt'"), 2);
        // Who holds the space, or works here and keeps it, does carry it elsewhere.
        school.browser("maitre_cm1").post(&path, &sent("deplacer")).assert_status(200).assert_says("C’est rangé");
    }
}
