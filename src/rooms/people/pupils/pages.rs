//! Pupils on the screen: the list, and the page of one child in its two versions. The teacher's has no INE, no home and no
//! judgment: name, birth date, whom to call or write to, who may come, and who must be told nothing.

use super::store::{Adult, Aide, PupilLine};
use crate::{
    base::{
        db::Id,
        ui::{Icon, button, notice, notice::Tone, page, piece, reach as ui, table::table},
    },
    door::Page,
    rooms::people::{
        list::{Asked, Cut},
        pages::{account_tag, day, full_name, pager, search, span_of_days, views},
        path,
        policy::{ManagePupil, SeePupilFile},
        ties::words,
    },
    school::{
        Pupil,
        guardianship::{Given, Guardianship, Standing},
        permit::May,
        person::{Channel, PupilFacts, Reach},
        policy::ManagePerson,
    },
};
use jiff::civil::Date;
use maud::{Markup, html};

pub use super::form_pages::{departure, edit, new};

pub const DEPARTURE_AHEAD: &str =
    "Ce jour n’est pas encore passé. Notez le départ ce jour-là : d’ici là, l’élève est toujours dans sa classe.";

/// What the director alone is shown of a pupil.
pub struct Known {
    pub person: May<ManagePerson>,
    pub facts: PupilFacts,
    pub left_on: Option<Date>,
}

/// Everybody around a child: the adults with what ties them, and the staff who are there for the child.
pub struct Around {
    pub adults: Vec<Adult>,
    pub ties: Vec<Guardianship>,
    pub aides: Vec<Aide>,
}

impl Around {
    fn with_ties(&self) -> impl Iterator<Item = (&Adult, &Guardianship)> {
        self.adults.iter().filter_map(|adult| Some((adult, self.ties.iter().find(|tie| tie.id == adult.tie)?)))
    }
}

pub fn added(first_name: &str) -> String {
    format!("{} est dans l’école. Ajoutez maintenant ses responsables.", notice::named(first_name))
}

pub fn added_one(first_name: &str) -> String {
    format!("{} est dans l’école. À vous d’écrire l’élève suivant.", notice::named(first_name))
}

pub fn changed(first_name: &str) -> String {
    format!("La page de {} est à jour.", notice::named(first_name))
}

pub fn left(first_name: &str) -> String {
    format!("Le départ de {} est noté. Vous pouvez revenir dessus depuis sa page.", notice::named(first_name))
}

pub fn back(first_name: &str) -> String {
    format!("{} est de nouveau dans l’école.", notice::named(first_name))
}

pub fn ine_taken(holder: &Pupil) -> String {
    format!("Cet INE est déjà celui de {}. Vérifiez-le, ou ouvrez sa page.", holder.name())
}

/// « Il y a déjà Léa Martin (CE1), enfant né le 5 mai 2019 : est-ce le même ? »
pub fn twin(twin: &Pupil, born_on: Option<Date>) -> String {
    let class = if twin.class_name.is_empty() { String::new() } else { format!(", en {}", twin.class_name) };
    let birth = born_on.map_or(String::new(), |date| format!(", date de naissance : {}", day(date)));
    format!(
        "L’école connaît déjà {}{class}{birth}. C’est le même enfant ? Alors n’ajoutez rien. Sinon, cochez la case.",
        twin.name()
    )
}

pub fn index(asked: &Asked, cut: &Cut<PupilLine>) -> Page {
    let title = "Les élèves";
    let here = "/ecole/eleves";
    Page::new(
        title,
        html! {
            (page::crumbs(&[("L’école", "/ecole")], title))
            div.rang.bouts {
                h1 { (title) }
                (button::link("Nouvel élève", "/ecole/eleves/nouveau").icon(Icon::UserPlus))
            }
            (views("Quels élèves", here, &asked.name, &asked.view, &[("", "Inscrits".to_owned()), ("sans-classe", "Sans classe".to_owned()), ("partis", "Partis".to_owned())]))
            (search(here, "Chercher un élève", &asked.name, &asked.view))
            @if cut.lines.is_empty() {
                @if asked.name.is_empty() && asked.view.is_empty() {
                    (piece::empty_state("Pas encore d’élève", "Importez les fichiers d’ONDE, ou ajoutez un élève à la main.", html! { (button::link("Importer ONDE", "/ecole/import").icon(Icon::Upload)) }))
                } @else { p.vide { (nobody(asked)) } }
            } @else {
                (table("Élèves de l’école", &["Élève", "Classe", "Naissance"], cut.lines.iter().map(row).collect()))
                (pager(here, &asked.view, &asked.name, cut.page, cut.pages))
            }
        },
    )
}

