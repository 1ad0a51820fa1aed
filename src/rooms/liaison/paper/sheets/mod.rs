//! What comes out of the printer for a word, as plain data and as PDF: talons to cut and take back, the word itself to glue
//! into the pupils' books, the class's list to tick. Pure: it draws no code and looks nobody up.

mod grid;
mod list;
mod questions;
mod talons;
mod text;

pub use grid::Grid;
pub use list::{ClassList, Line};
pub use questions::Question;

use crate::base::pdf::{Document, PdfError};

/// What every paper of a word says.
pub struct Word {
    pub school: String,
    pub title: String,
    /// « Mme Benali, mardi 17 novembre ».
    pub from: String,
    /// Paragraphs, list items with their mark.
    pub text: String,
    /// « À rendre au plus tard le jeudi 26 novembre ».
    pub deadline: String,
    /// What signing the talon says; empty when nothing is asked.
    pub sentence: String,
    pub questions: Vec<Question>,
}

/// One talon.
pub struct Talon {
    pub class_name: String,
    /// « Léa Martin ».
    pub pupil: String,
    /// For whom, where a pupil has several.
    pub names: String,
    /// What the code's picture holds.
    pub address: String,
    /// As one types it.
    pub code: String,
}

/// One sheet with the whole word.
pub struct Copy {
    pub class_name: String,
    pub pupil: String,
    pub names: String,
}

/// `at_most`: to a page, as the teacher chose; the text may need more room.
pub fn talons(word: &Word, talons: &[Talon], at_most: Option<usize>) -> Result<Vec<u8>, PdfError> {
    let mut document = Document::new(&format!("Talons : {}", word.title), "fr-FR");
    talons::pages(&mut document, word, talons, at_most)?;
    document.finish()
}

pub fn copies(word: &Word, copies: &[Copy], at_most: Option<usize>) -> Result<Vec<u8>, PdfError> {
    let mut document = Document::new(&word.title, "fr-FR");
    text::pages(&mut document, word, copies, at_most)?;
    document.finish()
}

pub fn lists(word: &Word, classes: &[ClassList]) -> Result<Vec<u8>, PdfError> {
    let mut document = Document::new(&format!("Suivi sur papier : {}", word.title), "fr-FR");
    for class in classes {
        document.table(&list::table(word, class))?;
    }
    document.finish()
}

/// Those of a class together, in the order given: a class begins on its own page.
fn by_class<T>(all: &[T], class: impl Fn(&T) -> &str) -> Vec<(&str, &[T])> {
    let same = |a: &T, b: &T| class(a) == class(b);
    all.chunk_by(same).map(|some| (class(&some[0]), some)).collect()
}

#[cfg(test)]
mod tests;
