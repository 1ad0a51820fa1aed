//! The page that says, photo by photo, what keeps it from the families, with the ways out.

use super::{Doubt, Why, are_photos};
use crate::{
    base::{
        db::Id,
        french,
        ui::{Icon, button, field, page::crumbs, piece},
    },
    door::Page,
    rooms::blog::{
        Facts, State,
        photos::{
            Face, Shot, Shown,
            gallery::{
                pages::document,
                picture::{Wide, photo},
            },
            path,
            tagging::{
                FROM,
                pages::{names_of, nobody, thumb},
            },
        },
    },
    school::{Pupil, consent::Purpose},
};
use maud::{Markup, html};

pub fn gate(post: &Facts, doubts: &[Doubt], faces: &[Face], names: &[String]) -> Page {
    let title = if post.title.is_empty() { "Article sans titre" } else { post.title.as_str() };
    let (only, many) = if are_photos(doubts) { ("Une photo", "photos") } else { ("Un fichier", "fichiers") };
    let heading = match doubts.len() {
        0 => "Tout est réglé".to_owned(),
        1 => format!("{only} à régler"),
        several => format!("{several} {many} à régler"),
    };
    let is_shown = post.state == State::Published;
    let body = html! {
        (crumbs(&[("Blog", "/blog"), (title, &path::post(post.id))], "Photos"))
        h1 { (heading) }
        @if doubts.is_empty() {
            p { (piece::done("Chaque fichier a ce qu’il lui faut.")) }
            div.actions {
                @if is_shown { (button::link("Revenir à l’article", path::post(post.id))) }
                @else {
                    (button::post_button(&path::publish(post.id), button::primary("Publier l’article").icon(Icon::Send)))
                    (button::link("Revenir à l’article", path::write(post.id)).quiet())
                }
            }
        } @else {
            p {
                @if is_shown { "Tant que rien n’est décidé, personne ne les voit : ni les familles, ni les élèves." }
                @else { "L’article partira quand tout sera réglé." }
            }
            ul.pile.large.sans-puce { @for doubt in doubts { li { (one(post, doubt, faces, names)) } } }
            div.actions { (button::link("Revenir à l’article", path::write(post.id)).quiet()) }
        }
    };
    Page::new("Photos à régler", body)
}

fn one(post: &Facts, doubt: &Doubt, faces: &[Face], names: &[String]) -> Markup {
    let shot = &doubt.shot;
    html! {
        article.carte.pose id={ "photo-" (shot.id()) } {
            div.cliche {
                @if shot.is_ready() && shot.is_photo() { (photo(post.id, shot, Wide::Tile, false)) }
                @else if shot.is_ready() && shot.is_document() { (document(post, shot, false)) }
                @else { (thumb(post, shot)) }
            }
            div.pile {
                (why(post, doubt, faces, names))
                (ways_out(post, doubt))
            }
        }
    }
}

fn why(post: &Facts, doubt: &Doubt, faces: &[Face], names: &[String]) -> Markup {
    let it = if doubt.shot.is_photo() { "la photo n’est montrée" } else { "le fichier n’est montré" };
    match &doubt.why {
        Why::Unlooked if doubt.shot.is_document() => html! {
            h2 { "Y reconnaît-on un enfant ?" }
            p { "Un document peut contenir des photos. Ouvrez-le : les familles le voient une fois que vous l’avez dit." }
        },
        Why::Unlooked => html! {
            h2 { "Qui est dessus ?" }
            p { "Personne n’a encore dit qui l’on y reconnaît." }
        },
        Why::WithoutConsent(pupils) => {
            let listed = french::list(&names_of(faces, names, pupils));
            let lacks = if pupils.len() == 1 { " n’a pas d’accord " } else { " n’ont pas d’accord " };
            html! {
                h2 { span translate="no" { (listed) } (lacks) (to_whom(post.purpose, &doubt.shot, pupils)) }
                p { "Sans l’accord des responsables, " (it) " à personne d’autre." }
            }
        }
        Why::ForNobody => html! {
            h2 { "Pour quelles familles ?" }
            p { "La photo est gardée pour les familles des enfants dessus, et personne n’y est nommé." }
        },
    }
}

/// To families of another class than the child's own it takes the consent for the school.
fn to_whom(purpose: Purpose, shot: &Shot, without: &[Id<Pupil>]) -> &'static str {
    let is_stranger = |pupil: &Id<Pupil>| shot.bare.strangers.contains(pupil);
    match purpose {
        Purpose::Class if without.iter().all(is_stranger) => "pour le blog d’une autre classe que la sienne",
        Purpose::Class if without.iter().any(is_stranger) => "pour les familles de cet article",
        Purpose::Class => "pour le blog de la classe",
        Purpose::School => "pour le blog de l’école",
        Purpose::Public => "pour la page publique",
        Purpose::Press => "pour la presse",
    }
}

fn ways_out(post: &Facts, doubt: &Doubt) -> Markup {
    let shot = &doubt.shot;
    let show = |shown: Shown, label: &'static str, sign: Icon| {
        html! {
            form.sans-papier method="post" action=(path::of(post.id, shot.id(), "montrer")) {
                (field::hidden("montrer", shown.as_str()))
                (button::quiet(label).icon(sign))
            }
        }
    };
    let has_people = !shot.faces.seen.is_empty();
    // The families of a child of another class do not read this post: an album of theirs would be nobody's.
    let is_album_read = !shot.faces.without_consent.iter().any(|pupil| shot.bare.strangers.contains(pupil));
    let has_album = has_people && is_album_read && doubt.why != Why::ForNobody;
    html! {
        div.rang {
            @if doubt.why == Why::Unlooked && shot.is_document() && shot.is_ready() {
                form method="post" action=(path::faces(post.id)) {
                    (field::hidden("photo", &shot.id().to_string()))
                    (field::hidden("personne", &shot.id().to_string()))
                    (field::hidden(FROM, path::FROM_GATE))
                    (button::quiet(nobody(shot)).icon(Icon::Check))
                }
            }
            @if !has_people {
                (button::link("Dire qui est dessus", format!("{}#photo-{}", path::faces(post.id), shot.id())).icon(Icon::Users))
            }
            @if has_people && shot.is_photo() && shot.is_ready() {
                (button::link("Flouter", path::blur_from_gate(post.id, shot.id())).quiet().icon(Icon::EyeOff))
            }
            @if has_album { (show(Shown::Private, "Album privé", Icon::Lock)) }
            (show(Shown::Out, "Laisser de côté", Icon::X))
        }
        @if has_people {
            p.doux { "« Album privé » : seules les familles des enfants qui sont dessus la voient." }
            @if let Why::WithoutConsent(pupils) = &doubt.why {
                @if pupils.len() > 1 {
                    p.doux { "Plusieurs enfants sont sans accord : en album privé, une famille ne la voit que si tous sont à elle. Mieux vaut flouter." }
                }
            }
        }
    }
}
