//! To how many homes a pupil's papers go, and whose name stands on each. Pure. What goes to one home never names the other.

use crate::{
    base::db::Id,
    rooms::liaison::Asks,
    school::{Person, guardianship::Given, person::Channel},
};

/// An adult tied to a pupil, as far as paper goes.
#[derive(Clone, Debug)]
pub struct Adult {
    pub guardian: Id<Person>,
    /// « Mme Sophie Petit ».
    pub name: String,
    /// Folded, to compare; empty when unknown.
    pub home: String,
    pub channel: Channel,
    pub given: Given,
}

impl Adult {
    /// Whether an answer of theirs is one that the word asks for.
    pub fn counts(&self, asks: Asks) -> bool {
        match asks {
            Asks::Nothing => false,
            Asks::Read => self.given.reads,
            Asks::One | Asks::All => self.given.signs,
        }
    }
}

/// One paper to print for a pupil.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Whose answer it will be, when only theirs it can be.
    pub guardian: Option<Id<Person>>,
    /// For whom, where several papers are printed for one pupil.
    pub names: Vec<String>,
    /// Somebody of that home asked for paper.
    pub is_paper: bool,
}

/// The talons of a pupil: one a home, and where everybody signs one each.
pub fn talons(asks: Asks, adults: &[Adult], has_second_home: bool) -> Vec<Wanted> {
    if asks == Asks::All {
        let signers = adults.iter().filter(|adult| adult.counts(asks));
        return signers
            .map(|adult| Wanted {
                guardian: Some(adult.guardian),
                names: vec![adult.name.clone()],
                is_paper: adult.channel.has_paper(),
            })
            .collect();
    }
    let homes = homes(adults, has_second_home);
    let several = homes.len() > 1;
    let of_home = |home: &Vec<&Adult>| {
        let counted: Vec<&&Adult> = home.iter().filter(|adult| adult.counts(asks)).collect();
        let names = counted.iter().filter(|_| several).map(|adult| adult.name.clone()).collect();
        let guardian = match counted[..] {
            [] => return None,
            [only] if several => Some(only.guardian),
            _ => None,
        };
        Some(Wanted { guardian, names, is_paper: has_paper(home) })
    };
    homes.iter().filter_map(of_home).collect()
}

/// The sheets with the whole word: one a home in which somebody may read it.
pub fn sheets(adults: &[Adult], has_second_home: bool) -> Vec<Wanted> {
    let homes = homes(adults, has_second_home);
    let several = homes.len() > 1;
    let of_home = |home: &Vec<&Adult>| {
        let names = home.iter().filter(|_| several).map(|adult| adult.name.clone()).collect();
        Wanted { guardian: None, names, is_paper: has_paper(home) }
    };
    homes.iter().map(of_home).collect()
}

fn has_paper(home: &[&Adult]) -> bool {
    home.iter().any(|adult| adult.channel.has_paper())
}

/// Those who may read, by home. Adults who are known to live apart make two homes of a pupil even where one of them has no
/// rights; whose address nobody knows then lives alone, so that no name goes where it should not.
fn homes(adults: &[Adult], has_second_home: bool) -> Vec<Vec<&Adult>> {
    let mut known: Vec<&str> = adults.iter().map(|adult| &*adult.home).filter(|home| !home.is_empty()).collect();
    known.sort_unstable();
    known.dedup();
    let readers = adults.iter().filter(|adult| adult.given.reads);
    if known.len() < 2 && !has_second_home {
        let together: Vec<&Adult> = readers.collect();
        return if together.is_empty() { Vec::new() } else { vec![together] };
    }
    let mut homes: Vec<Vec<&Adult>> = Vec::new();
    for adult in readers {
        // The second address is nobody's by name: one address for all is then no proof that they live together.
        let is_shared = !adult.home.is_empty() && known.len() > 1;
        match homes.iter_mut().find(|home| is_shared && home[0].home == adult.home) {
            Some(home) => home.push(adult),
            None => homes.push(vec![adult]),
        }
    }
    homes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adult(number: i64, name: &str, home: &str, given: Given) -> Adult {
        let channel = if name.ends_with('*') { Channel::Paper } else { Channel::Digital };
        Adult { guardian: Id::new(number), name: name.into(), home: home.into(), channel, given }
    }

    fn told(wanted: &[Wanted]) -> Vec<(Option<i64>, String, bool)> {
        wanted.iter().map(|one| (one.guardian.map(Id::number), one.names.join("+"), one.is_paper)).collect()
    }

    #[test]
    fn one_home_gets_one_nameless_talon() {
        let parents = [adult(1, "A", "rue haute", Given::ALL), adult(2, "B*", "", Given::ALL)];
        assert_eq!(told(&talons(Asks::One, &parents, false)), [(None, String::new(), true)]);
        assert_eq!(told(&sheets(&parents, false)), [(None, String::new(), true)]);
    }

    #[test]
    fn two_homes_get_one_each_that_does_not_name_the_other() {
        let parents = [
            adult(1, "A", "rue haute", Given::ALL),
            adult(2, "B*", "rue basse", Given::ALL),
            adult(3, "C", "rue basse", Given::INFORMED),
            adult(4, "D", "", Given::INFORMED),
        ];
        assert_eq!(
            told(&talons(Asks::One, &parents, false)),
            [(Some(1), "A".into(), false), (Some(2), "B*".into(), true)]
        );
        // To read is for all four: those who live together share a paper, whose hand is not told.
        assert_eq!(
            told(&talons(Asks::Read, &parents, false)),
            [(Some(1), "A".into(), false), (None, "B*+C".into(), true), (Some(4), "D".into(), false)]
        );
        assert_eq!(told(&sheets(&parents, false)).len(), 3);
    }

    #[test]
    fn an_adult_without_rights_makes_two_homes_and_gets_nothing() {
        let parents = [adult(1, "A", "rue haute", Given::ALL), adult(2, "B", "rue basse", Given::NOTHING)];
        assert_eq!(told(&talons(Asks::One, &parents, false)), [(None, String::new(), false)]);
        assert_eq!(told(&talons(Asks::One, &parents[1..], false)), []);
    }

    #[test]
    fn a_second_address_parts_those_who_share_the_first() {
        let parents = [adult(1, "A", "rue haute", Given::ALL), adult(2, "B", "rue haute", Given::ALL)];
        assert_eq!(told(&talons(Asks::Read, &parents, true)).len(), 2);
    }

    #[test]
    fn where_everybody_signs_each_has_their_own() {
        let parents =
            [adult(1, "A", "", Given::ALL), adult(2, "B*", "", Given::ALL), adult(3, "C", "", Given::INFORMED)];
        assert_eq!(
            told(&talons(Asks::All, &parents, false)),
            [(Some(1), "A".into(), false), (Some(2), "B*".into(), true)]
        );
    }
}
