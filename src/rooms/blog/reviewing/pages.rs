//! What is said around a post that goes between its author and who publishes it.

use super::store::{InWork, Remark};
use crate::{
    base::{
        french,
        ui::{
            Icon, button, field, icon,
            notice::{self, Tone},
            page::crumbs,
            piece,
        },
    },
    door::{Cx, Draft, Page},
    rooms::blog::{
        Post, State, Stopped,
        pages::{day, moment, title},
        path,
        policy::{PublishPost, ReadPost, ReturnPost, SubmitPost, TakeBackPost, WritePost},
        writing,
    },
    school::permit::May,
};
use maud::{Markup, html};

pub const SUBMITTED: &str = "Votre article est proposé. Vous verrez ici ce qu’il devient.";
pub const TAKEN_BACK: &str = "Vous avez repris votre article : personne d’autre ne le voit.";
pub const GIVEN_BACK: &str = "L’article est renvoyé avec votre remarque.";
pub const SAY_WHY: &str = "Dites en une phrase ce qui est à reprendre.";
pub const TOO_LONG: &str = "Cette remarque est trop longue : 2 000 lettres au plus.";

/// Above a post that families do not see: where it stands, and what the viewer may do with it.
pub fn above(cx: &Cx, post: &May<ReadPost>) -> Markup {
    let is_author = post.by() == post.author;
    let publishes = post.also::<PublishPost>().is_some();
    html! {
        (notice::notice(tone(post), html! { p { (sentence(cx, post, is_author, publishes)) } }))
        div.rang.ecran {
            @if publishes && (post.state == State::Submitted || post.is_in_hand()) {
                form.sans-papier method="post" action=(path::of(post.id, "publier")) { (button::primary(publish_label(cx, post)).icon(Icon::Send)) }
            } @else if post.also::<SubmitPost>().is_some() {
                form.sans-papier method="post" action=(path::of(post.id, "proposer")) { (button::primary("Proposer à la relecture").icon(Icon::Send)) }
            }
            @if post.state == State::Scheduled && publishes {
                form.sans-papier method="post" action=(path::of(post.id, "publier")) { (button::quiet("Publier maintenant").icon(Icon::Send)) }
            }
            @if post.also::<WritePost>().is_some() {
                (button::link(if post.is_in_hand() { "Continuer à écrire" } else { "Corriger" }, path::of(post.id, "ecrire")).icon(Icon::PenLine).quiet())
            }
            @if matches!(post.state, State::Submitted | State::Scheduled) {
                @if post.also::<ReturnPost>().is_some() && !is_author {
                    (button::link("Renvoyer avec une remarque", path::of(post.id, "renvoyer")).icon(Icon::Undo2).quiet())
                }
                @if post.also::<TakeBackPost>().is_some() {
                    form.sans-papier method="post" action=(path::of(post.id, "reprendre")) { (button::quiet("Reprendre mon article").icon(Icon::Undo2)) }
                }
            }
        }
    }
}

fn publish_label(cx: &Cx, post: &Post) -> String {
    match post.leaves_at.filter(|at| *at > cx.now) {
        Some(at) => format!("Publier {}", moment(cx, at)),
        None => "Publier".to_owned(),
    }
}

fn tone(post: &Post) -> Tone {
    match post.state {
        State::Returned | State::Withdrawn => Tone::Warning,
        _ => Tone::Info,
    }
}

fn sentence(cx: &Cx, post: &Post, is_author: bool, publishes: bool) -> Markup {
    let when = post.leaves_at.map(|at| moment(cx, at)).unwrap_or_default();
    html! {
        @match post.state {
            State::Draft => { strong { "C’est un brouillon." } " Personne d’autre que vous ne le voit." },
            State::Submitted if is_author && !publishes => { strong { "Votre article est proposé." } " Qui enseigne dans la classe le relit avant de le publier. Vous pouvez le reprendre." },
            State::Submitted if post.stopped.is_some() => { strong { "Cet article n’est pas parti à son heure." } " " (post.stopped.map(|(_, why)| reason(why)).unwrap_or_default()) " Il attend maintenant votre relecture." },
            State::Submitted => {
                strong { "Cet article attend votre relecture." } " Les familles ne le voient pas encore."
                @if post.has_comments { " Elles pourront le commenter." }
            },
            State::Returned => (returned(cx, post)),
            State::Scheduled => { strong { "Cet article attend son heure." } " Il sera publié " (when) "." },
            State::Withdrawn => { strong { "Retiré " (post.withdrawn_at.map(|at| moment(cx, at)).unwrap_or_default()) "." } " Les familles et les élèves ne le voient plus." },
            State::Published => "",
        }
    }
}

fn returned(cx: &Cx, post: &Post) -> Markup {
    match post.stopped {
        Some((at, why)) => html! { strong { "Cet article n’est pas parti " (moment(cx, at)) "." } " " (reason(why)) },
        None => {
            html! { strong { "Votre article vous revient." } " Reprenez-le d’après la remarque, puis proposez-le à nouveau." }
        }
    }
}

pub fn reason(why: Stopped) -> &'static str {
    match why {
        Stopped::Right => "Qui l’avait programmé ne publie plus dans cette classe.",
        Stopped::Problem => {
            "Il manquait quelque chose à cette heure-là : un accord pour une photo, un texte ou une classe. Ouvrez-le et publiez-le : ce qui manque vous sera dit."
        }
    }
}

