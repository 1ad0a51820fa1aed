//! The largest school after the summer: 40 leavers, 90 newcomers, 300 who change class names, 3 changed names, 2 homonyms.

use super::*;
use std::fmt::Write;

const PUPILS: usize = 600;
const FAMILIES: usize = 575;
const LEAVERS: std::ops::Range<usize> = 560..600;
const RENAMED: std::ops::Range<usize> = 10..13;
const GRADES: [&str; 8] = ["PS", "MS", "GS", "CP", "CE1", "CE2", "CM1", "CM2"];

struct Child {
    last: String,
    first: String,
    born: String,
    ine: String,
    class: usize,
}

fn child(n: usize) -> Child {
    let born = format!("{:02}/{:02}/{}", 1 + n % 28, 1 + n / 28 % 12, 2016 + n % 9);
    let first = format!("Prénom{}", char::from(b'a' + (n / 20 % 15) as u8));
    Child { last: format!("NOM{}", n % 20), first, born, ine: format!("{n:09}AB"), class: n % 24 }
}

/// As the second file says it.
fn later(n: usize) -> Child {
    let mut later = child(n);
    if n < 300 {
        later.class = (later.class + 1) % 24;
    }
    if RENAMED.contains(&n) {
        later.last = format!("AUTREMENT{n}");
    }
    later
}

/// The first two bear the names of pupils who stay.
fn newcomer(n: usize) -> Child {
    let named = if n < 2 { child(n + 5) } else { child(n) };
    let born = format!("{:02}/05/2024", 1 + n % 28);
    let (last, first) = if n < 2 { (named.last, named.first) } else { (format!("ARRIVE{n}"), format!("Nouveau{n}")) };
    Child { last, first, born, ine: format!("{:09}ZZ", n), class: (n + 3) % 24 }
}

fn grade(class: usize) -> &'static str {
    GRADES[class / 3]
}

fn pupils_file(children: &[Child], second: bool) -> String {
    let mut text = String::from("Nom élève;Prénom élève;Date naissance;INE;Niveau;Libellé classe;Identifiant classe\n");
    for one in children {
        let Child { last, first, born, ine, class } = one;
        let id = if second { 9500 } else { 9000 } + class;
        let _ = writeln!(text, "{last};{first};{born};{ine};{};Classe {class};{id}", grade(*class));
    }
    text
}

/// Two adults a family; the first 25 families have two children.
fn guardians_file(families: &[(usize, Vec<Child>)]) -> String {
    let child = "Nom de famille enfant;Prénom enfant;Classes enfants";
    let mut text = format!(
        "Civilité Responsable;Nom responsable;Prénom responsable;Adresse responsable;Courriel;{child};{child}\n"
    );
    for (family, children) in families {
        for (civility, first) in [("MME", "Claude"), ("M.", "Camille")] {
            let last = format!("FAMILLE{family}");
            let _ = write!(text, "{civility};{last};{first};{family} rue Haute;{first}{family}@exemple.invalid");
            for one in children {
                let _ = write!(text, ";{};{};Classe {}", one.last, one.first, one.class);
            }
            text.push('\n');
        }
    }
    text
}

fn families(of: fn(usize) -> Child, stays: impl Fn(usize) -> bool) -> Vec<(usize, Vec<Child>)> {
    let children = |family: usize| [Some(family), (family < 25).then_some(FAMILIES + family)].into_iter().flatten();
    let all = (0..FAMILIES).map(|family| (family, children(family).filter(|n| stays(*n)).map(of).collect::<Vec<_>>()));
    all.filter(|(_, children)| !children.is_empty()).collect()
}

fn first_year() -> School {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let pupils = pupils_file(&(0..PUPILS).map(child).collect::<Vec<_>>(), false);
    let guardians = guardians_file(&families(child, |_| true));
    let page = offer(&mut anne, &[("e.csv", pupils.as_bytes()), ("r.csv", guardians.as_bytes())]);
    let started = Instant::now();
    page.form("Tout enregistrer").send(&mut anne).assert_says("600 élèves").assert_says("1 150 responsables");
    eprintln!("a first import of 600 pupils: {:?}", started.elapsed());
    school
}

/// The three questions, answered as « it is the same child ».
fn answered(page: &Reply) -> crate::world::FoundForm {
    let html = page.html();
    let radios: Vec<_> = html.select(&selector("input[type=radio]")).collect();
    let names: BTreeSet<&str> = radios.iter().filter_map(|radio| radio.attr("name")).collect();
    assert_eq!(names.len(), 3, "{names:?}");
    names.iter().fold(page.form("Tout enregistrer"), |form, name| {
        let same = radios.iter().find(|radio| radio.attr("name") == Some(name)).unwrap();
        form.set(name, same.attr("value").unwrap())
    })
}

