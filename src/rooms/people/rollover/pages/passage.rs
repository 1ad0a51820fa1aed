//! The passage of each pupil, class by class.

use crate::{
    base::{
        french,
        ui::{button, choice, field::hidden, notice, page, piece},
    },
    door::{Draft, Page},
    rooms::people::rollover::{
        PATH, Plan,
        known::{Child, Known},
        passage::{self, LEAVES, choices, field, seen_field, standing},
    },
    school::grade::Grade,
};
use maud::{Markup, html};

pub fn kept(changed: usize) -> String {
    match changed {
        0 => "Rien n’a changé.".to_owned(),
        some => format!(
            "{} : vérifiez leur classe dans la répartition.",
            french::count(some, "passage est changé", "passages sont changés")
        ),
    }
}

pub fn clash(names: &[String]) -> String {
    format!(
        "Rien n’est enregistré\u{202f}: entre-temps, quelqu’un a choisi un autre passage pour {}. Vos choix sont restés sur cette page\u{202f}: vérifiez, puis enregistrez.",
        french::list(names)
    )
}

pub fn page(plan: &Plan, known: &Known, draft: &Draft) -> Page {
    let title = "Le passage des élèves";
    let (clashing, rest): (Vec<&Child>, Vec<&Child>) =
        known.pupils.iter().partition(|child| is_clashing(child, plan, draft));
    let without = |child: &&&Child| child.class.is_none_or(|class| known.class(class).is_none());
    let others: Vec<&Child> = rest.iter().filter(without).copied().collect();
    Page::narrow(
        title,
        html! {
            (page::crumbs(&[("L’école", "/ecole"), (super::TITLE, PATH)], title))
            h1 { (title) }
            (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
            p { "Chacun passe au niveau suivant, et les plus grands quittent l’école. Changez seulement ce qui est différent\u{202f}; le conseil des maîtres propose, la famille est consultée." }
            form.pile method="post" {
                @if !clashing.is_empty() {
                    h2 { "À vérifier" }
                    @for child in &clashing { (row(child, plan, draft)) }
                }
                @for class in &known.classes {
                    @let children: Vec<&Child> = rest.iter().filter(|child| child.class == Some(class.id)).copied().collect();
                    @if !children.is_empty() { (of_class(&class.name, &children, plan, draft)) }
                }
                @if !others.is_empty() { (of_class("Sans classe cette année", &others, plan, draft)) }
                (button::primary("Enregistrer le passage"))
            }
        },
    )
}

fn is_clashing(child: &Child, plan: &Plan, draft: &Draft) -> bool {
    draft.fields.has(&field(child.id))
        && passage::said(&draft.fields, child.id).clashes_with(&standing(plan.place(child.id)))
}

fn of_class(name: &str, children: &[&Child], plan: &Plan, draft: &Draft) -> Markup {
    let label = format!("{name} ({})", french::count(children.len(), "élève", "élèves"));
    piece::details_of(&label, html! { div.pile { @for child in children { (row(child, plan, draft)) } } })
}

/// What was chosen on the page before stays chosen; what stands by now is what this page has shown.
fn row(child: &Child, plan: &Plan, draft: &Draft) -> Markup {
    let stands = standing(plan.place(child.id));
    let typed = draft.fields.has(&field(child.id)).then(|| passage::said(&draft.fields, child.id));
    let chosen = typed.filter(|typed| !typed.is_untouched()).map_or_else(|| stands.clone(), |typed| typed.chosen);
    let mut grades = choices(child);
    // Chosen on the board, and none of the usual three.
    grades.extend(Grade::parse(&chosen).filter(|grade| !grades.contains(grade)));
    let mut list = Vec::new();
    if Grade::parse(&chosen).is_none() && chosen != LEAVES {
        list.push(choice::choice("", "À dire").ticked(true));
    }
    list.extend(
        grades
            .into_iter()
            .map(|grade| choice::choice(grade.short(), said(child, grade)).ticked(grade.short() == chosen)),
    );
    list.push(choice::choice(LEAVES, "Quitte l’école").ticked(chosen == LEAVES));
    let name = field(child.id);
    let mut select = choice::select(&name, child.name(), list);
    if is_clashing(child, plan, draft) {
        select = select.hint(format!("Enregistré entre-temps\u{202f}: {}.", told(child, &stands)));
    }
    html! { (hidden(&seen_field(child.id), &stands)) (select) }
}

fn told(child: &Child, stands: &str) -> String {
    match Grade::parse(stands) {
        Some(grade) => said(child, grade),
        None if stands == LEAVES => "Quitte l’école".to_owned(),
        None => "À dire".to_owned(),
    }
}

/// « Passe en CE2 », « Reste en CE1 », « Saute en CM1 ».
fn said(child: &Child, grade: Grade) -> String {
    let verb = match Grade::parse(&child.grade) {
        Some(now) if grade == now => "Reste en",
        Some(now) if now.next() == Some(grade) => "Passe en",
        Some(now) if grade > now => "Saute en",
        Some(_) => "Redescend en",
        None => "Va en",
    };
    format!("{verb} {}", grade.short())
}
