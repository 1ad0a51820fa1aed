//! Where ties are made, decided and taken away.

use super::{
    forms::{Decision, KnownGuardian, NewGuardian},
    pages,
};
use crate::{
    base::{
        db::{Id, Rx, Tx},
        error::Result,
    },
    door::{Cx, Draft, Faults, Page, Routes, form::Nothing},
    rooms::people::{
        adults::{pages::children_in_words, store as adults},
        forms::{Twin, named},
        list::Asked,
        path,
        policy::{ManagePupil, ManageTie},
    },
    school::{
        Person,
        guardianship::{
            Authority, Guardianship, Kind, TWO_HOMES,
            store::{self as ties, NewTie},
        },
        permit::May,
        person::{NewPerson, store as people},
        policy::{ManagePerson, ManageSchool, SeeFamily},
    },
};

/// From this adult on, the director says what is theirs before they see anything.
const SURE_ADULTS: usize = 2;

pub fn routes(r: &mut Routes) {
    r.form("/ecole/eleves/{pupil}/responsables/nouveau", new, add);
    r.post("/ecole/eleves/{pupil}/responsables", join);
    r.form("/ecole/liens/{tie}", show, decide);
    r.form("/ecole/liens/{tie}/retrait", ask_removal, remove);
}

fn new(cx: &Cx, pupil: &May<ManagePupil>, draft: &Draft) -> Result<Page> {
    let school = cx.may::<ManageSchool>(())?;
    let asked = Asked::read(&cx.ask.query);
    let known = twins(&cx.db, &named(&draft.fields), &school)?;
    let already: Vec<Id<Person>> =
        ties::of_pupil(&cx.db, &cx.may::<SeeFamily>(pupil.id)?)?.iter().map(|tie| tie.guardian).collect();
    let found = match asked.name.is_empty() {
        true => Vec::new(),
        false => adults::adults_like(&cx.db, &asked, &school)?,
    };
    Ok(pages::new(pupil, draft, &asked, &asked.cut(found), &already, &known))
}

fn add(cx: &Cx<Tx>, pupil: May<ManagePupil>, form: NewGuardian) -> Result<Page> {
    let school = cx.may::<ManageSchool>(())?;
    let guardian = match form.twin {
        Twin::Same(person) => cx.may::<ManagePerson>(person)?.id,
        Twin::Unasked if !people::adults_named(&cx.db, &form.new, &school)?.is_empty() => {
            return Ok(Page::again(Faults::one("doublon", pages::TWIN)));
        }
        _ => people::add(&cx.db, &form.new, cx.now, &school)?,
    };
    tie(cx, &pupil, guardian, form.kind, &school)
}

fn join(cx: &Cx<Tx>, pupil: May<ManagePupil>, form: KnownGuardian) -> Result<Page> {
    let school = cx.may::<ManageSchool>(())?;
    let person = cx.may::<ManagePerson>(form.person)?;
    let kind = usual_kind(&ties::of_guardian(&cx.db, person.id, &school)?);
    tie(cx, &pupil, person.id, kind, &school)
}

/// Who is a relative or an organisation for every child here is nobody's parent by a tap on « Choisir ».
fn usual_kind(ties: &[Guardianship]) -> Kind {
    match ties.last() {
        Some(last) if ties.iter().all(|tie| matches!(tie.kind, Kind::Relative | Kind::Organisation)) => last.kind,
        _ => Kind::Parent,
    }
}

