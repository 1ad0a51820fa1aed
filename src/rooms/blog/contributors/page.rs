//! Whom a class invites: chosen among its guardians and the colleagues, taken away again.

use super::{pages, store};
use crate::{
    base::{
        db::{Id, Tx},
        error::{Error, Result},
    },
    door::{Cx, Draft, Faults, Fields, Form, Page, form::Nothing, upload::Upload},
    rooms::blog::{path, policy::InviteHelper},
    school::{
        Person,
        permit::{May, Params},
    },
};

pub fn show(cx: &Cx, class: &May<InviteHelper>, draft: &Draft) -> Result<Page> {
    let invited = store::invited(&cx.db, class)?;
    let mut others = store::guardians(&cx.db, class, cx.today)?;
    others.retain(|one| !invited.iter().any(|known| known.person == one.person));
    Ok(pages::show(class, &invited, &others, draft))
}

pub struct Chosen(Id<Person>);

impl Form for Chosen {
    fn check(fields: &Fields, _: &[Upload]) -> std::result::Result<Chosen, Faults> {
        fields.get("personne").parse().map(Chosen).map_err(|_| Faults::one("personne", pages::CHOOSE))
    }
}

pub fn invite(cx: &Cx<Tx>, class: May<InviteHelper>, Chosen(person): Chosen) -> Result<Page> {
    // A guardian of a child of the class, and nobody else: colleagues propose anyway.
    let all = store::guardians(&cx.db, &class, cx.today)?;
    let Some(one) = all.iter().find(|one| one.person == person) else { return Err(Error::NotFound) };
    store::invite(&cx.db, &class, person, cx.now)?;
    Ok(Page::go(path::helpers(class.class)).saying(pages::invited(&one.name)))
}

pub fn remove(cx: &Cx<Tx>, class: May<InviteHelper>, _: Nothing) -> Result<Page> {
    let person = cx.ask.id("person").map(Id::new).ok_or(Error::NotFound)?;
    if !store::remove(&cx.db, &class, person)? {
        return Err(Error::NotFound);
    }
    Ok(Page::go(path::helpers(class.class)).saying(pages::REMOVED))
}
