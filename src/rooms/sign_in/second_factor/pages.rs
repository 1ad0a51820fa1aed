//! The pages of the second step. What they call it: « connexion en deux étapes »; its codes: « code à usage unique » and
//! « codes de secours ».

use crate::{
    base::{
        error::Result,
        french,
        totp::Secret,
        ui::{
            Icon, button, choice, field,
            notice::{self, Tone},
            page, piece, qr,
        },
    },
    door::{Draft, Faults, Page},
    school::{Person, account::second_factor::Standing, login},
};
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};

const TITLE: &str = "Connexion en deux étapes";
const ACCOUNT: (&str, &str) = ("Mon compte", "/compte");

pub const WRONG_PASSPHRASE: &str = "Ce n’est pas votre phrase de passe.";
pub const WRONG_FIRST: &str = "Ce n’est pas le code de cette clé. Attendez que l’application en montre un nouveau, et vérifiez que l’heure du téléphone est juste.";
pub const TOO_LATE: &str = "Cinq minutes ont passé, ou cette étape a déjà servi. Connectez-vous de nouveau.";
pub const BEGIN_AGAIN: &str = "Trop de temps a passé. Recommencez, une nouvelle clé vous sera montrée.";
pub const STOPPED: &str = "La connexion en deux étapes est arrêtée.";
pub const STILL_REQUIRED: &str = "La direction de l’école demande la connexion en deux étapes pour votre compte : elle ne peut pas être arrêtée. Vous pouvez changer de téléphone.";
pub const RESET: &str = "C’est réinitialisé : ses connexions sont fermées, et une lettre l’en prévient.";
pub const NOTHING_TO_RESET: &str = "Il n’y avait rien à réinitialiser.";
pub const NOT_ONESELF: &str = "Pour votre propre compte, passez par « Mon compte » : un code vous y sera demandé.";

pub fn wrong(field: &'static str) -> Faults {
    Faults::one(
        field,
        "Ce code n’est pas bon, ou il a déjà servi. Attendez le suivant et vérifiez l’heure du téléphone. Un code de secours marche toujours.",
    )
}

pub fn wait_for_code(seconds: i64) -> Faults {
    let wait = french::count((seconds + 59) / 60, "minute", "minutes");
    Faults::one("", format!("Il y a eu trop d’essais. Attendez {wait}, puis recommencez."))
}

/// `is_doubtful`: the box's own date may be wrong, and every code with it.
pub fn second_step(draft: &Draft, is_shared: bool, is_doubtful: bool) -> Page {
    // A code is not worth showing again: it is typed anew.
    let fault = |name: &str| field::Typed { value: "", fault: draft.faults.of(name) };
    let main = html! {
        h1 { "Votre code à usage unique" }
        p { "Votre phrase de passe est la bonne. Ouvrez maintenant votre application de codes et recopiez les six chiffres." }
        @if is_doubtful {
            (notice::notice(Tone::Warning, html! { p { "La boîte de l’école doute de la date : elle peut refuser des codes justes. Un de vos codes de secours marche toujours." } }))
        }
        (faults(draft))
        form.pile method="post" action="/connexion/code" {
            (code_field("code", "Code à usage unique").typed(fault("code")).focused())
            @if !is_shared {
                (choice::checkbox("appareil", "oui", "Ne plus demander de code sur cet appareil pendant 30 jours")
                    .hint("Seulement s’il est à vous, et fermé par un code ou une empreinte.").typed(draft.typed("appareil")))
            }
            (button::primary("Continuer").icon(Icon::ArrowRight))
        }
        (piece::details_of("Je n’ai pas mon téléphone", html! {
            form.pile method="post" action="/connexion/code" {
                (field::code("secours", "Un de vos codes de secours").required().hint("De la feuille « Connexion en deux étapes ». Chacun sert une seule fois.").typed(fault("secours")))
                (button::quiet("Continuer avec ce code"))
            }
            p { "Plus de code de secours non plus ? La direction de l’école peut réinitialiser cette étape." }
        }))
        p { a href="/connexion" { "Revenir au début de la connexion" } }
    };
    Page::narrow("Votre code à usage unique", main)
}

