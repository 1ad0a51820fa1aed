//! The two pages of a rescue: whom, then the code, as large as a phone can show it.

use crate::{
    base::{
        error::Result,
        french,
        ui::{Icon, button, page, piece, qr},
    },
    door::Page,
    rooms::people::{path, policy::SeePupilFile},
    school::{account::rescue::MINUTES, permit::May, policy::RescueGuardian},
};
use jiff::civil::Time;
use maud::html;

const TITLE: &str = "Dépanner un parent";

/// A code just drawn: the only moment at which it is clear.
pub struct Shown {
    pub url: String,
    /// Where it is typed, as one says it.
    pub typed_at: String,
    pub login: String,
    pub code: String,
    pub until: Time,
}

pub fn choose(pupil: &May<SeePupilFile>, guardians: &[May<RescueGuardian>]) -> Page {
    let main = html! {
        (page::crumbs_of(&[(&pupil.name(), &path::pupil(pupil.id))], TITLE))
        h1 { (TITLE) }
        @if guardians.is_empty() {
            (piece::empty_state("Personne à dépanner ici", "Un collègue, ou un adulte dont le lien est à regarder, passe par la direction.",
                html! { (button::link("Revenir à la page de l’élève", path::pupil(pupil.id))) }))
        } @else {
            p { "Le parent est devant vous, avec son téléphone ? Votre écran va montrer un code qui vaut " (MINUTES) " minutes et ne sert qu’une fois. Il choisira lui-même sa nouvelle phrase de passe." }
            p.doux { "Vérifiez que c’est bien lui : ce code ouvre son compte. Vous êtes noté comme l’ayant montré, et il en est prévenu." }
            div.pile {
                @for guardian in guardians {
                    (button::post_button(&format!("{}/{}", path::rescue(pupil.id), guardian.tie),
                        button::primary(format!("Montrer le code à {}", guardian.name())).icon(Icon::QrCode)))
                }
            }
        }
    };
    Page::narrow(TITLE, main)
}

pub fn show(guardian: &May<RescueGuardian>, shown: &Shown) -> Result<Page> {
    let (first, last) = shown.code.split_at(shown.code.len() / 2);
    let main = html! {
        h1 { "Un code pour " (piece::person(&guardian.name())) }
        p { "À scanner avec l’appareil photo du téléphone, avant " strong { (french::time(shown.until)) } "." }
        div.code-a-scanner { (qr::code(&shown.url, "Le code à scanner")?) }
        p { "Le téléphone ne scanne pas ? Taper " strong translate="no" { (shown.typed_at) } " dans le navigateur, puis :" }
        (piece::facts([
            ("Identifiant", html! { strong translate="no" { (shown.login) } }),
            ("Code", html! { strong.code translate="no" { (first) "-" (last) } }),
        ]))
        p.doux { "Les fiches et les codes d’avant ne valent plus rien. Si le temps est passé, montrez-en un nouveau." }
        div.actions { (button::link("C’est fait", path::pupil(guardian.pupil())).quiet()) }
    };
    Ok(Page::narrow(TITLE, main))
}
