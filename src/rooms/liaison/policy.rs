//! Who may do what with a word.

use super::{
    Note, NoteFor, letters, store,
    templates::{self, Template},
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx},
        error::Result,
        secret::Token,
    },
    rules,
    school::{
        Person, Pupil, audience,
        permit::{OpenedByLink, Params, Resource, Ties, Witness},
        viewer::Viewer,
    },
};
use jiff::civil::Date;

rules! {
    /// The list of words: each sees those that concern them.
    OpenBook       on Book:    DIRECTOR | TEACHER | LEADER | AIDE | GUARDIAN | PUPIL;
    /// To begin a word; each class, group or pupil written to needs its own permit.
    WriteWord      on Book:    DIRECTOR | TEACHER | LEADER;
    /// « Urgent »: a word that is delivered in quiet hours.
    PassQuietHours on Book:    DIRECTOR;

    /// `LEADER`: who leads a group that it was addressed to. `AIDE`: who helps in a class or accompanies a pupil that it
    /// reached, and not by name: they prepare the day with what all were told, and a word to one family is that family's.
    ReadNote       on Note:    DIRECTOR | TEACHER | LEADER | AIDE | GUARDIAN | PUPIL | AUTHOR | WRITER | SHARED;
    /// While it waits it is its author's alone: to change, to put off, to hand over, to take back.
    ChangeWaiting  on Note:    WRITER;
    /// Never an aide's: answers and families' names serve who has to collect them. A leader's are her own group's alone.
    /// `SHARED`: sees what the colleague who shared it follows up, and changes nothing.
    FollowUp       on Note:    DIRECTOR | TEACHER | LEADER | AUTHOR | SHARED;
    ShareFollowUp  on Note:    DIRECTOR | SELF;
    /// To begin a new word from this one.
    CopyNote       on Note:    DIRECTOR | TEACHER | LEADER | AUTHOR;
    /// Its author while still teaching or leading somebody whom it reached, and the director: a substitute whose time is over writes
    /// to families no more.
    CorrectNote    on Note:    DIRECTOR | SELF;
    WithdrawNote   on Note:    DIRECTOR | SELF;
    RemindFamilies on Note:    DIRECTOR | SELF;
    /// Several children at once: each child then needs its own permit.
    SignForMine        on Note: SIGNER;
    AcknowledgeForMine on Note: GUARDIAN;

    /// Talons and sheets, printed and taken back: each pupil then needs its own permit.
    HandlePaper    on Note:    DIRECTOR | TEACHER | LEADER;
    /// Ready-made words, for all who write; the shipped ones are the director's to change or to hide.
    AddTemplate    on Book:     DIRECTOR | TEACHER;
    KeepTemplates  on Book:     DIRECTOR;
    /// `SELF`: who made it.
    ChangeTemplate on Template: DIRECTOR | SELF;

    ReadNoteFor     on NoteFor: GUARDIAN | PUPIL | TEACHER | DIRECTOR;
    SignNote        on NoteFor: SIGNER;
    AcknowledgeNote on NoteFor: GUARDIAN;
    /// What came back on paper, by who follows the pupil up: the class's teacher, the leader of the group through which the
    /// word came, the director. Never the family itself, which answers by its own hand, nor an aide.
    RecordPaper     on NoteFor: DIRECTOR | TEACHER | LEADER;
}

/// Who has a book to open.
const IN_BOOK: Ties =
    Ties::DIRECTOR.or(Ties::TEACHER).or(Ties::LEADER).or(Ties::AIDE).or(Ties::GUARDIAN).or(Ties::PUPIL);

/// The liaison book itself, as the viewer has it.
pub struct Book(());

impl Resource for Book {
    type Key = ();
    const NAME: &'static str = "book";
    const KNOWN_TO: Ties = IN_BOOK;
    fn key(_: &dyn Params) -> Option<()> {
        Some(())
    }
    fn load(_: &Rx, (): (), _: Witness) -> Result<Option<Book>> {
        Ok(Some(Book(())))
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        Ties::DIRECTOR.when(viewer.is_director)
            | Ties::TEACHER.when(!viewer.teaches.is_empty())
            | Ties::LEADER.when(!viewer.leads.is_empty())
            | Ties::AIDE.when(viewer.is_aide())
            | Ties::GUARDIAN.when(viewer.is_guardian())
            | Ties::PUPIL.when(viewer.pupil.is_some())
    }
    fn number(&self) -> Option<i64> {
        None
    }
}

