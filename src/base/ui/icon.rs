//! Icons (Lucide) drawn in the page itself, in the colour of the text. An icon never stands without its word.
use maud::{Markup, PreEscaped, html};

include!(concat!(env!("OUT_DIR"), "/icons.rs"));

/// Hidden from screen readers: the word beside it speaks. How it is stroked stands once, in the CSS.
pub fn icon(which: Icon) -> Markup {
    html! {
        svg.icone viewBox="0 0 24 24" aria-hidden="true" { (PreEscaped(DRAWINGS[which as usize])) }
    }
}

/// Our own sign: a roof on its posts, a big one and a small one under it.
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

const ROOF: &str = concat!(
    r#"<path d="M2.5 14.5 16 6l13.5 8.5M6.5 13v14M25.5 13v14"/>"#,
    r#"<path d="M13 27v-4.5M19 27v-6.5"/><circle cx="13" cy="19" r=".9"/><circle cx="19" cy="16.6" r=".9"/>"#,
);

const YARD: &str = concat!(
    r#"<path d="M8 31 60 7l52 24z" fill="currentColor" fill-opacity=".12"/><path d="M20 31v35M100 31v35M4 66h112"/>"#,
    r#"<path d="M44 66V53M56 66V49M70 66V56"/>"#,
    r#"<g fill="currentColor" stroke="none"><circle cx="44" cy="46" r="3.4"/><circle cx="56" cy="41.5" r="3.6"/><circle cx="70" cy="49" r="3.2"/></g>"#,
    r#"<circle cx="84" cy="61.5" r="3.5"/>"#,
);
