//! Whether the machine's clock may be believed enough to sign a certificate.
//!
//! A box without a battery wakes up on a plausible date, months ago. What is signed then would be refused by every
//! phone. Signing asks for a [`SureInstant`], and only a verdict gives one. Nothing here reads the clock.

/// What is known of the time, gathered by the caller.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// What the clock says.
    pub now: i64,
    /// When this binary was built: no true clock is earlier.
    pub built: i64,
    /// The newest instant written in the database.
    pub newest: Option<i64>,
    /// What root or the director confirmed, if they did.
    pub confirmed: Option<Confirmation>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Sure(SureInstant),
    Doubtful(Doubt),
}

/// An instant that was checked: the permit for signing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SureInstant(i64);

/// Why the clock is not believed, with what it takes to say so and to settle it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubt {
    pub reason: DoubtReason,
    pub now: i64,
    /// The instant that the clock should have passed.
    pub floor: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoubtReason {
    BeforeBuild,
    BeforeNewestRow,
}

/// A person looked at the date and said that it is right. To be stored as it is.
///
/// It holds while the clock goes forward, and lapses when something newer than what it set aside is written: the
/// next wrong awakening is doubted afresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirmation {
    pub at: i64,
    pub despite: i64,
}

/// A clock set right by the network steps back a little, and that alarms nobody.
const SLACK: i64 = 5 * 60;

impl Reading {
    pub fn verdict(&self) -> Verdict {
        let newest = self.newest.unwrap_or(i64::MIN);
        let (floor, reason) = if newest > self.built {
            (newest, DoubtReason::BeforeNewestRow)
        } else {
            (self.built, DoubtReason::BeforeBuild)
        };
        let confirmed = self.confirmed.is_some_and(|c| self.now.saturating_add(SLACK) >= c.at && floor <= c.despite);
        if self.now.saturating_add(SLACK) >= floor || confirmed {
            return Verdict::Sure(SureInstant(self.now));
        }
        Verdict::Doubtful(Doubt { reason, now: self.now, floor })
    }
}

impl Verdict {
    pub fn now(&self) -> i64 {
        match self {
            Verdict::Sure(instant) => instant.0,
            Verdict::Doubtful(doubt) => doubt.now,
        }
    }

    pub fn doubt(&self) -> Option<Doubt> {
        match self {
            Verdict::Sure(_) => None,
            Verdict::Doubtful(doubt) => Some(*doubt),
        }
    }
}

impl SureInstant {
    pub fn unix(self) -> i64 {
        self.0
    }
}

impl Doubt {
    /// What to store when a person confirms the date that the clock shows. Meanwhile time went on from the floor: what is being
    /// written does not void it.
    pub fn confirmation(&self) -> Confirmation {
        Confirmation { at: self.now, despite: self.floor.saturating_add(SLACK) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;
    const BUILT: i64 = 1_790_000_000;

    fn reading(now: i64, newest: Option<i64>) -> Reading {
        Reading { now, built: BUILT, newest, confirmed: None }
    }

    #[test]
    fn a_clock_after_everything_known_is_believed() {
        let verdict = reading(BUILT + DAY, Some(BUILT + DAY - 1)).verdict();
        assert_eq!(verdict, Verdict::Sure(SureInstant(BUILT + DAY)));
        assert_eq!(reading(BUILT, None).verdict().doubt(), None);
    }

    #[test]
    fn before_the_build_or_the_newest_row_is_doubtful_and_says_which() {
        let doubt = reading(BUILT - DAY, None).verdict().doubt().unwrap();
        assert_eq!((doubt.reason, doubt.floor), (DoubtReason::BeforeBuild, BUILT));
        let doubt = reading(BUILT + DAY, Some(BUILT + 9 * DAY)).verdict().doubt().unwrap();
        assert_eq!((doubt.reason, doubt.floor), (DoubtReason::BeforeNewestRow, BUILT + 9 * DAY));
    }

    #[test]
    fn a_small_step_back_alarms_nobody() {
        let newest = BUILT + DAY;
        assert_eq!(reading(newest - 200, Some(newest)).verdict().doubt(), None);
        assert!(reading(newest - 400, Some(newest)).verdict().doubt().is_some());
    }

    #[test]
    fn a_confirmed_date_holds_forward_and_lapses_with_newer_rows() {
        let wrong_row = BUILT + 900 * DAY;
        let first = reading(BUILT + DAY, Some(wrong_row));
        let confirmed = Some(first.verdict().doubt().unwrap().confirmation());
        let later = |now, newest| Reading { confirmed, ..reading(now, Some(newest)) };
        assert_eq!(later(BUILT + 40 * DAY, wrong_row).verdict().doubt(), None);
        assert!(later(BUILT - DAY, wrong_row).verdict().doubt().is_some(), "the clock fell behind the confirmation");
        assert!(
            later(BUILT + 40 * DAY, wrong_row + DAY).verdict().doubt().is_some(),
            "a newer row makes the doubt new"
        );
    }
}
