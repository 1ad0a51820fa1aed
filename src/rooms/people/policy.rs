//! Who may do what with the school's people. Rules that other rooms need too stand in `school::policy`.

use crate::{
    base::{
        db::{Id, Rx},
        error::Result,
    },
    rules,
    school::{
        Class, Group, Pupil,
        class::{self, Duty},
        guardianship::{self, Guardianship},
        permit::{Params, Resource, Ties, Witness},
        viewer::Viewer,
    },
};

rules! {
    ManageClass  on Class: DIRECTOR;
    /// The page that shows all the adults of a child: never one of those adults.
    SeePupilFile on Pupil: DIRECTOR | TEACHER;
    ManagePupil  on Pupil: DIRECTOR;
    ManageTie    on Guardianship: DIRECTOR;
    ManageDuty   on Duty: DIRECTOR;
    /// Lists on paper: names, telephones, addresses of the families of one's own class.
    PrintClass   on Class: DIRECTOR | TEACHER;
    /// First names and classes, of the group that one leads: nothing by which a family is reached.
    PrintBadges  on Group: DIRECTOR | LEADER;
}

impl Resource for Guardianship {
    type Key = Id<Guardianship>;
    const NAME: &'static str = "tie";
    const KNOWN_TO: Ties = Ties::DIRECTOR;
    fn key(params: &dyn Params) -> Option<Id<Guardianship>> {
        params.id("tie").map(Id::new)
    }
    fn load(rx: &Rx, id: Id<Guardianship>, witness: Witness) -> Result<Option<Guardianship>> {
        guardianship::store::one(rx, id, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        viewer.ties_to_school()
    }
    fn number(&self) -> Option<i64> {
        Some(self.id.number())
    }
}

impl Resource for Duty {
    type Key = Id<Duty>;
    const NAME: &'static str = "duty";
    const KNOWN_TO: Ties = Ties::DIRECTOR;
    fn key(params: &dyn Params) -> Option<Id<Duty>> {
        params.id("duty").map(Id::new)
    }
    fn load(rx: &Rx, id: Id<Duty>, witness: Witness) -> Result<Option<Duty>> {
        class::store::duty(rx, id, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        viewer.ties_to_school()
    }
    fn number(&self) -> Option<i64> {
        Some(self.id.number())
    }
}
