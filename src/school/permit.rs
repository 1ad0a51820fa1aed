//! How a permission is made impossible to forget: `May<R>` is the proof that this person may do `R` on this loaded thing,
//! and only `admit` makes one. No rule stands here; rules stand in `policy` files.

use super::{person::Person, viewer::Viewer};
use crate::base::{
    clock::Instant,
    db::{Id, Rx},
    error::{Error, Result},
    jobs::System,
    secret::Token,
};
use jiff::civil::Date;
use std::{marker::PhantomData, ops::Deref, sync::Arc};

/// What a viewer is to a thing, all at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ties(u32);

impl Ties {
    pub const NONE: Ties = Ties(0);
    pub const DIRECTOR: Ties = Ties(1);
    /// Teaches it today, as its teacher or as a substitute within her dates.
    pub const TEACHER: Ties = Ties(1 << 1);
    /// Works at the school today: every teacher, and the other staff.
    pub const STAFF: Ties = Ties(1 << 2);
    /// A guardian whose tie lets them read.
    pub const GUARDIAN: Ties = Ties(1 << 3);
    /// A guardian whose tie lets them sign.
    pub const SIGNER: Ties = Ties(1 << 4);
    pub const PUPIL: Ties = Ties(1 << 5);
    pub const AUTHOR: Ties = Ties(1 << 6);
    pub const TOWN: Ties = Ties(1 << 7);
    pub const TECHNICIAN: Ties = Ties(1 << 8);
    /// The thing is the viewer, or belongs to the viewer alone.
    pub const SELF: Ties = Ties(1 << 9);
    /// Leads the group, or a group that the thing was addressed to.
    pub const LEADER: Ties = Ties(1 << 10);
    /// Helps in the class as ATSEM, or accompanies the pupil as AESH.
    pub const AIDE: Ties = Ties(1 << 11);
    /// Wrote it, and it waits: nobody else knows of it.
    pub const WRITER: Ties = Ties(1 << 12);
    /// Staff with whom a colleague shared it.
    pub const SHARED: Ties = Ties(1 << 13);
    /// Invited by the class's teacher to lend a hand: to propose, never to decide.
    pub const HELPER: Ties = Ties(1 << 14);
    /// Takes part in the thread, today.
    pub const MEMBER: Ties = Ties(1 << 15);
    /// May read what stands in the space.
    pub const READER: Ties = Ties(1 << 16);
    /// May put things into the space, and change what stands there.
    pub const KEEPER: Ties = Ties(1 << 17);
    /// May hand something in, and does not see what others handed in.
    pub const DEPOSITOR: Ties = Ties(1 << 18);

    pub const fn or(self, other: Ties) -> Ties {
        Ties(self.0 | other.0)
    }

    pub const fn meets(self, other: Ties) -> bool {
        self.0 & other.0 != 0
    }

    pub const fn without(self, other: Ties) -> Ties {
        Ties(self.0 & !other.0)
    }

    pub const fn when(self, held: bool) -> Ties {
        if held { self } else { Ties::NONE }
    }
}

impl std::ops::BitOr for Ties {
    type Output = Ties;
    fn bitor(self, other: Ties) -> Ties {
        self.or(other)
    }
}

/// Proof that the caller is `admit`: loaders of things ask for it.
pub struct Witness(());

/// The ids that stand in a path, by their names.
pub trait Params {
    fn id(&self, name: &str) -> Option<i64>;
    /// What stands there as it was written, for things that have a name of their own in a path.
    fn word(&self, name: &str) -> Option<&str>;
}

/// A thing that rules are about.
pub trait Resource: Sized {
    type Key: Copy;
    /// Its name in the journal.
    const NAME: &'static str;
    /// Who may know that it exists; to all others it is 404.
    const KNOWN_TO: Ties;
    fn key(params: &dyn Params) -> Option<Self::Key>;
    fn load(rx: &Rx, key: Self::Key, witness: Witness) -> Result<Option<Self>>;
    fn ties(&self, viewer: &Viewer) -> Ties;
    /// The id under which the journal names it.
    fn number(&self) -> Option<i64>;
}

