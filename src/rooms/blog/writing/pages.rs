//! The composer of a post.

use super::{
    Choice,
    forms::{OCCASION_LETTERS, TITLE_LETTERS},
};
use crate::{
    base::ui::{
        Icon, button,
        choice::{self, choice},
        field, icon,
        notice::{self, Tone},
        page::crumbs,
        piece,
    },
    door::{Cx, Draft, Page},
    rooms::blog::{
        Post, State,
        pages::{day, named, state_note},
        path,
        policy::{ThrowAwayPost, WritePost},
        public::leaving,
    },
    school::permit::May,
};
use maud::{Markup, html};

pub const WHICH_BUTTON: &str = "Choisissez un bouton : enregistrer, voir, proposer ou publier.";
pub const LONG_TITLE: &str = "Ce titre est trop long : 140 lettres au plus.";
pub const LONG_OCCASION: &str = "Dites l’occasion en quelques mots : 80 lettres au plus.";
pub const WHICH_DAY: &str = "Choisissez un jour.";
pub const WHICH_HOUR: &str = "Choisissez une heure.";
pub const NOT_YOURS: &str =
    "Vous n’enseignez pas dans toutes ces classes. Proposez l’article : qui y enseigne le relira et le publiera.";
pub const KEPT: &str = "Votre brouillon est gardé.";
pub const CORRECTED: &str = "C’est enregistré.";
pub const THROWN_AWAY: &str = "Le brouillon est jeté.";

/// For the page that keeps its draft by itself: it reads the status only.
pub fn kept() -> Page {
    Page::document(html! {})
}

/// What the composer offers around the text.
pub struct Around {
    pub choices: Vec<Choice>,
    pub categories: Vec<(i64, String)>,
    pub occasions: Vec<String>,
    /// The viewer publishes somewhere: moment, pin and comments are theirs to say.
    pub decides: bool,
    /// The classes that it is meant for already.
    pub names: Vec<String>,
    /// Photos and all else that is sent with it, in forms of their own.
    pub desk: Markup,
}

pub fn write(cx: &Cx, post: &May<WritePost>, around: &Around, draft: &Draft) -> Page {
    let title =
        if post.state == State::Draft && post.title.is_empty() { "Nouvel article" } else { "Écrire l’article" };
    let is_in_hand = post.is_in_hand();
    let body = html! {
        (crumbs(&[("Blog", path::BLOG)], title))
        div.rang.bouts { h1 { (title) } (state_note(cx, post)) }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        (leaving::before(post))
        (goes(cx, post))
        (around.desk)
        form.pile method="post" action=(path::of(post.id, "ecrire")) data-garder=[is_in_hand.then(|| path::of(post.id, "brouillon"))] data-retenir[!is_in_hand] {
            (field::text("titre", "Titre").typed(draft.typed("titre")).max_length(TITLE_LETTERS))
            (field::rich_text("texte", "Texte").typed(draft.typed("texte")))
            @if is_in_hand { (for_whom(cx, around, draft)) } @else { (meant(post, &around.names)) }
            (more(around, draft))
            @if around.decides && !post.was_shown() { (when(post, draft, &cx.today.to_string())) }
            @if around.decides { (terms(draft)) }
            (buttons(post, around))
            p.indice data-garder-dit role="status" {}
        }
        @if is_in_hand && post.also::<ThrowAwayPost>().is_some() && !post.was_shown() {
            p { a href=(path::of(post.id, "jeter")) { "Jeter ce brouillon" } }
        }
    };
    Page::narrow(title, body)
}

/// A draft left alone: its next word keeps it.
fn goes(cx: &Cx, post: &Post) -> Markup {
    html! {
        @if let Some(at) = super::goes_at(post.state, post.changed_at, cx.now).filter(|_| !post.was_shown()) {
            (notice::notice(Tone::Warning, html! {
                p { "Ce brouillon attend depuis longtemps : il sera effacé " (day(cx, at)) ", photos comprises. Changez-y un mot, ou proposez-le, et il reste." }
            }))
        }
    }
}

/// Their own classes first; those where a colleague publishes under a fold.
fn for_whom(cx: &Cx, around: &Around, draft: &Draft) -> Markup {
    let ticked = |value: &str| draft.fields.holds("pour", value);
    let of = |one: &Choice| {
        let id = one.class.to_string();
        let is_ticked = ticked(&id);
        choice(id, one.name.clone()).ticked(is_ticked)
    };
    let is_director = cx.viewer.as_ref().is_some_and(|viewer| viewer.is_director);
    let mut own: Vec<_> = Vec::new();
    if is_director {
        own.push(choice("ecole", "Toute l’école").ticked(ticked("ecole")));
    }
    own.extend(around.choices.iter().filter(|one| one.is_own).map(of));
    let others: Vec<&Choice> = around.choices.iter().filter(|one| !one.is_own).collect();
    let is_open = own.is_empty() || others.iter().any(|one| ticked(&one.class.to_string()));
    let typed = field::Typed { value: "", fault: draft.faults.of("pour") };
    html! {
        @if !own.is_empty() { (choice::checkboxes("pour", "Pour qui ?", own).typed(typed).tight()) }
        @if !others.is_empty() {
            details.plus open[is_open] {
                summary { (icon(Icon::ChevronRight)) span { @if is_open && !around.decides { "Pour qui ?" } @else { "Pour une autre classe" } } }
                div.pile {
                    p.indice { "Qui enseigne dans la classe relit l’article avant de le publier." }
                    (choice::checkboxes("pour", "Classes", others.into_iter().map(of).collect()).id("f-pour-autres").tight())
                }
            }
        }
    }
}

