//! To report a message, and what the direction reads of it.

use super::{PATH, Report, policy::ReportMessage};
use crate::{
    base::{
        clock::Instant,
        french,
        ui::{
            Icon, button, field, icon,
            notice::{self, Tone},
            page, piece,
        },
    },
    door::{Cx, Draft, Page},
    rooms::messages::{
        Facts,
        pages::{TITLE as ABOVE, You, moment},
        path,
        pieces::Enclosed,
    },
    school::{
        media::{Kind, Size},
        permit::May,
    },
};
use maud::{Markup, PreEscaped, html};

pub const REPORTED: &str =
    "Le message est signalé à la direction. Elle voit ce message, et rien d’autre de la conversation.";
pub const ALREADY: &str = "Ce message est déjà signalé\u{202f}: la direction l’a sous les yeux.";
pub const SETTLED: &str = "Le signalement est classé. La personne qui l’a fait le voit dans la conversation.";
pub const OWN: &str = "On ne signale pas son propre message.";
/// To adults and to pupils.
const OF_DIRECTION: (&str, &str) = (
    "Ce message vient de la direction\u{202f}: un signalement n’irait qu’à elle. Parlez-en de vive voix, ou adressez-vous à l’inspection de l’Éducation nationale de votre circonscription.",
    "Ce message vient de la direction\u{202f}: un signalement n’irait qu’à elle. Parles-en à un adulte en qui tu as confiance.",
);

pub fn of_direction<D>(cx: &Cx<D>) -> &'static str {
    You::of(cx).said(OF_DIRECTION.0, OF_DIRECTION.1)
}
const TITLE: &str = "Signalements";
/// To adults and to pupils.
const SHOW_IT: (&str, &str) = (
    "Un message blessant, inquiétant, ou qui ne vient sans doute pas de cette personne\u{202f}: montrez-le à la direction. Elle verra ce message et vos mots, rien d’autre de la conversation. La personne qui l’a écrit n’en est pas prévenue par Préau.",
    "Un message te blesse, t’inquiète, ou ne vient sans doute pas de cette personne\u{202f}: montre-le à la direction. Elle verra ce message et tes mots, rien d’autre de la conversation. La personne qui l’a écrit n’en est pas prévenue par Préau.",
);
const DANGER: (&str, &str) = (
    "Un enfant est en danger maintenant\u{202f}? Appelez le 119, ou le 17.",
    "Tu es en danger maintenant\u{202f}? Appelle le 119\u{202f}: c’est gratuit, et on t’écoute.",
);

