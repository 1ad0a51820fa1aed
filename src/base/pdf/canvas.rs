//! One page to draw on, in millimetres from its top left corner. What is written is tagged for those who listen;
//! lines and frames are marked as decoration.

use std::num::NonZeroU16;

use krilla::color::{luma, rgb};
use krilla::geom::{Path, PathBuilder, Point, Rect, Transform};
use krilla::paint::{Fill, LineCap, Paint, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, BBox, ContentTag, Node, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind,
};

use super::text::{Align, Role, Style, Text};
use super::wrap::{Fitted, Limits, fit, wrap};
use super::{FlowColumn, Fonts, Jpeg, Line, POINTS_PER_MM, PdfError, points, qr};

/// Where a text may stand: it begins at the top and goes down as far as it needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    pub left: f32,
    pub top: f32,
    pub width: f32,
}

impl Area {
    pub const fn new(left: f32, top: f32, width: f32) -> Self {
        Self { left, top, width }
    }

    pub const fn at(self, top: f32) -> Self {
        Self { top, ..self }
    }
}

/// How far a name may shrink before a second line reads better than smaller letters.
const COMFORTABLE: f32 = 0.8;

pub struct Canvas<'a> {
    pub(super) surface: Surface<'a>,
    fonts: &'a Fonts,
    pub(super) page: usize,
    /// The groups that are open, the outermost first.
    open: Vec<Vec<Node>>,
    /// What was only given a place.
    pub(super) jpegs: Vec<Jpeg>,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(surface: Surface<'a>, fonts: &'a Fonts, page: usize) -> Self {
        Self { surface, fonts, page, open: vec![Vec::new()], jpegs: Vec::new() }
    }

    pub(super) fn finish(mut self) -> (Vec<Node>, Vec<Jpeg>) {
        self.surface.finish();
        (self.open.pop().unwrap_or_default(), self.jpegs)
    }

    pub fn fonts(&self) -> &'a Fonts {
        self.fonts
    }

    /// What `draw` writes belongs together, for those who listen: a slip, a step.
    pub fn section<T>(&mut self, draw: impl FnOnce(&mut Self) -> T) -> T {
        self.group(Tag::Section, draw)
    }

    pub(super) fn group<T>(&mut self, tag: impl Into<TagKind>, draw: impl FnOnce(&mut Self) -> T) -> T {
        self.open.push(Vec::new());
        let drawn = draw(self);
        let children = self.open.pop().unwrap_or_default();
        if !children.is_empty() {
            self.push(TagGroup::with_children(tag, children));
        }
        drawn
    }

    /// Writes on as many lines as it takes and returns where the last one ends.
    pub fn write(&mut self, text: &Text<'_>, area: Area) -> f32 {
        let size = text.style.size / POINTS_PER_MM;
        let measure = |part: &str| self.fonts.width(part, text.style.weight) * size;
        let lines = wrap(text.text, area.width, &measure);
        self.lines(text, &lines, area)
    }

    /// A name or an address: rather in slightly smaller letters than on a second line, on at most `lines` lines, and
    /// never below `smallest` points.
    pub fn write_name(&mut self, text: &Text<'_>, area: Area, lines: usize, smallest: f32) -> f32 {
        let fitted = self.fitted(text, area.width, (lines, smallest, COMFORTABLE));
        self.write_fitted(text, &fitted, area)
    }

    /// What `write_name` would take, in millimetres.
    pub fn name_height(&self, text: &Text<'_>, width: f32, lines: usize, smallest: f32) -> f32 {
        let fitted = self.fitted(text, width, (lines, smallest, COMFORTABLE));
        fitted.lines.len() as f32 * text.style.sized(fitted.size).line_height()
    }

    /// Sentences: as many of the `lines` as they need at their own size, smaller only when these do not suffice.
    pub fn write_prose(&mut self, text: &Text<'_>, area: Area, lines: usize, smallest: f32) -> f32 {
        let fitted = self.fitted(text, area.width, (lines, smallest, 1.0));
        self.write_fitted(text, &fitted, area)
    }

    fn fitted(&self, text: &Text<'_>, width: f32, (lines, smallest, comfortable): (usize, f32, f32)) -> Fitted {
        let limits = Limits { width: width * POINTS_PER_MM, lines, size: text.style.size, smallest, comfortable };
        let measure = |part: &str| self.fonts.width(part, text.style.weight);
        fit(text.text, limits, &measure)
    }

    fn write_fitted(&mut self, text: &Text<'_>, fitted: &Fitted, area: Area) -> f32 {
        let style = text.style.sized(fitted.size);
        self.lines(&Text { style, ..*text }, &fitted.lines, area)
    }

    pub fn rule(&mut self, from: (f32, f32), to: (f32, f32), thickness: f32) {
        let path = polyline(&[from, to]);
        self.stroke(&path, thickness, None);
    }

    pub fn dashes(&mut self, from: (f32, f32), to: (f32, f32)) {
        let path = polyline(&[from, to]);
        self.stroke(&path, 0.25, Some([1.8, 1.4]));
    }

    pub fn frame(&mut self, area: Area, height: f32, thickness: f32) {
        let rect = rect(area, height);
        let mut path = PathBuilder::new();
        path.push_rect(rect);
        self.stroke(&built(path), thickness, None);
    }

    pub fn disc(&mut self, centre: (f32, f32), radius: f32, thickness: f32) {
        self.stroke(&circle(centre, radius), thickness, None);
    }

    /// A shape of one colour, for the eye only: its corners one after another.
    pub fn shape(&mut self, corners: &[(f32, f32)], tint: [u8; 3]) {
        let path = polyline(corners);
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(colour(tint)));
        self.surface.draw_path(&path);
        self.surface.end_tagged();
    }

    /// A line of one colour with round ends.
    pub fn stroke_of(&mut self, corners: &[(f32, f32)], thickness: f32, tint: [u8; 3]) {
        let path = polyline(corners);
        self.coloured(&path, thickness, None, rgb::Color::new(tint[0], tint[1], tint[2]).into());
    }

    /// What runs at the bottom of each page: for the eye only, as who listens hears where they are.
    pub(super) fn foot(&mut self, (words, number): (String, String), column: &FlowColumn, page: usize) {
        const FOOT: Style = Style::new(super::Weight::Regular, 8.5).gray(70);
        let (left, top) = (column.left(page), column.bottom + 8.0);
        let is_right_hand = page % 2 == 1;
        let end = |canvas: &Self, text: &str| left + column.width() - FOOT.width(canvas.fonts, text);
        let words_at = if is_right_hand { left } else { end(self, &words) };
        let number_at = if is_right_hand { end(self, &number) } else { left };
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
        for (text, at) in [(words, words_at), (number, number_at)] {
            let line = self.fonts.line(&text, FOOT.weight);
            self.draw(&line, FOOT, at, top);
        }
        self.surface.end_tagged();
    }

    /// A pair of scissors 5 mm long on the line that begins at `at`: to the right, or downwards.
    pub fn scissors(&mut self, at: (f32, f32), is_downwards: bool) {
        let turn = Transform::from_rotate_at(if is_downwards { 90.0 } else { 0.0 }, points(at.0), points(at.1));
        self.surface.push_transform(&turn);
        for side in [-1.0, 1.0] {
            let handle = (at.0 + 0.9, at.1 + 1.0 * side);
            self.stroke(&circle(handle, 0.75), 0.3, None);
            let blade = [(handle.0 + 0.65, handle.1 - 0.38 * side), (at.0 + 5.0, at.1 - 0.95 * side)];
            self.stroke(&polyline(&blade), 0.3, None);
        }
        self.surface.pop();
    }

    /// A QR code in a square of `side` millimetres, its white border included. `alt` is what a voice says of it.
    pub fn qr(&mut self, data: &str, corner: (f32, f32), side: f32, alt: &str) -> Result<(), PdfError> {
        let path = qr::path(data, points(corner.0), points(corner.1), points(side))?;
        let frame = rect(Area::new(corner.0, corner.1, side), side);
        let figure = Tag::Figure(Some(alt.to_owned())).with_bbox(Some(BBox::new(self.page, frame)));
        let identifier = self.surface.start_tagged(ContentTag::Other);
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(gray(0)));
        self.surface.draw_path(&path);
        self.surface.end_tagged();
        self.push(TagGroup::with_children(figure, vec![identifier.into()]));
        Ok(())
    }

    fn lines(&mut self, text: &Text<'_>, lines: &[String], area: Area) -> f32 {
        let style = text.style;
        let mut identifiers: Vec<Node> = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            // A space at the end keeps the last word of a line apart from the first of the next for those who listen.
            let is_last = index + 1 == lines.len();
            let spaced = if is_last { line.clone() } else { format!("{line} ") };
            let width = style.width(self.fonts, line);
            let line = self.fonts.line(&spaced, style.weight);
            let is_right = match text.align {
                Align::Start => line.is_rtl(),
                Align::End => !line.is_rtl(),
                Align::Centre => false,
            };
            let slack = area.width - width;
            let mut left = area.left;
            if text.align == Align::Centre {
                left += slack / 2.0;
            } else if is_right {
                // The trailing space of a right-to-left line stands at its left.
                left += slack - if line.is_rtl() { line.width() * style.size / POINTS_PER_MM - width } else { 0.0 };
            }
            let top = area.top + index as f32 * style.line_height();
            let span = SpanTag::empty().with_lang(text.language);
            let identifier = self.surface.start_tagged(ContentTag::Span(span));
            self.draw(&line, style, left, top);
            self.surface.end_tagged();
            identifiers.push(identifier.into());
        }
        self.push(tagged(text, identifiers));
        area.top + lines.len() as f32 * style.line_height()
    }

    pub(super) fn draw(&mut self, line: &Line, style: Style, left: f32, top: f32) {
        // The middle of the small letters stands in the middle of the line, whichever the font.
        let baseline = points(top + style.line_height() / 2.0) + style.size * 0.34;
        let mut x = points(left);
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(ink(style)));
        for run in &line.runs {
            self.surface.draw_glyphs(
                Point::from_xy(x, baseline),
                &run.glyphs,
                self.fonts.face(run.face).font.clone(),
                &run.text,
                style.size,
                false,
            );
            x += run.width * style.size;
        }
    }

    fn stroke(&mut self, path: &Path, thickness: f32, dash: Option<[f32; 2]>) {
        self.coloured(path, thickness, dash, luma::Color::black().into());
    }

    fn coloured(&mut self, path: &Path, thickness: f32, dash: Option<[f32; 2]>, paint: Paint) {
        let decoration = Artifact::with_kind(ArtifactType::Layout);
        self.surface.start_tagged(ContentTag::Artifact(decoration));
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(Stroke {
            paint,
            width: points(thickness),
            line_cap: LineCap::Round,
            dash: dash.map(|lengths| StrokeDash { array: lengths.map(points).to_vec(), offset: 0.0 }),
            ..Stroke::default()
        }));
        self.surface.draw_path(path);
        self.surface.end_tagged();
    }

    pub(super) fn push(&mut self, group: TagGroup) {
        if let Some(innermost) = self.open.last_mut() {
            innermost.push(group.into());
        }
    }
}

