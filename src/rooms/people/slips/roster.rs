//! Who is to have a slip, who not and why, and whose goes from hand to hand. Pure: rows in, lists out.

use crate::school::guardianship::{Facts, Given};
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};

/// An adult with all that a slip may depend on.
#[derive(Clone, Debug, Default)]
pub struct Adult {
    pub person: i64,
    pub civility: String,
    pub first_name: String,
    pub last_name: String,
    /// Folded, to compare; empty when unknown.
    pub home: String,
    pub is_activated: bool,
    pub is_closed: bool,
    /// A slip was printed, has not served and has not expired.
    pub has_open_slip: bool,
    pub children: Vec<Tied>,
    pub posts: Vec<Post>,
}

/// A child, as this adult is tied to it.
#[derive(Clone, Debug)]
pub struct Tied {
    pub pupil: i64,
    pub first_name: String,
    pub class: Option<i64>,
    pub class_name: String,
    /// The pupil has a second address.
    pub has_two_homes: bool,
    pub facts: Facts,
}

/// A duty in the team.
#[derive(Clone, Debug)]
pub struct Post {
    pub kind: crate::school::class::DutyKind,
    pub class: Option<i64>,
    pub class_name: String,
}

/// Which slips are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    pub whom: Whom,
    /// Those whose slip was printed already, too: a reprint.
    pub again: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    Families,
    Class(i64),
    Team,
}

/// Why an adult of this choice gets no slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Without {
    /// The director has not yet said what is theirs.
    Look,
    /// Withdrawn, restricted, or a third party without leave to read.
    NoRights,
    Closed,
    Activated,
    AlreadyPrinted,
}

pub struct Roster<'a> {
    pub slips: Vec<Entry<'a>>,
    pub without: Vec<(&'a Adult, Without)>,
}

pub struct Entry<'a> {
    pub adult: &'a Adult,
    /// Those of whom the adult may read something.
    pub children: Vec<&'a Tied>,
    /// The class or the team with whose slips it comes out of the printer.
    pub group: String,
    pub by_hand: bool,
}

pub fn roster<'a>(adults: &'a [Adult], asked: Asked, today: Date) -> Roster<'a> {
    let apart = pupils_with_two_homes(adults);
    let mut roster = Roster { slips: Vec::new(), without: Vec::new() };
    for adult in adults.iter().filter(|adult| concerns(adult, asked.whom)) {
        match refusal(adult, asked, today) {
            Some(why) => roster.without.push((adult, why)),
            None => roster.slips.push(entry(adult, asked.whom, &apart, today)),
        }
    }
    roster.slips.sort_by(|a, b| a.group.cmp(&b.group));
    roster
}

/// The one person's own slip, whatever was printed before: for a lost sheet or a forgotten passphrase.
pub fn own<'a>(adults: &'a [Adult], person: i64, today: Date) -> Option<Result<Entry<'a>, Without>> {
    let adult = adults.iter().find(|adult| adult.person == person)?;
    if adult.children.is_empty() && adult.posts.is_empty() {
        return Some(Err(Without::NoRights));
    }
    let whom = if adult.children.is_empty() { Whom::Team } else { Whom::Families };
    let why = refusal(adult, Asked { whom, again: true }, today).filter(|why| *why != Without::Activated);
    Some(match why {
        // One of the team keeps an account whatever a tie says.
        Some(Without::Look | Without::NoRights) if !adult.posts.is_empty() => {
            Ok(entry(adult, Whom::Team, &BTreeSet::new(), today))
        }
        Some(why) => Err(why),
        None => Ok(entry(adult, whom, &pupils_with_two_homes(adults), today)),
    })
}

/// Children whose adults do not all live at one address, whoever of them has rights: the schoolbag goes to both homes.
fn pupils_with_two_homes(adults: &[Adult]) -> BTreeSet<i64> {
    let mut homes: HashMap<i64, BTreeSet<&str>> = HashMap::new();
    let mut apart = BTreeSet::new();
    for adult in adults {
        for child in &adult.children {
            if child.has_two_homes {
                apart.insert(child.pupil);
            }
            if !adult.home.is_empty() {
                homes.entry(child.pupil).or_default().insert(&adult.home);
            }
        }
    }
    apart.extend(homes.into_iter().filter(|(_, homes)| homes.len() > 1).map(|(pupil, _)| pupil));
    apart
}

fn concerns(adult: &Adult, whom: Whom) -> bool {
    match whom {
        Whom::Families => !adult.children.is_empty(),
        Whom::Class(class) => adult.children.iter().any(|child| child.class == Some(class)),
        Whom::Team => !adult.posts.is_empty(),
    }
}

fn refusal(adult: &Adult, asked: Asked, today: Date) -> Option<Without> {
    if adult.is_closed {
        return Some(Without::Closed);
    }
    if asked.whom != Whom::Team
        && let Some(why) = refusal_of_ties(adult, today)
    {
        return Some(why);
    }
    if adult.is_activated {
        return Some(Without::Activated);
    }
    (adult.has_open_slip && !asked.again).then_some(Without::AlreadyPrinted)
}

/// A slip opens the whole account: a tie that may be read but holds the slip holds it for all the children.
fn refusal_of_ties(adult: &Adult, today: Date) -> Option<Without> {
    let readable = readable(adult, today);
    if readable.is_empty() {
        let waits = adult.children.iter().any(|child| child.facts.awaits_look());
        return Some(if waits { Without::Look } else { Without::NoRights });
    }
    readable.iter().any(|child| !child.facts.gives_slip(today)).then_some(Without::Look)
}

