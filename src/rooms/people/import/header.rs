//! A row of titles → the kind of file and where each kept column stands. Cells of other columns cannot be reached from here on.
use super::child_blocks::{ChildBlock, blocks};
use super::column::{Column, Mapping, Meaning, Owner, is_photo, meanings};
use super::table::Row;
use super::{Kind, Refusal, value::name};
use std::collections::HashMap;

pub struct Layout {
    pub kind: Kind,
    places: HashMap<Column, usize>,
    pub children: Vec<ChildBlock>,
    pub ignored: Vec<String>,
    pub dropped: Vec<String>,
    pub photo_column: bool,
    pub width: usize,
}

impl Layout {
    pub fn has(&self, column: Column) -> bool {
        self.places.contains_key(&column)
    }

    /// The trimmed cell, empty when the file has no such column or the row stops before it.
    pub fn cell<'a>(&self, row: &'a Row, column: Column) -> &'a str {
        self.places.get(&column).map_or("", |place| row.cell(*place))
    }

    pub fn place(&self, column: Column) -> Option<usize> {
        self.places.get(&column).copied()
    }

    /// Does the row stop before a column that nobody can do without?
    pub fn stops_short(&self, row: &Row) -> bool {
        let required =
            required(self.kind).iter().flat_map(|any| any.iter()).filter_map(|column| self.places.get(column));
        required.max().is_some_and(|last| row.width() <= *last) || self.children.iter().any(|block| block.is_torn(row))
    }
}

pub fn is_known(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::Kept { .. } | Meaning::Dropped)
}

pub fn layout(header: &Row, mapping: &Mapping) -> Result<Layout, Refusal> {
    let titles: Vec<String> = header.cells().map(name).collect();
    let meanings = meanings(&titles, mapping);
    let kind = mapping.kind.unwrap_or_else(|| kind(&meanings));
    let mut layout = Layout {
        kind,
        places: HashMap::new(),
        children: Vec::new(),
        ignored: Vec::new(),
        dropped: Vec::new(),
        photo_column: titles.iter().any(|t| is_photo(t)),
        width: titles.len(),
    };
    let mut of_children = Vec::new();
    for (place, title) in titles.iter().enumerate() {
        let list = match meanings[place] {
            Meaning::Kept { column, owner, number } => match role(kind, column, owner) {
                Role::Child => {
                    of_children.push((column, number, place));
                    continue;
                }
                Role::Own => match free_place(&layout, kind, column, number) {
                    Some(column) => {
                        layout.places.insert(column, place);
                        continue;
                    }
                    None => &mut layout.ignored,
                },
                Role::Private => &mut layout.dropped,
                Role::None => &mut layout.ignored,
            },
            Meaning::Dropped => &mut layout.dropped,
            Meaning::Unknown => &mut layout.ignored,
        };
        if !title.is_empty() {
            list.push(title.clone());
        }
    }
    layout.children = blocks(&of_children);
    check_required(&layout, header.line, titles)?;
    Ok(layout)
}

pub fn kind(meanings: &[Meaning]) -> Kind {
    let has = |wanted: &[Column], owners: &[Owner]| {
        meanings.iter().any(|m| match m {
            Meaning::Kept { column, owner, .. } => wanted.contains(column) && owners.contains(owner),
            _ => false,
        })
    };
    let any_of = |wanted: Owner| meanings.iter().any(|m| matches!(m, Meaning::Kept { owner, .. } if *owner == wanted));
    let everyone = [Owner::Child, Owner::Adult, Owner::Teacher, Owner::Unsaid];
    let child_named = has(&[Column::Last, Column::First], &[Owner::Child]);
    let own_name = has(&[Column::Last], &[Owner::Unsaid]) && has(&[Column::First], &[Owner::Unsaid]);
    let contact =
        has(&[Column::Civility, Column::Email, Column::PhoneHome, Column::PhoneWork, Column::PhoneMobile], &everyone);
    let schooling = has(&[Column::Birth, Column::Ine, Column::Grade, Column::Sex, Column::ClassId], &everyone);
    if any_of(Owner::Teacher) || has(&[Column::Director], &everyone) {
        Kind::Staff
    } else if any_of(Owner::Adult) || (child_named && own_name) {
        Kind::Guardians
    } else if contact && !schooling && !child_named {
        match has(&[Column::Class], &everyone) {
            true => Kind::Staff,
            false => Kind::Guardians,
        }
    } else {
        Kind::Pupils
    }
}

enum Role {
    Own,
    Child,
    /// Known, but not the school's business for this kind of person.
    Private,
    None,
}

