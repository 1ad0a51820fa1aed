//! Who may do what with a post.

use super::{
    Post, State, Target,
    comments::{self, Comment},
    contributors, store,
};
use crate::{
    base::{
        db::{Id, Rx},
        error::Result,
    },
    rules,
    school::{
        Class, Person, audience,
        permit::{Params, Resource, Ties, Witness},
        viewer::Viewer,
    },
};

rules! {
    /// The blog of the classes that each has to do with.
    OpenBlog       on Blog: DIRECTOR | TEACHER | STAFF | AIDE | GUARDIAN | PUPIL | HELPER;
    /// Everybody who works here, and whom a class's teacher invited. To begin is not to publish.
    BeginPost      on Blog: DIRECTOR | TEACHER | STAFF | HELPER;
    KeepCategories on Blog: DIRECTOR | TEACHER;
    /// The list of photos that a consent taken back hides; each post on it by its own permit.
    SettleHidden   on Blog: DIRECTOR | TEACHER;
    /// To look for a child of any class by name, so that no face on a shared outing stays without one.
    FindSitter     on Blog: DIRECTOR | TEACHER;
    /// To mean a post for a class: whoever publishes there decides. `HELPER`: only where they were invited.
    ProposeTo      on ClassBlog: DIRECTOR | TEACHER | STAFF | HELPER;
    InviteHelper   on ClassBlog: DIRECTOR | TEACHER;

    /// `WRITER`: its author, while it is a draft. `AUTHOR`: its author, once it left the author's hands. `SELF`: who may
    /// publish it: the director, and who teaches every class that it is meant for.
    ReadPost     on Post: DIRECTOR | TEACHER | AIDE | GUARDIAN | PUPIL | AUTHOR | WRITER | SELF;
    WritePost    on Post: WRITER | SELF;
    ThrowAwayPost on Post: WRITER;
    SubmitPost   on Post: WRITER;
    /// Taken back by its author before anybody published it.
    TakeBackPost on Post: AUTHOR;
    PublishPost  on Post: SELF;
    ReturnPost   on Post: SELF;
    WithdrawPost on Post: SELF;
    BringBackPost on Post: SELF;
    PinPost      on Post: SELF;
    /// What it said before it was changed.
    ReadVersions on Post: SELF;
    MakePublic   on Post: DIRECTOR;

    /// Whom the post reached, where comments were opened on it.
    CommentPost   on Post: DIRECTOR | TEACHER | AIDE | GUARDIAN | PUPIL;
    /// `SELF`: who may publish the post under which it stands.
    ShowComment   on Comment: SELF;
    RemoveComment on Comment: AUTHOR | SELF;
}

/// The whole blog, and who was invited somewhere.
pub struct Blog {
    helpers: Vec<Id<Person>>,
}

impl Resource for Blog {
    type Key = ();
    const NAME: &'static str = "blog";
    const KNOWN_TO: Ties = Ties::DIRECTOR
        .or(Ties::TEACHER)
        .or(Ties::STAFF)
        .or(Ties::AIDE)
        .or(Ties::GUARDIAN)
        .or(Ties::PUPIL)
        .or(Ties::HELPER);
    fn key(_: &dyn Params) -> Option<()> {
        Some(())
    }
    fn load(rx: &Rx, (): (), witness: Witness) -> Result<Option<Blog>> {
        Ok(Some(Blog { helpers: contributors::store::everywhere(rx, &witness)? }))
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        Ties::DIRECTOR.when(viewer.is_director)
            | Ties::STAFF.when(viewer.is_staff)
            | Ties::TEACHER.when(!viewer.teaches.is_empty())
            | Ties::AIDE.when(viewer.is_aide())
            | Ties::GUARDIAN.when(viewer.is_guardian())
            | Ties::PUPIL.when(viewer.pupil.is_some())
            | Ties::HELPER.when(viewer.is_guardian() && self.helpers.contains(&viewer.person))
    }
    fn number(&self) -> Option<i64> {
        None
    }
}

/// The blog of one class, with whom its teacher invited there.
pub struct ClassBlog {
    pub class: Id<Class>,
    pub name: String,
    helpers: Vec<Id<Person>>,
}

impl ClassBlog {
    pub fn new(class: Id<Class>, name: String, helpers: Vec<Id<Person>>, _: &Witness) -> ClassBlog {
        ClassBlog { class, name, helpers }
    }
}

impl Resource for ClassBlog {
    type Key = Id<Class>;
    const NAME: &'static str = "class_blog";
    const KNOWN_TO: Ties = Ties::DIRECTOR.or(Ties::TEACHER).or(Ties::STAFF).or(Ties::HELPER);
    fn key(params: &dyn Params) -> Option<Id<Class>> {
        params.id("class").map(Id::new)
    }
    fn load(rx: &Rx, id: Id<Class>, witness: Witness) -> Result<Option<ClassBlog>> {
        contributors::store::class_blog(rx, id, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        let is_open = !viewer.closed().contains(&self.class);
        // Invited as the parent of a child of the class, for as long as they are.
        let is_parent = viewer.children.iter().any(|child| child.given.reads && child.class == Some(self.class));
        let is_helper = is_open && is_parent && self.helpers.contains(&viewer.person);
        viewer.ties_to_class(self.class) | Ties::HELPER.when(is_helper)
    }
    fn number(&self) -> Option<i64> {
        Some(self.class.number())
    }
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
        let ties = match self.state {
            State::Draft | State::Returned => Ties::WRITER.when(is_author) | if is_author { own } else { Ties::NONE },
            State::Submitted | State::Scheduled | State::Withdrawn => Ties::AUTHOR.when(is_author) | own,
            State::Published => {
                let is_closed = viewer.is_closed_for(self.reached.iter().map(|one| &one.class));
                audience::ties(&self.reached, viewer) | Ties::AUTHOR.when(is_author && !is_closed) | own
            }
        };
        if self.is_of_the_day_of(viewer) { ties } else { ties.without(Ties::AUTHOR.or(Ties::WRITER)) }
    }
    fn number(&self) -> Option<i64> {
        Some(self.id.number())
    }
}

impl Resource for Comment {
    type Key = Id<Comment>;
    const NAME: &'static str = "comment";
    const KNOWN_TO: Ties = Ties::AUTHOR.or(Ties::SELF);
    fn key(params: &dyn Params) -> Option<Id<Comment>> {
        params.id("comment").map(Id::new)
    }
    fn load(rx: &Rx, id: Id<Comment>, witness: Witness) -> Result<Option<Comment>> {
        comments::store::comment(rx, id, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        Ties::AUTHOR.when(self.author == viewer.person) | Ties::SELF.when(self.under.is_published_by(viewer))
    }
    fn number(&self) -> Option<i64> {
        Some(self.id.number())
    }
}

impl Post {
    /// A parent who lent a hand keeps what they wrote for as long as a child of theirs is of those classes: once nothing of
    /// the class is theirs to see any more, neither are its list of names nor the photos that they sent.
    fn is_of_the_day_of(&self, viewer: &Viewer) -> bool {
        let is_of_it = |class: Option<Id<Class>>| class.is_some_and(|class| self.is_meant_for(class));
        viewer.is_staff
            || viewer.is_director
            || self.targets.is_empty()
            || viewer.children.iter().any(|child| child.given.reads && is_of_it(child.class))
            || viewer.pupil.is_some_and(|(_, class)| is_of_it(class))
    }

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
