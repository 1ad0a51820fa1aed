//! Who sees a photo, a sound, a video or a document of a post, and who may say something of it.

use super::{Picture, Shown, store};
use crate::{
    base::{
        db::{Id, Rx},
        error::Result,
    },
    rooms::blog::{Post, Target},
    rules,
    school::{
        Class, Pupil,
        media::{Faces, Kind, Media, Named},
        permit::{Params, Resource, Ties, Witness},
        viewer::Viewer,
    },
};

rules! {
    /// Whom the post is for, as far as the consents of all who are on it allow this very moment: [`seen_through`].
    SeePicture    on Picture: DIRECTOR | TEACHER | AIDE | GUARDIAN | PUPIL | AUTHOR | WRITER | SELF;
    /// Its place, its words, for whom it is shown, and to take it away.
    ChangePicture on Picture: WRITER | SELF;
    /// To say who can be recognised, or that nobody can.
    TagPicture    on Picture: WRITER | SELF;
    BlurPicture   on Picture: WRITER | SELF;
    /// To be named on a photo of this post: each child by a permit of its own. `WRITER`, `SELF`: children of the classes that
    /// the post is for. `DIRECTOR`, `TEACHER`: one's own pupils wherever they were photographed. `STAFF`: who teaches here:
    /// classes go out together.
    TagPupil      on Sitter:  WRITER | SELF | DIRECTOR | TEACHER | STAFF;
}

/// Ties that come with being one of those for whom the post is. All others come with its keeping.
const AUDIENCE: Ties = Ties::DIRECTOR
    .or(Ties::STAFF)
    .or(Ties::TOWN)
    .or(Ties::TECHNICIAN)
    .or(Ties::TEACHER)
    .or(Ties::AIDE)
    .or(Ties::LEADER)
    .or(Ties::GUARDIAN)
    .or(Ties::SIGNER)
    .or(Ties::PUPIL);

const SEES: Ties = Ties::DIRECTOR
    .or(Ties::TEACHER)
    .or(Ties::AIDE)
    .or(Ties::GUARDIAN)
    .or(Ties::PUPIL)
    .or(Ties::AUTHOR)
    .or(Ties::WRITER)
    .or(Ties::SELF);

/// What is left of the ties to a post for one thing of it: who keeps the post sees all of it; whom it is for sees what every
/// child on it may be shown to; what is private is seen by the guardians of the children on it, and by no other.
pub fn seen_through(ties: Ties, shown: Shown, faces: &Faces, own: &[Id<Pupil>]) -> Ties {
    let keeping = ties.without(AUDIENCE);
    match shown {
        Shown::All if faces.may_be_shown_to_all() => ties,
        Shown::Private if faces.may_be_given_to(own) => keeping | Ties::GUARDIAN.when(ties.meets(Ties::GUARDIAN)),
        _ => keeping,
    }
}

/// What the viewer is to a post, for all that goes with it.
pub fn ties_of_today(post: &Post, viewer: &Viewer) -> Ties {
    post.ties(viewer)
}

/// Whether who writes the post has this file of it under their hand.
pub fn is_in_hand_of(media: &Media, viewer: &Viewer) -> bool {
    viewer.is_staff || viewer.is_director || media.owner == viewer.person
}

/// What is left of the ties to a post for one file of it: a parent who lent a hand keeps what they sent, and of what a teacher
/// put beside it has what all families have.
pub fn ties_to(ties: Ties, media: &Media, viewer: &Viewer) -> Ties {
    if is_in_hand_of(media, viewer) { ties } else { ties.without(Ties::AUTHOR.or(Ties::WRITER)) }
}

/// Whether these ties are enough to see it.
pub fn sees(ties: Ties) -> bool {
    ties.meets(SEES)
}

/// Whether these ties come with the keeping of the post, beside being one of those for whom it is.
pub fn keeps(ties: Ties) -> bool {
    ties.without(AUDIENCE).meets(SEES)
}

/// The children whose photos the viewer may be given.
pub fn own_children(viewer: &Viewer) -> Vec<Id<Pupil>> {
    viewer.children.iter().filter(|child| child.given.reads).map(|child| child.id).collect()
}

impl Picture {
    /// Whether the viewer, who sees it, may have the photo in the size in which it was taken: the families of who is on it,
    /// and everybody where nobody is. On a screen the others have all that they need.
    pub fn is_given_whole_to(&self, viewer: &Viewer, ties: Ties) -> bool {
        let own = own_children(viewer);
        let is_keeper = keeps(ties);
        let is_on_it = |pupil: &Id<Pupil>| own.contains(pupil) || viewer.pupil.is_some_and(|(me, _)| me == *pupil);
        let shot = &self.shot;
        shot.media.kind != Kind::Photo
            || is_keeper
            || shot.tags.is_empty()
            || shot.tags.iter().any(|tag| is_on_it(&tag.pupil))
    }
}

