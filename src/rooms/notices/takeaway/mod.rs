//! A person's choices, in what they take away.

mod pages;

use super::{kinds, kinds_for};
use crate::{
    base::error::Result,
    door::{
        Cx,
        takeaway::{Carton, FIRST, Takeaway},
    },
    school::notice::{Chooser, How, store},
};

pub const PART: Takeaway = Takeaway { folder: "avis", title: "Avis choisis", own, whole: |_, _, _| Ok(()) };

fn own(cx: &Cx, carton: &mut Carton) -> Result<()> {
    let viewer = cx.viewer()?;
    let chooser = Chooser::signed_in(viewer);
    let choices = store::choices(&cx.db, &chooser)?;
    let kinds = kinds(cx);
    let lines: Vec<(&str, How)> = kinds_for(&kinds, viewer)
        .into_iter()
        .map(|kind| {
            let chosen = choices.iter().find(|(name, _)| name == kind.name);
            (kind.title, chosen.map_or(kind.usual, |(_, how)| *how))
        })
        .collect();
    if lines.is_empty() {
        return Ok(());
    }
    carton.page(FIRST, "Avis choisis", pages::choices(&lines, store::hour(&cx.db, &chooser)?))
}
