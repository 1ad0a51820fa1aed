//! The school's page for the director, and the pieces that several pages of this room are made of.

use super::store::{AccountState, Counts};
use crate::{
    base::{
        french,
        ui::{Icon, button, choice, field, icon, notice, notice::Tone, piece, table::table},
    },
    door::{Draft, Page},
    school::{Person, class::ClassLine, grade::Grade},
};
use jiff::civil::Date;
use maud::{Markup, html};

pub fn school(name: &str, classes: &[ClassLine], counts: &Counts, to_look_at: i64) -> Page {
    let title = "L’école";
    Page::new(
        title,
        html! {
            h1 { (title) }
            p.doux { (name) " · " (french::count(counts.pupils, "élève", "élèves")) " · " (french::count(classes.len(), "classe", "classes")) }
            @if to_look_at > 0 {
                (notice::notice(Tone::Warning, html! {
                    p {
                        (french::count(to_look_at, "situation à regarder", "situations à regarder")) " : d’ici là, pas de fiche de connexion pour ces familles. "
                        a href=(super::path::SITUATIONS) { "Regarder" }
                    }
                }))
            }
            @if counts.without_class > 0 {
                (notice::notice(Tone::Info, html! {
                    p { (french::count(counts.without_class, "élève n’a pas de classe", "élèves n’ont pas de classe")) ". " a href="/ecole/eleves?vue=sans-classe" { "Voir la liste" } }
                }))
            }
            @if classes.is_empty() {
                (piece::empty_state("Pas encore de classe", "Le plus rapide : importer les fichiers d’ONDE, qui apportent d’un coup classes, élèves et familles. Vous pouvez aussi tout écrire à la main.", html! {
                    div.rang {
                        (button::link("Importer ONDE", "/ecole/import").icon(Icon::Upload))
                        (button::link("Créer une classe", "/ecole/classes/nouvelle").quiet())
                    }
                }))
                (people(counts, to_look_at))
            } @else {
                // On a phone the people come before the classes: one card a class would push them a long way down.
                div.colonnes {
                    section.pile { (people(counts, to_look_at)) }
                    section.pile {
                        div.rang.bouts {
                            h2 { "Classes" }
                            (button::link("Nouvelle classe", "/ecole/classes/nouvelle").quiet().small().icon(Icon::Plus))
                        }
                        (class_table(classes))
                    }
                }
            }
        },
    )
}

pub fn class_table(classes: &[ClassLine]) -> Markup {
    let rows = classes
        .iter()
        .map(|class| {
            vec![
                html! { a href=(super::path::class(class.id)) { strong { (class.name) } } },
                html! {
                    @if class.teachers.is_empty() { span.doux { "Personne pour l’instant" } }
                    @else { (piece::person(&french::list(&class.teachers))) }
                },
                html! { (class.pupils) },
            ]
        })
        .collect();
    table("Les classes de l’année", &["Classe", "Enseignant·e", "Élèves"], rows)
}

/// On both boards: a move that may change the level too.
pub fn level(draft: &Draft) -> Markup {
    let grades = std::iter::once(choice::choice("", "Chacun garde le sien"))
        .chain(Grade::ALL.into_iter().map(|grade| choice::choice(grade.short(), grade.short())))
        .collect();
    html! { (choice::select("niveau", "Niveau", grades).typed(draft.typed("niveau"))) }
}

/// A line of a list that leads somewhere, and what one finds there.
pub fn way(href: &str, label: &str, hint: &str) -> Markup {
    html! { li { a href=(href) { span { strong { (label) } br; span.doux { (hint) } } (icon(Icon::ChevronRight)) } } }
}

/// Names as in the civil register, then the one used every day.
pub fn name_fields(draft: &Draft) -> Markup {
    html! {
        (field::text("prenom", "Prénom").required().autocomplete("off").typed(draft.typed("prenom")))
        (field::text("nom", "Nom de famille").required().autocomplete("off").typed(draft.typed("nom")))
        (field::text("nom_usage", "Nom d’usage").optional().hint("S’il est différent : c’est lui que tout le monde verra.").autocomplete("off").typed(draft.typed("nom_usage")))
    }
}

pub fn civility_field(draft: &Draft) -> Markup {
    let choices = vec![choice::choice("", "Non précisée"), choice::choice("Mme", "Mme"), choice::choice("M.", "M.")];
    html! { (choice::select("civilite", "Civilité", choices).typed(draft.typed("civilite"))) }
}

pub fn contact_fields(draft: &Draft) -> Markup {
    html! {
        (field::email("courriel", "Adresse e-mail").optional().autocomplete("off").hint("Sans adresse, tout marche quand même : la fiche de connexion suffit.").typed(draft.typed("courriel")))
        (field::tel("tel_mobile", "Téléphone mobile").optional().autocomplete("off").typed(draft.typed("tel_mobile")))
        (field::tel("tel_domicile", "Téléphone du domicile").optional().autocomplete("off").typed(draft.typed("tel_domicile")))
        (field::tel("tel_travail", "Téléphone du travail").optional().autocomplete("off").typed(draft.typed("tel_travail")))
    }
}

pub fn address_fields(draft: &Draft) -> Markup {
    html! {
        (field::text("rue", "Rue").optional().autocomplete("off").typed(draft.typed("rue")))
        (field::text("code_postal", "Code postal").optional().short().autocomplete("off").typed(draft.typed("code_postal")))
        (field::text("ville", "Ville").optional().autocomplete("off").typed(draft.typed("ville")))
    }
}

