//! Who tends how a class comes in, and who does not.

use super::{at_the_poster, drawn, given, poster_code, refs, touch};
use crate::world::{School, row};

/// Whoever else might want to: the other class's teacher, a former substitute, an aide, both parents, a stranger, pupils.
const OTHERS: [&str; 9] = [
    "maitresse_ce1",
    "remplacante_partie",
    "aesh",
    "parent_lea",
    "other_parent_lea",
    "parent_tom",
    "lea",
    "tom",
    "mairie",
];

#[test]
fn nobody_but_its_teacher_and_the_director_tends_a_class() {
    let school = School::new();
    let (class, lea) = (school.class("CM1"), school.id("lea"));
    let looks = ["", "/affiche", "/badges", "/tablettes"].map(|rest| format!("/classes/{class}/acces-eleves{rest}"));
    let posts = [
        format!("/classes/{class}/acces-eleves/affiche"),
        format!("/classes/{class}/acces-eleves/badges"),
        format!("/classes/{class}/acces-eleves/tablettes"),
        format!("/eleves/{lea}/acces/ouvrir"),
        format!("/eleves/{lea}/acces/nouveau"),
    ];
    for who in OTHERS {
        let mut browser = school.browser(who);
        for path in looks.iter().chain([&posts[4]]) {
            let status = browser.get_once(path).status;
            assert!([403, 404].contains(&status), "{who} {path} {status}");
        }
        for path in &posts {
            let status = browser.post_once(path, &[("nom", "X"), ("pour", "tous")]).status;
            assert!([403, 404].contains(&status), "{who} {path} {status}");
        }
    }
    assert_eq!(row(&school, "SELECT count(*) FROM pupil_tablet"), 0);
    for who in ["maitre_cm1", "remplacante_en_poste", "directrice"] {
        school.browser(who).get(&looks[0]).assert_status(200).assert_says("Léa");
    }
}

#[test]
fn the_list_says_who_could_come_in_and_never_who_did() {
    let school = School::new();
    let (login, words) = given(&school, "maitre_cm1", "lea");
    let mut teacher = school.browser("maitre_cm1");
    let path = format!("/classes/{}/acces-eleves", school.class("CM1"));
    let before = teacher.get(&path);
    before.assert_says("Prêt").assert_says("Pas encore de badge").assert_silent_on(&words);
    let mut lea = school.visitor();
    let page = lea.get("/connexion");
    page.form("Me connecter")
        .set("identifiant", &login)
        .set("phrase", &words)
        .send(&mut lea)
        .assert_says("Bonjour Léa");
    assert_eq!(teacher.get(&path).text(), before.text(), "that she came changes nothing here");
}

#[test]
fn badges_are_printed_for_those_who_have_none_or_for_all() {
    let school = School::new();
    let old = drawn(&school, "maitresse_ce1", "tom");
    let mut teacher = school.browser("maitresse_ce1");
    let path = format!("/classes/{}/acces-eleves/badges", school.class("CE1"));
    let pdf = teacher.get(&path).form("Imprimer les badges").send(&mut teacher);
    assert!(pdf.bytes.starts_with(b"%PDF"), "{}", pdf.text());
    // Hugo has his; Tom's are those that he knows.
    assert_eq!(row(&school, "SELECT count(*) FROM pupil_pictures"), 2);
    let (mut tom, names) = at_the_poster(&school, "maitresse_ce1", "CE1");
    let way = names.link("Tom");
    touch(&mut tom, &way, &refs(&old)).assert_says("Bonjour Tom");
    let nobody = teacher.get(&path).form("Imprimer les badges").set("pour", "manquants").send(&mut teacher);
    nobody.assert_status(422).assert_says("aucun badge");
    let all = teacher.get(&path).form("Imprimer les badges").set("pour", "tous").send(&mut teacher);
    assert!(all.bytes.starts_with(b"%PDF"));
    assert_eq!(tom.get("/").path, "/connexion", "new pictures for all: who was in by the old ones is out");
}

