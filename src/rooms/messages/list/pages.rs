//! The list of one's threads.

use super::{
    Shelf, older,
    store::{After, Listed},
};
use crate::{
    base::{
        french, rich_text,
        search::{Query, marked},
        ui::{
            Icon, button, icon,
            notice::{self, Tone},
            piece, search as ui,
        },
    },
    door::{Cx, Page, found::Found},
    rooms::messages::{
        Answers, Facts,
        addressing::sentences,
        pages::{TITLE, You, keeps_here, moment, subject},
        path,
        pause::Line,
    },
    school::correspondence::{Profile, sentences::frozen_banner},
};
use maud::{Markup, html};

/// Letters of the newest message in the list.
const EXCERPT: usize = 110;

pub struct Drawn<'a> {
    pub shelf: Shelf,
    pub rows: &'a [Listed],
    pub next: Option<After>,
    pub drafts: usize,
    pub may_begin: bool,
    pub is_first: bool,
    pub is_frozen: bool,
    pub pause: Option<Line>,
}

pub fn list(cx: &Cx, drawn: &Drawn) -> Page {
    let title = match drawn.shelf {
        Shelf::Archive => "Messages archivés",
        Shelf::Unread => "Messages non lus",
        Shelf::Standing | Shelf::Drafts => TITLE,
    };
    let body = html! {
        div.rang.bouts { h1 { (title) } @if drawn.may_begin && !drawn.rows.is_empty() { (begin()) } }
        @if drawn.is_frozen { (notice::notice(Tone::Warning, html! { p { (frozen_banner(cx.viewer.as_deref().map(Profile::of))) } })) }
        @if let Some(Line::Standing(pause)) = &drawn.pause { (pause) }
        @if !drawn.rows.is_empty() || drawn.shelf != Shelf::Standing || drawn.drafts > 0 { (shelves(drawn.shelf, drawn.drafts)) }
        @if let Some(account) = keeps_here(cx) { div.ecran data-hors-ligne=(account) {} }
        @if drawn.rows.is_empty() { (empty(drawn, You::of(cx))) } @else {
            ul.liste.boite #conversations data-direct="messages" tabindex="-1" { @for row in drawn.rows { (line(cx, row)) } }
        }
        @if let Some(Line::Way(way)) = &drawn.pause { (way) }
        @if let Some(next) = drawn.next { p { (button::link("Messages plus anciens", older(drawn.shelf, next)).quiet()) } }
        @if !drawn.rows.is_empty() { (ui::form(path::LIST, "Chercher dans mes messages", "", false)) }
    };
    Page::narrow(title, body)
}

fn begin() -> Markup {
    button::post_button(path::NEW, button::primary("Écrire").icon(Icon::PenLine))
}

fn shelves(shelf: Shelf, drafts: usize) -> Markup {
    let one = |which: Shelf, href: &str, label: &str| {
        html! { a.bouton.sobre.petit href=(href) aria-current=[(shelf == which).then_some("true")] { (label) } }
    };
    html! {
        nav.ecran aria-label="Mes messages" { div.rang {
            (one(Shelf::Standing, path::LIST, "Reçus et envoyés"))
            (one(Shelf::Unread, "/messages?non-lus", "Non lus"))
            @if drafts > 0 || shelf == Shelf::Drafts {
                (one(Shelf::Drafts, path::DRAFTS, &french::count(drafts as i64, "brouillon", "brouillons")))
            }
            (one(Shelf::Archive, path::ARCHIVE, "Archive"))
        } }
    }
}

fn empty(drawn: &Drawn, you: You) -> Markup {
    match drawn.shelf {
        _ if !drawn.is_first => piece::empty_state("C’est tout", "Il n’y a rien de plus ancien.", html! {}),
        Shelf::Archive => {
            piece::empty_state("L’archive est vide", "Ce qui est archivé se range ici, et y reste.", html! {})
        }
        Shelf::Unread => piece::empty_state("Tout est lu", "Il n’y a aucun message à lire.", html! {}),
        Shelf::Standing | Shelf::Drafts => {
            let next = if drawn.may_begin {
                you.said(
                    "Écrivez à une personne de l’école\u{202f}: sa réponse arrivera ici.",
                    "Écris à ta maîtresse ou à ton maître\u{202f}: sa réponse arrivera ici.",
                )
            } else {
                you.said("Ce que l’école vous écrira arrivera ici.", "Ce que l’école t’écrira arrivera ici.")
            };
            piece::empty_state("Aucun message pour l’instant", next, html! { @if drawn.may_begin { (begin()) } })
        }
    }
}