fn role(kind: Kind, column: Column, owner: Owner) -> Role {
    use Column::*;
    match (kind, column) {
        (_, Last | Usage | First) if kind != Kind::Guardians => Role::Own,
        (
            Kind::Pupils,
            Birth | Sex | Ine | Street | PostCode | Town | Country | SecondStreet | SecondPostCode | SecondTown
            | SecondCountry | Grade | Class | ClassId,
        ) => Role::Own,
        (Kind::Guardians, Last | Usage | First | Birth) if owner == Owner::Child => Role::Child,
        (Kind::Guardians, Class) if owner != Owner::Adult => Role::Child,
        (
            Kind::Guardians,
            Last | Usage | First | Civility | Street | PostCode | Town | Country | Email | PhoneHome | PhoneWork
            | PhoneMobile,
        ) if owner != Owner::Child => Role::Own,
        (Kind::Staff, Civility | Email | Director | Class) => Role::Own,
        // Where a teacher lives and her own telephone are not the families' space's business.
        (Kind::Staff, Street | PostCode | Town | Country | PhoneHome | PhoneWork | PhoneMobile | Birth) => {
            Role::Private
        }
        _ => Role::None,
    }
}

/// `Adresse2`, or a second `Adresse` in a pupils' file, is the second home; any other repetition is not read.
fn free_place(layout: &Layout, kind: Kind, column: Column, number: Option<u8>) -> Option<Column> {
    let second = match column {
        Column::Street => Some(Column::SecondStreet),
        Column::PostCode => Some(Column::SecondPostCode),
        Column::Town => Some(Column::SecondTown),
        Column::Country => Some(Column::SecondCountry),
        _ => None,
    }
    .filter(|_| kind == Kind::Pupils);
    let first = Some(column).filter(|c| number.unwrap_or(1) == 1 && !layout.has(*c));
    first.or(second.filter(|c| number.unwrap_or(2) == 2 && !layout.has(*c)))
}

/// Each line is satisfied by any one of its columns.
pub fn required(kind: Kind) -> &'static [&'static [Column]] {
    match kind {
        Kind::Pupils => &[&[Column::Last], &[Column::First], &[Column::Birth, Column::Ine], &[Column::Class]],
        Kind::Guardians | Kind::Staff => &[&[Column::Last], &[Column::First]],
    }
}

fn check_required(layout: &Layout, line: u32, titles: Vec<String>) -> Result<(), Refusal> {
    let mut missing: Vec<Column> = required(layout.kind)
        .iter()
        .filter(|any| !any.iter().any(|column| layout.has(*column)))
        .filter_map(|any| any.first().copied())
        .collect();
    if layout.kind == Kind::Guardians {
        for (column, named) in [(Column::Last, Column::ChildLast), (Column::First, Column::ChildFirst)] {
            if !layout.children.iter().any(|b| b.has(column)) {
                missing.push(named);
            }
        }
    }
    match missing.is_empty() {
        true => Ok(()),
        false => Err(Refusal::MissingColumns {
            kind: layout.kind,
            missing,
            line,
            titles: titles.into_iter().filter(|t| !t.is_empty()).collect(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rooms::people::import::table::table;

    fn of(titles: &str) -> Result<Layout, Refusal> {
        let mapping = Mapping::default();
        layout(&table(titles, &mapping)?.header, &mapping)
    }

    fn kind_of(titles: &str) -> Option<Kind> {
        of(titles).ok().map(|l| l.kind)
    }

    #[test]
    fn the_kind_is_read_from_the_titles() {
        for (titles, kind) in [
            ("Prénom*;Nom*;Date de naissance*;Classes*", Kind::Pupils),
            ("Nom élève;Prénom;INE;Libellé classe", Kind::Pupils),
            ("Nom*;Prénom*;Courriel;Nom de l'élève;Prénom de l'élève", Kind::Guardians),
            ("Nom responsable;Prénom responsable;Nom enfant;Prénom enfant", Kind::Guardians),
            ("Civilité;Nom;Prénom;Courriel;Classe", Kind::Staff),
            ("Nom;Prénom;Directeur", Kind::Staff),
        ] {
            assert_eq!(kind_of(titles), Some(kind), "{titles}");
        }
    }

    #[test]
    fn a_missing_column_is_named() {
        for (titles, wanted) in [
            ("Nom;Date de naissance;Classe", vec![Column::First]),
            ("Nom;Prénom;Classe", vec![Column::Birth]),
            ("Nom;Prénom;Né le", vec![Column::Class]),
            ("Civilité;Nom;Prénom;Courriel", vec![Column::ChildLast, Column::ChildFirst]),
        ] {
            match of(titles).err() {
                Some(Refusal::MissingColumns { missing, .. }) => assert_eq!(missing, wanted),
                other => panic!("{titles}: {other:?}"),
            }
        }
    }

    #[test]
    fn titles_that_are_not_kept_are_listed() {
        let l = of("Nom;Prénom;Né le;Classe;Couleur;PCS;Autorisation photo;Adresse;Adresse;Adresse").ok();
        let l = l.as_ref();
        assert_eq!(l.map(|l| l.ignored.clone()), Some(vec!["Couleur".into(), "Adresse".into()]));
        assert_eq!(l.map(|l| l.dropped.clone()), Some(vec!["PCS".into(), "Autorisation photo".into()]));
        assert_eq!(l.map(|l| l.photo_column), Some(true));
        assert_eq!(l.map(|l| l.has(Column::SecondStreet)), Some(true));
    }
}
