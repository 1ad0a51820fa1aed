//! The director puts a post on the public page, having seen which photos go along, or takes it off.

use super::{SETTINGS, judging, making_path, post_path, store};
use crate::{
    base::{
        db::{Id, Tx},
        error::{Error, Result},
        french,
        ui::{
            button,
            notice::{Tone, notice},
            page::crumbs,
            piece,
        },
    },
    door::{Cx, Draft, Page, form::Nothing},
    rooms::blog::{
        Post, State,
        pages::title,
        path,
        photos::{
            Shot,
            gallery::picture::{Wide, photo},
        },
        policy::MakePublic,
    },
    school::permit::May,
};
use maud::{Markup, PreEscaped, html};

const PUT: &str = "L’article est sur la page publique.";
const TAKEN_OFF: &str = "L’article n’est plus sur la page publique.";

pub fn show(cx: &Cx, post: &May<MakePublic>, _: &Draft) -> Result<Page> {
    if post.state != State::Published {
        return Err(Error::NotFound);
    }
    let judged = judging::judge(&cx.db, post, &cx.zone, cx.today)?;
    let is_open = store::opened_at(&cx.db)?.is_some();
    let is_there = post.public_at.is_some();
    let heading = if is_there { "Sur la page publique" } else { "Mettre sur la page publique ?" };
    let body = html! {
        (crumbs(&[("Blog", path::BLOG), (title(post), &path::post(post.id))], "Page publique"))
        h1 { (heading) }
        @if !is_open {
            (notice(Tone::Info, html! { p { "La page publique est fermée : personne ne verra cet article tant que vous ne l’ouvrez pas. " a href=(SETTINGS) { "Ouvrir la page publique" } } }))
        }
        (piece::card(html! {
            h2 { (title(post)) }
            div.riche { (PreEscaped(&post.body)) }
            p { strong { (photos(&judged)) } }
            @if !judged.shown.is_empty() {
                section.galerie aria-label="Photos montrées à tout le monde" { @for shot in &judged.shown { (seen(post.id, shot)) } }
            }
            @if judged.blurred > 0 { p { (french::count(judged.blurred as i64, "photo montrée a", "photos montrées ont")) " un visage flouté." } }
            @if judged.held_back > 0 {
                p { (french::count(judged.held_back as i64, "photo reste", "photos restent")) " pour les familles : un enfant qui y est n’a pas d’accord pour la page publique, ou personne n’a dit qui est dessus." }
            }
            @if judged.others > 0 { p { (french::count(judged.others as i64, "son, vidéo ou document reste", "sons, vidéos ou documents restent")) " sur le blog." } }
        }))
        @if is_there {
            form.actions method="post" action={ (making_path(post.id)) "/retrait" } {
                (button::danger("Retirer de la page publique"))
                @if is_open { (button::link("Voir l’article public", post_path(post.id)).quiet()) }
            }
        } @else {
            @if post.public_left_at.is_some() {
                (notice(Tone::Info, html! { p { "Il y était : il a changé depuis, par quelqu’un d’autre que vous, et l’a quittée." } }))
            }
            (notice(Tone::Warning, html! { p { (warning(&judged)) } }))
            form.actions method="post" action=(making_path(post.id)) {
                (button::primary(if post.public_left_at.is_some() { "Remettre sur la page publique" } else { "Mettre sur la page publique" }))
                @if post.public_left_at.is_none() { (button::link("Laisser sur le blog", path::post(post.id)).quiet()) }
            }
            @if post.public_left_at.is_some() {
                form.actions method="post" action={ (making_path(post.id)) "/retrait" } { (button::quiet("Laisser sur le blog")) }
            }
        }
    };
    Ok(Page::narrow(heading, body))
}

/// As everybody will see it, and what is said of it to who cannot.
fn seen(post: Id<Post>, shot: &Shot) -> Markup {
    let words = shot.bare.media.alt.trim();
    html! {
        figure.vue {
            (photo(post, shot, Wide::Tile, true))
            @if !words.is_empty() { figcaption.doux { (words) } }
        }
    }
}

fn warning(judged: &judging::Judged) -> &'static str {
    if judged.shown.iter().any(|shot| !shot.bare.media.alt.trim().is_empty()) {
        "Tout le monde pourra lire ce texte et ces descriptions. Relisez-les : aucun nom d’enfant, aucune information sur une famille."
    } else {
        "Tout le monde pourra lire ce texte. Relisez-le : aucun nom d’enfant, aucune information sur une famille."
    }
}

fn photos(judged: &judging::Judged) -> String {
    match judged.shown.len() {
        0 => "Aucune photo ne sera montrée.".to_owned(),
        count => {
            format!("{} à tout le monde.", french::count(count as i64, "photo est montrée", "photos sont montrées"))
        }
    }
}

pub fn put(cx: &Cx<Tx>, post: May<MakePublic>, _: Nothing) -> Result<Page> {
    if post.state != State::Published {
        return Err(Error::Conflict);
    }
    store::put(&cx.db, &post, cx.now)?;
    Ok(Page::go(making_path(post.id)).saying(PUT))
}

pub fn take_off(cx: &Cx<Tx>, post: May<MakePublic>, _: Nothing) -> Result<Page> {
    store::take_off(&cx.db, &post)?;
    cx.journal("TakeOffPublic", "post", Some(post.id.number()))?;
    Ok(Page::go(making_path(post.id)).saying(TAKEN_OFF))
}
