//! Who may report a message, and who sees what was reported.

use super::{Report, store};
use crate::{
    base::{
        db::{Id, Rx},
        error::Result,
    },
    rooms::messages::Message,
    rules,
    school::{
        permit::{Params, Resource, Ties, Witness},
        settings::School,
        viewer::Viewer,
    },
};

rules! {
    /// For whom it is, once it was delivered.
    ReportMessage on Message: MEMBER;
    ListReports   on School:  DIRECTOR;
    /// The message alone, and to note that it was seen to. Who reported it reads it in its thread.
    SeeReported   on Report:  DIRECTOR;
}

impl Resource for Report {
    type Key = Id<Report>;
    const NAME: &'static str = "report";
    const KNOWN_TO: Ties = Ties::DIRECTOR;
    fn key(params: &dyn Params) -> Option<Id<Report>> {
        params.id("report").map(Id::new)
    }
    fn load(rx: &Rx, id: Id<Report>, witness: Witness) -> Result<Option<Report>> {
        store::report(rx, id, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        viewer.ties_to_school()
    }
    fn number(&self) -> Option<i64> {
        Some(self.id.number())
    }
}
