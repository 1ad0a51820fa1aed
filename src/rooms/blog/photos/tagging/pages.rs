//! The page on which one says who is on a series of photos, and the composer's piece about what was sent.

use super::{Desk, Elsewhere, forms::ELSEWHERE, is_for_several};
use crate::{
    base::{
        darkroom::Fault,
        db::Id,
        french,
        ui::{
            Icon, button, field, icon, notice,
            page::crumbs,
            piece,
            uploader::{Uploader, uploader},
        },
    },
    door::Page,
    rooms::blog::{
        Facts, Post,
        photos::{
            Face, Shot, Shown,
            gallery::{
                pages::document,
                picture::{Wide, photo, thumbnail},
            },
            path, sending,
            store::FOUND,
            told_apart,
        },
        policy::WritePost,
        public::leaving,
    },
    school::{
        Person, Pupil,
        media::{Kind, Size},
        permit::May,
    },
};
use maud::{Markup, html};

pub const SAVED: &str = "C’est noté.";
pub const TOO_MANY: &str = "Cet article a déjà 120 fichiers : commencez-en un autre.";

pub const NOT_TAKEN: &str =
    "Ce fichier ne se montre pas ici. Envoyez une photo, un son, une vidéo, un PDF ou un document.";

pub fn too_heavy(most: u64) -> String {
    format!("Ce fichier est trop lourd\u{202f}: {most}\u{a0}Mo au plus.")
}

const ALT_HINT: &str = "Ce que l’on voit, en une phrase, pour qui ne voit pas la photo. Sans nom d’enfant.";

/// In the composer, in a form of its own: a photo has its place from the first second on.
pub fn desk(post: &Facts, person: Id<Person>, arrived: Markup) -> Markup {
    let action = path::send(post.id);
    let sending = Uploader {
        action: &action,
        person: person.number(),
        label: "Photos, vidéos, sons, documents",
        hint: "Plusieurs à la fois. Le lieu et l’appareil enregistrés dans les photos, vidéos et sons sont effacés. Un document part tel quel : le nom de son auteur peut y rester. Il n’est montré qu’une fois que vous avez dit si l’on y reconnaît un enfant.",
        accept: "image/*,video/*,audio/*,.heic,.pdf,.doc,.docx,.odt,.ods,.odp,.xlsx,.pptx",
        most: sending::MOST,
        fault: None,
    };
    html! {
        section.pile aria-label="Photos et fichiers" {
            (uploader(&sending, arrived))
            noscript { p.indice { "Vous avez déjà écrit ? Enregistrez d’abord : l’envoi des fichiers recharge la page." } }
        }
    }
}

/// What was sent, small, with its state, and the way to its page.
pub fn arrived(post: &Facts, shots: &[Shot], ahead: i64) -> Markup {
    let unlooked = shots.iter().filter(|shot| shot.faces.is_unlooked && !shot.is_refused()).count();
    let is_photos = shots.iter().all(Shot::is_photo);
    let (one, many) = if is_photos {
        ("photo à regarder", "photos à regarder")
    } else {
        ("fichier à regarder", "fichiers à regarder")
    };
    html! {
        @if !shots.is_empty() { div.pile {
                ul.planche.sans-puce {
                    @for shot in shots { li data-attend[shot.is_waiting()] { (thumb(post, shot)) } }
                }
                @if shots.iter().any(Shot::is_waiting) { p.doux { (progress(shots, ahead)) } }
                @for shot in shots { @if let Some(note) = to_know(shot) { p.doux { "« " (shot.bare.media.name) " » : " (note) } } }
                @if unlooked > 0 {
                    p { (piece::tag_waits(&french::count(unlooked as i64, one, many))) }
                }
                div.rang {
                    (button::link("Dire qui est sur les photos", path::faces(post.id)).quiet().icon(Icon::Users))
                }
        } }
    }
}

/// As small as it takes to know which one it is.
pub fn thumb(post: &Facts, shot: &Shot) -> Markup {
    let media = &shot.bare.media;
    html! {
        @if shot.is_refused() { p.retard { (icon(Icon::CircleAlert)) span { (refused(shot)) } } }
        @else if !shot.is_ready() { span.carreau { (icon(Icon::Clock)) span { "En cours…" } } }
        @else if shot.is_photo() { (thumbnail(post.id, shot)) }
        @else { span.carreau { (icon(sign(media.kind))) span { (media.name) } } }
    }
}

