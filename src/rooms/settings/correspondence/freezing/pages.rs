//! What the stop does, how it stands, and what remains to be done after a theft.

use crate::{
    base::{
        clock::Instant,
        french::moment,
        ui::{
            button,
            notice::{self, Tone},
            page, piece,
        },
    },
    door::Page,
    rooms::settings::correspondence::{FREEZE, PATH, pages::TITLE as ABOVE},
    school::correspondence::{Profile, freeze::Freeze},
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub const STOPPED: &str = "Les messages sont suspendus, et tout le monde est déconnecté, sauf vous ici.";

pub fn opened(profile: Profile) -> &'static str {
    match profile {
        Profile::Staff => "L’équipe peut de nouveau s’écrire.",
        Profile::Families => "Les familles peuvent de nouveau écrire et recevoir des messages.",
        Profile::Pupils => "Les élèves peuvent de nouveau écrire et recevoir des messages.",
    }
}

pub fn show(freeze: &Freeze, now: Instant, zone: &TimeZone) -> Page {
    let title = if freeze.is_any() { "Messages suspendus" } else { "Suspendre les messages" };
    let main = html! {
        (page::crumbs(&[("Réglages", "/reglages"), (ABOVE, PATH)], title))
        h1 { (title) }
        @if freeze.is_any() { (standing(freeze, now, zone)) } @else { (before()) }
        (afterwards())
    };
    Page::narrow(title, main)
}

/// On the director's home, and above her table.
pub fn banner() -> Markup {
    notice::notice(Tone::Warning, html! { p { "Les messages sont suspendus. " a href=(FREEZE) { "Voir et rouvrir" } } })
}

/// For the director's home: whose accounts have sent as much as they may today.
pub fn limits(names: &[String]) -> Markup {
    notice::notice(
        Tone::Warning,
        html! {
            p {
                "Limite d’envoi de messages atteinte aujourd’hui : "
                @for (at, name) in names.iter().enumerate() { @if at > 0 { ", " } (piece::person(name)) }
                ". Si cela vous étonne, demandez-leur si c’est bien eux qui écrivent, ou "
                a href=(FREEZE) { "suspendez les messages" } "."
            }
        },
    )
}

fn before() -> Markup {
    html! {
        p { "Un compte de l’équipe a été volé, des messages étranges arrivent aux familles : arrêtez tout, puis rouvrez pas à pas." }
        ul {
            li { "Plus personne ne peut envoyer de message ni y répondre, par e-mail non plus. Ce que chacun écrivait reste dans ses brouillons." }
            li { "Ce qui attendait la fin des heures calmes ne part pas." }
            li { "Tout le monde est déconnecté, sur tous les appareils, sauf vous sur celui-ci. Chacun peut se reconnecter et lire." }
            li { "Les disques réseau se ferment\u{202f}: tous les mots de passe d’application sont supprimés. Chacun en créera un nouveau quand l’équipe pourra de nouveau s’écrire." }
            li { "Le cahier de liaison et le blog continuent : vous pouvez y prévenir les familles." }
        }
        form.pile method="post" action=(FREEZE) {
            (button::danger("Suspendre tous les messages et déconnecter tout le monde")
                .confirm("Suspendre tous les messages et déconnecter tout le monde, maintenant ?"))
        }
    }
}

fn standing(freeze: &Freeze, now: Instant, zone: &TimeZone) -> Markup {
    html! {
        p { "Rouvrez pour les uns, puis pour les autres. Tant que les familles sont suspendues, l’équipe s’écrit sans pouvoir leur écrire." }
        ul.liste {
            @for profile in Profile::ALL {
                li {
                    @match freeze.since(profile) {
                        Some(since) => {
                            span { strong { (who(profile)) } br; span.doux { "Suspendus " (moment(since.timestamp(), now.timestamp(), zone)) } }
                            form.sans-papier method="post" action={ (FREEZE) "/reprise" } {
                                (button::quiet("Rouvrir").small().sends("qui", profile.as_str()).about(who(profile)))
                            }
                        }
                        None => { span { strong { (who(profile)) } br; span.doux { "Ouverts" } } }
                    }
                }
            }
        }
    }
}

fn who(profile: Profile) -> &'static str {
    match profile {
        Profile::Staff => "Messages de l’équipe",
        Profile::Families => "Messages des familles",
        Profile::Pupils => "Messages des élèves",
    }
}

fn afterwards() -> Markup {
    piece::details_of(
        "Et le compte volé ?",
        html! {
            p { "Qui connaît la phrase de passe peut se reconnecter. Ouvrez la page de la personne dans « L’école » : fermez son compte, ou donnez-lui une nouvelle fiche de connexion." }
            p { "Puis demandez la connexion en deux étapes à toute l’équipe, dans " a href="/reglages/securite" { "Sécurité des comptes" } "." }
        },
    )
}