fn line(cx: &Cx, row: &Listed) -> Markup {
    let me = cx.viewer.as_ref().map(|viewer| viewer.person);
    let excerpt = rich_text::excerpt(&row.body, EXCERPT);
    let is_own = row.author == me;
    html! {
        li.fil-de-messages.non-lu[row.unread > 0] data-annonce=[(row.unread > 0).then(|| format!("Nouveau message de {}", row.author_name))] data-cle={ (row.thread) "-" (row.unread) } {
            a href={ (path::thread(row.thread)) "#dernier" } {
                span.pile {
                    span.rang.bouts {
                        strong translate="no" { (who(row, me == Some(row.opener))) }
                        span.doux { (moment(cx, row.last_at)) }
                    }
                    span.objet { @if row.unread > 0 { (piece::tag_waits("Non lu")) " " } (subject(&row.subject)) @if row.has_pieces { " " (icon(Icon::Paperclip)) span.hors-vue { "avec pièce jointe" } } }
                    @if let Some(leaves_at) = row.leaves_at { span.doux { "Sera remis " (moment(cx, leaves_at)) } }
                    @else if !excerpt.is_empty() {
                        span.doux { @if is_own { (You::of(cx).said("Vous", "Toi")) "\u{202f}: " } @else if me == Some(row.opener) || row.author != Some(row.opener) { span translate="no" { (row.author_name) } "\u{202f}: " } (excerpt) }
                    }
                }
            }
        }
    }
}

/// The other side, as far as the viewer may know it.
fn who(row: &Listed, is_opener: bool) -> String {
    if is_opener {
        return french::capitalised(&sentences::list(&row.said));
    }
    let open = sentences::told_to_members(&row.said);
    let others = match row.answers {
        Answers::All if row.said.len() > 1 && open.is_empty() => "à vous et à d’autres".to_owned(),
        _ => open,
    };
    if others.is_empty() { row.opener_name.clone() } else { format!("{}, {others}", row.opener_name) }
}

pub fn drafts(cx: &Cx, drafts: &[(Facts, String)], may_begin: bool) -> Page {
    let body = html! {
        div.rang.bouts { h1 { "Brouillons" } @if may_begin { (begin()) } }
        (shelves(Shelf::Drafts, drafts.len()))
        @if drafts.is_empty() {
            (piece::empty_state("Aucun brouillon", "Ce qui est commencé sans être envoyé se retrouve ici.", html! {}))
        } @else {
            ul.liste.boite {
                @for (draft, thread) in drafts {
                    li.fil-de-messages {
                        a href=(path::draft(draft.id)) {
                            span.pile {
                                span.rang.bouts { strong { @if draft.thread.is_some() { "Réponse\u{202f}: " (subject(thread)) } @else { (subject(&draft.sheet.subject)) } } span.doux { (moment(cx, draft.changed_at)) } }
                                @if draft.sheet.was_stopped { span.retard { (icon(Icon::TriangleAlert)) span { "N’est pas parti" } } }
                                span.doux { (rich_text::excerpt(&draft.body, EXCERPT)) }
                            }
                        }
                    }
                }
            }
        }
    };
    Page::narrow("Brouillons", body)
}

/// What answers to a search among one's own.
pub fn found(cx: &Cx, query: &Query, found: &[Found]) -> Page {
    let you = You::of(cx);
    let body = html! {
        h1 { "Chercher dans mes messages" }
        (ui::form(path::LIST, you.said("Quels mots cherchez-vous\u{202f}?", "Quels mots cherches-tu\u{202f}?"), query.typed(), false))
        @if found.is_empty() {
            (piece::empty_state(&format!("Rien pour «\u{202f}{}\u{202f}»", query.typed()), you.said("Essayez un autre mot, ou seulement son début.", "Essaie un autre mot, ou seulement son début."), html! {}))
        } @else {
            ul.liste.trouves {
                @for one in found {
                    li { a href=(one.href) {
                        span {
                            strong { (piece::marked(&marked(&one.title, query))) }
                            br; span.doux translate="no" { (one.about) }
                            @if !one.excerpt.is_empty() { br; span.extrait { (piece::marked(&one.excerpt)) } }
                        }
                        (icon(Icon::ChevronRight))
                    } }
                }
            }
        }
        p { a href=(path::LIST) { "Revenir à mes messages" } }
    };
    Page::narrow(format!("Messages\u{202f}: {}", query.typed()), body)
}
