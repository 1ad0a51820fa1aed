//! ONDE files as the director brings them: looked at first, written once, and nothing of what is never kept.

use crate::world::{Browser, Reply, School, data_holds, row, selector};
use preau::{
    base::jobs::System,
    rooms::people::import::{diff::Snapshot, store},
    school::guardianship,
};
use std::{collections::BTreeSet, time::Instant};

mod again;
mod book;
mod columns;
mod workbooks;

const PUPILS: &[u8] = include_bytes!("../onde/01_CSVExtraction_eleves_onde22.csv");
const GUARDIANS: &[u8] = include_bytes!("../onde/04_CSVExtraction_responsables_enfant_3blocs.csv");
const TEACHERS: &[u8] = include_bytes!("../onde/07_CSVExtraction_enseignants.csv");

pub fn offer(browser: &mut Browser, files: &[(&str, &[u8])]) -> Reply {
    let page = browser.get("/ecole/import");
    let form = page.form("Lire les fichiers");
    files.iter().fold(form, |form, (name, bytes)| form.attach("fichiers", name, bytes)).send(browser)
}

/// Answers every question, and those that an answer brings.
fn settle(mut page: Reply, browser: &mut Browser, choose: impl Fn(&[String]) -> String) -> Reply {
    for _ in 0..4 {
        let html = page.html();
        let radios: Vec<_> = html.select(&selector("input[type=radio]")).collect();
        let names: BTreeSet<&str> = radios.iter().filter_map(|radio| radio.attr("name")).collect();
        let mut form = page.form("Tout enregistrer");
        for name in names {
            let values = radios.iter().filter(|radio| radio.attr("name") == Some(name));
            let values: Vec<String> = values.map(|radio| radio.attr("value").unwrap().to_owned()).collect();
            form = form.set(name, &choose(&values));
        }
        page = form.send(browser);
        if page.status != 422 {
            return page;
        }
    }
    panic!("questions without end at {}: {}", page.path, page.text())
}

/// « Someone else » where that is offered, else the first who is named.
fn somebody_else(values: &[String]) -> String {
    let new = values.iter().find(|value| *value == "nouveau");
    new.unwrap_or(values.first().unwrap()).clone()
}

fn snapshot(school: &School) -> Snapshot {
    let rx = school.house.db.read().unwrap();
    store::snapshot(&rx, "2026-11-17".parse().unwrap(), &System::at_the_console()).unwrap()
}

fn latin(bytes: &[u8]) -> String {
    encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned()
}

/// A whole school's files in one go, written.
fn imported() -> School {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let page = offer(&mut anne, &[("profs.csv", TEACHERS), ("responsables.csv", GUARDIANS), ("eleves.csv", PUPILS)]);
    settle(page, &mut anne, somebody_else).assert_says("C’est enregistré");
    school
}

#[test]
fn anne_looks_first_and_nothing_is_written_before_her_yes() {
    let school = School::new();
    let before = snapshot(&school);
    let mut anne = school.browser("directrice");
    let page = offer(&mut anne, &[("responsables.csv", GUARDIANS), ("eleves.csv", PUPILS)]);
    page.assert_status(200).assert_says("Voici ce qui changerait").assert_says("4 classes à créer");
    page.assert_says("Autorisation photo").assert_says("Colonnes jamais conservées").assert_says("FOYER");
    assert_eq!(snapshot(&school), before);
    // A question left open writes nothing, and keeps what was answered.
    page.form("Tout enregistrer").send(&mut anne).assert_status(422).assert_says("sans réponse");
    assert_eq!(snapshot(&school), before);
    let done = settle(anne.get(&page.path), &mut anne, somebody_else);
    done.assert_says("C’est enregistré")
        .assert_says("11 élèves")
        .assert_says("13 responsables")
        .assert_says("4 classes");
    assert_eq!(done.link("Imprimer les autres fiches"), "/ecole/fiches");
    assert_eq!(done.link("Regarder les situations particulières"), "/ecole/situations");
    let after = snapshot(&school);
    assert_eq!(after.pupils.len(), before.pupils.len() + 11);
    // Sent twice (« back », then again), it is written once.
    anne.post(&page.path, &[]).assert_says("C’est enregistré");
    assert_eq!(snapshot(&school), after);
}

