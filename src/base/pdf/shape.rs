//! One line of text into placed glyphs: which font for which word, joined letters, right-to-left scripts.
//!
//! The two directions are enough for a sentence with a foreign name in it; nested quotations are not attempted.

use krilla::text::{GlyphId, KrillaGlyph};
use rustybuzz::{Direction, UnicodeBuffer, shape_with_plan};

use super::fonts::{Fonts, Weight};

/// Glyphs in the order in which they are drawn, from the left.
pub struct Line {
    pub(super) runs: Vec<Run>,
    width: f32,
    is_rtl: bool,
}

/// Glyphs of one face and one direction.
pub(super) struct Run {
    pub face: usize,
    pub text: String,
    pub glyphs: Vec<KrillaGlyph>,
    pub width: f32,
}

impl Line {
    /// In ems: to be multiplied by the size.
    pub fn width(&self) -> f32 {
        self.width
    }

    pub fn is_rtl(&self) -> bool {
        self.is_rtl
    }
}

impl Fonts {
    pub fn line(&self, text: &str, weight: Weight) -> Line {
        let text = self.writable(text, weight);
        let is_rtl = is_rtl(&text);
        let pieces = self.pieces(&text, weight, is_rtl);
        let runs: Vec<Run> = in_drawing_order(pieces, is_rtl).into_iter().map(|piece| self.run(piece)).collect();
        Line { width: runs.iter().map(|run| run.width).sum(), runs, is_rtl }
    }

    /// The text without what cannot or must not be drawn: a name may have been pasted from anywhere.
    fn writable(&self, text: &str, weight: Weight) -> String {
        text.chars()
            .filter(|&letter| !is_invisible(letter))
            .map(|letter| match letter {
                _ if letter.is_control() => ' ',
                _ if self.of_letter(letter, weight).is_some() => letter,
                _ => '?',
            })
            .collect()
    }

    /// Cut where the direction or the face changes, in reading order.
    fn pieces(&self, text: &str, weight: Weight, is_rtl: bool) -> Vec<Piece> {
        let words = words(text, is_rtl);
        let faces = self.of_words(&words, weight);
        let mut pieces: Vec<Piece> = Vec::new();
        for ((word, is_rtl), face) in words.into_iter().zip(faces) {
            if let Some(face) = face {
                join(&mut pieces, face, is_rtl, &word);
                continue;
            }
            for letter in word.chars() {
                let face = self.of_letter(letter, weight).unwrap_or_default();
                join(&mut pieces, face, is_rtl, letter.encode_utf8(&mut [0; 4]));
            }
        }
        pieces
    }

    /// One face for a whole name: in `Nguyễn Thị Ánh` the last word follows the two that only the fallback writes.
    fn of_words(&self, words: &[(String, bool)], weight: Weight) -> Vec<Option<usize>> {
        let mut faces: Vec<Option<usize>> = words.iter().map(|(word, _)| self.of_word(word, weight)).collect();
        let usual = self.of_word("", weight);
        let forwards = (1..words.len()).map(|index| (index, index - 1));
        let backwards = (1..words.len()).rev().map(|index| (index - 1, index));
        for (index, neighbour) in forwards.chain(backwards) {
            let (word, face) = (&words[index].0, faces[neighbour]);
            let is_name = begins_a_name(word)
                && begins_a_name(&words[neighbour].0)
                && !words[index.min(neighbour)].0.trim_end().ends_with(',');
            if is_name && faces[index] == usual && face.is_some_and(|face| self.has(face, word)) {
                faces[index] = face;
            }
        }
        faces
    }

    fn run(&self, piece: Piece) -> Run {
        let face = self.face(piece.face);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&piece.text);
        buffer.set_direction(if piece.is_rtl { Direction::RightToLeft } else { Direction::LeftToRight });
        buffer.guess_segment_properties();
        let script = Some(buffer.script()).filter(|&script| script != rustybuzz::script::UNKNOWN);
        let plan = face.plan(buffer.direction(), script);
        let shaped = shape_with_plan(&face.shaper, &plan, buffer);

        let em = face.font.units_per_em();
        let infos = shaped.glyph_infos();
        let mut starts: Vec<usize> = infos.iter().map(|info| info.cluster as usize).collect();
        starts.sort_unstable();
        starts.dedup();
        let glyphs: Vec<KrillaGlyph> = infos
            .iter()
            .zip(shaped.glyph_positions())
            .map(|(info, position)| {
                let start = info.cluster as usize;
                let next = starts.partition_point(|&other| other <= start);
                let end = starts.get(next).copied().unwrap_or(piece.text.len());
                KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    position.x_advance as f32 / em,
                    position.x_offset as f32 / em,
                    position.y_offset as f32 / em,
                    position.y_advance as f32 / em,
                    start..end,
                    None,
                )
            })
            .collect();
        Run { face: piece.face, width: glyphs.iter().map(|glyph| glyph.x_advance).sum(), text: piece.text, glyphs }
    }
}

