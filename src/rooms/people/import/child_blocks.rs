//! The repeated groups « nom, prénom, classe » of a guardian's row, found by repetition in any order.
use super::column::{Column, Meaning, Owner, meaning};
use super::table::Row;
use std::collections::HashMap;

/// One of the repeated groups « nom, prénom, classe » of a guardian's row.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct ChildBlock(HashMap<Column, usize>);

impl ChildBlock {
    pub fn cell<'a>(&self, row: &'a Row, column: Column) -> &'a str {
        self.0.get(&column).map_or("", |place| row.cell(*place))
    }

    pub fn has(&self, column: Column) -> bool {
        self.0.contains_key(&column)
    }

    pub fn place(&self, column: Column) -> Option<usize> {
        self.0.get(&column).copied()
    }

    /// The row stops between the child's two names.
    pub fn is_torn(&self, row: &Row) -> bool {
        let reached = |column| self.0.get(&column).is_some_and(|p| *p < row.width());
        reached(Column::Last) != reached(Column::First)
    }
}

/// The child blocks of a header that is not the file's own: that of the organisations.
pub fn child_blocks(header: &Row) -> Vec<ChildBlock> {
    let of_children: Vec<_> = header
        .cells()
        .enumerate()
        .filter_map(|(place, title)| match meaning(title) {
            Meaning::Kept { column, owner: Owner::Child, number } => Some((column, number, place)),
            _ => None,
        })
        .collect();
    blocks(&of_children)
}

/// By their number when titles carry one; else the nth « nom » goes with the nth « prénom », whatever the order;
/// when some are missing, a block begins where a title comes back.
pub fn blocks(columns: &[(Column, Option<u8>, usize)]) -> Vec<ChildBlock> {
    let mut blocks: Vec<ChildBlock> = Vec::new();
    let mut counts: HashMap<Column, usize> = HashMap::new();
    for (column, ..) in columns {
        *counts.entry(*column).or_default() += 1;
    }
    let even = counts.values().all(|n| counts.values().next() == Some(n));
    let numbered = !columns.is_empty() && columns.iter().all(|(_, number, _)| number.is_some());
    let mut seen: HashMap<Column, usize> = HashMap::new();
    for (column, number, place) in columns {
        let nth = seen.entry(*column).or_default();
        let block = match number {
            Some(number) if numbered => usize::from(number.saturating_sub(1)).min(columns.len()),
            _ if even => *nth,
            _ => match blocks.last() {
                None => 0,
                Some(last) => blocks.len() - usize::from(!last.0.contains_key(column)),
            },
        };
        *nth += 1;
        while blocks.len() <= block {
            blocks.push(ChildBlock::default());
        }
        blocks[block].0.entry(*column).or_insert(*place);
    }
    blocks.retain(|block| !block.0.is_empty());
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rooms::people::import::column::Mapping;
    use crate::rooms::people::import::header::{Layout, layout};
    use crate::rooms::people::import::table::table;

    fn layout_of(titles: &str) -> Option<Layout> {
        let mapping = Mapping::default();
        layout(&table(titles, &mapping).ok()?.header, &mapping).ok()
    }

    fn block_places(titles: &str) -> Vec<(Option<usize>, Option<usize>, Option<usize>)> {
        let place = |b: &ChildBlock, c| b.0.get(&c).copied();
        layout_of(titles).map_or(Vec::new(), |l| {
            l.children
                .iter()
                .map(|b| (place(b, Column::Last), place(b, Column::First), place(b, Column::Class)))
                .collect()
        })
    }

    #[test]
    fn child_blocks_in_any_order() {
        let adult = "Nom responsable;Prénom responsable";
        let some = |a, b, c| (Some(a), Some(b), Some(c));
        for (titles, blocks) in [
            (
                "Classes élèves;Nom élève;Prénom élève;Classes élèves;Nom élève;Prénom élève",
                vec![some(3, 4, 2), some(6, 7, 5)],
            ),
            (
                "Nom élève;Nom élève;Prénom élève;Prénom élève;Classes élèves;Classes élèves",
                vec![some(2, 4, 6), some(3, 5, 7)],
            ),
            (
                "Nom élève 2;Prénom élève 2;Classe élève 2;Nom élève 1;Prénom élève 1;Classe élève 1",
                vec![some(5, 6, 7), some(2, 3, 4)],
            ),
            (
                "Nom élève;Prénom élève;Classes élèves;Nom élève;Prénom élève",
                vec![some(2, 3, 4), (Some(5), Some(6), None)],
            ),
        ] {
            assert_eq!(block_places(&format!("{adult};{titles}")), blocks, "{titles}");
        }
    }
}
