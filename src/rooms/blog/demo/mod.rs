//! A year of posts in a fictive school: teachers tell of their classes, families comment where they may, a parent lends a hand;
//! a draft, one that waits for its hour and one that waits for a reader. All through the room's own stores, each act by the
//! permit of whoever does it, in the order of time.

mod album;
mod drawings;
mod pictures;
mod script;
mod showing;
mod texts;

use super::{
    Post, Target, comments, contributors,
    policy::{BeginPost, CommentPost, InviteHelper, PublishPost, ReturnPost, ShowComment, SubmitPost, WritePost},
    publishing, reviewing,
    writing::{self, Terms, Text},
};
use crate::{
    base::{
        clock::Instant,
        db::Id,
        error::{Error, Result},
        jobs::store as queue,
    },
    door::{Demo, demo::Calendar},
    school::{
        Class, Person,
        audience::Addressed,
        permit::May,
        policy::{WriteToClass, WriteToSchool},
        viewer::Viewer,
    },
};
use pictures::Looked;
use script::{Cast, Plan};
use std::collections::BTreeSet;
use texts::{ALL, COMMENTS, REMARK};

/// How far back posts have photos.
const PHOTOS_SINCE: i64 = 21 * Instant::DAY;

pub fn year(demo: &mut Demo) -> Result<()> {
    let mut cast = Cast::read(demo)?;
    let end = demo.end();
    let mut shown = Vec::new();
    for plan in cast.plans(demo)? {
        if plan.at > end {
            break;
        }
        demo.now = plan.at;
        let post = skip_refused(publish(demo, &mut cast, &plan))?;
        shown.extend(post.filter(|_| plan.at > end.plus(-PHOTOS_SINCE)).map(|post| (post, plan.model)));
    }
    if demo.is_last_year() {
        let days = demo.school_days()?;
        for (place, class) in cast.classes().into_iter().enumerate() {
            let Some(day) = days.iter().rev().nth(place % 3) else { break };
            demo.now = demo.instant(*day, 16, 20).plus(place as i64 * 3 * Instant::MINUTE);
            skip_refused(album::tell(demo, &mut cast, class, place))?;
        }
        demo.now = end.plus(-15 * Instant::HOUR);
        let calendar = Calendar::read(&demo.tx)?;
        for (place, class) in cast.classes().into_iter().enumerate() {
            skip_refused(in_work(demo, &mut cast, &calendar, class, place))?;
        }
        showing::open(demo, &cast, &shown)?;
    }
    Ok(())
}

/// A tie restricted since, a substitute gone: the door would have refused too.
fn skip_refused<T>(done: Result<T>) -> Result<Option<T>> {
    match done {
        Err(Error::NotFound | Error::Forbidden) => Ok(None),
        done => done.map(Some),
    }
}

fn viewer(demo: &Demo, person: Id<Person>) -> Result<Viewer> {
    demo.viewer_of(person)?.ok_or(Error::NotFound)
}

/// A post with its text, in its author's hands.
fn write(
    demo: &Demo,
    author: &Viewer,
    class: Option<Id<Class>>,
    model: usize,
    terms: &Terms,
    leaves_at: Option<Instant>,
) -> Result<Id<Post>> {
    let model = &ALL[model];
    let blog = demo.may::<BeginPost>(author, ())?;
    let post = writing::store::begin(&demo.tx, &blog, demo.now)?;
    let may = demo.may::<WritePost>(author, post)?;
    let categories = writing::store::categories(&demo.tx, &may)?;
    let category = categories.iter().find(|(_, name)| *name == model.category).map(|(id, _)| *id);
    let (title, body) = (model.title.clone(), model.body.clone());
    writing::store::write(&demo.tx, &may, &Text { title, body, category, occasion: String::new() }, demo.now)?;
    let target = class.map_or(Target::School, Target::Class);
    writing::store::aim(&demo.tx, &may, &BTreeSet::from([target]))?;
    writing::store::set_terms(&demo.tx, &may, terms, leaves_at, demo.now)?;
    Ok(post)
}

fn publish(demo: &Demo, cast: &mut Cast, plan: &Plan) -> Result<Id<Post>> {
    let (author, model) = (viewer(demo, plan.author)?, &ALL[plan.model]);
    // What was kept at the top in the autumn has come down by now.
    let is_fresh = plan.at > demo.end().plus(-70 * Instant::DAY);
    let terms = Terms { at: None, is_pinned: model.is_pinned && is_fresh, has_comments: model.has_comments };
    let post = write(demo, &author, plan.class, plan.model, &terms, None)?;
    // Photos are of these last weeks: a visit is not to wait for the darkroom of three years.
    if plan.at > demo.end().plus(-PHOTOS_SINCE) {
        pictures::add(demo, &author, post, plan.model, 1 + plan.model % 5, Looked::Yes)?;
    }
    publish_to(demo, &author, plan.class, post)?;
    match plan.class {
        Some(class) if model.has_comments => comment(demo, cast, &author, class, post)?,
        _ => {}
    }
    Ok(post)
}

