//! The list of application passwords, and the one page that shows a new one.

use crate::{
    base::{
        clock::Instant,
        french,
        ui::{
            Icon, button, field,
            notice::{self, Tone},
            page::crumbs,
            piece,
        },
    },
    door::{Draft, Page},
    rooms::sign_in::pages::faults,
    school::account::application::{Application, Fresh},
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub const PATH: &str = "/compte/applications";
const TITLE: &str = "Mes mots de passe d’application";
const HELP: &str = "/documents/lecteur-reseau";

pub const NO_NAME: &str = "Donnez-lui un nom de 60 signes au plus, par exemple « Ordinateur de la classe ».";
pub const NO_PASSPHRASE: &str = "Écrivez votre phrase de passe.";
pub const TOO_MANY: &str = "Vous en avez déjà vingt. Supprimez ceux qui ne servent plus.";
pub const FROZEN: &str =
    "La direction a suspendu les échanges\u{202f}: vous pourrez en créer un quand l’équipe pourra de nouveau s’écrire.";
pub const REVOKED: &str = "C’est supprimé : cet appareil n’ouvre plus vos documents.";

pub fn list(all: &[Application], draft: &Draft, now: Instant, zone: &TimeZone) -> Page {
    let main = html! {
        (crumbs(&[("Mon compte", "/compte")], TITLE))
        h1 { (TITLE) }
        p { "Ils ouvrent vos documents " a href=(HELP) { "comme un disque" } ", depuis un ordinateur ou une tablette. Ils n’ouvrent rien d’autre : ni le site, ni les messages." }
        @if !all.is_empty() {
            (piece::card(html! {
                ul.liste { @for one in all { li.appareil { (line(one, now, zone)) } } }
            }))
        }
        (faults(draft))
        form.pile method="post" action=(PATH) {
            h2 { "Nouveau mot de passe" }
            (field::text("nom", "Pour quel appareil ?").required().max_length(60).hint("Un par appareil : si l’un est perdu, vous ne supprimez que le sien.").typed(draft.typed("nom")))
            (field::password("phrase", "Votre phrase de passe").required().typed(draft.typed("phrase")))
            (button::primary("Créer").icon(Icon::Plus))
        }
        p.doux { "Changer votre phrase de passe les supprime tous." }
    };
    Page::narrow(TITLE, main)
}

fn line(one: &Application, now: Instant, zone: &TimeZone) -> Markup {
    let made = french::day_year(one.made_at.date(zone));
    let used = one.used_at.map(|used| (used.date(zone), now.date(zone)));
    html! {
        span {
            strong { (one.name) }
            br;
            span.doux {
                "Créé le " (made) ". "
                @match used {
                    None => "Jamais utilisé.",
                    Some((day, today)) if day == today => "Utilisé aujourd’hui.",
                    Some((day, _)) => { "Utilisé la dernière fois le " (french::day_year(day)) "." }
                }
            }
        }
        (button::post_button(&format!("{PATH}/{}/fin", one.id), button::quiet("Supprimer").small().about(&one.name)))
    }
}

/// Shown this once.
pub fn fresh(name: &str, fresh: &Fresh, login: &str, host: &str) -> Page {
    let title = "Votre mot de passe d’application";
    let main = html! {
        (crumbs(&[("Mon compte", "/compte"), (TITLE, PATH)], title))
        h1 { (title) }
        (notice::notice(Tone::Info, html! { p { "Recopiez-le maintenant dans l’appareil : il ne sera plus jamais affiché." } }))
        (piece::card(html! {
            h2 { (name) }
            (piece::facts([
                ("Adresse", html! { span.code #adresse translate="no" { (format!("https://{host}/dav")) } }),
                ("Nom d’utilisateur", html! { span.code translate="no" { (login) } }),
                ("Mot de passe", html! { span.code #mot-de-passe translate="no" { (fresh.shown()) } }),
            ]))
            div.rang {
                (button::copy("Copier le mot de passe", "mot-de-passe"))
                (button::copy("Copier l’adresse", "adresse"))
            }
        }))
        p { "Les tirets et les majuscules ne comptent pas." }
        div.rang {
            (button::link("Comment s’en servir", HELP))
            (button::link("C’est recopié", PATH).quiet())
        }
    };
    Page::narrow(title, main)
}
