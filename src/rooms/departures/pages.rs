//! Who has left, what becomes of them, and the terms.

use super::path;
use crate::{
    base::{
        clock::Instant,
        french,
        ui::{
            Icon, button, choice, field,
            notice::{self, Tone},
            page, piece,
            table::table,
        },
    },
    door::{Draft, Page, erasing::Going},
    school::{
        departure::{Departure, OWN_DATA, Part},
        erasure::Erasure,
        retention::{
            Kind, sentences,
            steady::{self, Leap},
        },
    },
};
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};

pub const PASSPHRASE: &str = "phrase";
pub const NO_PASSPHRASE: &str = "Donnez votre phrase de passe.";
pub const NOT_ONESELF: &str =
    "Vous ne pouvez pas effacer votre propre fiche\u{202f}: une autre personne de la direction le peut.";
pub const ERASED: &str = "C’est effacé. Vous pouvez encore tout remettre pendant sept jours.";
pub const TAKEN_BACK: &str = "La fiche est revenue, avec tout ce qui allait avec.";
pub const CHANGED_SINCE: &str = "Des choses ont changé depuis l’effacement\u{202f}: la fiche ne peut pas revenir telle qu’elle était. Si vous avez effacé quelqu’un après elle, remettez d’abord cette fiche-là.";
pub const NO_TERM: &str = "Choisissez une durée de la liste.";
pub const SAVED: &str = "Les durées de conservation sont enregistrées.";
pub const CAME_BACK: &str = "Cette personne est revenue à l’école\u{202f}: rien n’est effacé.";
pub const TITLE: &str = "Départs";
const TERMS_TITLE: &str = "Durées de conservation";

/// All that the list is about.
pub struct View<'a> {
    pub departures: &'a [Departure],
    pub pending: &'a [Erasure],
    /// How many went at the end of their term, lately.
    pub gone: i64,
    pub leap: Option<Leap>,
    pub today: Date,
    pub zone: &'a TimeZone,
}

pub fn index(view: &View) -> Page {
    let View { departures, pending, gone, leap, today, zone } = *view;
    let main = html! {
        (page::crumbs(&[("L’école", "/ecole")], TITLE))
        h1 { (TITLE) }
        p { "Qui quitte l’école garde son compte le temps de reprendre ses données. Puis tout ce qui nomme la personne est effacé. Si elle revient avant, rien ne s’efface." }
        @if let Some(leap) = leap { (held(leap, zone)) }
        @if departures.is_empty() {
            (piece::empty_state("Personne ne part", "Notez un départ sur la page de l’élève, ou la fin d’une fonction sur celle de l’adulte\u{202f}: la personne apparaît ici dans l’heure.", html! { (button::link("Voir les élèves", "/ecole/eleves").quiet()) }))
        } @else {
            (table("Les personnes qui ont quitté l’école", &["Qui", "Dernier jour", "À effacer le", "Ensuite"], departures.iter().map(|one| row(one, leap, today)).collect()))
        }
        @if !pending.is_empty() {
            h2 { "Effacées, et encore récupérables" }
            p { "Leur nom n’est plus montré nulle part, ici non plus." }
            ul.liste { @for one in pending { (taken(one, today, zone)) } }
        }
        @if gone > 0 { p { (french::count(gone, "fiche s’est effacée", "fiches se sont effacées")) " à la fin du délai, ces trente derniers jours." } }
        p { a href=(path::TERMS) { "Changer les durées de conservation" } }
    };
    Page::new(TITLE, main)
}

/// Nothing goes by a date that nobody has borne out.
fn held(leap: Leap, zone: &TimeZone) -> Markup {
    let day = |at: Instant| french::date_year(at.date(zone));
    notice::notice(
        Tone::Warning,
        html! {
            p { "La date de la boîte est passée du " (day(leap.before)) " au " (day(leap.at)) ". Par prudence, rien ne s’efface tant que l’école n’a pas servi cinq jours à cette date (" (french::count(leap.days.min(steady::DAYS), "jour", "jours")) " jusqu’ici). Si la date est fausse, prévenez la personne qui s’occupe de l’appareil." }
        },
    )
}

