//! Posts in what people take away: a family's as it sees them, with the photos that it may be given; an author's own texts; the
//! school's, as all families are shown them. Each photo is judged anew, by the consents of that moment.

mod pages;
mod store;

use super::{
    Facts, Post, comments, keepsakes,
    photos::{self, Shot},
    policy::{OpenBlog, ReadPost},
};
use crate::{
    base::{clock::Instant, db::Id, error::Result, sheet::Sheet},
    door::{
        Cx,
        takeaway::{Carton, FIRST, Takeaway, in_a_cell, pages as cut},
    },
    school::{
        Person, Pupil,
        class::years::store as years,
        media::{Kind, Size},
        permit::{May, Ties},
        policy::ManageSchool,
    },
};
use std::collections::{BTreeSet, HashSet};

pub const PART: Takeaway = Takeaway { folder: "blog", title: "Blog", own, whole };

/// So many posts are judged at once, photos and all.
const AT_A_TIME: usize = 40;
const ON_A_PAGE: usize = 200;

/// One line of a list.
pub struct Listed {
    pub id: Id<Post>,
    pub day: jiff::civil::Date,
    pub title: String,
    pub author: String,
}

/// As whom somebody takes posts away.
#[derive(Clone, Copy, PartialEq, Eq)]
enum As<'a> {
    /// Their children's guardian, and nothing else.
    Family(&'a [Id<Pupil>]),
    /// Who wrote it: the text is theirs, the photos of children are not.
    Author,
    School,
}

fn own(cx: &Cx, carton: &mut Carton) -> Result<()> {
    let Some(blog) = cx.may_perhaps::<OpenBlog>(())? else { return Ok(()) };
    let viewer = cx.viewer()?;
    let children = photos::policy::own_children(viewer);
    let reached = keepsakes::store::reaching(&cx.db, &blog, &children, (Instant(i64::MIN), Instant(i64::MAX)))?;
    let known: BTreeSet<i64> = reached.iter().map(|post| post.number()).collect();
    let written: Vec<Id<Post>> =
        store::written_by(&cx.db, viewer)?.into_iter().filter(|post| !known.contains(&post.number())).collect();
    let mut shelf = Shelf::new()?;
    shelf.put(cx, &reached, As::Family(&children), carton)?;
    shelf.put(cx, &written, As::Author, carton)?;
    shelf.close(carton)
}

fn whole(cx: &Cx, school: &May<ManageSchool>, carton: &mut Carton) -> Result<()> {
    let mut shelf = Shelf::new()?;
    let all = store::published(&cx.db, school)?;
    shelf.put(cx, &all, As::School, carton)?;
    shelf.close(carton)
}

/// What was put in so far.
struct Shelf {
    sheet: Sheet,
    listed: Vec<Listed>,
}

impl Shelf {
    fn new() -> Result<Shelf> {
        Ok(Shelf {
            sheet: Sheet::of(["Date", "Titre", "De", "Rubrique", "Texte", "Photos et fichiers"])?,
            listed: Vec::new(),
        })
    }

    fn put(&mut self, cx: &Cx, posts: &[Id<Post>], who: As, carton: &mut Carton) -> Result<()> {
        for some in posts.chunks(AT_A_TIME) {
            let mut read = Vec::new();
            for post in some {
                read.extend(cx.may_perhaps::<ReadPost>(*post)?);
            }
            if let As::Family(_) = who {
                read.retain(|post| post.ties().meets(Ties::GUARDIAN));
            }
            self.put_some(cx, &read, who, carton)?;
        }
        Ok(())
    }

    fn put_some(&mut self, cx: &Cx, posts: &[May<ReadPost>], who: As, carton: &mut Carton) -> Result<()> {
        let viewer = cx.viewer()?;
        let tied: Vec<(&Facts, Ties)> = match who {
            As::Author => Vec::new(),
            As::Family(_) => posts.iter().map(|post| (&***post, Ties::GUARDIAN)).collect(),
            As::School => posts.iter().map(|post| (&***post, photos::policy::ties_of_today(post, viewer))).collect(),
        };
        let mut seen = photos::seen::by_viewer(&cx.db, &tied, viewer)?;
        let authors: Vec<Id<Person>> = posts.iter().map(|post| post.author).collect();
        let of_the_school = years::of_the_school(&cx.db, &authors)?;
        for post in posts {
            let mut shots = seen.remove(&post.id).unwrap_or_default();
            shots.retain(Shot::is_shown);
            self.put_one(cx, post, (who, &of_the_school), shots, carton)?;
        }
        Ok(())
    }

    fn put_one(
        &mut self,
        cx: &Cx,
        post: &May<ReadPost>,
        (who, of_the_school): (As, &HashSet<Id<Person>>),
        shots: Vec<Shot>,
        carton: &mut Carton,
    ) -> Result<()> {
        let viewer = cx.viewer()?;
        let at = post.published_at.unwrap_or(post.changed_at);
        let is_named = who == As::School || post.author == viewer.person || of_the_school.contains(&post.author);
        let author = if is_named { post.author_name.clone() } else { pages::A_FAMILY.to_owned() };
        let pictures: Vec<pages::Picture> =
            shots.into_iter().filter_map(|shot| picture(&shot, who, at, carton)).collect();
        let said = comments::store::of_post(&cx.db, post, who == As::School)?;
        let said: Vec<_> = said.into_iter().filter(|one| who == As::School || one.author == viewer.person).collect();
        let title = pages::title(post);
        let day = at.date(&cx.zone);
        let category = post.category.as_deref().unwrap_or_default();
        let count = pictures.len().to_string();
        self.sheet.line([&*day.to_string(), &title, &author, category, &in_a_cell(&post.body), &count])?;
        let drawn =
            pages::Drawn { post, author: &author, day, pictures: &pictures, said: &said, is_author: who == As::Author };
        carton.page(&format!("article-{}.html", post.id), &title, pages::post(cx, &drawn))?;
        self.listed.push(Listed { id: post.id, day, title, author });
        Ok(())
    }

    fn close(mut self, carton: &mut Carton) -> Result<()> {
        if self.listed.is_empty() {
            return Ok(());
        }
        self.listed.sort_by_key(|one| (one.day, one.id));
        self.listed.reverse();
        let cut = cut(&self.listed, ON_A_PAGE);
        let names: Vec<String> = cut.iter().map(|(name, _)| name.clone()).collect();
        for (at, (name, some)) in cut.into_iter().enumerate() {
            let name = if at == 0 { FIRST } else { &name };
            carton.page(name, PART.title, pages::list(some, &names))?;
        }
        carton.sheet("articles.csv", self.sheet)
    }
}

/// In the size in which a screen would give it: whole to the families of who is on it, and of what nobody is on.
fn picture(shot: &Shot, who: As, at: Instant, carton: &mut Carton) -> Option<pages::Picture> {
    let media = &shot.bare.media;
    let is_whole = match who {
        As::Family(own) => {
            let tags = &shot.bare.tags;
            media.kind != Kind::Photo || tags.is_empty() || tags.iter().any(|tag| own.contains(&tag.pupil))
        }
        As::Author | As::School => true,
    };
    let form = shot.at(if is_whole { Size::Whole } else { Size::Large })?;
    let href = carton.file("photos", &pages::file_name(media, &form.media_type), &form.file, at);
    Some(pages::Picture {
        href,
        kind: media.kind,
        name: media.name.clone(),
        alt: media.alt.clone(),
        bytes: form.bytes,
        size: form.width.zip(form.height),
    })
}
