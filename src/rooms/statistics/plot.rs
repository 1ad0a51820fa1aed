//! Bars, drawn by the server: lengths in percent, so that they are as wide as the page, and a pattern for each part, so that
//! they are read without colours and from a photocopy. For the eyes alone: the table below says the same figures.

use super::figures::{Figure, Row};
use crate::base::french;
use maud::{Markup, html};

/// The patterns, once a page.
pub fn patterns() -> Markup {
    html! {
        svg.motifs width="0" height="0" aria-hidden="true" focusable="false" {
            (pattern(1, html! { path d="M-2 2 2 -2M-2 10 10 -2M6 10 10 6" {} }))
            (pattern(2, html! { circle cx="4" cy="4" r="1.7" {} }))
            (pattern(3, html! { path d="M0 2H8M0 6H8" {} }))
            (pattern(4, html! {}))
        }
    }
}

fn pattern(number: usize, drawn: Markup) -> Markup {
    html! {
        pattern id={ "motif-" (number) } width="8" height="8" patternUnits="userSpaceOnUse" {
            rect.fond width="8" height="8" {}
            (drawn)
        }
    }
}

pub fn plot(figure: &Figure) -> Markup {
    let most = figure.rows.iter().map(Row::sum).max().unwrap_or(0);
    html! {
        div.graphique aria-hidden="true" {
            @if figure.parts.len() > 1 {
                p.legende {
                    @for (at, part) in figure.parts.iter().enumerate() {
                        span { svg width="22" height="16" { (piece(at, 0, 1000)) } (part) }
                    }
                }
            }
            @for row in &figure.rows {
                // Of a share the bar is the whole; else the longest bar is.
                (line(figure, row, if figure.share.is_some() { row.sum() } else { most }))
            }
        }
    }
}

fn line(figure: &Figure, row: &Row, of: u64) -> Markup {
    let mut from = 0;
    let ends: Vec<u64> = row
        .parts
        .iter()
        .scan(0, |sum, part| {
            *sum += part;
            Some(*sum)
        })
        .collect();
    html! {
        div.rangee.somme[row.is_sum] {
            span { (row.label) }
            svg width="100%" height="20" {
                @for (at, end) in ends.into_iter().enumerate() {
                    @let begins = std::mem::replace(&mut from, end);
                    @if end > begins { (piece(at, thousandths(begins, of), thousandths(end, of) - thousandths(begins, of))) }
                }
            }
            strong {
                @match figure.share(row) {
                    Some(percent) => { (percent) "\u{202f}%" }
                    None => (french::number(row.sum())),
                }
            }
        }
    }
}

/// From and how wide, in thousandths of the whole.
fn piece(part: usize, from: u64, width: u64) -> Markup {
    let fill = (part > 0).then(|| format!("url(#motif-{part})"));
    html! { rect.part x={ (percent(from)) } y="1" width={ (percent(width)) } height="18" fill=[fill] {} }
}

fn thousandths(part: u64, of: u64) -> u64 {
    1000 * part / of.max(1)
}

fn percent(thousandths: u64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_bar_follow_each_other() {
        let row = Row { label: "CP".into(), parts: vec![10, 0, 30], is_sum: false };
        let figure = Figure { of: "", parts: vec![String::new(); 3], share: None, rows: vec![row], instead: "" };
        let drawn = plot(&figure).into_string();
        assert!(drawn.contains(r#"x="0.0%" y="1" width="25.0%""#), "{drawn}");
        assert!(drawn.contains(r#"x="25.0%" y="1" width="75.0%" height="18" fill="url(#motif-2)""#), "{drawn}");
        assert!(!drawn.contains(r#"fill="url(#motif-1)"></rect></svg><strong"#));
    }
}
