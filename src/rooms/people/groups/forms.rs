//! A group as typed. Each pupil and each leader still needs a permit.

use crate::{
    base::db::Id,
    door::{Faults, Fields, Form, upload::Upload},
    rooms::people::forms::{day, one_line},
    school::{Person, Pupil},
};
use jiff::civil::Date;
use std::collections::BTreeSet;

const NAME_LETTERS: usize = 60;
/// More pupils, or leaders, than any school has.
const MOST: usize = 1_500;

pub struct GroupForm {
    pub name: String,
    /// Nothing typed: what stood, or from today until the school year's end.
    pub from_on: Option<Date>,
    pub until_on: Option<Date>,
    pub pupils: BTreeSet<Id<Pupil>>,
    pub leaders: BTreeSet<Id<Person>>,
}

impl Form for GroupForm {
    fn check(fields: &Fields, _: &[Upload]) -> Result<GroupForm, Faults> {
        let mut faults = Faults::default();
        let name = one_line(fields.get("nom"));
        if name.is_empty() {
            faults.add("nom", "Donnez un nom au groupe, par exemple « Chorale ».");
        }
        if name.chars().count() > NAME_LETTERS {
            faults.add("nom", "Ce nom est trop long : 60 lettres au plus.");
        }
        let (from_on, until_on) = (day(fields, "du", &mut faults), day(fields, "jusqu_au", &mut faults));
        let (pupils, leaders) = (ids(fields, "eleve"), ids(fields, "anime"));
        faults.or(GroupForm { name, from_on, until_on, pupils, leaders })
    }
}

fn ids<T>(fields: &Fields, name: &str) -> BTreeSet<Id<T>> {
    fields.all(name).filter_map(|id| id.parse().ok()).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_has_a_name_and_days_that_exist() {
        let faults = |query: &str| {
            GroupForm::check(&Fields::parse(query.as_bytes()), &[])
                .err()
                .map(|faults| faults.iter().map(|(field, _)| *field).collect::<Vec<_>>())
        };
        assert_eq!(faults("nom=Chorale"), None);
        assert_eq!(faults("nom=++"), Some(vec!["nom"]));
        assert_eq!(faults(&format!("nom={}", "a".repeat(61))), Some(vec!["nom"]));
        assert_eq!(faults("nom=Chorale&du=hier&jusqu_au=2026-02-30"), Some(vec!["du", "jusqu_au"]));
    }

    #[test]
    fn a_box_repeated_counts_once() {
        let form = GroupForm::check(&Fields::parse(b"nom=Chorale&eleve=4&eleve=4&eleve=x&anime=2"), &[]).ok().unwrap();
        assert_eq!((form.pupils.len(), form.leaders.len()), (1, 1));
    }
}
