//! Comments under a post.

use super::{Facts, store::Waiting};
use crate::{
    base::{
        db::Id,
        french,
        ui::{Icon, button, field, piece},
    },
    door::Cx,
    rooms::blog::{Post, comments::Comment, pages::moment, path, policy::ReadPost},
    school::permit::{May, Ties},
};
use maud::{Markup, html};

pub const SAY: &str = "Écrivez votre commentaire.";
pub const TOO_LONG: &str = "Ce commentaire est trop long : 1 000 lettres au plus.";
pub const MANY: &str = "Vos commentaires attendent d’être relus : revenez un peu plus tard.";
pub const WAITS: &str = "Merci. Votre commentaire sera montré quand il aura été relu.";
pub const SHOWN: &str = "Le commentaire est montré.";
pub const REMOVED: &str = "Le commentaire est retiré.";

pub fn section(cx: &Cx, post: &May<ReadPost>, all: &[Facts], judges: bool, may_add: bool) -> Markup {
    let is_pupil = post.ties().meets(Ties::PUPIL);
    html! {
        @if may_add || !all.is_empty() {
            section.carte.commentaires #commentaires {
                h2 { "Commentaires" }
                @if all.is_empty() { p.doux { @if is_pupil { "Personne n’a encore rien écrit ici." } @else { "Soyez la première ou le premier à écrire ici." } } }
                @for one in all { (comment(cx, post, one, judges)) }
                @if may_add {
                    form.pile.ecran method="post" action=(path::of(post.id, "commentaires")) {
                        (field::textarea("commentaire", if is_pupil { "Ton commentaire" } else { "Votre commentaire" }).max_length(super::LETTERS)
                            .hint(hint(judges, is_pupil)))
                        (button::quiet("Envoyer").icon(Icon::Send))
                    }
                }
            }
        }
    }
}

fn hint(judges: bool, is_pupil: bool) -> &'static str {
    match (judges, is_pupil) {
        (true, _) => "Sous votre nom, montré tout de suite.",
        (_, true) => "Ton nom sera écrit à côté. Ton enseignant le lit avant de le montrer.",
        _ => "Sous votre nom, pour tous ceux qui lisent cet article. L’école le relit avant de le montrer.",
    }
}

fn comment(cx: &Cx, post: &May<ReadPost>, one: &Facts, judges: bool) -> Markup {
    let is_own = one.author == post.by();
    html! {
        article.commentaire {
            p.rang { (piece::person(&one.author_name)) span.doux { (moment(cx, one.said_at)) }
                @if !one.is_shown { @if judges { (piece::tag_waits("À relire")) } @else { (piece::tag("Attend d’être relu")) } } }
            p.remarque { (one.text) }
            @if judges || is_own {
                div.rang.ecran {
                    @if judges && !one.is_shown {
                        form.sans-papier method="post" action=(of(one.id, "montrer")) { (button::quiet("Montrer").small().about(by(one))) }
                    }
                    form.sans-papier method="post" action=(of(one.id, "retirer")) { (button::quiet("Retirer").small().confirm("Retirer ce commentaire ?").about(by(one))) }
                }
            }
        }
    }
}

fn by(one: &Facts) -> String {
    format!("le commentaire de {}", one.author_name)
}

fn of(comment: Id<Comment>, what: &str) -> String {
    format!("{}/commentaires/{comment}/{what}", path::BLOG)
}

/// On the home page of who may show them.
pub fn waiting_card(one: &Waiting) -> Markup {
    let many = french::count(one.comments, "commentaire à relire", "commentaires à relire");
    html! {
        article.mot {
            div.rang { (piece::tag_waits(&many)) (piece::tag("Blog")) }
            h2 { a href={ (place(one.post)) } { (one.title) } }
            div.actions { (button::link("Relire", place(one.post)).about(format!("les commentaires de « {} »", one.title)).quiet()) }
        }
    }
}

/// The same above the blog's list.
pub fn waiting(all: &[Waiting]) -> Markup {
    html! {
        @if !all.is_empty() {
            section.pile {
                h2 { "Commentaires à relire" }
                ul.liste { @for one in all {
                    li.mot-en-ligne {
                        div.pile { a.titre href=(place(one.post)) { (one.title) } }
                        (piece::tag_waits(&french::count(one.comments, "commentaire", "commentaires")))
                    }
                } }
            }
        }
    }
}

fn place(post: Id<Post>) -> String {
    format!("{}#commentaires", path::post(post))
}
