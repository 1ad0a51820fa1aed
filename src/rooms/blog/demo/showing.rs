//! The public page of a fictive school: open, with a few of the newest posts that tell of work rather than of people.

use super::{script::Cast, texts::ALL, viewer};
use crate::{
    base::{clock::Instant, db::Id, error::Result},
    door::Demo,
    rooms::blog::{Post, policy::MakePublic, public},
    school::policy::ManageSchool,
};
use std::collections::BTreeSet;

const RUBRICS: [&str; 3] = ["Sciences", "Arts et musique", "Projets"];
const MANY: usize = 4;

/// `posts`: those of the last weeks with the text that each is of, oldest first.
pub fn open(demo: &Demo, cast: &Cast, posts: &[(Id<Post>, usize)]) -> Result<()> {
    let Some(director) = cast.director() else { return Ok(()) };
    let director = viewer(demo, director)?;
    let at = demo.now.plus(-Instant::HOUR);
    public::store::set_open(&demo.tx, true, at, &demo.may::<ManageSchool>(&director, ())?)?;
    let mut told = BTreeSet::new();
    for (post, model) in posts.iter().rev() {
        if told.len() < MANY && RUBRICS.contains(&ALL[*model].category.as_str()) && told.insert(*model) {
            public::store::put(&demo.tx, &demo.may::<MakePublic>(&director, *post)?, at)?;
        }
    }
    Ok(())
}
