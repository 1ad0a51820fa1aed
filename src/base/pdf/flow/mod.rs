//! A text that goes on from page to page with its pictures: where each page ends, then what is drawn on it. A heading stays
//! with what it announces, a paragraph leaves no line alone, a row of pictures is never cut.

mod draw;

use super::text::{Role, Style};
use super::{Fonts, PAGE_WIDTH, Picture, PictureRow, Run, RunLine, Wall, rows, wrap_runs};

/// Where the flow stands on its pages, in millimetres.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub top: f32,
    pub bottom: f32,
    /// On the side where the pages are bound together, and on the other.
    pub inner: f32,
    pub outer: f32,
    /// Lines longer than this are hard to follow: texts stop there, pictures go on.
    pub text: f32,
}

impl Column {
    pub fn width(&self) -> f32 {
        PAGE_WIDTH - self.inner - self.outer
    }

    /// Of the page of that number; the first is a right-hand one.
    pub fn left(&self, number: usize) -> f32 {
        if number % 2 == 1 { self.inner } else { self.outer }
    }
}

pub struct Block {
    /// Air before it, unless it begins a page.
    pub before: f32,
    pub kind: Kind,
}

pub enum Kind {
    /// On a page of its own begins what follows.
    NewPage,
    /// Stays with what follows. The number is given back with its page: a table of contents asks.
    Heading {
        text: String,
        style: Style,
        role: Role,
        number: Option<usize>,
    },
    /// A line right above a heading or right below it: a date, a name.
    Line {
        text: String,
        style: Style,
        stays: bool,
    },
    Text {
        runs: Vec<Run>,
        style: Style,
    },
    /// Item of the list of that number, with its mark, so far from the left.
    Item {
        runs: Vec<Run>,
        style: Style,
        list: usize,
        mark: String,
        indent: f32,
    },
    Pictures(Vec<(Picture, String)>, Wall),
    /// A line of a table of contents: what, and on which page.
    Entry {
        text: String,
        page: String,
        style: Style,
    },
}

/// What was given its pages.
pub struct Laid<'a> {
    pages: Vec<Vec<Placed<'a>>>,
}

struct Placed<'a> {
    top: f32,
    atom: Atom<'a>,
}

/// What is never cut.
struct Atom<'a> {
    before: f32,
    height: f32,
    /// With the next one on the same page.
    stays: bool,
    block: usize,
    kind: &'a Kind,
    part: Part,
}

enum Part {
    Break,
    Whole,
    Line(RunLine, bool),
    Row(PictureRow, usize),
}

pub fn lay<'a>(fonts: &Fonts, blocks: &'a [Block], column: &Column) -> Laid<'a> {
    let mut pages: Vec<Vec<Placed>> = vec![Vec::new()];
    let mut top = column.top;
    let mut together: Vec<Atom> = Vec::new();
    for atom in blocks.iter().enumerate().flat_map(|(at, block)| atoms(fonts, at, block, column)) {
        if matches!(atom.part, Part::Break) {
            if pages.last().is_some_and(|page| !page.is_empty()) {
                pages.push(Vec::new());
                top = column.top;
            }
            continue;
        }
        let stays = atom.stays;
        together.push(atom);
        if !stays {
            top = place(&mut pages, std::mem::take(&mut together), top, column);
        }
    }
    place(&mut pages, together, top, column);
    pages.retain(|page| !page.is_empty());
    Laid { pages }
}

/// These on one page, as far as one page holds them. Returns where the last one ends.
fn place<'a>(pages: &mut Vec<Vec<Placed<'a>>>, together: Vec<Atom<'a>>, mut top: f32, column: &Column) -> f32 {
    let height: f32 = together.iter().map(|atom| atom.before + atom.height).sum();
    let mut fits = top + height <= column.bottom;
    for mut atom in together {
        // A hair less, so that it is not found too high after all.
        let room = column.bottom - top - atom.before - 0.01;
        if top > column.top && atom.fit_in(room) {
            fits = true;
        }
        let is_full = top + atom.before + atom.height > column.bottom;
        if !fits && (is_full || height <= column.bottom - column.top) && top > column.top {
            pages.push(Vec::new());
            top = column.top;
        }
        fits = true;
        if top > column.top && top + atom.before + atom.height > column.bottom {
            pages.push(Vec::new());
            top = column.top;
        }
        if top > column.top {
            top += atom.before;
        }
        let bottom = top + atom.height;
        if let Some(page) = pages.last_mut() {
            page.push(Placed { top, atom });
        }
        top = bottom;
    }
    top
}

