//! To whom one may write: found by a name, or proposed before any is typed. Only people to whom the viewer may begin to write
//! are named; a pupil's name proposes their guardians, each alone or together, and nothing of how to reach them otherwise.

pub mod pages;
mod store;

use super::{
    addressing::{Part, Said},
    policy::WriteMessage,
};
use crate::{
    base::{db::Id, error::Result, search::Query},
    door::{Cx, Page},
    school::{
        Person, class,
        correspondence::{self, Kin, People, Profile, Somebody},
        group,
        permit::May,
    },
};
use std::collections::BTreeSet;

/// So many are proposed.
const MOST: usize = 12;
/// Cards shown before anything is typed.
const CARDS: usize = 24;

/// Somebody, or several, to whom one may write.
#[derive(Clone, Debug)]
pub struct Proposed {
    pub said: Said,
    /// « enseigne en CM1 », « responsable de Léa (CM1) ».
    pub hint: String,
}

/// What was found, alone: for the page that asks while one types.
pub fn show(cx: &Cx, message: May<WriteMessage>) -> Result<Page> {
    let query = Query::read(cx.ask.query.get("q"));
    let found = found(cx, &query, &message.sheet.to)?;
    Ok(Page::document(pages::found(&query, &found)))
}

/// The composer with what was looked for.
pub fn path_of(composer: &str, query: &str) -> String {
    let typed: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
    format!("{composer}?q={typed}#f-a")
}

/// Those of this name, without those chosen already.
pub fn found(cx: &Cx, query: &Query, chosen: &BTreeSet<Part>) -> Result<Vec<Proposed>> {
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let people = people(cx)?;
    let mut all: Vec<Proposed> =
        places(cx, &people)?.into_iter().filter(|one| query.finds(&one.said.label())).collect();
    for found in people.of_pupils_named(query.typed()) {
        all.extend(found.guardians.iter().map(|one| guardian(one, &found.kin)));
        if found.guardians.len() > 1 {
            let said = Said::new(Part::Family(found.kin.pupil), found.kin.name.clone(), String::new());
            all.push(Proposed { said, hint: pages::together(found.guardians.len()) });
        }
    }
    for one in people.named(query.typed()) {
        if one.of.is_empty() {
            all.push(somebody(cx, one)?);
        }
        all.extend(one.of.iter().map(|kin| guardian(one, kin)));
    }
    let mut seen = chosen.clone();
    all.retain(|one| one.said.part().is_some_and(|part| seen.insert(part)));
    all.truncate(MOST);
    Ok(all)
}

/// Before anything is typed: for who works here the families of their classes and groups, and the team; for the others those
/// of the school to whom they may write.
pub fn suggested(cx: &Cx) -> Result<Vec<Proposed>> {
    let people = people(cx)?;
    let viewer = cx.viewer()?;
    if viewer.is_staff || viewer.is_director {
        return places(cx, &people);
    }
    let staff = people.all().iter().filter(|one| one.profile == Profile::Staff && one.of.is_empty());
    staff.take(CARDS).map(|one| somebody(cx, one)).collect()
}

fn people(cx: &Cx) -> Result<People> {
    let rules = correspondence::store::rules(&cx.db, cx.today)?;
    correspondence::store::people(&cx.db, cx.viewer()?, &rules)
}

fn somebody(cx: &Cx, one: &Somebody) -> Result<Proposed> {
    let hint = match one.profile {
        Profile::Pupils => pages::PUPIL.to_owned(),
        _ => pages::roles(&roles_of(cx, one.person)?),
    };
    Ok(Proposed { said: Said::new(Part::Person(one.person), one.name.clone(), String::new()), hint })
}

fn roles_of(cx: &Cx, person: Id<Person>) -> Result<Vec<store::Role>> {
    store::roles(&cx.db, person, cx.today)
}

fn guardian(one: &Somebody, kin: &Kin) -> Proposed {
    let said = Said::new(Part::Guardian(one.person, kin.pupil), one.name.clone(), kin.name.clone());
    Proposed { said, hint: pages::guardian_of(&kin.name, &kin.class_name) }
}

/// Several at once: the families of a class or a group of theirs, the team, the direction.
fn places(cx: &Cx, people: &People) -> Result<Vec<Proposed>> {
    let viewer = cx.viewer()?;
    if !viewer.is_staff && !viewer.is_director {
        return Ok(Vec::new());
    }
    let proposed = |part, name: String, hint: String| Proposed { said: Said::new(part, name, String::new()), hint };
    let mut all = Vec::new();
    for line in class::store::classes_of(&cx.db, cx.today)? {
        let is_own = viewer.is_director || viewer.teaches.contains(&line.id);
        if is_own && people.of_class(line.id).next().is_some() {
            all.push(proposed(Part::Class(line.id), line.name, pages::pupils(line.pupils)));
        }
    }
    for line in group::store::standing(&cx.db, viewer)? {
        let is_own = viewer.is_director || viewer.leads.contains(&line.id);
        if is_own && people.of_group(line.id).next().is_some() {
            all.push(proposed(Part::Group(line.id), line.name, pages::pupils(line.pupils)));
        }
    }
    all.push(proposed(Part::Team, String::new(), String::new()));
    if !viewer.is_director {
        all.push(proposed(Part::Direction, String::new(), String::new()));
    }
    Ok(all)
}
