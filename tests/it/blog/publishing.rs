//! From an empty draft to the families, by itself at an hour, away and back.

use super::{activate, begin, filled, of, post, press, publish, run_jobs, status};
use crate::world::{POST, School, bind};

const OUTSIDE: [&str; 9] =
    ["parent_tom", "pere_retire", "tante", "tom", "maitresse_ce1", "atsem", "animatrice", "mairie", "technicien"];

#[test]
fn a_draft_is_its_authors_alone_and_keeps_itself() {
    let school = School::new();
    let draft = begin(&school, "maitre_cm1");
    // Begun twice, it is the same as long as nothing stands in it.
    assert_eq!(begin(&school, "maitre_cm1"), draft);
    let mut etienne = school.browser("maitre_cm1");
    let pairs = [("titre", "Potager"), ("texte", "Nous semons."), ("discret", "oui")];
    etienne.post(&of(draft, "brouillon"), &pairs).assert_status(200);
    etienne.get("/blog").assert_says("Mes articles en cours").assert_says("Potager");
    etienne.get(&of(draft, "ecrire")).assert_says("Nous semons");
    for who in
        OUTSIDE.into_iter().chain(["directrice", "remplacante_en_poste", "parent_lea", "other_parent_lea", "lea"])
    {
        assert_eq!(status(&school, who, &post(draft)), 404, "{who}");
        assert_eq!(status(&school, who, &of(draft, "ecrire")), 404, "{who}");
        assert_eq!(school.browser(who).post_once(&of(draft, "brouillon"), &pairs).status, 404, "{who}");
        school.browser(who).get_once("/blog").assert_silent_on("Potager");
    }
    assert_ne!(begin(&school, "maitre_cm1"), draft);
    etienne.get(&of(draft, "jeter")).form("Jeter").send(&mut etienne).assert_says("Le brouillon est jeté");
    assert_eq!(status(&school, "maitre_cm1", &post(draft)), 404);
}

#[test]
fn a_post_of_the_class_is_read_by_its_families_and_nobody_elses() {
    let school = School::new();
    let radis = publish(&school, "maitre_cm1", "Les radis");
    for who in [
        "directrice",
        "maitre_cm1",
        "remplacante_en_poste",
        "parent_lea",
        "other_parent_lea",
        "grand_mere",
        "lea",
        "aesh",
    ] {
        assert_eq!(status(&school, who, &post(radis)), 200, "{who}");
        school.browser(who).get("/blog").assert_says("Les radis");
    }
    for who in OUTSIDE {
        assert_eq!(status(&school, who, &post(radis)), 404, "{who}");
        school.browser(who).get_once("/blog").assert_silent_on("Les radis");
        school.browser(who).get_once("/recherche?q=radis").assert_silent_on("Les radis");
    }
    assert!(school.visitor().get_once(&post(radis)).status == 303);
    school.browser("parent_lea").get("/").assert_says("Les radis");
    school
        .browser("parent_lea")
        .get("/recherche?q=rad%C3%AEs%20sem%C3%A9")
        .assert_says("Articles du blog")
        .assert_says("Les radis");
    // Read, not changed.
    for who in ["parent_lea", "lea", "aesh"] {
        assert_eq!(status(&school, who, &of(radis, "ecrire")), 403, "{who}");
        assert_eq!(status(&school, who, &of(radis, "retirer")), 403, "{who}");
        assert_eq!(press(&school, who, &of(radis, "epingle")), 403, "{who}");
    }
}

#[test]
fn what_is_missing_is_told_before_families_see_anything() {
    let school = School::new();
    let draft = begin(&school, "maitre_cm1");
    let mut etienne = school.browser("maitre_cm1");
    let empty = etienne.get(&of(draft, "ecrire")).form("Publier").send(&mut etienne);
    empty.assert_status(422).assert_says("Donnez un titre").assert_says("Écrivez quelques mots");
    let nobody = filled(&school, "maitre_cm1", draft, "Publier", "Rien").forge("pour", "").send(&mut etienne);
    nobody.assert_status(422).assert_says("cochez au moins une classe");
    // The whole school is the director's; a class of a colleague's is proposed.
    let whole = filled(&school, "maitre_cm1", draft, "Publier", "Tous").forge("pour", "ecole");
    whole.send(&mut etienne).assert_status(403);
    let hers = filled(&school, "maitre_cm1", draft, "Publier", "CE1").forge("pour", &school.class("CE1").to_string());
    hers.send(&mut etienne).assert_status(422).assert_says("Proposez l’article");
    assert_eq!(status(&school, "parent_lea", &post(draft)), 404);
}

#[test]
fn a_post_for_the_whole_school_reaches_each_family() {
    let school = School::new();
    let all = begin(&school, "directrice");
    let form = filled(&school, "directrice", all, "Publier", "La fête").forge("pour", "ecole");
    form.send(&mut school.browser("directrice")).assert_says("C’est publié").assert_says("toute l’école");
    for who in ["parent_lea", "parent_tom", "tom", "maitresse_ce1", "maitre_cm1", "atsem"] {
        let expected = if who == "atsem" { 404 } else { 200 };
        assert_eq!(status(&school, who, &post(all)), expected, "{who}");
    }
    // A colleague reads it and changes nothing.
    assert_eq!(status(&school, "maitre_cm1", &of(all, "ecrire")), 403);
}