/// Nothing stands yet. `is_held`: nothing else is open until it does.
pub fn offer(draft: &Draft, is_required: bool, is_held: bool) -> Page {
    let main = html! {
        @if !is_held { (page::crumbs(&[ACCOUNT], TITLE)) }
        h1 { (TITLE) }
        @if is_held {
            (notice::notice(Tone::Info, html! { p { "La direction de l’école la demande pour votre compte. Ajoutez-la maintenant : cela prend deux minutes, et tout s’ouvre aussitôt." } }))
        } @else if is_required {
            (notice::notice(Tone::Info, html! { p { "La direction de l’école la demande pour votre compte." } }))
        }
        p { "En plus de votre phrase de passe, l’école vous demandera un code à six chiffres que montre votre téléphone. Qui devinerait votre phrase ne pourrait pas entrer." }
        p { "Il vous faut une application de codes (par exemple FreeOTP, Aegis, Google Authenticator…). Elle marche sans réseau, et l’école ne connaît pas votre numéro." }
        (faults(draft))
        form.pile method="post" action="/compte/deux-etapes" {
            (field::password("phrase", "Votre phrase de passe").required().typed(draft.typed("phrase")))
            (button::primary("Ajouter mon téléphone").icon(Icon::Smartphone))
        }
        @if is_held { (sign_out()) }
    };
    Page::narrow(TITLE, main)
}

