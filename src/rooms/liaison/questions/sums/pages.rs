//! Answers as the staff see them: each question with its sum, and who answered what.

use super::{
    Answers,
    count::{Said, Sum, Total},
    file_path,
};
use crate::{
    base::{
        french,
        ui::{Icon, button, icon, page::crumbs, piece, table},
    },
    door::{Cx, Page},
    rooms::liaison::{
        answers::How,
        follow_up::store::PupilName,
        pages::{BOOK_TITLE, stamp},
        path,
        policy::FollowUp,
        questions::{
            Kind, Per,
            value::{decimal, euros},
        },
    },
    school::permit::May,
};
use maud::{Markup, html};

/// For the page of the follow-up.
pub fn section(note: &May<FollowUp>, sums: &[Sum]) -> Markup {
    html! {
        section.pile {
            div.rang.bouts {
                h2 { "Les réponses" }
                (button::link("Voir qui a répondu quoi", path::of(note.id, "reponses")).icon(Icon::ClipboardList).quiet().small())
            }
            ul.liste.sommes { @for sum in sums { li { (summed(sum)) } } }
        }
    }
}

pub fn answers(cx: &Cx, note: &May<FollowUp>, answers: &Answers, chosen: Option<i64>) -> Page {
    let follow = path::of(note.id, "suivi");
    let sums = answers.sums();
    let open = chosen.and_then(|id| sums.iter().find(|sum| sum.asked.id == id)).or(sums.first());
    let body = html! {
        (crumbs(&[(BOOK_TITLE, path::BOOK), (&answers.title, &path::note(note.id)), ("Suivi", &follow)], "Réponses"))
        h1 { "Les réponses" }
        p.papier { strong { (answers.title) } }
        div.rang {
            (button::link("Tableau (CSV)", path::of(note.id, "reponses.csv")).icon(Icon::Download).quiet().small())
            (button::link("Liste (PDF)", path::of(note.id, "reponses.pdf")).icon(Icon::Printer).quiet().small())
        }
        ul.liste.sommes {
            @for sum in &sums {
                @let is_open = open.is_some_and(|open| open.asked.id == sum.asked.id);
                li {
                    (summed(sum))
                    a.bouton.sobre.petit href={ (path::of(note.id, "reponses")) "?question=" (sum.asked.id) "#qui" } aria-current=[is_open.then_some("true")] {
                        "Qui a répondu quoi" span.hors-vue { " à « " (sum.asked.label) " »" }
                    }
                }
            }
        }
        @if let Some(open) = open { (who(cx, note, answers, open)) }
    };
    Page::new(format!("Réponses : {}", answers.title), body)
}

/// A question and what its answers come to.
fn summed(sum: &Sum) -> Markup {
    html! {
        div.somme {
            p { strong { (sum.asked.label) } }
            p.rang { (total(sum)) }
            p.doux { (left(sum)) }
            @if sum.differing > 0 {
                p { span.retard { (icon(Icon::TriangleAlert)) span {
                    (french::count(sum.differing, "élève", "élèves")) " : deux responsables répondent différemment"
                } } }
            }
        }
    }
}

fn total(sum: &Sum) -> Markup {
    html! {
        @match &sum.total {
            Total::YesNo { yes, no } => { (counted("oui", *yes)) (counted("non", *no)) },
            Total::Choices(counts) => { @for (label, count) in sum.asked.choices.iter().zip(counts) { (counted(label, *count)) } },
            Total::Sum { hundredths, answers } => span {
                "Total\u{202f}: " strong { (sum_text(sum.asked.kind, *hundredths)) }
                ", " (french::count(*answers, "réponse", "réponses"))
            },
            Total::List(count) => span { (french::count(*count, "réponse", "réponses")) },
        }
    }
}

fn counted(label: &str, count: usize) -> Markup {
    html! { span.compte { strong { (count) } " " (label) } }
}

pub fn sum_text(kind: Kind, hundredths: i64) -> String {
    if kind == Kind::Amount { euros(hundredths) } else { decimal(hundredths, ',') }
}

/// « 4 élèves sans réponse · laissée vide 2 fois ».
pub fn left(sum: &Sum) -> String {
    let mut said = Vec::new();
    if sum.asked.per == Per::Guardian {
        said.push("une réponse par responsable".to_owned());
    }
    said.push(match sum.unanswered {
        0 => "tous les élèves ont une réponse".to_owned(),
        n => format!("{} sans réponse", french::count(n, "élève", "élèves")),
    });
    if sum.blank > 0 {
        said.push(format!("laissée vide {}", french::count(sum.blank, "fois", "fois")));
    }
    french::capitalised(&said.join(" · "))
}

/// One question, pupil by pupil: what each guardian answered, when, and which answer counts.
fn who(cx: &Cx, note: &May<FollowUp>, answers: &Answers, sum: &Sum) -> Markup {
    let mut rows = Vec::new();
    for pupil in &answers.pupils {
        let of: Vec<&Said> = sum.said.iter().filter(|one| one.answer.pupil == pupil.pupil).collect();
        rows.push(vec![named(pupil), said(cx, note, sum, &of)]);
    }
    html! {
        section.pile #qui {
            h2 { (sum.asked.label) }
            @if rows.len() > 12 { (table::filter("reponses", "Trouver un élève ou un responsable")) }
            div #reponses { (table::table(&sum.asked.label, &["Élève", "Réponse"], rows)) }
        }
    }
}

fn named(pupil: &PupilName) -> Markup {
    html! {
        div.nom-de-ligne { (piece::etiquette(&pupil.first_name, &pupil.class_name)) span.doux translate="no" { (pupil.last_name) } }
    }
}

fn said(cx: &Cx, note: &May<FollowUp>, sum: &Sum, of: &[&Said]) -> Markup {
    let differs = of.iter().any(|one| one.differs);
    html! {
        @if of.is_empty() { span.doux { "Pas encore" } }
        @else {
            div.pile {
                @if differs { span.retard { (icon(Icon::TriangleAlert)) span { "Réponses différentes" } } }
                @for one in of {
                    div.case {
                        span {
                            @if let Some(given) = one.given {
                                @if given.has_file { a href=(file_path(note, one.answer.id, given.question)) { (given.value.shown(sum.asked)) } }
                                @else { strong { (given.value.shown(sum.asked)) } }
                            } @else { span.doux { "rien" } }
                            @if differs && one.counts { " " span.note { "la plus récente" } }
                        }
                        span.doux { (by(one)) ", " (stamp(cx, one.answer.at)) }
                    }
                }
            }
        }
    }
}

fn by(one: &Said) -> Markup {
    html! {
        @if one.answer.guardian.is_some() { (piece::person(&one.answer.name)) @if one.answer.how == How::Paper { " (papier)" } }
        @else { "Sur papier" }
    }
}
