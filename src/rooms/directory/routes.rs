use super::{
    families::{self, store as pupils},
    pages,
    policy::{CallInNeed, OpenDirectory, ReachFamilies, ReachTeam, SeeEntry, SeeOwnTeam, SeeRoll, SeeTeam},
    team::{self, store as staff},
};
use crate::{
    base::{db::Id, error::Result},
    door::{Cx, Page, Routes},
    school::{
        Class,
        class::store as classes,
        permit::{May, Ties},
        policy::{SeeFamily, SeeGroup},
    },
};

pub fn routes(r: &mut Routes) {
    r.get("/annuaire", open);
    r.get("/annuaire/equipe", see_team);
    r.get("/annuaire/classes/{class}", see_class);
    r.get("/annuaire/groupes/{group}", see_group);
    r.get("/annuaire/eleves/{pupil}", see_pupil);
}

fn open(cx: &Cx, open: May<OpenDirectory>) -> Result<Page> {
    let viewer = cx.viewer()?;
    let mut way_in = pages::WayIn { sees_team: open.also::<SeeTeam>().is_some(), ..pages::WayIn::default() };
    way_in.classes = own_classes(cx, &open)?;
    way_in.accompanied = pupils::accompanied(&cx.db, &open, viewer)?;
    way_in.groups = pupils::groups(&cx.db, &open, viewer)?;
    for child in &viewer.children {
        let may = cx.may::<SeeOwnTeam>(child.id)?;
        way_in.children.push((child.clone(), staff::own_team(&cx.db, &may, cx.today)?));
    }
    if let Some((own, _)) = viewer.pupil {
        way_in.own_team = Some(staff::own_team(&cx.db, &cx.may::<SeeOwnTeam>(own)?, cx.today)?);
    }
    if open.ties().meets(Ties::TOWN) {
        let ecoles = classes::ecoles(&cx.db)?.into_iter().map(|(_, ecole)| ecole).collect();
        way_in.school = Some((staff::directors(&cx.db, &open, cx.today)?, ecoles));
    }
    Ok(pages::open(&cx.school.name, &way_in))
}

/// The classes whose rolls the viewer may open, by name.
fn own_classes(cx: &Cx, open: &May<OpenDirectory>) -> Result<Vec<(Id<Class>, String)>> {
    let viewer = cx.viewer()?;
    if open.ties().meets(Ties::DIRECTOR) {
        let all = classes::classes_of(&cx.db, cx.today)?.into_iter();
        return Ok(all
            .filter(|class| !viewer.closed().contains(&class.id))
            .map(|class| (class.id, class.name))
            .collect());
    }
    let mut found: Vec<(Id<Class>, String)> = Vec::new();
    for id in viewer.teaches.iter().chain(&viewer.helps_in) {
        let class = cx.may::<SeeRoll>(*id)?;
        if !found.iter().any(|(known, _)| known == id) {
            found.push((class.id, class.name.clone()));
        }
    }
    found.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(found)
}

fn see_team(cx: &Cx, seen: May<SeeTeam>) -> Result<Page> {
    let members = staff::team(&cx.db, &seen, cx.today)?;
    let reached = match seen.also::<ReachTeam>() {
        Some(reach) => Some(staff::reach_of_team(&cx.db, &reach, cx.today)?),
        None => None,
    };
    Ok(team::pages::team(&members, reached.as_ref()))
}

fn see_class(cx: &Cx, class: May<SeeRoll>) -> Result<Page> {
    let lines = pupils::roll(&cx.db, &class)?;
    match class.also::<ReachFamilies>() {
        Some(reach) => {
            let families = pupils::families(&cx.db, &reach, cx.today)?;
            Ok(families::pages::with_families(&class.name, &lines, &families))
        }
        None => Ok(families::pages::names(&class.name, &lines, |line| &line.grade, |_| true)),
    }
}

fn see_group(cx: &Cx, group: May<SeeGroup>) -> Result<Page> {
    let lines = pupils::members(&cx.db, &group, cx.viewer()?.closed())?;
    let mut opened = Vec::new();
    for line in &lines {
        if cx.may_perhaps::<SeeEntry>(line.pupil)?.is_some() {
            opened.push(line.pupil);
        }
    }
    Ok(families::pages::names(&group.name, &lines, |line| &line.class_name, |pupil| opened.contains(&pupil)))
}

fn see_pupil(cx: &Cx, entry: May<SeeEntry>) -> Result<Page> {
    let (adults, is_whole) = match cx.may_perhaps::<SeeFamily>(entry.pupil.id)? {
        Some(family) => (pupils::family(&cx.db, &family, cx.today)?, true),
        None => (pupils::called_in_need(&cx.db, &cx.may::<CallInNeed>(entry.pupil.id)?, cx.today)?, false),
    };
    let class = match entry.pupil.class {
        Some(class) => cx.may_perhaps::<SeeRoll>(class)?,
        None => None,
    };
    Ok(families::pages::pupil(&entry.pupil, &adults, is_whole, class.as_ref()))
}
