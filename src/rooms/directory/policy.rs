//! Who finds whom in the directory.

use super::families;
use crate::{
    base::{
        db::{Id, Rx},
        error::Result,
    },
    rules,
    school::{
        Class, Group, Person, Pupil,
        permit::{Params, Resource, Ties, Witness},
        person,
        viewer::Viewer,
    },
};
use jiff::civil::Date;

rules! {
    /// The way in; what one finds there is what follows.
    OpenDirectory on Directory: DIRECTOR | STAFF | GUARDIAN | PUPIL | TOWN;
    /// Who works here, by name and part.
    SeeTeam       on Directory: DIRECTOR | STAFF;
    /// Their own numbers and addresses: given to the head teacher, not to colleagues.
    ReachTeam     on Directory: DIRECTOR;

    /// A class by its names.
    SeeRoll       on Class: DIRECTOR | TEACHER | AIDE;
    /// With the families and how to reach them, as `SeeFamily` gives it pupil by pupil.
    ReachFamilies on Class: DIRECTOR | TEACHER;

    SeeEntry      on Entry: DIRECTOR | TEACHER | AIDE;
    /// Whom to call when the child is hurt, and to whom the child is not handed over: whoever may be alone with the child
    /// must know it. Telephones of those people only, no address, no reason.
    CallInNeed    on Entry: DIRECTOR | TEACHER | AIDE;
    /// Who takes care of the child at school, by name and part.
    SeeOwnTeam    on Entry: GUARDIAN | PUPIL;
}

/// The directory itself, as the viewer has it.
pub struct Directory(());

impl Directory {
    pub fn is_open_to(viewer: &Viewer) -> bool {
        Directory(()).ties(viewer).meets(Directory::KNOWN_TO)
    }
}

impl Resource for Directory {
    type Key = ();
    const NAME: &'static str = "directory";
    const KNOWN_TO: Ties = Ties::DIRECTOR.or(Ties::STAFF).or(Ties::GUARDIAN).or(Ties::PUPIL).or(Ties::TOWN);
    fn key(_: &dyn Params) -> Option<()> {
        Some(())
    }
    fn load(_: &Rx, (): (), _: Witness) -> Result<Option<Directory>> {
        Ok(Some(Directory(())))
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        viewer.ties_to_school() | Ties::GUARDIAN.when(viewer.is_guardian()) | Ties::PUPIL.when(viewer.pupil.is_some())
    }
    fn number(&self) -> Option<i64> {
        None
    }
}

/// A pupil's page in the directory.
pub struct Entry {
    pub pupil: Pupil,
    pub keepers: Vec<Keeper>,
}

/// After-school staff in charge of a group in which the pupil is. Who only leads a group, a choir say, is none.
pub struct Keeper {
    pub person: Id<Person>,
    pub group: Id<Group>,
    pub from_on: Date,
    pub until_on: Option<Date>,
}

impl Resource for Entry {
    type Key = Id<Pupil>;
    const NAME: &'static str = "entry";
    const KNOWN_TO: Ties = Ties::DIRECTOR.or(Ties::TEACHER).or(Ties::AIDE).or(Ties::GUARDIAN).or(Ties::PUPIL);
    fn key(params: &dyn Params) -> Option<Id<Pupil>> {
        params.id("pupil").map(Id::new)
    }
    fn load(rx: &Rx, id: Id<Pupil>, witness: Witness) -> Result<Option<Entry>> {
        let Some(pupil) = person::store::pupil(rx, id, &witness)? else { return Ok(None) };
        let keepers = families::store::keepers(rx, id, &witness)?;
        Ok(Some(Entry { pupil, keepers }))
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        let is_today =
            |one: &Keeper| one.from_on <= viewer.today && one.until_on.is_none_or(|last_day| last_day >= viewer.today);
        // That the group itself still stands is told by the viewer's own list.
        let is_keeper =
            |one: &Keeper| one.person == viewer.person && is_today(one) && viewer.leads.contains(&one.group);
        viewer.ties_to_pupil(self.pupil.id, self.pupil.class) | Ties::AIDE.when(self.keepers.iter().any(is_keeper))
    }
    fn number(&self) -> Option<i64> {
        Some(self.pupil.id.number())
    }
}