fn atoms<'a>(fonts: &Fonts, at: usize, block: &'a Block, column: &Column) -> Vec<Atom<'a>> {
    let kind = &block.kind;
    let atom = |before, height, stays, part| Atom { before, height, stays, block: at, kind, part };
    let lines = |runs: &[Run], style: Style, width: f32| -> Vec<Atom<'a>> {
        let lines = wrap_runs(fonts, runs, style, width);
        let count = lines.len();
        let one = |(number, line)| {
            // The first two together, and the last two.
            let stays = count > 1 && (number == 0 || number + 2 == count);
            atom(
                if number == 0 { block.before } else { 0.0 },
                style.line_height(),
                stays,
                Part::Line(line, number == 0),
            )
        };
        lines.into_iter().enumerate().map(one).collect()
    };
    match kind {
        Kind::NewPage => vec![atom(0.0, 0.0, false, Part::Break)],
        Kind::Heading { text, style, .. } => {
            let mut all = lines(&[Run::plain(text.as_str())], *style, column.text);
            all.iter_mut().for_each(|atom| atom.stays = true);
            all
        }
        Kind::Line { text, style, stays } => {
            let mut all = lines(&[Run::plain(text.as_str())], *style, column.text);
            all.iter_mut().for_each(|atom| atom.stays = *stays);
            all
        }
        Kind::Text { runs, style } => lines(runs, *style, column.text),
        Kind::Item { runs, style, indent, .. } => lines(runs, *style, column.text - indent - MARK),
        Kind::Pictures(pictures, wall) => {
            let ratios: Vec<f32> = pictures.iter().map(|(picture, _)| picture.ratio()).collect();
            let mut from = 0;
            let one = |row: PictureRow| {
                let (start, height) = (from, row.height);
                from += row.widths.len();
                atom(if start == 0 { block.before } else { wall.gap }, height, false, Part::Row(row, start))
            };
            rows(&ratios, wall).into_iter().map(one).collect()
        }
        Kind::Entry { style, .. } => vec![atom(block.before, style.line_height(), false, Part::Whole)],
    }
}

/// No row of pictures is drawn smaller than that part of its height.
const SMALLEST: f32 = 0.7;

/// Between the mark of an item and its words.
const MARK: f32 = 6.0;

impl Laid<'_> {
    pub fn count(&self) -> usize {
        self.pages.len()
    }

    /// On which of these pages each numbered heading stands; the first is 0.
    pub fn headings(&self) -> Vec<(usize, usize)> {
        let heading = |placed: &Placed| match (placed.atom.kind, &placed.atom.part) {
            (Kind::Heading { number: Some(number), .. }, Part::Line(_, true)) => Some(*number),
            _ => None,
        };
        let on = |(page, placed): (usize, &Vec<Placed>)| {
            placed.iter().filter_map(heading).map(|number| (number, page)).collect::<Vec<_>>()
        };
        self.pages.iter().enumerate().flat_map(on).collect()
    }
}

