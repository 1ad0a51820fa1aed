//! Reading a text aloud with the browser's own voice. Without JavaScript, or without a voice, it is not there.
use maud::{Markup, html};

use super::icon::{Icon, icon};

/// Buttons that read what stands in the elements of these ids, one after another (`"titre texte"`), in French.
pub fn listen(ids: &str) -> Markup {
    html! {
        div.rang.ecran data-ecouter=(ids) data-langue="fr-FR" hidden {
            button.bouton.sobre.petit type="button" data-lire { (icon(Icon::Volume2)) span { "Écouter" } }
            button.bouton.sobre.petit type="button" data-taire hidden { (icon(Icon::X)) span { "Arrêter" } }
        }
    }
}
