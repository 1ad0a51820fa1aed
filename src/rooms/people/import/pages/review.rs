//! What the files would change, before anything is written: counts, questions to answer, lists, remarks.

use super::{leaving, path};
use crate::{
    base::{
        french,
        ui::{
            Icon, button,
            choice::{self, choice},
            field, notice, page, piece,
        },
    },
    door::{Draft, Page},
    rooms::people::import::{
        Kind, Rows, Weight,
        diff::{Counts, Decision, Decisions, Diff, Line, What, sentences},
        forms::{QUESTION, SEEN, value_of},
        leavers::Leavers,
        mapping,
        plan::{Question, Source},
        report,
        store::Import,
    },
};
use maud::{Markup, html};

pub const OUTDATED: &str = "L’école a changé depuis que cette page a été affichée : relisez ce qui suit, puis enregistrez. Rien n’a été enregistré.";

pub fn unanswered(open: usize) -> String {
    format!("Il reste {} sans réponse : rien n’a été enregistré.", french::count(open as i64, "question", "questions"))
}

pub const DAY_AHEAD: &str = "Ce jour n’est pas encore passé : un départ se note le jour venu. Rien n’a été enregistré.";
pub const NO_DAY: &str = "Dites quel a été le dernier jour des élèves cochés. Rien n’a été enregistré.";

/// What the files would change, and what only a person can say.
pub struct Shown<'a> {
    pub plan: &'a [Diff],
    pub asked: &'a [Question],
    pub answers: &'a Decisions,
    pub leavers: &'a Leavers,
    /// The last day proposed for those who left.
    pub day: &'a str,
}

pub fn page(import: &Import, shown: &Shown, seen: &str, draft: &Draft) -> Page {
    let Shown { plan, asked, answers, .. } = shown;
    let action = path(import.id);
    let body = html! {
        (page::crumbs(&[("L’école", "/ecole"), ("Import ONDE", "/ecole/import")], "Vérifier"))
        h1 { "Voici ce qui changerait" }
        p { "Rien n’est encore enregistré." }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        div.colonnes { @for (place, (found, source)) in plan.iter().zip(&import.sources).enumerate() { (overview(found, source, place)) } }
        form.pile method="post" action=(action) {
            (field::hidden(SEEN, seen))
            @if !asked.is_empty() { (questions(asked, answers, !draft.is_blank())) }
            (leaving::section(shown.leavers, shown.day, draft))
            @for (place, (found, source)) in plan.iter().zip(&import.sources).enumerate() {
                (lists(found, source, &format!("{action}/rapport/{place}")))
            }
            div.rang { (button::primary("Tout enregistrer").icon(Icon::Check)) }
        }
        (button::post_button(&format!("{action}/abandon"), button::quiet("Abandonner, ne rien enregistrer")))
    };
    Page::new("Vérifier l’import", body)
}

fn overview(found: &Diff, source: &Source, place: usize) -> Markup {
    let Counts { new, changed, moved, rises, absent, doubtful, same, skipped } = found.counts();
    let (one, many) = noun(found.kind());
    let rows = [
        (new, format!("{one} à ajouter"), format!("{many} à ajouter")),
        (changed, format!("{one} à mettre à jour"), format!("{many} à mettre à jour")),
        (rises, "passe dans sa nouvelle classe".into(), "passent dans leur nouvelle classe".into()),
        (moved - rises, "change de classe".into(), "changent de classe".into()),
        (found.new_classes().len(), "classe à créer".into(), "classes à créer".into()),
        (found.renamed_classes().len(), "classe à renommer".into(), "classes à renommer".into()),
        (doubtful, "cas à regarder".into(), "cas à regarder".into()),
        (same, "déjà à jour".into(), "déjà à jour".into()),
        (skipped, "laissé de côté".into(), "laissés de côté".into()),
        (absent, "absent de ce fichier".into(), "absents de ce fichier".into()),
    ];
    html! {
        section.carte {
            h2 { (title(found.kind())) }
            @if let Some(day) = source.parsed.mapped_on {
                p { "Colonnes reconnues grâce à votre réglage du " (french::date_year(day)) ". " a href={ (mapping::PATH) "?fichier=" (place) } { "Le revoir" } }
            }
            p.doux { span translate="no" { (source.name) } ", " (french::count(source.parsed.row_count as i64, "ligne lue", "lignes lues")) }
            ul {
                @for (count, one, many) in rows.iter().filter(|row| row.0 > 0) {
                    li { (french::count(*count as i64, one, many)) }
                }
            }
        }
    }
}

