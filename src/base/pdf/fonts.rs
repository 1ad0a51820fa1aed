//! The fonts inside the binary, and which of them writes a word. `scripts/pdf-fonts` makes the files.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use krilla::text::Font;
use rustybuzz::{Direction, Script, ShapePlan};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weight {
    Regular,
    Bold,
    /// Every sign as wide as the next: logins.
    Mono,
    MonoBold,
}

/// All faces, parsed once for one document.
pub struct Fonts {
    faces: [Face; FILES.len()],
    /// Fitting a text measures its beginnings again and again, and a thousand letters repeat the same sentences.
    widths: RefCell<HashMap<(Weight, String), f32>>,
}

/// Beyond this the known widths are forgotten: names do not come back, and memory stays small.
const KNOWN_WIDTHS: usize = 8192;

pub(super) struct Face {
    pub shaper: rustybuzz::Face<'static>,
    pub font: Font,
    /// Making a plan costs far more than shaping a name with it.
    plans: RefCell<Vec<KnownPlan>>,
}

type KnownPlan = (Direction, Option<Script>, Rc<ShapePlan>);

const FILES: [&[u8]; 9] = [
    include_bytes!("../../../assets/pdf-fonts/atkinson-next-regular.ttf"),
    include_bytes!("../../../assets/pdf-fonts/atkinson-next-bold.ttf"),
    include_bytes!("../../../assets/pdf-fonts/atkinson-mono-medium.ttf"),
    include_bytes!("../../../assets/pdf-fonts/atkinson-mono-bold.ttf"),
    include_bytes!("../../../assets/pdf-fonts/noto-sans-regular.ttf"),
    include_bytes!("../../../assets/pdf-fonts/noto-sans-bold.ttf"),
    include_bytes!("../../../assets/pdf-fonts/noto-sans-arabic.ttf"),
    include_bytes!("../../../assets/pdf-fonts/noto-sans-tamil.ttf"),
    include_bytes!("../../../assets/pdf-fonts/noto-sans-sc.otf"),
];

impl Fonts {
    pub fn embedded() -> Self {
        Self { faces: FILES.map(Face::new), widths: RefCell::default() }
    }

    /// Can every letter of `text` be written? What cannot is printed as a question mark.
    pub fn covers(&self, text: &str) -> bool {
        text.chars().all(|letter| is_blank(letter) || self.of_letter(letter, Weight::Regular).is_some())
    }

    /// Width of `text` on one line, in ems: to be multiplied by the size.
    pub fn width(&self, text: &str, weight: Weight) -> f32 {
        let key = (weight, text.to_owned());
        if let Some(&width) = self.widths.borrow().get(&key) {
            return width;
        }
        let width = self.line(text, weight).width();
        let mut widths = self.widths.borrow_mut();
        if widths.len() >= KNOWN_WIDTHS {
            widths.clear();
        }
        widths.insert(key, width);
        width
    }

    pub(super) fn face(&self, index: usize) -> &Face {
        &self.faces[index]
    }

    /// The first face that writes the whole word: half a name in another design would look like a mistake.
    pub(super) fn of_word(&self, word: &str, weight: Weight) -> Option<usize> {
        preference(weight).iter().copied().find(|&index| self.has(index, word))
    }

    pub(super) fn has(&self, index: usize, word: &str) -> bool {
        word.chars().all(|letter| is_blank(letter) || self.faces[index].has(letter))
    }

    pub(super) fn of_letter(&self, letter: char, weight: Weight) -> Option<usize> {
        preference(weight).iter().copied().find(|&index| is_blank(letter) || self.faces[index].has(letter))
    }
}

impl Face {
    fn new(bytes: &'static [u8]) -> Self {
        Self {
            shaper: rustybuzz::Face::from_slice(bytes, 0).expect("an embedded font parses"),
            font: Font::new(bytes.into(), 0).expect("an embedded font parses"),
            plans: RefCell::default(),
        }
    }

    pub fn plan(&self, direction: Direction, script: Option<Script>) -> Rc<ShapePlan> {
        let mut plans = self.plans.borrow_mut();
        if let Some((_, _, plan)) = plans.iter().find(|known| known.0 == direction && known.1 == script) {
            return Rc::clone(plan);
        }
        let plan = Rc::new(ShapePlan::new(&self.shaper, direction, script, None, &[]));
        plans.push((direction, script, Rc::clone(&plan)));
        plan
    }

    fn has(&self, letter: char) -> bool {
        self.shaper.glyph_index(letter).is_some()
    }
}

/// Indices into `FILES`. The scripts of the fixed sentences exist in one weight.
fn preference(weight: Weight) -> &'static [usize] {
    match weight {
        Weight::Regular => &[0, 4, 6, 7, 8],
        Weight::Bold => &[1, 5, 6, 7, 8],
        Weight::Mono => &[2, 0, 4, 6, 7, 8],
        Weight::MonoBold => &[3, 1, 5, 6, 7, 8],
    }
}

/// Spaces that the shaper makes out of the plain space when a font has no sign of its own for them.
fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\u{a0}' | '\u{202f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_atkinson_knows_stay_in_atkinson() {
        let fonts = Fonts::embedded();
        for name in ["Şahin", "Łukasz", "D’Almeida", "Ÿves", "Cœur", "İnci", "Ștefan"] {
            assert_eq!(fonts.of_word(name, Weight::Regular), Some(0), "{name}");
            assert_eq!(fonts.of_word(name, Weight::Bold), Some(1), "{name}");
        }
    }

    #[test]
    fn a_vietnamese_name_falls_back_whole() {
        let fonts = Fonts::embedded();
        assert_eq!(fonts.of_word("Nguyễn", Weight::Regular), Some(4));
        assert_eq!(fonts.of_word("Nguyễn", Weight::Bold), Some(5));
    }

    #[test]
    fn what_no_font_has_is_known() {
        let fonts = Fonts::embedded();
        assert!(fonts.covers("Ngô Đình Ưng, prénom\u{202f}: Ÿ"));
        assert!(!fonts.covers("ქეთი"));
    }
}