#[test]
fn after_the_summer_the_diff_is_right_applies_and_is_put_back_to_the_byte() {
    let school = first_year();
    let own = row(&school, "SELECT count(*) FROM pupil") - 600;
    school.at("2027-09-06 09:00");
    let mut anne = school.browser("directrice");
    let before = dump(&school);
    let stays = |n: &usize| !LEAVERS.contains(n);
    let mut children: Vec<Child> = (0..PUPILS).filter(stays).map(later).collect();
    children.extend((0..90).map(newcomer));
    let mut adults = families(later, |n| stays(&n));
    adults.extend((0..90).map(|n| (1000 + n, vec![newcomer(n)])));
    let (pupils, guardians) = (pupils_file(&children, true), guardians_file(&adults));
    let started = Instant::now();
    let page = offer(&mut anne, &[("e.csv", pupils.as_bytes()), ("r.csv", guardians.as_bytes())]);
    eprintln!("the second import, read and compared: {:?}", started.elapsed());
    page.assert_says("90 élèves à ajouter").assert_says("3 questions pour vous").assert_says("changé de nom ?");
    page.assert_says("557 passent dans leur nouvelle classe").assert_silent_on("changent de classe");
    page.assert_says("passe en Classe 5").assert_says("et autre chose change").assert_says("reste en CP");
    page.assert_says("24 classes à créer");
    // Those of the school's own two classes, of which the files name nobody, are not asked about.
    page.assert_says("Absents du fichier (40) : ont-ils quitté l’école ?");
    page.assert_says(&format!("{own} autres élèves n’y sont pas"));
    assert!(!page.body().contains("name=\"parti\" value=\"1\" checked"));
    let ids = "SELECT group_concat(person) FROM pupil WHERE ine >= '000000560AB' AND ine <= '000000599AB'";
    let ids: String =
        rusqlite::Connection::open(school.house.db.path()).unwrap().query_row(ids, [], |row| row.get(0)).unwrap();
    assert_eq!(ids.split(',').count(), 40);
    let form = ids.split(',').fold(answered(&page), |form, id| form.tick("parti", id));
    let day_ahead = answered(&page).tick("parti", ids.split(',').next().unwrap()).set("dernier_jour", "2027-09-30");
    day_ahead.send(&mut anne).assert_status(422).assert_says("pas encore passé");
    assert_eq!(dump(&school), before);
    let started = Instant::now();
    let done = form.send(&mut anne);
    eprintln!("the second import, written: {:?}", started.elapsed());
    done.assert_says("90 ajouts")
        .assert_says("560 passages dans la nouvelle classe")
        .assert_says("40 élèves ont quitté l’école");
    let count = |sql: &str| row(&school, sql);
    assert_eq!(count("SELECT count(*) FROM pupil WHERE left_on = '2027-08-31'"), 40);
    assert_eq!(count("SELECT count(*) FROM pupil WHERE left_on IS NULL"), 650 + own, "absence alone is no departure");
    assert_eq!(
        count("SELECT count(*) FROM person WHERE last_name LIKE 'Autrement%' AND id IN (SELECT person FROM pupil)"),
        3
    );
    assert_eq!(count("SELECT count(*) FROM pupil"), 690 + own, "homonyms are two");
    let after = dump(&school);
    assert_ne!(after["enrolment"], before["enrolment"]);
    let started = Instant::now();
    let ask = anne.get(&done.link("Annuler cet import"));
    ask.form("Tout remettre comme avant").send(&mut anne).assert_says("tout est comme avant");
    eprintln!("the second import, put back: {:?}", started.elapsed());
    for (table, rows) in dump(&school) {
        assert!(rows == before[&table], "{table} is not as it was");
    }
}

#[test]
fn a_file_of_one_class_asks_of_nobody_else() {
    let school = first_year();
    let of_class = |second: bool| {
        let children: Vec<Child> = (0..PUPILS).map(child).filter(|one| one.class == 3).skip(1).collect();
        pupils_file(&children, second)
    };
    let mut anne = school.browser("directrice");
    let page = offer(&mut anne, &[("e.csv", of_class(false).as_bytes())]);
    page.assert_says("Ce fichier ne contient que Classe 3").assert_says("Absents du fichier (1)");
    school.at("2027-09-06 09:00");
    let mut anne = school.browser("directrice");
    let mixed: Vec<Child> = (0..PUPILS).step_by(24).map(child).map(|one| Child { class: 5, ..one }).take(10).collect();
    let page = offer(&mut anne, &[("e.csv", pupils_file(&mixed, true).as_bytes())]);
    page.assert_says("Ce fichier ne contient que Classe 5");
    assert!(!page.text().contains("ont-ils quitté"), "{}", page.text());
}