fn begins_a_name(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

struct Piece {
    face: usize,
    is_rtl: bool,
    text: String,
}

fn join(pieces: &mut Vec<Piece>, face: usize, is_rtl: bool, text: &str) {
    match pieces.last_mut() {
        Some(last) if last.face == face && last.is_rtl == is_rtl => last.text.push_str(text),
        _ => pieces.push(Piece { face, is_rtl, text: text.to_owned() }),
    }
}

/// Words with the spaces that follow them, cut also where the direction turns.
fn words(text: &str, is_rtl: bool) -> Vec<(String, bool)> {
    let letters: Vec<char> = text.chars().collect();
    let mut words: Vec<(String, bool)> = Vec::new();
    for (letter, direction) in letters.iter().zip(directions(&letters, is_rtl)) {
        match words.last_mut() {
            Some((word, known)) if *known == direction && (*letter == ' ' || !word.ends_with(' ')) => {
                word.push(*letter);
            }
            _ => words.push((letter.to_string(), direction)),
        }
    }
    words
}

/// Is each letter read from right to left? Signs follow their neighbours when these agree, else the sentence.
fn directions(letters: &[char], is_rtl: bool) -> Vec<bool> {
    let strong: Vec<Option<bool>> = letters.iter().map(|&letter| strength(letter)).collect();
    let mut after = vec![None; letters.len()];
    let mut next = None;
    for index in (0..letters.len()).rev() {
        after[index] = next;
        next = strong[index].or(next);
    }
    let mut before = None;
    let mut directions = Vec::with_capacity(letters.len());
    for index in 0..letters.len() {
        let settled = strong[index].or(match (before, after[index]) {
            (Some(left), Some(right)) if left == right => Some(left),
            _ => None,
        });
        before = strong[index].or(before);
        directions.push(settled.unwrap_or(is_rtl));
    }
    directions
}

fn in_drawing_order(pieces: Vec<Piece>, is_rtl: bool) -> Vec<Piece> {
    let mut stretches: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        match stretches.last_mut() {
            Some(stretch) if stretch[0].is_rtl == piece.is_rtl => stretch.push(piece),
            _ => stretches.push(vec![piece]),
        }
    }
    for stretch in stretches.iter_mut().filter(|stretch| stretch[0].is_rtl) {
        stretch.reverse();
    }
    if is_rtl {
        stretches.reverse();
    }
    stretches.into_iter().flatten().collect()
}

fn is_rtl(text: &str) -> bool {
    text.chars().find_map(strength).unwrap_or(false)
}

/// Right to left, left to right, or neither by itself.
fn strength(letter: char) -> Option<bool> {
    match letter {
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' => Some(true),
        _ if letter.is_alphanumeric() => Some(false),
        _ => None,
    }
}

/// Marks that only steer other software, among them those that turn a name's direction round.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> Vec<String> {
        let line = Fonts::embedded().line(text, Weight::Regular);
        line.runs.into_iter().map(|run| run.text).collect()
    }

    #[test]
    fn a_latin_name_stands_inside_an_arabic_sentence() {
        let line = drawn("مدرسة Préau. امسحوا");
        assert_eq!(line, ["امسحوا", ". ", "Préau", "مدرسة "]);
    }

    #[test]
    fn a_fallback_word_does_not_change_its_neighbours() {
        assert_eq!(drawn("pour Ánh (CM1), Ễn (CP)"), ["pour Ánh (CM1), ", "Ễn ", "(CP)"]);
    }

    #[test]
    fn a_name_is_of_one_design() {
        assert_eq!(drawn("Bonjour Nguyễn Thị Ánh, oui"), ["Bonjour Nguyễn Thị Ánh, ", "oui"]);
    }

    #[test]
    fn arabic_letters_join() {
        let fonts = Fonts::embedded();
        let glyphs = |text: &str| -> Vec<u32> {
            let runs = fonts.line(text, Weight::Regular).runs;
            runs.iter().flat_map(|run| run.glyphs.iter().map(|glyph| glyph.glyph_id.to_u32())).collect()
        };
        // A letter alone and the same letter between two others are different glyphs.
        assert!(!glyphs("مدرسة").contains(&glyphs("س")[0]));
    }

    #[test]
    fn steering_marks_are_dropped_and_strangers_replaced() {
        assert_eq!(drawn("Lé\u{202e}a\tქ"), ["Léa ?"]);
    }

    #[test]
    fn the_narrow_space_is_narrower_than_the_space() {
        let fonts = Fonts::embedded();
        let width = |text| fonts.line(text, Weight::Regular).width();
        assert!(width("a\u{202f}!") < width("a !"));
        assert!(width("a\u{202f}!") > width("a!"));
    }
}
