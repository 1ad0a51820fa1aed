//! The composer of a message.

use super::forms::SUBJECT_LETTERS;
use crate::{
    base::{
        db::Id,
        search::Query,
        ui::{
            Icon, button,
            choice::{self, choice},
            field, icon,
            notice::{self, Tone},
            page::crumbs,
            piece,
        },
    },
    door::{Cx, Draft, Page},
    rooms::messages::{
        Answers, Message, Thread,
        addressing::Said,
        finder::{self, Proposed},
        pages::{TITLE, You, keeps_here, subject},
        path,
        policy::WriteMessage,
    },
    school::{
        Person,
        correspondence::{Profile, sentences::frozen_banner},
        permit::May,
        viewer::Child,
    },
};
use maud::{Markup, html};

pub const WHICH_BUTTON: &str = "Il manque le bouton\u{202f}: enregistrer ou envoyer.";
pub const LONG_SUBJECT: &str = "Cet objet est trop long : 140 lettres au plus.";
pub const CONFIRM_URGENT: &str = "Confirmez que ce message peut déranger maintenant.";
pub const KEPT: &str = "Le brouillon est gardé.";
pub const THROWN_AWAY: &str = "Le brouillon est jeté.";

/// To adults and to pupils.
const STOPPED: (&str, &str) = (
    "Ce message n’est pas parti\u{202f}: vous ne pouviez plus écrire à ces personnes à l’heure prévue.",
    "Ce message n’est pas parti\u{202f}: tu ne pouvais plus écrire à ces personnes à l’heure prévue.",
);
const TAKEN_OFF: (&str, &str) = (
    "Vous ne pouvez pas écrire à l’une de ces personnes\u{202f}: elle a été retirée.",
    "Tu ne peux pas écrire à l’une de ces personnes\u{202f}: elle a été retirée.",
);

/// The form's own id: its buttons stand after what goes with the message.
const FORM: &str = "ecrit";

/// For the page that keeps its draft by itself: it reads the status only.
pub fn kept() -> Page {
    Page::document(html! {})
}

/// What the composer offers around the text.
pub struct Around {
    /// Chosen so far.
    pub said: Vec<Said>,
    /// Somebody was taken off the list: the viewer may not write to them.
    pub has_barred: bool,
    pub query: Query,
    pub found: Vec<Proposed>,
    pub suggested: Vec<Proposed>,
    /// When it would be handed over, if not at once.
    pub leaves: Option<String>,
    /// « Mme Benali ne lit pas ses messages jusqu’à lundi. »
    pub away: Vec<String>,
    pub is_frozen: bool,
    /// May have it handed over in quiet hours.
    pub may_press: bool,
    /// Says who reads the answers.
    pub decides: bool,
    pub desk: Markup,
}

pub fn write(cx: &Cx, message: &May<WriteMessage>, around: &Around, draft: &Draft) -> Page {
    let (title, you) = ("Nouveau message", You::of(cx));
    let children: &[Child] = cx.viewer.as_ref().map_or(&[], |viewer| &viewer.children);
    let body = html! {
        (crumbs(&[(TITLE, path::LIST)], title))
        h1 { (title) }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        @if around.is_frozen { (notice::notice(Tone::Warning, html! { p { (frozen_banner(cx.viewer.as_deref().map(Profile::of))) } })) }
        @if message.sheet.was_stopped {
            (notice::notice(Tone::Warning, html! { p { (you.said(STOPPED.0, STOPPED.1)) } }))
        }
        form.pile id=(FORM) method="post" action=(path::draft(message.id)) data-garder=(path::of_draft(message.id, "garder")) data-hors-ligne=[keeps_here(cx)] {
            // Enter in a field keeps the draft, and looks for a name that was typed.
            button.hors-vue type="submit" name="geste" value="garder" tabindex="-1" { "Enregistrer le brouillon" }
            (recipients(message, around, draft, you))
            @if !around.decides && children.len() > 1 { (about(children, draft)) }
            (field::text("objet", "Objet").typed(draft.typed("objet")).max_length(SUBJECT_LETTERS))
            (field::rich_text("texte", "Message").typed(draft.typed("texte")))
            (terms(around, draft))
            p.indice data-garder-dit role="status" {}
        }
        (around.desk)
        (despite(draft))
        (buttons(message))
    };
    Page::narrow(title, body)
}

