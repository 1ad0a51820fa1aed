//! The teacher's pages: the list, the poster, badges, tablets, and a child's new pictures or words, as large as a screen can.

use super::{
    badges::{Badge, Opens},
    forms::NAME,
};
use crate::{
    base::{
        error::Result,
        french, pictograms,
        ui::{
            Icon, button,
            choice::{self, choice},
            field,
            notice::{self, Tone},
            page, piece, qr,
            table::table,
        },
    },
    door::{Draft, Page},
    rooms::people::{path, slips::printing},
    school::{
        Class, Pupil,
        account::pupil::{
            Access, Line, PAGE, Poster, Way, page_of,
            policy::{HelpPupilIn, TendPupils},
            tablet::Tablet,
        },
        login,
        permit::May,
    },
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

const TITLE: &str = "Accès des élèves";
pub const FILE_NAME: &str = "badges.pdf";
pub const NEW_POSTER: &str = "L’affiche est prête. Celle d’avant ne vaut plus rien.";
pub const PAIRED: &str = "La tablette est à la classe. Votre connexion y est fermée.";
pub const FORGOTTEN: &str = "Cette tablette n’ouvre plus la classe.";
pub const NOBODY: &str = "Il n’y a aucun badge à imprimer dans ce choix.";

pub fn opened_again(line: &Line) -> String {
    format!("C’est rouvert pour {}.", notice::named(&line.first_name))
}

pub struct Shown {
    pub roster: Vec<Line>,
    pub has_poster: bool,
    pub tablets: usize,
    pub is_director: bool,
}

pub fn show(class: &May<TendPupils>, access: Option<&Access>, shown: &Shown) -> Page {
    let body = html! {
        (crumbs(class, TITLE, None))
        h1 { (TITLE) " : " (class.name) }
        @match access {
            None => { (closed(shown.is_director)) }
            Some(access) => {
                p { (how(access)) }
                (ways(class, access, shown))
                h2 { "Élèves" }
                @if shown.roster.is_empty() { p.doux { "La classe n’a pas encore d’élève." } }
                @else { (roster(&shown.roster)) }
                p.doux { "Vous voyez ici qui peut entrer, jamais qui est entré ni quand." }
            }
        }
    };
    Page::new(format!("{TITLE} : {}", class.name), body)
}

fn closed(is_director: bool) -> Markup {
    let next = html! {
        @if is_director { (button::link("Ouvrir l’accès des élèves", PAGE)) }
    };
    piece::empty_state(
        "Cette classe n’est pas ouverte à ses élèves",
        "C’est la direction de l’école qui l’ouvre, classe par classe.",
        next,
    )
}

fn how(access: &Access) -> &'static str {
    use crate::school::account::pupil::Ways;
    match (access.ways, access.from_home) {
        (Ways::Pictures, _) => {
            "Les élèves entrent à l’école : l’affiche de la classe, leur prénom, leurs trois images."
        }
        (Ways::Words, true) => "Les élèves entrent à l’école ou à la maison, avec leur identifiant et leurs deux mots.",
        (Ways::Words, false) => "Les élèves entrent à l’école, avec leur identifiant et leurs deux mots.",
        (Ways::ByGrade, true) => {
            "Jusqu’au CE1, les élèves entrent à l’école avec leurs trois images. À partir du CE2, avec leur identifiant et leurs deux mots, à la maison aussi."
        }
        (Ways::ByGrade, false) => {
            "Jusqu’au CE1, les élèves entrent avec leurs trois images. À partir du CE2, avec leur identifiant et leurs deux mots. Toujours à l’école."
        }
    }
}

fn ways(class: &May<TendPupils>, access: &Access, shown: &Shown) -> Markup {
    let own = page_of(class.id);
    html! {
        div.rang {
            (button::link("Imprimer les badges", format!("{own}/badges")).icon(Icon::Printer))
            @if access.ways.has(Way::Pictures) {
                @if shown.has_poster { (button::link("L’affiche de la classe", format!("{own}/affiche")).quiet().icon(Icon::QrCode)) }
                @else { (button::post_button(&format!("{own}/affiche"), button::quiet("Faire l’affiche de la classe").icon(Icon::QrCode))) }
                (button::link(tablets_label(shown.tablets), format!("{own}/tablettes")).quiet().icon(Icon::Smartphone))
            }
        }
    }
}