#[test]
fn the_same_files_again_change_nothing() {
    let school = imported();
    let first = snapshot(&school);
    let mut anne = school.browser("directrice");
    let page = offer(&mut anne, &[("e.csv", PUPILS), ("r.csv", GUARDIANS), ("p.csv", TEACHERS)]);
    page.assert_says("11 déjà à jour").assert_says("13 déjà à jour").assert_says("4 déjà à jour");
    assert!(!page.text().contains("à mettre à jour") && !page.text().contains("question"), "{}", page.text());
    page.form("Tout enregistrer").send(&mut anne).assert_says("Tout était déjà à jour");
    assert_eq!(snapshot(&school), first);
}

#[test]
fn every_variant_says_the_same_of_the_same_school() {
    let school = imported();
    let first = snapshot(&school);
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/onde")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|kind| kind != "csv") {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut anne = school.browser("directrice");
        let page = offer(&mut anne, &[(&name, &std::fs::read(&path).unwrap())]);
        if name.contains("coupe") {
            page.assert_status(422).assert_says("s’arrête au milieu");
            continue;
        }
        page.assert_status(200).assert_says("Voici ce qui changerait");
        assert!(!page.text().contains("à ajouter"), "{name}: {}", page.text());
        page.form("Abandonner").send(&mut anne).assert_says("rien n’a été enregistré");
        assert_eq!(anne.get(&page.path).status, 404);
    }
    assert_eq!(snapshot(&school), first);
}

#[test]
fn what_is_never_kept_is_in_no_byte_of_the_data() {
    let school = School::new();
    let planted = ["PROFESSIONSECRETE", "NAISSANCESECRETE", "ASSURANCESECRETE", "PASSAGESECRET", "PHOTOSECRETE"];
    let file = format!(
        "Nom;Prénom;Né le;Classe;Profession;Commune de naissance;Assurance;Décision de passage;Autorisation photo\r\nPLANTÉ;Zoé;01/02/2019;CP;{}\r\n",
        planted.join(";")
    );
    let nowhere = |school: &School| planted.iter().all(|secret| !data_holds(school.data(), secret.as_bytes()));
    let mut anne = school.browser("directrice");
    let page = offer(&mut anne, &[("eleves.csv", file.as_bytes())]);
    page.assert_says("1 élève à ajouter");
    assert!(data_holds(school.data(), "PLANTÉ".as_bytes()), "the rows that may be kept do wait there");
    assert!(nowhere(&school), "while it waits");
    page.form("Abandonner").send(&mut anne);
    assert!(nowhere(&school), "once abandoned");
    let page = offer(&mut anne, &[("eleves.csv", file.as_bytes())]);
    page.form("Tout enregistrer").send(&mut anne).assert_says("1 élève");
    assert!(nowhere(&school), "once written");
    // A file that is refused leaves nothing either.
    let cut = file.replace("Nom;", "Libellé;").replace("Prénom;", "Montant;");
    offer(&mut anne, &[("eleves.csv", cut.as_bytes())]).assert_says("Dites-nous ce que contient chaque colonne");
    assert!(nowhere(&school), "while its columns are asked about");
    offer(&mut anne, &[("eleves.csv", &cut.as_bytes()[..60])]).assert_status(422);
    assert!(nowhere(&school), "once refused");
}