pub(super) fn tagged(text: &Text<'_>, children: Vec<Node>) -> TagGroup {
    let heading = |level: u16| {
        let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
        Tag::Hn(level, Some(text.text.to_owned())).into()
    };
    let kind: TagKind = match text.role {
        Role::Title => heading(1),
        Role::Heading => heading(2),
        Role::Section => heading(3),
        Role::Part => heading(4),
        Role::Paragraph => Tag::P.into(),
        Role::HeaderCell => Tag::TH(TableHeaderScope::Column).into(),
        Role::Cell => Tag::TD.into(),
    };
    TagGroup::with_children(kind, children)
}

fn ink(style: Style) -> Fill {
    style.tint.map_or_else(|| gray(style.gray), colour)
}

fn gray(level: u8) -> Fill {
    Fill { paint: luma::Color::new(level).into(), ..Fill::default() }
}

pub(super) fn colour([red, green, blue]: [u8; 3]) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }
}

pub(super) fn rect(area: Area, height: f32) -> Rect {
    Rect::from_xywh(points(area.left), points(area.top), points(area.width), points(height))
        .expect("a frame has a positive size")
}

pub(super) fn polyline(corners: &[(f32, f32)]) -> Path {
    let mut path = PathBuilder::new();
    for (index, &(x, y)) in corners.iter().enumerate() {
        match index {
            0 => path.move_to(points(x), points(y)),
            _ => path.line_to(points(x), points(y)),
        }
    }
    built(path)
}

pub(super) fn circle((x, y): (f32, f32), radius: f32) -> Path {
    /// How far the handles of a quarter stand out, for a radius of 1.
    const HANDLE: f32 = 0.552_285;
    let (x, y, r) = (points(x), points(y), points(radius));
    let h = r * HANDLE;
    let mut path = PathBuilder::new();
    path.move_to(x + r, y);
    path.cubic_to(x + r, y + h, x + h, y + r, x, y + r);
    path.cubic_to(x - h, y + r, x - r, y + h, x - r, y);
    path.cubic_to(x - r, y - h, x - h, y - r, x, y - r);
    path.cubic_to(x + h, y - r, x + r, y - h, x + r, y);
    path.close();
    built(path)
}

fn built(path: PathBuilder) -> Path {
    path.finish().expect("a path with two points or more")
}
