//! Comments, rubrics, who lends a hand, letters: what stands around a post.

use super::{activate, begin, filled, of, post, press, publish, run_jobs, status};
use crate::world::{School, letters, row};

fn open_comments(school: &School, id: i64) {
    let mut etienne = school.browser("maitre_cm1");
    let form = etienne.get(&of(id, "ecrire")).form("Enregistrer").tick("commentaires", "oui");
    form.send(&mut etienne).assert_status(200);
}

fn say(school: &School, who: &str, id: i64, text: &str) -> u16 {
    school.browser(who).post_once(&of(id, "commentaires"), &[("commentaire", text)]).status
}

#[test]
fn comments_are_off_then_wait_for_the_teacher() {
    let school = School::new();
    let id = publish(&school, "maitre_cm1", "Les radis");
    assert_eq!(say(&school, "parent_lea", id, "Bravo"), 409);
    open_comments(&school, id);
    let mut sophie = school.browser("parent_lea");
    let form = sophie.get(&post(id)).form("Envoyer").set("commentaire", "Bravo à la classe");
    form.send(&mut sophie).assert_says("quand il aura été relu").assert_says("Bravo à la classe");
    for who in ["parent_tom", "tante", "pere_retire", "maitresse_ce1", "atsem", "mairie"] {
        assert_eq!(say(&school, who, id, "Non"), 404, "{who}");
    }
    // Nobody else reads it before the teacher has.
    for who in ["other_parent_lea", "lea", "aesh"] {
        school.browser(who).get(&post(id)).assert_silent_on("Bravo à la classe");
    }
    let comment = row(&school, "SELECT max(id) FROM blog_comment");
    let show = format!("/blog/commentaires/{comment}/montrer");
    assert_eq!(press(&school, "parent_lea", &show), 403);
    assert_eq!(press(&school, "other_parent_lea", &show), 404);
    let mut etienne = school.browser("maitre_cm1");
    etienne.get("/").assert_says("1 commentaire à relire");
    etienne.get(&post(id)).form("Montrer").send(&mut etienne).assert_says("Le commentaire est montré");
    school.browser("other_parent_lea").get(&post(id)).assert_says("Bravo à la classe").assert_says("Mme Petit");
    let remove = format!("/blog/commentaires/{comment}/retirer");
    assert_eq!(press(&school, "other_parent_lea", &remove), 404);
    assert_eq!(press(&school, "parent_lea", &remove), 303);
    school.browser("other_parent_lea").get(&post(id)).assert_silent_on("Bravo à la classe");
}

#[test]
fn a_comment_has_its_limits() {
    let school = School::new();
    let id = publish(&school, "maitre_cm1", "Les radis");
    open_comments(&school, id);
    assert_eq!(say(&school, "lea", id, ""), 422);
    assert_eq!(say(&school, "lea", id, &"a".repeat(1_001)), 422);
    for _ in 0..3 {
        assert_eq!(say(&school, "lea", id, "<b>Super</b>"), 303);
    }
    assert_eq!(say(&school, "lea", id, "Encore"), 422);
    school.browser("lea").get(&post(id)).assert_says("<b>Super</b>").assert_says("Ton commentaire");
}

#[test]
fn rubrics_are_the_teachers_to_keep() {
    let school = School::new();
    let mut etienne = school.browser("maitre_cm1");
    let page = etienne.get("/blog/rubriques");
    page.form("Ajouter").set("nom", "Jardin").send(&mut etienne).assert_says("La rubrique est ajoutée");
    page.form("Ajouter").set("nom", "jardin").send(&mut etienne).assert_status(422).assert_says("déjà une rubrique");
    let garden = row(&school, "SELECT id FROM blog_category WHERE name = 'Jardin'").to_string();
    let id = publish(&school, "maitre_cm1", "Les radis");
    let form = etienne.get(&of(id, "ecrire")).form("Enregistrer").set("rubrique", &garden);
    form.send(&mut etienne).assert_says("Jardin");
    let parent = school.browser("parent_lea").get(&format!("/blog?rubrique={garden}"));
    parent.assert_says("Les radis");
    school.browser("parent_lea").get("/blog?rubrique=1").assert_silent_on("Les radis");
    school.browser("parent_lea").get("/blog?mois=2026-11").assert_says("Les radis");
    school.browser("parent_lea").get("/blog?mois=2026-10").assert_silent_on("Les radis");
    etienne.post("/blog/rubriques/retirer", &[("rubrique", &garden)]).assert_status(200);
    school.browser("parent_lea").get(&post(id)).assert_status(200).assert_silent_on("Jardin");
    for who in ["parent_lea", "lea", "atsem"] {
        assert_eq!(status(&school, who, "/blog/rubriques"), 403, "{who}");
    }
}