#[test]
fn it_leaves_at_its_hour_by_the_right_of_that_hour() {
    let school = School::new();
    activate(&school, "maitre_cm1");
    let later = begin(&school, "maitre_cm1");
    let at = |form: crate::world::FoundForm, day: &str, hour: &str| {
        form.set("quand", "plus_tard").set("quand_le", day).set("quand_a", hour)
    };
    let mut etienne = school.browser("maitre_cm1");
    let past = at(filled(&school, "maitre_cm1", later, "Publier", "Demain"), "2026-11-16", "08:00");
    past.send(&mut etienne).assert_status(422).assert_says("Ce moment est passé");
    let form = at(filled(&school, "maitre_cm1", later, "Publier", "Demain"), "2026-11-18", "21:30");
    form.send(&mut etienne).assert_says("L’article sera publié demain à 21 h 30");
    assert_eq!(status(&school, "parent_lea", &post(later)), 404);
    school.at("2026-11-18 21:29");
    run_jobs(&school);
    assert_eq!(status(&school, "parent_lea", &post(later)), 404);
    school.at("2026-11-18 21:30");
    run_jobs(&school);
    run_jobs(&school);
    assert_eq!(status(&school, "parent_lea", &post(later)), 200);

    // The substitute's hour comes after her last day.
    activate(&school, "remplacante_en_poste");
    let late = begin(&school, "remplacante_en_poste");
    let form = at(filled(&school, "remplacante_en_poste", late, "Publier", "Trop tard"), "2026-11-24", "08:00");
    form.send(&mut school.browser("remplacante_en_poste")).assert_says("L’article sera publié");
    school.at("2026-11-24 08:00");
    run_jobs(&school);
    assert_eq!(status(&school, "parent_lea", &post(late)), 404);
    // It waits for who publishes there now.
    school.browser("maitre_cm1").get(&post(late)).assert_says("n’est pas parti à son heure");
}

#[test]
fn it_is_withdrawn_and_brought_back_and_keeps_what_it_said() {
    let school = School::new();
    let radis = publish(&school, "maitre_cm1", "Les radis");
    let mut etienne = school.browser("maitre_cm1");
    let form = etienne.get(&of(radis, "ecrire")).form("Enregistrer").set("texte", "Nous avons récolté.");
    form.send(&mut etienne).assert_says("Nous avons récolté").assert_says("modifié");
    let blank = etienne.get(&of(radis, "ecrire")).form("Enregistrer").set("titre", "");
    blank.send(&mut etienne).assert_status(422);
    school.browser("parent_lea").get("/recherche?q=r%C3%A9colte").assert_says("Les radis");
    etienne.get(&of(radis, "retirer")).form("Retirer").send(&mut etienne).assert_says("Retiré");
    for who in ["parent_lea", "lea", "aesh"] {
        assert_eq!(status(&school, who, &post(radis)), 404, "{who}");
        school.browser(who).get("/recherche?q=radis").assert_silent_on("Les radis");
    }
    etienne.get(&post(radis)).form("Remettre").send(&mut etienne).assert_says("de nouveau publié");
    assert_eq!(status(&school, "parent_lea", &post(radis)), 200);
}

#[test]
fn who_joins_the_class_finds_the_posts_of_the_year_and_pinned_ones_stand_first() {
    let school = School::new();
    let first = publish(&school, "maitre_cm1", "Le premier");
    school.at("2026-11-18 08:30");
    publish(&school, "maitre_cm1", "Le second");
    let mut etienne = school.browser("maitre_cm1");
    etienne.get(&post(first)).form("Épingler").send(&mut etienne).assert_says("L’article reste en haut du blog");
    let text = school.browser("parent_lea").get("/blog").text();
    assert!(text.find("Le premier") < text.find("Le second"), "{text}");
    assert_eq!(text.matches("Le premier").count(), 1);
    school.browser("parent_lea").get(&post(first)).assert_says("Plus récent").assert_says("Le second");
    let closes = crate::world::row(
        &school,
        "SELECT count(*) FROM audience a JOIN blog_post b ON b.audience = a.id WHERE a.closes_on = '2027-08-31' AND b.purpose = 'class'",
    );
    assert_eq!(closes, 2);
}

#[test]
fn the_blog_is_off_for_a_class() {
    let school = School::new();
    let path = bind(&school, "/blog/articles/{post}");
    assert_eq!(path, post(POST));
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("INSERT INTO service_off (room, class, off_at) VALUES ('blog', ?1, 0)", [school.class("CM1")])
        .unwrap();
    for who in ["parent_lea", "maitre_cm1", "directrice", "lea"] {
        assert_eq!(status(&school, who, &path), 404, "{who}");
        school.browser(who).get_once("/blog").assert_silent_on("Le potager");
    }
}

#[test]
fn a_class_without_blog_hides_nothing_of_the_others() {
    let school = School::new();
    let older = publish(&school, "maitresse_ce1", "Les escargots");
    school.sql(&format!("UPDATE blog_post SET published_at = published_at - 60 WHERE id = {older}"));
    school.sql(&format!(
        "UPDATE audience_pupil SET sent_at = sent_at - 60 WHERE audience = (SELECT audience FROM blog_post WHERE id = {older})"
    ));
    for _ in 0..9 {
        school.post("maitre_cm1", "CM1");
    }
    school.sql(&format!("INSERT INTO service_off (room, class, off_at) VALUES ('blog', {}, 0)", school.class("CM1")));
    // More of theirs than a page holds stand before it.
    school.browser("directrice").get("/blog").assert_says("Les escargots").assert_silent_on("Au jardin");
}
