//! Who may be the same, then both pages side by side.

use super::{
    forms::{ACCOUNT, CERTAIN, CLASS, HERE, OTHER, SEEN, SURE, differences, two_classes},
    likeness::Sign,
    store::{Side, is_activated},
    words,
};
use crate::{
    base::{
        clock::Instant,
        french,
        ui::{
            Icon, button,
            choice::{self, choice},
            field, notice,
            notice::Tone,
            page, piece,
        },
    },
    door::{Draft, Page},
    rooms::people::{
        pages::{day, faults, full_name, search},
        path,
        undo::{pages as undo_pages, store::Undo},
    },
    school::{Person, person::Contact},
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// How many a search by hand shows.
pub const FOUND: usize = 20;
const TITLE: &str = "Deux pages pour une seule personne ?";

pub fn candidates(
    keep: &Side,
    proposed: &[(Vec<Sign>, Person)],
    asked: &str,
    found: &[Person],
    merges: &[Undo],
    (now, zone): (Instant, &TimeZone),
) -> Page {
    let here = format!("{}/doublon", path::person(keep.person.id));
    let way = |other: &Person, hint: &str| {
        html! {
            li {
                span { strong translate="no" { (full_name(other)) } @if !hint.is_empty() { br; span.doux { (hint) } } }
                (button::link("Comparer", format!("{here}/{}", other.id)).quiet().small().about(full_name(other)))
            }
        }
    };
    let body = html! {
        (crumbs(keep))
        h1 { (TITLE) }
        p { "Deux pages de " (piece::person(&keep.person.name())) " peuvent n’en faire qu’une : rien de ce qui a été lu, signé ou noté n’est perdu." }
        h2 { "Qui pourrait être la même personne" }
        @if proposed.is_empty() { p.doux { "Personne n’a le même prénom et un autre point commun (e-mail, téléphone, domicile, famille). Le nom seul ne suffit jamais." } }
        @else {
            ul.liste {
                @for (signs, person) in proposed {
                    @let shared: Vec<&str> = signs.iter().map(|sign| words::sign(*sign)).collect();
                    (way(person, &french::capitalised(&french::list(&shared))))
                }
            }
        }
        h2 { "Quelqu’un d’autre" }
        (search(&here, if keep.is_pupil() { "Chercher un élève" } else { "Chercher un adulte" }, asked, ""))
        @if !asked.is_empty() && found.is_empty() { p { "Personne ne correspond." } }
        @if !found.is_empty() { ul.liste { @for person in found { (way(person, "")) } } }
        @if !merges.is_empty() {
            h2 { "Pages déjà réunies" }
            ul.liste {
                @for merge in merges {
                    li {
                        span { span translate="no" { (merge.about) } br; span.doux { (french::moment(merge.made_at.timestamp(), now.timestamp(), zone)) } }
                        @if merge.undone.is_some() { (piece::tag("Annulé")) }
                        @else if merge.is_kept { (button::link("Revenir en arrière", undo_pages::path(merge.id)).quiet().small()) }
                    }
                }
            }
        }
    };
    Page::narrow(TITLE, body)
}

pub fn refused(keep: &Side, sentence: &str) -> Page {
    let body = html! {
        (crumbs(keep))
        h1 { "Ces deux pages restent deux" }
        (notice::notice(Tone::Warning, html! { p { (sentence) } }))
        p { a href=(path::person(keep.person.id)) { "Revenir à la page de " (piece::person(&keep.person.name())) } }
    };
    Page::narrow("Ces deux pages restent deux", body)
}

pub fn compare(keep: &Side, gone: &Side, signs: &[Sign], seen: &str, draft: &Draft) -> Page {
    let title = "Est-ce la même personne ?";
    let shared: Vec<&str> = signs.iter().map(|sign| words::sign(*sign)).collect();
    let body = html! {
        (crumbs(keep))
        h1 { (title) }
        (faults(draft))
        @if shared.is_empty() {
            (notice::notice(Tone::Warning, html! { p { "Rien ne rapproche ces deux pages, sinon votre choix. Comparez-les bien : deux personnes réunies par erreur verraient chacune ce qui est à l’autre." } }))
        } @else { p { "En commun : " (french::list(&shared)) "." } }
        div.colonnes { (card(keep, "Cette page reste")) (card(gone, "Celle-ci la rejoint")) }
        form.pile method="post" {
            (field::hidden(SEEN, seen))
            @for (name, mine, theirs) in &differences(keep, gone) { (which(name, mine, theirs, draft)) }
            @if two_classes(keep, gone) { (classes(keep, gone, draft)) }
            @if is_activated(keep.account.as_ref()) && is_activated(gone.account.as_ref()) { (logins(keep, gone, draft)) }
            (choice::checkbox(SURE, "oui", "J’ai comparé les deux pages").typed(draft.typed(SURE)))
            @if shared.is_empty() { (choice::checkbox(CERTAIN, "oui", "Je suis certain·e que c’est une seule et même personne").typed(draft.typed(CERTAIN))) }
            p.doux { "Pendant trente jours, vous pourrez revenir en arrière. Les deux comptes devront se reconnecter." }
            div.actions {
                (button::primary("N’en faire qu’une page").icon(Icon::Check))
                (button::link("Ne rien changer", path::person(keep.person.id)).quiet())
            }
        }
    };
    Page::new(title, body)
}

fn crumbs(keep: &Side) -> Markup {
    page::crumbs(&[("L’école", "/ecole"), (&keep.person.name(), &path::person(keep.person.id))], "Doublon")
}

fn card(side: &Side, what: &str) -> Markup {
    let Contact { email, home_phone, work_phone, mobile_phone, street, postcode, town, .. } = &side.person.contact;
    let pupil = side.facts.as_ref();
    let ties = french::count(side.ties.len(), "lien", "liens");
    let facts = [
        ("Nom de famille", side.person.last_name.clone()),
        ("Nom d’usage", side.person.usage_name.clone()),
        ("Date de naissance", pupil.and_then(|facts| facts.born_on).map(day).unwrap_or_default()),
        ("INE", pupil.and_then(|facts| facts.ine.clone()).unwrap_or_default()),
        ("Classe", side.class.as_ref().map(|class| class.1.clone()).unwrap_or_default()),
        ("Départ", side.left_on.map(day).unwrap_or_default()),
        ("E-mail", email.clone()),
        ("Mobile", mobile_phone.clone()),
        ("Domicile", home_phone.clone()),
        ("Travail", work_phone.clone()),
        ("Adresse", format!("{street} {postcode} {town}").trim().to_owned()),
        ("Famille", if side.ties.is_empty() { String::new() } else { ties }),
        ("Compte", account(side)),
    ];
    let known = facts.iter().filter(|(_, text)| !text.is_empty()).map(|(what, text)| (*what, piece::person(text)));
    html! {
        section.carte {
            p.doux { (what) }
            h2 { a href=(path::person(side.person.id)) target="_blank" translate="no" { (full_name(&side.person)) } }
            (piece::facts(known))
        }
    }
}

fn account(side: &Side) -> String {
    match &side.account {
        None => String::new(),
        Some(account) if account.is_closed => format!("{}, fermé", account.login),
        Some(account) if side.has_second_factor => format!("{}, activé, connexion en deux étapes", account.login),
        Some(account) if account.is_activated => format!("{}, activé", account.login),
        Some(account) => format!("{}, pas encore activé", account.login),
    }
}

fn which(name: &'static str, mine: &str, theirs: &str, draft: &Draft) -> Markup {
    let other = draft.fields.get(name) == OTHER;
    let choices = vec![choice(HERE, mine).ticked(!other).person(), choice(OTHER, theirs).ticked(other).person()];
    html! { (choice::radios(name, words::field(name), choices)) }
}

fn classes(keep: &Side, gone: &Side, draft: &Draft) -> Markup {
    let name = |side: &Side| side.class.as_ref().map(|class| class.1.clone()).unwrap_or_default();
    let choices = vec![choice(HERE, name(keep)), choice(OTHER, name(gone))];
    html! { (choice::radios(CLASS, "Classe d’aujourd’hui", choices).typed(draft.typed(CLASS))) }
}

fn logins(keep: &Side, gone: &Side, draft: &Draft) -> Markup {
    let choices = vec![choice(HERE, account(keep)).person(), choice(OTHER, account(gone)).person()];
    html! { (choice::radios(ACCOUNT, "Identifiant qui reste, avec sa phrase de passe", choices).hint("L’autre ne servira plus. La personne est prévenue par e-mail.").typed(draft.typed(ACCOUNT))) }
}
