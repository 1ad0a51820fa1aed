//! Which profiles are told apart. They are put together along the branches of one tree and in no other way: whatever was told
//! in another month or on another page, to take one from the other leaves a whole branch, never a few people.

use super::{figures::Month, groups::LEAST};
use crate::school::sign_ins::Profile::{self, Direction, Guardian, Pupil, Staff, Teacher};

/// At work and at home, and each of them in two; the one director is always told with the teachers.
pub fn told(months: &[Month]) -> Vec<Vec<Profile>> {
    let team = apart(months, vec![vec![Direction, Teacher]], vec![vec![Staff]]);
    let home = apart(months, vec![vec![Guardian]], vec![vec![Pupil]]);
    let mut told = apart(months, team, home);
    for group in &mut told {
        group.retain(|profile| !is_absent(months, &[*profile]));
    }
    told.retain(|group| !group.is_empty());
    if told.iter().all(|group| may_stand(months, group)) { told } else { Vec::new() }
}

/// Two branches, or one of both where either is too few people.
fn apart(months: &[Month], one: Vec<Vec<Profile>>, other: Vec<Vec<Profile>>) -> Vec<Vec<Profile>> {
    if may_stand(months, &one.concat()) && may_stand(months, &other.concat()) {
        [one, other].concat()
    } else {
        vec![[one, other].concat().concat()]
    }
}

/// In every month five people or more; or nobody, who did not come either.
fn may_stand(months: &[Month], group: &[Profile]) -> bool {
    months.iter().all(|month| {
        let sum = |of: &[u64; 5]| group.iter().map(|profile| of[*profile as usize]).sum::<u64>();
        sum(&month.people) >= LEAST || is_absent(std::slice::from_ref(month), group)
    })
}

fn is_absent(months: &[Month], group: &[Profile]) -> bool {
    months.iter().all(|month| {
        group.iter().all(|profile| month.people[*profile as usize] == 0 && month.times[*profile as usize] == 0)
    })
}