fn meant(post: &Post, names: &[String]) -> Markup {
    html! { p.doux { "Pour " (named(post.is_for_school(), names)) "." } }
}

fn more(around: &Around, draft: &Draft) -> Markup {
    let mut categories = vec![choice("", "Sans rubrique")];
    categories.extend(around.categories.iter().map(|(id, name)| choice(id.to_string(), name.as_str())));
    html! {
        @if !around.categories.is_empty() { (choice::select("rubrique", "Rubrique", categories).typed(draft.typed("rubrique"))) }
        (field::text("occasion", "Occasion").typed(draft.typed("occasion")).optional().suggestions("occasions").max_length(OCCASION_LETTERS)
            .hint("Une sortie, la kermesse. Les accords donnés pour cette occasion compteront pour les photos."))
        @if !around.occasions.is_empty() {
            datalist #occasions { @for occasion in &around.occasions { option value=(occasion) {} } }
        }
    }
}

fn when(post: &Post, draft: &Draft, today: &str) -> Markup {
    let is_later = draft.fields.get("quand") == "plus_tard";
    html! {
        div.quand {
            (choice::radios("quand", "Quand ?", vec![
                choice("maintenant", if post.state == State::Scheduled { "Maintenant" } else { "Dès que je publie" }).ticked(!is_later),
                choice("plus_tard", "Plus tard").ticked(is_later),
            ]))
            div.si-plus-tard {
                div.rang {
                    (field::date("quand_le", "Le").typed(draft.typed("quand_le")).between(Some(today), None))
                    (field::time("quand_a", "À").typed(draft.typed("quand_a")))
                }
            }
        }
    }
}

fn terms(draft: &Draft) -> Markup {
    html! {
        (choice::checkbox("epingle", "oui", "Épingler en haut du blog").typed(draft.typed("epingle")))
        (choice::checkbox("commentaires", "oui", "Ouvrir les commentaires").typed(draft.typed("commentaires"))
            .hint("Chaque commentaire attend votre accord avant d’être montré."))
    }
}

/// One thing to do, by what the viewer may.
fn buttons(post: &May<WritePost>, around: &Around) -> Markup {
    let keep = |label| button::quiet(label).sends("geste", "garder");
    html! {
        div.actions {
            @match post.state {
                State::Draft | State::Returned => {
                    @if around.decides { (button::primary("Publier").icon(Icon::Send).sends("geste", "publier")) }
                    @else { (button::primary("Proposer à la relecture").icon(Icon::Send).sends("geste", "proposer")) }
                    (button::quiet("Aperçu").icon(Icon::Eye).sends("geste", "voir"))
                    (keep("Enregistrer le brouillon"))
                    @if around.decides && around.choices.iter().any(|one| !one.is_own) {
                        (button::quiet("Proposer à la relecture").sends("geste", "proposer"))
                    }
                },
                State::Submitted => {
                    (button::primary("Enregistrer").sends("geste", "garder"))
                    (button::quiet("Publier").icon(Icon::Send).sends("geste", "publier"))
                },
                State::Scheduled | State::Published | State::Withdrawn => (button::primary("Enregistrer").sends("geste", "garder")),
            }
            @if !post.is_in_hand() { (button::link("Annuler", path::post(post.id)).quiet()) }
        }
        @if post.was_shown() { (notice::notice(Tone::Info, html! { p { "L’ancien texte reste gardé : vous le retrouverez dans les versions de l’article." } })) }
    }
}

pub fn throw_away(post: &May<ThrowAwayPost>) -> Page {
    let body = html! {
        (crumbs(&[("Blog", path::BLOG)], "Jeter"))
        h1 { "Jeter ce brouillon ?" }
        (piece::card(html! {
            p { strong { @if post.title.is_empty() { "Sans titre" } @else { (post.title) } } }
            p { "Son texte et ce qui y est joint seront perdus." }
            form.actions method="post" action=(path::of(post.id, "jeter")) {
                (button::danger("Jeter le brouillon"))
                (button::link("Le garder", path::of(post.id, "ecrire")).quiet())
            }
        }))
    };
    Page::narrow("Jeter le brouillon", body)
}
