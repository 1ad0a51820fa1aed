//! The pages of coming in. They greet, ask, explain; they never say whether a login exists.

use super::{
    address::{self, pages::Standing},
    channel, pupils,
};
use crate::{
    base::{
        clock::Instant,
        french,
        ui::{Icon, button, choice, field, notice, page, piece},
    },
    door::{Draft, Faults, Page, session::Device},
    school::{
        account, consent,
        person::{Channel, sentences},
        viewer::Viewer,
    },
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub const WELCOME: &str = "Votre compte est prêt. Bienvenue !";
pub const PASSPHRASE_CHANGED: &str =
    "Votre nouvelle phrase de passe est enregistrée. Les autres appareils ont été déconnectés.";
pub const WRONG_CURRENT: &str = "Ce n’est pas votre phrase de passe actuelle.";
pub const DEVICE_ENDED: &str = "Cet appareil est déconnecté.";
pub const DEVICES_ENDED: &str = "Tous vos autres appareils sont déconnectés.";
pub const SIGNED_OUT: &str = "La connexion est fermée. À bientôt !";

/// Whom the activation greets; blank when the page is drawn again without its slip.
#[derive(Default)]
pub struct Owner {
    name: String,
    login: String,
    /// Back rather than new: the charter was accepted, the address given.
    has_accepted: bool,
    has_address: bool,
}

/// What the form says of a charter that was accepted long before.
const ALREADY: &str = "deja";

impl Owner {
    pub fn of(owner: account::Owner) -> Owner {
        Owner {
            name: format!("{} {}", owner.first_name, owner.last_name),
            login: owner.login,
            has_accepted: owner.has_accepted,
            has_address: owner.has_accepted && !owner.email.is_empty(),
        }
    }

    /// From the form that comes back: login and code are not tried again only to draw a page.
    pub fn again(draft: &Draft) -> Owner {
        let has_accepted = draft.fields.get("charte") == ALREADY;
        Owner { has_accepted, has_address: has_accepted && !draft.fields.has("courriel"), ..Owner::default() }
    }
}

pub fn wait(seconds: i64) -> Faults {
    let minutes = (seconds + 59) / 60;
    let wait = french::count(minutes, "minute", "minutes");
    Faults::one(
        "",
        format!(
            "Il y a eu trop d’essais. Attendez {wait}, puis recommencez. Besoin d’aide tout de suite ? L’école peut vous donner une nouvelle fiche."
        ),
    )
}

pub fn wrong() -> Faults {
    Faults::one(
        "phrase",
        "L’identifiant ou la phrase de passe n’est pas le bon. Vérifiez les majuscules ; l’identifiant est sur votre fiche.",
    )
}

pub fn wrong_code() -> Faults {
    Faults::one(
        "code",
        "Cet identifiant et ce code ne vont pas ensemble, ou la fiche a déjà servi, expiré ou été remplacée. Demandez-en une nouvelle à l’école.",
    )
}

pub fn wrong_recovery() -> Faults {
    Faults::one("code", "Cet identifiant et ce code de secours ne vont pas ensemble, ou le code a déjà servi.")
}

/// « mardi 17 novembre 2026 à 19 h 12 », for letters that are read later.
pub fn when(now: Instant, zone: &TimeZone) -> String {
    let now = now.zoned(zone);
    format!("{} à {}", french::day_year(now.date()), french::time(&now))
}

/// What the page of sign-in has to say besides.
pub struct Shown {
    /// After a sign-out, which erases what was being written in this browser.
    pub has_left: bool,
    pub is_frozen: bool,
    /// Here, children come in by pictures.
    pub pupils_by_pictures: bool,
}

pub fn sign_in(school: &str, draft: &Draft, &Shown { has_left, is_frozen, pupils_by_pictures }: &Shown) -> Page {
    let main = html! {
        @if has_left { (page::forget_drafts("tous")) }
        h1 { "Bonjour !" }
        p.doux { (school) }
        @if is_frozen {
            (notice::notice(notice::Tone::Info, html! { p { "L’école a suspendu les messages et déconnecté tout le monde, par prudence. Rien n’est perdu : connectez-vous comme d’habitude. Vous pouvez lire, et vous pourrez bientôt écrire." } }))
        }
        (faults(draft))
        form.pile method="post" action="/connexion" {
            (field::hidden("retour", draft.fields.get("retour")))
            (field::text("identifiant", "Votre identifiant").autocomplete("username").as_written().required()
                .hint("Il est imprimé sur votre fiche, de la forme prénom.nom.").typed(draft.typed("identifiant")))
            (field::password("phrase", "Votre phrase de passe").required().typed(draft.typed("phrase")))
            (choice::checkbox("partage", "oui", "Cet ordinateur est partagé")
                .hint("La connexion se ferme avec le navigateur, et après trente minutes sans rien faire.").typed(draft.typed("partage")))
            (button::primary("Me connecter").icon(Icon::LogIn))
        }
        (piece::details_of("Première visite ? Phrase oubliée ?", html! {
            p { "Votre fiche de connexion ouvre votre compte : scannez son QR code, ou " a href="/activation" { "recopiez son code" } "." }
            p { a href="/connexion/oubli" { "J’ai oublié ma phrase de passe" } }
            p { a href="/connexion/secours" { "J’ai un code de secours" } }
            p { "Élève : après cinq essais, ta porte se ferme. Ta maîtresse ou ton maître la rouvre, ou te donne deux autres mots." }
        }))
        @if pupils_by_pictures { (pupils::way_in()) }
    };
    Page::narrow("Connexion", main)
}

pub fn slip(draft: &Draft) -> Page {
    let main = html! {
        h1 { "Ouvrir votre compte" }
        p { "Prenez la fiche de connexion que l’école vous a donnée et recopiez ces deux lignes." }
        (faults(draft))
        form.pile method="post" action="/activation" {
            (field::text("identifiant", "Identifiant").autocomplete("username").as_written().required().typed(draft.typed("identifiant")))
            (field::code("code", "Code").required().hint("Huit signes, par exemple abcd-3456.").typed(draft.typed("code")))
            (button::primary("Continuer").icon(Icon::ArrowRight))
        }
    };
    Page::narrow("Ouvrir votre compte", main)
}

/// `slip`: login and code when they were typed; the QR carries its own token in the path.
pub fn activation(owner: &Owner, slip: Option<(&str, &str)>, draft: &Draft) -> Page {
    let main = html! {
        @if owner.name.is_empty() { h1 { "Choisissez votre phrase de passe" } }
        @else { h1 { "Bonjour " (piece::person(&owner.name)) "," br; "choisissez votre phrase de passe." } }
        (faults(draft))
        form.pile method="post" action=[slip.map(|_| "/activation/phrase")] {
            @if let Some((login, code)) = slip { (field::hidden("identifiant", login)) (field::hidden("code", code)) }
            @else if !owner.login.is_empty() {
                p { "Votre identifiant : " strong translate="no" { (owner.login) } ". Notez-le." }
                input type="hidden" autocomplete="username" value=(owner.login);
            }
            (new_passphrase(draft))
            @if !owner.has_address {
                (field::email("courriel", "Votre adresse e-mail").optional()
                    .hint("Pour recevoir les mots de l’école et retrouver votre compte. L’autre responsable ne la verra jamais.").typed(draft.typed("courriel")))
            }
            @if owner.has_accepted { (field::hidden("charte", ALREADY)) }
            @else {
                (charter())
                (choice::checkbox("charte", "oui", "J’ai lu la charte et je l’accepte").required().typed(draft.typed("charte")))
            }
            (button::primary("Ouvrir mon compte").icon(Icon::Check))
        }
    };
    Page::narrow("Choisissez votre phrase de passe", main)
}

pub fn spent_slip() -> Page {
    let main = html! {
        h1 { "Ce code ne vaut plus" }
        p { "Il a déjà servi, son temps est passé, ou l’école vous en a donné un nouveau." }
        p { "Si vous avez déjà choisi votre phrase de passe, connectez-vous. Sinon, demandez un nouveau code à l’école." }
        (button::link("Me connecter", "/connexion"))
    };
    Page::narrow("Ce code ne vaut plus", main)
}

pub fn recovery(draft: &Draft) -> Page {
    let main = html! {
        h1 { "Revenir avec un code de secours" }
        p { "Chaque code imprimé le jour de l’installation sert une seule fois." }
        (faults(draft))
        form.pile method="post" action="/connexion/secours" {
            (field::text("identifiant", "Votre identifiant").autocomplete("username").as_written().required().typed(draft.typed("identifiant")))
            (field::code("code", "Code de secours").required().typed(draft.typed("code")))
            (new_passphrase(draft))
            (button::primary("Changer ma phrase de passe"))
        }
    };
    Page::narrow("Code de secours", main)
}

pub fn passphrase(draft: &Draft) -> Page {
    let main = html! {
        (page::crumbs(&[("Mon compte", "/compte")], "Phrase de passe"))
        h1 { "Changer ma phrase de passe" }
        p { "Vos autres appareils seront déconnectés." }
        (faults(draft))
        form.pile method="post" action="/compte/phrase" {
            (field::password("actuelle", "Phrase de passe actuelle").required().typed(draft.typed("actuelle")))
            (new_passphrase(draft))
            (button::primary("Enregistrer"))
        }
    };
    Page::narrow("Changer ma phrase de passe", main)
}

/// What stands about the viewer's own account.
pub struct Known<'a> {
    pub login: &'a str,
    pub address: Option<&'a Standing>,
    /// Of a guardian.
    pub channel: Option<Channel>,
    /// May have passwords for programs.
    pub has_applications: bool,
}