#[test]
fn a_parent_lends_a_hand_where_invited_and_nowhere_else() {
    let school = School::new();
    assert_eq!(press(&school, "parent_lea", "/blog/articles"), 403);
    let page = format!("/blog/classes/{}/aides", school.class("CM1"));
    let mut etienne = school.browser("maitre_cm1");
    let found = etienne.get(&page);
    found.assert_silent_on("Öztürk").assert_silent_on("Bao").assert_silent_on("Rosa");
    let sophie = school.id("parent_lea").to_string();
    let tom = school.id("parent_tom").to_string();
    assert_eq!(etienne.post_once(&page, &[("personne", &tom)]).status, 404);
    found
        .form("Inviter")
        .set("personne", &sophie)
        .send(&mut etienne)
        .assert_says("Sophie Petit peut maintenant proposer");
    for (who, expected) in [("maitresse_ce1", 403), ("atsem", 403), ("parent_lea", 403), ("other_parent_lea", 404)] {
        assert_eq!(status(&school, who, &page), expected, "{who}");
    }
    let id = begin(&school, "parent_lea");
    let cm1 = school.class("CM1").to_string();
    let elsewhere =
        filled(&school, "parent_lea", id, "Proposer", "Sortie").forge("pour", &school.class("CE1").to_string());
    elsewhere.send(&mut school.browser("parent_lea")).assert_status(404);
    // She decides of nothing but her text.
    let forged = filled(&school, "parent_lea", id, "Proposer", "Sortie").forge("pour", &cm1);
    let forged = forged.forge("geste", "publier").send(&mut school.browser("parent_lea"));
    forged.assert_status(422);
    let sent = filled(&school, "parent_lea", id, "Proposer", "Sortie").tick("pour", &cm1).forge("epingle", "oui");
    sent.send(&mut school.browser("parent_lea")).assert_says("Votre article est proposé");
    assert_eq!(row(&school, "SELECT count(*) FROM blog_post WHERE pinned_at IS NOT NULL"), 0);
    assert_eq!(status(&school, "other_parent_lea", &post(id)), 404);
    etienne.get(&post(id)).form("Publier").send(&mut etienne).assert_says("C’est publié");
    assert_eq!(status(&school, "other_parent_lea", &post(id)), 200);
    assert_eq!(press(&school, "parent_lea", &of(id, "retirer")), 403);
    assert_eq!(press(&school, "maitre_cm1", &format!("{page}/{sophie}/retirer")), 303);
    assert_eq!(press(&school, "parent_lea", "/blog/articles"), 403);
}

#[test]
fn versions_are_for_who_may_change_it() {
    let school = School::new();
    let id = publish(&school, "maitre_cm1", "Les radis");
    let mut etienne = school.browser("maitre_cm1");
    let form = etienne.get(&of(id, "ecrire")).form("Enregistrer").set("texte", "Nous avons récolté des radis.");
    form.send(&mut etienne).assert_status(200);
    etienne.get(&of(id, "versions")).assert_says("Aujourd’hui").assert_says("récolté").assert_says("semé");
    for (who, expected) in [("parent_lea", 403), ("lea", 403), ("aesh", 403), ("parent_tom", 404), ("directrice", 200)]
    {
        assert_eq!(status(&school, who, &of(id, "versions")), expected, "{who}");
    }
}

/// Who has a letter that waits, and who is told in their digest.
fn told(school: &School) -> (Vec<(String, String)>, i64) {
    run_jobs(school);
    (letters(school), row(school, "SELECT count(*) FROM notice WHERE kind = 'blog'"))
}

