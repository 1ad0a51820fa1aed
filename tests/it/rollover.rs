//! The year's turn: prepared aside, rehearsed, done on its day, put back, and what each then reads of the year that ended.

use crate::world::{Browser, Reply, School, dump, instant, row, selector};
use std::collections::BTreeMap;

mod past;
mod twelve;
mod two;

const PAGE: &str = "/ecole/rentree";

/// June: everybody is in the classes that they had all year.
fn june() -> School {
    let school = School::new();
    school.at("2027-06-14 09:00");
    school
}

/// What the house does each minute.
fn minute(school: &School) {
    let kinds: Vec<_> =
        preau::app::ROOMS.iter().flat_map(|room| room.every).filter(|every| every.name == "turn_year").collect();
    assert_eq!(kinds.len(), 1);
    let tx = school.house.db.write().unwrap();
    let system = preau::base::jobs::System::at_the_console();
    (kinds[0].run)(&tx, &system, school.house.clock.now()).unwrap();
    tx.commit().unwrap();
}

/// Everything but what is being prepared.
fn facts(school: &School) -> BTreeMap<String, Vec<String>> {
    let mut all = dump(school);
    all.retain(|table, _| !table.starts_with("rollover"));
    all
}

fn begin(anne: &mut Browser) -> Reply {
    anne.get(PAGE).form("Préparer l’année 2027-2028").send(anne)
}

/// CM1 goes on as CM2 and CE1 as CE2, with everybody in them; nobody leaves.
fn prepared(school: &School, anne: &mut Browser) {
    begin(anne).assert_status(200);
    let names = anne.get("/ecole/rentree/classes");
    let named =
        |name: &str| format!("nom-{}", row(school, &format!("SELECT id FROM rollover_class WHERE name = '{name}'")));
    let form = names.form("Enregistrer les classes").set(&named("CM1"), "CM2").set(&named("CE1"), "CE2");
    form.send(anne).assert_says("C’est enregistré");
    let page = anne.get("/ecole/rentree/passage");
    let mut form = page.form("Enregistrer le passage");
    for (who, to) in [("lea", "CM2"), ("zoe", "CM2"), ("hugo", "CE2"), ("tom", "CE2")] {
        form = form.set(&format!("eleve-{}", school.id(who)), to);
    }
    form.send(anne).assert_status(200);
    // CE2 had no class: its new name says where.
    let board = anne.get("/ecole/rentree/repartition");
    if board.has_button("Proposer une classe à ceux qui n’en ont pas") {
        board.form("Proposer une classe à ceux qui n’en ont pas").send(anne).assert_status(200);
    }
    anne.get(PAGE).assert_says("4 élèves dans une classe");
}

/// From one class to come to another, by hand.
fn place(school: &School, anne: &mut Browser, who: &str, to: &str) -> Reply {
    let page = anne.get("/ecole/rentree/repartition");
    let html = page.html();
    let found = html.select(&selector(&format!("input[name=eleve][value^=\"{}/\"]", school.id(who)))).next();
    let value = found.expect("the pupil is on the board").attr("value").unwrap().to_owned();
    page.form("Placer").tick("eleve", &value).set("vers", to).send(anne)
}

fn settle(anne: &mut Browser) -> Reply {
    anne.get(PAGE).form("Valider la rentrée").send(anne)
}

fn class_of(school: &School, who: &str) -> Option<String> {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let sql = "SELECT c.name FROM enrolment e JOIN class c ON c.id = e.class WHERE e.pupil = ?1 AND e.until_on IS NULL";
    file.query_row(sql, [school.id(who)], |row| row.get(0)).ok()
}

fn left_on(school: &School, who: &str) -> Option<String> {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.query_row("SELECT left_on FROM pupil WHERE person = ?1", [school.id(who)], |row| row.get(0)).unwrap()
}

