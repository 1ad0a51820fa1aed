//! Badges to be cut out: the first name as big as it can be, the class under it, never the family name.

use super::store::{Line, Roll};
use crate::base::pdf::{Align, Area, Canvas, Document, PAGE_HEIGHT, PAGE_WIDTH, PdfError, Role, Style, Text, Weight};

const WIDTH: f32 = PAGE_WIDTH / 2.0;
const MARGIN: f32 = 9.0;
const SCHOOL: Style = Style::new(Weight::Regular, 9.0);
const NAME: Style = Style::new(Weight::Bold, 46.0).leading(1.1);
const CLASS: Style = Style::new(Weight::Regular, 17.0);

/// Two columns of `rows` badges to a page.
pub fn pages(document: &mut Document, school: &str, rows: usize, roll: &Roll) -> Result<(), PdfError> {
    for lines in roll.lines.chunks(2 * rows) {
        document.page(&roll.name, |canvas| {
            for (place, line) in lines.iter().enumerate() {
                let height = PAGE_HEIGHT / rows as f32;
                let corner = ((place % 2) as f32 * WIDTH, (place / 2) as f32 * height);
                canvas.section(|canvas| badge(canvas, school, line, &name(line, roll), corner, height));
            }
            canvas.cuts(rows, lines.len().div_ceil(2));
            Ok(())
        })?;
    }
    // A document has a page.
    if roll.lines.is_empty() {
        document.page(&roll.name, |canvas| {
            canvas.write(&Text::new("Aucun élève", CLASS), Area::new(MARGIN, MARGIN, WIDTH));
            Ok(())
        })?;
    }
    Ok(())
}

fn badge(canvas: &mut Canvas<'_>, school: &str, line: &Line, name: &str, (left, top): (f32, f32), height: f32) {
    let area = Area::new(left + MARGIN, top + 8.0, WIDTH - 2.0 * MARGIN);
    canvas.write_name(&Text::new(school, SCHOOL).align(Align::Centre), area, 1, 6.0);
    let text = Text::new(name, NAME).role(Role::Title).align(Align::Centre);
    let used = canvas.name_height(&text, area.width, 2, 18.0);
    let middle = top + (height - used - CLASS.line_height()) / 2.0;
    let bottom = canvas.write_name(&text, area.at(middle), 2, 18.0);
    let class = Text::new(&line.class_name, CLASS).align(Align::Centre);
    canvas.write_name(&class, area.at(bottom + 1.0), 1, 9.0);
}

/// « Léa », or « Léa M. » beside another Léa.
fn name(line: &Line, roll: &Roll) -> String {
    let is_shared = roll.lines.iter().filter(|other| other.first_name == line.first_name).count() > 1;
    match (is_shared, line.last_name.chars().next()) {
        (true, Some(letter)) => format!("{}\u{a0}{letter}.", line.first_name),
        _ => line.first_name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::db::Id;

    fn line(first: &str, last: &str) -> Line {
        Line {
            pupil: Id::new(1),
            first_name: first.into(),
            last_name: last.into(),
            class_name: "CM1".into(),
            grade: "CM1".into(),
            born_on: None,
            adults: Vec::new(),
        }
    }

    #[test]
    fn two_of_one_first_name_are_told_apart() {
        let lines = vec![line("Léa", "Martin"), line("Léa", "Nguyễn"), line("Tom", "Öztürk")];
        let roll = Roll { name: "CM1".into(), lines };
        let names: Vec<String> = roll.lines.iter().map(|line| name(line, &roll)).collect();
        assert_eq!(names, ["Léa\u{a0}M.", "Léa\u{a0}N.", "Tom"]);
    }
}
