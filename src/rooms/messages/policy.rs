//! Who may do what with a thread, a message, and what goes with it.

use super::{Message, State, Thread, pieces::Piece, store};
use crate::{
    base::{
        db::{Id, Rx},
        error::Result,
    },
    rules,
    school::{
        media::Media,
        permit::{Params, Resource, Ties, Witness},
        viewer::Viewer,
    },
};

rules! {
    /// One's own messages: everybody who has a part in the school's life.
    OpenMessages on Mailbox: SELF;
    /// To begin is not yet to be let write to somebody: each recipient is judged when it is sent.
    BeginMessage on Mailbox: SELF;
    /// « Urgent »: handed over in quiet hours.
    PassQuietHours on Mailbox: DIRECTOR;

    /// The director too, only where she takes part.
    ReadThread    on Thread: MEMBER;
    /// Unread, archive: for oneself alone.
    PutAwayThread on Thread: MEMBER;
    AnswerThread  on Thread: MEMBER;
    /// To answers. `AUTHOR`: its opener, who is neither a family nor a pupil.
    CloseThread   on Thread: AUTHOR;

    /// `MEMBER`: for whom it is. `WRITER`: its author, while nobody else sees it.
    ReadMessage   on Message: MEMBER | WRITER;
    /// A draft: its text, its recipients, what goes with it; then to send it or throw it away.
    WriteMessage  on Message: WRITER;
    /// Taken back before it was handed over.
    RecallMessage on Message: WRITER;

    /// What was sent with a message: as the message itself.
    SeePiece      on Piece: MEMBER | WRITER;
    RemovePiece   on Piece: WRITER;
}

/// Everybody's own messages.
pub struct Mailbox(());

impl Resource for Mailbox {
    type Key = ();
    const NAME: &'static str = "mailbox";
    const KNOWN_TO: Ties = Ties::SELF;
    fn key(_: &dyn Params) -> Option<()> {
        Some(())
    }
    fn load(_: &Rx, (): (), _: Witness) -> Result<Option<Mailbox>> {
        Ok(Some(Mailbox(())))
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        Ties::SELF.when(viewer.is_of_the_school()) | Ties::DIRECTOR.when(viewer.is_director)
    }
    fn number(&self) -> Option<i64> {
        None
    }
}

impl Thread {
    /// As oneself while one is of the school in one's own right; through a child while one may read of that child.
    pub fn is_member(&self, viewer: &Viewer) -> bool {
        let own = self.members.iter().find(|member| member.person == viewer.person);
        own.is_some_and(|member| match member.through.as_slice() {
            [] => is_as_oneself(viewer),
            children => children.iter().any(|pupil| viewer.child(*pupil).is_some_and(|child| child.given.reads)),
        })
    }
}

/// Of the school without any child.
pub fn is_as_oneself(viewer: &Viewer) -> bool {
    viewer.is_director || viewer.is_staff || viewer.is_town || viewer.pupil.is_some()
}

impl Resource for Thread {
    type Key = Id<Thread>;
    const NAME: &'static str = "thread";
    const KNOWN_TO: Ties = Ties::MEMBER;
    fn key(params: &dyn Params) -> Option<Id<Thread>> {
        params.id("thread").map(Id::new)
    }
    fn load(rx: &Rx, id: Id<Thread>, witness: Witness) -> Result<Option<Thread>> {
        store::thread(rx, id, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        if !self.is_member(viewer) {
            return Ties::NONE;
        }
        let closes = is_as_oneself(viewer) && viewer.pupil.is_none();
        Ties::MEMBER | Ties::AUTHOR.when(self.is_opener(viewer.person) && closes)
    }
    fn number(&self) -> Option<i64> {
        Some(self.id.number())
    }
}

impl Resource for Message {
    type Key = Id<Message>;
    const NAME: &'static str = "message";
    const KNOWN_TO: Ties = Ties::MEMBER.or(Ties::WRITER);
    fn key(params: &dyn Params) -> Option<Id<Message>> {
        params.id("message").map(Id::new)
    }
    fn load(rx: &Rx, id: Id<Message>, witness: Witness) -> Result<Option<Message>> {
        store::message(rx, id, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        let takes_part = match &self.within {
            Some(thread) => thread.is_member(viewer),
            None => viewer.is_of_the_school() && self.author == viewer.person,
        };
        match self.state {
            _ if !takes_part || !self.is_for(viewer.person) => Ties::NONE,
            State::Delivered => Ties::MEMBER,
            State::Draft | State::Waiting => Ties::WRITER.when(self.author == viewer.person),
        }
    }
    fn number(&self) -> Option<i64> {
        Some(self.id.number())
    }
}

impl Resource for Piece {
    type Key = (Id<Message>, Id<Media>);
    const NAME: &'static str = "enclosure";
    const KNOWN_TO: Ties = Ties::MEMBER.or(Ties::WRITER);
    fn key(params: &dyn Params) -> Option<(Id<Message>, Id<Media>)> {
        Some((params.id("message").map(Id::new)?, params.id("enclosure").map(Id::new)?))
    }
    fn load(rx: &Rx, (message, media): (Id<Message>, Id<Media>), witness: Witness) -> Result<Option<Piece>> {
        super::pieces::store::piece(rx, message, media, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        self.message.ties(viewer)
    }
    fn number(&self) -> Option<i64> {
        Some(self.media.id.number())
    }
}
