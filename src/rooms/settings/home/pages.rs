//! The list of what may be set, and the three steps that follow the set-up.

use crate::{
    base::{
        error::Result,
        french,
        tls::{Facts, Hindrance},
        ui::{
            Icon,
            button::{self, Button},
            icon,
            notice::{self, Tone},
            page, piece,
        },
    },
    door::{Cx, Room},
    rooms::settings::{
        address, backups, certificate, correspondence, disk, first_run, from_home, health, pupils, quiet, security,
    },
    school::{
        account::pupil,
        class, consent,
        correspondence::{ROOM, freeze, store},
        half_days::WeekPattern,
        permit::May,
        policy::ManageSchool,
        quiet::store as quiet_hours,
        settings,
    },
};
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};

/// How far a new school has come.
pub struct Progress {
    pub pupils: usize,
    pub classes: usize,
    pub taught: usize,
}

/// The technician sees the box and nothing else.
pub fn index(cx: &Cx, facts: &Facts, director: Option<&May<ManageSchool>>) -> Result<Markup> {
    let until = french::day_year(crate::base::clock::Instant(facts.served.until).date(&cx.zone));
    let host = cx.school.names.first().map_or("sans nom", String::as_str);
    Ok(html! {
        h1 { "Réglages" }
        @if let Some(hindered) = &facts.hindrance {
            (notice::notice(Tone::Warning, html! { p { (address::pages::hindrance(hindered, &cx.zone)) } }))
        }
        ul.liste {
            @if director.is_some() {
                (line("/reglages/premiers-pas", "Premiers pas", "Élèves, classes, fiches de connexion"))
                (line("/reglages/ecole", "L’école", &school(cx)?))
                (line("/reglages/services", "Services", &services(cx)))
                @if cx.is_on("blog") { (line("/blog/page-publique", "La page publique", "Les articles que tout le monde peut lire")) }
                (line(pupil::PAGE, pupils::pages::TITLE, &pupils::pages::summary(&pupil::store::opened(&cx.db, cx.today)?)))
                (line("/reglages/calendrier", "Jours sans classe", &format!("Zone {}", cx.school.zone)))
                (line(consent::PAGE, "Autorisations d’image", images(cx)?))
                @if cx.is_on(ROOM) { (line(correspondence::PATH, correspondence::pages::TITLE, &writing(cx)?)) }
                (line("/statistiques", "Statistiques", "Comptes, réponses et connexions, jamais par personne"))
                (line("/reglages/conservation", "Durées de conservation", "Ce que l’école garde, et combien de temps"))
                (line(quiet::PATH, quiet::pages::TITLE, &quiet::pages::summary(&quiet_hours::quiet(&cx.db)?.window)))
            }
            (line("/reglages/adresse", "Adresse et certificat", &format!("{host} · jusqu’au {until}")))
            (line(from_home::PATH, from_home::pages::TITLE, from_home::pages::summary(&from_home::access(&cx.db, &cx.school)?)))
            (line(certificate::PATH, certificate::TITLE, certificate::SUMMARY))
            (line(health::PATH, health::pages::TITLE, health::pages::SUMMARY))
            (line(disk::PATH, disk::pages::TITLE, &disk::pages::summary(cx.house.room()?)))
            @if director.is_some() {
                (line(backups::PATH, backups::pages::TITLE, &backed_up(cx)?))
                (line("/reglages/emporter", "Emporter toute l’école", "Pages, tableaux, agenda et fichiers, en formats ouverts"))
                (line("/reglages/courrier", "Courrier", &mail(cx)?))
                (line("/reglages/securite", "Sécurité des comptes", security::pages::summary(cx.school.second_factor)))
            }
            (line("/confiance", "Faire confiance à l’adresse", "Pour les appareils de l’école et du personnel"))
        }
    })
}

pub fn first_steps(progress: &Progress) -> Markup {
    let has_pupils = progress.pupils > 0;
    let has_teachers = progress.classes > 0 && progress.taught == progress.classes;
    let (current, title) = match (has_pupils, has_teachers) {
        (true, true) => (8, "C’est prêt"),
        _ => (7, "Élèves et classes"),
    };
    html! {
        (page::steps(current, &first_run::pages::STEPS))
        h1 { (title) }
        @if current == 8 { p { "L’école est ouverte. Voici les trois pas suivants." } }
        @else { p { "L’adresse et votre compte sont prêts. Il reste à faire entrer les élèves et leurs enseignants." } }
        (step(has_pupils, "Les élèves et leurs responsables",
            &if has_pupils { format!("{} dans l’école.", french::count(progress.pupils as i64, "élève", "élèves")) }
            else { "Importez les fichiers d’ONDE : vous verrez tout avant que rien ne soit écrit. Ou saisissez à la main.".to_owned() },
            html! {
                @if has_pupils { (button::link("Voir les élèves", "/ecole/eleves").quiet()) (button::link("Importer encore", "/ecole/import").quiet()) }
                @else { (button::link("Importer depuis ONDE", "/ecole/import").icon(Icon::Upload)) (button::link("Saisir à la main", "/ecole").quiet()) }
            }))
        (step(has_teachers, "Les classes et leurs enseignants",
            &if progress.classes > 0 { format!("{}, dont {} avec son enseignant.", french::count(progress.classes as i64, "classe", "classes"), progress.taught) }
            else { "L’import d’ONDE les prépare ; complétez ce qui manque.".to_owned() },
            html! { (primary_if(has_pupils && !has_teachers, button::link("Voir les classes", "/ecole/classes"))) }))
        (step(false, "Les fiches de connexion",
            "Imprimez-les par classe : chaque responsable active son compte avec la sienne.",
            html! { (primary_if(has_pupils && has_teachers, button::link("Préparer les fiches", "/ecole/fiches"))) }))
        p { a href="/" { "Aller à l’accueil" } }
    }
}

