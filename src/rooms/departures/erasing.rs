//! Somebody who has left is erased at once, because they ask for it: by the director's own passphrase, and for some days it can be
//! taken back. Meanwhile nothing of them is shown to anybody.

use super::{
    pages, path,
    policy::{ErasePerson, TakeBackErasure},
};
use crate::{
    base::{
        db::Tx,
        error::{Confirm, Error, Result},
    },
    door::{
        Beats, Cx, Draft, Faults, Fields, Form, Page, confirm, erasing,
        form::{Checked, Nothing},
        upload::Upload,
    },
    school::{
        departure::{self, Departure},
        erasure,
        permit::May,
        policy::ManageSchool,
    },
};

/// The passphrase that is asked each time, not only on a shared computer.
pub struct Sure {
    passphrase: String,
}

impl Form for Sure {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Sure> {
        match fields.raw(pages::PASSPHRASE) {
            "" => Err(Faults::one(pages::PASSPHRASE, pages::NO_PASSPHRASE)),
            typed => Ok(Sure { passphrase: typed.to_owned() }),
        }
    }
}

pub fn show(cx: &Cx, person: &May<ErasePerson>, draft: &Draft) -> Result<Page> {
    Ok(pages::erase(person, is_own(person), &erasing::going(cx, person.person)?, draft, cx.today))
}

pub fn erase(beats: &Beats, sure: Sure) -> Result<Page> {
    let own = beats.read(|_, person: May<ErasePerson>| Ok(is_own(&person)))?;
    if own {
        return Ok(Page::again(Faults::one("", pages::NOT_ONESELF)));
    }
    match confirm::prove(&beats.house, &beats.ask, &sure.passphrase)? {
        Ok(()) => {}
        Err(Confirm::Wait(seconds)) => return Ok(Page::again(Faults::one(pages::PASSPHRASE, confirm::wait(seconds)))),
        Err(_) => return Ok(Page::again(Faults::one(pages::PASSPHRASE, confirm::wrong()))),
    }
    beats.write(|cx, person: May<ErasePerson>| {
        let school = cx.may::<ManageSchool>(())?;
        if !departure::store::is_away(&cx.db, person.person, cx.today, &school)? {
            return Ok(Page::again(Faults::one("", pages::CAME_BACK)));
        }
        let seal = Some((&cx.house.keys, cx.now.plus(erasure::UNDO)));
        erasing::erase(&cx.db, cx.house.rooms, person.person, seal, cx.now, &school)?;
        Ok(Page::go(path::LIST).saying(pages::ERASED))
    })
}

pub fn take_back(cx: &Cx<Tx>, erasure: May<TakeBackErasure>, _: Nothing) -> Result<Page> {
    let school = cx.may::<ManageSchool>(())?;
    match erasing::take_back(&cx.db, cx.house.rooms, &erasure, &cx.house.keys, &school) {
        Err(Error::Conflict) => Ok(Page::again(Faults::one("", pages::CHANGED_SINCE))),
        done => done.map(|()| Page::go(path::LIST).saying(pages::TAKEN_BACK)),
    }
}

fn is_own(person: &May<ErasePerson>) -> bool {
    let departure: &Departure = person;
    person.by() == departure.person
}
