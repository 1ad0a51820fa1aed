//! Lists on paper: a title and a header on every page, rows that wrap inside their columns and stay together, a foot with
//! the number of the page.

use krilla::tagging::Tag;
use std::ops::Range;

use super::canvas::{Area, Canvas};
use super::document::{Document, PAGE_HEIGHT, PAGE_WIDTH, PdfError};
use super::text::{Align, Role, Style, Text};
use super::{Fonts, POINTS_PER_MM, Weight, wrap};

const MARGIN: f32 = 13.0;
const GUTTER: f32 = 3.0;
const WIDTH: f32 = PAGE_WIDTH - 2.0 * MARGIN;
/// Where the foot begins.
const FOOT_TOP: f32 = PAGE_HEIGHT - 12.0;
const BOTTOM: f32 = FOOT_TOP - 3.0;
const TITLE: Style = Style::new(Weight::Bold, 15.0);
const SUBTITLE: Style = Style::new(Weight::Regular, 9.5);
const HEADER: Style = Style::new(Weight::Bold, 9.0);
const CELL: Style = Style::new(Weight::Regular, 9.5);
const FOOT: Style = Style::new(Weight::Regular, 8.0);
const AIR: f32 = 0.8;

pub struct Column {
    pub title: String,
    /// Its share of the page's width, beside the other columns' shares.
    pub share: f32,
    pub align: Align,
}

#[derive(Default)]
pub struct Row {
    pub cells: Vec<String>,
    /// Belongs to the row before it: no line between, and never on the next page alone.
    pub goes_on: bool,
    /// To be noticed.
    pub is_loud: bool,
}

pub struct Table {
    pub title: String,
    pub subtitle: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Lines between the columns too: the empty cells are boxes to tick.
    pub is_ruled: bool,
    /// In millimetres; what is written may need more.
    pub row_height: f32,
    /// At the bottom of every page, at the left.
    pub foot: String,
    /// And at the right: this page, and how many they are.
    pub page_number: fn(usize, usize) -> String,
}

impl Document {
    /// As many pages as the rows take, at least one.
    pub fn table(&mut self, table: &Table) -> Result<(), PdfError> {
        self.tables(std::slice::from_ref(table))
    }

    /// One after another, each on its own pages; these are numbered through all of them.
    pub fn tables(&mut self, tables: &[Table]) -> Result<(), PdfError> {
        let cut: Vec<Vec<Range<usize>>> = tables.iter().map(|table| table.pages(self.fonts())).collect();
        let all = cut.iter().map(Vec::len).sum();
        let mut number = 0;
        for (table, pages) in tables.iter().zip(cut) {
            for (at, rows) in pages.into_iter().enumerate() {
                number += 1;
                self.page(&table.title, |canvas| {
                    let top = table.head(canvas, at == 0);
                    canvas.group(Tag::Table, |canvas| table.rows_on(canvas, top, rows));
                    table.foot(canvas, number, all);
                    Ok(())
                })?;
            }
        }
        Ok(())
    }
}

impl Table {
    /// Which rows stand on which page. Rows that belong together move to the next one together.
    fn pages(&self, fonts: &Fonts) -> Vec<Range<usize>> {
        let first_top = self.head_height(fonts) + MARGIN + self.header_height(fonts);
        let (mut pages, mut start, mut top) = (Vec::new(), 0, first_top);
        let mut next = 0;
        while next < self.rows.len() {
            let end = self.end_of_block(next);
            let height: f32 = (next..end).map(|at| self.height(fonts, &self.rows[at], CELL)).sum();
            // What is taller than a page still has to go somewhere.
            if top + height > BOTTOM && next > start {
                pages.push(start..next);
                (start, top) = (next, first_top);
            }
            top += height;
            next = end;
        }
        pages.push(start..self.rows.len());
        pages
    }

    fn end_of_block(&self, start: usize) -> usize {
        let following = self.rows[start + 1..].iter().take_while(|row| row.goes_on).count();
        start + 1 + following
    }

    fn head(&self, canvas: &mut Canvas<'_>, is_first: bool) -> f32 {
        let role = if is_first { Role::Title } else { Role::Paragraph };
        let area = Area::new(MARGIN, MARGIN, WIDTH);
        let mut top = canvas.write(&Text::new(&self.title, TITLE).role(role), area);
        if !self.subtitle.is_empty() {
            top = canvas.write(&Text::new(&self.subtitle, SUBTITLE), area.at(top + 0.5));
        }
        top + 3.0
    }

    fn head_height(&self, fonts: &Fonts) -> f32 {
        let title = lines(fonts, &self.title, TITLE, WIDTH) * TITLE.line_height();
        let below = match self.subtitle.as_str() {
            "" => 0.0,
            subtitle => 0.5 + lines(fonts, subtitle, SUBTITLE, WIDTH) * SUBTITLE.line_height(),
        };
        title + below + 3.0
    }

    fn foot(&self, canvas: &mut Canvas<'_>, page: usize, pages: usize) {
        const NUMBER: f32 = 30.0;
        canvas.rule((MARGIN, FOOT_TOP - 1.5), (PAGE_WIDTH - MARGIN, FOOT_TOP - 1.5), 0.12);
        canvas.write(&Text::new(&self.foot, FOOT), Area::new(MARGIN, FOOT_TOP, WIDTH - NUMBER));
        let number = (self.page_number)(page, pages);
        let area = Area::new(PAGE_WIDTH - MARGIN - NUMBER, FOOT_TOP, NUMBER);
        canvas.write(&Text::new(&number, FOOT).align(Align::End), area);
    }

