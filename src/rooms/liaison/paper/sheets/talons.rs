//! Talons, two to eight on a page: whose, for which word, what signing says, questions, a line to sign on, and the code by
//! which a phone takes it back.

use super::{Grid, Talon, Word, by_class};
use crate::base::pdf::{Align, Area, Canvas, Document, Fonts, PdfError, Role, Style, Text, Weight, wrap};

const SMALL: Style = Style::new(Weight::Regular, 8.0);
const PUPIL: Style = Style::new(Weight::Bold, 12.5).leading(1.15);
const NAMES: Style = Style::new(Weight::Regular, 9.0).leading(1.2);
const TITLE: Style = Style::new(Weight::Bold, 10.0).leading(1.2);
const SENTENCE: Style = Style::new(Weight::Regular, 9.0).leading(1.2);
const DEADLINE: Style = Style::new(Weight::Bold, 8.5).leading(1.2);
const CODE: Style = Style::new(Weight::MonoBold, 9.5).leading(1.0);
const QR_ALT: &str = "QR code de ce talon, pour l’école";
const SIGN: &str = "Date et signature :";
/// White border included.
const QR_SIDE: f32 = 27.0;
/// The line to sign on and the code beside it.
const FOOT: f32 = 30.0;
/// School, pupil and for whom.
const HEAD: f32 = 4.6 + 6.0 + 4.0 + 2.2;
const TITLE_LINES: usize = 2;
const SMALLEST: f32 = 0.5;

pub fn pages(document: &mut Document, word: &Word, talons: &[Talon], at_most: Option<usize>) -> Result<(), PdfError> {
    let grid = Grid::for_text(at_most, |width| height(document.fonts(), word, width, 1.0));
    let scale = scale(document.fonts(), word, grid);
    for (class, talons) in by_class(talons, |talon| &talon.class_name) {
        for some in talons.chunks(grid.places()) {
            document.page(class, |canvas| {
                for (place, talon) in some.iter().enumerate() {
                    canvas.section(|canvas| draw(canvas, word, talon, grid, (place, scale)))?;
                }
                grid.cuts(canvas, some.len());
                Ok(())
            })?;
        }
    }
    Ok(())
}

fn height(fonts: &Fonts, word: &Word, width: f32, scale: f32) -> f32 {
    let sentence = wrap(&word.sentence, width, &|part: &str| SENTENCE.width(fonts, part)).len() as f32;
    let questions: f32 = word.questions.iter().map(|question| question.height(fonts, width, scale)).sum();
    let title = wrap(&word.title, width, &|part: &str| TITLE.width(fonts, part)).len().min(TITLE_LINES) as f32;
    HEAD + title * TITLE.line_height() + sentence * SENTENCE.line_height() + 1.5 + questions + FOOT
}

/// Smaller questions only where not even a whole page holds them.
fn scale(fonts: &Fonts, word: &Word, grid: Grid) -> f32 {
    let mut scale = 1.0;
    while scale > SMALLEST && height(fonts, word, grid.width(), scale) > grid.height() {
        scale -= 0.05;
    }
    scale
}

fn draw(
    canvas: &mut Canvas<'_>,
    word: &Word,
    talon: &Talon,
    grid: Grid,
    (place, scale): (usize, f32),
) -> Result<(), PdfError> {
    let area = grid.area(place);
    let mut top = heading(canvas, word, talon, area);
    top = canvas.write(&Text::new(&word.sentence, SENTENCE), area.at(top)) + 1.5;
    for question in &word.questions {
        top = question.draw(canvas, area.at(top), scale);
    }
    foot(canvas, word, talon, area.at(area.top + grid.height() - FOOT))
}

/// School and class, whose talon it is, for which word.
fn heading(canvas: &mut Canvas<'_>, word: &Word, talon: &Talon, area: Area) -> f32 {
    let half = Area { width: area.width * 0.62, ..area };
    let rest = Area { left: area.left + half.width + 2.0, width: area.width - half.width - 2.0, ..area };
    canvas.write_name(&Text::new(&word.school, SMALL), half, 1, 6.0);
    canvas.write_name(&Text::new(&talon.class_name, SMALL.bold()).align(Align::End), rest, 1, 6.0);
    let line = area.top + SMALL.line_height() + 0.5;
    canvas.rule((area.left, line), (area.left + area.width, line), 0.25);
    let mut top = canvas.write_name(&Text::new(&talon.pupil, PUPIL).role(Role::Title), area.at(line + 1.0), 1, 7.5);
    if !talon.names.is_empty() {
        let names = format!("Pour {}", talon.names);
        top = canvas.write_name(&Text::new(&names, NAMES), area.at(top), 1, 6.5);
    }
    canvas.write_name(&Text::new(&word.title, TITLE), area.at(top + 0.6), TITLE_LINES, 7.0) + 0.6
}

fn foot(canvas: &mut Canvas<'_>, word: &Word, talon: &Talon, area: Area) -> Result<(), PdfError> {
    let left = Area { width: area.width - QR_SIDE + 1.0, ..area };
    if !word.deadline.is_empty() {
        canvas.write_name(&Text::new(&word.deadline, DEADLINE), left.at(area.top + 1.5), 2, 6.5);
    }
    canvas.write(&Text::new(SIGN, SMALL), left.at(area.top + 11.0));
    canvas.rule((area.left, area.top + FOOT - 1.2), (left.left + left.width - 3.0, area.top + FOOT - 1.2), 0.2);
    let qr_left = area.left + area.width - QR_SIDE + 2.6;
    canvas.qr(&talon.address, (qr_left, area.top - 0.5), QR_SIDE, QR_ALT)?;
    let below = Area { left: qr_left, top: area.top + FOOT - CODE.line_height() - 0.2, width: QR_SIDE };
    canvas.write(&Text::new(&talon.code, CODE).align(Align::Centre), below);
    Ok(())
}
