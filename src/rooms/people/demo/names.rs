//! Names, streets and numbers of people who do not exist: towns that are on no map, telephone numbers of the ranges that the
//! ARCEP keeps for fiction, addresses under `.invalid`.

use crate::{
    door::demo::Chance,
    school::{login, person::Contact},
};
use std::{collections::BTreeMap, sync::LazyLock};

const FILE: &str = include_str!("names.txt");
/// « 06 39 98 »: never given to anybody.
const MOBILE: &str = "06 39 98";

static LISTS: LazyLock<BTreeMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let lines = FILE.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(": ")).map(|(name, list)| (name, list.split(", ").collect())).collect()
});

fn any(list: &str, chance: &mut Chance) -> &'static str {
    LISTS.get(list).map_or("", |list| *chance.pick::<&str>(list))
}

pub fn last(chance: &mut Chance) -> &'static str {
    any("noms", chance)
}

/// `F` or `M`, and a child's first name that goes with it.
pub fn child(chance: &mut Chance) -> (&'static str, &'static str) {
    if chance.happens(50) { ("F", any("filles", chance)) } else { ("M", any("garcons", chance)) }
}

pub fn mother(chance: &mut Chance) -> &'static str {
    any("meres", chance)
}

pub fn father(chance: &mut Chance) -> &'static str {
    any("peres", chance)
}

/// A home: street, postcode, town, and its telephone when it has one.
pub fn home(chance: &mut Chance) -> Contact {
    let street = format!("{} {}", chance.between(1, 98), any("rues", chance));
    let (postcode, town) = any("communes", chance).split_once(' ').unwrap_or_default();
    let home_phone = if chance.happens(25) { number(any("indicatifs", chance), chance) } else { String::new() };
    Contact { street, postcode: postcode.into(), town: town.into(), home_phone, ..Contact::default() }
}

/// One adult of that home: their own mobile, and an e-mail that reaches nobody.
pub fn reached_at(home: &Contact, first: &str, last: &str, chance: &mut Chance) -> Contact {
    let email = if chance.happens(92) { email(first, last, chance) } else { String::new() };
    let mobile_phone = if chance.happens(95) { number(MOBILE, chance) } else { String::new() };
    Contact { email, mobile_phone, ..home.clone() }
}

fn email(first: &str, last: &str, chance: &mut Chance) -> String {
    format!("{}{}@exemple.invalid", login::login_of(first, last), chance.between(10, 99))
}

fn number(range: &str, chance: &mut Chance) -> String {
    format!("{range} {:02} {:02}", chance.below(100), chance.below(100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_there_and_long_enough() {
        for (list, at_least) in [
            ("noms", 120),
            ("filles", 60),
            ("garcons", 60),
            ("meres", 50),
            ("peres", 50),
            ("rues", 30),
            ("communes", 4),
        ] {
            assert!(LISTS[list].len() >= at_least, "{list}");
            assert!(LISTS[list].iter().all(|name| !name.is_empty() && name.trim() == *name), "{list}");
        }
    }

    #[test]
    fn nobody_can_be_called_or_written_to() {
        let mut chance = Chance::new(3);
        for _ in 0..200 {
            let contact = reached_at(&home(&mut chance), "Łukasz", "D’Almeida", &mut chance);
            assert!(contact.email.is_empty() || contact.email.ends_with("@exemple.invalid"), "{}", contact.email);
            assert!(contact.mobile_phone.is_empty() || contact.mobile_phone.starts_with(MOBILE));
            assert!(contact.home_phone.is_empty() || LISTS["indicatifs"].contains(&&contact.home_phone[..8]));
            assert!(contact.postcode.starts_with("99"), "{}", contact.postcode);
        }
    }
}