pub fn for_teacher(pupil: &May<SeePupilFile>, born_on: Option<Date>, around: &Around, today: Date) -> Page {
    let class = pupil.class.map(path::class).unwrap_or_default();
    Page::new(
        pupil.name(),
        html! {
            (page::crumbs_of(&[(&pupil.class_name, &class)], &pupil.name()))
            h1 translate="no" { (pupil.name()) }
            (piece::facts(born_on.map(|date| ("Date de naissance", html! { (day(date)) })).into_iter().chain(class_facts(pupil))))
            h2 { "Ses adultes" }
            @if around.adults.is_empty() { p.doux { "Aucun responsable n’est encore noté. Parlez-en à la direction." } }
            div.colonnes { @for (adult, tie) in around.with_ties() { (adult_for_teacher(adult, tie, today)) } }
            (rescue(pupil.id, &around.adults))
            (aides(around, false, today))
        },
    )
}

pub fn for_director(pupil: &May<ManagePupil>, known: &Known, around: &Around, today: Date) -> Page {
    let class = pupil.class.map(path::class);
    let mut above = vec![("L’école", "/ecole")];
    above.extend(class.as_deref().map(|class| (pupil.class_name.as_str(), class)));
    Page::new(
        pupil.name(),
        html! {
            (page::crumbs_of(&above, &pupil.name()))
            div.rang.bouts {
                h1 translate="no" { (pupil.name()) }
                (button::link("Modifier", path::change_pupil(pupil.id)).quiet().small().icon(Icon::PenLine))
            }
            @if let Some(last_day) = known.left_on {
                (notice::notice(Tone::Info, html! {
                    p { "A quitté l’école, dernier jour le " (day(last_day)) "." }
                    (button::post_button(&format!("/ecole/eleves/{}/retour", pupil.id), button::quiet("Annuler ce départ").small()))
                }))
            } @else if pupil.class.is_none() {
                (notice::notice(Tone::Warning, html! { p { "Cet élève n’a pas de classe : sa famille ne reçoit rien. " a href=(path::change_pupil(pupil.id)) { "Choisir une classe" } } }))
            }
            section.carte { (piece::facts(known_facts(pupil, known))) }
            div.rang.bouts {
                h2 { "Ses adultes" }
                @if !around.adults.is_empty() { (button::link("Ajouter un adulte", path::add_guardian(pupil.id)).quiet().small().icon(Icon::UserPlus)) }
            }
            @if around.adults.is_empty() {
                (piece::empty_state("Personne pour l’instant", "Ajoutez les responsables de cet enfant : ils recevront chacun leur fiche de connexion.", html! { (button::link("Ajouter un responsable", path::add_guardian(pupil.id)).icon(Icon::UserPlus)) }))
            }
            div.colonnes { @for (adult, tie) in around.with_ties() { (adult_for_director(adult, tie, today)) } }
            (rescue(pupil.id, &around.adults))
            (aides(around, true, today))
            @if known.left_on.is_none() {
                div.rang {
                    (button::link("Changer de classe", format!("/ecole/composition?eleve={}#classe-{}", pupil.id, pupil.class.map_or(0, Id::number))).quiet().small())
                    (button::link("Ajouter une AESH", format!("/ecole/equipe/nouveau?fonction=aesh&eleve={}", pupil.id)).quiet().small().icon(Icon::UserPlus))
                    (button::link("Cet enfant quitte l’école", format!("/ecole/eleves/{}/depart", pupil.id)).quiet().small())
                }
            }
            p { a href={ (path::person(pupil.person())) "/doublon" } { "Deux pages pour un seul enfant ?" } }
        },
    )
}

fn rescue(pupil: Id<Pupil>, adults: &[Adult]) -> Markup {
    html! {
        @if !adults.is_empty() { p { (button::link("Dépanner un parent qui ne peut plus se connecter", path::rescue(pupil)).quiet().icon(Icon::QrCode)) } }
    }
}

fn row(line: &PupilLine) -> Vec<Markup> {
    vec![
        html! { a href=(path::pupil(line.id)) translate="no" { strong { (line.last_name) } " " (line.first_name) } },
        html! {
            @if let Some(left_on) = line.left_on { span.doux { "Parti le " (day(left_on)) } }
            @else if line.class_name.is_empty() { span.doux { "Sans classe" } }
            @else { (line.class_name) (level(&line.grade, &line.class_name)) }
        },
        html! { @if let Some(date) = line.born_on { (day(date)) } },
    ]
}

/// Staff who are there for this child alone or for a group of theirs.
fn aides(around: &Around, manages: bool, today: Date) -> Markup {
    html! {
        @if !around.aides.is_empty() {
            h2 { "Qui l’accompagne" }
            ul.liste {
                @for aide in &around.aides {
                    li {
                        span { (piece::person(&aide.name)) br; span.doux { (aide.kind.title()) @if !aide.group.is_empty() { " · " (aide.group) } ", " (span_of_days(aide.from_on, aide.until_on, today)) } }
                        @if manages { (button::link("Modifier", path::duty(aide.duty)).quiet().small().about(aide.name.clone())) }
                    }
                }
            }
        }
    }
}

