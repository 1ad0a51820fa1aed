//! The passage of each pupil, class by class.

use crate::{
    base::{
        french,
        ui::{button, choice, page, piece},
    },
    door::Page,
    rooms::people::rollover::{
        PATH, Plan,
        known::{Child, Known},
        passage::{LEAVES, choices, field},
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

pub fn page(plan: &Plan, known: &Known) -> Page {
    let title = "Le passage des élèves";
    let without = |child: &&Child| child.class.is_none_or(|class| known.class(class).is_none());
    let others: Vec<&Child> = known.pupils.iter().filter(without).collect();
    Page::narrow(
        title,
        html! {
            (page::crumbs(&[("L’école", "/ecole"), (super::TITLE, PATH)], title))
            h1 { (title) }
            p { "Chacun passe au niveau suivant, et les plus grands quittent l’école. Changez seulement ce qui est différent ; le conseil des maîtres propose, la famille est consultée." }
            form.pile method="post" {
                @for class in &known.classes {
                    @let children: Vec<&Child> = known.pupils.iter().filter(|child| child.class == Some(class.id)).collect();
                    @if !children.is_empty() { (of_class(&class.name, &children, plan)) }
                }
                @if !others.is_empty() { (of_class("Sans classe cette année", &others, plan)) }
                (button::primary("Enregistrer le passage"))
            }
        },
    )
}

fn of_class(name: &str, children: &[&Child], plan: &Plan) -> Markup {
    let label = format!("{name} ({})", french::count(children.len(), "élève", "élèves"));
    piece::details_of(&label, html! { div.pile { @for child in children { (row(child, plan)) } } })
}

fn row(child: &Child, plan: &Plan) -> Markup {
    let standing = plan.place(child.id);
    let chosen = match standing {
        Some(place) if place.leaves => LEAVES.to_owned(),
        Some(place) => place.grade.clone(),
        None => String::new(),
    };
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
    html! { (choice::select(&field(child.id), child.name(), list)) }
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
