//! A text as a sheet: a title, parts, paragraphs.

use crate::base::{
    error::{Error, Result},
    french,
    pdf::{Block, BlockKind, Document, FlowColumn, PdfError, Role, Run, Style, Weight, lay},
};

const COLUMN: FlowColumn = FlowColumn { top: 24.0, bottom: 270.0, inner: 24.0, outer: 24.0, text: 150.0 };
const TITLE: Style = Style::new(Weight::Bold, 22.0).leading(1.2);
const PART: Style = Style::new(Weight::Bold, 13.0).leading(1.3);
const TEXT: Style = Style::new(Weight::Regular, 11.0).leading(1.42);

/// A line that begins with « # » announces a part; every other one is a paragraph.
pub fn sheet(title: &str, text: &str) -> Result<Vec<u8>> {
    draw(title, text).map_err(|error| Error::internal(error.to_string()))
}

fn draw(title: &str, text: &str) -> std::result::Result<Vec<u8>, PdfError> {
    let mut document = Document::new(title, "fr-FR");
    let heading = BlockKind::Heading { text: french::typeset(title), style: TITLE, role: Role::Heading, number: None };
    let mut blocks = vec![Block { before: 0.0, kind: heading }];
    for line in text.lines().filter(|line| !line.is_empty()) {
        blocks.push(match line.strip_prefix("# ") {
            Some(part) => Block {
                before: 6.0,
                kind: BlockKind::Heading {
                    text: french::typeset(part),
                    style: PART,
                    role: Role::Section,
                    number: None,
                },
            },
            None => Block {
                before: 2.8,
                kind: BlockKind::Text { runs: vec![Run::plain(french::typeset(line))], style: TEXT },
            },
        });
    }
    let laid = lay(document.fonts(), &blocks, &COLUMN);
    laid.draw(&mut document, &COLUMN, 1, &|_| title.to_owned(), &|number| (title.to_owned(), number.to_string()))?;
    document.finish()
}
