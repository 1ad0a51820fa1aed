//! What an unknown column most likely holds: first by a title that is known elsewhere, then by a word in it, then by what
//! its cells look like. Only a proposal: the person on the page decides.
use super::glance::Shown;
use super::words::offered;
use crate::rooms::people::import::column::{Column, Meaning, Owner, meaning};
use crate::rooms::people::import::fold::fold_words;
use crate::rooms::people::import::value::{Grade, date, email, ine, phone};
use crate::rooms::people::import::{Kind, header};

pub fn kind(columns: &[Shown]) -> Kind {
    let meanings: Vec<Meaning> = columns.iter().map(|column| meaning(&column.title)).collect();
    if meanings.iter().any(|one| matches!(one, Meaning::Kept { owner: Owner::Adult | Owner::Teacher, .. })) {
        return header::kind(&meanings);
    }
    let words: Vec<String> = columns.iter().map(|column| fold_words(&column.title)).collect();
    let says = |wanted: &[&str]| words.iter().any(|title| wanted.iter().any(|word| title.contains(word)));
    let looks = |like: fn(&str) -> bool| columns.iter().any(|column| mostly(column, like));
    let is_of_pupils = looks(is_date) || looks(is_grade) || looks(|cell| ine(cell).is_some());
    let has_contact = looks(|cell| email(cell).is_some()) || looks(is_phone);
    if says(&["enseign", "professeur", "maitre"]) && !is_of_pupils {
        Kind::Staff
    } else if says(&["parent", "responsable", "tuteur", "represent", "mere", "pere"]) || (has_contact && !is_of_pupils)
    {
        Kind::Guardians
    } else {
        header::kind(&meanings)
    }
}

/// One column a meaning, the surest first; a child's columns may come again.
pub fn columns(columns: &[Shown], kind: Kind) -> Vec<Option<Column>> {
    let mut guesses: Vec<Option<Column>> = vec![None; columns.len()];
    let mut taken: Vec<Column> = Vec::new();
    let offered = offered(kind);
    for look in [by_alias, by_word, by_cells] {
        for (column, guess) in columns.iter().zip(&mut guesses) {
            if guess.is_some() || column.is_forbidden {
                continue;
            }
            let found = look(column, kind)
                .into_iter()
                .find(|one| offered.contains(one) && (one.is_of_child() || !taken.contains(one)));
            if let Some(found) = found {
                taken.push(found);
                *guess = Some(found);
            }
        }
    }
    guesses
}

fn by_alias(column: &Shown, kind: Kind) -> Vec<Column> {
    let Meaning::Kept { column, owner, number } = meaning(&column.title) else { return Vec::new() };
    match (kind, owner, column) {
        (Kind::Guardians, Owner::Child, column) => of_child(column).into_iter().collect(),
        (Kind::Guardians, _, Column::Class) => vec![Column::ChildClass],
        (Kind::Pupils, _, column) if number == Some(2) => second_home(column).into_iter().collect(),
        (_, _, column) => vec![column],
    }
}

fn of_child(column: Column) -> Option<Column> {
    Some(match column {
        Column::Last => Column::ChildLast,
        Column::Usage => Column::ChildUsage,
        Column::First => Column::ChildFirst,
        Column::Birth => Column::ChildBirth,
        Column::Class => Column::ChildClass,
        _ => return None,
    })
}

fn second_home(column: Column) -> Option<Column> {
    Some(match column {
        Column::Street => Column::SecondStreet,
        Column::PostCode => Column::SecondPostCode,
        Column::Town => Column::SecondTown,
        Column::Country => Column::SecondCountry,
        _ => return None,
    })
}

/// The first word that a title holds speaks for it.
const WORDS: &[(&str, Column)] = &[
    ("prenom", Column::First),
    ("usage", Column::Usage),
    ("naissance", Column::Birth),
    ("naiss", Column::Birth),
    ("nom", Column::Last),
    ("patronym", Column::Last),
    ("ine", Column::Ine),
    ("identifiant", Column::Ine),
    ("division", Column::Class),
    ("classe", Column::Class),
    ("groupe", Column::Class),
    ("structure", Column::Class),
    ("niveau", Column::Grade),
    ("cours", Column::Grade),
    ("sexe", Column::Sex),
    ("genre", Column::Sex),
    ("civil", Column::Civility),
    ("mail", Column::Email),
    ("courriel", Column::Email),
    ("portable", Column::PhoneMobile),
    ("mobile", Column::PhoneMobile),
    ("travail", Column::PhoneWork),
    ("tel", Column::PhoneHome),
    ("postal", Column::PostCode),
    ("commune", Column::Town),
    ("ville", Column::Town),
    ("adresse", Column::Street),
    ("rue", Column::Street),
    ("voie", Column::Street),
    ("pays", Column::Country),
    ("direct", Column::Director),
];

fn by_word(column: &Shown, kind: Kind) -> Vec<Column> {
    let title = fold_words(&column.title);
    let is_child = ["eleve", "enfant", "apprenant"].iter().any(|word| title.contains(word));
    let found = WORDS.iter().filter(|(word, _)| title.split(' ').any(|one| one.starts_with(word)));
    let found = found.map(|(_, column)| *column);
    match (kind, is_child) {
        (Kind::Guardians, true) => found.filter_map(of_child).collect(),
        (Kind::Guardians, false) => {
            found.map(|one| if one == Column::Class { Column::ChildClass } else { one }).collect()
        }
        _ => found.collect(),
    }
}

fn by_cells(column: &Shown, kind: Kind) -> Vec<Column> {
    let birth = if kind == Kind::Guardians { Column::ChildBirth } else { Column::Birth };
    let looks: [(Look, &[Column]); 7] = [
        (is_date, &[birth]),
        (|cell| ine(cell).is_some(), &[Column::Ine]),
        (|cell| email(cell).is_some(), &[Column::Email]),
        (is_phone, &[Column::PhoneMobile, Column::PhoneHome, Column::PhoneWork]),
        (|cell| cell.len() == 5 && cell.bytes().all(|b| b.is_ascii_digit()), &[Column::PostCode]),
        (|cell| matches!(cell, "M" | "F" | "G" | "H"), &[Column::Sex]),
        (is_grade, &[Column::Grade, Column::Class]),
    ];
    let found = looks.into_iter().find(|(look, _)| mostly(column, *look));
    found.map_or(Vec::new(), |(_, columns)| columns.to_vec())
}

/// Does a cell look like this?
type Look = fn(&str) -> bool;

fn mostly(column: &Shown, look: Look) -> bool {
    let count = column.examples.iter().filter(|cell| look(cell)).count();
    count > 0 && count * 10 >= column.examples.len() * 8
}

fn is_date(cell: &str) -> bool {
    date(cell).is_ok()
}

fn is_phone(cell: &str) -> bool {
    cell.len() >= 9 && phone(cell).is_some()
}

fn is_grade(cell: &str) -> bool {
    Grade::parse(cell).is_some()
}
