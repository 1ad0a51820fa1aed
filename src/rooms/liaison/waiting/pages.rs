//! A word that waits, as its author sees it, and the parts of the composer that say when it leaves.

use super::{
    Stopped,
    store::{Line, StoppedWord},
};
use crate::{
    base::{
        clock::Instant,
        db::Rx,
        french,
        ui::{
            Icon, button,
            choice::{self, choice},
            field::{self, hidden},
            icon,
            notice::{self, Tone},
            page::crumbs,
            piece,
        },
    },
    door::{Cx, Draft, Page},
    rooms::liaison::{
        Asks,
        pages::{BOOK_TITLE, by_day, category, moment, the_day},
        path,
        policy::ChangeWaiting,
    },
    school::{permit::May, quiet::Quiet},
};
use jiff::civil::Date;
use maud::{Markup, html};
use std::borrow::Borrow;

pub const CONFIRM_URGENT: &str = "Confirmez que ce mot part tout de suite, même en heures calmes.";
pub const WHICH_DAY: &str = "Dites quel jour remettre ce mot.";
pub const WHICH_HOUR: &str = "Dites à quelle heure remettre ce mot.";
pub const NO_SUCH_DAY: &str = "Cette date n’existe pas : écrivez-la comme 2026-11-27, ou choisissez-la.";
pub const MOMENT_IS_PAST: &str = "Ce moment est passé : choisissez-en un à venir, ou « Maintenant ».";
pub const TOO_FAR: &str = "C’est dans plus d’un an : choisissez un moment plus proche.";
pub const NEVER_OPEN: &str =
    "Les heures calmes ne laissent passer aucun mot pendant un an : la direction peut les changer dans les réglages.";
pub const SHOWN_BEFORE_IT_LEAVES: &str = "À ce moment le mot ne sera pas encore remis : choisissez un jour plus tard.";
pub const SHOWN_BEFORE_DEADLINE: &str = "Le mot doit rester à l’affiche jusqu’au jour où la réponse est attendue.";
pub const NOT_YOURS: &str =
    "Vous ne pouvez plus écrire à tous ceux à qui ce mot s’adresse : modifiez-le et choisissez à nouveau.";
pub const CANCELLED: &str = "Le mot ne partira pas. Il est redevenu votre brouillon.";

/// « Le mot sera remis demain à 7 h. »
pub fn waits_until<D: Borrow<Rx>>(cx: &Cx<D>, at: Instant) -> String {
    format!("Le mot sera remis {}. Jusque-là, vous pouvez le modifier.", moment(cx, at))
}

pub fn changed<D: Borrow<Rx>>(cx: &Cx<D>, at: Instant) -> String {
    format!("C’est enregistré. Le mot sera remis {}.", moment(cx, at))
}

pub fn before_it_leaves(day: Date, leaves_on: Date, today: Date) -> String {
    format!(
        "Le mot ne sera remis que {} : {} serait trop tôt pour répondre.",
        french::until(leaves_on, today),
        the_day(day, today)
    )
}

/// « Samedi 28 novembre : c’est le week-end. Choisissez le lundi 30 novembre. »
pub fn quiet_day(day: Date, why: &str, next: Option<Date>, today: Date) -> String {
    let said = french::capitalised(&french::day(day));
    match next {
        Some(next) => format!("{said}, c’est {why} : choisissez plutôt {}.", the_day(next, today)),
        None => format!("{said}, c’est {why} : choisissez un autre jour."),
    }
}

pub fn quiet_now(quiet: &Quiet, now: Instant) -> String {
    let why = quiet.why(now).map(|why| why.said()).unwrap_or_default();
    let opens = quiet.opens_at(now).map(|at| format!(" avant {}", quiet.said(at, now))).unwrap_or_default();
    format!("C’est {why} : le mot ne peut pas être remis{opens}.")
}

/// The day that it is about, and until when it stays on the front pages.
pub fn dates(draft: &Draft, today: &str) -> Markup {
    let is_open = ["evenement_le", "affiche_jusqu_au"]
        .iter()
        .any(|name| !draft.fields.get(name).is_empty() || draft.faults.of(name).is_some());
    html! {
        details.plus open[is_open] {
            summary { (icon(Icon::ChevronRight)) span { "Jour de l’évènement, durée d’affichage" } }
            div.pile {
                (field::date("evenement_le", "Jour de l’évènement").typed(draft.typed("evenement_le")).optional()
                    .hint("La sortie, la réunion, la fête : pour le calendrier."))
                (field::date("affiche_jusqu_au", "À l’affiche jusqu’au").typed(draft.typed("affiche_jusqu_au")).optional()
                    .between(Some(today), None).hint("Après ce jour, le mot quitte les pages d’accueil. Il reste dans le cahier."))
            }
        }
    }
}

