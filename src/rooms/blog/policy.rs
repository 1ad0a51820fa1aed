//! Who may do what with a post.

use super::{Post, State, Target, store};
use crate::{
    base::{
        db::{Id, Rx},
        error::Result,
    },
    rules,
    school::{
        audience,
        permit::{Params, Resource, Ties, Witness},
        viewer::Viewer,
    },
};

rules! {
    /// `WRITER`: its author, while it is a draft. `AUTHOR`: its author, once it left the author's hands. `SELF`: who may
    /// publish it: the director, and who teaches every class that it is meant for.
    ReadPost     on Post: DIRECTOR | TEACHER | AIDE | GUARDIAN | PUPIL | AUTHOR | WRITER | SELF;
    WritePost    on Post: WRITER | SELF;
    SubmitPost   on Post: WRITER;
    /// Taken back by its author before anybody published it.
    TakeBackPost on Post: AUTHOR;
    PublishPost  on Post: SELF;
    ReturnPost   on Post: SELF;
    WithdrawPost on Post: SELF;
    PinPost      on Post: SELF;
    MakePublic   on Post: DIRECTOR;
}

impl Resource for Post {
    type Key = Id<Post>;
    const NAME: &'static str = "post";
    const KNOWN_TO: Ties = Ties::DIRECTOR
        .or(Ties::TEACHER)
        .or(Ties::AIDE)
        .or(Ties::GUARDIAN)
        .or(Ties::PUPIL)
        .or(Ties::AUTHOR)
        .or(Ties::WRITER)
        .or(Ties::SELF);
    fn key(params: &dyn Params) -> Option<Id<Post>> {
        params.id("post").map(Id::new)
    }
    fn load(rx: &Rx, id: Id<Post>, witness: Witness) -> Result<Option<Post>> {
        store::post(rx, id, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        let is_author = self.author == viewer.person;
        let own = Ties::SELF.when(self.is_published_by(viewer));
        match self.state {
            State::Draft | State::Returned => Ties::WRITER.when(is_author) | if is_author { own } else { Ties::NONE },
            State::Submitted | State::Scheduled | State::Withdrawn => Ties::AUTHOR.when(is_author) | own,
            State::Published => audience::ties(&self.reached, viewer) | Ties::AUTHOR.when(is_author) | own,
        }
    }
    fn number(&self) -> Option<i64> {
        Some(self.id.number())
    }
}

impl Post {
    /// Whether the viewer may write to everybody for whom it is meant.
    fn is_published_by(&self, viewer: &Viewer) -> bool {
        let may = |target: &Target| match target {
            Target::School => viewer.is_director,
            Target::Class(class) => {
                !viewer.closed().contains(class) && (viewer.is_director || viewer.teaches.contains(class))
            }
        };
        !self.targets.is_empty() && self.targets.iter().all(may)
    }
}
