//! By pictures: a page for each, five tries, and one tap of the teacher's.

use super::{at_the_poster, drawn, others, refs, touch, touch_late};
use crate::world::{Browser, School, data_holds, row, selector};
use preau::door::session;

#[test]
fn a_child_comes_in_by_three_pictures_and_goes_out() {
    let school = School::new();
    let pictures = drawn(&school, "maitresse_ce1", "tom");
    assert_eq!(pictures.len(), 3);
    let (mut tom, names) = at_the_poster(&school, "maitresse_ce1", "CE1");
    // Hugo has no pictures yet: his name leads nowhere, and does not stand there.
    names.assert_says("Tom").assert_silent_on("Hugo").assert_silent_on("Öztürk");
    let grid = tom.get(&names.link("Tom"));
    grid.assert_says("touche ton image 1");
    assert_eq!(grid.html().select(&selector("button.image")).count(), 12);
    let home = touch(&mut tom, &names.link("Tom"), &refs(&pictures));
    home.assert_status(200).assert_says("Bonjour Tom").assert_says("J’ai compris").assert_says("J’ai fini");
    assert_eq!(home.path, "/");
    // The rules are told once.
    let home = home.form("J’ai compris").send(&mut tom);
    home.assert_says("Bonjour Tom").assert_silent_on("J’ai compris");
    // Out: the next child begins at the names.
    let names = home.form("J’ai fini").send(&mut tom);
    names.assert_says("Qui es-tu ?");
    assert!(names.path.starts_with("/eleve/classe/"), "{}", names.path);
    assert_eq!(tom.get("/").path, "/connexion");
}

#[test]
fn what_was_touched_is_never_shown_and_never_kept() {
    let school = School::new();
    let pictures = drawn(&school, "maitresse_ce1", "tom");
    let (mut tom, names) = at_the_poster(&school, "maitresse_ce1", "CE1");
    let second = touch(&mut tom, &names.link("Tom"), &refs(&pictures)[..1]);
    second.assert_says("touche ton image 2").assert_says("Image 2 sur 3");
    assert_eq!(second.html().select(&selector("button.image[aria-pressed], button.image.choisie")).count(), 0);
    for secret in [pictures.join(", "), pictures.join(" ")] {
        assert!(!data_holds(school.data(), secret.as_bytes()), "{secret}");
    }
    let token = names.path.rsplit('/').next().unwrap();
    assert!(!data_holds(school.data(), token.as_bytes()), "the poster's token is sealed");
}

#[test]
fn five_tries_then_the_teacher_opens_in_one_tap() {
    let school = School::new();
    let pictures = drawn(&school, "maitresse_ce1", "tom");
    let wrong = others(&pictures);
    let (mut child, names) = at_the_poster(&school, "maitresse_ce1", "CE1");
    let way = names.link("Tom");
    for left in ["4 essais", "3 essais", "2 essais", "1 essai"] {
        touch(&mut child, &way, &wrong).assert_status(422).assert_says(left);
    }
    touch(&mut child, &way, &wrong).assert_status(422).assert_says("Ta porte est fermée");
    // The right ones open nothing any more, from wherever they come.
    let (mut again, _) = at_the_poster(&school, "maitresse_ce1", "CE1");
    touch_late(&mut again, &way, &refs(&pictures)).assert_says("Ta porte est fermée");
    again.get(&way).assert_says("Ta porte est fermée");
    assert!(again.cookie(session::COOKIE).is_none());
    // Her home says it; one tap, and the child is in.
    let mut teacher = school.browser("maitresse_ce1");
    let home = teacher.get("/");
    home.assert_says("Tom Öztürk").assert_says("sa porte est fermée");
    let home = home.form("Rouvrir").send(&mut teacher);
    home.assert_says("C’est rouvert pour").assert_silent_on("sa porte est fermée");
    assert_eq!(home.path, "/");
    touch(&mut child, &way, &refs(&pictures)).assert_says("Bonjour Tom");
    // And the count begins anew.
    assert_eq!(row(&school, "SELECT count(*) FROM pupil_try"), 0);
}

/// Five at Tom, opened again and again by somebody who does not look.
fn prank(school: &School, child: &mut Browser, way: &str, pictures: &[String]) {
    let wrong = others(pictures);
    for _ in 0..20 {
        forget_tries(school);
        touch(child, way, &wrong).assert_status(422);
    }
}

#[test]
fn one_device_does_not_try_for_a_whole_class() {
    let school = School::new();
    let pictures = drawn(&school, "maitresse_ce1", "tom");
    let (mut child, names) = at_the_poster(&school, "maitresse_ce1", "CE1");
    let way = names.link("Tom");
    prank(&school, &mut child, &way, &pictures);
    forget_tries(&school);
    touch(&mut child, &way, &refs(&pictures)).assert_says("Il y a eu beaucoup d’essais ici");
    // Another tablet is none the worse.
    let mut other = school.visitor();
    other.address = "192.168.1.77:4000".parse().unwrap();
    touch(&mut other, &way, &refs(&pictures)).assert_says("Bonjour Tom");
}

