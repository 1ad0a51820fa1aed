//! Pages that open from a disk: one style sheet beside them, no script, addresses relative to where they stand.

use super::{Chapter, FIRST};
use crate::base::french;
use maud::{DOCTYPE, Markup, html};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What has a meaning of its own in an address.
const IN_ADDRESS: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'`').add(b'\\');

/// The address of what stands at that place, for a page of the same folder.
pub fn href(place: &str) -> String {
    // A colon in the first name would make it a scheme; `harmless` leaves none.
    utf8_percent_encode(place, IN_ADDRESS).to_string()
}

/// A file that a page leads to, with its weight.
pub fn file_link(href: &str, name: &str, bytes: u64) -> Markup {
    html! { a href=(href) { (name) } " " span.doux { "(" (french::bytes(bytes)) ")" } }
}

/// So many things a page, so that no page of ten years is one long one: « page-2.html », « index.html » the first.
pub fn pages<T>(all: &[T], most: usize) -> Vec<(String, &[T])> {
    let name = |at: usize| if at == 0 { FIRST.to_owned() } else { format!("page-{}.html", at + 1) };
    all.chunks(most.max(1)).enumerate().map(|(at, some)| (name(at), some)).collect()
}

/// One page of a chapter.
pub fn page(whose: &str, from: &str, chapter: &str, is_first: bool, title: &str, main: Markup) -> Markup {
    document(
        "../style.css",
        &format!("{title} – {whose}"),
        html! {
            header {
                p { a href="../index.html" { (whose) } @if !is_first { " › " a href=(FIRST) { (chapter) } } }
            }
            main { h1 { (title) } (main) }
            footer { p { (from) } }
        },
    )
}

/// What the archive opens with.
pub fn first(whose: &str, from: &str, lead: Markup, chapters: &[Chapter]) -> Markup {
    document(
        "style.css",
        whose,
        html! {
            header { p { (from) } }
            main {
                h1 { (whose) }
                (lead)
                ul.sommaire {
                    @for chapter in chapters {
                        li {
                            @if chapter.pages > 0 { a href=(format!("{}/{FIRST}", chapter.folder)) { (chapter.title) } }
                            @else { strong { (chapter.title) } }
                            @if chapter.files > 0 { " " span.doux { (french::count(chapter.files as i64, "fichier", "fichiers")) } }
                            @if !chapter.sheets.is_empty() {
                                br;
                                span.doux { "Tableaux : "
                                    @for (at, sheet) in chapter.sheets.iter().enumerate() {
                                        @if at > 0 { ", " }
                                        a href=(href(&format!("{}/{sheet}", chapter.folder))) { (sheet) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            footer { p { "Ces pages s’ouvrent dans tout navigateur, sans internet. Les tableaux (.csv) s’ouvrent dans un tableur." } }
        },
    )
}

fn document(style: &str, title: &str, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="fr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (title) }
                link rel="stylesheet" href=(style);
            }
            body { (body) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_the_place_and_nothing_else() {
        assert_eq!(href("fichiers/Été n#1 100%.pdf"), "fichiers/%C3%89t%C3%A9%20n%231%20100%25.pdf");
        let all = [1, 2, 3];
        let names: Vec<(String, usize)> = pages(&all, 2).into_iter().map(|(name, some)| (name, some.len())).collect();
        assert_eq!(names, [("index.html".to_owned(), 2), ("page-2.html".to_owned(), 1)]);
    }
}
