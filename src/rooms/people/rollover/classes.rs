//! Which classes there will be: those of this year under their names or others, some fewer, some more.

use super::{Coming, pages, routes::prepared, store};
use crate::{
    base::{
        db::{Id, Tx},
        error::{Error, Result},
    },
    door::{Cx, Draft, Faults, Fields, Form, Page, form::Checked, upload::Upload},
    school::{class::store as live, permit::May, policy::ManageSchool},
};

pub const PATH: &str = "/ecole/rentree/classes";

/// Rows for new classes on one page.
pub const NEW: usize = 3;

pub struct Names {
    /// Each class to come and its name; none where it goes.
    standing: Vec<(Id<Coming>, Option<String>)>,
    new: Vec<String>,
    ecole: Option<i64>,
}

pub fn field(class: Id<Coming>) -> String {
    format!("nom-{class}")
}

impl Form for Names {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Names> {
        let mut faults = Faults::default();
        let mut name = |text: &str| {
            let name: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if name.chars().count() > 40 {
                faults.add("", pages::NAME_TOO_LONG);
            }
            name
        };
        let mut standing = Vec::new();
        for (field, value) in fields.pairs() {
            let Some(id) = field.strip_prefix("nom-").and_then(|id| id.parse::<Id<Coming>>().ok()) else { continue };
            let kept = name(value);
            let goes = fields.holds("retirer", &id.to_string()) || kept.is_empty();
            standing.push((id, if goes { None } else { Some(kept) }));
        }
        let new = fields.all("nouvelle").map(&mut name).filter(|name| !name.is_empty()).collect();
        faults.or(Names { standing, new, ecole: fields.get("ecole").parse().ok() })
    }
}

pub fn show(cx: &Cx, school: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let (plan, known) = prepared(cx, school)?.ok_or(Error::NotFound)?;
    Ok(pages::classes::page(&plan, &known, &live::ecoles(&cx.db)?, draft))
}

pub fn save(cx: &Cx<Tx>, school: May<ManageSchool>, form: Names) -> Result<Page> {
    let (plan, _) = prepared(cx, &school)?.ok_or(Error::NotFound)?;
    let own = |id: Id<Coming>| plan.class(id).is_some();
    let mut names = Vec::new();
    for (id, name) in form.standing.into_iter().filter(|(id, _)| own(*id)) {
        match name {
            Some(name) => names.push((id, name)),
            None => store::remove_class(&cx.db, id, &school)?,
        }
    }
    if !store::rename(&cx.db, &names, &school)? {
        return Ok(Page::again(Faults::one("", pages::SAME_NAME)));
    }
    let ecoles = live::ecoles(&cx.db)?;
    let ecole = ecoles.iter().map(|(id, _)| *id).find(|id| form.ecole.is_none_or(|asked| asked == *id));
    for name in form.new {
        let Some(ecole) = ecole else { break };
        if store::add_class(&cx.db, plan.id, &name, ecole, None, &school)?.is_none() {
            return Ok(Page::again(Faults::one("", pages::SAME_NAME)));
        }
    }
    Ok(Page::go(super::PATH).saying(pages::KEPT))
}