fn tablets_label(count: usize) -> String {
    if count == 0 { "Tablettes de la classe".to_owned() } else { french::count(count, "tablette", "tablettes") }
}

fn roster(lines: &[Line]) -> Markup {
    let rows = lines
        .iter()
        .map(|line| {
            vec![
                html! { span translate="no" { strong { (line.last_name) } " " (line.first_name) } },
                html! { (if line.way == Way::Pictures { "Images" } else { "Mots" }) },
                state(line),
                html! { @if !line.is_closed { div.rang { (actions(line)) } } },
            ]
        })
        .collect();
    table("Élèves de la classe et leur accès", &["Élève", "Entre avec", "Où il en est", "Aider"], rows)
}

fn state(line: &Line) -> Markup {
    html! {
        @if line.is_closed { span.doux { "Compte fermé par la direction" } }
        @else if line.is_blocked { (piece::late("Bloqué après cinq essais")) }
        @else if line.is_ready { (piece::done("Prêt")) }
        @else { span.doux { "Pas encore de badge" } }
    }
}

fn actions(line: &Line) -> Markup {
    let name = line.name();
    html! {
        @if line.is_blocked { (open_button(line)) }
        (button::link(if line.way == Way::Pictures { "Nouvelles images" } else { "Nouveaux mots" }, format!("/eleves/{}/acces/nouveau", line.pupil))
            .quiet().small().about(format!("pour {name}")))
    }
}

fn open_button(line: &Line) -> Markup {
    let button = button::primary("Rouvrir").small().about(format!("pour {}", line.name()));
    button::post_button(&format!("/eleves/{}/acces/ouvrir", line.pupil), button)
}

/// On the teacher's home.
pub fn summary_of(line: &Line) -> Markup {
    piece::card(html! {
        div.rang.bouts {
            p { (piece::person(&line.name())) " (" (line.class_name) ") a fait cinq essais : sa porte est fermée." }
            (open_button(line))
        }
    })
}

pub fn poster(class: &May<TendPupils>, address: &str, poster: &Poster) -> Result<Page> {
    let url = format!("{address}/eleve/classe/{}", poster.token);
    let own = page_of(class.id);
    let body = html! {
        (crumbs(class, "Affiche", Some(&own)))
        h1 { "Entrer dans la classe : " (class.name) }
        div.code-a-scanner { (qr::code(&url, "Le code à scanner pour entrer dans la classe")?) }
        p { "Sans appareil photo : ouvrir " strong translate="no" { (printing::shown(address)) "/eleve" } " et recopier" }
        p { strong.code translate="no" { (login::shown_code(&poster.code)) } }
        p.doux { "Cette affiche mène aux prénoms de la classe, sur le réseau de l’école ou une tablette de la classe. Ailleurs, elle ne mène nulle part." }
        div.rang.sans-papier {
            (button::print("Imprimer l’affiche"))
            (button::post_button(&format!("{own}/affiche"), button::danger("Changer d’affiche").confirm("Faire une nouvelle affiche ? Celle qui est au mur ne vaudra plus rien.")))
        }
    };
    Ok(Page::narrow(format!("Affiche : {}", class.name), body))
}

pub fn choose(class: &May<TendPupils>, roster: &[Line], draft: &Draft) -> Page {
    let open = roster.iter().filter(|line| !line.is_closed);
    let (all, missing) = (open.clone().count(), open.filter(|line| !line.is_ready).count());
    let whose = vec![
        choice("manquants", format!("Ceux qui n’en ont pas encore ({missing})")).ticked(missing > 0 || all == 0),
        choice("tous", format!("Toute la classe ({all})"))
            .hint("Les images et les mots d’avant ne vaudront plus rien.")
            .ticked(missing == 0 && all > 0),
    ];
    let body = html! {
        (crumbs(class, "Badges", Some(&page_of(class.id))))
        h1 { "Imprimer les badges" }
        (faults(draft))
        p { "Chaque élève reçoit le sien : ses trois images, ou son identifiant et ses deux mots. Préau ne les garde pas en clair : le PDF s’imprime, puis s’oublie." }
        form.pile method="post" {
            (choice::radios("pour", "Pour qui ?", whose))
            (button::primary("Imprimer les badges").icon(Icon::Printer))
        }
    };
    Page::narrow("Badges", body)
}