pub fn hindered(hindrance: &Hindrance, zone: &TimeZone) -> Markup {
    notice::notice(
        Tone::Warning,
        html! { p { (address::pages::hindrance(hindrance, zone)) " " a href="/reglages/adresse" { "Voir l’adresse et le certificat" } } },
    )
}

pub fn ending(last_day: Date) -> Markup {
    notice::notice(
        Tone::Warning,
        html! { p {
            "L’autorité de l’école finit le " (french::day_year(last_day)) ". Avant ce jour, enregistrez de nouveau l’adresse pour en faire une autre, puis apprenez-la aux appareils de l’école. "
            a href="/reglages/adresse" { "Voir l’adresse et le certificat" }
        } },
    )
}

/// An update that did not hold: there is nothing to do.
pub fn went_back(says: &str) -> Markup {
    notice::notice(Tone::Info, html! { p { (says) " " a href=(health::PATH) { "Voir la santé de la boîte" } } })
}

pub fn to_first_steps() -> Markup {
    piece::card(html! {
        h2 { "Premiers pas" }
        p { "L’adresse et votre compte sont prêts. Il reste à faire entrer les élèves, les classes et les enseignants." }
        div.rang { (button::link("Continuer la mise en route", "/reglages/premiers-pas")) }
    })
}

/// The one step that comes next has the one primary button.
fn primary_if<'a>(next: bool, link: Button<'a>) -> Button<'a> {
    if next { link } else { link.quiet() }
}

fn step(done: bool, title: &str, text: &str, actions: Markup) -> Markup {
    piece::card(html! {
        div.rang.bouts { h2 { (title) } @if done { (piece::done("Fait")) } }
        p { (text) }
        div.rang { (actions) }
    })
}

fn line(href: &str, title: &str, more: &str) -> Markup {
    html! {
        li { a href=(href) { span { strong { (title) } br; span.doux { (more) } } (icon(Icon::ChevronRight)) } }
    }
}

fn school(cx: &Cx) -> Result<String> {
    let ecoles = class::store::ecoles(&cx.db)?.len();
    let week = WeekPattern::parse(&cx.school.half_days).unwrap_or(WeekPattern::EMPTY);
    let several = if ecoles > 1 { format!("{ecoles} écoles · ") } else { String::new() };
    Ok(format!("{several}{}", french::count(week.count(), "demi-journée", "demi-journées")))
}

fn writing(cx: &Cx) -> Result<String> {
    Ok(correspondence::pages::summary(&store::rules(&cx.db, cx.today)?, &freeze::store::freeze(&cx.db)?))
}

fn images(cx: &Cx) -> Result<&'static str> {
    Ok(match consent::store::needs(&cx.db)? {
        consent::Needs::One => "L’accord d’un responsable suffit, si aucun ne refuse",
        consent::Needs::All => "L’accord de chaque responsable",
    })
}

fn services(cx: &Cx) -> String {
    let on = |room: &&Room| cx.is_on(room.name);
    let titles: Vec<_> =
        cx.house.rooms.iter().filter(on).filter_map(|room| room.service).map(|one| one.title).collect();
    if titles.is_empty() { "Tous éteints".to_owned() } else { titles.join(" · ") }
}

fn backed_up(cx: &Cx) -> Result<String> {
    let state = backups::state::State::read(&cx.house, &cx.db)?;
    Ok(backups::pages::summary(&state, cx.now, &cx.zone))
}

fn mail(cx: &Cx) -> Result<String> {
    let mail = settings::store::mail(&cx.db)?;
    let waiting = crate::base::mail::store::count_waiting(&cx.db)?;
    let waits = if waiting > 0 {
        format!(" · {} en attente", french::count(waiting, "lettre", "lettres"))
    } else {
        String::new()
    };
    Ok(if mail.is_set() { format!("{}{waits}", mail.from) } else { format!("À régler{waits}") })
}