#[test]
fn the_director_is_told_when_it_is_time() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    anne.get("/").assert_silent_on("Préparer la rentrée");
    school.at("2027-06-01 09:00");
    let mut anne = school.browser("directrice");
    anne.get("/").assert_says("Préparer la rentrée 2027-2028");
    school.browser("maitre_cm1").get("/").assert_silent_on("Préparer la rentrée");
    begin(&mut anne).assert_says("Une première répartition est prête");
    anne.get("/").assert_says("Rentrée 2027-2028");
    // Nobody turned the year: the house says so, and nothing moves by itself.
    school.at("2027-09-03 09:00");
    minute(&school);
    assert_eq!(class_of(&school, "lea").as_deref(), Some("CM1"));
    school.browser("directrice").get("/").assert_says("Le jour est là");
}

#[test]
fn nothing_changes_before_the_day_and_everything_on_it() {
    let school = june();
    let before = facts(&school);
    let mut anne = school.browser("directrice");
    prepared(&school, &mut anne);
    let cm2 = row(&school, "SELECT id FROM rollover_class WHERE name = 'CM2'").to_string();
    place(&school, &mut anne, "hugo", &cm2).assert_says("1 élève a sa nouvelle place");
    place(&school, &mut anne, "zoe", "-1").assert_status(200);
    let page = anne.get(PAGE);
    page.assert_says("1 élève de CM1 quitte l’école")
        .assert_says("1 élève passe de CM1 en CM2")
        .assert_says("mercredi 1er septembre 2027");
    assert_eq!(facts(&school), before, "what is prepared is no fact");
    settle(&mut anne).assert_says("tout changera le");
    assert_eq!(facts(&school), before, "nor what was said yes to");
    school.at("2027-08-31 23:59");
    minute(&school);
    assert_eq!(facts(&school), before);
    let mut sophie = school.browser("parent_lea");
    sophie.get("/").assert_says("CM1").assert_silent_on("CM2");
    school.at("2027-09-01 00:01");
    minute(&school);
    assert_eq!(class_of(&school, "lea").as_deref(), Some("CM2"));
    assert_eq!(class_of(&school, "hugo").as_deref(), Some("CM2"));
    assert_eq!((class_of(&school, "zoe"), left_on(&school, "zoe").as_deref()), (None, Some("2027-08-31")));
    assert_eq!(
        row(&school, "SELECT count(*) FROM school_year WHERE label = '2027-2028' AND starts_on = '2027-09-01'"),
        1
    );
    school.browser("parent_lea").get("/").assert_says("CM2");
    // Her class is the one where she works now, by its dates.
    school.browser("maitre_cm1").get("/mes-classes").assert_says("CM2").assert_silent_on("CM1");
    assert_eq!(row(&school, "SELECT count(*) FROM journal WHERE act = 'TurnYear'"), 1);
    minute(&school);
    assert_eq!(row(&school, "SELECT count(*) FROM journal WHERE act = 'TurnYear'"), 1, "once");
}

#[test]
fn it_is_put_back_whole_until_the_evening_of_the_first_day() {
    let school = june();
    let mut anne = school.browser("directrice");
    prepared(&school, &mut anne);
    place(&school, &mut anne, "zoe", "-1");
    settle(&mut anne);
    school.at("2027-09-01 07:00");
    let before = facts(&school);
    minute(&school);
    assert_ne!(facts(&school), before);
    let mut anne = school.browser("directrice");
    anne.get(PAGE).assert_says("La rentrée 2027-2028 est faite");
    let ask = anne.get(&anne_undo(&school));
    ask.assert_says("Annuler la rentrée");
    school.browser("maitre_cm1").get_once(&anne_undo(&school)).assert_status(403);
    school.browser("parent_lea").get_once(&anne_undo(&school)).assert_status(404);
    let back = ask.form("Tout remettre comme avant").send(&mut anne);
    back.assert_says("La rentrée est annulée").assert_says("En préparation");
    assert_eq!(facts(&school), before);
    assert_eq!(class_of(&school, "zoe").as_deref(), Some("CM1"));
    // It does not happen again by itself, and can be said yes to once more: at once, since the day is there.
    minute(&school);
    assert_eq!(facts(&school), before);
    anne.get(PAGE).form("Faire la rentrée maintenant").send(&mut anne).assert_says("est faite");
    assert_eq!(class_of(&school, "lea").as_deref(), Some("CM2"));
    school.at("2027-09-02 07:00");
    let mut anne = school.browser("directrice");
    anne.get(&anne_undo(&school)).assert_says("le premier jour est passé");
    assert!(!anne.get(PAGE).text().contains("Revenir en arrière"));
    anne.post_once(&anne_undo(&school), &[]);
    assert_eq!(class_of(&school, "lea").as_deref(), Some("CM2"), "too late, whatever is sent");
}