fn questions(asked: &[Question], answers: &Decisions, was_sent: bool) -> Markup {
    html! {
        section.pile.large {
            h2 { (french::capitalised(&french::count(asked.len() as i64, "question pour vous", "questions pour vous"))) }
            p { "Préau ne devine pas : dites qui est qui." }
            @for (number, question) in asked.iter().enumerate() { (radios(number, question, answers, was_sent)) }
        }
    }
}

fn radios(number: usize, question: &Question, answers: &Decisions, was_sent: bool) -> Markup {
    let is_child = question.line.key.contains('>');
    // One of the team under the same name is most likely herself; for families nothing is proposed.
    let proposed = match (&question.candidates[..], question.kind) {
        ([only], Kind::Staff) => Some(Decision::SameAs(only.id)),
        _ => None,
    };
    let given = answers.get(&question.key).copied().or(proposed.filter(|_| !was_sent));
    let known = question.candidates.iter().map(|one| {
        let answer = Decision::SameAs(one.id);
        choice(value_of(answer), format!("C’est {}", one.shown)).ticked(given == Some(answer)).person()
    });
    let create = (!is_child).then(|| {
        let label = format!("C’est quelqu’un d’autre : ajouter {}", question.line.who);
        choice(value_of(Decision::Create), label).ticked(given == Some(Decision::Create)).person()
    });
    let skip =
        choice(value_of(Decision::Skip), "Laisser de côté pour cette fois").ticked(given == Some(Decision::Skip));
    let choices = known.chain(create).chain([skip]).collect();
    let name = format!("{QUESTION}{}", question.key);
    let line = question.line.line.map(|line| format!("Ligne {line} du fichier {}.", of(question.kind)));
    let typed = crate::base::ui::field::Typed {
        value: "",
        fault: (was_sent && given.is_none()).then_some("Choisissez une réponse."),
    };
    let group =
        choice::radios(&name, question.question.as_str(), choices).id(format!("question-{number}")).typed(typed);
    html! { @match line { Some(line) => (group.hint(line)), None => (group) } }
}

fn lists(found: &Diff, source: &Source, report: &str) -> Markup {
    let lines = found.lines();
    let of = |keep: fn(&What) -> bool| lines.iter().filter(|line| keep(&line.what)).collect::<Vec<_>>();
    let (one, many) = noun(found.kind());
    let remarks = remarks(found, source);
    html! {
        section.pile {
            h2 { (title(found.kind())) " : le détail" }
            (classes(found))
            (list(&format!("{one} à ajouter"), &format!("{many} à ajouter"), &of(|what| matches!(what, What::New))))
            (list("mise à jour", "mises à jour", &of(|what| matches!(what, What::Changed { .. }))))
            (list("changement de classe", "changements de classe", &of(|what| matches!(what, What::Moved { rises: false, .. }))))
            (list("élève dans sa nouvelle classe, et autre chose change", "élèves dans leur nouvelle classe, et autre chose change", &of(|what| rises(what, false))))
            (list("élève dans sa nouvelle classe", "élèves dans leur nouvelle classe", &of(|what| rises(what, true))))
            (list("laissé de côté", "laissés de côté", &of(is_left_out)))
            (list("absent de ce fichier", "absents de ce fichier", &of(|what| matches!(what, What::Absent { .. }))))
            @if !remarks.is_empty() {
                (piece::details_of(&french::count(remarks.len() as i64, "remarque sur ce fichier", "remarques sur ce fichier"), html! {
                    ul { @for remark in &remarks { li { (remark) } } }
                }))
            }
            p { a href=(report) { "Télécharger le rapport (CSV), ligne par ligne" } }
        }
    }
}

fn classes(found: &Diff) -> Markup {
    let (new, renamed) = (found.new_classes(), found.renamed_classes());
    html! {
        @if !new.is_empty() {
            (piece::details_of(&french::count(new.len() as i64, "classe à créer", "classes à créer"), html! {
                ul {
                    @for class in new {
                        @let grades: Vec<&str> = class.grades.iter().map(|grade| grade.short()).collect();
                        li { (class.label) @if !grades.is_empty() { span.doux { " (" (grades.join(", ")) ")" } } }
                    }
                }
            }))
        }
        @if !renamed.is_empty() {
            (piece::details_of(&french::count(renamed.len() as i64, "classe à renommer", "classes à renommer"), html! {
                ul { @for (before, after) in renamed { li { (before) " → " (after) } } }
            }))
        }
    }
}

