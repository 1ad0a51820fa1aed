//! Lists on paper: a title, a header on every page, rows that wrap inside their columns.

use krilla::tagging::Tag;

use super::canvas::{Area, Canvas};
use super::document::{Document, PAGE_HEIGHT, PAGE_WIDTH, PdfError};
use super::text::{Align, Role, Style, Text};
use super::{Fonts, POINTS_PER_MM, Weight, wrap};

const MARGIN: f32 = 15.0;
const GUTTER: f32 = 3.0;
const TITLE: Style = Style::new(Weight::Bold, 15.0);
const HEADER: Style = Style::new(Weight::Bold, 9.0);
const CELL: Style = Style::new(Weight::Regular, 9.5);

pub struct Column {
    pub title: String,
    /// Its share of the page's width, beside the other columns' shares.
    pub share: f32,
    pub align: Align,
}

pub struct Table {
    pub title: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
}

impl Document {
    /// As many pages as the rows take, at least one.
    pub fn table(&mut self, table: &Table) -> Result<(), PdfError> {
        let mut rest = table.rows.as_slice();
        let mut is_first = true;
        while is_first || !rest.is_empty() {
            let mut taken = 0;
            self.page(&table.title, |canvas| {
                let role = if is_first { Role::Title } else { Role::Paragraph };
                let area = Area::new(MARGIN, MARGIN, PAGE_WIDTH - 2.0 * MARGIN);
                let top = canvas.write(&Text::new(&table.title, TITLE).role(role), area) + 3.0;
                taken = canvas.group(Tag::Table, |canvas| table.rows_on(canvas, top, rest));
                Ok(())
            })?;
            rest = &rest[taken..];
            is_first = false;
        }
        Ok(())
    }
}

impl Table {
    /// Draws the header and the rows that fit below `top`, and returns how many they are.
    fn rows_on(&self, canvas: &mut Canvas<'_>, top: f32, rows: &[Vec<String>]) -> usize {
        let titles: Vec<String> = self.columns.iter().map(|column| column.title.clone()).collect();
        let mut top = self.row(canvas, &titles, HEADER, Role::HeaderCell, top);
        for (index, row) in rows.iter().enumerate() {
            let height = self.height(canvas.fonts(), row);
            // A row taller than a page still has to go somewhere.
            if index > 0 && top + height > PAGE_HEIGHT - MARGIN {
                return index;
            }
            top = self.row(canvas, row, CELL, Role::Cell, top);
        }
        rows.len()
    }

    fn row(&self, canvas: &mut Canvas<'_>, cells: &[String], style: Style, role: Role, top: f32) -> f32 {
        let bottom = canvas.group(Tag::TR, |canvas| {
            let mut bottom = top + style.line_height();
            for ((column, cell), area) in self.columns.iter().zip(cells).zip(self.areas(top)) {
                let text = Text::new(cell, style).role(role).align(column.align);
                bottom = bottom.max(canvas.write(&text, area));
            }
            bottom
        });
        let line = bottom + 0.8;
        let thickness = if role == Role::HeaderCell { 0.35 } else { 0.12 };
        canvas.rule((MARGIN, line), (PAGE_WIDTH - MARGIN, line), thickness);
        line + 0.8
    }

    fn areas(&self, top: f32) -> Vec<Area> {
        let gutters = GUTTER * self.columns.len().saturating_sub(1) as f32;
        let shares: f32 = self.columns.iter().map(|column| column.share).sum();
        let unit = (PAGE_WIDTH - 2.0 * MARGIN - gutters) / shares;
        let mut left = MARGIN;
        self.columns
            .iter()
            .map(|column| {
                let area = Area::new(left, top, column.share * unit);
                left += area.width + GUTTER;
                area
            })
            .collect()
    }

    fn height(&self, fonts: &Fonts, row: &[String]) -> f32 {
        let size = CELL.size / POINTS_PER_MM;
        let measure = |part: &str| fonts.width(part, CELL.weight) * size;
        let lines = row
            .iter()
            .zip(self.areas(0.0))
            .map(|(cell, area)| wrap(cell, area.width, &measure).len())
            .max()
            .unwrap_or(1);
        lines as f32 * CELL.line_height()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: usize) -> Table {
        let column = |title: &str, share| Column { title: title.to_owned(), share, align: Align::Start };
        Table {
            title: "Liste".to_owned(),
            columns: vec![column("Nom", 2.0), column("Classe", 1.0)],
            rows: vec![vec!["Nguyễn Thị Ánh".to_owned(), "CE1-CE2".to_owned()]; rows],
        }
    }

    fn pages(rows: usize) -> usize {
        let mut document = Document::new("Liste", "fr-FR");
        document.table(&table(rows)).unwrap();
        let pdf = document.finish().unwrap();
        String::from_utf8_lossy(&pdf).matches("/Type/Page/").count()
            + String::from_utf8_lossy(&pdf).matches("/Type /Page\n").count()
    }

    #[test]
    fn an_empty_list_is_one_page_and_a_long_one_goes_on() {
        assert_eq!(pages(0), 1);
        assert_eq!(pages(20), 1);
        assert_eq!(pages(90), 3);
    }

    #[test]
    fn columns_fill_the_page_without_touching() {
        let areas = table(0).areas(0.0);
        assert!(areas[0].left + areas[0].width + GUTTER <= areas[1].left + 0.001);
        let right = areas[1].left + areas[1].width;
        assert!((right - (PAGE_WIDTH - MARGIN)).abs() < 0.001);
    }
}