pub fn erase(one: &Departure, is_own: bool, going: &[Going], draft: &Draft, today: Date) -> Page {
    let title = "Effacer maintenant";
    let main = html! {
        (page::crumbs(&[("L’école", "/ecole"), (TITLE, path::LIST)], title))
        h1 { "Effacer " span translate="no" { (one.name()) } " maintenant\u{202f}?" }
        (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
        @if is_own {
            @if draft.is_blank() { p { (NOT_ONESELF) } }
            div.rang { (button::link("Revenir aux départs", path::LIST).quiet()) }
        } @else {
            p.doux { (who(one)) }
            p { "Sans rien faire, cette fiche s’efface " (french::until(one.erase_on, today)) ". À la demande de la personne ou de sa famille, vous pouvez l’effacer tout de suite." }
            ul {
                @for line in consequences(one.part) { li { (line) } }
                @for room in going { li { (room.said) } }
            }
            p { a href=(path::before(one.person)) { "Voir tout ce qui part, et où le nom reste" } }
            p { "Pendant sept jours, vous pouvez encore tout remettre. Ensuite, ni vous ni une sauvegarde ne le pourrez." }
            form.pile method="post" action=(path::erase(one.person)) {
                (field::password(PASSPHRASE, "Votre phrase de passe").required().autocomplete("current-password").typed(draft.typed(PASSPHRASE)))
                div.actions {
                    (button::danger("Effacer cette fiche").icon(Icon::Trash2))
                    (button::link("Ne rien changer", path::LIST).quiet())
                }
            }
        }
    };
    Page::narrow(title, main)
}

pub fn terms(draft: &Draft) -> Page {
    let main = html! {
        (page::crumbs(&[("Réglages", "/reglages")], TERMS_TITLE))
        h1 { (TERMS_TITLE) }
        p { "Ce qui est plus ancien s’efface tout seul, pour de bon. Ces durées sont aussi celles du registre et des notices remises aux familles." }
        (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
        form.pile method="post" action=(path::TERMS) {
            @for kind in Kind::ALL.into_iter().filter(|kind| kind.is_chosen()) { (term(kind, draft)) }
            (button::primary("Enregistrer les durées"))
        }
        h2 { "Les mêmes dans toutes les écoles" }
        ul.liste {
            @for kind in Kind::ALL.into_iter().filter(|kind| !kind.is_chosen()) {
                li { span { strong { (sentences::title(kind)) " : " (sentences::term(kind.usual())) } br; span.doux { (sentences::what(kind)) } } }
            }
        }
        p.doux { "Les sauvegardes disparaissent d’elles-mêmes à la fin de leur propre durée. D’ici là, restaurer l’une d’elles ne ramène personne de ceux que son registre («\u{202f}effacements.txt\u{202f}», à côté d’elle) dit effacés." }
    };
    Page::narrow(TERMS_TITLE, main)
}

/// On the front page of whoever has left.
pub fn own(one: &Departure, today: Date) -> Markup {
    notice::notice(
        Tone::Info,
        html! {
            p {
                "Votre compte se ferme " (french::until(one.erase_on, today)) ". Jusque-là vous pouvez tout relire\u{202f}; ensuite, tout ce qui vous nomme est effacé. "
                a href=(OWN_DATA) { "Reprendre mes données" }
            }
        },
    )
}

/// On that of an adult whose child has left.
pub fn of_child(one: &Departure, today: Date) -> Markup {
    notice::notice(
        Tone::Info,
        html! {
            p {
                span translate="no" { (one.first_name) } " a quitté l’école. Ses données s’effacent " (french::until(one.erase_on, today)) ", photos comprises. "
                a href=(OWN_DATA) { "Les reprendre avant" }
            }
        },
    )
}

/// On the director's.
pub fn going(count: usize) -> Markup {
    notice::notice(
        Tone::Info,
        html! {
            p { (french::count(count, "fiche s’efface", "fiches s’effacent")) " dans les dix jours. Leur nom reste peut-être dans des textes que d’autres ont écrits. " a href=(path::LIST) { "Voir les départs" } }
        },
    )
}

/// And of those who went.
pub fn gone(count: i64) -> Markup {
    notice::notice(
        Tone::Info,
        html! {
            p { (french::count(count, "fiche s’est effacée", "fiches se sont effacées")) " cette semaine, à la fin du délai. " a href=(path::LIST) { "Voir les départs" } }
        },
    )
}

fn row(one: &Departure, leap: Option<Leap>, today: Date) -> Vec<Markup> {
    vec![
        html! { span { a translate="no" href=(path::before(one.person)) { (one.name()) } br; span.doux { (who(one)) } } },
        html! { (french::date_year(one.left_on)) },
        html! { span { (french::date_year(one.erase_on)) br; span.doux { (told(one, leap, today)) } } },
        html! { (button::link("Effacer maintenant", path::erase(one.person)).quiet().small().about(one.name())) },
    ]
}

/// So that nobody takes one for another of the same name.
pub fn who(one: &Departure) -> Markup {
    let (part, beside) = match one.part {
        Part::Pupil => ("Élève", &one.class_name),
        Part::Guardian => ("Responsable", &one.email),
        Part::Staff => ("Équipe", &one.email),
        Part::Other => ("Sans enfant ni fonction ici", &one.email),
    };
    html! { (part) @if !beside.is_empty() { " · " span translate="no" { (beside) } } }
}

fn told(one: &Departure, leap: Option<Leap>, today: Date) -> String {
    match (one.is_told, one.part, one.is_activated) {
        _ if one.erase_on <= today && leap.is_some() => "Quand la date sera sûre".to_owned(),
        _ if one.erase_on <= today => "Dans l’heure".to_owned(),
        (true, Part::Pupil, _) => "Sa famille est prévenue".to_owned(),
        (false, Part::Pupil, _) => "Sa famille sera prévenue".to_owned(),
        (true, ..) => "Personne prévenue par e-mail".to_owned(),
        (false, _, true) => "Prévenue à sa prochaine connexion".to_owned(),
        (false, _, false) => "À prévenir de vive voix ou par courrier\u{202f}: pas de compte activé".to_owned(),
    }
}

fn taken(one: &Erasure, today: Date, zone: &TimeZone) -> Markup {
    let number = format!("la fiche n° {}", one.person);
    html! {
        li {
            span { strong { "Fiche n°\u{202f}" (one.person) } br; span.doux { "Effacée " (french::until(one.erased_at.date(zone), today)) ", pour de bon " (french::until(one.until.date(zone), today)) } }
            (button::post_button(&path::take_back(one.id), button::quiet("Tout remettre").small().about(number)))
        }
    }
}

fn consequences(part: Part) -> Vec<&'static str> {
    let own = match part {
        Part::Pupil => {
            "Son nom, sa naissance, ses réponses, ses dépôts et les mots écrits à son sujet seul disparaissent."
        }
        Part::Staff => {
            "Son compte et ses documents personnels disparaissent\u{202f}; ses mots et ses articles restent, sous «\u{202f}Ancien membre de l’école\u{202f}»."
        }
        Part::Guardian | Part::Other => "Son compte, ses coordonnées, ses messages et ses commentaires disparaissent.",
    };
    vec![own, "Les mots signés gardent le compte des réponses, sans le nom."]
}

fn term(kind: Kind, draft: &Draft) -> Markup {
    let usual = kind.usual();
    let choices = kind.choices().iter().map(|days| {
        let said = sentences::term(*days);
        let label = if *days == usual { format!("{said} (conseillé)") } else { said };
        choice::choice(days.to_string(), label)
    });
    let hint = format!("{} {}", sentences::what(kind), sentences::source(kind));
    html! { (choice::select(kind.as_str(), sentences::title(kind), choices.collect()).typed(draft.typed(kind.as_str())).hint(hint)) }
}
