//! What everybody reads, the director has read: a post on the public page that somebody else changes leaves it, and waits for
//! her to put it there again. Its text, its photos, what is said of them: whatever a visitor would see otherwise than she did.

use super::{SETTINGS, store};
use crate::{
    base::{
        db::Tx,
        error::Result,
        french,
        ui::notice::{Tone, notice},
    },
    door::Cx,
    rooms::blog::{
        Facts,
        policy::{MakePublic, WritePost},
    },
    school::permit::May,
};
use maud::{Markup, html};

pub const LEFT: &str =
    "C’est enregistré. L’article a quitté la page publique : la direction le relira avant de l’y remettre.";

/// True when it was there, and is not any more.
pub fn leave(cx: &Cx<Tx>, post: &Facts) -> Result<bool> {
    if post.public_at.is_none() || cx.may_perhaps::<MakePublic>(post.id)?.is_some() {
        return Ok(false);
    }
    store::leave(&cx.db, post, cx.now)?;
    cx.journal("LeavePublicPage", "post", Some(post.id.number()))?;
    Ok(true)
}

/// Before anything is changed: what will come of it.
pub fn before(post: &May<WritePost>) -> Markup {
    let would_leave = post.public_at.is_some() && post.also::<MakePublic>().is_none();
    html! {
        @if would_leave {
            (notice(Tone::Warning, html! {
                p { strong { "Cet article est sur la page publique de l’école." } " Si vous le changez, il la quitte jusqu’à ce que la direction l’y remette. Les familles, elles, le lisent toujours." }
            }))
        }
    }
}

/// Above the director's blog; nothing while nothing waits.
pub fn above(waiting: i64) -> Markup {
    html! {
        @if waiting > 0 {
            (notice(Tone::Warning, html! {
                p { (french::count(waiting, "article a quitté", "articles ont quitté")) " la page publique : le texte ou les photos ont changé. " a href=(SETTINGS) { "Relire" } }
            }))
        }
    }
}
