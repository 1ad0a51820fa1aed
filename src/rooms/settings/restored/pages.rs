//! What to go through, list by list, and the two decisions.

use super::{PATH, store::Said};
use crate::{
    base::{
        clock::Instant,
        french,
        ui::{
            button,
            notice::{self, Tone},
            page, piece,
        },
    },
    door::Page,
    school::{backup::restored::Restored, consent},
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub const TITLE: &str = "Après la restauration";
pub const CHOOSE: &str = "Dites si ces lettres partent ou non.";
pub const LETTERS_FIRST: &str = "Décidez d’abord des lettres qui attendent.";
pub const CONFIRMED: &str = "C’est confirmé. Merci d’avoir relu.";
pub const THROWN: &str = "Les lettres sont jetées\u{202f}: aucune ne partira.";
pub const LEAVING: &str = "Les lettres partent dans un instant, avec des liens d’aujourd’hui.";

pub struct View<'a> {
    pub restored: Restored,
    pub refusals: Vec<Said>,
    pub restrictions: Vec<Said>,
    pub closed: Vec<Said>,
    pub is_frozen: bool,
    pub letters: i64,
    /// Who was erased up to then has not come back: later than that the ledgers may know nothing.
    pub ledger_until: Instant,
    pub now: Instant,
    pub zone: &'a TimeZone,
}

pub fn index(view: &View) -> Page {
    let restored = view.restored;
    let moment = |at: Instant| french::moment(at.timestamp(), view.now.timestamp(), view.zone);
    let main = html! {
        (page::crumbs(&[("Réglages", "/reglages")], TITLE))
        h1 { (TITLE) }
        p { "L’école est revenue " (moment(restored.at)) " d’une sauvegarde faite " (moment(restored.made_at)) ". Ce qui a été dit ou décidé entre ces deux moments n’y est plus\u{202f}: un refus, une restriction, un compte fermé." }
        p { "Relisez ces listes avec vos papiers, et remettez ce qui manque. Personne d’autre ne peut le savoir." }
        (letters(view.letters))
        (list("Photos refusées", &view.refusals, "Aucun refus n’est enregistré. Si une famille en a dit un depuis, demandez-lui de le redire.", ("Autorisations d’image", consent::PAGE), |said| html! { (purposes(&said.what)) }))
        (list("Situations particulières", &view.restrictions, "Aucune restriction ni retrait n’est enregistré.", ("Les élèves", "/ecole/eleves"), |said| html! { "pour " (piece::person(&said.child)) "\u{202f}: " (tie(&said.what)) }))
        (list("Comptes fermés", &view.closed, "Aucun compte n’est fermé. Si vous en avez fermé un depuis, fermez-le de nouveau.", ("Les familles", "/ecole/familles"), |_| html! { "ne peut plus entrer" }))
        section.carte {
            h2 { "Messages" }
            p { @if view.is_frozen { "Les messages sont suspendus, comme au jour de la sauvegarde." } @else { "Les messages sont ouverts. Si vous les aviez suspendus depuis, suspendez-les de nouveau." } }
            div.rang { (button::link("Voir les règles", crate::rooms::settings::correspondence::FREEZE).quiet()) }
        }
        section.carte {
            h2 { "Effacements" }
            p { "Si une famille vous a demandé d’effacer un mot ou une photo depuis cette sauvegarde, c’est revenu\u{202f}: effacez-le de nouveau." }
            p { "Les fiches effacées jusqu’au " (french::date_year(view.ledger_until.date(view.zone))) " ne sont pas revenues\u{202f}: le registre qui accompagne les sauvegardes («\u{202f}effacements.txt\u{202f}») ne va peut-être pas plus loin. Si vous avez fait effacer quelqu’un après ce jour, sa fiche est là de nouveau\u{202f}: notez son départ, puis effacez-la." }
            p { "Un autre disque de sauvegarde, plus récent, en sait plus\u{202f}? Restaurez plutôt celui-là, ou gardez-le branché pendant la restauration\u{202f}: son registre est lu aussi." }
            div.rang { (button::link("Voir les départs", "/ecole/departs").quiet()) }
        }
        @if restored.confirmed_at.is_none() {
            (button::post_button(PATH, button::primary("J’ai tout relu")))
        } @else {
            (notice::notice(Tone::Done, html! { p { "Ces listes ont été relues." } }))
        }
    };
    Page::narrow(TITLE, main)
}

fn letters(waiting: i64) -> Markup {
    html! {
        @if waiting > 0 {
            section.carte {
                h2 { "Lettres qui attendaient" }
                p { (french::count(waiting, "lettre attendait", "lettres attendaient")) " au moment de la sauvegarde. Elles sont peut-être parties depuis\u{202f}: la boîte n’en envoie aucune sans vous." }
                form.rang method="post" action={ (PATH) "/lettres" } {
                    (button::primary("Les envoyer").sends("lettres", "envoyer"))
                    (button::quiet("Les jeter").sends("lettres", "jeter"))
                }
            }
        }
    }
}

fn list(title: &str, said: &[Said], none: &str, (label, href): (&str, &str), what: impl Fn(&Said) -> Markup) -> Markup {
    html! {
        section.carte {
            h2 { (title) }
            @if said.is_empty() { p { (none) } } @else {
                ul { @for one in said { li { (piece::person(&one.who)) ", " (what(one)) } } }
            }
            div.rang { (button::link(label, href).quiet()) }
        }
    }
}

fn purposes(words: &str) -> String {
    let said: Vec<&str> = words
        .split(',')
        .map(|word| match word {
            "class" => "la classe",
            "school" => "l’école",
            "public" => "la page publique",
            _ => "la presse",
        })
        .collect();
    format!("refusé pour {}", french::list(&said))
}

fn tie(word: &str) -> &'static str {
    match word {
        "restricted" => "ne reçoit aucune information",
        "withdrawn" => "autorité retirée",
        "not_exercising" => "n’exerce pas l’autorité",
        _ => "lien retiré",
    }
}

/// On the home page and above the backups, until it is confirmed.
pub fn waiting() -> Markup {
    notice::notice(
        Tone::Warning,
        html! { p { "L’école vient d’être restaurée\u{202f}: il reste à relire ce qui a pu changer depuis la sauvegarde. " a href=(PATH) { "Relire" } } },
    )
}
