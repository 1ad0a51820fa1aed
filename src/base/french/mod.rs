//! French as people write it: plurals, lists, elision, ordinals, spaces, numbers, dates, and folding for search.
//!
//! Everything here takes and gives plain text. It never escapes HTML and never translates: sentences are written
//! where they are shown.

mod dates;
mod fold;
mod moment;
mod typography;
mod words;

pub use dates::{date_year, day, day_year, short_day, time, weekday};
pub use fold::{fold, sort_key};
pub use moment::{moment, until};
pub use typography::{NARROW, NO_BREAK, bytes, number, typeset};
pub use words::{Gender, capitalised, count, de, list, list_or, ordinal, plural, que, to};
