//! One post of each class with children on its photos, as the consents have it: who may be shown, one whose photo is left out,
//! one face drawn over, one photo for the child's own family. And what was said below: shown, waiting, taken off.

use super::{
    drawings::{self, HEADS},
    pictures::{make_ready, send},
    publish_to,
    script::Cast,
    skip_refused,
    texts::{ALL, COMMENTS, For, TO_REMOVE},
    viewer, write,
};
use crate::{
    base::{
        clock::Instant,
        db::Id,
        error::{Error, Result},
        images::Shape,
    },
    door::Demo,
    rooms::blog::{
        Post, comments,
        photos::{
            self, Shown,
            policy::{BlurPicture, ChangePicture, TagPicture, TagPupil},
        },
        policy::{CommentPost, RemoveComment, ShowComment},
        writing::Terms,
    },
    school::{
        Class, Pupil,
        consent::{self, Purpose, Showing, Standing, policy::DecideImages, said::Said},
        how::How,
        media::{self, Media},
        viewer::Viewer,
    },
};

const WORDS: &str = "Quatre enfants se tiennent par la main dans la cour.";
/// The head that is drawn over.
const HIDDEN: usize = 1;

/// Of a class: who may be shown to its families, and who may not.
struct Sorted {
    agreed: Vec<Id<Pupil>>,
    without: Vec<Id<Pupil>>,
}

impl Sorted {
    /// Those who refused come before those of whom nobody said anything.
    fn read(demo: &Demo, pupils: &[Id<Pupil>]) -> Result<Sorted> {
        let today = demo.today();
        let known = consent::store::known(&demo.tx, pupils, (today, today), today)?;
        let showing = Showing { purpose: Purpose::Class, occasion: "", on: today };
        let (known, showing) = (&known, &showing);
        let are = |wanted: Standing| pupils.iter().copied().filter(move |one| known.standing(*one, showing) == wanted);
        let agreed: Vec<Id<Pupil>> = are(Standing::Given).collect();
        let mut without: Vec<Id<Pupil>> = are(Standing::Refused).collect();
        without.extend(are(Standing::Silent));
        Ok(Sorted { agreed, without })
    }

    fn agreed(&self, from: usize, to: usize) -> &[Id<Pupil>] {
        let to = to.min(self.agreed.len());
        &self.agreed[from.min(to)..to]
    }
}

/// `place`: of the class in the list of all.
pub fn tell(demo: &Demo, cast: &mut Cast, class: Id<Class>, place: usize) -> Result<()> {
    let Some(teacher) = cast.teacher(class, demo.today()) else { return Ok(()) };
    let teacher = viewer(demo, teacher)?;
    let models: Vec<usize> = (0..ALL.len()).filter(|at| ALL[*at].whom == For::Album).collect();
    let model = *models.get(place % models.len().max(1)).ok_or(Error::NotFound)?;
    let terms = Terms { at: None, is_pinned: false, has_comments: true };
    let post = write(demo, &teacher, Some(class), model, &terms, None)?;
    let sorted = Sorted::read(demo, cast.pupils(class))?;
    let roll = Roll { demo, teacher: &teacher, post };
    roll.named(place, sorted.agreed(0, 3), Shown::All)?;
    roll.named(place + 1, sorted.agreed(3, 5), Shown::All)?;
    if let Some(without) = sorted.without.first() {
        let on_it = [&[*without], sorted.agreed(5, 7)].concat();
        roll.blurred(place + 2, &on_it, *without)?;
        roll.named(place + 3, &[*without], Shown::Private)?;
    }
    if let Some(other) = sorted.without.get(1) {
        roll.named(place + 1, &[*other], Shown::Out)?;
    }
    publish_to(demo, &teacher, Some(class), post)?;
    if let [pupil, ..] = sorted.agreed(3, 5)
        && place == 0
    {
        take_back(demo, cast, class, *pupil)?;
    }
    said_below(demo, cast, &teacher, class, post)
}

