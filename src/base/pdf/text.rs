//! What is to be written and how, before any place on a page is known.

use super::{Fonts, POINTS_PER_MM, Weight};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    pub weight: Weight,
    /// In points.
    pub size: f32,
    /// Line height, as a multiple of the size.
    pub leading: f32,
    /// 0 is black, which is what a photocopier keeps; 255 is white.
    pub gray: u8,
    /// Red, green and blue, for what is not black.
    pub tint: Option<[u8; 3]>,
}

impl Style {
    pub const fn new(weight: Weight, size: f32) -> Self {
        Self { weight, size, leading: 1.25, gray: 0, tint: None }
    }

    pub const fn leading(self, leading: f32) -> Self {
        Self { leading, ..self }
    }

    pub const fn gray(self, gray: u8) -> Self {
        Self { gray, ..self }
    }

    pub const fn tint(self, tint: [u8; 3]) -> Self {
        Self { tint: Some(tint), ..self }
    }

    pub const fn sized(self, size: f32) -> Self {
        Self { size, ..self }
    }

    /// The same, to be noticed.
    pub const fn bold(self) -> Self {
        let weight = match self.weight {
            Weight::Regular | Weight::Bold => Weight::Bold,
            Weight::Mono | Weight::MonoBold => Weight::MonoBold,
        };
        Self { weight, ..self }
    }

    /// Height of one line, in millimetres.
    pub fn line_height(&self) -> f32 {
        self.size * self.leading / POINTS_PER_MM
    }

    /// Width of `text` on one line, in millimetres.
    pub fn width(&self, fonts: &Fonts, text: &str) -> f32 {
        fonts.width(text, self.weight) * self.size / POINTS_PER_MM
    }
}

/// What a piece of text is, for somebody who listens to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Title,
    Heading,
    /// Below a heading, and below that.
    Section,
    Part,
    Paragraph,
    HeaderCell,
    Cell,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// The left, or the right for a text that is read from right to left.
    Start,
    Centre,
    /// The right, or the left for a text that is read from right to left.
    End,
}

#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    pub text: &'a str,
    pub style: Style,
    pub role: Role,
    pub align: Align,
    /// BCP 47, when it is not the document's own.
    pub language: Option<&'a str>,
}

impl<'a> Text<'a> {
    pub const fn new(text: &'a str, style: Style) -> Self {
        Self { text, style, role: Role::Paragraph, align: Align::Start, language: None }
    }

    pub const fn role(self, role: Role) -> Self {
        Self { role, ..self }
    }

    pub const fn align(self, align: Align) -> Self {
        Self { align, ..self }
    }

    pub const fn language(self, tag: &'a str) -> Self {
        Self { language: Some(tag), ..self }
    }
}
