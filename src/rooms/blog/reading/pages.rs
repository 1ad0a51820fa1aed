//! A post as it is read.

use crate::{
    base::{
        db::Id,
        french,
        ui::{Icon, aloud, button, icon, page::crumbs, piece},
    },
    door::{Cx, Page},
    rooms::blog::{
        Post, State,
        pages::{TITLE, moment, named, title},
        path,
        policy::{BringBackPost, MakePublic, PinPost, ReadPost, ReadVersions, WithdrawPost, WritePost},
        public,
        reviewing::{self, store::Remark},
    },
    school::permit::May,
};
use maud::{Markup, PreEscaped, html};

/// What the page draws around the post.
pub struct Read<'a> {
    /// The classes that it is meant for.
    pub names: &'a [String],
    pub remarks: &'a [Remark],
    pub beside: &'a Beside,
    pub comments: Markup,
    pub gallery: Markup,
}

/// The one just newer and the one just older.
#[derive(Default)]
pub struct Beside {
    pub newer: Option<(Id<Post>, String)>,
    pub older: Option<(Id<Post>, String)>,
}

pub fn post(cx: &Cx, post: &May<ReadPost>, read: &Read) -> Page {
    let title = title(post);
    let body = html! {
        (crumbs(&[(TITLE, path::BLOG)], title))
        @if post.state == State::Published { (links(post)) } @else { (reviewing::pages::above(cx, post)) (back(post)) }
        (reviewing::pages::remarks(cx, read.remarks))
        article.mot.article {
            div.rang {
                @if post.pinned_at.is_some() { (piece::tag("Épinglé")) }
                @if let Some(name) = &post.category { (piece::tag(name)) }
            }
            h1 #article-titre { (title) }
            p.doux { (from(cx, post, read.names)) }
            (aloud::listen("article-titre article-texte"))
            div.riche.lignes #article-texte { (PreEscaped(&post.body)) }
            (read.gallery)
        }
        (read.comments)
        @if post.state == State::Published { div.rang.ecran { (button::print("Imprimer")) } }
        (beside(read.beside))
    };
    Page::narrow(title, body)
}

/// « De Mme Benali, pour CE1 · mardi 17 novembre à 16 h 05 ».
fn from(cx: &Cx, post: &Post, names: &[String]) -> Markup {
    html! {
        "De " (piece::person(&post.author_name))
        @if !post.targets.is_empty() { ", pour " span translate="no" { (named(post.is_for_school(), names)) } }
        @if let Some(at) = post.published_at { " · " (moment(cx, at)) @if post.version > 1 { ", modifié " (moment(cx, post.changed_at)) } }
    }
}

/// For who may change it, and the printer for everybody.
fn links(post: &May<ReadPost>) -> Markup {
    html! {
        div.rang.ecran {
            @if post.also::<WritePost>().is_some() { (button::link("Modifier", path::of(post.id, "ecrire")).icon(Icon::PenLine).quiet()) }
            @if post.also::<PinPost>().is_some() {
                form.sans-papier method="post" action=(path::of(post.id, "epingle")) {
                    @if post.pinned_at.is_some() { (button::quiet("Ne plus épingler")) }
                    @else { (button::quiet("Épingler").sends("epingle", "oui")) }
                }
            }
            @if post.also::<WithdrawPost>().is_some() { (button::link("Retirer", path::of(post.id, "retirer")).icon(Icon::EyeOff).quiet()) }
            @if post.also::<MakePublic>().is_some() { (button::link("Page publique", public::making_path(post.id)).icon(Icon::Newspaper).quiet()) }
            @if post.version > 1 && post.also::<ReadVersions>().is_some() { (button::link("Versions", path::of(post.id, "versions")).icon(Icon::History).quiet()) }
        }
    }
}

/// Of a post withdrawn.
fn back(post: &May<ReadPost>) -> Markup {
    html! {
        @if post.state == State::Withdrawn && post.also::<BringBackPost>().is_some() {
            form.sans-papier method="post" action=(path::of(post.id, "remettre")) { (button::primary("Remettre l’article")) }
        }
    }
}

fn beside(beside: &Beside) -> Markup {
    html! {
        @if beside.newer.is_some() || beside.older.is_some() {
            nav.voisins.ecran aria-label="Autres articles" {
                @if let Some((post, title)) = &beside.older { a href=(path::post(*post)) rel="prev" { (icon(Icon::ArrowLeft)) span { span.doux { "Plus ancien" } br; (french::typeset(title)) } } }
                @if let Some((post, title)) = &beside.newer { a.suivant href=(path::post(*post)) rel="next" { span { span.doux { "Plus récent" } br; (french::typeset(title)) } (icon(Icon::ArrowRight)) } }
            }
        }
    }
}