fn sign(kind: Kind) -> Icon {
    match kind {
        Kind::Photo => Icon::Image,
        Kind::Sound => Icon::Volume2,
        Kind::Video => Icon::Monitor,
        Kind::Document => Icon::FileText,
    }
}

pub fn refused(shot: &Shot) -> String {
    let why = Fault::parse(&shot.bare.media.fault).map_or("", Fault::sentence);
    format!("« {} » n’a pas été gardé. {why}", shot.bare.media.name)
}

/// Of what is shown: that some may not be able to play it.
fn to_know(shot: &Shot) -> Option<&'static str> {
    let fault = Fault::parse(&shot.bare.media.fault).filter(|_| shot.is_ready());
    fault.map(Fault::sentence)
}

pub fn series(post: &May<WritePost>, desk: &Desk) -> Page {
    let title = if post.title.is_empty() { "Article sans titre" } else { post.title.as_str() };
    let names = told_apart(&desk.faces);
    let is_waiting = desk.shots.iter().any(Shot::is_waiting);
    let body = html! {
        (crumbs(&[("Blog", "/blog"), (title, &path::write(post.id))], "Photos"))
        h1 { "Qui est sur les photos ?" }
        @if desk.shots.is_empty() {
            (piece::empty_state("Aucune photo pour l’instant", "Ajoutez-en depuis l’article : elles attendront ici que vous disiez qui est dessus.",
                html! { (button::link("Revenir à l’article", path::write(post.id))) }))
        } @else {
            p {
                (if desk.shots.iter().all(Shot::is_photo) { "Une photo n’est montrée" } else { "Un fichier n’est montré" })
                " que si les responsables de chaque enfant que l’on y reconnaît sont d’accord."
            }
            (leaving::before(post))
            @if is_waiting { (waiting(desk)) }
            form.pile.large method="post" action=(path::faces(post.id)) data-serie data-retenir data-attente[is_waiting] {
                @if let Some(class) = desk.listed { (field::hidden("classe", &class.to_string())) }
                // Enter in a description saves, and moves nothing.
                button.hors-vue type="submit" tabindex="-1" { "Enregistrer" }
                @if is_for_several(post) { (classes(desk)) }
                @if let Some(elsewhere) = &desk.elsewhere { (other_class(elsewhere)) }
                @for at in 0..desk.shots.len() { (one(post, desk, &names, at)) }
                div.actions.collant {
                    (button::primary("Enregistrer").icon(Icon::Check))
                }
            }
            p { a href=(path::write(post.id)) { "Revenir à l’article" } }
        }
    };
    Page::new("Photos", body)
}

fn waiting(desk: &Desk) -> Markup {
    html! {
        div data-avance {
            (notice::notice(notice::Tone::Info, html! {
                p { (progress(&desk.shots, desk.ahead)) " Les autres apparaissent ici dès qu’elles le sont. "
                    a href="" { "Actualiser la page" } }
            }))
        }
    }
}

/// « 3 fichiers sur 30 sont prêts. »
fn progress(shots: &[Shot], ahead: i64) -> String {
    let ready = shots.iter().filter(|shot| shot.is_ready()).count();
    let all = shots.iter().filter(|shot| !shot.is_refused()).count();
    let are = french::plural(ready as i64, "est prêt", "sont prêts");
    let done = match ready {
        0 => format!("{} en préparation.", french::count(all as i64, "fichier", "fichiers")),
        _ => format!("{} sur {all} {are}.", french::count(ready as i64, "fichier", "fichiers")),
    };
    match ahead {
        0 => done,
        _ => format!("{done} {} avant.", french::count(ahead, "autre de l’école passe", "autres de l’école passent")),
    }
}