#[test]
fn families_are_told_in_their_digest_and_pupils_never() {
    let school = School::new();
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE person SET email = 'p' || id || '@exemple.invalid'", []).unwrap();
    for who in ["parent_lea", "other_parent_lea", "maitre_cm1", "directrice", "maitresse_ce1"] {
        activate(&school, who);
    }
    publish(&school, "maitre_cm1", "Les radis");
    let (sent, waiting) = told(&school);
    assert!(sent.is_empty(), "{sent:?}");
    let pupils = row(&school, "SELECT count(*) FROM notice WHERE person IN (SELECT person FROM pupil)");
    assert!(waiting > 0 && pupils == 0);
    let none =
        "SELECT count(*) FROM notice n WHERE n.person IN (?1)".replace("?1", &school.id("pere_retire").to_string());
    assert_eq!(row(&school, &none), 0);
    // Who chose otherwise gets a letter; it says nothing of the text.
    let sophie = school.id("parent_lea");
    file.execute("INSERT INTO notice_choice (person, kind, how) VALUES (?1, 'blog', 'at_once')", [sophie]).unwrap();
    school.at("2026-11-18 08:30");
    publish(&school, "maitre_cm1", "La récolte");
    let (sent, _) = told(&school);
    assert_eq!(sent, [(format!("p{sophie}@exemple.invalid"), "École Jean-Jaurès\u{202f}: La récolte".to_owned())]);
}

#[test]
fn who_publishes_is_told_of_what_waits_and_its_author_of_what_comes_back() {
    let school = School::new();
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE person SET email = 'p' || id || '@exemple.invalid'", []).unwrap();
    file.execute("UPDATE account SET activated_at = 1", []).unwrap();
    let id = begin(&school, "maitresse_ce1");
    let form =
        filled(&school, "maitresse_ce1", id, "Proposer", "La chorale").forge("pour", &school.class("CM1").to_string());
    form.forge("geste", "proposer").send(&mut school.browser("maitresse_ce1")).assert_status(200);
    run_jobs(&school);
    let mut to: Vec<String> = letters(&school).into_iter().map(|(to, _)| to).collect();
    to.sort();
    let mut expected: Vec<String> = ["directrice", "maitre_cm1", "remplacante_en_poste"]
        .map(|who| format!("p{}@exemple.invalid", school.id(who)))
        .into();
    expected.sort();
    assert_eq!(to, expected);
    let mut etienne = school.browser("maitre_cm1");
    let form = etienne.get(&of(id, "renvoyer")).form("Renvoyer").set("remarque", "Sans le nom, merci.");
    form.send(&mut etienne).assert_status(200);
    run_jobs(&school);
    assert_eq!(letters(&school).last().unwrap().0, format!("p{}@exemple.invalid", school.id("maitresse_ce1")));
}

#[test]
fn a_digest_names_the_posts_that_still_stand_by_child() {
    let school = School::new();
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE person SET email = 'p' || id || '@exemple.invalid'", []).unwrap();
    file.execute("UPDATE account SET activated_at = 1", []).unwrap();
    publish(&school, "maitre_cm1", "Les radis");
    let gone = publish(&school, "maitre_cm1", "La photo floue");
    run_jobs(&school);
    assert_eq!(press(&school, "maitre_cm1", &of(gone, "retirer")), 303);
    school.at("2026-11-17 18:00");
    preau::app::digest::send_due(&school.house, &preau::base::jobs::System::at_the_console()).unwrap();
    let of = |who: &str| {
        let sql = "SELECT text FROM outbox WHERE person = ?1";
        file.query_row(sql, [school.id(who)], |row| row.get::<_, String>(0))
    };
    for who in ["parent_lea", "other_parent_lea"] {
        let text = of(who).unwrap();
        assert!(text.contains("Léa (CM1)") && text.contains("Les radis"), "{text}");
        assert!(!text.contains("La photo floue") && !text.contains("semé"), "{text}");
    }
    for who in ["pere_retire", "tante", "parent_tom", "lea", "maitresse_ce1"] {
        assert!(of(who).is_err(), "{who}");
    }
}