pub fn tablets(class: &May<TendPupils>, list: &[Tablet], draft: &Draft, zone: &TimeZone) -> Page {
    let own = page_of(class.id);
    let body = html! {
        (crumbs(class, "Tablettes", Some(&own)))
        h1 { "Tablettes de la classe" }
        p { "Sur une tablette de la classe, les élèves entrent avec leurs images même loin de l’école : en sortie, en classe de découverte." }
        (faults(draft))
        @if list.is_empty() { p.doux { "Aucune pour l’instant. Sur le réseau de l’école, il n’en faut pas." } }
        @else {
            ul.liste {
                @for tablet in list {
                    li.appareil {
                        span { strong { (tablet.name) } br; span.doux { "Depuis le " (french::date_year(tablet.paired_at.date(zone))) } }
                        (button::post_button(&format!("{own}/tablettes/{}/retrait", tablet.id), button::quiet("Retirer").small().about(&tablet.name)))
                    }
                }
            }
        }
        (piece::card(html! {
            h2 { "Ajouter l’appareil que vous tenez" }
            p { "Connectez-vous sur la tablette elle-même, et revenez à cette page. Elle sera à la classe, et votre connexion y sera fermée aussitôt." }
            form.pile method="post" {
                (field::text(NAME, "Nom de la tablette").required().autocomplete("off").max_length(40).typed(draft.typed(NAME)))
                (button::primary("Donner cette tablette à la classe").icon(Icon::Smartphone))
            }
        }))
    };
    Page::narrow("Tablettes de la classe", body)
}

pub fn ask_for_new(pupil: &May<HelpPupilIn>, line: &Line) -> Page {
    let what = if line.way == Way::Pictures { "De nouvelles images" } else { "Deux nouveaux mots" };
    let body = html! {
        (way_up(pupil, what))
        h1 { (what) " pour " (piece::person(&line.name())) }
        p { "Ils vont s’afficher une seule fois, en grand : l’enfant doit être à côté de vous. Ce qu’il avait avant ne vaudra plus rien." }
        form method="post" { (button::primary("Les montrer").icon(Icon::Eye)) }
    };
    Page::narrow(what, body)
}

pub fn shown_once(pupil: &May<HelpPupilIn>, badge: &Badge) -> Page {
    let body = html! {
        h1 { "Pour " (piece::person(&badge.name)) }
        @match &badge.opens {
            Opens::Pictures(pictures) => {
                p { "Regarde bien, dans l’ordre :" }
                ol.mes-images { @for picture in pictures { li { (pictograms::svg(*picture)) span { (pictograms::WORDS[*picture]) } } } }
            }
            Opens::Words { login, words } => {
                p { "Ton identifiant : " strong translate="no" { (login) } }
                p.mes-mots translate="no" { (words) }
            }
        }
        (notice::notice(Tone::Info, html! { p { "Cette page ne revient pas. Laissez à l’enfant le temps d’apprendre, ou de recopier pour ses parents." } }))
        @if let Some(class) = pupil.class { (button::link("C’est fait", page_of(class)).quiet()) }
    };
    Page::narrow("Nouvel accès", body)
}

fn crumbs(class: &Class, here: &str, above: Option<&str>) -> Markup {
    let own = path::class(class.id);
    match above {
        Some(above) => page::crumbs(&[(&class.name, &own), (TITLE, above)], here),
        None => page::crumbs(&[(&class.name, &own)], here),
    }
}

fn way_up(pupil: &Pupil, here: &str) -> Markup {
    match pupil.class {
        Some(class) => page::crumbs(&[(&pupil.class_name, &path::class(class)), (TITLE, &page_of(class))], here),
        None => html! {},
    }
}

fn faults(draft: &Draft) -> Markup {
    notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str())))
}
