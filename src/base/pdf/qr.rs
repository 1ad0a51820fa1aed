//! A QR code as one black path: it stays sharp on any printer and at any size.

use super::document::PdfError;
use crate::base::qr;
use krilla::geom::{Path, PathBuilder, Rect};

/// White modules that a scanner needs all around.
pub const QR_QUIET_MODULES: usize = qr::QUIET_MODULES;

/// The dark modules of `data` in a square of `side` points whose quiet zone is inside the square.
pub(super) fn path(data: &str, left: f32, top: f32, side: f32) -> Result<Path, PdfError> {
    let code = qr::modules(data).map_err(PdfError::Qr)?;
    let module = side / (code.width + 2 * QR_QUIET_MODULES) as f32;
    let mut path = PathBuilder::new();
    for (row, start, length) in code.stretches {
        let rect = Rect::from_xywh(
            left + (start + QR_QUIET_MODULES) as f32 * module,
            top + (row + QR_QUIET_MODULES) as f32 * module,
            length as f32 * module,
            module,
        );
        path.push_rect(rect.expect("a module has a positive size"));
    }
    Ok(path.finish().expect("a QR code has dark modules"))
}