#[test]
fn a_new_poster_makes_the_one_on_the_wall_worthless() {
    let school = School::new();
    drawn(&school, "maitresse_ce1", "tom");
    let (mut child, names) = at_the_poster(&school, "maitresse_ce1", "CE1");
    let old = poster_code(&school, "maitresse_ce1", "CE1");
    let mut teacher = school.browser("maitresse_ce1");
    let poster = teacher.get(&format!("/classes/{}/acces-eleves/affiche", school.class("CE1")));
    poster.form("Changer d’affiche").send(&mut teacher).assert_says("Celle d’avant ne vaut plus rien");
    child.get(&names.path).assert_status(404);
    let refused = child.get("/eleve").form("Continuer").set("code", &old).send(&mut child);
    refused.assert_status(422).assert_says("n’ouvre aucune classe");
    at_the_poster(&school, "maitresse_ce1", "CE1");
}

#[test]
fn only_the_director_opens_a_class() {
    let school = School::new();
    for who in OTHERS.into_iter().chain(["maitre_cm1"]) {
        let mut browser = school.browser(who);
        assert!([403, 404].contains(&browser.get_once("/reglages/eleves").status), "{who}");
        let field = format!("classe-{}", school.class("CP"));
        assert!([403, 404].contains(&browser.post_once("/reglages/eleves", &[(&field, "pictures")]).status), "{who}");
    }
    assert_eq!(row(&school, "SELECT count(*) FROM pupil_access"), 2);
    // A class that is closed says so to who opens its page.
    let mut director = school.browser("directrice");
    let path = format!("/classes/{}/acces-eleves", school.class("CP"));
    director.get(&path).assert_says("n’est pas ouverte à ses élèves");
    for gone in ["/badges", "/tablettes"] {
        director.get(&format!("{path}{gone}")).assert_status(404);
    }
    let page = director.get("/reglages/eleves");
    page.form("Enregistrer").set(&format!("classe-{}", school.class("CP")), "by_grade").send(&mut director);
    director.get(&path).assert_says("Jusqu’au CE1");
    let acts = "SELECT count(*) FROM journal WHERE act = 'open_to_pupils' AND thing = 'class'";
    assert_eq!(row(&school, acts), 1, "one class was opened; the others stood as they stand");
}

#[test]
fn a_child_who_moves_to_a_closed_class_is_out() {
    let school = School::new();
    let mut lea = school.browser("lea");
    lea.get("/").assert_says("Bonjour Léa");
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let moved = "UPDATE enrolment SET class = ?1 WHERE pupil = ?2 AND until_on IS NULL";
    file.execute(moved, [school.class("CP"), school.id("lea")]).unwrap();
    assert_eq!(lea.get("/").path, "/connexion");
}

#[test]
fn a_pupil_sees_their_own_class_and_nothing_to_do() {
    let school = School::new();
    let (mut lea, mut tom) = (school.browser("lea"), school.browser("tom"));
    let word = format!("/cahier-de-liaison/{}", crate::world::WORD);
    let read = lea.get(&word);
    read.assert_status(200).assert_says("Réunion de rentrée");
    assert!(!read.has_button("Signer"), "{}", read.text());
    tom.get(&word).assert_status(404);
    for path in ["/", "/cahier-de-liaison", "/blog", "/documents", "/messages", "/annuaire", "/compte"] {
        let page = lea.get(path);
        assert!([200, 404].contains(&page.status), "{path} {}", page.status);
        for adult in ["Vous ", " vous ", "votre ", "Votre "] {
            page.assert_silent_on(adult);
        }
    }
}

#[test]
fn a_restored_school_draws_everything_anew() {
    let school = School::new();
    let pictures = drawn(&school, "maitresse_ce1", "tom");
    let (mut tom, names) = at_the_poster(&school, "maitresse_ce1", "CE1");
    let tx = school.house.db.write().unwrap();
    let root = preau::base::jobs::System::at_the_console();
    preau::school::account::store::revoke_everything(&tx, school.house.clock.now(), &root).unwrap();
    tx.commit().unwrap();
    assert_eq!(pictures.len(), 3);
    tom.get(&names.path).assert_status(404);
    let mut teacher = school.browser("maitresse_ce1");
    let page = teacher.get(&format!("/classes/{}/acces-eleves", school.class("CE1")));
    page.assert_says("Pas encore de badge").assert_says("Faire l’affiche");
}
