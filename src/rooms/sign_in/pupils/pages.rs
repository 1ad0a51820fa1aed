//! The pages of children who come in: few words, big targets, each picture with its word. « Tu » everywhere.

use crate::{
    base::{
        french,
        pictograms::{self, COUNT, WORDS},
        ui::{Icon, button, field, icon, notice, piece},
    },
    door::{Draft, Faults, Page},
    school::{
        account::pupil::{Face, SIGN_IN, pictures::LENGTH},
        viewer::Viewer,
    },
};
use maud::{Markup, Render, html};

/// On the sign-in page of everybody, where pupils may come in by pictures.
pub fn way_in() -> Markup {
    html! { div.entree-eleve { (button::link("Je suis élève, j’entre avec mes images", SIGN_IN).quiet().icon(Icon::Backpack)) } }
}

pub fn wrong_code() -> Faults {
    Faults::one("code", "Ce code n’ouvre aucune classe. Regarde bien l’affiche, ou demande à un adulte.")
}

pub fn wrong(left: i64) -> Faults {
    let left = french::count(left, "essai", "essais");
    Faults::one("", format!("Ce ne sont pas tes images. Recommence : il te reste {left}."))
}

pub fn wait(seconds: i64) -> Faults {
    let minutes = french::count((seconds + 59) / 60, "minute", "minutes");
    Faults::one(
        "",
        format!("Il y a eu beaucoup d’essais ici. Attends {minutes}, ou demande à ta maîtresse ou à ton maître."),
    )
}

pub fn code(draft: &Draft) -> Page {
    let main = html! {
        div.eleve.pile {
            h1 { "Bonjour !" }
            (faults(draft))
            p { "Scanne l’affiche de ta classe, ou recopie son code." }
            form.pile method="post" action=(SIGN_IN) {
                (field::code("code", "Le code de ma classe").required().typed(draft.typed("code")))
                (button::primary("Continuer").icon(Icon::ArrowRight))
            }
            p { a href="/connexion" { "J’ai un identifiant et deux mots" } }
        }
    };
    Page::narrow("Entrer dans ma classe", main)
}

pub fn faces(class: &str, token: &str, faces: &[Face]) -> Page {
    let main = html! {
        div.eleve.pile {
            h1 { "Qui es-tu ?" }
            p.doux { (class) }
            @if faces.is_empty() {
                (piece::empty_state("Pas encore d’images", "Ta maîtresse ou ton maître va te donner tes trois images.", html! {}))
            } @else {
                ul.portes.noms {
                    @for face in faces {
                        li { a href={ (SIGN_IN) "/classe/" (token) "/" (face.pupil) } {
                            span translate="no" { (face.name) }
                            @if face.is_blocked { span.retard { (icon(Icon::Lock)) span { "Fermé" } } }
                        } }
                    }
                }
            }
        }
    };
    Page::new("Qui es-tu ?", main)
}

/// `so_far` is in the page, never on it: whoever looks over a shoulder sees only how many.
pub fn grid(class: &str, token: &str, face: &Face, so_far: &[usize], draft: &Draft) -> Page {
    let at = so_far.len() + 1;
    let before = so_far.iter().map(usize::to_string).collect::<Vec<_>>().join("-");
    let own = format!("{SIGN_IN}/classe/{token}/{}", face.pupil);
    let main = html! {
        div.eleve.pile {
            h1 { (piece::person(&face.name)) ", touche ton image " (at) "." }
            p.pas {
                @for step in 1..=LENGTH { span.fait[step < at] aria-hidden="true" {} }
                span.hors-vue { "Image " (at) " sur " (LENGTH) ", " (class) }
            }
            (faults(draft))
            form method="post" action=(own) {
                (field::hidden("avant", &before))
                ul.images {
                    @for picture in 0..COUNT {
                        li { button.image type="submit" name="image" value=(picture) { (pictograms::svg(picture)) span { (WORDS[picture]) } } }
                    }
                }
            }
            div.rang.bouts {
                @if !so_far.is_empty() { (button::link("Recommencer", own.clone()).quiet().icon(Icon::Undo2)) }
                (button::link("Ce n’est pas moi", format!("{SIGN_IN}/classe/{token}")).quiet())
            }
        }
    };
    Page::narrow(format!("{} : image {at} sur {LENGTH}", face.name), main)
}

pub fn blocked(name: &str, back: &str) -> Page {
    let main = html! {
        div.eleve.pile {
            h1 { "Ta porte est fermée, " (piece::person(name)) "." }
            p { "Il y a eu cinq essais. Ce n’est pas grave : va voir ta maîtresse ou ton maître, qui peut la rouvrir tout de suite." }
            (button::link("C’est fait, j’essaie encore", back).icon(Icon::ArrowRight))
        }
    };
    Page::narrow("Ta porte est fermée", main)
}

/// A pupil's own account: who one is, and the way out.
pub fn account(viewer: &Viewer, login: &str, by_pictures: bool) -> Page {
    let name = format!("{} {}", viewer.first_name, viewer.last_name);
    let main = html! {
        h1 { (piece::person(&name)) }
        @if by_pictures { p { "Tu entres avec tes trois images. Garde-les pour toi et pour tes parents." } }
        @else {
            p { "Ton identifiant : " strong translate="no" { (login) } }
            p { "Garde tes deux mots pour toi et pour tes parents. Tu les as oubliés ? Ta maîtresse ou ton maître t’en donne d’autres." }
        }
        p { a href="/donnees-personnelles/enfants" { "Ce que l’école sait de moi" } }
    };
    Page::narrow("Mon compte", main)
}

pub fn rules() -> Markup {
    let rule = |which: Icon, text: &str| html! { li.rang { (icon(which)) span { (text) } } };
    piece::card(html! {
        h2 { "Les règles, ici" }
        ul.regles {
            (rule(Icon::Lock, "Mes images ou mes mots sont à moi. Je ne les dis à personne, sauf à mes parents."))
            (rule(Icon::Hand, "Je parle gentiment aux autres. Ce que j’écris est lu par ma maîtresse ou mon maître."))
            (rule(Icon::LogOut, "Quand j’ai fini, je touche « J’ai fini »."))
            (rule(Icon::Eye, "Si quelque chose me gêne, je le dis à un adulte."))
        }
        form method="post" action="/compte/regles" { (button::primary("J’ai compris").icon(Icon::Check).render()) }
    })
}

fn faults(draft: &Draft) -> Markup {
    notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str())))
}