impl Resource for Note {
    type Key = Id<Note>;
    const NAME: &'static str = "note";
    const KNOWN_TO: Ties = IN_BOOK.or(Ties::AUTHOR).or(Ties::WRITER).or(Ties::SHARED);
    fn key(params: &dyn Params) -> Option<Id<Note>> {
        params.id("note").map(Id::new)
    }
    fn load(rx: &Rx, id: Id<Note>, witness: Witness) -> Result<Option<Note>> {
        store::note(rx, id, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        // Known by the book that lists it: whose time at the school is over has neither any more.
        let writes = viewer.is_director || !viewer.teaches.is_empty() || !viewer.leads.is_empty();
        let is_author = self.author == viewer.person && writes;
        // It waits: nobody's but its author's. Taken back: nobody's at all.
        if self.delivered_at.is_none() {
            return Ties::WRITER.when(is_author && self.withdrawn_at.is_none());
        }
        // The book is off where it was sent: the staff have this word no more, not even who wrote it.
        if viewer.is_closed_for(self.reached.iter().map(|one| &one.class)) {
            return if self.withdrawn_at.is_some() { Ties::NONE } else { audience::ties(&self.reached, viewer) };
        }
        let staff = Ties::DIRECTOR.when(viewer.is_director)
            | Ties::TEACHER.when(self.reached.iter().any(|one| viewer.teaches.contains(&one.class)))
            | Ties::LEADER.when(self.reached.iter().any(|one| audience::is_led(one, viewer)));
        let staff = staff
            | Ties::SHARED.when(viewer.is_staff && self.shared.iter().any(|one| one.person == viewer.person))
            | Ties::AUTHOR.when(is_author)
            | Ties::SELF.when(is_author && staff.meets(Ties::DIRECTOR.or(Ties::TEACHER).or(Ties::LEADER)));
        // Withdrawn: gone for families, whatever else they are to the school's other words.
        if self.withdrawn_at.is_some() { staff } else { staff | audience::ties(&self.reached, viewer) }
    }
    fn number(&self) -> Option<i64> {
        Some(self.id.number())
    }
}

/// By the link of a letter: whose it is, and which word for which child it opens.
impl OpenedByLink for NoteFor {
    fn behind(rx: &Rx, link: &Token, now: Instant, today: Date) -> Result<Option<(Id<Person>, Self::Key)>> {
        let linked = letters::store::linked(rx, link, now, today)?;
        Ok(linked.map(|linked| (linked.guardian, (linked.note, linked.pupil))))
    }
}

impl Resource for NoteFor {
    type Key = (Id<Note>, Id<Pupil>);
    const NAME: &'static str = "note";
    const KNOWN_TO: Ties = Ties::DIRECTOR.or(Ties::TEACHER).or(Ties::LEADER).or(Ties::GUARDIAN).or(Ties::PUPIL);
    fn key(params: &dyn Params) -> Option<(Id<Note>, Id<Pupil>)> {
        Some((Id::new(params.id("note")?), Id::new(params.id("pupil")?)))
    }
    fn load(rx: &Rx, (note, pupil): (Id<Note>, Id<Pupil>), witness: Witness) -> Result<Option<NoteFor>> {
        store::note_for(rx, note, pupil, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        viewer.ties_to_pupil(self.pupil.pupil, Some(self.pupil.class))
            | Ties::LEADER.when(audience::is_led(&self.pupil, viewer))
    }
    fn number(&self) -> Option<i64> {
        Some(self.id.number())
    }
}

impl Resource for Template {
    type Key = Id<Template>;
    const NAME: &'static str = "template";
    const KNOWN_TO: Ties = Ties::DIRECTOR.or(Ties::TEACHER).or(Ties::LEADER);
    fn key(params: &dyn Params) -> Option<Id<Template>> {
        params.id("template").map(Id::new)
    }
    fn load(rx: &Rx, id: Id<Template>, witness: Witness) -> Result<Option<Template>> {
        templates::store::template(rx, id, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        let teaches = !viewer.teaches.is_empty();
        Ties::DIRECTOR.when(viewer.is_director)
            | Ties::TEACHER.when(teaches)
            | Ties::LEADER.when(!viewer.leads.is_empty())
            | Ties::SELF.when(teaches && self.made_by == Some(viewer.person))
    }
    fn number(&self) -> Option<i64> {
        Some(self.id.number())
    }
}
