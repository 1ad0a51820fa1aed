//! What guardians are asked: to be shown to whom, for which school year or occasion, in which words. Whoever a word of the
//! liaison book reached was asked; a request that no word asks any more and nobody answered is gone.

pub mod sentences;
pub mod store;

use super::Purpose;
use crate::{
    base::{clock::Instant, db::Id},
    school::Person,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a child would be shown for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Asking {
    pub purpose: Purpose,
    /// « Kermesse »; empty: the school year.
    pub occasion: String,
    pub from_on: Date,
    pub until_on: Date,
}

/// A request as it stands.
#[derive(Clone, Debug)]
pub struct Request {
    pub id: Id<Request>,
    pub asking: Asking,
    /// The sentence that is agreed to.
    pub text: String,
    pub version: i64,
    pub asked_by: Option<Id<Person>>,
    pub asked_at: Instant,
    _row: (),
}

pub const OCCASION_LETTERS: usize = 60;

impl Asking {
    pub fn is_for_year(&self) -> bool {
        self.occasion.is_empty()
    }

    /// As one field of a form or a row holds it.
    pub fn packed(&self) -> String {
        format!("{}|{}|{}|{}", self.purpose.as_str(), self.from_on, self.until_on, self.occasion)
    }

    pub fn unpacked(text: &str) -> Option<Asking> {
        let mut parts = text.splitn(4, '|');
        let purpose = Purpose::parse(parts.next()?)?;
        let (from_on, until_on): (Date, Date) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let occasion = parts.next()?.trim().to_owned();
        let fits = until_on >= from_on && occasion.chars().count() <= OCCASION_LETTERS;
        fits.then_some(Asking { purpose, occasion, from_on, until_on })
    }
}

impl From<Asking> for String {
    fn from(asking: Asking) -> String {
        asking.packed()
    }
}

impl TryFrom<String> for Asking {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Asking, &'static str> {
        Asking::unpacked(&text).ok_or("nothing that may be asked")
    }
}

impl Request {
    /// Judged on a day that it covers: today, or the nearest to it.
    pub fn judged_on(&self, today: Date) -> Date {
        today.clamp(self.asking.from_on, self.asking.until_on)
    }

    pub fn is_over(&self, today: Date) -> bool {
        self.asking.until_on < today
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_is_asked_comes_back_from_its_field() {
        let (from_on, until_on) = (date(2027, 6, 19), date(2027, 6, 20));
        let asking = Asking { purpose: Purpose::Press, occasion: "Fête | jeux".into(), from_on, until_on };
        assert_eq!(Asking::unpacked(&asking.packed()), Some(asking));
        for wrong in ["", "class", "tous|2026-09-01|2027-08-31|", "class|2027-09-01|2026-08-31|", "class|hier|demain|"]
        {
            assert_eq!(Asking::unpacked(wrong), None, "{wrong}");
        }
        assert_eq!(Asking::unpacked(&format!("class|2026-09-01|2026-09-02|{}", "é".repeat(61))), None);
    }
}
