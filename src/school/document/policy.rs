//! Who may do what in a space, with a document, in the bin.

use super::{
    Binned, Entry, Key, Shelf, bin,
    handing_in::{self, Slot},
    store,
};
use crate::{
    base::{
        db::{Id, Rx},
        error::Result,
    },
    rules,
    school::{
        Class, Pupil,
        permit::{Params, Resource, Ties, Witness},
        viewer::Viewer,
    },
};

rules! {
    /// The list of spaces: everybody of the school has at least one.
    OpenDocuments on Documents: READER;

    EnterSpace on Shelf: READER | KEEPER | DEPOSITOR;
    ReadSpace  on Shelf: READER | KEEPER;
    /// To put things into it. `KEEPER`: by what the space is, or by what its holder gave.
    KeepSpace  on Shelf: KEEPER;
    /// `SELF`: who holds it: one's own; the teacher of a class and the director; of a casier, the teacher alone.
    OpenBin    on Shelf: KEEPER | SELF;
    EmptyBin   on Shelf: SELF;
    ShareSpace on Shelf: SELF;
    /// To see who handed in and who has not, and to take it all out.
    OpenCasier on Casier: SELF;

    ReadEntry   on Entry: READER | KEEPER;
    /// Byte for byte, with what a camera wrote into it. Who only reads is given what the darkroom made safe.
    ReadWhole   on Entry: KEEPER | SELF;
    ReadVersions on Entry: KEEPER;
    ChangeEntry on Entry: KEEPER;
    /// Out of its space: who was given a class's to write in does not carry the class's documents off into their own.
    TakeEntry   on Entry: SELF | STAFF;
    BinEntry    on Entry: KEEPER | SELF;

    RestoreEntry on Binned: KEEPER | SELF;
    EraseEntry   on Binned: SELF;

    /// For this pupil, by the pupil or one who has them in charge, in the casier of the class of today.
    HandIn on Slot: DEPOSITOR;
}

/// The documents, as the viewer has them.
pub struct Documents(());

/// A casier, as whoever opens it sees it.
#[derive(Clone, Debug)]
pub struct Casier {
    pub class: Id<Class>,
    pub name: String,
}

impl Resource for Documents {
    type Key = ();
    const NAME: &'static str = "documents";
    const KNOWN_TO: Ties = Ties::READER;
    fn key(_: &dyn Params) -> Option<()> {
        Some(())
    }
    fn load(_: &Rx, (): (), _: Witness) -> Result<Option<Documents>> {
        Ok(Some(Documents(())))
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        Ties::READER.when(viewer.is_of_the_school())
    }
    fn number(&self) -> Option<i64> {
        None
    }
}

impl Resource for Shelf {
    type Key = Key;
    const NAME: &'static str = "space";
    const KNOWN_TO: Ties = Ties::READER.or(Ties::KEEPER).or(Ties::DEPOSITOR);
    fn key(params: &dyn Params) -> Option<Key> {
        params.word("space").and_then(Key::parse)
    }
    fn load(rx: &Rx, key: Key, witness: Witness) -> Result<Option<Shelf>> {
        store::shelf(rx, key, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        self.ties_of(viewer)
    }
    fn number(&self) -> Option<i64> {
        match self.key {
            Key::Mine => None,
            Key::Of(space) => Some(space.owner()),
        }
    }
}

impl Resource for Casier {
    type Key = Id<Class>;
    const NAME: &'static str = "casier";
    const KNOWN_TO: Ties = Ties::SELF;
    fn key(params: &dyn Params) -> Option<Id<Class>> {
        params.id("class").map(Id::new)
    }
    fn load(rx: &Rx, class: Id<Class>, witness: Witness) -> Result<Option<Casier>> {
        let class = crate::school::class::store::class(rx, class, &witness)?;
        Ok(class.map(|class| Casier { class: class.id, name: class.name }))
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        Ties::SELF.when(viewer.ties_to_class(self.class).meets(Ties::TEACHER))
    }
    fn number(&self) -> Option<i64> {
        Some(self.class.number())
    }
}

impl Resource for Entry {
    type Key = Id<Entry>;
    const NAME: &'static str = "document";
    const KNOWN_TO: Ties = Ties::READER.or(Ties::KEEPER);
    fn key(params: &dyn Params) -> Option<Id<Entry>> {
        params.id("entry").map(Id::new)
    }
    fn load(rx: &Rx, id: Id<Entry>, witness: Witness) -> Result<Option<Entry>> {
        store::entry(rx, id, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        self.shelf.ties_at(self.space, viewer)
    }
    fn number(&self) -> Option<i64> {
        Some(self.id.number())
    }
}

impl Resource for Binned {
    type Key = Id<Entry>;
    const NAME: &'static str = "binned";
    const KNOWN_TO: Ties = Ties::KEEPER.or(Ties::SELF);
    fn key(params: &dyn Params) -> Option<Id<Entry>> {
        params.id("entry").map(Id::new)
    }
    fn load(rx: &Rx, id: Id<Entry>, witness: Witness) -> Result<Option<Binned>> {
        bin::store::binned(rx, id, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        self.shelf.ties_at(self.space, viewer)
    }
    fn number(&self) -> Option<i64> {
        Some(self.id.number())
    }
}

impl Resource for Slot {
    type Key = (Id<Class>, Id<Pupil>);
    const NAME: &'static str = "casier";
    const KNOWN_TO: Ties = Ties::DEPOSITOR;
    fn key(params: &dyn Params) -> Option<(Id<Class>, Id<Pupil>)> {
        Some((Id::new(params.id("class")?), Id::new(params.id("pupil")?)))
    }
    fn load(rx: &Rx, (class, pupil): Self::Key, witness: Witness) -> Result<Option<Slot>> {
        handing_in::store::slot(rx, class, pupil, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        let is_open = !viewer.closed().contains(&self.class);
        let is_own = viewer.pupil == Some((self.pupil, Some(self.class)));
        let is_childs = viewer.child(self.pupil).is_some_and(|child| child.class == Some(self.class));
        Ties::DEPOSITOR.when(is_open && (is_own || is_childs))
    }
    fn number(&self) -> Option<i64> {
        Some(self.class.number())
    }
}
