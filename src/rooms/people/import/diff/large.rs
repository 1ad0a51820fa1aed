//! The largest school that the house is built for, made in memory: 600 pupils, 1,150 guardians, in one go.
use super::school::school_after;
use super::*;
use crate::rooms::people::import::tests::parsed;
use std::fmt::Write;

const PUPILS: usize = 600;
const FAMILIES: usize = 575;

/// Many homonyms on purpose: 20 last names × 15 first names.
fn pupil_name(n: usize) -> (String, String) {
    (format!("NOM{}", n % 20), format!("Prénom{}", char::from(b'a' + (n / 20 % 15) as u8)))
}

fn class(n: usize) -> String {
    format!("Classe {}", n % 24)
}

fn pupils_file() -> Vec<u8> {
    let mut text = String::from("Nom élève;Prénom élève;Date naissance;INE;Niveau;Libellé classe;Identifiant classe\n");
    for n in 0..PUPILS {
        let (last, first) = pupil_name(n);
        let (day, month, year) = (1 + n % 28, 1 + n / 28 % 12, 2016 + n % 9);
        let _ = writeln!(text, "{last};{first};{day:02}/{month:02}/{year};{n:09}AB;CP;{};{}", class(n), 9000 + n % 24);
    }
    text.into_bytes()
}

/// Two adults a family; the first 25 families have two children.
fn guardians_file() -> Vec<u8> {
    let child = "Nom de famille enfant;Prénom enfant;Classes enfants";
    let mut text = format!(
        "Civilité Responsable;Nom responsable;Prénom responsable;Adresse responsable;Courriel;{child};{child}\n"
    );
    for family in 0..FAMILIES {
        for (civility, first) in [("MME", "Claude"), ("M.", "Camille")] {
            let (last, _) = pupil_name(family);
            let _ = write!(text, "{civility};{last};{first};{family} rue Haute;{first}{family}@exemple.invalid");
            for n in [Some(family), (family < 25).then_some(FAMILIES + family)].into_iter().flatten() {
                let (last, first) = pupil_name(n);
                let _ = write!(text, ";{last};{first};{}", class(n));
            }
            text.push('\n');
        }
    }
    text.into_bytes()
}

#[test]
fn a_school_of_600_pupils_and_1150_guardians() {
    let (pupils, guardians) = (pupils_file(), guardians_file());
    let school = school_after(&pupils, Snapshot::default());
    assert_eq!((school.pupils.len(), school.classes.len()), (600, 24));
    let none = Decisions::new();
    let first = diff(&parsed(&guardians), &school, &none);
    let people = match &first {
        Diff::Guardians { sheet, .. } => sheet.entries.len(),
        _ => 0,
    };
    assert_eq!(people, 1150);
    assert_eq!(first.counts().new, 1150);

    let school = school_after(&guardians, school);
    let pupils_again = diff(&parsed(&pupils), &school, &none).counts();
    assert_eq!((pupils_again.same, pupils_again.doubtful), (600, 0));
    let again = diff(&parsed(&guardians), &school, &none).counts();
    assert_eq!((again.same, again.new, again.absent), (1150, 0, 0));
}
