//! People and groups that answer to a search: exactly those whom the directory shows to the viewer. Long lists are asked of
//! the index within the viewer's few ids; each answer is then judged by its own permit.

mod store;

use super::{
    families::{pages::warning, store as pupils},
    path,
    policy::{OpenDirectory, SeeEntry, SeeOwnTeam, SeeTeam},
    team::{Member, pages::parts, store as staff},
};
use crate::{
    base::{error::Result, french, search::Query},
    door::{
        Cx,
        found::{Found, Kind, MOST},
    },
    school::{
        permit::{May, Ties},
        policy::{SeeFamily, SeeGroup},
    },
};
use std::collections::HashSet;

/// The ties read for each guardian who is told: with fewer, large families would hide others without a word.
const CHILDREN: usize = 4;

pub fn search(cx: &Cx, query: &Query) -> Result<Vec<Found>> {
    let Some(open) = cx.may_perhaps::<OpenDirectory>(())? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for group in groups(cx, &open, query)? {
        found.push(group);
    }
    found.extend(own_people(cx, &open, query)?);
    if let Some(team) = open.also::<SeeTeam>() {
        let members = staff::team(&cx.db, &team, cx.today)?;
        found.extend(members.iter().filter(|member| query.finds(&member.name)).map(|member| {
            Found::new(Kind::Person, path::member(member.person), &member.name, parts(&member.parts, false))
        }));
        found.extend(pupils_found(cx, &open, query)?);
        found.extend(guardians_found(cx, &open, query)?);
    }
    // A child's teacher is also a colleague: who is found twice is told once, where the viewer knows them best.
    let mut told = HashSet::new();
    found.retain(|one| told.insert((one.title.clone(), one.about.clone())));
    Ok(found)
}

fn groups(cx: &Cx, open: &May<OpenDirectory>, query: &Query) -> Result<Vec<Found>> {
    let mut found = Vec::new();
    for (id, name) in pupils::groups(&cx.db, open, cx.viewer()?)? {
        if query.finds(&name) && cx.may_perhaps::<SeeGroup>(id)?.is_some() {
            found.push(Found::new(Kind::Group, path::group(id), name, ""));
        }
    }
    Ok(found)
}

/// The viewer's own children, those who take care of them, and for a pupil those who take care of the viewer.
fn own_people(cx: &Cx, open: &May<OpenDirectory>, query: &Query) -> Result<Vec<Found>> {
    let viewer = cx.viewer()?;
    let mut found = Vec::new();
    for child in &viewer.children {
        let Some(may) = cx.may_perhaps::<SeeOwnTeam>(child.id)? else { continue };
        let (name, at) = (may.pupil.name(), path::child(child.id));
        if query.finds(&name) {
            found.push(Found::new(Kind::Person, &at, name, &child.class_name));
        }
        let members = staff::own_team(&cx.db, &may, cx.today)?;
        found.extend(members.iter().filter(|member| query.finds(&member.name)).map(|member| in_team(member, &at)));
    }
    if let Some((own, _)) = viewer.pupil
        && let Some(may) = cx.may_perhaps::<SeeOwnTeam>(own)?
    {
        let members = staff::own_team(&cx.db, &may, cx.today)?;
        let members = members.iter().filter(|member| query.finds(&member.name));
        found.extend(members.map(|member| in_team(member, path::DIRECTORY)));
    }
    if open.ties().meets(Ties::TOWN) {
        let directors = staff::directors(&cx.db, open, cx.today)?.into_iter().filter(|name| query.finds(name));
        found.extend(directors.map(|name| Found::new(Kind::Person, path::DIRECTORY, name, "Direction")));
    }
    Ok(found)
}

fn in_team(member: &Member, at: &str) -> Found {
    Found::new(Kind::Person, at, &member.name, parts(&member.parts, false))
}

fn pupils_found(cx: &Cx, open: &May<OpenDirectory>, query: &Query) -> Result<Vec<Found>> {
    let Some(asked) = query.of_names() else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for (line, group) in store::pupils(&cx.db, open, cx.viewer()?, &asked, MOST + 1)? {
        let name = format!("{} {}", line.first_name, line.last_name);
        if cx.may_perhaps::<SeeEntry>(line.pupil)?.is_some() {
            found.push(Found::new(Kind::Person, path::pupil(line.pupil), name, &line.class_name));
        } else if let Some(group) = group
            && let Some(group) = cx.may_perhaps::<SeeGroup>(group)?
        {
            found.push(Found::new(Kind::Person, path::group(group.id), name, &group.name));
        }
    }
    Ok(found)
}

/// Guardians by the children through whom the viewer may reach them: one answer for each, with all of those children.
fn guardians_found(cx: &Cx, open: &May<OpenDirectory>, query: &Query) -> Result<Vec<Found>> {
    let Some(asked) = query.of_names() else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let rows = store::guardians(&cx.db, open, cx.viewer()?, &asked, (MOST + 1) * CHILDREN)?;
    for tied in rows.chunk_by(|a, b| a.person == b.person && a.standing.is_open() == b.standing.is_open()) {
        let mut children = Vec::new();
        for one in tied {
            if cx.may_perhaps::<SeeFamily>(one.pupil)?.is_some() {
                children.push(one);
            }
        }
        let Some(first) = children.first() else { continue };
        if found.len() > MOST {
            break;
        }
        let names: Vec<&str> = children.iter().map(|one| one.first_name.as_str()).collect();
        let about = format!("Famille {}", french::de(&french::list(&names)));
        let warning = warning(first.standing);
        found.push(Found { warning, ..Found::new(Kind::Person, path::pupil(first.pupil), &first.name, about) });
    }
    Ok(found)
}
