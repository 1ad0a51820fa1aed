//! Icons (Lucide) drawn in the page itself, in the colour of the text. An icon never stands without its word.
use maud::{Markup, PreEscaped, html};

include!(concat!(env!("OUT_DIR"), "/icons.rs"));

/// Hidden from screen readers: the word beside it speaks.
pub fn icon(which: Icon) -> Markup {
    html! {
        svg.icone viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"
            stroke-linejoin="round" aria-hidden="true" {
            (PreEscaped(DRAWINGS[which as usize]))
        }
    }
}

/// Our own sign: a roof on its posts.
pub fn preau() -> Markup {
    html! {
        svg.icone viewBox="0 0 32 32" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round"
            stroke-linejoin="round" aria-hidden="true" { (PreEscaped(ROOF)) }
    }
}

/// The same yard, wider, for a page where nothing is yet.
pub fn yard() -> Markup {
    html! {
        svg.dessin viewBox="0 0 120 72" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round"
            stroke-linejoin="round" aria-hidden="true" { (PreEscaped(YARD)) }
    }
}

const ROOF: &str =
    r#"<path d="M3 13 16 5l13 8v2H3z" fill="currentColor"/><path d="M7 15v12M16 15v12M25 15v12M3 27h26"/>"#;

const YARD: &str = concat!(
    r#"<path d="M6 30 60 8l54 22v5H6z" fill="currentColor" fill-opacity=".14"/>"#,
    r#"<path d="M18 35v31M46 35v31M74 35v31M102 35v31M4 66h112"/>"#,
    r#"<path d="M53 66v-9a3 3 0 0 1 3-3h8a3 3 0 0 1 3 3v9M55 54v-2a5 5 0 0 1 10 0v2"/>"#,
    r#"<circle cx="88" cy="62" r="4"/>"#,
);
