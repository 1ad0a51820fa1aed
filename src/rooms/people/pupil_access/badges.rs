//! Badges on paper, eight to a page: who, in which class, and what opens. Pure: it draws nothing and keeps nothing.

use crate::base::{
    pdf::{Align, Area, Canvas, Document, PAGE_HEIGHT, PAGE_WIDTH, PdfError, Role, Stack, Style, Text, Weight},
    pictograms,
};

pub struct Badge {
    pub name: String,
    pub class: String,
    pub opens: Opens,
}

pub enum Opens {
    Pictures([usize; 3]),
    Words { login: String, words: String },
}

const COLUMNS: usize = 2;
const ROWS: usize = 4;
const WIDTH: f32 = PAGE_WIDTH / COLUMNS as f32;
const HEIGHT: f32 = PAGE_HEIGHT / ROWS as f32;
const MARGIN: f32 = 8.0;
const INNER: f32 = WIDTH - 2.0 * MARGIN;
const PICTURE: f32 = 21.0;

const SMALL: Style = Style::new(Weight::Regular, 8.0);
const NAME: Style = Style::new(Weight::Bold, 15.0).leading(1.15);
const LABEL: Style = Style::new(Weight::Regular, 8.0).leading(1.3);
const LOGIN: Style = Style::new(Weight::Mono, 12.0);
const WORDS: Style = Style::new(Weight::Bold, 18.0);
const UNDER: Style = Style::new(Weight::Bold, 10.0);

/// `address`: where words are typed, as one types it.
pub fn pdf(school: &str, address: &str, badges: &[Badge]) -> Result<Vec<u8>, PdfError> {
    let mut document = Document::new(&format!("Badges des élèves, {school}"), "fr-FR");
    for page in badges.chunks(COLUMNS * ROWS) {
        document.page(&page[0].class, |canvas| {
            for (place, badge) in page.iter().enumerate() {
                let corner = ((place % COLUMNS) as f32 * WIDTH, (place / COLUMNS) as f32 * HEIGHT);
                canvas.section(|canvas| draw(canvas, school, address, badge, corner));
            }
            canvas.cuts(ROWS, page.len().div_ceil(COLUMNS));
            Ok(())
        })?;
    }
    document.finish()
}

fn draw(canvas: &mut Canvas<'_>, school: &str, address: &str, badge: &Badge, (left, top): (f32, f32)) {
    let area = Area::new(left + MARGIN, top + 7.0, INNER);
    canvas.write_name(&Text::new(school, SMALL), Area { width: INNER - 26.0, ..area }, 1, 6.0);
    let class = Area { left: area.left + INNER - 24.0, width: 24.0, ..area };
    canvas.write_name(&Text::new(&badge.class, SMALL.bold()).align(Align::End), class, 1, 6.0);
    let line = area.top + SMALL.line_height() + 0.6;
    canvas.rule((area.left, line), (area.left + INNER, line), 0.25);
    let bottom = canvas.write_name(&Text::new(&badge.name, NAME).role(Role::Title), area.at(line + 1.6), 1, 8.5);
    let below = area.at(bottom + 2.5);
    match &badge.opens {
        Opens::Pictures(pictures) => pictures_of(canvas, pictures, below),
        Opens::Words { login, words } => {
            let stack = Stack::default()
                .label(Text::new("Adresse", LABEL))
                .value(Text::new(address, LOGIN), 1, 6.5)
                .label(Text::new("Ton identifiant", LABEL))
                .value(Text::new(login, LOGIN), 1, 7.0)
                .label(Text::new("Tes deux mots", LABEL))
                .value(Text::new(words, WORDS), 1, 10.0);
            canvas.write_stack(&stack, below, top + HEIGHT - 13.0 - below.top);
        }
    }
    let foot = area.at(top + HEIGHT - 10.0);
    canvas.write_name(
        &Text::new("C’est ton secret\u{202f}: seulement pour toi et pour tes parents.", SMALL),
        foot,
        1,
        6.0,
    );
}

/// In their order, each over its word.
fn pictures_of(canvas: &mut Canvas<'_>, pictures: &[usize; 3], area: Area) {
    let step = INNER / 3.0;
    for (place, picture) in pictures.iter().enumerate() {
        let left = area.left + place as f32 * step;
        pictograms::draw(canvas, *picture, (left + (step - PICTURE) / 2.0, area.top), PICTURE);
        let word = format!("{}. {}", place + 1, pictograms::WORDS[*picture]);
        let under = Area { left, width: step, top: area.top + PICTURE + 1.0 };
        canvas.write_name(&Text::new(&word, UNDER).align(Align::Centre), under, 1, 7.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_makes_pages() {
        let badge = |n: usize| Badge {
            name: format!("Élève {n}"),
            class: "CP".into(),
            opens: if n.is_multiple_of(2) {
                Opens::Pictures([n % 12, (n + 1) % 12, (n + 2) % 12])
            } else {
                Opens::Words { login: format!("eleve.{n}"), words: "citron papillon".into() }
            },
        };
        let badges: Vec<Badge> = (0..17).map(badge).collect();
        let bytes = pdf("École Jean-Jaurès", "ecole.local", &badges).unwrap();
        assert!(bytes.starts_with(b"%PDF"));
    }
}
