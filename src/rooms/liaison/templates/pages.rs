//! The list of ready-made words, the page that asks for their fields, and the one on which they are written.

use super::{
    Listed, Model,
    filling::{Field, Kind},
};
use crate::{
    base::ui::{
        Icon, button,
        field::{self, hidden},
        notice::{self, Tone},
        page::crumbs,
        piece,
    },
    door::{Draft, Fields, Page},
    rooms::liaison::{
        Category,
        pages::{BOOK_TITLE, category},
        path,
        policy::ChangeTemplate,
        questions::{blocks, editor},
        writing::pages::{asks, categories},
    },
    school::{consent, permit::May},
};
use maud::{Markup, html};

pub const ADDED: &str = "Le modèle est enregistré : toute l’équipe peut s’en servir.";
pub const CHANGED: &str = "Le modèle est modifié.";
pub const REMOVED: &str = "Le modèle est supprimé. Les mots déjà envoyés ne changent pas.";
pub const HIDDEN: &str = "Le modèle est caché : l’équipe ne le voit plus dans la liste.";
pub const SHOWN: &str = "Le modèle est de nouveau dans la liste.";
pub const RESTORED: &str = "Le modèle a repris son texte d’origine.";
const TITLE: &str = "Partir d’un modèle";

pub fn list(all: &[Listed], may_change: &[May<ChangeTemplate>], keeps: bool, adds: bool) -> Page {
    let own: Vec<&Listed> = all.iter().filter(|one| !one.is_shipped).collect();
    let body = html! {
        (crumbs(&[(BOOK_TITLE, path::BOOK), ("Écrire un mot", path::WRITE)], TITLE))
        h1 { (TITLE) }
        p { "Choisissez un modèle, remplissez ses champs : le mot est prêt à être relu. Rien n’est envoyé avant que vous ne le disiez." }
        @if !own.is_empty() {
            h2 { "Modèles de l’école" }
            ul.liste { @for one in &own { li.modele { (line(one)) (own_gestures(one, may_change)) } } }
        }
        h2 { "Modèles fournis" }
        ul.liste {
            @if adds { li.modele { div.pile {
                a.titre href={ (consent::PAGE) "/demander" } { "Droit à l’image" }
                div.rang { (category(Category::Office)) }
            } } }
            @for one in all.iter().filter(|one| one.is_shipped) { li.modele { (line(one)) @if keeps { (shipped_gestures(one)) } } } }
        @if adds {
            p { (button::link("Écrire un nouveau modèle", format!("{}/nouveau", path::TEMPLATES)).icon(Icon::Plus).quiet()) }
            p.indice { "Un mot déjà envoyé fait aussi un bon modèle : ouvrez-le, puis « En faire un modèle »." }
        }
    };
    Page::narrow(TITLE, body)
}

fn line(one: &Listed) -> Markup {
    let fill = format!("{}/remplir?modele={}", path::TEMPLATES, one.key);
    html! {
        div.pile {
            @if one.is_hidden { strong.doux { (one.model.name) } } @else { a.titre href=(fill) { (one.model.name) } }
            div.rang {
                (category(one.model.category))
                @if one.is_hidden { (piece::tag("caché")) }
                @if one.is_changed { (piece::tag("modifié par l’école")) }
            }
        }
    }
}

fn own_gestures(one: &Listed, may_change: &[May<ChangeTemplate>]) -> Markup {
    let template = may_change.iter().find(|template| Some(template.id) == one.own);
    html! {
        @if let Some(template) = template {
            @let at = format!("{}/{}", path::TEMPLATES, template.id);
            div.rang {
                (button::link("Modifier", at.clone()).quiet().small().about(named(one)))
                (button::post_button(&format!("{at}/supprimer"), button::quiet("Supprimer").small().about(named(one)).confirm("Supprimer ce modèle ?")))
            }
        }
    }
}

