//! The section « Talon-réponse » of a composer: a block of fields for each question, with buttons that work by a round trip
//! and, where JavaScript runs, in place (`talon.js`).

use super::{
    CHOICE_LETTERS, CONSENT_LETTERS, Kind, LABEL_LETTERS, MOST, Per,
    blocks::{self, Block, GESTURE, field as name_of},
};
use crate::{
    base::ui::{
        Icon,
        choice::{self, choice},
        field::{self, hidden},
        icon,
    },
    door::Draft,
    school::consent::asking::{Asking, sentences},
};
use maud::{Markup, html};

/// Drawn from what was typed and from nothing else.
pub fn section(draft: &Draft) -> Markup {
    let (blocks, touched) = blocks::shown(&draft.fields);
    let is_open =
        !blocks.is_empty() || (blocks::is_gesture(&draft.fields) && draft.fields.get(GESTURE) != blocks::CHECK);
    html! {
        // The Enter key presses the first button of a form: this one, never a question's.
        button.hors-vue type="submit" tabindex="-1" aria-hidden="true" {}
        details.plus data-talon=(MOST) open[is_open] {
            summary { (icon(Icon::ChevronRight)) span { "Talon-réponse" } }
            div.pile {
                p.indice { "Une autorisation, un sondage, une inscription : les familles répondent à vos questions en même temps qu’elles signent ou disent qu’elles ont lu." }
                div.pile data-talon-blocs {
                    @for (at, block) in blocks.iter().enumerate() { (one(at + 1, block, draft, touched == Some(at))) }
                }
                @if blocks.len() < MOST { button.bouton.sobre.petit type="submit" formnovalidate name=(GESTURE) value="ajouter" { (icon(Icon::Plus)) span { "Ajouter une question" } } }
                template data-talon-modele { (one(0, &Block::blank(), &Draft::default(), false)) }
            }
        }
    }
}

/// A consent asks what was chosen on its own page: its words may change here, and nothing else.
fn consent(place: usize, block: &Block, image: &Asking, draft: &Draft, is_touched: bool) -> Markup {
    let name = |what| name_of(place, what);
    let fault = blocks::LABEL.get(place.wrapping_sub(1)).and_then(|name| draft.faults.of(name));
    let label = name("intitule");
    let asked = field::textarea(&label, "Question")
        .typed(field::Typed { value: &block.label, fault })
        .max_length(CONSENT_LETTERS);
    let asked = if is_touched { asked.focused() } else { asked };
    html! {
        fieldset.groupe.question {
            legend { "Question " span data-numero { (place) } " : autorisation d’image" }
            (asked)
            p.doux { "Pour montrer l’enfant " (sentences::to_whom(image.purpose)) " ; " (sentences::when(image)) ". Chaque responsable répond oui ou non, rien n’est coché d’avance, et on peut signer sans répondre." }
            (hidden(&name("sorte"), Kind::Consent.as_str()))
            (hidden(&name("image"), &block.image))
            div.rang { (gesture("Monter", "monter", place)) (gesture("Descendre", "descendre", place)) (gesture("Retirer", "retirer", place)) }
        }
    }
}

fn one(place: usize, block: &Block, draft: &Draft, is_touched: bool) -> Markup {
    let name = |what| name_of(place, what);
    let (label, kind, choices) = (name("intitule"), name("sorte"), name("choix"));
    let (required, per) = (name("obligatoire"), name("pour"));
    let fault = |at: &[&'static str]| at.get(place.wrapping_sub(1)).and_then(|name| draft.faults.of(name));
    let asked = field::text(&label, "Question")
        .typed(field::Typed { value: &block.label, fault: fault(&blocks::LABEL) })
        .max_length(LABEL_LETTERS);
    let lines = field::textarea(&choices, "Les choix, un par ligne")
        .typed(field::Typed { value: &block.choices, fault: fault(&blocks::CHOICES) })
        .max_length((CHOICE_LETTERS + 2) * super::MOST_CHOICES * 2)
        .hint("De deux à dix.");
    if let (true, Some(image)) = (block.kind == Kind::Consent.as_str(), Asking::unpacked(&block.image)) {
        return consent(place, block, &image, draft, is_touched);
    }
    html! {
        fieldset.groupe.question {
            legend { "Question " span data-numero { (place) } }
            @if is_touched { (asked.focused()) } @else { (asked) }
            (choice::select(&kind, "On répond par", kinds()).typed(field::Typed::of(&block.kind)))
            (choice::select(&per, "Une réponse par", whose()).typed(field::Typed::of(block.per.as_str())))
            div.si-choix { (lines) }
            (choice::checkbox(&required, "oui", "Réponse obligatoire").typed(field::Typed::of(if block.is_required { "oui" } else { "" })))
            div.rang { (gesture("Monter", "monter", place)) (gesture("Descendre", "descendre", place)) (gesture("Retirer", "retirer", place)) }
        }
    }
}

fn gesture(label: &'static str, verb: &str, place: usize) -> Markup {
    html! {
        button.bouton.sobre.petit type="submit" formnovalidate name=(GESTURE) value={ (verb) "-" (place) } {
            span { (label) span.hors-vue { " la question " span data-numero { (place) } } }
        }
    }
}

fn kinds() -> Vec<choice::Choice<'static>> {
    Kind::ALL.into_iter().filter(|kind| *kind != Kind::Consent).map(|kind| choice(kind.as_str(), named(kind))).collect()
}

/// As the author chooses it.
pub fn named(kind: Kind) -> &'static str {
    match kind {
        Kind::YesNo => "Oui ou non",
        Kind::One => "Un seul choix",
        Kind::Several => "Un ou plusieurs choix",
        Kind::Number => "Un nombre",
        Kind::Amount => "Un montant en euros",
        Kind::Date => "Une date",
        Kind::Text => "Quelques mots",
        Kind::File => "Un fichier ou une photo",
        Kind::Consent => "Autorisation d’image",
    }
}

fn whose() -> Vec<choice::Choice<'static>> {
    vec![
        choice(Per::Pupil.as_str(), "élève : la dernière compte"),
        choice(Per::Guardian.as_str(), "responsable : chacun la sienne"),
    ]
}
