//! The school's days: years, zones, holidays, public holidays, and whether there is class on a given day.
//!
//! Holidays are data that the director corrects: every question takes the school's own `&[Holiday]`. The list that ships
//! with the binary only fills the school's table on the first day (`shipped`). Nothing here reads a clock or a database.

mod days;
mod holidays;
mod public;
mod year;
mod zone;

pub use days::{DayOff, day_off, has_class, is_school_day, next_school_day};
pub use holidays::{Fault, Holiday, holidays_of, parse, shipped};
pub use public::{PublicHoliday, alsace_moselle_days, public_holiday, public_holidays};
pub use year::SchoolYear;
pub use zone::Zone;
