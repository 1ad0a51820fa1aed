//! Who may ask for image consents, give them, note them.

use super::{
    Images,
    asking::{self, Request},
    said::{Decides, NotesPaper, OfPupil},
    store,
};
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
    /// « Autorisations d'image »: guardians their own children's, staff their classes'.
    OpenConsents  on Consents: DIRECTOR | TEACHER | SIGNER;
    AskConsent    on Consents: DIRECTOR | TEACHER;
    /// For the whole school year: the school asks once. A teacher asks for an occasion.
    AskForYear    on Consents: DIRECTOR;
    /// `AUTHOR`: who asked it, while teaching here.
    RewordConsent on Request:  DIRECTOR | AUTHOR;

    /// A guardian with authority, by their own hand. Never the school, nor who only reads.
    DecideImages  on Images:   SIGNER;
    /// What came on paper, and who said what: the class's teacher, the director. Never a family, nor an aide.
    RecordConsent on Images:   DIRECTOR | TEACHER;
}

impl Decides for DecideImages {}
impl NotesPaper for RecordConsent {}

/// The image consents as the viewer has them.
pub struct Consents(());

impl Resource for Consents {
    type Key = ();
    const NAME: &'static str = "consents";
    const KNOWN_TO: Ties = Ties::DIRECTOR.or(Ties::TEACHER).or(Ties::SIGNER);
    fn key(_: &dyn Params) -> Option<()> {
        Some(())
    }
    fn load(_: &Rx, (): (), _: Witness) -> Result<Option<Consents>> {
        Ok(Some(Consents(())))
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        Ties::DIRECTOR.when(viewer.is_director)
            | Ties::TEACHER.when(!viewer.teaches.is_empty())
            | Ties::SIGNER.when(viewer.children.iter().any(|child| child.given.signs))
    }
    fn number(&self) -> Option<i64> {
        None
    }
}

impl Resource for Request {
    type Key = Id<Request>;
    const NAME: &'static str = "consent_request";
    const KNOWN_TO: Ties = Ties::DIRECTOR.or(Ties::AUTHOR);
    fn key(params: &dyn Params) -> Option<Id<Request>> {
        params.id("request").map(Id::new)
    }
    fn load(rx: &Rx, id: Id<Request>, witness: Witness) -> Result<Option<Request>> {
        asking::store::request(rx, id, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        let is_author = self.asked_by == Some(viewer.person) && !viewer.teaches.is_empty();
        Ties::DIRECTOR.when(viewer.is_director) | Ties::AUTHOR.when(is_author)
    }
    fn number(&self) -> Option<i64> {
        Some(self.id.number())
    }
}

impl OfPupil for Images {
    fn pupil(&self) -> Id<Pupil> {
        self.pupil.id
    }
}

impl Resource for Images {
    type Key = Id<Pupil>;
    const NAME: &'static str = "images";
    const KNOWN_TO: Ties = Ties::DIRECTOR.or(Ties::TEACHER).or(Ties::GUARDIAN).or(Ties::PUPIL);
    fn key(params: &dyn Params) -> Option<Id<Pupil>> {
        params.id("pupil").map(Id::new)
    }
    fn load(rx: &Rx, pupil: Id<Pupil>, witness: Witness) -> Result<Option<Images>> {
        store::images(rx, pupil, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        let ties = viewer.ties_to_pupil(self.pupil.id, self.pupil.class);
        // To sign a word is one thing, to decide for the child another: a third party may do the first alone.
        if self.is_decided_by(viewer.person, viewer.today) { ties } else { ties.without(Ties::SIGNER) }
    }
    fn number(&self) -> Option<i64> {
        Some(self.pupil.id.number())
    }
}
