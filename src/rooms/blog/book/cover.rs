//! The first page: the school's yard, what the book is, whose, and of when.

use super::paper::INK;
use crate::{
    base::{
        french,
        pdf::{Align, Area, Canvas, Document, PAGE_WIDTH, PdfError, Role, Style, Text, Weight},
    },
    rooms::blog::period::Period,
};
use jiff::civil::Date;

const SCHOOL: Style = Style::new(Weight::Regular, 15.0);
const NAME: Style = Style::new(Weight::Bold, 40.0).leading(1.1).tint(INK);
const CLASS: Style = Style::new(Weight::Bold, 25.0).leading(1.2);
const PERIOD: Style = Style::new(Weight::Regular, 15.0);
const NOTE: Style = Style::new(Weight::Regular, 9.5).leading(1.35).gray(70);
const PALE: [u8; 3] = [0xe9, 0xe6, 0xf4];
const TITLE: &str = "Le livre de la classe";

pub struct Cover {
    pub school: String,
    pub class: String,
    pub period: Period,
    pub made_on: Date,
    /// The copy of who keeps the posts: not for all families.
    pub is_own: bool,
}

impl Cover {
    pub fn title(&self) -> String {
        format!("{TITLE}, {}", self.class)
    }

    /// What stands at the bottom of the other pages.
    pub fn running(&self) -> String {
        format!("{} · {}, {}", self.school, self.class, self.period.told())
    }
}

pub fn draw(document: &mut Document, cover: &Cover) -> Result<(), PdfError> {
    const LEFT: f32 = 24.0;
    const WIDTH: f32 = PAGE_WIDTH - 2.0 * LEFT;
    document.page(TITLE, |canvas| {
        let area = Area::new(LEFT, 30.0, WIDTH);
        let centred = |text| Text { align: Align::Centre, ..text };
        canvas.write_name(&centred(Text::new(&cover.school, SCHOOL)), area, 2, 11.0);
        yard(canvas, (PAGE_WIDTH / 2.0 - 62.0, 58.0), 124.0 / 120.0);
        let top = canvas.write(&centred(Text::new(TITLE, NAME).role(Role::Title)), area.at(148.0));
        let top = canvas.write_name(&centred(Text::new(&cover.class, CLASS)), area.at(top + 8.0), 2, 14.0);
        let period = french::capitalised(&cover.period.told());
        canvas.write(&centred(Text::new(&period, PERIOD)), area.at(top + 4.0));
        let note = note(cover);
        canvas.write(&centred(Text::new(&note, NOTE)), area.at(262.0));
        Ok(())
    })
}

fn note(cover: &Cover) -> String {
    let whose = if cover.is_own {
        "Exemplaire de l’école, avec des photos réservées à certaines familles\u{202f}: à ne pas distribuer."
    } else {
        "Pour les familles de la classe. Merci de ne pas publier ces photos ailleurs."
    };
    format!("{whose}\nPréparé le {} avec Préau.", french::date_year(cover.made_on))
}

/// The covered yard, three children and a ball, as on the pages of Préau; `unit` millimetres for one of the drawing.
fn yard(canvas: &mut Canvas<'_>, corner: (f32, f32), unit: f32) {
    let at = |x: f32, y: f32| (corner.0 + x * unit, corner.1 + y * unit);
    canvas.shape(&[at(8.0, 31.0), at(60.0, 7.0), at(112.0, 31.0)], PALE);
    let line = |canvas: &mut Canvas<'_>, points: &[(f32, f32)]| {
        let corners: Vec<(f32, f32)> = points.iter().map(|(x, y)| at(*x, *y)).collect();
        canvas.stroke_of(&corners, 1.5 * unit, INK);
    };
    for points in [
        &[(8.0, 31.0), (60.0, 7.0), (112.0, 31.0), (8.0, 31.0)][..],
        &[(20.0, 31.0), (20.0, 66.0)],
        &[(100.0, 31.0), (100.0, 66.0)],
        &[(4.0, 66.0), (116.0, 66.0)],
        &[(44.0, 66.0), (44.0, 53.0)],
        &[(56.0, 66.0), (56.0, 49.0)],
        &[(70.0, 66.0), (70.0, 56.0)],
    ] {
        line(canvas, points);
    }
    for (x, y, radius) in [(44.0, 46.0, 3.4), (56.0, 41.5, 3.6), (70.0, 49.0, 3.2), (84.0, 61.5, 3.5)] {
        let round: Vec<(f32, f32)> = (0..36)
            .map(|step| {
                let turn = step as f32 * std::f32::consts::TAU / 36.0;
                at(x + radius * turn.cos(), y + radius * turn.sin())
            })
            .collect();
        canvas.shape(&round, INK);
    }
}
