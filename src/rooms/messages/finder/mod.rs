//! To whom one may write: found by a name, or proposed before any is typed. Only people to whom the viewer may begin to write
//! are named; a pupil's name proposes their guardians, each alone or together, and nothing of how to reach them otherwise.

pub mod pages;
mod store;

use super::{
    addressing::{Part, Said},
    policy::WriteMessage,
    writing,
};
use crate::{
    base::{db::Id, error::Result, search::Query},
    door::{Cx, Page},
    school::{
        Person, Pupil, class,
        correspondence::{self, Party, Rules, may_begin},
        group,
        permit::May,
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// Names read for one question, before any is judged.
const READ: usize = 200;
/// So many are proposed.
const MOST: usize = 12;

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
    let Some(asked) = query.of_names() else { return Ok(Vec::new()) };
    let from = writing::party(cx)?;
    let mut all: Vec<Proposed> =
        if from.is_of_staff() { places(cx)? } else { Vec::new() }.into_iter().filter(|one| query.finds(&one.said.name)).collect();
    all.extend(people(cx, &from, &asked)?);
    all.retain(|one| one.said.part().is_some_and(|part| !chosen.contains(&part)));
    all.truncate(MOST);
    Ok(all)
}

fn people(cx: &Cx, from: &Party, asked: &str) -> Result<Vec<Proposed>> {
    let rules = correspondence::store::rules(&cx.db)?;
    let named = store::named(&cx.db, asked, READ)?;
    let pupils: Vec<Id<Pupil>> = named.iter().filter_map(|one| one.pupil).collect();
    let guardians = store::guardians(&cx.db, &pupils)?;
    let mut ids: BTreeSet<Id<Person>> = named.iter().map(|one| one.person).collect();
    ids.extend(guardians.iter().map(|(_, person, _)| *person));
    let ids: Vec<Id<Person>> = ids.into_iter().collect();
    let parties = correspondence::store::parties(&cx.db, &ids, cx.today)?;
    let parties: BTreeMap<Id<Person>, Party> = parties.into_iter().map(|party| (party.person, party)).collect();
    let children: Vec<Id<Pupil>> = parties.values().flat_map(|one| one.children.iter().map(|(pupil, _)| *pupil)).collect();
    let desk = Desk {
        from,
        rules: &rules,
        guardians: &guardians,
        roles: store::roles(&cx.db, &ids, cx.today)?,
        children: store::children(&cx.db, &children)?,
        parties,
    };
    let mut all = Vec::new();
    for one in &named {
        match one.pupil {
            Some(pupil) => all.extend(desk.family(pupil, one)),
            None => all.extend(desk.adult(one)),
        }
    }
    all.dedup_by_key(|one| one.said.part());
    Ok(all)
}

/// What is known of those found, to judge and to name them.
struct Desk<'a> {
    from: &'a Party,
    rules: &'a Rules,
    guardians: &'a [(Id<Pupil>, Id<Person>, String)],
    roles: BTreeMap<Id<Person>, Vec<store::Role>>,
    /// First name and class.
    children: BTreeMap<Id<Pupil>, (String, String)>,
    parties: BTreeMap<Id<Person>, Party>,
}

impl Desk<'_> {
    fn may(&self, to: &Party) -> bool {
        may_begin(self.from, to, self.rules).is_some()
    }

    /// The guardians of a child, each alone, then together; and the pupil, where that is opened.
    fn family(&self, pupil: Id<Pupil>, named: &store::Named) -> Vec<Proposed> {
        let own = self.guardians.iter().filter(|(child, _, _)| *child == pupil);
        let hint = pages::guardian_of(&named.first_name, &named.class_name);
        let mut all: Vec<Proposed> = own
            .filter(|(_, person, _)| self.parties.get(person).is_some_and(|to| self.may(&to.through(pupil))))
            .map(|(_, person, name)| Proposed {
                said: Said::new(Part::Guardian(*person, pupil), name.clone(), named.first_name.clone()),
                hint: hint.clone(),
            })
            .collect();
        if all.len() > 1 {
            let said = Said::new(Part::Family(pupil), named.first_name.clone(), String::new());
            all.push(Proposed { said, hint: pages::together(all.len()) });
        }
        if self.parties.get(&named.person).is_some_and(|to| self.may(to)) {
            let said = Said::new(Part::Person(named.person), named.name.clone(), String::new());
            all.push(Proposed { said, hint: pages::pupil_of(&named.class_name) });
        }
        all
    }

    /// Somebody who works here, or a guardian in respect of each child for whom they may be written to.
    fn adult(&self, named: &store::Named) -> Vec<Proposed> {
        let Some(to) = self.parties.get(&named.person) else { return Vec::new() };
        let mut all = Vec::new();
        if self.may(&to.without_children()) {
            let hint = pages::roles(self.roles.get(&named.person).map_or(&[], Vec::as_slice));
            all.push(Proposed { said: Said::new(Part::Person(named.person), named.name.clone(), String::new()), hint });
        }
        for (pupil, _) in to.children.iter().filter(|(pupil, _)| self.may(&to.through(*pupil))) {
            let Some((first_name, class)) = self.children.get(pupil) else { continue };
            let said = Said::new(Part::Guardian(named.person, *pupil), named.name.clone(), first_name.clone());
            all.push(Proposed { said, hint: pages::guardian_of(first_name, class) });
        }
        all
    }
}

/// Before anything is typed: for who works here the families of their classes and groups, and the team; for the others
/// everybody to whom they may write.
pub fn suggested(cx: &Cx) -> Result<Vec<Proposed>> {
    let from = writing::party(cx)?;
    if from.is_of_staff() {
        return places(cx);
    }
    let rules = correspondence::store::rules(&cx.db)?;
    let staff = store::staff(&cx.db, cx.today)?;
    let ids: Vec<Id<Person>> = staff.iter().map(|(person, _)| *person).collect();
    let roles = store::roles(&cx.db, &ids, cx.today)?;
    let mut all = Vec::new();
    for (party, (person, name)) in correspondence::store::parties(&cx.db, &ids, cx.today)?.iter().zip(&staff) {
        if may_begin(&from, &party.without_children(), &rules).is_some() {
            let hint = pages::roles(roles.get(person).map_or(&[], Vec::as_slice));
            all.push(Proposed { said: Said::new(Part::Person(*person), name.clone(), String::new()), hint });
        }
    }
    Ok(all)
}

fn places(cx: &Cx) -> Result<Vec<Proposed>> {
    let viewer = cx.viewer()?;
    let proposed = |part, name: String, hint: String| Proposed { said: Said::new(part, name, String::new()), hint };
    let mut all = Vec::new();
    for line in class::store::classes_of(&cx.db, cx.today)? {
        let is_own = viewer.is_director || viewer.teaches.contains(&line.id);
        if is_own && !viewer.closed().contains(&line.id) {
            all.push(proposed(Part::Class(line.id), line.name, pages::pupils(line.pupils)));
        }
    }
    for line in group::store::standing(&cx.db, viewer)? {
        if (viewer.is_director || viewer.leads.contains(&line.id)) && line.from_on <= cx.today {
            all.push(proposed(Part::Group(line.id), line.name, pages::pupils(line.pupils)));
        }
    }
    all.push(proposed(Part::Team, String::new(), String::new()));
    if !viewer.is_director {
        all.push(proposed(Part::Direction, String::new(), String::new()));
    }
    Ok(all)
}
