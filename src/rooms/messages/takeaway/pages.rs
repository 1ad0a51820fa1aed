//! Threads, as they are read from a disk.

use super::{Given, Listed};
use crate::{
    base::french,
    door::{
        Cx,
        takeaway::{file_link, written},
    },
};
use maud::{Markup, html};

pub const A_FAMILY: &str = "Une autre famille";
pub const NOT_GIVEN: &str = "Ce message est à la personne qui l’a écrit : il n’est pas remis ici.";

pub fn thread(cx: &Cx, messages: &[Given]) -> Markup {
    html! {
        @for one in messages {
            @let at = one.at.zoned(&cx.zone);
            article {
                p.doux { strong translate="no" { (one.author) } ", le " (french::date_year(at.date())) " à " (french::time(at.time())) }
                @match &one.body {
                    Some(body) => { (written(body)) }
                    None => { p.doux { (NOT_GIVEN) } }
                }
                @if !one.files.is_empty() { ul { @for (href, name, bytes) in &one.files { li { (file_link(href, name, *bytes)) } } } }
            }
        }
    }
}

pub fn list(some: &[Listed], pages: &[String]) -> Markup {
    html! {
        p.doux { "Ce que vous avez écrit, et ce que l’école vous a écrit." }
        ul.sommaire { @for one in some {
            li { a href=(format!("conversation-{}.html", one.id)) { (one.subject) } br; span.doux { span translate="no" { (one.opener) } ", dernier message le " (french::date_year(one.day)) } }
        } }
        @if pages.len() > 1 {
            nav aria-label="Pages" { @for (at, name) in pages.iter().enumerate() { a href=(name) { "Page " (at + 1) } " " } }
        }
    }
}
