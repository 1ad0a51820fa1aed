//! A QR code as one black path: it stays sharp on any printer and at any size.

use krilla::geom::{Path, PathBuilder, Rect};
use qrcode::{Color, EcLevel, QrCode};

use super::document::PdfError;

/// White modules that a scanner needs all around.
pub const QR_QUIET_MODULES: usize = 4;

/// The dark modules of `data` in a square of `side` points whose quiet zone is inside the square.
pub(super) fn path(data: &str, left: f32, top: f32, side: f32) -> Result<Path, PdfError> {
    let code = QrCode::with_error_correction_level(data, EcLevel::M).map_err(PdfError::Qr)?;
    let module = side / (code.width() + 2 * QR_QUIET_MODULES) as f32;
    let mut path = PathBuilder::new();
    for (row, modules) in code.to_colors().chunks(code.width()).enumerate() {
        for (start, length) in stretches(modules) {
            let rect = Rect::from_xywh(
                left + (start + QR_QUIET_MODULES) as f32 * module,
                top + (row + QR_QUIET_MODULES) as f32 * module,
                length as f32 * module,
                module,
            );
            path.push_rect(rect.expect("a module has a positive size"));
        }
    }
    Ok(path.finish().expect("a QR code has dark modules"))
}

/// Neighbours of one row in one piece: a tenth of the rectangles, and no hairline between them.
fn stretches(modules: &[Color]) -> Vec<(usize, usize)> {
    let mut stretches: Vec<(usize, usize)> = Vec::new();
    for (index, _) in modules.iter().enumerate().filter(|(_, colour)| **colour == Color::Dark) {
        match stretches.last_mut() {
            Some((start, length)) if *start + *length == index => *length += 1,
            _ => stretches.push((index, 1)),
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_joined() {
        use Color::{Dark, Light};
        let row = [Dark, Dark, Light, Dark, Light, Light, Dark, Dark, Dark];
        assert_eq!(stretches(&row), [(0, 2), (3, 1), (6, 3)]);
    }

    #[test]
    fn too_long_an_address_is_an_error_not_a_panic() {
        assert!(path(&"x".repeat(5000), 0.0, 0.0, 100.0).is_err());
    }
}
