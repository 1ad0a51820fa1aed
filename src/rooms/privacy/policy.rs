//! Who may do what with what was made to be taken away.

use super::taking::{Takeaway, What, store};
use crate::{
    base::{
        db::{Id, Rx},
        error::Result,
    },
    rules,
    school::{
        Pupil,
        permit::{Params, Resource, Ties, Witness},
        viewer::Viewer,
    },
};

rules! {
    /// Its person, while they are to the school all that they were when it was made.
    FetchTakeaway on Takeaway: SELF;
    DropTakeaway  on Takeaway: SELF;
    /// Who of the school opened a child's file.
    SeeLooks      on Pupil: GUARDIAN;
}

impl Resource for Takeaway {
    type Key = Id<Takeaway>;
    const NAME: &'static str = "takeaway";
    const KNOWN_TO: Ties = Ties::SELF;
    fn key(params: &dyn Params) -> Option<Id<Takeaway>> {
        params.id("takeaway").map(Id::new)
    }
    fn load(rx: &Rx, id: Id<Takeaway>, witness: Witness) -> Result<Option<Takeaway>> {
        store::takeaway(rx, id, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        let is_own = self.person == viewer.person && self.is_within(viewer);
        Ties::SELF.when(is_own && (self.what == What::Own || viewer.is_director))
    }
    fn number(&self) -> Option<i64> {
        Some(self.id.number())
    }
}