pub fn own_account(
    viewer: &Viewer,
    &Known { login, address, channel, has_applications }: &Known<'_>,
    devices: &[Device],
    here: Option<i64>,
    now: Instant,
    zone: &TimeZone,
) -> Page {
    let name = format!("{} {}", viewer.first_name, viewer.last_name);
    let main = html! {
        h1 { (piece::person(&name)) }
        (piece::card(html! {
            h2 { "Mon compte" }
            (piece::facts([("Identifiant", html! { span translate="no" { (login) } })].into_iter()
                .chain(address.map(|address| ("Adresse e-mail", address::pages::fact(address))))
                .chain(channel.map(|channel| ("Mots de l’école", html! { (sentences::channel(channel)) })))))
            @if let Some(address) = address { (address::pages::warning(address)) (address::pages::refusal(address, zone)) }
            div.rang {
                (button::link("Changer ma phrase de passe", "/compte/phrase").quiet())
                @if address.is_some() { (button::link("Changer mon adresse e-mail", "/compte/adresse").quiet()) }
                @if channel.is_some() { (button::link("Recevoir les mots sur papier", channel::pages::PATH).quiet()) }
                @if viewer.children.iter().any(|child| child.given.signs) { (button::link("Autorisations d’image", consent::PAGE).quiet()) }
                @if viewer.pupil.is_none() { (button::link("Mes données", "/mes-donnees").quiet()) }
                @if viewer.pupil.is_none() { (button::link("Mes avis", "/compte/avis").quiet()) }
                @if viewer.pupil.is_none() { (button::link("Connexion en deux étapes", "/compte/deux-etapes").quiet().icon(Icon::ShieldCheck)) }
                @if has_applications { (button::link("Mots de passe d’application", "/compte/applications").quiet()) }
                form.sans-papier method="post" action="/deconnexion" { (button::quiet("Me déconnecter").icon(Icon::LogOut)) }
            }
        }))
        (piece::card(html! {
            h2 { "Mes appareils" }
            ul.liste {
                @for device in devices { li.appareil { (device_line(device, here, now, zone)) } }
            }
            @if devices.len() > 1 {
                (button::post_button("/compte/appareils/fin", button::quiet("Déconnecter tous les autres")))
            }
        }))
    };
    Page::narrow("Mon compte", main)
}