/// What is ticked goes along when another list is opened.
fn classes(desk: &Desk) -> Markup {
    html! {
        div.rang role="group" aria-label="Liste de classe" {
            span { "Liste de :" }
            @for class in &desk.classes {
                button.bouton.sobre.petit type="submit" name="geste" value={ "liste-" (class.id) }
                    aria-current=[(desk.listed == Some(class.id)).then_some("true")] { (class.name) }
            }
        }
    }
}

/// Classes go out together: a child of another one is looked for by name, and stands in each list then.
fn other_class(elsewhere: &Elsewhere) -> Markup {
    let is_asked = !elsewhere.wanted.is_empty();
    html! {
        (field::hidden("cherche", &elsewhere.wanted))
        details.plus open[is_asked] {
            summary { (icon(Icon::ChevronRight)) span { "Un enfant d’une autre classe…" } }
            div.pile {
                (field::text(ELSEWHERE, "Son prénom ou son nom").optional().max_length(60)
                    .typed(crate::base::ui::field::Typed::of(&elsewhere.wanted)))
                div.rang { (button::quiet("Chercher").small().sends("geste", "chercher")) }
                @if is_asked {
                    p role="status" {
                        @if elsewhere.found == FOUND { "Il y en a beaucoup : les douze premiers sont dans la liste de chaque photo. Écrivez plus de lettres pour trouver les autres." }
                        @else if elsewhere.found == 0 { "Personne ne s’appelle ainsi à l’école. Écrivez au moins deux lettres." }
                        @else { (french::count(elsewhere.found as i64, "enfant ajouté", "enfants ajoutés")) " à la liste de chaque photo, avec sa classe. Les accords de sa famille comptent de la même façon." }
                    }
                }
            }
        }
    }
}

fn one(post: &Post, desk: &Desk, names: &[String], at: usize) -> Markup {
    let shot = &desk.shots[at];
    let media = &shot.bare.media;
    let id = shot.id().to_string();
    let alt = format!("alt-{id}");
    html! {
        article.carte.pose id={ "photo-" (id) } data-media=(id) data-etat=(media.state.as_str()) {
            @if !shot.is_refused() { div.cliche { (preview(post, shot)) } }
            div.pile {
                h2 { (title(shot, at)) }
                @if shot.is_refused() { p.retard { (refused(shot)) } }
                @else {
                    (field::hidden("photo", &id))
                    (stood(shot))
                    @if let Some(note) = to_know(shot) { p.doux { (note) } }
                    (state(desk, names, shot))
                    (chips(desk, names, shot, at))
                    @if media.kind == Kind::Photo {
                        (field::text(&alt, "Description").hint(ALT_HINT).max_length(300).optional()
                            .typed(crate::base::ui::field::Typed::of(&media.alt)))
                    }
                }
                (gestures(desk, shot, at))
            }
        }
    }
}

fn title(shot: &Shot, at: usize) -> String {
    let what = match shot.bare.media.kind {
        Kind::Photo => "Photo",
        Kind::Sound => "Son",
        Kind::Video => "Vidéo",
        Kind::Document => "Document",
    };
    format!("{what} {}", at + 1)
}

fn preview(post: &Post, shot: &Shot) -> Markup {
    if !shot.is_ready() {
        return thumb(post, shot);
    }
    let src = path::size(post.id, shot.id(), Size::Whole);
    match shot.bare.media.kind {
        Kind::Photo => html! { a href=(path::media(post.id, shot.id())) { (photo(post.id, shot, Wide::Tile, true)) } },
        Kind::Video => html! { video controls preload="metadata" playsinline src=(src) aria-label="Vidéo" {} },
        Kind::Sound => html! { audio controls preload="none" src=(src) aria-label="Son" {} },
        Kind::Document => document(post, shot, false),
    }
}

/// What stands: who is named, and whether they may be shown.
fn state(desk: &Desk, names: &[String], shot: &Shot) -> Markup {
    let named = |pupils: &[Id<Pupil>]| french::list(&names_of(&desk.faces, names, pupils));
    let faces = &shot.faces;
    html! {
        @if faces.is_unlooked { (piece::tag_waits("À regarder")) }
        @else if faces.seen.is_empty() { (piece::done(nobody(shot))) }
        @else if desk.tells_consents && !faces.without_consent.is_empty() {
            p.retard { (icon(Icon::TriangleAlert)) span { "Sans accord : " span translate="no" { (named(&faces.without_consent)) } } }
        } @else { p.fait { (icon(Icon::Check)) span translate="no" { (named(&faces.seen)) } } }
        @match shot.bare.shown {
            Shown::All => {}
            Shown::Private => p.note { "Pour les familles des enfants dessus seulement" }
            Shown::Out => p.note { "Laissée de côté" }
        }
    }
}