    fn rows_on(&self, canvas: &mut Canvas<'_>, top: f32, rows: Range<usize>) {
        let titles = Row { cells: self.columns.iter().map(|column| column.title.clone()).collect(), ..Row::default() };
        let mut bottom = self.row(canvas, &titles, HEADER, Role::HeaderCell, top);
        canvas.rule((MARGIN, bottom), (PAGE_WIDTH - MARGIN, bottom), 0.35);
        for at in rows.clone() {
            let row = &self.rows[at];
            let style = if row.is_loud { CELL.bold() } else { CELL };
            bottom = self.row(canvas, row, style, Role::Cell, bottom);
            let goes_on = at + 1 < rows.end && self.rows[at + 1].goes_on;
            if !goes_on {
                canvas.rule((MARGIN, bottom), (PAGE_WIDTH - MARGIN, bottom), 0.12);
            }
        }
        if self.is_ruled && !rows.is_empty() {
            let mut edges: Vec<f32> = self.areas(top).iter().map(|area| area.left - GUTTER / 2.0).skip(1).collect();
            edges.push(PAGE_WIDTH - MARGIN);
            for x in edges {
                canvas.rule((x, top), (x, bottom), 0.12);
            }
        }
    }

    /// Returns where its line stands.
    fn row(&self, canvas: &mut Canvas<'_>, row: &Row, style: Style, role: Role, top: f32) -> f32 {
        let height = self.height(canvas.fonts(), row, style);
        let written = self.written(canvas.fonts(), row, style);
        // In the middle of a row made high for a pencil.
        let air = if role == Role::Cell { ((height - written) / 2.0).min(2.5) } else { AIR };
        canvas.group(Tag::TR, |canvas| {
            for ((column, cell), area) in self.columns.iter().zip(&row.cells).zip(self.areas(top + air)) {
                canvas.write(&Text::new(cell, style).role(role).align(column.align), area);
            }
        });
        top + height
    }

    fn areas(&self, top: f32) -> Vec<Area> {
        let gutters = GUTTER * self.columns.len().saturating_sub(1) as f32;
        let shares: f32 = self.columns.iter().map(|column| column.share).sum();
        let unit = (WIDTH - gutters) / shares;
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

    fn header_height(&self, fonts: &Fonts) -> f32 {
        let titles = Row { cells: self.columns.iter().map(|column| column.title.clone()).collect(), ..Row::default() };
        self.height(fonts, &titles, HEADER)
    }

    fn height(&self, fonts: &Fonts, row: &Row, style: Style) -> f32 {
        let style = if row.is_loud { style.bold() } else { style };
        (self.written(fonts, row, style) + 2.0 * AIR).max(self.row_height)
    }

    fn written(&self, fonts: &Fonts, row: &Row, style: Style) -> f32 {
        let cells = row.cells.iter().zip(self.areas(0.0));
        let most = cells.map(|(cell, area)| lines(fonts, cell, style, area.width)).fold(1.0, f32::max);
        most * style.line_height()
    }
}

fn lines(fonts: &Fonts, text: &str, style: Style, width: f32) -> f32 {
    let size = style.size / POINTS_PER_MM;
    wrap(text, width, &|part: &str| fonts.width(part, style.weight) * size).len() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: usize, goes_on: fn(usize) -> bool) -> Table {
        let column = |title: &str, share| Column { title: title.to_owned(), share, align: Align::Start };
        let cells = || vec!["Nguyễn Thị Ánh".to_owned(), "CE1-CE2".to_owned()];
        Table {
            title: "Liste".to_owned(),
            subtitle: String::new(),
            columns: vec![column("Nom", 2.0), column("Classe", 1.0)],
            rows: (0..rows).map(|at| Row { cells: cells(), goes_on: goes_on(at), is_loud: false }).collect(),
            is_ruled: true,
            row_height: 0.0,
            foot: "à garder".to_owned(),
            page_number: |page, pages| format!("{page}/{pages}"),
        }
    }

    fn pages(rows: usize) -> usize {
        let mut document = Document::new("Liste", "fr-FR");
        document.table(&table(rows, |_| false)).unwrap();
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
    fn rows_that_belong_together_are_never_parted() {
        let fonts = Fonts::embedded();
        let list = table(90, |at| at % 4 != 0);
        let pages = list.pages(&fonts);
        assert!(pages.len() > 1);
        assert!(pages.iter().all(|rows| rows.start % 4 == 0), "{pages:?}");
        assert_eq!(pages.last().map(|rows| rows.end), Some(90));
        // One family larger than a page.
        let endless = table(200, |at| at != 0).pages(&fonts);
        assert_eq!((endless.len(), endless.first().map(|rows| rows.end)), (1, Some(200)));
    }

    #[test]
    fn columns_fill_the_page_without_touching() {
        let areas = table(0, |_| false).areas(0.0);
        assert!(areas[0].left + areas[0].width + GUTTER <= areas[1].left + 0.001);
        let right = areas[1].left + areas[1].width;
        assert!((right - (PAGE_WIDTH - MARGIN)).abs() < 0.001);
    }
}
