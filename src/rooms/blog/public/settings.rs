//! The director opens the public page, or closes it.

use super::{PATH, SETTINGS, making_path, store, store::Line};
use crate::{
    base::{
        db::Tx,
        error::Result,
        french,
        ui::{button, choice, notice, page::crumbs, piece},
    },
    door::{Cx, Draft, Faults, Fields, Form, Page, form::Checked, upload::Upload},
    rooms::blog::{pages::moment, path},
    school::{permit::May, policy::ManageSchool},
};
use maud::{Markup, html};

const TITLE: &str = "La page publique de l’école";
const OPENED: &str = "La page publique est ouverte.";
const CLOSED: &str = "La page publique est fermée : plus personne ne la voit.";
const UNREAD: &str = "Cochez la case pour dire que vous avez compris qui verra cette page.";

pub struct Wish {
    opens: bool,
}

impl Form for Wish {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Wish> {
        let opens = fields.get("page") == "ouvrir";
        if opens && !fields.has("compris") { Err(Faults::one("compris", UNREAD)) } else { Ok(Wish { opens }) }
    }
}

pub fn show(cx: &Cx, school: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let opened_at = store::opened_at(&cx.db)?;
    let count = store::count(&cx.db)?;
    let body = html! {
        (crumbs(&[("Réglages", "/reglages")], TITLE))
        h1 { @if opened_at.is_some() { "La page publique est ouverte" } @else { "La page publique est fermée" } }
        (to_read_again(cx, &store::left(&cx.db, school)?))
        p { "Tout le monde peut lire cette page, sans compte : les familles à venir, la commune, les moteurs de recherche. Elle montre les articles du blog que vous y mettez un par un, et rien d’autre." }
        (piece::card(html! {
            h2 { "Ce qui s’y voit" }
            ul {
                li { "Le texte des articles que vous choisissez, signé du nom de la classe, jamais d’une personne." }
                li { "Les photos où chaque enfant reconnaissable a un accord pour la page publique. Un accord retiré cache la photo aussitôt." }
                li { "Ni son, ni vidéo, ni document, ni commentaire. Aucun cookie, aucun compteur de visites." }
            }
            p { (french::count(count, "article y est mis", "articles y sont mis")) "." }
            @let there = store::there(&cx.db, school)?;
            @if !there.is_empty() {
                (piece::details_of("Lesquels ?", html! { ul.liste { @for one in &there { (line(cx, one)) } } }))
            }
        }))
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        form.pile method="post" action=(SETTINGS) {
            @if let Some(at) = opened_at {
                p { "Ouverte depuis le " (french::date_year(at.date(&cx.zone))) "." }
                div.actions {
                    (button::danger("Fermer la page publique").sends("page", "fermer"))
                    (button::link("Voir la page publique", PATH).quiet())
                }
            } @else {
                (choice::checkbox("compris", "oui", "J’ai compris que tout le monde pourra lire cette page").typed(draft.typed("compris")))
                div.actions { (button::primary("Ouvrir la page publique").sends("page", "ouvrir")) (button::link("Aller au blog", path::BLOG).quiet()) }
            }
        }
    };
    Ok(Page::narrow(TITLE, body))
}

/// Changed since she put them there: hers to look at anew.
fn to_read_again(cx: &Cx, left: &[Line]) -> Markup {
    html! {
        @if !left.is_empty() {
            section.pile {
                h2 { "À relire" }
                p { (french::count(left.len(), "article a changé depuis que vous l’avez mis sur la page publique : il l’a quittée.", "articles ont changé depuis que vous les avez mis sur la page publique : ils l’ont quittée.")) }
                ul.liste { @for one in left { (line(cx, one)) } }
            }
        }
    }
}

fn line(cx: &Cx, one: &Line) -> Markup {
    html! {
        li.mot-en-ligne {
            div.pile { a.titre href=(making_path(one.post)) { (one.title) } span.doux { (moment(cx, one.at)) } }
        }
    }
}

pub fn save(cx: &Cx<Tx>, school: May<ManageSchool>, wish: Wish) -> Result<Page> {
    store::set_open(&cx.db, wish.opens, cx.now, &school)?;
    cx.journal(if wish.opens { "OpenPublicPage" } else { "ClosePublicPage" }, "school", None)?;
    Ok(Page::go(SETTINGS).saying(if wish.opens { OPENED } else { CLOSED }))
}