pub fn application(draft: &Draft, secret: &Secret, school: &str, login: &str) -> Result<Page> {
    let address = secret.address(school, login)?;
    let title = "Ajouter votre téléphone";
    let main = html! {
        (page::crumbs(&[ACCOUNT, (TITLE, "/compte/deux-etapes")], title))
        h1 { (title) }
        (faults(draft))
        (piece::card(html! {
            h2 { "1. Dans l’application de codes" }
            p { "Ajoutez un compte, puis scannez ce dessin." }
            (qr::code(&address, "QR code pour l’application de codes ; la même clé est écrite dessous.")?)
            p { "Vous lisez cette page sur ce téléphone ? " a href=(address) { "Ouvrir dans l’application" } }
            p { "Ou recopiez cette clé :" }
            p { span.code #cle translate="no" { (groups(secret)) } }
            div.rang { (button::copy("Copier la clé", "cle")) }
        }))
        form.pile method="post" action="/compte/deux-etapes/application" {
            h2 { "2. Le premier code" }
            (code_field("code", "Code à usage unique").hint("Les six chiffres que l’application montre maintenant.")
                .typed(field::Typed { value: "", fault: draft.faults.of("code") }))
            (button::primary("Activer").icon(Icon::Check))
        }
    };
    Ok(Page::narrow(title, main))
}

/// Shown this once. `is_first`: with them the second step begins.
pub fn codes(codes: &[String], login: &str, school: &str, is_first: bool) -> Page {
    let title = "Vos codes de secours";
    let main = html! {
        @if is_first { (notice::notice(Tone::Done, html! { p { "La connexion en deux étapes est activée. Vos autres appareils devront se reconnecter." } })) }
        h1 { (title) }
        p.ecran { "Sans téléphone, chacun de ces codes remplace une fois celui de l’application. Imprimez-les ou recopiez-les, et rangez la feuille : ils ne seront plus jamais affichés." }
        section.carte {
            h2.papier { (school) " : connexion en deux étapes" }
            p { "Identifiant\u{202f}: " strong translate="no" { (login) } }
            ol #codes-de-secours { @for code in codes { li { code { (login::shown_code(code).to_uppercase()) } } } }
        }
        p.doux { "Ils ne remplacent jamais votre phrase de passe." }
        div.rang {
            (button::print("Imprimer les codes"))
            (button::copy("Copier les codes", "codes-de-secours"))
        }
        div.rang.ecran { (button::link("Ma feuille est rangée, continuer", "/")) }
    };
    Page::narrow(title, main)
}

pub fn standing(standing: &Standing, is_required: bool, zone: &TimeZone) -> Page {
    let left = standing.codes_left;
    let main = html! {
        (page::crumbs(&[ACCOUNT], TITLE))
        h1 { (TITLE) }
        (piece::card(html! {
            (piece::done("Activée"))
            (piece::facts([
                ("Depuis", html! { (french::day_year(standing.set_at.date(zone))) }),
                ("Codes de secours", html! { (french::count(left, "code qui n’a pas servi", "codes qui n’ont pas servi")) }),
            ]))
            @if left <= 2 { (notice::notice(Tone::Warning, html! { p { "Il ne vous reste presque plus de codes de secours : faites-en de nouveaux." } })) }
            div.rang {
                (button::link("Changer de téléphone", "/compte/deux-etapes/changer").quiet().icon(Icon::Smartphone))
                (button::link("Nouveaux codes de secours", "/compte/deux-etapes/codes").quiet().icon(Icon::ListOrdered))
                @if !is_required { (button::link("Arrêter", "/compte/deux-etapes/arret").quiet()) }
            }
        }))
        @if is_required { p.doux { "La direction de l’école la demande pour votre compte." } }
    };
    Page::narrow(TITLE, main)
}

pub fn change(draft: &Draft) -> Page {
    let text = "Un nouveau dessin à scanner vous sera montré. L’ancien téléphone sert jusqu’à ce que le nouveau donne son premier code ; vous recevrez aussi de nouveaux codes de secours.";
    both(draft, "Changer de téléphone", text, "/compte/deux-etapes/changer", html! { (button::primary("Continuer")) })
}

pub fn new_codes(draft: &Draft) -> Page {
    let text = "Dix nouveaux codes vous seront montrés, une seule fois. Ceux de l’ancienne feuille ne vaudront plus.";
    let button = html! { (button::primary("Faire de nouveaux codes")) };
    both(draft, "Nouveaux codes de secours", text, "/compte/deux-etapes/codes", button)
}

pub fn stop(draft: &Draft, is_required: bool) -> Page {
    let title = "Arrêter la connexion en deux étapes";
    if is_required {
        let main = html! { (crumbs(title)) h1 { (title) } (faults(draft)) p { (STILL_REQUIRED) } };
        return Page::narrow(title, main);
    }
    let text = "Votre phrase de passe suffira de nouveau pour entrer. Les codes de secours ne vaudront plus.";
    both(draft, title, text, "/compte/deux-etapes/arret", html! { (button::danger("Arrêter")) })
}

pub fn reset(draft: &Draft, person: &Person, is_on: bool, is_oneself: bool) -> Page {
    let title = "Réinitialiser la connexion en deux étapes";
    let back = format!("/ecole/personnes/{}", person.id);
    let main = html! {
        (page::crumbs_of(&[("L’école", "/ecole"), (&person.name(), &back)], "Deux étapes"))
        h1 { (title) }
        (faults(draft))
        @if is_oneself { p { (NOT_ONESELF) } (button::link("Ouvrir mon compte", "/compte/deux-etapes").quiet()) }
        @else if !is_on { p { (piece::person(&person.name())) " n’utilise pas la connexion en deux étapes." } }
        @else {
            p { "Pour " strong translate="no" { (person.name()) } ", si son téléphone et ses codes de secours sont perdus." }
            ul {
                li { "Vérifiez de vive voix que la demande vient bien de cette personne." }
                li { "Toutes ses connexions se ferment aussitôt, et une lettre l’en prévient." }
                li { "Sa phrase de passe suffira pour la prochaine connexion, le temps d’ajouter un nouveau téléphone." }
            }
            form method="post" action=(format!("{back}/deux-etapes")) { (button::danger("Réinitialiser")) }
        }
        p { a href=(back) { "Revenir à sa page" } }
    };
    Page::narrow(title, main)
}

/// On the home page, while the delay runs.
pub fn soon(from: Date) -> Markup {
    notice::notice(
        Tone::Warning,
        html! { p { "À partir du " (french::day_year(from)) ", un code de votre téléphone sera nécessaire pour entrer ici. " a href="/compte/deux-etapes" { "Ajouter mon téléphone" } } },
    )
}

fn both(draft: &Draft, title: &str, text: &str, action: &str, button: Markup) -> Page {
    let main = html! {
        (crumbs(title))
        h1 { (title) }
        p { (text) }
        (faults(draft))
        form.pile method="post" action=(action) {
            (field::password("phrase", "Votre phrase de passe").required().typed(draft.typed("phrase")))
            (field::text("code", "Code à usage unique").autocomplete("one-time-code").as_written().required().short()
                .hint("Les six chiffres de l’application, ou l’un de vos codes de secours.")
                .typed(field::Typed { value: "", fault: draft.faults.of("code") }))
            (button)
        }
    };
    Page::narrow(title, main)
}

fn code_field<'a>(name: &'a str, label: &'a str) -> field::Field<'a> {
    field::code(name, label).autocomplete("one-time-code").inputmode("numeric").max_length(9).required()
}

fn crumbs(here: &str) -> Markup {
    page::crumbs(&[ACCOUNT, (TITLE, "/compte/deux-etapes")], here)
}

/// The only other way out for who is held at the door.
fn sign_out() -> Markup {
    html! { form.sans-papier method="post" action="/deconnexion" { (button::quiet("Me déconnecter").icon(Icon::LogOut)) } }
}

/// « ABCD EFGH … »: four by four, as one reads a key aloud.
fn groups(secret: &Secret) -> String {
    let letters: Vec<char> = secret.text().chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

fn faults(draft: &Draft) -> Markup {
    notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str())))
}
