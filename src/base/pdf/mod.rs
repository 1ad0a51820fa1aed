//! Printed sheets: A4 pages laid out in millimetres, accessible (tagged, PDF/UA-1) and read the same everywhere
//! (fonts embedded). Pure: it takes words and gives bytes, reads no file, knows no clock, no school and no French.
//!
//! `Document` → `page` → a `Canvas` to `write` on. Text goes through `fonts` (which letters from which font),
//! `shape` (letters into glyphs, both directions), `wrap` (where a line ends, how far a name may shrink).

mod canvas;
mod cuts;
mod document;
mod flow;
mod fonts;
mod holes;
mod picture;
mod qr;
mod rows;
mod runs;
mod shape;
mod stack;
mod table;
mod text;
mod wrap;

pub use canvas::{Area, Canvas};
pub use document::{Document, PAGE_HEIGHT, PAGE_WIDTH, PdfError};
pub use flow::{Block, Column as FlowColumn, Kind as BlockKind, Laid, lay};
pub use fonts::{Fonts, Weight};
pub use holes::{Jpeg, Piece};
pub use picture::Picture;
pub use qr::QR_QUIET_MODULES;
pub use rows::{PictureRow, Wall, rows};
pub use runs::{Run, RunLine, wrap_runs};
pub use shape::Line;
pub use stack::Stack;
pub use table::{Column, Row, Table};
pub use text::{Align, Role, Style, Text};
pub use wrap::{Fitted, Limits, fit, wrap};

const POINTS_PER_MM: f32 = 72.0 / 25.4;

fn points(mm: f32) -> f32 {
    mm * POINTS_PER_MM
}