fn list(one: &str, many: &str, lines: &[&Line]) -> Markup {
    if lines.is_empty() {
        return html! {};
    }
    piece::details_of(
        &french::count(lines.len() as i64, one, many),
        html! {
            ul {
                @for line in lines {
                    li {
                        (piece::person(&line.who))
                        @if let Some((_, detail)) = sentences::what(&line.what).filter(|(_, detail)| is_own(&line.what) && !detail.is_empty()) {
                            span.doux translate="no" { " : " (detail) }
                        }
                    }
                }
            }
        },
    )
}

/// What is the same for each line of a list is not said at each.
fn is_own(what: &What) -> bool {
    !matches!(what, What::Absent { .. })
}

/// To a class of the new year; `alone`: and nothing else changes. What does must not drown among hundreds who only rise.
fn rises(what: &What, alone: bool) -> bool {
    matches!(what, What::Moved { rises: true, changes, .. } if (changes.len() == 1) == alone)
}

/// By a person's answer, or because the child is nobody in the school: no question can settle that.
fn is_left_out(what: &What) -> bool {
    match what {
        What::Skipped => true,
        What::Doubtful { candidates, .. } => candidates.is_empty(),
        _ => false,
    }
}

fn remarks(found: &Diff, source: &Source) -> Vec<String> {
    let mut remarks: Vec<String> = report::remarks(&source.parsed).into_iter().map(|fault| fault.sentence).collect();
    remarks.extend(found_remarks(found, source));
    remarks.extend(source.parsed.faults.iter().map(|fault| {
        let weight = if fault.weight == Weight::LeftOut { " (ligne non reprise)" } else { "" };
        format!("Ligne {}{weight} : {}", fault.line, fault.sentence)
    }));
    remarks
}

/// Adults to look at, and directors that a file alone does not make.
fn found_remarks(found: &Diff, source: &Source) -> Vec<String> {
    let mut remarks = Vec::new();
    if let Diff::Guardians { care, .. } = found {
        let with = |wanted| care.values().filter(|why| why.contains(&wanted)).count() as i64;
        let third = with(crate::rooms::people::import::diff::Care::ThirdAdult);
        if third > 0 {
            remarks.push(format!(
                "{} plus de deux adultes : à partir du troisième, chacun attend que vous ayez regardé ce qui lui revient. Pas de fiche d’ici là.",
                french::count(third, "élève a", "élèves ont")
            ));
        }
        let homes = with(crate::rooms::people::import::diff::Care::TwoHomes);
        if homes > 0 {
            remarks.push(format!(
                "{} deux foyers : les fiches de leurs responsables attendent que vous ayez regardé leurs liens, puis s’impriment à part, à remettre en main propre. Les droits, eux, ne changent pas.",
                french::count(homes, "élève a", "élèves ont")
            ));
        }
        let again = with(crate::rooms::people::import::diff::Care::TiedAgain);
        if again > 0 {
            remarks.push(format!(
                "{} dans le fichier un responsable dont le lien a été retiré à la main. Ce lien attend que vous l’ayez regardé.",
                french::count(again, "élève a", "élèves ont")
            ));
        }
    }
    if let Rows::Staff(rows) = &source.parsed.rows {
        for row in rows.iter().filter(|row| row.is_director) {
            remarks.push(format!(
                "{} : « direction » dans le fichier. Un import ne donne jamais cette fonction : si elle manque, vous la donnez sur sa page.",
                row.name.shown()
            ));
        }
    }
    remarks
}

fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::Pupils => "Élèves",
        Kind::Guardians => "Responsables",
        Kind::Staff => "Équipe",
    }
}

fn of(kind: Kind) -> &'static str {
    match kind {
        Kind::Pupils => "des élèves",
        Kind::Guardians => "des responsables",
        Kind::Staff => "des enseignants",
    }
}

fn noun(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Pupils => ("élève", "élèves"),
        Kind::Guardians => ("responsable", "responsables"),
        Kind::Staff => ("personne", "personnes"),
    }
}