/// One line of a `policy` file, as a type.
pub trait Rule {
    type On: Resource;
    const NAME: &'static str;
    /// The same, held by the link of a letter.
    const BY_LINK: &'static str;
    const WHO: Ties;
}

/// "`by` may do `R` on this thing."
pub struct May<R: Rule> {
    on: Arc<R::On>,
    ties: Ties,
    by: Id<Person>,
    rule: PhantomData<fn() -> R>,
}

impl<R: Rule> Deref for May<R> {
    type Target = R::On;
    fn deref(&self) -> &R::On {
        &self.on
    }
}

impl<R: Rule> May<R> {
    pub fn by(&self) -> Id<Person> {
        self.by
    }

    /// Another rule on the same thing: what a page asks for before it draws a button.
    pub fn also<S: Rule<On = R::On>>(&self) -> Option<May<S>> {
        self.ties.meets(S::WHO).then(|| May { on: self.on.clone(), ties: self.ties, by: self.by, rule: PhantomData })
    }

    /// What the viewer is to the thing; for a page that shows more to some.
    pub fn ties(&self) -> Ties {
        self.ties
    }
}

/// The one place where a permission is granted: load the thing, then judge it.
pub fn admit<R: Rule>(rx: &Rx, viewer: &Viewer, key: <R::On as Resource>::Key) -> Result<May<R>> {
    let on = R::On::load(rx, key, Witness(()))?.ok_or(Error::NotFound)?;
    let ties = on.ties(viewer);
    if !ties.meets(R::On::KNOWN_TO) {
        return Err(Error::NotFound);
    }
    if !ties.meets(R::WHO) {
        return Err(Error::Forbidden);
    }
    Ok(May { on: Arc::new(on), ties, by: viewer.person, rule: PhantomData })
}

/// A thing that a link in a letter may open, without a sign-in, to the one to whom the letter went.
pub trait OpenedByLink: Resource {
    /// Whose link it is and what it opens; `None` for a link that is wrong, expired, or revoked with the account or the tie.
    fn behind(rx: &Rx, token: &Token, now: Instant, today: Date) -> Result<Option<(Id<Person>, Self::Key)>>;
}

/// Proof of the right to change the school's people and facts: the director's permit, or the house acting by itself
/// (the set-up before there is a director, root at the console, a job).
pub trait Manages: sealed::Sealed {
    /// Who is told in the journal; nobody for the house.
    fn actor(&self) -> Option<Id<Person>>;
}

impl Manages for May<super::policy::ManageSchool> {
    fn actor(&self) -> Option<Id<Person>> {
        Some(self.by)
    }
}

impl Manages for System {
    fn actor(&self) -> Option<Id<Person>> {
        None
    }
}

/// Proof of the right to tend the box itself: names, certificate, date. The director's, the technician's, the house's.
pub trait Tends: sealed::Box {}
impl Tends for May<super::policy::TendBox> {}
impl Tends for May<super::policy::ManageSchool> {}
impl Tends for System {}

mod sealed {
    pub trait Sealed {}
    pub trait Box {}
    impl Box for super::May<crate::school::policy::TendBox> {}
    impl Box for super::May<crate::school::policy::ManageSchool> {}
    impl Box for crate::base::jobs::System {}
    impl Sealed for super::May<crate::school::policy::ManageSchool> {}
    impl Sealed for crate::base::jobs::System {}
}

/// Rules, readable by a head teacher: `SignNote on NoteFor: SIGNER;`.
#[macro_export]
macro_rules! rules { ($($(#[$m:meta])* $name:ident on $res:ty: $first:ident $(| $who:ident)*;)+) => {$(
    $(#[$m])* pub struct $name;
    impl $crate::school::permit::Rule for $name {
        type On = $res;
        const NAME: &'static str = stringify!($name);
        const BY_LINK: &'static str = concat!("ByLink<", stringify!($name), ">");
        const WHO: $crate::school::permit::Ties = $crate::school::permit::Ties::$first$(.or($crate::school::permit::Ties::$who))*;
    }
)+} }
