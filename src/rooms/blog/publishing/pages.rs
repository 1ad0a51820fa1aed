//! The sentences of publishing, and the page that asks before a post is withdrawn.

use crate::{
    base::{
        clock::Instant,
        db::Rx,
        french,
        ui::{button, page::crumbs, piece},
    },
    door::{Cx, Page},
    rooms::blog::{path, policy::WithdrawPost},
    school::permit::May,
};
use maud::html;
use std::borrow::Borrow;

pub const TITLE: &str = "Donnez un titre : c’est lui que les familles voient d’abord.";
pub const TEXT: &str = "Écrivez quelques mots, ou ajoutez une photo.";
pub const FOR_WHOM: &str = "Dites pour qui est cet article : cochez au moins une classe.";
pub const NOBODY: &str = "Il n’y a encore aucun élève ici : personne ne lirait cet article.";
pub const NO_SUCH_DAY: &str = "Ce jour ou cette heure n’existe pas : choisissez-en d’autres.";
pub const MOMENT_IS_PAST: &str = "Ce moment est passé : choisissez-en un à venir, ou publiez maintenant.";
pub const TOO_FAR: &str = "C’est dans plus d’un an : choisissez un jour plus proche.";
pub const PUBLISHED: &str = "C’est publié. Les familles peuvent le lire.";
pub const WITHDRAWN: &str = "L’article est retiré : les familles et les élèves ne le voient plus.";
pub const BROUGHT_BACK: &str = "L’article est de nouveau publié, à sa date.";
pub const PINNED: &str = "L’article reste en haut du blog.";
pub const UNPINNED: &str = "L’article a repris sa place, à sa date.";

pub fn to_settle(many: usize, are_photos: bool) -> String {
    let (one, several) = if are_photos {
        ("photo est à régler", "photos sont à régler")
    } else {
        ("fichier est à régler", "fichiers sont à régler")
    };
    format!("{} avant de publier.", french::count(many as i64, one, several))
}

pub fn will_leave<D: Borrow<Rx>>(cx: &Cx<D>, at: Instant) -> String {
    format!("L’article sera publié {}.", french::moment(at.timestamp(), cx.now.timestamp(), &cx.zone))
}

pub fn withdraw(post: &May<WithdrawPost>) -> Page {
    let body = html! {
        (crumbs(&[("Blog", path::BLOG), ("L’article", &path::post(post.id))], "Retirer"))
        h1 { "Retirer cet article ?" }
        (piece::card(html! {
            p { strong { (post.title) } }
            p { "Les familles et les élèves ne le verront plus, photos et commentaires compris. Vous pourrez le remettre." }
            form.actions method="post" action=(path::of(post.id, "retirer")) {
                (button::danger("Retirer l’article"))
                (button::link("Le laisser", path::post(post.id)).quiet())
            }
        }))
    };
    Page::narrow("Retirer l’article", body)
}
