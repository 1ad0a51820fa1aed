//! Pupils with the adults around them, as staff need them: whom to call, and who must be told nothing.

pub mod pages;
pub mod store;

use crate::{
    base::db::Id,
    school::{
        Pupil,
        guardianship::{Kind, Standing},
        person::Reach,
    },
};

/// A pupil on a list.
#[derive(Clone, Debug)]
pub struct Line {
    pub pupil: Id<Pupil>,
    pub first_name: String,
    pub last_name: String,
    pub class_name: String,
    pub grade: String,
}

/// An adult of a child, as far as staff may go with them.
#[derive(Clone, Debug)]
pub struct Adult {
    pub name: String,
    pub kind: Kind,
    pub standing: Standing,
    pub may_pick_up: bool,
    pub emergency_rank: Option<i64>,
    /// Only when the tie stands open: else it never leaves the store.
    pub reach: Option<Reach>,
}

/// Whom somebody alone with the child is told of: those whom the head teacher ranked, or, where nobody is ranked, those who
/// exercise authority; and those who must be told nothing.
pub fn in_need(mut adults: Vec<Adult>) -> Vec<Adult> {
    let is_ranked = |adult: &Adult| adult.emergency_rank.is_some() && adult.standing.is_open();
    let some_are_ranked = adults.iter().any(is_ranked);
    adults.retain(|adult| {
        !adult.standing.is_open()
            || if some_are_ranked { is_ranked(adult) } else { adult.standing == Standing::Exercises }
    });
    for reach in adults.iter_mut().filter_map(|adult| adult.reach.as_mut()) {
        reach.email.clear();
    }
    adults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adult(name: &str, standing: Standing, emergency_rank: Option<i64>) -> Adult {
        let reach = standing.is_open().then(|| Reach { email: "a@exemple.invalid".into(), ..Reach::default() });
        Adult { name: name.to_owned(), kind: Kind::Parent, standing, may_pick_up: true, emergency_rank, reach }
    }

    #[test]
    fn in_need_the_ranked_are_told_and_without_a_rank_those_with_authority() {
        let told = |adults: Vec<Adult>| in_need(adults).into_iter().map(|adult| adult.name).collect::<Vec<_>>();
        let grandmother = || adult("grandmother", Standing::NotInformed, Some(1));
        let barred = || adult("barred", Standing::Barred, Some(2));
        let family = || vec![adult("mother", Standing::Exercises, None), adult("father", Standing::Informed, None)];
        assert_eq!(told(family()), ["mother"]);
        assert_eq!(told([family(), vec![grandmother(), barred()]].concat()), ["grandmother", "barred"]);
        assert_eq!(told([family(), vec![barred()]].concat()), ["mother", "barred"]);
        assert!(in_need(family()).iter().all(|adult| adult.reach.as_ref().is_some_and(|reach| reach.email.is_empty())));
    }
}