fn anne_undo(school: &School) -> String {
    format!("/ecole/annuler/{}", row(school, "SELECT max(id) FROM people_undo WHERE kind = 'year'"))
}

#[test]
fn what_was_written_in_the_new_year_stands_in_the_way() {
    for used in ["word", "post", "document", "pupil"] {
        let school = june();
        let mut anne = school.browser("directrice");
        prepared(&school, &mut anne);
        settle(&mut anne);
        school.at("2027-09-01 08:30");
        minute(&school);
        let class = row(&school, "SELECT max(c.id) FROM class c WHERE c.name = 'CM2'");
        let now = instant("2027-09-01 08:30").0;
        match used {
            "word" => {
                let mut etienne = school.browser("maitre_cm1");
                let form = etienne.get("/cahier-de-liaison/nouveau").form("Envoyer");
                form.set("a_qui", "classes").tick("classe", &class.to_string()).set("titre", "Bienvenue").set("texte", "Bonjour").set("categorie", "divers").set("demande", "nothing").send(&mut etienne).assert_status(200);
            }
            "post" => school.sql(&format!(
                "INSERT INTO blog_post (author, state, title, body, purpose, made_at, changed_at) VALUES ({}, 'draft', 'Essai', '', 'class', {now}, {now});
                 INSERT INTO blog_target (post, class) VALUES (last_insert_rowid(), {class})",
                school.id("maitre_cm1")
            )),
            "document" => school.sql(&format!(
                "INSERT INTO document (space, owner, kind, name, folded, sort_key, made_at, changed_at) VALUES ('class', {class}, 'folder', 'Lectures', 'lectures', 'lectures', {now}, {now})"
            )),
            _ => school.sql(&format!("UPDATE enrolment SET grade = 'CE2' WHERE pupil = {} AND until_on IS NULL", school.id("lea"))),
        }
        let before = facts(&school);
        let mut anne = school.browser("directrice");
        let ask = anne.get(&anne_undo(&school));
        ask.assert_says("Ce n’est plus possible d’un seul coup");
        match used {
            "word" => ask.assert_says("Léa Martin").assert_says("a reçu un mot"),
            "pupil" => ask.assert_says("Léa Martin").assert_says("a changé de classe"),
            _ => ask.assert_says("L’école").assert_says("on a déjà écrit à une classe"),
        };
        anne.post_once(&anne_undo(&school), &[]).assert_status(422);
        assert_eq!(facts(&school), before, "{used}");
    }
}

