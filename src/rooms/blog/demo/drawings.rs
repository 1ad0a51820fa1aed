//! Photos of a fictive school: drawn by code, the same for the same number, of nobody. A few kilobytes each.

use crate::{base::error::Result, door::demo::Chance};
use std::sync::OnceLock;

const WIDE: usize = 960;
const HIGH: usize = 720;
pub const SHAPE: (u32, u32) = (WIDE as u32, HIGH as u32);
/// So many there are.
pub const ALL: usize = 6;
/// And so many of children, whom nobody ever was.
pub const FRIENDS: usize = 4;
/// Where their heads are, in thousandths; what is drawn over one of them.
pub const HEADS: [(u16, u16); 4] = [(156, 444), (385, 417), (615, 431), (844, 417)];

type Colour = [u8; 3];

struct Sheet {
    pixels: Vec<u8>,
}

/// The file of one of them, as a telephone would send it.
pub fn file(number: usize) -> Result<&'static [u8]> {
    kept(number % ALL)
}

/// The same of one with children.
pub fn friends_file(number: usize) -> Result<&'static [u8]> {
    kept(ALL + number % FRIENDS)
}

fn kept(number: usize) -> Result<&'static [u8]> {
    static FILES: [OnceLock<Vec<u8>>; ALL + FRIENDS] = [const { OnceLock::new() }; ALL + FRIENDS];
    let place = &FILES[number];
    if place.get().is_none() {
        let made = drawn(number).encoded()?;
        let _ = place.set(made);
    }
    Ok(place.get().map_or(&[], Vec::as_slice))
}

/// What is on it, for who does not see it.
pub fn words(number: usize) -> &'static str {
    [
        "Des tournesols en papier le long du mur de la cour.",
        "Un bateau de papier sur une bassine d’eau bleue.",
        "Les collines derrière l’école, sous un grand soleil.",
        "Un gâteau au chocolat et ses bougies.",
        "Des pots de lentilles alignés devant la fenêtre.",
        "Une fresque de ronds de toutes les couleurs.",
    ][number % ALL]
}

fn drawn(number: usize) -> Sheet {
    let mut chance = Chance::new(number as u64 + 7);
    let mut sheet = Sheet::sky([176, 214, 240], [246, 236, 214]);
    match number {
        0 => sunflowers(&mut sheet, &mut chance),
        1 => boat(&mut sheet, &mut chance),
        2 => hills(&mut sheet),
        3 => cake(&mut sheet),
        4 => pots(&mut sheet, &mut chance),
        friends_from if friends_from >= ALL => friends(&mut sheet, &mut chance),
        _ => fresco(&mut sheet, &mut chance),
    }
    sheet
}

fn sunflowers(sheet: &mut Sheet, chance: &mut Chance) {
    sheet.bar(0, 560, WIDE, HIGH, [122, 164, 92]);
    for place in 0..7 {
        let (x, y) = (90 + place * 130, 190 + chance.below(120));
        sheet.bar(x - 5, y, x + 5, 600, [70, 128, 62]);
        for leaf in 0..12 {
            let turn = f64::from(leaf) * std::f64::consts::TAU / 12.0;
            sheet.disc(x as f64 + 46.0 * turn.cos(), y as f64 + 46.0 * turn.sin(), 19.0, [247, 196, 52]);
        }
        sheet.disc(x as f64, y as f64, 34.0, [104, 68, 36]);
    }
}

fn boat(sheet: &mut Sheet, chance: &mut Chance) {
    sheet.bar(0, 330, WIDE, HIGH, [74, 138, 186]);
    for _ in 0..60 {
        let (x, y) = (chance.below(WIDE), 350 + chance.below(340));
        sheet.bar(x, y, (x + 60).min(WIDE), y + 5, [140, 190, 222]);
    }
    for row in 0..90 {
        sheet.bar(300 + row, 380 + row, 660 - row, 381 + row, [250, 248, 240]);
        sheet.bar(480 - row, 200 + row * 2, 481, 202 + row * 2, [226, 92, 70]);
    }
}

fn hills(sheet: &mut Sheet) {
    sheet.disc(720.0, 170.0, 80.0, [252, 214, 92]);
    sheet.disc(200.0, 900.0, 470.0, [104, 150, 96]);
    sheet.disc(640.0, 960.0, 480.0, [84, 134, 84]);
    sheet.disc(930.0, 900.0, 330.0, [126, 168, 104]);
}

fn cake(sheet: &mut Sheet) {
    sheet.bar(0, 540, WIDE, HIGH, [204, 164, 122]);
    sheet.bar(250, 360, 710, 560, [98, 62, 44]);
    sheet.bar(250, 330, 710, 390, [248, 234, 214]);
    for candle in 0..7 {
        let x = 290 + candle * 62;
        sheet.bar(x, 230, x + 14, 335, [226, 110, 130]);
        sheet.disc(x as f64 + 7.0, 212.0, 15.0, [252, 196, 74]);
    }
}