/// « CM1 · CM1 » would say nothing twice.
fn level(grade: &str, class: &str) -> Markup {
    html! { @if !grade.is_empty() && grade != class { " · " (grade) } }
}

fn nobody(asked: &Asked) -> &'static str {
    match (asked.name.as_str(), asked.view.as_str()) {
        ("", "sans-classe") => "Chaque élève a sa classe.",
        ("", "partis") => "Aucun départ n’est noté cette année.",
        _ => "Aucun élève ne correspond.",
    }
}

fn adult_for_teacher(adult: &Adult, tie: &Guardianship, today: Date) -> Markup {
    let standing = Standing::of(&tie.facts, today);
    let rank = tie.emergency_rank.filter(|_| standing.is_open());
    html! {
        section.carte {
            h3 translate="no" { (full_name(&adult.person)) }
            p.doux { (tie.kind.title()) @if let Some(rank) = rank { " · à appeler en " (words::rank(rank)) } }
            @match words::to_staff(standing) {
                "" => {},
                warning => p { (piece::late(warning)) },
            }
            // Whom a judge keeps away is nobody to call: the number stays with the director.
            @if let Some(known) = tie.facts.reach(adult.person.contact.reach(), today) { (reach(&known)) }
            @if !tie.may_pick_up { p { (piece::late("Ne vient pas chercher l’enfant")) } }
            (paper(adult, tie, today))
            @if Given::of(&tie.facts, today).reads { (account_tag(&adult.account)) }
        }
    }
}

fn adult_for_director(adult: &Adult, tie: &Guardianship, today: Date) -> Markup {
    let (name, contact) = (full_name(&adult.person), &adult.person.contact);
    html! {
        section.carte {
            h3 { a href=(path::person(adult.person.id)) translate="no" { (name) } }
            p.doux { (tie.kind.title()) @if let Some(rank) = tie.emergency_rank { " · à appeler en " (words::rank(rank)) } }
            @if tie.facts.awaits_look() { (piece::tag_waits("Lien à regarder")) }
            p { (words::given(tie, today)) }
            (paper(adult, tie, today))
            @if !tie.may_pick_up { p { (piece::late("Ne vient pas chercher l’enfant")) } }
            (reach(&contact.reach()))
            @if !contact.street.is_empty() || !contact.town.is_empty() { p translate="no" { (contact.street) " " (contact.postcode) " " (contact.town) } }
            (account_tag(&adult.account))
            div.actions { (button::link("Ce que ce lien donne", path::tie(tie.id)).quiet().small().about(format!("pour {name}"))) }
        }
    }
}

/// Said only of who is sent words at all.
fn paper(adult: &Adult, tie: &Guardianship, today: Date) -> Markup {
    let channel = adult.person.channel;
    html! { @if channel.has_paper() && Given::of(&tie.facts, today).reads { p { (piece::tag(told_by(channel))) } } }
}

fn told_by(channel: Channel) -> &'static str {
    if channel == Channel::Both { "Mots sur Préau et sur papier" } else { "Mots sur papier" }
}

fn reach(known: &Reach) -> Markup {
    let places = ["mobile", "domicile", "travail"];
    html! {
        @for (number, place) in known.phones.iter().zip(places).filter(|(number, _)| !number.is_empty()) {
            p { a href=(ui::tel(number)) { (number) } " " span.doux { (place) } }
        }
        @if !known.email.is_empty() { p { a href=(ui::mailto(&known.email)) translate="no" { (known.email) } } }
    }
}

fn class_facts(pupil: &Pupil) -> impl Iterator<Item = (&'static str, Markup)> {
    let class = pupil.class.map(|class| ("Classe", html! { a href=(path::class(class)) { (pupil.class_name) } }));
    let grade = class.is_some() && !pupil.grade.is_empty();
    class.into_iter().chain(grade.then(|| ("Niveau", html! { (pupil.grade) })))
}

fn known_facts(pupil: &Pupil, known: &Known) -> Vec<(&'static str, Markup)> {
    let (facts, contact) = (&known.facts, &known.person.contact);
    let place = |street: &str, postcode: &str, town: &str| {
        let text = format!("{street} {postcode} {town}");
        let text = text.trim().to_owned();
        (!text.is_empty()).then(|| html! { span translate="no" { (text) } })
    };
    let sex = match facts.sex.as_str() {
        "F" => Some("fille"),
        "M" => Some("garçon"),
        _ => None,
    };
    let own = [
        facts.born_on.map(|date| ("Date de naissance", html! { (day(date)) })),
        sex.map(|sex| ("Sexe", html! { (sex) })),
        Some(("INE", html! { @match &facts.ine { Some(ine) => (ine), None => span.doux { "Pas encore connu" } } })),
        place(&contact.street, &contact.postcode, &contact.town).map(|text| ("Domicile", text)),
        place(&facts.second_street, &facts.second_postcode, &facts.second_town).map(|text| ("Second domicile", text)),
    ];
    class_facts(pupil).chain(own.into_iter().flatten()).collect()
}
