//! « Sauvegardes » in words: what stands, what is missing, what hinders, and the list.

use super::{KEY, NOW, PATH, SETTINGS, state::State};
use crate::{
    base::{
        backup::{Keep, Listed, Stage},
        clock::Instant,
        drives::Drive,
        french,
        ui::{
            button,
            choice::{self, choice},
            field,
            notice::{self, Tone},
            page, piece, table,
        },
    },
    door::{Draft, Page},
    rooms::settings::restored,
    school::backup::Round,
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub const TITLE: &str = "Sauvegardes";
pub const ASKED: &str = "La sauvegarde commence. Vous pouvez quitter cette page.";
pub const DEMO: &str = "Une école de démonstration ne se sauvegarde pas.";
pub const SAVED: &str = "C’est enregistré\u{202f}: les prochaines sauvegardes suivent.";
pub const NOT_THERE: &str = "Ce disque n’est pas branché. Branchez-le, attendez quelques secondes, puis recommencez.";
pub const TOO_LONG: &str = "Au delà de trois mois, cochez la case\u{202f}: ce que l’école efface entre-temps reste lisible dans les sauvegardes pour qui a la clé.";

/// What stands in one place.
pub struct Shelf<'a> {
    pub name: &'a str,
    pub listed: Vec<Listed>,
}

pub struct View<'a> {
    pub state: &'a State,
    pub under_way: Option<Stage>,
    pub shelves: Vec<Shelf<'a>>,
    pub now: Instant,
    pub zone: &'a TimeZone,
}

impl View<'_> {
    fn is_at_work(&self) -> bool {
        self.under_way.is_some() || self.state.plan.asked_at.is_some()
    }
}

pub fn index(view: &View) -> Page {
    let state = view.state;
    let main = html! {
        (page::crumbs(&[("Réglages", "/reglages")], TITLE))
        h1 { (TITLE) }
        p { "Chaque nuit, la boîte sauvegarde toute l’école, chiffrée, puis relit ce qu’elle a écrit. Une fois par semaine, elle la restaure à part et compare tout." }
        @if state.restored.is_some() { (restored::pages::waiting()) }
        @if state.key.is_none() { (no_key()) }
        @for hindrance in state.hindrances(view.now) { (notice::notice(Tone::Fault, html! { p { (french::capitalised(hindrance)) } })) }
        (facts(view))
        @match view.under_way {
            Some(stage) => (under_way(stage)),
            None if state.plan.asked_at.is_some() => (notice::notice(Tone::Info, html! { p role="status" { "La sauvegarde demandée commence dans quelques secondes." } })),
            None => form.rang method="post" action=(NOW) { (button::primary("Sauvegarder maintenant")) },
        }
        @for shelf in &view.shelves { (list(shelf, view)) }
        h2 { "Où elles vont, combien de temps" }
        p { (kept(state.plan.keep)) " " (place(state)) }
        div.rang { (button::link("Changer la durée ou le disque", SETTINGS).quiet()) }
        (piece::details_of("Revenir à une sauvegarde", html! {
            p { "Une restauration remet toute l’école dans l’état de ce jour-là\u{202f}: elle se fait sur une boîte neuve, où personne ne travaille. À la mise en route, choisissez «\u{202f}Restaurer une sauvegarde\u{202f}» et tapez la clé de la feuille." }
            p { "Pour un seul document effacé par erreur, regardez d’abord dans la corbeille des documents." }
        }))
    };
    let page = Page::new(TITLE, main);
    if view.is_at_work() { page.coming_back_after(4) } else { page }
}

