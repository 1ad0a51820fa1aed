//! Pictures side by side, none cut, all of one row as high as each other. Pure: shapes in, places out.

/// One row: its height, and the width of each picture from the left.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureRow {
    pub height: f32,
    pub widths: Vec<f32>,
}

/// Where pictures may stand, in millimetres.
#[derive(Clone, Copy, Debug)]
pub struct Wall {
    pub width: f32,
    pub gap: f32,
    /// The height that a row has when it may choose.
    pub height: f32,
    /// The height that no row goes beyond: a picture alone is not stretched over the page.
    pub highest: f32,
}

/// More in a row are too small to look at.
const MOST: usize = 4;

/// The rows that stay nearest to the wished height, over all ways to cut the suite. `ratios` are widths over heights.
pub fn rows(ratios: &[f32], wall: &Wall) -> Vec<PictureRow> {
    // best[n]: the least that the first n cost, and how many of them stand in the last row.
    let mut best: Vec<(f32, usize)> = vec![(0.0, 0)];
    for end in 1..=ratios.len() {
        let cut = (1..=MOST.min(end)).map(|count| (best[end - count].0 + cost(&ratios[end - count..end], wall), count));
        best.push(cut.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, 1)));
    }
    let mut rows = Vec::new();
    let mut end = ratios.len();
    while end > 0 {
        let start = end - best[end].1.clamp(1, end);
        rows.push(row(&ratios[start..end], wall));
        end = start;
    }
    rows.reverse();
    rows
}

fn row(ratios: &[f32], wall: &Wall) -> PictureRow {
    let height = full(ratios, wall).min(wall.highest);
    PictureRow { height, widths: ratios.iter().map(|ratio| shape(*ratio) * height).collect() }
}

/// The height at which the row is as wide as the wall.
fn full(ratios: &[f32], wall: &Wall) -> f32 {
    let gaps = wall.gap * (ratios.len() - 1) as f32;
    (wall.width - gaps) / ratios.iter().map(|ratio| shape(*ratio)).sum::<f32>()
}

/// Far from the wished height is bad, small is worse, and a row that ends before the wall is a hole.
fn cost(ratios: &[f32], wall: &Wall) -> f32 {
    let full = full(ratios, wall);
    let far = (full.min(wall.highest) / wall.height).ln();
    let small = if far < 0.0 { 1.6 } else { 1.0 };
    let hole = (full / wall.highest - 1.0).clamp(0.0, 1.0);
    small * far * far + 0.35 * hole + 0.04
}

/// A picture whose size is not known is drawn as a square; a wire of one pixel is not believed.
fn shape(ratio: f32) -> f32 {
    if ratio.is_finite() && ratio > 0.0 { ratio.clamp(0.2, 6.0) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WALL: Wall = Wall { width: 172.0, gap: 3.0, height: 62.0, highest: 118.0 };
    const WIDE: f32 = 4.0 / 3.0;
    const HIGH: f32 = 3.0 / 4.0;

    fn counts(ratios: &[f32]) -> Vec<usize> {
        rows(ratios, &WALL).iter().map(|row| row.widths.len()).collect()
    }

    #[test]
    fn nothing_is_lost_cut_or_beyond_the_wall() {
        for n in 0..40 {
            let ratios: Vec<f32> = (0..n).map(|at| [WIDE, HIGH, 1.0, 16.0 / 9.0, 0.5, 3.2][at * 7 % 6]).collect();
            let rows = rows(&ratios, &WALL);
            let placed: Vec<f32> =
                rows.iter().flat_map(|row| row.widths.iter().map(|width| width / row.height)).collect();
            assert_eq!(placed.len(), ratios.len());
            assert!(placed.iter().zip(&ratios).all(|(got, ratio)| (got - ratio).abs() < 0.01), "{placed:?}");
            for row in rows {
                let width = row.widths.iter().sum::<f32>() + WALL.gap * (row.widths.len() - 1) as f32;
                assert!(width <= WALL.width + 0.1 && row.height <= WALL.highest, "{row:?}");
            }
        }
    }

    #[test]
    fn a_row_holds_what_its_shapes_ask_for() {
        assert_eq!(counts(&[WIDE]), [1]);
        assert_eq!(counts(&[WIDE, WIDE]), [2]);
        assert_eq!(counts(&[HIGH, HIGH, HIGH]), [3]);
        assert_eq!(counts(&[WIDE; 4]), [2, 2]);
        assert_eq!(counts(&[HIGH; 4]), [4]);
        assert_eq!(counts(&[]), [0; 0]);
    }

    #[test]
    fn a_size_that_is_not_known_stays_on_the_page() {
        for odd in [0.0, f32::NAN, f32::INFINITY, 5000.0, -1.0] {
            let rows = rows(&[odd, WIDE], &WALL);
            assert!(rows.iter().all(|row| row.height.is_finite() && row.height > 5.0), "{odd} {rows:?}");
        }
    }
}