/// Drawn anew, where JavaScript runs, each time that somebody is added or taken away.
fn recipients(message: &Message, around: &Around, draft: &Draft, you: You) -> Markup {
    let fault = draft.faults.of("a");
    html! {
        section.pile.destinataires aria-labelledby="f-a" data-destinataires=(path::of_draft(message.id, "destinataires")) {
            h2 #f-a tabindex="-1" { "À" }
            @if let Some(fault) = fault { p.faute { (icon(Icon::CircleAlert)) span { (fault) } } }
            @if around.has_barred && fault.is_none() {
                p.faute { (icon(Icon::CircleAlert)) span { (you.said(TAKEN_OFF.0, TAKEN_OFF.1)) } }
            }
            @if !around.said.is_empty() { ul.jetons-poses { @for one in &around.said { (chip(one)) } } }
            @if let Some(leaves) = &around.leaves { p.depart { (icon(Icon::Clock)) span { @if around.away.is_empty() { "Ce sont les heures calmes\u{202f}: le" } @else { "Le" } " message sera remis " (leaves) "." } } }
            @for sentence in &around.away { p.depart { (icon(Icon::Clock)) span translate="no" { (sentence) } } }
            div.champ {
                label for="f-chercher" { @if around.said.is_empty() { "Chercher une personne" } @else { "Ajouter quelqu’un" } }
                @if around.decides { p.indice id="f-chercher-indice" { "Un nom, une classe, ou le nom d’un élève pour écrire à ses responsables." } }
                div.avec-bouton {
                    input id="f-chercher" name="chercher" type="search" value=(around.query.typed()) autocomplete="off" maxlength="160"
                        aria-describedby=[around.decides.then_some("f-chercher-indice")];
                    button.bouton.sobre type="submit" name="geste" value="garder" { (icon(Icon::Search)) span { "Chercher" } }
                }
            }
            div data-trouves role="status" { (finder::pages::found(&around.query, &around.found)) }
            @if around.query.is_empty() && !around.suggested.is_empty() { (finder::pages::suggested(&around.suggested)) }
        }
    }
}

fn chip(one: &Said) -> Markup {
    let word = one.part().map(|part| part.word()).unwrap_or_default();
    let label = one.label();
    html! {
        li {
            (field::hidden("a", &word))
            span translate="no" { (label) }
            button type="submit" name="retirer" value=(word) aria-label={ "Retirer " (label) } { (icon(Icon::X)) }
        }
    }
}

fn about(children: &[Child], draft: &Draft) -> Markup {
    let chosen = draft.fields.get("au_sujet_de");
    let mut choices = vec![choice("", "Tous mes enfants").ticked(chosen.is_empty())];
    choices.extend(children.iter().map(|child| {
        let value = child.id.to_string();
        let is_chosen = chosen == value;
        choice(value, child.first_name.as_str()).person().ticked(is_chosen)
    }));
    html! { (choice::radios("au_sujet_de", "Au sujet de", choices).tight()) }
}

fn terms(around: &Around, draft: &Draft) -> Markup {
    if !around.decides {
        return html! {};
    }
    let chosen = draft.fields.get("reponses");
    let one = |answers: Option<Answers>, label: &'static str, hint: &'static str| {
        let value = answers.map_or("", Answers::as_str);
        choice(value, label).hint(hint).ticked(chosen == value)
    };
    let choices = vec![
        one(
            None,
            "Comme d’habitude",
            "Plusieurs familles\u{202f}: chacune répond à vous seul, sans voir les autres. Sinon tout le monde se lit.",
        ),
        one(
            Some(Answers::Opener),
            "Les réponses n’arrivent qu’à moi",
            "Personne ne voit les noms ni les réponses des autres.",
        ),
        one(
            Some(Answers::All),
            "Tout le monde lit tout",
            "Chacun voit le nom de tous les destinataires et toutes les réponses.",
        ),
        one(Some(Answers::Nobody), "Ne pas permettre les réponses", "Pour une information qui n’en attend pas."),
    ];
    let is_open = !chosen.is_empty() || draft.fields.has("texte_dans_mail");
    html! {
        details.plus open[is_open] {
            summary { (icon(Icon::ChevronRight)) span { "Réponses et e-mail" } }
            div {
                (choice::radios("reponses", "Réponses", choices))
                (choice::checkbox("texte_dans_mail", "oui", "Mettre le texte dans l’e-mail d’annonce").typed(draft.typed("texte_dans_mail"))
                    .hint("Sinon l’e-mail annonce seulement le message, qui se lit ici."))
            }
        }
        @if around.may_press && (around.leaves.is_some() || draft.fields.has("urgent")) { (urgent(draft)) }
    }
}

