//! The frame of the rich editor: a toolbar that stays hidden until `editeur.js` puts the editor behind it.
use maud::{Markup, html};

use super::icon::{Icon, icon};

/// Stands just before its textarea. `id` is the textarea's.
pub(super) fn frame(id: &str) -> Markup {
    html! {
        div.editeur hidden {
            div role="toolbar" aria-label="Mise en forme" {
                @for (gesture, word, sign) in GESTURES {
                    button type="button" data-geste=(gesture) aria-label=(word) title=(word)
                        aria-pressed=[TOGGLES.contains(&gesture).then_some("false")]
                        aria-disabled=[(!TOGGLES.contains(&gesture)).then_some("true")] { (icon(sign)) }
                }
            }
            div.lien data-lien hidden {
                label for={ (id) "-lien" } { "Adresse du lien" }
                input id={ (id) "-lien" } type="text" inputmode="url" autocomplete="off" autocapitalize="none"
                    spellcheck="false" placeholder="https://" aria-describedby={ (id) "-lien-faute" };
                p.faute id={ (id) "-lien-faute" } hidden { "Cette adresse n’est pas complète." }
                div.rang {
                    button.bouton.petit type="button" data-poser { "Ajouter le lien" }
                    button.bouton.petit.sobre type="button" data-fermer { "Annuler" }
                }
            }
        }
    }
}

const GESTURES: [(&str, &str, Icon); 8] = [
    ("gras", "Gras", Icon::Bold),
    ("italique", "Italique", Icon::Italic),
    ("titre", "Titre", Icon::Heading),
    ("liste", "Liste", Icon::List),
    ("numeros", "Liste numérotée", Icon::ListOrdered),
    ("lien", "Lien", Icon::Link),
    ("annuler", "Annuler", Icon::Undo2),
    ("retablir", "Rétablir", Icon::Redo2),
];

/// Those that are on or off where the cursor is.
const TOGGLES: [&str; 6] = ["gras", "italique", "titre", "liste", "numeros", "lien"];