fn publish_to(demo: &Demo, author: &Viewer, class: Option<Id<Class>>, post: Id<Post>) -> Result<()> {
    let may = demo.may::<PublishPost>(author, post)?;
    let mut to = Addressed::by(author);
    match class {
        Some(class) => to.class(&demo.may::<WriteToClass>(author, class)?),
        None => to.school(&demo.may::<WriteToSchool>(author, ())?),
    }
    publishing::store::publish(&demo.tx, &may, &to, author.closed(), demo.now, demo.today())
}

/// Two or three families say something; the teacher shows all but the newest of the last days.
fn comment(demo: &Demo, cast: &mut Cast, author: &Viewer, class: Id<Class>, post: Id<Post>) -> Result<()> {
    let wanted = cast.chance.between(1, 3) as usize;
    let mut texts = COMMENTS.to_vec();
    cast.chance.shuffle(&mut texts);
    for (guardian, text) in cast.guardians(class, wanted).into_iter().zip(texts) {
        let at = demo.now.plus(cast.chance.between(25, 180) * Instant::MINUTE);
        if at > demo.end() {
            continue;
        }
        let guardian = viewer(demo, guardian)?;
        let id = comments::store::add(&demo.tx, &demo.may::<CommentPost>(&guardian, post)?, text, false, at)?;
        if at < demo.end().plus(-2 * Instant::DAY) {
            comments::store::show(&demo.tx, &demo.may::<ShowComment>(author, id)?, at.plus(Instant::HOUR))?;
        }
    }
    Ok(())
}

/// What is under way on the day of the visit.
fn in_work(demo: &Demo, cast: &mut Cast, calendar: &Calendar, class: Id<Class>, place: usize) -> Result<()> {
    let Some(teacher) = cast.teacher(class, demo.today()) else { return Ok(()) };
    let teacher = viewer(demo, teacher)?;
    let model = |titles: [&str; 3]| {
        let title = titles[place / 4 % 3];
        ALL.iter().position(|model| model.title.starts_with(title)).ok_or(Error::NotFound)
    };
    match place % 4 {
        0 => helped(demo, cast, &teacher, class, model(["Le gâteau", "La chanson", "Le composteur"])?).map(drop),
        1 => {
            let leaves_at = demo.instant(calendar.class_after(demo.plan.date, 1), 16, 45);
            let post = write(
                demo,
                &teacher,
                Some(class),
                model(["Le quart d’heure", "Nous apprenons", "Les autoportraits"])?,
                &Terms::default(),
                Some(leaves_at),
            )?;
            let may: May<PublishPost> = demo.may(&teacher, post)?;
            publishing::store::schedule(&demo.tx, &may, leaves_at)?;
            queue::enqueue(&demo.tx, &publishing::at_its_hour(post, leaves_at), leaves_at)
        }
        3 => helped_back(
            demo,
            cast,
            &teacher,
            class,
            model(["À la bibliothèque", "Le composteur", "L’hôtel à insectes"])?,
        ),
        _ => {
            let titles = ["Merci pour les boîtes", "L’hôtel à insectes", "Au théâtre"];
            let post = write(demo, &teacher, Some(class), model(titles)?, &Terms::default(), None)?;
            pictures::add(demo, &teacher, post, place, 3, Looked::NotYet)
        }
    }
}

/// A parent of the class, invited by its teacher, proposes a post.
fn helped(demo: &Demo, cast: &mut Cast, teacher: &Viewer, class: Id<Class>, model: usize) -> Result<Option<Id<Post>>> {
    let invite = demo.may::<InviteHelper>(teacher, class)?;
    for guardian in cast.guardians(class, 5) {
        let helper = viewer(demo, guardian)?;
        // Somebody who works here proposes anyway.
        if helper.is_staff || helper.is_director {
            continue;
        }
        contributors::store::invite(&demo.tx, &invite, guardian, demo.now)?;
        let post = write(demo, &helper, Some(class), model, &Terms::default(), None)?;
        pictures::add(demo, &helper, post, model, 2, Looked::NotYet)?;
        reviewing::store::submit(&demo.tx, &demo.may::<SubmitPost>(&helper, post)?, demo.now)?;
        return Ok(Some(post));
    }
    Ok(None)
}

/// The same, that its teacher has returned with a remark.
fn helped_back(demo: &Demo, cast: &mut Cast, teacher: &Viewer, class: Id<Class>, model: usize) -> Result<()> {
    let Some(post) = helped(demo, cast, teacher, class, model)? else { return Ok(()) };
    let later = demo.now.plus(2 * Instant::HOUR);
    reviewing::store::give_back(&demo.tx, &demo.may::<ReturnPost>(teacher, post)?, REMARK, later)
}
