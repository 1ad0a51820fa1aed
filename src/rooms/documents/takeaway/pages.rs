//! Spaces and their files, as they are listed from a disk.

use super::{File, Held};
use crate::door::takeaway::file_link;
use maud::{Markup, html};

pub fn spaces(all: &[Held]) -> Markup {
    html! {
        @for held in all {
            section {
                h2 { (held.title) }
                @for some in held.files.chunk_by(|one, other| one.way == other.way) {
                    @if !some[0].way.is_empty() { h3 { (some[0].way.join(" › ")) } }
                    ul { @for file in some { li { (line(file)) } } }
                }
            }
        }
    }
}

fn line(file: &File) -> Markup {
    match &file.href {
        Some(href) => file_link(href, &file.name, file.bytes),
        None => html! { (file.name) " " span.doux { "(pas encore prêt, ou impossible à rendre sûr)" } },
    }
}

pub fn own_space(first_name: &str) -> String {
    format!("Les documents de {first_name}")
}

pub fn handed_in(first_name: &str) -> String {
    format!("Remis pour {first_name}")
}
