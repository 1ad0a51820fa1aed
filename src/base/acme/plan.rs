//! When to ask for a certificate, when to ask whether it is time, and how long to leave the authority alone after a refusal.
//! Pure: instants come in, instants go out.

use super::{client::Suggested, fault::Kind};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Somebody asks by hand: so long after the last try at least.
pub const BY_HAND: i64 = MINUTE;

/// The certificate that we have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    pub from: i64,
    pub until: i64,
}

/// What is to be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Order,
    /// Ask the authority when it would like the certificate replaced.
    AskWhen,
    Nothing,
}

/// What was kept from the last time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Kept {
    /// No order before this.
    pub not_before: Option<i64>,
    /// The instant that was picked in the window the authority suggested.
    pub renew_at: Option<i64>,
    /// When to ask it again.
    pub ask_at: Option<i64>,
}

pub fn next(now: i64, held: Option<Held>, kept: Kept) -> Next {
    let may_order = kept.not_before.is_none_or(|at| now >= at);
    let Some(held) = held else {
        return if may_order { Next::Order } else { Next::Nothing };
    };
    if now >= renewal(held, kept.renew_at) {
        return if may_order { Next::Order } else { Next::Nothing };
    }
    if kept.ask_at.is_none_or(|at| now >= at) { Next::AskWhen } else { Next::Nothing }
}

/// When it is replaced: when the authority suggests, else with a third of its life left. A suggestion never brings a
/// certificate to its last sixth.
pub fn renewal(held: Held, suggested: Option<i64>) -> i64 {
    let life = held.until - held.from;
    suggested.map_or(held.until - life / 3, |at| at.min(held.until - life / 6))
}

/// Once it was had: an authority that always wants another does not get one at each breath.
pub fn after(now: i64, held: Held) -> i64 {
    now + ((held.until - held.from) / 10).clamp(0, DAY)
}

/// An instant of the window, the same for the same school: many schools do not come all at once.
pub fn pick(suggested: &Suggested, seed: u64) -> i64 {
    let span = (suggested.until - suggested.from).max(1) as u64;
    suggested.from + (seed % span) as i64
}

/// When to ask for the window again.
pub fn ask_again(now: i64, said: Option<i64>) -> i64 {
    now + said.unwrap_or(6 * HOUR).clamp(HOUR, DAY)
}

/// After so many failures in a row. What nobody can help grows slowly; a refusal costs the right to ask, so it waits longer.
/// What the authority asked for is never shortened, within a week.
pub fn not_before(now: i64, failures: u32, kind: Kind, asked: Option<i64>, seed: u64) -> i64 {
    let (first, most) = match kind {
        Kind::Stopped => (MINUTE, HOUR),
        Kind::Unreachable | Kind::Slow | Kind::Nonsense => (10 * MINUTE, 6 * HOUR),
        _ => (HOUR, DAY),
    };
    let grown = first.saturating_mul(1 << failures.saturating_sub(1).min(10)).min(most);
    let spread = (seed % (grown as u64 / 10).max(1)) as i64;
    now + (grown + spread).max(asked.unwrap_or(0).min(7 * DAY))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_800_000_000;
    const HELD: Held = Held { from: NOW, until: NOW + 45 * DAY };

    #[test]
    fn a_certificate_of_45_days_is_renewed_on_the_thirtieth() {
        let asked = Kept { ask_at: Some(i64::MAX), ..Kept::default() };
        assert_eq!(next(NOW + 30 * DAY - 1, Some(HELD), asked), Next::Nothing);
        assert_eq!(next(NOW + 30 * DAY, Some(HELD), asked), Next::Order);
        assert_eq!(next(NOW, None, asked), Next::Order);
        let six_days = Held { from: NOW, until: NOW + 6 * DAY };
        assert_eq!(next(NOW + 4 * DAY, Some(six_days), asked), Next::Order);
    }

    #[test]
    fn the_authority_is_asked_when_and_its_word_counts() {
        assert_eq!(next(NOW, Some(HELD), Kept::default()), Next::AskWhen);
        let told = Kept { renew_at: Some(NOW + 3 * DAY), ask_at: Some(NOW + DAY), ..Kept::default() };
        assert_eq!(next(NOW + DAY - 1, Some(HELD), told), Next::Nothing);
        assert_eq!(next(NOW + DAY, Some(HELD), told), Next::AskWhen);
        assert_eq!(next(NOW + 3 * DAY, Some(HELD), told), Next::Order);
        let late = Kept { renew_at: Some(NOW + 300 * DAY), ..told };
        assert_eq!(renewal(HELD, late.renew_at), NOW + 45 * DAY - 45 * DAY / 6);
        let window = Suggested { from: NOW, until: NOW + DAY, ask_again: Some(5) };
        assert!((NOW..NOW + DAY).contains(&pick(&window, u64::MAX)));
        assert_eq!(pick(&Suggested { until: NOW, ..window }, 77), NOW);
        assert_eq!((ask_again(NOW, Some(5)), ask_again(NOW, None)), (NOW + HOUR, NOW + 6 * HOUR));
    }

    #[test]
    fn nothing_is_asked_before_its_time() {
        let held_back = Kept { not_before: Some(NOW + 5), ..Kept::default() };
        assert_eq!(next(NOW, None, held_back), Next::Nothing);
        assert_eq!(next(NOW + 5, None, held_back), Next::Order);
        let ended = Held { from: NOW - 90 * DAY, until: NOW - DAY };
        assert_eq!(next(NOW, Some(ended), held_back), Next::Nothing);
        assert_eq!(next(NOW + 5, Some(ended), held_back), Next::Order);
        assert_eq!(after(NOW, HELD), NOW + DAY);
        assert_eq!(after(NOW, Held { from: NOW, until: NOW + 60 }), NOW + 6);
    }

    #[test]
    fn refusals_wait_longer_and_longer_up_to_a_day() {
        let after = |failures, kind, asked| not_before(NOW, failures, kind, asked, 0) - NOW;
        assert_eq!(after(1, Kind::NotProved, None), HOUR);
        assert_eq!(after(3, Kind::NotProved, None), 4 * HOUR);
        assert_eq!(after(99, Kind::NotProved, None), DAY);
        assert_eq!(after(1, Kind::Unreachable, None), 10 * MINUTE);
        assert_eq!(after(99, Kind::Unreachable, None), 6 * HOUR);
        assert_eq!(after(1, Kind::Limited, Some(2 * DAY)), 2 * DAY);
        assert_eq!(after(1, Kind::Limited, Some(5)), HOUR);
        assert_eq!(after(1, Kind::Limited, Some(i64::MAX)), 7 * DAY);
        assert!(not_before(NOW, 1, Kind::Refused, None, u64::MAX) < NOW + HOUR + HOUR / 10);
    }
}