#[test]
fn the_yes_is_to_what_was_seen() {
    let school = june();
    let mut anne = school.browser("directrice");
    prepared(&school, &mut anne);
    let page = anne.get(PAGE);
    // Meanwhile, at the secretary's desk.
    school.sql(&format!(
        "UPDATE enrolment SET until_on = '2027-06-13' WHERE pupil = {0}; UPDATE pupil SET left_on = '2027-06-13' WHERE person = {0};",
        school.id("tom")
    ));
    let again = page.form("Valider la rentrée").send(&mut anne);
    again.assert_status(422).assert_says("L’école a changé depuis").assert_says("1 élève a quitté l’école depuis");
    assert_eq!(row(&school, "SELECT count(*) FROM rollover WHERE ready_at IS NOT NULL"), 0);
    again.form("Valider la rentrée").send(&mut anne).assert_says("tout changera le");
    anne.get("/ecole/import").assert_says("Une rentrée se prépare pour le mercredi 1er septembre 2027");
    // After the yes too: who comes in the summer is told, and is without a class on the day.
    school.at("2027-08-30 09:00");
    let mut anne = school.browser("directrice");
    let new = anne.get("/ecole/eleves/nouveau").form("Ajouter l’élève").set("prenom", "Lou").set("nom", "Nouveau");
    new.set("classe", &school.class("CE1").to_string()).set("niveau", "CE1").send(&mut anne).assert_status(200);
    anne.get("/").assert_says("1 élève à placer");
    anne.get(PAGE).assert_says("Lou Nouveau est à l’école depuis");
    school.at("2027-09-01 07:00");
    minute(&school);
    assert_eq!(left_on(&school, "tom").as_deref(), Some("2027-06-13"), "left alone");
    let lou = "SELECT count(*) FROM pupil u JOIN person p ON p.id = u.person WHERE p.last_name = 'Nouveau' AND u.left_on IS NULL
               AND NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.pupil = u.person AND e.until_on IS NULL)";
    assert_eq!(row(&school, lou), 1);
    school.browser("directrice").get("/").assert_says("1 élève n’a pas de classe");
}

#[test]
fn it_is_the_director_s_alone_and_keeps_over_the_summer() {
    let school = june();
    let mut anne = school.browser("directrice");
    prepared(&school, &mut anne);
    for who in ["maitre_cm1", "parent_lea", "lea", "technicien", "mairie", "ancienne_directrice"] {
        for path in [PAGE, "/ecole/rentree/passage", "/ecole/rentree/repartition", "/ecole/rentree/equipe"] {
            assert_eq!(
                school.browser(who).get_once(path).status,
                if ["maitre_cm1", "technicien"].contains(&who) { 403 } else { 404 },
                "{who} {path}"
            );
        }
        school.browser(who).post_once(PAGE, &[("geste", "abandonner")]);
    }
    school.at("2027-08-25 09:00");
    let mut anne = school.browser("directrice");
    anne.get(PAGE).assert_says("4 élèves dans une classe");
    anne.get(PAGE).form("Abandonner cette préparation").send(&mut anne).assert_says("Rien n’avait changé");
    assert_eq!(row(&school, "SELECT count(*) FROM rollover_place"), 0);
}

#[test]
fn the_day_and_the_team_are_hers_to_choose() {
    let school = june();
    let mut anne = school.browser("directrice");
    prepared(&school, &mut anne);
    let wrong = anne
        .get("/ecole/rentree/annee")
        .form("Enregistrer")
        .set("du", "2026-09-02")
        .set("au", "2027-08-31")
        .send(&mut anne);
    wrong.assert_status(422).assert_says("avant l’année en cours");
    assert_eq!(anne.get("/ecole/rentree/annee").assert_says("Toussaint").status, 200);
    let form = anne.get("/ecole/rentree/annee").form("Enregistrer").set("du", "2027-08-30");
    form.send(&mut anne).assert_says("C’est enregistré");
    // Mme Benali goes to CM2 with M. Roussel gone, and nobody has CE2 yet.
    let id = |name: &str| row(&school, &format!("SELECT id FROM rollover_class WHERE name = '{name}'"));
    let team = anne.get("/ecole/rentree/equipe");
    let (cm2, ce2, cp) = (id("CM2"), id("CE2"), id("CP"));
    let samia = school.id("maitresse_ce1").to_string();
    let atsem = school.id("atsem").to_string();
    anne.post(
        "/ecole/rentree/equipe",
        &[
            (&format!("enseignant-{cm2}"), &samia),
            (&format!("enseignant-{ce2}"), ""),
            (&format!("atsem-{cp}"), &atsem),
            (&format!("enseignant-{cp}"), &school.id("mairie").to_string()),
        ],
    )
    .assert_status(200);
    team.assert_says("Étienne Roussel");
    anne.get(PAGE)
        .assert_says("son accès s’arrête la veille de la rentrée")
        .assert_says("La classe CE2 n’a pas encore d’enseignant");
    settle(&mut anne);
    school.at("2027-08-30 06:00");
    minute(&school);
    assert_eq!(row(&school, "SELECT count(*) FROM school_year WHERE ends_on = '2027-08-29'"), 1, "no day in two years");
    school.browser("maitresse_ce1").get("/mes-classes").assert_says("CM2").assert_silent_on("CE1");
    let duties = |who: &str, on: &str| {
        let day = format!(
            "SELECT count(*) FROM duty WHERE person = {} AND from_on <= '{on}' AND (until_on IS NULL OR until_on >= '{on}')",
            school.id(who)
        );
        row(&school, &day)
    };
    assert_eq!((duties("maitre_cm1", "2027-08-29"), duties("maitre_cm1", "2027-08-30")), (1, 0));
    assert_eq!(duties("atsem", "2027-09-15"), 1);
    // The town's man was no teacher, whatever a form says.
    assert_eq!(
        row(&school, &format!("SELECT count(*) FROM duty WHERE person = {} AND kind = 'teacher'", school.id("mairie"))),
        0
    );
    assert_eq!(duties("aesh", "2027-09-15"), 1, "who accompanies a pupil goes on");
    // A class made by hand now is of the year that the school is in.
    let mut anne = school.browser("directrice");
    anne.get("/ecole/classes/nouvelle").form("Créer la classe").set("nom", "ULIS").send(&mut anne).assert_status(200);
    anne.get("/ecole/classes").assert_says("ULIS").assert_says("CM2").assert_silent_on("CM1");
}