/// What goes with one post.
struct Roll<'a> {
    demo: &'a Demo,
    teacher: &'a Viewer,
    post: Id<Post>,
}

impl Roll<'_> {
    fn named(&self, number: usize, on_it: &[Id<Pupil>], shown: Shown) -> Result<()> {
        if !on_it.is_empty() {
            let media = self.photo(number, on_it)?;
            let picture = self.demo.may::<ChangePicture>(self.teacher, (self.post, media))?;
            photos::store::show_to(&self.demo.tx, &picture, shown)?;
        }
        Ok(())
    }

    fn blurred(&self, number: usize, on_it: &[Id<Pupil>], hidden: Id<Pupil>) -> Result<()> {
        let media = self.photo(number, on_it)?;
        make_ready(self.demo, media)?;
        let picture = self.demo.may::<BlurPicture>(self.teacher, (self.post, media))?;
        let (x, y) = HEADS[HIDDEN];
        let head = Shape::Ellipse { x, y, rx: 90, ry: 125 };
        media::store::blur(&self.demo.tx, media, &[head], &picture, self.demo.now)?;
        photos::store::mark_blurred(&self.demo.tx, &picture, &[hidden], self.demo.now)
    }

    fn photo(&self, number: usize, on_it: &[Id<Pupil>]) -> Result<Id<Media>> {
        let demo = self.demo;
        let media = send(demo, self.teacher, self.post, drawings::friends_file(number)?)?;
        let picture = demo.may::<TagPicture>(self.teacher, (self.post, media))?;
        for pupil in on_it {
            let sitter = demo.may::<TagPupil>(self.teacher, (self.post, *pupil))?;
            media::store::tag(&demo.tx, media, &picture, &sitter, demo.now)?;
        }
        photos::store::describe(&demo.tx, &demo.may::<ChangePicture>(self.teacher, (self.post, media))?, WORDS)?;
        Ok(media)
    }
}

/// A guardian who had agreed says no the same evening: the photo hides by itself, and its teacher finds what to decide.
fn take_back(demo: &Demo, cast: &mut Cast, class: Id<Class>, pupil: Id<Pupil>) -> Result<()> {
    for guardian in cast.guardians(class, usize::MAX) {
        let Some(images) = skip_refused(demo.may::<DecideImages>(&viewer(demo, guardian)?, pupil))? else { continue };
        let asked = consent::asking::store::of_pupil(&demo.tx, &images)?;
        let Some(asked) = asked.iter().find(|one| one.asking.purpose == Purpose::Class) else { return Ok(()) };
        let no = Said { request: asked.id, version: asked.version, text: &asked.text, says: false };
        consent::said::store::record(&demo.tx, &images, &no, How::Application, demo.now.plus(Instant::HOUR))?;
        return Ok(());
    }
    Ok(())
}

fn said_below(demo: &Demo, cast: &mut Cast, teacher: &Viewer, class: Id<Class>, post: Id<Post>) -> Result<()> {
    for (at, guardian) in cast.guardians(class, 3).into_iter().enumerate() {
        let guardian = viewer(demo, guardian)?;
        let said_at = demo.now.plus((40 + 25 * at as i64) * Instant::MINUTE);
        let text = if at == 1 { TO_REMOVE } else { COMMENTS[at] };
        let may = demo.may::<CommentPost>(&guardian, post)?;
        let id = comments::store::add(&demo.tx, &may, text, false, said_at)?;
        let judged_at = said_at.plus(Instant::HOUR);
        match at {
            0 => comments::store::show(&demo.tx, &demo.may::<ShowComment>(teacher, id)?, judged_at)?,
            1 => comments::store::remove(&demo.tx, &demo.may::<RemoveComment>(teacher, id)?, judged_at)?,
            _ => {}
        }
    }
    Ok(())
}