pub fn remarks(cx: &Cx, all: &[Remark]) -> Markup {
    html! {
        @if !all.is_empty() {
            section.carte {
                h2 { "Remarques" }
                @for one in all {
                    p { (piece::person(&one.said_by)) " · " (moment(cx, one.said_at)) }
                    p.remarque { (one.text) }
                }
            }
        }
    }
}

pub fn give_back(post: &May<ReturnPost>, draft: &Draft) -> Page {
    let body = html! {
        (crumbs(&[("Blog", path::BLOG), ("L’article", &path::post(post.id))], "Renvoyer"))
        h1 { "Renvoyer l’article" }
        p { "« " (title(post)) " » revient à " (piece::person(&post.author_name)) ", qui pourra le reprendre et le proposer à nouveau." }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        form.pile method="post" action=(path::of(post.id, "renvoyer")) {
            (field::textarea("remarque", "Votre remarque").typed(draft.typed("remarque")).required().max_length(super::REMARK_LETTERS)
                .hint("Ce qui est à reprendre : un mot, une photo, un prénom."))
            div.actions {
                (button::primary("Renvoyer l’article").icon(Icon::Undo2))
                (button::link("Annuler", path::post(post.id)).quiet())
            }
        }
    };
    Page::narrow("Renvoyer l’article", body)
}

/// What waits for the viewer, and the viewer's own that are not before families: above the feed.
pub fn in_work(cx: &Cx, to_review: &[InWork], own: &[InWork], scheduled: &[InWork]) -> Markup {
    html! {
        @if !to_review.is_empty() {
            section.pile {
                h2 { "À relire" }
                ul.liste { @for one in to_review { (line(cx, one, true)) } }
            }
        }
        @if !own.is_empty() {
            section.pile {
                h2 { "Mes articles en cours" }
                ul.liste { @for one in own { (line(cx, one, false)) } }
            }
        }
        @if !scheduled.is_empty() {
            (piece::details_of(
                &french::count(scheduled.len(), "article programmé par un collègue", "articles programmés par des collègues"),
                html! { ul.liste { @for one in scheduled { (line(cx, one, true)) } } },
            ))
        }
    }
}

fn line(cx: &Cx, one: &InWork, names_author: bool) -> Markup {
    let place = if matches!(one.state, State::Draft | State::Returned) {
        path::of(one.post, "ecrire")
    } else {
        path::post(one.post)
    };
    html! {
        li.mot-en-ligne {
            div.pile {
                a.titre href=(place) { @if one.title.is_empty() { "Sans titre" } @else { (one.title) } }
                @if let Some(at) = writing::goes_at(one.state, one.changed_at, cx.now).filter(|_| !names_author) {
                    span.retard { (icon(Icon::Clock)) span { "Sera effacé " (day(cx, at)) } }
                }
                span.doux { @if names_author { "De " (piece::person(&one.author_name)) (for_whom(one)) " · " } (moment(cx, one.changed_at)) }
            }
            (state(cx, one, names_author))
        }
    }
}

fn for_whom(one: &InWork) -> Markup {
    html! { @if let Some(names) = &one.classes { ", pour " span translate="no" { (french::list(&names.split(", ").collect::<Vec<_>>())) } } }
}

fn state(cx: &Cx, one: &InWork, is_anothers: bool) -> Markup {
    match one.state {
        State::Draft => piece::tag("Brouillon"),
        State::Submitted if is_anothers => piece::tag_waits("À relire"),
        State::Submitted => piece::tag("Proposé"),
        State::Returned if one.stopped.is_some() => piece::late("N’est pas parti"),
        State::Returned => piece::tag_waits("À reprendre"),
        State::Scheduled => {
            piece::tag(&one.leaves_at.map_or("Programmé".to_owned(), |at| format!("Programmé {}", moment(cx, at))))
        }
        State::Published | State::Withdrawn => piece::late("Retiré"),
    }
}

/// On the home page of who may publish it.
pub fn review_card(cx: &Cx, one: &InWork) -> Markup {
    html! {
        article.mot {
            div.rang { (piece::tag_waits("À relire")) (piece::tag("Blog")) }
            h2 { a href=(path::post(one.post)) { (one.title) } }
            p.doux { "Proposé par " (piece::person(&one.author_name)) (for_whom(one)) " · " (moment(cx, one.changed_at)) }
            div.actions { (button::link("Lire et publier", path::post(one.post)).about(format!("« {} »", one.title))) }
        }
    }
}

/// On the home page of its author, when it came back.
pub fn own_card(cx: &Cx, one: &InWork) -> Markup {
    html! {
        article.mot {
            div.rang { (state(cx, one, false)) (piece::tag("Blog")) }
            h2 { a href=(path::of(one.post, "ecrire")) { @if one.title.is_empty() { "Sans titre" } @else { (one.title) } } }
            p.doux { @if let Some(why) = one.stopped { (reason(why)) } @else { "Une remarque vous attend · " (moment(cx, one.changed_at)) } }
            div.actions { (button::link("Reprendre l’article", path::of(one.post, "ecrire"))) }
        }
    }
}
