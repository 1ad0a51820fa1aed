//! `/reglages/services`.

use super::{
    forms::{Reach, Services},
    pages,
};
use crate::{
    base::{
        db::{Id, Tx},
        error::{Error, Result},
    },
    door::{Cx, Draft, Page},
    school::{
        Class, class,
        permit::May,
        policy::{ManageSchool, SeeClass},
        services,
    },
};

pub fn show(cx: &Cx, _: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let off = services::store::off(&cx.db)?;
    let classes = class::store::classes_of(&cx.db, cx.today)?;
    Ok(Page::narrow("Services", pages::show(cx.house.rooms, &off, &classes, draft)))
}

/// A class made since the page was drawn is on like the school's others.
pub fn save(cx: &Cx<Tx>, school: May<ManageSchool>, form: Services) -> Result<Page> {
    let all: Vec<Id<Class>> = class::store::classes_of(&cx.db, cx.today)?.iter().map(|class| class.id).collect();
    let before = services::store::off(&cx.db)?;
    for chosen in form.0 {
        let room = cx.house.rooms.iter().find(|room| room.name == chosen.room).ok_or(Error::NotFound)?;
        let service = room.service.ok_or(Error::NotFound)?;
        let open = chosen.classes.iter().map(|class| cx.may::<SeeClass>(*class).map(|class| class.id));
        let open = open.collect::<Result<Vec<_>>>()?;
        let closed: Vec<Id<Class>> = match chosen.reach {
            Reach::Some if service.by_class => all.iter().filter(|class| !open.contains(class)).copied().collect(),
            _ => Vec::new(),
        };
        let is_off = chosen.reach == Reach::Nobody;
        if before.is_off(room.name) == is_off && same(&before.classes(room.name), &closed) {
            continue;
        }
        services::store::set(&cx.db, room.name, is_off, &closed, cx.now, &school)?;
        cx.journal(if is_off { "CloseService" } else { "OpenService" }, room.name, None)?;
    }
    Ok(Page::go("/reglages/services").saying(pages::SAVED))
}

fn same(a: &[Id<Class>], b: &[Id<Class>]) -> bool {
    a.len() == b.len() && a.iter().all(|one| b.contains(one))
}