fn shipped_gestures(one: &Listed) -> Markup {
    let at = format!("{}/fourni", path::TEMPLATES);
    let press = |what: &str, label: &'static str| {
        html! {
            form.sans-papier method="post" action={ (at) "/" (what) } {
                (hidden("modele", &one.key))
                (button::quiet(label).small().about(named(one)))
            }
        }
    };
    html! {
        div.rang {
            (button::link("Modifier", format!("{at}?modele={}", one.key)).quiet().small().about(named(one)))
            @if one.is_hidden { (press("montrer", "Montrer")) } @else { (press("cacher", "Cacher")) }
            @if one.is_changed { (press("retablir", "Revenir au texte d’origine")) }
        }
    }
}

fn named(one: &Listed) -> String {
    format!("le modèle « {} »", one.model.name)
}

/// The name of a field's input, by its place.
pub fn field_name(at: usize) -> String {
    format!("c{}", at + 1)
}

/// Plain inputs; what they hold goes to the composer in its address, so that nothing is kept here.
pub fn fill(chosen: &Listed, fields: &[Field], draft: Option<&str>) -> Page {
    let names: Vec<String> = (0..fields.len()).map(field_name).collect();
    let body = html! {
        (crumbs(&[(BOOK_TITLE, path::BOOK), (TITLE, path::TEMPLATES)], &chosen.model.name))
        h1 { (chosen.model.name) }
        @if let Some(draft) = draft {
            (notice::notice(Tone::Warning, html! { p {
                "Vous aviez commencé un mot" @if !draft.is_empty() { " (« " (draft) " »)" } ". Ce que vous écrirez ici prendra sa place dans le brouillon."
            } }))
        }
        form.pile method="get" action=(path::WRITE) {
            (hidden("modele", &chosen.key))
            @if draft.is_some() { (hidden("brouillon", "remplacer")) }
            @if fields.is_empty() { p { "Ce modèle n’a rien à remplir." } }
            @else { p.doux { "Ce qui reste vide se complète ensuite, dans le texte." } }
            @for (field, name) in fields.iter().zip(&names) { (input(field, name)) }
            div.actions { (button::primary("Continuer vers le mot")) }
        }
    };
    Page::narrow(chosen.model.name.as_str(), body)
}

fn input(field: &Field, name: &str) -> Markup {
    let label = crate::base::french::capitalised(&field.name);
    match field.kind {
        Kind::Date | Kind::Deadline => html! { (field::date(name, label)) },
        Kind::Time => html! { (field::time(name, label)) },
        Kind::Amount => html! { (field::number(name, label).inputmode("decimal").hint("En euros, comme 12,50.")) },
        Kind::Text => html! { (field::text(name, label).max_length(120)) },
    }
}

pub fn edit(title: &str, action: &str, draft: &Draft) -> Page {
    let body = html! {
        (crumbs(&[(BOOK_TITLE, path::BOOK), (TITLE, path::TEMPLATES)], title))
        h1 { (title) }
        p { "Mettez entre crochets ce qui change à chaque fois : [date de la sortie], [lieu], [heure], [prix]. Ces champs seront demandés à qui se sert du modèle. [date limite] devient la date de réponse." }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        form.pile method="post" action=(action) {
            (field::text("nom", "Nom du modèle").typed(draft.typed("nom")).required().max_length(80))
            (field::text("titre", "Titre du mot").typed(draft.typed("titre")).required().max_length(140))
            (field::rich_text("texte", "Texte").typed(draft.typed("texte")).required())
            (categories(draft))
            (asks(draft))
            (editor::section(draft))
            div.actions {
                (button::primary("Enregistrer le modèle"))
                (button::link("Annuler", path::TEMPLATES).quiet())
            }
        }
    };
    Page::narrow(title, body)
}

/// A model as the fields of its form.
pub fn standing(model: &Model) -> Fields {
    let mut fields = Fields::default();
    for (name, value) in [("nom", &model.name), ("titre", &model.title), ("texte", &model.body)] {
        fields.push(name, value.as_str());
    }
    fields.push("categorie", model.category.as_str());
    fields.push("demande", model.asks.as_str());
    blocks::put(&model.questions, &mut fields);
    fields
}
