//! The lines along which a page of cards is cut, each with its scissors where a printer can print them.

use super::canvas::Canvas;
use super::{PAGE_HEIGHT, PAGE_WIDTH};

const SCISSORS: f32 = 6.0;
const GAP: f32 = 6.0;

impl Canvas<'_> {
    /// Two columns of `rows` cards on the whole page, of which the first `used` rows are.
    pub fn cuts(&mut self, rows: usize, used: usize) {
        let (middle, height) = (PAGE_WIDTH / 2.0, PAGE_HEIGHT / rows as f32);
        let bottom = used as f32 * height;
        self.dashes((middle, 0.0), (middle, SCISSORS - 0.8));
        self.dashes((middle, SCISSORS + GAP), (middle, bottom));
        self.scissors((middle, SCISSORS), true);
        self.cuts_across(rows, used);
    }

    /// The same for one column.
    pub fn cuts_across(&mut self, rows: usize, used: usize) {
        let height = PAGE_HEIGHT / rows as f32;
        for row in (1..=used).filter(|&row| row < rows) {
            let y = row as f32 * height;
            self.dashes((0.0, y), (SCISSORS - 0.8, y));
            self.dashes((SCISSORS + GAP, y), (PAGE_WIDTH, y));
            self.scissors((SCISSORS, y), false);
        }
    }
}