fn pots(sheet: &mut Sheet, chance: &mut Chance) {
    sheet.bar(0, 520, WIDE, HIGH, [226, 206, 172]);
    sheet.bar(470, 0, 490, 520, [250, 250, 246]);
    for pot in 0..6 {
        let x = 60 + pot * 150;
        let tall = 90 + chance.below(150);
        for stem in 0..5 {
            sheet.bar(x + 18 + stem * 17, 450 - tall + stem * 9, x + 22 + stem * 17, 450, [92, 152, 76]);
            sheet.disc((x + 20 + stem * 17) as f64, (450 - tall + stem * 9) as f64, 11.0, [120, 178, 92]);
        }
        sheet.bar(x, 440, x + 110, 560, [196, 106, 70]);
    }
}

/// Four of them in the yard, hand in hand.
fn friends(sheet: &mut Sheet, chance: &mut Chance) {
    const SKINS: [Colour; 4] = [[244, 206, 176], [224, 172, 132], [164, 112, 78], [110, 74, 52]];
    const HAIRS: [Colour; 4] = [[62, 44, 34], [150, 92, 46], [226, 178, 92], [30, 26, 26]];
    const COATS: [Colour; 5] = [[226, 92, 70], [247, 196, 52], [74, 138, 186], [104, 166, 92], [152, 104, 176]];
    sheet.bar(0, 540, WIDE, HIGH, [196, 186, 170]);
    for (x, _) in HEADS.iter().skip(1) {
        let x = usize::from(*x) * WIDE / 1000;
        sheet.bar(x - 180, 480, x - 40, 496, SKINS[chance.below(4)]);
    }
    for (x, y) in HEADS {
        let (x, y) = (usize::from(x) * WIDE / 1000, usize::from(y) * HIGH / 1000);
        let (skin, hair) = (SKINS[chance.below(4)], HAIRS[chance.below(4)]);
        sheet.bar(x - 34, 560, x - 8, 660, [70, 84, 112]);
        sheet.bar(x + 8, 560, x + 34, 660, [70, 84, 112]);
        sheet.bar(x - 56, y + 52, x + 56, 580, COATS[chance.below(5)]);
        let (x, y) = (x as f64, y as f64);
        sheet.disc(x, y - 12.0, 66.0, hair);
        sheet.disc(x, y + 6.0, 54.0, skin);
        sheet.disc(x - 19.0, y, 6.0, [40, 34, 34]);
        sheet.disc(x + 19.0, y, 6.0, [40, 34, 34]);
        sheet.disc(x, y + 30.0, 16.0, [190, 70, 70]);
        sheet.disc(x, y + 22.0, 17.0, skin);
    }
}

fn fresco(sheet: &mut Sheet, chance: &mut Chance) {
    const PAINTS: [Colour; 6] =
        [[226, 92, 70], [247, 196, 52], [74, 138, 186], [104, 166, 92], [152, 104, 176], [240, 150, 84]];
    for _ in 0..70 {
        let (x, y, size) = (chance.below(WIDE), chance.below(HIGH), 22 + chance.below(60));
        sheet.disc(x as f64, y as f64, size as f64, PAINTS[chance.below(PAINTS.len())]);
    }
}

impl Sheet {
    /// From one colour above to another below.
    fn sky(above: Colour, below: Colour) -> Sheet {
        let mut pixels = Vec::with_capacity(WIDE * HIGH * 3);
        for y in 0..HIGH {
            let mixed = |at: usize| {
                let (from, to) = (usize::from(above[at]), usize::from(below[at]));
                // Between two bytes.
                ((from * (HIGH - y) + to * y) / HIGH) as u8
            };
            let line = [mixed(0), mixed(1), mixed(2)];
            (0..WIDE).for_each(|_| pixels.extend_from_slice(&line));
        }
        Sheet { pixels }
    }

    fn bar(&mut self, left: usize, top: usize, right: usize, bottom: usize, colour: Colour) {
        for y in top..bottom.min(HIGH) {
            for x in left..right.min(WIDE) {
                self.dot(x, y, colour);
            }
        }
    }

    fn disc(&mut self, x: f64, y: f64, radius: f64, colour: Colour) {
        let between = |centre: f64, end: usize| {
            let from = (centre - radius).max(0.0) as usize;
            from..((centre + radius).max(0.0) as usize + 1).min(end)
        };
        for row in between(y, HIGH) {
            for column in between(x, WIDE) {
                if (column as f64 - x).hypot(row as f64 - y) <= radius {
                    self.dot(column, row, colour);
                }
            }
        }
    }

    fn dot(&mut self, x: usize, y: usize, colour: Colour) {
        let at = (y * WIDE + x) * 3;
        self.pixels[at..at + 3].copy_from_slice(&colour);
    }

    fn encoded(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let encoder = jpeg_encoder::Encoder::new(&mut bytes, 82);
        let made = encoder.encode(&self.pixels, WIDE as u16, HIGH as u16, jpeg_encoder::ColorType::Rgb);
        made.map_err(|error| crate::base::error::Error::internal(error.to_string()))?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_small_and_always_the_same() {
        for number in 0..ALL + FRIENDS {
            let one = kept(number).unwrap();
            assert!(one.len() < 100_000, "{} bytes", one.len());
            assert_eq!(one, drawn(number).encoded().unwrap());
        }
    }
}
