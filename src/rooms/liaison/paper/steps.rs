//! What the follow-up says of paper: what is to print next, and the way to what comes back.

use super::{
    pages,
    plan::{self, Whom},
};
use crate::{
    base::{
        error::Result,
        french,
        ui::{
            Icon, button,
            notice::{self, Tone},
        },
    },
    door::Cx,
    rooms::liaison::{
        Asks, path,
        policy::{FollowUp, HandlePaper},
    },
    school::permit::May,
};
use maud::{Markup, html};

/// Nothing for a word that is withdrawn, or for who may not handle its paper.
pub fn steps(cx: &Cx, note: &May<FollowUp>) -> Result<Markup> {
    let Some(note) = note.also::<HandlePaper>().filter(|note| !note.is_withdrawn()) else { return Ok(html! {}) };
    let pupils = plan::pupils(cx, &note, None)?;
    if pupils.is_empty() {
        return Ok(html! {});
    }
    let (asks, print) = (note.asks, path::of(note.id, "talons"));
    let on_paper = |one: &&plan::OfPupil| {
        (asks == Asks::Nothing || !one.line.is_done) && !one.copies(asks, Whom::Paper).is_empty()
    };
    let families = pupils.iter().filter(on_paper).count();
    Ok(html! {
        @if families > 0 {
            (notice::notice(Tone::Info, html! {
                p { (french::count(families, "élève dont la famille reçoit", "élèves dont la famille reçoit")) " les mots sur papier : "
                    a href=(print) { @if asks == Asks::Nothing { "imprimez le mot" } @else { "imprimez les talons" } } "." }
            }))
        }
        div.rang.ecran {
            @if asks != Asks::Nothing { (button::link("Noter les talons rendus", path::of(note.id, "papier")).quiet().small().icon(Icon::ClipboardList)) }
            (button::link(pages::PRINT, print).quiet().small().icon(Icon::Printer))
        }
    })
}