#[test]
fn a_bad_file_gets_a_sentence_and_changes_nothing() {
    let school = School::new();
    let before = snapshot(&school);
    let mut anne = school.browser("directrice");
    let pdf = b"%PDF-1.7 rien".to_vec();
    let page = offer(&mut anne, &[("eleves.csv", PUPILS), ("liste.pdf", &pdf)]);
    page.assert_status(422).assert_says("liste.pdf").assert_says("document PDF");
    offer(&mut anne, &[("x.csv", b"Nom;Classe\r\nA;CP\r\n")]).assert_status(422).assert_says("Il manque les colonnes");
    anne.get("/ecole/import").form("Lire les fichiers").send(&mut anne).assert_status(422).assert_says("Choisissez");
    let huge = vec![b'a'; 21 * 1024 * 1024];
    offer(&mut anne, &[("gros.csv", &huge)]).assert_status(413);
    assert_eq!(snapshot(&school), before);
    assert!(!data_holds(school.data(), b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
}

#[test]
fn a_third_adult_gets_nothing_before_the_director_has_looked() {
    let school = School::new();
    let file =
        "Nom responsable;Prénom responsable;Nom enfant;Prénom enfant;Classes enfants\r\nROUX;Ève;MARTIN;Léa;CM1\r\n";
    let mut anne = school.browser("directrice");
    let page = offer(&mut anne, &[("r.csv", file.as_bytes())]);
    page.assert_says("plus de deux adultes");
    page.form("Tout enregistrer").send(&mut anne).assert_says("attend votre regard");
    let fiches = anne.get("/ecole/fiches?qui=familles&quoi=toutes");
    fiches.assert_says("attend votre décision").assert_says("Ève Roux");
}

#[test]
fn a_pupil_left_aside_gives_nobody_the_homonym_at_school() {
    let school = School::new();
    let before = snapshot(&school);
    let pupils = "Nom;Prénom;Né le;Classe\r\nMARTIN;Léa;05/05/2012;\r\n";
    let adults =
        "Nom responsable;Prénom responsable;Nom enfant;Prénom enfant;Classes enfants\r\nINCONNUE;Ida;MARTIN;Léa;\r\n";
    let mut anne = school.browser("directrice");
    let page = offer(&mut anne, &[("e.csv", pupils.as_bytes()), ("r.csv", adults.as_bytes())]);
    page.assert_says("1 question pour vous").assert_says("n’est donc pas noté");
    let aside = |values: &[String]| values.last().unwrap().clone();
    settle(page, &mut anne, aside).assert_says("rien à changer");
    assert_eq!(snapshot(&school), before);
}

#[test]
fn an_organisation_beside_a_standing_family_is_said_and_cuts_nothing() {
    let school = School::new();
    let file = "Nom responsable;Prénom responsable;Nom enfant;Prénom enfant;Classes enfants\r\n\
        PETIT;Sophie;MARTIN;Léa;CM1\r\n\
        Intitulé;Adresse Organisme;Nom de famille enfant;Prénom enfant;Classes enfants\r\n\
        FOYER FICTIF;2 chemin Vert;MARTIN;Léa;CM1\r\n";
    let before = snapshot(&school);
    let mut anne = school.browser("directrice");
    let page = offer(&mut anne, &[("r.csv", file.as_bytes())]);
    let done = page.form("Tout enregistrer").send(&mut anne);
    done.assert_says("Un organisme figure dans ONDE pour cet enfant").assert_says("1 lien attend");
    assert_eq!(done.link("Léa Martin"), format!("/eleves/{}", school.people.person("lea")));
    let after = snapshot(&school);
    assert_eq!((after.pupils, after.staff.len()), (before.pupils, before.staff.len() + 1));
    let home = after.guardians.iter().find(|one| one.name.last == "FOYER FICTIF").unwrap();
    assert_eq!((home.name.first.as_str(), &home.children[..]), ("", &[school.people.person("lea")][..]));
    let tie = row(
        &school,
        &format!(
            "SELECT count(*) FROM guardianship WHERE guardian = {} AND kind = 'organisation' AND authority = 'third_party' AND needs_look = 'organisation' AND looked_at IS NULL AND may_pick_up = 0",
            home.id
        ),
    );
    assert_eq!(tie, 1, "nothing is given before the director has looked");
    school.browser("parent_lea").get("/").assert_status(200).assert_says("Léa");
    // The same file again makes no second one.
    let page = offer(&mut anne, &[("r.csv", file.as_bytes())]);
    page.form("Tout enregistrer").send(&mut anne);
    assert_eq!(snapshot(&school).guardians.len(), after.guardians.len());
    // A person of that name is another.
    let person = file.replace("PETIT;Sophie", "FOYER FICTIF;Yvon");
    let page = offer(&mut anne, &[("r.csv", person.as_bytes())]);
    page.assert_says("1 responsable à ajouter").assert_says("1 déjà à jour");
    // Another organisation for the same child is a question, not a merger.
    let other = file.replace("FOYER FICTIF;2 chemin Vert", "AUTRE MAISON;9 rue Basse");
    offer(&mut anne, &[("r.csv", other.as_bytes())]).assert_says("L’école connaît peut-être déjà AUTRE MAISON");
}

#[test]
fn a_teacher_already_known_is_asked_about_and_a_file_makes_no_director() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let file = "Civilité;Nom;Prénom;Directeur;Classe\r\nMME;LE GOF;Anne;oui;\r\nM.;ROUSSEL;Étienne;non;CM1\r\nMME;NEUVE;Lou;oui;CP\r\n";
    let page = offer(&mut anne, &[("profs.csv", file.as_bytes())]);
    page.assert_says("1 déjà à jour").assert_says("Un import ne donne jamais cette fonction");
    let done = page.form("Tout enregistrer").send(&mut anne);
    done.assert_says("Lou Neuve").assert_says("à confirmer sur sa page");
    let directors = snapshot(&school).staff.iter().filter(|member| member.is_director).count();
    assert_eq!(directors, 1);
}

#[test]
fn the_report_names_lines_and_runs_no_formula() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let page = offer(&mut anne, &[("eleves.csv", PUPILS)]);
    let report = anne.get(&page.link("Télécharger le rapport"));
    assert!(report.header("content-disposition").unwrap().starts_with("attachment"));
    assert!(report.body().starts_with("\u{feff}Ligne;Personne;Constat;Détail\r\n"), "{}", report.body());
}

