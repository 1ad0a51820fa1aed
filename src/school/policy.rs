//! The rules that more than one room stands on, and what a viewer is to the school, a class, a person.

use super::{
    Class, Group, Person, Pupil,
    account::rescue::Rescuable,
    class,
    group::{self, Groups},
    permit::{Params, Resource, Ties, Witness},
    person,
    settings::School,
    viewer::Viewer,
};
use crate::{
    base::{
        db::{Id, Rx},
        error::Result,
    },
    rules,
};

rules! {
    /// People, classes, accounts, settings: the director's business.
    ManageSchool on School: DIRECTOR;
    /// Address, certificate, date: the box itself, nothing of the children.
    TendBox      on School: DIRECTOR | TECHNICIAN;
    /// Who works here and which classes there are.
    SeeStaff     on School: DIRECTOR | STAFF;
    SeeClass     on Class:  DIRECTOR | TEACHER;
    /// To address something to a class, or to one pupil.
    WriteToSchool on School: DIRECTOR;
    WriteToClass  on Class:  DIRECTOR | TEACHER;
    WriteToGroup  on Group:  DIRECTOR | LEADER;
    WriteToPupil  on Pupil:  DIRECTOR | TEACHER;
    /// The list of groups: the director's all, the others' their own.
    ListGroups    on Groups: DIRECTOR | TEACHER | LEADER;
    /// A teacher too, of her own pupils, as its leader: a chess club needs nobody's leave.
    MakeGroup     on Groups: DIRECTOR | TEACHER;
    PlaceInGroup  on Pupil:  DIRECTOR | TEACHER;
    SeeGroup      on Group:  DIRECTOR | LEADER | SELF;
    /// `SELF`: the teacher who made it, while she leads it.
    ChangeGroup   on Group:  DIRECTOR | SELF;
    /// A ten-minute code at the gate, for a guardian of one's own pupil who does not work here.
    RescueGuardian on Rescuable: DIRECTOR | TEACHER;
    /// The adults of a child, what ties each and how to reach them: for who teaches the child today. Never one of those
    /// adults by that, nor the child.
    SeeFamily     on Pupil:  DIRECTOR | TEACHER;
    ManagePerson  on Person: DIRECTOR;
}

impl Resource for School {
    type Key = ();
    const NAME: &'static str = "school";
    const KNOWN_TO: Ties = Ties::DIRECTOR.or(Ties::STAFF).or(Ties::TECHNICIAN);
    fn key(_: &dyn Params) -> Option<()> {
        Some(())
    }
    fn load(rx: &Rx, (): (), witness: Witness) -> Result<Option<School>> {
        super::settings::store::school(rx, &witness).map(Some)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        viewer.ties_to_school()
    }
    fn number(&self) -> Option<i64> {
        None
    }
}

impl Resource for Class {
    type Key = Id<Class>;
    const NAME: &'static str = "class";
    const KNOWN_TO: Ties = Ties::DIRECTOR.or(Ties::STAFF).or(Ties::TEACHER).or(Ties::GUARDIAN).or(Ties::PUPIL);
    fn key(params: &dyn Params) -> Option<Id<Class>> {
        params.id("class").map(Id::new)
    }
    fn load(rx: &Rx, id: Id<Class>, witness: Witness) -> Result<Option<Class>> {
        class::store::class(rx, id, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        viewer.ties_to_class(self.id)
    }
    fn number(&self) -> Option<i64> {
        Some(self.id.number())
    }
}

impl Resource for Groups {
    type Key = ();
    const NAME: &'static str = "groups";
    const KNOWN_TO: Ties = Ties::DIRECTOR.or(Ties::TEACHER).or(Ties::LEADER);
    fn key(_: &dyn Params) -> Option<()> {
        Some(())
    }
    fn load(_: &Rx, (): (), _: Witness) -> Result<Option<Groups>> {
        Ok(Some(Groups::all()))
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        Ties::DIRECTOR.when(viewer.is_director)
            | Ties::TEACHER.when(!viewer.teaches.is_empty())
            | Ties::LEADER.when(!viewer.leads.is_empty())
    }
    fn number(&self) -> Option<i64> {
        None
    }
}

impl Resource for Group {
    type Key = Id<Group>;
    const NAME: &'static str = "group";
    const KNOWN_TO: Ties = Ties::DIRECTOR.or(Ties::LEADER).or(Ties::SELF);
    fn key(params: &dyn Params) -> Option<Id<Group>> {
        params.id("group").map(Id::new)
    }
    fn load(rx: &Rx, id: Id<Group>, witness: Witness) -> Result<Option<Group>> {
        group::store::group(rx, id, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        self.ties_of(viewer)
    }
    fn number(&self) -> Option<i64> {
        Some(self.id.number())
    }
}

impl Resource for Pupil {
    type Key = Id<Pupil>;
    const NAME: &'static str = "pupil";
    const KNOWN_TO: Ties = Ties::DIRECTOR.or(Ties::TEACHER).or(Ties::GUARDIAN).or(Ties::PUPIL);
    fn key(params: &dyn Params) -> Option<Id<Pupil>> {
        params.id("pupil").map(Id::new)
    }
    fn load(rx: &Rx, id: Id<Pupil>, witness: Witness) -> Result<Option<Pupil>> {
        person::store::pupil(rx, id, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        viewer.ties_to_pupil(self.id, self.class)
    }
    fn number(&self) -> Option<i64> {
        Some(self.id.number())
    }
}

impl Resource for Person {
    type Key = Id<Person>;
    const NAME: &'static str = "person";
    const KNOWN_TO: Ties = Ties::DIRECTOR;
    fn key(params: &dyn Params) -> Option<Id<Person>> {
        params.id("person").map(Id::new)
    }
    fn load(rx: &Rx, id: Id<Person>, witness: Witness) -> Result<Option<Person>> {
        person::store::person(rx, id, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        viewer.ties_to_person(self.id)
    }
    fn number(&self) -> Option<i64> {
        Some(self.id.number())
    }
}
