//! Whether a post may be shown: asked when somebody publishes it, and again when it leaves by itself at its hour.

use super::{pages, store};
use crate::{
    base::{db::Rx, error::Result},
    door::Faults,
    rooms::blog::{Post, photos},
};
use jiff::civil::Date;

/// The field of what is settled photo by photo, on a page of its own.
pub const PHOTOS: &str = "photos";

/// What is missing, at which field of the composer, in a sentence that says what to do.
pub struct Problem {
    pub field: &'static str,
    pub sentence: String,
}

/// Everything that speaks against showing it today.
pub fn problems(rx: &Rx, post: &Post, today: Date) -> Result<Vec<Problem>> {
    let mut problems = of_text(rx, post)?;
    if post.targets.is_empty() {
        problems.push(Problem { field: "pour", sentence: pages::FOR_WHOM.to_owned() });
    } else if !store::has_pupils(rx, post)? {
        problems.push(Problem { field: "pour", sentence: pages::NOBODY.to_owned() });
    }
    let doubts = photos::gate::doubts(rx, post, today)?;
    if !doubts.is_empty() {
        problems.push(Problem {
            field: PHOTOS,
            sentence: pages::to_settle(doubts.len(), photos::gate::are_photos(&doubts)),
        });
    }
    Ok(problems)
}

/// A title, and something to read or to look at.
pub fn of_text(rx: &Rx, post: &Post) -> Result<Vec<Problem>> {
    let mut problems = Vec::new();
    if post.title.is_empty() {
        problems.push(Problem { field: "titre", sentence: pages::TITLE.to_owned() });
    }
    if post.body.is_empty() && !store::has_media(rx, post.id)? {
        problems.push(Problem { field: "texte", sentence: pages::TEXT.to_owned() });
    }
    Ok(problems)
}

pub fn faults(problems: Vec<Problem>) -> Faults {
    let mut faults = Faults::default();
    for problem in problems {
        faults.add(problem.field, problem.sentence);
    }
    faults
}
