//! The page before the printer: which sheet, and for whom.

use super::{forms::Sheet, sheet};
use crate::{
    base::{
        french,
        ui::{
            Icon, button,
            choice::{self, choice},
            notice, page,
        },
    },
    door::{Draft, Page},
    rooms::people::{
        pages::faults,
        path,
        policy::{PrintBadges, PrintClass},
    },
    school::{class::ClassLine, group::GroupLine, permit::May, policy::ManageSchool},
};
use maud::{Markup, html};

/// In the name of the file.
pub const WHOLE_SCHOOL: &str = "école";
pub const NOBODY: &str = "Il n’y a aucun élève dans ce choix.";
pub const NOBODY_IN_GROUP: &str = "Il n’y a aucun élève dans ce groupe.";

/// « adresses-ce1-ce2-a.pdf ».
pub fn file_name(sheet: Sheet, whose: &str) -> String {
    let words = format!("{} {whose}", sheet::title(sheet));
    let plain: String = french::fold(&words).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("{}.pdf", plain.trim_matches('-'))
}

pub fn of_class(class: &May<PrintClass>, manages: bool, draft: &Draft) -> Page {
    let title = format!("Imprimer\u{a0}: {}", class.name);
    let own = path::class(class.id);
    let above: &[(&str, &str)] =
        if manages { &[("L’école", "/ecole"), (&class.name, &own)] } else { &[(&class.name, &own)] };
    Page::narrow(title.clone(), body(&title, above, draft, html! {}))
}

pub fn of_group(group: &May<PrintBadges>, draft: &Draft) -> Page {
    let title = format!("Badges\u{a0}: {}", group.name);
    let form = html! {
        (page::crumbs(&[("Groupes", path::GROUPS), (&group.name, &path::group(group.id))], "Badges"))
        h1 { (title) }
        (faults(draft))
        p { "Un badge par élève, à découper : le prénom en grand et la classe, sans nom de famille." }
        form.pile method="post" target="_self" {
            (choice::radios("badges_par_page", "Badges par page", per_page(draft)))
            div.rang { (button::primary("Faire le PDF").icon(Icon::Printer)) }
        }
    };
    Page::narrow(title, form)
}

pub fn of_school(_: &May<ManageSchool>, classes: &[ClassLine], groups: &[GroupLine], draft: &Draft) -> Page {
    let title = "Listes à imprimer";
    let whose = std::iter::once(choice("ecole", "Toute l’école, classe par classe"))
        .chain(classes.iter().map(|class| choice(format!("classe-{}", class.id), class.name.as_str())))
        .chain(groups.iter().map(|group| choice(format!("groupe-{}", group.id), format!("Groupe : {}", group.name))))
        .collect();
    let field = html! { (choice::select("pour", "Pour qui", whose).typed(draft.typed("pour"))) };
    Page::narrow(title, body(title, &[("L’école", "/ecole")], draft, field))
}

fn body(title: &str, above: &[(&str, &str)], draft: &Draft, whose: Markup) -> Markup {
    html! {
        (page::crumbs(above, "Imprimer"))
        h1 { (title) }
        (faults(draft))
        // A target of its own: the same form may be sent again for another sheet.
        form.pile method="post" target="_self" {
            (whose)
            (choice::radios("quoi", "Quoi", sheets()).typed(draft.typed("quoi")).required())
            div.selon.des-cases { (choice::select("cases", "Colonnes à cocher", boxes()).typed(draft.typed("cases"))) }
            div.selon.des-badges { (choice::radios("badges_par_page", "Badges par page", per_page(draft))) }
            (notice::notice(notice::Tone::Info, html! { p { "Le PDF s’imprime, puis s’oublie : Préau n’en garde pas de copie. Une fois imprimées, ces listes se gardent sous clé." } }))
            div.rang { (button::primary("Faire le PDF").icon(Icon::Printer)) }
        }
    }
}

fn sheets() -> Vec<choice::Choice<'static>> {
    vec![
        choice("liste", "Liste de la classe").hint("Noms, niveaux, dates de naissance, et des colonnes à cocher."),
        choice("urgences", "Qui appeler en cas d’urgence")
            .hint("Dans l’ordre, avec les téléphones et qui vient chercher l’enfant."),
        choice("adresses", "Adresses des familles")
            .hint("Pour l’équipe : où habitent les adultes de chaque enfant, et qui peut être informé."),
        choice("badges", "Badges à découper").hint("Le prénom en grand et la classe, sans nom de famille."),
    ]
}

fn boxes() -> Vec<choice::Choice<'static>> {
    let some = ["3", "5", "8", "12"].map(|number| choice(number, number));
    std::iter::once(choice("0", "Aucune")).chain(some).collect()
}

fn per_page(draft: &Draft) -> Vec<choice::Choice<'static>> {
    let ten = draft.fields.get("badges_par_page") == "10";
    vec![choice("8", "Huit, plus grands").ticked(!ten), choice("10", "Dix").ticked(ten)]
}
