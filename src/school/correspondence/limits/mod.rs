//! How many people an account may send to in an hour and a day: far above what anybody needs, far below what a stolen account
//! would do. An automatic answer counts for nothing.

pub mod store;

use super::Profile;

/// Recipients, summed over messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    pub hour: i64,
    pub day: i64,
}

/// What was sent in the last hour, and since midnight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    pub hour: i64,
    pub day: i64,
}

/// Which limit a message would pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    Hour(i64),
    Day(i64),
}

impl Limit {
    /// `around`: how many adults somebody of the staff works with: colleagues and the families of their own pupils; for the
    /// director the whole school.
    pub fn of(profile: Profile, around: i64) -> Limit {
        match profile {
            Profile::Families => Limit { hour: 10, day: 20 },
            Profile::Pupils => Limit { hour: 5, day: 10 },
            Profile::Staff => Limit { hour: around * 2 + 30, day: around * 4 + 60 },
        }
    }

    /// Whether `more` recipients pass it.
    pub fn over(self, sent: Sent, more: i64) -> Option<Over> {
        if sent.day + more > self.day {
            Some(Over::Day(self.day))
        } else if sent.hour + more > self.hour {
            Some(Over::Hour(self.hour))
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_one_passes_and_the_next_does_not() {
        let family = Limit::of(Profile::Families, 400);
        let sent = |hour, day| Sent { hour, day };
        assert_eq!(family.over(sent(9, 9), 1), None);
        assert_eq!(family.over(sent(10, 10), 1), Some(Over::Hour(10)));
        assert_eq!(family.over(sent(0, 19), 1), None);
        assert_eq!(family.over(sent(0, 20), 1), Some(Over::Day(20)));
        assert_eq!(family.over(sent(0, 0), 21), Some(Over::Day(20)));
        // A teacher of fifty families may write to all of them more than once in an hour, and not all day long.
        let teacher = Limit::of(Profile::Staff, 50);
        assert_eq!(teacher.over(sent(50, 150), 50), None);
        assert_eq!(teacher.over(sent(100, 100), 50), Some(Over::Hour(130)));
        assert_eq!(teacher.over(sent(0, 250), 50), Some(Over::Day(260)));
    }
}
