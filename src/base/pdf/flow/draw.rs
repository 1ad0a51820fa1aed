//! The pages of a flow, drawn and tagged.

use super::{Column, Kind, Laid, MARK, Part, Placed};
use crate::base::pdf::canvas::{Area, Canvas};
use crate::base::pdf::text::{Align, Style, Text};
use crate::base::pdf::{Document, POINTS_PER_MM, PdfError, Picture, PictureRow, RunLine, Wall};
use krilla::tagging::{ListNumbering, Tag};

impl Laid<'_> {
    /// Draws it on pages of its own; `first` is the number of the first, `foot` what stands at the bottom of each.
    pub fn draw(
        &self,
        document: &mut Document,
        column: &Column,
        first: usize,
        bookmark: &dyn Fn(usize) -> String,
        foot: &dyn Fn(usize) -> (String, String),
    ) -> Result<(), PdfError> {
        for (at, placed) in self.pages.iter().enumerate() {
            let number = first + at;
            let left = column.left(number);
            document.page(&bookmark(at), |canvas| {
                draw_page(canvas, placed, column, left)?;
                canvas.foot(foot(number), column, number);
                Ok(())
            })?;
        }
        Ok(())
    }
}

fn draw_page(canvas: &mut Canvas<'_>, placed: &[Placed], column: &Column, left: f32) -> Result<(), PdfError> {
    let mut at = 0;
    while at < placed.len() {
        let end = at + placed[at..].iter().take_while(|one| family(one.atom.kind, placed[at].atom.kind)).count().max(1);
        match placed[at].atom.kind {
            Kind::Item { mark, .. } => {
                let numbering = if mark.starts_with('•') { ListNumbering::Disc } else { ListNumbering::Decimal };
                canvas.group(Tag::L(numbering), |canvas| blocks(canvas, &placed[at..end], column, left))?;
            }
            Kind::Entry { .. } => canvas.group(Tag::TOC, |canvas| blocks(canvas, &placed[at..end], column, left))?,
            _ => blocks(canvas, &placed[at..end], column, left)?,
        }
        at = end;
    }
    Ok(())
}

/// Items of one list, and lines of one table of contents, are one thing.
fn family(one: &Kind, other: &Kind) -> bool {
    match (one, other) {
        (Kind::Item { list: one, .. }, Kind::Item { list: other, .. }) => one == other,
        (Kind::Entry { .. }, Kind::Entry { .. }) => true,
        _ => false,
    }
}

/// Block after block; the lines of one are one paragraph.
fn blocks(canvas: &mut Canvas<'_>, placed: &[Placed], column: &Column, left: f32) -> Result<(), PdfError> {
    for one in placed.chunk_by(|a, b| a.atom.block == b.atom.block) {
        let Some(first) = one.first() else { continue };
        let lines: Vec<RunLine> = one.iter().filter_map(|placed| placed.atom.line()).collect();
        let begins = matches!(first.atom.part, Part::Line(_, true));
        match first.atom.kind {
            Kind::NewPage => {}
            Kind::Heading { text, style, role, .. } => {
                canvas.write_runs(&Text::new(text, *style).role(*role), &lines, left, first.top);
            }
            Kind::Line { text, style, .. } => {
                canvas.write_runs(&Text::new(text, *style), &lines, left, first.top);
            }
            Kind::Text { style, .. } => {
                canvas.write_runs(&Text::new("", *style), &lines, left, first.top);
            }
            Kind::Item { style, mark, indent, .. } => {
                let (at, style) = (left + indent, *style);
                canvas.group(Tag::LI, |canvas| {
                    if begins {
                        let area = Area::new(at, first.top, MARK);
                        canvas.group(Tag::Lbl, |canvas| canvas.write(&Text::new(mark, style), area));
                    }
                    canvas.group(Tag::LBody, |canvas| {
                        canvas.write_runs(&Text::new("", style), &lines, at + MARK, first.top);
                    });
                });
            }
            Kind::Pictures(pictures, wall) => {
                for placed in one {
                    if let Part::Row(row, start) = &placed.atom.part {
                        draw_row(
                            canvas,
                            (row, &pictures[*start..]),
                            wall,
                            Area::new(left, placed.top, column.width()),
                        )?;
                    }
                }
            }
            Kind::Entry { text, page, style } => {
                canvas.group(Tag::TOCI, |canvas| {
                    entry(canvas, (text, page), *style, Area::new(left, first.top, column.text))
                });
            }
        }
    }
    Ok(())
}

fn draw_row(
    canvas: &mut Canvas<'_>,
    (row, pictures): (&PictureRow, &[(Picture, String)]),
    wall: &Wall,
    area: Area,
) -> Result<(), PdfError> {
    let mut left = area.left;
    for (width, (picture, alt)) in row.widths.iter().zip(pictures) {
        canvas.picture(picture, Area::new(left, area.top, *width), row.height, alt)?;
        left += width + wall.gap;
    }
    Ok(())
}

fn entry(canvas: &mut Canvas<'_>, (text, page): (&str, &str), style: Style, area: Area) {
    const NUMBER: f32 = 14.0;
    let words = Area { width: area.width - NUMBER, ..area };
    canvas.write_name(&Text::new(text, style), words, 1, style.size);
    if !page.is_empty() {
        lead(canvas, (text, page), style, area);
        let number = Area { left: area.left + area.width - NUMBER, width: NUMBER, ..area };
        canvas.write(&Text::new(page, style).align(Align::End), number);
    }
}

/// A fine line that leads the eye from the words to their number.
fn lead(canvas: &mut Canvas<'_>, (text, page): (&str, &str), style: Style, area: Area) {
    const APART: f32 = 2.5;
    let width = |part: &str| canvas.fonts().width(part, style.weight) * style.size / POINTS_PER_MM;
    let (from, to) = (area.left + width(text) + APART, area.left + area.width - width(page) - APART);
    let at = area.top + style.line_height() * 0.7;
    if from + APART < to {
        canvas.stroke_of(&[(from, at), (to, at)], 0.1, [0xc4, 0xc4, 0xc4]);
    }
}
