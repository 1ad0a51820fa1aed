//! Where a class, one of its tablets or a group is called after somebody.

mod store;

use super::path;
use crate::{
    base::{db::Tx, error::Result, search::Named},
    door::{
        Cx,
        found::{Found, Kind},
    },
    school::{
        departure::{Departure, Part},
        erasure::Subject,
        policy::ManageSchool,
    },
};

/// « CE1 de Mme Benali »: the last name says enough of who worked there.
pub fn bears(cx: &Cx, who: &Departure, name: &Named) -> Result<Vec<Found>> {
    let Some(school) = cx.may_perhaps::<ManageSchool>(())? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    if who.part == Part::Staff {
        let last = Named::of_last([who.last_name.as_str(), &who.other_name]);
        let classes = store::classes_of(&cx.db, who.person, &school)?;
        let named = classes.into_iter().filter(|(_, called)| last.is_in(called));
        found.extend(
            named.map(|(class, called)| {
                Found::new(Kind::Group, path::change_class(class), called, "Le nom d’une classe")
            }),
        );
    }
    let groups = store::groups(&cx.db, &school)?.into_iter().filter(|(_, called)| name.is_in(called));
    found.extend(
        groups.map(|(group, called)| Found::new(Kind::Group, path::group(group), called, "Le nom d’un groupe")),
    );
    Ok(found)
}

pub fn unname(tx: &Tx, subject: &Subject, name: &Named) -> Result<()> {
    store::unname_tablets(tx, name, subject)
}
