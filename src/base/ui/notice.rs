//! What a page says before anything else: what has just happened, and what must be mended.
use maud::{Markup, html};

use super::field::id_of;
use super::icon::{Icon, icon};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It is done.
    Done,
    /// Something to know.
    Info,
    /// Something to mind.
    Warning,
    /// Something went wrong.
    Fault,
}

/// The sentence after an action: « Le mot est envoyé aux familles. »
pub fn flash(text: &str, tone: Tone) -> Markup {
    html! { div class=(class(tone)) role="status" { (sign(tone)) p { (text) } } }
}

/// The same, standing in the page for as long as it is true.
pub fn notice(tone: Tone, body: Markup) -> Markup {
    html! { div class=(class(tone)) { (sign(tone)) div { (body) } } }
}

/// Everything to mend, above the form: `(name of the field, sentence)`. A name of "" is the whole form's.
pub fn faults<'a>(list: impl IntoIterator<Item = (&'a str, &'a str)>) -> Markup {
    let list: Vec<_> = list.into_iter().collect();
    if let [("", sentence)] = list[..] {
        // Nothing to mend in a field: the sentence says all of it.
        return html! { div class=(class(Tone::Fault)) role="alert" tabindex="-1" data-fautes { (sign(Tone::Fault)) p { (sentence) } } };
    }
    let title = match list.len() {
        0 => return html! {},
        1 => "Une chose est à corriger".to_owned(),
        many => format!("{many} choses sont à corriger"),
    };
    html! {
        div class=(class(Tone::Fault)) role="alert" tabindex="-1" data-fautes {
            (sign(Tone::Fault))
            div {
                h2 { (title) }
                ul {
                    @for (name, sentence) in list {
                        li {
                            @if name.is_empty() { (sentence) }
                            @else { a href={ "#" (id_of(name)) } { (sentence) } }
                        }
                    }
                }
            }
        }
    }
}

fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Done => "avis ok",
        Tone::Info => "avis",
        Tone::Warning => "avis attention",
        Tone::Fault => "avis grave",
    }
}

fn sign(tone: Tone) -> Markup {
    icon(match tone {
        Tone::Done => Icon::CircleCheck,
        Tone::Info => Icon::Info,
        Tone::Warning => Icon::TriangleAlert,
        Tone::Fault => Icon::CircleAlert,
    })
}
