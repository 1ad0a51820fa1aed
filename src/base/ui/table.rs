//! A table on a desktop that becomes a pile of cards on a phone, each cell saying its column.
use maud::{Markup, html};

/// `heads` names the columns; the first cell of a row names the row. The caption is for who hears the page: for the eyes,
/// a title above says it.
pub fn table(caption: &str, heads: &[&str], rows: Vec<Vec<Markup>>) -> Markup {
    html! {
        div.tableau {
            // `display: block` on a phone takes the table's meaning away in some browsers: the roles give it back.
            table role="table" {
                caption { span.hors-vue { (caption) } }
                thead role="rowgroup" {
                    tr role="row" { @for head in heads { th role="columnheader" scope="col" { (head) } } }
                }
                tbody role="rowgroup" {
                    @for row in rows {
                        tr role="row" { @for (column, cell) in row.into_iter().enumerate() { (in_column(heads, column, cell)) } }
                    }
                }
            }
        }
    }
}

/// A filter above a list or a table, by typing. Without JavaScript it is not there. `target` is the id of what holds
/// the rows; rows are its `tr` (in `tbody`) or `li`.
pub fn filter(target: &str, label: &str) -> Markup {
    html! {
        div.champ data-filtrer=(target) hidden {
            label for={ "filtre-" (target) } { (label) }
            input id={ "filtre-" (target) } type="search" autocomplete="off";
            p.indice role="status" {}
        }
    }
}

fn in_column(heads: &[&str], column: usize, cell: Markup) -> Markup {
    html! {
        @if column == 0 { th role="rowheader" scope="row" { (cell) } }
        @else { td role="cell" data-titre=[heads.get(column)] { (cell) } }
    }
}