fn device_line(device: &Device, here: Option<i64>, now: Instant, zone: &TimeZone) -> Markup {
    let since = french::moment(device.opened_at.timestamp(), now.timestamp(), zone);
    html! {
        span {
            strong { (device.name) }
            @if device.is_shared { " (partagé)" }
            br;
            span.doux { "Connexion ouverte " (since) }
        }
        @if Some(device.id) == here { (piece::tag("Cet appareil")) }
        @else {
            (button::post_button(&format!("/compte/appareils/{}/fin", device.id), button::quiet("Déconnecter").small().about(&device.name)))
        }
    }
}

pub(super) fn new_passphrase(draft: &Draft) -> Markup {
    html! {
        (field::password("nouvelle", "Nouvelle phrase de passe").autocomplete("new-password").required()
            .hint("Douze signes au moins. Quatre mots sans rapport entre eux, c’est facile à retenir et difficile à deviner.")
            .typed(draft.typed("nouvelle")))
        (field::password("encore", "La même, encore une fois").autocomplete("new-password").required().typed(draft.typed("encore")))
    }
}

fn charter() -> Markup {
    piece::details_of(
        "Lire la charte",
        html! {
            ul {
                li { "Mon compte est personnel : je ne prête ni mon identifiant ni ma phrase de passe." }
                li { "Je respecte les autres : ce que j’écris ici est lu par des enseignants, des familles et parfois des enfants." }
                li { "Les photos et les noms des enfants restent ici : je ne les publie pas ailleurs." }
                li { "L’école aussi s’engage : mes données servent à l’école et à rien d’autre, elles restent dans l’école, et je peux les demander à tout moment." }
                li { "Personne n’est dérangé le soir ni le week-end : une réponse peut attendre le matin." }
            }
        },
    )
}

pub(super) fn faults(draft: &Draft) -> Markup {
    notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str())))
}
