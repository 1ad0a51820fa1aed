//! Which sheet, for whom.

use crate::{
    base::db::Id,
    door::{Faults, Fields, Form, upload::Upload},
    school::{Class, Group},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// Names, with that many empty columns to tick.
    Roll {
        boxes: usize,
    },
    Addresses,
    Emergencies,
    Badges {
        rows: usize,
    },
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Whose {
    School,
    Class(Id<Class>),
    Group(Id<Group>),
}

#[derive(Clone, Copy)]
pub struct Print {
    pub sheet: Sheet,
    /// What the director chose; a teacher's class stands in the path.
    pub whose: Whose,
}

/// Of a group: how many rows of badges to a page.
#[derive(Clone, Copy)]
pub struct Badges {
    pub rows: usize,
}

pub const ONLY_A_CLASS: &str =
    "Pour un groupe, choisissez la liste ou les badges : les adresses et les urgences se tiennent classe par classe.";

impl Sheet {
    pub fn needs_adults(self) -> bool {
        matches!(self, Sheet::Addresses | Sheet::Emergencies)
    }
}

impl Form for Print {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Print, Faults> {
        let mut faults = Faults::default();
        let boxes = fields.get("cases").parse::<usize>().unwrap_or(0).min(12);
        let rows = rows(fields);
        let sheet = match fields.get("quoi") {
            "liste" => Sheet::Roll { boxes },
            "adresses" => Sheet::Addresses,
            "urgences" => Sheet::Emergencies,
            "badges" => Sheet::Badges { rows },
            _ => {
                faults.add("quoi", "Choisissez ce que vous imprimez.");
                Sheet::Roll { boxes }
            }
        };
        let whose = whose(fields.get("pour"));
        if matches!(whose, Whose::Group(_)) && sheet.needs_adults() {
            faults.add("pour", ONLY_A_CLASS);
        }
        faults.or(Print { sheet, whose })
    }
}

impl Form for Badges {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Badges, Faults> {
        Ok(Badges { rows: rows(fields) })
    }
}

/// Of two badges each.
fn rows(fields: &Fields) -> usize {
    if fields.get("badges_par_page") == "10" { 5 } else { 4 }
}

/// « classe-12 », « groupe-3 », or the whole school.
fn whose(text: &str) -> Whose {
    match text.split_once('-') {
        Some(("classe", id)) => id.parse().map_or(Whose::School, Whose::Class),
        Some(("groupe", id)) => id.parse().map_or(Whose::School, Whose::Group),
        _ => Whose::School,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<Print, Faults> {
        Print::check(&Fields::parse(query.as_bytes()), &[])
    }

    #[test]
    fn a_sheet_is_chosen_with_what_goes_with_it() {
        let roll = read("quoi=liste&cases=99&pour=classe-4").ok().unwrap();
        assert_eq!((roll.sheet, roll.whose), (Sheet::Roll { boxes: 12 }, Whose::Class(Id::new(4))));
        let badges = read("quoi=badges&badges_par_page=10&pour=groupe-2").ok().unwrap();
        assert_eq!((badges.sheet, badges.whose), (Sheet::Badges { rows: 5 }, Whose::Group(Id::new(2))));
        assert_eq!(read("quoi=urgences&pour=ecole").ok().unwrap().whose, Whose::School);
    }

    #[test]
    fn a_group_has_no_addresses() {
        assert!(read("quoi=adresses&pour=groupe-2").is_err());
        assert!(read("").is_err());
    }
}
