//! The grid of the follow-up and what is done from it.

use super::{
    Filter, Grid,
    store::PupilName,
    tally::{Cell, Line, State},
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx},
        french,
        ui::{
            Icon, button,
            field::hidden,
            icon,
            notice::{self, Tone},
            page::crumbs,
            piece, table,
        },
    },
    door::{Cx, Page},
    rooms::liaison::{
        Asks, Note,
        answers::How,
        pages::{BOOK_TITLE, by_day, moment, stamp},
        path,
        policy::{CopyNote, CorrectNote, FollowUp, RemindFamilies, ShareFollowUp, WithdrawNote},
    },
    school::{Pupil, permit::May},
};
use jiff::civil::Time;
use maud::{Markup, html};
use std::{borrow::Borrow, collections::HashMap};

pub const NOBODY_LEFT: &str = "Il n’y a personne à relancer : toutes les familles ont répondu.";
pub const WITHDRAWN: &str = "Le mot est retiré : les familles ne le voient plus.";
pub const CORRECTED_MEANWHILE: &str =
    "Ce mot a été corrigé entre-temps. Comparez avec la version qui est dans le cahier, puis renvoyez.";
pub const SHOWN_OTHERWISE: &str = "C’est enregistré.";
pub const NOTHING_CHANGED: &str = "Rien n’a changé : corrigez le titre, le texte, la date ou les fichiers.";

const BEYOND: &str =
    "Une relance part à toutes les familles de ce mot qui n’ont pas répondu, dans les autres classes aussi.";

pub fn already_reminded(at: Time) -> String {
    format!("Une relance est déjà partie aujourd’hui à {}. Une par jour suffit.", french::time(at))
}

pub fn reminded(families: usize) -> String {
    format!("{} le rappel sur leur page d’accueil.", french::count(families, "famille voit", "familles voient"))
}

/// Asked for in quiet hours.
pub fn reminds_at<D: Borrow<Rx>>(cx: &Cx<D>, at: Instant) -> String {
    format!("C’est une heure calme : la relance partira {}.", moment(cx, at))
}

pub fn reminds(reminds: bool) -> &'static str {
    if reminds {
        "Les familles qui n’ont pas répondu seront rappelées avant la date."
    } else {
        "Il n’y aura pas de rappel automatique."
    }
}

/// Its letters leave at the end of the calm.
pub fn corrected<D: Borrow<Rx>>(cx: &Cx<D>, asks_again: bool, letters_at: Instant) -> String {
    let mut said = "Le mot est corrigé. Les familles voient ce qui a changé".to_owned();
    said.push_str(if asks_again { " et doivent répondre à nouveau." } else { "." });
    if asks_again && letters_at > cx.now {
        said.push_str(&format!(" C’est une heure calme : les e-mails partiront {}.", moment(cx, letters_at)));
    }
    said
}

pub fn grid(cx: &Cx, note: &May<FollowUp>, grid: &Grid) -> Page {
    let sentence = sentence(note.asks, grid);
    let here = path::of(note.id, "suivi");
    let body = html! {
        (crumbs(&[(BOOK_TITLE, path::BOOK), (&grid.title, &path::note(note.id))], "Suivi"))
        p.papier { strong { (grid.title) } }
        div.rang.bouts { h1 { (sentence) } (actions(cx, note, grid)) }
        @if note.is_withdrawn() { (notice::notice(Tone::Warning, html! { p { "Ce mot est retiré : les familles ne le voient plus." } })) }
        @if note.asks != Asks::Nothing && !grid.lines.is_empty() {
            (piece::gauge(small(grid.tally.done), small(grid.tally.families), &sentence))
        }
        p.doux { (state(cx, note, grid)) }
        @if let Some(gone) = gone(note.asks, grid.gone) { p.doux { (gone) } }
        (more(note, grid))
        (grid.paper)
        (grid.incoming)
        @if grid.to_remind > grid.tally.left() && note.also::<RemindFamilies>().is_some() { p.doux { (BEYOND) } }
        (grid.slip)
        @if note.asks != Asks::Nothing { (filters(note.asks, grid, &here)) }
        @if grid.lines.is_empty() {
            (piece::empty_state("Rien à suivre ici", "Ce mot a été écrit à des classes ou à des groupes qui ne sont plus les vôtres : leurs réponses ne vous sont plus montrées.", html! {}))
        } @else { (lines(cx, note, grid)) }
    };
    Page::new(format!("Suivi : {}", grid.title), body)
}

