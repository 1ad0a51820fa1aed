//! The months of a demonstration that are over: as many sign-ins as such a school may have.

use crate::{
    base::error::Result,
    door::demo::Demo,
    school::sign_ins::{self, Profile},
};
use jiff::ToSpan;

/// Of a month with all its days, in the order of `Profile::ALL`.
const A_MONTH: [u32; 5] = [26, 140, 52, 640, 180];
/// From January, in percent: much in September, next to nothing in August.
const OF_IT: [u32; 12] = [100, 70, 105, 75, 85, 110, 30, 10, 140, 90, 105, 80];

pub fn year(demo: &mut Demo) -> Result<()> {
    let last = if demo.is_last_year() { demo.plan.date } else { demo.year.last_day() };
    let mut month = demo.year.first_day().first_of_month();
    while month.last_of_month() <= last {
        for (profile, times) in Profile::ALL.into_iter().zip(A_MONTH) {
            let times = times * OF_IT[month.month() as usize - 1] / 100;
            sign_ins::store::add(&demo.tx, profile, month, times)?;
        }
        month = month.saturating_add(1.month());
    }
    Ok(())
}