/// « C’est la même personne ? » : only once the question has come up. `known` says who bears that name already.
pub fn twin_field(draft: &Draft, known: &[(Person, String)]) -> Markup {
    if known.is_empty() || !(draft.fields.has("doublon") || draft.faults.of("doublon").is_some()) {
        return html! {};
    }
    let mut choices: Vec<_> = known
        .iter()
        .map(|(person, what)| {
            choice::choice(person.id.to_string(), format!("C’est la même : {}", full_name(person)))
                .hint(what.clone())
                .person()
        })
        .collect();
    choices.push(choice::choice("autre", "Non, c’est quelqu’un d’autre du même nom"));
    html! { (choice::radios("doublon", "Une personne de ce nom existe déjà", choices).typed(draft.typed("doublon"))) }
}

/// Everything to mend, above a form.
pub fn faults(draft: &Draft) -> Markup {
    notice::faults(draft.faults.iter().map(|(field, sentence)| (*field, sentence.as_str())))
}

pub fn account_tag(state: &AccountState) -> Markup {
    match state {
        AccountState::Active { .. } => piece::done("Compte activé"),
        AccountState::Waiting { .. } => piece::tag("Pas encore activé"),
        AccountState::Closed { .. } => piece::tag("Compte fermé"),
        AccountState::None => piece::tag("Pas encore de fiche"),
    }
}

/// « Mme Sophie Petit »: where two people of one name must be told apart.
pub fn full_name(person: &Person) -> String {
    format!("{} {}", person.civility, person.name()).trim().to_owned()
}

/// « depuis le 1er septembre 2026 », « du 3 au 21 novembre 2026 », « à partir du… ».
pub fn span_of_days(from: Date, until: Option<Date>, today: Date) -> String {
    let from_text = day(from);
    match until {
        Some(until) if until < today => format!("du {from_text} au {} (terminé)", day(until)),
        Some(until) => format!("du {from_text} au {}", day(until)),
        None if from > today => format!("à partir du {from_text}"),
        None => format!("depuis le {from_text}"),
    }
}

/// « 5 mai 2019 »: the weekday says nothing here.
pub fn day(date: Date) -> String {
    let text = french::day_year(date);
    text.split_once(' ').map_or(text.clone(), |(_, rest)| rest.to_owned())
}

/// The search box of a list; what is chosen beside it stays chosen.
pub fn search(action: &str, label: &str, asked: &str, view: &str) -> Markup {
    html! {
        form method="get" action=(action) role="search" {
            @if !view.is_empty() { (field::hidden("vue", view)) }
            div.champ {
                label for="f-q" { (label) }
                div.avec-bouton {
                    input id="f-q" name="q" type="search" value=(asked) autocomplete="off" maxlength="80";
                    (button::quiet("Chercher").icon(Icon::Search))
                }
            }
        }
    }
}

/// The views of a list, as ways to the same list.
pub fn views(label: &str, action: &str, asked: &str, current: &str, views: &[(&str, String)]) -> Markup {
    html! {
        nav.rang aria-label=(label) {
            @for (view, name) in views {
                a.bouton.petit.sobre href=(list_path(action, view, asked, 1)) aria-current=[(*view == current).then_some("true")] { (name) }
            }
        }
    }
}

/// Earlier and later pages of a long list.
pub fn pager(action: &str, view: &str, asked: &str, page: usize, pages: usize) -> Markup {
    html! {
        @if pages > 1 {
            nav.rang aria-label="Pages de la liste" {
                @if page > 1 { (button::link("Page précédente", list_path(action, view, asked, page - 1)).quiet().small()) }
                span.doux { "Page " (page) " sur " (pages) }
                @if page < pages { (button::link("Page suivante", list_path(action, view, asked, page + 1)).quiet().small()) }
            }
        }
    }
}

fn list_path(action: &str, view: &str, asked: &str, page: usize) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if !view.is_empty() {
        query.append_pair("vue", view);
    }
    if !asked.is_empty() {
        query.append_pair("q", asked);
    }
    if page > 1 {
        query.append_pair("page", &page.to_string());
    }
    let query = query.finish();
    if query.is_empty() { action.to_owned() } else { format!("{action}?{query}") }
}

fn people(counts: &Counts, to_look_at: i64) -> Markup {
    html! {
        h2 { "Les personnes" }
        ul.liste {
            (way("/ecole/eleves", "Élèves", &french::count(counts.pupils, "inscrit", "inscrits")))
            (way("/ecole/familles", "Familles", &families_hint(counts)))
            (way(super::path::SITUATIONS, "Situations particulières", &situations_hint(to_look_at)))
            (way(super::path::GROUPS, "Groupes", "Chorale, étude, décloisonnement"))
            (way("/ecole/equipe", "Équipe", &french::count(counts.staff, "personne", "personnes")))
            (way("/ecole/composition", "Composition des classes", "Qui est dans quelle classe, et changer"))
            (way(super::rollover::PATH, super::rollover::TITLE, "Les classes et l’équipe de l’an prochain"))
            (way("/ecole/departs", "Départs", "Qui part, et quand ses données s’effacent"))
            (way("/ecole/import", "Importer ONDE", "Élèves, responsables et enseignants d’un coup"))
            (way("/ecole/fiches", "Fiches de connexion", "À imprimer et à remettre"))
            (way("/ecole/imprimer", "Listes à imprimer", "Classes, adresses, urgences, badges"))
        }
    }
}

fn situations_hint(to_look_at: i64) -> String {
    match to_look_at {
        0 => "Autorité parentale, deux foyers, tiers et organismes".to_owned(),
        some => french::count(some, "à regarder", "à regarder"),
    }
}

fn families_hint(counts: &Counts) -> String {
    let adults = french::count(counts.guardians, "responsable", "responsables");
    match counts.not_activated {
        0 => adults,
        some => format!("{adults}, dont {} sans compte activé", french::number(some)),
    }
}
