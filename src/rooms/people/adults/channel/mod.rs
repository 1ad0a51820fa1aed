//! How the school's words reach an adult who said so to the school rather than on a page of their own.

mod pages;

use crate::{
    base::{db::Tx, error::Result},
    door::{Cx, Draft, Faults, Fields, Form, Page, Routes, upload::Upload},
    rooms::people::path,
    school::{
        permit::May,
        person::{Channel, store},
        policy::{ManagePerson, ManageSchool},
    },
};

pub fn routes(r: &mut Routes) {
    r.form("/ecole/personnes/{person}/papier", show, choose);
}

struct Chosen(Channel);

impl Form for Chosen {
    fn check(fields: &Fields, _: &[Upload]) -> std::result::Result<Chosen, Faults> {
        Channel::parse(fields.get("canal")).map(Chosen).ok_or_else(|| Faults::one("canal", pages::CHOOSE))
    }
}

fn show(_: &Cx, person: &May<ManagePerson>, draft: &Draft) -> Result<Page> {
    Ok(pages::choose(person, &draft.or_standing(&[("canal", person.channel.as_str())])))
}

fn choose(cx: &Cx<Tx>, person: May<ManagePerson>, chosen: Chosen) -> Result<Page> {
    store::set_channel(&cx.db, person.id, chosen.0, &cx.may::<ManageSchool>(())?)?;
    Ok(Page::go(path::person(person.id)).saying(pages::chosen(chosen.0)))
}
