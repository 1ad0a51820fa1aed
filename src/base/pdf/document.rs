//! The document: pages one after another, its outline, its tags, and the bytes at the end.

use std::fmt;

use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{Node, TagTree};
use krilla::{Document as Writer, SerializeSettings};

use super::canvas::Canvas;
use super::holes::{self, Jpeg, Piece};
use super::{Fonts, points};

/// A4, in millimetres.
pub const PAGE_WIDTH: f32 = 210.0;
pub const PAGE_HEIGHT: f32 = 297.0;

pub struct Document {
    writer: Writer,
    fonts: Fonts,
    title: String,
    language: String,
    nodes: Vec<Node>,
    bookmarks: Vec<(String, usize)>,
    pages: usize,
    jpegs: Vec<Jpeg>,
}

#[derive(Debug)]
pub enum PdfError {
    /// The data is too long for a QR code.
    Qr(qrcode::types::QrError),
    /// The writer refused: a rule of PDF/UA-1 was broken.
    Export(String),
}

impl Document {
    /// `language` is the BCP 47 tag of the whole document.
    pub fn new(title: &str, language: &str) -> Self {
        let configuration = ConfigurationBuilder::new()
            .with_accessibility_validator(Accessibility::UA1)
            .finish()
            .expect("PDF/UA-1 has a default version");
        Self {
            writer: Writer::new_with(SerializeSettings { configuration, ..SerializeSettings::default() }),
            fonts: Fonts::embedded(),
            title: title.to_owned(),
            language: language.to_owned(),
            nodes: Vec::new(),
            bookmarks: Vec::new(),
            pages: 0,
            jpegs: Vec::new(),
        }
    }

    pub fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// One more A4 page. The outline gets `bookmark` once for all the pages in a row that carry it.
    pub fn page(
        &mut self,
        bookmark: &str,
        draw: impl FnOnce(&mut Canvas<'_>) -> Result<(), PdfError>,
    ) -> Result<(), PdfError> {
        let settings = PageSettings::from_wh(points(PAGE_WIDTH), points(PAGE_HEIGHT)).expect("A4 has a positive size");
        let mut page = self.writer.start_page_with(settings);
        let mut canvas = Canvas::new(page.surface(), &self.fonts, self.pages);
        draw(&mut canvas)?;
        let (nodes, jpegs) = canvas.finish();
        self.nodes.extend(nodes);
        for jpeg in jpegs {
            if !self.jpegs.iter().any(|known| known.name == jpeg.name) {
                self.jpegs.push(jpeg);
            }
        }
        page.finish();
        if self.bookmarks.last().is_none_or(|last| last.0 != bookmark) {
            self.bookmarks.push((bookmark.to_owned(), self.pages));
        }
        self.pages += 1;
        Ok(())
    }

    /// Without its photos: each goes where its piece stands.
    pub fn finish_in_pieces(mut self) -> Result<Vec<Piece>, PdfError> {
        let jpegs = std::mem::take(&mut self.jpegs);
        holes::cut(&self.finish()?, &jpegs)
    }

    /// For a document without a [`Jpeg`].
    pub fn finish(mut self) -> Result<Vec<u8>, PdfError> {
        let mut outline = Outline::new();
        for (text, page) in self.bookmarks {
            let top = XyzDestination::new(page, Point::from_xy(0.0, 0.0));
            outline.push_child(OutlineNode::new(text, top));
        }
        self.writer.set_outline(outline);
        let tags = TagTree::from(self.nodes).with_lang(Some(self.language.clone()));
        self.writer.set_tag_tree(tags);
        self.writer.set_metadata(Metadata::new().title(self.title).language(self.language).creator("Préau".to_owned()));
        self.writer.finish().map_err(|error| PdfError::Export(format!("{error:?}")))
    }
}

impl fmt::Display for PdfError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Qr(error) => write!(out, "QR code: {error}"),
            Self::Export(why) => write!(out, "PDF: {why}"),
        }
    }
}

impl std::error::Error for PdfError {}