fn facts(view: &View) -> Markup {
    let state = view.state;
    let when = |round: &Option<Round>| match round.as_ref().and_then(|round| round.done_by(view.now)) {
        Some(at) => french::capitalised(&french::moment(at.timestamp(), view.now.timestamp(), view.zone)),
        None => "Pas encore".to_owned(),
    };
    let mut pairs = vec![
        (
            "Dernière sauvegarde",
            html! { (when(&state.made)) @if view.state.late_since(view.now).is_some() { " " (piece::late("En retard")) } },
        ),
        ("Dernière restauration vérifiée", html! { (when(&state.verified)) }),
    ];
    if !state.plan.disk.is_empty() {
        pairs.push(("Dernière copie sur le disque", html! { (when(&state.disk)) }));
    }
    if state.hook.is_some() {
        pairs.push(("Dernier envoi ailleurs", html! { (when(&state.hook)) }));
    }
    pairs.push((
        "Clé de secours",
        match &state.key {
            Some(number) => html! { "n°\u{202f}" (number) ", imprimée. " a href=(KEY) { "La remplacer" } },
            None => html! { "Pas encore" },
        },
    ));
    piece::facts(pairs)
}

fn under_way(stage: Stage) -> Markup {
    let says = match stage {
        Stage::Database => "Sauvegarde en cours\u{202f}: la base est copiée et vérifiée.".to_owned(),
        Stage::Files { done, of } => {
            format!(
                "Sauvegarde en cours\u{202f}: fichier {} sur {}.",
                french::number(done as i64),
                french::number(of as i64)
            )
        }
        Stage::Reading => "Sauvegarde en cours\u{202f}: elle est relue et comptée.".to_owned(),
    };
    html! {
        div.avis {
            div {
                p role="status" { (says) }
                @if let Stage::Files { done, of } = stage { (piece::gauge(done as u32, of as u32, &says)) }
                p.doux { "Chacun continue de travailler pendant ce temps." }
            }
        }
    }
}

fn list(shelf: &Shelf, view: &View) -> Markup {
    let rows = shelf.listed.iter().map(|listed| {
        let when = match listed.made_at {
            Some(at) => french::capitalised(&french::moment(at.timestamp(), view.now.timestamp(), view.zone)),
            None => "Sans date".to_owned(),
        };
        match &listed.held {
            Ok(held) => {
                let pupils = held.counts.get("pupil").copied().unwrap_or_default();
                vec![
                    html! { (when) },
                    html! { (french::number(pupils)) },
                    html! { (french::number(held.files as i64)) },
                    html! { (french::bytes(listed.size + held.files_size)) },
                ]
            }
            Err(_) => vec![html! { (when) }, html! { "—" }, html! { "—" }, html! { "Illisible par cette boîte" }],
        }
    });
    html! {
        @if !shelf.listed.is_empty() {
            h2 { (shelf.name) }
            (table::table(shelf.name, &["Faite", "Élèves", "Fichiers", "Taille"], rows.collect()))
            p.doux { "Un fichier qui n’a pas changé n’est gardé qu’une fois pour toutes ces sauvegardes." }
        }
    }
}

