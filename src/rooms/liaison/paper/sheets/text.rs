//! The word itself, small enough for the pupil's book: several to a page, or on as many pages as it takes.

use super::{Copy, Grid, Word, by_class};
use crate::base::pdf::{Align, Area, Canvas, Document, Fonts, PdfError, Role, Style, Text, Weight, wrap};

const SMALL: Style = Style::new(Weight::Regular, 8.0);
const TITLE: Style = Style::new(Weight::Bold, 12.0).leading(1.2);
const TEXT: Style = Style::new(Weight::Regular, 9.5).leading(1.3);
const ASKED: Style = Style::new(Weight::Bold, 9.0).leading(1.25);
/// Between two paragraphs.
const AIR: f32 = 1.6;
/// School and class with their line, and what stands under the title.
const HEAD: f32 = 5.6;

pub fn pages(document: &mut Document, word: &Word, copies: &[Copy], at_most: Option<usize>) -> Result<(), PdfError> {
    let grid = Grid::for_text(at_most, |width| height(document.fonts(), word, width));
    for (class, copies) in by_class(copies, |copy| &copy.class_name) {
        for some in copies.chunks(grid.places()) {
            if grid.places() == 1 {
                alone(document, word, &some[0], grid)?;
                continue;
            }
            document.page(class, |canvas| {
                for (place, copy) in some.iter().enumerate() {
                    canvas.section(|canvas| draw(canvas, word, copy, grid.area(place)));
                }
                grid.cuts(canvas, some.len());
                Ok(())
            })?;
        }
    }
    Ok(())
}

/// On pages of its own.
fn alone(document: &mut Document, word: &Word, copy: &Copy, grid: Grid) -> Result<(), PdfError> {
    let area = grid.area(0);
    let mut left: Vec<&str> = paragraphs(word);
    let mut is_first = true;
    while is_first || !left.is_empty() {
        document.page(&copy.class_name, |canvas| {
            let mut top = heading(canvas, word, copy, area);
            let bottom = area.top + grid.height() - 2.0 * ASKED.line_height();
            while let Some(paragraph) = left.first() {
                let takes = lines(canvas.fonts(), paragraph, TEXT, area.width) * TEXT.line_height();
                if top + takes > bottom && top > area.top + 60.0 {
                    break;
                }
                top = canvas.write(&Text::new(paragraph, TEXT), area.at(top)) + AIR;
                left.remove(0);
            }
            if left.is_empty() {
                asked(canvas, word, area.at(top));
            }
            Ok(())
        })?;
        is_first = false;
    }
    Ok(())
}

fn draw(canvas: &mut Canvas<'_>, word: &Word, copy: &Copy, area: Area) {
    let mut top = heading(canvas, word, copy, area);
    for paragraph in paragraphs(word) {
        top = canvas.write(&Text::new(paragraph, TEXT), area.at(top)) + AIR;
    }
    asked(canvas, word, area.at(top));
}

fn heading(canvas: &mut Canvas<'_>, word: &Word, copy: &Copy, area: Area) -> f32 {
    let half = Area { width: area.width * 0.5, ..area };
    let rest = Area { left: area.left + half.width + 2.0, width: area.width - half.width - 2.0, ..area };
    canvas.write_name(&Text::new(&word.school, SMALL), half, 1, 6.0);
    canvas.write_name(&Text::new(&told(copy), SMALL.bold()).align(Align::End), rest, 1, 5.5);
    let line = area.top + SMALL.line_height() + 0.5;
    canvas.rule((area.left, line), (area.left + area.width, line), 0.25);
    let top = canvas.write(&Text::new(&word.title, TITLE).role(Role::Title), area.at(line + 1.2));
    canvas.write(&Text::new(&word.from, SMALL), area.at(top)) + 1.6
}

/// « Léa Martin, CM1 », and for whom where she has two homes.
fn told(copy: &Copy) -> String {
    let whom = if copy.names.is_empty() { String::new() } else { format!(" · pour {}", copy.names) };
    format!("{}, {}{whom}", copy.pupil, copy.class_name)
}

fn asked(canvas: &mut Canvas<'_>, word: &Word, area: Area) {
    if !word.deadline.is_empty() {
        canvas.write(&Text::new(&word.deadline, ASKED), area.at(area.top + 0.6));
    }
}

fn height(fonts: &Fonts, word: &Word, width: f32) -> f32 {
    let text: f32 = paragraphs(word).iter().map(|one| lines(fonts, one, TEXT, width) * TEXT.line_height() + AIR).sum();
    let title = lines(fonts, &word.title, TITLE, width) * TITLE.line_height();
    let from = lines(fonts, &word.from, SMALL, width) * SMALL.line_height();
    let asked = if word.deadline.is_empty() {
        0.0
    } else {
        lines(fonts, &word.deadline, ASKED, width) * ASKED.line_height() + 0.6
    };
    HEAD + title + from + 1.6 + text + asked
}

fn paragraphs(word: &Word) -> Vec<&str> {
    word.text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect()
}

fn lines(fonts: &Fonts, text: &str, style: Style, width: f32) -> f32 {
    wrap(text, width, &|part: &str| style.width(fonts, part)).len() as f32
}
