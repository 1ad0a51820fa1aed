//! Who may be the same person, and what speaks for it; what makes a merge impossible. Pure.

use super::store::Side;
use crate::base::french;

/// What two pages have in common beside a first name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Email,
    Phone,
    Address,
    Child,
    Guardian,
    Birth,
}

/// Why two pages cannot become one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    Same,
    AdultAndPupil,
    TwoInes,
    /// Both are tied to this person, and the ties do not give the same.
    TiesDiffer(i64),
    /// One's own page would go.
    Own,
}

/// The first name must agree as well: two parents share a home and a child. Nothing for two strangers, or for a name alone.
pub fn signs(one: &Side, other: &Side) -> Vec<Sign> {
    let same = |a: &str, b: &str| !a.trim().is_empty() && french::fold(a) == french::fold(b);
    if one.is_pupil() != other.is_pupil() || !same(&one.person.first_name, &other.person.first_name) {
        return Vec::new();
    }
    let (a, b) = (&one.person.contact, &other.person.contact);
    let digits = |phone: &str| phone.chars().filter(char::is_ascii_digit).collect::<String>();
    let phones = |side: &Side| {
        let c = &side.person.contact;
        [digits(&c.home_phone), digits(&c.work_phone), digits(&c.mobile_phone)]
    };
    let mine = phones(one);
    let ties = |side: &Side| side.ties.iter().map(|tie| side.other_end(tie)).collect::<Vec<i64>>();
    let theirs = ties(other);
    let births = (one.facts.as_ref().and_then(|f| f.born_on), other.facts.as_ref().and_then(|f| f.born_on));
    let tied = ties(one).iter().any(|end| theirs.contains(end));
    [
        (same(&a.email, &b.email), Sign::Email),
        (phones(other).iter().any(|phone| phone.len() > 5 && mine.contains(phone)), Sign::Phone),
        (same(&a.street, &b.street) && same(&a.postcode, &b.postcode), Sign::Address),
        (tied && !one.is_pupil(), Sign::Child),
        (tied && one.is_pupil(), Sign::Guardian),
        (births.0.is_some() && births.0 == births.1, Sign::Birth),
    ]
    .into_iter()
    .filter_map(|(speaks, sign)| speaks.then_some(sign))
    .collect()
}

pub fn refusal(keep: &Side, gone: &Side, own: i64) -> Option<Refusal> {
    let ine = |side: &Side| side.facts.as_ref().and_then(|facts| facts.ine.clone());
    if keep.person.id == gone.person.id {
        return Some(Refusal::Same);
    }
    if keep.is_pupil() != gone.is_pupil() {
        return Some(Refusal::AdultAndPupil);
    }
    if ine(keep).zip(ine(gone)).is_some_and(|(a, b)| a != b) {
        return Some(Refusal::TwoInes);
    }
    if gone.person.id.number() == own {
        return Some(Refusal::Own);
    }
    let differ = keep.ties.iter().find(|tie| {
        gone.ties.iter().any(|other| {
            keep.other_end(tie) == gone.other_end(other)
                && (tie.facts != other.facts || tie.kind != other.kind || tie.may_pick_up != other.may_pick_up)
        })
    });
    differ.map(|tie| Refusal::TiesDiffer(keep.other_end(tie)))
}