/// For a word to single pupils or about health, whose letters only announce it.
pub fn in_mail(draft: &Draft) -> Markup {
    html! {
        div.si-discret {
            (choice::checkbox("texte_dans_mail", "oui", "Mettre le texte dans l’e-mail").typed(draft.typed("texte_dans_mail"))
                .hint("Sinon l’e-mail annonce le mot sans rien en dire : il parle d’un enfant ou de santé."))
        }
    }
}

pub fn reminders(draft: &Draft) -> Markup {
    html! {
        (choice::checkbox("rappels", "oui", "Rappeler deux jours avant et le jour même").typed(draft.typed("rappels"))
            .hint("Seulement aux familles qui n’ont pas répondu, jamais en heures calmes."))
    }
}

/// « Quand ? »
pub fn when(draft: &Draft, may_press: bool, today: &str) -> Markup {
    let is_later = draft.fields.get("quand") == "plus_tard";
    html! {
        div.quand {
            (choice::radios("quand", "Quand ?", vec![
                choice("maintenant", "Maintenant").ticked(!is_later),
                choice("plus_tard", "Plus tard").ticked(is_later),
            ]).as_title())
            div.si-plus-tard { (moment_fields(draft, today)) }
            @if may_press {
                (choice::checkbox("urgent", "oui", "Urgent : passer outre les heures calmes").typed(draft.typed("urgent"))
                    .hint("Une fermeture, une alerte. Le mot dira « Envoyé en urgence par la direction », et le journal le garde."))
                div.si-urgent {
                    (choice::checkbox("confirmer_urgent", "oui", "Oui, ce mot peut arriver le soir, le week-end ou pendant les vacances.")
                        .typed(field::Typed { value: "", fault: draft.faults.of("confirmer_urgent") }))
                }
            }
        }
    }
}

fn moment_fields(draft: &Draft, today: &str) -> Markup {
    html! {
        div.rang {
            (field::date("quand_le", "Le").typed(draft.typed("quand_le")).between(Some(today), None))
            (field::time("quand_a", "À").typed(draft.typed("quand_a")))
        }
    }
}

/// Above a waiting word: when it leaves and what its author may do with it.
pub fn above(cx: &Cx, note: &May<ChangeWaiting>, quiet: &Quiet, may_press: bool) -> Markup {
    let is_quiet = quiet.is_quiet(cx.now);
    let told = match note.stopped {
        Some(why) => {
            notice::notice(Tone::Warning, html! { p { strong { "Ce mot n’est pas parti." } " " (reason(why)) } })
        }
        None => notice::notice(
            Tone::Info,
            html! { p { strong { "Ce mot attend." } " Il sera remis " (moment(cx, note.sent_at)) ". Jusque-là, personne d’autre ne le voit." } },
        ),
    };
    html! {
        (told)
        div.rang.ecran {
            (button::link("Modifier", path::of(note.id, "modifier")).icon(Icon::PenLine))
            @if !is_quiet {
                form.sans-papier method="post" action=(path::of(note.id, "remettre")) { (button::quiet("Remettre maintenant").icon(Icon::Send)) }
            }
            (button::link("Annuler l’envoi", path::of(note.id, "annuler")).quiet())
        }
        @if is_quiet { p.doux { (quiet_now(quiet, cx.now)) } }
        @if is_quiet && may_press { (pressing(note)) }
        (another_moment(cx, note, quiet))
    }
}

fn pressing(note: &May<ChangeWaiting>) -> Markup {
    piece::details_of(
        "C’est urgent",
        html! {
            form.pile method="post" action=(path::of(note.id, "remettre")) {
                (hidden("urgent", "oui"))
                p { "Le mot part tout de suite, porte « Envoyé en urgence par la direction », et le journal le garde." }
                (choice::checkbox("confirmer_urgent", "oui", "Oui, ce mot peut déranger les familles maintenant."))
                (button::danger("Remettre en urgence"))
            }
        },
    )
}