#[test]
fn only_the_director_imports() {
    let school = imported();
    let mut anne = school.browser("directrice");
    let waiting = offer(&mut anne, &[("eleves.csv", PUPILS)]).path;
    for who in ["maitre_cm1", "parent_lea", "mairie", "technicien", "visiteur"] {
        let mut other = school.browser(who);
        for path in ["/ecole/import", &waiting, &format!("{waiting}/rapport/0"), "/ecole/fiches"] {
            let reply = other.get_once(path);
            assert!(matches!(reply.status, 303 | 403 | 404), "{who} at {path}: {}", reply.status);
        }
        for path in [waiting.clone(), format!("{waiting}/abandon")] {
            let reply = other.post_once(&path, &[]);
            assert!(matches!(reply.status, 303 | 403 | 404), "{who} posts to {path}: {}", reply.status);
        }
    }
    anne.get(&waiting).assert_says("Voici ce qui changerait");
}

#[test]
fn an_import_nobody_said_yes_to_is_forgotten_after_a_day() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let waiting = offer(&mut anne, &[("eleves.csv", PUPILS)]).path;
    school.at("2026-11-18 09:30");
    let tx = school.house.db.write().unwrap();
    let forget = preau::rooms::people::import::routes::FORGET;
    (forget.run)(&tx, &System::at_the_console(), school.house.clock.now()).unwrap();
    tx.commit().unwrap();
    assert_eq!(anne.get(&waiting).status, 404);
}

/// 600 pupils and 1,150 guardians; a build without optimisation is some ten times slower than a released one.
#[test]
fn a_large_school_imports_in_one_go() {
    let (mut pupils, mut guardians) = (
        "Nom;Prénom;Né le;INE;Niveau;Classe\n".to_owned(),
        "Nom responsable;Prénom responsable;Courriel;Adresse;Nom enfant;Prénom enfant;Classes enfants\n".to_owned(),
    );
    for n in 0..600 {
        pupils += &format!("Nom{};Prénom{};{:02}/03/2018;{n:09}AB;CP;Classe {}\n", n % 40, n / 40, 1 + n % 28, n % 24);
        for adult in 0..if n < 550 { 2 } else { 1 } {
            guardians += &format!(
                "Nom{};Adulte{adult}de{n};a{adult}.{n}@exemple.invalid;{n} rue Haute;Nom{};Prénom{};Classe {}\n",
                n % 40,
                n % 40,
                n / 40,
                n % 24
            );
        }
    }
    let school = School::new();
    let mut anne = school.browser("directrice");
    let started = Instant::now();
    let page = offer(&mut anne, &[("e.csv", pupils.as_bytes()), ("r.csv", guardians.as_bytes())]);
    let looked = started.elapsed();
    page.assert_says("600 élèves à ajouter").assert_says("150 responsables à ajouter");
    let started = Instant::now();
    page.form("Tout enregistrer").send(&mut anne).assert_says("600 élèves").assert_says("24 classes");
    let written = started.elapsed();
    println!("looked at in {looked:?}, written in {written:?}");
    let slack = if cfg!(debug_assertions) { 12 } else { 1 };
    assert!(looked.as_millis() < 1000 * slack && written.as_millis() < 1000 * slack, "{looked:?}, {written:?}");
}