fn urgent(draft: &Draft) -> Markup {
    html! {
        div.quand {
            (choice::checkbox("urgent", "oui", "Urgent\u{202f}: passer outre les heures calmes").typed(draft.typed("urgent"))
                .hint("Une fermeture, une alerte. Le journal le garde."))
            div.si-urgent {
                (choice::checkbox("confirmer_urgent", "oui", "Oui, ce message peut arriver le soir, le week-end ou pendant les vacances.")
                    .typed(field::Typed { value: "", fault: draft.faults.of("confirmer_urgent") }))
            }
        }
    }
}

/// Asked once, after what was said above.
fn despite(draft: &Draft) -> Markup {
    let Some(warning) = draft.faults.of("malgre") else { return html! {} };
    html! {
        div.avis.attention {
            (icon(Icon::TriangleAlert))
            div {
                p { (notice::said(warning)) }
                label.coche { input #f-malgre type="checkbox" name="malgre" value="oui" form=(FORM); span { "Envoyer quand même" } }
            }
        }
    }
}

fn buttons(message: &Message) -> Markup {
    html! {
        div.actions {
            (button::primary("Envoyer").icon(Icon::Send).sends("geste", "envoyer").of_form(FORM))
            (button::quiet("Enregistrer le brouillon").sends("geste", "garder").of_form(FORM))
        }
        p { a href=(path::of_draft(message.id, "jeter")) { "Jeter ce brouillon" } }
    }
}

/// The composer of an answer with what goes with it.
pub fn answer(
    cx: &Cx,
    message: &May<WriteMessage>,
    thread: &Thread,
    names: &[(Id<Person>, String)],
    desk: Markup,
    draft: &Draft,
) -> Page {
    let about = subject(&thread.subject);
    let chosen = draft.fields.get("pour");
    let mut choices = vec![choice("", "À tous").ticked(chosen.is_empty())];
    choices.extend(names.iter().map(|(person, name)| {
        let value = person.to_string();
        let is_chosen = chosen == value;
        choice(value, name.as_str()).person().ticked(is_chosen)
    }));
    let body = html! {
        (crumbs(&[(TITLE, path::LIST), (about, &path::thread(thread.id))], "Répondre"))
        h1 { "Répondre" }
        p.doux { (about) }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        form.pile id=(FORM) method="post" action=(path::draft(message.id)) data-garder=(path::of_draft(message.id, "garder")) data-hors-ligne=[keeps_here(cx)] {
            button.hors-vue type="submit" name="geste" value="garder" tabindex="-1" { "Enregistrer le brouillon" }
            @if names.is_empty() { (field::hidden("pour", chosen)) } @else { (choice::select("pour", "À qui\u{202f}?", choices)) }
            (field::rich_text("texte", You::of(cx).said("Votre réponse", "Ta réponse")).typed(draft.typed("texte")))
            p.indice data-garder-dit role="status" {}
        }
        (desk)
        (buttons(message))
    };
    Page::narrow("Répondre", body)
}

pub fn throw_away(message: &May<WriteMessage>) -> Page {
    let title = message.within.as_ref().map_or(message.sheet.subject.as_str(), |thread| thread.subject.as_str());
    let body = html! {
        (crumbs(&[(TITLE, path::LIST)], "Jeter"))
        h1 { "Jeter ce brouillon\u{202f}?" }
        (piece::card(html! {
            p { strong { (subject(title)) } }
            p { "Son texte et ses pièces jointes seront perdus." }
            form.actions method="post" action=(path::of_draft(message.id, "jeter")) {
                (button::danger("Jeter le brouillon"))
                (button::link("Le garder", path::draft(message.id)).quiet())
            }
        }))
    };
    Page::narrow("Jeter le brouillon", body)
}