/// Without a name: it counts for the proof, and no more.
fn gone(asks: Asks, (pupils, answered): (i64, i64)) -> Option<String> {
    let gone = format!("Et {} depuis", french::count(pupils, "élève parti", "élèves partis"));
    match (pupils, asks) {
        (0, _) => None,
        (_, Asks::Nothing) => Some(format!("{gone}.")),
        _ => Some(format!("{gone}, dont {}.", french::count(answered, "avec une réponse", "avec une réponse"))),
    }
}

/// « En attente 4 », where there is something to choose from.
fn filters(asks: Asks, grid: &Grid, here: &str) -> Markup {
    let shown: Vec<(Filter, usize)> = grid.counts.each().filter(|(_, count)| *count > 0).collect();
    html! {
        @if shown.len() > 2 || grid.filter != Filter::All {
            nav aria-label="Filtrer les élèves" { div.rang {
                @for (filter, count) in shown {
                    a.bouton.sobre.petit href={ (here) "?voir=" (filter.as_str()) } aria-current=[(filter == grid.filter).then_some("true")] {
                        (named(filter, asks)) " " strong.chiffres { (count) }
                    }
                }
            } }
        }
    }
}

fn named(filter: Filter, asks: Asks) -> &'static str {
    match filter {
        Filter::All => "Tous",
        Filter::Waiting if asks == Asks::Read => "N’ont pas lu",
        Filter::Waiting => "En attente",
        Filter::Answered => "Ont répondu",
        Filter::OnPaper => "Papier",
        Filter::WithoutAccount => "Sans compte",
    }
}

/// « 19 familles sur 23 ont signé ».
fn sentence(asks: Asks, grid: &Grid) -> String {
    let (done, all) = (grid.tally.done, grid.tally.families);
    if grid.lines.is_empty() {
        return "Suivi du mot".to_owned();
    }
    let have = french::plural(done, "a", "ont");
    match asks {
        Asks::Nothing => format!("Le mot est parti à {}", french::count(all, "famille", "familles")),
        _ if done == all => format!("Toutes les familles ont {}", if asks == Asks::Read { "lu" } else { "signé" }),
        _ if done == 0 => {
            let verb = if asks == Asks::Read { "lu" } else { "signé" };
            format!("Aucune famille sur {all} n’a encore {verb}")
        }
        Asks::Read => format!("{} sur {all} {have} lu", french::count(done, "famille", "familles")),
        _ => format!("{} sur {all} {have} signé", french::count(done, "famille", "familles")),
    }
}

fn actions(cx: &Cx, note: &May<FollowUp>, grid: &Grid) -> Markup {
    let is_told = note.remind_at.is_some() || grid.reminded_at.is_some_and(|at| at.date(&cx.zone) == cx.today);
    let left = grid.to_remind;
    html! {
        div.rang {
            @if !note.is_withdrawn() {
                @if let Some(note) = note.also::<RemindFamilies>().filter(|_| note.asks != Asks::Nothing && left > 0 && !is_told) {
                    form.sans-papier method="post" action=(path::of(note.id, "relancer")) {
                        (button::primary(if left == 1 { "Relancer la famille".to_owned() } else { format!("Relancer les {left} familles") }).icon(Icon::Bell))
                    }
                }
                @if let Some(note) = note.also::<CorrectNote>() { (button::link("Corriger", path::of(note.id, "corriger")).quiet()) }
                @if let Some(note) = note.also::<WithdrawNote>() { (button::link("Retirer", path::of(note.id, "retirer")).quiet()) }
            }
            (button::print("Imprimer"))
        }
    }
}