impl Resource for Picture {
    type Key = (Id<Post>, Id<Media>);
    const NAME: &'static str = "picture";
    const KNOWN_TO: Ties = SEES;
    fn key(params: &dyn Params) -> Option<(Id<Post>, Id<Media>)> {
        Some((params.id("post").map(Id::new)?, params.id("media").map(Id::new)?))
    }
    fn load(rx: &Rx, (post, media): (Id<Post>, Id<Media>), witness: Witness) -> Result<Option<Picture>> {
        store::picture(rx, post, media, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        let ties = ties_to(ties_of_today(&self.post, viewer), &self.shot.media, viewer);
        seen_through(ties, self.shot.shown, &self.faces(viewer.today), &own_children(viewer))
    }
    fn number(&self) -> Option<i64> {
        Some(self.shot.media.id.number())
    }
}

impl Post {
    pub fn is_meant_for(&self, class: Id<Class>) -> bool {
        self.targets.iter().any(|target| matches!(target, Target::School) || *target == Target::Class(class))
    }
}

/// A child as somebody who may be named on a post's photos.
pub struct Sitter {
    pub pupil: Id<Pupil>,
    class: Option<Id<Class>>,
    post: Post,
}

impl Sitter {
    pub(super) fn new(pupil: Id<Pupil>, class: Option<Id<Class>>, post: Post) -> Sitter {
        Sitter { pupil, class, post }
    }

    fn is_of_its_classes(&self) -> bool {
        self.class.is_some_and(|class| self.post.is_meant_for(class))
    }
}

impl Named for Sitter {
    fn pupil(&self) -> Id<Pupil> {
        self.pupil
    }
}

impl Resource for Sitter {
    type Key = (Id<Post>, Id<Pupil>);
    const NAME: &'static str = "sitter";
    const KNOWN_TO: Ties = Ties::WRITER.or(Ties::SELF).or(Ties::DIRECTOR).or(Ties::TEACHER).or(Ties::STAFF);
    fn key(params: &dyn Params) -> Option<(Id<Post>, Id<Pupil>)> {
        Some((params.id("post").map(Id::new)?, params.id("pupil").map(Id::new)?))
    }
    fn load(rx: &Rx, (post, pupil): (Id<Post>, Id<Pupil>), witness: Witness) -> Result<Option<Sitter>> {
        store::sitter(rx, post, pupil, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        let keeping = ties_of_today(&self.post, viewer).without(AUDIENCE);
        // Whoever has nothing to write there names nobody there, pupil of theirs or not.
        if !keeping.meets(Ties::WRITER.or(Ties::SELF)) {
            return Ties::NONE;
        }
        let own = viewer.ties_to_pupil(self.pupil, self.class);
        let kept = if self.is_of_its_classes() { keeping } else { Ties::NONE };
        let teaches = own.meets(Ties::STAFF) && !viewer.teaches.is_empty();
        kept | Ties::DIRECTOR.when(own.meets(Ties::DIRECTOR))
            | Ties::TEACHER.when(own.meets(Ties::TEACHER))
            | Ties::STAFF.when(teaches)
    }
    fn number(&self) -> Option<i64> {
        Some(self.pupil.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEA: Id<Pupil> = Id::new(1);
    const TOM: Id<Pupil> = Id::new(2);

    fn faces(seen: &[Id<Pupil>], without: &[Id<Pupil>], is_unlooked: bool) -> Faces {
        Faces { seen: seen.to_vec(), without_consent: without.to_vec(), is_unlooked }
    }

    #[test]
    #[rustfmt::skip]
    fn each_sees_what_the_children_on_it_allow() {
        let nobody    = faces(&[], &[], false);
        let unlooked  = faces(&[], &[], true);
        let agreed    = faces(&[LEA, TOM], &[], false);
        let lea_not   = faces(&[LEA, TOM], &[LEA], false);
        let both_not  = faces(&[LEA, TOM], &[LEA, TOM], false);
        use Shown::{All, Out, Private};
        // who is on it, shown to                    reader  Léa's   Tom's  both's  class  author
        let table = [
            (&nobody,   All,     [true,  true,  true,  true,  true,  true]),
            (&nobody,   Private, [false, false, false, false, false, true]),
            (&nobody,   Out,     [false, false, false, false, false, true]),
            (&unlooked, All,     [false, false, false, false, false, true]),
            (&unlooked, Private, [false, false, false, false, false, true]),
            (&agreed,   All,     [true,  true,  true,  true,  true,  true]),
            (&agreed,   Private, [false, true,  true,  true,  false, true]),
            (&agreed,   Out,     [false, false, false, false, false, true]),
            (&lea_not,  All,     [false, false, false, false, false, true]),
            (&lea_not,  Private, [false, true,  false, true,  false, true]),
            (&both_not, Private, [false, false, false, true,  false, true]),
            (&both_not, Out,     [false, false, false, false, false, true]),
        ];
        let viewers: [(Ties, &[Id<Pupil>]); 6] = [
            (Ties::GUARDIAN, &[Id::new(3)]),
            (Ties::GUARDIAN.or(Ties::SIGNER), &[LEA]),
            (Ties::GUARDIAN.or(Ties::SIGNER), &[TOM]),
            (Ties::GUARDIAN, &[LEA, TOM]),
            (Ties::TEACHER.or(Ties::STAFF).or(Ties::DIRECTOR).or(Ties::AIDE), &[]),
            (Ties::AUTHOR, &[]),
        ];
        for (faces, shown, expected) in table {
            let got = viewers.map(|(ties, own)| sees(seen_through(ties, shown, faces, own)));
            assert_eq!(got, expected, "{faces:?} {shown:?}");
        }
        // A guardian of no reached child has nothing of it, whatever is on it.
        assert!(!sees(seen_through(Ties::STAFF.or(Ties::SIGNER), All, &agreed, &[LEA])));
        assert!(!sees(seen_through(Ties::PUPIL, Private, &agreed, &[])), "a private photo is its guardians'");
    }
}