/// What is said by who looked and knows nobody there.
pub fn nobody(shot: &Shot) -> &'static str {
    match shot.bare.media.kind {
        Kind::Document => "On n’y reconnaît aucun enfant",
        _ => "Personne de reconnaissable",
    }
}

pub fn names_of(faces: &[Face], names: &[String], pupils: &[Id<Pupil>]) -> Vec<String> {
    faces.iter().zip(names).filter(|(face, _)| pupils.contains(&face.pupil)).map(|(_, name)| name.clone()).collect()
}

/// What the page showed: what differs from it when it comes back was said here, all else by others.
fn stood(shot: &Shot) -> Markup {
    let (media, id) = (&shot.bare.media, shot.id());
    html! {
        @for tag in &shot.bare.tags { (field::hidden("etait", &format!("{id}-{}", tag.pupil))) }
        @if media.is_of_nobody { (field::hidden("etait_personne", &id.to_string())) }
        @if !media.alt.is_empty() { (field::hidden(&format!("etait-alt-{id}"), &media.alt)) }
    }
}

/// The class list, one tap away.
fn chips(desk: &Desk, names: &[String], shot: &Shot, at: usize) -> Markup {
    let media = shot.id();
    let is_on_it = |face: &Face| shot.bare.tags.iter().any(|tag| tag.pupil == face.pupil);
    html! {
        @if at > 0 {
            label.coche { input type="checkbox" name="memes" value=(media) data-memes; span { "Les mêmes que la photo précédente" } }
        }
        details.plus open[shot.faces.is_unlooked && at == 0] {
            summary { (icon(Icon::ChevronRight)) span { "Choisir dans la liste" } }
            div {
                div.jetons role="group" aria-label={ "Enfants sur la photo " (at + 1) } {
                    @for (face, name) in desk.faces.iter().zip(names) {
                        label.jeton {
                            input type="checkbox" name="eleve" value={ (media) "-" (face.pupil) } checked[is_on_it(face)];
                            span translate="no" { (name) }
                        }
                    }
                }
                @if desk.elsewhere.is_none() { p.doux { "Un enfant d’une autre classe ? Floutez-le, ou laissez la photo de côté." } }
            }
        }
        label.coche {
            input type="checkbox" name="personne" value=(media) checked[shot.bare.media.is_of_nobody] data-personne;
            span { (nobody(shot)) }
        }
    }
}

fn gestures(desk: &Desk, shot: &Shot, at: usize) -> Markup {
    let id = shot.id();
    let about = format!("{} {}", the(shot), at + 1);
    html! {
        div.rang {
            @if at > 0 { (button::quiet("Monter").small().sends("geste", format!("avant-{id}")).about(about.clone())) }
            @if at + 1 < desk.shots.len() { (button::quiet("Descendre").small().sends("geste", format!("apres-{id}")).about(about.clone())) }
            @if shot.is_photo() && shot.is_ready() {
                (button::quiet("Flouter").small().sends("geste", format!("flouter-{id}")).about(about.clone()))
            }
            @if shot.bare.shown != Shown::All && !shot.is_refused() {
                (button::quiet("Montrer à tous").small().icon(Icon::Eye).sends("geste", format!("montrer-{id}")).about(about.clone()))
            }
            (button::quiet("Retirer").small().icon(Icon::Trash2).sends("geste", format!("retirer-{id}")).about(about)
                .confirm(format!("Retirer {} de l’article ?", the(shot))))
        }
    }
}

fn the(shot: &Shot) -> &'static str {
    match shot.bare.media.kind {
        Kind::Photo => "la photo",
        Kind::Sound => "le son",
        Kind::Video => "la vidéo",
        Kind::Document => "le document",
    }
}