/// What else may be done with the follow-up: shared, proved, begun again.
fn more(note: &May<FollowUp>, grid: &Grid) -> Markup {
    let shared = note.shared.len();
    html! {
        div.rang.ecran {
            @if note.asks != Asks::Nothing && !grid.lines.is_empty() {
                (button::link("Preuve (PDF)", path::of(note.id, "suivi/preuve.pdf")).icon(Icon::FileText).quiet().small())
                (button::link("Tableur (CSV)", path::of(note.id, "suivi/preuve.csv")).icon(Icon::Download).quiet().small())
            }
            @if let Some(note) = note.also::<ShareFollowUp>().filter(|note| !note.is_withdrawn()) {
                (button::link(if shared == 0 { "Partager le suivi".to_owned() } else { format!("Partagé avec {}", french::count(shared, "collègue", "collègues")) },
                    path::of(note.id, "partage")).icon(Icon::Users).quiet().small())
            }
            @if let Some(note) = note.also::<CopyNote>() {
                (button::link("Copier dans un nouveau mot", format!("{}?copie={}", path::WRITE, note.id)).icon(Icon::Copy).quiet().small())
            }
        }
        @if let Some(note) = note.also::<RemindFamilies>().filter(|note| note.asks != Asks::Nothing && note.deadline_on.is_some() && !note.is_withdrawn()) {
            form.rang.sans-papier.ecran method="post" action=(path::of(note.id, "rappels")) {
                p.doux { @if note.reminds { "Rappel automatique deux jours avant et le jour même, à qui n’a pas répondu." } @else { "Pas de rappel automatique." } }
                (hidden("rappels", if note.reminds { "non" } else { "oui" }))
                (button::quiet(if note.reminds { "Ne pas rappeler" } else { "Rappeler automatiquement" }).small())
            }
        }
    }
}

fn state(cx: &Cx, note: &Note, grid: &Grid) -> Markup {
    html! {
        "Envoyé " (moment(cx, note.sent_at)) " par " (piece::person(&note.author_name)) "."
        @match note.asks {
            Asks::Nothing => " Rien n’est demandé aux familles.",
            Asks::Read => " « Lu » est demandé.",
            Asks::One => " La signature d’un responsable est demandée.",
            Asks::All => " La signature de chaque responsable est demandée.",
        }
        @if let Some(day) = note.deadline_on {
            @if day < cx.today { " La date du " (french::day(day)) " est passée." } @else { " À rendre d’ici " (by_day(day, cx.today)) "." }
        }
        @if note.asks_since > 1 { " Les réponses données avant la dernière correction ne comptent plus." }
        @if let Some(at) = grid.reminded_at { " Dernière relance " (moment(cx, at)) "." }
        @if let Some(at) = note.remind_at { " " (reminds_at(cx, at)) }
    }
}

fn lines(cx: &Cx, note: &Note, grid: &Grid) -> Markup {
    let of: HashMap<_, &Line> = grid.lines.iter().map(|line| (line.pupil, line)).collect();
    let shown: Vec<(&PupilName, &Line)> = grid
        .pupils
        .iter()
        .filter_map(|pupil| of.get(&pupil.pupil).map(|line| (pupil, *line)))
        .filter(|(_, line)| grid.filter.keeps(line))
        .collect();
    let columns = shown.iter().map(|(_, line)| line.guardians.len()).max().unwrap_or(0).clamp(1, 4);
    let several = shown.windows(2).any(|pair| pair[0].0.class_name != pair[1].0.class_name);
    let mut heads = vec!["Élève"];
    heads.extend(["Responsable", "Autre responsable", "Autre responsable", "Autres responsables"].iter().take(columns));
    let rows = shown.iter().map(|(pupil, line)| {
        let class = if several { pupil.class_name.as_str() } else { "" };
        let mut row = vec![html! {
            div.nom-de-ligne { (piece::etiquette(&pupil.first_name, class)) span.doux translate="no" { (pupil.last_name) } }
            @if let Some(at) = line.on_paper { (on_paper(cx, grid.noted.get(&(line.pupil, None)), at)) }
        }];
        row.extend(cells(cx, note, grid, line, columns));
        row
    });
    html! {
        @if shown.len() > 12 { (table::filter("suivi", "Trouver un élève ou un responsable")) }
        div #suivi { (table::table("Élèves et responsables", &heads, rows.collect())) }
    }
}