pub fn settings(draft: &Draft, keep: Keep, chosen: &str, drives: &[Drive]) -> Page {
    let title = "Durée et disque";
    let text = |number: u16| number.to_string();
    let draft = draft.or_standing(&[
        ("jours", &text(keep.days)),
        ("semaines", &text(keep.weeks)),
        ("mois", &text(keep.months)),
        ("disque", chosen),
    ]);
    let wrong = |name: &str| draft.faults.of(name).is_some();
    let main = html! {
        (page::crumbs(&[("Réglages", "/reglages"), (TITLE, PATH)], title))
        h1 { (title) }
        (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
        form.pile method="post" action=(SETTINGS) {
            h2 { "Combien de temps" }
            p { "De chaque jour, de chaque semaine et de chaque mois, la dernière sauvegarde reste. Les autres partent, et la plus récente reste toujours." }
            (field::number("jours", "Une par jour, pendant (jours)").typed(draft.typed("jours")).required())
            (field::number("semaines", "Puis une par semaine, pendant (semaines)").typed(draft.typed("semaines")).required())
            (field::number("mois", "Puis une par mois, pendant (mois)").typed(draft.typed("mois")).required().hint("Trois mois suffisent presque toujours."))
            @if wrong("longtemps") || draft.fields.has("longtemps") {
                (choice::checkbox("longtemps", "oui", "Garder plus de trois mois").typed(draft.typed("longtemps"))
                    .hint("Ce qu’une famille a fait effacer reste dans les sauvegardes d’avant\u{202f}: écrivez cette durée dans le registre de l’école."))
            }
            h2 { "Un disque en plus" }
            p { "La boîte garde toujours ses sauvegardes. Une copie sur un disque USB, rangé ailleurs le soir ou échangé chaque semaine, survit au vol de la boîte." }
            (disks(&draft, chosen, drives))
            (button::primary("Enregistrer"))
        }
    };
    Page::narrow(title, main)
}

fn disks(draft: &Draft, chosen: &str, drives: &[Drive]) -> Markup {
    let typed = draft.fields.get("disque");
    let mut choices = vec![choice("", "Aucun").ticked(typed.is_empty())];
    for label in super::state::labels(drives, chosen) {
        let drive = drives.iter().find(|drive| drive.label == label);
        let hint = match drive {
            Some(drive) => {
                format!("{} libres sur {}.", french::bytes(drive.room.free), french::bytes(drive.room.whole))
            }
            None => "Pas branché en ce moment.".to_owned(),
        };
        choices.push(choice(label.clone(), label.clone()).hint(hint).ticked(typed == label));
    }
    html! {
        (choice::radios("disque", "Disque", choices).typed(draft.typed("disque")))
        @if drives.is_empty() { p.doux { "Aucun disque n’est branché. Branchez-en un qui porte un nom, attendez quelques secondes, puis rechargez cette page." } }
    }
}

/// On the home page and above the list, while there is no printed key.
pub fn no_key() -> Markup {
    notice::notice(
        Tone::Warning,
        html! { p { "La clé de secours n’est pas imprimée\u{202f}: si la boîte est perdue, ses sauvegardes ne s’ouvriront pas. " a href=(KEY) { "Imprimer la clé" } } },
    )
}

/// On the home page.
pub fn hindered(state: &State, now: Instant, zone: &TimeZone) -> Markup {
    let says = match state.late_since(now) {
        Some(since) => {
            let day = french::moment(since.timestamp(), now.timestamp(), zone);
            format!("L’école n’a pas été sauvegardée depuis {day}.")
        }
        None => "La dernière sauvegarde a rencontré un obstacle.".to_owned(),
    };
    notice::notice(Tone::Warning, html! { p { (says) " " a href=(PATH) { "Voir les sauvegardes" } } })
}

/// For the list of settings.
pub fn summary(state: &State, now: Instant, zone: &TimeZone) -> String {
    let done = |round: &Option<Round>| round.as_ref().and_then(|round| round.done_by(now));
    let mut parts = Vec::new();
    match done(&state.made) {
        Some(at) => parts.push(format!("La dernière {}", french::moment(at.timestamp(), now.timestamp(), zone))),
        None => parts.push("Pas encore faite".to_owned()),
    }
    if state.key.is_none() {
        parts.push("clé à imprimer".to_owned());
    }
    parts.join(" · ")
}

fn kept(keep: Keep) -> String {
    let mut parts = vec![format!("une par jour pendant {}", french::count(keep.days, "jour", "jours"))];
    if keep.weeks > 0 {
        parts.push(format!("une par semaine pendant {}", french::count(keep.weeks, "semaine", "semaines")));
    }
    if keep.months > 0 {
        parts.push(format!("une par mois pendant {} mois", keep.months));
    }
    format!("Restent {}.", french::list(&parts))
}

fn place(state: &State) -> String {
    match state.plan.disk.as_str() {
        "" => "Elles sont sur le disque de la boîte\u{202f}: mettez-en aussi sur un disque USB.".to_owned(),
        label => format!("Elles sont sur le disque de la boîte et sur le disque «\u{202f}{label}\u{202f}»."),
    }
}
