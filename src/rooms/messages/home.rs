//! What messages put on the home page: that some are unread, and for a family where to write from.

use super::{
    begins,
    list::store,
    path,
    policy::{BeginMessage, OpenMessages},
    reports,
};
use crate::{
    base::{
        error::Result,
        french,
        ui::{Icon, button, piece},
    },
    door::{
        Cx,
        room::{About, Summary},
    },
};
use maud::{Markup, html};

/// Ranks: after the words that wait, before what is only good to know; the way to write last of all.
const UNREAD: i64 = 1_400;
const WRITE: i64 = 90_000;

pub fn summary(cx: &Cx) -> Result<Vec<Summary>> {
    let Some(mailbox) = cx.may_perhaps::<OpenMessages>(())? else { return Ok(Vec::new()) };
    let viewer = cx.viewer()?;
    let unread = store::unread(&cx.db, &mailbox, viewer)?;
    let mut all: Vec<Summary> = reports::summary(cx)?.into_iter().collect();
    if unread > 0 {
        let waits = usize::try_from(unread).unwrap_or(0);
        all.push(Summary { rank: UNREAD, about: About::Me, waits, markup: waiting(unread) });
    }
    let may_begin = mailbox.also::<BeginMessage>().is_some();
    if viewer.is_guardian() && !viewer.is_staff && may_begin {
        all.push(Summary { rank: WRITE, about: About::School, waits: 0, markup: write() });
    }
    // A pupil writes only where the director opened it.
    if viewer.pupil.is_some() && may_begin && begins(&cx.db, viewer)? {
        all.push(Summary { rank: WRITE, about: About::School, waits: 0, markup: write_as_pupil() });
    }
    Ok(all)
}

fn waiting(unread: i64) -> Markup {
    let said = if unread >= 100 {
        "Plus de 99 messages non lus".to_owned()
    } else {
        french::count(unread, "message non lu", "messages non lus")
    };
    piece::card(html! {
        div.rang.bouts {
            p { (piece::tag_waits(&said)) }
            (button::link("Lire mes messages", path::LIST).icon(Icon::MessagesSquare).quiet())
        }
    })
}

fn write() -> Markup {
    piece::card(html! {
        div.rang.bouts {
            p { "Une question pour l’école\u{202f}?" }
            (button::post_button(path::NEW, button::quiet("Écrire").icon(Icon::PenLine)))
        }
    })
}

fn write_as_pupil() -> Markup {
    piece::card(html! {
        div.rang.bouts {
            p { "Tu veux écrire à ta maîtresse ou à ton maître\u{202f}?" }
            (button::link("Mes messages", path::LIST).quiet().icon(Icon::MessagesSquare))
        }
    })
}
