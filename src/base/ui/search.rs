//! Where one says what one looks for: in the roof of every page, and on a page of its own.
use maud::{Markup, html};

use super::{
    button,
    icon::{Icon, icon},
};

/// In the roof: a field where there is room for one, else, on a phone first of all, a button that leads to the page with one.
pub fn in_roof(action: &str) -> Markup {
    html! {
        form.chercher role="search" aria-label="Dans toute l’école" action=(action) {
            label.hors-vue for="chercher" { "Rechercher" }
            input id="chercher" name="q" type="search" placeholder="Rechercher" autocomplete="off" maxlength="160";
            button { (icon(Icon::Search)) span.hors-vue { "Rechercher" } }
        }
    }
}

/// Above a list, in one row: the field says what it is for, its button is a picture.
pub fn compact(action: &str, label: &str) -> Markup {
    html! {
        form.ecran role="search" action=(action) {
            div.champ {
                label.hors-vue for="f-q" { (label) }
                div.avec-bouton {
                    input id="f-q" name="q" type="search" placeholder=(label) autocomplete="off" maxlength="160";
                    button.bouton.sobre type="submit" { (icon(Icon::Search)) span.hors-vue { "Rechercher" } }
                }
            }
        }
    }
}

/// A field as wide as the page, with its button. `is_waiting`: one came here to type, so the field has the hand at once.
pub fn form(action: &str, label: &str, asked: &str, is_waiting: bool) -> Markup {
    html! {
        form role="search" action=(action) {
            div.champ {
                label for="f-q" { (label) }
                div.avec-bouton {
                    input id="f-q" name="q" type="search" value=(asked) autocomplete="off" maxlength="160" autofocus[is_waiting];
                    (button::primary("Rechercher").icon(Icon::Search))
                }
            }
        }
    }
}