fn cells(cx: &Cx, note: &Note, grid: &Grid, line: &Line, columns: usize) -> Vec<Markup> {
    if line.guardians.is_empty() {
        let mut row =
            vec![html! { span.retard { (icon(Icon::TriangleAlert)) span { "Aucun responsable ne reçoit ce mot" } } }];
        row.resize_with(columns, || html! {});
        return row;
    }
    let nobody = !line.is_done && line.guardians.iter().all(|cell| cell.state == State::Free);
    (0..columns)
        .map(|column| {
            // The last column takes all those who are left.
            let end = if column + 1 == columns { line.guardians.len() } else { column + 1 };
            let held = line.guardians.get(column..end.max(column)).unwrap_or(&[]);
            html! {
                @if !held.is_empty() {
                    div.pile {
                        @for cell in held { (guardian(cx, note, grid, line.pupil, cell)) }
                        @if nobody && column == 0 { span.retard { (icon(Icon::TriangleAlert)) span { "Aucun responsable ne peut signer" } } }
                    }
                }
            }
        })
        .collect()
}

fn guardian(cx: &Cx, note: &Note, grid: &Grid, pupil: Id<Pupil>, cell: &Cell) -> Markup {
    let name = grid.guardians.get(&cell.guardian).map_or("", String::as_str);
    html! {
        div.case {
            (piece::person(name))
            @match cell.state {
                State::Answered(at, How::Paper) => (on_paper(cx, grid.noted.get(&(pupil, Some(cell.guardian))), at)),
                State::Answered(at, how) => (piece::done(&answered(cx, at, how))),
                State::Awaited => (awaited(cx, note)),
                State::NoAccount => span.retard { (icon(Icon::KeyRound)) span { "n’a pas encore de compte" } },
                State::Free => {},
            }
        }
    }
}

/// « papier, noté par M. Roussel hier à 8 h 41 ».
fn on_paper(cx: &Cx, by: Option<&String>, at: Instant) -> Markup {
    let by = by.filter(|by| !by.is_empty());
    html! {
        span.fait { (icon(Icon::Check)) span {
            "papier, " @if let Some(by) = by { "noté par " (piece::person(by)) " " } (stamp(cx, at))
        } }
    }
}

/// « hier à 19 h 12, par e-mail »; nothing beside it for the usual way.
fn answered(cx: &Cx, at: Instant, how: How) -> String {
    match means(how) {
        "" => stamp(cx, at),
        means => format!("{}, {means}", stamp(cx, at)),
    }
}

fn means(how: How) -> &'static str {
    match how {
        How::Application => "",
        How::OneTap => "lien de l’e-mail",
        How::Mail => "réponse par e-mail",
        How::Paper => "papier",
    }
}

fn awaited(cx: &Cx, note: &Note) -> Markup {
    match note.deadline_on {
        Some(day) if day < cx.today => piece::late("En retard"),
        Some(day) => html! { span.doux { "Attendu d’ici " (by_day(day, cx.today)) } },
        None => html! { span.doux { "Pas encore" } },
    }
}

pub fn withdraw(note: &May<WithdrawNote>, title: &str) -> Page {
    let body = html! {
        (crumbs(&[(BOOK_TITLE, path::BOOK), (title, &path::note(note.id))], "Retirer"))
        h1 { "Retirer « " (title) " » ?" }
        p { "Le mot disparaît aussitôt pour toutes les familles et tous les élèves. Vous le verrez encore, avec la mention « retiré », et il reste au journal de l’école." }
        p { "On ne peut pas revenir en arrière. Pour changer une date ou une phrase, corrigez plutôt le mot." }
        form.rang method="post" action=(path::of(note.id, "retirer")) {
            (button::danger("Retirer le mot"))
            (button::link("Le garder", path::note(note.id)).quiet())
        }
    };
    Page::narrow("Retirer le mot", body)
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