/// The first two adults have full rights; from the third on, for an organisation or beside one, the director decides first.
fn tie(
    cx: &Cx<Tx>,
    pupil: &May<ManagePupil>,
    guardian: Id<Person>,
    kind: Kind,
    school: &May<ManageSchool>,
) -> Result<Page> {
    if people::pupil_facts(&cx.db, Id::new(guardian.number()), school)?.is_some() {
        return Ok(Page::again(Faults::one("", pages::IS_A_PUPIL)));
    }
    let standing = ties::of_pupil(&cx.db, &cx.may::<SeeFamily>(pupil.id)?)?;
    if let Some(tie) = standing.iter().find(|tie| tie.guardian == guardian) {
        return Ok(Page::go(path::tie(tie.id)).saying(pages::ALREADY_TIED));
    }
    let (authority, needs_look) = match kind {
        Kind::Organisation => (Authority::ThirdParty, "organisation"),
        Kind::Relative => (Authority::ThirdParty, "relative"),
        _ if standing.len() >= SURE_ADULTS => (Authority::Exercises, "third_adult"),
        _ if standing.iter().any(|tie| tie.kind == Kind::Organisation) => (Authority::Exercises, "beside_organisation"),
        _ if has_two_homes(cx, pupil, guardian, &standing, school)? => (Authority::Exercises, TWO_HOMES),
        _ => (Authority::Exercises, ""),
    };
    let id = ties::add(&cx.db, &NewTie { pupil: pupil.id, guardian, authority, needs_look }, school)?;
    ties::change_daily_life(&cx.db, id, kind, true, None, school)?;
    cx.journal("AddTie", "tie", Some(id.number()))?;
    Ok(match needs_look {
        "" => Page::go(path::pupil(pupil.id)).saying(pages::TIED),
        TWO_HOMES => Page::go(path::tie(id)).saying(pages::TIED_TWO_HOMES),
        _ => Page::go(path::tie(id)).saying(pages::TIED_TO_LOOK_AT),
    })
}

/// Whether this adult lives elsewhere than one of those who are there already, or the child has a second home. The ties
/// that stand are not asked about again: the director has them before her eyes.
fn has_two_homes(
    cx: &Cx<Tx>,
    pupil: &May<ManagePupil>,
    guardian: Id<Person>,
    standing: &[Guardianship],
    school: &May<ManageSchool>,
) -> Result<bool> {
    let own = cx.may::<ManagePerson>(guardian)?.contact.home();
    for tie in standing {
        let other = cx.may::<ManagePerson>(tie.guardian)?.contact.home();
        if !own.is_empty() && !other.is_empty() && own != other {
            return Ok(true);
        }
    }
    let facts = people::pupil_facts(&cx.db, pupil.id, school)?.unwrap_or_default();
    let has_second_home = !facts.second_street.is_empty() || !facts.second_town.is_empty();
    Ok(has_second_home && !standing.is_empty())
}

fn show(cx: &Cx, tie: &May<ManageTie>, draft: &Draft) -> Result<Page> {
    let both = Both::of(cx, tie)?;
    let draft = draft
        .or_standing(&pages::standing(tie).iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>());
    Ok(pages::tie(tie, &both.pupil, &both.guardian, &draft, cx.today))
}

fn decide(cx: &Cx<Tx>, tie: May<ManageTie>, form: Decision) -> Result<Page> {
    let school = cx.may::<ManageSchool>(())?;
    ties::change(&cx.db, tie.id, &form.facts, form.document_on, cx.now, &school)?;
    ties::change_daily_life(&cx.db, tie.id, form.kind, form.may_pick_up, form.emergency_rank, &school)?;
    Ok(Page::go(path::pupil(tie.pupil)).saying(pages::DECIDED))
}

fn ask_removal(cx: &Cx, tie: &May<ManageTie>, _: &Draft) -> Result<Page> {
    let both = Both::of(cx, tie)?;
    Ok(pages::removal(tie, &both.pupil, &both.guardian))
}

fn remove(cx: &Cx<Tx>, tie: May<ManageTie>, _: Nothing) -> Result<Page> {
    ties::remove(&cx.db, tie.id, cx.now, &cx.may::<ManageSchool>(())?)?;
    Ok(Page::go(path::pupil(tie.pupil)).saying(pages::REMOVED))
}

/// The two ends of a tie, each by its own permit.
struct Both {
    pupil: May<ManagePupil>,
    guardian: May<ManagePerson>,
}

impl Both {
    fn of(cx: &Cx, tie: &Guardianship) -> Result<Both> {
        Ok(Both { pupil: cx.may(tie.pupil)?, guardian: cx.may(tie.guardian)? })
    }
}

/// Adults of the name typed, each with what tells them apart.
fn twins(rx: &Rx, new: &NewPerson, school: &May<ManageSchool>) -> Result<Vec<(Person, String)>> {
    if new.last_name.is_empty() {
        return Ok(Vec::new());
    }
    let mut known = Vec::new();
    for person in people::adults_named(rx, new, school)? {
        let what = children_in_words(&adults::children_of(rx, person.id, school)?);
        known.push((person, what));
    }
    Ok(known)
}
