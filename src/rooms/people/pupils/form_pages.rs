//! The forms of a pupil.

use crate::{
    base::{
        french,
        ui::{button, choice, field, page, piece},
    },
    door::{Draft, Page},
    rooms::people::{
        pages::{address_fields, faults, name_fields},
        path,
        policy::ManagePupil,
    },
    school::{Pupil, class::ClassLine, grade::Grade, permit::May},
};
use jiff::civil::Date;
use maud::{Markup, html};

type Twins = [(Pupil, Option<Date>)];

pub fn new(draft: &Draft, classes: &[ClassLine], twins: &Twins) -> Page {
    let title = "Nouvel élève";
    Page::narrow(
        title,
        html! {
            (page::crumbs(&[("L’école", "/ecole"), ("Les élèves", "/ecole/eleves")], title))
            h1 { (title) }
            (faults(draft))
            form.pile method="post" {
                (fields(draft, class_choices(classes, None), twins, !classes.is_empty()))
                div.actions {
                    (button::primary("Ajouter l’élève"))
                    (button::quiet("Ajouter et continuer").about("avec un autre élève de la même classe").sends("suivant", "oui"))
                }
            }
        },
    )
}

pub fn edit(pupil: &May<ManagePupil>, draft: &Draft, classes: &[ClassLine], twins: &Twins, has_left: bool) -> Page {
    let title = format!("Modifier la page {}", french::de(&pupil.first_name));
    Page::narrow(
        title.clone(),
        html! {
            (page::crumbs_of(&[("L’école", "/ecole"), (&pupil.name(), &path::pupil(pupil.id))], "Modifier"))
            h1 { (title) }
            (faults(draft))
            form.pile method="post" {
                (fields(draft, class_choices(classes, Some(pupil)), twins, !has_left))
                (button::primary("Enregistrer"))
            }
            @if !has_left { p { a href={ "/ecole/eleves/" (pupil.id) "/depart" } { "Cet enfant quitte l’école" } } }
        },
    )
}

/// `term`: how long their data stays, in words.
pub fn departure(pupil: &May<ManagePupil>, term: &str, draft: &Draft) -> Page {
    let title = format!("Départ {}", french::de(&pupil.first_name));
    Page::narrow(
        title.clone(),
        html! {
            (page::crumbs_of(&[("L’école", "/ecole"), (&pupil.name(), &path::pupil(pupil.id))], "Départ"))
            h1 { (title) }
            p { "L’enfant sort de sa classe et ne reçoit plus les nouveaux mots. La famille est prévenue et garde l’accès " (term) "\u{202f}; ensuite, ce qui nomme l’enfant est effacé, photos comprises. Jusque-là, vous pouvez annuler depuis sa page." }
            p { "Après, voyez dans " a href="/ecole/departs" { "Départs" } " où son nom reste dans ce que d’autres ont écrit." }
            (faults(draft))
            form.pile method="post" {
                (field::date("dernier_jour", "Dernier jour à l’école").required().typed(draft.typed("dernier_jour")))
                div.actions {
                    (button::primary("Noter le départ"))
                    (button::link("Revenir sans rien changer", path::pupil(pupil.id)).quiet())
                }
            }
        },
    )
}

fn fields(draft: &Draft, classes: Vec<choice::Choice<'_>>, twins: &Twins, is_class_asked: bool) -> Markup {
    html! {
        (twin_tick(draft, twins))
        (name_fields(draft))
        (field::date("naissance", "Date de naissance").optional().typed(draft.typed("naissance")))
        (choice::select("sexe", "Sexe", vec![choice::choice("", "Non précisé"), choice::choice("F", "Fille"), choice::choice("M", "Garçon")]).typed(draft.typed("sexe")))
        @if is_class_asked {
            (choice::select("classe", "Classe", classes).hint("Changer de classe compte à partir d’aujourd’hui.").typed(draft.typed("classe")))
            (choice::select("niveau", "Niveau", grade_choices()).typed(draft.typed("niveau")))
        }
        (field::text("ine", "INE").optional().hint("Identifiant national, 11 chiffres et lettres. ONDE le donne.").autocomplete("off").as_written().typed(draft.typed("ine")))
        (piece::details_of("Domicile et second domicile", html! {
            (address_fields(draft))
            p.indice { "Si l’enfant vit dans deux foyers :" }
            (field::text("rue_2", "Rue du second domicile").optional().autocomplete("off").typed(draft.typed("rue_2")))
            (field::text("code_postal_2", "Code postal du second domicile").optional().short().autocomplete("off").typed(draft.typed("code_postal_2")))
            (field::text("ville_2", "Ville du second domicile").optional().autocomplete("off").typed(draft.typed("ville_2")))
        }))
    }
}

/// Drawn once the question has come up, and as long as somebody bears that name.
fn twin_tick(draft: &Draft, twins: &Twins) -> Markup {
    let asked = draft.faults.of("autre_enfant").is_some() || draft.fields.has("autre_enfant");
    html! {
        @if asked && !twins.is_empty() {
            (choice::checkbox("autre_enfant", "oui", "C’est un autre enfant, du même nom").typed(draft.typed("autre_enfant")))
            ul { @for (twin, _) in twins { li { a href=(path::pupil(twin.id)) target="_blank" translate="no" { (twin.name()) } } } }
        }
    }
}

/// This year's classes, and the pupil's own when it is of another year.
fn class_choices<'a>(classes: &'a [ClassLine], pupil: Option<&'a Pupil>) -> Vec<choice::Choice<'a>> {
    let mut choices = vec![choice::choice("", "Pas de classe pour l’instant")];
    choices.extend(classes.iter().map(|class| choice::choice(class.id.to_string(), class.name.as_str())));
    if let Some((own, pupil)) = pupil.and_then(|pupil| Some((pupil.class?, pupil)))
        && !classes.iter().any(|class| class.id == own)
    {
        choices.push(choice::choice(own.to_string(), pupil.class_name.as_str()));
    }
    choices
}

fn grade_choices() -> Vec<choice::Choice<'static>> {
    std::iter::once(choice::choice("", "À choisir"))
        .chain(
            Grade::ALL
                .into_iter()
                .map(|grade| choice::choice(grade.short(), format!("{} – {}", grade.short(), grade.long()))),
        )
        .collect()
}