#[test]
fn the_next_year_in_preparation_stands_in_the_way_of_going_back() {
    let school = june();
    let mut anne = school.browser("directrice");
    prepared(&school, &mut anne);
    settle(&mut anne);
    school.at("2027-09-01 07:00");
    minute(&school);
    let mut anne = school.browser("directrice");
    anne.get(PAGE).form("Préparer l’année 2028-2029").send(&mut anne).assert_status(200);
    let after = facts(&school);
    anne.get(&anne_undo(&school)).assert_says("la rentrée suivante est déjà en préparation");
    anne.post_once(&anne_undo(&school), &[]).assert_status(422);
    assert_eq!(facts(&school), after);
    anne.get(PAGE).form("Abandonner cette préparation").send(&mut anne).assert_status(200);
    let back = anne.get(&anne_undo(&school)).form("Tout remettre comme avant").send(&mut anne);
    back.assert_says("La rentrée est annulée").assert_says("Rentrée 2027-2028").assert_says("En préparation");
}

#[test]
fn pupils_who_came_in_last_year_are_said_to_wait_for_the_director() {
    let school = june();
    let opened = "INSERT INTO pupil_access (class, ways, from_home, opened_at) SELECT c.id, 'words', 1, 0 FROM class c";
    school.sql(&format!("DELETE FROM pupil_access; {opened} WHERE c.name = 'CM1'"));
    let mut anne = school.browser("directrice");
    prepared(&school, &mut anne);
    anne.get(PAGE).assert_says("chaque nouvelle classe commence fermée");
    settle(&mut anne);
    school.at("2027-09-01 07:00");
    minute(&school);
    let mut anne = school.browser("directrice");
    let page = anne.get(PAGE);
    page.assert_says("Rouvrir la connexion des élèves").assert_says("CM2");
    school.sql(&format!("{opened} JOIN school_year y ON y.id = c.year WHERE y.label = '2027-2028'"));
    anne.get(PAGE).assert_silent_on("Rouvrir la connexion des élèves");
}

#[test]
fn a_year_that_an_import_began_some_days_early_is_not_the_one_that_ends() {
    let school = june();
    let mut anne = school.browser("directrice");
    prepared(&school, &mut anne);
    anne.get(PAGE).assert_says("CM1 → CM2");
    school.sql("INSERT INTO school_year (label, starts_on, ends_on) VALUES ('2027-2028', '2027-08-30', '2028-08-31')");
    school.at("2027-08-31 07:00");
    school.browser("directrice").get(PAGE).assert_says("CM1 → CM2");
}