fn readable(adult: &Adult, today: Date) -> Vec<&Tied> {
    adult.children.iter().filter(|child| Given::of(&child.facts, today).reads).collect()
}

fn entry<'a>(adult: &'a Adult, whom: Whom, apart: &BTreeSet<i64>, today: Date) -> Entry<'a> {
    let children = if whom == Whom::Team { Vec::new() } else { readable(adult, today) };
    let in_class = |class: i64| children.iter().find(|child| child.class == Some(class));
    let group = match whom {
        Whom::Team => String::new(),
        Whom::Class(class) => {
            in_class(class).or(children.first()).map(|child| child.class_name.clone()).unwrap_or_default()
        }
        Whom::Families => children.first().map(|child| child.class_name.clone()).unwrap_or_default(),
    };
    let by_hand = children.iter().any(|child| apart.contains(&child.pupil));
    Entry { adult, children, group, by_hand }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::school::guardianship::{Authority, Look};
    use jiff::civil::date;

    fn tied(pupil: i64, authority: Authority, awaits_look: bool) -> Tied {
        looked(pupil, authority, if awaits_look { Look::HoldsAll } else { Look::Done })
    }

    fn looked(pupil: i64, authority: Authority, look: Look) -> Tied {
        let facts = Facts { authority, reads: false, signs: false, receives: false, restricted_on: None, look };
        Tied { pupil, first_name: "Léa".into(), class: Some(1), class_name: "CP".into(), has_two_homes: false, facts }
    }

    fn adult(person: i64, home: &str, child: Tied) -> Adult {
        Adult { person, home: home.into(), children: vec![child], ..Adult::default() }
    }

    fn families(adults: &[Adult]) -> Roster<'_> {
        roster(adults, Asked { whom: Whom::Families, again: false }, date(2026, 11, 21))
    }

    #[test]
    fn two_homes_are_handed_over_apart_whoever_has_rights() {
        use Authority::*;
        let adults = [
            adult(1, "1 rue haute", tied(10, Exercises, false)),
            adult(2, "2 rue basse", tied(10, Withdrawn, false)),
            adult(3, "3 rue neuve", tied(11, Exercises, false)),
            adult(4, "3 rue neuve", tied(11, Exercises, false)),
            adult(5, "", tied(11, Exercises, false)),
        ];
        let roster = families(&adults);
        let hands: Vec<(i64, bool)> = roster.slips.iter().map(|slip| (slip.adult.person, slip.by_hand)).collect();
        assert_eq!(hands, [(1, true), (3, false), (4, false), (5, false)]);
        assert_eq!(
            roster.without.iter().map(|(a, why)| (a.person, *why)).collect::<Vec<_>>(),
            [(2, Without::NoRights)]
        );
    }

    #[test]
    fn two_homes_wait_for_the_look_and_hold_the_whole_slip() {
        let mut adults = [
            adult(1, "1 rue haute", looked(10, Authority::Exercises, Look::HoldsSlip)),
            adult(2, "2 rue basse", looked(10, Authority::Exercises, Look::Done)),
            adult(3, "3 rue neuve", tied(11, Authority::Exercises, true)),
        ];
        adults[0].children.push(tied(12, Authority::Exercises, false));
        adults[2].children.push(tied(12, Authority::Exercises, false));
        let found = families(&adults);
        assert_eq!(found.without.iter().map(|(a, why)| (a.person, *why)).collect::<Vec<_>>(), [(1, Without::Look)]);
        let hands: Vec<(i64, bool)> = found.slips.iter().map(|slip| (slip.adult.person, slip.by_hand)).collect();
        assert!(hands.contains(&(2, true)) && hands.len() == 2, "{hands:?}");
        // Where nothing may be read yet, the account shows the other child alone, and the slip says so.
        let third = found.slips.iter().find(|slip| slip.adult.person == 3).map(|slip| slip.children.len());
        assert_eq!(third, Some(1));
        assert!(own(&adults, 1, date(2026, 11, 21)).is_some_and(|own| own.is_err()));
    }

    #[test]
    fn nobody_gets_a_slip_before_the_look_nor_twice() {
        let mut adults = vec![
            adult(1, "", tied(10, Authority::Exercises, true)),
            adult(2, "", tied(10, Authority::Exercises, false)),
        ];
        adults[1].has_open_slip = true;
        let why: Vec<Without> = families(&adults).without.iter().map(|(_, why)| *why).collect();
        assert_eq!(why, [Without::Look, Without::AlreadyPrinted]);
        let again = roster(&adults, Asked { whom: Whom::Class(1), again: true }, date(2026, 11, 21));
        assert_eq!(again.slips.len(), 1);
        adults[1].is_activated = true;
        assert!(families(&adults).slips.is_empty());
        assert!(own(&adults, 2, date(2026, 11, 21)).is_some_and(|own| own.is_ok()));
        assert!(own(&adults, 1, date(2026, 11, 21)).is_some_and(|own| own.is_err()));
        assert!(own(&adults, 3, date(2026, 11, 21)).is_none());
        // An adult of the school with no child and no part here, as a file may bring one.
        let alone = [Adult { person: 4, ..Adult::default() }];
        assert_eq!(own(&alone, 4, date(2026, 11, 21)).and_then(Result::err), Some(Without::NoRights));
        assert!(families(&alone).slips.is_empty() && families(&alone).without.is_empty());
    }
}