fn another_moment(cx: &Cx, note: &May<ChangeWaiting>, quiet: &Quiet) -> Markup {
    let leaves = note.sent_at.zoned(&quiet.zone);
    let standing = [("quand_le", leaves.date().to_string()), ("quand_a", leaves.strftime("%H:%M").to_string())];
    let standing: Vec<(&str, &str)> = standing.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let draft = Draft::default().or_standing(&standing);
    piece::details_of(
        "Changer le moment",
        html! {
            form.pile method="post" action=(path::of(note.id, "moment")) {
                (moment_fields(&draft, &cx.today.to_string()))
                (button::quiet("Changer le moment"))
            }
        },
    )
}

pub fn reason(why: Stopped) -> &'static str {
    match why {
        Stopped::Right => "Au moment de le remettre, son auteur ne pouvait plus écrire à tous ceux à qui il s’adresse.",
        Stopped::Nobody => "Au moment de le remettre, il n’y avait plus aucun élève à qui il s’adresse.",
        Stopped::Late => "Au moment de le remettre, le jour où la réponse était attendue était passé.",
    }
}

pub fn cancel(note: &May<ChangeWaiting>, title: &str, has_draft: bool) -> Page {
    let body = html! {
        (crumbs(&[(BOOK_TITLE, path::BOOK), (title, &path::note(note.id))], "Annuler l’envoi"))
        h1 { "Ne pas envoyer « " (title) " » ?" }
        p { "Le mot redevient votre brouillon : vous le retrouverez en écrivant un mot. Ses pièces jointes seront à choisir à nouveau." }
        @if has_draft { (notice::notice(Tone::Warning, html! { p { "Vous avez déjà un brouillon : il sera remplacé par ce mot." } })) }
        form.rang method="post" action=(path::of(note.id, "annuler")) {
            (button::danger("Ne pas l’envoyer"))
            (button::link("Le laisser partir", path::note(note.id)).quiet())
        }
    };
    Page::narrow("Annuler l’envoi", body)
}

/// « En attente », on the book of its author.
pub fn on_book(cx: &Cx, own: &[Line], others: usize, stopped: &[StoppedWord]) -> Markup {
    html! {
        @for word in stopped { (told_of(cx, word)) }
        @if others > 0 {
            p.doux { (french::capitalised(&french::count(others, "mot de collègue attend", "mots de collègues attendent"))) " d’être remis aux familles." }
        }
        @if !own.is_empty() {
            section.pile {
                h2 { "En attente" }
                ul.liste {
                    @for line in own {
                        li.mot-en-ligne {
                            span.signe { (icon(Icon::Clock)) }
                            div.pile {
                                a.titre href=(path::note(line.note)) { (line.title) }
                                @match line.stopped {
                                    Some(_) => span.retard { (icon(Icon::TriangleAlert)) span { "N’est pas parti : à vous de voir" } },
                                    None => span.doux { "Sera remis " (moment(cx, line.leaves_at)) },
                                }
                            }
                            (category(line.category))
                        }
                    }
                }
            }
        }
    }
}

/// What the director is told: whose, when, why; nothing of what it says.
pub fn told_of(cx: &Cx, word: &StoppedWord) -> Markup {
    notice::notice(
        Tone::Warning,
        html! { p { "Un mot de " (piece::person(&word.author_name)) " n’a pas été remis " (moment(cx, word.at)) ". " (reason(word.why)) } },
    )
}

/// One of the viewer's own that could not leave, on the home page.
pub fn stopped_card(line: &Line, why: Stopped) -> Markup {
    html! {
        article.mot {
            div.rang { (piece::late("N’est pas parti")) (category(line.category)) }
            h2 { a href=(path::note(line.note)) { (line.title) } }
            p.doux { (reason(why)) }
        }
    }
}

/// « Réponse attendue d’ici vendredi », for a word that is still to come.
pub fn asked(asks: Asks, deadline_on: Option<Date>, today: Date) -> Markup {
    html! {
        @match asks {
            Asks::Nothing => {},
            Asks::Read => p.doux { "Demandera aux familles de le lire" (by(deadline_on, today)) "." },
            Asks::One => p.doux { "Demandera la signature d’un responsable" (by(deadline_on, today)) "." },
            Asks::All => p.doux { "Demandera la signature de chaque responsable" (by(deadline_on, today)) "." },
        }
    }
}

fn by(deadline_on: Option<Date>, today: Date) -> String {
    deadline_on.map(|day| format!(" d’ici {}", by_day(day, today))).unwrap_or_default()
}
