//! Those to whom somebody may begin to write, for the finder of a message and for its sending: by what they are, by class, by
//! group, by name, by a pupil's name. Never an address nor a telephone.

use super::{Leave, Pair, Party, Profile, Rules, leave};
use crate::{
    base::{db::Id, french},
    school::{Class, Group, Person, Pupil},
};
use std::collections::BTreeMap;

/// Somebody who may be written to.
#[derive(Clone, Debug)]
pub struct Somebody {
    pub person: Id<Person>,
    /// « Mme Samia Benali ».
    pub name: String,
    /// « Mme Benali »; « Léa Martin » of a pupil.
    pub formal: String,
    /// Has chosen a passphrase: else it is read the day that they do.
    pub has_account: bool,
    pub leave: Leave,
    pub profile: Profile,
    /// The children in whose respect this one is written to; none for staff.
    pub of: Vec<Kin>,
}

/// A pupil by whom an adult is found.
#[derive(Clone, Debug, PartialEq)]
pub struct Kin {
    pub pupil: Id<Pupil>,
    pub name: String,
    pub class: Id<Class>,
    pub class_name: String,
}

/// A pupil whose name was typed, with the adults to whom the viewer may write about them.
#[derive(Clone, Debug)]
pub struct PupilFound<'a> {
    pub kin: Kin,
    pub guardians: Vec<&'a Somebody>,
}

/// As the store reads them, before anything is judged.
pub(super) struct Named {
    pub name: String,
    pub formal: String,
    pub key: String,
    pub has_account: bool,
}

/// All whom the viewer may begin to write to, by name.
pub struct People {
    all: Vec<Somebody>,
    in_groups: Vec<(Id<Group>, Id<Pupil>)>,
}

impl People {
    pub(super) fn judged(
        from: &Party,
        others: &[Party],
        rules: &Rules,
        mut names: BTreeMap<Id<Person>, Named>,
        pupils: &BTreeMap<Id<Pupil>, Kin>,
    ) -> People {
        let mut all = Vec::new();
        for to in others {
            let Some(leave) = leave(from, to, rules) else { continue };
            let Some(named) = names.remove(&to.person) else { continue };
            let own = leave.through.iter().filter(|(person, _)| *person == to.person);
            let of = own.filter_map(|(_, pupil)| pupils.get(pupil).cloned()).collect();
            let Named { name, formal, key, has_account } = named;
            let profile = to.profile();
            all.push((key, Somebody { person: to.person, name, formal, has_account, leave, profile, of }));
        }
        all.sort_by(|(a, x), (b, y)| (a, x.person).cmp(&(b, y.person)));
        People { all: all.into_iter().map(|(_, one)| one).collect(), in_groups: rules.in_groups.clone() }
    }

    pub fn all(&self) -> &[Somebody] {
        &self.all
    }

    /// Nothing when the viewer may not begin to write to them.
    pub fn find(&self, person: Id<Person>) -> Option<&Somebody> {
        self.all.iter().find(|one| one.person == person)
    }

    /// « Direction », « Collègues »…: those found by one of these pairs.
    pub fn by(&self, pairs: &[Pair]) -> impl Iterator<Item = &Somebody> {
        self.all.iter().filter(move |one| pairs.contains(&one.leave.pair))
    }

    /// The families of a class, as the viewer may write to them.
    pub fn of_class(&self, class: Id<Class>) -> impl Iterator<Item = &Somebody> {
        self.all.iter().filter(move |one| one.of.iter().any(|kin| kin.class == class))
    }

    pub fn of_group(&self, group: Id<Group>) -> impl Iterator<Item = &Somebody> {
        let is_in = move |kin: &Kin| self.in_groups.contains(&(group, kin.pupil));
        self.all.iter().filter(move |one| one.of.iter().any(is_in))
    }

    /// Whose own name begins so, word by word; nothing below two letters.
    pub fn named<'a>(&'a self, typed: &str) -> impl Iterator<Item = &'a Somebody> {
        let words = words(typed);
        self.all.iter().filter(move |one| matches(&one.name, &words))
    }

    /// Pupils whose name begins so, with their adults.
    pub fn of_pupils_named(&self, typed: &str) -> Vec<PupilFound<'_>> {
        let words = words(typed);
        let mut found: Vec<PupilFound> = Vec::new();
        for one in &self.all {
            for kin in one.of.iter().filter(|kin| matches(&kin.name, &words)) {
                match found.iter_mut().find(|found| found.kin.pupil == kin.pupil) {
                    Some(found) => found.guardians.push(one),
                    None => found.push(PupilFound { kin: kin.clone(), guardians: vec![one] }),
                }
            }
        }
        found.sort_by_cached_key(|found| french::fold(&found.kin.name));
        found
    }
}

fn words(typed: &str) -> Vec<String> {
    let folded = french::fold(typed);
    if folded.chars().count() < 2 { Vec::new() } else { folded.split(' ').map(str::to_owned).collect() }
}

fn matches(name: &str, words: &[String]) -> bool {
    let folded = french::fold(name);
    let begins = |word: &String| folded.split(' ').any(|own| own.starts_with(word.as_str()));
    !words.is_empty() && words.iter().all(begins)
}