impl Atom<'_> {
    /// A row of pictures somewhat too high for the rest of the page is drawn smaller there, rather than leave a hole.
    fn fit_in(&mut self, room: f32) -> bool {
        let Part::Row(row, _) = &mut self.part else { return false };
        let scale = room / self.height;
        if !(SMALLEST..1.0).contains(&scale) {
            return false;
        }
        row.height *= scale;
        row.widths.iter_mut().for_each(|width| *width *= scale);
        self.height = room;
        true
    }

    fn line(&self) -> Option<RunLine> {
        match &self.part {
            Part::Line(line, _) => Some(line.clone()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::pdf::Weight;

    const COLUMN: Column = Column { top: 20.0, bottom: 270.0, inner: 24.0, outer: 16.0, text: 140.0 };
    const STYLE: Style = Style::new(Weight::Regular, 11.0);
    const WALL: Wall = Wall { width: 170.0, gap: 3.0, height: 62.0, highest: 118.0 };

    fn text(words: usize) -> Block {
        Block { before: 3.0, kind: Kind::Text { runs: vec![Run::plain("mot ".repeat(words))], style: STYLE } }
    }

    fn heading(number: usize) -> Block {
        let text = format!("Titre {number}");
        Block {
            before: 8.0,
            kind: Kind::Heading { text, style: STYLE.bold(), role: Role::Heading, number: Some(number) },
        }
    }

    fn pictures(count: usize) -> Block {
        let one = || (Picture::Png(Vec::new(), 1.5), String::new());
        Block { before: 4.0, kind: Kind::Pictures((0..count).map(|_| one()).collect(), WALL) }
    }

    #[test]
    fn nothing_leaves_its_page_and_no_heading_is_left_alone() {
        let fonts = Fonts::embedded();
        let blocks: Vec<Block> =
            (0..60).flat_map(|at| [heading(at), text(at * 13 % 400), pictures(at % 9), text(at * 7 % 50)]).collect();
        let laid = lay(&fonts, &blocks, &COLUMN);
        assert!(laid.count() > 10);
        for page in &laid.pages {
            let mut above = COLUMN.top - 0.01;
            for placed in page {
                assert!(placed.top >= above, "{} after {above}", placed.top);
                above = placed.top + placed.atom.height - 0.01;
                assert!(above <= COLUMN.bottom + 0.1, "{above}");
            }
            let last = page.last().unwrap();
            let is_the_end = last.atom.block + 2 >= blocks.len();
            assert!(is_the_end || !matches!(last.atom.kind, Kind::Heading { .. }), "a heading ends a page");
        }
        let numbers: Vec<usize> = laid.headings().into_iter().map(|(number, _)| number).collect();
        assert_eq!(numbers, (0..60).collect::<Vec<_>>());
    }

    #[test]
    fn a_row_that_nearly_fits_is_drawn_smaller_and_another_goes_over() {
        let fonts = Fonts::embedded();
        let alone = pictures(1);
        let high = lay(&fonts, std::slice::from_ref(&alone), &COLUMN).pages[0][0].atom.height;
        for (part, pages) in [(1.2, 1), (0.8, 1), (0.5, 2)] {
            let blocks = [text(40), pictures(1)];
            let written: f32 =
                lay(&fonts, &blocks[..1], &COLUMN).pages[0].iter().map(|placed| placed.atom.height).sum();
            let column = Column { bottom: COLUMN.top + written + alone.before + high * part, ..COLUMN };
            let laid = lay(&fonts, &blocks, &column);
            assert_eq!(laid.count(), pages, "{part}");
            let Part::Row(row, _) = &laid.pages[pages - 1].last().unwrap().atom.part else { panic!("no row") };
            assert!((row.widths[0] / row.height - 1.5).abs() < 0.01, "stretched");
        }
    }

    #[test]
    fn a_paragraph_leaves_no_line_alone() {
        let fonts = Fonts::embedded();
        for words in 500..640 {
            let blocks = [text(words), text(120)];
            for page in lay(&fonts, &blocks, &COLUMN).pages {
                let of = |block: usize| page.iter().filter(|placed| placed.atom.block == block).count();
                assert!(of(0) != 1 && of(1) != 1, "{words}: {} and {}", of(0), of(1));
            }
        }
    }

    #[test]
    fn what_is_higher_than_a_page_goes_on_and_a_break_makes_no_empty_page() {
        let fonts = Fonts::embedded();
        let page = || Block { before: 0.0, kind: Kind::NewPage };
        let blocks = [page(), heading(1), text(3000), page(), page(), heading(2), text(5), page()];
        let laid = lay(&fonts, &blocks, &COLUMN);
        assert!(laid.count() >= 3);
        let headings = laid.headings();
        assert_eq!((headings[0], headings[1].1), ((1, 0), laid.count() - 1));
    }
}
