//! What columns and kinds of file are called on the mapping page, and what does not do.
use crate::base::french;
use crate::rooms::people::import::sentences::{quoted, typeset};
use crate::rooms::people::import::{Column, Kind};

pub const KINDS: [Kind; 3] = [Kind::Pupils, Kind::Guardians, Kind::Staff];

pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Pupils => "Élèves",
        Kind::Guardians => "Responsables",
        Kind::Staff => "Enseignants",
    }
}

pub fn value_of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Pupils => "eleves",
        Kind::Guardians => "responsables",
        Kind::Staff => "enseignants",
    }
}

pub fn kind_of(value: &str) -> Option<Kind> {
    KINDS.into_iter().find(|kind| value_of_kind(*kind) == value)
}

/// What a file of this kind may hold, those that it must hold first.
pub fn offered(kind: Kind) -> &'static [Column] {
    use Column::*;
    match kind {
        Kind::Pupils => &[
            Last,
            First,
            Birth,
            Class,
            Grade,
            Ine,
            Usage,
            Sex,
            Street,
            PostCode,
            Town,
            Country,
            SecondStreet,
            SecondPostCode,
            SecondTown,
            SecondCountry,
            ClassId,
        ],
        Kind::Guardians => &[
            Last,
            First,
            ChildLast,
            ChildFirst,
            ChildClass,
            ChildBirth,
            ChildUsage,
            Civility,
            Usage,
            Email,
            PhoneMobile,
            PhoneHome,
            PhoneWork,
            Street,
            PostCode,
            Town,
            Country,
        ],
        Kind::Staff => &[Last, First, Civility, Usage, Email, Class, Director],
    }
}

/// A file of this kind cannot do without; the date of birth or the INE, whichever there is.
pub fn is_required(kind: Kind, column: Column) -> bool {
    use Column::*;
    match kind {
        Kind::Pupils => matches!(column, Last | First | Birth | Class),
        Kind::Guardians => matches!(column, Last | First | ChildLast | ChildFirst),
        Kind::Staff => matches!(column, Last | First),
    }
}

pub fn column(kind: Kind, column: Column) -> &'static str {
    use Column::*;
    match (kind, column) {
        (Kind::Guardians, Last) => "Nom du responsable",
        (Kind::Guardians, First) => "Prénom du responsable",
        (Kind::Guardians, Usage) => "Nom d’usage du responsable",
        (_, ChildLast) => "Nom de l’élève",
        (_, ChildFirst) => "Prénom de l’élève",
        (_, ChildUsage) => "Nom d’usage de l’élève",
        (_, ChildBirth) => "Date de naissance de l’élève",
        (_, ChildClass) => "Classe de l’élève",
        (_, SecondStreet) => "Second foyer : adresse",
        (_, SecondPostCode) => "Second foyer : code postal",
        (_, SecondTown) => "Second foyer : commune",
        (_, SecondCountry) => "Second foyer : pays",
        (_, Email) => "Adresse e-mail",
        (_, Director) => "Direction (oui ou non)",
        (_, ClassId) => "Identifiant de la classe",
        (_, other) => crate::rooms::people::import::sentences::column(other),
    }
}

/// What travels in the form.
pub fn value_of(column: Column) -> String {
    format!("{column:?}")
}

pub fn column_of(kind: Kind, value: &str) -> Option<Column> {
    offered(kind).iter().copied().find(|column| value_of(*column) == value)
}

pub fn missing(kind: Kind, missing: &[Column]) -> String {
    let names = missing.iter().map(|one| quoted(column(kind, *one)));
    let names: Vec<String> = names.collect();
    let instead = match (kind, missing.contains(&Column::Birth)) {
        (Kind::Pupils, true) => " À défaut de la date de naissance, l’INE convient.",
        _ => "",
    };
    typeset(match names.len() {
        1 => format!("Dites quelle colonne est {}.{instead}", names[0]),
        _ => format!("Dites quelles colonnes sont {}.{instead}", french::list(&names)),
    })
}

pub fn twice(column: Column, titles: &[String]) -> String {
    let titles: Vec<String> = titles.iter().map(|title| quoted(title)).collect();
    let what = crate::rooms::people::import::sentences::column(column);
    typeset(format!("{} ne peut être dit qu’une fois : choisissez entre {}.", quoted(what), french::list_or(&titles)))
}
