//! Who may look for something at all; what is found is each room's own affair.

use crate::{
    base::{db::Rx, error::Result},
    rules,
    school::{
        permit::{Params, Resource, Ties, Witness},
        viewer::Viewer,
    },
};

rules! {
    /// Everybody who has a part in the school's life; whoever only tends the box looks for nothing.
    LookFor on Search: SELF;
}

/// The page, as the viewer has it.
pub struct Search(());

impl Resource for Search {
    type Key = ();
    const NAME: &'static str = "search";
    const KNOWN_TO: Ties = Ties::SELF;
    fn key(_: &dyn Params) -> Option<()> {
        Some(())
    }
    fn load(_: &Rx, (): (), _: Witness) -> Result<Option<Search>> {
        Ok(Some(Search(())))
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        Ties::SELF.when(viewer.is_of_the_school())
    }
    fn number(&self) -> Option<i64> {
        None
    }
}
