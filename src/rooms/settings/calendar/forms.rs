//! One stretch of days off, as it is typed.

use crate::door::{Faults, Fields, Form, form::Checked, upload::Upload};
use jiff::civil::Date;

pub struct HolidayForm {
    pub name: String,
    pub first: Date,
    pub last: Date,
}

impl Form for HolidayForm {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<HolidayForm> {
        let mut faults = Faults::default();
        let name = fields.get("nom");
        if name.is_empty() || name.chars().count() > 60 {
            faults.add("nom", "Donnez un nom, de 60 caractères au plus : « Toussaint », « Journée de solidarité ».");
        }
        let first: Option<Date> = fields.get("du").parse().ok();
        if first.is_none() {
            faults.add("du", "Donnez le premier jour sans classe.");
        }
        // One day off is its own last day.
        let last = if fields.get("au").is_empty() { first } else { fields.get("au").parse().ok() };
        match (first, last) {
            (Some(first), Some(last)) if last < first => faults.add("au", "Le dernier jour vient avant le premier."),
            (Some(_), None) => faults.add("au", "Cette date n’en est pas une."),
            _ => {}
        }
        let (first, last) = (first.unwrap_or(Date::MIN), last.unwrap_or(Date::MIN));
        faults.or(HolidayForm { name: name.to_owned(), first, last })
    }
}
