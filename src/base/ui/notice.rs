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

/// Around a name within a plain sentence: Unicode's own marks of a run that stands apart. Nobody sees them where they stay.
const APART: (char, char) = ('\u{2068}', '\u{2069}');

/// A name in the sentence of [`flash`], which keeps it from translators.
pub fn named(name: &str) -> String {
    let (from, to) = APART;
    format!("{from}{}{to}", name.replace([from, to], ""))
}

/// The sentence after an action: « Le mot est envoyé aux familles. »
pub fn flash(text: &str, tone: Tone) -> Markup {
    html! { div class=(class(tone)) role="status" { (sign(tone)) p { (said(text)) } } }
}

/// A sentence with its names.
pub fn said(text: &str) -> Markup {
    let mut pieces = text.split(APART.0);
    html! {
        (pieces.next().unwrap_or_default())
        @for piece in pieces {
            @let (name, rest) = piece.split_once(APART.1).unwrap_or(("", piece));
            span translate="no" { (name) } (rest)
        }
    }
}

/// The same, standing in the page for as long as it is true.
pub fn notice(tone: Tone, body: Markup) -> Markup {
    html! { div class=(class(tone)) { (sign(tone)) div { (body) } } }
}

/// Everything to mend, above the form: `(name of the field, sentence)`. A name of "" is the whole form's.
pub fn faults<'a>(list: impl IntoIterator<Item = (&'a str, &'a str)>) -> Markup {
    let list: Vec<_> = list.into_iter().collect();
    if let [("", only)] = list[..] {
        // Nothing to mend in a field: the sentence says all of it.
        return html! { div class=(class(Tone::Fault)) role="alert" tabindex="-1" data-fautes { (sign(Tone::Fault)) p { (said(only)) } } };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_a_sentence_is_kept_from_translators_and_opens_nothing() {
        let shown = |text: &str| flash(text, Tone::Done).into_string();
        let html = shown(&format!("La page de {} est à jour.", named("Rose <b>")));
        assert!(html.contains("La page de <span translate=\"no\">Rose &lt;b&gt;</span> est à jour."), "{html}");
        // Marks in the name itself, or alone in a cookie that somebody forged.
        assert!(shown(&named("a\u{2069}b")).contains("<span translate=\"no\">ab</span>"));
        assert!(shown("a\u{2068}b\u{2069}\u{2069}").contains("a<span translate=\"no\">b</span>"));
        assert!(shown("\u{2068}a").ends_with("</span>a</p></div>"));
    }
}