#[test]
fn a_prank_in_one_class_closes_no_other_and_its_teacher_ends_it() {
    let school = School::new();
    let pictures = drawn(&school, "maitresse_ce1", "tom");
    let (mut child, names) = at_the_poster(&school, "maitresse_ce1", "CE1");
    let way = names.link("Tom");
    prank(&school, &mut child, &way, &pictures);
    for _ in 0..25 {
        child.post_once("/eleve", &[("code", "abcd-efgh")]).assert_status(422).assert_says("n’ouvre aucune classe");
    }
    forget_tries(&school);
    touch(&mut child, &way, &refs(&pictures)).assert_says("Il y a eu beaucoup d’essais ici");
    // Another class, on the same tablet.
    let mut director = school.browser("directrice");
    let page = director.get("/reglages/eleves");
    page.form("Enregistrer").set(&format!("classe-{}", school.class("CM1")), "pictures").send(&mut director);
    let hers = drawn(&school, "maitre_cm1", "lea");
    let (mut lea, names) = at_the_poster(&school, "maitre_cm1", "CM1");
    touch(&mut lea, &names.link("Léa"), &refs(&hers)).assert_says("Bonjour Léa");
    // One tap opens for the child, on this tablet too.
    let mut teacher = school.browser("maitresse_ce1");
    teacher.post(&format!("/eleves/{}/acces/ouvrir", school.id("tom")), &[]).assert_says("C’est rouvert pour");
    touch(&mut child, &way, &refs(&pictures)).assert_says("Bonjour Tom");
}

fn forget_tries(school: &School) {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("DELETE FROM pupil_try", []).unwrap();
}

#[test]
fn what_is_no_touch_is_asked_for_again() {
    let school = School::new();
    drawn(&school, "maitresse_ce1", "tom");
    let (mut child, names) = at_the_poster(&school, "maitresse_ce1", "CE1");
    let way = names.link("Tom");
    for pairs in [&[][..], &[("image", "12")], &[("image", "1"), ("avant", "1-2-3")], &[("image", "x")]] {
        child.post_once(&way, pairs).assert_status(422).assert_says("Touche une image");
    }
    assert_eq!(row(&school, "SELECT count(*) FROM pupil_try"), 0, "nothing of it was a try");
}

#[test]
fn a_session_by_pictures_is_short_and_ends_with_the_class() {
    let school = School::new();
    let pictures = drawn(&school, "maitresse_ce1", "tom");
    let come_in = || {
        let (mut tom, names) = at_the_poster(&school, "maitresse_ce1", "CE1");
        touch(&mut tom, &names.link("Tom"), &refs(&pictures)).assert_says("Bonjour Tom");
        tom
    };
    let mut tom = come_in();
    school.at("2026-11-17 08:44");
    tom.get("/").assert_says("Bonjour Tom");
    school.at("2026-11-17 09:01");
    assert_eq!(tom.get("/").path, "/connexion", "a quarter of an hour without anybody");
    // Closed by the director: out at once, and the names are gone.
    let mut tom = come_in();
    let mut director = school.browser("directrice");
    let page = director.get("/reglages/eleves");
    let field = format!("classe-{}", school.class("CE1"));
    page.form("Enregistrer").set(&field, "ferme").send(&mut director).assert_says("C’est enregistré");
    assert_eq!(tom.get("/").path, "/connexion");
    tom.get("/eleve").assert_status(404);
    // Opened again, on new paper: the pictures are those that the child knows.
    let page = director.get("/reglages/eleves");
    page.form("Enregistrer").set(&field, "pictures").send(&mut director);
    come_in();
}

#[test]
fn two_children_of_one_first_name_are_told_apart() {
    let school = School::new();
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE person SET first_name = 'Tom' WHERE id = ?1", [school.id("hugo")]).unwrap();
    drawn(&school, "maitresse_ce1", "tom");
    drawn(&school, "maitresse_ce1", "hugo");
    let (_, names) = at_the_poster(&school, "maitresse_ce1", "CE1");
    names.assert_says("Tom M.").assert_says("Tom Ö.");
}

#[test]
fn new_pictures_make_the_old_ones_worthless() {
    let school = School::new();
    let old = drawn(&school, "maitresse_ce1", "tom");
    let (mut tom, names) = at_the_poster(&school, "maitresse_ce1", "CE1");
    let way = names.link("Tom");
    touch(&mut tom, &way, &refs(&old)).assert_says("Bonjour Tom");
    let mut new = drawn(&school, "maitresse_ce1", "tom");
    while new == old {
        new = drawn(&school, "maitresse_ce1", "tom");
    }
    assert_eq!(tom.get("/").path, "/connexion", "whoever was in by the old ones is out");
    touch(&mut tom, &way, &refs(&old)).assert_status(422);
    touch(&mut tom, &way, &refs(&new)).assert_says("Bonjour Tom");
}
