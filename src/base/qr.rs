//! The dark modules of a QR code, row by row, for whoever draws them: on paper or on the screen.

use qrcode::{Color, EcLevel, QrCode, types::QrError};

/// White modules that a scanner needs all around.
pub const QUIET_MODULES: usize = 4;

pub struct Modules {
    /// Modules on a side, the quiet zone not counted.
    pub width: usize,
    /// Row, first module and length of each dark stretch.
    pub stretches: Vec<(usize, usize, usize)>,
}

pub fn modules(data: &str) -> Result<Modules, QrError> {
    let code = QrCode::with_error_correction_level(data, EcLevel::M)?;
    let width = code.width();
    let rows = code.to_colors();
    let of_row = |(row, modules): (usize, &[Color])| {
        stretches(modules).into_iter().map(move |(start, length)| (row, start, length))
    };
    Ok(Modules { width, stretches: rows.chunks(width).enumerate().flat_map(of_row).collect() })
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
        assert!(modules(&"x".repeat(5000)).is_err());
    }
}