pub fn blank<D>(cx: &Cx<D>, message: &May<ReportMessage>, draft: &Draft, hindered: Option<&str>) -> Page {
    let (title, you) = ("Signaler un message", You::of(cx));
    let back = message.thread.map_or_else(|| path::LIST.to_owned(), path::thread);
    let main = html! {
        (page::crumbs(&[(ABOVE, path::LIST), ("La conversation", &back)], title))
        h1 { (title) }
        @if let Some(hindered) = hindered { (notice::notice(Tone::Info, html! { p { (hindered) } })) }
        @else {
            p { (you.said(SHOW_IT.0, SHOW_IT.1)) }
            (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
            (piece::card(html! { div.riche { (PreEscaped(&message.body)) } }))
            form.pile method="post" action={ (path::LIST) "/ecrits/" (message.id) "/signaler" } {
                (field::textarea("raison", "Qu’est-ce qui ne va pas\u{202f}?").typed(draft.typed("raison")).required())
                (button::primary("Signaler à la direction"))
            }
            p.doux { (you.said(DANGER.0, DANGER.1)) }
        }
    };
    Page::narrow(title, main)
}

/// Below a message that somebody else wrote: the way to report it, or what became of the report.
pub fn below(cx: &Cx, row: &Facts, own: Option<&Option<Instant>>) -> Markup {
    let you = You::of(cx);
    html! {
        @match own {
            None => p.ecran { a.doux href={ (path::LIST) "/ecrits/" (row.id) "/signaler" } { "Signaler" span.hors-vue { " ce message à la direction" } } },
            Some(None) => p.doux { (you.said("Vous avez", "Tu as")) " signalé ce message à la direction." },
            Some(Some(at)) => p.doux { (you.said("Vous avez", "Tu as")) " signalé ce message\u{202f}: la direction s’en est occupée " (moment(cx, *at)) "." },
        }
    }
}

/// For the director's home.
pub fn waiting(count: usize) -> Markup {
    notice::notice(
        Tone::Warning,
        html! { p { (french::count(count, "message vous est signalé", "messages vous sont signalés")) ". " a href=(PATH) { "Regarder" } } },
    )
}

pub fn list(cx: &Cx, open: &[Report], settled: &[Report]) -> Page {
    let main = html! {
        (page::crumbs(&[(ABOVE, path::LIST)], TITLE))
        h1 { (TITLE) }
        p { "Ce que des membres d’une conversation vous ont montré : chaque fois ce seul message, jamais la conversation." }
        @if open.is_empty() { (piece::empty_state("Rien à regarder", "Aucun message ne vous est signalé.", html! {})) }
        @else { ul.liste { @for report in open { (line(cx, report)) } } }
        @if !settled.is_empty() {
            h2 { "Classés" }
            ul.liste { @for report in settled { (line(cx, report)) } }
        }
    };
    Page::narrow(TITLE, main)
}

fn line(cx: &Cx, report: &Report) -> Markup {
    html! {
        li { a href={ (PATH) "/" (report.id) } {
            span {
                strong { "Message de " (piece::person(&report.author_name)) }
                br;
                span.doux { "Signalé par " (piece::person(&report.reporter_name)) ", " (moment(cx, report.reported_at)) }
            }
            (icon(Icon::ChevronRight))
        } }
    }
}

pub fn show(cx: &Cx, report: &Report, pieces: &[Enclosed], draft: &Draft) -> Page {
    let title = "Message signalé";
    let main = html! {
        (page::crumbs(&[(ABOVE, path::LIST), (TITLE, PATH)], title))
        h1 { (title) }
        (piece::facts([
            ("De", piece::person(&report.author_name)),
            ("Remis", html! { (moment(cx, report.delivered_at)) }),
            ("Signalé par", piece::person(&report.reporter_name)),
            ("Signalé", html! { (moment(cx, report.reported_at)) }),
        ]))
        (piece::card(html! { h2 { "Le message" } div.riche { (PreEscaped(&report.body)) } (enclosed(report, pieces)) }))
        (piece::card(html! { h2 { "Ce qui ne va pas" } p { (report.why) } }))
        @match report.settled_at {
            Some(at) => {
                p.fait { (icon(Icon::Check)) span { "Classé " (moment(cx, at)) "." } }
                @if !report.remark.is_empty() { (piece::card(html! { h2 { "Votre remarque" } p { (report.remark) } })) }
            }
            None => (settling(report, draft)),
        }
    };
    Page::narrow(title, main)
}

fn settling(report: &Report, draft: &Draft) -> Markup {
    html! {
        (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
        form.pile method="post" action={ (PATH) "/" (report.id) } {
            (field::textarea("remarque", "Votre remarque").typed(draft.typed("remarque"))
                .hint("Ce que vous avez fait, pour vous en souvenir. Gardée avec le signalement, lue par la direction seule."))
            (button::primary("Classer ce signalement"))
        }
        p.doux { "Un compte volé\u{202f}? " a href="/reglages/correspondance/suspension" { "Suspendre tous les messages" } "." }
    }
}

fn enclosed(report: &Report, pieces: &[Enclosed]) -> Markup {
    let href = |one: &Enclosed| {
        let size = if one.media.kind == Kind::Photo { Size::Large } else { Size::Whole };
        format!("{PATH}/{}/pieces/{}/{}", report.id, one.media.id, path::size_word(size))
    };
    html! {
        @if !pieces.is_empty() {
            ul.liste {
                @for one in pieces {
                    li {
                        @if one.is_ready() { a href=(href(one)) { span translate="no" { (one.media.name) } (icon(Icon::Download)) } }
                        @else { span.doux translate="no" { (one.media.name) } }
                    }
                }
            }
        }
    }
}
