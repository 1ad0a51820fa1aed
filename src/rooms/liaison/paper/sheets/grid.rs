//! How many papers stand on a page, and where each: as many as the text allows.

use crate::base::pdf::{Area, Canvas, PAGE_HEIGHT, PAGE_WIDTH};

/// Wide enough for the border that a printer leaves white and for a crooked cut.
const MARGIN: f32 = 8.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    columns: usize,
    rows: usize,
}

impl Grid {
    /// The tightest first.
    const ALL: [Grid; 5] = [Grid::of(2, 4), Grid::of(2, 3), Grid::of(2, 2), Grid::of(1, 2), Grid::of(1, 1)];

    /// What a teacher may ask for.
    pub const CHOICES: [usize; 4] = [8, 6, 4, 2];

    const fn of(columns: usize, rows: usize) -> Grid {
        Grid { columns, rows }
    }

    pub fn places(self) -> usize {
        self.columns * self.rows
    }

    /// The tightest of at most so many places in which the text stands; the whole page when it stands nowhere.
    /// `height` tells how much it takes in a width.
    pub fn for_text(at_most: Option<usize>, height: impl Fn(f32) -> f32) -> Grid {
        let allowed = Grid::ALL.into_iter().filter(|grid| at_most.is_none_or(|most| grid.places() <= most));
        let mut allowed = allowed.filter(|grid| height(grid.width()) <= grid.height());
        allowed.next().unwrap_or(Grid::of(1, 1))
    }

    pub fn width(self) -> f32 {
        PAGE_WIDTH / self.columns as f32 - 2.0 * MARGIN
    }

    pub fn height(self) -> f32 {
        PAGE_HEIGHT / self.rows as f32 - 2.0 * MARGIN
    }

    /// Inside of the margins.
    pub fn area(self, place: usize) -> Area {
        let (width, height) = (PAGE_WIDTH / self.columns as f32, PAGE_HEIGHT / self.rows as f32);
        let left = (place % self.columns) as f32 * width + MARGIN;
        Area::new(left, (place / self.columns) as f32 * height + MARGIN, self.width())
    }

    /// The lines along which to cut, round the first `used` places.
    pub fn cuts(self, canvas: &mut Canvas<'_>, used: usize) {
        let rows = used.div_ceil(self.columns);
        match self.columns {
            1 => canvas.cuts_across(self.rows, rows),
            _ => canvas.cuts(self.rows, rows),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_and_the_teacher_choose() {
        let short = |_: f32| 40.0;
        assert_eq!(Grid::for_text(None, short).places(), 8);
        assert_eq!(Grid::for_text(Some(4), short).places(), 4);
        // As narrow as half a page it takes 120 mm, and 60 mm in the whole width.
        let long = |width: f32| if width < 100.0 { 140.0 } else { 70.0 };
        assert_eq!(Grid::for_text(None, long).places(), 2);
        assert_eq!(Grid::for_text(None, |_| 900.0).places(), 1);
        for grid in Grid::ALL {
            let last = grid.area(grid.places() - 1);
            assert!(last.left + last.width < PAGE_WIDTH && last.top + grid.height() < PAGE_HEIGHT);
        }
    }
}
